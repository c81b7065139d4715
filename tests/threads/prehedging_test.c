/*
 * The pre-hedging plugin under many threads, for the thread sanitizer: simulations and sweeps have the same bits for 1, 2 and 8
 * threads, with and without a batch.
 */
#include "expect.h"
#include "library.h"
#include "sweep.h"
#include <stdlib.h>
#include <string.h>

typedef struct setting {
  const char *name;
  double value;
} setting;

static rp_library_file *library;

static const rp_schema *schema_of(const char *id) {
  for (uint32_t i = 0; i < library->schema_count; ++i)
    if (strcmp(library->schemas[i]->model.id, id) == 0) return library->schemas[i];
  printf("no model %s\n", id);
  exit(1);
}

static rp_arguments *arguments_of(const rp_schema *schema, const setting *settings) {
  rp_arguments *arguments = rp_arguments_create(schema);
  rp_finding finding = {.text = ""};
  for (; settings->name; ++settings) {
    uint32_t param = (uint32_t)rp_schema_find_param(schema, settings->name);
    EXPECT(rp_arguments_set_number(arguments, param, settings->value, &finding) == RP_OK, "%s", finding.text);
  }
  return arguments;
}

static void simulations_have_the_same_bits(const char *id, const setting *settings) {
  const rp_schema *schema = schema_of(id);
  rp_result results[3];
  const int threads[] = {1, 2, 8};
  for (int i = 0; i < 3; ++i) {
    rp_arguments *arguments = arguments_of(schema, settings);
    rp_finding finding = {.text = ""};
    rp_pool *pool = rp_pool_create(threads[i]);
    rp_run run = {.pool = pool, .seed = 11};
    EXPECT(rp_arguments_complete(arguments, &finding) == RP_OK, "%s: %s", id, finding.text);
    EXPECT(rp_solve(schema, arguments, NULL, &run, results + i), "%s", id);
    EXPECT(results[i].status == RP_OK, "%s: %s", id, results[i].finding.text);
    rp_pool_destroy(pool);
    rp_arguments_destroy(arguments);
  }
  for (int i = 1; i < 3; ++i)
    for (uint32_t k = 0; k < schema->output_count; ++k) {
      const rp_result_output *one = results[0].outputs + k, *many = results[i].outputs + k;
      EXPECT(one->size == many->size &&
                 (one->size == 0 || memcmp(one->data, many->data, (size_t)one->size * sizeof(double)) == 0),
             "%s: %s on %d threads", id, schema->outputs[k].is.name, threads[i]);
    }
  for (int i = 0; i < 3; ++i)
    rp_result_finish(results + i);
}

/* Sweeps `param` over some points; one of the outputs. */
static void sweeps_have_the_same_bits(const char *id, const setting *settings, const char *param, double from,
                                      double to, const char *output) {
  enum { POINTS = 200 };
  const rp_schema *schema = schema_of(id);
  double values[POINTS];
  for (int i = 0; i < POINTS; ++i)
    values[i] = from + (to - from) * i / (POINTS - 1);
  rp_arguments *base = arguments_of(schema, settings);
  uint8_t *wanted = calloc(schema->output_count, 1);
  uint32_t of = (uint32_t)rp_schema_find_output(schema, output);
  wanted[of] = 1;
  rp_sweep_axis axis = {(uint32_t)rp_schema_find_param(schema, param), POINTS, values};
  rp_sweep sweep = {.schema = schema, .base = base, .axes = &axis, .axis_count = 1, .wanted = wanted};
  rp_sweep_result alone = {0};
  for (int i = 0; i < 6; ++i) {
    const int threads[] = {1, 2, 8};
    rp_pool *pool = rp_pool_create(threads[i % 3]);
    rp_run run = {.pool = pool, .seed = 11};
    rp_finding finding = {.text = ""};
    rp_sweep_result result;
    sweep.run = &run;
    sweep.no_batch = i < 3;
    EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_OK, "%s: %s", id, finding.text);
    rp_pool_destroy(pool);
    if (i == 0) {
      alone = result;
      continue;
    }
    EXPECT(memcmp(alone.outputs[of], result.outputs[of], POINTS * sizeof(double)) == 0,
           "%s: %s, %d threads, %s", id, output, threads[i % 3], i < 3 ? "points" : "batch");
    EXPECT(memcmp(alone.status, result.status, POINTS * sizeof *result.status) == 0, "%s: statuses", id);
    rp_sweep_result_finish(&result);
  }
  rp_sweep_result_finish(&alone);
  free(wanted);
  rp_arguments_destroy(base);
}

int main(void) {
  rp_message message = {""};
  library = rp_library_load(RP_TEST_BINARY_DIR "/plugins/prehedging.so", &message);
  if (!library) {
    printf("%s\n", message.text);
    return 1;
  }
  const setting start = {"initial_inventory", 0.7}, none = {NULL, 0};
  simulations_have_the_same_bits(
      "prehedging_paths", (setting[]){start, {"paths", 20003}, {"kept", 300}, {"volatility", 0.3}, none});
  simulations_have_the_same_bits("prehedging_paths",
                                 (setting[]){start, {"paths", 9001}, {"prehedge", 0}, none});
  simulations_have_the_same_bits("prehedging_nash_paths", (setting[]){{"paths", 20003}, {"kept", 300}, none});
  simulations_have_the_same_bits("prehedging_sensitive_paths",
                                 (setting[]){start, {"paths", 700}, {"steps", 40}, {"shown", 300}, none});
  sweeps_have_the_same_bits("prehedging", (setting[]){start, none}, "transient_impact", 0, 2, "pull");
  sweeps_have_the_same_bits("prehedging", (setting[]){start, none}, "horizon", 0, 50, "expected_gain");
  sweeps_have_the_same_bits("prehedging", (setting[]){start, {"transient_decay", 0}, none}, "inventory_cost",
                            0, 1, "mean_inventory_at_trade");
  sweeps_have_the_same_bits("prehedging_spread", (setting[]){start, none}, "horizon", 0, 5, "optimal_spread");
  sweeps_have_the_same_bits("prehedging_sensitive", (setting[]){none}, "price_slope", -2, 2, "expected_gain");
  sweeps_have_the_same_bits("prehedging_sensitive_flow", (setting[]){start, {"points", 5}, none},
                            "price_slope", -1, 1, "expected_gain");
  sweeps_have_the_same_bits("prehedging_nash", (setting[]){none}, "decayed_fraction", 0, 1, "client_cost");
  rp_library_unload(library);
  return conclude("prehedging");
}
