/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c, the parameters that several share in model_dealer.h.
 */
#include "model_list.h"

#define TABLES(name) RP_FILL_TABLES(name, "1.0.0", "muhlekarbe2024")
#define PARTS(name) RP_FILL_PARTS(name, "1.0.0", "muhlekarbe2024")

static const rp_model models[] = {
    {PARTS(three_stages), .solve = rp_three_stages_solve, .extension = rp_three_stages_extension,
     .id = "prehedging", .title = "A dealer who trades before the client decides",
     .doc = "A dealer with a quadratic cost of inventory and permanent, transient and temporary impact knows "
            "that a "
            "client may buy or sell. She trades for a fixed time, then for an exponential time until the "
            "client decides, "
            "then liquidates. Constants, functions of time, paths of all stages and outcomes, expected gains "
            "with and "
            "without pre-hedging, and what the client pays, all in closed form by decaying exponentials: "
            "O(1) per "
            "market and per point."},
    {PARTS(spread), .solve = rp_spread_solve, .extension = rp_spread_extension, .id = "prehedging_spread",
     .title = "The spread that a pre-hedging dealer quotes best",
     .doc =
         "Affine, logistic or exponential demand; all stationary points of the expected gain, whether it is "
         "concave, "
         "and the global optimum, also where two quotes are locally best; beside it the best quote of a "
         "dealer who does "
         "not trade before the client. Every stationary point is bracketed by known turning points: O(1)."},
    {PARTS(sensitive), .solve = rp_sensitive_solve, .id = "prehedging_sensitive",
     .title = "A client who is put off by the price that pre-hedging has raised",
     .doc =
         "Theorem 2 with its misprints corrected: affine demand in spread and price, no transient impact, a "
         "known time of "
         "decision. Coefficients of the value, moments of the inventory, how often the affine demand is no "
         "probability, the best half spread, and the horizon from which a client drawn by rising prices "
         "makes the problem "
         "ill posed. Closed form, continued to zero inventory cost; O(1) per point."},
    {TABLES(two_dealers), .solve = rp_two_dealers_solve, .id = "prehedging_nash",
     .title = "Two dealers with private inventories who both pre-hedge",
     .doc = "The equilibrium in linear strategies, its spreads and the client's cost with and without "
            "pre-hedging, the "
            "impact below which pre-hedging is cheaper for the client, and where the equilibrium is weak or "
            "quotes are "
            "negative. Closed form, O(1)."},
    {PARTS(paths), .solve = rp_paths_solve, .flags = RP_USES_RNG | RP_PARALLEL, .id = "prehedging_paths",
     .title = "Simulated profit and loss of the pre-hedging dealer, without steps in time",
     .doc = "Scenarios are the time and kind of the client's decision and the noise of the price. Given them "
            "the profit and "
            "loss is exact in closed form, so the only error is the statistical one. O(1) per scenario, in "
            "fixed blocks: the "
            "bits do not depend on the number of threads."},
    {PARTS(price_demand), .solve = rp_price_demand_solve, .id = "prehedging_sensitive_flow",
     .title = "Price-sensitive clients in both directions, with transient impact and a random decision",
     .doc = "Theorem 2 with everything that theorem 1 has: the value is quadratic in inventory, transient "
            "impact, price and 1 "
            "and follows a 4 x 4 Riccati flow, solved by doubling, with its algebraic version in the second "
            "stage. Says at "
            "which horizon the value escapes. Without sensitivity it is `prehedging`, without transient "
            "impact and second "
            "stage it is `prehedging_sensitive`."},
    {PARTS(check), .solve = rp_check_solve, .id = "prehedging_check",
     .title = "The pre-hedging dealer by generic numerical methods",
     .doc = "The independent route for checks: the value at the decision from the cash that changes hands, "
            "both algebraic "
            "Riccati equations by ordered Schur decompositions, the first stage by GSL's eighth-order "
            "Runge-Kutta method. "
            "None of the companion's formulas is used."},
    {TABLES(cash_flow), .solve = rp_cash_flow_solve, .id = "prehedging_cash_flow",
     .title = "The pre-hedging dealer's expected gain by adding up what she pays",
     .doc = "The independent route for values: cash flows, state and the mean over the client's decision are "
            "integrated "
            "numerically, for the best rates or for rates that are disturbed, which must cost the same in "
            "both directions. "
            "Beside it both sides of lemma 1."},
    {PARTS(best_response), .solve = rp_best_response_solve, .id = "prehedging_best_response",
     .title = "Best responses of two dealers, by quadrature",
     .doc = "The independent route to the equilibrium of `prehedging_nash`: the expected profit of eq. 24 by "
            "quadrature over "
            "the rival's inventory, the best trade and spread among all, and the damped iteration of best "
            "responses with the "
            "eigenvalues that decide whether it converges."},
    {PARTS(printed), .solve = rp_printed_solve, .id = "prehedging_printed",
     .title = "The companion's formulas for the single dealer, as printed",
     .doc = "Functions and paths by the printed hyperbolic forms, which overflow for long horizons and fail "
            "for equal rates, "
            "with the sign of eq. 17 as printed; and the root of lemma 2 that is not used. For comparison "
            "only."},
    {TABLES(sensitive_printed), .solve = rp_sensitive_printed_solve, .id = "prehedging_sensitive_printed",
     .title = "The misprints of theorem 2 beside the right formulas",
     .doc = "E and F by the printed closed forms and equation, the terminal value of A, and the rate, each "
            "beside its "
            "corrected form. For comparison only."},
    {TABLES(spread_search), .solve = rp_spread_search_solve, .id = "prehedging_spread_search",
     .title = "The best half spread by brute force",
     .doc = "The independent route to `prehedging_spread`: the whole expected gain on a grid of half "
            "spreads, refined by "
            "golden section, and the number of local maxima on the grid."},
    {PARTS(nash_paths), .solve = rp_nash_paths_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "prehedging_nash_paths", .title = "What a client pays two dealers, simulated",
     .doc = "Inventories are drawn, both dealers follow the equilibrium of `prehedging_nash`, the client "
            "takes the better "
            "quote. O(1) per scenario, in fixed blocks."},
    {PARTS(sensitive_paths), .solve = rp_sensitive_paths_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "prehedging_sensitive_paths",
     .title = "Simulated paths of a dealer whose client reacts to the price",
     .doc = "Paths under the best rates of `prehedging_sensitive_flow` by Heun's scheme, cash as it is paid, "
            "and the mean "
            "profit and loss with its standard error. O(steps) per path, in fixed blocks."},
};

RP_LIBRARY(models)
