/*
 * market.h - the market of the paper as plain data, and the coefficients that follow from it (eqs 2.2-2.4).
 *
 * Legend, paper | here | unit:
 *   T         periods           number of trades on the exchange
 *   lambda_t  impact            cash/share^2   the executed price is p_t + lambda_t q_t
 *   alpha_t   transient_share   1              share of the impact that the price recovers from
 *   rho       resilience_rate   1              per period; the recovery that is left decays by exp(-rho)
 *   mu_t      drift             cash/share     mean of the innovation between trade t and trade t + 1
 *   s_t       variance          cash^2/share^2 its variance
 *   R         risk_aversion     1/cash
 *
 * One share bought at j moves the price of every later t > j by G(t, j). With e = exp(-rho),
 *   printed:    G = lambda_j [(1 - alpha_j)(1 - e) + e^(t-j)]
 *               from l_t = lambda_t (1 - e) e, as eq. 2.4 prints it
 *   consistent: G = lambda_j [(1 - alpha_j) + alpha_j e^(t-j)]
 *               from l_t = alpha_t lambda_t (1 - e) e, as the words say
 * The functions here call libm only.
 */
#ifndef RP_MARKET_H
#define RP_MARKET_H
#include <stdbool.h>
#include <stdint.h>

typedef enum rp_resilience { RP_RESILIENCE_PRINTED, RP_RESILIENCE_CONSISTENT } rp_resilience;

/* Nothing is owned. All arrays are [periods]; entry t - 1 belongs to the paper's t. */
typedef struct rp_market {
  int64_t periods;
  const double *impact;
  const double *transient_share;
  const double *drift;
  const double *variance;
  double resilience_rate;
  double risk_aversion;
  rp_resilience resilience;
} rp_market;

/* A buy (shares > 0) or sell programme and the fee coefficient C: the off-exchange trade of y shares costs
 * p_{T+1} y + fee y^2. An infinite fee means that there is no off-exchange venue. */
typedef struct rp_programme {
  double shares;
  double fee;
} rp_programme;

/* What a period leaves of the recovery, e = exp(-rho), and what is lost, 1 - e without cancellation. Ask once, not in
 * every period. */
typedef struct rp_decay {
  double left, lost;
} rp_decay;
rp_decay rp_market_decay(const rp_market *market);

/* lambda_t m_t: what a share bought at t adds to the next price (eq. 2.3); m_t = alpha_t e + 1 - alpha_t,
 * which the paper uses without defining it (claim eq2.3-m). t counts from 0. */
static inline double rp_market_next_price(const rp_market *market, rp_decay decay, int64_t t) {
  return market->impact[t] * (1 - market->transient_share[t] * decay.lost);
}

/* l_t: what a share bought at t adds to the recovery S_{t+1} (eq. 2.4). t counts from 0. */
static inline double rp_market_recovery(const rp_market *market, rp_decay decay, int64_t t) {
  double weight = market->resilience == RP_RESILIENCE_CONSISTENT ? market->transient_share[t] : 1;
  return market->impact[t] * weight * (decay.lost * decay.left);
}

/* G(t, j) for 0 <= j < t <= periods, counted from 0; cash/share^2. Closed form, no accumulated differences.
 */
double rp_market_price_kernel(const rp_market *market, int64_t t, int64_t j);

/* The largest impact, the scale of every rounding tolerance of the plugin. */
double rp_market_largest_impact(const rp_market *market);

/* True if impact and transient share are the same in all periods. */
bool rp_market_is_constant(const rp_market *market);

/* True if any drift is not zero. */
bool rp_market_has_drift(const rp_market *market);

#endif
