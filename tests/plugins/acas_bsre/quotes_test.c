/* Equilibrium quotes and rates: their equations, order, shifts, Lipschitz constants, derivatives, and classes of functions. */
#include "acas_bsre/quotes.h"
#include "acas_bsre/rates.h"
#include <string.h>
#include "expect.h"

enum { MOST = 12 };

static rp_quotes random_makers(uint64_t *state, int round) {
  double decay = uniform(state, 0.3, 3);
  return (rp_quotes){.intensity = {decay, round % 4 == 0 ? 0 : decay * uniform(state, 0, 0.95), 1},
                     .bound = round % 3 == 0 ? uniform(state, 0.2, 1.5) : INFINITY,
                     .count = 2 + round % (MOST - 1)};
}

static void random_adjoints(uint64_t *state, int round, int64_t count, double *y) {
  double first = y[0] = uniform(state, -2, 2);
  for (int64_t i = 1; i < count; ++i)
    y[i] = uniform(state, -2, 2);
  if (round % 5 == 0) y[count - 1] = first;
}

Test(quotes, solve_their_equations_in_order) {
  uint64_t state = 3;
  for (int round = 0; round < 3000; ++round) {
    rp_quotes makers = random_makers(&state, round);
    double y[MOST], d[MOST];
    random_adjoints(&state, round, makers.count, y);
    for (double sign = -1; sign <= 1; sign += 2) {
      rp_quotes_solve(&makers, sign, y, d, NULL, NULL);
      cr_assert(rp_quotes_residual(&makers, sign, y, d) < 4e-15, "residual %g",
                rp_quotes_residual(&makers, sign, y, d));
      for (int64_t i = 0; i < makers.count; ++i)
        for (int64_t j = 0; j < makers.count; ++j)
          if (sign * y[i] <= sign * y[j]) cr_assert(d[i] <= d[j] + 1e-15);
    }
  }
}

/* Non-decreasing, and the largest change of a quote is at most the largest change of an adjoint. */
Test(quotes, monotone_and_not_expanding) {
  uint64_t state = 4;
  double largest = 0;
  for (int round = 0; round < 3000; ++round) {
    rp_quotes makers = random_makers(&state, round);
    double y[MOST], z[MOST], d[MOST], e[MOST], change = 0, moved = 0;
    random_adjoints(&state, round, makers.count, y);
    for (int64_t i = 0; i < makers.count; ++i) {
      z[i] = y[i] + uniform(&state, 0, 0.3);
      change = fmax(change, z[i] - y[i]);
    }
    rp_quotes_solve(&makers, 1, y, d, NULL, NULL);
    rp_quotes_solve(&makers, 1, z, e, NULL, NULL);
    for (int64_t i = 0; i < makers.count; ++i) {
      cr_assert(e[i] >= d[i] - 1e-15);
      moved = fmax(moved, e[i] - d[i]);
    }
    cr_assert(moved <= change * (1 + 1e-12));
    largest = fmax(largest, moved / change);
  }
  cr_assert(largest > 0.99);
}

Test(quotes, shifts_and_permutations) {
  uint64_t state = 6;
  for (int round = 0; round < 500; ++round) {
    rp_quotes makers = random_makers(&state, round);
    makers.bound = INFINITY;
    double y[MOST], z[MOST], d[MOST], e[MOST];
    random_adjoints(&state, round, makers.count, y);
    for (int64_t i = 0; i < makers.count; ++i)
      z[makers.count - 1 - i] = y[i] + 0.75;
    rp_quotes_solve(&makers, 1, y, d, NULL, NULL);
    rp_quotes_solve(&makers, 1, z, e, NULL, NULL);
    for (int64_t i = 0; i < makers.count; ++i)
      CLOSE(e[makers.count - 1 - i], d[i] + 0.75, 0, 5e-15);
  }
}

/* The exponential intensity: d = y + 1/g whatever the others do. */
Test(quotes, exponential_intensity) {
  rp_quotes makers = {.intensity = {2, 0, 1}, .bound = INFINITY, .count = 3};
  double y[] = {0.3, -1, 4}, d[3], excess[3];
  rp_quotes_solve(&makers, 1, y, d, excess, NULL);
  for (int i = 0; i < 3; ++i)
    CLOSE(d[i], y[i] + 0.5, 1e-15, 0);
  CLOSE(excess[0], 1.3, 1e-14, 0);
  CLOSE(excess[1], -1.3, 1e-14, 0);
  CLOSE(rp_intensity_at(&makers.intensity, excess[1]), exp(2.6), 1e-14, 0);
}

Test(quotes, derivatives) {
  uint64_t state = 8;
  for (int round = 0; round < 300; ++round) {
    rp_quotes makers = random_makers(&state, round);
    double y[MOST], d[MOST], up[MOST], down[MOST], own[MOST], others[MOST], excess[MOST], h = 1e-6;
    rp_quotes_slope slope = {.own = own, .others = others};
    random_adjoints(&state, 1, makers.count, y);
    rp_quotes_solve(&makers, 1, y, d, excess, &slope);
    int64_t j = round % makers.count;
    double z[MOST], first = 0, second = 0;
    for (int64_t i = 0; i < makers.count; ++i)
      z[i] = y[i] + (i == j ? h : 0);
    rp_quotes_solve(&makers, 1, z, up, NULL, NULL);
    z[j] = y[j] - h;
    rp_quotes_solve(&makers, 1, z, down, NULL, NULL);
    if (j == slope.first) first = slope.pair[0][0], second = slope.pair[1][0];
    if (j == slope.second) first = slope.pair[0][1], second = slope.pair[1][1];
    for (int64_t i = 0; i < makers.count; ++i) {
      double want = i == slope.first    ? first
                    : i == slope.second ? second
                                        : own[i] * (i == j) + others[i] * first;
      bool at_kink = makers.bound - fabs(d[i]) < 1e-5 && makers.bound > fabs(d[i]);
      if (!at_kink) CLOSE((up[i] - down[i]) / (2 * h), want, 0, 2e-7);
    }
  }
}

/* Class Lambda: the quotient's extremes, found on a grid; the ledger's family value. */
Test(quotes, class_of_the_intensity) {
  uint64_t state = 9;
  for (int round = 0; round < 60; ++round) {
    double decay = uniform(&state, 0.2, 3);
    rp_intensity f = {decay, decay * uniform(&state, -0.9, 0.9), uniform(&state, 0.2, 3)};
    double least, most, low = INFINITY, high = -INFINITY;
    rp_intensity_class(&f, &least, &most);
    for (int k = -20000; k <= 20000; ++k) {
      double x = sinh(k * 5e-4), h = 1e-4, ratio = 1 - rp_intensity_curvature(&f, x);
      low = fmin(low, ratio);
      high = fmax(high, ratio);
      if (k % 400 || fabs(x) > 20) continue;
      double l = rp_intensity_at(&f, x), up = rp_intensity_at(&f, x + h), down = rp_intensity_at(&f, x - h);
      double first = (up - down) / (2 * h), second = (up - 2 * l + down) / (h * h);
      CLOSE(l * second / (first * first), ratio, 1e-4, 1e-4);
      CLOSE(-first / l, rp_intensity_hazard(&f, x), 1e-5, 0);
    }
    CLOSE(least, low, 1e-5, 0);
    CLOSE(most, high, 1e-5, 0);
  }
  rp_intensity plain = {1, 0, 1};
  double least, most;
  rp_intensity_class(&plain, &least, &most);
  cr_assert(least == 1 && most == 1);
}

/* A bound that is far away and yet reached loses no digits of the other quote. */
Test(quotes, far_bounds) {
  for (int round = 0; round < 4; ++round) {
    rp_quotes makers = {.intensity = {1.5, round % 2 ? 0.7 : 0, 1}, .bound = 1e9, .count = 3};
    const double y[] = {0.3, 2e9, round < 2 ? 5e9 : 1.5};
    double d[3];
    rp_quotes_solve(&makers, 1, y, d, NULL, NULL);
    cr_assert(rp_quotes_residual(&makers, 1, y, d) < 1e-12, "residual %g",
              rp_quotes_residual(&makers, 1, y, d));
    cr_assert(d[1] == 1e9);
    const double low[] = {-0.3, -2e9, round < 2 ? -5e9 : -1.5};
    rp_quotes_solve(&makers, -1, low, d, NULL, NULL);
    cr_assert(rp_quotes_residual(&makers, -1, low, d) < 1e-12);
  }
}

/* Another unit of cash: quotes grow as it shrinks, fills stay. */
Test(quotes, units) {
  uint64_t state = 16;
  for (int round = 0; round < 200; ++round) {
    double unit = exp(uniform(&state, -25, 25)), g = uniform(&state, 0.3, 3), w = uniform(&state, 0.1, 3);
    double e = g * uniform(&state, -0.15, 0.9) * fmin(w, 1);
    rp_quotes one = {.intensity = {g, e, w}, .bound = round % 2 ? INFINITY : 2, .count = 4};
    rp_quotes two = {.intensity = {g / unit, e / unit, w * unit}, .bound = one.bound * unit, .count = 4};
    double y[4], z[4], a[4], b[4], excess[4], stretched[4], least[2], most[2];
    for (int i = 0; i < 4; ++i) {
      y[i] = uniform(&state, -1, 1);
      z[i] = unit * y[i];
    }
    rp_quotes_solve(&one, 1, y, a, excess, NULL);
    rp_quotes_solve(&two, 1, z, b, stretched, NULL);
    for (int i = 0; i < 4; ++i) {
      CLOSE(b[i] / unit, a[i], 1e-12, 1e-13);
      CLOSE(rp_intensity_at(&two.intensity, stretched[i]), rp_intensity_at(&one.intensity, excess[i]), 1e-12,
            0);
    }
    rp_intensity_class(&one.intensity, least, most);
    rp_intensity_class(&two.intensity, least + 1, most + 1);
    CLOSE(least[1], least[0], 1e-12, 0);
    CLOSE(most[1], most[0], 1e-12, 0);
  }
}

/* ---- rates ---- */

static rp_rates random_traders(uint64_t *state, int round) {
  double cost = uniform(state, 0.1, 2);
  return (rp_rates){.cost = cost,
                    .cross = round % 6 == 0 ? 0 : cost * uniform(state, -1.95, 1.95),
                    .low = uniform(state, 0, 0.1),
                    .high = round % 2 ? INFINITY : uniform(state, 0.3, 2),
                    .count = 1 + round % MOST};
}

Test(rates, are_best_answers) {
  uint64_t state = 12;
  for (int round = 0; round < 4000; ++round) {
    rp_rates traders = random_traders(&state, round);
    double y[MOST], buys[MOST], v[MOST], free[MOST], sum = 0;
    for (int64_t i = 0; i < traders.count; ++i) {
      y[i] = uniform(&state, -3, 3);
      buys[i] = uniform(&state, 0, 1) > 0.4;
    }
    rp_rates_solve(&traders, y, buys, v, free);
    for (int64_t i = 0; i < traders.count; ++i)
      sum += v[i];
    for (int64_t i = 0; i < traders.count; ++i) {
      double others = traders.count > 1 ? (sum - v[i]) / (double)(traders.count - 1) : 0;
      double best = (y[i] - traders.cross * others) / (2 * traders.cost);
      best = buys[i] != 0 ? fmin(fmax(best, traders.low), traders.high)
                          : fmin(fmax(best, -traders.high), -traders.low);
      CLOSE(v[i], best, 1e-11, 1e-12);
    }
  }
}

/* Costs that grow faster than squares and burdens that saturate. */
static rp_rates bent_traders(uint64_t *state, int round) {
  rp_rates traders = random_traders(state, round);
  if (round % 3) traders.growth = uniform(state, 0, 3);
  if (round % 4) traders.reach = uniform(state, 0.05, 2);
  return traders;
}

/* No deviation lowers a trader's cost less gain, as definition 3.2 has it; the equations hold; and the answer is the same from
 * any order of the traders. */
Test(rates, general_costs) {
  uint64_t state = 14;
  for (int round = 0; round < 3000; ++round) {
    rp_rates traders = bent_traders(&state, round);
    double y[MOST], turned[MOST], buys[MOST], other[MOST], v[MOST], w[MOST], sum = 0;
    int64_t n = traders.count;
    for (int64_t i = 0; i < n; ++i) {
      y[i] = turned[n - 1 - i] = uniform(&state, -3, 3);
      buys[i] = other[n - 1 - i] = uniform(&state, 0, 1) > 0.4;
    }
    rp_rates_solve(&traders, y, buys, v, NULL);
    rp_rates_solve(&traders, turned, other, w, NULL);
    cr_assert(rp_rates_residual(&traders, y, buys, v) < 1e-12, "residual %g",
              rp_rates_residual(&traders, y, buys, v));
    for (int64_t i = 0; i < n; ++i) {
      CLOSE(w[n - 1 - i], v[i], 1e-11, 1e-12);
      sum += v[i];
    }
    for (int64_t i = 0; i < n; ++i) { /* a rate inside its bounds that is off is seen */
      double size = fabs(v[i]);
      if (size < traders.low + 0.02 || size > traders.high - 0.02) continue;
      for (int side = -1; side <= 1; side += 2) {
        memcpy(w, v, sizeof v);
        w[i] += 0.01 * side;
        cr_assert(rp_rates_residual(&traders, y, buys, w) > 1e-4 * traders.cost);
      }
    }
    for (int64_t i = 0; i < n; ++i) {
      double mean = n > 1 ? (sum - v[i]) / (double)(n - 1) : 0, burden = traders.cross * mean;
      if (traders.reach > 0) burden = traders.cross * traders.reach * tanh(mean / traders.reach);
      if (n == 1) burden = 0;
      double low = buys[i] != 0 ? traders.low : -traders.high,
             high = buys[i] != 0 ? traders.high : -traders.low;
      double best = v[i] * (y[i] - burden - traders.cost * v[i] - traders.growth * v[i] * fabs(v[i]));
      for (int k = 0; k < 5; ++k) {
        double u = fmin(fmax(v[i] + uniform(&state, -0.5, 0.5), low), high);
        double gain = u * (y[i] - burden - traders.cost * u - traders.growth * u * fabs(u));
        cr_assert(gain <= best + 1e-12 - 0.9 * traders.cost * (u - v[i]) * (u - v[i]));
      }
    }
  }
}

Test(rates, derivatives_of_general_costs) {
  uint64_t state = 15;
  for (int round = 0; round < 800; ++round) {
    rp_rates traders = bent_traders(&state, round);
    double y[MOST], buys[MOST], v[MOST], up[MOST], free[MOST], own[MOST], pull[MOST], h = 1e-6;
    for (int64_t i = 0; i < traders.count; ++i) {
      y[i] = uniform(&state, -3, 3);
      buys[i] = y[i] > 0;
    }
    rp_rates_slopes slopes = {own, pull, 0};
    rp_rates_solve(&traders, y, buys, v, free);
    rp_rates_differentiate(&traders, v, free, &slopes);
    int64_t j = round % traders.count;
    double down[MOST];
    y[j] += h;
    rp_rates_solve(&traders, y, buys, up, NULL);
    y[j] -= 2 * h;
    rp_rates_solve(&traders, y, buys, down, NULL);
    double total = slopes.total * own[j];
    bool kink = false; /* a bound begins or ceases to bind */
    for (int64_t i = 0; i < traders.count; ++i)
      kink = kink || ((up[i] == v[i]) != (down[i] == v[i]));
    for (int64_t i = 0; i < traders.count && !kink; ++i)
      CLOSE((up[i] - down[i]) / (2 * h), own[i] * (i == j) - pull[i] * total, 1e-5, 1e-5);
  }
}

Test(rates, derivatives) {
  uint64_t state = 13;
  for (int round = 0; round < 500; ++round) {
    rp_rates traders = random_traders(&state, round);
    double y[MOST], buys[MOST], v[MOST], up[MOST], free[MOST], h = 1e-7;
    for (int64_t i = 0; i < traders.count; ++i) {
      y[i] = uniform(&state, -3, 3);
      buys[i] = y[i] > 0;
    }
    rp_rates_slope slope;
    rp_rates_solve(&traders, y, buys, v, free);
    rp_rates_derive(&traders, free, &slope);
    int64_t j = round % traders.count;
    y[j] += h;
    rp_rates_solve(&traders, y, buys, up, NULL);
    double total = slope.total * free[j];
    for (int64_t i = 0; i < traders.count; ++i)
      CLOSE((up[i] - v[i]) / h, free[i] * (slope.own * (i == j) - slope.cross * total), 1e-4, 1e-5);
  }
}
