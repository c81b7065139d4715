/*
 * dense.h - the programme as what it is for a static strategy: a quadratic form in the T + 1 trades, built
 * from the closed price kernel and solved by Cholesky factorisation. It shares nothing with the recursions
 * but the market's coefficients and is the independent route to all they give. O(T^3) time, O(T^2) memory.
 * Calls market.h, LAPACKE, CBLAS. Pure. [any]
 *
 *   cost = q'Mq/2 + b'q + C y^2,  M_tt = 2 lambda_t (0 for the venue), M_tj = G(t, j), plus R cumulated
 * variance, b cumulated drift; the trades sum to Q.
 */
#ifndef RP_DENSE_H
#define RP_DENSE_H
#include "market.h"

/* out form [n][n] symmetric, n = periods + 1, without the fee; linear [n]. risk_aversion replaces the
 * market's. */
void rp_dense_form(const rp_market *market, double risk_aversion, double *form, double *linear);

/* q'Mq/2 + b'q + fee y^2 for trades [periods + 1]; an unused venue costs nothing. */
double rp_dense_cost(int64_t periods, const double *form, const double *linear, double fee,
                     const double *trades);

typedef enum rp_dense_status {
  RP_DENSE_SOLVED,
  RP_DENSE_EXCHANGE_NOT_CONVEX,
  RP_DENSE_NO_MINIMUM
} rp_dense_status;

typedef struct rp_dense_result {
  double threshold;            /* C*; NaN if the exchange programme is not convex                  */
  double cost;                 /* least certainty-equivalent cost without p_1 Q                    */
  double log_determinant;      /* of the Hessian in the free trades                                */
  double reciprocal_condition; /* LAPACK's estimate for that Hessian; 1 if there is none           */
} rp_dense_result;

/* Number of doubles behind workspace. */
int64_t rp_dense_workspace(int64_t periods);

/* out trades [periods + 1] after RP_DENSE_SOLVED; result->threshold also after RP_DENSE_NO_MINIMUM. */
rp_dense_status rp_dense_plan_solve(const rp_market *market, const rp_programme *programme, double *trades,
                                    rp_dense_result *result, double *workspace);

#endif
