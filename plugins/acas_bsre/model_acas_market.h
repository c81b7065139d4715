/*
 * model_acas_market.h - the parameters that the models of section 4 share, and the market read from them. Glue.
 */
#ifndef RP_MODEL_ACAS_MARKET_H
#define RP_MODEL_ACAS_MARKET_H
#include "acas.h"
#include "reprise/tables.h"

enum {
  RP_ACAS_HORIZON,
  RP_ACAS_FIRST,
  RP_ACAS_SECOND,
  RP_ACAS_BUYER,
  RP_ACAS_DECAY,
  RP_ACAS_TERMINAL,
  RP_ACAS_LEAST,
  RP_ACAS_COST,
  RP_ACAS_BUYING,
  RP_ACAS_SELLING,
  RP_ACAS_SHARED_PARAMS
};

#define RP_ACAS_MARKET_TABLE                                                                                 \
  RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 4", "Horizon."),            \
      RP_REAL_ENTRY("first_maker", "q^{1,m}", "share", RP_ANY, 1, 0, "section 4",                            \
                    "Inventory of the first maker; not below the second's."),                                \
      RP_REAL_ENTRY("second_maker", "q^{2,m}", "share", RP_ANY, -1, 0, "section 4",                          \
                    "Inventory of the second maker."),                                                       \
      RP_REAL_ENTRY("buyer", "q^e", "share", RP_BETWEEN(-INFINITY, 0), -20, RP_MAX_OPEN, "section 4",        \
                    "Inventory of the buyer: negative, what must still be bought."),                         \
      RP_REAL_ENTRY("intensity_decay", "\\gamma", "share/cash", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 4", \
                    "Decay of the fill rates exp(-gamma x) in the distance to the other maker's quote."),    \
      RP_REAL_ENTRY("terminal_penalty", "A", "cash/share^2", RP_NONNEGATIVE, 0.05, 0, "section 4",           \
                    "Terminal penalty of inventory, of all three."),                                         \
      RP_REAL_ENTRY("least_rate", "\\epsilon", "share/time", RP_NONNEGATIVE, RP_ABSENT, RP_OPTIONAL,         \
                    "eq. 20", "Least rate of the buyer; absent: none, the rate may turn negative."),         \
      RP_CURVE_ENTRY("cost", "\\beta(t)", "cash*time/share^2", "t", "0", "horizon", RP_NONNEGATIVE, 0.1,     \
                     RP_MIN_OPEN, "section 4", "Cost beta v^2 of trading.")
#define RP_ACAS_PARAM_TABLE                                                                                  \
  RP_ACAS_MARKET_TABLE,                                                                                      \
      RP_CURVE_ENTRY("noise_buying", "a(t)", "share/time", "t", "0", "horizon", RP_NONNEGATIVE, 5, 0,        \
                     "section 4", "Noise orders at the ask."),                                               \
      RP_CURVE_ENTRY("noise_selling", "b(t)", "share/time", "t", "0", "horizon", RP_NONNEGATIVE, 5, 0,       \
                     "section 4", "Noise orders at the bid.")
#define RP_ACAS_RUNNING_ENTRY                                                                                \
  RP_CURVE_ENTRY("running_penalty", "\\phi(t)", "cash/share^2/time", "t", "0", "horizon", RP_NONNEGATIVE, 0, \
                 0, "section 4", "Running penalty of inventory, of all three.")

/* Reads the shared parameters (the flows whatever their variable is) and, unless it is negative, the curve number `running`; refuses
 * makers out of order and penalties whose exponentials overflow. */
rp_status rp_call_acas(const rp_call *call, int32_t running, rp_acas *market);

/* The remark that is due where the buyer's rate falls below 0. */
void rp_call_acas_remark(const rp_call *call, double least_rate);

#endif
