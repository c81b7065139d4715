/*
 * model_spread_search.c - `prehedging_spread_search`: the best half spread by brute force over the whole expected gain.
 * Reading of the parameters of all models that choose the half spread, schema and glue; the gain is that of gain.h.
 */
#include "model_list.h"
#include "model_spread.h"

enum { MOST_POINTS = 10000000, GOLDEN_STEPS = 60 };
enum { PARAM_LEAST = RP_CHOSEN_PARAMS, PARAM_MOST, PARAM_POINTS, PARAM_PREHEDGE, PARAMS };
enum { OUT_SPREAD, OUT_PROBABILITY, OUT_EXPECTED, OUT_MAXIMA, OUTPUTS };

const char *const rp_demand_names[] = {"affine", "logistic", "exponential", NULL};

const rp_param rp_spread_search_params[] = {
    RP_CHOSEN_PARAM_TABLE,
    RP_REAL_PARAM("least_spread", "", "cash/share", RP_ANY, -2, "", "Where the search begins."),
    RP_REAL_PARAM("most_spread", "", "cash/share", RP_ANY, 6, "", "Where it ends."),
    RP_COUNT_PARAM("points", "n", 3, MOST_POINTS, 4001,
                   "Half spreads that are tried before the best one is refined."),
    RP_FLAG_PARAM("prehedge", 1, "", "0: the dealer does not trade before the client decides.")};

const rp_output rp_spread_search_outputs[] = {
    [OUT_SPREAD] = RP_NUMBER_OUT("optimal_spread", "\\delta^*", "cash/share", "",
                                 "Best half spread found, to half of the digits."),
    [OUT_PROBABILITY] = RP_NUMBER_OUT("optimal_probability", "p^*", "1", "", "Probability of a trade at it."),
    [OUT_EXPECTED] =
        RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4", "Expected profit and loss at it."),
    [OUT_MAXIMA] = RP_NUMBER_OUT("local_maxima", "", "1", "",
                                 "Points of the grid that are better than both neighbours."),
};

_Static_assert((int)OUTPUTS == (int)rp_spread_search_output_count &&
                   (int)PARAMS == (int)rp_spread_search_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_call_chosen(const rp_call *call, rp_client *client, rp_demand *demand) {
  *client = rp_call_unquoted_client(call);
  *demand = (rp_demand){.kind = (rp_demand_kind)rp_call_integer(call, RP_CHOSEN_DEMAND),
                        .level = rp_call_real(call, RP_CHOSEN_LEVEL),
                        .reference = rp_call_real(call, RP_CHOSEN_REFERENCE),
                        .slope = rp_call_real(call, RP_CHOSEN_SLOPE),
                        .scale = rp_call_real(call, RP_CHOSEN_SCALE)};
  if (client->size == 0)
    return rp_call_report(call, RP_BAD_INPUT, "no-client-size", RP_PARAM_SIZE, 0,
                          "client_size is 0, and a spread on no shares cannot be chosen; it must be > 0");
  if (demand->kind != RP_DEMAND_EXPONENTIAL && demand->level > 1)
    return rp_call_report(call, RP_BAD_INPUT, "level-above-one", RP_CHOSEN_LEVEL, demand->level,
                          "demand_level is %.15g, but as a probability of %s demand it must be <= 1",
                          demand->level, rp_demand_names[demand->kind]);
  return RP_OK;
}

/* The whole expected gain as a function of the half spread. */
typedef struct search {
  const rp_stages *stages;
  const rp_start *start;
  const rp_demand *demand;
  rp_client client;
  bool prehedges;
} search;

static double gain_at(search *s, double spread) {
  s->client.half_spread = spread;
  s->client.trade_probability = rp_demand_probability(s->demand, spread);
  rp_gain gain = rp_gain_of(s->stages, &s->client, s->start);
  return s->prehedges ? gain.expected : gain.without;
}

static double golden(search *s, double low, double high) {
  double ratio = (sqrt(5) - 1) / 2;
  for (int i = 0; i < GOLDEN_STEPS; ++i) {
    double left = high - ratio * (high - low), right = low + ratio * (high - low);
    if (gain_at(s, left) > gain_at(s, right))
      high = right;
    else
      low = left;
  }
  return 0.5 * (low + high);
}

/* The best of `points` equidistant half spreads, refined between its neighbours. */
static double best_spread(search *s, double least, double most, int64_t points, double *maxima) {
  double step = (most - least) / (double)(points - 1), best = -INFINITY, at = least;
  double before = -INFINITY, here = gain_at(s, least);
  *maxima = 0;
  for (int64_t i = 0; i < points; ++i) {
    double after = i + 1 < points ? gain_at(s, least + step * (double)(i + 1)) : -INFINITY;
    *maxima += here > before && here > after;
    if (here > best) {
      best = here;
      at = least + step * (double)i;
    }
    before = here;
    here = after;
  }
  double fine = golden(s, fmax(at - step, least), fmin(at + step, most));
  return gain_at(s, fine) > best ? fine : at;
}

rp_status rp_spread_search_solve(const rp_call *call) {
  rp_client client;
  rp_demand demand;
  rp_dealer dealer;
  rp_start start = rp_call_start(call);
  double least = rp_call_real(call, PARAM_LEAST), most = rp_call_real(call, PARAM_MOST), maxima;
  rp_status status = rp_call_chosen(call, &client, &demand);
  if (status == RP_OK) status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  if (!(least < most))
    return rp_call_report(
        call, RP_BAD_INPUT, "empty-search", PARAM_MOST, most,
        "the search goes from least_spread = %.15g to most_spread = %.15g, which must be larger", least,
        most);
  rp_stages stages = rp_stages_begin(&dealer);
  search s = {&stages, &start, &demand, client, rp_call_integer(call, PARAM_PREHEDGE) != 0};
  double spread = best_spread(&s, least, most, rp_call_integer(call, PARAM_POINTS), &maxima);
  const rp_number numbers[OUTPUTS] = {{OUT_EXPECTED, gain_at(&s, spread)},
                                      {OUT_SPREAD, spread},
                                      {OUT_PROBABILITY, s.client.trade_probability},
                                      {OUT_MAXIMA, maxima}};
  status = rp_call_require_finite(call, numbers, OUTPUTS, rp_spread_search_outputs);
  return status == RP_OK ? rp_call_put_numbers(call, numbers, OUTPUTS) : status;
}
