/*
 * acas.h - one buyer and two market makers (section 4): the market, the forward field of the differences and its Jacobian, and what
 * follows from a solution: rates, quotes. Pure; calls libm and numerics/curve.h.
 *
 * With x = (q2, qe) = (Q1 - Q2, Qe - Q1) and y = (y2, ye) = (Y1 - Y2, Ye - Y1):
 *
 *     v = max((ye - 1/gamma)/(2 beta), epsilon)
 *     q2' = (a + b + v)(e^{gamma y2} - e^{-gamma y2}),   qe' = v (1 + e^{-gamma y2}) + a e^{-gamma y2} - b e^{gamma y2},
 *     y' = 2 phi x (+ dM),   y(T) = -2 A x(T)                                                                    (eq. 22)
 *     Q1' = -(a + v) e^{-gamma y2} + b e^{gamma y2},   Y1' = 2 phi Q1 (+ dM),   Y1(T) = -2 A Q1(T)               (eq. 18, 19)
 *
 * Maker i asks 1/gamma + Y^i above the price and bids 1/gamma - Y^i below it; the best ask is the first maker's, the best bid
 * the second's.
 */
#ifndef RP_ACAS_H
#define RP_ACAS_H
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include "numerics/curve.h"

typedef struct rp_acas {
  double horizon;              /* T > 0                                                          */
  double first, second, buyer; /* q^{1,m} >= q^{2,m}, q^e < 0; share                             */
  double gamma;                /* > 0, share/cash                                                */
  double terminal;             /* A >= 0, cash/share^2                                           */
  double least;                /* epsilon, share/time; -INFINITY: the rate is not truncated      */
  rp_curve cost;               /* beta(t) > 0, cash time/share^2                                 */
  rp_curve running;            /* phi(t) >= 0, cash/share^2/time                                 */
  rp_curve buying, selling;    /* a(t), b(t) >= 0: noise orders at the ask, at the bid; share/time */
} rp_acas;

/* What the field depends on at one time. */
typedef struct rp_acas_point {
  double cost, buying, selling;
} rp_acas_point;

/* The buyer's rate, and whether it is truncated. */
static inline double rp_acas_rate(double gamma, double least, double cost, double ye, bool *truncated) {
  double free = (ye - 1 / gamma) / (2 * cost);
  *truncated = !(free > least);
  return *truncated ? least : free;
}

/* x' into rate [2]; unless jacobian is NULL its derivative in y into jacobian [2][2] (eq. 24, 25); Q1' into *maker
 * unless NULL. */
static inline void rp_acas_rates(double gamma, double least, const rp_acas_point *at, const double *y,
                                 double *rate, double *jacobian, double *maker) {
  bool truncated;
  double v = rp_acas_rate(gamma, least, at->cost, y[1], &truncated), up = exp(gamma * y[0]), down = 1 / up;
  double a = at->buying, b = at->selling, slope = truncated ? 0 : 1 / (2 * at->cost);
  rate[0] = (a + b + v) * (up - down);
  rate[1] = v * (1 + down) + a * down - b * up;
  if (maker) *maker = -(a + v) * down + b * up;
  if (!jacobian) return;
  jacobian[0] = gamma * (a + b + v) * (up + down);
  jacobian[1] = slope * (up - down);
  jacobian[2] = -gamma * ((v + a) * down + b * up);
  jacobian[3] = slope * (1 + down);
}

rp_acas_point rp_acas_at(const rp_acas *market, double t);

/* Largest |gamma y2| that any equilibrium with q1 >= q2 can have: gamma (2 A + 2 int phi)|q1 - q2|. */
double rp_acas_largest_exponent(const rp_acas *market);

/* Whether phi vanishes everywhere on the horizon. */
bool rp_acas_neutral(const rp_acas *market);

/* The first point behind t where a coefficient may bend or jump; T if there is none. */
double rp_acas_next_break(const rp_acas *market, double t);

/* All such points inside (0, T), sorted, without repetition; at most `most`.
 * points NULL: count only. */
int64_t rp_acas_breaks(const rp_acas *market, int64_t most, double *points);

#endif
