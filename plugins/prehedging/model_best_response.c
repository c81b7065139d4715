/*
 * model_best_response.c - `prehedging_best_response`: best responses by quadrature, and their damped iteration. Schema and
 * glue; the mathematics is in best_response.h.
 */
#include "best_response.h"
#include "model_list.h"
#include "model_two_dealers.h"
#include <math.h>

enum { MOST = 1000000, NUMBERS_OF_STRATEGY = 4, DEFAULT_POSITIONS = 5 };
enum {
  PARAM_POSITIONS = RP_PAIR_PARAMS,
  PARAM_PREHEDGE,
  PARAM_SPREAD_FACTOR,
  PARAM_SLOPE_FACTOR,
  PARAM_DAMPING,
  PARAM_ITERATIONS,
  PARAMS
};
enum {
  OUT_POSITION,
  OUT_TRADE,
  OUT_SPREAD,
  OUT_PROFIT,
  OUT_CURVATURE,
  OUT_TRADE_GAP,
  OUT_SPREAD_GAP,
  OUT_PROFIT_GAP,
  OUT_REAL,
  OUT_IMAGINARY,
  OUT_RADIUS,
  OUT_STRATEGIES,
  OUT_DISTANCE,
  OUTPUTS
};

static const char *const on_position[] = {"position", NULL};
static const char *const on_number[] = {"number", NULL};
static const char *const on_iteration[] = {"iteration", NULL};
static const char *const on_iteration_number[] = {"iteration", "number", NULL};

const rp_dim rp_best_response_dims[] = {
    {.name = "position",
     .doc = "Inventories of the responding dealer.",
     .min = 1,
     .max = MOST,
     .flags = RP_DIM_LATE},
    {.name = "iteration",
     .doc = "Iterations, the start included.",
     .min = 1,
     .max = MOST,
     .flags = RP_DIM_LATE},
    {.name = "number", .doc = "a, b, c, d.", .min = NUMBERS_OF_STRATEGY, .max = NUMBERS_OF_STRATEGY}};

const rp_param rp_best_response_params[] = {
    RP_PAIR_PARAM_TABLE,
    {.name = "positions",
     .symbol = "X_0",
     .unit = "share",
     .kind = RP_ARRAY,
     .axes = on_position,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = NAN,
     .flags = RP_OPTIONAL | RP_NUMERICAL,
     .source = "app. B",
     .doc = "Inventories at which the best response is wanted; absent: -1, -1/2, 0, 1/2, 1 times the range."},
    RP_FLAG_PARAM("prehedge", 1, "app. B", "0: nobody trades before the client."),
    RP_REAL_PARAM("start_spread_factor", "", "1", RP_ANY, 1.3, "",
                  "The iteration starts without trades, at this times the equilibrium's c."),
    RP_REAL_PARAM("start_slope_factor", "", "1", RP_POSITIVE, 1.5, "",
                  "And at this times the equilibrium's d."),
    RP_REAL_PARAM("damping", "\\omega", "1", RP_BETWEEN(0, 1), 0.5, "",
                  "Weight of the best response in each iteration; 1: undamped."),
    RP_COUNT_PARAM("iterations", "n", 0, MOST, 60, "Number of iterations.")};

const rp_output rp_best_response_outputs[] = {
    [OUT_POSITION] = RP_ARRAY_OUT("position", "X_0", "share", on_position, "app. B",
                                  "Inventories of the responding dealer."),
    [OUT_TRADE] = RP_ARRAY_OUT("trade", "\\Delta X_0", "share", on_position, "eq. 25",
                               "What she buys best before the client, against the equilibrium's rival."),
    [OUT_SPREAD] =
        RP_ARRAY_OUT("spread", "\\delta_A", "cash/share", on_position, "app. B", "What she quotes best."),
    [OUT_PROFIT] = RP_ARRAY_OUT("profit", "", "cash", on_position, "eq. 24", "Her expected profit."),
    [OUT_CURVATURE] = RP_FLAGGED_ARRAY_OUT("second_derivative_in_spread", "", "share^2/cash", on_position,
                                           RP_NAN_MEANINGFUL, "app. B",
                                           "Second derivative of the profit in the spread; NaN where her "
                                           "best quote is at the edge of the rival's."),
    [OUT_TRADE_GAP] =
        RP_ARRAY_OUT("trade_gap", "", "share", on_position, "eq. 26", "Her trade less a - b X_0."),
    [OUT_SPREAD_GAP] =
        RP_ARRAY_OUT("spread_gap", "", "cash/share", on_position, "eq. 27",
                     "Her spread less c - d X_0; at the edge of the support the profit may be flat."),
    [OUT_PROFIT_GAP] =
        RP_ARRAY_OUT("profit_gap", "", "cash", on_position, "app. B",
                     "Her profit less that of the equilibrium's strategy; 0 if that is a best response."),
    [OUT_REAL] =
        RP_ARRAY_OUT("eigenvalue_real", "", "1", on_number, "",
                     "Eigenvalues of the undamped iteration's derivative at the equilibrium, real parts."),
    [OUT_IMAGINARY] = RP_ARRAY_OUT("eigenvalue_imaginary", "", "1", on_number, "", "Their imaginary parts."),
    [OUT_RADIUS] = RP_NUMBER_OUT(
        "damped_radius", "", "1", "",
        "Largest modulus of the damped iteration's eigenvalues: it converges where this is below 1."),
    [OUT_STRATEGIES] = RP_FLAGGED_ARRAY_OUT("strategies", "", "1", on_iteration_number,
                                            RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL, "",
                                            "Strategies a, b, c, d of the iteration; units by entry."),
    [OUT_DISTANCE] =
        RP_FLAGGED_ARRAY_OUT("distance", "", "1", on_iteration, RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL, "",
                             "Largest relative deviation from the equilibrium."),
};

_Static_assert((int)OUTPUTS == (int)rp_best_response_output_count &&
                   (int)PARAMS == (int)rp_best_response_param_count,
               "model_list.h states the lengths of these tables");

static rp_status write_responses(const rp_call *call, const rp_two_dealers *m,
                                 const rp_linear_strategy *rival, bool prehedges) {
  const rp_value *given = rp_call_value(call, PARAM_POSITIONS);
  int64_t count = given->kind ? given->shape[0] : DEFAULT_POSITIONS;
  double *out[OUT_PROFIT_GAP + 1];
  for (uint32_t i = OUT_POSITION; i <= OUT_PROFIT_GAP; ++i) {
    out[i] = NULL;
    if (rp_call_wants(call, i) && !(out[i] = rp_call_vector(call, i, count))) return RP_NO_MEMORY;
  }
  for (int64_t i = 0; i < count; ++i) {
    double held = given->kind ? given->data[i] : m->range * ((double)i / 2 - 1);
    double trade = rival->trade - rival->trade_slope * held,
           spread = rival->spread - rival->spread_slope * held;
    rp_response best = rp_response_best(m, rival, held, prehedges);
    const double row[] = {held,
                          best.trade,
                          best.spread,
                          best.profit,
                          best.curvature,
                          best.trade - trade,
                          best.spread - spread,
                          best.profit - rp_response_profit(m, rival, held, trade, spread)};
    for (uint32_t j = OUT_POSITION; j <= OUT_PROFIT_GAP; ++j)
      if (out[j] && !isfinite(row[j]) && !(rp_best_response_outputs[j].flags & RP_NAN_MEANINGFUL))
        return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, row[j],
                              "%s is outside the range of floating-point numbers",
                              rp_best_response_outputs[j].name);
    for (uint32_t j = OUT_POSITION; j <= OUT_PROFIT_GAP; ++j)
      if (out[j]) out[j][i] = row[j];
  }
  return RP_OK;
}

static rp_status write_eigenvalues(const rp_call *call, const rp_two_dealers *m,
                                   const rp_linear_strategy *at) {
  double real[NUMBERS_OF_STRATEGY], imaginary[NUMBERS_OF_STRATEGY], radius = 0;
  double damping = rp_call_real(call, PARAM_DAMPING);
  if (!rp_call_wants(call, OUT_REAL) && !rp_call_wants(call, OUT_IMAGINARY) &&
      !rp_call_wants(call, OUT_RADIUS))
    return RP_OK;
  if (!rp_response_eigenvalues(m, at, real, imaginary))
    return rp_call_report(call, RP_NOT_CONVERGED, "eigenvalue-failed", -1, NAN,
                          "the eigenvalues of the iteration's derivative did not converge");
  for (int i = 0; i < NUMBERS_OF_STRATEGY; ++i)
    if (!isfinite(real[i]) || !isfinite(imaginary[i]))
      return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                            "the eigenvalues are outside the range of floating-point numbers");
  for (int i = 0; i < NUMBERS_OF_STRATEGY; ++i)
    radius = fmax(radius, hypot(1 - damping + damping * real[i], damping * imaginary[i]));
  rp_status status = rp_call_put_vector(call, OUT_REAL, NUMBERS_OF_STRATEGY, real);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_IMAGINARY, NUMBERS_OF_STRATEGY, imaginary);
  return status == RP_OK ? rp_call_put(call, OUT_RADIUS, radius) : status;
}

static double mixed(double damping, double old, double fresh) {
  return (1 - damping) * old + damping * fresh;
}

static double distance(const rp_linear_strategy *s, const rp_linear_strategy *e) {
  double trade =
      fmax(fabs(s->trade / e->trade - 1), fabs(s->trade_slope - e->trade_slope) / (1 + fabs(e->trade_slope)));
  double spread = fmax(fabs(s->spread - e->spread) / (fabs(e->spread) + e->spread_slope),
                       fabs(s->spread_slope / e->spread_slope - 1));
  return isnan(trade + spread) ? NAN : fmax(trade, spread);
}

static rp_status write_iteration(const rp_call *call, const rp_two_dealers *m,
                                 const rp_linear_strategy *goal) {
  int64_t count = rp_call_integer(call, PARAM_ITERATIONS) + 1;
  double damping = rp_call_real(call, PARAM_DAMPING), *strategies = NULL, *distances = NULL;
  if (!rp_call_wants(call, OUT_STRATEGIES) && !rp_call_wants(call, OUT_DISTANCE)) return RP_OK;
  if (rp_call_wants(call, OUT_STRATEGIES) &&
      !(strategies = rp_call_matrix(call, OUT_STRATEGIES, count, NUMBERS_OF_STRATEGY)))
    return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_DISTANCE) && !(distances = rp_call_vector(call, OUT_DISTANCE, count)))
    return RP_NO_MEMORY;
  rp_linear_strategy s = {0, 0, rp_call_real(call, PARAM_SPREAD_FACTOR) * goal->spread,
                          rp_call_real(call, PARAM_SLOPE_FACTOR) * goal->spread_slope};
  for (int64_t i = 0; i < count; ++i) {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    const double row[NUMBERS_OF_STRATEGY] = {s.trade, s.trade_slope, s.spread, s.spread_slope};
    for (int j = 0; j < NUMBERS_OF_STRATEGY && strategies; ++j)
      strategies[i * NUMBERS_OF_STRATEGY + j] = row[j];
    if (distances) distances[i] = distance(&s, goal);
    rp_linear_strategy answer = rp_response_linear(m, &s);
    s = (rp_linear_strategy){
        mixed(damping, s.trade, answer.trade), mixed(damping, s.trade_slope, answer.trade_slope),
        mixed(damping, s.spread, answer.spread), mixed(damping, s.spread_slope, answer.spread_slope)};
  }
  return RP_OK;
}

rp_status rp_best_response_solve(const rp_call *call) {
  rp_two_dealers market;
  rp_status status = rp_call_two_dealers(call, &market);
  if (status != RP_OK) return status;
  bool prehedges = rp_call_integer(call, PARAM_PREHEDGE) != 0;
  rp_equilibrium e = rp_two_dealers_equilibrium(&market);
  status = write_responses(call, &market, prehedges ? &e.strategy : &e.without, prehedges);
  if (status == RP_OK) status = write_eigenvalues(call, &market, &e.strategy);
  return status == RP_OK ? write_iteration(call, &market, &e.strategy) : status;
}
