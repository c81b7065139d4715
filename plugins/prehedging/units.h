/*
 * units.h - natural units of a pre-hedging problem, in which its numbers are near 1 whatever the user counts in. Methods whose
 * steps, tolerances or scalings are absolute work in these. All units are powers of two, and that of time is a square, so that
 * changing them rounds nothing; prices are counted from the initial one. Pure.
 */
#ifndef RP_UNITS_H
#define RP_UNITS_H
#include "price_demand.h"

typedef struct rp_units {
  double share, price, time; /* in the user's units */
  double origin;             /* where prices begin: the initial one, or what a caller sets */
} rp_units;

/* By the client's size, and the price at which the dealer could sell as much at once: (kappa + A) X^*. */
rp_units rp_units_of(const rp_price_demand *m);

/* The problem in natural units, its dealer solved. */
rp_price_demand rp_units_convert(const rp_units *units, const rp_price_demand *m);

/* The unit of value, cash. */
static inline double rp_units_cash(const rp_units *units) {
  return units->share * units->price;
}

/* Unit and origin of the state's entry i; the covariance of i and j is in unit i times unit j. */
double rp_units_state(const rp_units *units, int i);
double rp_units_origin(const rp_units *units, int i);

/* Second derivatives of a value, cash by entries of the state [4][4], and a feedback [4], in the user's units; out may not be in. */
void rp_units_value(const rp_units *units, const double *in, double *out);
void rp_units_feedback(const rp_units *units, const double *in, double *out);

#endif
