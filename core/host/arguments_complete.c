/*
 * arguments_complete.c - the completion of arguments: scalars first (they fix axis lengths), then axis
 * lengths, then everything that lies on axes. All conditions that one parameter's description states are
 * checked here and nowhere else.
 */
#include "arguments_impl.h"
#include "numerics/curve.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct completion {
  rp_arguments *arguments;
  const rp_schema *schema;
  const char *id;
  rp_finding *finding;
} completion;

static double *fill_room(completion *this, uint32_t param, int64_t count, rp_status *status) {
  rp_arguments_block *block = NULL;
  if (count >= 0 && count < INT64_MAX / 64)
    block = malloc(sizeof *block + (size_t)(count > 0 ? count : 1) * sizeof(double));
  if (!block) {
    *status = rp_find(this->finding, RP_NO_MEMORY, "no-memory", (int32_t)param, NAN,
                      "%s: no memory for the argument '%s'", this->id, this->schema->params[param].is.name);
    return NULL;
  }
  block->next = this->arguments->filled;
  this->arguments->filled = block;
  return block->data;
}

/* One number against the bounds. `what` is the parameter or "coefficient x of y"; index counts entries from
 * 1, 0: scalar. */
static rp_status check_number(completion *this, uint32_t param, const char *what, double value, double min,
                              double max, uint32_t flags, int64_t index) {
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

static rp_status complete_scalar(completion *this, uint32_t param) {
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  const rp_param *is = &this->schema->params[param].is;
  rp_value *value = &this->arguments->values[param];
  *value = (rp_value){.kind = is->kind};
  double number = slot->state == RP_SLOT_NUMBER ? slot->number : is->preset;
  bool absent = slot->state == RP_SLOT_ABSENT || (slot->state == RP_SLOT_UNSET && isnan(is->preset));
  if (absent) {
    if (!(is->flags & RP_OPTIONAL))
      return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                     "%s: the parameter '%s' is required: %s", this->id, is->name, is->doc);
    value->kind = 0;
    return RP_OK;
  }
  if (is->kind == RP_CHOICE) {
    value->integer = (int64_t)number;
    return RP_OK;
  }
  rp_status status = check_number(this, param, is->name, number, is->min, is->max, is->flags, 0);
  if (status != RP_OK) return status;
  if (is->kind != RP_REAL && (number != floor(number) || fabs(number) > 9007199254740992.0))
    return rp_find(this->finding, RP_BAD_INPUT, "not-an-integer", (int32_t)param, number,
                   "%s: '%s' is %.15g, it must be a whole number", this->id, is->name, number);
  if (is->kind != RP_REAL) {
    value->integer = (int64_t)number;
    return RP_OK;
  }
  double *room = fill_room(this, param, 1, &status);
  if (!room) return status;
  room[0] = number;
  value->data = room;
  return RP_OK;
}

/* Extent that a given parameter shows along axis `position`, or -1 if it shows none. */
static int64_t shown_extent(const rp_arguments_slot *slot, const rp_schema_param *param, uint32_t position) {
  if (slot->state != RP_SLOT_GIVEN) return -1;
  if (param->is.kind == RP_ARRAY) return slot->shape[position];
  if (param->is.kind == RP_CURVE) {
    uint32_t own = slot->rule == RP_CHEBYSHEV ? 2 : 1;
    return slot->rank > own ? slot->shape[position] : -1;
  }
  if (param->is.kind == RP_PROCESS)
    for (uint32_t k = 0; k < slot->coef_count; ++k)
      if (slot->coefs[k].data && slot->coefs[k].rank > 0) return slot->coefs[k].shape[position];
  return -1;
}

/* First parameter that shows the length of axis `dim`, -1 if none; *length is what it shows. */
static int32_t find_witness(completion *this, uint32_t dim, int64_t *length) {
  for (uint32_t i = 0; i < this->schema->param_count; ++i) {
    const rp_schema_param *param = &this->schema->params[i];
    for (uint32_t k = 0; k < param->rank; ++k) {
      int64_t extent = param->axis[k] == dim ? shown_extent(&this->arguments->slots[i], param, k) : -1;
      if (extent >= 0) {
        *length = extent;
        return (int32_t)i;
      }
    }
  }
  return -1;
}

static rp_status refuse_unknown_length(completion *this, uint32_t dim) {
  char list[256] = "";
  for (uint32_t i = 0; i < this->schema->param_count; ++i)
    for (uint32_t k = 0; k < this->schema->params[i].rank; ++k)
      if (this->schema->params[i].axis[k] == dim) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s'%s'", used ? ", " : "",
                 this->schema->params[i].is.name);
        break;
      }
  return rp_find(this->finding, RP_BAD_INPUT, "missing", -1, NAN,
                 "%s: nothing says how long the axis '%s' is; give an array for %s", this->id,
                 this->schema->dims[dim].is.name, list[0] ? list : "it");
}

static rp_status complete_length(completion *this, uint32_t dim) {
  const rp_schema_dim *schema = &this->schema->dims[dim];
  int64_t *length = &this->arguments->lengths[dim], shown = -1;
  int32_t witness = find_witness(this, dim, &shown);
  *length = -1;
  if (schema->of >= 0) {
    int64_t base = this->arguments->lengths[schema->of];
    *length = base < 0 ? -1 : base + schema->is.plus;
  } else if (schema->parameter >= 0) {
    *length = this->arguments->values[schema->parameter].kind
                  ? this->arguments->values[schema->parameter].integer
                  : -1;
  }
  if (*length < 0 && witness >= 0) *length = shown;
  if (*length < 0 && schema->is.min == schema->is.max) *length = schema->is.min;
  if (*length < 0) return schema->late ? RP_OK : refuse_unknown_length(this, dim);
  if (*length < schema->is.min || *length > schema->is.max)
    return rp_find(this->finding, RP_BAD_INPUT, "out-of-bounds",
                   schema->parameter >= 0 ? schema->parameter : witness, (double)*length,
                   "%s: the axis '%s' has length %lld, it must lie in %lld..%lld", this->id, schema->is.name,
                   (long long)*length, (long long)schema->is.min, (long long)schema->is.max);
  return RP_OK;
}

/* Every extent that a parameter shows must be the axis' length. */
static rp_status check_extents(completion *this, uint32_t param, uint32_t rank, const int64_t *shape) {
  const rp_schema_param *schema = &this->schema->params[param];
  for (uint32_t k = 0; k < rank; ++k) {
    uint32_t dim = schema->axis[k];
    int64_t length = this->arguments->lengths[dim], shown = -1;
    if (shape[k] == length) continue;
    const rp_schema_dim *axis = &this->schema->dims[dim];
    int32_t witness = find_witness(this, dim, &shown);
    if (axis->of < 0 && axis->parameter < 0 && witness >= 0 && witness != (int32_t)param)
      return rp_find(this->finding, RP_BAD_INPUT, "axis-conflict", (int32_t)param, (double)shape[k],
                     "%s: '%s' has %lld entries along '%s' and '%s' has %lld", this->id,
                     this->schema->params[witness].is.name, (long long)length, axis->is.name, schema->is.name,
                     (long long)shape[k]);
    return rp_find(this->finding, RP_BAD_INPUT, "wrong-shape", (int32_t)param, (double)shape[k],
                   "%s: '%s' has %lld entries along the axis '%s', which has length %lld", this->id,
                   schema->is.name, (long long)shape[k], axis->is.name, (long long)length);
  }
  return RP_OK;
}

/* Number of members over the parameter's axes; -1 while an axis is late. */
static int64_t member_count(const completion *this, const rp_schema_param *schema) {
  int64_t count = 1;
  for (uint32_t k = 0; k < schema->rank; ++k) {
    int64_t length = this->arguments->lengths[schema->axis[k]];
    if (length < 0 || __builtin_mul_overflow(count, length, &count)) return -1;
  }
  return count;
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

static rp_status check_matrix(completion *this, uint32_t param, const double *matrix, int64_t n) {
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
  double *work = fill_room(this, param, n * n, &status);
  if (!work) return status;
  if (!is_positive_definite(matrix, n, work))
    return rp_find(this->finding, RP_BAD_INPUT, "not-positive-definite", (int32_t)param, NAN,
                   "%s: the matrix '%s' must be positive definite", this->id, is->name);
  return RP_OK;
}

static rp_status check_array(completion *this, uint32_t param, const rp_value *value, int64_t count) {
  const rp_param *is = &this->schema->params[param].is;
  for (int64_t i = 0; i < count; ++i) {
    rp_status status =
        check_number(this, param, is->name, value->data[i], is->min, is->max, is->flags, i + 1);
    if (status != RP_OK) return status;
    if ((is->flags & RP_INCREASING) && i > 0 && !(value->data[i] > value->data[i - 1]))
      return rp_find(this->finding, RP_BAD_INPUT, "not-increasing", (int32_t)param, value->data[i],
                     "%s: '%s' must increase strictly; entry %lld is %.15g after %.15g", this->id, is->name,
                     (long long)(i + 1), value->data[i], value->data[i - 1]);
  }
  if (is->flags & (RP_SYMMETRIC | RP_POS_DEF)) return check_matrix(this, param, value->data, value->shape[0]);
  return RP_OK;
}

/* Absent, because nothing was given and nothing can be filled in? */
static bool stays_absent(const completion *this, uint32_t param, int64_t members) {
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  const rp_param *is = &this->schema->params[param].is;
  return slot->state == RP_SLOT_ABSENT ||
         (slot->state == RP_SLOT_UNSET && (isnan(is->preset) || members < 0));
}

static rp_status leave_absent(completion *this, uint32_t param) {
  const rp_param *is = &this->schema->params[param].is;
  this->arguments->values[param].kind = 0;
  if (is->flags & RP_OPTIONAL) return RP_OK;
  return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                 "%s: the parameter '%s' is required: %s", this->id, is->name, is->doc);
}

/* One value was given for all entries along an axis whose length only the solver knows. */
static rp_status refuse_unknown_members(completion *this, uint32_t param) {
  const rp_schema_param *schema = &this->schema->params[param];
  for (uint32_t k = 0; k < schema->rank; ++k)
    if (this->arguments->lengths[schema->axis[k]] < 0)
      return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                     "%s: nothing says how many entries '%s' has along the axis '%s'; give it as an array",
                     this->id, schema->is.name, this->schema->dims[schema->axis[k]].is.name);
  return rp_find(this->finding, RP_NO_MEMORY, "no-memory", (int32_t)param, NAN,
                 "%s: '%s' has too many entries", this->id, schema->is.name);
}

static rp_status complete_array(completion *this, uint32_t param) {
  const rp_schema_param *schema = &this->schema->params[param];
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  rp_value *value = &this->arguments->values[param];
  *value = (rp_value){.kind = RP_ARRAY, .rank = schema->rank};
  int64_t count = member_count(this, schema);
  if (stays_absent(this, param, count)) return leave_absent(this, param);
  if (count < 0) return refuse_unknown_members(this, param);
  for (uint32_t k = 0; k < schema->rank; ++k)
    value->shape[k] = this->arguments->lengths[schema->axis[k]];
  rp_status status = RP_OK;
  if (slot->state == RP_SLOT_GIVEN) {
    status = check_extents(this, param, slot->rank, slot->shape);
    value->data = slot->data;
  } else {
    double *room = fill_room(this, param, count, &status),
           number = slot->state == RP_SLOT_NUMBER ? slot->number : schema->is.preset;
    for (int64_t i = 0; room && i < count; ++i)
      room[i] = number;
    value->data = room;
  }
  return status == RP_OK ? check_array(this, param, value, count) : status;
}

/* Values of every member inside the bounds: table entries, or a series at its edges and 24 points a panel. */
static rp_status check_curve(completion *this, uint32_t param, const rp_value *value, int64_t members) {
  const rp_param *is = &this->schema->params[param].is;
  for (int64_t m = 0; m < members; ++m) {
    rp_curve curve = rp_curve_of(value, m);
    if (curve.rule != RP_CHEBYSHEV) {
      for (int64_t k = 0; k < curve.grid_count; ++k) {
        rp_status status =
            check_number(this, param, is->name, curve.data[k], is->min, is->max, is->flags, k + 1);
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

/* A fitted series is no extrapolation: it must cover the interval on which the model reads it. */
static rp_status check_domain(completion *this, uint32_t param, const rp_arguments_slot *slot) {
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

static rp_status complete_curve(completion *this, uint32_t param) {
  const rp_schema_param *schema = &this->schema->params[param];
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  rp_value *value = &this->arguments->values[param];
  int64_t members = member_count(this, schema);
  rp_status status = RP_OK;
  *value = (rp_value){.kind = RP_CURVE, .rule = RP_STEP_RIGHT};
  if (stays_absent(this, param, members)) return leave_absent(this, param);
  if (members < 0) return refuse_unknown_members(this, param);
  for (uint32_t k = 0; k < schema->rank; ++k)
    value->shape[k] = this->arguments->lengths[schema->axis[k]];
  uint32_t own = 1;
  int64_t size = 1;
  double constant = slot->state == RP_SLOT_NUMBER ? slot->number : schema->is.preset;
  const double *source = &constant;
  if (slot->state == RP_SLOT_GIVEN) {
    own = slot->rule == RP_CHEBYSHEV ? 2 : 1;
    status = slot->rank > own ? check_extents(this, param, slot->rank - own, slot->shape) : RP_OK;
    if (status == RP_OK) status = check_domain(this, param, slot);
    if (status != RP_OK) return status;
    size = own == 2 ? slot->shape[slot->rank - 2] * slot->shape[slot->rank - 1] : slot->shape[slot->rank - 1];
    source = slot->data;
    value->rule = slot->rule;
    value->grid = slot->grid;
    value->grid_count = slot->grid_count;
  } else {
    double domain[2], *grid = fill_room(this, param, 1, &status);
    if (!grid) return status;
    rp_arguments_domain(this->arguments, param, domain);
    grid[0] = isfinite(domain[0]) ? domain[0] : 0;
    value->grid = grid;
    value->grid_count = 1;
  }
  value->rank = schema->rank + own;
  for (uint32_t k = 0; k < own; ++k)
    value->shape[schema->rank + k] = slot->state == RP_SLOT_GIVEN ? slot->shape[slot->rank - own + k] : 1;
  if (slot->state == RP_SLOT_GIVEN && slot->rank == value->rank) {
    value->data = slot->data;
  } else { /* one curve stands for all members */
    double *room = fill_room(this, param, members * size, &status);
    for (int64_t i = 0; room && i < members * size; ++i)
      room[i] = source[i % size];
    value->data = room;
  }
  return status == RP_OK ? check_curve(this, param, value, members) : status;
}

static rp_status complete_process(completion *this, uint32_t param) {
  const rp_schema_param *schema = &this->schema->params[param];
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  rp_value *value = &this->arguments->values[param];
  int64_t members = member_count(this, schema);
  *value = (rp_value){.kind = RP_PROCESS, .rank = schema->rank + 1};
  if (stays_absent(this, param, members)) return leave_absent(this, param);
  if (members < 0) return refuse_unknown_members(this, param);
  uint32_t choice = slot->state == RP_SLOT_GIVEN ? slot->law : (uint32_t)schema->is.preset;
  const rp_schema_law *law = &schema->laws[choice];
  uint32_t coefs = law->law.coef_count;
  rp_status status = RP_OK;
  double *room = fill_room(this, param, members * coefs, &status);
  if (!room) return status;
  for (uint32_t k = 0; k < coefs; ++k) {
    const rp_coef *coef = &law->coefs[k];
    const rp_arguments_coef *given =
        slot->state == RP_SLOT_GIVEN && slot->coefs[k].data ? &slot->coefs[k] : NULL;
    char what[2 * RP_MAX_NAME + 8];
    snprintf(what, sizeof what, "%s.%s", schema->is.name, coef->name);
    if (!given && isnan(coef->preset))
      return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                     "%s: the law '%s' of '%s' needs the coefficient '%s': %s", this->id, law->law.name,
                     schema->is.name, coef->name, coef->doc);
    if (given && given->rank > 0) status = check_extents(this, param, given->rank, given->shape);
    for (int64_t m = 0; m < members && status == RP_OK; ++m) {
      double number = !given ? coef->preset : given->rank > 0 ? given->data[m] : given->data[0];
      status = check_number(this, param, what, number, coef->min, coef->max, coef->flags,
                            given && given->rank > 0 ? m + 1 : 0);
      room[m * coefs + k] = number;
    }
    if (status != RP_OK) return status;
  }
  for (uint32_t k = 0; k < schema->rank; ++k)
    value->shape[k] = this->arguments->lengths[schema->axis[k]];
  value->shape[schema->rank] = coefs;
  value->integer = choice;
  value->data = room;
  return RP_OK;
}

static bool is_scalar(rp_kind kind) {
  return kind == RP_REAL || kind == RP_INTEGER || kind == RP_BOOLEAN || kind == RP_CHOICE;
}

rp_status rp_arguments_complete(rp_arguments *arguments, rp_finding *finding) {
  completion this = {arguments, arguments->schema, arguments->schema->model.id, finding};
  rp_status status = RP_OK;
  rp_arguments_forget_filled(arguments);
  for (uint32_t i = 0; i < this.schema->param_count && status == RP_OK; ++i)
    if (is_scalar(this.schema->params[i].is.kind)) status = complete_scalar(&this, i);
  for (uint32_t i = 0; i < this.schema->dim_count && status == RP_OK; ++i)
    status = complete_length(&this, i);
  for (uint32_t i = 0; i < this.schema->param_count && status == RP_OK; ++i)
    switch (this.schema->params[i].is.kind) {
    case RP_ARRAY:
      status = complete_array(&this, i);
      break;
    case RP_CURVE:
      status = complete_curve(&this, i);
      break;
    case RP_PROCESS:
      status = complete_process(&this, i);
      break;
    default:
      break;
    }
  return status;
}
