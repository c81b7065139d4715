/* Single paths of the dealer whose client reacts to the price: each step by hand, both stages, the demand's limits; and the
 * noise of the value against a sum. */
#include "dealers.h"
#include "prehedging/price_paths.h"
#include <stdlib.h>

enum { STEPS = 8 };

typedef struct walk {
  rp_price_demand market;
  rp_price_value value;
  rp_price_tables tables;
  double feedback[(STEPS + 1) * 4], normals[2 * STEPS];
  double inventory[STEPS + 1], transient[STEPS + 1], price[STEPS + 1];
  rp_price_path path;
  void *work;
} walk;

static void open_walk(walk *w, double random_stage) {
  rp_dealer_market market = {0.3, 0.8, 1.7, 0.6, 0.9, random_stage, 1.3};
  w->market = (rp_price_demand){.client = {1.9, 0.8, 0, 0.35, RP_PRICE_MARKET},
                                .start = {{0.7, 0.1}, 5},
                                .volatility = 0.6,
                                .level = 0.65,
                                .reference = 0.35,
                                .spread_slope = 0.25,
                                .price_slope = 0.5};
  rp_dealer_solve(&market, &w->market.dealer);
  w->work = malloc(rp_price_workspace());
  cr_assert_eq(rp_price_solve(&w->market, &w->value, w->work), RP_PRICE_OK);
  cr_assert(rp_price_tabulate(&w->market, &w->value, STEPS, w->feedback, &w->tables, w->work));
  w->path = (rp_price_path){.inventory = w->inventory, .transient = w->transient, .price = w->price};
  for (int i = 0; i < 2 * STEPS; ++i)
    w->normals[i] = 0;
}

static double rate(const double *feedback, double x, double i, double p) {
  return feedback[0] * x + feedback[1] * i + feedback[2] * p + feedback[3];
}

/* What is kept at each step is Heun's step from what was kept before; the price adds the noise up. */
Test(price_paths, steps) {
  walk w;
  open_walk(&w, 0);
  double length = 1.3 / STEPS, price = 5;
  for (int i = 0; i < STEPS; ++i)
    w.normals[i] = 0.3 + 0.2 * i;
  rp_price_walk(&w.tables, 0, w.normals, &w.path);
  CLOSE(w.inventory[0], 0.7, 0, 0);
  CLOSE(w.transient[0], 0.1, 0, 0);
  CLOSE(w.price[0], 5, 0, 0);
  for (int i = 0; i < STEPS; ++i) {
    const double *now = w.feedback + 4 * i, *later = now + 4;
    double noise = 0.6 * sqrt(length) * w.normals[i], x = w.inventory[i], t = w.transient[i];
    double u = rate(now, x, t, price), fade = -1.7 * t + 0.8 * u;
    double v = rate(later, x + length * u, t + length * fade, price + noise);
    CLOSE(w.inventory[i + 1], x + length / 2 * (u + v), 1e-13, 1);
    CLOSE(w.transient[i + 1], t + length / 2 * (fade - 1.7 * (t + length * fade) + 0.8 * v), 1e-13, 1);
    price += noise;
    CLOSE(w.price[i + 1], price, 1e-14, 0);
  }
  free(w.work);
}

/* Without noise, the mean over the time that the client takes is the value; noise of the second stage counts there. */
Test(price_paths, second_stage) {
  enum { FINE = 400, TAUS = 400 };
  walk w;
  open_walk(&w, 0.4);
  w.market.volatility = 0;
  cr_assert_eq(rp_price_solve(&w.market, &w.value, w.work), RP_PRICE_OK);
  double *feedback = malloc((FINE + 1) * 4 * sizeof *feedback), *normals = calloc(2 * FINE, sizeof *normals),
         sum = 0;
  cr_assert(rp_price_tabulate(&w.market, &w.value, FINE, feedback, &w.tables, w.work));
  w.path = (rp_price_path){0};
  for (int i = 0; i < TAUS; ++i) {
    rp_price_walk(&w.tables, -0.4 * log1p(-(i + 0.5) / TAUS), normals, &w.path);
    sum += w.path.gain / TAUS;
  }
  CLOSE(sum, rp_price_gain(&w.market, &w.value), 1e-3, 1);
  rp_price_walk(&w.tables, 0.3, normals, &w.path);
  double quiet = w.path.gain;
  w.market.volatility = 0.6;
  for (int i = FINE + 1; i < 2 * FINE; ++i)
    normals[i] = 1;
  rp_price_walk(&w.tables, 0.3, normals, &w.path);
  cr_assert_gt(fabs(w.path.gain - quiet), 0.1);
  free(feedback);
  free(normals);
  free(w.work);
}

/* Probabilities: of a buyer, of a seller, of either, where the spread is far from the reference. */
Test(price_paths, outside) {
  walk w;
  open_walk(&w, 0);
  const struct {
    double level, reference, spread_slope, price_slope;
    bool outside;
  } cases[] = {{0.9, 0, 1, 0, false},      {0.5, 0.3, 1, 0, false}, {1.2, 0.35, 1, 0, true},
               {-0.1, 0.35, 1, 0, true},   {0.9, 0.1, 4, 0, true},  {0.5, 0.35, 1, 50, true},
               {0.5, 0.35, 1, 0.01, false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    w.market.level = cases[i].level;
    w.market.reference = cases[i].reference;
    w.market.spread_slope = cases[i].spread_slope;
    w.market.price_slope = cases[i].price_slope;
    rp_price_walk(&w.tables, 0, w.normals, &w.path);
    cr_assert_eq(w.path.outside, cases[i].outside, "case %zu", i);
  }
  free(w.work);
}

/* The largest rate, wherever in the first stage or in the second it is met. */
Test(price_paths, fastest) {
  double feedback[3 * RP_STATES];
  rp_price_demand m = {.dealer = {.market = {.transient = 0.8, .decay = 1.7}}};
  for (int at = 0; at <= 3; ++at) {
    rp_price_tables tables = {.market = &m, .steps = 2, .feedback = feedback, .waiting = {0.1, 0.1}};
    for (int i = 0; i < 3 * RP_STATES; ++i)
      feedback[i] = i % RP_STATES < 2 ? 0.1 : 50;
    double *row = at < 3 ? feedback + at * RP_STATES : tables.waiting;
    row[0] = -2;
    row[1] = 0.5;
    CLOSE(rp_price_fastest(&tables), 2 + 0.4 + 1.7, 1e-15, 0);
  }
}

/* What the noise adds, against many panels of Simpson's rule, from calm markets to stiff ones and to one that nearly escapes. */
Test(price_paths, noise_by_sum) {
  enum { PANELS = 4000, ESCAPING = 3 };
  for (int stiff = 0; stiff <= ESCAPING; ++stiff) {
    walk w;
    open_walk(&w, stiff == ESCAPING ? 0 : 0.4);
    rp_dealer_market market = w.market.dealer.market;
    market.temporary = stiff == 2 ? 0.002 : stiff == 1 ? 0.02 : 0.6;
    market.inventory_cost = stiff ? 3 : 0.9;
    rp_dealer_solve(&market, &w.market.dealer);
    w.market.price_slope = stiff == 1 ? -0.05 : 0.5;
    if (stiff == ESCAPING) {
      w.market.price_slope = -0.6;
      w.market.dealer.market.horizon = 1e-3;
      cr_assert_eq(rp_price_solve(&w.market, &w.value, w.work), RP_PRICE_OK);
      market.horizon = 0.99 * rp_price_escape(&w.market, &w.value, w.work);
      cr_assert(isfinite(market.horizon));
      w.market.dealer.market.horizon = market.horizon;
    }
    cr_assert_eq(rp_price_solve(&w.market, &w.value, w.work), RP_PRICE_OK);
    double p[RP_STATE_PRODUCTS], togo[] = {0.01, market.horizon}, noise[2], before = 0;
    cr_assert(rp_price_noise(&w.market, &w.value, 2, togo, noise, w.work));
    for (int k = 0; k < 2; ++k) {
      double from = k ? togo[0] : 0, sum = 0;
      for (int i = 0; i <= 2 * PANELS; ++i) { /* steps that grow from the flow's start */
        double s = i / (2.0 * PANELS), width = togo[k] - from;
        cr_assert(rp_price_at(&w.value, from + width * s * s, p, w.work));
        sum += (i == 0 || i == 2 * PANELS ? 1
                : i % 2                   ? 4
                                          : 2) *
               p[2 * RP_STATES + 2] * 2 * s * width / (6.0 * PANELS);
      }
      CLOSE(noise[k] - before, 0.36 * sum, stiff == ESCAPING ? 1e-6 : 1e-8, 0);
      before = noise[k];
    }
    free(w.work);
  }
}
