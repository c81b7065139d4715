/* paths.c - see paths.h. */
#include "paths.h"
#include <math.h>

static void put(double *to, int64_t t, double number) {
  if (to) to[t] = number;
}

double rp_paths_walk(const rp_market *market, double fee, const double *trades, double theta,
                     const double *normals, const rp_path *path) {
  int64_t periods = market->periods;
  rp_decay decay = rp_market_decay(market);
  double price = 0, recovery = 0, seen = 0, cost = 0, extra = 0;
  for (int64_t t = 0; t < periods; ++t) {
    double response = theta * seen, trade = trades[t] + response;
    put(path->price, t, price);
    put(path->recovery, t, recovery);
    put(path->traded, t, trade);
    extra += response;
    cost += (price + market->impact[t] * trade) * trade;
    double surprise = sqrt(market->variance[t]) * normals[t];
    price += rp_market_next_price(market, decay, t) * trade - recovery + market->drift[t] + surprise;
    recovery = rp_market_recovery(market, decay, t) * trade + decay.left * recovery;
    seen += surprise;
  }
  double volume = trades[periods] - extra;
  put(path->price, periods, price);
  put(path->recovery, periods, recovery);
  put(path->traded, periods, volume);
  return cost + price * volume + (volume == 0 ? 0 : fee * volume * volume);
}

void rp_path_sums_begin(rp_path_sums *sums) {
  *sums = (rp_path_sums){.count = 0, .shift = -INFINITY};
}

/* Rescales the exponential sums to a larger shift. */
static void raise_shift(rp_path_sums *sums, double shift) {
  if (shift <= sums->shift) return;
  double factor = exp(sums->shift - shift);
  sums->exponential *= factor;
  sums->exponential_squared *= factor * factor;
  sums->shift = shift;
}

void rp_path_sums_add(rp_path_sums *sums, double deviation, double risk_aversion) {
  double power = 1;
  sums->count += 1;
  for (int i = 0; i < 4; ++i)
    sums->powers[i] += power *= deviation;
  raise_shift(sums, risk_aversion * deviation);
  double weight = exp(risk_aversion * deviation - sums->shift);
  sums->exponential += weight;
  sums->exponential_squared += weight * weight;
}

void rp_path_sums_merge(rp_path_sums *sums, const rp_path_sums *more) {
  if (more->count == 0) return;
  rp_path_sums other = *more;
  raise_shift(sums, other.shift);
  raise_shift(&other, sums->shift);
  sums->count += other.count;
  for (int i = 0; i < 4; ++i)
    sums->powers[i] += other.powers[i];
  sums->exponential += other.exponential;
  sums->exponential_squared += other.exponential_squared;
}

rp_path_estimate rp_path_sums_estimate(const rp_path_sums *sums, double centre, double risk_aversion) {
  double n = sums->count, shift = sums->powers[0] / n;
  double second = sums->powers[1] / n - shift * shift;
  double fourth = sums->powers[3] / n - 4 * shift * sums->powers[2] / n +
                  6 * shift * shift * sums->powers[1] / n - 3 * shift * shift * shift * shift;
  rp_path_estimate estimate = {.mean = centre + shift, .variance = second * n / (n - 1)};
  estimate.mean_error = sqrt(fmax(estimate.variance, 0) / n);
  estimate.variance_error = sqrt(fmax(fourth - second * second, 0) / n);
  estimate.certainty_equivalent = estimate.mean;
  estimate.certainty_equivalent_error = estimate.mean_error;
  if (risk_aversion > 0) {
    double weight = sums->exponential / n, spread = sums->exponential_squared / n - weight * weight;
    estimate.certainty_equivalent = centre + (sums->shift + log(weight)) / risk_aversion;
    estimate.certainty_equivalent_error = sqrt(fmax(spread, 0) / n) / weight / risk_aversion;
  }
  return estimate;
}
