/*
 * model_sensitive.h - the demand that depends on spread and price: parameters that the price-sensitive models
 * share.
 */
#ifndef RP_MODEL_SENSITIVE_H
#define RP_MODEL_SENSITIVE_H
#include "model_tables.h"
#include "reprise/call.h"
#include "sensitive.h"

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

/* Parameters of theorem 2. */
enum {
  RP_SENSITIVE_PERMANENT,
  RP_SENSITIVE_TEMPORARY,
  RP_SENSITIVE_COST,
  RP_SENSITIVE_HORIZON,
  RP_SENSITIVE_VOLATILITY,
  RP_SENSITIVE_SIZE,
  RP_SENSITIVE_SPREAD,
  RP_SENSITIVE_LEVEL,
  RP_SENSITIVE_REFERENCE,
  RP_SENSITIVE_SPREAD_SLOPE,
  RP_SENSITIVE_PRICE_SLOPE,
  RP_SENSITIVE_PRICE_RULE,
  RP_SENSITIVE_INVENTORY,
  RP_SENSITIVE_PRICE,
  RP_SENSITIVE_PARAMS
};

#define RP_SENSITIVE_PARAM_TABLE                                                                             \
  RP_REAL_PARAM("permanent_impact", "\\kappa", "cash/share^2", RP_NONNEGATIVE, 0.4, "thm. 2",                \
                "Permanent rise of the price per share that the dealer buys."),                              \
      RP_REAL_PARAM("temporary_impact", "\\nu", "cash*time/share^2", RP_POSITIVE, 0.7, "thm. 2",             \
                    "Trades at rate u are paid half of this times u above the price."),                      \
      RP_REAL_PARAM("inventory_cost", "\\gamma", "cash/share^2/time", RP_NONNEGATIVE, 0.5, "thm. 2",         \
                    "Cost of holding X shares is half of this times X^2 per time."),                         \
      RP_REAL_PARAM("horizon", "T", "time", RP_NONNEGATIVE, 1.4, "thm. 2", "When the client decides."),      \
      RP_VOLATILITY_PARAM(0.8),                                                                              \
      RP_REAL_PARAM("client_size", "X^*", "share", RP_NONNEGATIVE, 1.3, "thm. 2",                            \
                    "Shares that the client buys."),                                                         \
      RP_REAL_PARAM("half_spread", "\\delta", "cash/share", RP_ANY, 0.45, "thm. 2",                          \
                    "What the client pays above the market price."),                                         \
      RP_DEMAND_PARAM_TABLE,                                                                                 \
      RP_CHOICE_PARAM(                                                                                       \
          "client_price", "", rp_client_price_names, "sec. A.3",                                             \
          "Market price as for the dealer's own trades, or with kappa X_0 added as the companion's "         \
          "formulas imply."),                                                                                \
      RP_REAL_PARAM("initial_inventory", "X_0", "share", RP_ANY, 0, "thm. 2",                                \
                    "Shares that the dealer holds at first."),                                               \
      RP_REAL_PARAM("initial_price", "P_0", "cash/share", RP_ANY, 0, "thm. 2", "Price at first.")

rp_sensitive_market rp_call_sensitive(const rp_call *call);

#endif
