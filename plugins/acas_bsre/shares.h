/*
 * shares.h - section 5: how makers share orders, and their equilibrium quotes. Order-share functions zeta^i of the class J:
 *
 *     logit    zeta^i = e^{-c d^i + o^i}/sum_k e^{-c d^k + o^k}                     two makers at least
 *     product  zeta^i = e^{o^i} L(d^i) prod_{j != i} 2/(1 + e^{-k d^j}),  k >= 0    L of intensity.h
 *
 * The quote map psi(y) solves d^i = clip(y^i - zeta^i/(d zeta^i/d d^i), -xi, xi): asks for y, bids for -y. Logit: 1/(c (1 -
 * zeta^i)) is added, one Newton step costs O(N) by Sherman and Morrison's formula, with a bisection that cannot fail where
 * one share is near 1. Product: one equation for each maker, 1/h(d^i) is added with the hazard h of L.
 * Pure; calls libm, intensity.h. Memory is the caller's.
 *
 * Source: Guo and Jin, definition 5.1, remark 5.2, eqs. 38, 42 to 44; the constant of the logit class and O(N) are ours.
 */
#ifndef RP_SHARES_H
#define RP_SHARES_H
#include <stdbool.h>
#include <stdint.h>
#include "intensity.h"

typedef enum rp_share_type { RP_SHARES_LOGIT, RP_SHARES_PRODUCT } rp_share_type;

typedef struct rp_shares {
  rp_share_type type;
  int64_t count;          /* makers                                               */
  double decay;           /* c > 0 of the logit, share/cash                       */
  const double *offset;   /* [count]: o                                           */
  rp_intensity intensity; /* L of the product                                     */
  double lift;            /* k >= 0 of the product: others' quotes help; 0: not   */
  double bound;           /* xi > 0, may be infinite                              */
} rp_shares;

/* Shares zeta(d) [count]. */
void rp_shares_at(const rp_shares *shares, const double *quote, double *share);

/*
 * psi(sign y) and the shares there.
 *
 * in  y      [count]
 * out quote  [count], share [count]
 * work       [4 count]
 * returns false if it did not settle (y not finite)
 */
bool rp_shares_quote(const rp_shares *shares, double sign, const double *y, double *quote, double *share,
                     double *work);

/* The same from quotes that are near, in quote; for the product no different. */
bool rp_shares_requote(const rp_shares *shares, double sign, const double *y, double *quote, double *share,
                       double *work);

/* Derivatives at a solution, in sign y: of the quotes into quotes [count][count], of the shares into slopes [count][count]. */
void rp_shares_derive(const rp_shares *shares, const double *quote, const double *share, double *quotes,
                      double *slopes);

/* Largest |d^i - clip(...)|. */
double rp_shares_residual(const rp_shares *shares, double sign, const double *y, const double *quote);

/* The least of (38) over the makers at these quotes, 2 - z z_ii/z_i^2 - sum_k |z_i z_k - z z_ik|/z_i^2: must stay positive.
 * Exactly 1 for the logit, 2 - L L''/L'^2 for the product. Here from the derivatives themselves. */
double rp_shares_constant(const rp_shares *shares, const double *quote, const double *share);

#endif
