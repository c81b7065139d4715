/* model_heterogeneous_outputs.c - see model_heterogeneous.h. Traders are summed in parts whose number does not depend on the threads. */
#include <string.h>
#include "model_heterogeneous.h"

enum { S = RP_MIXED_STAGES, L = RP_MIXED_LANES, PARTS = 16, PART = 2048 };

/* ---- outputs ---- */

static rp_status put_aggregate(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                               int64_t count, const double *times) {
  double *to[3] = {0}, n = (double)p->count, mean = 0;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_TOTAL_RATE + k) && !(to[k] = rp_call_vector(call, OUT_TOTAL_RATE + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < p->count; ++i)
    mean += p->start[i];
  for (int64_t j = 0; j < count; ++j) {
    int64_t k = rp_mixed_panel_at(&s->game, times[j]);
    double h = s->game.edges[k + 1] - s->game.edges[k], values[S], integrals[S], rate = 0,
           total = s->total[k];
    rp_collocation_basis(&s->game.method, (times[j] - s->game.edges[k]) / h, values, integrals);
    for (int i = 0; i < S; ++i) {
      rate += values[i] * s->rates[k * S + i];
      total += h * integrals[i] * s->rates[k * S + i];
    }
    const double from[] = {rate, (mean + total) / n,
                           rp_curve_at(&p->permanent, times[j]) *
                               (rate / n + rp_curve_at(&p->imbalance, times[j]))};
    for (int i = 0; i < 3; ++i)
      if (to[i]) to[i][j] = from[i];
  }
  return RP_OK;
}

/* Where the output times lie. */
typedef struct report {
  int64_t count, *panel;
  double *values, *integrals;        /* [count][S]; integrals times the width */
  double *stiffness, *slope, *total; /* [count]: 1/d, alpha/N, V              */
} report;

static rp_status make_report(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                             int64_t count, const double *times, report *r) {
  r->count = count;
  r->panel = call->host->scratch(call->host, (uint64_t)count * sizeof *r->panel, RP_CALL_ALIGNMENT);
  r->values = rp_call_doubles(call, count * (2 * S + 3));
  if (!r->panel || !r->values) return RP_NO_MEMORY;
  r->integrals = r->values + count * S;
  r->stiffness = r->integrals + count * S;
  r->slope = r->stiffness + count;
  r->total = r->slope + count;
  for (int64_t j = 0; j < count; ++j) {
    int64_t k = r->panel[j] = rp_mixed_panel_at(&s->game, times[j]);
    double h = s->game.edges[k + 1] - s->game.edges[k], unused;
    rp_collocation_basis(&s->game.method, (times[j] - s->game.edges[k]) / h, r->values + j * S,
                         r->integrals + j * S);
    for (int i = 0; i < S; ++i)
      r->integrals[j * S + i] *= h;
    rp_traders at = rp_mixed_at_time(p, 1, times[j]);
    rp_traders_impact(&at, &unused, r->stiffness + j);
    r->slope[j] = at.permanent / at.count;
    r->total[j] = 0;
    for (int i = 0; i < S; ++i)
      r->total[j] += r->values[j * S + i] * s->rates[k * S + i];
  }
  return RP_OK;
}

/* Lane l of a group at output time j: inventory, rate, adjoint. */
static void read_lane(const rp_mixed_solution *s, const report *r, const rp_mixed_paths *paths, int64_t j,
                      int l, double *all) {
  int64_t k = r->panel[j];
  double q = paths->inventory[k * L + l], v = 0;
  for (int i = 0; i < S; ++i) {
    double rate = paths->rate[(k * S + i) * L + l];
    q += r->integrals[j * S + i] * rate;
    v += r->values[j * S + i] * rate;
  }
  all[0] = q;
  all[1] = v;
  all[2] = r->stiffness[j] * (v + s->game.omega * r->total[j]) - r->slope[j] * q;
}

static rp_status make_paths(const rp_call *call, const rp_mixed_solution *s, rp_mixed_paths *paths,
                            double **work) {
  int64_t nodes = rp_mixed_nodes(&s->game), edges = s->game.panels + 1;
  double *memory = rp_call_doubles(call, (nodes + 2 * edges) * L);
  *work = rp_call_doubles(call, rp_mixed_respond_workspace(&s->game));
  if (!memory || !*work) return RP_NO_MEMORY;
  paths->rate = memory;
  paths->inventory = memory + nodes * L;
  paths->adjoint = paths->inventory + edges * L;
  return RP_OK;
}

static rp_status put_reported(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                              const report *r) {
  bool chosen = rp_call_has(call, PARAM_REPORTED);
  int64_t count = chosen ? rp_call_value(call, PARAM_REPORTED)->shape[0] : p->count;
  const double *list = chosen ? rp_call_array(call, PARAM_REPORTED) : NULL;
  double *to[3] = {0}, *numbers = NULL, *work, all[3];
  rp_mixed_paths paths;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_INVENTORIES + k) &&
        !(to[k] = rp_call_matrix(call, OUT_INVENTORIES + k, count, r->count)))
      return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_REPORTED) && !(numbers = rp_call_vector(call, OUT_REPORTED, count)))
    return RP_NO_MEMORY;
  for (int64_t i = 0; numbers && i < count; ++i)
    numbers[i] = list ? list[i] : (double)(i + 1);
  if (!to[0] && !to[1] && !to[2]) return RP_OK;
  rp_status status = make_paths(call, s, &paths, &work);
  for (int64_t i = 0; status == RP_OK && i < count; ++i) {
    int64_t trader = list ? (int64_t)list[i] - 1 : i, lane = list ? 0 : i % L;
    if (lane == 0)
      rp_mixed_respond(&s->game, trader, list ? 1 : (p->count - trader < L ? p->count - trader : L), s->rates,
                       s->felt, &paths, work);
    for (int64_t j = 0; j < r->count; ++j) {
      read_lane(s, r, &paths, j, (int)lane, all);
      for (int k = 0; k < 3; ++k)
        if (to[k]) to[k][i * r->count + j] = all[k];
    }
  }
  return status;
}

/* What needs a pass over all traders. Part k writes its own row of the extremes and sums. */
typedef struct pass {
  const rp_call *call;
  const rp_mixed_population *population;
  const rp_mixed_solution *solution;
  const report *report;
  int64_t size, nodes, columns;
  double *rows, *values; /* rows [parts][columns]: lowest, highest at times, sum at nodes */
} pass;

static rp_status pass_part(void *context, int64_t begin, int64_t end) {
  pass *all = context;
  const rp_mixed_solution *s = all->solution;
  rp_mixed_paths paths;
  double *work, point[3];
  rp_status status = make_paths(all->call, s, &paths, &work);
  for (int64_t part = begin; status == RP_OK && part < end; ++part) {
    double *lowest = all->rows + part * all->columns, *highest = lowest + all->report->count,
           *sum = highest + all->report->count;
    for (int64_t j = 0; j < all->report->count; ++j) {
      lowest[j] = INFINITY;
      highest[j] = -INFINITY;
    }
    memset(sum, 0, (size_t)all->nodes * sizeof *sum);
    int64_t last = (part + 1) * all->size < s->game.count ? (part + 1) * all->size : s->game.count;
    for (int64_t first = part * all->size; first < last; first += L) {
      int64_t some = last - first < L ? last - first : L;
      rp_mixed_respond(&s->game, first, some, s->rates, s->felt, &paths, work);
      for (int l = 0; l < some; ++l) {
        if (all->values) all->values[first + l] = paths.value[l];
        for (int64_t j = 0; j < all->report->count; ++j) {
          read_lane(s, all->report, &paths, j, l, point);
          lowest[j] = fmin(lowest[j], point[0]);
          highest[j] = fmax(highest[j], point[0]);
        }
        for (int64_t i = 0; i < all->nodes; ++i)
          sum[i] += paths.rate[i * L + l];
      }
    }
  }
  return status;
}

static rp_status put_all(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                         const report *r) {
  if (!rp_call_wants(call, OUT_LOWEST) && !rp_call_wants(call, OUT_HIGHEST) &&
      !rp_call_wants(call, OUT_VALUES) && !rp_call_wants(call, OUT_CONSISTENCY))
    return RP_OK;
  int64_t count = (p->count + PART - 1) / PART;
  if (count > PARTS) count = PARTS;
  pass all = {.call = call, .population = p, .solution = s, .report = r, .nodes = rp_mixed_nodes(&s->game)};
  all.size = ((p->count + count - 1) / count + L - 1) / L * L;
  count = (p->count + all.size - 1) / all.size;
  all.columns = 2 * r->count + all.nodes;
  all.rows = rp_call_doubles(call, count * all.columns);
  if (rp_call_wants(call, OUT_VALUES) && !(all.values = rp_call_vector(call, OUT_VALUES, p->count)))
    return RP_NO_MEMORY;
  if (!all.rows) return RP_NO_MEMORY;
  rp_status status = call->host->parallel(call->host, count, 1, pass_part, &all);
  if (status != RP_OK) return status;
  double *lowest = all.rows, *highest = lowest + r->count, *sum = highest + r->count, worst = 0, size = 0;
  for (int64_t k = 1; k < count; ++k)
    for (int64_t j = 0; j < all.columns; ++j) {
      double other = all.rows[k * all.columns + j];
      if (j < r->count)
        lowest[j] = fmin(lowest[j], other);
      else if (j < 2 * r->count)
        lowest[j] = fmax(lowest[j], other);
      else
        lowest[j] += other;
    }
  for (int64_t i = 0; i < all.nodes; ++i) {
    worst = fmax(worst, fabs(sum[i] - s->rates[i]));
    size = fmax(size, fabs(s->rates[i]));
  }
  status = rp_call_put_vector(call, OUT_LOWEST, r->count, lowest);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_HIGHEST, r->count, highest);
  return status == RP_OK ? rp_call_put(call, OUT_CONSISTENCY, size > 0 ? worst / size : 0) : status;
}

rp_status rp_heterogeneous_put(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                               int64_t count, const double *times) {
  report r;
  rp_status status = make_report(call, p, s, count, times, &r);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = put_aggregate(call, p, s, count, times);
  if (status == RP_OK) status = put_reported(call, p, s, &r);
  return status == RP_OK ? put_all(call, p, s, &r) : status;
}
