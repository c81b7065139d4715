/* affine_factors.c - see affine_factors.h. */
#include "numerics/affine_factors.h"
#include <math.h>
#include <stddef.h>
#include "reprise/clones.h"

static const double slack = 1e-12;

bool rp_correlation_root(int64_t n, const double *matrix, double root[RP_MOST_FACTORS][RP_MOST_FACTORS],
                         int64_t *row, int64_t *column, double range[2]) {
  for (int64_t i = 0; i < n; ++i) {
    double left = 1; /* of the unit length of row i */
    for (int64_t j = 0; j < i; ++j) {
      double sum = 0, reach = root[j][j] * sqrt(left), entry = matrix[i * n + j];
      for (int64_t k = 0; k < j; ++k)
        sum += root[i][k] * root[j][k];
      if (!(fabs(entry - sum) <= reach + slack)) {
        *row = i;
        *column = j;
        range[0] = sum - reach;
        range[1] = sum + reach;
        return false;
      }
      root[i][j] = root[j][j] > slack ? (entry - sum) / root[j][j] : 0;
      left = fmax(left - root[i][j] * root[i][j], 0);
    }
    root[i][i] = left > slack ? sqrt(left) : 0;
    for (int64_t j = i + 1; j < n; ++j)
      root[i][j] = 0;
  }
  return true;
}

/* (1 - exp(-rate))/rate */
static double decayed(double rate) {
  return rate == 0 ? 1 : -expm1(-rate) / rate;
}

static double entry_of(int64_t factors, const double *correlation, int64_t f, int64_t g) {
  return f == g ? 1 : correlation ? correlation[f * factors + g] : 0;
}

bool rp_affine_factors_gaussian(int64_t factors, const rp_affine_law *laws, const double *correlation) {
  for (int64_t f = 0; f < factors; ++f)
    for (int64_t g = 0; g < factors; ++g)
      if (f != g && entry_of(factors, correlation, f, g) != 0 && laws[f].variance_slope > 0) return false;
  return true;
}

void rp_affine_factors_make(int64_t factors, const rp_affine_law *laws, const double *correlation,
                            double length, rp_affine_factors *out) {
  double over_step[RP_MOST_FACTORS * RP_MOST_FACTORS], unused[2];
  int64_t row, column;
  out->factors = factors;
  out->correlated = false;
  out->stepped = !rp_affine_factors_gaussian(factors, laws, correlation);
  for (int64_t f = 0; f < factors; ++f) {
    bool driven = false;
    for (int64_t g = 0; g < factors; ++g) {
      double entry = entry_of(factors, correlation, f, g), k = laws[f].speed * length,
             l = laws[g].speed * length;
      over_step[f * factors + g] =
          f == g ? 1 : entry * decayed(k + l) / sqrt(decayed(2 * k) * decayed(2 * l));
      driven = driven || (f != g && entry != 0);
    }
    out->correlated = out->correlated || driven;
    rp_affine_step_make(laws + f, length, driven, out->step + f);
  }
  /* A product of two positive semi-definite matrices entry by entry is one, so that only rounding can be in the way. */
  rp_correlation_root(factors, over_step, out->root, &row, &column, unused);
}

int rp_affine_factors_normals(const rp_affine_factors *factors, int64_t f) {
  return factors->correlated && factors->step[f].normals > 0 ? 2 : factors->step[f].normals;
}

/* to = sum of share times numbers */
RP_CLONES static void combine(int64_t n, double one, const double *a, double other, double *to) {
  for (int64_t i = 0; i < n; ++i)
    to[i] = one * a[i] + other * to[i];
}

/* From the last factor to the first, so that a row's numbers are still the independent ones. */
static void correlate(const rp_affine_factors *s, int64_t paths, int which, double *const *normal) {
  for (int64_t f = s->factors - 1; f > 0; --f) {
    double *own = normal[2 * f + which], share = s->root[f][f];
    for (int64_t g = 0; g < f; ++g) {
      if (s->root[f][g] == 0) continue;
      combine(paths, s->root[f][g], normal[2 * g + which], share, own);
      share = 1;
    }
  }
}

void rp_affine_factors_step(const rp_affine_factors *factors, int64_t paths, double *const *normal,
                            const rp_affine_uniforms *uniforms, const double *const *from,
                            double *const *to) {
  for (int which = 0; factors->correlated && which < 2; ++which)
    correlate(factors, paths, which, normal);
  for (int64_t f = 0; f < factors->factors; ++f)
    rp_affine_step_take(factors->step + f, paths, from[f], normal[2 * f], normal[2 * f + 1],
                        uniforms ? uniforms + f : NULL, to[f]);
}
