/*
 * scalar_recursion SETS: seconds per parameter set of the corrected recursion of theorem 1 and the forward roll to the
 * off-exchange volume, one set after the other in plain C: what one would write first. 13 periods; fee and risk
 * aversion differ from set to set as in sweep_sets.lua.
 */
#include "bench.h"
#include <math.h>
#include <stdlib.h>

enum { PERIODS = 13 };

typedef struct sets {
  long count;
  double *fee, *risk_aversion, *volume;
} sets;

static double solve(double fee, double risk_aversion) {
  const double lambda = 1e-3, alpha = 0.5, e = exp(-0.1), shares = 1e5, variance = 0.02;
  const double m = alpha * e + 1 - alpha, l = lambda * (1 - e) * e, rs = risk_aversion * variance;
  double b1 = fee, b2 = 0, b3 = 0, b4 = 0, b5 = 0, a[PERIODS][3];
  for (int t = PERIODS - 1; t >= 0; --t) {
    double a1 = lambda * (1 - m) + b1 - l * (b3 - b4 * l) + rs / 2;
    double a2 = -lambda * m + 2 * b1 - b3 * l + rs, a3 = 1 - e * b3 + 2 * e * l * b4, a4 = b2 - l * b5;
    double inverse = 0.5 / a1;
    a[t][0] = a2 * inverse;
    a[t][1] = a3 * inverse;
    a[t][2] = a4 * inverse;
    b1 += rs / 2 - a2 * a2 * inverse / 2;
    b2 -= a2 * a4 * inverse;
    b3 = e * b3 - 1 + a2 * a3 * inverse;
    b4 = e * e * b4 - a3 * a3 * inverse / 2;
    b5 = e * b5 + a3 * a4 * inverse;
  }
  double left = shares, recovery = 0;
  for (int t = 0; t < PERIODS; ++t) {
    double trade = a[t][0] * left - a[t][1] * recovery + a[t][2];
    left -= trade;
    recovery = l * trade + e * recovery;
  }
  return left;
}

static void solve_all(void *context) {
  sets *this = context;
  for (long i = 0; i < this->count; ++i)
    this->volume[i] = solve(this->fee[i], this->risk_aversion[i]);
}

int main(int argc, char **argv) {
  sets this = {.count = argc > 1 ? atol(argv[1]) : 1 << 20};
  this.fee = malloc((size_t)this.count * sizeof(double));
  this.risk_aversion = malloc((size_t)this.count * sizeof(double));
  this.volume = malloc((size_t)this.count * sizeof(double));
  if (!this.fee || !this.risk_aversion || !this.volume) return 1;
  for (long i = 0; i < this.count; ++i) {
    this.fee[i] = 5e-4 + 1.5e-3 * (double)i / (double)(this.count - 1);
    this.risk_aversion[i] = pow(10, -4 + 2 * fmod(0.6180339887498949 * (double)(i + 1), 1));
  }
  double least = 0;
  for (int round = 0; round < 5; ++round) {
    double begin = bench_now();
    solve_all(&this);
    double spent = bench_now() - begin;
    if (round == 0 || spent < least) least = spent;
  }
  double sum = 0;
  for (long i = 0; i < this.count; ++i)
    sum += this.volume[i];
  printf("seconds: %.9e\nsum: %.15g\n", least / (double)this.count, sum);
  return 0;
}
