/* The broker: eq. 3.3 is an optimum with the value that it states, eq. 3.6 a plain liquidation. */
#include "markets.h"
#include "closing_price/broker.h"
#include "closing_price/cost.h"

static double sales[MOST], workspace[MOST], trades[MOST];

/* Certainty-equivalent cost per share of a broker who sells `sold` on the exchange and pays the close. */
static double fee_of(const test_market *m, const double *sold, double block) {
  for (int64_t t = 0; t < m->market.periods; ++t)
    trades[t] = -sold[t];
  trades[m->market.periods] = block;
  return rp_cost_certainty_equivalent(&m->market, 0, trades) / block;
}

Test(broker, fee_is_the_least_certainty_equivalent) {
  uint64_t state = 59;
  for (int round = 0; round < 60; ++round) {
    test_market m;
    rp_one_pass pass;
    double sum = 0, other[MOST], block = round % 2 ? 5e4 : -3e4;
    random_market(&m, &state);
    rp_one_pass_solve(&m.market, &pass, m.gains);
    rp_broker_result hedged = rp_broker_hedged(&m.market, &pass, m.gains, block, sales, workspace);
    for (int64_t t = 0; t < m.market.periods; ++t)
      sum += sales[t];
    CLOSE(sum, block, 1e-13, 0);
    CLOSE(hedged.fee_per_share, fee_of(&m, sales, block), 1e-10, 10);
    CLOSE(hedged.fee_per_share * block,
          -hedged.expected_gain + m.market.risk_aversion / 2 * hedged.gain_variance, 1e-10, 10 * fabs(block));
    /* Any other way to sell costs more for the block, whatever its sign. */
    for (int k = 0; k < 10; ++k) {
      double moved = uniform(&state, -100, 100);
      for (int64_t t = 0; t < m.market.periods; ++t)
        other[t] = sales[t];
      int64_t from = (int64_t)uniform(&state, 0, (double)m.market.periods),
              to = (from + 1) % m.market.periods;
      other[from] -= moved;
      other[to] += moved;
      cr_assert(fee_of(&m, other, block) * block > hedged.fee_per_share * block);
    }
  }
}

Test(broker, without_drift_the_fee_is_minus_the_threshold_times_the_block) {
  uint64_t state = 61;
  for (int round = 0; round < 40; ++round) {
    test_market m;
    rp_one_pass pass;
    random_market(&m, &state);
    for (int t = 0; t < MOST; ++t)
      m.drift[t] = 0;
    if (round % 5 == 0) m.market.risk_aversion = 0;
    rp_one_pass_solve(&m.market, &pass, m.gains);
    rp_broker_result hedged = rp_broker_hedged(&m.market, &pass, m.gains, 7e4, sales, workspace);
    CLOSE(hedged.fee_per_share, -rp_one_pass_threshold(&pass) * 7e4, 1e-12, 0);
  }
}

/* The plain broker's sales solve the programme without a venue, and the gain is what they bring at the mean
 * close. */
Test(broker, plain_liquidation) {
  uint64_t state = 67;
  for (int round = 0; round < 40; ++round) {
    test_market m;
    rp_one_pass pass;
    double mean, variance, block = 4e4;
    random_market(&m, &state);
    rp_one_pass_solve(&m.market, &pass, m.gains);
    rp_broker_result plain = rp_broker_plain(&m.market, m.gains, block, sales, workspace);
    rp_programme programme = {.shares = -block, .fee = INFINITY};
    rp_one_pass_trades(&m.market, m.gains, &programme, 0, trades, &mean, &variance);
    double price = 0, recovery = 0, cash = 0;
    rp_decay decay = rp_market_decay(&m.market);
    for (int64_t t = 0; t < m.market.periods; ++t) {
      CLOSE(sales[t], -trades[t], 1e-14, block);
      cash += (price - m.impact[t] * sales[t]) * sales[t];
      price += -rp_market_next_price(&m.market, decay, t) * sales[t] - recovery + m.drift[t];
      recovery = -rp_market_recovery(&m.market, decay, t) * sales[t] + decay.left * recovery;
    }
    CLOSE(plain.expected_gain, cash - price * block, 1e-11, fabs(price * block));
    cr_assert(isnan(plain.fee_per_share));
    /* Each innovation is earned on what is still held and paid on the block. */
    double held = block, spread = 0;
    for (int64_t t = 0; t < m.market.periods; ++t) {
      held -= sales[t];
      spread += m.variance[t] * (held - block) * (held - block);
    }
    CLOSE(plain.gain_variance, spread, 1e-12, 0);
    rp_broker_result hedged = rp_broker_hedged(&m.market, &pass, m.gains, block, sales, workspace);
    cr_assert(-plain.expected_gain + m.market.risk_aversion / 2 * plain.gain_variance >=
              (hedged.fee_per_share - 1e-9) * block);
  }
}
