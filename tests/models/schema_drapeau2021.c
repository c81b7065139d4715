/* schema_drapeau2021.c - n-player market-impact games: schemas of all models of the paper. See schema.h. */
#include "schema.h"

static const char *const methods[] = {"auto",   "finite-differences", "collocation",
                                      "taylor", "regression",         NULL};
static const char *const solvers[] = {"auto", "direct", "iterative", NULL};

#define TIMES                                                                                                \
  ARRAY("times", "t", "time", ON("time"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",              \
        "Times of the outputs; absent: a grid."),                                                            \
      INTEGER("points", "", BETWEEN(2, 100000000), 101, RP_NUMERICAL, "", "Points of the grid.")
#define TIME_AXIS LATE_AXIS("time", 1, MANY, "Times of the outputs.")
#define HORIZON REAL("horizon", "T", "time", NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon.")
#define LAMBDA                                                                                               \
  REAL("permanent_impact", "\\lambda", "cash/share^2", NONNEGATIVE, 0.2, 0, "section 1",                     \
       "Permanent impact of every agent.")

static const rp_coef constant_coefs[] = {COEF("start", "z_0", "1", FREE, 0, 0, "The value.")};
static const rp_coef ou_coefs[] = {
    COEF("speed", "\\kappa", "1/time", NONNEGATIVE, REQUIRED, RP_MIN_OPEN, "Speed of mean reversion."),
    COEF("mean", "\\theta", "1", FREE, REQUIRED, 0, "Long-run mean."),
    COEF("volatility", "\\xi", "1/time^0.5", NONNEGATIVE, REQUIRED, 0, "Volatility."),
    COEF("start", "z_0", "1", FREE, REQUIRED, 0, "Value at time zero.")};
static const rp_coef cir_coefs[] = {
    COEF("speed", "\\kappa", "1/time", NONNEGATIVE, REQUIRED, RP_MIN_OPEN, "Speed of mean reversion."),
    COEF("mean", "\\theta", "1", NONNEGATIVE, REQUIRED, RP_MIN_OPEN, "Long-run mean."),
    COEF("volatility", "\\xi", "1/time^0.5", NONNEGATIVE, REQUIRED, 0, "Volatility of the root."),
    COEF("start", "z_0", "1", NONNEGATIVE, REQUIRED, 0, "Value at time zero.")};
static const rp_coef gbm_coefs[] = {
    COEF("drift", "\\mu", "1/time", FREE, 0, 0, "Drift."),
    COEF("volatility", "\\xi", "1/time^0.5", NONNEGATIVE, REQUIRED, 0, "Volatility."),
    COEF("start", "z_0", "1", NONNEGATIVE, REQUIRED, RP_MIN_OPEN, "Value at time zero.")};
/* A chain has as many coefficients as its arrays state: chain_levels and chain_rates below. */
static const rp_coef chain_coefs[] = {
    COEF("start", "k_0", "1", BETWEEN(1, 1000), 1, 0, "State at time zero, from 1.")};
/* An affine diffusion is OU (slope 0) or CIR (base 0) or between: one law for several factors of different
 * kinds. */
static const rp_coef affine_coefs[] = {
    COEF("speed", "\\kappa", "1/time", NONNEGATIVE, REQUIRED, 0, "Speed of mean reversion."),
    COEF("mean", "\\theta", "1", FREE, REQUIRED, 0, "Long-run mean."),
    COEF("base", "\\xi_0^2", "1/time", NONNEGATIVE, 0, 0, "Variance at zero."),
    COEF("slope", "\\xi_1^2", "1/time", NONNEGATIVE, 0, 0, "Growth of the variance."),
    COEF("start", "z_0", "1", FREE, REQUIRED, 0, "Value at time zero.")};
static const rp_process factor_laws[] = {
    LAW("constant", "z_t = z_0", constant_coefs),
    LAW("ou", "dz = \\kappa(\\theta - z)\\,dt + \\xi\\,dW", ou_coefs),
    LAW("cir", "dz = \\kappa(\\theta - z)\\,dt + \\xi\\sqrt{z}\\,dW", cir_coefs),
    LAW("gbm", "dz = \\mu z\\,dt + \\xi z\\,dW", gbm_coefs),
    LAW("chain", "z \\text{ jumps between its levels at its rates}", chain_coefs)};
static const rp_process several_laws[] = {
    LAW("affine", "dz = \\kappa(\\theta - z)\\,dt + \\sqrt{\\xi_0^2 + \\xi_1^2 z}\\,dW", affine_coefs)};

static const rp_dim single_dims[] = {TIME_AXIS, LATE_AXIS("state", 0, 1000, "States of a chain.")};
static const rp_param single_params[] = {
    HORIZON,
    REAL("inventory", "x", "share", FREE, 1, 0, "section 3", "Inventory at the start."),
    CURVE("temporary_impact", "\\eta(t)", "cash*time/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.5,
          RP_MIN_OPEN, "section 3", "Temporary impact."),
    CURVE("risk_aversion", "\\alpha(t)", "share/cash", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0,
          "section 3", "Weight of risk."),
    CURVE("volatility", "\\sigma(t)", "cash/share/time^0.5", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0,
          "section 3", "Volatility of the price."),
    CURVE("forcing", "f(t)", "cash/share/time", NONE, "t", "0", "horizon", FREE, 0, 0, "section 3",
          "Drift seen by the agent."),
    REAL("terminal_penalty", "\\gamma", "cash/share^2", FREE, 1, 0, "section 3",
         "Weight of what is left; less than the paper's phi by lambda/2."),
    PROCESS("factor", "z", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 3",
            "Factor of the coefficients below."),
    CURVE("variance_of_factor", "\\sigma^2(z)", "cash^2/share^2/time", NONE, "z", "", "", NONNEGATIVE, ABSENT,
          RP_OPTIONAL, "", "In place of volatility^2."),
    CURVE("drift_of_factor", "f(z)", "cash/share/time", NONE, "z", "", "", FREE, ABSENT, RP_OPTIONAL, "",
          "In place of forcing."),
    ARRAY("chain_levels", "z_k", "1", ON("state"), FREE, ABSENT, RP_OPTIONAL, "", "Levels of a chain."),
    ARRAY("chain_rates", "Q_{kl}", "1/time", ON("state", "state"), FREE, ABSENT, RP_OPTIONAL, "",
          "Its generator."),
    CHOICE("method", methods, 0, RP_NUMERICAL, "", "How the value is computed."),
    TIMES};
static const rp_output single_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("value_quadratic", "A", "cash/share^2", ON("time"), 0, "proposition 3.1",
        "A along the expected path."),
    OUT("value_linear", "B", "cash/share", ON("time"), 0, "proposition 3.1", "B."),
    OUT("value_constant", "C", "cash", ON("time"), 0, "proposition 3.1", "C."),
    OUT("inventory_path", "X", "share", ON("time"), 0, "theorem 3.1", "Mean inventory."),
    OUT("value", "V", "cash", NONE, 0, "section 3", "Value at the start."),
    OUT("discretisation", "", "1", NONE, RP_DIAGNOSTIC, "", "Estimated relative error.")};

#define COMMON                                                                                               \
  HORIZON, LAMBDA,                                                                                           \
      REAL("temporary_impact", "\\eta", "cash*time/share^2", NONNEGATIVE, 0.5, RP_MIN_OPEN, "section 1",     \
           "Temporary impact."),                                                                             \
      REAL("risk_aversion", "\\alpha", "share/cash", NONNEGATIVE, 1, 0, "section 1", "Weight of risk."),     \
      REAL("volatility", "\\sigma", "cash/share/time^0.5", NONNEGATIVE, 1, 0, "section 1",                   \
           "Volatility of the price.")

static const rp_dim identical_dims[] = {AXIS("agent", 1, MANY, "Agents."), TIME_AXIS,
                                        LATE_AXIS("reported", 0, 1000000, "Agents whose paths are kept.")};
static const rp_param identical_params[] = {
    COMMON,
    REAL("terminal_penalty", "\\phi", "cash/share^2", FREE, 1, RP_INF_LEGAL, "section 1",
         "Weight of what is left; infinite: liquidation."),
    REAL("cross_impact", "\\theta", "cash*time/share^2", NONNEGATIVE, 0, 0, "",
         "Temporary impact on the others; 0: the paper."),
    REAL("drift", "b", "cash/share/time", FREE, 0, 0, "section 1", "Drift of the price."),
    ARRAY("inventories", "x_i", "share", ON("agent"), FREE, REQUIRED, 0, "section 1",
          "Inventories at the start."),
    ARRAY("agents_reported", "i", "1", ON("reported"), BETWEEN(1, MANY), ABSENT, RP_OPTIONAL | RP_INTEGRAL,
          "", "Agents whose paths are kept; absent: all."),
    TIMES};
static const rp_output identical_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("mean_profile", "m/\\bar{x}", "1", ON("time"), 0, "", "Decay of the mean inventory."),
    OUT("deviation_profile", "D", "1", ON("time"), 0, "", "Decay of deviations from it."),
    OUT("aggregate", "W", "share", ON("time"), 0, "", "Sum of the inventories."),
    OUT("inventory_paths", "X_i", "share", ON("reported", "time"), 0, "", "Inventories."),
    OUT("critical_penalty_mean", "", "cash/share^2", NONE, 0, "", "Where the mean mode is singular."),
    OUT("critical_penalty_deviation", "", "cash/share^2", NONE, RP_NAN_MEANINGFUL, "",
        "Where the deviation mode is; NaN for one agent."),
    OUT("critical_penalty_convexity", "", "cash/share^2", NONE, 0, "",
        "Where a single agent's problem stops to be convex.")};

static const rp_dim game_dims[] = {AXIS("agent", 1, MANY, "Agents."), TIME_AXIS,
                                   LATE_AXIS("reported", 0, 1000000, "Agents whose paths are kept."),
                                   LATE_AXIS("quantile", 1, 1000, "Quantiles of the inventories.")};
static const rp_param game_params[] = {
    HORIZON,
    LAMBDA,
    CURVE("volatility", "\\sigma(t)", "cash/share/time^0.5", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0,
          "section 4", "Volatility of the price."),
    CURVE("drift", "b(t)", "cash/share/time", NONE, "t", "0", "horizon", FREE, 0, 0, "section 4",
          "Drift of the price."),
    ARRAY("temporary_impact", "\\eta_i", "cash*time/share^2", ON("agent"), NONNEGATIVE, 0.5, RP_MIN_OPEN,
          "section 4", "Temporary impact of each agent."),
    CURVE("temporary_shape", "\\eta(t)", "1", NONE, "t", "0", "horizon", NONNEGATIVE, 1, RP_MIN_OPEN, "",
          "Common shape of the temporary impacts."),
    CURVE("temporary_curves", "\\eta_i(t)", "cash*time/share^2", ON("agent"), "t", "0", "horizon",
          NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_MIN_OPEN, "section 4",
          "A curve for each agent, in place of constant times shape."),
    ARRAY("risk_aversion", "\\alpha_i", "share/cash", ON("agent"), NONNEGATIVE, 1, 0, "section 4",
          "Weight of risk of each agent."),
    CURVE("risk_shape", "\\alpha(t)", "1", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0, "",
          "Common shape of the weights of risk."),
    CURVE("risk_curves", "\\alpha_i(t)", "share/cash", ON("agent"), "t", "0", "horizon", NONNEGATIVE, ABSENT,
          RP_OPTIONAL, "section 4", "A curve for each agent."),
    ARRAY("terminal_penalty", "\\phi_i", "cash/share^2", ON("agent"), FREE, 1, 0, "section 4",
          "Weight of what is left."),
    ARRAY("inventories", "x_i", "share", ON("agent"), FREE, REQUIRED, 0, "section 4",
          "Inventories at the start."),
    ARRAY("agents_reported", "i", "1", ON("reported"), BETWEEN(1, MANY), ABSENT, RP_OPTIONAL | RP_INTEGRAL,
          "", "Agents whose paths are kept; absent: all."),
    ARRAY("quantiles", "", "1", ON("quantile"), BETWEEN(0, 1), ABSENT, RP_OPTIONAL | RP_INCREASING, "",
          "Levels of the quantile bands."),
    TIMES,
    INTEGER("nodes", "s", BETWEEN(2, 16), 8, RP_NUMERICAL, "", "Gauss nodes of a panel."),
    INTEGER("panels", "", BETWEEN(0, 100000), 0, RP_NUMERICAL, "", "Panels; 0: graded by the layers."),
    CHOICE("solver", solvers, 0, RP_NUMERICAL, "", "How the equation for the aggregate rate is solved."),
    REAL("tolerance", "", "1", BETWEEN(0, 1), 1e-12, RP_NUMERICAL | RP_MIN_OPEN, "",
         "Of the iterative solver.")};
static const rp_output game_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("aggregate", "W", "share", ON("time"), 0, "", "Sum of the inventories."),
    OUT("aggregate_rate", "V", "share/time", ON("time"), 0, "", "Sum of the rates."),
    OUT("price_impact", "\\lambda(W - W_0)", "cash/share", ON("time"), 0, "", "Price impact."),
    OUT("inventory_paths", "X_i", "share", ON("reported", "time"), 0, "", "Inventories."),
    OUT("rate_paths", "\\xi_i", "share/time", ON("reported", "time"), 0, "", "Rates."),
    OUT("adjoint_paths", "Y_i", "cash/share", ON("reported", "time"), 0, "", "Marginal values."),
    OUT("costs", "J_i", "cash", ON("agent"), 0, "", "Cost of each agent."),
    OUT("bands", "", "share", ON("quantile", "time"), 0, "", "Quantiles of the inventories."),
    OUT("pointwise_monotone", "", "1", NONE, 0, "", "1 if condition (a) holds."),
    OUT("terminally_monotone", "", "1", NONE, 0, "", "1 if condition (b) holds."),
    OUT("monotone_volatility", "", "cash/share/time^0.5", NONE, RP_INF_MEANINGFUL, "",
        "Smallest volatility of condition (a)."),
    OUT("conditioning", "", "1", NONE, RP_DIAGNOSTIC, "", "Reciprocal condition number of the coupling."),
    OUT("products", "", "1", NONE, RP_DIAGNOSTIC, "", "Products with the kernel."),
    OUT("best_response", "", "1", NONE, RP_DIAGNOSTIC, "", "Largest slope of a cost along perturbations."),
    OUT("discretisation", "", "1", NONE, RP_DIAGNOSTIC, "", "Estimated relative error.")};

static const rp_dim factors_dims[] = {AXIS("type", 1, 1000, "Types of agents."),
                                      LATE_AXIS("factor", 1, 10, "Markov factors."), TIME_AXIS,
                                      LATE_AXIS("state", 0, 100000, "Grid or levels of the first factor."),
                                      LATE_AXIS("path", 0, MANY, "Simulated paths that are kept.")};
static const rp_param factors_params[] = {
    HORIZON,
    LAMBDA,
    PROCESS("factor_law", "z", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 4",
            "The one factor of the coefficients."),
    PROCESS("factors", "z_k", "1", ON("factor"), several_laws, ABSENT, RP_OPTIONAL, "section 4",
            "Several factors."),
    ARRAY("correlation", "\\rho", "1", ON("factor", "factor"), BETWEEN(-1, 1), ABSENT,
          RP_OPTIONAL | RP_SYMMETRIC | RP_POS_DEF, "", "Correlation of their drivers."),
    CURVE("variance", "\\sigma^2(z)", "cash^2/share^2/time", NONE, "z", "", "", NONNEGATIVE, ABSENT,
          RP_OPTIONAL, "", "Variance of the price in the one factor."),
    CURVE("variances", "\\sigma_k^2(z_k)", "cash^2/share^2/time", ON("factor"), "z", "", "", FREE, ABSENT,
          RP_OPTIONAL, "", "Contribution of each factor."),
    CURVE("drift", "b(z)", "cash/share/time", NONE, "z", "", "", FREE, ABSENT, RP_OPTIONAL, "",
          "Drift of the price in the one factor."),
    CURVE("drifts", "b_k(z_k)", "cash/share/time", ON("factor"), "z", "", "", FREE, ABSENT, RP_OPTIONAL, "",
          "Contribution of each factor."),
    CURVE("variance_shape", "", "1", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0, "",
          "Factor of the variance in time."),
    ARRAY("chain_levels", "z_k", "1", ON("state"), FREE, ABSENT, RP_OPTIONAL, "", "Levels of a chain."),
    ARRAY("chain_rates", "Q_{kl}", "1/time", ON("state", "state"), FREE, ABSENT, RP_OPTIONAL, "",
          "Its generator."),
    ARRAY("type_counts", "n_k", "1", ON("type"), BETWEEN(1, MANY), REQUIRED, RP_INTEGRAL, "",
          "Agents of each type."),
    ARRAY("temporary_impact", "\\eta_k", "cash*time/share^2", ON("type"), NONNEGATIVE, 0.5, RP_MIN_OPEN, "",
          "Temporary impact of each type."),
    ARRAY("risk_aversion", "\\alpha_k", "share/cash", ON("type"), NONNEGATIVE, 1, 0, "",
          "Weight of risk of each type."),
    ARRAY("terminal_penalty", "\\phi_k", "cash/share^2", ON("type"), FREE, 1, 0, "",
          "Weight of what is left."),
    ARRAY("inventories", "\\bar{x}_k", "share", ON("type"), FREE, 0, 0, "", "Mean inventory of each type."),
    CHOICE("method", methods, 0, RP_NUMERICAL, "", "How the fields are computed."),
    INTEGER("steps", "", BETWEEN(1, 1000000), 100, RP_NUMERICAL, "", "Time steps."),
    INTEGER("resolution", "", BETWEEN(2, 100000), 64, RP_NUMERICAL, "", "Points in the factor, or degree."),
    INTEGER("sample", "", BETWEEN(1, MANY), 100000, RP_NUMERICAL, "", "Paths of the regression."),
    INTEGER("kept", "", BETWEEN(0, 1000000), 0, RP_NUMERICAL, "", "Simulated equilibrium paths."),
    TIMES};
static const rp_output factors_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("state", "z", "1", ON("state"), 0, "", "Values of the factor."),
    OUT("feedback", "N", "cash/share^2", ON("type", "type"), 0, "", "N at the start."),
    OUT("feedback_field", "N(t, z)", "cash/share^2", ON("time", "state", "type", "type"), 0, "",
        "N on the grid."),
    OUT("forcing", "q", "cash/share", ON("type"), 0, "", "q at the start."),
    OUT("forcing_field", "q(t, z)", "cash/share", ON("time", "state", "type"), 0, "", "q on the grid."),
    OUT("expected_inventory", "E X_T", "share", ON("type"), 0, "", "Expected final mean inventory."),
    OUT("factor_paths", "z", "1", ON("path", "time"), 0, "", "Simulated factor."),
    OUT("inventory_paths", "X", "share", ON("path", "type", "time"), 0, "",
        "Equilibrium inventories along them."),
    OUT("error_estimate", "", "1", NONE, RP_DIAGNOSTIC, "",
        "Estimated relative error of feedback and forcing.")};

static const rp_model models[] = {MODEL(single, "drapeau2021_single", "drapeau2021", "One agent", RP_USES_RNG,
                                        "Value, feedback and inventory."),
                                  MODEL(identical, "drapeau2021_identical", "drapeau2021", "Identical agents",
                                        0, "Closed form with constant coefficients."),
                                  MODEL(game, "drapeau2021_game", "drapeau2021", "Different agents",
                                        RP_PARALLEL, "Any number of agents in linear time."),
                                  MODEL(factors, "drapeau2021_factors", "drapeau2021",
                                        "Stochastic coefficients", RP_USES_RNG | RP_PARALLEL,
                                        "Types of agents, Markov factors.")};

LIBRARY
