/*
 * model_acas_news.c - `guo2025_news`: one buyer and two makers whose noise orders change by news. Schema and glue; the mathematics is in
 * acas_news.h.
 */
#include "acas_news.h"
#include "model_acas_market.h"
#include "model_list.h"
#include "model_times.h"

enum {
  PARAM_RUNNING = RP_ACAS_SHARED_PARAMS,
  PARAM_NEWS,
  PARAM_PROBABILITY,
  PARAM_BUYING_AFTER,
  PARAM_SELLING_AFTER,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_RATES,
  OUT_ASKS,
  OUT_BIDS,
  OUT_BUYER,
  OUT_MAKERS_APART,
  OUT_BUYER_APART,
  OUT_RATE_START,
  OUT_ASK_START,
  OUT_MAKERS_APART_AFTER,
  OUT_BUYER_APART_AFTER,
  OUT_RATE_AFTER,
  OUT_ASK_AFTER,
  OUT_RATE_BEFORE,
  OUT_ASK_BEFORE,
  OUT_ROUNDS,
  OUT_STEP,
  OUTPUTS
};
RP_MODEL_LENGTHS(news, PARAMS, OUTPUTS);
enum { STAGES = 8, SPARE_PANELS = 512, MOST_ITERATIONS = 100 };

const rp_dim rp_news_dims[] = {
    {.name = "outcome", .doc = "Outcomes of the news.", .min = 1, .max = RP_ACAS_OUTCOMES}, RP_TIME_DIM};

const rp_param rp_news_params[] = {
    RP_ACAS_PARAM_TABLE,
    RP_ACAS_RUNNING_ENTRY,
    RP_REAL_ENTRY("news_time", "t_1", "time", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN, "section 4",
                  "When the news arrives; before the horizon."),
    RP_ARRAY_ENTRY("probability", "", "1", "outcome", RP_NONNEGATIVE, 0, "section 4",
                   "Probabilities of the outcomes, up to a common factor."),
    RP_ARRAY_ENTRY("buying_after", "a", "share/time", "outcome", RP_NONNEGATIVE, 0, "section 4",
                   "Noise orders at the ask from the news on."),
    RP_ARRAY_ENTRY("selling_after", "b", "share/time", "outcome", RP_NONNEGATIVE, 0, "section 4",
                   "Noise orders at the bid from the news on."),
    RP_TIMES_ENTRIES,
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-12, RP_NUMERICAL, "",
                  "Panels are halved until the paths are resolved to this.")};

#define ALONG(name, symbol, unit, doc)                                                                       \
  RP_OUT(name, symbol, unit, RP_ON("outcome", "time"), 0, "eq. 17 to 19", doc)
#define AFTER(name, symbol, unit, doc) RP_OUT(name, symbol, unit, RP_ON("outcome"), 0, "eq. 22", doc)
#define NUMBER(name, symbol, unit, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, "eq. 22", doc)
const rp_output rp_news_outputs[] = {
    [OUT_TIME] =
        RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times; at the news the values behind it count."),
    [OUT_RATES] = ALONG("rates", "v", "share/time", "The buyer's rate for each outcome."),
    [OUT_ASKS] = ALONG("best_asks", "", "cash/share", "Best ask above the price for each outcome."),
    [OUT_BIDS] = ALONG("best_bids", "", "cash/share", "Best bid below the price for each outcome."),
    [OUT_BUYER] = ALONG("buyer_paths", "Q^e", "share", "The buyer's inventory for each outcome."),
    [OUT_MAKERS_APART] = NUMBER("makers_apart", "y_2(0)", "cash/share", "Y^{1,m} - Y^{2,m} at the start."),
    [OUT_BUYER_APART] = NUMBER("buyer_apart", "y_e(0)", "cash/share", "Y^e - Y^{1,m} at the start."),
    [OUT_RATE_START] = NUMBER("rate_start", "v(0)", "share/time", "The buyer's rate at the start."),
    [OUT_ASK_START] = NUMBER("ask_start", "", "cash/share", "Best ask above the price at the start."),
    [OUT_MAKERS_APART_AFTER] = AFTER("makers_apart_after", "y_2(t_1)", "cash/share", "Behind the news."),
    [OUT_BUYER_APART_AFTER] = AFTER("buyer_apart_after", "y_e(t_1)", "cash/share", "Behind the news."),
    [OUT_RATE_AFTER] = AFTER("rate_after", "v(t_1)", "share/time", "The buyer's rate behind the news."),
    [OUT_ASK_AFTER] = AFTER("ask_after", "", "cash/share", "Best ask above the price behind the news."),
    [OUT_RATE_BEFORE] = NUMBER("rate_before", "v(t_1-)", "share/time", "The buyer's rate before the news."),
    [OUT_ASK_BEFORE] = NUMBER("ask_before", "", "cash/share", "Best ask above the price before the news."),
    [OUT_ROUNDS] =
        RP_OUT("rounds", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Newton rounds for the point at the news."),
    [OUT_STEP] =
        RP_OUT("last_step", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Last relative change of that point.")};

static rp_status read(const rp_call *call, rp_acas_news *news) {
  rp_status status = rp_call_acas(call, PARAM_RUNNING, &news->before);
  if (status != RP_OK) return status;
  news->time = rp_call_real(call, PARAM_NEWS);
  news->count = rp_call_value(call, PARAM_PROBABILITY)->shape[0];
  news->probability = rp_call_array(call, PARAM_PROBABILITY);
  news->buying = rp_call_array(call, PARAM_BUYING_AFTER);
  news->selling = rp_call_array(call, PARAM_SELLING_AFTER);
  if (!(news->time < news->before.horizon))
    return rp_call_report(call, RP_BAD_INPUT, "news-after-horizon", PARAM_NEWS, news->time,
                          "news_time is %.6g, it must be before the horizon %.6g", news->time,
                          news->before.horizon);
  double sum = 0, *probability = rp_call_doubles(call, news->count);
  if (!probability) return RP_NO_MEMORY;
  for (int64_t k = 0; k < news->count; ++k)
    sum += news->probability[k];
  if (!(sum > 0))
    return rp_call_report(call, RP_BAD_INPUT, "not-a-distribution", PARAM_PROBABILITY, sum,
                          "all entries of probability are 0, one must be positive");
  for (int64_t k = 0; k < news->count; ++k)
    probability[k] = news->probability[k] / sum;
  news->probability = probability;
  return RP_OK;
}

static double rate_of(const rp_acas *m, double t, double ye) {
  bool truncated;
  return rp_acas_rate(m->gamma, m->least, rp_curve_at(&m->cost, t), ye, &truncated);
}

static rp_status put_paths(const rp_call *call, const rp_acas_news *news, const rp_acas_tree *tree,
                           int64_t count, const double *times) {
  const rp_acas *m = &news->before;
  double *to[OUTPUTS] = {0};
  rp_status status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status != RP_OK) return status;
  for (uint32_t q = OUT_RATES; q <= OUT_BUYER; ++q)
    if (rp_call_wants(call, q) && !(to[q] = rp_call_matrix(call, q, news->count, count))) return RP_NO_MEMORY;
  for (int64_t k = 0; k < news->count; ++k)
    for (int64_t i = 0; i < count; ++i) {
      const rp_acas_path *path = times[i] < news->time ? &tree->before : tree->after + k;
      int64_t at = rp_acas_path_index(path, times[i]), cell = k * count + i;
      const double *y = path->run.y + 2 * at;
      if (to[OUT_RATES]) to[OUT_RATES][cell] = rate_of(m, times[i], y[1]);
      if (to[OUT_ASKS]) to[OUT_ASKS][cell] = 1 / m->gamma + path->maker_adjoint[at];
      if (to[OUT_BIDS]) to[OUT_BIDS][cell] = 1 / m->gamma - path->maker_adjoint[at] + y[0];
      if (to[OUT_BUYER]) to[OUT_BUYER][cell] = path->maker[at] + path->run.x[2 * at + 1];
    }
  return RP_OK;
}

static rp_status put_after(const rp_call *call, const rp_acas_news *news, const rp_acas_tree *tree) {
  double numbers[4][RP_ACAS_OUTCOMES];
  for (int64_t k = 0; k < news->count; ++k) {
    const rp_acas_path *path = tree->after + k;
    numbers[0][k] = path->run.y[0];
    numbers[1][k] = path->run.y[1];
    numbers[2][k] = rate_of(&news->before, news->time, path->run.y[1]);
    numbers[3][k] = 1 / news->before.gamma + path->maker_adjoint[0];
  }
  double least = rate_of(&news->before, 0, tree->before.run.y[1]);
  for (int64_t k = 0; k < news->count; ++k)
    least = fmin(least, numbers[2][k]);
  rp_call_acas_remark(call, least);
  rp_status status = RP_OK;
  for (uint32_t q = 0; q < 4 && status == RP_OK; ++q)
    status = rp_call_put_vector(call, OUT_MAKERS_APART_AFTER + q, news->count, numbers[q]);
  return status;
}

rp_status rp_news_model_solve(const rp_call *call) {
  rp_acas_news news;
  rp_collocation gauss;
  int64_t count;
  const double *times;
  rp_status status = read(call, &news);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, news.before.horizon, &count, &times);
  if (status != RP_OK) return status;
  rp_collocation_make(STAGES, &gauss);
  rp_acas_setting setting = {&gauss, count + rp_acas_breaks(&news.before, INT64_MAX, NULL) + SPARE_PANELS,
                             rp_call_real(call, PARAM_TOLERANCE), MOST_ITERATIONS};
  rp_acas_tree *tree = call->host->scratch(call->host, sizeof *tree, RP_CALL_ALIGNMENT);
  double *memory = rp_call_doubles(call, rp_acas_news_size(&news, &setting));
  double *work = rp_call_doubles(call, rp_acas_path_workspace(&setting));
  int32_t *pivots = rp_call_integers(call, rp_acas_path_pivots(&setting));
  if (!tree || !memory || !work || !pivots) return RP_NO_MEMORY;
  rp_boundary_status solved = rp_acas_news_solve(&news, &setting, count, times, memory, work, pivots, tree);
  if (solved == RP_BOUNDARY_SINGULAR)
    return rp_call_report(call, RP_NO_SOLUTION, "explosion", -1, NAN,
                          "the Riccati equation explodes along a path: give a least_rate");
  if (solved != RP_BOUNDARY_OK)
    return rp_call_report(call, RP_NOT_CONVERGED, "not-resolved", -1, tree->step,
                          "the inventories at the news do not settle: last relative change %.2g", tree->step);
  const rp_acas *m = &news.before;
  const rp_acas_path *before = &tree->before;
  int64_t last = before->run.panels;
  const rp_number numbers[] = {{OUT_MAKERS_APART, before->run.y[0]},
                               {OUT_BUYER_APART, before->run.y[1]},
                               {OUT_RATE_START, rate_of(m, 0, before->run.y[1])},
                               {OUT_ASK_START, 1 / m->gamma + before->maker_adjoint[0]},
                               {OUT_RATE_BEFORE, rate_of(m, news.time, before->run.y[2 * last + 1])},
                               {OUT_ASK_BEFORE, 1 / m->gamma + before->maker_adjoint[last]},
                               {OUT_ROUNDS, tree->rounds},
                               {OUT_STEP, tree->step}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = put_after(call, &news, tree);
  return status == RP_OK ? put_paths(call, &news, tree, count, times) : status;
}
