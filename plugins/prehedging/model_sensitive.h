/*
 * model_sensitive.h - the demand that depends on spread and price: parameters that the price-sensitive models
 * share.
 */
#ifndef RP_MODEL_SENSITIVE_H
#define RP_MODEL_SENSITIVE_H
#include "model_tables.h"

#define RP_DEMAND_LEVEL_PARAM                                                                                \
  RP_REAL_PARAM("demand_level", "\\phi", "1", RP_ANY, 0.6, "sec. A.3",                                       \
                "Probability of a trade at the reference half spread and the initial price.")
#define RP_DEMAND_REFERENCE_PARAM                                                                            \
  RP_REAL_PARAM("demand_reference", "\\delta_0", "cash/share", RP_ANY, 0.2, "sec. A.3",                      \
                "Reference half spread.")
#define RP_DEMAND_SPREAD_SLOPE_PARAM                                                                         \
  RP_REAL_PARAM("spread_slope", "s_1", "share/cash", RP_NONNEGATIVE, 0.5, "sec. A.3",                        \
                "Loss of probability per unit of the half spread.")
#define RP_DEMAND_PRICE_SLOPE_PARAM                                                                          \
  RP_REAL_PARAM(                                                                                             \
      "price_slope", "s_2", "share/cash", RP_ANY, 0.35, "sec. A.3",                                          \
      "Loss of a buyer's probability per unit by which the price has risen; negative: she is drawn by it.")
#define RP_DEMAND_PARAM_TABLE                                                                                \
  RP_DEMAND_LEVEL_PARAM, RP_DEMAND_REFERENCE_PARAM, RP_DEMAND_SPREAD_SLOPE_PARAM, RP_DEMAND_PRICE_SLOPE_PARAM
#define RP_VOLATILITY_PARAM(preset_)                                                                         \
  RP_REAL_PARAM("volatility", "\\sigma", "cash/share/time^0.5", RP_NONNEGATIVE, preset_, "sec. A.3",         \
                "Volatility of the unaffected price.")

#endif
