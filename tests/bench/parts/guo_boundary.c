/*
 * guo_boundary.c - the six functions of one buyer and two makers (guo2025, section 4; phi = 0.05, a = b = 5): ours (acas_spectral), shooting
 * with GSL's hybrid roots and rk8pd, and collocation of Hermite and Simpson with LAPACK's banded solver, the scheme of SciPy's
 * solve_bvp. Prints seconds per solve and the error of the three adjoints at the start.
 *     guo_boundary ours | gsl | hermite POINTS
 */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multiroots.h>
#include <gsl/gsl_odeiv2.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/acas_spectral.h"
#include "bench.h"

static const double gamma_ = 1, beta = 0.1, phi = 0.05, A = 0.05, noise = 5;
static const double start[3] = {1, -1, -20};
static double found[3]; /* Y1, Y2, Ye at the start */
static const double want[3] = {0.6386849147783855, 0.6386849147783855 + 0.11371903222881637,
                               0.6386849147783855 + 2.6678089131738427};

/* z = Q1, Q2, Qe, Y1, Y2, Ye. */
static void field(const double *z, double *f) {
  double v = (z[5] - z[3] - 1 / gamma_) / (2 * beta), up = exp(gamma_ * (z[3] - z[4]));
  f[0] = -(noise + v) / up + noise * up;
  f[1] = -(noise + v) * up + noise / up;
  f[2] = v;
  for (int i = 0; i < 3; ++i)
    f[3 + i] = 2 * phi * z[i];
}

static void slope(const double *z, double j[6][6]) {
  double v = (z[5] - z[3] - 1 / gamma_) / (2 * beta), up = exp(gamma_ * (z[3] - z[4])), down = 1 / up,
         w = 1 / (2 * beta);
  memset(j, 0, 36 * sizeof(double));
  j[0][3] = gamma_ * ((noise + v) * down + noise * up) + w * down;
  j[0][4] = -gamma_ * ((noise + v) * down + noise * up);
  j[0][5] = -w * down;
  j[1][3] = -gamma_ * ((noise + v) * up + noise * down) + w * up;
  j[1][4] = gamma_ * ((noise + v) * up + noise * down);
  j[1][5] = -w * up;
  j[2][3] = -w;
  j[2][5] = w;
  for (int i = 0; i < 3; ++i)
    j[3 + i][i] = 2 * phi;
}

/* ---- ours ---- */

static rp_acas market;
static rp_acas_plan plan;

static void ours(void *context) {
  rp_acas_ends ends;
  (void)context;
  if (!rp_acas_spectral(&plan, &market, &ends)) abort();
  found[0] = ends.maker;
  found[1] = ends.maker - ends.y2;
  found[2] = ends.maker + ends.ye;
}

static void prepare_ours(void) {
  static const double origin[1] = {0};
  rp_curve c = {.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin};
  market = (rp_acas){.horizon = 1,
                     .first = start[0],
                     .second = start[1],
                     .buyer = start[2],
                     .gamma = gamma_,
                     .terminal = A,
                     .least = -INFINITY};
  market.cost = market.running = market.buying = market.selling = c;
  market.cost.data = &beta;
  market.running.data = &phi;
  market.buying.data = market.selling.data = &noise;
  rp_acas_plan_make(&plan);
}

/* ---- GSL ---- */

static int right_side(double t, const double *z, double *f, void *context) {
  (void)t;
  (void)context;
  field(z, f);
  return GSL_SUCCESS;
}

static int miss(const gsl_vector *y, void *context, gsl_vector *out) {
  gsl_odeiv2_driver *driver = context;
  double z[6] = {start[0], start[1], start[2], y->data[0], y->data[1], y->data[2]}, t = 0;
  gsl_odeiv2_driver_reset(driver);
  if (gsl_odeiv2_driver_apply(driver, &t, 1, z) != GSL_SUCCESS) return GSL_EFAILED;
  for (size_t i = 0; i < 3; ++i)
    gsl_vector_set(out, i, z[3 + i] + 2 * A * z[i]);
  return GSL_SUCCESS;
}

static void by_gsl(void *context) {
  gsl_odeiv2_system system = {right_side, NULL, 6, NULL};
  gsl_odeiv2_driver *driver =
      gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 0.1, 1e-12, 1e-12);
  gsl_multiroot_function f = {miss, 3, driver};
  gsl_multiroot_fsolver *solver = gsl_multiroot_fsolver_alloc(gsl_multiroot_fsolver_hybrids, 3);
  gsl_vector *y = gsl_vector_alloc(3);
  (void)context;
  gsl_vector_set(y, 0, 0.5); /* near enough for shooting to get home */
  gsl_vector_set(y, 1, 0.6);
  gsl_vector_set(y, 2, 3);
  gsl_multiroot_fsolver_set(solver, &f, y);
  for (int i = 0; i < 50; ++i) {
    if (gsl_multiroot_fsolver_iterate(solver) != GSL_SUCCESS) break;
    if (gsl_multiroot_test_residual(solver->f, 1e-11) == GSL_SUCCESS) break;
  }
  memcpy(found, solver->x->data, sizeof found);
  gsl_vector_free(y);
  gsl_multiroot_fsolver_free(solver);
  gsl_odeiv2_driver_free(driver);
}

/* ---- Hermite and Simpson ---- */

enum { BAND = 8, ROWS = 3 * BAND + 1, MOST = 2000 };
static int points;
static double path[MOST][6], matrix[6 * MOST * ROWS], right[6 * MOST];
static int pivots[6 * MOST];

static void put(int row, int column, double value) {
  matrix[column * ROWS + 2 * BAND + row - column] += value;
}

static void equations(double h) {
  int n = 6 * points;
  memset(matrix, 0, (size_t)n * ROWS * sizeof *matrix);
  for (int i = 0; i < 3; ++i) {
    put(i, i, 1);
    right[i] = start[i] - path[0][i];
    put(n - 3 + i, n - 6 + i, 2 * A);
    put(n - 3 + i, n - 3 + i, 1);
    right[n - 3 + i] = -path[points - 1][3 + i] - 2 * A * path[points - 1][i];
  }
  for (int k = 0; k + 1 < points; ++k) {
    double *a = path[k], *b = path[k + 1], m[6], fa[6], fb[6], fm[6], ja[6][6], jb[6][6], jm[6][6];
    field(a, fa);
    field(b, fb);
    for (int i = 0; i < 6; ++i)
      m[i] = (a[i] + b[i]) / 2 - h / 8 * (fb[i] - fa[i]);
    field(m, fm);
    slope(a, ja);
    slope(b, jb);
    slope(m, jm);
    for (int i = 0; i < 6; ++i) {
      int row = 3 + 6 * k + i;
      right[row] = -(b[i] - a[i] - h / 6 * (fa[i] + 4 * fm[i] + fb[i]));
      for (int j = 0; j < 6; ++j) {
        double left = 0, later = 0;
        for (int l = 0; l < 6; ++l) {
          left += jm[i][l] * ((l == j) / 2.0 + h / 8 * ja[l][j]);
          later += jm[i][l] * ((l == j) / 2.0 - h / 8 * jb[l][j]);
        }
        put(row, 6 * k + j, -(i == j) - h / 6 * (ja[i][j] + 4 * left));
        put(row, 6 * k + 6 + j, (i == j) - h / 6 * (jb[i][j] + 4 * later));
      }
    }
  }
}

static void by_hermite(void *context) {
  (void)context;
  for (int k = 0; k < points; ++k) {
    memcpy(path[k], start, sizeof start);
    path[k][3] = 0.5, path[k][4] = 0.6, path[k][5] = 3;
  }
  for (int i = 0; i < 30; ++i) {
    equations(1.0 / (points - 1));
    if (LAPACKE_dgbsv_work(LAPACK_COL_MAJOR, 6 * points, BAND, BAND, 1, matrix, ROWS, pivots, right,
                           6 * points) != 0)
      abort();
    double most = 0;
    for (int k = 0; k < points; ++k)
      for (int j = 0; j < 6; ++j) {
        path[k][j] += right[6 * k + j];
        most = fmax(most, fabs(right[6 * k + j]));
      }
    if (most < 1e-11) break;
  }
  memcpy(found, path[0] + 3, sizeof found);
}

int main(int count, char **words) {
  gsl_set_error_handler_off();
  if (count > 1 && strcmp(words[1], "ours") == 0) {
    prepare_ours();
    bench_print(ours, NULL, 15);
  } else if (count > 1 && strcmp(words[1], "gsl") == 0) {
    bench_print(by_gsl, NULL, 15);
  } else if (count > 2 && strcmp(words[1], "hermite") == 0 && (points = atoi(words[2])) > 1 &&
             points <= MOST) {
    bench_print(by_hermite, NULL, 7);
  } else {
    return 2;
  }
  double error = 0;
  for (int i = 0; i < 3; ++i)
    error = fmax(error, fabs(found[i] - want[i]));
  printf("error: %.3e\n", error);
  return 0;
}
