/* Order shares and their quotes: first-order conditions, derivatives, the class' constant, extreme adjoints, bounds. */
#include "acas_bsre/shares.h"
#include <string.h>
#include "expect.h"

enum { MOST = 8 };

typedef struct example {
  rp_shares shares;
  double offset[MOST], y[MOST], quote[MOST], share[MOST], work[4 * MOST];
} example;

static void random_example(uint64_t *state, rp_share_type type, example *e) {
  int64_t count = 2 + (int64_t)uniform(state, 0, MOST - 2.01);
  double decay = uniform(state, 0.3, 3);
  memset(e, 0, sizeof *e);
  e->shares = (rp_shares){.type = type,
                          .count = count,
                          .decay = decay,
                          .offset = e->offset,
                          .intensity = {decay, uniform(state, -0.3, 0.9) * decay, 0},
                          .lift = uniform(state, 0, 1),
                          .bound = INFINITY};
  for (int i = 0; i < MOST; ++i) {
    e->offset[i] = uniform(state, -1, 1);
    e->y[i] = uniform(state, -2, 2);
  }
}

/* zeta^i at quotes of which number i is d, by the definition in plain sums. */
static double plain_share(const example *e, const double *quote, int i, double d) {
  double own = 0, sum = 0,
         product = exp(e->offset[i] - e->shares.intensity.decay * d -
                       e->shares.intensity.bend * (sqrt(1 + d * d) - 1));
  for (int j = 0; j < e->shares.count; ++j) {
    double value = j == i ? d : quote[j], term = exp(-e->shares.decay * value + e->offset[j]);
    if (j == i) own = term;
    sum += term;
    if (j != i) product *= 2 / (1 + exp(-e->shares.lift * value));
  }
  return e->shares.type == RP_SHARES_LOGIT ? own / sum : product;
}

/* Each maker's (d - y) zeta is largest at its quote; shares are those of the definition; bids are asks at -y. */
Test(shares, quotes_are_best_replies) {
  uint64_t state = 41;
  for (int round = 0; round < 200; ++round) {
    example e;
    random_example(&state, round % 2 ? RP_SHARES_LOGIT : RP_SHARES_PRODUCT, &e);
    cr_assert(rp_shares_quote(&e.shares, 1, e.y, e.quote, e.share, e.work));
    cr_assert_lt(rp_shares_residual(&e.shares, 1, e.y, e.quote), 1e-13);
    for (int i = 0; i < e.shares.count; ++i) {
      CLOSE(e.share[i], plain_share(&e, e.quote, i, e.quote[i]), 1e-12, 0);
      double best = (e.quote[i] - e.y[i]) * plain_share(&e, e.quote, i, e.quote[i]);
      for (double h = 1e-3; h < 2; h *= 2) {
        cr_assert_lt((e.quote[i] + h - e.y[i]) * plain_share(&e, e.quote, i, e.quote[i] + h), best);
        cr_assert_lt((e.quote[i] - h - e.y[i]) * plain_share(&e, e.quote, i, e.quote[i] - h), best);
      }
    }
    double minus[MOST], bid[MOST], share[MOST];
    for (int i = 0; i < MOST; ++i)
      minus[i] = -e.y[i];
    cr_assert(rp_shares_quote(&e.shares, -1, minus, bid, share, e.work));
    for (int i = 0; i < e.shares.count; ++i)
      CLOSE(bid[i], e.quote[i], 0, 0);
  }
}

Test(shares, derivatives) {
  uint64_t state = 6;
  for (int round = 0; round < 60; ++round) {
    example e;
    double quotes[MOST * MOST], slopes[MOST * MOST];
    random_example(&state, round % 2 ? RP_SHARES_LOGIT : RP_SHARES_PRODUCT, &e);
    int n = (int)e.shares.count;
    if (round % 5 == 0) e.shares.bound = 1.2;
    cr_assert(rp_shares_quote(&e.shares, 1, e.y, e.quote, e.share, e.work));
    rp_shares_derive(&e.shares, e.quote, e.share, quotes, slopes);
    for (int j = 0; j < n; ++j) {
      double h = 1e-6, up[MOST], down[MOST], share_up[MOST], share_down[MOST], kept = e.y[j];
      e.y[j] = kept + h;
      cr_assert(rp_shares_quote(&e.shares, 1, e.y, up, share_up, e.work));
      e.y[j] = kept - h;
      cr_assert(rp_shares_quote(&e.shares, 1, e.y, down, share_down, e.work));
      e.y[j] = kept;
      for (int i = 0; i < n; ++i) {
        CLOSE(quotes[i * n + j], (up[i] - down[i]) / (2 * h), 1e-6, 1e-7);
        CLOSE(slopes[i * n + j], (share_up[i] - share_down[i]) / (2 * h), 1e-6, 1e-7);
      }
    }
  }
}

/* (38) from differences of the definition: 1 for every logit, 2 - L L''/L'^2 for products. */
Test(shares, class_constant) {
  uint64_t state = 12;
  for (int round = 0; round < 60; ++round) {
    example e;
    random_example(&state, round % 2 ? RP_SHARES_LOGIT : RP_SHARES_PRODUCT, &e);
    int n = (int)e.shares.count;
    double d[MOST], least = INFINITY, h = 1e-4;
    for (int i = 0; i < n; ++i)
      d[i] = uniform(&state, -1, 2);
    rp_shares_at(&e.shares, d, e.share);
    for (int i = 0; i < n; ++i) {
      double z = plain_share(&e, d, i, d[i]), up = plain_share(&e, d, i, d[i] + h),
             down = plain_share(&e, d, i, d[i] - h);
      double own = (up - down) / (2 * h), twice = (up + down - 2 * z) / (h * h),
             gap = 2 * own * own - z * twice;
      for (int k = 0; k < n; ++k) {
        if (k == i) continue;
        double moved[2][MOST];
        memcpy(moved[0], d, sizeof d);
        memcpy(moved[1], d, sizeof d);
        moved[0][k] += h;
        moved[1][k] -= h;
        double other = (plain_share(&e, moved[0], i, d[i]) - plain_share(&e, moved[1], i, d[i])) / (2 * h);
        double mixed = (plain_share(&e, moved[0], i, d[i] + h) - plain_share(&e, moved[0], i, d[i] - h) -
                        plain_share(&e, moved[1], i, d[i] + h) + plain_share(&e, moved[1], i, d[i] - h)) /
                       (4 * h * h);
        cr_assert_geq(other, 0); /* class J: others' quotes help */
        gap -= fabs(own * other - z * mixed);
      }
      least = fmin(least, gap / (own * own));
    }
    double constant = rp_shares_constant(&e.shares, d, e.share);
    CLOSE(constant, least, 2e-5, 1e-5);
    if (e.shares.type == RP_SHARES_LOGIT) CLOSE(constant, 1, 1e-12, 0);
  }
}

/* A quote of 0: L = exp(-d + 0.3 (sqrt(1 + d^2) - 1)) has L'' L/L'^2 = 1.3 there, and less at 2. */
Test(shares, class_constant_at_zero) {
  double offset[] = {0, 0.2}, quote[] = {0, 2}, share[2];
  rp_shares s = {RP_SHARES_PRODUCT, 2, 1, offset, {1, -0.3, 0}, 0.5, INFINITY};
  rp_shares_at(&s, quote, share);
  CLOSE(rp_shares_constant(&s, quote, share), 0.7, 1e-14, 0);
}

/* Equal makers: d = y + N/(c (N - 1)); the exponential product: d = y + 1/g. */
Test(shares, closed_forms) {
  double offset[] = {0.3, 0.3, 0.3, 0.3}, y[] = {-0.7, -0.7, -0.7, -0.7}, quote[4], share[4], work[16];
  rp_shares s = {RP_SHARES_LOGIT, 4, 1.7, offset, {1.7, 0, 0}, 0, INFINITY};
  cr_assert(rp_shares_quote(&s, 1, y, quote, share, work));
  CLOSE(quote[2], -0.7 + 4 / (1.7 * 3), 1e-14, 0);
  CLOSE(share[1], 0.25, 1e-14, 0);
  s.type = RP_SHARES_PRODUCT;
  cr_assert(rp_shares_quote(&s, -1, y, quote, share, work));
  CLOSE(quote[3], 0.7 + 1 / 1.7, 1e-14, 0);
  CLOSE(share[0], exp(0.3 - 1.7 * quote[0]), 1e-14, 0);
  s.count = 1; /* a single maker of the product type */
  cr_assert(rp_shares_quote(&s, 1, y, quote, share, work));
  CLOSE(quote[0], -0.7 + 1 / 1.7, 1e-14, 0);
}

/* One maker far ahead: its share is 1 but for 1e-30; the order of the quotes and the conditions stay. Not a number is told. */
Test(shares, extreme_adjoints) {
  double offset[] = {0, 0.2, -0.4}, y[] = {-80, 3, 40}, quote[3], share[3], work[12];
  rp_shares s = {RP_SHARES_LOGIT, 3, 1.3, offset, {1.3, 0, 0}, 0, INFINITY};
  cr_assert(rp_shares_quote(&s, 1, y, quote, share, work));
  cr_assert_lt(rp_shares_residual(&s, 1, y, quote), 1e-8);
  cr_assert(quote[0] < quote[1] && quote[1] < quote[2]);
  for (double gap = 1; gap < 600; gap *= 1.7) {
    y[0] = -gap;
    cr_assert(rp_shares_quote(&s, 1, y, quote, share, work));
    cr_assert_lt(rp_shares_residual(&s, 1, y, quote),
                 1e-12 * (1 + gap * gap)); /* its slope in the quotes is gap^2 */
    CLOSE(share[0] + share[1] + share[2], 1, 1e-12, 0);
  }
  y[0] = NAN;
  cr_assert_not(rp_shares_quote(&s, 1, y, quote, share, work));
}

/* From quotes that are near, and from quotes that are anything but: the same quotes. */
Test(shares, from_near_quotes) {
  uint64_t state = 5;
  for (int round = 0; round < 40; ++round) {
    double offset[4], y[4], cold[4], share[4], quote[4], warm[4], work[16];
    for (int i = 0; i < 4; ++i) {
      offset[i] = uniform(&state, -1, 1);
      y[i] = uniform(&state, -3, 3);
    }
    rp_shares s = {RP_SHARES_LOGIT, 4, uniform(&state, 0.5, 3), offset, {1, 0, 0}, 0, INFINITY};
    cr_assert(rp_shares_quote(&s, -1, y, cold, share, work));
    double away = round % 2 ? 0.1 : 30;
    for (int i = 0; i < 4; ++i)
      quote[i] = cold[i] + uniform(&state, -away, away);
    cr_assert(rp_shares_requote(&s, -1, y, quote, warm, work));
    for (int i = 0; i < 4; ++i) {
      CLOSE(quote[i], cold[i], 1e-12, 1e-12);
      CLOSE(warm[i], share[i], 1e-11, 0);
    }
  }
}

/* Quotes at the bound: the others answer it. */
Test(shares, bounds) {
  double offset[] = {0, 0}, y[] = {3, 0}, quote[2], share[2], work[8];
  rp_shares s = {RP_SHARES_LOGIT, 2, 1, offset, {1, 0, 0}, 0, 2};
  cr_assert(rp_shares_quote(&s, 1, y, quote, share, work));
  CLOSE(quote[0], 2, 0, 0);
  CLOSE(quote[1], 0 + 1 / share[0], 1e-13, 0);
  CLOSE(share[0], exp(-2) / (exp(-2) + exp(-quote[1])), 1e-13, 0);
}
