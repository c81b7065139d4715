/*
 * model_three_stages_write.c - the outputs of `prehedging`, for one point at a time: scalars, grids of times and what happens
 * on them. Glue; see model_three_stages.h.
 */
#include "model_three_stages.h"
#include "reprise/clones.h"

rp_stages_run rp_stages_run_of(const rp_dealer *dealer, const rp_client *client, const rp_start *start,
                               bool at_end) {
  rp_stages_run r = {.stages = rp_stages_begin(dealer), .client = *client, .start = *start};
  r.flow = rp_client_flow(client);
  r.at_horizon = at_end ? rp_stages_first(&r.stages, start->position, r.flow, dealer->market.horizon)
                        : (rp_position){NAN, NAN};
  return r;
}

static bool any(double *const *out, int first, int last) {
  for (int i = first; i <= last; ++i)
    if (out[i]) return true;
  return false;
}

static void write_constants(const rp_dealer *k, double *values) {
  values[RP_STAGES_A] = k->a;
  values[RP_STAGES_B] = k->b;
  values[RP_STAGES_C] = k->c;
  values[RP_STAGES_D] = k->d;
  values[RP_STAGES_E] = k->e;
  values[RP_STAGES_F] = k->f;
  values[RP_STAGES_RATE_INVENTORY] = k->g;
  values[RP_STAGES_RATE_TRANSIENT] = k->rate_transient;
  values[RP_STAGES_OMEGA] = k->omega;
  values[RP_STAGES_SPLITTING] = k->splitting;
  values[RP_STAGES_PULL] = k->pull;
  values[RP_STAGES_LIQUIDATES] = k->market.inventory_cost > 0;
}

void rp_stages_numbers(const rp_stages_run *r, double *const *out, double *values) {
  const rp_dealer *k = &r->stages.dealer;
  write_constants(k, values);
  if (any(out, RP_STAGES_EXPECTED, RP_STAGES_BONUS)) {
    rp_gain gain = rp_gain_of(&r->stages, &r->client, &r->start);
    values[RP_STAGES_EXPECTED] = gain.expected;
    values[RP_STAGES_WITHOUT] = gain.without;
    values[RP_STAGES_FROM_PREHEDGING] = gain.from_prehedging;
    values[RP_STAGES_OFFSET] = gain.offset;
    values[RP_STAGES_OFFSET_WITHOUT] = gain.offset_without;
    values[RP_STAGES_BONUS] = gain.bonus;
  }
  if (any(out, RP_STAGES_INVENTORY_AT_T, RP_STAGES_CLIENT_COST)) {
    rp_position mean = rp_stages_mean_at_trade(&r->stages, r->at_horizon, r->flow);
    values[RP_STAGES_INVENTORY_AT_T] = r->at_horizon.inventory;
    values[RP_STAGES_TRANSIENT_AT_T] = r->at_horizon.transient;
    values[RP_STAGES_MEAN_INVENTORY] = mean.inventory;
    values[RP_STAGES_MEAN_TRANSIENT] = mean.transient;
    values[RP_STAGES_CLIENT_COST] = rp_client_cost(k, &r->client, r->start.position.inventory, mean);
  }
  if (out[RP_STAGES_RESIDUAL]) values[RP_STAGES_RESIDUAL] = rp_dealer_residual(k);
}

static rp_stages_grid grid_of(const rp_call *call, uint32_t param, double end) {
  const rp_value *value = rp_call_value(call, param);
  if (value->kind) return (rp_stages_grid){.given = value->data, .count = value->shape[0]};
  int64_t count = rp_call_integer(call, RP_STAGES_PARAM_POINTS);
  return (rp_stages_grid){.step = end / (double)(count - 1), .count = count, .even = true};
}

/* Whether the times are first + i step but for rounding. */
static bool is_even(const rp_stages_grid *times, double *step) {
  if (times->count < 2) return false;
  double first = times->given[0], last = times->given[times->count - 1], worst = 0;
  *step = (last - first) / (double)(times->count - 1);
  for (int64_t i = 0; i < times->count; ++i) {
    double off = fabs(times->given[i] - (first + *step * (double)i));
    worst = off > worst ? off : worst; /* fmax() would be a call */
  }
  return *step > 0 && worst <= 1e-15 * fmax(fabs(first), fabs(last));
}

rp_stages_grid rp_stages_given_times(const rp_call *call) {
  rp_stages_grid times = {.latest = -INFINITY};
  if (!rp_call_value(call, RP_STAGES_PARAM_TIMES)->kind) return times;
  times = grid_of(call, RP_STAGES_PARAM_TIMES, 0);
  times.even = is_even(&times, &times.step);
  times.latest = -INFINITY;
  for (int64_t i = 0; i < times.count; ++i)
    times.latest = times.given[i] > times.latest ? times.given[i] : times.latest;
  return times;
}

rp_stages_grids rp_stages_grids_of(const rp_call *call, const rp_stages_grid *given,
                                   const rp_dealer *dealer) {
  double rate = dealer->slow > 0 ? dealer->slow : dealer->fast;
  return (rp_stages_grids){
      .first = given->given ? *given : grid_of(call, RP_STAGES_PARAM_TIMES, dealer->market.horizon),
      .second = grid_of(call, RP_STAGES_PARAM_WAITING_TIMES, 3 * dealer->market.random_stage),
      .third = grid_of(call, RP_STAGES_PARAM_TIMES_AFTER, rate > 0 ? 4 / rate : 1),
  };
}

int64_t rp_stages_output_size(const rp_stages_grids *grids, uint32_t index) {
  if (index < RP_STAGES_OUT_TIME) return 1;
  if (index < RP_STAGES_OUT_WAITED) return grids->first.count;
  if (index < RP_STAGES_OUT_AFTER) return grids->second.count;
  return index == RP_STAGES_OUT_AFTER ? grids->third.count : RP_BRANCHES * grids->third.count;
}

int64_t rp_stages_time_after(const rp_stages_grids *grids, double horizon) {
  if (!grids->first.given || grids->first.latest <= horizon) return -1;
  for (int64_t i = 0; i < grids->first.count; ++i)
    if (grids->first.given[i] > horizon) return i;
  return -1;
}

static double grid_at(const rp_stages_grid *times, int64_t i) {
  return times->given ? times->given[i] : times->step * (double)i;
}

static void put(double *column, int64_t i, double number) {
  if (column) column[i] = number;
}

static void write_functions(const rp_stages_run *r, const rp_stages_grid *times, double *const *out) {
  double d, e, f, horizon = r->stages.dealer.market.horizon;
  if (!out[RP_STAGES_OUT_D_PATH] && !out[RP_STAGES_OUT_E_PATH] && !out[RP_STAGES_OUT_F_PATH]) return;
  for (int64_t i = 0; i < times->count; ++i) {
    rp_stages_functions(&r->stages, horizon - grid_at(times, i), &d, &e, &f);
    put(out[RP_STAGES_OUT_D_PATH], i, d);
    put(out[RP_STAGES_OUT_E_PATH], i, e);
    put(out[RP_STAGES_OUT_F_PATH], i, f);
  }
}

/* States at `count` times from number `begin` on; either may be NULL. */
static void states_of(const rp_stages_run *r, const rp_stages_grid *times, int64_t begin, int64_t count,
                      double *inventory, double *transient) {
  if (times->even) {
    rp_stages_first_grid(&r->stages, r->start.position, r->flow, grid_at(times, begin), times->step, count,
                         inventory, transient);
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    rp_position z = rp_stages_first(&r->stages, r->start.position, r->flow, grid_at(times, begin + i));
    put(inventory, i, z.inventory);
    put(transient, i, z.transient);
  }
}

/* In chunks, which are the same whatever is wanted, so that the bits are, too. */
static void write_states(const rp_stages_run *r, const rp_stages_grid *times, double *const *out) {
  enum { CHUNK = 1024 };
  double spare_inventory[CHUNK], spare_transient[CHUNK], horizon = r->stages.dealer.market.horizon;
  double *rate = out[RP_STAGES_OUT_RATE];
  if (!any(out, RP_STAGES_OUT_INVENTORY, RP_STAGES_OUT_RATE)) return;
  for (int64_t begin = 0; begin < times->count; begin += CHUNK) {
    int64_t count = times->count - begin < CHUNK ? times->count - begin : CHUNK;
    double *inventory = out[RP_STAGES_OUT_INVENTORY], *transient = out[RP_STAGES_OUT_TRANSIENT];
    inventory = inventory ? inventory + begin : rate ? spare_inventory : NULL;
    transient = transient ? transient + begin : rate ? spare_transient : NULL;
    states_of(r, times, begin, count, inventory, transient);
    for (int64_t i = 0; i < count && rate; ++i) {
      rp_position z = {inventory[i], transient[i]};
      double pull = rp_stages_pull(&r->stages, horizon - grid_at(times, begin + i));
      rate[begin + i] = rp_stages_rate(&r->stages, z, r->flow, pull);
    }
  }
}

static void write_first_stage(const rp_stages_run *r, const rp_stages_grid *times, double *const *out) {
  double *pull = out[RP_STAGES_OUT_PULL_PATH], horizon = r->stages.dealer.market.horizon;
  write_functions(r, times, out);
  write_states(r, times, out);
  if (!out[RP_STAGES_OUT_TIME] && !pull) return;
  for (int64_t i = 0; i < times->count; ++i) {
    put(out[RP_STAGES_OUT_TIME], i, grid_at(times, i));
    if (pull) pull[i] = rp_stages_pull(&r->stages, horizon - grid_at(times, i));
  }
}

static void write_second_stage(const rp_stages_run *r, const rp_stages_grid *times, double *const *out) {
  double *inventory = out[RP_STAGES_OUT_WAITING_INVENTORY], *transient = out[RP_STAGES_OUT_WAITING_TRANSIENT];
  double *rate = out[RP_STAGES_OUT_WAITING_RATE];
  for (int64_t i = 0; i < times->count; ++i) {
    double u = grid_at(times, i);
    put(out[RP_STAGES_OUT_WAITED], i, u);
    if (!inventory && !transient && !rate) continue;
    rp_position z = rp_stages_second(&r->stages, r->at_horizon, r->flow, u);
    put(inventory, i, z.inventory);
    put(transient, i, z.transient);
    put(rate, i, rp_stages_rate(&r->stages, z, r->flow, r->stages.dealer.pull));
  }
}

static void write_third_stage(const rp_stages_run *r, const rp_stages_grid *times, double delay,
                              double *const *out) {
  static const int bought[RP_BRANCHES] = {0, 1, -1}; /* by the client */
  double *inventory = out[RP_STAGES_OUT_INVENTORY_AFTER], *transient = out[RP_STAGES_OUT_TRANSIENT_AFTER];
  double *rate = out[RP_STAGES_OUT_RATE_AFTER];
  for (int64_t i = 0; i < times->count; ++i)
    put(out[RP_STAGES_OUT_AFTER], i, grid_at(times, i));
  if (!inventory && !transient && !rate) return;
  rp_position decided = rp_stages_second(&r->stages, r->at_horizon, r->flow, delay);
  for (int64_t branch = 0; branch < RP_BRANCHES; ++branch) {
    rp_position from = {decided.inventory - bought[branch] * r->client.size, decided.transient};
    for (int64_t i = 0; i < times->count; ++i) {
      rp_position z = rp_stages_relax(&r->stages, from, grid_at(times, i));
      put(inventory, branch * times->count + i, z.inventory);
      put(transient, branch * times->count + i, z.transient);
      put(rate, branch * times->count + i, rp_stages_rate(&r->stages, z, 0, 0));
    }
  }
}

void rp_stages_write_paths(const rp_stages_run *run, const rp_stages_grids *grids, double delay,
                           double *const *out) {
  if (any(out, RP_STAGES_OUT_TIME, RP_STAGES_OUT_RATE)) write_first_stage(run, &grids->first, out);
  if (any(out, RP_STAGES_OUT_WAITED, RP_STAGES_OUT_WAITING_RATE))
    write_second_stage(run, &grids->second, out);
  if (any(out, RP_STAGES_OUT_AFTER, RP_STAGES_OUT_RATE_AFTER))
    write_third_stage(run, &grids->third, delay, out);
}

/* Whether so many numbers are all finite; without branches and in lanes, so that it vectorises. */
RP_CLONES static bool are_finite(const double *numbers, int64_t count) {
  double lanes[8] = {0}, sum = 0;
  int64_t whole = count - count % 8;
  for (int64_t i = 0; i < whole; i += 8)
    for (int j = 0; j < 8; ++j)
      lanes[j] += 0 * numbers[i + j];
  for (int64_t i = whole; i < count; ++i)
    sum += 0 * numbers[i];
  for (int j = 0; j < 8; ++j)
    sum += lanes[j];
  return sum == 0;
}

int64_t rp_stages_odd_path(const rp_stages_grids *grids, double *const *out) {
  for (uint32_t i = RP_STAGES_OUT_TIME; i < RP_STAGES_OUTPUTS; ++i)
    if (out[i] && !are_finite(out[i], rp_stages_output_size(grids, i))) return i;
  return -1;
}
