/*
 * model_spread.c - `prehedging_spread`: the spread that the dealer quotes best, with and without pre-hedging.
 * Schema and glue; the mathematics is in spread.h and gain.h.
 */
#include "model_list.h"
#include "model_spread.h"

enum { MOST_QUOTES = 10000000 };
enum { PARAM_QUOTES = RP_CHOSEN_PARAMS, PARAMS };
enum {
  OUT_SPREAD,
  OUT_PROBABILITY,
  OUT_GAIN,
  OUT_OFFSET,
  OUT_BONUS,
  OUT_SPREAD_NO_BONUS,
  OUT_GAIN_NO_BONUS,
  OUT_SPREAD_WITHOUT,
  OUT_PROBABILITY_WITHOUT,
  OUT_GAIN_WITHOUT,
  OUT_OFFSET_WITHOUT,
  OUT_EXPECTED,
  OUT_EXPECTED_WITHOUT,
  OUT_CONCAVE,
  OUT_BISTABLE,
  OUT_ITERATIONS,
  NUMBERS,
  OUT_STATIONARY_PROBABILITY = NUMBERS,
  OUT_STATIONARY_SPREAD,
  OUT_STATIONARY_GAIN,
  OUT_STATIONARY_MAXIMUM,
  OUT_QUOTE,
  OUT_QUOTE_PROBABILITY,
  OUT_QUOTE_GAIN,
  OUT_QUOTE_GAIN_WITHOUT,
  OUTPUTS
};

static const char *const on_stationary[] = {"stationary", NULL};
static const char *const on_quote[] = {"quote", NULL};

const rp_dim rp_spread_dims[] = {
    {.name = "stationary",
     .doc = "Stationary points by increasing probability.",
     .min = 0,
     .max = RP_MOST_STATIONARY,
     .flags = RP_DIM_LATE},
    {.name = "quote", .doc = "Given half spreads.", .min = 0, .max = MOST_QUOTES, .flags = RP_DIM_LATE}};

const rp_param rp_spread_params[] = {RP_CHOSEN_PARAM_TABLE,
                                     {.name = "quotes",
                                      .symbol = "\\delta",
                                      .unit = "cash/share",
                                      .kind = RP_ARRAY,
                                      .axes = on_quote,
                                      .min = -INFINITY,
                                      .max = INFINITY,
                                      .preset = NAN,
                                      .flags = RP_OPTIONAL | RP_NUMERICAL,
                                      .source = "",
                                      .doc = "Half spreads at which the gain is wanted as well."}};

const rp_output rp_spread_outputs[] = {
    [OUT_SPREAD] = RP_NUMBER_OUT("optimal_spread", "\\delta^*", "cash/share", "",
                                 "Best half spread; with probability 0, the least that nobody accepts."),
    [OUT_PROBABILITY] = RP_NUMBER_OUT("optimal_probability", "p^*", "1", "", "Probability of a trade at it."),
    [OUT_GAIN] = RP_NUMBER_OUT(
        "optimal_gain", "J", "cash", "",
        "Part of the expected gain that depends on the half spread, p (delta X^* - K) + p^2 G, at its best."),
    [OUT_OFFSET] = RP_NUMBER_OUT("profit_offset", "K", "cash", "lemma 4", "See optimal_gain."),
    [OUT_BONUS] = RP_NUMBER_OUT("profit_bonus", "G", "cash", "lemma 4",
                                "See optimal_gain; from the trades before the decision."),
    [OUT_SPREAD_NO_BONUS] = RP_NUMBER_OUT("spread_without_bonus", "\\delta^*_{G=0}", "cash/share", "",
                                          "Best half spread with the same K and G = 0."),
    [OUT_GAIN_NO_BONUS] = RP_NUMBER_OUT("gain_without_bonus", "J_{G=0}", "cash", "", "Its gain."),
    [OUT_SPREAD_WITHOUT] =
        RP_NUMBER_OUT("spread_without", "\\delta^0", "cash/share", "",
                      "Best half spread of a dealer who does not trade before the decision."),
    [OUT_PROBABILITY_WITHOUT] =
        RP_NUMBER_OUT("probability_without", "p^0", "1", "", "Probability of a trade at it."),
    [OUT_GAIN_WITHOUT] = RP_NUMBER_OUT("gain_without", "J^0", "cash", "",
                                       "That dealer's p (delta X^* - K) at its best, with her own K."),
    [OUT_OFFSET_WITHOUT] = RP_NUMBER_OUT("profit_offset_without", "K^0", "cash", "", "That dealer's K."),
    [OUT_EXPECTED] = RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4",
                                   "Whole expected profit and loss at the best half spread."),
    [OUT_EXPECTED_WITHOUT] = RP_NUMBER_OUT(
        "expected_gain_without", "V^0", "cash", "",
        "The same of the dealer who does not trade before the decision, at her best half spread."),
    [OUT_CONCAVE] = RP_NUMBER_OUT(
        "concave", "", "1", "",
        "1 if the gain is concave in the probability (logistic: if it can have one maximum only)."),
    [OUT_BISTABLE] = RP_NUMBER_OUT("bistable", "", "1", "",
                                   "1 if there are two local maxima, ends of the interval included."),
    [OUT_ITERATIONS] =
        RP_FLAGGED_OUT("iterations", "", "1", RP_DIAGNOSTIC, "", "Newton steps for all stationary points."),
    [OUT_STATIONARY_PROBABILITY] = RP_ARRAY_OUT("stationary_probability", "p", "1", on_stationary, "",
                                                "Probabilities at which the gain is stationary."),
    [OUT_STATIONARY_SPREAD] =
        RP_ARRAY_OUT("stationary_spread", "\\delta", "cash/share", on_stationary, "", "Their half spreads."),
    [OUT_STATIONARY_GAIN] = RP_ARRAY_OUT("stationary_gain", "J", "cash", on_stationary, "", "Their gains."),
    [OUT_STATIONARY_MAXIMUM] = RP_ARRAY_OUT("stationary_maximum", "", "1", on_stationary, "",
                                            "1 at a local maximum, 0 at a local minimum."),
    [OUT_QUOTE] = RP_ARRAY_OUT("quote", "\\delta", "cash/share", on_quote, "", "The given half spreads."),
    [OUT_QUOTE_PROBABILITY] =
        RP_ARRAY_OUT("quote_probability", "p(\\delta)", "1", on_quote, "sec. A.3", "Their probabilities."),
    [OUT_QUOTE_GAIN] = RP_ARRAY_OUT("quote_gain", "J(\\delta)", "cash", on_quote, "", "Their gains."),
    [OUT_QUOTE_GAIN_WITHOUT] = RP_ARRAY_OUT("quote_gain_without", "J^0(\\delta)", "cash", on_quote, "",
                                            "Their gains without trading before the decision."),
};

_Static_assert((int)OUTPUTS == (int)rp_spread_output_count && (int)PARAMS == (int)rp_spread_param_count,
               "model_list.h states the lengths of these tables");

static rp_status write_stationary(const rp_call *call, const rp_best_spread *found) {
  double column[4][RP_MOST_STATIONARY];
  for (int64_t i = 0; i < found->stationary_count; ++i) {
    column[0][i] = found->stationary[i].probability;
    column[1][i] = found->stationary[i].spread;
    column[2][i] = found->stationary[i].gain;
    column[3][i] = found->stationary[i].maximum;
  }
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < 4 && status == RP_OK; ++i)
    status = rp_call_put_vector(call, OUT_STATIONARY_PROBABILITY + i, found->stationary_count, column[i]);
  return status;
}

static rp_status write_quotes(const rp_call *call, const rp_demand *demand, double size,
                              const rp_gain *gain) {
  const rp_value *quotes = rp_call_value(call, PARAM_QUOTES);
  int64_t count = quotes->kind ? quotes->shape[0] : 0;
  double *out[4];
  for (uint32_t i = 0; i < 4; ++i) {
    out[i] = NULL;
    if (rp_call_wants(call, OUT_QUOTE + i) && !(out[i] = rp_call_vector(call, OUT_QUOTE + i, count)))
      return RP_NO_MEMORY;
  }
  for (int64_t i = 0; i < count; ++i) {
    double spread = quotes->data[i], p = rp_demand_probability(demand, spread);
    const double row[4] = {spread, p, rp_spread_gain(size, gain->offset, gain->bonus, p, spread),
                           rp_spread_gain(size, gain->offset_without, 0, p, spread)};
    for (uint32_t j = 0; j < 4; ++j)
      if (out[j]) out[j][i] = row[j];
  }
  return RP_OK;
}

rp_status rp_spread_solve(const rp_call *call) {
  rp_client client;
  rp_start start = rp_call_start(call);
  rp_demand demand;
  rp_dealer dealer;
  rp_status status = rp_call_chosen(call, &client, &demand);
  if (status == RP_OK) status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  rp_stages stages = rp_stages_begin(&dealer);
  rp_gain gain =
      rp_gain_of(&stages, &client, &start); /* at probability 0: all that does not depend on the quote */
  rp_best_spread best = rp_spread_optimise(&demand, client.size, gain.offset, gain.bonus);
  rp_best_spread no_bonus = rp_spread_optimise(&demand, client.size, gain.offset, 0);
  rp_best_spread without = rp_spread_optimise(&demand, client.size, gain.offset_without, 0);
  const rp_number numbers[NUMBERS] = {{OUT_SPREAD, best.best.spread},
                                      {OUT_PROBABILITY, best.best.probability},
                                      {OUT_GAIN, best.best.gain},
                                      {OUT_OFFSET, gain.offset},
                                      {OUT_BONUS, gain.bonus},
                                      {OUT_SPREAD_NO_BONUS, no_bonus.best.spread},
                                      {OUT_GAIN_NO_BONUS, no_bonus.best.gain},
                                      {OUT_SPREAD_WITHOUT, without.best.spread},
                                      {OUT_PROBABILITY_WITHOUT, without.best.probability},
                                      {OUT_GAIN_WITHOUT, without.best.gain},
                                      {OUT_OFFSET_WITHOUT, gain.offset_without},
                                      {OUT_EXPECTED, gain.expected + best.best.gain},
                                      {OUT_EXPECTED_WITHOUT, gain.without + without.best.gain},
                                      {OUT_CONCAVE, best.concave},
                                      {OUT_BISTABLE, best.bistable},
                                      {OUT_ITERATIONS, (double)best.iterations}};
  status = rp_call_require_finite(call, numbers, NUMBERS, rp_spread_outputs);
  if (status == RP_OK) status = rp_call_put_numbers(call, numbers, NUMBERS);
  if (status == RP_OK) status = write_stationary(call, &best);
  return status == RP_OK ? write_quotes(call, &demand, client.size, &gain) : status;
}
