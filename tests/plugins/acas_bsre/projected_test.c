/* Polynomials of bounded degree and backward projection on them: counts, exact expectations, problems with known fields. */
#include "acas_bsre/projected.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <stdlib.h>
#include <string.h>
#include "expect.h"

enum { LANES = RP_MONOMIAL_LANES, MOST_DIMS = 5 };

static double power(double x, int n) {
  return n == 0 ? 1 : x * power(x, n - 1);
}

Test(polynomials, monomials) {
  cr_assert_eq(rp_monomials_count(3, 3), 20);
  cr_assert_eq(rp_monomials_count(6, 3), 84);
  cr_assert_eq(rp_monomials_count(15, 2), 136);
  int32_t *memory = malloc((size_t)rp_monomials_size(4, 5) * sizeof *memory);
  rp_monomials p;
  rp_monomials_make(4, 5, memory, &p);
  double z[4 * LANES], *value = malloc((size_t)(p.count * LANES) * sizeof *value);
  uint64_t state = 3;
  for (int i = 0; i < 4 * LANES; ++i)
    z[i] = uniform(&state, -2, 2);
  rp_monomials_at(&p, z, value);
  for (int64_t i = 0; i < p.count; ++i) {
    int total = 0;
    for (int64_t j = 0; j < i; ++j) /* all different */
      cr_assert_neq(memcmp(p.exponent + 4 * i, p.exponent + 4 * j, 4 * sizeof(int32_t)), 0);
    for (int c = 0; c < 4; ++c)
      total += p.exponent[4 * i + c];
    cr_assert_leq(total, 5);
    for (int l = 0; l < LANES; ++l) {
      double product = 1;
      for (int c = 0; c < 4; ++c)
        product *= power(z[c * LANES + l], p.exponent[4 * i + c]);
      CLOSE(value[i * LANES + l], product, 1e-13, 0);
    }
  }
  free(value);
  free(memory);
}

/* E p(z + xi) against moments: three-point Gauss-Hermite in each coordinate is exact to degree 5. */
Test(polynomials, expectations) {
  enum { D = 3, DEGREE = 5, OUTPUTS = 9 };
  int32_t *memory = malloc((size_t)rp_monomials_size(D, DEGREE) * sizeof *memory);
  rp_monomials p;
  uint64_t state = 8;
  rp_monomials_make(D, DEGREE, memory, &p);
  double variance[D] = {0.7, 0, 1.3}, *coefficients = malloc((size_t)(p.count * OUTPUTS) * sizeof(double));
  double *diffused = malloc((size_t)(p.count * OUTPUTS) * sizeof(double));
  double *value = malloc((size_t)(p.count * LANES) * sizeof *value), z[D * LANES], at[D * LANES],
         sum[OUTPUTS * LANES], mean[OUTPUTS * LANES] = {0};
  for (int64_t i = 0; i < p.count * OUTPUTS; ++i)
    diffused[i] = coefficients[i] = uniform(&state, -1, 1);
  for (int i = 0; i < D * LANES; ++i)
    z[i] = uniform(&state, -1, 1);
  rp_monomials_diffuse(&p, OUTPUTS, variance, diffused);
  static const double node[] = {-1.7320508075688772, 0, 1.7320508075688772},
                      weight[] = {1.0 / 6, 2.0 / 3, 1.0 / 6};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      for (int l = 0; l < LANES; ++l) {
        at[l] = z[l] + sqrt(variance[0]) * node[a];
        at[LANES + l] = z[LANES + l];
        at[2 * LANES + l] = z[2 * LANES + l] + sqrt(variance[2]) * node[b];
      }
      rp_monomials_at(&p, at, value);
      rp_monomials_sum(&p, OUTPUTS, coefficients, value, sum);
      for (int i = 0; i < OUTPUTS * LANES; ++i)
        mean[i] += weight[a] * weight[b] * sum[i];
    }
  rp_monomials_at(&p, z, value);
  rp_monomials_sum(&p, OUTPUTS, diffused, value, sum);
  for (int i = 0; i < OUTPUTS * LANES; ++i)
    CLOSE(sum[i], mean[i], 1e-12, 1e-13);
  free(memory);
  free(coefficients);
  free(diffused);
  free(value);
}

/* ---- projection ---- */

typedef struct scheme {
  rp_projected p;
  int32_t *integers;
  double *memory, *u, *residual, *work, decay[MOST_DIMS], mean[MOST_DIMS], deviation[MOST_DIMS];
} scheme;

static double centre_of(int64_t dims, int64_t i) {
  return 0.2 * (double)(i % dims) + 0.003 * (double)i;
}

static double scale_of(int64_t i) {
  return 0.5 + 0.001 * (double)i;
}

static void make_scheme(scheme *s, int64_t dims, int64_t outputs, int64_t degree, int64_t steps,
                        double horizon, rp_projected_rates *rates) {
  int64_t count = rp_monomials_count(dims, degree), points = (4 * count + LANES - 1) / LANES * LANES;
  memset(s, 0, sizeof *s);
  s->integers = malloc((size_t)rp_monomials_size(dims, degree) * sizeof(int32_t));
  s->memory = malloc((size_t)rp_projected_size(dims, degree, outputs, steps, points) * sizeof(double));
  s->u = malloc((size_t)(points * outputs) * sizeof(double));
  s->residual = malloc((size_t)points * sizeof(double));
  int64_t prepare = (points + 2) * count, advance = rp_projected_workspace(dims, degree, outputs);
  s->work = malloc((size_t)(prepare > advance ? prepare : advance) * sizeof(double));
  s->p = (rp_projected){.unit = 1,
                        .outputs = outputs,
                        .steps = steps,
                        .points = points,
                        .horizon = horizon,
                        .rates = rates,
                        .decay = s->decay,
                        .mean = s->mean,
                        .deviation = s->deviation};
  rp_monomials_make(dims, degree, s->integers, &s->p.basis);
  rp_projected_place(s->memory, &s->p);
  for (int64_t i = 0; i < (steps + 1) * dims; ++i) {
    s->p.centre[i] = centre_of(dims, i);
    s->p.scale[i] = scale_of(i);
  }
}

static void drop(scheme *s) {
  free(s->integers);
  free(s->memory);
  free(s->u);
  free(s->residual);
  free(s->work);
}

/* The field at step k is what was fitted at the first points. */
static void expect_fitted(scheme *s, int64_t k, const double *fitted) {
  int64_t dims = s->p.basis.dims, m = s->p.outputs;
  double point[MOST_DIMS], x[MOST_DIMS * LANES], u[8 * LANES];
  for (int l = 0; l < LANES; ++l) {
    rp_projected_point(&s->p, k, l, point);
    for (int64_t c = 0; c < dims; ++c) {
      x[c * LANES + l] = point[c];
      CLOSE(point[c],
            centre_of(dims, k * dims + c) + scale_of(k * dims + c) * s->p.design[(int64_t)l * dims + c],
            1e-14, 1e-15);
    }
  }
  rp_projected_field(&s->p, k, x, u, s->work);
  for (int l = 0; l < LANES; ++l)
    for (int64_t q = 0; q < m; ++q)
      CLOSE(u[q * LANES + l], fitted[l * m + q], 1e-9, 1e-9);
}

/* Runs backward from the values in s->u, which polynomials fit at all times; the field at x0. Returns the largest
 * residual of a fit. */
static double run(scheme *s, void *context, const double *x0, double *start) {
  double fit = 0, x[MOST_DIMS * LANES], u[8 * LANES], late[8 * LANES];
  rp_projected_finish(&s->p, s->u);
  for (int64_t k = s->p.steps - 1; k >= 0; --k) {
    rp_projected_expect(&s->p, k);
    /* points in two parts, as two workers would */
    cr_assert_geq(rp_projected_advance(&s->p, k, 0, LANES, context, s->u, s->work), 1);
    cr_assert_geq(rp_projected_advance(&s->p, k, LANES, s->p.points, context, s->u, s->work), 1);
    fit = fmax(fit, rp_projected_project(&s->p, k, s->u, s->residual));
    expect_fitted(s, k, s->u);
    if (k == s->p.steps - 1) memcpy(late, s->u, (size_t)(s->p.outputs * LANES) * sizeof *late);
  }
  expect_fitted(s, s->p.steps - 1, late); /* which no later step has changed */
  for (int64_t c = 0; c < s->p.basis.dims; ++c)
    for (int l = 0; l < LANES; ++l)
      x[c * LANES + l] = x0[c];
  rp_projected_field(&s->p, 0, x, u, s->work);
  for (int64_t q = 0; q < s->p.outputs; ++q)
    start[q] = u[q * LANES + 3];
  return fit;
}

/* Two Ornstein-Uhlenbeck factors without drift of ours: u = E[x1^2 x2 + x2^2] + T, polynomial at all times: exact. */
static bool constant_source(void *context, double t, const double *x, const double *u, double *drift,
                            double *source) {
  (void)context;
  (void)t;
  (void)x;
  (void)u;
  drift[0] = drift[1] = 0;
  source[0] = 1;
  return true;
}

Test(projected, moments_are_exact) {
  scheme s;
  enum { STEPS = 7 };
  double T = 1.4, h = T / STEPS, speed[] = {1.5, 0.4}, mean[] = {0.3, -0.2}, volatility[] = {0.8, 0.5}, start,
         x0[] = {0.6, 0.9};
  make_scheme(&s, 2, 1, 3, STEPS, T, constant_source);
  for (int c = 0; c < 2; ++c) {
    s.decay[c] = exp(-speed[c] * h);
    s.mean[c] = mean[c];
    s.deviation[c] = volatility[c] * sqrt((1 - exp(-2 * speed[c] * h)) / (2 * speed[c]));
  }
  cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
  for (int64_t i = 0; i < s.p.points; ++i) {
    double x[2];
    rp_projected_point(&s.p, STEPS, i, x);
    s.u[i] = x[0] * x[0] * x[1] + x[1] * x[1];
  }
  double fit = run(&s, NULL, x0, &start), m[2], v[2];
  for (int c = 0; c < 2; ++c) {
    m[c] = mean[c] + (x0[c] - mean[c]) * exp(-speed[c] * T);
    v[c] = volatility[c] * volatility[c] * (1 - exp(-2 * speed[c] * T)) / (2 * speed[c]);
  }
  CLOSE(start, (m[0] * m[0] + v[0]) * m[1] + m[1] * m[1] + v[1] + T, 1e-11, 0);
  cr_assert_lt(fit, 1e-11);
  drop(&s);
}

/* x' = u, u' = x, u(T) = -x(T): linear, so the field is R x with Riccati's R, whatever the noise. The implicit step
 * R_{k+1} = (R_k + h)/(1 + h R_k) adds atanh h to atanh R: second order here. */
static bool linear(void *context, double t, const double *x, const double *u, double *drift, double *source) {
  (void)context;
  (void)t;
  source[0] = -x[0]; /* has a place of its own: u is there afterwards */
  source[1] = -2 * x[1];
  drift[0] = u[0];
  drift[1] = 0.5 * u[1];
  return true;
}

Test(projected, linear_quadratic) {
  double error[2], x0[] = {0.3, -0.4}, start[2];
  for (int k = 0; k < 2; ++k) {
    scheme s;
    int64_t steps = k ? 80 : 40;
    make_scheme(&s, 2, 2, 2, steps, 1, linear);
    for (int c = 0; c < 2; ++c) {
      s.decay[c] = 1;
      s.deviation[c] = 0.3 * sqrt(1.0 / (double)steps);
    }
    cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
    for (int64_t i = 0; i < s.p.points; ++i) {
      double x[2];
      rp_projected_point(&s.p, steps, i, x);
      s.u[2 * i] = -0.5 * x[0];
      s.u[2 * i + 1] = -x[1];
    }
    cr_assert_lt(run(&s, NULL, x0, start), 1e-10);
    /* R' = 1 - R^2, R(T) = -1/2: R(0) = -(sinh 1 + cosh 1/2)/(cosh 1 + sinh 1/2); R' = 2 - R^2/2, R(T) = -1: -2 (..)  */
    double r = -(sinh(1) + 0.5 * cosh(1)) / (cosh(1) + 0.5 * sinh(1)), k2 = 1,
           r2 = -(2 * sinh(k2) + cosh(k2)) / (cosh(k2) + 0.5 * sinh(k2));
    error[k] = start[0] - r * x0[0];
    if (k) CLOSE(start[1], r2 * x0[1], 1e-4, 0);
    drop(&s);
  }
  CLOSE(error[0] / error[1], 4, 0.01, 0);
}

/* One implicit step whose plain sweeps shrink the gap by 0.65 only: with memory few do, and they end at its solution. */
Test(projected, long_steps) {
  double x0[] = {0.3, -0.4}, start[2];
  scheme s;
  make_scheme(&s, 2, 2, 2, 1, 1.3, linear);
  s.decay[0] = s.decay[1] = 1;
  s.deviation[0] = s.deviation[1] = 0.3;
  cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
  for (int64_t i = 0; i < s.p.points; ++i) {
    double x[2];
    rp_projected_point(&s.p, 1, i, x);
    s.u[2 * i] = -0.5 * x[0];
    s.u[2 * i + 1] = -x[1];
  }
  rp_projected_finish(&s.p, s.u);
  rp_projected_expect(&s.p, 0);
  int sweeps = rp_projected_advance(&s.p, 0, 0, s.p.points, NULL, s.u, s.work);
  cr_assert(sweeps >= 2 && sweeps <= 20, "%d sweeps", sweeps);
  rp_projected_project(&s.p, 0, s.u, s.residual);
  double x[2 * LANES], u[2 * LANES];
  for (int l = 0; l < LANES; ++l)
    x[l] = x0[0], x[LANES + l] = x0[1];
  rp_projected_field(&s.p, 0, x, u, s.work);
  start[0] = u[0];
  start[1] = u[LANES];
  CLOSE(start[0], (-0.5 - 1.3) / (1 + 1.3 * 0.5) * x0[0], 1e-9, 0);   /* u = -(x + h u)/2 - h x */
  CLOSE(start[1], (-1 - 2 * 1.3) / (1 + 1.3 * 0.5) * x0[1], 1e-9, 0); /* u = -(x + h u/2) - 2 h x */
  drop(&s);
}

/* The residual of a fit is relative to the unit and the largest value. */
Test(projected, residual_of_a_fit) {
  scheme s;
  make_scheme(&s, 1, 1, 2, 1, 1, linear);
  s.p.unit = 2;
  cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
  double largest = 0, miss = 0;
  for (int64_t i = 0; i < s.p.points; ++i) {
    double x;
    rp_projected_point(&s.p, 0, i, &x);
    s.u[i] = x * x * x;
    largest = fmax(largest, fabs(s.u[i]));
  }
  double residual = rp_projected_project(&s.p, 0, s.u, s.residual);
  for (int64_t i = 0; i < s.p.points; ++i) {
    double sum = 0;
    for (int64_t b = 0; b < 3; ++b)
      sum += s.p.values[3 * i + b] * s.p.coefficients[b];
    miss = fmax(miss, fabs(sum - s.u[i]));
  }
  cr_assert_gt(miss, 0.01);
  CLOSE(residual, miss / (2 + largest), 1e-12, 0);
  drop(&s);
}

/* The points are normal quantiles of Sobol's, cut at 3, and preparing them leaves centres and scales as they were. */
Test(projected, design) {
  enum { D = 2, STEPS = 3 };
  scheme s;
  make_scheme(&s, D, 1, 3, STEPS, 1, linear);
  cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
  gsl_qrng *sobol = gsl_qrng_alloc(gsl_qrng_sobol, D);
  for (int64_t i = 0; i < s.p.points; ++i) {
    double point[D];
    gsl_qrng_get(sobol, point);
    for (int c = 0; c < D; ++c)
      CLOSE(s.p.design[i * D + c], fmin(fmax(1.6 * gsl_cdf_ugaussian_Pinv(point[c]), -3), 3), 1e-14, 0);
  }
  gsl_qrng_free(sobol);
  for (int64_t i = 0; i < (STEPS + 1) * D; ++i) {
    CLOSE(s.p.centre[i], centre_of(D, i), 0, 0);
    CLOSE(s.p.scale[i], scale_of(i), 0, 0);
  }
  drop(&s);
}

/* Rates that are not defined end the step; too few points are told. */
static bool undefined(void *context, double t, const double *x, const double *u, double *drift,
                      double *source) {
  (void)context;
  (void)t;
  (void)u;
  drift[0] = source[0] = 0;
  return x[0] < 0.4;
}

Test(projected, failures) {
  scheme s;
  make_scheme(&s, 1, 1, 2, 2, 1, undefined);
  s.decay[0] = 1;
  cr_assert(rp_projected_prepare(&s.p, 1.6, s.work));
  memset(s.u, 0, (size_t)s.p.points * sizeof(double));
  rp_projected_finish(&s.p, s.u);
  rp_projected_expect(&s.p, 1);
  cr_assert_eq(rp_projected_advance(&s.p, 1, 0, s.p.points, NULL, s.u, s.work), -1);
  cr_assert_not(rp_projected_prepare(&s.p, 0, s.work)); /* all points in one place */
  drop(&s);
  make_scheme(&s, 1, 1, 1, 2, 1, undefined);
  cr_assert_not(rp_projected_prepare(&s.p, 0, s.work));
  drop(&s);
}
