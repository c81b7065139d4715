/*
 * exponential.c - see exponential.h. e^y = 2^n e^r, n the integer nearest to y / ln 2, |r| < 0.347: e^r by its series,
 * whose first term left out is below 1e-17; 2^n by its bits; ln 2 in two parts, the first of which has room for n.
 */
#include "numerics/exponential.h"
#include <string.h>
#include "reprise/clones.h"

static inline double power_of_two(double shifted) {
  uint64_t bits;
  double power;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52; /* the low bits of `shifted` are n */
  memcpy(&power, &bits, sizeof power);
  return power;
}

static inline double exponential(double y) {
  double at = y > -708 ? y : -708, shifted = at * 0x1.71547652b82fep0 + 0x1.8p52, n = shifted - 0x1.8p52;
  double r = (at - n * 0x1.62e42fefa38p-1) - n * 0x1.ef35793c7673p-45, e = 1. / 6227020800;
  e = 1. / 479001600 + r * e;
  e = 1. / 39916800 + r * e;
  e = 1. / 3628800 + r * e;
  e = 1. / 362880 + r * e;
  e = 1. / 40320 + r * e;
  e = 1. / 5040 + r * e;
  e = 1. / 720 + r * e;
  e = 1. / 120 + r * e;
  e = 1. / 24 + r * e;
  e = 1. / 6 + r * e;
  e = 1 + (r + r * r * (0.5 + r * e));
  return y > -708 ? e * power_of_two(shifted) : 0;
}

RP_CLONES static void fill(int64_t count, double rate, double origin, const double *restrict x,
                           double *restrict out) {
  for (int64_t i = 0; i < count; ++i)
    out[i] = exponential(rate * (x[i] - origin));
}

void rp_exponentials(int64_t count, double rate, double origin, const double *x, double *out) {
  fill(count, rate, origin, x, out);
}
