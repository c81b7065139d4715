/* one_pass.c - see one_pass.h; width one of the lanes. */
#include "one_pass.h"
#include <float.h>
#include <math.h>

static void fill_lane(const rp_market *market, rp_lane_inputs *in) {
  rp_decay decay = rp_market_decay(market);
  in->decay[0] = decay.left;
  in->loss[0] = decay.lost;
  in->recovery[0] = in->loss[0] * in->decay[0];
  in->risk_aversion[0] = market->risk_aversion;
}

int64_t rp_one_pass_gains(int64_t periods) {
  return (periods - 1) * RP_GAIN_COUNT;
}

void rp_one_pass_solve(const rp_market *market, rp_one_pass *pass, double *gains) {
  rp_lane_inputs in;
  rp_lane_state z;
  fill_lane(market, &in);
  if (rp_market_has_drift(market))
    rp_lanes_pass(1, true, market, &in, &z, gains);
  else
    rp_lanes_pass(1, false, market, &in, &z, gains);
  pass->last_yy = z.last_yy[0];
  pass->qq = 0.5 * z.qq[0];
  pass->qy = z.qy[0];
  pass->yy = 0.5 * z.yy[0];
  pass->lq = z.lq[0];
  pass->ly = z.ly[0];
  pass->l0 = z.l0[0];
  pass->least_pivot = z.least_pivot[0];
  pass->largest_impact = rp_market_largest_impact(market);
}

rp_existence rp_one_pass_existence(const rp_one_pass *pass, double fee) {
  return rp_lane_existence(pass->least_pivot, pass->largest_impact, pass->last_yy, pass->yy, fee);
}

double rp_one_pass_threshold(const rp_one_pass *pass) {
  return -pass->yy;
}

double rp_one_pass_residue(const rp_one_pass *pass, double shares) {
  return 0.5 * (pass->qy * shares - pass->ly);
}

double rp_one_pass_volume(const rp_one_pass *pass, const rp_programme *programme) {
  return rp_lane_volume(pass->qy, pass->ly, pass->yy, programme->shares, programme->fee);
}

double rp_one_pass_cost(const rp_one_pass *pass, const rp_programme *programme) {
  return rp_lane_cost(pass->qq, pass->lq, pass->l0, pass->qy, pass->ly, programme->shares,
                      rp_one_pass_volume(pass, programme));
}

void rp_one_pass_trades(const rp_market *market, const double *gains, const rp_programme *programme,
                        double volume, double *trades, double *mean, double *variance) {
  rp_lane_inputs in;
  fill_lane(market, &in);
  rp_lanes_roll(1, market, &in, gains, &programme->shares, &programme->fee, &volume, trades, mean, variance);
}

/* Trades of periods 1..T for given Q and y; with homogeneous true without the shift by the drift. */
static void roll(const rp_market *market, const double *gains, double shares, double volume, bool homogeneous,
                 double *trades) {
  rp_decay decay = rp_market_decay(market);
  double inventory = shares, recovery = 0;
  for (int64_t t = 0; t < market->periods; ++t) {
    const double *gain = gains + t * RP_GAIN_COUNT;
    double left = volume;
    if (t < market->periods - 1)
      left = gain[RP_GAIN_Q] * inventory + gain[RP_GAIN_S] * recovery + gain[RP_GAIN_Y] * volume -
             (homogeneous ? 0 : gain[RP_GAIN_SHIFT]);
    trades[t] = inventory - left;
    recovery = rp_market_recovery(market, decay, t) * trades[t] + decay.left * recovery;
    inventory = left;
  }
}

void rp_one_pass_affine(const rp_market *market, const double *gains, double shares, double *intercept,
                        double *slope) {
  roll(market, gains, shares, 0, false, intercept);
  roll(market, gains, 0, 1, true, slope);
}

double rp_one_pass_volume_accuracy(const rp_market *market, const rp_one_pass *pass, const double *gains,
                                   const rp_programme *programme) {
  if (isinf(programme->fee)) return 0;
  double drift_terms = fabs(market->drift[market->periods - 1]);
  for (int64_t t = 0; t < market->periods - 1; ++t) {
    const double *gain = gains + t * RP_GAIN_COUNT;
    drift_terms += fabs(gain[RP_GAIN_Y] * gain[RP_GAIN_SHIFT] * gain[RP_GAIN_PIVOT]);
  }
  double residue_terms = 0.5 * (fabs(pass->qy * programme->shares) + drift_terms);
  double margin_terms = fabs(programme->fee) + pass->last_yy + fabs(pass->yy);
  double volume = rp_one_pass_volume(pass, programme);
  return 8 * DBL_EPSILON * (residue_terms + fabs(volume) * margin_terms) / (programme->fee + pass->yy);
}

double rp_one_pass_pivots(const rp_market *market, double fee, double *pivots) {
  rp_lane_inputs in;
  double least;
  fill_lane(market, &in);
  rp_lanes_fee_pivots(1, market, &in, &fee, pivots, &least);
  return least;
}
