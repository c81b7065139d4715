/* market.c - see market.h. */
#include "market.h"
#include <math.h>

rp_decay rp_market_decay(const rp_market *market) {
  return (rp_decay){.left = exp(-market->resilience_rate), .lost = -expm1(-market->resilience_rate)};
}

double rp_market_price_kernel(const rp_market *market, int64_t t, int64_t j) {
  double left = exp(-market->resilience_rate * (double)(t - j));
  double stays = 1 - market->transient_share[j];
  if (market->resilience == RP_RESILIENCE_CONSISTENT)
    return market->impact[j] * (stays + market->transient_share[j] * left);
  return market->impact[j] * (stays * -expm1(-market->resilience_rate) + left);
}

double rp_market_largest_impact(const rp_market *market) {
  double largest = 0;
  for (int64_t t = 0; t < market->periods; ++t)
    if (market->impact[t] > largest) largest = market->impact[t];
  return largest;
}

bool rp_market_is_constant(const rp_market *market) {
  for (int64_t t = 1; t < market->periods; ++t)
    if (market->impact[t] != market->impact[0] || market->transient_share[t] != market->transient_share[0])
      return false;
  return true;
}

bool rp_market_has_drift(const rp_market *market) {
  for (int64_t t = 0; t < market->periods; ++t)
    if (market->drift[t] != 0) return true;
  return false;
}
