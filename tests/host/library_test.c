/*
 * library.h: a file that is not a plugin, has another version or lies about its schema is refused with a
 * sentence that says why, in a process of its own, so that the host survives; every honest plugin loads.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin_case.h"

typedef struct refusal {
  const char *file, *words;
} refusal;

/* One line for each file of tests/models/refused/. */
static const refusal refusals[] = {
    {"not_a_plugin", "is not a plugin: it has no function rp_plugin_v1"},
    {"other_major", "version 2 of the plugin interface; this program speaks version 1"},
    {"newer_minor", "needs a newer version of the plugin interface than 1.0"},
    {"crash_on_load", "crashes while it is loaded"},
    {"exits_on_load", "ends the process while it is loaded"},
    {"hangs_on_load", "takes longer than"},
    {"lies_absurd_model_count", "4000000000 models"},
    {"lies_absurd_parameter_count", "declares 4000000000 parameters"},
    {"lies_array_without_axes", "'x' is an array without axes"},
    {"lies_axis_bounds", "the bounds of axis 'agents' are out of order: [5, 2]"},
    {"lies_axis_circle", "axis 'hen' derives from 'egg'"},
    {"lies_bounds_out_of_order", "the bounds of 'x' are out of order: [2, 1]"},
    {"lies_choice_default", "the default of 'x' is choice 2, counted from 0, of 2"},
    {"lies_choices_empty", "'x' is a choice without choices"},
    {"lies_crash_in_entry", "crashes while it is loaded"},
    {"lies_curve_domain", "the domain of curve 'x' ends at 'horizon'"},
    {"lies_curve_without_variable", "the curve 'x' names no variable"},
    {"lies_default_on_open_bound", "the default of 'x', 0, is not > 0"},
    {"lies_default_outside_bounds", "the default of 'x', 1.5, is not >= 0 and <= 1"},
    {"lies_duplicate_models", "two models 'minimal'"},
    {"lies_duplicate_outputs", "output 'y' is declared twice"},
    {"lies_duplicate_parameters", "parameter 'x' is declared twice"},
    {"lies_fractional_integer", "the default of 'x', 1.5, is not an integer"},
    {"lies_invalid_id", "no valid id"},
    {"lies_invalid_parameter", "parameter 0, 'two words', has no valid name"},
    {"lies_long_table", "refused"},
    {"lies_moving_library", "another table at each call"},
    {"lies_no_models", "0 models"},
    {"lies_no_outputs", "'minimal' has no outputs"},
    {"lies_no_solve", "'minimal' has no solve function"},
    {"lies_null_string", "'x' has no description"},
    {"lies_process_without_laws", "'x' is a process and accepts no law"},
    {"lies_small_library", "in 8 bytes"},
    {"lies_small_model", "8 bytes long"},
    {"lies_small_stride", "stride of 8 bytes"},
    {"lies_symmetric_vector", "'x' is declared symmetric and is not a square matrix"},
    {"lies_undeclared_axis", "'x' lies on the axis 'agents', which the model does not declare"},
    {"lies_undeclared_output_axis", "'y' lies on the axis 'agents', which the model does not declare"},
    {"lies_unknown_kind", "'x' is of kind 99"},
    {"lies_unknown_output_unit", "output 'y': 'cash/' is not a unit"},
    {"lies_unknown_unit", "parameter 'x': 'furlong/fortnight' is not a unit"},
    {"lies_wild_pointer", "crashes while it is loaded and described"},
};

static void path_of(const char *file, char *path, size_t size) {
  snprintf(path, size, MODELS "refused/%s.so", file);
}

static void expect_refusal(const char *path, const char *words) {
  rp_message message = {""};
  cr_assert_not(rp_library_probe(path, &message), "%s was taken for a plugin", path);
  cr_assert_not_null(strstr(message.text, words), "'%s' does not say '%s'", message.text, words);
  cr_assert_not_null(strstr(message.text, path), "'%s' does not name the file", message.text);
  cr_assert_null(strchr(message.text, '\n'), "'%s' is not one line", message.text);
}

Test(library, every_bad_file_is_refused_with_its_reason, .timeout = 120) {
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; ++i) {
    if (strcmp(refusals[i].file, "hangs_on_load") == 0) continue; /* takes the whole waiting time: below */
    char path[1024];
    path_of(refusals[i].file, path, sizeof path);
    expect_refusal(path, refusals[i].words);
  }
}

Test(library, a_file_that_hangs_is_given_up, .timeout = 60) {
  char path[1024];
  path_of("hangs_on_load", path, sizeof path);
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  expect_refusal(path, "takes longer than");
  clock_gettime(CLOCK_MONOTONIC, &after);
  cr_assert_lt(after.tv_sec - before.tv_sec, 20);
  errno = 0;
  cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "the trying process was left behind");
  cr_assert_eq(errno, ECHILD);
}

/* The table above would not notice a new lie that no one lists. */
Test(library, every_file_of_the_folder_is_in_the_table) {
  char command[2048];
  snprintf(command, sizeof command, "ls '%s' | grep -c '\\.c$'", RP_TEST_SOURCE_DIR "/tests/models/refused");
  FILE *pipe = popen(command, "r");
  int count = 0;
  cr_assert_not_null(pipe);
  cr_assert_eq(fscanf(pipe, "%d", &count), 1);
  pclose(pipe);
  cr_assert_eq((size_t)count, sizeof refusals / sizeof *refusals);
}

Test(library, files_that_are_no_shared_objects_are_refused) {
  char folder[] = "/tmp/reprise-library-XXXXXX", path[128];
  cr_assert_not_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/missing.so", folder);
  expect_refusal(path, "cannot be loaded");
  snprintf(path, sizeof path, "%s/text.so", folder);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs("This is a text, not a shared object.\n", file);
  fclose(file);
  expect_refusal(path, "cannot be loaded");
  unlink(path);
  file = fopen(path, "w"); /* empty */
  cr_assert_not_null(file);
  fclose(file);
  expect_refusal(path, "cannot be loaded");
  unlink(path);
  cr_assert_eq(mkdir(path, 0700), 0); /* a folder */
  expect_refusal(path, "cannot be loaded");
  rmdir(path);
  rmdir(folder);
}

Test(library, a_truncated_plugin_is_refused) {
  char folder[] = "/tmp/reprise-library-XXXXXX", path[128];
  cr_assert_not_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/half.so", folder);
  FILE *whole = fopen(MODELS "honest.so", "rb"), *half = fopen(path, "wb");
  cr_assert(whole && half);
  char bytes[2000];
  size_t got = fread(bytes, 1, sizeof bytes, whole);
  cr_assert_eq(fwrite(bytes, 1, got, half), got);
  fclose(whole);
  fclose(half);
  rp_message message = {""};
  cr_assert_not(rp_library_probe(path, &message));
  cr_assert_not_null(strstr(message.text, path));
  unlink(path);
  rmdir(folder);
}

/* Plugins that misbehave only when they solve are fine to load. */
Test(library, honest_and_misbehaving_plugins_load) {
  const char *files[] = {"honest",
                         "feedthrough",
                         "services",
                         "lanes",
                         "old_stride",
                         "longer_stride",
                         "crash_in_solve",
                         "exits_in_solve",
                         "asks_twice",
                         "writes_nan",
                         "writes_nothing",
                         "writes_half",
                         "wrong_shape",
                         "unknown_status",
                         "fails_silently",
                         "reports_badly",
                         "prints_to_stdout",
                         "hangs_in_solve",
                         "asks_unknown_output",
                         "asks_unwanted",
                         "wrong_extent",
                         "careless_lanes"};
  for (size_t i = 0; i < sizeof files / sizeof *files; ++i) {
    char path[1024];
    rp_message message = {""};
    snprintf(path, sizeof path, MODELS "%s.so", files[i]);
    cr_assert(rp_library_probe(path, &message), "%s", message.text);
    rp_library_file *library = rp_library_load(path, &message);
    cr_assert_not_null(library, "%s", message.text);
    cr_assert_str_eq(library->path, path);
    cr_assert_gt(library->schema_count, 0);
    rp_library_unload(library);
  }
}

Test(library, a_library_lists_its_models_in_its_order) {
  rp_message message = {""};
  rp_library_file *library = rp_library_load(MODELS "services.so", &message);
  cr_assert_not_null(library, "%s", message.text);
  const char *ids[] = {"service_random",  "service_parallel", "service_slow",
                       "service_scratch", "service_ending",   "service_host"};
  cr_assert_eq(library->schema_count, sizeof ids / sizeof *ids);
  for (uint32_t i = 0; i < library->schema_count; ++i)
    cr_assert_str_eq(library->schemas[i]->model.id, ids[i]);
  rp_library_unload(library);
  rp_library_unload(NULL);
}

Test(library, trying_a_file_leaves_no_descriptors_and_no_processes) {
  rp_message message;
  char path[1024];
  path_of("lies_wild_pointer", path, sizeof path);
  int before = dup(0);
  close(before);
  for (int i = 0; i < 20; ++i) {
    rp_library_probe(path, &message);
    rp_library_probe(MODELS "honest.so", &message);
  }
  int after = dup(0);
  close(after);
  cr_assert_eq(before, after, "descriptors are left open");
  cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
}
