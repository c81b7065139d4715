/* The best spread: stationary points are stationary, all of them are found, and the best one beats a fine grid. */
#include "dealers.h"
#include "prehedging/spread.h"

static double gain_at(const rp_demand *demand, double size, double offset, double bonus, double spread) {
  return rp_spread_gain(size, offset, bonus, rp_demand_probability(demand, spread), spread);
}

static rp_demand random_demand(uint64_t *state, rp_demand_kind kind) {
  return (rp_demand){.kind = kind,
                     .level = uniform(state, 0.1, 1),
                     .reference = uniform(state, -0.5, 1.5),
                     .slope = uniform(state, 0.1, 2),
                     .scale = uniform(state, 0.05, 1)};
}

Test(spread, probability_and_spread_are_inverse) {
  uint64_t state = 1;
  for (int round = 0; round < 300; ++round) {
    rp_demand demand = random_demand(&state, (rp_demand_kind)(round % 3));
    double p = uniform(&state, 0.02, 0.98) * (demand.kind == RP_DEMAND_LOGISTIC ? demand.level : 1);
    CLOSE(rp_demand_probability(&demand, rp_demand_spread(&demand, p)), p, 1e-13, 0);
  }
}

Test(spread, beats_a_fine_grid) {
  uint64_t state = 7;
  int bistable = 0, convex = 0;
  for (int round = 0; round < 1500; ++round) {
    rp_demand demand = random_demand(&state, (rp_demand_kind)(round % 3));
    double size = uniform(&state, 0.2, 2), offset = uniform(&state, -1, 3), bonus = uniform(&state, 0, 3);
    rp_best_spread best = rp_spread_optimise(&demand, size, offset, bonus);
    bistable += best.bistable;
    convex += !best.concave;
    CLOSE(rp_demand_probability(&demand, best.best.spread), best.best.probability, 1e-12, 1);
    CLOSE(gain_at(&demand, size, offset, bonus, best.best.spread), best.best.gain, 1e-12,
          1 + fabs(best.best.gain));
    double low = demand.reference - 40 * demand.scale - 2 / demand.slope,
           high = demand.reference + 40 * demand.scale + 2 / demand.slope;
    for (int i = 0; i <= 4000; ++i)
      cr_assert(gain_at(&demand, size, offset, bonus, low + (high - low) * i / 4000) <=
                best.best.gain + 1e-12 * (1 + fabs(best.best.gain)));
  }
  cr_assert(bistable > 50 && convex > bistable, "%d bistable, %d not concave", bistable, convex);
}

/* Each stationary point has a zero slope, the right kind, and the count of sign changes on a grid is the number of points. */
Test(spread, finds_all_stationary_points) {
  uint64_t state = 17;
  int three = 0;
  for (int round = 0; round < 1500; ++round) {
    rp_demand demand = random_demand(&state, (rp_demand_kind)(round % 3));
    double size = uniform(&state, 0.2, 2), offset = uniform(&state, 0, 3), bonus = uniform(&state, 0, 4);
    rp_best_spread best = rp_spread_optimise(&demand, size, offset, bonus);
    three += best.stationary_count == 3;
    for (int64_t i = 0; i < best.stationary_count; ++i) {
      const rp_quote *at = &best.stationary[i];
      double step = 1e-4 * (1 / demand.slope + demand.scale), here = at->gain;
      double left = gain_at(&demand, size, offset, bonus, at->spread - step);
      double right = gain_at(&demand, size, offset, bonus, at->spread + step);
      double bend = fabs(left - 2 * here + right);
      cr_assert(fabs(right - left) <= 0.02 * bend + 1e-13, "slope %g against %g", right - left, bend);
      if (bend > 1e-12) cr_assert(at->maximum == (left + right < 2 * here));
      if (i > 0)
        cr_assert(at->probability > best.stationary[i - 1].probability && at->maximum != (at - 1)->maximum);
    }
    if (demand.kind != RP_DEMAND_LOGISTIC) continue;
    int changes = 0;
    double last = 1;
    for (double x = -60; x < 60; x += 0.01) {
      double p = demand.level / (1 + exp(-x)), rest = demand.level / (1 + exp(x));
      double slope = size * (demand.reference - demand.scale * x) - offset -
                     size * demand.scale * demand.level / rest + 2 * p * bonus;
      if (rest == 0) slope = -1;
      changes += (slope > 0) != (last > 0);
      last = slope;
    }
    cr_assert(changes <= best.stationary_count &&
              (changes == best.stationary_count || best.stationary_count == 3));
  }
  cr_assert(three > 20, "%d with three points", three);
}

Test(spread, logistic_condition_is_sharp) {
  rp_demand demand = {RP_DEMAND_LOGISTIC, 0.8, 0.4, 0, 0.3};
  double size = 1.9, limit = 27 * demand.scale * size / (8 * demand.level);
  cr_assert(rp_spread_optimise(&demand, size, 1, limit * (1 - 1e-12)).concave);
  cr_assert_not(rp_spread_optimise(&demand, size, 1, limit * (1 + 1e-9)).concave);
}

Test(spread, affine_in_closed_form_and_at_its_ends) {
  rp_demand demand = {RP_DEMAND_AFFINE, 0.5, 0.6, 0.25, 0};
  double size = 1.9, bonus = 0.7;
  rp_best_spread best = rp_spread_optimise(&demand, size, 2.2, bonus);
  CLOSE(best.best.probability, (size * (0.6 + 2) - 2.2) / (2 * (size / 0.25 - bonus)), 1e-15, 0);
  cr_assert(best.concave && !best.bistable && best.stationary_count == 1);
  best = rp_spread_optimise(&demand, size, 100, bonus); /* nobody should trade */
  cr_assert_eq(best.best.probability, 0);
  cr_assert_eq(best.best.gain, 0);
  CLOSE(best.best.spread, 2.6, 1e-15, 0);
  best = rp_spread_optimise(&demand, size, -100, bonus); /* everybody should */
  cr_assert_eq(best.best.probability, 1);
  CLOSE(best.best.spread, -1.4, 1e-15, 0);
  best =
      rp_spread_optimise(&demand, size, 7, 9); /* convex: an end, and the other is a local maximum as well */
  cr_assert(!best.concave && best.bistable && best.stationary_count == 1 && !best.stationary[0].maximum);
  cr_assert_eq(best.best.probability, fmax(0, 1 * (-1.4 * size - 7) + 9) > 0 ? 1 : 0);
  best = rp_spread_optimise(&demand, size, 1, size / 0.25); /* linear */
  cr_assert(!best.concave && best.best.probability == 1 && best.stationary_count == 0);
}

Test(spread, exponential_may_take_everybody) {
  rp_demand demand = {RP_DEMAND_EXPONENTIAL, 0.8, 0.4, 0, 0.7};
  rp_best_spread best = rp_spread_optimise(&demand, 1.9, -3, 0.1);
  cr_assert_eq(best.best.probability, 1);
  CLOSE(best.best.spread, 0.4 + 0.7 * log(0.8), 1e-15, 0);
  cr_assert_not(best.bistable);
}

/* Pre-hedging lowers the best spread: G > 0 with the same K. */
Test(spread, bonus_lowers_the_spread) {
  uint64_t state = 23;
  for (int round = 0; round < 600; ++round) {
    rp_demand demand = random_demand(&state, (rp_demand_kind)(round % 3));
    double offset = uniform(&state, -1, 3);
    rp_best_spread with = rp_spread_optimise(&demand, 1.3, offset, 0.4),
                   without = rp_spread_optimise(&demand, 1.3, offset, 0);
    cr_assert(with.best.spread <= without.best.spread + 1e-12 &&
              with.best.probability >= without.best.probability - 1e-12);
  }
}

static void expect_same_quote(const rp_best_spread *one, const rp_best_spread *other) {
  cr_assert(one->best.probability == other->best.probability && one->best.spread == other->best.spread &&
            one->best.gain == other->best.gain && one->best.maximum == other->best.maximum);
  cr_assert(one->concave == other->concave && one->bistable == other->bistable &&
            one->iterations == other->iterations);
}

Test(spread, lanes_have_the_same_bits) {
  uint64_t state = 23;
  rp_demand demands[RP_SPREAD_LANES];
  double size[RP_SPREAD_LANES], offset[RP_SPREAD_LANES], bonus[RP_SPREAD_LANES];
  static rp_best_spread lanes[RP_SPREAD_LANES];
  int concave = 0, bistable = 0;
  for (int round = 0; round < 300; ++round) {
    int64_t count = 1 + round % RP_SPREAD_LANES;
    for (int64_t i = 0; i < count; ++i) {
      demands[i] = random_demand(&state, (rp_demand_kind)(round % 3));
      size[i] = uniform(&state, 0.2, 2);
      offset[i] = uniform(&state, -1, 3) * (i % 7 == 3 ? 100 : 1);
      bonus[i] = uniform(&state, 0, 3);
    }
    rp_spread_optimise_lanes(count, demands, size, offset, bonus, lanes);
    for (int64_t i = 0; i < count; ++i) {
      rp_best_spread alone = rp_spread_optimise(demands + i, size[i], offset[i], bonus[i]);
      expect_same_quote(&alone, lanes + i);
      concave += alone.concave;
      bistable += alone.bistable;
    }
  }
  cr_assert(concave > 1000 && bistable > 300, "%d concave, %d bistable", concave, bistable);
}

/* Newton's method, not only its bracket: the derivative, the direction and the count of the steps. */
Test(spread, few_iterations_are_enough) {
  uint64_t state = 29;
  double sum[3] = {0};
  int count[3] = {0};
  for (int round = 0; round < 3000; ++round) {
    rp_demand demand = random_demand(&state, (rp_demand_kind)(round % 3));
    rp_best_spread best =
        rp_spread_optimise(&demand, uniform(&state, 0.2, 2), uniform(&state, 0, 3), uniform(&state, 0, 4));
    if (demand.kind == RP_DEMAND_AFFINE || best.stationary_count == 0) continue;
    cr_assert(best.iterations >= best.stationary_count && best.iterations < 40 * best.stationary_count, "%d",
              (int)best.iterations);
    sum[demand.kind] += (double)best.iterations;
    count[demand.kind] += (int)best.stationary_count;
  }
  cr_assert(sum[RP_DEMAND_LOGISTIC] < 7.5 * count[RP_DEMAND_LOGISTIC], "%g",
            sum[RP_DEMAND_LOGISTIC] / count[RP_DEMAND_LOGISTIC]);
  cr_assert(sum[RP_DEMAND_EXPONENTIAL] < 7.5 * count[RP_DEMAND_EXPONENTIAL], "%g",
            sum[RP_DEMAND_EXPONENTIAL] / count[RP_DEMAND_EXPONENTIAL]);
}
