/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c.
 */
#include "model_list.h"

#define PARTS(name) RP_FILL_PARTS(name, "1.0.0", "drapeau2021")

static const rp_model models[] = {
    {PARTS(single), .solve = rp_single_model_solve, .id = "nplayer_single",
     .title = "One agent's best trading",
     .doc = "Value, feedback and inventory of an agent who trades against temporary impact, risk and a "
            "drift, with coefficients that depend on time. The Riccati equation in its linear form by Gauss "
            "collocation of order 24, halved until nothing changes: linear in the panels; a value that is "
            "not finite is found, not guessed."},
    {PARTS(identical), .solve = rp_identical_model_solve, .id = "nplayer_identical",
     .title = "Identical agents who share a price",
     .doc = "Open-loop equilibrium of n agents who differ in their inventories only, with constant "
            "coefficients; also forced liquidation, the mean-field limit, and temporary impact that the "
            "others feel. Closed form in decaying exponentials, O(1) per agent and time; critical terminal "
            "penalties beside it."},
    {PARTS(game), .solve = rp_game_model_solve, .flags = RP_PARALLEL, .id = "nplayer_game",
     .title = "Different agents who share a price",
     .doc = "Open-loop equilibrium of n agents with their own impact, aversion to risk, penalty and "
            "inventory, constant or dependent on time. Every agent is eliminated onto the aggregate rate, "
            "for which one equation on graded Gauss panels is left: exactly the collocation solution of the "
            "whole system, in time linear in n and with memory that does not grow with n times the nodes. "
            "The grid is chosen on a sample of 32 agents (all, if there are fewer)."},
    {PARTS(dense), .solve = rp_dense_model_solve, .id = "nplayer_dense",
     .title = "Different agents by routes for few",
     .doc = "The game of different agents with constant coefficients by routes that share nothing with "
            "nplayer_game: the exponential of the whole system, its modes from the real roots of one scalar "
            "equation, or the matrix Riccati equation; and how far nplayer_game's inventories are from "
            "theirs. Cost cubic in the agents, at most 300."},
    {PARTS(factor), .solve = rp_factor_model_solve, .flags = RP_PARALLEL | RP_USES_RNG,
     .id = "nplayer_factor", .title = "Types of agents in a market with stochastic coefficients",
     .doc = "Open-loop equilibrium of types of identical agents when variance and drift of the price depend "
            "on Markov factors (Cox-Ingersoll-Ross, Ornstein-Uhlenbeck, affine variance, up to four, "
            "independent or correlated) or on a chain of regimes. The feedback N(t, z) solves a matrix "
            "Riccati equation along the factors: by Taylor series of polynomial diffusions, Chebyshev "
            "collocation, finite differences or regression on simulated paths, each with an estimate of its "
            "error; expectations, variances and costs solve linear equations along it. Cost cubic in the "
            "types, independent of the number of agents."},
    {PARTS(factor_paths), .solve = rp_factor_paths_model_solve, .flags = RP_PARALLEL | RP_USES_RNG,
     .id = "nplayer_factor_paths", .title = "Equilibrium paths in a market with stochastic coefficients",
     .doc = "The equilibrium of nplayer_factor along simulated paths of its factors or regimes: inventories "
            "and rates of some paths, mean, standard deviation and quantiles over all, and costs with their "
            "standard error. Factors move by exact steps, inventories by the trapezoidal rule; fields come "
            "from collocation, differences or, for several factors, regression."},
    {PARTS(single_factor), .solve = rp_single_factor_model_solve, .flags = RP_PARALLEL | RP_USES_RNG,
     .id = "nplayer_single_factor", .title = "One agent in a market with stochastic coefficients",
     .doc = "Value A x^2 + B x + C and best feedback of one agent when variance and drift of the price "
            "depend on Markov factors or regimes, along time and factor, between the bounds that constant "
            "coefficients give. Methods as in nplayer_factor."},
    {PARTS(affine), .solve = rp_affine_model_solve, .flags = RP_PARALLEL | RP_USES_RNG,
     .id = "nplayer_affine", .title = "A Riccati equation along a factor with a known solution",
     .doc = "The equation of identical agents with a running coefficient chosen so that the solution is "
            "affine in the factor, with one or two factors: computed by any method of nplayer_factor and "
            "told beside the exact values, from which observed orders follow."},
    {PARTS(drift_factor), .solve = rp_drift_factor_model_solve, .id = "nplayer_drift_factor",
     .title = "Identical agents and a random drift",
     .doc = "Equilibrium of identical agents with constant volatility when the price drifts by an "
            "Ornstein-Uhlenbeck process: feedback in closed form, forcing affine in the drift, mean "
            "inventory Gaussian. Integrals on Gauss panels to near rounding."},
};

RP_LIBRARY(models)
