/*
 * model_spread.h - parameters of the models that choose the half spread.
 */
#ifndef RP_MODEL_SPREAD_H
#define RP_MODEL_SPREAD_H
#include "model_dealer.h"
#include "spread.h"

enum {
  RP_CHOSEN_DEMAND = RP_UNQUOTED_PARAMS,
  RP_CHOSEN_LEVEL,
  RP_CHOSEN_REFERENCE,
  RP_CHOSEN_SLOPE,
  RP_CHOSEN_SCALE,
  RP_CHOSEN_PARAMS
};

extern const char *const rp_demand_names[];

#define RP_CHOSEN_PARAM_TABLE                                                                                \
  RP_UNQUOTED_PARAM_TABLE,                                                                                   \
      RP_CHOICE_PARAM(                                                                                       \
          "demand", "p(\\delta)", rp_demand_names, "sec. A.3",                                               \
          "How the probability of a trade falls with the half spread; the companion has the affine one."),   \
      RP_REAL_PARAM("demand_level", "\\phi", "1", RP_POSITIVE, 0.5, "sec. A.3",                              \
                    "Probability at the reference half spread; its supremum for logistic demand."),          \
      RP_REAL_PARAM("demand_reference", "\\delta_0", "cash/share", RP_ANY, 0.6, "sec. A.3",                  \
                    "Reference half spread."),                                                               \
      RP_REAL_PARAM("demand_slope", "s_1", "share/cash", RP_POSITIVE, 0.25, "sec. A.3",                      \
                    "Affine demand: loss of probability per unit of the half spread."),                      \
      RP_REAL_PARAM(                                                                                         \
          "demand_scale", "s", "cash/share", RP_POSITIVE, 0.4, "",                                           \
          "Logistic and exponential demand: rise of the half spread that divides the odds, or the "          \
          "probability, by e.")

/* Client and demand; a report if there is no client (no-client-size) or phi is no probability (level-above-one). */
rp_status rp_call_chosen(const rp_call *call, rp_client *client, rp_demand *demand);

#endif
