/*
 * exponential.h - exponentials without branches and calls, so that loops over many of them become vector code. e^y = 2^n e^r,
 * n the integer nearest to y / ln 2, |r| < 0.347: e^r by its series, whose first term left out is below 1e-17; 2^n by its
 * bits; ln 2 in two parts, the first of which has room for n. Pure; calls the C library only.
 */
#ifndef RP_EXPONENTIAL_H
#define RP_EXPONENTIAL_H
#include <stdint.h>
#include <string.h>

static inline double rp_power_of_two(double shifted) {
  uint64_t bits;
  double power;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52; /* the low bits of `shifted` are n */
  memcpy(&power, &bits, sizeof power);
  return power;
}

/*
 * exp(y) to two units in the last place, y <= 709; 0 below the smallest normal number. The same bits alone and in a loop, with
 * every instruction set.
 */
static inline double rp_exponential(double y) {
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
  return y > -708 ? e * rp_power_of_two(shifted) : 0;
}

/*
 * out[i] = exp(rate (x[i] - origin)), to two units in the last place; 0 below the smallest normal number. The argument
 * must not exceed 709. The same bits for a number alone and among others, with every instruction set.
 */
void rp_exponentials(int64_t count, double rate, double origin, const double *x, double *out);

#endif
