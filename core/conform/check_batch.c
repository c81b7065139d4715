/* check_batch.c - the check of "batch/1": a point of a batch has the bytes of a solve. See conform.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "solves.h"
#include "sweep.h"

enum { POINTS = 37 }; /* no multiple of any number of lanes */

static bool has_batch(const rp_schema *schema) {
  const rp_batch_extension *batch =
      schema->model.extension ? schema->model.extension(RP_BATCH_EXTENSION) : NULL;
  return batch && batch->solve;
}

/* Sweeps one parameter with and without the batch. */
static void sweep_one(rp_conform *conform, const rp_case *at, uint32_t param, const uint8_t *wanted) {
  const rp_schema *schema = at->trial.schema;
  const rp_param *is = &schema->params[param].is;
  rp_dice dice = {conform->seed + param};
  double values[POINTS];
  for (int i = 0; i < POINTS; ++i) {
    double scale = is->preset != 0 ? fabs(is->preset) : 1;
    double x = scale * (0.02 + 2 * rp_dice_uniform(&dice));
    if (!rp_is_inside(x, is->min, is->max, is->flags)) x = is->preset;
    values[i] = x;
  }
  rp_sweep_axis axis = {param, POINTS, values};
  rp_run run = {.seed = conform->seed};
  rp_arguments *base = rp_arguments_clone(at->arguments);
  rp_sweep sweep = {
      .schema = schema, .base = base, .axes = &axis, .axis_count = 1, .wanted = wanted, .run = &run};
  rp_sweep alone = sweep;
  rp_sweep_result one, other;
  rp_finding finding;
  alone.no_batch = true;
  if (rp_sweep_run(&sweep, &one, &finding) != RP_OK) {
    rp_arguments_destroy(base);
    return;
  }
  if (rp_sweep_run(&alone, &other, &finding) == RP_OK) {
    for (int64_t p = 0; p < POINTS; ++p) {
      if (one.status[p] != other.status[p]) {
        rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                        "at %s = %.17g the batch says %s and solve() says %s", is->name, values[p],
                        rp_status_name(one.status[p]), rp_status_name(other.status[p]));
        break;
      }
      bool same = true;
      for (uint32_t i = 0; same && i < schema->output_count; ++i) {
        if (!one.outputs[i] || one.status[p] != RP_OK) continue;
        size_t bytes = (size_t)one.sizes[i] * sizeof(double);
        same = memcmp(one.outputs[i] + p * one.sizes[i], other.outputs[i] + p * one.sizes[i], bytes) == 0;
        if (!same)
          rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                          "at %s = %.17g the output '%s' has other bytes in a batch than alone", is->name,
                          values[p], schema->outputs[i].is.name);
      }
      if (!same) break;
    }
    rp_sweep_result_finish(&other);
  }
  rp_sweep_result_finish(&one);
  rp_arguments_destroy(base);
}

void rp_check_batch(rp_conform *conform) {
  bool any = false;
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    if (!has_batch(schema)) continue;
    any = true;
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    uint8_t *wanted = calloc(schema->output_count + 1u, 1);
    for (uint32_t i = 0; wanted && i < schema->output_count; ++i)
      wanted[i] = !schema->outputs[i].late && !(schema->outputs[i].is.flags & RP_DIAGNOSTIC);
    for (uint32_t i = 0; wanted && i < schema->param_count; ++i)
      if (schema->params[i].is.kind == RP_REAL && !isnan(schema->params[i].is.preset))
        sweep_one(conform, &at, i, wanted);
    free(wanted);
    rp_case_finish(&at);
  }
  if (!any) rp_conform_find(conform, RP_CONFORM_SKIP, NULL, "no model offers batch/1");
}
