/*
 * plugin_case.h - what the tests of the host's core share: loading a test plugin, setting arguments by name,
 * solving, reading outputs by name. Every function fails the running Criterion test with a sentence when
 * something is not there.
 */
#ifndef PLUGIN_CASE_H
#define PLUGIN_CASE_H
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "library.h"

#define MODELS RP_TEST_BINARY_DIR "/tests/models/"

/* A loaded model with its arguments so far. */
typedef struct plugin_case {
  rp_library_file *library;
  const rp_schema *schema;
  rp_arguments *arguments;
  rp_finding finding; /* of the last refusal */
} plugin_case;

static inline const rp_schema *find_model(const rp_library_file *library, const char *id) {
  for (uint32_t i = 0; i < library->schema_count; ++i)
    if (strcmp(library->schemas[i]->model.id, id) == 0) return library->schemas[i];
  cr_assert_fail("no model %s in %s", id, library->path);
  return NULL;
}

static inline plugin_case open_case(const char *file, const char *id) {
  plugin_case this = {0};
  rp_message message = {""};
  char path[1024];
  snprintf(path, sizeof path, MODELS "%s.so", file);
  this.library = rp_library_load(path, &message);
  cr_assert_not_null(this.library, "%s", message.text);
  this.schema = find_model(this.library, id);
  this.arguments = rp_arguments_create(this.schema);
  cr_assert_not_null(this.arguments);
  return this;
}

static inline void close_case(plugin_case *this) {
  rp_arguments_destroy(this->arguments);
  rp_library_unload(this->library);
}

static inline uint32_t param_named(const plugin_case *this, const char *name) {
  int32_t index = rp_schema_find_param(this->schema, name);
  cr_assert_geq(index, 0, "%s has no parameter %s", this->schema->model.id, name);
  return (uint32_t)index;
}

static inline uint32_t output_named(const plugin_case *this, const char *name) {
  int32_t index = rp_schema_find_output(this->schema, name);
  cr_assert_geq(index, 0, "%s has no output %s", this->schema->model.id, name);
  return (uint32_t)index;
}

static inline rp_status set_number(plugin_case *this, const char *name, double value) {
  return rp_arguments_set_number(this->arguments, param_named(this, name), value, &this->finding);
}

static inline rp_status set_choice(plugin_case *this, const char *name, const char *choice) {
  return rp_arguments_set_choice(this->arguments, param_named(this, name), choice, &this->finding);
}

static inline rp_status set_vector(plugin_case *this, const char *name, int64_t n, const double *data) {
  return rp_arguments_set_array(this->arguments, param_named(this, name), 1, &n, data, &this->finding);
}

static inline rp_status set_matrix(plugin_case *this, const char *name, int64_t rows, int64_t columns,
                                   const double *data) {
  int64_t shape[] = {rows, columns};
  return rp_arguments_set_array(this->arguments, param_named(this, name), 2, shape, data, &this->finding);
}

static inline rp_status complete(plugin_case *this) {
  return rp_arguments_complete(this->arguments, &this->finding);
}

/* Completes and solves; the result must be finished by the caller. */
static inline rp_result solve_with(plugin_case *this, const rp_run *run, const uint8_t *wanted) {
  rp_result result;
  cr_assert_eq(complete(this), RP_OK, "%s", this->finding.text);
  cr_assert(rp_solve(this->schema, this->arguments, wanted, run, &result));
  return result;
}

static inline rp_result solve_case(plugin_case *this) {
  rp_run run = {.seed = 7};
  return solve_with(this, &run, NULL);
}

static inline const rp_result_output *result_of(const plugin_case *this, const rp_result *result,
                                                const char *name) {
  const rp_result_output *output = &result->outputs[output_named(this, name)];
  cr_assert_eq(result->status, RP_OK, "%s", result->finding.text);
  cr_assert_not_null(output->data, "output %s has no data", name);
  return output;
}

static inline double number_of(const plugin_case *this, const rp_result *result, const char *name) {
  const rp_result_output *output = result_of(this, result, name);
  cr_assert_eq(output->size, 1, "output %s is no number", name);
  return output->data[0];
}

static inline void expect_numbers(const plugin_case *this, const rp_result *result, const char *name,
                                  int64_t n, const double *numbers) {
  const rp_result_output *output = result_of(this, result, name);
  cr_assert_eq(output->size, n, "output %s has %ld numbers, not %ld", name, (long)output->size, (long)n);
  for (int64_t i = 0; i < n; ++i)
    cr_assert(output->data[i] == numbers[i] || (isnan(output->data[i]) && isnan(numbers[i])),
              "entry %ld of %s is %.17g, not %.17g", (long)i, name, output->data[i], numbers[i]);
}

/* The finding names the slug, and its sentence holds the words. */
static inline void expect_finding(const rp_finding *finding, rp_status status, const char *slug,
                                  const char *words) {
  cr_assert_eq(finding->status, status, "status %d, not %d: %s", finding->status, status, finding->text);
  cr_assert_str_eq(finding->slug, slug, "slug '%s', not '%s': %s", finding->slug, slug, finding->text);
  cr_assert_not_null(strstr(finding->text, words), "'%s' does not say '%s'", finding->text, words);
}

#endif
