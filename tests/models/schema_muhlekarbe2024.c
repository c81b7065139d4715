/* schema_muhlekarbe2024.c - pre-hedging: schemas of all models of the paper. See schema.h. */
#include "schema.h"

static const char *const conventions[] = {"market", "printed", NULL};
static const char *const demands[] = {"affine", "logistic", "exponential", NULL};

#define IMPACT                                                                                               \
  REAL("permanent_impact", "\\kappa", "cash/share^2", NONNEGATIVE, 0.3, 0, "section 2",                      \
       "Permanent price impact."),                                                                           \
      REAL("transient_impact", "\\lambda", "cash/share^2", NONNEGATIVE, 0.8, 0, "section 2",                 \
           "Transient price impact."),                                                                       \
      REAL("transient_decay", "\\beta", "1/time", NONNEGATIVE, 1.7, 0, "section 2",                          \
           "Decay rate of the transient impact."),                                                           \
      REAL("temporary_impact", "\\nu", "cash*time/share^2", NONNEGATIVE, 0.6, RP_MIN_OPEN, "section 2",      \
           "Temporary price impact."),                                                                       \
      REAL("inventory_cost", "\\gamma", "cash/share^2/time", NONNEGATIVE, 0.9, 0, "section 2",               \
           "Running cost of inventory.")
#define STAGES                                                                                               \
  REAL("random_stage", "\\alpha", "time", NONNEGATIVE, 0.4, 0, "section 2",                                  \
       "Mean of the exponential second stage; 0: none."),                                                    \
      REAL("horizon", "T", "time", NONNEGATIVE, 1.3, 0, "section 2", "Length of the first stage; 0: none.")
#define CLIENT                                                                                               \
  REAL("client_size", "X^*", "share", NONNEGATIVE, 1.9, 0, "section 2", "Size of the client's trade."),      \
      REAL("buy_probability", "\\pi", "1", BETWEEN(0, 1), 0.8, 0, "section 2",                               \
           "Probability that the client buys, given a trade."),                                              \
      REAL("trade_probability", "p", "1", BETWEEN(0, 1), 0.65, 0, "section 2", "Probability of a trade."),   \
      REAL("half_spread", "\\delta", "cash/share", FREE, 0.35, 0, "section 2", "Quoted half spread.")
#define START                                                                                                \
  REAL("initial_inventory", "X_0", "share", FREE, 0, 0, "section 2", "Inventory at the start."),             \
      REAL("initial_transient", "I_0", "cash/share", FREE, 0, 0, "section 2",                                \
           "Transient impact at the start."),                                                                \
      REAL("initial_price", "P_0", "cash/share", FREE, 0, 0, "section 2", "Unaffected price at the start.")
#define CONVENTION                                                                                           \
  CHOICE("client_price", conventions, 0, 0, "eq. 9", "What the client pays: the market price, or as printed.")

static const rp_dim dealer_dims[] = {LATE_AXIS("time", 1, MANY, "Points of the first stage."),
                                     LATE_AXIS("waited", 1, MANY, "Points of the second stage."),
                                     LATE_AXIS("after", 1, MANY, "Points of the third stage."),
                                     AXIS("branch", 3, 3, "No trade, client buys, client sells.")};
static const rp_param dealer_params[] = {
    IMPACT,
    STAGES,
    CLIENT,
    START,
    CONVENTION,
    ARRAY("times", "t", "time", ON("time"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",
          "Times of the first stage; absent: a grid."),
    ARRAY("waiting_times", "t - T", "time", ON("waited"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING,
          "", "Times since T in the second stage."),
    ARRAY("times_after", "t - T_T", "time", ON("after"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",
          "Times since the trade."),
    REAL("trade_delay", "\\tau", "time", NONNEGATIVE, 0, 0, "",
         "When the second stage ends, on the shown path."),
    INTEGER("points", "", BETWEEN(2, 100000000), 201, RP_NUMERICAL, "",
            "Points of the grids that are not given.")};
static const rp_output dealer_outputs[] = {
    OUT("a", "A", "cash/share^2", NONE, 0, "eq. 6", "Quadratic value of inventory."),
    OUT("b", "B", "1", NONE, 0, "eq. 6", "Value of inventory times transient impact."),
    OUT("c", "C", "share^2/cash", NONE, 0, "eq. 6", "Value of transient impact squared."),
    OUT("d", "D", "cash/share^2", NONE, 0, "eq. 13", "Value of inventory times expected flow."),
    OUT("e", "E", "1", NONE, 0, "eq. 13", "Value of transient impact times expected flow."),
    OUT("f", "F", "cash/share^2", NONE, 0, "eq. 13", "Value of expected flow squared."),
    OUT("inventory_rate", "c_X", "1/time", NONE, 0, "eq. 5", "Feedback on inventory."),
    OUT("transient_rate", "c_I", "share^2/cash/time", NONE, 0, "eq. 5", "Feedback on transient impact."),
    OUT("omega", "\\omega", "1/time", NONE, 0, "", "Sum of the closed loop's rates."),
    OUT("splitting", "\\Lambda", "1/time", NONE, 0, "", "Difference of the closed loop's rates."),
    OUT("pull", "\\mu", "cash/share^2", NONE, 0, "", "D + lambda E: the pre-hedge's strength."),
    OUT("time", "t", "time", ON("time"), 0, "", "Times of the first stage."),
    OUT("d_path", "D(t)", "cash/share^2", ON("time"), 0, "eq. 20", "D before T."),
    OUT("e_path", "E(t)", "1", ON("time"), 0, "eq. 20", "E before T."),
    OUT("f_path", "F(t)", "cash/share^2", ON("time"), 0, "eq. 20", "F before T."),
    OUT("inventory", "X_t", "share", ON("time"), 0, "eq. 22", "Inventory of the first stage."),
    OUT("transient", "I_t", "cash/share", ON("time"), 0, "eq. 23", "Transient impact of the first stage."),
    OUT("waited", "t - T", "time", ON("waited"), 0, "", "Times of the second stage."),
    OUT("waiting_inventory", "X_t", "share", ON("waited"), 0, "eq. 17", "Inventory of the second stage."),
    OUT("waiting_transient", "I_t", "cash/share", ON("waited"), 0, "eq. 17",
        "Transient impact of the second stage."),
    OUT("after", "t - T_T", "time", ON("after"), 0, "", "Times of the third stage."),
    OUT("inventory_after", "X_t", "share", ON("branch", "after"), 0, "eq. 8",
        "Inventory after each outcome."),
    OUT("transient_after", "I_t", "cash/share", ON("branch", "after"), 0, "eq. 8",
        "Transient impact after each outcome."),
    OUT("mean_inventory_at_trade", "", "share", NONE, 0, "", "Mean inventory just before the trade."),
    OUT("mean_transient_at_trade", "", "cash/share", NONE, 0, "",
        "Mean transient impact just before the trade."),
    OUT("client_cost", "", "cash/share", NONE, 0, "", "Client's expected cost per bought share."),
    OUT("expected_gain", "", "cash", NONE, 0, "eq. 10", "Expected profit and loss."),
    OUT("expected_gain_without", "", "cash", NONE, 0, "", "The same without pre-hedging."),
    OUT("spread_constant", "K", "cash", NONE, 0, "", "Linear coefficient of the spread's problem."),
    OUT("spread_gain", "G", "cash", NONE, 0, "", "Quadratic coefficient of the spread's problem."),
    OUT("liquidates", "", "1", NONE, 0, "", "0 if inventory cost is zero and the supremum is not attained."),
    OUT("residual", "", "1", NONE, RP_DIAGNOSTIC, "eq. 6", "Largest residual of the algebraic equations.")};

static const rp_dim spread_dims[] = {
    LATE_AXIS("stationary", 0, 8, "Stationary points of the dealer's objective.")};
static const rp_param spread_params[] = {
    IMPACT,
    STAGES,
    CLIENT,
    START,
    CONVENTION,
    CHOICE("demand", demands, 0, 0, "eq. 11", "Probability of a trade as a function of the spread."),
    REAL("base_probability", "\\phi", "1", BETWEEN(0, 1), 0.5, RP_MIN_OPEN, "eq. 11",
         "Probability at the reference spread; for logistic demand its supremum."),
    REAL("reference_spread", "\\delta_0", "cash/share", FREE, 0, 0, "eq. 11", "Reference spread."),
    REAL("slope", "s_1", "share/cash", NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 11", "Sensitivity to the spread."),
    BOOLEAN("may_prehedge", "", 1, 0, "", "Whether the dealer may trade before the client.")};
static const rp_output spread_outputs[] = {
    OUT("half_spread", "\\delta^*", "cash/share", NONE, RP_INF_MEANINGFUL, "",
        "Optimal half spread; infinite: better not to trade."),
    OUT("probability", "p^*", "1", NONE, 0, "", "Its probability of a trade."),
    OUT("value", "J", "cash", NONE, 0, "", "Part of the value that depends on the spread."),
    OUT("concave", "", "1", NONE, 0, "", "1 if the objective is concave."),
    OUT("stationary", "p", "1", ON("stationary"), 0, "", "Probabilities at all stationary points."),
    OUT("stationary_spread", "\\delta", "cash/share", ON("stationary"), 0, "", "Their half spreads."),
    OUT("stationary_value", "J", "cash", ON("stationary"), 0, "", "Their values.")};

static const rp_dim sensitive_dims[] = {LATE_AXIS("time", 1, MANY, "Times."),
                                        AXIS("state", 4, 4, "X, I, P*, 1.")};
static const rp_param sensitive_params[] = {
    IMPACT,
    STAGES,
    CLIENT,
    START,
    CONVENTION,
    REAL("base_probability", "\\phi", "1", BETWEEN(0, 1), 0.5, 0, "theorem 2",
         "Probability at the reference spread and price."),
    REAL("reference_spread", "\\delta_0", "cash/share", FREE, 0, 0, "theorem 2", "Reference spread."),
    REAL("spread_slope", "s_1", "share/cash", NONNEGATIVE, 1, 0, "theorem 2", "Sensitivity to the spread."),
    REAL("price_slope", "s_2", "share/cash", FREE, 0.2, 0, "theorem 2",
         "Sensitivity of buyers to the price; of sellers with the other sign."),
    REAL("volatility", "\\sigma", "cash/share/time^0.5", NONNEGATIVE, 0.1, 0, "theorem 2",
         "Volatility of the unaffected price."),
    ARRAY("times", "t", "time", ON("time"), NONNEGATIVE, ABSENT, RP_OPTIONAL | RP_INCREASING, "",
          "Times of the outputs; absent: a grid."),
    INTEGER("points", "", BETWEEN(2, 100000000), 201, RP_NUMERICAL, "", "Points of the grid."),
    REAL("tolerance", "", "1", BETWEEN(0, 1), 1e-12, RP_NUMERICAL | RP_MIN_OPEN, "",
         "Relative tolerance of the Riccati flow.")};
static const rp_output sensitive_outputs[] = {
    OUT("time", "t", "time", ON("time"), 0, "", "Times."),
    OUT("riccati", "P(t)", "1", ON("time", "state", "state"), 0, "",
        "Quadratic value; units by its entries."),
    OUT("mean_inventory", "E X_t", "share", ON("time"), 0, "theorem 2", "Mean inventory."),
    OUT("inventory_variance", "Var X_t", "share^2", ON("time"), 0, "theorem 2", "Its variance."),
    OUT("covariance", "Cov(X_t, P^*_t)", "cash", ON("time"), 0, "theorem 2",
        "Its covariance with the unaffected price."),
    OUT("value", "V", "cash", NONE, 0, "theorem 2", "Value at the start."),
    OUT("optimal_half_spread", "\\delta^*", "cash/share", NONE, RP_NAN_MEANINGFUL, "theorem 2",
        "NaN unless the value is concave in it."),
    OUT("probability_outside", "", "1", NONE, RP_DIAGNOSTIC, "",
        "Probability that the affine demand leaves [0, 1]."),
    OUT("explosion_time", "", "time", NONE, RP_INF_MEANINGFUL, "",
        "Longest horizon before blow-up; infinite: none.")};

static const rp_dim nash_dims[] = {AXIS("dealer", 2, 2, "The two dealers."),
                                   LATE_AXIS("iteration", 0, 1000000, "Best-response iterations.")};
static const rp_param nash_params[] = {
    REAL("permanent_impact", "\\kappa", "cash/share^2", NONNEGATIVE, 0.3, 0, "appendix B",
         "Permanent price impact."),
    REAL("transient_impact", "\\lambda", "cash/share^2", NONNEGATIVE, 0.8, 0, "appendix B",
         "Transient price impact."),
    REAL("decayed_fraction", "\\beta", "1", BETWEEN(0, 1), 0.5, 0, "appendix B",
         "Fraction of the transient impact that decays."),
    REAL("inventory_cost", "\\gamma", "cash/share^2", NONNEGATIVE, 0.2, 0, "appendix B",
         "Cost of inventory."),
    REAL("inventory_range", "\\zeta", "share", NONNEGATIVE, 1, RP_MIN_OPEN, "appendix B",
         "Inventories are uniform on [-zeta, zeta]."),
    REAL("client_size", "X^*", "share", NONNEGATIVE, 1, RP_MIN_OPEN, "appendix B",
         "Size of the client's trade."),
    REAL("trade_probability", "\\phi", "1", BETWEEN(0, 1), 0.8, RP_MIN_OPEN, "appendix B",
         "Probability that the client trades."),
    BOOLEAN("iterate", "", 0, RP_NUMERICAL, "", "Find the equilibrium by best responses as well."),
    REAL("damping", "", "1", BETWEEN(0, 2), 0.5, RP_NUMERICAL | RP_MIN_OPEN, "",
         "Damping of that iteration.")};
static const rp_output nash_outputs[] = {
    OUT("trade_constant", "a", "share", NONE, 0, "appendix B", "Pre-hedge of a flat dealer."),
    OUT("trade_slope", "b", "1", NONE, 0, "appendix B", "Reaction of the pre-hedge to inventory."),
    OUT("spread_constant", "c", "cash/share", NONE, 0, "appendix B", "Spread of a flat dealer."),
    OUT("spread_slope", "d", "cash/share^2", NONE, 0, "appendix B", "Reaction of the spread to inventory."),
    OUT("client_cost", "", "cash/share", NONE, 0, "appendix B", "Expected cost of the client."),
    OUT("client_cost_without", "", "cash/share", NONE, 0, "appendix B", "The same without pre-hedging."),
    OUT("benefit_threshold", "", "cash/share^2", NONE, 0, "appendix B",
        "Pre-hedging helps the client below this impact."),
    OUT("weak", "", "1", NONE, 0, "", "1 if the profit is flat in the spread."),
    OUT("negative_quotes", "", "1", NONE, 0, "", "1 if some quotes are negative."),
    OUT("policies", "", "1", ON("iteration", "dealer"), RP_DIAGNOSTIC, "",
        "Distance from equilibrium, by iteration and dealer.")};

static const rp_dim simulation_dims[] = {LATE_AXIS("scenario", 1, MANY, "Scenarios that are kept.")};
static const rp_param simulation_params[] = {
    IMPACT,
    STAGES,
    CLIENT,
    START,
    CONVENTION,
    REAL("volatility", "\\sigma", "cash/share/time^0.5", NONNEGATIVE, 0.1, 0, "",
         "Volatility of the unaffected price."),
    INTEGER("sample", "", BETWEEN(1, MANY), 100000, RP_NUMERICAL, "", "Number of scenarios."),
    INTEGER("kept", "", BETWEEN(0, MANY), 1000, RP_NUMERICAL, "", "Scenarios that are returned.")};
static const rp_output simulation_outputs[] = {
    OUT("mean_gain", "", "cash", NONE, 0, "", "Mean profit and loss."),
    OUT("mean_gain_error", "", "cash", NONE, RP_DIAGNOSTIC, "", "Its standard error."),
    OUT("gains", "", "cash", ON("scenario"), 0, "", "Profit and loss of the kept scenarios."),
    OUT("outcomes", "", "1", ON("scenario"), 0, "", "0: no trade, 1: client buys, -1: client sells."),
    OUT("trade_times", "", "time", ON("scenario"), 0, "", "When the client decided.")};

static const rp_model models[] = {MODEL(dealer, "muhlekarbe2024_dealer", "muhlekarbe2024",
                                        "The dealer in three stages", 0, "Constants, paths and values."),
                                  MODEL(spread, "muhlekarbe2024_spread", "muhlekarbe2024", "Optimal spread",
                                        0, "For three kinds of demand."),
                                  MODEL(sensitive, "muhlekarbe2024_sensitive", "muhlekarbe2024",
                                        "Price-sensitive clients", 0, "A matrix Riccati flow."),
                                  MODEL(nash, "muhlekarbe2024_nash", "muhlekarbe2024", "Two dealers", 0,
                                        "Equilibrium with private inventories."),
                                  MODEL(simulation, "muhlekarbe2024_simulation", "muhlekarbe2024",
                                        "Simulated profit and loss", RP_USES_RNG | RP_PARALLEL,
                                        "Exact sampling without time steps.")};

LIBRARY
