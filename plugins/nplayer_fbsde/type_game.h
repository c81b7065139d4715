/*
 * type_game.h - K types of identical agents with stochastic coefficients, as a quadratic reaction (numerics/reaction.h) along the
 * Markov factors: every field that the equilibrium, its expectations and its costs need, and nothing that is not asked for.
 * With E = diag(1/eta), C_kl = lambda (n_l - 1{k = l}), a_k = alpha_k sigma^2, given fields sigma^2 and b, and tau = T - t:
 *
 *     N_tau = L N - N E N + C E N/2 + diag(a),   N = diag(gamma) at tau = 0;   type means m' = -E (N m + q/2)
 *     q_tau = L q - N E q + C E q/2 - b 1,       q = 0
 *     R_tau = L R - R^2/eta - lambda R/(2 eta) + a,   R = gamma;   deviations d' = -(R/eta) d;   D_tau = L D - R D/eta,  D = 1
 *     A_tau = L A - A^2/eta + a,                 A = gamma: an agent alone
 *     M_tau = L M - M E N,  M = 1;   v_tau = L v - M E q/2,  v = 0;    E m(T) = M m + v
 *     C_tau = L C - q^2/(4 eta): the value of a single agent without inventory
 *
 * Second moments E m_k(T)^2 and costs of an agent at its type's mean are quadratic forms m'S m + s'm + c of the means, with
 * linear equations along N and q. Pure.
 */
#ifndef RP_TYPE_GAME_H
#define RP_TYPE_GAME_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/reaction.h"

typedef struct rp_type_game {
  int64_t types;
  const double *count, *slippage, *risk_aversion, *residue; /* [types]: n_k, eta_k, alpha_k, gamma_k */
  double impact;
} rp_type_game;

/* What is wanted; what it depends on is added. */
typedef struct rp_type_wishes {
  bool feedback, forcing, deviation, kept, own, mean, second, cost, deviation_cost, constant;
} rp_type_wishes;

/* Numbers of the first unknown of each kind, -1 if absent. N(i, j) is feedback + j K + i; M(i, j) is mean + i K + j; forms
 * of type k begin at second + k form: S(i, j) at j K + i, then s, then c. */
typedef struct rp_type_fields {
  int32_t feedback, forcing, deviation, kept, own, mean, shift, second, cost, deviation_cost, constant;
  int32_t form, unknowns;
} rp_type_fields;

enum { RP_TYPE_VARIANCE, RP_TYPE_DRIFT, RP_TYPE_GIVENS };

/* Numbers the fields; terms and blocks that the reaction will have. */
void rp_type_fields_number(int64_t types, const rp_type_wishes *wishes, rp_type_fields *fields,
                           int64_t *terms, int64_t *blocks);

/* term [terms], block and group [blocks + 1], and the terminal values [unknowns]. */
void rp_type_game_reaction(const rp_type_game *game, const rp_type_fields *fields, rp_reaction_term *term,
                           int32_t *block, int32_t *group, double *terminal, rp_reaction *reaction);

/* m'S m + s'm + c of the form that begins at `form` [form]. */
double rp_type_form(int64_t types, const double *form, const double *means);

#endif
