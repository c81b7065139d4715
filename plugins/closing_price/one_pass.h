/*
 * one_pass.h - the one-pass algorithm for one market: everything that does not depend on the fee, once, and
 * from it the solution at every fee. Mathematics in one_pass_lanes.h; calls market.h and libm. All functions
 * are pure. [any]
 */
#ifndef RP_ONE_PASS_H
#define RP_ONE_PASS_H
#include "market.h"
#include "one_pass_lanes.h"

/* phi(Q, y) = qq Q^2 - qy Q y + yy y^2 + lq Q + ly y + l0: the least cost, without fee and p_1 Q, of reaching
 * the close with y shares left. */
typedef struct rp_one_pass {
  double qq, qy, yy, lq, ly, l0;
  double least_pivot; /* of the exchange-only programme: twice the least inner A^1; +inf for one period */
  double last_yy;     /* size of the terms that yy was formed from                                      */
  double largest_impact;
} rp_one_pass;

/* Number of doubles behind `gains`: feedback of the periods 1..T-1. */
int64_t rp_one_pass_gains(int64_t periods);

/*
 * Solves the exchange programme for all off-exchange volumes.
 * out *pass; out gains [rp_one_pass_gains(periods)] or NULL if no trades will be asked for. O(periods).
 * The numbers mean something only if rp_one_pass_existence() does not say RP_EXCHANGE_*.
 */
void rp_one_pass_solve(const rp_market *market, rp_one_pass *pass, double *gains);

/* Whether the programme has a unique best strategy at this fee (+inf: no venue). */
rp_existence rp_one_pass_existence(const rp_one_pass *pass, double fee);

/* Existence threshold C* = -yy, cash/share^2. */
double rp_one_pass_threshold(const rp_one_pass *pass);

/* num = (qy Q - ly)/2 of y = num/(fee - C*), cash/share. */
double rp_one_pass_residue(const rp_one_pass *pass, double shares);

/* Off-exchange volume and least certainty-equivalent cost at a fee above the threshold. */
double rp_one_pass_volume(const rp_one_pass *pass, const rp_programme *programme);
double rp_one_pass_cost(const rp_one_pass *pass, const rp_programme *programme);

/*
 * Trades that are optimal given the off-exchange volume: q_t = a_t + b_t y.
 * in gains from rp_one_pass_solve(); shares Q; volume y. out trades [periods + 1], the last one is y;
 * *mean, *variance of the cost without p_1 Q, the fee's share included.
 */
void rp_one_pass_trades(const rp_market *market, const double *gains, const rp_programme *programme,
                        double volume, double *trades, double *mean, double *variance);

/*
 * The affine form of the trades: intercept a [periods] (what is traded with y = 0) and slope b [periods].
 */
void rp_one_pass_affine(const rp_market *market, const double *gains, double shares, double *intercept,
                        double *slope);

/*
 * Bound on the rounding error of the off-exchange volume, share: num and fee - C* are each formed from terms
 * whose sizes are known from the pass, and both differences are trusted to 8 units in the last place of these
 * sizes.
 */
double rp_one_pass_volume_accuracy(const rp_market *market, const rp_one_pass *pass, const double *gains,
                                   const rp_programme *programme);

/* A^1_t at this fee, [periods], and the least of them; pivots may be NULL. */
double rp_one_pass_pivots(const rp_market *market, double fee, double *pivots);

#endif
