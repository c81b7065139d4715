/* model_mixed_escape.c - see model_mixed.h: where the traders' Riccati equation escapes, and whether single traders' problems are
 * concave. */
#include "model_mixed.h"
#include "numerics/roots.h"
#include "traders_path.h"

enum { POINTS = 24, LEVEL = 1, FINER = 3, MOST_NODES = 1200 };
static const double exact = 1e-11; /* of the time that is reported, relative */

/* The game on horizons of any length. */
typedef struct horizons {
  const rp_call *call;
  const rp_mixed_population *population;
  rp_mixed_traders traders; /* all, or a sample */
  double weight, reference; /* reference: a logarithm of the determinant */
  rp_mixed_desk desk;
  rp_status status;
  bool too_long; /* more nodes than the search affords */
} horizons;

/* On the last `left` of the horizon. Without curves in time every horizon may be the whole one. */
static rp_mixed_determinant determinant_of(horizons *all, double left) {
  rp_mixed_determinant found = {0};
  rp_mixed_solution s = {.game = all->traders};
  rp_mixed_population shifted = *all->population;
  if (left > shifted.horizon) shifted.horizon = left;
  for (int level = LEVEL; level < LEVEL + FINER; ++level) {
    all->status = rp_mixed_grid(all->call, &shifted, left, level, &s);
    if (all->status != RP_NOT_CONVERGED) break;
  }
  if (all->status == RP_NOT_CONVERGED || rp_mixed_nodes(&s.game) > MOST_NODES) {
    all->too_long = true;
    all->status = RP_OK;
  } else if (all->status == RP_OK)
    all->status = rp_mixed_rates(all->call, &shifted, all->weight, &s, &all->desk, &found);
  return found;
}

/* In units in which it is not far from 1. */
static double scaled(const horizons *all, const rp_mixed_determinant *d) {
  static const double most = 300;
  return d->sign * exp(fmax(-most, fmin(most, d->log_size - all->reference)));
}

static double determinant_at(void *context, double left) {
  horizons *all = context;
  rp_mixed_determinant d = determinant_of(all, left);
  return all->status == RP_OK && !all->too_long ? scaled(all, &d) : NAN;
}

/* A bracket in which the determinant becomes 0 for the first time, up to `most`; false: none, or all->status says why not. */
static bool first_bracket(horizons *all, double most, double *low, double *high) {
  static const double dip = 0.7; /* of the logarithm, which also jumps where the number of panels does */
  double at[3] = {0}, size[3] = {0};
  for (int k = 1; k <= POINTS; ++k) {
    double part = (double)k / POINTS, left = most * part * part;
    rp_mixed_determinant here = determinant_of(all, left);
    if (all->status != RP_OK || all->too_long) return false;
    for (int i = 0; i < 2; ++i) {
      at[i] = at[i + 1];
      size[i] = size[i + 1];
    }
    at[2] = left;
    size[2] = here.log_size;
    all->reference = size[1];
    if (here.sign <= 0) {
      *low = at[1];
      *high = left;
      return true;
    }
    if (k < 3 || size[1] > fmin(size[0], size[2]) - dip) continue;
    double least, bottom = rp_least_brent(determinant_at, all, at[0], at[2], 1e-4, 0, &least);
    if (all->status != RP_OK || all->too_long) return false;
    here = determinant_of(all, bottom);
    if (here.sign <= 0) {
      *low = at[0];
      *high = bottom;
      return true;
    }
  }
  return false;
}

/* The root of all traders' determinant next to that of a sample: secants. */
static double polish(horizons *all, double start) {
  enum { STEPS = 8 };
  static const double step = 1e-4;
  double before = start * (1 - step), now = start, value = determinant_at(all, before);
  for (int k = 0; k < STEPS && all->status == RP_OK; ++k) {
    double here = determinant_at(all, now), next = now - here * (now - before) / (here - value);
    if (!(fabs(next - now) > exact * now) || !(next > 0)) return next > 0 ? next : NAN;
    before = now, value = here, now = next;
  }
  return now;
}

rp_status rp_mixed_escape(const rp_call *call, const rp_mixed_population *p, double most, double *escape) {
  int64_t sample = p->count < RP_MIXED_SAMPLE ? p->count : RP_MIXED_SAMPLE;
  horizons all = {.call = call, .population = p, .weight = (double)p->count / (double)sample};
  double low = 0, high = most;
  *escape = INFINITY;
  all.status = rp_mixed_sample(call, p, sample, &all.traders);
  if (all.status != RP_OK || !first_bracket(&all, most, &low, &high)) return all.status;
  *escape = rp_root_brent(determinant_at, &all, low > 0 ? low : high * 1e-6, high, exact * high);
  if (all.status == RP_OK && isnan(*escape)) *escape = high;
  if (all.status != RP_OK || sample == p->count) return all.status;
  all.weight = 1;
  all.status = rp_mixed_sample(call, p, p->count, &all.traders);
  if (all.status != RP_OK) return all.status;
  double whole = polish(&all, *escape);
  if (all.status == RP_OK && isfinite(whole)) *escape = whole;
  if (*escape > most) *escape = INFINITY;
  return all.status;
}

/* ---- each trader's own problem ---- */

/* Is it concave with these penalties? For coefficients that vary the Riccati equation is run on panels. */
static rp_status own_concave(const rp_call *call, const rp_mixed_population *p, double running,
                             double terminal, bool *concave, double *escape) {
  int64_t size =
      p->shape.rule == RP_CHEBYSHEV ? (p->shape.grid_count - 1) * p->shape.terms : p->shape.grid_count;
  double *scaled = rp_call_doubles(call, size);
  if (!scaled) return RP_NO_MEMORY;
  for (int64_t i = 0; i < size; ++i)
    scaled[i] = running * p->shape.data[i];
  rp_traders_game game = {.count = (double)p->count,
                          .own = p->own,
                          .cross = p->cross,
                          .terminal = terminal,
                          .horizon = p->horizon,
                          .permanent = p->permanent,
                          .temporary = p->temporary,
                          .running = p->shape,
                          .imbalance = p->imbalance};
  game.running.data = scaled;
  game.steady = rp_model_constant(&game.permanent) && rp_model_constant(&game.temporary) &&
                rp_model_constant(&game.running);
  rp_traders_path path = {.game = &game};
  int64_t bound = game.steady ? 0 : rp_traders_grid_bound(&game, 1);
  if (bound < 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "too-stiff", -1, NAN,
                          "the modes decay so fast that more than a million panels would be needed");
  if (bound > 0) {
    double *edges = rp_call_doubles(call, bound);
    if (!edges) return RP_NO_MEMORY;
    path.panels = rp_traders_grid(&game, 1, edges);
    path.edges = edges;
    rp_collocation_make(RP_TRADERS_STAGES, &path.method);
  }
  *concave = rp_traders_own_concave(&path, escape);
  return RP_OK;
}

/* The least penalties decide for all; only if they fail every trader is looked at. */
rp_status rp_mixed_check_concavity(const rp_call *call, const rp_mixed_population *p,
                                   const rp_mixed_names *names) {
  bool concave;
  double escape;
  rp_status status = own_concave(call, p, p->least_running, p->least_terminal, &concave, &escape);
  for (int64_t i = 0; status == RP_OK && !concave && i < p->count; ++i) {
    bool fine;
    status = own_concave(call, p, p->running[i], p->terminal[i], &fine, &escape);
    if (status == RP_OK && !fine)
      return rp_call_report(
          call, RP_NO_SOLUTION, "not-concave", names->terminal, p->terminal[i],
          "trader %lld with terminal_penalty %.6g can alone drive the objective to infinity on horizons of "
          "%.9g and more: the first-order conditions describe no equilibrium",
          (long long)(i + 1), p->terminal[i], p->horizon - escape);
  }
  return status;
}
