/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c.
 */
#include "model_list.h"

#define TABLES(name) RP_FILL_TABLES(name, "1.0.0", "guo2025")
#define PARTS(name) RP_FILL_PARTS(name, "1.0.0", "guo2025")

static const rp_model models[] = {
    {TABLES(conditions), .solve = rp_conditions_solve, .id = "guo2025_conditions",
     .title = "Section 2: when an equilibrium exists",
     .doc = "The conditions of assumption 2.4, theorems 2.7 and 2.10, each trader's own concavity, and the "
            "exact time to maturity at which the equilibrium of N equal traders ceases to exist. Closed "
            "form; refuses only impacts without a first-order equilibrium."},
    {PARTS(homogeneous), .solve = rp_homogeneous_solve, .id = "guo2025_homogeneous",
     .title = "Section 2: N traders with equal penalties",
     .doc = "Equilibrium of N traders who differ in their inventories only: both modes of the Riccati "
            "equation, the reaction to noise orders that are known or an Ornstein-Uhlenbeck process, "
            "inventories, rates, objectives. Closed form for constant coefficients, collocation of two "
            "scalar equations else; O(1) per time, for any N."},
    {PARTS(heterogeneous), .solve = rp_heterogeneous_solve, .flags = RP_PARALLEL,
     .id = "guo2025_heterogeneous", .title = "Section 2: traders with penalties of their own",
     .doc = "Every trader is eliminated onto the aggregate rate by collocation on graded Gauss panels, eight "
            "side by side: time and memory are linear in the number of traders, and no matrix of traders is "
            "formed. The grid is chosen on a sample of 256 traders (all, if there are fewer)."},
    {PARTS(factor), .solve = rp_factor_model_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "guo2025_factor", .title = "Section 2: equal traders in a random market",
     .doc = "Impacts and penalties that depend on a Markov factor: two scalar semilinear equations in time "
            "and the factor and two linear ones, by Chebyshev collocation and extrapolated Euler steps, and "
            "simulated paths that check the identity of the adjoints."},
    {PARTS(matrix), .solve = rp_matrix_model_solve, .id = "guo2025_matrix",
     .title = "Section 2: the matrix Riccati equation",
     .doc = "The check of the models above: the full matrix for traders with any penalties, by scattering "
            "maps, O(N^3) per time; without noise orders, constant coefficients."},
    {PARTS(quotes), .solve = rp_quotes_model_solve, .id = "guo2025_quotes",
     .title = "Section 3: quotes of makers who compete",
     .doc = "The equilibrium maps psi^a and psi^b from the makers' adjoints to their quotes, O(N log N): the "
            "two lowest quotes by one equation for their distance, every other one against the lowest."},
    {PARTS(rates), .solve = rp_rates_model_solve, .id = "guo2025_rates",
     .title = "Section 3: rates of traders with crossed costs",
     .doc = "The equilibrium map phi from the traders' adjoints to their rates: one piecewise linear "
            "equation for the sum of the rates."},
    {PARTS(acas), .solve = rp_acas_model_solve, .id = "guo2025_acas",
     .title = "Section 4: one buyer and two market makers",
     .doc = "Quotes, inventories and the buyer's rate with noise orders that are known, penalties and costs "
            "that may depend on time, and a least rate. Newton-Kantorovich steps with the Riccati sweep in 2 "
            "x 2 blocks on Gauss panels that end where truncation begins or ends; exact constants and the "
            "bounds of the rate without running penalties; the matrix Riccati solution along the path with "
            "the signs that are proved of it."},
    {PARTS(market), .solve = rp_market_model_solve, .id = "guo2025_market",
     .title = "Section 3: traders against makers",
     .doc = "The general game with deterministic noise orders: a boundary problem in the inventories and "
            "adjoints of all players, by collocation and Newton's method with block elimination. Existence "
            "is known for short horizons only: the solution found is reported with its matrix R(0) and the "
            "factor of Picard's iteration."},
    {PARTS(shares), .solve = rp_shares_model_solve, .id = "guo2025_shares",
     .title = "Section 5: quotes of makers who share orders",
     .doc = "Equilibrium asks, bids and shares at given adjoints for order-share functions of the class J, "
            "logit or product, and the class' constant (38). Newton steps of O(N) by Sherman and Morrison's "
            "formula."},
    {PARTS(approximation), .solve = rp_approximation_model_solve, .id = "guo2025_approximation",
     .title = "Section 5: the approximation game without noise",
     .doc = "Inventories, adjoints, quotes and rates of makers who share orders and of traders with crossed "
            "costs, epsilon = 0 and the order flow at its mean: a two-point problem by Newton's method on "
            "Gauss panels, with continuation in the penalties where a first attempt fails."},
    {PARTS(noise), .solve = rp_noise_model_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "guo2025_approximation_noise", .title = "Section 5: the approximation game with noise",
     .doc = "Adjoints, quotes and rates at the start with noise in the inventories and factors of the order "
            "flow, a field in factors and inventories: backward projection on polynomials of bounded degree, "
            "expectations in closed form, extrapolated twice in the steps; errors from steps, degree, fit, "
            "and the identity of the adjoints on simulated paths."},
    {PARTS(news), .solve = rp_news_model_solve, .id = "guo2025_news",
     .title = "Section 4: noise orders that change by news",
     .doc = "One buyer and two makers whose noise orders take one of finitely many values at a known time: a "
            "tree of two-point problems, joined by Newton's method in the inventories at the news."},
    {PARTS(individuals), .solve = rp_individuals_model_solve, .flags = RP_USES_RNG,
     .id = "guo2025_individuals", .title = "Section 4: single traders among infinitely many",
     .doc = "Linear rules of traders who take the quotes of the mean trader's equilibrium as given, without "
            "running penalties; how far their inventories may lie apart; and finite populations against the "
            "law of large numbers."},
    {PARTS(stochastic), .solve = rp_stochastic_model_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "guo2025_stochastic", .title = "Section 4: noise orders that follow Markov factors",
     .doc =
         "One buyer and two makers with random noise orders: the decoupling field by implicit "
         "semi-Lagrangian steps on a Chebyshev tensor grid (one or two factors) or by backward projection on "
         "polynomials (any number), extrapolated twice; errors from steps and grid, the identity of the "
         "adjoints on simulated paths, and the paths' correlations of quotes with rates and noise orders."},
    {PARTS(line), .solve = rp_line_model_solve, .id = "guo2025_approximation_line",
     .title = "Section 5: one maker alone, by its partial differential equation",
     .doc = "The adjoint of one maker of the product type without traders as a function of its inventory: "
            "Chebyshev collocation and extrapolated Euler steps; the independent route to the approximation "
            "game with noise."},
    {TABLES(spectral), .solve = rp_spectral_model_solve, .id = "guo2025_acas_spectral",
     .title = "Section 4: quotes at the start, in microseconds",
     .doc = "One buyer and two makers where everything is smooth and the least rate does not bind: Newton's "
            "method on 8 and 16 Gauss points of the whole horizon. What it cannot resolve it refuses; "
            "guo2025_acas solves it."},
};

RP_LIBRARY(models)
