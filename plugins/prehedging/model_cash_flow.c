/*
 * model_cash_flow.c - `prehedging_cash_flow`: expected profit and loss by adding up cash, for the best rates or changed
 * ones. Schema and glue; the mathematics is in cash_flow.h.
 */
#include "cash_flow.h"
#include "model_dealer.h"
#include "model_list.h"
#include "units.h"

enum {
  PARAM_PREHEDGE = RP_DEALER_PARAMS,
  PARAM_WAVE,
  PARAM_FREQUENCY,
  PARAM_PULSE,
  PARAM_FADING,
  PARAM_WATCHED,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_GAIN,
  OUT_BEST,
  OUT_INVENTORY,
  OUT_TRANSIENT,
  OUT_MEAN_INVENTORY,
  OUT_MEAN_TRANSIENT,
  OUT_PAID,
  OUT_BY_PARTS,
  OUTPUTS
};

const rp_param rp_cash_flow_params[] = {
    RP_DEALER_PARAM_TABLE,
    RP_FLAG_PARAM("prehedge", 1, "",
                  "0: the dealer does not trade before the client decides, but for what is added."),
    RP_REAL_PARAM("wave", "", "share/time", RP_ANY, 0, "",
                  "Added to the rate of the first stage: this times sin(frequency t)."),
    RP_REAL_PARAM("frequency", "", "1/time", RP_ANY, 3, "", "See wave."),
    RP_REAL_PARAM("pulse", "", "share/time", RP_ANY, 0, "",
                  "Added to the rate of the second stage: this times exp(-fading (t - T))."),
    RP_REAL_PARAM("fading", "", "1/time", RP_NONNEGATIVE, 1, "", "See pulse."),
    RP_REAL_PARAM("watched", "T' - \\mathcal T", "time", RP_NONNEGATIVE, 1, "lemma 1",
                  "How long a liquidation after a purchase at T is watched for liquidation_cash."),
    {.name = "tolerance",
     .symbol = "",
     .unit = "1",
     .kind = RP_REAL,
     .flags = RP_NUMERICAL,
     .min = 1e-16,
     .max = 1,
     .preset = 1e-13,
     .source = "",
     .doc = "Relative and absolute tolerance of the integrator."}};

const rp_output rp_cash_flow_outputs[] = {
    [OUT_GAIN] =
        RP_NUMBER_OUT("expected_gain", "", "cash", "eq. 18", "Expected profit and loss, as it is paid."),
    [OUT_BEST] = RP_NUMBER_OUT("closed_form_gain", "V", "cash", "lemma 4",
                               "The closed form for the best rates, or without pre-hedging."),
    [OUT_INVENTORY] = RP_NUMBER_OUT("inventory_at_horizon", "X_T", "share", "eq. 22",
                                    "Inventory at the end of the first stage."),
    [OUT_TRANSIENT] =
        RP_NUMBER_OUT("transient_at_horizon", "I_T", "cash/share", "eq. 23", "Transient impact there."),
    [OUT_MEAN_INVENTORY] = RP_NUMBER_OUT("mean_inventory_at_trade", "\\mathbb E X_{\\mathcal T-}", "share",
                                         "eq. 17", "Mean inventory just before the client decides."),
    [OUT_MEAN_TRANSIENT] =
        RP_NUMBER_OUT("mean_transient_at_trade", "\\mathbb E I_{\\mathcal T-}", "cash/share", "eq. 17",
                      "Mean transient impact just before the client decides."),
    [OUT_PAID] = RP_NUMBER_OUT("liquidation_cash", "", "cash", "lemma 1",
                               "What liquidating after a purchase at T pays within the watched time."),
    [OUT_BY_PARTS] = RP_NUMBER_OUT("liquidation_cash_by_parts", "", "cash", "eq. 1",
                                   "The same after two integrations by parts."),
};

_Static_assert((int)OUTPUTS == (int)rp_cash_flow_output_count && (int)PARAMS == (int)rp_cash_flow_param_count,
               "model_list.h states the lengths of these tables");

/* The trading of a call in natural units. */
static rp_trading trading_of(const rp_call *call, const rp_units *units) {
  double rate = units->share / units->time;
  return (rp_trading){.prehedges = rp_call_integer(call, PARAM_PREHEDGE) != 0,
                      .wave = rp_call_real(call, PARAM_WAVE) / rate,
                      .frequency = rp_call_real(call, PARAM_FREQUENCY) * units->time,
                      .pulse = rp_call_real(call, PARAM_PULSE) / rate,
                      .fading = rp_call_real(call, PARAM_FADING) * units->time};
}

rp_status rp_cash_flow_solve(const rp_call *call) {
  rp_price_demand given = {.client = rp_call_client(call), .start = rp_call_start(call)};
  rp_cash_flow flow;
  rp_status status = rp_call_dealer(call, &given.dealer);
  if (status != RP_OK) return status;
  if (given.dealer.market.inventory_cost == 0)
    return rp_call_report(call, RP_NO_SOLUTION, "never-liquidates", RP_PARAM_INVENTORY_COST, 0,
                          "inventory_cost is 0, so the liquidation that is to be paid out never ends");
  rp_units units = rp_units_of(&given);
  units.origin = 0;
  rp_price_demand m = rp_units_convert(&units, &given);
  rp_stages stages = rp_stages_begin(&m.dealer), in_cash = rp_stages_begin(&given.dealer);
  rp_trading trading = trading_of(call, &units);
  if (!rp_cash_flow_of(&stages, &m.client, &m.start, &trading, rp_call_real(call, PARAM_WATCHED) / units.time,
                       rp_call_real(call, PARAM_TOLERANCE), &flow))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "integration-failed", RP_PARAM_HORIZON, given.dealer.market.horizon,
        "the cash flows could not be integrated over horizon = %.15g: the market is too stiff for an "
        "explicit method",
        given.dealer.market.horizon);
  rp_gain gain = rp_gain_of(&in_cash, &given.client, &given.start);
  double share = units.share, price = units.price, cash = rp_units_cash(&units);
  const rp_number numbers[OUTPUTS] = {{OUT_GAIN, cash * flow.expected},
                                      {OUT_BEST, trading.prehedges ? gain.expected : gain.without},
                                      {OUT_INVENTORY, share * flow.at_horizon.inventory},
                                      {OUT_TRANSIENT, price * flow.at_horizon.transient},
                                      {OUT_MEAN_INVENTORY, share * flow.mean.inventory},
                                      {OUT_MEAN_TRANSIENT, price * flow.mean.transient},
                                      {OUT_PAID, cash * flow.paid},
                                      {OUT_BY_PARTS, cash * flow.by_parts}};
  status = rp_call_require_finite(call, numbers, OUTPUTS, rp_cash_flow_outputs);
  return status == RP_OK ? rp_call_put_numbers(call, numbers, OUTPUTS) : status;
}
