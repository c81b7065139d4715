/* cost.c - see cost.h. */
#include "cost.h"
#include <math.h>
#include <stddef.h>

void rp_cost_paths(const rp_market *market, const double *trades, double shares, double *inventory,
                   double *mean_price, double *recovery) {
  rp_decay decay = rp_market_decay(market);
  double left = shares, price = 0, pending = 0;
  for (int64_t t = 0; t <= market->periods; ++t) {
    if (inventory) inventory[t] = left;
    if (mean_price) mean_price[t] = price;
    if (recovery) recovery[t] = pending;
    if (t == market->periods) return;
    left -= trades[t];
    price += rp_market_next_price(market, decay, t) * trades[t] - pending + market->drift[t];
    pending = rp_market_recovery(market, decay, t) * trades[t] + decay.left * pending;
  }
}

double rp_cost_mean(const rp_market *market, double fee, const double *trades) {
  rp_decay decay = rp_market_decay(market);
  double price = 0, pending = 0, cost = 0;
  for (int64_t t = 0; t < market->periods; ++t) {
    cost += (price + market->impact[t] * trades[t]) * trades[t];
    price += rp_market_next_price(market, decay, t) * trades[t] - pending + market->drift[t];
    pending = rp_market_recovery(market, decay, t) * trades[t] + decay.left * pending;
  }
  double volume = trades[market->periods];
  return cost + price * volume + (volume == 0 ? 0 : fee * volume * volume);
}

double rp_cost_variance(const rp_market *market, const double *trades) {
  double left = 0, sum = 0;
  for (int64_t t = market->periods; t > 0; --t) {
    left += trades[t];
    sum += market->variance[t - 1] * left * left;
  }
  return sum;
}

double rp_cost_certainty_equivalent(const rp_market *market, double fee, const double *trades) {
  return rp_cost_mean(market, fee, trades) + market->risk_aversion / 2 * rp_cost_variance(market, trades);
}

/* Widens the range [*low, *high] of marginal costs and the scale. */
static void include(double marginal, double size, double *low, double *high, double *scale) {
  *low = fmin(*low, marginal);
  *high = fmax(*high, marginal);
  *scale = fmax(*scale, size);
}

rp_stationarity rp_cost_stationarity(const rp_market *market, double fee, const double *trades,
                                     double *workspace) {
  int64_t periods = market->periods;
  rp_decay decay = rp_market_decay(market);
  double left = 0, low = INFINITY, high = -INFINITY, scale = 0;
  rp_cost_paths(market, trades, 0, NULL, workspace, NULL);
  if (!isinf(fee)) {
    double own = 2 * fee * trades[periods];
    include(workspace[periods] + own, fabs(workspace[periods]) + fabs(own), &low, &high, &scale);
  }
  double risk = 0; /* marginal risk of a share bought at t, less that of one bought at the close */
  double through_recovery = 0; /* what a unit of S_{t+1} adds to the cost of the later trades */
  for (int64_t t = periods - 1; t >= 0; --t) {
    left += trades[t + 1];
    risk -= market->risk_aversion * market->variance[t] * left;
    double own = 2 * market->impact[t] * trades[t];
    double later = rp_market_next_price(market, decay, t) * left;
    double recovered = rp_market_recovery(market, decay, t) * through_recovery;
    include(workspace[t] + own + later + recovered + risk,
            fabs(workspace[t]) + fabs(own) + fabs(later) + fabs(recovered) + fabs(risk), &low, &high, &scale);
    through_recovery = decay.left * through_recovery - left;
  }
  return (rp_stationarity){.spread = high - low, .scale = scale};
}
