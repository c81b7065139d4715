/* markov_problem.c - see markov_problem.h. */
#include "numerics/markov_problem.h"
#include <math.h>
#include <stddef.h>
#include "reprise/clones.h"

enum { SAMPLES = 257, BLOCK = 128 };

double rp_markov_function_at(const rp_markov_function *function, int64_t factors, const double *z) {
  if (function->curve) return rp_curve_at(function->curve, z[0]);
  double value = 0;
  for (int64_t f = 0; f < factors; ++f) {
    double sum = 0;
    for (int64_t k = function->terms - 1; k >= 0; --k)
      sum = sum * z[f] + function->coefficients[f * function->terms + k];
    value += sum;
  }
  return value;
}

/* out = the polynomial at z, by Horner's rule, at most BLOCK points; the last coefficients may be zero. */
RP_CLONES static void horner(int64_t n, int64_t terms, const double *c, const double *z, double *out) {
  for (int64_t i = 0; i < n; ++i)
    out[i] = c[terms - 1];
  for (int64_t k = terms - 2; k >= 0; --k)
    for (int64_t i = 0; i < n; ++i)
      out[i] = out[i] * z[i] + c[k];
}

RP_CLONES static void add(int64_t n, const double *x, double *out) {
  for (int64_t i = 0; i < n; ++i)
    out[i] += x[i];
}

void rp_markov_function_values(const rp_markov_function *function, int64_t factors, int64_t points,
                               const double *const *z, double *out) {
  double part[BLOCK];
  for (int64_t i = 0; function->curve && i < points; ++i)
    out[i] = rp_curve_at(function->curve, z[0][i]);
  for (int64_t f = 0; !function->curve && f < factors; ++f) {
    const double *c = function->coefficients + f * function->terms;
    int64_t terms = function->terms;
    while (terms > 1 && c[terms - 1] == 0)
      --terms;
    for (int64_t from = 0; from < points; from += BLOCK) {
      int64_t n = points - from < BLOCK ? points - from : BLOCK;
      horner(n, terms, c, z[f] + from, f == 0 ? out + from : part);
      if (f > 0) add(n, part, out + from);
    }
  }
}

/* Polynomials are sums over factors, so that their extremes are sums of extremes. */
void rp_markov_function_extremes(const rp_markov_function *function, int64_t factors, const double *low,
                                 const double *high, double *least, double *largest) {
  *least = *largest = 0;
  for (int64_t f = 0; f < factors; ++f) {
    double least_here = INFINITY, largest_here = -INFINITY;
    rp_markov_function alone = *function;
    alone.coefficients = function->coefficients ? function->coefficients + f * function->terms : NULL;
    for (int i = 0; i < SAMPLES; ++i) {
      double z = low[f] + (high[f] - low[f]) * i / (SAMPLES - 1),
             value = rp_markov_function_at(&alone, 1, &z);
      least_here = fmin(least_here, value);
      largest_here = fmax(largest_here, value);
    }
    *least += least_here;
    *largest += largest_here;
  }
}

double rp_markov_largest(int64_t count, const double *u) {
  double all = 0;
  for (int64_t i = 0; i < count; ++i)
    all = fmax(all, fabs(u[i]));
  return all;
}

bool rp_markov_has_grown(int64_t count, const double *u, double before) {
  return !(rp_markov_largest(count, u) <= 1e3 * (1 + before));
}

RP_CLONES static void extremes(int64_t n, const double *u, double *least, double *largest) {
  enum { WIDTH = 8 };
  double low[WIDTH], high[WIDTH];
  for (int64_t l = 0; l < WIDTH; ++l)
    low[l] = high[l] = u[0];
  int64_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    for (int64_t l = 0; l < WIDTH; ++l) {
      low[l] = u[i + l] < low[l] ? u[i + l] : low[l];
      high[l] = u[i + l] > high[l] ? u[i + l] : high[l];
    }
  for (; i < n; ++i) {
    low[0] = u[i] < low[0] ? u[i] : low[0];
    high[0] = u[i] > high[0] ? u[i] : high[0];
  }
  *least = *largest = u[0];
  for (int64_t l = 0; l < WIDTH; ++l) {
    *least = fmin(*least, low[l]);
    *largest = fmax(*largest, high[l]);
  }
}

bool rp_markov_within(const rp_markov_problem *problem, int64_t points, const double *u, double slack,
                      rp_markov_report *report) {
  if (!problem->lower) return true;
  for (int64_t k = 0; k < problem->reaction->unknowns; ++k) {
    double low = problem->lower[k], high = problem->upper[k], least, largest;
    if (!(low > -INFINITY)) continue;
    double size = fmax(fabs(low), fabs(high)), room = slack * fmax(high - low, size) + 1e-9 * size;
    extremes(points, u + k * points, &least, &largest);
    if (least >= low - room && largest <= high + room) continue;
    report->unknown = k;
    report->value = least >= low - room ? largest : least;
    return false;
  }
  return true;
}

double rp_markov_change(int64_t unknowns, int64_t points, const double *change, const double *u) {
  double all = rp_markov_largest(unknowns * points, u), worst = 0;
  for (int64_t k = 0; k < unknowns; ++k) {
    double size = 1e-4 * all, moved = 0;
    for (int64_t i = k * points; i < (k + 1) * points; ++i) {
      size = fmax(size, fabs(u[i]));
      moved = fmax(moved, fabs(change[i]));
    }
    if (!(moved >= 0) || !isfinite(moved)) return INFINITY;
    if (moved > 0) worst = fmax(worst, moved / size);
  }
  return worst;
}
