/* model_retail.c - see model_retail.h. */
#include "model_retail.h"
#include "mean.h"
#include "model_list.h"
#include "noiseless.h"

const char *const rp_weightings[] = {"weights", "eq6", "eq80", NULL};

static rp_status refuse(const rp_call *call, const char *slug, uint32_t param, const char *name,
                        const char *reason) {
  double value = rp_call_has(call, param) ? rp_call_real(call, param) : NAN;
  return rp_call_report(call, RP_BAD_INPUT, slug, (int32_t)param, value, "%s is %.15g: %s", name, value,
                        reason);
}

/* Parameters that the weighting does not read must keep their defaults: nothing is ignored silently. */
static rp_status check_given(const rp_call *call, int64_t weighting) {
  static const char *const names[] = {[RP_PARAM_HERDING] = "herding_weight",
                                      [RP_PARAM_RATE] = "rate_penalty",
                                      [RP_PARAM_INVENTORY] = "inventory_penalty",
                                      [RP_PARAM_TERMINAL] = "terminal_penalty",
                                      [RP_PARAM_MIX] = "mix",
                                      [RP_PARAM_SOBRIETY] = "sobriety",
                                      [RP_PARAM_POSITION_WEIGHT] = "position_weight"};
  for (uint32_t i = RP_PARAM_HERDING; i <= RP_PARAM_POSITION_WEIGHT; ++i) {
    bool read = weighting == RP_WEIGHTING_DIRECT ? i <= RP_PARAM_TERMINAL
                : weighting == RP_WEIGHTING_EQ6  ? i == RP_PARAM_POSITION_WEIGHT
                                                 : i >= RP_PARAM_MIX;
    bool weight = i <= RP_PARAM_TERMINAL, given = rp_call_has(call, i);
    if (given && !read && !(weight && rp_call_real(call, i) == 1))
      return rp_call_report(call, RP_BAD_INPUT, "unused-weight", (int32_t)i, rp_call_real(call, i),
                            "%s is %.15g, but weighting '%s' does not read it", names[i],
                            rp_call_real(call, i), rp_weightings[weighting]);
    if (!given && read)
      return rp_call_report(call, RP_BAD_INPUT, "missing-weight", (int32_t)i, NAN,
                            "%s is missing: weighting '%s' needs it", names[i], rp_weightings[weighting]);
  }
  return RP_OK;
}

static rp_status read_weights(const rp_call *call, rp_retail *retail) {
  int64_t weighting = rp_call_integer(call, RP_PARAM_WEIGHTING);
  rp_status status = check_given(call, weighting);
  if (status != RP_OK) return status;
  if (weighting == RP_WEIGHTING_EQ6) {
    rp_retail_weights_eq6(retail, rp_call_real(call, RP_PARAM_POSITION_WEIGHT));
  } else if (weighting == RP_WEIGHTING_EQ80) {
    double w = rp_call_real(call, RP_PARAM_MIX), eps = rp_call_real(call, RP_PARAM_SOBRIETY);
    const char *reason =
        "it must be in (0, 1]; at 0 the trading rate costs nothing and the Hamiltonian is infinite "
        "wherever u_x is not 0";
    if (!(w > 0 && w <= 1)) return refuse(call, "mix-out-of-range", RP_PARAM_MIX, "mix", reason);
    if (!(eps > 0 && eps <= 1))
      return refuse(call, "sobriety-out-of-range", RP_PARAM_SOBRIETY, "sobriety", reason);
    rp_retail_weights_eq80(retail, w, eps, rp_call_real(call, RP_PARAM_POSITION_WEIGHT));
  } else {
    retail->a = rp_call_real(call, RP_PARAM_HERDING);
    retail->b = rp_call_real(call, RP_PARAM_RATE);
    retail->c = rp_call_real(call, RP_PARAM_INVENTORY);
    retail->d = rp_call_real(call, RP_PARAM_TERMINAL);
  }
  if (!(retail->b > 0))
    return refuse(
        call, "no-rate-penalty", RP_PARAM_RATE, "rate_penalty",
        "it must be > 0, else trading costs nothing and the Hamiltonian is infinite wherever u_x is not 0");
  if (retail->c < 0)
    return refuse(
        call, "negative-inventory-penalty", RP_PARAM_INVENTORY, "inventory_penalty",
        "it must be >= 0, else positions are rewarded and the horizon may contain a conjugate point");
  if (retail->d < 0)
    return refuse(call, "negative-terminal-penalty", RP_PARAM_TERMINAL, "terminal_penalty",
                  "it must be >= 0, else distance from the target is rewarded");
  return RP_OK;
}

/* sigma^4 k^2, the largest product here, stays below the largest number. */
static const double least_size = 1e-50, most_size = 1e50;

rp_status rp_call_check_range(const rp_call *call, const rp_param *params, const uint32_t *list,
                              uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    double value = rp_call_has(call, list[i]) ? rp_call_real(call, list[i]) : 0, size = fabs(value);
    if (size != 0 && (size < least_size || size > most_size))
      return rp_call_report(call, RP_BAD_INPUT, "out-of-range", (int32_t)list[i], value,
                            "%s is %.15g: it must be 0 or of a size between %g and %g, for its powers to be "
                            "numbers; other units may help",
                            params[list[i]].name, value, least_size, most_size);
  }
  return RP_OK;
}

rp_status rp_call_retail(const rp_call *call, rp_retail *retail) {
  static const uint32_t sizes[] = {
      RP_PARAM_HERDING,    RP_PARAM_RATE,     RP_PARAM_INVENTORY,       RP_PARAM_TERMINAL,
      RP_PARAM_MIX,        RP_PARAM_SOBRIETY, RP_PARAM_POSITION_WEIGHT, RP_PARAM_HORIZON,
      RP_PARAM_VOLATILITY, RP_PARAM_MEAN,     RP_PARAM_VARIANCE,        RP_PARAM_TARGET};
  *retail = (rp_retail){.sigma = rp_call_real(call, RP_PARAM_VOLATILITY),
                        .horizon = rp_call_real(call, RP_PARAM_HORIZON),
                        .mu0 = rp_call_real(call, RP_PARAM_MEAN),
                        .v0 = rp_call_real(call, RP_PARAM_VARIANCE),
                        .target = rp_call_real(call, RP_PARAM_TARGET),
                        .log_unit = log(rp_call_real(call, RP_PARAM_DENSITY_UNIT))};
  rp_status status = rp_call_check_range(call, rp_game_params, sizes, RP_COUNT_OF(sizes));
  if (status == RP_OK) status = read_weights(call, retail);
  if (status != RP_OK) return status;
  rp_retail_derive(retail);
  if (retail->A > 0 && retail->sigma > 0 && !(retail->vstar > 1e-150 && retail->vstar < 1e150))
    return rp_call_report(call, RP_BAD_INPUT, "turnpike-out-of-range", RP_PARAM_VOLATILITY, retail->sigma,
                          "volatility is %.15g: the variance %.3g at which herding balances noise must lie "
                          "between 1e-150 and 1e150, for its square to be a number",
                          retail->sigma, retail->vstar);
  return RP_OK;
}

rp_status rp_call_check_law(const rp_call *call, const rp_retail *retail, double low, double high,
                            uint32_t lower_end, uint32_t upper_end) {
  double scale = sqrt(2 * retail->v0), below = erfc((retail->mu0 - low) / scale) / 2,
         above = erfc((high - retail->mu0) / scale) / 2;
  bool lower = below > above;
  if (below + above <= 1e-3) return RP_OK;
  return rp_call_report(
      call, RP_BAD_INPUT, "law-outside-grid", (int32_t)(lower ? lower_end : upper_end), lower ? low : high,
      "%s is %.15g: the grid from %.15g to %.15g leaves out %.3g of the initial law (mean %.15g, "
      "variance %.15g), at most 0.001 may be",
      lower ? "lower_end" : "upper_end", lower ? low : high, low, high, below + above, retail->mu0,
      retail->v0);
}

rp_status rp_call_times(const rp_call *call, uint32_t times, uint32_t points, double end,
                        const char *end_name, rp_times *out) {
  if (rp_call_has(call, times)) {
    const rp_value *value = rp_call_value(call, times);
    *out = (rp_times){.count = value->shape[0], .at = value->data};
    double last = value->data[value->shape[0] - 1];
    if (last > end)
      return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", (int32_t)times, last,
                            "times ends at %.15g, after %s %.15g", last, end_name, end);
    return RP_OK;
  }
  int64_t count = rp_call_integer(call, points);
  double *grid = rp_call_doubles(call, count);
  if (!grid) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i)
    grid[i] = i + 1 == count ? end : end * ((double)i / (double)(count - 1));
  *out = (rp_times){.count = count, .at = grid};
  return RP_OK;
}

rp_status rp_call_game_status(const rp_call *call, const rp_game *game, rp_game_status status) {
  const rp_retail *p = game->retail;
  double y, fastest = fmax(fmax(p->omega < INFINITY ? p->omega : 0, p->kappa), p->sigma * p->sigma / p->v0);
  switch (status) {
  case RP_GAME_SOLVED:
    return RP_OK;
  case RP_GAME_BEYOND_HORIZON:
    return rp_call_report(call, RP_NO_SOLUTION, "beyond-existence-horizon", RP_PARAM_HORIZON, p->horizon,
                          "horizon is %.15g: without noise there is no equilibrium beyond %.15g", p->horizon,
                          rp_noiseless_longest(p, &y));
  case RP_GAME_SCAN_FAILED:
    return rp_call_report(call, RP_NOT_CONVERGED, "scan-failed", -1, NAN,
                          "the scan of the time map found an even number of equilibria, so one was missed; "
                          "the fastest rate times the horizon is %.3g",
                          fastest * p->horizon);
  case RP_GAME_NEWTON_FAILED:
    break;
  }
  if (fastest * p->horizon < 1e6)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "collocation-failed", -1, NAN,
        "the collocation equations of the variance were not solved to the tolerance on up to %d "
        "panels; a higher degree of their polynomials or a larger tolerance may help",
        RP_PATH_PANELS);
  return rp_call_report(
      call, RP_NOT_CONVERGED, "collocation-failed", -1, NAN,
      "the collocation equations of the variance were not solved; its fastest rate times the horizon is "
      "%.3g, "
      "and layers in time are resolved up to about 1e6",
      fastest * p->horizon);
}

rp_status rp_call_put_mean(const rp_call *call, const rp_retail *retail, const rp_times *times,
                           rp_mean_basis *kept, uint32_t mean, uint32_t rate) {
  if (!rp_call_wants(call, mean) && !rp_call_wants(call, rate)) return RP_OK;
  double *means = rp_call_wants(call, mean) ? rp_call_vector(call, mean, times->count)
                                            : rp_call_doubles(call, times->count);
  double *rates = rp_call_wants(call, rate) ? rp_call_vector(call, rate, times->count)
                                            : rp_call_doubles(call, times->count);
  if (!means || !rates) return RP_NO_MEMORY;
  rp_mean_path_kept(kept, retail, times->count, times->at, means, rates);
  return RP_OK;
}

bool rp_batch_basis(const rp_batch *batch, uint32_t times, rp_mean_basis *memory, rp_mean_basis **kept) {
  *kept = NULL;
  if (!rp_call_has(batch->base, times)) return true;
  int64_t count = rp_call_value(batch->base, times)->shape[0];
  *memory = (rp_mean_basis){
      .k = NAN, .first = rp_call_doubles(batch->base, count), .second = rp_call_doubles(batch->base, count)};
  *kept = memory;
  return memory->first && memory->second;
}

bool rp_call_game(const rp_call *call, const rp_retail *retail, rp_game *game) {
  double *memory = rp_call_doubles(call, rp_game_size());
  if (memory) rp_game_layout(game, retail, memory);
  return memory != NULL;
}

bool rp_call_path(const rp_call *call, int panels, int degree, rp_trajectory *path) {
  double *memory = rp_call_doubles(call, rp_trajectory_size(panels, degree));
  if (memory) rp_trajectory_layout(path, panels, degree, memory);
  return memory != NULL;
}

/* Solves all and keeps the one of least action. The lower solution without noise may be too steep to follow;
 * it never has the least action. */
static rp_status least_action(const rp_call *call, rp_game *game, double tolerance, rp_trajectory *path,
                              int *index) {
  rp_trajectory other;
  double least = INFINITY;
  if (!rp_call_path(call, RP_PATH_PANELS, path->degree, &other)) return RP_NO_MEMORY;
  rp_trajectory *current = &other, *best = path;
  for (int i = 0; i < game->count; ++i) {
    rp_game_status found = rp_game_path(game, i, tolerance, current);
    if (found != RP_GAME_SOLVED && game->retail->sigma == 0 && i + 1 < game->count) continue;
    if (found != RP_GAME_SOLVED) return rp_call_game_status(call, game, found);
    double action = rp_game_action(game->retail, current);
    if (!(action < least)) continue;
    least = action;
    *index = i;
    rp_trajectory *spare = best;
    best = current;
    current = spare;
  }
  if (best != path) *path = *best;
  return RP_OK;
}

rp_status rp_call_selected(const rp_call *call, rp_game *game, int64_t selected, int32_t param, int degree,
                           double tolerance, rp_trajectory *path, int *index) {
  rp_status status = RP_OK;
  if (game->count == 0) status = rp_call_game_status(call, game, rp_game_enumerate(game));
  if (status != RP_OK) return status;
  if (selected > game->count)
    return rp_call_report(call, RP_BAD_INPUT, "no-such-equilibrium", param, (double)selected,
                          "selected is %lld, but there are %d equilibria", (long long)selected, game->count);
  if (!rp_call_path(call, RP_PATH_PANELS, degree, path)) return RP_NO_MEMORY;
  *index = (int)(selected > 0 ? selected - 1 : 0);
  if (selected == 0 && game->count > 1) return least_action(call, game, tolerance, path, index);
  return rp_call_game_status(call, game, rp_game_path(game, *index, tolerance, path));
}
