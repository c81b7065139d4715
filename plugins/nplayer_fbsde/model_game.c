/*
 * model_game.c - `nplayer_game`: agents with different coefficients. Schema and glue; the mathematics is in population.h and
 * numerics/coupled_agents.h, the aggregate in model_aggregate.h, what is told of single agents in model_game_agents.c and
 * model_game_values.c, how near the game is to a singular one in model_game_margins.c.
 */
#include "model_game.h"
#include <stdatomic.h>
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"

RP_MODEL_LENGTHS(game, PARAMS, OUTPUTS);
enum { MOST_AGENTS = 1000000000, REPORTED_BY_DEFAULT = 1000 };

const rp_dim rp_game_dims[] = {{.name = "agent", .doc = "Agents.", .min = 1, .max = MOST_AGENTS},
                               RP_TIME_DIM,
                               RP_LATE("reported", 1, 1000000, "Agents whose paths are kept."),
                               RP_LATE("quantile", 0, 1000, "Quantiles of the inventories.")};

#define CURVES(name_, symbol_, unit_, flags_, doc_)                                                          \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 4", doc_),                                                     \
        .kind = RP_CURVE, .flags = RP_OPTIONAL | (flags_), RP_NONNEGATIVE, .preset = RP_ABSENT,              \
        .axes = RP_ON("agent"), .variable = "t", .domain = {                                                 \
          "0",                                                                                               \
          "horizon"                                                                                          \
        }                                                                                                    \
  }
#define LIST(name_, symbol_, axis_, bounds_, flags_, doc_)                                                   \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, "1", "", doc_),                                                                \
        .kind = RP_ARRAY, .flags = RP_OPTIONAL | RP_NUMERICAL | (flags_), bounds_, .preset = RP_ABSENT,      \
        .axes = RP_ON(axis_)                                                                                 \
  }

static const char *const solvers[] = {"automatic", "direct", "gmres", NULL};
static const char *const eliminations[] = {"automatic", "collocation", "green", NULL};

const rp_param rp_game_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent."),
    RP_CURVE_ENTRY("volatility", "\\sigma(t)", "cash/share/time^0.5", "t", "0", "horizon", RP_NONNEGATIVE, 1,
                   0, "section 4", "Volatility of the price."),
    RP_CURVE_ENTRY("drift", "b(t)", "cash/share/time", "t", "0", "horizon", RP_ANY, 0, 0, "section 4",
                   "Drift of the price."),
    RP_AGENT_ENTRY("temporary_impact", "\\eta_i", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                   "Temporary impact of each agent on its own price."),
    RP_CURVE_ENTRY("temporary_shape", "\\eta(t)", "1", "t", "0", "horizon", RP_NONNEGATIVE, 1, RP_MIN_OPEN,
                   "", "Common shape of the temporary impacts, a factor."),
    CURVES("temporary_curves", "\\eta_i(t)", "cash*time/share^2", RP_MIN_OPEN,
           "A curve for each agent, in place of temporary_impact times temporary_shape."),
    RP_AGENT_ENTRY("risk_aversion", "\\alpha_i", "1/cash", RP_NONNEGATIVE, 1, 0,
                   "Weight of risk of each agent."),
    RP_CURVE_ENTRY("risk_shape", "\\alpha(t)", "1", "t", "0", "horizon", RP_NONNEGATIVE, 1, 0, "",
                   "Common shape of the weights of risk, a factor."),
    CURVES("risk_curves", "\\alpha_i(t)", "1/cash", 0,
           "A curve for each agent, in place of risk_aversion times risk_shape."),
    RP_AGENT_ENTRY("terminal_penalty", "\\phi_i", "cash/share^2", RP_ANY, 1, 0,
                   "Weight of each agent's squared inventory left at the horizon."),
    RP_AGENT_ENTRY("inventories", "x_i", "share", RP_ANY, RP_ABSENT, 0, "Inventories at the start."),
    LIST("agents_reported", "i", "reported", RP_BETWEEN(1, MOST_AGENTS), RP_INTEGRAL,
         "Agents whose paths are kept, from 1; absent: the first 1000."),
    LIST("quantiles", "", "quantile", RP_BETWEEN(0, 1), RP_INCREASING, "Levels of the bands of inventories."),
    RP_TIMES_ENTRIES,
    RP_INTEGER_ENTRY("nodes", "s", RP_BETWEEN(2, RP_COLLOCATION_MOST), 12, RP_NUMERICAL, "",
                     "Gauss nodes of a panel; two more if that spares halving all panels."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-13, 1), 1e-9, RP_NUMERICAL, "",
                  "Wanted relative change of the aggregate on the next finer grid."),
    RP_CHOICE_ENTRY("solver", solvers, RP_SOLVER_AUTOMATIC, RP_NUMERICAL, "",
                    "The equation for the aggregate rate by its matrix (direct), or by products with it and "
                    "the game of 32 agents as preconditioner (gmres); automatic: direct up to 128 nodes in "
                    "time, then whichever should be faster, gmres beyond 2048."),
    RP_CHOICE_ENTRY(
        "elimination", eliminations, RP_ELIMINATION_AUTOMATIC, RP_NUMERICAL, "",
        "How an agent is eliminated: by its collocation equations, which solves those of the whole game "
        "exactly and does not mind stiff agents, or by its Green function, which is much faster and of the "
        "same order; automatic: green unless an agent's own growth over the horizon exceeds 32.")};

#define VALUE(output_, name_, symbol_, unit_, doc_)                                                          \
  [output_] = RP_OUT(name_, symbol_, unit_, RP_ON("reported", "time"), 0, "proposition 3.1", doc_)
#define MARGIN(output_, name_, flags_, doc_)                                                                 \
  [output_] = RP_OUT(name_, "", "cash/share^2", RP_NO_AXIS, RP_DIAGNOSTIC | (flags_), "section 3", doc_)
#define COST(output_, name_, symbol_, doc_)                                                                  \
  [output_] = RP_OUT(name_, symbol_, "cash", RP_ON("agent"), 0, "section 3", doc_)

const rp_output rp_game_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_TOTAL] = RP_OUT("aggregate", "W", "share", RP_ON("time"), 0, "section 4", "Sum of the inventories."),
    [OUT_TOTAL_RATE] =
        RP_OUT("aggregate_rate", "V", "share/time", RP_ON("time"), 0, "section 4", "Sum of the rates."),
    [OUT_PRICE_IMPACT] = RP_OUT("price_impact", "\\lambda(W - W_0)", "cash/share", RP_ON("time"), 0,
                                "section 1", "Permanent impact of all trades on the price."),
    [OUT_REPORTED] =
        RP_OUT("reported", "i", "1", RP_ON("reported"), 0, "", "Numbers of the agents reported."),
    [OUT_INVENTORY] = RP_OUT("inventory_paths", "X_i", "share", RP_ON("reported", "time"), 0, "section 4",
                             "Inventories of the agents reported."),
    [OUT_RATE] = RP_OUT("rate_paths", "\\xi_i", "share/time", RP_ON("reported", "time"), 0, "section 4",
                        "Their rates of trading; positive: buys."),
    [OUT_ADJOINT] = RP_OUT("adjoint_paths", "Y_i", "cash/share", RP_ON("reported", "time"), 0, "section 4",
                           "Their marginal values -2 eta xi."),
    [OUT_COSTS] = RP_OUT("costs", "J_i", "cash", RP_ON("agent"), 0, "section 3", "Cost of each agent."),
    COST(OUT_COST_INITIAL, "cost_initial", "\\lambda x_i^2/2",
         "Its part that the inventory at the start costs anyway, half the permanent impact of selling it."),
    COST(OUT_COST_TERMINAL, "cost_terminal", "\\gamma_i X_i(T)^2",
         "Its part for what is left at the horizon."),
    COST(OUT_COST_SLIPPAGE, "cost_slippage", "\\int\\eta_i\\xi_i^2dt", "Its part for own temporary impact."),
    COST(OUT_COST_RISK, "cost_risk", "\\int a_i X_i^2dt", "Its part for risk."),
    COST(OUT_COST_DRIFT, "cost_drift", "-\\int b X_i dt", "Its part by the drift of the price."),
    COST(OUT_COST_INTERACTION, "cost_interaction", "-\\lambda\\int X_i(V-\\xi_i)dt",
         "Its part by the others' permanent impact."),
    [OUT_BANDS] = RP_OUT("bands", "", "share", RP_ON("quantile", "time"), 0, "",
                         "Quantiles of all agents' inventories, linear between order statistics."),
    [OUT_QUANTILE] = RP_OUT("quantile", "", "1", RP_ON("quantile"), 0, "", "Levels of the bands."),
    [OUT_POINTWISE] = RP_OUT("pointwise_monotone", "", "1", RP_NO_AXIS, 0, "theorem 4.2",
                             "1 if no residual penalty is negative and the volatility exceeds "
                             "monotone_volatility at every node: one equilibrium, whatever is random."),
    [OUT_MONOTONE_VOLATILITY] = RP_OUT("monotone_volatility", "\\sigma_m", "cash/share/time^0.5", RP_NO_AXIS,
                                       RP_INF_MEANINGFUL, "theorem 4.2",
                                       "Largest over the horizon of the volatility that pointwise "
                                       "monotonicity asks for; infinite if somebody does not mind risk."),
    [OUT_TERMINAL] = RP_OUT("terminally_monotone", "", "1", RP_NO_AXIS, 0, "",
                            "1 if 2 gamma_i on the diagonal exceeds the interaction at the horizon: one "
                            "equilibrium at any volatility, also a random one."),
    [OUT_RCOND] =
        RP_OUT("conditioning", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
               "Reciprocal condition number of the equation for the aggregate; NaN if it is iterated."),
    [OUT_DISCRETISATION] = RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Change of the sample's aggregate and its rate on the next finer grid, "
                                  "relative to the largest of each."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Panels."),
    [OUT_GRID_NODES] =
        RP_OUT("grid_nodes", "M", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Nodes: size of the equation."),
    [OUT_SAMPLED] =
        RP_OUT("sampled", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Agents on which the grid was chosen."),
    [OUT_IDENTITY] = RP_OUT("cost_identity", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                            "Largest difference of a cost from lambda x^2/2 + Y_0 x/2 - (1/2) int X f, "
                            "relative to the sum of its parts."),
    [OUT_BEST_RESPONSE] = RP_OUT(
        "best_response", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
        "Largest derivative of a cost along rates cos(m pi t/T), m < 6, relative to the sum of its parts."),
    [OUT_RESIDUAL] = RP_OUT("fbsde_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "theorem 4.1",
                            "Largest difference over a panel of an agent's adjoint from the integral of its "
                            "equation, relative to the agent's largest."),
    [OUT_CURVATURE] =
        RP_OUT("best_response_curvature", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Least second derivative of a cost along the same rates, relative to the sum of the sizes of "
               "its parts; positive, and 1 where no residual penalty is negative."),
    [OUT_RATE_BOUND] = RP_OUT("rate_bound", "", "1/time", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                              "Bound on the growth of all modes, which grades the panels."),
    [OUT_PRODUCTS] = RP_OUT(
        "kernel_products", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
        "Products with the kernel that GMRES took, its right-hand side included; 0 if solved directly."),
    [OUT_MEMORY] = RP_OUT("memory", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                          "Bytes of working memory that the solution took beyond arguments and outputs; does "
                          "not depend on the threads."),
    VALUE(OUT_QUADRATIC, "value_quadratic", "A_i", "cash/share^2",
          "Coefficient of the squared inventory in the value of the agents reported, given the others' "
          "trades."),
    VALUE(OUT_LINEAR, "value_linear", "B_i", "cash/share", "Coefficient of the inventory in it."),
    VALUE(OUT_CONSTANT, "value_constant", "C_i", "cash", "The value without inventory."),
    [OUT_BEST_REPLY] =
        RP_OUT("best_reply", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "theorem 4.1",
               "Largest difference of a reported inventory from the agent's best reply to the others' "
               "trades, computed by nplayer_single's method, relative to its largest."),
    MARGIN(OUT_MARGIN_MEAN, "margin_mean", RP_INF_MEANINGFUL | RP_NAN_MEANINGFUL,
           "What may be taken off all terminal penalties before the equation for the aggregate is singular; "
           "infinite if an agent escapes first, negative beyond such a penalty. By bisection, on at most "
           "1024 agents spread over the list."),
    MARGIN(OUT_MARGIN_DEVIATION, "margin_deviation", RP_NAN_MEANINGFUL,
           "What may be taken off before an agent has no best answer to some trades of the others, its own "
           "impact on the price counted as theirs."),
    MARGIN(OUT_MARGIN_CONVEXITY, "margin_convexity", RP_NAN_MEANINGFUL,
           "What may be taken off before an agent alone can drive its cost to minus infinity; as the two "
           "before not a number where coefficients depend on time and an agent is too stiff for the panels."),
    [OUT_WEAKEST] = RP_OUT("weakest_agent", "i", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                           "The agent that margin_convexity is of.")};

static rp_population population_of(const rp_call *call) {
  return (rp_population){
      .agents = rp_call_value(call, PARAM_INVENTORIES)->shape[0],
      .horizon = rp_call_real(call, PARAM_HORIZON),
      .impact = rp_call_real(call, PARAM_IMPACT),
      .slippage = rp_call_array(call, PARAM_SLIPPAGE),
      .risk_aversion = rp_call_array(call, PARAM_RISK),
      .penalty = rp_call_array(call, PARAM_PENALTY),
      .start = rp_call_array(call, PARAM_INVENTORIES),
      .slippage_shape = rp_curve_of(rp_call_value(call, PARAM_SLIPPAGE_SHAPE), 0),
      .risk_shape = rp_curve_of(rp_call_value(call, PARAM_RISK_SHAPE), 0),
      .volatility = rp_curve_of(rp_call_value(call, PARAM_VOLATILITY), 0),
      .drift = rp_curve_of(rp_call_value(call, PARAM_DRIFT), 0),
      .slippage_curves =
          rp_call_has(call, PARAM_SLIPPAGE_CURVES) ? rp_call_value(call, PARAM_SLIPPAGE_CURVES) : NULL,
      .risk_curves = rp_call_has(call, PARAM_RISK_CURVES) ? rp_call_value(call, PARAM_RISK_CURVES) : NULL};
}

static rp_status put_aggregate(const rp_call *call, const rp_aggregate *a, int64_t count, const double *times,
                               const rp_panel_place *places) {
  enum { FIRST = OUT_TOTAL, COLUMNS = OUT_PRICE_IMPACT - OUT_TOTAL + 1 };
  double *to[COLUMNS] = {0};
  rp_status status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status != RP_OK) return status;
  for (uint32_t k = 0; k < COLUMNS; ++k)
    if (rp_call_wants(call, FIRST + k) && !(to[k] = rp_call_vector(call, FIRST + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    double from[COLUMNS];
    rp_aggregate_at(a, places + i, from, from + 1);
    from[2] = a->game.impact * (from[0] - a->total[0]);
    for (int k = 0; k < COLUMNS; ++k)
      if (to[k]) to[k][i] = from[k];
  }
  return RP_OK;
}

static rp_status put_conditions(const rp_call *call, const rp_aggregate *a, const double *residue) {
  const rp_population *p = a->grid.population;
  bool pointwise = true, steady = rp_population_steady(p);
  double most = 0, *work = NULL;
  bool asked = rp_call_wants(call, OUT_POINTWISE) || rp_call_wants(call, OUT_MONOTONE_VOLATILITY);
  if (asked && !(work = rp_call_doubles(call, 4 * p->agents))) return RP_NO_MEMORY;
  for (int64_t i = 0; i < p->agents; ++i)
    pointwise = pointwise && residue[i] >= 0;
  for (int64_t k = 0; asked && k < (steady ? 1 : rp_coupled_nodes(&a->game)); ++k) {
    double needed = rp_population_monotone_volatility(p, a->grid.time[k], work);
    most = fmax(most, needed);
    pointwise = pointwise && rp_curve_at(&p->volatility, a->grid.time[k]) > needed;
  }
  const rp_number numbers[] = {
      {OUT_POINTWISE, pointwise},
      {OUT_MONOTONE_VOLATILITY, most},
      {OUT_TERMINAL, rp_call_wants(call, OUT_TERMINAL) && rp_population_terminally_monotone(p)},
      {OUT_RCOND, a->rcond},
      {OUT_DISCRETISATION, a->discretisation},
      {OUT_PANELS, (double)a->panels},
      {OUT_GRID_NODES, (double)rp_coupled_nodes(&a->game)},
      {OUT_SAMPLED, (double)a->sampled},
      {OUT_RATE_BOUND, a->rate},
      {OUT_PRODUCTS, (double)a->products}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

/* The host with a scratch that counts. Everything else of it works on `self`, which is the same. */
typedef struct counting_host {
  rp_host host;
  const rp_host *real;
  _Atomic uint64_t bytes;
} counting_host;

static void *count_scratch(const rp_host *h, uint64_t bytes, uint64_t align) {
  counting_host *counting = (counting_host *)(void *)(uintptr_t)(const void *)h;
  counting->bytes += bytes;
  return counting->real->scratch(counting->real, bytes, align);
}

static rp_status solve(const rp_call *call) {
  rp_population population = population_of(call);
  rp_reported reported;
  int64_t count;
  const double *times;
  rp_status status = rp_model_times(call, PARAM_TIMES, population.horizon, &count, &times);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORIES, "inventories");
  if (status == RP_OK)
    status = rp_model_reported(call, PARAM_REPORTED, population.agents, REPORTED_BY_DEFAULT, &reported);
  if (status != RP_OK) return status;
  double *residue = rp_call_doubles(call, population.agents);
  rp_panel_place *places =
      call->host->scratch(call->host, (uint64_t)count * sizeof *places, RP_CALL_ALIGNMENT);
  if (!residue || !places) return RP_NO_MEMORY;
  for (int64_t i = 0; i < population.agents; ++i)
    residue[i] = population.penalty[i] - population.impact / 2;
  rp_aggregate aggregate;
  rp_aggregate_options options = {.stages = rp_call_integer(call, PARAM_NODES),
                                  .tolerance = rp_call_real(call, PARAM_TOLERANCE),
                                  .solver = (rp_aggregate_solver)rp_call_integer(call, PARAM_SOLVER),
                                  .elimination =
                                      (rp_aggregate_elimination)rp_call_integer(call, PARAM_ELIMINATION),
                                  .conditioning = rp_call_wants(call, OUT_RCOND),
                                  .penalty_param = PARAM_PENALTY};
  if (options.solver == RP_SOLVER_GMRES && options.elimination == RP_ELIMINATION_COLLOCATION)
    return rp_call_report(
        call, RP_BAD_INPUT, "needs-green-functions", PARAM_SOLVER, NAN,
        "'solver' gmres takes products with Green functions, 'elimination' must not be collocation");
  status = rp_model_aggregate(call, &population, residue, &options, &aggregate);
  if (status != RP_OK) return status;
  for (int64_t i = 0; i < count; ++i)
    places[i] = rp_aggregate_place(&aggregate, times[i]);
  status = put_aggregate(call, &aggregate, count, times, places);
  if (status == RP_OK) status = rp_game_put_agents(call, &aggregate, &reported, count, times, places);
  if (status == RP_OK) status = rp_game_put_costs(call, &aggregate);
  if (status == RP_OK) status = rp_game_put_bands(call, &aggregate, count, places);
  if (status == RP_OK) status = rp_game_put_values(call, &aggregate, &reported, count, times);
  if (status == RP_OK) status = rp_game_put_margins(call, &aggregate, residue);
  return status == RP_OK ? put_conditions(call, &aggregate, residue) : status;
}

rp_status rp_game_model_solve(const rp_call *call) {
  counting_host counting = {.host = *call->host, .real = call->host};
  counting.host.scratch = count_scratch;
  rp_call counted = *call;
  counted.host = &counting.host;
  rp_status status = solve(&counted);
  return status == RP_OK ? rp_call_put(call, OUT_MEMORY, (double)counting.bytes) : status;
}
