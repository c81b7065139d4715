/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c, the parameters that all share in model_market.h.
 */
#include "model_list.h"

#define PARTS(name) RP_FILL_PARTS(name, "1.0.0", "kuno2018")

static const rp_model models[] = {
    {PARTS(execution), .solve = rp_execution_solve, .extension = rp_execution_extension,
     .id = "closing_price", .title = "Best execution with guaranteed execution at the closing price",
     .doc = "A trader with constant absolute risk aversion buys a block in T trades on an exchange with "
            "transient impact "
            "and, for a quadratic fee, the rest off-exchange at the closing price. One backward pass solves "
            "the programme "
            "for all fees at once: the off-exchange volume is a hyperbola in the fee with its pole at the "
            "existence "
            "threshold, and all trades are affine in that volume. O(T) time and memory. The corrected "
            "recursion of "
            "theorem 1 is reported beside it."},
    {PARTS(thresholds), .solve = rp_thresholds_solve, .id = "closing_price_thresholds",
     .title = "Fees at which the closing-price venue is safe",
     .doc = "The fees above which a best strategy exists, above which no round trip has negative expected "
            "cost, and above "
            "which every trade goes the programme's way, with the period that binds; and the fee at which a "
            "wanted volume "
            "is bought off-exchange. From two passes, one at the given risk aversion and one risk neutral. "
            "O(T)."},
    {PARTS(broker), .solve = rp_broker_solve, .id = "closing_price_broker",
     .title = "What a broker asks for guaranteeing a block at the close",
     .doc = "A broker receives a block, sells it on the exchange until the close and pays the closing price. "
            "The "
            "indifference fee of eq. 3.3 is solved as the optimisation that it is, by the investor's own "
            "pass with nothing "
            "to buy and the block prescribed at the close; eq. 3.6 takes the expected gain of a plain "
            "liquidation. O(T)."},
    {PARTS(monotone), .solve = rp_monotone_model_solve, .id = "closing_price_monotone",
     .title = "Best execution without trades against the programme",
     .doc = "The execution programme restricted to trades of one sign: a convex quadratic programme, solved "
            "by a primal "
            "active-set method with a Cholesky factorisation per change of the set, O(T^3) each. What the "
            "restriction "
            "costs is the gain from transaction-triggered manipulation."},
    {PARTS(round_trip), .solve = rp_round_trip_model_solve, .id = "closing_price_round_trip",
     .title = "Cheapest round trips with and without the closing-price venue",
     .doc = "The smallest eigenvalue of the expected cost on trades that sum to zero, on both venues and on "
            "the exchange "
            "alone: negative where pure price manipulation exists. LAPACK's dsyevr on the reflected form, "
            "O(T^3)."},
    {PARTS(feedback), .solve = rp_feedback_solve, .id = "closing_price_feedback",
     .title = "Exact cost of policies that react to the price",
     .doc =
         "Base trades near the best static strategy plus any linear reaction to the innovations seen so far; "
         "the cost is "
         "a Gaussian quadratic, and its certainty equivalent, mean and variance are exact from one symmetric "
         "eigenvalue problem, O(T^3). Never below the static optimum."},
    {PARTS(paths), .solve = rp_paths_solve, .flags = RP_USES_RNG | RP_PARALLEL, .id = "closing_price_paths",
     .title = "Simulated days of guaranteed execution",
     .doc = "Prices, recoveries, trades and costs along simulated paths, with Monte Carlo estimates of the "
            "cost's mean, "
            "variance and certainty equivalent and their standard errors. O(T) per path, in fixed blocks, so "
            "the bits do "
            "not depend on the number of threads."},
    {PARTS(replica), .solve = rp_replica_solve, .id = "closing_price_replica",
     .title = "The recursion of theorem 1 as corrected and as misprinted",
     .doc = "The backward recursion (2.10), (2.11) at any fee, also where no optimum exists, in its "
            "corrected form and with "
            "single slips put back; what the resulting trades really cost, and whether they are an optimum, "
            "a saddle or "
            "neither. The form that lacks one decay factor gives the published volume of 11,619. O(T)."},
    {PARTS(dense), .solve = rp_dense_model_solve, .id = "closing_price_dense",
     .title = "The execution programme by dense linear algebra",
     .doc =
         "The same programme as closing_price as a quadratic form over all trades, built from the closed "
         "price kernel and "
         "solved by Cholesky factorisation: the independent route for checks. O(T^3) time, O(T^2) memory."},
};

RP_LIBRARY(models)
