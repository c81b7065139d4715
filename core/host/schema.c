/* schema.c - see schema.h. */
#include "schema.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ELEMENTS = 4096, LONGEST_TEXT = 8192 };

/* The oldest element structs that are understood end here; a shorter stride cannot be a description. */
#define SMALLEST_DIM offsetof(rp_dim, of)
#define SMALLEST_COEF offsetof(rp_coef, flags)
#define SMALLEST_PROCESS sizeof(rp_process)
#define SMALLEST_PARAM offsetof(rp_param, choices)
#define SMALLEST_OUTPUT offsetof(rp_output, flags)
#define SMALLEST_MODEL sizeof(rp_model)

typedef struct memory_block {
  struct memory_block *next;
  double data[];
} memory_block;

static void *take(rp_schema *schema, size_t count, size_t size) {
  memory_block *block = calloc(1, sizeof *block + (count ? count : 1) * size);
  if (!block) return NULL;
  block->next = schema->memory;
  schema->memory = block;
  return block->data;
}

void rp_schema_destroy(rp_schema *schema) {
  if (!schema) return;
  for (memory_block *block = schema->memory, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  free(schema);
}

/* Copies element i of the plugin's array into this build's struct; what the plugin's lacks is zero. */
static void copy_element(void *to, size_t size, const void *array, size_t i, size_t stride) {
  memset(to, 0, size);
  memcpy(to, (const char *)array + i * stride, stride < size ? stride : size);
}

static bool is_name(const char *text) {
  if (!text || text[0] < 'a' || text[0] > 'z') return false;
  size_t length = strnlen(text, RP_MAX_NAME + 1);
  return length <= RP_MAX_NAME && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

static bool is_text(const char *text) {
  return text && strnlen(text, LONGEST_TEXT) < LONGEST_TEXT;
}

const char *rp_kind_name(rp_kind kind) {
  static const char *const names[] = {"absent", "real",  "integer", "boolean",
                                      "choice", "array", "curve",   "process"};
  return kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

bool rp_is_inside(double value, double min, double max, uint32_t flags) {
  if (isnan(value) || (isinf(value) && !(flags & RP_INF_LEGAL))) return false;
  bool above = (flags & RP_MIN_OPEN) ? value > min : value >= min;
  bool below = (flags & RP_MAX_OPEN) ? value < max : value <= max;
  return above && below;
}

void rp_describe_bounds(double min, double max, uint32_t flags, char *text, size_t size) {
  bool has_min = !isinf(min), has_max = !isinf(max);
  char low[48] = "", high[48] = "";
  if (has_min) snprintf(low, sizeof low, "%s %.15g", (flags & RP_MIN_OPEN) ? ">" : ">=", min);
  if (has_max) snprintf(high, sizeof high, "%s %.15g", (flags & RP_MAX_OPEN) ? "<" : "<=", max);
  bool infinite = (flags & RP_INF_LEGAL) && !(has_min && has_max);
  snprintf(text, size, "%s%s%s%s%s", low, has_min && has_max ? " and " : "", high,
           infinite || (has_min && has_max) ? "" : (has_min || has_max ? " and finite" : "finite"),
           infinite ? (has_min || has_max ? " or infinite" : "a number or infinite") : "");
}

/* Bounds and default of a parameter or coefficient. */
static bool check_bounds(const char *where, const char *name, double min, double max, double preset,
                         uint32_t flags, rp_message *message) {
  if (isnan(min) || isnan(max) || min > max)
    return rp_fail(message, "%s: the bounds of '%s' are out of order: [%g, %g]", where, name, min, max);
  if (!isnan(preset) && !rp_is_inside(preset, min, max, flags)) {
    char condition[128];
    rp_describe_bounds(min, max, flags, condition, sizeof condition);
    return rp_fail(message, "%s: the default of '%s', %.15g, is not %s", where, name, preset, condition);
  }
  return true;
}

/* The fields that dims, parameters, outputs and coefficients share. */
static bool check_words(const char *where, const char *what, uint32_t i, const char *name, const char *doc,
                        const char *unit, rp_unit *parsed, rp_message *message) {
  if (!is_name(name))
    return rp_fail(message, "%s: %s %u, '%.*s', has no valid name ([a-z][a-z0-9_]*, at most %d letters)",
                   where, what, i, RP_MAX_NAME + 1, is_text(name) ? name : "", RP_MAX_NAME);
  if (!is_text(doc)) return rp_fail(message, "%s: %s '%s' has no description", where, what, name);
  if (!parsed) return true;
  rp_message cause;
  if (!is_text(unit))
    return rp_fail(message, "%s: %s '%s' has no unit (\"1\" if it has no dimension)", where, what, name);
  if (!rp_unit_parse(unit, parsed, &cause))
    return rp_fail(message, "%s: %s '%s': %s", where, what, name, cause.text);
  return true;
}

/* A NULL-terminated list of strings; -1 if it is longer than `most` or holds a text that is none. */
static int32_t count_list(const char *const *list, int32_t most) {
  int32_t count = 0;
  if (list)
    for (; list[count]; ++count)
      if (count >= most || !is_text(list[count])) return -1;
  return count;
}

static bool resolve_axes(const rp_schema *schema, const char *where, const char *name,
                         const char *const *axes, uint32_t most, uint32_t *rank, uint32_t *axis,
                         rp_message *message) {
  int32_t count = count_list(axes, (int32_t)most);
  if (count < 0) return rp_fail(message, "%s: '%s' has more than %u axes", where, name, most);
  *rank = (uint32_t)count;
  for (int32_t i = 0; i < count; ++i) {
    int32_t dim = rp_schema_find_dim(schema, axes[i]);
    if (dim < 0)
      return rp_fail(message, "%s: '%s' lies on the axis '%.80s', which the model does not declare", where,
                     name, axes[i]);
    axis[i] = (uint32_t)dim;
  }
  return true;
}

static bool read_dims(rp_schema *schema, const char *where, rp_message *message) {
  const rp_model *model = &schema->model;
  for (uint32_t i = 0; i < schema->dim_count; ++i) {
    rp_schema_dim *dim = &schema->dims[i];
    copy_element(&dim->is, sizeof dim->is, model->dims, i, model->dim_stride);
    if (!check_words(where, "axis", i, dim->is.name, dim->is.doc, NULL, NULL, message)) return false;
    if (dim->is.min < 0 || dim->is.min > dim->is.max)
      return rp_fail(message, "%s: the bounds of axis '%s' are out of order: [%lld, %lld]", where,
                     dim->is.name, (long long)dim->is.min, (long long)dim->is.max);
    for (uint32_t k = 0; k < i; ++k)
      if (strcmp(schema->dims[k].is.name, dim->is.name) == 0)
        return rp_fail(message, "%s: axis '%s' is declared twice", where, dim->is.name);
    dim->late = dim->is.flags & RP_DIM_LATE;
    dim->of = dim->parameter = -1;
  }
  for (uint32_t i = 0; i < schema->dim_count; ++i) {
    rp_schema_dim *dim = &schema->dims[i];
    if (!dim->is.of) continue;
    /* Only earlier axes may be named: so there are no circles, and lengths resolve in one pass. */
    dim->of = is_text(dim->is.of) ? rp_schema_find_dim(schema, dim->is.of) : -1;
    if (dim->of < 0 || dim->of >= (int32_t)i)
      return rp_fail(message, "%s: axis '%s' derives from '%.80s', which is not an axis declared before it",
                     where, dim->is.name, is_text(dim->is.of) ? dim->is.of : "?");
    dim->late = dim->late || schema->dims[dim->of].late;
  }
  return true;
}

static bool read_laws(rp_schema *schema, const char *where, rp_schema_param *param, rp_message *message) {
  const rp_param *is = &param->is;
  if (is->process_count == 0 || is->process_count > 64 || !is->processes ||
      is->process_stride < SMALLEST_PROCESS)
    return rp_fail(message, "%s: parameter '%s' is a process and accepts no law", where, is->name);
  rp_schema_law *laws = take(schema, is->process_count, sizeof *laws);
  if (!laws) return rp_fail(message, "out of memory while reading the description of %s", where);
  for (uint32_t i = 0; i < is->process_count; ++i) {
    rp_process *law = &laws[i].law;
    copy_element(law, sizeof *law, is->processes, i, is->process_stride);
    if (!is_name(law->name) || !is_text(law->law))
      return rp_fail(message, "%s: law %u of '%s' has no valid name or no equation", where, i, is->name);
    if (law->coef_count > 64 || (law->coef_count > 0 && (!law->coefs || law->coef_stride < SMALLEST_COEF)))
      return rp_fail(message, "%s: the coefficients of law '%s' of '%s' cannot be read", where, law->name,
                     is->name);
    rp_coef *coefs = take(schema, law->coef_count, sizeof *coefs);
    if (!coefs) return rp_fail(message, "out of memory while reading the description of %s", where);
    for (uint32_t k = 0; k < law->coef_count; ++k) {
      rp_unit unit;
      copy_element(&coefs[k], sizeof *coefs, law->coefs, k, law->coef_stride);
      if (!check_words(where, "coefficient", k, coefs[k].name, coefs[k].doc, coefs[k].unit, &unit, message) ||
          !check_bounds(where, coefs[k].name, coefs[k].min, coefs[k].max, coefs[k].preset, coefs[k].flags,
                        message))
        return false;
    }
    laws[i].coefs = coefs;
  }
  param->laws = laws;
  return true;
}

/* The end of a curve's domain: a number, the name of a scalar parameter, or "" for none. */
static bool is_domain_end(const rp_schema *schema, const char *text) {
  if (!is_text(text)) return false;
  char *end;
  strtod(text, &end);
  if (*end == '\0') return true;
  int32_t param = rp_schema_find_param(schema, text);
  return param >= 0 &&
         (schema->params[param].is.kind == RP_REAL || schema->params[param].is.kind == RP_INTEGER);
}

static bool check_kind(rp_schema *schema, const char *where, rp_schema_param *param, rp_message *message) {
  const rp_param *is = &param->is;
  uint32_t most = is->kind == RP_ARRAY     ? RP_MAX_RANK
                  : is->kind == RP_CURVE   ? 2
                  : is->kind == RP_PROCESS ? 3
                                           : 0;
  if (!resolve_axes(schema, where, is->name, is->axes, most, &param->rank, param->axis, message))
    return false;
  for (uint32_t i = 0; i < param->rank; ++i)
    if (schema->dims[param->axis[i]].late && !(is->flags & RP_OPTIONAL))
      return rp_fail(
          message,
          "%s: parameter '%s' is not optional and lies on the axis '%s', whose length the solver sets", where,
          is->name, schema->dims[param->axis[i]].is.name);
  switch (is->kind) {
  case RP_REAL:
  case RP_BOOLEAN:
  case RP_INTEGER:
    if (is->kind != RP_REAL && !isnan(is->preset) && is->preset != floor(is->preset))
      return rp_fail(message, "%s: the default of '%s', %g, is not an integer", where, is->name, is->preset);
    return true;
  case RP_CHOICE: {
    int32_t count = count_list(is->choices, 256);
    if (count <= 0)
      return rp_fail(message, "%s: parameter '%s' is a choice without choices", where, is->name);
    param->choice_count = (uint32_t)count;
    if (!isnan(is->preset) && (is->preset != floor(is->preset) || is->preset < 0 || is->preset >= count))
      return rp_fail(message, "%s: the default of '%s' is choice %g, counted from 0, of %d", where, is->name,
                     is->preset, count);
    return true;
  }
  case RP_ARRAY:
    if (param->rank == 0)
      return rp_fail(message, "%s: parameter '%s' is an array without axes", where, is->name);
    if ((is->flags & (RP_SYMMETRIC | RP_POS_DEF)) && (param->rank != 2 || param->axis[0] != param->axis[1]))
      return rp_fail(message, "%s: parameter '%s' is declared symmetric and is not a square matrix", where,
                     is->name);
    return true;
  case RP_CURVE:
    if (!is_text(is->variable) || !*is->variable)
      return rp_fail(message, "%s: the curve '%s' names no variable", where, is->name);
    for (int side = 0; side < 2; ++side)
      if (!is_domain_end(schema, is->domain[side]))
        return rp_fail(
            message,
            "%s: the domain of curve '%s' ends at '%.80s', which is neither a number nor a scalar parameter",
            where, is->name, is_text(is->domain[side]) ? is->domain[side] : "?");
    return true;
  case RP_PROCESS:
    if (!isnan(is->preset) &&
        (is->preset != floor(is->preset) || is->preset < 0 || is->preset >= is->process_count))
      return rp_fail(message, "%s: the default of '%s' is law %g, counted from 0, of %u", where, is->name,
                     is->preset, is->process_count);
    return read_laws(schema, where, param, message);
  default:
    return rp_fail(message, "%s: parameter '%s' is of kind %u, which this version of reprise does not know",
                   where, is->name, is->kind);
  }
}

static bool read_params(rp_schema *schema, const char *where, rp_message *message) {
  const rp_model *model = &schema->model;
  for (uint32_t i = 0; i < schema->param_count; ++i) {
    rp_schema_param *param = &schema->params[i];
    rp_param *is = &param->is;
    copy_element(is, sizeof *is, model->params, i, model->param_stride);
    if (!check_words(where, "parameter", i, is->name, is->doc, is->unit, &param->unit, message)) return false;
    if (!is_text(is->symbol) || !is_text(is->source))
      return rp_fail(message, "%s: parameter '%s' has no symbol or no source", where, is->name);
    for (uint32_t k = 0; k < i; ++k)
      if (strcmp(schema->params[k].is.name, is->name) == 0)
        return rp_fail(message, "%s: parameter '%s' is declared twice", where, is->name);
    if (is->kind == RP_BOOLEAN) {
      is->min = 0;
      is->max = 1;
    }
    bool bounded = is->kind != RP_CHOICE && is->kind != RP_PROCESS;
    if (bounded && !check_bounds(where, is->name, is->min, is->max, is->preset, is->flags, message))
      return false;
  }
  for (uint32_t i = 0; i < schema->param_count; ++i) { /* kinds refer to other parameters by name */
    if (!check_kind(schema, where, &schema->params[i], message)) return false;
    int32_t dim = rp_schema_find_dim(schema, schema->params[i].is.name);
    if (dim >= 0 && schema->params[i].is.kind == RP_INTEGER) schema->dims[dim].parameter = (int32_t)i;
  }
  return true;
}

static bool read_outputs(rp_schema *schema, const char *where, rp_message *message) {
  const rp_model *model = &schema->model;
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    rp_schema_output *output = &schema->outputs[i];
    copy_element(&output->is, sizeof output->is, model->outputs, i, model->output_stride);
    const rp_output *is = &output->is;
    if (!check_words(where, "output", i, is->name, is->doc, is->unit, &output->unit, message)) return false;
    if (!is_text(is->symbol) || !is_text(is->source))
      return rp_fail(message, "%s: output '%s' has no symbol or no source", where, is->name);
    for (uint32_t k = 0; k < i; ++k)
      if (strcmp(schema->outputs[k].is.name, is->name) == 0)
        return rp_fail(message, "%s: output '%s' is declared twice", where, is->name);
    if (!resolve_axes(schema, where, is->name, is->axes, RP_MAX_RANK, &output->rank, output->axis, message))
      return false;
    for (uint32_t k = 0; k < output->rank; ++k)
      output->late = output->late || schema->dims[output->axis[k]].late;
  }
  return true;
}

static bool check_table(const char *where, const char *what, const void *array, uint32_t count,
                        uint32_t stride, size_t smallest, rp_message *message) {
  if (count > MOST_ELEMENTS)
    return rp_fail(message, "%s declares %u %s; at most %d are read", where, count, what, MOST_ELEMENTS);
  if (count > 0 && (!array || stride < smallest || stride > 4096))
    return rp_fail(message,
                   "%s: the table of %s is missing, or its stride of %u bytes is not one of this ABI", where,
                   what, stride);
  return true;
}

static bool read_model(rp_schema *schema, rp_message *message) {
  rp_model *model = &schema->model;
  if (!is_name(model->id))
    return rp_fail(message, "a model has no valid id ([a-z][a-z0-9_]*, at most %d letters)", RP_MAX_NAME);
  char where[RP_MAX_NAME + 16];
  snprintf(where, sizeof where, "model '%s'", model->id);
  if (!is_text(model->version) || !is_text(model->title) || !is_text(model->paper))
    return rp_fail(message, "%s has no version, title or paper", where);
  if (!is_text(model->doc)) model->doc = "";
  if (!model->solve) return rp_fail(message, "%s has no solve function", where);
  if (!check_table(where, "axes", model->dims, model->dim_count, model->dim_stride, SMALLEST_DIM, message) ||
      !check_table(where, "parameters", model->params, model->param_count, model->param_stride,
                   SMALLEST_PARAM, message) ||
      !check_table(where, "outputs", model->outputs, model->output_count, model->output_stride,
                   SMALLEST_OUTPUT, message))
    return false;
  if (model->output_count == 0) return rp_fail(message, "%s has no outputs", where);
  schema->dim_count = model->dim_count;
  schema->param_count = model->param_count;
  schema->output_count = model->output_count;
  schema->dims = take(schema, schema->dim_count, sizeof *schema->dims);
  schema->params = take(schema, schema->param_count, sizeof *schema->params);
  schema->outputs = take(schema, schema->output_count, sizeof *schema->outputs);
  if (!schema->dims || !schema->params || !schema->outputs)
    return rp_fail(message, "out of memory while reading the description of %s", where);
  return read_dims(schema, where, message) && read_params(schema, where, message) &&
         read_outputs(schema, where, message);
}

rp_schema *rp_schema_create(const rp_model *model, rp_message *message) {
  rp_schema *schema = calloc(1, sizeof *schema);
  if (!schema) {
    rp_fail(message, "out of memory while reading a model's description");
    return NULL;
  }
  if (model->struct_size < SMALLEST_MODEL) {
    rp_fail(message, "a model's description is %u bytes long; this ABI needs at least %zu",
            model->struct_size, SMALLEST_MODEL);
    rp_schema_destroy(schema);
    return NULL;
  }
  copy_element(&schema->model, sizeof schema->model, model, 0, model->struct_size);
  if (!read_model(schema, message)) {
    rp_schema_destroy(schema);
    return NULL;
  }
  return schema;
}

int32_t rp_schema_find_dim(const rp_schema *schema, const char *name) {
  for (uint32_t i = 0; i < schema->dim_count; ++i)
    if (schema->dims[i].is.name && strcmp(schema->dims[i].is.name, name) == 0) return (int32_t)i;
  return -1;
}

int32_t rp_schema_find_param(const rp_schema *schema, const char *name) {
  for (uint32_t i = 0; i < schema->param_count; ++i)
    if (schema->params[i].is.name && strcmp(schema->params[i].is.name, name) == 0) return (int32_t)i;
  return -1;
}

int32_t rp_schema_find_output(const rp_schema *schema, const char *name) {
  for (uint32_t i = 0; i < schema->output_count; ++i)
    if (schema->outputs[i].is.name && strcmp(schema->outputs[i].is.name, name) == 0) return (int32_t)i;
  return -1;
}
