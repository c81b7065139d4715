/*
 * spread_root.h - zeros of the derivative of the expected gain in the spread, many at once: Newton's method kept inside its
 * brackets, in loops that the compiler turns into wide registers. A zero has the same bits alone and among others. Pure.
 *
 * In x = log(p/(phi - p)), or log p, the derivative divided by X^* s is
 *     constant - x - exp(x) + bend/(1 + exp(-x))   for logistic demand,
 *     constant - x + bend exp(x)                   for exponential demand.
 */
#ifndef RP_SPREAD_ROOT_H
#define RP_SPREAD_ROOT_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/exponential.h"

typedef struct rp_slope {
  bool logistic;
  double constant, bend;
} rp_slope;

static inline double rp_slope_at(bool logistic, double constant, double bend, double x, double *derivative) {
  double w = rp_exponential(x), missing = 1 / (1 + w), share = w < 1e300 ? w * missing : 1;
  *derivative = logistic ? -1 - w + bend * share * missing : -1 + bend * w;
  return logistic ? constant - x - w + bend * share : constant - x + bend * w;
}

enum { RP_MOST_ROOTS = 64 };

/*
 * The zeros x[i] of `count` <= RP_MOST_ROOTS slopes that change their sign once in [low[i], high[i]]; about 6 iterations.
 *
 * in      falls       whether the slope is positive to the left of the zero, for all of them
 * in/out  low, high   the brackets, narrowed
 * out     iterations
 * No two columns overlap.
 */
void rp_slope_roots(bool logistic, bool falls, int64_t count, const double *constant, const double *bend,
                    double *low, double *high, double *x, double *iterations);

#endif
