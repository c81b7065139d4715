/*
 * check_units.c - the check by change of units. Every parameter and output states its unit; measured in other units of
 * cash, share and time the same problem has the same solution, so each output must scale by its unit. The factors are
 * powers of two (of four for time, whose root occurs), so that the scaling of the inputs is exact. See conform.h.
 */
#include <math.h>
#include <stdlib.h>
#include "solves.h"

#define TOLERANCE 1e-6 /* of the largest entry: numerical settings without a unit may act in another place */

static const double factors[][RP_UNIT_COUNT] = {{8, 1, 1}, {1, 4, 1}, {1, 1, 0.25}};
static const char *const names[] = {"share", "cash", "time"};

static double factor_of(const rp_unit *unit, const double *factor) {
  double product = 1;
  for (int k = 0; k < RP_UNIT_COUNT; ++k)
    product *= pow(factor[k], unit->halves[k] / 2.0);
  return product;
}

static rp_unit unit_of(const char *text) {
  rp_unit unit = {{0}};
  rp_message message;
  rp_unit_parse(text, &unit, &message);
  return unit;
}

/* Writes the values of completed arguments in other units into a trial; false if they cannot be (processes on axes,
 * curves in a table or series). */
static bool rescale(const rp_schema *schema, const rp_arguments *arguments, const double *factor,
                    rp_trial *trial) {
  const rp_value *values = rp_arguments_values(arguments);
  for (uint32_t i = 0; i < schema->param_count; ++i) {
    const rp_schema_param *param = &schema->params[i];
    rp_setting *setting = &trial->settings[i];
    double by = factor_of(&param->unit, factor);
    switch (values[i].kind) {
    case RP_REAL:
      free(setting->data);
      *setting = (rp_setting){.kind = RP_SET_NUMBER, .number = values[i].data[0] * by};
      break;
    case RP_ARRAY: {
      int64_t size = 1;
      rp_setting own = {.kind = RP_SET_ARRAY, .rank = values[i].rank};
      for (uint32_t k = 0; k < own.rank; ++k)
        size *= own.shape[k] = values[i].shape[k];
      own.size = size;
      own.data = malloc((size_t)(size > 0 ? size : 1) * sizeof(double));
      for (int64_t k = 0; own.data && k < size; ++k)
        own.data[k] = values[i].data[k] * by;
      free(setting->data);
      *setting = own;
      break;
    }
    case RP_CURVE:
      if (values[i].rule != RP_STEP_RIGHT || values[i].shape[values[i].rank - 1] != 1) return false;
      free(setting->data);
      *setting = (rp_setting){.kind = RP_SET_NUMBER, .number = values[i].data[0] * by};
      break;
    case RP_PROCESS: {
      const rp_schema_law *law = &param->laws[values[i].integer];
      if (values[i].rank > 1) return false;
      free(setting->data);
      *setting =
          (rp_setting){.kind = RP_SET_LAW, .number = (double)values[i].integer, .size = law->law.coef_count};
      setting->data = malloc((law->law.coef_count + 1u) * sizeof(double));
      for (uint32_t k = 0; setting->data && k < law->law.coef_count; ++k) {
        rp_unit unit = unit_of(law->coefs[k].unit);
        setting->data[k] = values[i].data[k] * factor_of(&unit, factor);
      }
      break;
    }
    default: /* integers, booleans, choices, absent ones: without unit */
      break;
    }
  }
  return true;
}

static void compare(rp_conform *conform, const rp_schema *schema, const rp_result *first,
                    const rp_result *scaled, const double *factor, const char *unit) {
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    const rp_result_output *a = &first->outputs[i], *b = &scaled->outputs[i];
    double by = factor_of(&schema->outputs[i].unit, factor), size = 0, worst = 0;
    if (!a->data || !b->data || a->size != b->size || schema->outputs[i].is.flags & RP_DIAGNOSTIC) continue;
    for (int64_t k = 0; k < a->size; ++k) {
      if (!isfinite(a->data[k]) || !isfinite(b->data[k])) continue;
      size = fmax(size, fabs(a->data[k]) * by);
      worst = fmax(worst, fabs(b->data[k] - a->data[k] * by));
    }
    /* A pure number may be a logarithm of something with a unit, or a table of entries of several units. */
    bool pure = rp_unit_equal(schema->outputs[i].unit, (rp_unit){{0}});
    if (worst > TOLERANCE * fmax(size, by * 1e-9))
      rp_conform_find(conform, pure ? RP_CONFORM_WARN : RP_CONFORM_FAIL, schema,
                      "with another unit of %s the output '%s' (%s) should be %g times what it was, and is "
                      "off by %.2g of its size: is a unit wrong?",
                      unit, schema->outputs[i].is.name, schema->outputs[i].is.unit, by,
                      size > 0 ? worst / size : worst);
  }
}

void rp_check_units(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_result first;
    rp_case at = rp_case_solved(conform, schema, &first);
    if (!at.arguments) continue;
    for (int k = 0; k < RP_UNIT_COUNT; ++k) {
      rp_finding finding;
      rp_trial trial = rp_trial_defaults(schema);
      bool possible = rescale(schema, at.arguments, factors[k], &trial);
      rp_arguments *arguments = possible ? rp_trial_arguments(&trial, &finding) : NULL;
      if (arguments) {
        rp_probe probe = rp_probe_of(conform);
        rp_result scaled;
        rp_probe_solve(schema, arguments, &probe, &scaled);
        if (scaled.status == RP_OK)
          compare(conform, schema, &first, &scaled, factors[k], names[k]);
        else if (scaled.status != RP_CANCELLED)
          rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                          "with another unit of %s the defaults are not solved: %s", names[k],
                          scaled.finding.text);
        rp_result_finish(&scaled);
        rp_arguments_destroy(arguments);
      }
      rp_trial_finish(&trial);
    }
    rp_result_finish(&first);
    rp_case_finish(&at);
  }
}
