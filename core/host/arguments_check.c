/*
 * arguments_check.c - the conditions that one parameter's description states: bounds of numbers and of the entries of arrays,
 * order, symmetry, positive definiteness, bounds and domains of curves. They are checked here and nowhere else. For
 * arguments_complete.c alone.
 */
#include "arguments_impl.h"
#include "numerics/curve.h"
#include <math.h>
#include <string.h>

rp_status rp_arguments_check_number(rp_completion *this, uint32_t param, const char *what, double value,
                                    double min, double max, uint32_t flags, int64_t index) {
  bool whole = !(flags & RP_INTEGRAL) || value == floor(value);
  if (rp_is_inside(value, min, max, flags) && whole) return RP_OK; /* a million entries come this way */
  char entry[40] = "";
  if (index > 0) snprintf(entry, sizeof entry, "entry %lld of ", (long long)index);
  if (isnan(value))
    return rp_find(this->finding, RP_BAD_INPUT, "not-finite", (int32_t)param, value,
                   "%s: %s'%s' is not a number (nan)", this->id, entry, what);
  if (isinf(value) && !(flags & RP_INF_LEGAL))
    return rp_find(this->finding, RP_BAD_INPUT, "not-finite", (int32_t)param, value,
                   "%s: %s'%s' is %g, it must be finite", this->id, entry, what, value);
  if (!rp_is_inside(value, min, max, flags)) {
    char condition[128];
    rp_describe_bounds(min, max, flags, condition, sizeof condition);
    return rp_find(this->finding, RP_BAD_INPUT, "out-of-bounds", (int32_t)param, value,
                   "%s: %s'%s' is %.15g, it must be %s", this->id, entry, what, value, condition);
  }
  return rp_find(this->finding, RP_BAD_INPUT, "not-an-integer", (int32_t)param, value,
                 "%s: %s'%s' is %.15g, it must be a whole number", this->id, entry, what, value);
}

/* Cholesky's factor exists: written into `work` [n * n]. */
static bool is_positive_definite(const double *matrix, int64_t n, double *work) {
  memcpy(work, matrix, (size_t)(n * n) * sizeof *work);
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t k = 0; k < j; ++k)
      for (int64_t i = j; i < n; ++i)
        work[i * n + j] -= work[i * n + k] * work[j * n + k];
    if (!(work[j * n + j] > 0)) return false;
    double root = sqrt(work[j * n + j]);
    for (int64_t i = j; i < n; ++i)
      work[i * n + j] /= root;
  }
  return true;
}

static rp_status check_matrix(rp_completion *this, uint32_t param, const double *matrix, int64_t n) {
  const rp_param *is = &this->schema->params[param].is;
  double largest = 0;
  for (int64_t i = 0; i < n * n; ++i)
    largest = fmax(largest, fabs(matrix[i]));
  /* A correlation matrix that a script computes is symmetric up to rounding only. */
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < i; ++j)
      if (fabs(matrix[i * n + j] - matrix[j * n + i]) > 1e-12 * largest)
        return rp_find(
            this->finding, RP_BAD_INPUT, "not-symmetric", (int32_t)param, matrix[i * n + j],
            "%s: '%s' must be symmetric; entries (%lld, %lld) and (%lld, %lld) are %.15g and %.15g", this->id,
            is->name, (long long)(i + 1), (long long)(j + 1), (long long)(j + 1), (long long)(i + 1),
            matrix[i * n + j], matrix[j * n + i]);
  if (!(is->flags & RP_POS_DEF)) return RP_OK;
  rp_status status = RP_OK;
  double *work = rp_arguments_room(this, param, n * n, &status);
  if (!work) return status;
  if (!is_positive_definite(matrix, n, work))
    return rp_find(this->finding, RP_BAD_INPUT, "not-positive-definite", (int32_t)param, NAN,
                   "%s: the matrix '%s' must be positive definite", this->id, is->name);
  return RP_OK;
}

rp_status rp_arguments_check_array(rp_completion *this, uint32_t param, const rp_value *value,
                                   int64_t count) {
  const rp_param *is = &this->schema->params[param].is;
  for (int64_t i = 0; i < count; ++i) {
    rp_status status =
        rp_arguments_check_number(this, param, is->name, value->data[i], is->min, is->max, is->flags, i + 1);
    if (status != RP_OK) return status;
    if ((is->flags & RP_INCREASING) && i > 0 && !(value->data[i] > value->data[i - 1]))
      return rp_find(this->finding, RP_BAD_INPUT, "not-increasing", (int32_t)param, value->data[i],
                     "%s: '%s' must increase strictly; entry %lld is %.15g after %.15g", this->id, is->name,
                     (long long)(i + 1), value->data[i], value->data[i - 1]);
  }
  if (is->flags & (RP_SYMMETRIC | RP_POS_DEF)) return check_matrix(this, param, value->data, value->shape[0]);
  return RP_OK;
}

rp_status rp_arguments_check_curve(rp_completion *this, uint32_t param, const rp_value *value,
                                   int64_t members) {
  const rp_param *is = &this->schema->params[param].is;
  for (int64_t m = 0; m < members; ++m) {
    rp_curve curve = rp_curve_of(value, m);
    if (curve.rule != RP_CHEBYSHEV) {
      for (int64_t k = 0; k < curve.grid_count; ++k) {
        rp_status status = rp_arguments_check_number(this, param, is->name, curve.data[k], is->min, is->max,
                                                     is->flags, k + 1);
        if (status != RP_OK) return status;
      }
      continue;
    }
    for (int64_t p = 0; p + 1 < curve.grid_count; ++p)
      for (int j = 0; j <= 24; ++j) {
        double x = curve.grid[p] + (curve.grid[p + 1] - curve.grid[p]) * j / 24, y = rp_curve_at(&curve, x);
        /* The fit may leave the bounds by rounding where the function touches them. */
        double slack = 1e-13 * (fabs(is->min) < INFINITY ? 1 + fabs(is->min) : 1);
        if (!rp_is_inside(y, is->min - slack, is->max + slack, is->flags & ~(RP_MIN_OPEN | RP_MAX_OPEN))) {
          char condition[128];
          rp_describe_bounds(is->min, is->max, is->flags, condition, sizeof condition);
          return rp_find(this->finding, RP_BAD_INPUT, "out-of-bounds", (int32_t)param, y,
                         "%s: '%s' is %.15g at %s = %.15g, it must be %s", this->id, is->name, y,
                         is->variable, x, condition);
        }
      }
  }
  return RP_OK;
}

rp_status rp_arguments_check_domain(rp_completion *this, uint32_t param, const rp_arguments_slot *slot) {
  double domain[2];
  rp_arguments_domain(this->arguments, param, domain);
  const rp_param *is = &this->schema->params[param].is;
  double first = slot->grid[0], last = slot->grid[slot->grid_count - 1];
  if (slot->rule != RP_CHEBYSHEV || !((first > domain[0]) || (last < domain[1]))) return RP_OK;
  return rp_find(this->finding, RP_BAD_INPUT, "wrong-domain", (int32_t)param,
                 first > domain[0] ? first : last,
                 "%s: the curve '%s' is given on [%.15g, %.15g] and read on [%.15g, %.15g]", this->id,
                 is->name, first, last, domain[0], domain[1]);
}
