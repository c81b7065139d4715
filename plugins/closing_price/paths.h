/*
 * paths.h - one simulated day: prices, recovery and cost along a path of innovations, for a policy that adds
 * theta times the sum of the innovations seen so far to its base trades. And the sums over many days from
 * which mean, variance, certainty equivalent and their standard errors follow. The caller draws the normals.
 * O(periods) per path. Calls libm. Pure. [any]
 */
#ifndef RP_PATHS_H
#define RP_PATHS_H
#include "market.h"

/* What a path leaves; each may be NULL. price [periods + 1] is p_t - p_1, traded [periods + 1], innovation
 * included. */
typedef struct rp_path {
  double *price;
  double *recovery; /* [periods + 1] */
  double *traded;   /* [periods + 1] */
} rp_path;

/*
 * Cost of one path without p_1 Q. in normals [periods], standard; trades [periods + 1] base; theta, share per
 * unit of price: trade t >= 2 adds theta (eps_2 - mu_1 + ... + eps_t - mu_{t-1}); the off-exchange trade
 * takes up the rest.
 */
double rp_paths_walk(const rp_market *market, double fee, const double *trades, double theta,
                     const double *normals, const rp_path *path);

/* Sums over paths, about a given centre, so that nothing cancels. Combine blocks in their order. */
typedef struct rp_path_sums {
  double count;
  double powers[4];   /* sums of (cost - centre)^1..4                           */
  double shift;       /* largest R (cost - centre) seen                         */
  double exponential; /* sum of exp(R (cost - centre) - shift)                  */
  double exponential_squared;
} rp_path_sums;

void rp_path_sums_begin(rp_path_sums *sums);
void rp_path_sums_add(rp_path_sums *sums, double deviation, double risk_aversion);
void rp_path_sums_merge(rp_path_sums *sums, const rp_path_sums *more);

typedef struct rp_path_estimate {
  double mean, mean_error;
  double variance, variance_error;
  double certainty_equivalent, certainty_equivalent_error; /* for risk aversion 0 the mean's */
} rp_path_estimate;

/* Estimates with standard errors (delta method for the certainty equivalent). count >= 2. */
rp_path_estimate rp_path_sums_estimate(const rp_path_sums *sums, double centre, double risk_aversion);

#endif
