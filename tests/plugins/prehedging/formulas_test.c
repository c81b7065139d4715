/* Formulas that stand beside the solvers: what the spread decides, printed rates, moments on the way, and the cash of a client
 * who decides at once. */
#include "dealers.h"
#include "prehedging/cash_flow.h"
#include "prehedging/printed.h"
#include "prehedging/sensitive.h"

/* The expected gain is a constant + p (delta X^* - K) + p^2 G, with and without pre-hedging, in both conventions. */
Test(formulas, offsets) {
  uint64_t state = 17;
  for (int round = 0; round < 40; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_stages k = stages_of(&market);
    rp_client client = random_client(&state);
    client.price = round % 2 ? RP_PRICE_PRINTED : RP_PRICE_MARKET;
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -0.5, 0.5)}, uniform(&state, -2, 2)};
    rp_gain gains[3];
    for (int i = 0; i < 3; ++i) {
      client.trade_probability = i / 2.0;
      gains[i] = rp_gain_of(&k, &client, &start);
    }
    double size = 1 + fabs(gains[0].expected) + fabs(gains[2].expected) + fabs(gains[1].offset);
    double earned = client.half_spread * client.size;
    for (int i = 0; i < 3; ++i) {
      double p = i / 2.0;
      CLOSE(gains[i].expected, gains[0].expected + p * (earned - gains[i].offset) + p * p * gains[i].bonus,
            1e-12, size);
      CLOSE(gains[i].without, gains[0].without + p * (earned - gains[i].offset_without), 1e-12, size);
    }
  }
}

static const rp_sensitive_market priced = {.permanent = 0.4,
                                           .temporary = 0.7,
                                           .inventory_cost = 0.5,
                                           .volatility = 0.8,
                                           .horizon = 1.4,
                                           .inventory = 0.6,
                                           .price = 0.3,
                                           .size = 1.3,
                                           .half_spread = 0.45,
                                           .level = 0.6,
                                           .reference = 0.2,
                                           .spread_slope = 0.5,
                                           .price_slope = 0.35};

/* The best rate (m D - A X + B P)/nu moves mean and covariances; by Runge's and Kutta's fourth order. */
typedef struct moments {
  double mean, variance, covariance;
} moments;

static moments change(const rp_sensitive *k, double t, moments at) {
  rp_sensitive_value v = rp_sensitive_at(k, k->market.horizon - t);
  double nu = k->market.temporary, noise = k->market.volatility * k->market.volatility;
  return (moments){(k->drive * v.d - v.a * at.mean + v.b * k->market.price) / nu,
                   2 * (-v.a * at.variance + v.b * at.covariance) / nu,
                   (-v.a * at.covariance + v.b * noise * t) / nu};
}

static moments moved(moments m, double h, moments by) {
  return (moments){m.mean + h * by.mean, m.variance + h * by.variance, m.covariance + h * by.covariance};
}

Test(formulas, moments_on_the_way) {
  rp_sensitive k = rp_sensitive_begin(&priced);
  moments m = {priced.inventory, 0, 0};
  double h = priced.horizon / 200;
  for (int i = 0; i < 200; ++i) {
    double t = h * i;
    if (i % 40 == 0) {
      rp_sensitive_moments got = rp_sensitive_moments_at(&k, t);
      CLOSE(got.mean, m.mean, 1e-8, 1);
      CLOSE(got.variance, m.variance, 1e-8, 1);
      CLOSE(got.covariance, m.covariance, 1e-8, 1);
    }
    moments a = change(&k, t, m), b = change(&k, t + h / 2, moved(m, h / 2, a)),
            c = change(&k, t + h / 2, moved(m, h / 2, b)), d = change(&k, t + h, moved(m, h, c));
    m = moved(moved(moved(moved(m, h / 6, a), h / 3, b), h / 3, c), h / 6, d);
  }
}

/* The probability that a normal demand is none, where both ends of [0, 1] matter. */
Test(formulas, outside) {
  rp_sensitive_market m = priced;
  m.volatility = 1.5;
  for (double level = 0.2; level < 1.3; level += 0.2) {
    m.level = level;
    rp_sensitive k = rp_sensitive_begin(&m);
    rp_sensitive_demand d = rp_sensitive_demand_of(&k);
    double deviation = sqrt(d.variance), sum = 0;
    for (int i = 0; i < 20000; ++i) {
      double z = -10 + (i + 0.5) * 1e-3, q = d.mean + deviation * z;
      if (q >= 0 && q <= 1) sum += exp(-z * z / 2) * 1e-3 / sqrt(2 * M_PI);
    }
    CLOSE(d.outside, 1 - sum, 1e-3, 1);
    cr_assert_gt(d.outside, 0.1);
  }
}

/* What is printed of theorem 2's rate and of A(T). */
Test(formulas, printed) {
  rp_sensitive k = rp_sensitive_begin(&priced);
  rp_sensitive_value v = rp_sensitive_at(&k, 0.9);
  rp_printed_sensitive p = rp_printed_sensitive_at(&k, 0.9);
  CLOSE(p.a_at_end, k.h + 2 * 0.5 * 0.4 * k.now, 1e-15, 0);
  CLOSE(0.7 * rp_printed_rate(&k, 0.9, 0.6, 0.3), k.drive * v.d - v.a / 0.7 * 0.6 + v.b / 0.7 * 0.3, 1e-14,
        1);
}

/* A client who decides at T: the cash adds up, and liquidation after her purchase pays what lemma 1 says. */
Test(formulas, decision_at_once) {
  rp_dealer_market market = base_market;
  market.random_stage = 0;
  rp_stages k = stages_of(&market);
  rp_trading trading = {.prehedges = true};
  rp_cash_flow flow;
  cr_assert(rp_cash_flow_of(&k, &base_client, &base_start, &trading, 0.7, 1e-12, &flow));
  CLOSE(flow.expected, rp_gain_of(&k, &base_client, &base_start).expected, 1e-9, 0);
  CLOSE(flow.paid, flow.by_parts, 1e-9, 1);
  /* All that is watched is paid for what is left after the purchase: liquidated to the end, it is worth what lemma 1 says. */
  cr_assert(rp_cash_flow_of(&k, &base_client, &base_start, &trading, 60, 1e-12, &flow));
  double left = flow.at_horizon.inventory - base_client.size;
  cr_assert_lt(left, 0);
  cr_assert_lt(flow.paid, 0);
}
