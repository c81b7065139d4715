/* spread_root.c - see spread_root.h. */
#include "spread_root.h"
#include <float.h>
#include <math.h>
#include "reprise/clones.h"

/* A step that leaves the bracket halves it instead; 200 halvings exhaust any bracket of doubles that occurs. */
enum { MOST_ITERATIONS = 200 };

/* fmax() without its care for NaN, which is a call. */
static inline double larger(double a, double b) {
  return a > b ? a : b;
}

/* One iteration for every lane that is open; returns whether any is left. open: [RP_MOST_ROOTS], 0 from count on. */
static inline __attribute__((always_inline)) bool
iterate(bool logistic, double sign, int64_t count, const double *restrict constant,
        const double *restrict bend, double *restrict low, double *restrict high, double *restrict x,
        double *restrict iterations, double *restrict open) {
  for (int64_t i = 0; i < count; ++i) {
    double at = x[i], least = low[i], most = high[i], is_open = open[i], derivative;
    double value = rp_slope_at(logistic, constant[i], bend[i], at, &derivative);
    double size = larger(fabs(at), 1), newton = at - value / derivative;
    double from = sign * value > 0 ? at : least, to = sign * value > 0 ? most : at,
           middle = 0.5 * (from + to);
    double inside = newton > from ? newton : middle;
    inside = newton < to ? inside : middle;
    double near = fabs(newton - at) <= 2 * DBL_EPSILON * size ? 1 : 0;
    double next = near > 0 ? newton : inside;
    next = value == 0 ? at : next;
    double moves = next == at ? 0 : 1;
    low[i] = is_open > 0 ? from : least;
    high[i] = is_open > 0 ? to : most;
    x[i] = is_open > 0 ? next : at;
    iterations[i] += is_open;
    open[i] = is_open * (1 - near) * moves;
  }
  double left[8] = {0}, any = 0;
  for (int64_t i = 0; i < count; i += 8)
    for (int j = 0; j < 8; ++j)
      left[j] += open[i + j];
  for (int j = 0; j < 8; ++j)
    any += left[j];
  return any > 0;
}

RP_CLONES static void find_logistic(double sign, int64_t count, const double *restrict constant,
                                    const double *restrict bend, double *restrict low, double *restrict high,
                                    double *restrict x, double *restrict iterations, double *restrict open) {
  for (int i = 0; i < MOST_ITERATIONS; ++i)
    if (!iterate(true, sign, count, constant, bend, low, high, x, iterations, open)) return;
}

RP_CLONES static void find_exponential(double sign, int64_t count, const double *restrict constant,
                                       const double *restrict bend, double *restrict low,
                                       double *restrict high, double *restrict x, double *restrict iterations,
                                       double *restrict open) {
  for (int i = 0; i < MOST_ITERATIONS; ++i)
    if (!iterate(false, sign, count, constant, bend, low, high, x, iterations, open)) return;
}

void rp_slope_roots(bool logistic, bool falls, int64_t count, const double *constant, const double *bend,
                    double *low, double *high, double *x, double *iterations) {
  double open[RP_MOST_ROOTS] = {0};
  for (int64_t i = 0; i < count; ++i) {
    x[i] = 0.5 * (low[i] + high[i]);
    iterations[i] = 0;
    open[i] = 1;
  }
  if (logistic)
    find_logistic(falls ? 1 : -1, count, constant, bend, low, high, x, iterations, open);
  else
    find_exponential(falls ? 1 : -1, count, constant, bend, low, high, x, iterations, open);
}
