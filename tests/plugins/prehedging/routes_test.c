/* The independent routes, and the printed formulas, against the closed forms for random dealers. */
#include "dealers.h"
#include "prehedging/cash_flow.h"
#include "prehedging/printed.h"

Test(routes, cash_flows_add_up_to_the_value) {
  uint64_t state = 19;
  for (int round = 0; round < 12; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state);
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, uniform(&state, -3, 3)};
    rp_trading trading = {.prehedges = round % 3 != 0};
    rp_cash_flow flow;
    client.price = round % 2 ? RP_PRICE_PRINTED : RP_PRICE_MARKET;
    rp_stages k = stages_of(&market);
    rp_gain gain = rp_gain_of(&k, &client, &start);
    cr_assert(rp_cash_flow_of(&k, &client, &start, &trading, 0.7, 1e-12, &flow));
    CLOSE(flow.expected, trading.prehedges ? gain.expected : gain.without, 1e-9, 1 + fabs(gain.expected));
    CLOSE(flow.paid, flow.by_parts, 1e-9, 1 + fabs(flow.paid));
    if (!trading.prehedges) continue;
    rp_position end = end_of(&k, start.position, rp_client_flow(&client));
    rp_position mean = rp_stages_mean_at_trade(&k, end, rp_client_flow(&client));
    CLOSE(flow.mean.inventory, mean.inventory, 1e-9, 1 + fabs(mean.inventory));
    CLOSE(flow.mean.transient, mean.transient, 1e-9, 1 + fabs(mean.transient));
  }
}

/* Claim opt1: any disturbance of the best rates costs, and as much in both directions. */
Test(routes, disturbed_rates_lose_symmetrically) {
  rp_stages k = stages_of(&base_market);
  rp_start start = {{0.7, 0}, 5};
  double best = rp_gain_of(&k, &base_client, &start).expected;
  const rp_trading trading[] = {
      {true, 0.2, 3, 0, 1}, {true, -0.2, 3, 0, 1}, {true, 0, 3, 0.2, 1}, {true, 0, 3, -0.2, 1}};
  const double loss[] = {-0.0068014567, -0.0068014567, -0.0026666667, -0.0026666667};
  for (int i = 0; i < 4; ++i) {
    rp_cash_flow flow;
    cr_assert(rp_cash_flow_of(&k, &base_client, &start, trading + i, 1, 1e-12, &flow));
    CLOSE(flow.expected - best, loss[i], 1e-8, 1);
  }
}

Test(routes, printed_forms_are_right_but_for_one_sign) {
  uint64_t state = 29;
  for (int round = 0; round < 200; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_stages k = stages_of(&market);
    if (k.dealer.splitting < 0.3 * k.dealer.omega || k.dealer.market.decay < 0.2 || k.dealer.g < 0.2)
      continue;
    double flow = uniform(&state, -2, 2), x0 = uniform(&state, -1, 1),
           t = market.horizon * uniform(&state, 0, 1);
    double d[2], e[2], f[2], size = 1 + fabs(k.dealer.d) + fabs(k.dealer.e) + k.dealer.f;
    rp_printed_functions(&k.dealer, t, d, e, f);
    rp_stages_functions(&k, market.horizon - t, d + 1, e + 1, f + 1);
    CLOSE(d[0], d[1], 1e-10, size);
    CLOSE(e[0], e[1], 1e-10, size);
    CLOSE(f[0], f[1], 1e-9, 1 + f[1]);
    rp_position printed = rp_printed_first(&k.dealer, x0, flow, t),
                z = rp_stages_first(&k, (rp_position){x0, 0}, flow, t);
    CLOSE(printed.inventory, z.inventory, 1e-8, size);
    CLOSE(printed.transient, z.transient, 1e-8, size);
    rp_position second = rp_stages_second(&k, z, flow, 0.6);
    printed = rp_printed_second(&k.dealer, z, flow, 0.6);
    CLOSE(printed.inventory, second.inventory, 1e-10, size);
    double driven = rp_stages_second(&k, (rp_position){0, 0}, flow, 0.6).transient;
    CLOSE(printed.transient, second.transient - 2 * driven, 1e-10, size);
    double b, omega;
    rp_printed_other_root(&k.dealer, &b, &omega);
    CLOSE(omega, -k.dealer.omega, 1e-10, k.dealer.omega);
  }
}

Test(routes, printed_forms_overflow) {
  rp_dealer_market stiff = {0.3, 1, 300, 0.01, 4, 0.4, 10};
  rp_stages k = stages_of(&stiff);
  double d, e, f;
  rp_printed_functions(&k.dealer, 0, &d, &e, &f);
  cr_assert_not(isfinite(d) && isfinite(f));
  rp_stages_functions(&k, stiff.horizon, &d, &e, &f);
  cr_assert(isfinite(d) && isfinite(e) && isfinite(f));
}
