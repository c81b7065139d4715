/* dense.c - see dense.h. */
#include "dense.h"
#include <lapacke.h>
#include <math.h>
#include <stddef.h>

void rp_dense_form(const rp_market *market, double risk_aversion, double *form, double *linear) {
  int64_t n = market->periods + 1;
  double variance = 0, drift = 0; /* of the price before trade j, relative to the first */
  for (int64_t j = 0; j < n; ++j) {
    bool on_exchange = j < market->periods;
    for (int64_t t = j + 1; t < n; ++t)
      form[t * n + j] = form[j * n + t] = rp_market_price_kernel(market, t, j) + risk_aversion * variance;
    form[j * n + j] = (on_exchange ? 2 * market->impact[j] : 0) + risk_aversion * variance;
    linear[j] = drift;
    variance += on_exchange ? market->variance[j] : 0;
    drift += on_exchange ? market->drift[j] : 0;
  }
}

double rp_dense_cost(int64_t periods, const double *form, const double *linear, double fee,
                     const double *trades) {
  int64_t n = periods + 1;
  double cost = 0, volume = trades[periods];
  for (int64_t t = 0; t < n; ++t) {
    double marginal = 0;
    for (int64_t j = 0; j < n; ++j)
      marginal += form[t * n + j] * trades[j];
    cost += (marginal / 2 + linear[t]) * trades[t];
  }
  return cost + (volume == 0 ? 0 : fee * volume * volume);
}

int64_t rp_dense_workspace(int64_t periods) {
  int64_t n = periods + 1;
  return 2 * n * n + 5 * n;
}

/* Hessian in the first k of k + 1 trades that sum to a constant: trade k absorbs the rest. `corner` is added
 * to M_kk. */
static void reduce(int64_t n, const double *form, double corner, int64_t k, double *hessian) {
  double last = form[k * n + k] + corner;
  for (int64_t i = 0; i < k; ++i)
    for (int64_t j = 0; j < k; ++j)
      hessian[i * k + j] = form[i * n + j] - form[i * n + k] - form[j * n + k] + last;
}

/* Factorises the k x k Hessian in place; false if it is not positive definite. */
static bool factorise(int64_t k, double *hessian) {
  return k == 0 || LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)k, hessian, (lapack_int)k) == 0;
}

static void substitute(int64_t k, const double *factor, double *right) {
  if (k > 0)
    LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'L', (lapack_int)k, 1, factor, (lapack_int)k, right, (lapack_int)k);
}

/* C* = minus the least cost of buying one share on the exchange for every share sold to the venue. */
static double threshold_of(int64_t periods, const double *form, const double *factor, double *right,
                           double *solved) {
  int64_t n = periods + 1, k = periods - 1, venue = periods;
  double own = form[k * n + k] - 2 * form[k * n + venue] + form[venue * n + venue], gained = 0;
  double base = form[k * n + venue] - form[k * n + k];
  for (int64_t i = 0; i < k; ++i)
    right[i] = solved[i] = form[i * n + venue] - form[i * n + k] - base;
  substitute(k, factor, solved);
  for (int64_t i = 0; i < k; ++i)
    gained += right[i] * solved[i];
  return (gained - own) / 2;
}

static double one_norm(int64_t k, const double *matrix) {
  double largest = 0;
  for (int64_t j = 0; j < k; ++j) {
    double sum = 0;
    for (int64_t i = 0; i < k; ++i)
      sum += fabs(matrix[j * k + i]);
    largest = fmax(largest, sum);
  }
  return largest;
}

/* Trades 0..k-1 from the factor, trade k from the sum; the venue's stays as it is if k is not its index. */
static void recover_trades(int64_t n, const double *form, const double *linear, double corner, int64_t k,
                           double shares, const double *factor, double *right, double *trades) {
  double last = form[k * n + k] + corner, sum = 0;
  for (int64_t i = 0; i < k; ++i)
    right[i] = -((form[i * n + k] - last) * shares + linear[i] - linear[k]);
  substitute(k, factor, right);
  for (int64_t i = 0; i < n; ++i)
    trades[i] = i < k ? right[i] : 0;
  for (int64_t i = 0; i < k; ++i)
    sum += trades[i];
  trades[k] = shares - sum;
}

rp_dense_status rp_dense_plan_solve(const rp_market *market, const rp_programme *programme, double *trades,
                                    rp_dense_result *result, double *workspace) {
  int64_t periods = market->periods, n = periods + 1;
  double *form = workspace, *hessian = form + n * n, *linear = hessian + n * n, *right = linear + n;
  double *solved = right + n, *scratch = solved; /* scratch [3n] for the condition estimate */
  *result =
      (rp_dense_result){.threshold = NAN, .cost = NAN, .log_determinant = NAN, .reciprocal_condition = NAN};
  rp_dense_form(market, market->risk_aversion, form, linear);
  reduce(n, form, 0, periods - 1, hessian);
  double norm = one_norm(periods - 1, hessian);
  if (!factorise(periods - 1, hessian)) return RP_DENSE_EXCHANGE_NOT_CONVEX;
  result->threshold = threshold_of(periods, form, hessian, right, solved);
  bool venue = !isinf(programme->fee);
  int64_t k = venue ? periods : periods - 1;
  double corner = venue ? 2 * programme->fee : 0;
  if (venue) {
    reduce(n, form, corner, k, hessian);
    norm = one_norm(k, hessian);
    if (!factorise(k, hessian)) return RP_DENSE_NO_MINIMUM;
  }
  recover_trades(n, form, linear, corner, k, programme->shares, hessian, right, trades);
  result->cost = rp_dense_cost(periods, form, linear, programme->fee, trades);
  result->log_determinant = 0;
  for (int64_t i = 0; i < k; ++i)
    result->log_determinant += 2 * log(hessian[i * k + i]);
  result->reciprocal_condition = 1;
  if (k > 0) /* right [n] is free again and holds the integers */
    LAPACKE_dpocon_work(LAPACK_COL_MAJOR, 'L', (lapack_int)k, hessian, (lapack_int)k, norm,
                        &result->reciprocal_condition, scratch, (lapack_int *)(void *)right);
  return RP_DENSE_SOLVED;
}
