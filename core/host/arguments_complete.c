/*
 * arguments_complete.c - the completion of arguments: scalars first (they fix axis lengths), then axis
 * lengths, then everything that lies on axes. What values must be is checked in arguments_check.c.
 */
#include "arguments_impl.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double *rp_arguments_room(rp_completion *this, uint32_t param, int64_t count, rp_status *status) {
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

static rp_status leave_absent(rp_completion *this, uint32_t param) {
  const rp_param *is = &this->schema->params[param].is;
  this->arguments->values[param].kind = 0;
  if (is->flags & RP_OPTIONAL) return RP_OK;
  return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                 "%s: the parameter '%s' is required: %s", this->id, is->name, is->doc);
}

static rp_status complete_scalar(rp_completion *this, uint32_t param) {
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  const rp_param *is = &this->schema->params[param].is;
  rp_value *value = &this->arguments->values[param];
  *value = (rp_value){.kind = is->kind};
  double number = slot->state == RP_SLOT_NUMBER ? slot->number : is->preset;
  if (slot->state == RP_SLOT_ABSENT || (slot->state == RP_SLOT_UNSET && isnan(is->preset)))
    return leave_absent(this, param);
  if (is->kind == RP_CHOICE) {
    value->integer = (int64_t)number;
    return RP_OK;
  }
  rp_status status = rp_arguments_check_number(this, param, is->name, number, is->min, is->max, is->flags, 0);
  if (status != RP_OK) return status;
  if (is->kind != RP_REAL && (number != floor(number) || fabs(number) > 9007199254740992.0))
    return rp_find(this->finding, RP_BAD_INPUT, "not-an-integer", (int32_t)param, number,
                   "%s: '%s' is %.15g, it must be a whole number", this->id, is->name, number);
  if (is->kind != RP_REAL) {
    value->integer = (int64_t)number;
    return RP_OK;
  }
  double *room = rp_arguments_room(this, param, 1, &status);
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
static int32_t find_witness(rp_completion *this, uint32_t dim, int64_t *length) {
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

static rp_status refuse_unknown_length(rp_completion *this, uint32_t dim) {
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

static rp_status complete_length(rp_completion *this, uint32_t dim) {
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
static rp_status check_extents(rp_completion *this, uint32_t param, uint32_t rank, const int64_t *shape) {
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
static int64_t member_count(const rp_completion *this, const rp_schema_param *schema) {
  int64_t count = 1;
  for (uint32_t k = 0; k < schema->rank; ++k) {
    int64_t length = this->arguments->lengths[schema->axis[k]];
    if (length < 0 || __builtin_mul_overflow(count, length, &count)) return -1;
  }
  return count;
}

/* Absent, because nothing was given and nothing can be filled in? */
static bool stays_absent(const rp_completion *this, uint32_t param, int64_t members) {
  const rp_arguments_slot *slot = &this->arguments->slots[param];
  const rp_param *is = &this->schema->params[param].is;
  return slot->state == RP_SLOT_ABSENT ||
         (slot->state == RP_SLOT_UNSET && (isnan(is->preset) || members < 0));
}

/* One value was given for all entries along an axis whose length only the solver knows. */
static rp_status refuse_unknown_members(rp_completion *this, uint32_t param) {
  const rp_schema_param *schema = &this->schema->params[param];
  for (uint32_t k = 0; k < schema->rank; ++k)
    if (this->arguments->lengths[schema->axis[k]] < 0)
      return rp_find(this->finding, RP_BAD_INPUT, "missing", (int32_t)param, NAN,
                     "%s: nothing says how many entries '%s' has along the axis '%s'; give it as an array",
                     this->id, schema->is.name, this->schema->dims[schema->axis[k]].is.name);
  return rp_find(this->finding, RP_NO_MEMORY, "no-memory", (int32_t)param, NAN,
                 "%s: '%s' has too many entries", this->id, schema->is.name);
}

static rp_status complete_array(rp_completion *this, uint32_t param) {
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
    double *room = rp_arguments_room(this, param, count, &status),
           number = slot->state == RP_SLOT_NUMBER ? slot->number : schema->is.preset;
    for (int64_t i = 0; room && i < count; ++i)
      room[i] = number;
    value->data = room;
  }
  return status == RP_OK ? rp_arguments_check_array(this, param, value, count) : status;
}

static rp_status complete_curve(rp_completion *this, uint32_t param) {
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
    if (status == RP_OK) status = rp_arguments_check_domain(this, param, slot);
    if (status != RP_OK) return status;
    size = own == 2 ? slot->shape[slot->rank - 2] * slot->shape[slot->rank - 1] : slot->shape[slot->rank - 1];
    source = slot->data;
    value->rule = slot->rule;
    value->grid = slot->grid;
    value->grid_count = slot->grid_count;
  } else {
    double domain[2], *grid = rp_arguments_room(this, param, 1, &status);
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
    double *room = rp_arguments_room(this, param, members * size, &status);
    for (int64_t i = 0; room && i < members * size; ++i)
      room[i] = source[i % size];
    value->data = room;
  }
  return status == RP_OK ? rp_arguments_check_curve(this, param, value, members) : status;
}

static rp_status complete_process(rp_completion *this, uint32_t param) {
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
  double *room = rp_arguments_room(this, param, members * coefs, &status);
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
      status = rp_arguments_check_number(this, param, what, number, coef->min, coef->max, coef->flags,
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
  rp_completion this = {arguments, arguments->schema, arguments->schema->model.id, finding};
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
