/* check_solve.c - the checks of what a solve gives: defaults, and the same bytes however one asks. See conform.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "conform.h"
#include "probe.h"
#include "solves.h"

void rp_check_defaults(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue; /* said already */
    rp_probe probe = rp_probe_of(conform);
    rp_result result;
    rp_probe_solve(schema, at.arguments, &probe, &result);
    bool asks = result.status == RP_BAD_INPUT && strcmp(result.finding.slug, "missing") == 0;
    if (asks) /* one of several optional parameters must be given, which a schema cannot say */
      rp_conform_find(conform, RP_CONFORM_SKIP, schema, "there are no defaults to solve: %s",
                      result.finding.text);
    else if (result.status != RP_OK)
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "the defaults are not solved: %s (%s)",
                      result.finding.text, result.finding.slug);
    rp_result_finish(&result);
    rp_case_finish(&at);
  }
}

typedef void with_reference(rp_conform *conform, const rp_schema *schema, const rp_case *at,
                            const rp_result *first);

/* Calls the check for every model whose defaults solve, with their result. */
static void for_each_model(rp_conform *conform, with_reference *check) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_result first;
    rp_case at = rp_case_solved(conform, schema, &first);
    if (!at.arguments) continue;
    check(conform, schema, &at, &first);
    rp_result_finish(&first);
    rp_case_finish(&at);
  }
}

/* Solves once more and compares. */
static void again(rp_conform *conform, const rp_schema *schema, const rp_case *at, rp_probe probe,
                  const rp_result *first, const char *how) {
  bool diagnostics = !probe.wanted; /* those may tell what was wanted */
  rp_message difference;
  rp_result second;
  rp_probe_solve(schema, at->arguments, &probe, &second);
  if (!rp_results_equal(schema, first, &second, diagnostics, &difference))
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "%s: %s", how, difference.text);
  rp_result_finish(&second);
}

static void one_by_one(rp_conform *conform, const rp_schema *schema, const rp_case *at,
                       const rp_result *first) {
  uint8_t *wanted = calloc(schema->output_count, 1);
  for (uint32_t i = 0; wanted && i < schema->output_count; ++i) {
    char how[256];
    rp_probe probe = rp_probe_of(conform);
    probe.wanted = wanted;
    wanted[i] = 1;
    snprintf(how, sizeof how, "with '%s' as the only output wanted", schema->outputs[i].is.name);
    again(conform, schema, at, probe, first, how);
    wanted[i] = 0;
  }
  free(wanted);
}

void rp_check_outputs(rp_conform *conform) {
  for_each_model(conform, one_by_one);
}

static void twice(rp_conform *conform, const rp_schema *schema, const rp_case *at, const rp_result *first) {
  rp_dice dice = {conform->seed};
  rp_finding finding;
  again(conform, schema, at, rp_probe_of(conform), first, "solved twice");
  for (int attempt = 0; attempt < 3; ++attempt) { /* something else between, solved or refused */
    rp_case other = rp_case_of(conform, rp_trial_random(schema, &dice), &finding);
    if (other.arguments) {
      rp_probe probe = rp_probe_of(conform);
      rp_result ignored;
      rp_probe_solve(schema, other.arguments, &probe, &ignored);
      rp_result_finish(&ignored);
    }
    rp_case_finish(&other);
  }
  rp_case_announce(conform, &at->trial);
  again(conform, schema, at, rp_probe_of(conform), first, "solved after other inputs");
}

void rp_check_repeats(rp_conform *conform) {
  for_each_model(conform, twice);
}

static void on_threads(rp_conform *conform, const rp_schema *schema, const rp_case *at,
                       const rp_result *first) {
  static const int counts[] = {2, 8};
  for (int i = 0; i < 2; ++i) {
    char how[64];
    rp_probe probe = rp_probe_of(conform);
    probe.pool = rp_pool_create(counts[i]);
    snprintf(how, sizeof how, "on 1 and on %d threads", counts[i]);
    again(conform, schema, at, probe, first, how);
    rp_pool_destroy(probe.pool);
  }
}

void rp_check_threads(rp_conform *conform) {
  for_each_model(conform, on_threads);
}
