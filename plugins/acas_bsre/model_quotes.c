/* model_quotes.c - `guo2025_quotes` and `guo2025_rates`: the equilibrium maps of section 3. Schema and glue; the mathematics is
 * in quotes.h and rates.h. */
#include "quotes.h"
#include "model_list.h"
#include "model_market_inputs.h"

enum { PARAM_DECAY, PARAM_BEND, PARAM_WIDTH, PARAM_BOUND, PARAM_ADJOINTS, PARAMS };
enum {
  OUT_ASKS,
  OUT_BIDS,
  OUT_BEST_ASK,
  OUT_BEST_BID,
  OUT_SPREAD,
  OUT_CROSSED,
  OUT_FILLS_ASK,
  OUT_FILLS_BID,
  OUT_CLASS_LEAST,
  OUT_CLASS_MOST,
  OUT_RESIDUAL,
  OUTPUTS
};
RP_MODEL_LENGTHS(quotes, PARAMS, OUTPUTS);

const rp_dim rp_quotes_dims[] = {{.name = "maker", .doc = "Makers.", .min = 2, .max = 100000000}};

const rp_param rp_quotes_params[] = {RP_INTENSITY_ENTRIES, RP_QUOTE_BOUND_ENTRY,
                                     RP_ARRAY_ENTRY("maker_adjoints", "y^i", "cash/share", "maker", RP_ANY, 0,
                                                    "eq. 13", "Adjoints of the makers.")};

const rp_output rp_quotes_outputs[] = {
    [OUT_ASKS] =
        RP_OUT("asks", "\\psi^a", "cash/share", RP_ON("maker"), 0, "eq. 13", "Asks above the price."),
    [OUT_BIDS] =
        RP_OUT("bids", "\\psi^b", "cash/share", RP_ON("maker"), 0, "eq. 13", "Bids below the price."),
    [OUT_BEST_ASK] =
        RP_OUT("best_ask", "", "cash/share", RP_NO_AXIS, 0, "eq. 12", "Lowest ask above the price."),
    [OUT_BEST_BID] =
        RP_OUT("best_bid", "", "cash/share", RP_NO_AXIS, 0, "eq. 12", "Highest bid below the price."),
    [OUT_SPREAD] =
        RP_OUT("inside_spread", "", "cash/share", RP_NO_AXIS, 0, "", "Sum of the two; negative: crossed."),
    [OUT_CROSSED] = RP_OUT("crossed", "", "1", RP_NO_AXIS, 0, "", "1 if the best quotes cross, else 0."),
    [OUT_FILLS_ASK] =
        RP_OUT("fills_ask", "", "1", RP_ON("maker"), 0, "section 3",
               "Part of the flow at the ask that each maker fills; the parts need not add up to 1."),
    [OUT_FILLS_BID] = RP_OUT("fills_bid", "", "1", RP_ON("maker"), 0, "section 3", "The same at the bid."),
    [OUT_CLASS_LEAST] =
        RP_OUT("class_least", "", "1", RP_NO_AXIS, 0, "definition 3.4", "Infimum of L L''/L'^2."),
    [OUT_CLASS_MOST] = RP_OUT("class_most", "", "1", RP_NO_AXIS, 0, "definition 3.4", "Its supremum."),
    [OUT_RESIDUAL] = RP_OUT("residual", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                            "Largest violation of the equations of both maps.")};

static rp_status put_side(const rp_call *call, const rp_quotes *makers, double sign, uint32_t out,
                          uint32_t out_fills, double *best, double *residual) {
  const double *y = rp_call_array(call, PARAM_ADJOINTS);
  double *work = rp_call_doubles(call, 2 * makers->count);
  if (!work) return RP_NO_MEMORY;
  double *excess = work + makers->count;
  rp_quotes_solve(makers, sign, y, work, excess, NULL);
  *best = INFINITY;
  for (int64_t i = 0; i < makers->count; ++i) {
    *best = fmin(*best, work[i]);
    double apart = excess[i];
    excess[i] = rp_intensity_at(&makers->intensity, apart);
    if (!isfinite(excess[i]))
      return rp_call_report(call, RP_NOT_CONVERGED, "overflow-guard", PARAM_ADJOINTS, y[i],
                            "maker %lld quotes %.6g better than all others: the part of the flow that meets "
                            "such a quote leaves the range of numbers",
                            (long long)(i + 1), -apart);
  }
  *residual = fmax(*residual, rp_quotes_residual(makers, sign, y, work));
  rp_status status = rp_call_put_vector(call, out, makers->count, work);
  return status == RP_OK ? rp_call_put_vector(call, out_fills, makers->count, excess) : status;
}

rp_status rp_quotes_model_solve(const rp_call *call) {
  rp_quotes makers = {.bound = rp_call_real(call, PARAM_BOUND),
                      .count = rp_call_value(call, PARAM_ADJOINTS)->shape[0]};
  double ask = 0, bid = 0, residual = 0, least, most;
  rp_status status = rp_model_intensity(call, PARAM_DECAY, &makers.intensity);
  if (status == RP_OK) status = put_side(call, &makers, 1, OUT_ASKS, OUT_FILLS_ASK, &ask, &residual);
  if (status == RP_OK) status = put_side(call, &makers, -1, OUT_BIDS, OUT_FILLS_BID, &bid, &residual);
  if (status != RP_OK) return status;
  rp_intensity_class(&makers.intensity, &least, &most);
  const rp_number numbers[] = {
      {OUT_BEST_ASK, ask},      {OUT_BEST_BID, bid},    {OUT_SPREAD, ask + bid}, {OUT_CROSSED, ask + bid < 0},
      {OUT_CLASS_LEAST, least}, {OUT_CLASS_MOST, most}, {OUT_RESIDUAL, residual}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

/* ---- rates ---- */

enum {
  RATES_COST,
  RATES_CROSS,
  RATES_LOW,
  RATES_HIGH,
  RATES_GROWTH,
  RATES_REACH,
  RATES_ADJOINTS,
  RATES_BUYS,
  RATES_PARAMS
};
enum { RATES_RATES, RATES_FREE, RATES_BUYING, RATES_SELLING, RATES_RESIDUAL, RATES_OUTPUTS };
RP_MODEL_LENGTHS(rates, RATES_PARAMS, RATES_OUTPUTS);

const rp_dim rp_rates_dims[] = {{.name = "trader", .doc = "Traders.", .min = 1, .max = 100000000}};

const rp_param rp_rates_params[] = {
    RP_COST_ENTRIES,
    RP_ARRAY_ENTRY("trader_adjoints", "\\tilde y^i", "cash/share", "trader", RP_ANY, 0, "section 3",
                   "Adjoints of the traders less what they pay above the price (buyers), plus what they give "
                   "up (sellers)."),
    {RP_WORDS_("is_buyer", "", "1", "section 3", "1 for buyers, 0 for sellers."), .kind = RP_ARRAY,
     .flags = RP_INTEGRAL, RP_BETWEEN(0, 1), .preset = 1, .axes = RP_ON("trader")}};

const rp_output rp_rates_outputs[] = {
    [RATES_RATES] =
        RP_OUT("rates", "\\varphi^i", "share/time", RP_ON("trader"), 0, "section 3", "Rates in equilibrium."),
    [RATES_FREE] = RP_OUT("free", "", "1", RP_ON("trader"), 0, "", "1 where the rate is not at a bound."),
    [RATES_BUYING] =
        RP_OUT("buying", "", "share/time", RP_NO_AXIS, 0, "section 3", "Sum of the buyers' rates."),
    [RATES_SELLING] = RP_OUT("selling", "", "share/time", RP_NO_AXIS, 0, "section 3",
                             "Minus the sum of the sellers' rates."),
    [RATES_RESIDUAL] = RP_OUT("residual", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                              "Largest violation of a first-order condition.")};

rp_status rp_rates_model_solve(const rp_call *call) {
  const rp_value *y = rp_call_value(call, RATES_ADJOINTS);
  int64_t count = y->shape[0];
  const double *buys = rp_call_array(call, RATES_BUYS);
  double *rate = rp_call_doubles(call, 2 * count), buying = 0, selling = 0;
  rp_rates traders;
  rp_status status = rp_model_rates(call, RATES_COST, count, &traders);
  if (status != RP_OK) return status;
  if (!rate) return RP_NO_MEMORY;
  rp_rates_solve(&traders, y->data, buys, rate, rate + count);
  for (int64_t i = 0; i < count; ++i)
    if (buys[i] != 0)
      buying += rate[i];
    else
      selling -= rate[i];
  status = rp_call_put_vector(call, RATES_RATES, count, rate);
  if (status == RP_OK) status = rp_call_put_vector(call, RATES_FREE, count, rate + count);
  const rp_number numbers[] = {{RATES_BUYING, buying},
                               {RATES_SELLING, selling},
                               {RATES_RESIDUAL, rp_rates_residual(&traders, y->data, buys, rate)}};
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}
