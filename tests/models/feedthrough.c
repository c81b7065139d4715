/*
 * feedthrough.c - one model that has every kind of parameter, every kind of axis and every flag of outputs,
 * and gives back what it received, so that a test can compare what a script said with what a solver saw.
 *
 * Calls access.h and numerics/curve.h. There is no mathematics here beyond reading curves at given points.
 */
#include "access.h"
#include "numerics/curve.h"

enum { AGENTS, ASSETS, PERIODS, TRADES, SIDES, REPORTED, NODES, COEFS };

static const rp_dim dims[] = {
    [AGENTS] = {.name = "agents", .doc = "Inferred from inventory.", .min = 1, .max = 1000},
    [ASSETS] = {.name = "assets",
                .doc = "Fixed by the integer parameter of the same name.",
                .min = 1,
                .max = 20},
    [PERIODS] = {.name = "periods",
                 .doc = "Fixed by the integer parameter of the same name.",
                 .min = 1,
                 .max = 1000},
    [TRADES] = {.name = "trades",
                .doc = "One more than periods.",
                .min = 2,
                .max = 1001,
                .of = "periods",
                .plus = 1},
    [SIDES] = {.name = "sides", .doc = "Always two: buy and sell.", .min = 2, .max = 2},
    [REPORTED] = {.name = "reported",
                  .doc = "Given by times, else one point.",
                  .min = 1,
                  .max = 1000,
                  .flags = RP_DIM_LATE},
    [NODES] =
        {.name = "nodes", .doc = "As many as the solver likes.", .min = 0, .max = 1000, .flags = RP_DIM_LATE},
    [COEFS] =
        {.name = "coefs", .doc = "As many as the chosen law has.", .min = 1, .max = 8, .flags = RP_DIM_LATE},
};

static const char *const on_agents[] = {"agents", NULL};
static const char *const on_assets[] = {"assets", "assets", NULL};
static const char *const on_periods[] = {"periods", NULL};
static const char *const on_trades[] = {"trades", NULL};
static const char *const on_sides[] = {"sides", NULL};
static const char *const on_reported[] = {"reported", NULL};
static const char *const on_nodes[] = {"nodes", NULL};
static const char *const on_coefs[] = {"coefs", NULL};
static const char *const on_agents_periods[] = {"agents", "periods", NULL};
static const char *const on_agents_trades[] = {"agents", "trades", NULL};
static const char *const on_agents_coefs[] = {"agents", "coefs", NULL};

static const char *const methods[] = {"plain", "doubled", "half-step", NULL};

#define COEF(name_, symbol_, unit_, doc_, min_, max_, preset_, flags_)                                       \
  {                                                                                                          \
    .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .min = min_, .max = max_,                  \
    .preset = preset_, .flags = flags_                                                                       \
  }
static const rp_coef constant_coefs[] = {COEF("value", "c", "1", "The value.", -INFINITY, INFINITY, NAN, 0)};
static const rp_coef ou_coefs[] = {
    COEF("speed", "\\kappa", "1/time", "Speed of mean reversion.", 0, INFINITY, NAN, RP_MIN_OPEN),
    COEF("mean", "\\theta", "1", "Long-run mean.", -INFINITY, INFINITY, 0, 0),
    COEF("volatility", "\\sigma", "1/time^0.5", "Volatility.", 0, INFINITY, NAN, 0),
    COEF("start", "x_0", "1", "Value at time zero.", -INFINITY, INFINITY, 0, 0)};
static const rp_coef cir_coefs[] = {
    COEF("speed", "\\kappa", "1/time", "Speed of mean reversion.", 0, INFINITY, NAN, RP_MIN_OPEN),
    COEF("mean", "\\theta", "1", "Long-run mean.", 0, INFINITY, NAN, RP_MIN_OPEN),
    COEF("volatility", "\\xi", "1/time^0.5", "Volatility of the root.", 0, INFINITY, NAN, 0),
    COEF("start", "x_0", "1", "Value at time zero.", 0, INFINITY, 1, 0)};
static const rp_coef gbm_coefs[] = {
    COEF("drift", "\\mu", "1/time", "Drift.", -INFINITY, INFINITY, 0, 0),
    COEF("volatility", "\\sigma", "1/time^0.5", "Volatility.", 0, INFINITY, NAN, 0),
    COEF("start", "x_0", "1", "Value at time zero.", 0, INFINITY, 1, RP_MIN_OPEN)};
static const rp_coef chain_coefs[] = {
    COEF("up", "q_{12}", "1/time", "Rate of jumps upwards.", 0, INFINITY, 1, 0),
    COEF("down", "q_{21}", "1/time", "Rate of jumps downwards.", 0, INFINITY, 1, 0)};

#define LAW(name_, law_, coefs_)                                                                             \
  {                                                                                                          \
    .name = name_, .law = law_, .coefs = coefs_, .coef_count = COUNT_OF(coefs_),                             \
    .coef_stride = sizeof(rp_coef)                                                                           \
  }
static const rp_process laws[] = {
    LAW("constant", "X = c", constant_coefs),
    LAW("ou", "dX = \\kappa(\\theta - X)\\,dt + \\sigma\\,dW", ou_coefs),
    LAW("cir", "dX = \\kappa(\\theta - X)\\,dt + \\xi\\sqrt{X}\\,dW", cir_coefs),
    LAW("gbm", "dX = \\mu X\\,dt + \\sigma X\\,dW", gbm_coefs),
    LAW("chain", "X \\in \\{1, 2\\},\\ \\text{rates } q_{12}, q_{21}", chain_coefs),
    {.name = "frozen", .law = "X = 0", .coefs = NULL, .coef_count = 0, .coef_stride = sizeof(rp_coef)},
};

enum {
  AMOUNT,
  FEE,
  HORIZON,
  IN_ASSETS,
  IN_PERIODS,
  SIGNED,
  METHOD,
  INVENTORY,
  WEIGHTS,
  COVARIANCE,
  TIMES,
  PICKED,
  IMPACT,
  VOLATILITY,
  COST,
  SMILE,
  FACTOR,
  FACTORS,
  TOLERANCE
};

#define PARAM(name_, symbol_, unit_, kind_, flags_, min_, max_, preset_, doc_)                               \
  .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = "", .kind = kind_,                 \
  .flags = flags_, .min = min_, .max = max_, .preset = preset_

static const rp_param params[] = {
    [AMOUNT] = {PARAM("amount", "a", "share", RP_REAL, RP_MAX_OPEN, 0, 100, 1.5, "A real, in [0, 100).")},
    [FEE] = {PARAM("fee", "C", "cash/share^2", RP_REAL, RP_INF_LEGAL, -1, INFINITY, 0.25,
                   "A real that may be infinite.")},
    [HORIZON] = {PARAM("horizon", "T", "time", RP_REAL, RP_MIN_OPEN, 0, INFINITY, 1, "A positive real.")},
    [IN_ASSETS] = {PARAM("assets", "d", "1", RP_INTEGER, 0, 1, 20, 2, "An integer that fixes an axis.")},
    [IN_PERIODS] = {PARAM("periods", "M", "1", RP_INTEGER, 0, 1, 1000, 3, "An integer that fixes two axes.")},
    [SIGNED] = {PARAM("signed", "s", "1", RP_BOOLEAN, 0, 0, 1, 0, "A boolean.")},
    [METHOD] = {PARAM("method", "m", "1", RP_CHOICE, RP_NUMERICAL, 0, 0, 0, "A choice."), .choices = methods},
    [INVENTORY] = {PARAM("inventory", "x", "share", RP_ARRAY, 0, -1e6, 1e6, NAN, "A required vector."),
                   .axes = on_agents},
    [WEIGHTS] = {PARAM("weights", "w", "1", RP_ARRAY, 0, 0, INFINITY, 1, "A vector with a default."),
                 .axes = on_periods},
    [COVARIANCE] = {PARAM("covariance", "\\Sigma", "cash^2/share^2/time", RP_ARRAY,
                          RP_SYMMETRIC | RP_POS_DEF | RP_OPTIONAL, -INFINITY, INFINITY, NAN,
                          "A symmetric and positive definite matrix."),
                    .axes = on_assets},
    [TIMES] = {PARAM("times", "t", "time", RP_ARRAY, RP_INCREASING | RP_OPTIONAL, 0, 1000, NAN,
                     "A strictly increasing vector on an axis that is late without it."),
               .axes = on_reported},
    [PICKED] = {PARAM("picked", "i", "1", RP_ARRAY, RP_INTEGRAL | RP_OPTIONAL, 1, 1000, NAN,
                      "A vector of whole numbers."),
                .axes = on_reported},
    [IMPACT] = {PARAM("impact", "G", "cash/share^2", RP_ARRAY, RP_OPTIONAL, -INFINITY, INFINITY, NAN,
                      "A matrix."),
                .axes = on_agents_periods},
    [VOLATILITY] = {PARAM("volatility", "\\sigma(t)", "cash/share/time^0.5", RP_CURVE, 0, 0, INFINITY, 0.2,
                          "A curve in time."),
                    .variable = "t", .domain = {"0", "horizon"}},
    [COST] = {PARAM("cost", "\\eta_i(t)", "cash*time/share^2", RP_CURVE, RP_OPTIONAL | RP_MIN_OPEN, 0,
                    INFINITY, NAN, "A curve for each agent."),
              .axes = on_agents, .variable = "t", .domain = {"0", "horizon"}},
    [SMILE] = {PARAM("smile", "f(z)", "1", RP_CURVE, RP_OPTIONAL, -INFINITY, INFINITY, NAN,
                     "A curve in a factor, on an interval that the script states."),
               .variable = "z", .domain = {"", ""}},
    [FACTOR] = {PARAM("factor", "X", "1", RP_PROCESS, RP_OPTIONAL, 0, 0, NAN,
                      "A process with six laws to choose from."),
                .processes = laws, .process_count = COUNT_OF(laws), .process_stride = sizeof(rp_process)},
    [FACTORS] = {PARAM("factors", "X_i", "1", RP_PROCESS, RP_OPTIONAL, 0, 0, NAN,
                       "A process for each agent."),
                 .axes = on_agents, .processes = laws, .process_count = COUNT_OF(laws),
                 .process_stride = sizeof(rp_process)},
    [TOLERANCE] = {PARAM("tolerance", "\\epsilon", "1", RP_REAL, RP_NUMERICAL | RP_MIN_OPEN, 0, 1, 1e-9,
                         "A numerical setting.")},
};

enum {
  OUT_AMOUNT,
  OUT_FEE,
  OUT_HORIZON,
  OUT_SIGNED,
  OUT_METHOD,
  OUT_INVENTORY,
  OUT_WEIGHTS,
  OUT_COVARIANCE,
  OUT_IMPACT,
  OUT_TRADES,
  OUT_VOLATILITY,
  OUT_COST,
  OUT_REPORTED,
  OUT_PICKED,
  OUT_SMILE,
  OUT_LAW,
  OUT_COEFS,
  OUT_FACTORS,
  OUT_SIDES,
  OUT_NODES,
  OUT_NODE_VALUES,
  OUT_RULE,
  OUT_TOLERANCE,
  OUT_ABSENT,
  OUT_WANTED
};

#define OUTPUT(name_, unit_, axes_, flags_, doc_)                                                            \
  { .name = name_, .symbol = name_, .unit = unit_, .doc = doc_, .source = "", .axes = axes_, .flags = flags_ }
static const rp_output outputs[] = {
    [OUT_AMOUNT] = OUTPUT("amount_seen", "share", NULL, 0, "amount, doubled by method 'doubled'."),
    [OUT_FEE] = OUTPUT("fee_seen", "cash/share^2", NULL, RP_INF_MEANINGFUL, "fee."),
    [OUT_HORIZON] = OUTPUT("horizon_seen", "time", NULL, 0, "horizon."),
    [OUT_SIGNED] = OUTPUT("signed_seen", "1", NULL, 0, "signed, as 0 or 1."),
    [OUT_METHOD] = OUTPUT("method_seen", "1", NULL, 0, "The index of method, from zero."),
    [OUT_INVENTORY] = OUTPUT("inventory_seen", "share", on_agents, 0, "inventory."),
    [OUT_WEIGHTS] = OUTPUT("weights_seen", "1", on_periods, 0, "weights."),
    [OUT_COVARIANCE] = OUTPUT("covariance_seen", "cash^2/share^2/time", on_assets, RP_NAN_MEANINGFUL,
                              "covariance; NaN if absent."),
    [OUT_IMPACT] =
        OUTPUT("impact_seen", "cash/share^2", on_agents_periods, RP_NAN_MEANINGFUL, "impact; NaN if absent."),
    [OUT_TRADES] =
        OUTPUT("trades", "time", on_trades, 0, "The times k T / M: the coordinates of their own axis."),
    [OUT_VOLATILITY] =
        OUTPUT("volatility_seen", "cash/share/time^0.5", on_trades, 0, "volatility at the times of trades."),
    [OUT_COST] = OUTPUT("cost_seen", "cash*time/share^2", on_agents_trades, RP_NAN_MEANINGFUL,
                        "cost at the times of trades; NaN if absent."),
    [OUT_REPORTED] = OUTPUT("reported", "time", on_reported, 0, "times, or the horizon alone."),
    [OUT_PICKED] = OUTPUT("picked_seen", "1", on_reported, RP_NAN_MEANINGFUL, "picked; NaN if absent."),
    [OUT_SMILE] = OUTPUT("smile_seen", "1", on_reported, RP_NAN_MEANINGFUL,
                         "smile at the numbers of reported; NaN if absent."),
    [OUT_LAW] = OUTPUT("law_seen", "1", NULL, RP_NAN_MEANINGFUL,
                       "The index of factor's law, from zero; NaN if absent."),
    [OUT_COEFS] =
        OUTPUT("coefs_seen", "1", on_coefs, RP_NAN_MEANINGFUL, "The coefficients of factor; NaN if absent."),
    [OUT_FACTORS] = OUTPUT("factors_seen", "1", on_agents_coefs, RP_NAN_MEANINGFUL,
                           "The coefficients of factors; NaN if absent."),
    [OUT_SIDES] = OUTPUT("sides_seen", "1", on_sides, 0, "1 and -1."),
    [OUT_NODES] = OUTPUT("nodes", "time", on_nodes, 0,
                         "An adaptive grid: as many points as the weights sum to, from one to a thousand."),
    [OUT_NODE_VALUES] = OUTPUT("node_values", "cash/share/time^0.5", on_nodes, 0, "volatility at the nodes."),
    [OUT_RULE] = OUTPUT("rule_seen", "1", NULL, RP_DIAGNOSTIC, "The rule by which volatility is read."),
    [OUT_TOLERANCE] = OUTPUT("tolerance_seen", "1", NULL, RP_DIAGNOSTIC, "tolerance."),
    [OUT_ABSENT] =
        OUTPUT("absent_count", "1", NULL, RP_DIAGNOSTIC, "Number of optional parameters that are absent."),
    [OUT_WANTED] = OUTPUT("wanted_count", "1", NULL, RP_DIAGNOSTIC, "Number of outputs that are wanted."),
};

static rp_status echo_scalars(const rp_call *call) {
  double absent = 0, wanted = 0;
  for (uint32_t i = 0; i < call->value_count; ++i)
    absent += !is_given(value_of(call, i));
  for (uint32_t i = 0; i < call->output_count; ++i)
    wanted += is_wanted(call, i);
  int64_t method = integer_of(call, METHOD);
  const rp_value *factor = value_of(call, FACTOR);
  const struct {
    uint32_t output;
    double number;
  } scalars[] = {{OUT_AMOUNT, real_of(call, AMOUNT) * (method == 1 ? 2.0 : 1.0)},
                 {OUT_FEE, real_of(call, FEE)},
                 {OUT_HORIZON, real_of(call, HORIZON)},
                 {OUT_SIGNED, (double)integer_of(call, SIGNED)},
                 {OUT_METHOD, (double)method},
                 {OUT_LAW, is_given(factor) ? (double)factor->integer : (double)NAN},
                 {OUT_RULE, (double)value_of(call, VOLATILITY)->rule},
                 {OUT_TOLERANCE, real_of(call, TOLERANCE)},
                 {OUT_ABSENT, absent},
                 {OUT_WANTED, wanted}};
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < COUNT_OF(scalars) && status == RP_OK; ++i)
    status = write_scalar(call, scalars[i].output, scalars[i].number);
  return status;
}

/* The array as it came; nothing, which leaves the host's NaN, if it is absent. */
static rp_status echo_array(const rp_call *call, uint32_t output, uint32_t param, uint32_t rank,
                            const int64_t *shape) {
  const rp_value *value = value_of(call, param);
  double *out;
  rp_status status = open_output(call, output, rank, shape, &out);
  for (int64_t i = 0; out && is_given(value) && i < size_of(value); ++i)
    out[i] = value->data[i];
  return status;
}

static rp_status echo_arrays(const rp_call *call, int64_t agents, int64_t periods) {
  int64_t assets[] = {integer_of(call, IN_ASSETS), integer_of(call, IN_ASSETS)}, matrix[] = {agents, periods};
  rp_status status = echo_array(call, OUT_INVENTORY, INVENTORY, 1, &agents);
  if (status == RP_OK) status = echo_array(call, OUT_WEIGHTS, WEIGHTS, 1, &periods);
  if (status == RP_OK) status = echo_array(call, OUT_COVARIANCE, COVARIANCE, 2, assets);
  if (status == RP_OK) status = echo_array(call, OUT_IMPACT, IMPACT, 2, matrix);
  return status;
}

static rp_status echo_curves(const rp_call *call, int64_t agents, int64_t periods) {
  int64_t trades = periods + 1, shape[] = {agents, trades};
  double *times, *volatility, *costs;
  rp_status status = open_output(call, OUT_TRADES, 1, &trades, &times);
  if (status == RP_OK) status = open_output(call, OUT_VOLATILITY, 1, &trades, &volatility);
  if (status == RP_OK) status = open_output(call, OUT_COST, 2, shape, &costs);
  if (status != RP_OK) return status;
  rp_curve curve = rp_curve_of(value_of(call, VOLATILITY), 0);
  for (int64_t k = 0; k < trades; ++k) {
    double t = real_of(call, HORIZON) * (double)k / (double)periods;
    if (!isfinite(t)) t = real_of(call, HORIZON) * ((double)k / (double)periods);
    if (times) times[k] = t;
    if (volatility) volatility[k] = rp_curve_at(&curve, t);
    for (int64_t i = 0; costs && is_given(value_of(call, COST)) && i < agents; ++i) {
      rp_curve cost = rp_curve_of(value_of(call, COST), i);
      costs[i * trades + k] = rp_curve_at(&cost, t);
    }
  }
  return RP_OK;
}

/* The axis `reported` is known when times or picked are given; otherwise these outputs fix it. */
static rp_status echo_reported(const rp_call *call) {
  const rp_value *times = value_of(call, TIMES), *picked = value_of(call, PICKED),
                 *smile = value_of(call, SMILE);
  int64_t n = is_given(times) ? times->shape[0] : is_given(picked) ? picked->shape[0] : 1;
  double *reported, *smiles;
  rp_status status = open_output(call, OUT_REPORTED, 1, &n, &reported);
  if (status == RP_OK) status = echo_array(call, OUT_PICKED, PICKED, 1, &n);
  if (status == RP_OK) status = open_output(call, OUT_SMILE, 1, &n, &smiles);
  if (status != RP_OK) return status;
  for (int64_t k = 0; k < n; ++k) {
    double x = is_given(times) ? times->data[k] : real_of(call, HORIZON);
    if (reported) reported[k] = x;
    if (smiles && is_given(smile)) {
      rp_curve curve = rp_curve_of(smile, 0);
      smiles[k] = rp_curve_at(&curve, x);
    }
  }
  return RP_OK;
}

/* Both processes share the late axis of coefficients: the per-agent one fixes it where both are given. */
static rp_status echo_processes(const rp_call *call, int64_t agents) {
  const rp_value *one = value_of(call, FACTOR), *each = value_of(call, FACTORS);
  int64_t coefs = is_given(each)  ? each->shape[each->rank - 1]
                  : is_given(one) ? one->shape[one->rank - 1]
                                  : 1;
  if (coefs < 1) coefs = 1; /* the law without coefficients */
  int64_t shape[] = {agents, coefs};
  rp_status status = echo_array(call, OUT_FACTORS, FACTORS, 2, shape);
  if (status != RP_OK) return status;
  double *out;
  status = open_output(call, OUT_COEFS, 1, &coefs, &out);
  for (int64_t k = 0; out && is_given(one) && k < coefs && k < one->shape[0]; ++k)
    out[k] = one->data[k];
  return status;
}

static rp_status echo_nodes(const rp_call *call) {
  const rp_value *weights = value_of(call, WEIGHTS);
  double sum = 0;
  for (int64_t k = 0; k < weights->shape[0]; ++k)
    sum += weights->data[k];
  int64_t n = sum < 1 ? 1 : sum < 1000 ? (int64_t)sum : 1000;
  double *nodes, *values, *sides;
  rp_status status = open_output(call, OUT_NODES, 1, &n, &nodes);
  if (status == RP_OK) status = open_output(call, OUT_NODE_VALUES, 1, &n, &values);
  if (status != RP_OK) return status;
  rp_curve curve = rp_curve_of(value_of(call, VOLATILITY), 0);
  for (int64_t k = 0; k < n; ++k) {
    double t = real_of(call, HORIZON) * ((double)k + 0.5) / (double)n;
    if (!isfinite(t)) t = real_of(call, HORIZON) * (((double)k + 0.5) / (double)n);
    if (nodes) nodes[k] = t;
    if (values) values[k] = rp_curve_at(&curve, t);
  }
  int64_t two = 2;
  status = open_output(call, OUT_SIDES, 1, &two, &sides);
  if (sides) {
    sides[0] = 1;
    sides[1] = -1;
  }
  return status;
}

static rp_status solve(const rp_call *call) {
  int64_t agents = value_of(call, INVENTORY)->shape[0], periods = integer_of(call, IN_PERIODS);
  rp_status status = echo_scalars(call);
  if (status == RP_OK) status = echo_arrays(call, agents, periods);
  if (status == RP_OK) status = echo_curves(call, agents, periods);
  if (status == RP_OK) status = echo_reported(call);
  if (status == RP_OK) status = echo_processes(call, agents);
  if (status == RP_OK) status = echo_nodes(call);
  return status;
}

static const rp_model models[] = {
    {.struct_size = sizeof(rp_model),
     .id = "feedthrough",
     .version = "1.0.0",
     .title = "What a solver receives",
     .paper = "",
     .doc = "Gives back every kind of parameter as the solver saw it. Costs nothing.",
     .dims = dims,
     .params = params,
     .outputs = outputs,
     .dim_count = COUNT_OF(dims),
     .dim_stride = sizeof(rp_dim),
     .param_count = COUNT_OF(params),
     .param_stride = sizeof(rp_param),
     .output_count = COUNT_OF(outputs),
     .output_stride = sizeof(rp_output),
     .solve = solve}};
static const rp_library library = {.struct_size = sizeof(rp_library),
                                   .abi_minor = RP_ABI_MINOR,
                                   .models = models,
                                   .model_count = COUNT_OF(models),
                                   .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  return &library;
}
