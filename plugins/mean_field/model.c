/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c, the parameters that all share in model_retail.h.
 */
#include "model_list.h"

#define PARTS(name) RP_FILL_PARTS(name, "1.0.0", "fatone2014")

static const rp_model models[] = {
    {PARTS(game), .solve = rp_game_model_solve, .extension = rp_game_model_extension, .id = "mean_field",
     .title = "Retail traders who herd: all Gaussian equilibria",
     .doc = "Mean and expected rate in closed form; all solutions of the variance's boundary problem from "
            "the time map "
            "of its orbits; the path of each by panel collocation in ln s, whose cost does not depend on how "
            "stiff the "
            "problem is; selection by least action; the six coefficients of value function and density."},
    {PARTS(folds), .solve = rp_folds_model_solve, .id = "mean_field_folds",
     .title = "Equilibria of the retail traders over the horizon",
     .doc = "The one smooth curve of terminal variance against horizon on which all Gaussian equilibria lie, "
            "from the "
            "time map, and its folds, at which two equilibria appear or vanish: the roots of the time map's "
            "exact "
            "derivative. With crowd aversion there is no fold."},
    {PARTS(big), .solve = rp_big_model_solve, .extension = rp_big_model_extension,
     .id = "mean_field_big_trader", .title = "A big trader who liquidates against the retail traders' rate",
     .doc = "Strategy, value function, expected price and revenue in closed form for the model's retail rate "
            "or any "
            "other; what a perturbation of the strategy loses."},
    {PARTS(shooting), .solve = rp_shooting_model_solve, .id = "mean_field_shooting",
     .title = "The retail traders' variance by plain shooting",
     .doc = "Bisection to the last bit in the feedback slope at the start, forward integration by GSL's "
            "Runge-Kutta method "
            "of order 8. An error at the start grows by exp(omega T), so this fails beyond omega T of about "
            "30 where "
            "equilibria exist; what is left of the final condition is an output."},
    {PARTS(odes), .solve = rp_odes_model_solve, .id = "mean_field_odes",
     .title = "The six coefficients by forward integration",
     .doc = "Equations (28)-(33) integrated by GSL from the solved equilibrium's initial values, which must "
            "reach the final "
            "conditions, or from any others, along which (47) must be conserved."},
    {PARTS(varying), .solve = rp_varying_model_solve, .id = "mean_field_varying",
     .title = "Retail traders with weights and volatility that depend on time",
     .doc = "One Gaussian equilibrium by panel collocation, no coefficient differentiated, panels ending "
            "where coefficients "
            "jump; the mean by linear collocation on the same panels. Herding is switched on in steps if "
            "Newton's method "
            "fails at once."},
    {PARTS(density), .solve = rp_density_model_solve, .id = "mean_field_density",
     .title = "Retail traders with any initial law and herding term",
     .doc = "Both partial differential equations in Hopf and Cole's variables, in coordinates that follow "
            "mean and "
            "deviation of the Gaussian closure, or in fixed ones: Strang splitting, an implicit Runge-Kutta "
            "method "
            "that damps what it does not resolve, fixed-point iteration by the exact Newton step of a normal "
            "law with "
            "Anderson acceleration. Of several equilibria it finds the one beside the Gaussian of least "
            "action. Second "
            "order; O(iterations x nodes x steps). The variance's error is estimated by a coarser grid; what "
            "is not "
            "resolved or does not converge is refused."},
    {PARTS(policy), .solve = rp_policy_model_solve, .id = "mean_field_policy",
     .title = "Law and worth of feedbacks that deviate from an equilibrium",
     .doc = "The forward Kolmogorov equation in conservation form, finite volumes and Crank-Nicolson without "
            "rescaling, and "
            "the expected utility of the feedback, for one trader among others at equilibrium or for all at "
            "once. O(cells x "
            "steps)."},
    {PARTS(particles), .solve = rp_particles_model_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "mean_field_particles", .title = "Agents who follow the equilibrium's feedback",
     .doc =
         "Positions of many agents, each step exact for coefficients frozen in its middle, with moments and "
         "their standard "
         "errors. O(agents x steps), in fixed blocks, so the bits do not depend on the number of threads."},
    {PARTS(revenue), .solve = rp_revenue_model_solve, .flags = RP_USES_RNG | RP_PARALLEL,
     .id = "mean_field_revenue", .title = "Simulated revenues of the big trader",
     .doc = "Prices along simulated paths, the revenue of the strategy on each, and how often a price is "
            "negative. O(paths x "
            "steps), in fixed blocks."},
    {PARTS(programme), .solve = rp_programme_model_solve, .id = "mean_field_programme",
     .title = "The big trader by quadratic programming",
     .doc = "The best piecewise constant rates from the symmetric indefinite system of their conditions, "
            "LAPACK's dsysv, "
            "O(steps^3): the independent route for checks."},
};

RP_LIBRARY(models)
