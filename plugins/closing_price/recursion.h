/*
 * recursion.h - theorem 1 of the paper: the backward recursion (2.10), (2.11) for the coefficients A^1..A^4,
 * B^1..B^6 and the trades (2.9), corrected, and with single slips of the printed text put back in. The
 * corrected form is the independent second route to the one-pass algorithm; the slips show what each of them
 * does to the published numbers. Calls market.h only. Pure. [any]
 *
 * Corrected (claims eq2.9 .. eq2.11), B without index = B_{t+1}, S_1 = 0:
 *   A1 = lambda (1 - m) + B1 - l (B3 - l B4) + R s/2     A2 = -lambda m + 2 B1 - l B3 + R s
 *   A3 = 1 - e B3 + 2 e l B4                             A4 = B2 - l B5 + mu
 *   q_t = (A2 Q_t - A3 S_t + A4)/(2 A1)
 *   B1' = B1 + R s/2 - A2^2/(4 A1)   B2' = B2 + mu - A2 A4/(2 A1)   B3' = e B3 - 1 + A2 A3/(2 A1)
 *   B4' = e^2 B4 - A3^2/(4 A1)       B5' = e B5 + A3 A4/(2 A1)      B6' = B6 - A4^2/(4 A1)
 */
#ifndef RP_RECURSION_H
#define RP_RECURSION_H
#include "market.h"

typedef enum rp_recursion_form {
  RP_RECURSION_CORRECTED,
  RP_RECURSION_MISSING_DECAY, /* A3 = 1 - e B3 + 2 l B4: one factor e lost; gives the published 11,619 */
  RP_RECURSION_PRINTED_A3,    /* A3 = 1 + e B3 - 2 e l B4                                             */
  RP_RECURSION_PRINTED_A4,    /* A4 = B2 - e B5 + mu                                                  */
  RP_RECURSION_PRINTED_SIGN,  /* q_t = (A2 Q_t - A3 S_t - A4)/(2 A1)                                  */
  RP_RECURSION_PRINTED_DENOMINATORS, /* B3', B5' divide by 2 A4, B6' by 4 A4 */
  RP_RECURSION_FORMS
} rp_recursion_form;

/* Tables, nothing owned: a[i] is [periods], entry t - 1 is A^{i+1}_t; b[i] is [periods + 1], entry t - 1 is
 * B^{i+1}_t. */
typedef struct rp_recursion {
  double *a[4];
  double *b[6];
} rp_recursion;

/* Number of doubles behind the tables, and their layout in a block of that size. */
int64_t rp_recursion_workspace(int64_t periods);
rp_recursion rp_recursion_in(double *workspace, int64_t periods);

/*
 * Fills the tables. An infinite fee is the limit: A^1_T, A^2_T and B^1_{T+1} are infinite, the rest is
 * finite. Whether A^1 > 0 is for the caller to judge: if not, the trades are a stationary point and no
 * minimum. O(periods).
 */
void rp_recursion_solve(const rp_market *market, double fee, rp_recursion_form form,
                        const rp_recursion *tables);

/* trades [periods + 1] from the tables; S_1 = 0. O(periods). */
void rp_recursion_trades(const rp_market *market, rp_recursion_form form, const rp_recursion *tables,
                         double shares, double *trades);

/* B1 Q^2 + B2 Q + B6 at t = 1: the cost that the value function states, without p_1 Q. */
double rp_recursion_value(const rp_recursion *tables, double shares);

#endif
