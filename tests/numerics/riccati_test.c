/* The Riccati flow against closed forms, an independent integrator, and its own group property; escapes are found exactly. */
#include "numerics/riccati.h"
#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 24 };

#define CLOSE(got, want, tolerance, scale)                                                                   \
  do {                                                                                                       \
    double got_ = (got), want_ = (want);                                                                     \
    cr_assert(fabs(got_ - want_) <= (tolerance) * (scale), "%s is %.17g, %s is %.17g", #got, got_, #want,    \
              want_);                                                                                        \
  } while (0)

static double uniform(uint64_t *state, double low, double high) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * (double)(*state >> 11) * 0x1p-53;
}

static void *workspace(int64_t n) {
  return malloc(rp_riccati_workspace(n));
}

/* R' = a + 2 b R - c R^2 as a Hamiltonian. */
static void scalar(double a, double b, double c, double *h) {
  const double blocks[] = {-b, c, a, b};
  memcpy(h, blocks, sizeof blocks);
}

Test(riccati, tangent_escapes_at_its_pole) {
  double h[4], end, escape, start = 0.3;
  void *work = workspace(1);
  scalar(1.7, 0, -1.7, h);
  double pole = (acos(-1) / 2 - atan(start)) / 1.7;
  cr_assert_eq(rp_riccati_end(1, h, 0.999 * pole, &start, &end, &escape, work), RP_RICCATI_OK);
  CLOSE(end, tan(atan(start) + 1.7 * 0.999 * pole), 1e-12, fabs(end));
  for (double horizon = 1.001 * pole; horizon < 40; horizon *= 1.7) {
    cr_assert_eq(rp_riccati_end(1, h, horizon, &start, &end, &escape, work), RP_RICCATI_ESCAPES);
    CLOSE(escape, pole, 2e-13, horizon);
  }
  free(work);
}

/* From a start below the free flow's pole: R = tan(t + arctan R0) with R0 = -50 passes pi/2, where the flow from 0 escapes. */
Test(riccati, passes_where_the_flow_from_zero_escapes) {
  double h[4], end, start = -50, escape;
  void *work = workspace(1);
  scalar(1, 0, -1, h);
  cr_assert_eq(rp_riccati_end(1, h, 2.9, &start, &end, &escape, work), RP_RICCATI_OK);
  CLOSE(end, tan(atan(-50.0) + 2.9), 1e-12, 1);
  cr_assert_eq(rp_riccati_end(1, h, 3.2, &start, &end, &escape, work), RP_RICCATI_ESCAPES);
  CLOSE(escape, acos(-1) / 2 - atan(-50.0), 1e-12, 1);
  free(work);
}

Test(riccati, any_start_and_infinity_relax_to_the_same) {
  double h[4], end, escape;
  void *work = workspace(1);
  scalar(1, 0, 1, h);
  for (double t = 1e-3; t < 300; t *= 2.7) {
    const double starts[] = {0, 1, 1e3, 1e6, 1e12};
    for (int i = 0; i < 5; ++i) {
      double y = tanh(t);
      cr_assert_eq(rp_riccati_end(1, h, t, starts + i, &end, &escape, work), RP_RICCATI_OK);
      CLOSE(end, (starts[i] + y) / (1 + starts[i] * y), 4e-15, fabs(end));
    }
    cr_assert_eq(rp_riccati_end(1, h, t, NULL, &end, &escape, work), RP_RICCATI_OK);
    CLOSE(end, 1 / tanh(t), 4e-15, fabs(end));
  }
  free(work);
}

/* Two oscillators of different frequency escape at different times; the product of their signs is positive later on. */
Test(riccati, an_even_number_of_escapes_is_noticed) {
  double h[16] = {0}, end[4], start[4] = {0}, escape;
  void *work = workspace(2);
  h[0 * 4 + 2] = -1, h[1 * 4 + 3] = -1.1;
  h[2 * 4 + 0] = 1, h[3 * 4 + 1] = 1.1;
  for (double horizon = 1.7; horizon < 30; horizon *= 1.3) {
    cr_assert_eq(rp_riccati_end(2, h, horizon, start, end, &escape, work), RP_RICCATI_ESCAPES);
    CLOSE(escape, acos(-1) / 2.2, 2e-13, horizon);
  }
  free(work);
}

/* Two rotations that are not Hamiltonian: damped and, in the second case, mixed; both escape close together or at once. */
static void set_rotations(double second, double mixing, double *h) {
  memset(h, 0, 16 * sizeof *h);
  h[0 * 4 + 2] = -1, h[1 * 4 + 3] = -second;
  h[2 * 4 + 0] = 1, h[3 * 4 + 1] = second;
  h[0 * 4 + 0] = 0.01, h[1 * 4 + 1] = -0.02, h[2 * 4 + 2] = 0.03, h[3 * 4 + 3] = -0.01;
  h[0 * 4 + 1] = mixing;
}

/* When the scalar R' = w + b R + w R^2 from 0 escapes: r = tan. */
static double pole_of(double w, double b) {
  double root = sqrt(w * w - b * b / 4);
  return (acos(-1) / 2 - atan(b / (2 * root))) / root;
}

/* An even number of escapes leaves the determinant's sign as it was, in whatever step both of them lie. */
Test(riccati, pairs_of_escapes_are_noticed_without_structure) {
  const double seconds[] = {1, 1 + 1e-9, 1.3, 0.7};
  double h[16], end[4], start[4] = {0}, escape;
  void *work = workspace(2);
  for (int i = 0; i < 4; ++i) {
    set_rotations(seconds[i], 1e-3, h);
    double pole = fmin(pole_of(1, 0.02), pole_of(seconds[i], 0.01));
    cr_assert_eq(rp_riccati_end(2, h, 0.9999 * pole, start, end, &escape, work), RP_RICCATI_OK);
    for (double horizon = 1.01 * pole; horizon < 60; horizon *= 1.4) {
      cr_assert_eq(rp_riccati_end(2, h, horizon, start, end, &escape, work), RP_RICCATI_ESCAPES, "%d: %g", i,
                   horizon);
      CLOSE(escape, pole, 3e-12, horizon);
    }
  }
  free(work);
}

/* R' = 1 + R - R H12 R where H12 is indefinite: Hamiltonian, but nothing can be counted. */
Test(riccati, an_indefinite_quadratic_part_is_stepped_through) {
  double h[16] = {0}, start[4] = {0.1, 0, 0, 0.2}, end[4], escape;
  void *work = workspace(2);
  h[0 * 4 + 2] = 1, h[1 * 4 + 3] = -1; /* tanh beside tan */
  h[2 * 4 + 0] = h[3 * 4 + 1] = 1;
  double pole = acos(-1) / 2 - atan(0.2);
  for (double horizon = 0.3; horizon < 50; horizon *= 1.5) {
    rp_riccati_status status = rp_riccati_end(2, h, horizon, start, end, &escape, work);
    if (horizon < pole) {
      cr_assert_eq(status, RP_RICCATI_OK);
      CLOSE(end[0], tanh(horizon + atanh(0.1)), 1e-14, 1);
      CLOSE(end[3], tan(horizon + atan(0.2)), 1e-12, fabs(end[3]));
    } else {
      cr_assert_eq(status, RP_RICCATI_ESCAPES);
      CLOSE(escape, pole, 1e-12, horizon);
    }
  }
  free(work);
}

typedef struct problem {
  int n;
  const double *h;
} problem;

static int derivative(double t, const double *r, double *dr, void *context) {
  const problem *p = context;
  int n = p->n, m = 2 * n;
  double u[MOST * MOST];
  (void)t;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double x = p->h[i * m + j];
      for (int l = 0; l < n; ++l)
        x += p->h[i * m + n + l] * r[l * n + j];
      u[i * n + j] = x;
    }
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double x = p->h[(n + i) * m + j];
      for (int l = 0; l < n; ++l)
        x += p->h[(n + i) * m + n + l] * r[l * n + j] - r[i * n + l] * u[l * n + j];
      dr[i * n + j] = x;
    }
  return GSL_SUCCESS;
}

static void integrate(int n, const double *h, double horizon, double *r) {
  problem p = {n, h};
  gsl_odeiv2_system system = {derivative, NULL, (size_t)(n * n), &p};
  gsl_odeiv2_driver *driver =
      gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-3, 1e-13, 1e-13);
  double t = 0;
  cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, horizon, r), GSL_SUCCESS);
  gsl_odeiv2_driver_free(driver);
}

/* Neither symmetric nor Hamiltonian; H12 >= 0, H21 >= 0 entrywise and small off-diagonals keep the flow bounded. */
static void random_flow(int n, uint64_t *state, double *h, double *start) {
  int m = 2 * n;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double here = i == j ? 1 : 0.3 / n;
      h[i * m + j] = uniform(state, -0.3, 0.3) * here;
      h[i * m + n + j] = uniform(state, 0.2, 1) * here;
      h[(n + i) * m + j] = uniform(state, 0.2, 1) * here;
      h[(n + i) * m + n + j] = uniform(state, -0.3, 0.3) * here;
      start[i * n + j] = i == j ? uniform(state, 0, 3) : 0;
    }
}

Test(riccati, agrees_with_an_integrator_for_general_matrices) {
  uint64_t state = 5;
  const int sizes[] = {1, 2, 3, 4, 5, 8, 18, 24};
  for (int i = 0; i < 8; ++i) {
    int n = sizes[i];
    double h[4 * MOST * MOST], r[MOST * MOST], got[MOST * MOST], escape;
    void *work = workspace(n);
    random_flow(n, &state, h, r);
    cr_assert_eq(rp_riccati_end(n, h, 2.385, r, got, &escape, work), RP_RICCATI_OK);
    integrate(n, h, 2.385, r);
    for (int j = 0; j < n * n; ++j)
      CLOSE(got[j], r[j], 2e-12, 1);
    free(work);
  }
}

/* M' M + 0.1: a positive definite block. */
static void random_definite(int n, uint64_t *state, double *a) {
  double root[MOST * MOST];
  for (int i = 0; i < n * n; ++i)
    root[i] = uniform(state, -1, 1);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j) {
      double x = i == j ? 0.1 : 0;
      for (int l = 0; l < n; ++l)
        x += root[l * n + i] * root[l * n + j];
      a[i * n + j] = a[j * n + i] = x;
    }
}

static void random_control(int n, uint64_t *state, double *h) {
  int m = 2 * n;
  double upper[MOST * MOST], lower[MOST * MOST];
  random_definite(n, state, upper);
  random_definite(n, state, lower);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      h[i * m + n + j] = upper[i * n + j];
      h[(n + i) * m + j] = lower[i * n + j];
      h[i * m + j] = uniform(state, -1, 1);
      h[(n + j) * m + n + i] = -h[i * m + j];
    }
}

static double residual(int n, const double *h, const double *r) {
  problem p = {n, h};
  double d[MOST * MOST], worst = 0;
  derivative(0, r, d, &p);
  for (int i = 0; i < n * n; ++i)
    worst = fmax(worst, fabs(d[i]));
  return worst;
}

/* No structure, no escape: large starts over long horizons, where the comparison alone decides nothing at first. */
Test(riccati, settles_without_structure_from_large_starts) {
  uint64_t state = 77;
  for (int n = 1; n <= 5; ++n) {
    double h[4 * MOST * MOST], start[MOST * MOST], end[MOST * MOST], later[MOST * MOST], limit[MOST * MOST],
        escape;
    void *work = workspace(n);
    for (double size = 0; size < 1e9; size = size == 0 ? 1 : size * 1e4) {
      random_flow(n, &state, h, start);
      for (int i = 0; i < n * n; ++i)
        start[i] = i % (n + 1) == 0 ? size : 0;
      cr_assert_eq(rp_riccati_end(n, h, 60, start, end, &escape, work), RP_RICCATI_OK, "n %d, start %g", n,
                   size);
      cr_assert_eq(rp_riccati_end(n, h, 1e4, start, later, &escape, work), RP_RICCATI_OK);
      cr_assert_eq(rp_riccati_limit(n, h, start, limit, NULL, &escape, work), RP_RICCATI_OK);
      for (int i = 0; i < n * n; ++i) {
        CLOSE(end[i], limit[i], 1e-13, 1);
        CLOSE(later[i], limit[i], 1e-13, 1);
      }
      cr_assert(residual(n, h, limit) < 1e-13);
    }
    free(work);
  }
}

Test(riccati, limit_solves_the_algebraic_equation) {
  uint64_t state = 9;
  for (int round = 0; round < 60; ++round) {
    int n = 1 + round % 6;
    double h[4 * MOST * MOST], zero[MOST * MOST] = {0}, limit[MOST * MOST], end[MOST * MOST], escape;
    int64_t doublings;
    void *work = workspace(n);
    random_control(n, &state, h);
    cr_assert_eq(rp_riccati_limit(n, h, zero, limit, &doublings, &escape, work), RP_RICCATI_OK);
    double size = 0;
    for (int i = 0; i < n * n; ++i)
      size = fmax(size, fabs(limit[i]));
    cr_assert(residual(n, h, limit) <= 1e-12 * (1 + size * size), "round %d: residual %g", round,
              residual(n, h, limit));
    cr_assert(doublings < 20);
    /* A horizon at which one exponential over it all has no digit left. */
    cr_assert_eq(rp_riccati_end(n, h, 1e4, zero, end, &escape, work), RP_RICCATI_OK);
    for (int i = 0; i < n * n; ++i)
      CLOSE(end[i], limit[i], 1e-12, size);
    free(work);
  }
}

/* The state of the closed loop over [0, t], column by column, from U' = (H11 + H12 R) U is not needed: R(s + t) = R_t(R_s). */
Test(riccati, is_a_semigroup_and_reads_paths) {
  uint64_t state = 21;
  for (int n = 1; n <= 18; n += n < 5 ? 1 : 13) {
    double h[4 * MOST * MOST], r[MOST * MOST], path[12 * MOST * MOST], times[12], end[MOST * MOST], escape;
    void *work = workspace(n);
    random_control(n, &state, h);
    random_definite(n, &state, r);
    for (int i = 0; i < 12; ++i)
      times[i] = i < 6 ? 0.1 * i : 0.5 + 0.03 * i * i;
    cr_assert_eq(rp_riccati_path(n, h, 12, times, r, path, &escape, work), RP_RICCATI_OK);
    for (int i = 0; i < 12; ++i) {
      cr_assert_eq(rp_riccati_end(n, h, times[i], r, end, &escape, work), RP_RICCATI_OK);
      for (int j = 0; j < n * n; ++j)
        CLOSE(path[i * n * n + j], end[j], 1e-12, 1 + fabs(end[j]));
    }
    free(work);
  }
}

/* Large and small units: R -> c R with H12 / c and H21 c. */
Test(riccati, does_not_depend_on_units) {
  uint64_t state = 2;
  double h[16], scaled[16], start[4] = {0.4, 0.1, 0.1, 0.9}, scaled_start[4], end[4], got[4], escape,
                            c = 1e-9;
  void *work = workspace(2);
  random_control(2, &state, h);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      scaled[i * 4 + j] = h[i * 4 + j] * (i < 2 && j >= 2 ? 1 / c : i >= 2 && j < 2 ? c : 1);
  for (int i = 0; i < 4; ++i)
    scaled_start[i] = c * start[i];
  cr_assert_eq(rp_riccati_end(2, h, 3, start, end, &escape, work), RP_RICCATI_OK);
  cr_assert_eq(rp_riccati_end(2, scaled, 3, scaled_start, got, &escape, work), RP_RICCATI_OK);
  for (int i = 0; i < 4; ++i)
    CLOSE(got[i] / c, end[i], 1e-13, 1);
  free(work);
}

Test(riccati, transition_moves_the_state) {
  double h[4], start = 3, out;
  void *work = workspace(1);
  scalar(1, 0, 1, h);
  /* R = (3 + y)/(1 + 3 y), y = tanh; U' = R U from U(0) = 1 gives U = cosh t + 3 sinh t. */
  cr_assert_eq(rp_riccati_transition(1, h, 1.3, &start, &out, work), RP_RICCATI_OK);
  CLOSE(out, 1 / (cosh(1.3) + 3 * sinh(1.3)), 1e-15, 1);
  free(work);
}

/* R' = 2 t (1 - R^2): R = tanh(t^2) from 0 at 0; coefficients commute, so even one step is exact but for quadrature. */
static void commuting(const void *context, double t, double *h) {
  (void)context;
  scalar(2 * t, 0, 2 * t, h);
}

/* R' = 1 + 2 t R - R^2 does not commute. */
static void moving(const void *context, double t, double *h) {
  (void)context;
  scalar(1, t, 1, h);
}

Test(riccati, time_dependent_coefficients_have_order_four) {
  const double times[] = {0.4, 1.1, 2};
  double path[3], start = 0, escape;
  void *work = workspace(1);
  cr_assert_eq(rp_riccati_path_varying(1, commuting, NULL, 0, 3, times, 1, &start, path, &escape, work),
               RP_RICCATI_OK);
  for (int i = 0; i < 3; ++i)
    CLOSE(path[i], tanh(times[i] * times[i]), 1e-14, 1);
  double errors[4], fine;
  const double end[] = {2};
  rp_riccati_path_varying(1, moving, NULL, 0, 1, end, 4096, &start, &fine, &escape, work);
  for (int i = 0; i < 4; ++i) {
    double coarse;
    rp_riccati_path_varying(1, moving, NULL, 0, 1, end, 8 << i, &start, &coarse, &escape, work);
    errors[i] = fabs(coarse - fine);
  }
  for (int i = 0; i < 3; ++i)
    cr_assert(errors[i] / errors[i + 1] > 12 && errors[i] / errors[i + 1] < 20, "ratio %g",
              errors[i] / errors[i + 1]);
  free(work);
}

Test(riccati, refuses_what_is_not_finite) {
  double h[4], end, start = NAN, escape;
  void *work = workspace(1);
  scalar(1, 0, 1, h);
  cr_assert_eq(rp_riccati_end(1, h, 1, &start, &end, &escape, work), RP_RICCATI_NOT_FINITE);
  h[1] = INFINITY;
  start = 0;
  cr_assert_eq(rp_riccati_end(1, h, 1, &start, &end, &escape, work), RP_RICCATI_NOT_FINITE);
  scalar(1, 0, -1, h);
  cr_assert_eq(rp_riccati_limit(1, h, &start, &end, NULL, &escape, work), RP_RICCATI_ESCAPES);
  CLOSE(escape, acos(-1) / 2, 1e-12, 1);
  scalar(0, 0, 0, h);
  cr_assert_eq(rp_riccati_limit(1, h, &start, &end, NULL, &escape, work), RP_RICCATI_NO_LIMIT);
  free(work);
}
