/* schema_fatone2014.c - mean-field retail traders and a big trader: schemas of all models of the paper. See
 * schema.h. */
#include "schema.h"

static const char *const presets[] = {"weights", "eq6", "eq80", NULL};
static const char *const herding[] = {"log", "root", "power", "curve", NULL};
static const char *const schemes[] = {"collocation", "shooting", NULL};

#define HORIZON                                                                                              \
  REAL("horizon", "T", "time", NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon of the retail traders.")
#define WEIGHTS                                                                                              \
  CHOICE("weighting", presets, 0, 0, "eqs. 6, 80", "Which parameters give the weights."),                    \
      REAL("herding_weight", "a", "cash/time", FREE, 1, 0, "eq. 6",                                          \
           "Weight of herding; negative: crowd aversion."),                                                  \
      REAL("rate_penalty", "b", "cash*time/share^2", NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 6",                   \
           "Weight of the trading rate."),                                                                   \
      REAL("inventory_penalty", "c", "cash/share^2/time", NONNEGATIVE, 1, 0, "eq. 6",                        \
           "Weight of the position."),                                                                       \
      REAL("terminal_penalty", "d", "cash/share^2", NONNEGATIVE, 1, 0, "eq. 6",                              \
           "Weight of the distance from the target."),                                                       \
      REAL("mix", "w", "1", BETWEEN(0, 1), ABSENT, RP_OPTIONAL | RP_MIN_OPEN, "eq. 80",                      \
           "Share of the rate's weight."),                                                                   \
      REAL("sobriety", "\\epsilon", "1", BETWEEN(0, 1), ABSENT, RP_OPTIONAL | RP_MIN_OPEN, "eq. 80",         \
           "One minus the weight of herding."),                                                              \
      REAL("position_weight", "\\lambda", "1", NONNEGATIVE, ABSENT, RP_OPTIONAL, "eq. 80",                   \
           "Relative weight of the position.")
#define RETAIL                                                                                               \
  HORIZON,                                                                                                   \
      REAL("volatility", "\\sigma", "share/time^0.5", NONNEGATIVE, 1, 0, "eq. 1",                            \
           "Noise of the positions; 0 has a horizon of existence."),                                         \
      REAL("initial_mean", "\\mu_0", "share", FREE, 0, 0, "eq. 4", "Mean of the initial positions."),        \
      REAL("initial_variance", "v_0", "share^2", NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 4",                       \
           "Variance of the initial positions."),                                                            \
      REAL("target", "x^*", "share", FREE, 1, 0, "eq. 6", "Target position.")
#define TIMES                                                                                                \
  ARRAY("times", "t", "time", ON("time"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",              \
        "Times of the outputs; absent: a grid."),                                                            \
      INTEGER("points", "", BETWEEN(2, 100000000), 201, RP_NUMERICAL, "", "Points of the grid.")
#define TIME_AXIS LATE_AXIS("time", 1, MANY, "Times of the outputs.")

static const rp_dim retail_dims[] = {
    TIME_AXIS, LATE_AXIS("solution", 0, 64, "Equilibria within the Gaussian ansatz."),
    LATE_AXIS("position", 1, 1000000, "Positions at which densities are shown."),
    LATE_AXIS("fold", 0, 64, "Horizons at which the number of equilibria changes.")};
static const rp_param retail_params[] = {
    WEIGHTS,
    RETAIL,
    TIMES,
    INTEGER("selected", "", BETWEEN(0, 64), 0, 0, "",
            "Which equilibrium, by terminal variance; 0: least action."),
    ARRAY("positions", "x", "share", ON("position"), FREE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",
          "Positions of densities and values."),
    CHOICE("scheme", schemes, 0, RP_NUMERICAL, "", "How the boundary problem is solved."),
    INTEGER("nodes", "", BETWEEN(4, 64), 20, RP_NUMERICAL, "", "Collocation nodes of a panel."),
    REAL("tolerance", "", "1", BETWEEN(0, 1), 1e-12, RP_NUMERICAL | RP_MIN_OPEN, "",
         "Tolerance of the roots.")};
static const rp_output retail_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("mean", "M", "share", ON("time"), 0, "eq. 52", "Mean position."),
    OUT("mean_rate", "q", "share/time", ON("time"), 0, "eq. 54", "Expected trading rate."),
    OUT("variance", "v", "share^2", ON("time"), 0, "eq. 49", "Variance of the positions."),
    OUT("feedback", "p", "1/time", ON("time"), 0, "", "Slope of the rate in the position."),
    OUT("solution_count", "", "1", NONE, 0, "", "Number of equilibria."),
    OUT("terminal_variances", "v(T)", "share^2", ON("solution"), 0, "", "Terminal variance of each."),
    OUT("actions", "", "1", ON("solution"), 0, "", "Action of each."),
    OUT("energies", "H", "1", ON("solution"), 0, "", "First integral of each."),
    OUT("variances", "v", "share^2", ON("solution", "time"), 0, "", "Variance of each."),
    OUT("selected_solution", "", "1", NONE, 0, "", "Which one the other outputs show, from 1."),
    OUT("turnpike_variance", "v^*", "share^2", NONE, 0, "", "Stationary variance."),
    OUT("turnpike_rate", "\\omega", "1/time", NONE, 0, "", "Rate of approach to it."),
    OUT("value_constant", "A", "cash", ON("time"), 0, "eq. 28", "u = A + B x + C x^2."),
    OUT("value_linear", "B", "cash/share", ON("time"), 0, "eq. 30", "Linear coefficient of u."),
    OUT("value_quadratic", "C", "cash/share^2", ON("time"), 0, "eq. 32", "Quadratic coefficient of u."),
    OUT("log_constant", "D", "1", ON("time"), 0, "eq. 29", "ln m = D + E x + R x^2."),
    OUT("log_linear", "E", "1/share", ON("time"), 0, "eq. 31", "Linear coefficient of ln m."),
    OUT("log_quadratic", "R", "1/share^2", ON("time"), 0, "eq. 33", "Quadratic coefficient of ln m."),
    OUT("position", "x", "share", ON("position"), 0, "", "Positions."),
    OUT("density", "m", "1/share", ON("time", "position"), 0, "", "Density of the positions."),
    OUT("value", "u", "cash", ON("time", "position"), 0, "", "Value function."),
    OUT("rate", "\\alpha", "share/time", ON("time", "position"), 0, "", "Trading rate."),
    OUT("expected_utility", "U", "cash", NONE, 0, "eq. 6", "Value of the game at the equilibrium shown."),
    OUT("fold", "T", "time", ON("fold"), 0, "", "Horizons at which the number of equilibria changes."),
    OUT("existence_horizon", "", "time", NONE, RP_INF_MEANINGFUL, "",
        "Longest horizon with a solution; infinite if there is noise."),
    OUT("unique_by_condition", "", "1", NONE, 0, "", "1 if the sufficient condition for uniqueness holds."),
    OUT("backward_residual", "", "1", NONE, RP_DIAGNOSTIC, "eq. 20",
        "Residual of the equation of the value."),
    OUT("forward_residual", "", "1", NONE, RP_DIAGNOSTIC, "eq. 21",
        "Residual of the equation of the density.")};

static const rp_dim varying_dims[] = {TIME_AXIS};
static const rp_param varying_params[] = {
    HORIZON,
    CURVE("volatility", "\\sigma(t)", "share/time^0.5", NONE, "t", "0", "horizon", NONNEGATIVE, 1,
          RP_MIN_OPEN, "", "Noise of the positions."),
    CURVE("herding_weight", "a(t)", "cash/time", NONE, "t", "0", "horizon", FREE, 1, 0, "",
          "Weight of herding."),
    CURVE("rate_penalty", "b(t)", "cash*time/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 1, RP_MIN_OPEN,
          "", "Weight of the rate."),
    CURVE("inventory_penalty", "c(t)", "cash/share^2/time", NONE, "t", "0", "horizon", NONNEGATIVE, 1, 0, "",
          "Weight of the position."),
    REAL("terminal_penalty", "d", "cash/share^2", NONNEGATIVE, 1, 0, "",
         "Weight of the distance from the target."),
    REAL("initial_mean", "\\mu_0", "share", FREE, 0, 0, "", "Mean of the initial positions."),
    REAL("initial_variance", "v_0", "share^2", NONNEGATIVE, 1, RP_MIN_OPEN, "",
         "Variance of the initial positions."),
    REAL("target", "x^*", "share", FREE, 1, 0, "", "Target position."),
    CURVE("guess", "v(t)", "share^2", NONE, "t", "0", "horizon", NONNEGATIVE, ABSENT,
          RP_OPTIONAL | RP_NUMERICAL, "", "Where Newton's method begins."),
    TIMES};
static const rp_output varying_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("mean", "M", "share", ON("time"), 0, "", "Mean position."),
    OUT("mean_rate", "q", "share/time", ON("time"), 0, "", "Expected rate."),
    OUT("variance", "v", "share^2", ON("time"), 0, "", "Variance."),
    OUT("newton_steps", "", "1", NONE, RP_DIAGNOSTIC, "", "Newton steps."),
    OUT("residual", "", "1", NONE, RP_DIAGNOSTIC, "", "Residual between the nodes.")};

static const rp_dim density_dims[] = {TIME_AXIS, AXIS("cells", 8, 1000000, "Cells of the grid."),
                                      DERIVED_AXIS("cell", "cells", 0, 8, 1000000, "Grid in the position.")};
static const rp_param density_params[] = {
    WEIGHTS,
    RETAIL,
    TIMES,
    CURVE("initial_law", "m_0(x)", "1/share", NONE, "x", "", "", NONNEGATIVE, ABSENT, RP_OPTIONAL,
          "section 2", "Any initial density; absent: Gaussian."),
    CHOICE("herding", herding, 0, 0, "", "The local term f(m)."),
    REAL("herding_power", "", "1", NONNEGATIVE, ABSENT, RP_OPTIONAL, "",
         "Exponent of a power of the density."),
    CURVE("herding_curve", "f(m)", "1", NONE, "m", "0", "", FREE, ABSENT, RP_OPTIONAL, "", "Any local term."),
    INTEGER("cells", "", BETWEEN(8, 1000000), 400, RP_NUMERICAL, "", "Cells of the grid."),
    REAL("lower_end", "", "share", FREE, ABSENT, RP_OPTIONAL | RP_NUMERICAL, "", "Lower end of the grid."),
    REAL("upper_end", "", "share", FREE, ABSENT, RP_OPTIONAL | RP_NUMERICAL, "", "Upper end of the grid."),
    INTEGER("most_iterations", "", BETWEEN(1, 1000000), 500, RP_NUMERICAL, "",
            "Limit of the Picard iteration."),
    REAL("damping", "", "1", BETWEEN(0, 1), 0.5, RP_NUMERICAL | RP_MIN_OPEN, "",
         "Damping of that iteration."),
    REAL("tolerance", "", "1", BETWEEN(0, 1), 1e-8, RP_NUMERICAL | RP_MIN_OPEN, "", "When it ends.")};
static const rp_output density_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("cell", "x", "share", ON("cell"), 0, "", "Centres of the cells."),
    OUT("density", "m", "1/share", ON("time", "cell"), 0, "", "Density."),
    OUT("value", "u", "cash", ON("time", "cell"), 0, "", "Value."),
    OUT("mean", "M", "share", ON("time"), 0, "", "Mean position."),
    OUT("variance", "v", "share^2", ON("time"), 0, "", "Variance."),
    OUT("iterations", "", "1", NONE, RP_DIAGNOSTIC, "", "Picard iterations."),
    OUT("mass_error", "", "1", NONE, RP_DIAGNOSTIC, "", "Loss of mass.")};

static const rp_dim particles_dims[] = {TIME_AXIS,
                                        LATE_AXIS("agent", 0, 1000000, "Agents whose paths are kept.")};
static const rp_param particles_params[] = {
    WEIGHTS,
    RETAIL,
    TIMES,
    INTEGER("sample", "N", BETWEEN(1, MANY), 100000, RP_NUMERICAL, "", "Agents."),
    INTEGER("kept", "", BETWEEN(0, 1000000), 10, RP_NUMERICAL, "", "Agents whose paths are kept."),
    INTEGER("steps", "", BETWEEN(1, 100000000), 500, RP_NUMERICAL, "", "Time steps.")};
static const rp_output particles_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("mean", "M", "share", ON("time"), 0, "", "Sample mean."),
    OUT("mean_error", "", "share", ON("time"), RP_DIAGNOSTIC, "", "Its standard error."),
    OUT("variance", "v", "share^2", ON("time"), 0, "", "Sample variance."),
    OUT("variance_error", "", "share^2", ON("time"), RP_DIAGNOSTIC, "", "Its standard error."),
    OUT("paths", "X_t", "share", ON("agent", "time"), 0, "", "Kept paths.")};

static const rp_dim big_dims[] = {TIME_AXIS};
static const rp_param big_params[] = {
    WEIGHTS,
    RETAIL,
    CURVE("retail_rate", "q(t)", "share/time", NONE, "t", "0", "liquidation_time", FREE, ABSENT, RP_OPTIONAL,
          "", "Any retail rate in place of the model's."),
    REAL("liquidation_time", "T_1", "time", NONNEGATIVE, 0.75, RP_MIN_OPEN, "eq. 7",
         "When the block is sold; at most the horizon."),
    REAL("block", "n", "share", FREE, 10, 0, "eq. 7", "Shares to sell; negative: to buy."),
    REAL("own_impact", "\\eta", "cash*time/share^2", NONNEGATIVE, 1e-3, RP_MIN_OPEN, "eq. 10",
         "Impact of the own rate."),
    REAL("retail_impact", "\\theta", "cash*time/share^2", FREE, 2, 0, "eq. 10", "Impact of the retail rate."),
    REAL("permanent_impact", "\\gamma", "cash/share^2", NONNEGATIVE, 1e-4, 0, "eq. 10",
         "Permanent impact of the own trades."),
    REAL("initial_price", "P_0", "cash/share", FREE, 100, 0, "eq. 9", "Price at the start."),
    REAL("price_volatility", "s", "cash/share/time^0.5", NONNEGATIVE, 0.5, 0, "eq. 9",
         "Volatility of the price."),
    CURVE("perturbation", "h(t)", "share", NONE, "t", "0", "liquidation_time", FREE, ABSENT, RP_OPTIONAL, "",
          "A strategy's deviation, zero at both ends."),
    TIMES};
static const rp_output big_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("block_left", "x", "share", ON("time"), 0, "eq. 82", "Shares left."),
    OUT("rate", "y", "share/time", ON("time"), 0, "eq. 83", "Rate, negative while selling."),
    OUT("value_constant", "a", "cash", ON("time"), 0, "eq. 67", "v = a + b x + c x^2."),
    OUT("value_linear", "b", "cash/share", ON("time"), 0, "eq. 68", "Linear coefficient."),
    OUT("value_quadratic", "c", "cash/share^2", ON("time"), RP_INF_MEANINGFUL, "eq. 69",
        "Quadratic coefficient, -inf at the end."),
    OUT("expected_price", "", "cash/share", ON("time"), 0, "eq. 10", "Expected price."),
    OUT("reduced_value", "J", "cash", NONE, 0, "", "Optimal value without the constant part."),
    OUT("expected_revenue", "", "cash", NONE, 0, "eq. 12", "Expected revenue."),
    OUT("revenue_deviation", "", "cash", NONE, 0, "", "Its standard deviation."),
    OUT("inflection_time", "t_0", "time", NONE, RP_NAN_MEANINGFUL, "",
        "Where the strategy bends; NaN: nowhere."),
    OUT("optimality_gap", "", "cash", NONE, RP_NAN_MEANINGFUL, "",
        "Loss by the perturbation; NaN without one.")};

static const rp_model models[] = {
    MODEL(retail, "fatone2014_retail", "fatone2014", "Retail traders", 0,
          "All Gaussian equilibria, constant coefficients."),
    MODEL(varying, "fatone2014_retail_varying", "fatone2014", "Retail traders, coefficients in time", 0,
          "One equilibrium by collocation."),
    MODEL(density, "fatone2014_density", "fatone2014", "Any initial law and herding term", 0,
          "Partial differential equations."),
    MODEL(particles, "fatone2014_particles", "fatone2014", "Particles", RP_USES_RNG | RP_PARALLEL,
          "Simulation of many agents."),
    MODEL(big, "fatone2014_big_trader", "fatone2014", "The big trader", 0,
          "Optimal liquidation against the retail rate.")};

LIBRARY
