/* monotone.c - see monotone.h. */
#include "monotone.h"
#include "dense.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

int64_t rp_monotone_workspace(int64_t periods) {
  int64_t n = periods + 1;
  return 2 * n * n + 5 * n;
}

int64_t rp_monotone_integers(int64_t periods) {
  return periods + 1;
}

/* The programme over n opportunities, for a buyer. form has row length `stride`. */
typedef struct quadratic {
  int64_t n, stride;
  const double *form, *linear;
  double total;
} quadratic;

/*
 * Adds kappa to all entries until the form is positive definite: where the sum of the trades is fixed this
 * changes the cost by a constant only. False if no kappa does it, that is, if some round trip has no positive
 * cost.
 */
static bool make_definite(double *form, int64_t n, int64_t stride, double *factor) {
  double largest = 0;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      largest = fmax(largest, fabs(form[i * stride + j]));
  for (double kappa = largest; kappa < 0x1p40 * largest; kappa *= 4) {
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j) {
        form[i * stride + j] += kappa;
        factor[i * n + j] = form[i * stride + j];
      }
    if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)n, factor, (lapack_int)n) == 0) return true;
  }
  return false;
}

/*
 * Minimum over the free opportunities alone, sum fixed, signs ignored: minimiser [n], zero where bound, and
 * the multiplier of the sum. factor [n][n] and right [2 n] are workspace. False if rounding spoils
 * definiteness.
 */
static bool minimise_on_face(const quadratic *q, const int32_t *free, int64_t count, double *minimiser,
                             double *marginal, double *factor, double *right) {
  lapack_int k = (lapack_int)count;
  for (int64_t a = 0; a < count; ++a) {
    for (int64_t b = 0; b < count; ++b)
      factor[a * count + b] = q->form[free[a] * q->stride + free[b]];
    right[a] = -q->linear[free[a]];
    right[count + a] = 1;
  }
  if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', k, factor, k) != 0 ||
      LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'L', k, 2, factor, k, right, k) != 0)
    return false;
  double particular = 0, per_unit = 0;
  for (int64_t a = 0; a < count; ++a) {
    particular += right[a];
    per_unit += right[count + a];
  }
  *marginal = (q->total - particular) / per_unit;
  memset(minimiser, 0, (size_t)q->n * sizeof *minimiser);
  for (int64_t a = 0; a < count; ++a)
    minimiser[free[a]] = right[a] + *marginal * right[count + a];
  return true;
}

/* Marginal cost at opportunity i minus the multiplier; *size grows to the sum of absolute terms. */
static double reduced_cost(const quadratic *q, const double *x, double marginal, int64_t i, double *size) {
  double sum = q->linear[i] - marginal, terms = fabs(q->linear[i]) + fabs(marginal);
  for (int64_t j = 0; j < q->n; ++j) {
    double term = q->form[i * q->stride + j] * x[j];
    sum += term;
    terms += fabs(term);
  }
  *size = fmax(*size, terms);
  return sum;
}

int64_t rp_monotone_step(double *x, const double *minimiser, int32_t *free, int64_t count) {
  double length = INFINITY;
  int64_t blocking = 0;
  for (int64_t a = 0; a < count; ++a) {
    int32_t i = free[a];
    if (minimiser[i] < 0 && x[i] / (x[i] - minimiser[i]) < length) {
      length = x[i] / (x[i] - minimiser[i]);
      blocking = a;
    }
  }
  for (int64_t a = 0; a < count; ++a)
    x[free[a]] += length * (minimiser[free[a]] - x[free[a]]);
  x[free[blocking]] = 0;
  memmove(free + blocking, free + blocking + 1, (size_t)(count - blocking - 1) * sizeof *free);
  return count - 1;
}

/* The bound opportunity that is worth using most; -1 if none is. */
static int64_t worth_freeing(const quadratic *q, const double *x, double marginal,
                             const double *shadow_scale) {
  double size = *shadow_scale, worst = 0;
  int64_t best = -1;
  for (int64_t i = 0; i < q->n; ++i) {
    if (x[i] > 0) continue;
    double gain = reduced_cost(q, x, marginal, i, &size);
    if (gain < worst && gain < -64 * DBL_EPSILON * (double)q->n * size) {
      worst = gain;
      best = i;
    }
  }
  return best;
}

static bool is_feasible(const double *minimiser, const int32_t *free, int64_t count) {
  for (int64_t a = 0; a < count; ++a)
    if (minimiser[free[a]] < 0) return false;
  return true;
}

static rp_monotone_status iterate(const quadratic *q, double *x, int32_t *free, double *marginal,
                                  int64_t *iterations, double *minimiser, double *factor, double *right) {
  int64_t count = q->n;
  double scale = 0;
  for (int64_t i = 0; i < q->n; ++i) {
    free[i] = (int32_t)i;
    x[i] = q->total / (double)q->n;
  }
  for (*iterations = 1; *iterations <= 20 * q->n + 100; ++*iterations) {
    if (count == 0 || !minimise_on_face(q, free, count, minimiser, marginal, factor, right))
      return RP_MONOTONE_NOT_CONVEX;
    if (!is_feasible(minimiser, free, count)) {
      count = rp_monotone_step(x, minimiser, free, count);
      continue;
    }
    memcpy(x, minimiser, (size_t)q->n * sizeof *x);
    int64_t next = worth_freeing(q, x, *marginal, &scale);
    if (next < 0) return RP_MONOTONE_SOLVED;
    free[count++] = (int32_t)next;
  }
  return RP_MONOTONE_STALLED;
}

/* Residual: marginal costs of used opportunities must be equal, those of unused ones not smaller. */
static void judge(const quadratic *q, const double *x, double marginal, double *shadow,
                  rp_monotone_result *result) {
  double violation = 0, size = 0;
  result->bound = 0;
  for (int64_t i = 0; i < q->n; ++i) {
    double reduced = reduced_cost(q, x, marginal, i, &size);
    violation = fmax(violation, x[i] > 0 ? fabs(reduced) : -reduced);
    shadow[i] = x[i] > 0 ? 0 : reduced;
    result->bound += x[i] > 0 ? 0 : 1;
  }
  result->kkt_residual = size > 0 ? violation / size : 0;
}

rp_monotone_status rp_monotone_solve(const rp_market *market, const rp_programme *programme, double *trades,
                                     double *shadow, rp_monotone_result *result, double *workspace,
                                     int32_t *integers) {
  int64_t stride = market->periods + 1, n = isinf(programme->fee) ? market->periods : stride;
  double *form = workspace, *factor = form + stride * stride, *linear = factor + stride * stride;
  double *minimiser = linear + stride, *right = minimiser + stride, way = programme->shares < 0 ? -1 : 1,
         marginal = 0;
  rp_dense_form(market, market->risk_aversion, form, linear);
  if (n == stride) form[n * n - 1] += 2 * programme->fee;
  for (int64_t i = 0; i < stride; ++i) {
    linear[i] *= way;
    trades[i] = shadow[i] = 0;
  }
  if (!make_definite(form, n, stride, factor)) return RP_MONOTONE_NOT_CONVEX;
  *result = (rp_monotone_result){.bound = stride};
  quadratic q = {.n = n, .stride = stride, .form = form, .linear = linear, .total = fabs(programme->shares)};
  if (q.total == 0) return RP_MONOTONE_SOLVED;
  rp_monotone_status status =
      iterate(&q, trades, integers, &marginal, &result->iterations, minimiser, factor, right);
  if (status != RP_MONOTONE_SOLVED) return status;
  judge(&q, trades, marginal, shadow, result);
  result->bound += stride - n;
  for (int64_t i = 0; i < stride; ++i)
    trades[i] *= way;
  /* The form is needed as it was: entries grew by kappa, and Cholesky's factor is elsewhere. */
  rp_dense_form(market, market->risk_aversion, form, linear);
  result->cost = rp_dense_cost(market->periods, form, linear, programme->fee, trades);
  return RP_MONOTONE_SOLVED;
}
