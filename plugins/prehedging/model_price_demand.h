/*
 * model_price_demand.h - parameters of the models whose client reacts to the price in all three stages.
 */
#ifndef RP_MODEL_PRICE_DEMAND_H
#define RP_MODEL_PRICE_DEMAND_H
#include "model_dealer.h"
#include "model_sensitive.h"
#include "price_demand.h"
#include "units.h"

enum {
  RP_REACTING_SPREAD = RP_UNQUOTED_PARAMS,
  RP_REACTING_LEVEL,
  RP_REACTING_REFERENCE,
  RP_REACTING_SPREAD_SLOPE,
  RP_REACTING_PRICE_SLOPE,
  RP_REACTING_VOLATILITY,
  RP_REACTING_PARAMS
};

#define RP_REACTING_PARAM_TABLE                                                                              \
  RP_UNQUOTED_PARAM_TABLE,                                                                                   \
      RP_REAL_PARAM("half_spread", "\\delta", "cash/share", RP_ANY, 0.45, "sec. A.3",                        \
                    "What the client pays above, or receives below, the market price."),                     \
      RP_DEMAND_PARAM_TABLE, RP_VOLATILITY_PARAM(0.8)

/*
 * The problem of a call in natural units: *m is converted, *units leads back. Everything but the dealer's constants is read; then
 * as rp_call_dealer().
 */
rp_status rp_call_price_demand(const rp_call *call, rp_price_demand *m, rp_units *units);

/*
 * Solves; a report if the value escapes (value-escapes, waiting-escapes), does not settle (waiting-not-settled) or takes too
 * long (too-long, too-stiff).
 */
rp_status rp_call_price_solve(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                              rp_price_value *value, void *work);

/* Writes the value matrix of an output from natural units; a report (out-of-range) if it is not finite. */
rp_status rp_call_put_value(const rp_call *call, uint32_t output, const rp_units *units, const double *value);

/* The expected gain of natural units, cash. */
double rp_units_gain(const rp_call *call, const rp_units *units, double gain);

#endif
