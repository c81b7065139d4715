/* projected.c - see projected.h. */
#include "projected.h"
#include <cblas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { LANES = RP_MONOMIAL_LANES, MOST_SWEEPS = 60, SOBOL_DIMS = 40 };
static const double cut = 3, settled = 1e-11;

int64_t rp_projected_size(int64_t dims, int64_t degree, int64_t outputs, int64_t steps, int64_t points) {
  int64_t count = rp_monomials_count(dims, degree);
  return (steps + 1) * (2 * dims + count * outputs) + points * dims + 2 * points * count + count * outputs;
}

void rp_projected_place(double *memory, rp_projected *s) {
  int64_t count = s->basis.count, dims = s->basis.dims;
  s->centre = memory;
  s->scale = s->centre + (s->steps + 1) * dims;
  s->design = s->scale + (s->steps + 1) * dims;
  s->values = s->design + s->points * dims;
  s->inverse = s->values + s->points * count;
  s->coefficients = s->inverse + count * s->points;
  s->expected = s->coefficients + (s->steps + 1) * count * s->outputs;
}

int64_t rp_projected_workspace(int64_t dims, int64_t degree, int64_t outputs) {
  return LANES * (rp_monomials_count(dims, degree) + 3 * dims + 5 * outputs) + 2 * (dims + outputs);
}

static bool draw_design(rp_projected *s, double spread) {
  int64_t dims = s->basis.dims;
  double point[SOBOL_DIMS];
  gsl_qrng *sobol = dims <= SOBOL_DIMS ? gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dims) : NULL;
  if (!sobol) return false;
  for (int64_t i = 0; i < s->points; ++i) {
    gsl_qrng_get(sobol, point);
    for (int64_t c = 0; c < dims; ++c)
      s->design[i * dims + c] = fmin(fmax(spread * gsl_cdf_ugaussian_Pinv(point[c]), -cut), cut);
  }
  gsl_qrng_free(sobol);
  return true;
}

bool rp_projected_prepare(rp_projected *s, double spread, double *work) {
  int64_t count = s->basis.count, points = s->points, dims = s->basis.dims;
  if (!draw_design(s, spread)) return false;
  double z[SOBOL_DIMS * LANES], *q = work, *tau = work + points * count; /* q: column-major points x count */
  for (int64_t i = 0; i < points; i += LANES) {
    double *lanes = s->inverse; /* not filled yet */
    for (int64_t c = 0; c < dims; ++c)
      for (int l = 0; l < LANES; ++l)
        z[c * LANES + l] = s->design[(i + l) * dims + c];
    rp_monomials_at(&s->basis, z, lanes);
    for (int64_t b = 0; b < count; ++b)
      for (int l = 0; l < LANES; ++l)
        q[b * points + i + l] = s->values[(i + l) * count + b] = lanes[b * LANES + l];
  }
  lapack_int m = (lapack_int)points, n = (lapack_int)count, wide = (lapack_int)(count * points);
  if (LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m, n, q, m, tau, s->inverse, wide) != 0) return false;
  double most = 0, least = INFINITY,
         *r = s->values; /* R moves aside while Q is formed; values are refilled below */
  for (int64_t b = 0; b < count; ++b) {
    most = fmax(most, fabs(q[b * points + b]));
    least = fmin(least, fabs(q[b * points + b]));
    for (int64_t a = 0; a <= b; ++a)
      r[b * count + a] = q[b * points + a];
  }
  if (!(least > 1e-10 * most)) return false;
  if (LAPACKE_dorgqr_work(LAPACK_COL_MAJOR, m, n, n, q, m, tau, s->inverse, wide) != 0) return false;
  /* Q R^{-T} column-major points x count is the inverse row-major count x points. */
  cblas_dtrsm(CblasColMajor, CblasRight, CblasUpper, CblasTrans, CblasNonUnit, m, n, 1, r, n, q, m);
  for (int64_t i = 0; i < points; i += LANES) {
    double *lanes = s->inverse;
    for (int64_t c = 0; c < dims; ++c)
      for (int l = 0; l < LANES; ++l)
        z[c * LANES + l] = s->design[(i + l) * dims + c];
    rp_monomials_at(&s->basis, z, lanes);
    for (int64_t b = 0; b < count; ++b)
      for (int l = 0; l < LANES; ++l)
        s->values[(i + l) * count + b] = lanes[b * LANES + l];
  }
  memcpy(s->inverse, q, (size_t)(count * points) * sizeof *q);
  return true;
}

/* coefficients = inverse times values [points][outputs]. */
static void project(const rp_projected *s, int64_t k, const double *values) {
  int n = (int)s->basis.count, m = (int)s->outputs, points = (int)s->points;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, m, points, 1, s->inverse, points, values, m, 0,
              s->coefficients + k * n * m, m);
}

void rp_projected_finish(rp_projected *scheme, const double *values) {
  project(scheme, scheme->steps, values);
}

void rp_projected_point(const rp_projected *s, int64_t k, int64_t i, double *x) {
  int64_t dims = s->basis.dims;
  for (int64_t c = 0; c < dims; ++c)
    x[c] = s->centre[k * dims + c] + s->scale[k * dims + c] * s->design[i * dims + c];
}

void rp_projected_expect(rp_projected *s, int64_t k) {
  int64_t dims = s->basis.dims, size = s->basis.count * s->outputs;
  double variance[SOBOL_DIMS];
  for (int64_t c = 0; c < dims; ++c) {
    double ratio = s->deviation[c] / s->scale[(k + 1) * dims + c];
    variance[c] = ratio * ratio;
  }
  memcpy(s->expected, s->coefficients + (k + 1) * size, (size_t)size * sizeof(double));
  rp_monomials_diffuse(&s->basis, s->outputs, variance, s->expected);
}

typedef struct lanes_work {
  double *value, *x, *next, *drift, *u, *fresh, *source, *last, *miss;
  double *one_x, *one_u, *one_drift, *one_source;
} lanes_work;

static lanes_work place(const rp_projected *s, double *work) {
  int64_t d = s->basis.dims * LANES, m = s->outputs * LANES;
  lanes_work w = {.value = work};
  w.x = w.value + s->basis.count * LANES;
  w.next = w.x + d;
  w.drift = w.next + d;
  w.u = w.drift + d;
  w.fresh = w.u + m;
  w.source = w.fresh + m;
  w.last = w.source + m;
  w.miss = w.last + m;
  w.one_x = w.miss + m;
  w.one_u = w.one_x + s->basis.dims;
  w.one_drift = w.one_u + s->outputs;
  w.one_source = w.one_drift + s->basis.dims;
  return w;
}

/* Drift and source of the eight points one by one. */
static bool rates_of(const rp_projected *s, double t, void *context, lanes_work *w) {
  for (int l = 0; l < LANES; ++l) {
    for (int64_t c = 0; c < s->basis.dims; ++c)
      w->one_x[c] = w->x[c * LANES + l];
    for (int64_t q = 0; q < s->outputs; ++q)
      w->one_u[q] = w->u[q * LANES + l];
    if (!s->rates(context, t, w->one_x, w->one_u, w->one_drift, w->one_source)) return false;
    for (int64_t c = 0; c < s->basis.dims; ++c)
      w->drift[c * LANES + l] = w->one_drift[c];
    for (int64_t q = 0; q < s->outputs; ++q)
      w->source[q * LANES + l] = w->one_source[q];
  }
  return true;
}

/* Standardised coordinates at step k. */
static void standardise(const rp_projected *s, int64_t k, const double *x, double *z) {
  int64_t dims = s->basis.dims;
  for (int64_t c = 0; c < dims; ++c) {
    double inverse = 1 / s->scale[k * dims + c];
    for (int l = 0; l < LANES; ++l)
      z[c * LANES + l] = (x[c * LANES + l] - s->centre[k * dims + c]) * inverse;
  }
}

void rp_projected_field(const rp_projected *s, int64_t k, const double *x, double *u, double *work) {
  lanes_work w = place(s, work);
  standardise(s, k, x, w.next);
  rp_monomials_at(&s->basis, w.next, w.value);
  rp_monomials_sum(&s->basis, s->outputs, s->coefficients + k * s->basis.count * s->outputs, w.value, u);
}

/*
 * Anderson's acceleration with one step of memory, each point by itself: between this sweep and the one before, where the changes
 * would cancel best. fresh is what the sweep made of u; leaves the next u, and fresh and its change as the last ones.
 */
static void mix(int64_t m, bool first, lanes_work *w) {
  double along[LANES] = {0}, square[LANES] = {0};
  for (int64_t q = 0; q < m * LANES; q += LANES)
    for (int l = 0; l < LANES; ++l) {
      double miss = w->fresh[q + l] - w->u[q + l], turn = first ? 0 : miss - w->miss[q + l];
      along[l] += miss * turn;
      square[l] += turn * turn;
    }
  for (int l = 0; l < LANES; ++l)
    along[l] = square[l] > 0 ? along[l] / square[l] : 0;
  for (int64_t q = 0; q < m * LANES; q += LANES)
    for (int l = 0; l < LANES; ++l) {
      double fresh = w->fresh[q + l], back = first ? 0 : fresh - w->last[q + l];
      w->miss[q + l] = fresh - w->u[q + l];
      w->last[q + l] = fresh;
      w->u[q + l] = fresh - along[l] * back;
    }
}

/* One sweep of the implicit equation for eight points from u to fresh; the change relative to unit + |u|, or NaN. */
static double sweep(const rp_projected *s, int64_t k, void *context, lanes_work *w) {
  int64_t dims = s->basis.dims, m = s->outputs;
  double h = s->horizon / (double)s->steps, change = 0;
  if (!rates_of(s, h * (double)k, context, w)) return NAN;
  for (int64_t c = 0; c < dims; ++c)
    for (int l = 0; l < LANES; ++l)
      w->next[c * LANES + l] =
          s->mean[c] + s->decay[c] * (w->x[c * LANES + l] - s->mean[c]) + h * w->drift[c * LANES + l];
  standardise(s, k + 1, w->next, w->next);
  rp_monomials_at(&s->basis, w->next, w->value);
  rp_monomials_sum(&s->basis, m, s->expected, w->value, w->fresh);
  for (int64_t q = 0; q < m * LANES; ++q) {
    double fresh = w->fresh[q] + h * w->source[q], moved = fabs(fresh - w->u[q]) / (s->unit + fabs(fresh));
    change = moved > change || isnan(moved) ? moved : change;
    w->fresh[q] = fresh;
  }
  return change;
}

int rp_projected_advance(const rp_projected *s, int64_t k, int64_t begin, int64_t end, void *context,
                         double *u, double *work) {
  int64_t dims = s->basis.dims, m = s->outputs;
  int most = 0;
  for (int64_t i = begin; i < end; i += LANES) {
    lanes_work w = place(s, work);
    for (int64_t c = 0; c < dims; ++c)
      for (int l = 0; l < LANES; ++l)
        w.x[c * LANES + l] = s->centre[k * dims + c] + s->scale[k * dims + c] * s->design[(i + l) * dims + c];
    standardise(s, k + 1, w.x, w.next);
    rp_monomials_at(&s->basis, w.next, w.value);
    rp_monomials_sum(&s->basis, m, s->expected, w.value, w.u);
    int sweeps = 0;
    double change;
    while ((change = sweep(s, k, context, &w)) > settled && sweeps < MOST_SWEEPS)
      mix(m, sweeps++ == 0, &w);
    ++sweeps;
    if (!(change <= 1e-9)) return -1;
    most = sweeps > most ? sweeps : most;
    for (int l = 0; l < LANES; ++l)
      for (int64_t q = 0; q < m; ++q)
        u[(i + l) * m + q] = w.fresh[q * LANES + l];
  }
  return most;
}

double rp_projected_project(rp_projected *s, int64_t k, const double *u, double *residual) {
  int64_t m = s->outputs;
  double worst = 0;
  project(s, k, u);
  const double *coefficients = s->coefficients + k * s->basis.count * m;
  for (int64_t q = 0; q < m; ++q) {
    double size = s->unit, miss = 0;
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)s->points, (int)s->basis.count, 1, s->values,
                (int)s->basis.count, coefficients + q, (int)m, 0, residual, 1);
    for (int64_t i = 0; i < s->points; ++i) {
      size = fmax(size, s->unit + fabs(u[i * m + q]));
      miss = fmax(miss, fabs(residual[i] - u[i * m + q]));
    }
    worst = fmax(worst, miss / size);
  }
  return worst;
}
