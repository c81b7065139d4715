/* recursion.c - see recursion.h. */
#include "recursion.h"
#include <math.h>

int64_t rp_recursion_workspace(int64_t periods) {
  return 4 * periods + 6 * (periods + 1);
}

rp_recursion rp_recursion_in(double *workspace, int64_t periods) {
  rp_recursion tables;
  for (int i = 0; i < 4; ++i, workspace += periods)
    tables.a[i] = workspace;
  for (int i = 0; i < 6; ++i, workspace += periods + 1)
    tables.b[i] = workspace;
  return tables;
}

static double third_decision(rp_recursion_form form, double e, double l, double b3, double b4) {
  switch (form) {
  case RP_RECURSION_MISSING_DECAY:
    return 1 - e * b3 + 2 * l * b4;
  case RP_RECURSION_PRINTED_A3:
    return 1 + e * b3 - 2 * e * l * b4;
  default:
    return 1 - e * b3 + 2 * e * l * b4;
  }
}

/* The last period before a venue whose fee is infinite: everything is bought. */
static void step_without_venue(const rp_market *market, const rp_recursion *tables) {
  int64_t t = market->periods - 1;
  for (int i = 0; i < 6; ++i)
    tables->b[i][t + 1] = tables->b[i][t] = 0;
  tables->b[0][t + 1] = tables->a[0][t] = tables->a[1][t] = INFINITY;
  tables->a[2][t] = 1;
  tables->a[3][t] = market->drift[t];
  tables->b[0][t] = market->impact[t];
}

static void step(const rp_market *market, rp_decay decay, int64_t t, rp_recursion_form form,
                 const rp_recursion *tables) {
  double next_price = rp_market_next_price(market, decay, t), l = rp_market_recovery(market, decay, t);
  double e = decay.left, risk = market->risk_aversion * market->variance[t], mu = market->drift[t];
  double b[6];
  for (int i = 0; i < 6; ++i)
    b[i] = tables->b[i][t + 1];
  double a1 =
      market->impact[t] * market->transient_share[t] * decay.lost + b[0] - l * (b[2] - l * b[3]) + risk / 2;
  double a2 = -next_price + 2 * b[0] - l * b[2] + risk;
  double a3 = third_decision(form, e, l, b[2], b[3]);
  double a4 = b[1] - (form == RP_RECURSION_PRINTED_A4 ? e : l) * b[4] + mu;
  double divisor = form == RP_RECURSION_PRINTED_DENOMINATORS ? a4 : a1;
  tables->a[0][t] = a1;
  tables->a[1][t] = a2;
  tables->a[2][t] = a3;
  tables->a[3][t] = a4;
  tables->b[0][t] = b[0] + risk / 2 - a2 * a2 / (4 * a1);
  tables->b[1][t] = b[1] + mu - a2 * a4 / (2 * a1);
  tables->b[2][t] = e * b[2] - 1 + a2 * a3 / (2 * divisor);
  tables->b[3][t] = e * e * b[3] - a3 * a3 / (4 * a1);
  tables->b[4][t] = e * b[4] + a3 * a4 / (2 * divisor);
  tables->b[5][t] = b[5] - a4 * a4 / (4 * divisor);
}

void rp_recursion_solve(const rp_market *market, double fee, rp_recursion_form form,
                        const rp_recursion *tables) {
  rp_decay decay = rp_market_decay(market);
  int64_t t = market->periods - 1;
  if (isinf(fee)) {
    step_without_venue(market, tables);
    --t;
  } else {
    for (int i = 0; i < 6; ++i)
      tables->b[i][market->periods] = 0;
    tables->b[0][market->periods] = fee;
  }
  for (; t >= 0; --t)
    step(market, decay, t, form, tables);
}

void rp_recursion_trades(const rp_market *market, rp_recursion_form form, const rp_recursion *tables,
                         double shares, double *trades) {
  rp_decay decay = rp_market_decay(market);
  double inventory = shares, recovery = 0;
  double sign = form == RP_RECURSION_PRINTED_SIGN ? -1 : 1;
  for (int64_t t = 0; t < market->periods; ++t) {
    double a1 = tables->a[0][t];
    trades[t] =
        isinf(a1)
            ? inventory
            : (tables->a[1][t] * inventory - tables->a[2][t] * recovery + sign * tables->a[3][t]) / (2 * a1);
    inventory -= trades[t];
    recovery = rp_market_recovery(market, decay, t) * trades[t] + decay.left * recovery;
  }
  trades[market->periods] = inventory;
}

double rp_recursion_value(const rp_recursion *tables, double shares) {
  return tables->b[0][0] * shares * shares + tables->b[1][0] * shares + tables->b[5][0];
}
