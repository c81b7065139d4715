/*
 * model_types.h - types of identical agents in a market with stochastic coefficients: the parameters that describe them, which are
 * the first of a model's, and their fields as a problem along the factors. Glue.
 */
#ifndef RP_MODEL_TYPES_H
#define RP_MODEL_TYPES_H
#include "model_factors.h"

/* Numbers of RP_TYPE_ENTRIES. */
enum {
  TYPE_HORIZON,
  TYPE_IMPACT,
  TYPE_COUNTS,
  TYPE_SLIPPAGE,
  TYPE_RISK,
  TYPE_PENALTY,
  TYPE_INVENTORIES,
  TYPE_PARAMS
};

#define RP_TYPE_ENTRY(name_, symbol_, unit_, bounds_, preset_, flags_, doc_)                                 \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 4", doc_), .kind = RP_ARRAY, .flags = flags_, bounds_,         \
                                                         .preset = preset_, .axes = RP_ON("type")            \
  }

#define RP_TYPE_ENTRIES                                                                                      \
  RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),            \
      RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",     \
                    "Permanent impact of every agent."),                                                     \
      RP_TYPE_ENTRY("type_counts", "n_k", "1", RP_BETWEEN(1, INFINITY), RP_ABSENT, RP_INTEGRAL,              \
                    "Agents of each type."),                                                                 \
      RP_TYPE_ENTRY("temporary_impact", "\\eta_k", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,    \
                    "Temporary impact of the agents of each type."),                                         \
      RP_TYPE_ENTRY("risk_aversion", "\\alpha_k", "1/cash", RP_NONNEGATIVE, 1, 0, "Their weight of risk."),  \
      RP_TYPE_ENTRY("terminal_penalty", "\\phi_k", "cash/share^2", RP_ANY, 1, 0,                             \
                    "Weight of their squared inventory left at the horizon."),                               \
      RP_TYPE_ENTRY("inventories", "\\bar{x}_k", "share", RP_ANY, 1, 0,                                      \
                    "Mean inventory of each type at the start.")
#define RP_TYPE_DIM                                                                                          \
  { .name = "type", .doc = "Types of identical agents.", .min = 1, .max = 64 }

/* The game of the types; residue [types] in it is scratch. */
rp_status rp_types_read(const rp_call *call, rp_type_game *game);

/* Fields that are solved together, as a problem along the factors; everything in it is scratch. */
typedef struct rp_type_system {
  rp_type_fields fields;
  rp_reaction reaction;
  double *terminal;      /* [unknowns]: values at the horizon                              */
  double *lower, *upper; /* [unknowns]: bounds of scalar Riccati equations, else infinite  */
} rp_type_system;

/* The wished fields of the types and all that they depend on. Refuses agents whose own problem is not convex even with the largest
 * variance, naming the parameter `penalty_param`, and more fields than can be solved. */
rp_status rp_type_system_make(const rp_factor_setup *setup, const rp_type_game *game,
                              const rp_type_wishes *wishes, int32_t penalty_param, rp_type_system *system);

/* Refuses types whose own problem is not convex where comparison with constant variance does not tell: their own Riccati
 * equation is solved and escapes. */
rp_status rp_types_check_own(const rp_factor_setup *setup, const rp_type_game *game, int32_t penalty_param);

#endif
