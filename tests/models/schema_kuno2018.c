/* schema_kuno2018.c - closing-price guaranteed execution: schemas of all models of the paper. See schema.h.
 */
#include "schema.h"

#define PER_PERIOD ON("period")

static const char *const kernels[] = {"printed", "consistent", NULL};
static const char *const recursions[] = {"corrected", "printed", "missing-decay", NULL};
static const char *const routes[] = {"one-pass", "recursion", "dense", NULL};

/* The market, the same in every model. `periods` fixes the axis `period` through its own name below. */
#define MARKET                                                                                               \
  INTEGER("period", "T", BETWEEN(1, 10000000), 13, 0, "section 2",                                           \
          "Number of trading periods on the exchange."),                                                     \
      ARRAY("impact", "\\lambda_t", "cash/share^2", PER_PERIOD, NONNEGATIVE, 1e-3, 0, "section 2",           \
            "Price impact per share."),                                                                      \
      ARRAY("transient_share", "\\alpha_t", "1", PER_PERIOD, BETWEEN(0, 1), 0.5, 0, "section 2",             \
            "Share of the impact that decays."),                                                             \
      REAL("resilience", "\\rho", "1", NONNEGATIVE, 0.1, 0, "section 2",                                     \
           "Decay of the transient impact per period."),                                                     \
      ARRAY("drift", "\\mu_t", "cash/share", PER_PERIOD, FREE, 0, 0, "section 2",                            \
            "Mean of the price innovation after trade t."),                                                  \
      ARRAY("variance", "\\sigma_t^2", "cash^2/share^2", PER_PERIOD, NONNEGATIVE, 0.02, 0, "section 2",      \
            "Variance of the price innovation after trade t."),                                              \
      REAL("risk_aversion", "R", "1/cash", NONNEGATIVE, 1e-3, 0, "section 2",                                \
           "Absolute risk aversion; 0 minimises the expected cost."),                                        \
      CHOICE("kernel", kernels, 0, 0, "section 2",                                                           \
             "How resilience enters: as printed, or as the words say.")
#define FEE                                                                                                  \
  REAL("fee", "C", "cash/share^2", FREE, 1e-3, RP_INF_LEGAL, "section 2",                                    \
       "Fee coefficient of the off-exchange trade; infinite: no venue.")
#define VOLUME                                                                                               \
  REAL("volume", "Q", "share", FREE, 1e5, 0, "section 2", "Shares to buy; negative: a sell programme.")

#define PERIOD_AXES                                                                                          \
  AXIS("period", 1, 10000000, "Trading periods."),                                                           \
      DERIVED_AXIS("trade", "period", 1, 2, 10000001, "Periods and the off-exchange trade.")

static const rp_dim execution_dims[] = {PERIOD_AXES};
static const rp_param execution_params[] = {
    MARKET,
    FEE,
    VOLUME,
    REAL("wanted_volume", "y", "share", FREE, ABSENT, RP_OPTIONAL, "section 3.2",
         "Off-exchange volume whose implied fee is wanted."),
    REAL("initial_transient", "S_1", "cash/share", FREE, 0, 0, "section 2",
         "Transient impact before the first trade."),
    CHOICE("recursion", recursions, 0, 0, "theorem 1", "The corrected recursion, or a forensic replica."),
    CHOICE("route", routes, 0, RP_NUMERICAL, "",
           "Algorithm: all fees in one pass, backward recursion, dense Cholesky."),
    BOOLEAN("forensic", "", 0, 0, "", "Return the saddle point where no optimum exists."),
    REAL("edge_tolerance", "", "1", BETWEEN(0, 1), 1e-13, RP_NUMERICAL, "",
         "Relative pivot below which the programme is at the edge.")};
static const rp_output execution_outputs[] = {
    OUT("trades", "q_t", "share", ON("trade"), 0, "theorem 1",
        "Optimal trades, the last one off the exchange."),
    OUT("remaining", "Q_t", "share", ON("trade"), 0, "section 2", "Shares left before each trade."),
    OUT("off_exchange_volume", "q_{T+1}", "share", NONE, 0, "theorem 1", "Off-exchange volume."),
    OUT("certainty_equivalent_cost", "J", "cash", NONE, 0, "section 2", "Cost without p_1 Q, risk included."),
    OUT("expected_cost", "E", "cash", NONE, 0, "", "Expected cost without p_1 Q."),
    OUT("cost_variance", "V", "cash^2", NONE, 0, "", "Variance of the cost."),
    OUT("implied_fee", "C(y)", "cash/share^2", NONE, RP_NAN_MEANINGFUL, "section 3.2",
        "Fee that yields wanted_volume; NaN if none was asked."),
    OUT("a1", "A^1_t", "cash/share^2", PER_PERIOD, 0, "theorem 1", "Half the pivot of each period."),
    OUT("a2", "A^2_t", "cash/share^2", PER_PERIOD, 0, "theorem 1", "Coefficient of the remaining shares."),
    OUT("a3", "A^3_t", "1", PER_PERIOD, 0, "theorem 1", "Coefficient of the transient impact."),
    OUT("a4", "A^4_t", "cash/share", PER_PERIOD, 0, "theorem 1", "Constant term."),
    OUT("b1", "B^1_t", "cash/share^2", ON("trade"), RP_INF_MEANINGFUL, "theorem 1",
        "Value: square of the remaining shares."),
    OUT("b2", "B^2_t", "cash/share", ON("trade"), 0, "theorem 1", "Value: remaining shares."),
    OUT("b3", "B^3_t", "1", ON("trade"), 0, "theorem 1", "Value: shares times transient impact."),
    OUT("b4", "B^4_t", "share^2/cash", ON("trade"), 0, "theorem 1", "Value: square of the transient impact."),
    OUT("b5", "B^5_t", "share", ON("trade"), 0, "theorem 1", "Value: transient impact."),
    OUT("b6", "B^6_t", "cash", ON("trade"), 0, "theorem 1", "Value: constant."),
    OUT("smallest_pivot", "\\min A^1_t", "cash/share^2", NONE, RP_DIAGNOSTIC, "",
        "Distance from the edge of existence."),
    OUT("numerator_accuracy", "", "1", NONE, RP_DIAGNOSTIC, "",
        "Size of the hyperbola's numerator against its rounding error."),
    OUT("stationarity", "", "cash/share", NONE, RP_DIAGNOSTIC, "",
        "Residual of the first-order conditions.")};

static const rp_dim thresholds_dims[] = {PERIOD_AXES};
static const rp_param thresholds_params[] = {MARKET, VOLUME};
static const rp_output thresholds_outputs[] = {
    OUT("existence_fee", "C^*", "cash/share^2", NONE, 0, "section 3", "Smallest fee with an optimum."),
    OUT("manipulation_fee", "C^*_0", "cash/share^2", NONE, 0, "section 3",
        "Smallest fee without price manipulation."),
    OUT("manipulation_fee_infinite", "C^*_0(\\infty)", "cash/share^2", NONE, RP_NAN_MEANINGFUL, "",
        "The same for T to infinity; NaN unless impact is constant."),
    OUT("residue", "N", "cash/share^2", NONE, 0, "", "y = N Q / (C - C*)."),
    OUT("positive_fee", "C_{pos}", "cash/share^2", NONE, RP_INF_MEANINGFUL, "section 3.2",
        "Smallest fee with all trades positive; infinite: none."),
    OUT("positive_fee_period", "", "1", NONE, RP_NAN_MEANINGFUL, "section 3.2", "Trade that binds it."),
    OUT("triggered_fee", "C_{TT}", "cash/share^2", NONE, RP_INF_MEANINGFUL, "",
        "The same for a risk-neutral trader."),
    OUT("drift_manipulation", "", "1", NONE, 0, "", "1 if drift makes small round trips profitable."),
    OUT("convexity_margin", "", "cash/share^2", NONE, RP_DIAGNOSTIC, "", "Smallest inner pivot.")};

static const rp_dim broker_dims[] = {PERIOD_AXES};
static const rp_param broker_params[] = {MARKET,
                                         REAL("guaranteed_volume", "Q_b", "share", FREE, 1e5, 0,
                                              "section 3.1", "Shares that the broker takes over; not zero.")};
static const rp_output broker_outputs[] = {
    OUT("indifference_fee", "c", "cash/share", NONE, 0, "eq. 3.3",
        "Fee per share at which the broker is indifferent."),
    OUT("hedging_trades", "v_t", "share", PER_PERIOD, 0, "eq. 3.3", "The trades that attain it."),
    OUT("expected_gain", "E", "cash", NONE, 0, "eq. 3.6", "Expected gain of plain liquidation."),
    OUT("gain_variance", "V", "cash^2", NONE, 0, "eq. 3.6", "Its variance."),
    OUT("liquidation_trades", "v_t", "share", PER_PERIOD, 0, "eq. 3.6", "The trades of plain liquidation."),
    OUT("gain_per_share", "E/Q_b", "cash/share", NONE, 0, "eq. 3.6", "Expected gain per share.")};

static const rp_dim no_sales_dims[] = {PERIOD_AXES};
static const rp_param no_sales_params[] = {MARKET, FEE, VOLUME,
                                           INTEGER("most_iterations", "", BETWEEN(1, 100000000), 10000,
                                                   RP_NUMERICAL, "", "Limit of the active-set method.")};
static const rp_output no_sales_outputs[] = {
    OUT("trades", "q_t", "share", ON("trade"), 0, "", "Best trades of one sign."),
    OUT("multipliers", "\\nu_t", "cash/share", ON("trade"), 0, "", "Price of the sign constraint."),
    OUT("certainty_equivalent_cost", "J", "cash", NONE, 0, "", "Its cost."),
    OUT("iterations", "", "1", NONE, RP_DIAGNOSTIC, "", "Changes of the active set.")};

static const rp_dim round_trip_dims[] = {PERIOD_AXES};
static const rp_param round_trip_params[] = {
    MARKET, FEE,
    REAL("size", "s", "share", BETWEEN(0, INFINITY), 1, RP_MIN_OPEN, "", "Norm of the round trip.")};
static const rp_output round_trip_outputs[] = {
    OUT("cost_with_venue", "", "cash", NONE, 0, "", "Smallest expected cost of a round trip of that norm."),
    OUT("cost_without_venue", "", "cash", NONE, RP_NAN_MEANINGFUL, "",
        "The same on the exchange alone; NaN for one period."),
    OUT("trip_with_venue", "q_t", "share", ON("trade"), 0, "", "The trades that attain it.")};

static const rp_dim policy_dims[] = {PERIOD_AXES,
                                     LATE_AXIS("path", 0, MANY, "Simulated paths that are kept.")};
static const rp_param policy_params[] = {
    MARKET,
    FEE,
    VOLUME,
    ARRAY("trades", "q_t", "share", ON("trade"), FREE, ABSENT, RP_OPTIONAL, "",
          "Planned trades; absent: the optimal ones."),
    ARRAY("feedback", "\\theta_{ts}", "share^2/cash", ON("trade", "period"), FREE, ABSENT, RP_OPTIONAL, "",
          "Reaction of trade t to the innovation after trade s < t; columns sum to zero."),
    REAL("initial_price", "p_1", "cash/share", FREE, 100, 0, "section 2", "Price before the first trade."),
    INTEGER("sample", "", BETWEEN(0, MANY), 0, RP_NUMERICAL, "", "Monte Carlo paths; 0: exact moments only."),
    INTEGER("kept", "", BETWEEN(0, MANY), 0, RP_NUMERICAL, "", "Paths that are returned.")};
static const rp_output policy_outputs[] = {
    OUT("certainty_equivalent_cost", "", "cash", NONE, RP_INF_MEANINGFUL, "",
        "Exact; infinite if risk makes it so."),
    OUT("expected_cost", "", "cash", NONE, 0, "", "Exact mean."),
    OUT("cost_variance", "", "cash^2", NONE, 0, "", "Exact variance."),
    OUT("sample_mean", "", "cash", NONE, RP_NAN_MEANINGFUL, "", "Monte Carlo mean of the cost."),
    OUT("sample_mean_error", "", "cash", NONE, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "", "Its standard error."),
    OUT("prices", "p_t", "cash/share", ON("path", "trade"), 0, "", "Simulated prices."),
    OUT("transient_impacts", "S_t", "cash/share", ON("path", "trade"), 0, "", "Simulated transient impacts."),
    OUT("wealth", "w_t", "cash", ON("path", "trade"), 0, "", "Simulated wealth.")};

static const rp_model models[] = {
    MODEL(execution, "kuno2018_execution", "kuno2018", "Optimal execution with a closing-price venue", 0,
          "Trades, costs and the recursion's tables."),
    MODEL(thresholds, "kuno2018_thresholds", "kuno2018", "Thresholds of the fee", 0,
          "Existence, manipulation, positive trades."),
    MODEL(broker, "kuno2018_broker", "kuno2018", "Prices of the contract", 0,
          "What a broker asks for a guaranteed close."),
    MODEL(no_sales, "kuno2018_no_sales", "kuno2018", "Best strategy without sales", 0,
          "A nonnegative quadratic programme."),
    MODEL(round_trip, "kuno2018_round_trip", "kuno2018", "Cheapest round trips", 0,
          "Smallest eigenvalues on round trips."),
    MODEL(policy, "kuno2018_policy", "kuno2018", "Feedback policies", RP_USES_RNG | RP_PARALLEL,
          "Exact and simulated cost of a linear policy.")};

LIBRARY
