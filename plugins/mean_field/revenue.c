/* revenue.c - see revenue.h. */
#include "revenue.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

int64_t rp_revenue_size(int64_t steps) {
  return 2 * steps;
}

/* Q at step limit i. */
static double traded_at(const rp_liquidation *l, int64_t i, int64_t steps, double *rate) {
  double traded;
  rp_liquidation_flow(l, i == steps ? l->end : l->end * ((double)i / (double)steps), &traded, rate);
  return traded;
}

double rp_revenue_prepare(const rp_liquidation *l, int64_t steps, double *memory, rp_revenue_plan *plan) {
  double dt = l->end / (double)steps, whole, rate, before = l->block, earlier = 0, revenue = 0;
  *plan = (rp_revenue_plan){
      .steps = steps, .noise = l->volatility * sqrt(dt), .sold = memory, .price = memory + steps};
  whole = traded_at(l, steps, steps, &rate);
  for (int64_t i = 0; i < steps; ++i) {
    double traded = traded_at(l, i + 1, steps, &rate), after, speed;
    rp_liquidation_state(l, whole, l->end * ((double)(i + 1) / (double)steps), traded, rate, &after, &speed);
    plan->sold[i] = before - after;
    plan->price[i] = l->price + l->theta * (traded - earlier) / dt + l->eta * (after - before) / dt +
                     l->gamma * ((before + after) / 2 - l->block);
    revenue += plan->sold[i] * plan->price[i];
    before = after;
    earlier = traded;
  }
  return revenue;
}

double rp_revenue_deviation(const rp_revenue_plan *plan) {
  double left = 0,
         sum = 0; /* a step's normal moves the price of half of what it sells and of all that is left */
  for (int64_t i = plan->steps - 1; i >= 0; --i) {
    double held = left + plan->sold[i] / 2;
    sum += held * held;
    left += plan->sold[i];
  }
  return plan->noise * sqrt(sum);
}

void rp_revenue_start(rp_revenue_paths *paths) {
  for (int64_t i = 0; i < paths->count; ++i) {
    paths->noise[i] = paths->revenue[i] = 0;
    paths->least[i] = INFINITY;
  }
}

RP_CLONES static void advance(double scale, double expected, double sold, rp_revenue_paths paths,
                              const double *restrict normals) {
  double *restrict noise = paths.noise, *restrict revenue = paths.revenue;
  double *restrict price = paths.price, *restrict least = paths.least;
  for (int64_t i = 0; i < paths.count; ++i) {
    double step = scale * normals[i], at = expected + noise[i] + step / 2;
    noise[i] += step;
    revenue[i] += sold * at;
    price[i] = at;
    least[i] = at < least[i] ? at : least[i];
  }
}

void rp_revenue_advance(const rp_revenue_plan *plan, int64_t step, const double *normals,
                        rp_revenue_paths *paths) {
  advance(plan->noise, plan->price[step], plan->sold[step], *paths, normals);
}

double rp_revenue_programme(const rp_liquidation *l, int64_t steps, double *rates, double *work,
                            int32_t *integers) {
  int64_t n = steps + 1;
  double dt = l->end / (double)steps, *matrix = work, *right = work + n * n, earlier = 0, rate, value = 0;
  memset(matrix, 0, (size_t)(n * n) * sizeof *matrix);
  for (int64_t i = 0; i < steps; ++i) { /* theta q_i + 2 eta y_i + multiplier = 0 */
    double traded = traded_at(l, i + 1, steps, &rate);
    matrix[i * n + i] = 2 * l->eta;
    matrix[i * n + steps] = 1; /* the lower triangle, by columns */
    right[i] = -l->theta * (traded - earlier) / dt;
    earlier = traded;
  }
  right[steps] = -l->block / dt;
  if (LAPACKE_dsysv(LAPACK_COL_MAJOR, 'L', (lapack_int)n, 1, matrix, (lapack_int)n, integers, right,
                    (lapack_int)n) != 0)
    return NAN;
  earlier = 0;
  for (int64_t i = 0; i < steps; ++i) {
    double traded = traded_at(l, i + 1, steps, &rate);
    rates[i] = right[i];
    value -= (l->theta * (traded - earlier) / dt + l->eta * rates[i]) * rates[i] * dt;
    earlier = traded;
  }
  return value;
}
