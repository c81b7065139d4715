/* schema_guo2025.c - macroscopic market makers, sections 2 to 5: schemas of all models of the paper. See
 * schema.h. */
#include "schema.h"

static const char *const methods[] = {"auto", "exact", "newton", "spectral", "field", "regression", NULL};
static const char *const intensities[] = {"exponential", "hyperbolic", NULL};
static const char *const shares[] = {"logit", "product", NULL};
static const char *const flow_kinds[] = {"deterministic", "markov", "news", NULL};

#define TIMES                                                                                                \
  ARRAY("times", "t", "time", ON("time"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",              \
        "Times of the outputs; absent: the solver's own grid."),                                             \
      INTEGER("steps", "", BETWEEN(1, 10000000), 400, RP_NUMERICAL, "", "Steps of the grid.")
#define TIME_AXIS LATE_AXIS("time", 1, MANY, "Times of the outputs; adaptive unless given.")
#define HORIZON REAL("horizon", "T", "time", NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon.")

static const rp_coef ou_coefs[] = {
    COEF("speed", "\\kappa", "1/time", NONNEGATIVE, REQUIRED, 0, "Speed of mean reversion."),
    COEF("mean", "\\theta", "1", FREE, 0, 0, "Long-run mean."),
    COEF("volatility", "\\sigma", "1/time^0.5", NONNEGATIVE, REQUIRED, 0, "Volatility."),
    COEF("start", "X_0", "1", FREE, 0, 0, "Value at time zero.")};
static const rp_coef flow_coefs[] = {
    COEF("speed", "\\kappa", "1/time", NONNEGATIVE, REQUIRED, 0, "Speed of mean reversion."),
    COEF("mean", "\\theta", "share/time", FREE, 0, 0, "Long-run imbalance."),
    COEF("volatility", "\\sigma", "share/time^1.5", NONNEGATIVE, REQUIRED, 0, "Volatility."),
    COEF("start", "I_0", "share/time", FREE, 0, 0, "Imbalance at time zero.")};
static const rp_process factor_laws[] = {
    LAW("ou", "dX = \\kappa(\\theta - X)\\,dt + \\sigma\\,dW", ou_coefs)};
static const rp_process flow_laws[] = {
    LAW("ou", "dI = \\kappa(\\theta - I)\\,dt + \\sigma\\,dW", flow_coefs)};

static const rp_dim homogeneous_dims[] = {AXIS("trader", 1, MANY, "Traders."), TIME_AXIS,
                                          AXIS("mode", 2, 2, "Mean and deviation.")};
static const rp_param homogeneous_params[] = {
    HORIZON,
    ARRAY("inventories", "q^i", "share", ON("trader"), FREE, REQUIRED, 0, "section 2",
          "Inventories at the start."),
    CURVE("permanent_impact", "\\alpha(t)", "cash/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.3, 0,
          "section 2", "Permanent impact of the aggregate rate."),
    CURVE("temporary_impact", "\\beta(t)", "cash*time/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.2,
          RP_MIN_OPEN, "section 2", "Temporary impact of the aggregate rate."),
    CURVE("running_penalty", "\\phi(t)", "cash/share^2/time", NONE, "t", "0", "horizon", NONNEGATIVE, 0.15, 0,
          "section 2", "Running penalty of inventory."),
    REAL("terminal_penalty", "A", "cash/share^2", NONNEGATIVE, 0.5, 0, "section 2",
         "Terminal penalty of inventory."),
    REAL("own_weight", "o", "cash*time/share^2", NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_MIN_OPEN, "remark 2.1",
         "Weight of the own rate; absent: beta / N."),
    REAL("cross_weight", "x", "cash*time/share^2", FREE, ABSENT, RP_OPTIONAL, "remark 2.1",
         "Weight of another's rate; absent: beta / N."),
    CURVE("imbalance", "I(t)", "share/time", NONE, "t", "0", "horizon", FREE, 0, 0, "section 2",
          "Noise buying less noise selling."),
    PROCESS("imbalance_law", "I", "share/time", NONE, flow_laws, ABSENT, RP_OPTIONAL, "section 2",
            "Random imbalance in place of the curve."),
    PROCESS("factor", "X", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 2",
            "Factor of the coefficients below."),
    CURVE("impact_of_factor", "\\alpha(X)", "cash/share^2", NONE, "x", "", "", NONNEGATIVE, ABSENT,
          RP_OPTIONAL, "", "In place of alpha(t)."),
    CURVE("temporary_of_factor", "\\beta(X)", "cash*time/share^2", NONE, "x", "", "", NONNEGATIVE, ABSENT,
          RP_OPTIONAL | RP_MIN_OPEN, "", "In place of beta(t)."),
    CURVE("penalty_of_factor", "\\phi(X)", "cash/share^2/time", NONE, "x", "", "", NONNEGATIVE, ABSENT,
          RP_OPTIONAL, "", "In place of phi(t)."),
    TIMES};
static const rp_output homogeneous_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("gain", "r", "cash/share^2", ON("mode", "time"), 0, "theorem 2.7",
        "Riccati solutions of both modes."),
    OUT("flow_gain", "k", "cash/share", ON("time"), 0, "", "Reaction to the expected imbalance."),
    OUT("inventory_paths", "Q^i", "share", ON("trader", "time"), 0, "", "Inventories."),
    OUT("rate_paths", "v^i", "share/time", ON("trader", "time"), 0, "", "Rates."),
    OUT("aggregate_rate", "V", "share/time", ON("time"), 0, "", "Sum of the rates."),
    OUT("price_drift", "", "cash/share/time", ON("time"), 0, "", "Drift of the price."),
    OUT("values", "J^i", "cash", ON("trader"), 0, "", "Objective of each trader."),
    OUT("mean_terminal", "E \\bar{Q}_T", "share", NONE, 0, "", "Mean of the final mean inventory."),
    OUT("variance_terminal", "", "share^2", NONE, 0, "", "Its variance."),
    OUT("hamiltonian_concave", "", "1", NONE, 0, "assumption 2.4", "1 if it holds."),
    OUT("own_concave", "", "1", NONE, 0, "", "1 if each own objective is concave."),
    OUT("condition_27", "", "1", NONE, 0, "theorem 2.7", "1 if it holds."),
    OUT("condition_210", "", "1", NONE, 0, "theorem 2.10", "1 if it holds."),
    OUT("explosion_time", "\\tau^*", "time", NONE, RP_INF_MEANINGFUL, "",
        "Time to maturity at which the mean mode explodes; infinite: never."),
    OUT("residual", "", "1", NONE, RP_DIAGNOSTIC, "", "Residual of the boundary problem.")};

static const rp_dim heterogeneous_dims[] = {AXIS("trader", 1, MANY, "Traders."), TIME_AXIS};
static const rp_param heterogeneous_params[] = {
    HORIZON,
    ARRAY("inventories", "q^i", "share", ON("trader"), FREE, REQUIRED, 0, "section 2",
          "Inventories at the start."),
    ARRAY("running_penalty", "\\phi^i", "cash/share^2/time", ON("trader"), NONNEGATIVE, 0.1, 0, "section 2",
          "Running penalties."),
    ARRAY("terminal_penalty", "A^i", "cash/share^2", ON("trader"), NONNEGATIVE, 0.5, 0, "section 2",
          "Terminal penalties."),
    CURVE("permanent_impact", "\\alpha(t)", "cash/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.3, 0,
          "section 2", "Permanent impact."),
    CURVE("temporary_impact", "\\beta(t)", "cash*time/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.2,
          RP_MIN_OPEN, "section 2", "Temporary impact."),
    CURVE("imbalance", "I(t)", "share/time", NONE, "t", "0", "horizon", FREE, 0, 0, "section 2",
          "Noise buying less noise selling."),
    BOOLEAN("full_matrix", "", 0, RP_NUMERICAL, "",
            "Solve the matrix Riccati equation as well, for at most 50 traders."),
    TIMES};
static const rp_output heterogeneous_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("aggregate_rate", "V", "share/time", ON("time"), 0, "", "Sum of the rates."),
    OUT("inventory_paths", "Q^i", "share", ON("trader", "time"), 0, "", "Inventories."),
    OUT("adjoint_paths", "Y^i", "cash/share", ON("trader", "time"), 0, "", "Adjoints."),
    OUT("matrix", "R(0)", "cash/share^2", ON("trader", "trader"), RP_NAN_MEANINGFUL, "",
        "Matrix Riccati solution; NaN unless asked for."),
    OUT("iterations", "", "1", NONE, RP_DIAGNOSTIC, "", "Iterations for the aggregate rate.")};

#define TRADERS_AND_MAKERS                                                                                   \
  HORIZON,                                                                                                   \
      ARRAY("trader_inventories", "q^{i,e}", "share", ON("trader"), FREE, REQUIRED, 0, "section 3",          \
            "Traders; negative: must buy."),                                                                 \
      ARRAY("maker_inventories", "q^{i,m}", "share", ON("maker"), FREE, REQUIRED, 0, "section 3",            \
            "Makers."),                                                                                      \
      ARRAY("trader_running", "\\phi^{i,e}", "cash/share^2/time", ON("trader"), NONNEGATIVE, 0, 0,           \
            "section 3", "Running penalties of traders."),                                                   \
      ARRAY("maker_running", "\\phi^{i,m}", "cash/share^2/time", ON("maker"), NONNEGATIVE, 0, 0,             \
            "section 3", "Running penalties of makers."),                                                    \
      ARRAY("trader_terminal", "A^{i,e}", "cash/share^2", ON("trader"), NONNEGATIVE, 0.05, 0, "section 3",   \
            "Terminal penalties of traders."),                                                               \
      ARRAY("maker_terminal", "A^{i,m}", "cash/share^2", ON("maker"), NONNEGATIVE, 0.05, 0, "section 3",     \
            "Terminal penalties of makers."),                                                                \
      REAL("cost", "\\beta", "cash*time/share^2", NONNEGATIVE, 0.1, RP_MIN_OPEN, "section 3",                \
           "Quadratic trading cost."),                                                                       \
      REAL("cross_cost", "", "cash*time/share^2", FREE, 0, 0, "section 3",                                   \
           "Cost of the others' mean rate."),                                                                \
      REAL("least_rate", "\\epsilon", "share/time", NONNEGATIVE, 1e-3, 0, "section 3", "Smallest rate."),    \
      REAL("largest_rate", "\\bar{v}", "share/time", NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL,      \
           "section 3", "Largest rate."),                                                                    \
      REAL("largest_quote", "\\xi", "cash/share", NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL,         \
           "section 3", "Largest distance of a quote."),                                                     \
      TIMES,                                                                                                 \
      REAL("tolerance", "", "1", BETWEEN(0, 1), 1e-11, RP_NUMERICAL | RP_MIN_OPEN, "",                       \
           "Of Newton's method.")
#define PATH_OUTPUTS                                                                                         \
  OUT("time", "t", "time", ON("time"), 0, "", "Times."),                                                     \
      OUT("trader_paths", "Q^{i,e}", "share", ON("trader", "time"), 0, "", "Traders' inventories."),         \
      OUT("maker_paths", "Q^{i,m}", "share", ON("maker", "time"), 0, "", "Makers' inventories."),            \
      OUT("trader_adjoints", "Y^{i,e}", "cash/share", ON("trader", "time"), 0, "", "Traders' adjoints."),    \
      OUT("maker_adjoints", "Y^{i,m}", "cash/share", ON("maker", "time"), 0, "", "Makers' adjoints."),       \
      OUT("rates", "v^i", "share/time", ON("trader", "time"), 0, "", "Rates."),                              \
      OUT("asks", "\\delta^{i,a}", "cash/share", ON("maker", "time"), 0, "", "Distances of the asks."),      \
      OUT("bids", "\\delta^{i,b}", "cash/share", ON("maker", "time"), 0, "", "Distances of the bids."),      \
      OUT("crossed", "", "1", NONE, 0, "", "1 if quotes cross somewhere."),                                  \
      OUT("residual", "", "1", NONE, RP_DIAGNOSTIC, "", "Residual of the boundary problem."),                \
      OUT("iterations", "", "1", NONE, RP_DIAGNOSTIC, "", "Newton steps.")

static const rp_dim market_dims[] = {AXIS("trader", 1, 1000000, "Traders."),
                                     AXIS("maker", 2, 1000000, "Makers."), TIME_AXIS};
static const rp_param market_params[] = {
    TRADERS_AND_MAKERS,
    CHOICE("intensity", intensities, 0, 0, "section 3", "Family of the class Lambda."),
    REAL("intensity_decay", "\\gamma", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "section 3", "Its decay."),
    REAL("intensity_bend", "\\eta", "share/cash", NONNEGATIVE, 0, 0, "section 3",
         "Its bend; below the decay."),
    CURVE("noise_buying", "a(t)", "share/time", NONE, "t", "0", "horizon", NONNEGATIVE, 5, 0, "section 3",
          "Noise orders at the ask."),
    CURVE("noise_selling", "b(t)", "share/time", NONE, "t", "0", "horizon", NONNEGATIVE, 5, 0, "section 3",
          "Noise orders at the bid.")};
static const rp_output market_outputs[] = {PATH_OUTPUTS};

static const rp_dim quotes_dims[] = {AXIS("maker", 1, 1000000, "Makers."),
                                     AXIS("trader", 1, 1000000, "Traders.")};
static const rp_param quotes_params[] = {
    CHOICE("intensity", intensities, 0, 0, "section 3", "Family of the class Lambda."),
    REAL("intensity_decay", "\\gamma", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "section 3", "Its decay."),
    REAL("intensity_bend", "\\eta", "share/cash", NONNEGATIVE, 0, 0, "section 3", "Its bend."),
    CHOICE("share", shares, 0, 0, "section 5", "Order-share functions of section 5."),
    REAL("share_decay", "c", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "section 5", "Their decay."),
    ARRAY("offsets", "o^i", "1", ON("maker"), FREE, 0, 0, "section 5", "Their offsets."),
    ARRAY("maker_adjoints", "y^i", "cash/share", ON("maker"), FREE, REQUIRED, 0, "section 3",
          "Arguments of the quote maps."),
    ARRAY("trader_adjoints", "\\tilde{y}^i", "cash/share", ON("trader"), FREE, REQUIRED, 0, "section 3",
          "Arguments of the rate map."),
    ARRAY("is_buyer", "", "1", ON("trader"), BETWEEN(0, 1), 1, RP_INTEGRAL, "section 3",
          "1 for buyers, 0 for sellers."),
    REAL("cost", "\\beta", "cash*time/share^2", NONNEGATIVE, 0.5, RP_MIN_OPEN, "section 3",
         "Quadratic trading cost."),
    REAL("cross_cost", "", "cash*time/share^2", FREE, 0, 0, "section 3", "Cost of the others' mean rate."),
    REAL("largest_quote", "\\xi", "cash/share", NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL,
         "section 3", "Largest distance of a quote.")};
static const rp_output quotes_outputs[] = {
    OUT("asks", "\\psi^a", "cash/share", ON("maker"), 0, "section 3", "Equilibrium asks."),
    OUT("bids", "\\psi^b", "cash/share", ON("maker"), 0, "section 3", "Equilibrium bids."),
    OUT("rates", "\\varphi", "share/time", ON("trader"), 0, "section 3", "Equilibrium rates."),
    OUT("share_asks", "\\psi^a", "cash/share", ON("maker"), 0, "section 5", "Asks of section 5."),
    OUT("share_bids", "\\psi^b", "cash/share", ON("maker"), 0, "section 5", "Bids of section 5."),
    OUT("order_shares", "\\zeta^i", "1", ON("maker"), 0, "section 5", "Shares at the ask."),
    OUT("class_constant", "", "1", NONE, RP_DIAGNOSTIC, "eq. 38", "The class's constant at the solution.")};

static const rp_dim acas_dims[] = {TIME_AXIS, AXIS("coordinate", 2, 2, "q_2 and q_e, y_2 and y_e."),
                                   LATE_AXIS("outcome", 0, 100, "Outcomes of the news."),
                                   LATE_AXIS("extra", 0, MANY, "Traders beside the mean one."),
                                   LATE_AXIS("path", 0, MANY, "Simulated paths.")};
static const rp_param acas_params[] = {
    HORIZON,
    REAL("first_maker", "q^{1,m}", "share", FREE, 1, 0, "section 4", "First maker, not below the second."),
    REAL("second_maker", "q^{2,m}", "share", FREE, -1, 0, "section 4", "Second maker."),
    REAL("buyer", "q^e", "share", BETWEEN(-INFINITY, 0), -20, RP_MAX_OPEN, "section 4",
         "The buyer's inventory, negative."),
    REAL("intensity_decay", "\\gamma", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "section 4",
         "Decay of the fill rates."),
    CURVE("cost", "\\beta(t)", "cash*time/share^2", NONE, "t", "0", "horizon", NONNEGATIVE, 0.1, RP_MIN_OPEN,
          "section 4", "Quadratic trading cost."),
    CURVE("running_penalty", "\\phi(t)", "cash/share^2/time", NONE, "t", "0", "horizon", NONNEGATIVE, 0, 0,
          "section 4", "Running penalty."),
    REAL("terminal_penalty", "A", "cash/share^2", NONNEGATIVE, 0.05, RP_MIN_OPEN, "section 4",
         "Terminal penalty."),
    REAL("least_rate", "\\epsilon", "share/time", NONNEGATIVE, ABSENT, RP_OPTIONAL, "section 4",
         "Truncation of the rate; absent: none."),
    CHOICE("flow", flow_kinds, 0, 0, "section 4", "How the noise flows are given."),
    CURVE("noise_buying", "a(t)", "share/time", NONE, "t", "0", "horizon", NONNEGATIVE, 5, 0, "section 4",
          "Noise orders at the ask."),
    CURVE("noise_selling", "b(t)", "share/time", NONE, "t", "0", "horizon", NONNEGATIVE, 5, 0, "section 4",
          "Noise orders at the bid."),
    PROCESS("first_factor", "X^1", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 4",
            "Factor of the buying flow, and of both without a second."),
    PROCESS("second_factor", "X^2", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 4",
            "Factor of the selling flow."),
    CURVE("buying_of_factor", "a(X^1)", "share/time", NONE, "x", "", "", NONNEGATIVE, ABSENT, RP_OPTIONAL, "",
          "Noise orders at the ask."),
    CURVE("selling_of_factor", "b(X)", "share/time", NONE, "x", "", "", NONNEGATIVE, ABSENT, RP_OPTIONAL, "",
          "Noise orders at the bid."),
    REAL("news_time", "t_1", "time", NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_MIN_OPEN, "",
         "When the news arrives."),
    ARRAY("news_probability", "", "1", ON("outcome"), BETWEEN(0, 1), ABSENT, RP_OPTIONAL, "",
          "Probabilities of its outcomes."),
    ARRAY("news_buying", "", "share/time", ON("outcome"), NONNEGATIVE, ABSENT, RP_OPTIONAL, "",
          "Buying flow after each."),
    ARRAY("news_selling", "", "share/time", ON("outcome"), NONNEGATIVE, ABSENT, RP_OPTIONAL, "",
          "Selling flow after each."),
    ARRAY("other_buyers", "q_j", "share", ON("extra"), FREE, ABSENT, RP_OPTIONAL, "proposition 4.5",
          "Single traders among infinitely many."),
    CHOICE("method", methods, 0, RP_NUMERICAL, "", "How the boundary problem is solved."),
    TIMES,
    INTEGER("sample", "", BETWEEN(0, MANY), 0, RP_NUMERICAL, "", "Simulated paths."),
    INTEGER("kept", "", BETWEEN(0, 1000000), 0, RP_NUMERICAL, "", "Paths that are returned.")};
static const rp_output acas_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("first_maker_path", "Q^1", "share", ON("time"), 0, "", "First maker."),
    OUT("second_maker_path", "Q^2", "share", ON("time"), 0, "", "Second maker."),
    OUT("buyer_path", "Q^e", "share", ON("time"), 0, "", "Buyer."),
    OUT("first_adjoint", "Y^1", "cash/share", ON("time"), 0, "", "Adjoint of the first maker."),
    OUT("second_adjoint", "Y^2", "cash/share", ON("time"), 0, "", "Adjoint of the second maker."),
    OUT("buyer_adjoint", "Y^e", "cash/share", ON("time"), 0, "", "Adjoint of the buyer."),
    OUT("rate", "v", "share/time", ON("time"), 0, "", "The buyer's rate."),
    OUT("best_ask", "", "cash/share", ON("time"), 0, "", "Best ask above the price."),
    OUT("best_bid", "", "cash/share", ON("time"), 0, "", "Best bid below the price."),
    OUT("inside_spread", "", "cash/share", ON("time"), 0, "", "Inside spread; negative: crossed."),
    OUT("matrix", "R(t)", "cash/share^2", ON("time", "coordinate", "coordinate"), 0, "theorem 4.3",
        "Derivative of y in x."),
    OUT("rate_bound", "", "share/time", NONE, RP_NAN_MEANINGFUL, "eq. 26",
        "Lower bound as printed; NaN where it does not apply."),
    OUT("rate_bound_corrected", "", "share/time", NONE, RP_NAN_MEANINGFUL, "eq. 26", "With noise orders."),
    OUT("after_news", "y", "cash/share", ON("outcome", "coordinate"), 0, "", "Adjoints after each outcome."),
    OUT("other_rates", "v^j", "share/time", ON("extra"), 0, "proposition 4.5",
        "Rates of the single traders."),
    OUT("other_slack", "", "share", ON("extra"), 0, "eq. 33", "Slack of the condition on each."),
    OUT("sampled_asks", "", "cash/share", ON("path", "time"), 0, "", "Best asks on simulated paths."),
    OUT("sampled_rates", "", "share/time", ON("path", "time"), 0, "", "Rates on simulated paths."),
    OUT("ask_rate_correlation", "", "1", NONE, RP_NAN_MEANINGFUL, "",
        "Of increments; NaN without simulation."),
    OUT("ask_noise_correlation", "", "1", NONE, RP_NAN_MEANINGFUL, "", "Of increments."),
    OUT("truncated", "", "1", NONE, 0, "", "1 if the truncation is active somewhere."),
    OUT("iterations", "", "1", NONE, RP_DIAGNOSTIC, "", "Newton steps."),
    OUT("residual", "", "1", NONE, RP_DIAGNOSTIC, "", "Residual."),
    OUT("identity_error", "", "1", NONE, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
        "Violation of the Monte Carlo identity, in standard errors.")};

static const rp_dim approximation_dims[] = {AXIS("trader", 1, 5, "Traders."), AXIS("maker", 1, 5, "Makers."),
                                            TIME_AXIS};
static const rp_param approximation_params[] = {
    TRADERS_AND_MAKERS,
    REAL("noise", "\\epsilon", "share/time^0.5", NONNEGATIVE, 0, 0, "section 5",
         "Noise of the inventories; 0: the limit."),
    CHOICE("share", shares, 0, 0, "section 5", "Order-share functions."),
    REAL("share_decay", "c", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "section 5", "Their decay."),
    ARRAY("offsets", "o^i", "1", ON("maker"), FREE, 0, 0, "section 5", "Their offsets."),
    PROCESS("order_flow", "L", "1", NONE, factor_laws, ABSENT, RP_OPTIONAL, "section 5",
            "Markov order flow; absent: constant."),
    CURVE("buying", "\\kappa_a(L)", "share/time", NONE, "l", "", "", NONNEGATIVE, 4, 0, "section 5",
          "Noise orders at the ask."),
    CURVE("selling", "\\kappa_b(L)", "share/time", NONE, "l", "", "", NONNEGATIVE, 3, 0, "section 5",
          "Noise orders at the bid."),
    INTEGER("degree", "", BETWEEN(1, 6), 3, RP_NUMERICAL, "", "Total degree of the polynomials."),
    INTEGER("design", "", BETWEEN(1, 100), 4, RP_NUMERICAL, "", "Design points per basis function."),
    INTEGER("sample", "", BETWEEN(0, MANY), 10000, RP_NUMERICAL, "", "Paths of the check by simulation.")};
static const rp_output approximation_outputs[] = {
    PATH_OUTPUTS, OUT("fit_residual", "", "1", NONE, RP_DIAGNOSTIC, "", "Residual of the projections."),
    OUT("identity_error", "", "1", NONE, RP_DIAGNOSTIC, "",
        "Violation of the Monte Carlo identity, in standard errors.")};

static const rp_model models[] = {
    MODEL(homogeneous, "guo2025_schema_homogeneous", "guo2025", "Section 2, equal penalties", 0,
          "Two scalar modes."),
    MODEL(heterogeneous, "guo2025_schema_heterogeneous", "guo2025", "Section 2, different penalties",
          RP_PARALLEL, "Through the aggregate rate."),
    MODEL(quotes, "guo2025_schema_quotes", "guo2025", "Equilibrium maps", 0,
          "Quotes and rates of sections 3 and 5."),
    MODEL(market, "guo2025_schema_market", "guo2025", "Section 3, general game", 0,
          "A boundary problem in 4 N functions."),
    MODEL(acas, "guo2025_schema_acas", "guo2025", "Section 4, one buyer and two makers",
          RP_USES_RNG | RP_PARALLEL, "Deterministic and random order flow."),
    MODEL(approximation, "guo2025_schema_approximation", "guo2025", "Section 5, approximation game",
          RP_USES_RNG | RP_PARALLEL, "With noise in the inventories.")};

LIBRARY
