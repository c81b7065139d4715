/* model_factor_read.c - see model_factor.h. */
#include "model_factor.h"

rp_traders rp_factor_traders_at(const void *context, double x) {
  const rp_factor_market *m = context;
  rp_traders at = m->traders;
  x = fmin(fmax(x, m->low), m->high);
  at.permanent = rp_curve_at(&m->permanent, x);
  at.temporary = rp_curve_at(&m->temporary, x);
  at.running = rp_curve_at(&m->running, x);
  return at;
}

bool rp_factor_is_flat(const rp_factor_market *market) {
  return rp_model_constant(&market->permanent) && rp_model_constant(&market->temporary) &&
         rp_model_constant(&market->running);
}

static bool stopped(const void *context) {
  const rp_factor_market *m = context;
  return m->call->host->cancelled(m->call->host) != 0;
}

/* The interval holds the factor but for a chance of 1e-15; a remark if the functions of the factor are given on less than what
 * six standard deviations need. */
static rp_status read_range(const rp_call *call, rp_factor_setting *s) {
  static const double enough = 6, wide = 8;
  double least[2], most[2], low = rp_call_real(call, PARAM_LOW), high = rp_call_real(call, PARAM_HIGH);
  if (!(low < high))
    return rp_call_report(call, RP_BAD_INPUT, "range-empty", PARAM_HIGH, high,
                          "'range_high' is %.6g, it must be above range_low = %.6g", high, low);
  rp_affine_law_range(&s->game.law, s->horizon, enough, least);
  rp_affine_law_range(&s->game.law, s->horizon, wide, most);
  s->game.low = most[0];
  s->game.high = most[1];
  s->market.low = low;
  s->market.high = high;
  if (!rp_factor_is_flat(&s->market) && (least[0] < low || least[1] > high))
    rp_call_report(call, RP_OK, "range-narrow", least[0] < low ? PARAM_LOW : PARAM_HIGH,
                   least[0] < low ? low : high,
                   "the factor moves in [%.6g, %.6g] and the functions are looked at in [%.6g, %.6g] only: "
                   "beyond, they keep their values at its ends",
                   least[0], least[1], low, high);
  return RP_OK;
}

rp_status rp_factor_read(const rp_call *call, rp_factor_setting *s) {
  memset(s, 0, sizeof *s);
  s->market.call = call;
  int64_t count;
  rp_status status =
      rp_model_inventories(call, PARAM_TRADERS, PARAM_INVENTORIES, PARAM_MEAN, &count, &s->mean);
  if (status != RP_OK) return status;
  s->market.traders = (rp_traders){
      .count = (double)count, .own = rp_call_real(call, PARAM_OWN), .cross = rp_call_real(call, PARAM_CROSS)};
  if (count == 1) s->market.traders.cross = s->market.traders.own;
  status = rp_model_check_weights(call, PARAM_CROSS, (double)count, s->market.traders.own,
                                  s->market.traders.cross);
  if (status != RP_OK) return status;
  s->market.permanent = rp_curve_of(rp_call_value(call, PARAM_PERMANENT), 0);
  s->market.temporary = rp_curve_of(rp_call_value(call, PARAM_TEMPORARY), 0);
  s->market.running = rp_curve_of(rp_call_value(call, PARAM_RUNNING), 0);
  const rp_value *factor = rp_call_value(call, PARAM_FACTOR);
  const double *law = factor->data;
  double square = law[2] * law[2];
  bool root = factor->integer == 1;
  s->horizon = rp_call_real(call, PARAM_HORIZON);
  s->game = (rp_factor_game){.law = {.speed = law[0],
                                     .mean = law[1],
                                     .variance_constant = root ? 0 : square,
                                     .variance_slope = root ? square : 0,
                                     .start = law[3]},
                             .terminal = rp_call_real(call, PARAM_TERMINAL),
                             .context = &s->market,
                             .traders = rp_factor_traders_at,
                             .stopped = stopped};
  if (root && (law[1] < 0 || law[3] < 0))
    return rp_call_report(
        call, RP_BAD_INPUT, "factor-negative", PARAM_FACTOR, fmin(law[1], law[3]),
        "'factor' is a square-root process with mean %.6g and start %.6g, both must be >= 0", law[1], law[3]);
  if (rp_call_has(call, PARAM_NOISE)) {
    const double *noise = rp_call_value(call, PARAM_NOISE)->data;
    s->game.lag = noise[0];
    s->level = noise[1];
    s->volatility = noise[2];
    s->noise = noise[3] - noise[1];
    s->correlation = rp_call_real(call, PARAM_CORRELATION);
    s->game.correlated = s->correlation != 0 && s->volatility > 0;
  }
  return read_range(call, s);
}
