/*
 * model_identical.c - `nplayer_identical`: identical agents with constant coefficients. Schema and glue; the mathematics is
 * in identical.h.
 */
#include "identical.h"
#include "model_agents.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"

enum {
  PARAM_HORIZON,
  PARAM_IMPACT,
  PARAM_SLIPPAGE,
  PARAM_CROSS,
  PARAM_RISK,
  PARAM_VOLATILITY,
  PARAM_PENALTY,
  PARAM_DRIFT,
  PARAM_INVENTORIES,
  PARAM_POPULATION,
  PARAM_REPORTED,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_MEAN_PROFILE,
  OUT_DEVIATION_PROFILE,
  OUT_MEAN,
  OUT_MEAN_RATE,
  OUT_PRICE_IMPACT,
  OUT_INVENTORY,
  OUT_RATE,
  OUT_REPORTED,
  OUT_RESIDUE,
  OUT_CRITICAL_MEAN,
  OUT_CRITICAL_DEVIATION,
  OUT_CRITICAL_CONVEXITY,
  OUT_SHARP_VOLATILITY,
  OUT_POINTWISE,
  OUT_TERMINAL,
  OUT_MARGIN_MEAN,
  OUT_MARGIN_DEVIATION,
  OUT_MARGIN_CONVEXITY,
  OUTPUTS
};
RP_MODEL_LENGTHS(identical, PARAMS, OUTPUTS);
enum { FINITE, MEAN_FIELD };
static const double singular = 1e-12;

static const char *const populations[] = {"finite", "mean-field", NULL};

const rp_dim rp_identical_dims[] = {{.name = "agent", .doc = "Agents.", .min = 1, .max = 1000000000},
                                    RP_TIME_DIM,
                                    RP_LATE("reported", 1, 1000000, "Agents whose paths are kept.")};

const rp_param rp_identical_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent; of all agents together in the mean-field limit."),
    RP_REAL_ENTRY("temporary_impact", "\\eta", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                  "section 1", "Temporary impact of an agent on its own price."),
    RP_REAL_ENTRY("cross_impact", "\\theta", "cash*time/share^2", RP_NONNEGATIVE, 0, 0, "",
                  "Temporary impact on the others' price: 0 in the paper, temporary_impact in the older "
                  "model; of all agents together in the mean-field limit."),
    RP_REAL_ENTRY("risk_aversion", "\\alpha", "1/cash", RP_NONNEGATIVE, 1, 0, "section 1", "Weight of risk."),
    RP_REAL_ENTRY("volatility", "\\sigma", "cash/share/time^0.5", RP_NONNEGATIVE, 1, 0, "section 1",
                  "Volatility of the price."),
    RP_REAL_ENTRY("terminal_penalty", "\\phi", "cash/share^2", RP_ANY, 1, RP_INF_LEGAL, "section 1",
                  "Weight of the squared inventory left at the horizon; infinite: liquidation."),
    RP_REAL_ENTRY("drift", "b", "cash/share/time", RP_ANY, 0, 0, "section 1", "Drift of the price."),
    {RP_WORDS_("inventories", "x_i", "share", "section 1",
               "Inventories at the start; a sample in the mean-field limit."),
     .kind = RP_ARRAY, RP_ANY, .preset = RP_ABSENT, .axes = RP_ON("agent")},
    RP_CHOICE_ENTRY("population", populations, FINITE, 0, "section 1",
                    "The agents given, or infinitely many, each with a vanishing part of the impact."),
    {RP_WORDS_("agents_reported", "i", "1", "", "Agents whose paths are kept, from 1; absent: all."),
     .kind = RP_ARRAY, .flags = RP_OPTIONAL | RP_INTEGRAL | RP_NUMERICAL, RP_BETWEEN(1, 1e9),
     .preset = RP_ABSENT, .axes = RP_ON("reported")},
    RP_TIMES_ENTRIES};

#define MARGIN(output_, name_, which_, doc_)                                                                 \
  [output_] = RP_OUT(name_, "", "cash/share^2", RP_NO_AXIS, RP_DIAGNOSTIC | RP_INF_MEANINGFUL, "section 3",  \
                     "terminal_penalty less critical_penalty_" which_ "; " doc_ ".")

const rp_output rp_identical_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_MEAN_PROFILE] = RP_OUT("mean_profile", "u", "1", RP_ON("time"), 0, "section 4",
                                "What is left of the mean inventory, without drift."),
    [OUT_DEVIATION_PROFILE] = RP_OUT("deviation_profile", "D", "1", RP_ON("time"), 0, "section 4",
                                     "What is left of deviations from the mean."),
    [OUT_MEAN] = RP_OUT("mean_inventory", "m", "share", RP_ON("time"), 0, "section 4", "Mean inventory."),
    [OUT_MEAN_RATE] =
        RP_OUT("mean_rate", "m'", "share/time", RP_ON("time"), 0, "section 4", "Mean rate of trading."),
    [OUT_PRICE_IMPACT] = RP_OUT("price_impact", "\\lambda(W - W_0)", "cash/share", RP_ON("time"), 0,
                                "section 1", "Permanent impact of all trades on the price."),
    [OUT_INVENTORY] = RP_OUT("inventory_paths", "X_i", "share", RP_ON("reported", "time"), 0, "section 4",
                             "Inventories of the agents reported."),
    [OUT_RATE] = RP_OUT("rate_paths", "\\xi_i", "share/time", RP_ON("reported", "time"), 0, "section 4",
                        "Their rates of trading; positive: buys."),
    [OUT_REPORTED] =
        RP_OUT("reported", "i", "1", RP_ON("reported"), 0, "", "Numbers of the agents reported."),
    [OUT_RESIDUE] = RP_OUT("residual_penalty", "\\gamma", "cash/share^2", RP_NO_AXIS, RP_INF_MEANINGFUL,
                           "section 3", "terminal_penalty less half the permanent impact."),
    [OUT_CRITICAL_MEAN] = RP_OUT("critical_penalty_mean", "\\phi_m", "cash/share^2", RP_NO_AXIS, 0, "",
                                 "The terminal penalty at which the mean has no or many solutions."),
    [OUT_CRITICAL_DEVIATION] = RP_OUT("critical_penalty_deviation", "\\phi_d", "cash/share^2", RP_NO_AXIS, 0,
                                      "", "The same of deviations; matters for two agents and more."),
    [OUT_CRITICAL_CONVEXITY] =
        RP_OUT(
            "critical_penalty_convexity", "\\phi_c", "cash/share^2", RP_NO_AXIS, 0, "",
            "The terminal penalty at and below which an agent alone can drive its cost to minus infinity."),
    [OUT_SHARP_VOLATILITY] =
        RP_OUT("sharp_volatility", "\\sigma_*", "cash/share/time^0.5", RP_NO_AXIS, RP_INF_MEANINGFUL, "",
               "Volatility from which on a game without terminal penalty has a unique equilibrium on every "
               "horizon; infinite without aversion to risk."),
    [OUT_POINTWISE] =
        RP_OUT("pointwise_monotone", "", "1", RP_NO_AXIS, 0, "theorem 4.2",
               "1 if the residual penalty is not negative and the volatility exceeds the bound of the "
               "pointwise monotonicity argument (finite population, no cross impact; else 0)."),
    [OUT_TERMINAL] = RP_OUT("terminally_monotone", "", "1", RP_NO_AXIS, 0, "",
                            "1 if phi >= lambda (n + 1)/4: a unique equilibrium at any volatility, also a "
                            "random one (finite population, no cross impact; else 0)."),
    MARGIN(OUT_MARGIN_MEAN, "margin_mean", "mean",
           "negative: beyond it, where the equation has one solution again that need not be near"),
    MARGIN(OUT_MARGIN_DEVIATION, "margin_deviation", "deviation", "matters for two agents and more"),
    MARGIN(OUT_MARGIN_CONVEXITY, "margin_convexity", "convexity", "positive, or the game is refused")};

static rp_status check(const rp_call *call, const rp_identical *game, const rp_identical_modes *modes) {
  double phi = game->penalty;
  if (!game->mean_field && game->agents > 1 && !(game->cross < 2 * game->slippage))
    return rp_call_report(call, RP_BAD_INPUT, "cross-impact-too-large", PARAM_CROSS, game->cross,
                          "'cross_impact' is %.6g, it must be below twice the temporary impact, %.6g",
                          game->cross, 2 * game->slippage);
  if (!(phi > modes->critical_convexity))
    return rp_call_report(call, RP_NO_SOLUTION, "not-convex", PARAM_PENALTY, phi,
                          "every agent can drive its cost to minus infinity: 'terminal_penalty' is %.6g, it "
                          "must be above critical_penalty_convexity = %.6g",
                          phi, modes->critical_convexity);
  double scale = fabs(phi) + fabs(modes->residue) + game->slippage / game->horizon;
  if (isfinite(phi) && fabs(phi - modes->critical_mean) <= singular * scale)
    return rp_call_report(call, RP_NO_SOLUTION, "singular-mean", PARAM_PENALTY, phi,
                          "the equation for the mean inventory is singular: 'terminal_penalty' is %.6g, it "
                          "must differ from critical_penalty_mean = %.6g",
                          phi, modes->critical_mean);
  if (phi < modes->critical_mean)
    rp_call_report(call, RP_OK, "below-critical-penalty", PARAM_PENALTY, phi,
                   "'terminal_penalty' %.6g is below critical_penalty_mean = %.6g: the equilibrium is unique "
                   "on this horizon, but not on all shorter ones",
                   phi, modes->critical_mean);
  return RP_OK;
}

static rp_status put_means(const rp_call *call, const rp_identical *game, const rp_identical_modes *modes,
                           double start, int64_t count, const double *times) {
  enum { FIRST = OUT_MEAN_PROFILE, COLUMNS = OUT_PRICE_IMPACT - FIRST + 1 };
  double *to[COLUMNS] = {0}, size = game->mean_field ? 1 : (double)game->agents;
  for (uint32_t k = 0; k < COLUMNS; ++k)
    if (rp_call_wants(call, FIRST + k) && !(to[k] = rp_call_vector(call, FIRST + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    double from[COLUMNS], unused;
    rp_profile_decay(&modes->mean, times[i], from, &unused);
    rp_profile_decay(&modes->deviation, times[i], from + 1, &unused);
    rp_identical_mean(game, modes, start, times[i], from + 2, from + 3);
    from[4] = game->impact * size * (from[2] - start);
    for (int k = 0; k < COLUMNS; ++k)
      if (to[k]) to[k][i] = from[k];
  }
  return RP_OK;
}

static rp_status put_agents(const rp_call *call, const rp_identical *game, const rp_identical_modes *modes,
                            const rp_reported *agents, double start, int64_t count, const double *times) {
  int64_t reported = agents->count;
  const double *x = rp_call_array(call, PARAM_INVENTORIES);
  double *numbers = rp_call_wants(call, OUT_REPORTED) ? rp_call_vector(call, OUT_REPORTED, reported) : NULL;
  double *path =
      rp_call_wants(call, OUT_INVENTORY) ? rp_call_matrix(call, OUT_INVENTORY, reported, count) : NULL;
  double *rate = rp_call_wants(call, OUT_RATE) ? rp_call_matrix(call, OUT_RATE, reported, count) : NULL;
  if ((rp_call_wants(call, OUT_REPORTED) && !numbers) || (rp_call_wants(call, OUT_INVENTORY) && !path) ||
      (rp_call_wants(call, OUT_RATE) && !rate))
    return RP_NO_MEMORY;
  for (int64_t j = 0; j < count; ++j) {
    double mean, mean_rate, decay, slope;
    rp_identical_mean(game, modes, start, times[j], &mean, &mean_rate);
    rp_profile_decay(&modes->deviation, times[j], &decay, &slope);
    for (int64_t i = 0; i < reported; ++i) {
      double apart = x[rp_reported_agent(agents, i)] - start;
      if (path) path[i * count + j] = mean + apart * decay;
      if (rate) rate[i * count + j] = mean_rate + apart * slope;
    }
  }
  for (int64_t i = 0; numbers && i < reported; ++i)
    numbers[i] = (double)(rp_reported_agent(agents, i) + 1);
  return RP_OK;
}

static rp_status put_conditions(const rp_call *call, const rp_identical *game,
                                const rp_identical_modes *modes) {
  double n = (double)game->agents, alpha = rp_call_real(call, PARAM_RISK);
  bool plain = !game->mean_field && game->cross == 0;
  double bound = game->impact * game->impact * (n - 1) * (n - 1) / (16 * game->slippage);
  const rp_number numbers[] = {{OUT_RESIDUE, modes->residue},
                               {OUT_CRITICAL_MEAN, modes->critical_mean},
                               {OUT_CRITICAL_DEVIATION, modes->critical_deviation},
                               {OUT_CRITICAL_CONVEXITY, modes->critical_convexity},
                               {OUT_SHARP_VOLATILITY, alpha > 0 ? rp_identical_sharp_volatility(game, alpha)
                                                                : (game->impact > 0 ? INFINITY : 0)},
                               {OUT_POINTWISE, plain && modes->residue >= 0 && game->risk > bound},
                               {OUT_MARGIN_MEAN, game->penalty - modes->critical_mean},
                               {OUT_MARGIN_DEVIATION, game->penalty - modes->critical_deviation},
                               {OUT_MARGIN_CONVEXITY, game->penalty - modes->critical_convexity},
                               {OUT_TERMINAL, plain && game->penalty >= game->impact * (n + 1) / 4}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_identical_model_solve(const rp_call *call) {
  const rp_value *inventories = rp_call_value(call, PARAM_INVENTORIES);
  double sigma = rp_call_real(call, PARAM_VOLATILITY), horizon = rp_call_real(call, PARAM_HORIZON), start = 0;
  rp_identical game = {.agents = inventories->shape[0],
                       .mean_field = rp_call_integer(call, PARAM_POPULATION) == MEAN_FIELD,
                       .horizon = horizon,
                       .impact = rp_call_real(call, PARAM_IMPACT),
                       .slippage = rp_call_real(call, PARAM_SLIPPAGE),
                       .cross = rp_call_real(call, PARAM_CROSS),
                       .risk = rp_call_real(call, PARAM_RISK) * sigma * sigma,
                       .penalty = rp_call_real(call, PARAM_PENALTY),
                       .drift = rp_call_real(call, PARAM_DRIFT)};
  if (game.agents == 1 && !game.mean_field) game.cross = 0; /* nobody else is there to feel it */
  for (int64_t i = 0; i < game.agents; ++i)
    start += inventories->data[i];
  start /= (double)game.agents;
  rp_identical_modes modes;
  rp_identical_make(&game, &modes);
  int64_t count;
  const double *times;
  rp_reported reported;
  rp_status status = rp_model_times(call, PARAM_TIMES, horizon, &count, &times);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORIES, "inventories");
  double others = game.impact * (double)game.agents / game.slippage;
  if (status == RP_OK && !isfinite(others * others + game.risk / game.slippage))
    return rp_call_report(
        call, RP_UNSUPPORTED, "overflow", PARAM_SLIPPAGE, game.slippage,
        "'temporary_impact' is %.6g, so small that the rates at which agents trade overflow", game.slippage);
  if (status == RP_OK) status = rp_model_reported(call, PARAM_REPORTED, game.agents, game.agents, &reported);
  if (status == RP_OK) status = check(call, &game, &modes);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = put_means(call, &game, &modes, start, count, times);
  if (status == RP_OK) status = put_agents(call, &game, &modes, &reported, start, count, times);
  return status == RP_OK ? put_conditions(call, &game, &modes) : status;
}
