/* markov_problem.c - see markov_problem.h. */
#include "numerics/markov_problem.h"
#include <math.h>
#include <stddef.h>
#include "reprise/clones.h"

enum { SAMPLES = 257 };

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

RP_CLONES static void add_polynomial(int64_t points, int64_t terms, const double *c, const double *z,
                                     double *out) {
  for (int64_t i = 0; i < points; ++i) {
    double sum = 0;
    for (int64_t k = terms - 1; k >= 0; --k)
      sum = sum * z[i] + c[k];
    out[i] += sum;
  }
}

void rp_markov_function_values(const rp_markov_function *function, int64_t factors, int64_t points,
                               const double *const *z, double *out) {
  for (int64_t i = 0; i < points; ++i)
    out[i] = function->curve ? rp_curve_at(function->curve, z[0][i]) : 0;
  for (int64_t f = 0; !function->curve && f < factors; ++f)
    add_polynomial(points, function->terms, function->coefficients + f * function->terms, z[f], out);
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

bool rp_markov_within(const rp_markov_problem *problem, int64_t points, const double *u, double slack,
                      rp_markov_report *report) {
  if (!problem->lower) return true;
  for (int64_t k = 0; k < problem->reaction->unknowns; ++k) {
    double low = problem->lower[k], high = problem->upper[k];
    if (!(low > -INFINITY)) continue;
    double room = slack * (high - low) + 1e-9 * fmax(fabs(low), fabs(high));
    for (int64_t i = 0; i < points; ++i)
      if (!(u[k * points + i] >= low - room && u[k * points + i] <= high + room)) {
        report->unknown = k;
        report->value = u[k * points + i];
        return false;
      }
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
