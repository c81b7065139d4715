/*
 * sweep.h under many threads, for the thread sanitizer: a sweep has the same bits for any number of threads
 * and with or without a batch, failed points do not disturb the others, and an interruption keeps what was
 * finished.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "interrupt.h"
#include "library.h"
#include "memory_budget.h"
#include "sweep.h"

enum { MANY = 20000 };

typedef struct model {
  rp_library_file *library;
  const rp_schema *schema;
  rp_arguments *base;
} model;

static model open_model(const char *file, const char *id) {
  model this = {0};
  rp_message message = {""};
  char path[1024];
  snprintf(path, sizeof path, RP_TEST_BINARY_DIR "/tests/models/%s.so", file);
  this.library = rp_library_load(path, &message);
  if (!this.library) {
    printf("%s\n", message.text);
    exit(1);
  }
  for (uint32_t i = 0; i < this.library->schema_count; ++i)
    if (strcmp(this.library->schemas[i]->model.id, id) == 0) this.schema = this.library->schemas[i];
  this.base = rp_arguments_create(this.schema);
  return this;
}

static void close_model(model *this) {
  rp_arguments_destroy(this->base);
  rp_library_unload(this->library);
}

static uint32_t param_named(const model *this, const char *name) {
  return (uint32_t)rp_schema_find_param(this->schema, name);
}

static uint32_t output_named(const model *this, const char *name) {
  return (uint32_t)rp_schema_find_output(this->schema, name);
}

static double *ramp(int64_t n, double first, double step) {
  double *values = malloc((size_t)n * sizeof *values);
  for (int64_t i = 0; i < n; ++i)
    values[i] = first + step * (double)i;
  return values;
}

static rp_sweep_result run_sweep(rp_sweep *sweep, int threads, uint64_t seed) {
  rp_pool *pool = threads ? rp_pool_create(threads) : NULL;
  rp_run run = {.pool = pool, .seed = seed};
  rp_sweep_result result;
  rp_finding finding = {.text = ""};
  sweep->run = &run;
  rp_status status = rp_sweep_run(sweep, &result, &finding);
  EXPECT(status == RP_OK, "%s", finding.text);
  rp_pool_destroy(pool);
  return result;
}

static void expect_same(const rp_sweep_result *one, const rp_sweep_result *other, uint32_t but,
                        const char *what) {
  EXPECT(one->point_count == other->point_count, "%s", what);
  EXPECT(memcmp(one->status, other->status, (size_t)one->point_count * sizeof *one->status) == 0,
         "%s: statuses differ", what);
  for (uint32_t i = 0; i < one->output_count; ++i)
    if (i != but && one->outputs[i])
      EXPECT(memcmp(one->outputs[i], other->outputs[i],
                    (size_t)(one->point_count * one->sizes[i]) * sizeof(double)) == 0,
             "%s: output %u differs", what, i);
}

/* x from -50 to 150: some points have no solution, some do not converge. */
static void batches_and_threads_do_not_change_bits(void) {
  model this = open_model("lanes", "lanes");
  double *x = ramp(MANY, -50, 0.01), scales[] = {1, -2.5, 1.0 / 3};
  rp_sweep_axis axes[] = {{param_named(&this, "scale"), 3, scales}, {param_named(&this, "x"), MANY, x}};
  rp_sweep sweep = {
      .schema = this.schema, .base = this.base, .axes = axes, .axis_count = 2, .no_batch = true};
  rp_sweep_result alone = run_sweep(&sweep, 0, 1);
  uint32_t y = output_named(&this, "y"), lane = output_named(&this, "count_lanes");
  EXPECT(!alone.batched && alone.point_count == 3 * MANY, "%ld points", (long)alone.point_count);
  int64_t failed = 0;
  for (int64_t p = 0; p < alone.point_count; ++p) {
    double at = rp_sweep_value(&sweep, 1, p), scale = rp_sweep_value(&sweep, 0, p);
    rp_status expected = at < 0 ? RP_NO_SOLUTION : at > 100 ? RP_NOT_CONVERGED : RP_OK;
    EXPECT(alone.status[p] == expected, "point %ld, x = %g: status %d", (long)p, at, alone.status[p]);
    EXPECT(expected == RP_OK ? alone.outputs[y][p] == scale * (at * at) : isnan(alone.outputs[y][p]),
           "point %ld", (long)p);
    failed += expected != RP_OK;
  }
  EXPECT(failed > 0 && failed < alone.point_count, "%ld failed", (long)failed);
  const int threads[] = {1, 2, 8};
  for (int i = 0; i < 3; ++i)
    for (int batch = 0; batch < 2; ++batch) {
      sweep.no_batch = !batch;
      rp_sweep_result result = run_sweep(&sweep, threads[i], 1);
      EXPECT(result.batched == batch, "%d", batch);
      expect_same(&alone, &result, lane, batch ? "batch" : "points");
      rp_sweep_result_finish(&result);
    }
  rp_sweep_result_finish(&alone);
  free(x);
  close_model(&this);
}

static void random_models_have_their_numbers_by_seed(void) {
  model this = open_model("services", "service_random");
  double *paths = ramp(500, 0, 1);
  rp_sweep_axis axis = {param_named(&this, "path"), 500, paths};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1};
  rp_sweep_result one = run_sweep(&sweep, 1, 5), eight = run_sweep(&sweep, 8, 5),
                  other = run_sweep(&sweep, 8, 6);
  EXPECT(one.sizes[0] == 8, "%ld numbers a point", (long)one.sizes[0]);
  expect_same(&one, &eight, UINT32_MAX, "random");
  EXPECT(one.outputs[0][0] != other.outputs[0][0], "the seed changes nothing");
  EXPECT(one.outputs[0][0] != one.outputs[0][8], "paths have the same numbers");
  rp_sweep_result_finish(&one);
  rp_sweep_result_finish(&eight);
  rp_sweep_result_finish(&other);
  free(paths);
  close_model(&this);
}

/* A model that spreads itself over the pool is swept point by point, with the same bits. */
static void parallel_models_are_swept_too(void) {
  model this = open_model("services", "service_parallel");
  double *numbers = ramp(40, 100, 37);
  rp_sweep_axis axis = {param_named(&this, "block"), 40, numbers};
  uint8_t wanted[3] = {1, 0, 1};
  rp_sweep sweep = {
      .schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1, .wanted = wanted};
  rp_sweep_result one = run_sweep(&sweep, 1, 5), eight = run_sweep(&sweep, 8, 5);
  EXPECT(one.outputs[1] == NULL, "not wanted");
  expect_same(&one, &eight, UINT32_MAX, "parallel model");
  rp_sweep_result_finish(&one);
  rp_sweep_result_finish(&eight);
  free(numbers);
  close_model(&this);
}

static void choices_and_pairs_are_swept(void) {
  model this = open_model("services", "service_ending");
  double endings[] = {0, 1, 2, 3, 4, 5, 6, 7}, numbers[] = {7, 6, 5, 4, 3, 2, 1, 0};
  rp_sweep_axis axes[] = {{param_named(&this, "ending"), 8, endings},
                          {param_named(&this, "number"), 8, numbers}};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = axes, .axis_count = 2, .paired = true};
  rp_sweep_result result = run_sweep(&sweep, 8, 1);
  EXPECT(result.point_count == 8, "%ld points", (long)result.point_count);
  for (int32_t p = 0; p < 8; ++p)
    EXPECT(result.status[p] == p, "point %d has status %d", p, result.status[p]);
  EXPECT(result.outputs[0][0] == 42 && isnan(result.outputs[0][1]), "answers");
  rp_finding finding;
  rp_arguments *arguments = rp_sweep_arguments(&sweep, 3, &finding);
  EXPECT(arguments && rp_arguments_values(arguments)[2].data[0] == 4, "the fourth pair");
  rp_arguments_destroy(arguments);
  rp_sweep_result_finish(&result);
  close_model(&this);
}

static void careless_batches_are_caught(void) {
  model this = open_model("careless_lanes", "careless_lanes");
  double x[] = {0, 1, 2, 3, 4, 5};
  const rp_status expected[] = {RP_OK, RP_BUG, RP_BUG, RP_BUG, RP_NO_SOLUTION, RP_OK};
  rp_sweep_axis axis = {param_named(&this, "x"), 6, x};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1};
  rp_sweep_result result = run_sweep(&sweep, 2, 1);
  EXPECT(result.batched, "the batch was not used");
  for (int p = 0; p < 6; ++p) {
    EXPECT(result.status[p] == expected[p], "x = %d has status %d", p, result.status[p]);
    EXPECT(expected[p] == RP_OK ? result.outputs[0][p] == p : isnan(result.outputs[0][p]), "x = %d yields %g",
           p, result.outputs[0][p]);
  }
  rp_sweep_result_finish(&result);
  close_model(&this);
}

/* Results of many megabytes go through a stage: bits and failures are those of one point after the other. */
static void long_sweeps_have_the_same_bits(void) {
  enum { LONG = 230003 };
  model this = open_model("lanes", "lanes");
  double *x = ramp(LONG, -1, 0.0004), *scale = ramp(LONG, 3, -0.001);
  rp_sweep_axis axes[] = {{param_named(&this, "x"), LONG, x}, {param_named(&this, "scale"), LONG, scale}};
  rp_sweep sweep = {.schema = this.schema,
                    .base = this.base,
                    .axes = axes,
                    .axis_count = 2,
                    .paired = true,
                    .no_batch = true};
  uint32_t lane = output_named(&this, "count_lanes");
  rp_sweep_result alone = run_sweep(&sweep, 0, 1);
  sweep.no_batch = false;
  rp_sweep_result staged = run_sweep(&sweep, 2, 1);
  EXPECT(staged.batched && staged.outputs[lane][LONG / 2] == 1, "the batch was not used");
  expect_same(&alone, &staged, lane, "stage");
  /* One value outside its bounds: its block goes point by point, the others do not. */
  x[LONG - 5] = 2000;
  rp_sweep_result mixed = run_sweep(&sweep, 2, 1);
  EXPECT(!mixed.batched && mixed.outputs[lane][LONG / 2] == 1 && mixed.outputs[lane][LONG - 6] == 0,
         "blocks");
  EXPECT(mixed.status[LONG - 5] == RP_BAD_INPUT && mixed.status[LONG - 4] == RP_OK, "%d",
         mixed.status[LONG - 5]);
  staged.status[LONG - 5] = RP_BAD_INPUT;
  for (uint32_t i = 0; i < 2; ++i)
    for (int64_t k = 0; k < staged.sizes[i]; ++k)
      staged.outputs[i][(LONG - 5) * staged.sizes[i] + k] = NAN;
  expect_same(&staged, &mixed, lane, "a bad value among good ones");
  rp_sweep_result_finish(&alone);
  rp_sweep_result_finish(&staged);
  rp_sweep_result_finish(&mixed);
  free(x);
  free(scale);
  close_model(&this);
}

static void careless_long_batches_are_caught(void) {
  enum { LONG = (1 << 20) + 13 };
  model this = open_model("careless_lanes", "careless_lanes");
  const rp_status expected[] = {RP_OK, RP_BUG, RP_BUG, RP_BUG, RP_NO_SOLUTION, RP_OK};
  double *x = ramp(LONG, 0, 0);
  for (int64_t p = 0; p < LONG; p += 1000)
    x[p] = (double)(p / 1000 % 6);
  rp_sweep_axis axis = {param_named(&this, "x"), LONG, x};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1};
  rp_sweep_result result = run_sweep(&sweep, 2, 1);
  int64_t wrong = 0;
  for (int64_t p = 0; p < LONG; ++p) {
    rp_status status = expected[(int)x[p]];
    wrong += result.status[p] != status ||
             !(status == RP_OK ? result.outputs[0][p] == x[p] : isnan(result.outputs[0][p]));
  }
  EXPECT(wrong == 0, "%ld points are wrong", (long)wrong);
  rp_sweep_result_finish(&result);
  free(x);
  close_model(&this);
}

static void points_outside_the_bounds_are_points_that_fail(void) {
  model this = open_model("lanes", "lanes");
  double x[] = {1, 2000, 3};
  rp_sweep_axis axis = {param_named(&this, "x"), 3, x};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1};
  rp_sweep_result result = run_sweep(&sweep, 2, 1);
  EXPECT(!result.batched, "a batch sees legal points only");
  EXPECT(result.status[0] == RP_OK && result.status[1] == RP_BAD_INPUT && result.status[2] == RP_OK, "%d",
         result.status[1]);
  rp_finding finding;
  EXPECT(rp_sweep_arguments(&sweep, 1, &finding) == NULL && strstr(finding.text, "'x' is 2000"), "%s",
         finding.text);
  rp_sweep_result_finish(&result);
  close_model(&this);
}

static void sweeps_that_cannot_be_are_refused(void) {
  model this = open_model("feedthrough", "feedthrough");
  double amounts[] = {1, 2};
  rp_sweep_axis axis = {param_named(&this, "amount"), 2, amounts};
  rp_run run = {.seed = 1};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1, .run = &run};
  rp_sweep_result result;
  rp_finding finding = {.text = ""};
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_BAD_INPUT && strcmp(finding.slug, "missing") == 0,
         "%s", finding.text);
  int64_t one = 1;
  rp_arguments_set_array(this.base, param_named(&this, "inventory"), 1, &one, amounts, &finding);
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_BAD_INPUT && strcmp(finding.slug, "late-output") == 0,
         "%s", finding.text);
  axis.count = 0;
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_BAD_INPUT && strcmp(finding.slug, "no-points") == 0,
         "%s", finding.text);
  close_model(&this);
}

static void memory_has_its_limit(void) {
  size_t before = rp_memory_used();
  model this = open_model("lanes", "lanes");
  double *x = ramp(MANY, 0, 0.001);
  rp_sweep_axis axis = {param_named(&this, "x"), MANY, x};
  rp_run run = {.seed = 1};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1, .run = &run};
  rp_sweep_result result;
  rp_finding finding = {.text = ""};
  rp_memory_limit(before + 100000);
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_NO_MEMORY, "%s", finding.text);
  EXPECT(rp_memory_used() == before, "%zu bytes are still taken", rp_memory_used() - before);
  rp_memory_limit(0);
  free(x);
  close_model(&this);
}

static bool stop_early(void *context, double fraction) {
  (void)fraction;
  return ++*(int *)context < 3;
}

/* Last of all: the flag stays set. */
static void an_interruption_keeps_what_was_finished(void) {
  model this = open_model("services", "service_slow");
  double *steps = ramp(2000, 1, 0);
  rp_sweep_axis axis = {param_named(&this, "steps"), 2000, steps};
  int calls = 0;
  rp_pool *pool = rp_pool_create(4);
  rp_run run = {.pool = pool, .progress = stop_early, .context = &calls};
  rp_sweep sweep = {.schema = this.schema, .base = this.base, .axes = &axis, .axis_count = 1, .run = &run};
  rp_sweep_result result;
  rp_finding finding = {.text = ""};
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_OK, "%s", finding.text);
  int64_t solved = 0, cancelled = 0;
  for (int64_t p = 0; p < result.point_count; ++p) {
    solved += result.status[p] == RP_OK;
    cancelled += result.status[p] == RP_CANCELLED;
  }
  EXPECT(result.interrupted && solved > 0 && cancelled > 0 && solved + cancelled == result.point_count,
         "%ld solved, %ld cancelled", (long)solved, (long)cancelled);
  rp_sweep_result_finish(&result);
  rp_interrupt(RP_INTERRUPT_USER);
  EXPECT(rp_sweep_run(&sweep, &result, &finding) == RP_OK || finding.status == RP_CANCELLED, "%s",
         finding.text);
  EXPECT(finding.status == RP_CANCELLED || result.status[0] == RP_CANCELLED, "it went on");
  rp_sweep_result_finish(&result);
  rp_pool_destroy(pool);
  free(steps);
  close_model(&this);
}

int main(void) {
  batches_and_threads_do_not_change_bits();
  random_models_have_their_numbers_by_seed();
  parallel_models_are_swept_too();
  choices_and_pairs_are_swept();
  careless_batches_are_caught();
  long_sweeps_have_the_same_bits();
  careless_long_batches_are_caught();
  points_outside_the_bounds_are_points_that_fail();
  sweeps_that_cannot_be_are_refused();
  memory_has_its_limit();
  an_interruption_keeps_what_was_finished();
  return conclude("sweep");
}
