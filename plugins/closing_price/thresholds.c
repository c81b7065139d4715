/* thresholds.c - see thresholds.h. */
#include "thresholds.h"
#include <math.h>

static double direction(double shares) {
  return shares < 0 ? -1 : 1;
}

rp_one_way_range rp_thresholds_one_way(const rp_one_pass *pass, int64_t periods, double shares,
                                       const double *intercept, const double *slope) {
  rp_one_way_range none = {.exists = false, .fee_above = NAN, .fee_below = NAN, .volume_limit = NAN};
  double way = direction(shares), most = INFINITY, least = 0;
  int64_t binding = 0;
  for (int64_t t = 0; t < periods; ++t) {
    double a = way * intercept[t];
    if (slope[t] < 0 && -a / slope[t] < most) {
      most = -a / slope[t];
      binding = t + 1;
    } else if (slope[t] > 0 && -a / slope[t] > least) {
      least = -a / slope[t];
    } else if (slope[t] == 0 && a <= 0) {
      return none;
    }
  }
  double residue = way * rp_one_pass_residue(pass, shares);
  if (!(residue > 0) || !(most > least)) return none;
  double threshold = rp_one_pass_threshold(pass);
  return (rp_one_way_range){.exists = true,
                            .fee_above = threshold + residue / most,
                            .fee_below = least > 0 ? threshold + residue / least : INFINITY,
                            .volume_limit = way * most,
                            .binding_period = binding};
}

bool rp_thresholds_is_one_way(int64_t periods, double shares, double volume, const double *intercept,
                              const double *slope) {
  double way = direction(shares);
  bool one_way = way * volume > 0;
  for (int64_t t = 0; t < periods; ++t)
    one_way = one_way && way * (intercept[t] + slope[t] * volume) > 0;
  return one_way;
}

double rp_thresholds_implied_fee(const rp_one_pass *pass, double shares, double volume) {
  if (volume == 0) return INFINITY;
  double margin = rp_one_pass_residue(pass, shares) / volume;
  return margin > 0 ? rp_one_pass_threshold(pass) + margin : NAN;
}

double rp_thresholds_kriging(double impact, double transient_share, double resilience_rate,
                             rp_resilience resilience, int64_t periods) {
  double e = exp(-resilience_rate), loss = -expm1(-resilience_rate), renewal = -expm1(-2 * resilience_rate);
  bool printed = resilience == RP_RESILIENCE_PRINTED;
  double permanent = printed ? (1 - transient_share) * loss : 1 - transient_share;
  double weight = printed ? 1 : transient_share;
  if (weight == 0) /* nothing is transient: no signal, the mean of T noisy views */
    return impact / 2 * (permanent - (periods > 0 ? 1 / (double)periods : 0));
  double noise = printed ? 1 - permanent : 1 / transient_share;
  if (periods == 0) {
    double linear = renewal * (noise - 1);
    double error = (sqrt(linear * linear + 4 * noise * renewal) - linear) / 2;
    return impact / 2 * (permanent + weight * (1 - error));
  }
  double error = 1, prediction = 0, information = 0;
  for (int64_t t = 0; t < periods; ++t) {
    double total = error + noise, surprise = 1 - prediction;
    information += surprise * surprise / total;
    prediction = e * (prediction + error * surprise / total);
    error = e * e * (error * noise / total) + renewal;
  }
  double unexplained = 1 - prediction;
  return impact / 2 * (permanent + weight * (1 - error - unexplained * unexplained / information));
}
