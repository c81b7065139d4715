/* extrapolated_euler.c - see extrapolated_euler.h. */
#include "numerics/extrapolated_euler.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

static const double noise_most = 1e-9;

int64_t rp_extrapolated_euler_workspace(int64_t size, int order) {
  return size * (order + 2);
}

RP_CLONES static void add_scaled(int64_t n, double h, const double *x, double *y) {
  for (int64_t i = 0; i < n; ++i)
    y[i] += h * x[i];
}

/* column[m] of the row above -> column[m + 1] of this row: next + (next - above)/(ratio - 1). */
RP_CLONES static void eliminate(int64_t n, double factor, double *next, double *above) {
  for (int64_t i = 0; i < n; ++i) {
    double better = next[i] + (next[i] - above[i]) * factor;
    above[i] = next[i];
    next[i] = better;
  }
}

static bool factor_all(const rp_split_system *system, rp_extrapolation *state, double step) {
  /* Equal lengths up to rounding share the factors. */
  if (state->step > 0 && fabs(step - state->step) <= 1e-12 * step) return true;
  state->step = 0;
  for (int j = 0; j < state->order; ++j)
    if (!system->factor(system->context, step / (j + 1), j)) return false;
  state->step = step;
  return true;
}

/* What rounding leaves of a step: the weights with which extrapolation to order k combines its rows add up to about 2.7^k in
 * absolute value. */
static double rounding(int order) {
  return 3e-17 * exp(order);
}

/* One extrapolated step from u; `next` is the result, the return value its estimated error, infinite where F cannot be asked.
 * table: order columns; entry m is the last row's column m. */
static double try_step(const rp_split_system *system, const rp_extrapolation *state, const double *u,
                       double *next, double *rate, double *table) {
  int64_t n = system->size;
  double h = state->step, size = INFINITY, before = INFINITY;
  for (int j = 0; j < state->order; ++j) {
    memcpy(next, u, (size_t)n * sizeof *next);
    for (int i = 0; i <= j; ++i) {
      if (!system->rate(system->context, next, rate)) return INFINITY;
      add_scaled(n, h / (j + 1), rate, next);
      system->resolve(system->context, j, next);
    }
    /* table[m] holds row j - 1; `next` climbs along row j. */
    for (int m = 0; m < j; ++m) {
      double ratio = (double)(j + 1) / (double)(j - m);
      if (m < j - 2 || j < state->order - 1) {
        eliminate(n, 1 / (ratio - 1), next, table + m * n);
        continue;
      }
      double *change = table + m * n; /* the last two eliminations of all: what they change is the estimate */
      for (int64_t i = 0; i < n; ++i)
        change[i] = (next[i] - change[i]) / (ratio - 1);
      add_scaled(n, 1, change, next);
      before = size;
      size = system->size_of(system->context, change, next);
    }
    memcpy(table + j * n, next, (size_t)n * sizeof *next);
  }
  for (int64_t i = 0; i < n; ++i)
    if (!isfinite(next[i])) return INFINITY;
  return size < before && before < INFINITY ? size * fmax(size / before, 1e-3) : size;
}

rp_extrapolation_status rp_extrapolated_euler(const rp_split_system *system, rp_extrapolation *state,
                                              double duration, double *u, double *reached, double *work) {
  int64_t n = system->size;
  double *next = work, *rate = next + n, *table = rate + n;
  bool fixed = state->fixed_level >= 0;
  if (!(state->span > 0)) state->span = duration;
  int level = fixed ? state->fixed_level : state->level;
  int64_t at = 0;          /* in steps of the present level */
  double tried = INFINITY; /* estimate of the step twice as long that was rejected here */
  *reached = 0;
  while (at < (int64_t)1 << level) {
    if (system->stop && system->stop(system->context)) return RP_EXTRAPOLATION_STOPPED;
    if (!factor_all(system, state, ldexp(duration, -level))) return RP_EXTRAPOLATION_SINGULAR;
    double size = try_step(system, state, u, next, rate, table);
    if (size > 0.5 * tried && size < noise_most) state->noise = fmax(state->noise, 2 * fmax(size, tried));
    double allowed =
        fmax(state->tolerance * fmax(state->step / state->span, 1. / 64), rounding(state->order));
    allowed = fmax(allowed, state->noise);
    if (fixed ? !isfinite(size) : !(size <= allowed)) {
      ++state->rejected;
      if (fixed || level == RP_EXTRAPOLATION_LEVELS) return RP_EXTRAPOLATION_STALLED;
      tried = size;
      ++level;
      at *= 2;
      continue;
    }
    tried = INFINITY;
    memcpy(u, next, (size_t)n * sizeof *u);
    state->error += size;
    ++state->steps;
    ++at;
    *reached = duration * ldexp((double)at, -level);
    /* A step twice as long has an error 2^(order + 1) times as large. */
    if (!fixed && level > 0 && at % 2 == 0 && at < (int64_t)1 << level &&
        size <= 0.5 * ldexp(allowed, -state->order)) {
      --level;
      at /= 2;
    }
  }
  state->level = level;
  return RP_EXTRAPOLATION_OK;
}
