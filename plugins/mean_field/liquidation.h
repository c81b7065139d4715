/*
 * liquidation.h - the big trader who sells (or buys) a block until T1 while the retail traders' rate q moves the price:
 * strategy, value coefficients, revenue. Pure; calls mean.h, numerics/curve.h, numerics/quadrature_rule.h.
 *
 * x' = y, x(0) = n, x(T1) = 0; price P + theta q + eta y + gamma (x - n), dP = s dB. With Q(t) = int_0^t q,
 *     x = n (1 - t/T1) + (theta / (2 eta)) [ t Q(T1)/T1 - Q(t) ]                                       (82)
 * for any rate q; the model's is Q = M - mu0.
 */
#ifndef RP_LIQUIDATION_H
#define RP_LIQUIDATION_H
#include <stdbool.h>
#include <stdint.h>
#include "mean.h"
#include "numerics/curve.h"

/* Nodes and weights on [-1, 1]. */
enum { RP_LIQUIDATION_NODES = 24 };
typedef struct rp_liquidation_rule {
  double nodes[RP_LIQUIDATION_NODES], weights[RP_LIQUIDATION_NODES];
} rp_liquidation_rule;

/* Mean of the rate from some time to T1, and the integral of its squared distance from that. */
typedef struct rp_rate_rest {
  double length, mean, excess;
} rp_rate_rest;

typedef struct rp_liquidation {
  const rp_retail *retail; /* whose rate it is unless a curve is given    */
  const rp_curve *rate;    /* or NULL                                     */
  const double *traded;    /* of a curve: [grid_count], from rp_liquidation_prepare() */
  const rp_rate_rest
      *rests;   /* of a curve: [grid_count], from rp_liquidation_prepare_rests(); or NULL: slower */
  double end;   /* T1                                          */
  double block; /* n, negative to buy                          */
  double eta, theta, gamma;
  double price, volatility;        /* P0, s                                      */
  const rp_liquidation_rule *rule; /* for many integrals; NULL: made for each */
} rp_liquidation;

void rp_liquidation_make_rule(rp_liquidation_rule *rule);

/* Integrals of the curve from 0 to its grid points, so that Q at any time costs a search only. traded [grid_count]. */
void rp_liquidation_prepare(const rp_curve *rate, double *traded);

/* The rests from the curve's grid points on, so that the value function at any time costs a search only. rests [grid_count]. */
void rp_liquidation_prepare_rests(const rp_liquidation *l, rp_rate_rest *rests);

/* Q and q at one time, at many. kept: as for rp_mean_path_kept(). */
void rp_liquidation_flow(const rp_liquidation *l, double t, double *traded, double *rate);
void rp_liquidation_flows(const rp_liquidation *l, rp_mean_basis *kept, int64_t count, const double *times,
                          double *traded, double *rates);

/* Position and rate at one time, from Q and q there and Q(T1). */
void rp_liquidation_state(const rp_liquidation *l, double whole, double t, double traded, double rate,
                          double *position, double *speed);

/* The same at many times, with the straight line n (1 - t/T1) and the expected price. Each [count];
 * none may overlap another or the inputs. */
typedef struct rp_liquidation_rows {
  double *position, *speed, *straight, *price;
} rp_liquidation_rows;
void rp_liquidation_states(const rp_liquidation *l, double whole, int64_t count, const double *times,
                           const double *traded, const double *rates, const rp_liquidation_rows *rows);

/* v = a + b x + c x^2 (67)-(69); at T1 a = 0, b = theta q(T1), c = -inf. */
void rp_liquidation_value(const rp_liquidation *l, double t, double *a, double *b, double *c);

/* The rates (70) at time t with these numbers of shares left, (v_x - theta q) / (2 eta). At T1, for
 * none left, the rate with which the strategy (82) arrives there; infinite for all others. holdings, rates [count]. */
void rp_liquidation_feedback(const rp_liquidation *l, double t, int64_t count, const double *holdings,
                             double *rates);

/* J* = theta n qbar - eta n^2/T1 + (theta^2/(4 eta)) int (q - qbar)^2 dt, the expected revenue n P0 - gamma n^2/2 + J*
 * and its standard deviation s sqrt(int x^2 dt). */
typedef struct rp_liquidation_revenue {
  double reduced, expected, deviation;
} rp_liquidation_revenue;
rp_liquidation_revenue rp_liquidation_revenues(const rp_liquidation *l);

/* J of the strategy moved by h, h(0) = h(T1) = 0, by quadrature of its definition, and eta int h'^2 dt. h: straight
 * lines or Chebyshev series. */
double rp_liquidation_moved(const rp_liquidation *l, const rp_curve *h, double *penalty);

#endif
