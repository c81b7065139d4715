/* feedback.c - see feedback.h. */
#include "feedback.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>

enum { DOUBLES_PER_ROW = 26, INTEGERS_PER_ROW = 10 }; /* what dsyevr asks for at least */

int64_t rp_feedback_workspace(int64_t periods) {
  int64_t n = periods + 1;
  return 4 * n * n + (4 + DOUBLES_PER_ROW) * n;
}

int64_t rp_feedback_integers(int64_t periods) {
  return (INTEGERS_PER_ROW + 2) * periods;
}

/* K [n][n]: cost q'Kq, lower triangular: kernel below the diagonal, own impact and fee on it. */
static void fill_impact(const rp_market *market, double fee, double *impact) {
  int64_t n = market->periods + 1;
  for (int64_t t = 0; t < n; ++t)
    for (int64_t j = 0; j < n; ++j)
      impact[t * n + j] = j > t       ? 0
                          : j < t     ? rp_market_price_kernel(market, t, j)
                          : t < n - 1 ? market->impact[t]
                                      : fee;
}

/* W [n][T]: response of all trades to the innovations; the last row takes up what the others add. */
static void fill_response(int64_t periods, const double *gain, double *response) {
  for (int64_t i = 0; i < periods; ++i) {
    double sum = 0;
    for (int64_t t = 0; t < periods; ++t) {
      response[t * periods + i] = gain[t * periods + i];
      sum += gain[t * periods + i];
    }
    response[periods * periods + i] = -sum;
  }
}

/* Adds N to the product K W: innovation i is paid on all that is traded after it. */
static void add_exposure(int64_t periods, double *product) {
  for (int64_t t = 1; t <= periods; ++t)
    for (int64_t i = 0; i < t; ++i)
      product[t * periods + i] += 1;
}

/* beta [T] = W'((K + K')q + N mu) + N'q and the constant c = q'Kq + mu'N'q. marginal [n] is workspace. */
static double linear_terms(const rp_market *market, const double *impact, const double *response,
                           const double *trades, double *marginal, double *beta) {
  int64_t periods = market->periods, n = periods + 1;
  double constant = 0, drift = 0;
  for (int64_t t = 0; t < n; ++t) {
    double own = 0, others = 0;
    for (int64_t j = 0; j < n; ++j) {
      own += impact[t * n + j] * trades[j];
      others += impact[j * n + t] * trades[j];
    }
    marginal[t] = own + others + drift;
    constant += (own + drift) * trades[t];
    drift += t < periods ? market->drift[t] : 0;
  }
  double held = 0; /* what is traded after innovation i */
  for (int64_t i = periods - 1; i >= 0; --i) {
    held += trades[i + 1];
    beta[i] = held;
    for (int64_t t = 0; t < n; ++t)
      beta[i] += response[t * periods + i] * marginal[t];
  }
  return constant;
}

/* Scales A and beta by the standard deviations and symmetrises A. */
static void scale(const rp_market *market, double *quadratic, double *beta) {
  int64_t periods = market->periods;
  for (int64_t i = 0; i < periods; ++i)
    for (int64_t j = 0; j <= i; ++j) {
      double sum = quadratic[i * periods + j] + quadratic[j * periods + i];
      double deviation = sqrt(market->variance[i]) * sqrt(market->variance[j]);
      quadratic[i * periods + j] = quadratic[j * periods + i] = sum / 2 * deviation;
    }
  for (int64_t i = 0; i < periods; ++i)
    beta[i] *= sqrt(market->variance[i]);
}

static void accumulate(double risk_aversion, int64_t periods, const double *values, const double *vectors,
                       const double *beta, rp_feedback_result *result) {
  for (int64_t i = 0; i < periods; ++i) {
    double along = 0, a = values[i], margin = 1 - 2 * risk_aversion * a;
    for (int64_t j = 0; j < periods; ++j)
      along += vectors[i * periods + j] * beta[j];
    result->mean += a;
    result->variance += along * along + 2 * a * a;
    result->moment_margin = fmin(result->moment_margin, margin);
    double spread = risk_aversion > 0 ? -log1p(-2 * risk_aversion * a) / (2 * risk_aversion) : a;
    result->certainty_equivalent +=
        margin > 0 ? risk_aversion / 2 * along * along / margin + spread : INFINITY;
  }
}

bool rp_feedback_evaluate(const rp_market *market, double fee, const double *trades, const double *gain,
                          rp_feedback_result *result, double *workspace, int32_t *integers) {
  int64_t periods = market->periods, n = periods + 1;
  int rows = (int)periods, all = (int)n;
  double *impact = workspace, *response = impact + n * n, *product = response + n * n,
         *quadratic = product + n * n;
  double *beta = quadratic + n * n, *marginal = beta + n, *values = marginal + n, *lapack = values + 2 * n;
  fill_impact(market, fee, impact);
  fill_response(periods, gain, response);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, all, rows, all, 1, impact, all, response, rows, 0,
              product, rows);
  add_exposure(periods, product);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, rows, rows, all, 1, response, rows, product, rows, 0,
              quadratic, rows);
  double constant = linear_terms(market, impact, response, trades, marginal, beta);
  scale(market, quadratic, beta);
  lapack_int found = 0;
  if (LAPACKE_dsyevr_work(LAPACK_COL_MAJOR, 'V', 'A', 'L', rows, quadratic, rows, 0, 0, 0, 0, 0, &found,
                          values, product, rows, integers, lapack, DOUBLES_PER_ROW * rows,
                          integers + 2 * periods, INTEGERS_PER_ROW * rows) != 0 ||
      found != rows)
    return false;
  *result = (rp_feedback_result){
      .certainty_equivalent = constant, .mean = constant, .variance = 0, .moment_margin = INFINITY};
  accumulate(market->risk_aversion, periods, values, product, beta, result);
  return true;
}
