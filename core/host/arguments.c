/* arguments.c - see arguments.h. Setting lies here; the completion as a whole in arguments_complete.c. */
#include "arguments_impl.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

rp_arguments *rp_arguments_create(const rp_schema *schema) {
  rp_arguments *arguments = calloc(1, sizeof *arguments);
  if (!arguments) return NULL;
  arguments->schema = schema;
  arguments->slots = calloc(schema->param_count + 1u, sizeof *arguments->slots);
  arguments->values = calloc(schema->param_count + 1u, sizeof *arguments->values);
  arguments->lengths = calloc(schema->dim_count + 1u, sizeof *arguments->lengths);
  if (!arguments->slots || !arguments->values || !arguments->lengths) {
    rp_arguments_destroy(arguments);
    return NULL;
  }
  return arguments;
}

static void clear_slot(rp_arguments_slot *slot) {
  free(slot->grid);
  free(slot->data);
  for (uint32_t k = 0; k < slot->coef_count; ++k)
    free(slot->coefs[k].data);
  free(slot->coefs);
  *slot = (rp_arguments_slot){0};
}

void rp_arguments_forget_filled(rp_arguments *arguments) {
  for (rp_arguments_block *block = arguments->filled, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  arguments->filled = NULL;
}

void rp_arguments_destroy(rp_arguments *arguments) {
  if (!arguments) return;
  for (uint32_t i = 0; arguments->slots && i < arguments->schema->param_count; ++i)
    clear_slot(&arguments->slots[i]);
  rp_arguments_forget_filled(arguments);
  free(arguments->slots);
  free(arguments->values);
  free(arguments->lengths);
  free(arguments);
}

/* Product of the extents, or -1 if it overflows what can be allocated. */
static int64_t extent_product(uint32_t rank, const int64_t *shape) {
  int64_t product = 1;
  for (uint32_t i = 0; i < rank; ++i)
    if (shape[i] < 0 || __builtin_mul_overflow(product, shape[i], &product) || product > INT64_MAX / 64)
      return -1;
  return product;
}

static double *copy_numbers(const double *numbers, int64_t count) {
  double *copy = malloc((size_t)(count > 0 ? count : 1) * sizeof *copy);
  if (copy && count > 0) memcpy(copy, numbers, (size_t)count * sizeof *copy);
  return copy;
}

static bool clone_slot(const rp_arguments_slot *from, rp_arguments_slot *to) {
  *to = *from;
  to->grid = from->grid ? copy_numbers(from->grid, from->grid_count) : NULL;
  to->data = from->data ? copy_numbers(from->data, extent_product(from->rank, from->shape)) : NULL;
  to->coefs = NULL;
  to->coef_count = 0;
  bool complete = (!from->grid || to->grid) && (!from->data || to->data);
  if (from->coefs) {
    to->coefs = calloc(from->coef_count + 1u, sizeof *to->coefs);
    to->coef_count = to->coefs ? from->coef_count : 0;
    complete = complete && to->coefs;
    for (uint32_t k = 0; k < to->coef_count; ++k) {
      to->coefs[k] = from->coefs[k];
      if (from->coefs[k].data) {
        to->coefs[k].data =
            copy_numbers(from->coefs[k].data, extent_product(from->coefs[k].rank, from->coefs[k].shape));
        complete = complete && to->coefs[k].data;
      }
    }
  }
  return complete;
}

rp_arguments *rp_arguments_clone(const rp_arguments *arguments) {
  rp_arguments *clone = rp_arguments_create(arguments->schema);
  bool complete = clone != NULL;
  for (uint32_t i = 0; complete && i < arguments->schema->param_count; ++i)
    complete = clone_slot(&arguments->slots[i], &clone->slots[i]);
  if (!complete) {
    rp_arguments_destroy(clone);
    return NULL;
  }
  return clone;
}

static const rp_param *param_of(const rp_arguments *arguments, uint32_t param) {
  return &arguments->schema->params[param].is;
}

rp_status rp_arguments_refuse_kind(const rp_arguments *arguments, uint32_t param, const char *given,
                                   rp_finding *finding) {
  const rp_param *is = param_of(arguments, param);
  static const char *const wanted[] = {"nothing",
                                       "a number",
                                       "an integer",
                                       "true or false",
                                       "one of its choices",
                                       "an array or a number",
                                       "a number, a table or a function",
                                       "a law"};
  return rp_find(finding, RP_BAD_INPUT, "wrong-kind", (int32_t)param, NAN, "%s: '%s' takes %s, not %s",
                 arguments->schema->model.id, is->name, is->kind < 8 ? wanted[is->kind] : "nothing known",
                 given);
}

static rp_status refuse_memory(const rp_arguments *arguments, uint32_t param, rp_finding *finding) {
  return rp_find(finding, RP_NO_MEMORY, "no-memory", (int32_t)param, NAN,
                 "%s: no memory for the argument '%s'", arguments->schema->model.id,
                 param_of(arguments, param)->name);
}

rp_status rp_arguments_set_number(rp_arguments *arguments, uint32_t param, double value,
                                  rp_finding *finding) {
  const rp_param *is = param_of(arguments, param);
  if (is->kind == RP_CHOICE || is->kind == RP_PROCESS)
    return rp_arguments_refuse_kind(arguments, param, "a number", finding);
  if (is->kind == RP_BOOLEAN && value != 0 && value != 1)
    return rp_find(finding, RP_BAD_INPUT, "not-a-boolean", (int32_t)param, value,
                   "%s: '%s' takes true or false, not %.15g", arguments->schema->model.id, is->name, value);
  clear_slot(&arguments->slots[param]);
  arguments->slots[param].state = RP_SLOT_NUMBER;
  arguments->slots[param].number = value;
  return RP_OK;
}

rp_status rp_arguments_set_choice(rp_arguments *arguments, uint32_t param, const char *name,
                                  rp_finding *finding) {
  const rp_schema_param *schema = &arguments->schema->params[param];
  if (schema->is.kind != RP_CHOICE) return rp_arguments_refuse_kind(arguments, param, "a text", finding);
  char list[512] = "";
  for (uint32_t i = 0; i < schema->choice_count; ++i) {
    if (strcmp(schema->is.choices[i], name) == 0) {
      clear_slot(&arguments->slots[param]);
      arguments->slots[param].state = RP_SLOT_NUMBER;
      arguments->slots[param].number = i;
      return RP_OK;
    }
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s'%s'", i ? ", " : "", schema->is.choices[i]);
  }
  return rp_find(finding, RP_BAD_INPUT, "unknown-choice", (int32_t)param, NAN,
                 "%s: '%s' is '%.80s', which is not one of %s", arguments->schema->model.id, schema->is.name,
                 name, list);
}

void rp_arguments_set_absent(rp_arguments *arguments, uint32_t param) {
  clear_slot(&arguments->slots[param]);
  arguments->slots[param].state = RP_SLOT_ABSENT;
}

rp_status rp_arguments_set_array(rp_arguments *arguments, uint32_t param, uint32_t rank, const int64_t *shape,
                                 const double *data, rp_finding *finding) {
  const rp_schema_param *schema = &arguments->schema->params[param];
  if (schema->is.kind != RP_ARRAY) return rp_arguments_refuse_kind(arguments, param, "an array", finding);
  if (rank != schema->rank)
    return rp_find(finding, RP_BAD_INPUT, "wrong-shape", (int32_t)param, rank,
                   "%s: '%s' has %u %s, the given array has %u", arguments->schema->model.id, schema->is.name,
                   schema->rank, schema->rank == 1 ? "axis" : "axes", rank);
  int64_t count = extent_product(rank, shape);
  double *copy = count < 0 ? NULL : copy_numbers(data, count);
  if (!copy) return refuse_memory(arguments, param, finding);
  rp_arguments_slot *slot = &arguments->slots[param];
  clear_slot(slot);
  slot->state = RP_SLOT_GIVEN;
  slot->rank = rank;
  memcpy(slot->shape, shape, rank * sizeof *shape);
  slot->data = copy;
  return RP_OK;
}

/* The grid of a curve: finite and increasing, and as many values as the rule wants. */
static rp_status check_grid(const rp_arguments *arguments, uint32_t param, uint32_t rule, int64_t grid_count,
                            const double *grid, uint32_t rank, const int64_t *shape, rp_finding *finding) {
  const rp_param *is = param_of(arguments, param);
  const char *id = arguments->schema->model.id;
  uint32_t own = rule == RP_CHEBYSHEV ? 2 : 1;
  bool fits = rule <= RP_CHEBYSHEV && rank >= own && rank <= RP_MAX_RANK && grid_count >= own &&
              shape[rank - own] == (rule == RP_CHEBYSHEV ? grid_count - 1 : grid_count) &&
              shape[rank - 1] > 0;
  uint32_t leading = rank - own, axes = arguments->schema->params[param].rank;
  if (!fits || (leading != 0 && leading != axes))
    return rp_find(finding, RP_BAD_INPUT, "wrong-shape", (int32_t)param, (double)grid_count,
                   "%s: the curve '%s' has %lld grid points, which do not go with the shape of its values",
                   id, is->name, (long long)grid_count);
  for (int64_t k = 0; k < grid_count; ++k)
    if (!isfinite(grid[k]) || (k > 0 && !(grid[k] > grid[k - 1])))
      return rp_find(finding, RP_BAD_INPUT, "not-increasing", (int32_t)param, grid[k],
                     "%s: the grid of the curve '%s' must increase strictly; point %lld is %.15g", id,
                     is->name, (long long)(k + 1), grid[k]);
  return RP_OK;
}

rp_status rp_arguments_set_curve(rp_arguments *arguments, uint32_t param, uint32_t rule, int64_t grid_count,
                                 const double *grid, uint32_t rank, const int64_t *shape, const double *data,
                                 rp_finding *finding) {
  if (param_of(arguments, param)->kind != RP_CURVE)
    return rp_arguments_refuse_kind(arguments, param, "a curve", finding);
  rp_status status = check_grid(arguments, param, rule, grid_count, grid, rank, shape, finding);
  if (status != RP_OK) return status;
  int64_t count = extent_product(rank, shape);
  double *values = count < 0 ? NULL : copy_numbers(data, count), *abscissae = copy_numbers(grid, grid_count);
  if (!values || !abscissae) {
    free(values);
    free(abscissae);
    return refuse_memory(arguments, param, finding);
  }
  rp_arguments_slot *slot = &arguments->slots[param];
  clear_slot(slot);
  slot->state = RP_SLOT_GIVEN;
  slot->rule = rule;
  slot->rank = rank;
  memcpy(slot->shape, shape, rank * sizeof *shape);
  slot->data = values;
  slot->grid = abscissae;
  slot->grid_count = grid_count;
  return RP_OK;
}

rp_status rp_arguments_set_law(rp_arguments *arguments, uint32_t param, const char *law,
                               rp_finding *finding) {
  const rp_schema_param *schema = &arguments->schema->params[param];
  if (schema->is.kind != RP_PROCESS) return rp_arguments_refuse_kind(arguments, param, "a law", finding);
  char list[512] = "";
  for (uint32_t i = 0; i < schema->is.process_count; ++i) {
    if (strcmp(schema->laws[i].law.name, law) == 0) {
      rp_arguments_slot *slot = &arguments->slots[param];
      clear_slot(slot);
      slot->coefs = calloc(schema->laws[i].law.coef_count + 1u, sizeof *slot->coefs);
      if (!slot->coefs) return refuse_memory(arguments, param, finding);
      slot->coef_count = schema->laws[i].law.coef_count;
      slot->state = RP_SLOT_GIVEN;
      slot->law = i;
      return RP_OK;
    }
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s'%s'", i ? ", " : "", schema->laws[i].law.name);
  }
  return rp_find(finding, RP_BAD_INPUT, "unknown-law", (int32_t)param, NAN,
                 "%s: the law of '%s' is '%.80s', which is not one of %s", arguments->schema->model.id,
                 schema->is.name, law, list);
}

rp_status rp_arguments_set_coefficient(rp_arguments *arguments, uint32_t param, const char *coefficient,
                                       uint32_t rank, const int64_t *shape, const double *data,
                                       rp_finding *finding) {
  const rp_schema_param *schema = &arguments->schema->params[param];
  rp_arguments_slot *slot = &arguments->slots[param];
  const char *id = arguments->schema->model.id;
  if (schema->is.kind != RP_PROCESS || slot->state != RP_SLOT_GIVEN)
    return rp_arguments_refuse_kind(arguments, param, "a coefficient", finding);
  const rp_schema_law *law = &schema->laws[slot->law];
  uint32_t k = 0;
  while (k < law->law.coef_count && strcmp(law->coefs[k].name, coefficient) != 0)
    ++k;
  if (k == law->law.coef_count)
    return rp_find(finding, RP_BAD_INPUT, "unknown-coefficient", (int32_t)param, NAN,
                   "%s: the law '%s' of '%s' has no coefficient '%.80s'", id, law->law.name, schema->is.name,
                   coefficient);
  if (rank != 0 && rank != schema->rank)
    return rp_find(finding, RP_BAD_INPUT, "wrong-shape", (int32_t)param, rank,
                   "%s: the coefficient '%s' of '%s' is a number or has %u axes, not %u", id, coefficient,
                   schema->is.name, schema->rank, rank);
  int64_t count = extent_product(rank, shape);
  double *copy = count < 0 ? NULL : copy_numbers(data, count);
  if (!copy) return refuse_memory(arguments, param, finding);
  free(slot->coefs[k].data);
  slot->coefs[k].rank = rank;
  if (rank > 0) memcpy(slot->coefs[k].shape, shape, rank * sizeof *shape);
  slot->coefs[k].data = copy;
  return RP_OK;
}

const rp_value *rp_arguments_values(const rp_arguments *arguments) {
  return arguments->values;
}

int64_t rp_arguments_length(const rp_arguments *arguments, uint32_t dim) {
  return arguments->lengths[dim];
}

void rp_arguments_domain(const rp_arguments *arguments, uint32_t param, double domain[2]) {
  for (int side = 0; side < 2; ++side) {
    const char *text = param_of(arguments, param)->domain[side];
    char *end;
    domain[side] = NAN;
    if (!*text) continue;
    double number = strtod(text, &end);
    int32_t named = *end ? rp_schema_find_param(arguments->schema, text) : -1;
    if (!*end)
      domain[side] = number;
    else if (named >= 0)
      domain[side] = arguments->slots[named].state == RP_SLOT_NUMBER
                         ? arguments->slots[named].number
                         : param_of(arguments, (uint32_t)named)->preset;
  }
}
