/* round_trip.c - see round_trip.h. */
#include "round_trip.h"
#include "dense.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { DOUBLES_PER_ROW = 26, INTEGERS_PER_ROW = 10 }; /* what dsyevr asks for at least */

int64_t rp_round_trip_workspace(int64_t periods) {
  int64_t n = periods + 1;
  return 3 * n * n + (3 + DOUBLES_PER_ROW) * n;
}

int64_t rp_round_trip_integers(int64_t periods) {
  return INTEGERS_PER_ROW * periods + 2;
}

/*
 * Half of the form on the n-vectors that sum to zero, in orthonormal coordinates: the reflection I - beta v
 * v' with v = 1 + sqrt(n) e_1 maps the vector of ones to the first axis, so rows and columns 2..n of the
 * reflected form remain. out reduced [n - 1][n - 1]; v [n], product [n].
 */
static void restrict_to_round_trips(int64_t n, int64_t stride, const double *form, double *v, double *product,
                                    double *reduced) {
  for (int64_t i = 0; i < n; ++i)
    v[i] = i == 0 ? 1 + sqrt((double)n) : 1;
  double beta = 2 / ((double)(n - 1) + v[0] * v[0]), overlap = 0;
  for (int64_t i = 0; i < n; ++i) {
    product[i] = 0;
    for (int64_t j = 0; j < n; ++j)
      product[i] += beta * form[i * stride + j] * v[j];
  }
  for (int64_t i = 0; i < n; ++i)
    overlap += beta / 2 * product[i] * v[i];
  for (int64_t i = 0; i < n; ++i)
    product[i] -= overlap * v[i];
  for (int64_t i = 1; i < n; ++i)
    for (int64_t j = 1; j < n; ++j)
      reduced[(i - 1) * (n - 1) + j - 1] = (form[i * stride + j] - v[i] * product[j] - product[i] * v[j]) / 2;
}

/* Coordinates [n - 1] back to trades [n], with a sign that does not depend on the library. */
static void reflect_back(int64_t n, const double *v, const double *coordinates, double *trades) {
  double beta = 2 / ((double)(n - 1) + v[0] * v[0]), overlap = 0;
  for (int64_t i = 1; i < n; ++i)
    overlap += v[i] * coordinates[i - 1];
  for (int64_t i = 0; i < n; ++i)
    trades[i] = (i > 0 ? coordinates[i - 1] : 0) - beta * overlap * v[i];
  int64_t first = 0;
  while (fabs(trades[first]) < 0x1p-40) /* some trade of a vector of norm one is larger */
    ++first;
  if (trades[first] < 0)
    for (int64_t i = 0; i < n; ++i)
      trades[i] = -trades[i];
}

/* Sum of the absolute entries; not finite if one is not. */
static double size_of(int64_t k, const double *matrix) {
  double size = 0;
  for (int64_t i = 0; i < k * k; ++i)
    size += fabs(matrix[i]);
  return size;
}

static double residual_of(int64_t k, const double *matrix, double size, double eigenvalue,
                          const double *vector) {
  double squares = 0;
  for (int64_t i = 0; size > 0 && i < k; ++i) {
    double sum = -eigenvalue / size * vector[i];
    for (int64_t j = 0; j < k; ++j)
      sum += matrix[i * k + j] / size * vector[j];
    squares += sum * sum;
  }
  return sqrt(squares);
}

bool rp_round_trip_solve(const rp_market *market, bool with_venue, double fee, rp_round_trip *result,
                         double *trades, double *workspace, int32_t *integers) {
  int64_t stride = market->periods + 1, n = with_venue ? stride : market->periods, k = n - 1;
  double *form = workspace, *reduced = form + stride * stride, *kept = reduced + stride * stride;
  double *v = kept + stride * stride, *product = v + stride, *values = product + stride;
  double *lapack = values + stride;
  double *linear = values, *vector = product; /* each pair is never in use at the same time */
  *result = (rp_round_trip){.least_cost = NAN, .residual = 0};
  for (int64_t i = 0; i < stride; ++i)
    trades[i] = 0;
  if (k == 0) return true;
  rp_dense_form(market, 0, form, linear);
  if (with_venue) form[stride * stride - 1] += 2 * fee;
  restrict_to_round_trips(n, stride, form, v, product, reduced);
  memcpy(kept, reduced, (size_t)(k * k) * sizeof *kept);
  double size = size_of(k, kept);
  if (!isfinite(size)) return false; /* LAPACK's iterations need not end on such a matrix */
  lapack_int found = 0, rows = (lapack_int)k;
  lapack_int info = LAPACKE_dsyevr_work(LAPACK_COL_MAJOR, 'V', 'I', 'L', rows, reduced, rows, 0, 0, 1, 1, 0,
                                        &found, values, vector, rows, integers, lapack,
                                        DOUBLES_PER_ROW * rows, integers + 2, INTEGERS_PER_ROW * rows);
  if (info != 0 || found != 1) return false;
  result->least_cost = values[0];
  result->residual = residual_of(k, kept, size, values[0], vector);
  reflect_back(n, v, vector, trades);
  return true;
}
