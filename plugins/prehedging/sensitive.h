/*
 * sensitive.h - a buying client who is put off by a price that has risen (theorem 2), in closed form: no
 * transient impact, no second stage. Calls libm. Pure.
 *
 * The client trades with probability phi - s1 (delta - delta0) - s2 (P_T - P_0), P_T = P^*_T + kappa (X_T -
 * X_0), where P^* = P_0 + sigma W. With h = sqrt(gamma nu), g = sqrt(gamma/nu), l_X = (h + kappa) X^*,   l_0
 * = delta X^* - (h + kappa) X^{*2}/2,   k = s2 kappa l_X,   m = q l_X - s2 kappa l_0, q = phi - s1 (delta -
 * delta0) + s2 (P_0 + kappa X_0), the value at s = T - t before the client decides is -A X^2/2 + B X P^* + C
 * P^{*2}/2 + m D X + e P^* + P_0 X_0 - kappa X_0^2/2 + q l_0 + F and the rate of trading is (m D - A X + B
 * P^*)/nu. In the printed convention (see gain.h) the client's price and the price in her demand lack -kappa
 * X_0: q has no kappa X_0, and l_0 contains kappa X_0 X^*.
 *
 * Method. All coefficients follow from G(s), the integral of D^2/nu, and its own integral H(s), written with
 * y = -expm1(-2 g s) so that no horizon overflows or cancels. They are continued to gamma = 0. Corrects the
 * companion's dynamic programming equation, rate, E and F.
 */
#ifndef RP_SENSITIVE_H
#define RP_SENSITIVE_H
#include <stdbool.h>

typedef struct rp_sensitive_market {
  double permanent, temporary, inventory_cost; /* kappa, nu, gamma                        */
  double volatility, horizon;                  /* sigma, cash/share/time^(1/2); T         */
  double inventory, price;                     /* X_0, P_0                                */
  double size, half_spread;                    /* X^*, delta                              */
  double level, reference;                     /* phi, delta0                             */
  double spread_slope, price_slope;            /* s1, s2, share/cash                      */
  bool printed_price;
} rp_sensitive_market;

typedef struct rp_sensitive {
  rp_sensitive_market market;
  double g, h;
  double now;      /* l_X, cash/share          */
  double sure;     /* l_0, cash                */
  double level;    /* q, 1                     */
  double feedback; /* k, cash/share^2          */
  double drive;    /* m, cash/share            */
} rp_sensitive;

rp_sensitive rp_sensitive_begin(const rp_sensitive_market *market);

/*
 * The longest horizon for which the problem is well posed, infinite unless k < -h (then s2 < 0): beyond it
 * the dealer gains without bound by pushing the price, because the client is drawn by it.
 */
double rp_sensitive_escape(const rp_sensitive *k);

/* Coefficients of the value at s = T - t; e is that of P^*, E is e/(-s2 l_0) (NaN where s2 l_0 = 0), f
 * without q l_0. */
typedef struct rp_sensitive_value {
  double a, b, c, d, e, e_ratio, f;
} rp_sensitive_value;
rp_sensitive_value rp_sensitive_at(const rp_sensitive *k, double s);

/* G(s) [share^2/cash] and H(s), its integral from 0 [share^2 time/cash]. */
double rp_sensitive_integral(const rp_sensitive *k, double s);
double rp_sensitive_second_integral(const rp_sensitive *k, double s);

/* The value at the start. */
double rp_sensitive_gain(const rp_sensitive *k);

/* Moments at time t under the best rate: mean and variance of X_t, its covariance with P^*_t. They are
 * normal. */
typedef struct rp_sensitive_moments {
  double mean, variance, covariance;
} rp_sensitive_moments;
rp_sensitive_moments rp_sensitive_moments_at(const rp_sensitive *k, double t);

/* Mean and variance of the demand p(delta, P_T), and the probability that it leaves [0, 1]. */
typedef struct rp_sensitive_demand {
  double mean, variance, outside;
} rp_sensitive_demand;
rp_sensitive_demand rp_sensitive_demand_of(const rp_sensitive *k);

/* The value is quadratic in delta: its slope and second derivative at the market's delta. */
void rp_sensitive_spread(const rp_sensitive *k, double *slope, double *curvature);

#endif
