/* factor_field.c - see factor_field.h. */
#include "factor_field.h"
#include <math.h>
#include <string.h>
#include "numerics/chebyshev.h"
#include "numerics/dense_lu.h"
#include "numerics/diffusion_operator.h"
#include "reprise/clones.h"

static int64_t doubles_of(size_t bytes) {
  return (int64_t)((bytes + sizeof(double) - 1) / sizeof(double));
}

int64_t rp_factor_field_size(int64_t degree, int order) {
  int64_t n = degree + 1;
  return n * n * (4 + order) + 4 * n + 3 * doubles_of((size_t)n * sizeof(rp_mode)) +
         rp_extrapolated_euler_workspace(RP_FIELDS * n, order);
}

static bool is_stopped(const rp_factor_field *f) {
  return f->game->stopped && f->game->stopped(f->game->context);
}

/* Inverse of 1 - h L, its columns one after the other. */
static bool factor(void *context, double h, int slot) {
  rp_factor_field *f = context;
  if (is_stopped(f)) return false;
  int64_t n = f->degree + 1;
  double *inverse = f->inverse + slot * n * n;
  memset(f->system, 0, (size_t)(2 * n * n) * sizeof *f->system);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j)
      f->system[i * 2 * n + j] = (i == j) - h * f->generator[i * n + j];
    f->system[i * 2 * n + n + i] = 1;
  }
  if (!rp_dense_solve(n, 2 * n, f->system)) return false;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      inverse[j * n + i] = f->system[i * 2 * n + n + j];
  return true;
}

RP_CLONES static void apply(int64_t n, const double *columns, const double *x, double *y) {
  memset(y, 0, (size_t)n * sizeof *y);
  for (int64_t j = 0; j < n; ++j)
    for (int64_t i = 0; i < n; ++i)
      y[i] += x[j] * columns[j * n + i];
}

static void resolve(void *context, int slot, double *u) {
  rp_factor_field *f = context;
  int64_t n = f->degree + 1;
  for (int k = 0; k < RP_FIELDS; ++k) {
    apply(n, f->inverse + slot * n * n, u + k * n, f->product);
    memcpy(u + k * n, f->product, (size_t)n * sizeof *u);
  }
}

static double riccati(const rp_mode *m, double r) {
  return -m->g - (m->f - m->e) * r + m->d * r * r;
}

static bool rate(void *context, const double *u, double *out) {
  const rp_factor_field *f = context;
  int64_t n = f->degree + 1;
  if (is_stopped(f)) return false;
  for (int64_t i = 0; i < n; ++i) {
    const rp_mode *m = f->mode[RP_FIELD_MEAN] + i;
    double r = u[i], pull = m->d * r - m->f;
    out[i] = riccati(m, r);
    out[n + i] = riccati(f->mode[RP_FIELD_DEVIATION] + i, u[n + i]);
    out[2 * n + i] = f->permanent[i] + pull * u[2 * n + i];
    out[3 * n + i] = f->permanent[i] + (pull - f->game->lag) * u[3 * n + i];
    out[4 * n + i] = riccati(f->mode[2] + i, u[4 * n + i]);
    out[5 * n + i] = pull * u[5 * n + i];
    for (int64_t j = 0; f->game->correlated && j < n; ++j)
      out[5 * n + i] += f->slope[i * n + j] * u[3 * n + j];
  }
  return true;
}

static double size_of(void *context, const double *change, const double *u) {
  const rp_factor_field *f = context;
  int64_t n = f->degree + 1;
  double worst = 0;
  for (int k = 0; k < RP_FIELDS; ++k) {
    double largest = 0, moved = 0, undefined = 0;
    for (int64_t i = 0; i < n; ++i) {
      largest = fmax(largest, fabs(u[k * n + i]));
      moved = fmax(moved, fabs(change[k * n + i]));
      undefined += change[k * n + i] * 0; /* a maximum hides what is not a number */
    }
    if (undefined != 0) return INFINITY;
    /* C follows where K goes, and may be nothing but rounding where K hardly feels the factor. */
    if (moved > 0 && k != RP_FIELD_CORRELATION) worst = fmax(worst, largest > 0 ? moved / largest : INFINITY);
  }
  return worst;
}

void rp_factor_field_begin(const rp_factor_game *game, int64_t degree, int order, double tolerance,
                           double *memory, rp_factor_field *f, double *values) {
  int64_t n = degree + 1, modes = doubles_of((size_t)n * sizeof(rp_mode));
  f->game = game;
  f->degree = degree;
  f->point = memory;
  f->state = memory + n;
  f->permanent = memory + 2 * n;
  f->product = memory + 3 * n;
  f->slope = memory + 4 * n;
  f->generator = f->slope + n * n;
  f->system = f->generator + n * n;
  f->inverse = f->system + 2 * n * n;
  double *rest = f->inverse + order * n * n;
  f->mode[0] = (rp_mode *)(void *)rest;
  f->mode[1] = (rp_mode *)(void *)(rest + modes);
  f->mode[2] = (rp_mode *)(void *)(rest + 2 * modes);
  f->step_work = rest + 3 * modes;
  f->steps = (rp_extrapolation){.order = order, .fixed_level = -1, .tolerance = tolerance, .level = 2};
  rp_chebyshev_points(degree, f->point);
  rp_diffusion_chebyshev(&game->law, game->low, game->high, degree, f->state, f->generator, f->system);
  rp_chebyshev_derivative(degree, f->point, f->slope);
  for (int64_t i = 0; i < n; ++i) {
    double variance = game->law.variance_constant + game->law.variance_slope * f->state[i];
    for (int64_t j = 0; j < n; ++j)
      f->slope[i * n + j] *= sqrt(fmax(variance, 0)) * 2 / (game->high - game->low);
    rp_traders at = game->traders(game->context, f->state[i]);
    rp_mode_mean(&at, f->mode[RP_FIELD_MEAN] + i);
    rp_mode_deviation(&at, f->mode[RP_FIELD_DEVIATION] + i);
    f->permanent[i] = at.permanent;
    rp_mode_own(&at, f->mode[2] + i);
    values[i] = values[n + i] = values[4 * n + i] = -2 * game->terminal;
    values[2 * n + i] = values[3 * n + i] = values[5 * n + i] = 0;
  }
}

bool rp_factor_field_back(rp_factor_field *f, double duration, double *values, double *reached) {
  rp_split_system system = {.size = RP_FIELDS * (f->degree + 1),
                            .context = f,
                            .factor = factor,
                            .resolve = resolve,
                            .rate = rate,
                            .size_of = size_of};
  return rp_extrapolated_euler(&system, &f->steps, duration, values, reached, f->step_work) ==
         RP_EXTRAPOLATION_OK;
}

/* The barycentric formula, its weights shared by all fields: alternating signs, half at both ends. */
void rp_factor_field_at(const rp_factor_field *f, const double *values, double x, double *at) {
  int64_t n = f->degree + 1;
  double s = 2 * (x - f->game->low) / (f->game->high - f->game->low) - 1, below = 0, sign = 1;
  s = fmax(-1, fmin(1, s));
  for (int k = 0; k < RP_FIELDS; ++k)
    at[k] = 0;
  for (int64_t j = 0; j < n; ++j, sign = -sign) {
    double apart = s - f->point[j];
    if (apart == 0) {
      for (int k = 0; k < RP_FIELDS; ++k)
        at[k] = values[k * n + j];
      return;
    }
    double weight = (j == 0 || j == n - 1 ? 0.5 : 1) * sign / apart;
    below += weight;
    for (int k = 0; k < RP_FIELDS; ++k)
      at[k] += weight * values[k * n + j];
  }
  for (int k = 0; k < RP_FIELDS; ++k)
    at[k] /= below;
}

double rp_factor_field_tail(const rp_factor_field *f, const double *values) {
  double worst = 0;
  for (int k = 0; k < RP_FIELD_CORRELATION; ++k) {
    double largest = 0;
    for (int64_t i = 0; i <= f->degree; ++i)
      largest = fmax(largest, fabs(values[k * (f->degree + 1) + i]));
    if (largest > 0)
      worst = fmax(worst, rp_chebyshev_tail(f->degree, values + k * (f->degree + 1)) / largest);
  }
  return worst;
}
