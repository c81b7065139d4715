/* quotes.c - see quotes.h. */
#include "quotes.h"
#include <math.h>
#include <stdbool.h>
#include "numerics/roots.h"

enum { NEWTON_STEPS = 60 };

static double clip(double x, double bound) {
  return fmin(fmax(x, -bound), bound);
}

/* x with x - 1/h(x) = apart: Newton's method inside the bracket that the bounds of h give. */
static double single(const rp_intensity *intensity, double apart) {
  double spread = fabs(intensity->bend), low = apart + 1 / (intensity->decay + spread),
         high = apart + 1 / (intensity->decay - spread), x = apart + 1 / rp_intensity_hazard(intensity, low);
  for (int k = 0; k < NEWTON_STEPS && low < high; ++k) {
    double miss = x - 1 / rp_intensity_hazard(intensity, x) - apart;
    if (miss > 0)
      high = x;
    else
      low = x;
    double next = x - miss / (1 + rp_intensity_curvature(intensity, x));
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    if (fabs(next - x) <= 2e-16 * (fabs(x) + fabs(apart)) || next == x) return next;
    x = next;
  }
  return x;
}

/* Best answer to a lowest competing quote. */
static double answer(const rp_quotes *makers, double y, double lowest) {
  /* y + 1/h rather than lowest + x: the same number, without cancellation where lowest is far away. */
  return clip(y + 1 / rp_intensity_hazard(&makers->intensity, single(&makers->intensity, y - lowest)),
              makers->bound);
}

/* z >= 0 with z - 1/h(z) + 1/h(-z) = apart: distance of the two lowest, nothing clipped. */
static double distance(const rp_intensity *intensity, double apart) {
  double spread = fabs(intensity->bend),
         reach = 2 * spread / ((intensity->decay - spread) * (intensity->decay + spread)),
         low = fmax(apart - reach, 0), high = apart + reach, z = apart;
  for (int k = 0; k < NEWTON_STEPS && low < high; ++k) {
    double miss = z - 1 / rp_intensity_hazard(intensity, z) + 1 / rp_intensity_hazard(intensity, -z) - apart;
    if (miss > 0)
      high = z;
    else
      low = z;
    double next =
        z - miss / (1 + rp_intensity_curvature(intensity, z) + rp_intensity_curvature(intensity, -z));
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    if (fabs(next - z) <= 2e-16 * (fabs(z) + apart) || next == z) return next;
    z = next;
  }
  return z;
}

typedef struct two_lowest {
  const rp_quotes *makers;
  double first, second;
} two_lowest;

static double against_itself(void *context, double d) {
  const two_lowest *pair = context;
  return d - answer(pair->makers, pair->first, answer(pair->makers, pair->second, d));
}

static void solve_pair(const rp_quotes *makers, double first, double second, double *lowest, double *next) {
  double z = distance(&makers->intensity, second - first);
  *lowest = first + 1 / rp_intensity_hazard(&makers->intensity, -z);
  *next = *lowest + z;
  if (*lowest >= -makers->bound && *next <= makers->bound) return;
  two_lowest pair = {makers, first, second};
  if (against_itself(&pair, -makers->bound) >= 0)
    *lowest = -makers->bound;
  else if (against_itself(&pair, makers->bound) <= 0)
    *lowest = makers->bound;
  else
    *lowest = rp_root_brent(against_itself, &pair, -makers->bound, makers->bound, 1e-16 * makers->bound);
  /* Here one of the two is at a bound, however far that is: the other one answers it exactly. */
  *lowest = answer(makers, first, answer(makers, second, *lowest));
  *next = answer(makers, second, *lowest);
}

void rp_quotes_lowest(int64_t count, const double *y, int64_t *first, int64_t *second) {
  *first = y[1] < y[0];
  *second = !*first;
  for (int64_t i = 2; i < count; ++i)
    if (y[i] < y[*first]) {
      *second = *first;
      *first = i;
    } else if (y[i] < y[*second])
      *second = i;
}

/* Derivatives from (1 + c) dd = dy + c d(lowest of the others), c = h'/h^2; none where a quote is clipped. */
static void derive(const rp_quotes *makers, const double *quote, int64_t first, int64_t second,
                   rp_quotes_slope *slope) {
  for (int64_t i = 0; i < makers->count; ++i) {
    bool free = fabs(quote[i]) < makers->bound;
    double lowest = quote[i == first ? second : first];
    double c = rp_intensity_curvature(&makers->intensity, quote[i] - lowest);
    slope->own[i] = free ? 1 / (1 + c) : 0;
    slope->others[i] = free ? c / (1 + c) : 0;
  }
  double a = slope->own[first], b = slope->others[first], c = slope->own[second], d = slope->others[second];
  double scale = 1 / (1 - b * d);
  slope->first = first;
  slope->second = second;
  slope->pair[0][0] = a * scale;
  slope->pair[0][1] = b * c * scale;
  slope->pair[1][0] = d * a * scale;
  slope->pair[1][1] = c * scale;
}

void rp_quotes_solve(const rp_quotes *makers, double sign, const double *y, double *quote, double *excess,
                     rp_quotes_slope *slope) {
  int64_t first, second;
  double lowest, next;
  for (int64_t i = 0; i < makers->count; ++i)
    quote[i] = sign * y[i];
  rp_quotes_lowest(makers->count, quote, &first, &second);
  solve_pair(makers, quote[first], quote[second], &lowest, &next);
  for (int64_t i = 0; i < makers->count; ++i)
    if (i != first && i != second) quote[i] = answer(makers, quote[i], lowest);
  quote[first] = lowest;
  quote[second] = next;
  for (int64_t i = 0; excess && i < makers->count; ++i)
    excess[i] = quote[i] - quote[i == first ? second : first];
  if (slope) derive(makers, quote, first, second, slope);
}

double rp_quotes_residual(const rp_quotes *makers, double sign, const double *y, const double *quote) {
  int64_t first, second;
  double worst = 0;
  rp_quotes_lowest(makers->count, quote, &first, &second);
  for (int64_t i = 0; i < makers->count; ++i) {
    double excess = quote[i] - quote[i == first ? second : first];
    double want = clip(sign * y[i] + 1 / rp_intensity_hazard(&makers->intensity, excess), makers->bound);
    worst = fmax(worst, fabs(quote[i] - want));
  }
  return worst;
}
