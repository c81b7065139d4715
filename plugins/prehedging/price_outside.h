/*
 * price_outside.h - how often the affine demand of price_demand.h is no probability: under the best rate the state is normal at
 * every time, and the demand is a probability exactly where the price rise xi lies in an interval. Calls libm. Pure.
 *
 * The client buys with probability pi (q_0 - s2 xi), sells with (1 - pi)(q_0 + s2 xi); each must be at least 0, unless pi
 * rules it out, and their sum at most 1.
 */
#ifndef RP_PRICE_OUTSIDE_H
#define RP_PRICE_OUTSIDE_H
#include "price_demand.h"

/* Probability that the demand is none at a state of this mean [4] and covariance [4][4]. */
double rp_price_outside(const rp_price_demand *m, const double *mean, const double *covariance);

/*
 * The same at the client's decision, from these moments at T: the mean over the exponential time that she takes, by
 * Gauss-Legendre on panels that begin as short as the fastest rate asks; moments are carried exactly.
 */
double rp_price_outside_at_decision(const rp_price_demand *m, const rp_price_value *value, const double *mean,
                                    const double *covariance);

#endif
