/* check_memory.c - the checks of what a solve does with memory: its own, that of its inputs, and none. See conform.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "solves.h"

/* The bytes of all inputs, for comparison. */
static uint64_t fingerprint(const rp_schema *schema, const rp_value *values) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (uint32_t i = 0; i < schema->param_count; ++i) {
    const rp_value *v = &values[i];
    int64_t size = v->kind == RP_REAL ? 1 : 0;
    if (v->kind >= RP_ARRAY) {
      size = 1;
      for (uint32_t k = 0; k < v->rank; ++k)
        size *= v->shape[k];
    }
    const struct {
      const void *bytes;
      size_t size;
    } parts[] = {{v, sizeof *v},
                 {v->data, v->data ? (size_t)size * sizeof(double) : 0},
                 {v->grid, v->grid ? (size_t)v->grid_count * sizeof(double) : 0}};
    for (int p = 0; p < 3; ++p)
      for (size_t b = 0; b < parts[p].size; ++b)
        hash = (hash ^ ((const unsigned char *)parts[p].bytes)[b]) * 0x100000001b3u;
  }
  return hash;
}

void rp_check_inputs(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    for (uint32_t i = 0; i < schema->param_count; ++i) {
      /* One value at a time, so that the sentence can name it. */
      rp_schema one = *schema;
      one.param_count = 1;
      const rp_value *value = &rp_arguments_values(at.arguments)[i];
      uint64_t before = fingerprint(&one, value);
      rp_probe probe = rp_probe_of(conform);
      rp_result result;
      rp_probe_solve(schema, at.arguments, &probe, &result);
      rp_result_finish(&result);
      if (fingerprint(&one, value) != before)
        rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                        "the parameter '%s' is not what it was before the solve", schema->params[i].is.name);
      if (i >= 15) break; /* large tables of parameters: the first sixteen stand for all of their kind */
    }
    rp_case_finish(&at);
  }
}

/* True if the trial's solve, whatever it answers, stays inside its memory. */
static bool stays_inside(rp_conform *conform, const rp_case *at) {
  rp_probe probe = rp_probe_of(conform);
  rp_result result;
  rp_probe_solve(at->trial.schema, at->arguments, &probe, &result);
  rp_result_finish(&result);
  if (probe.broken) rp_conform_find(conform, RP_CONFORM_FAIL, at->trial.schema, "it writes %s", probe.broken);
  return !probe.broken;
}

void rp_check_guards(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_dice dice = {conform->seed};
    rp_finding finding;
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    bool inside = stays_inside(conform, &at);
    rp_case_finish(&at);
    for (int64_t n = 0; inside && n < conform->cases / 5; ++n) {
      at = rp_case_of(conform, rp_trial_random(schema, &dice), &finding);
      if (at.arguments) inside = stays_inside(conform, &at);
      rp_case_finish(&at);
    }
  }
}

static void same_with(rp_conform *conform, unsigned char fill, uint32_t surplus, const char *how) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_message difference;
    rp_result first, second;
    rp_case at = rp_case_solved(conform, schema, &first);
    if (!at.arguments) continue;
    rp_probe probe = rp_probe_of(conform);
    probe.fill = fill;
    probe.surplus = surplus;
    rp_probe_solve(schema, at.arguments, &probe, &second);
    if (!rp_results_equal(schema, &first, &second, true, &difference))
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "%s: %s", how, difference.text);
    rp_result_finish(&first);
    rp_result_finish(&second);
    rp_case_finish(&at);
  }
}

void rp_check_uninitialised(rp_conform *conform) {
  same_with(conform, 0x00, 0, "what scratch memory holds at first matters");
  same_with(conform, 0x3F, 0, "what scratch memory holds at first matters");
}

void rp_check_longer(rp_conform *conform) {
  same_with(conform, 0xA5, 64, "with host structs that are 64 bytes longer");
}

/* Refuses one request after the other until the solve needs no more of them. */
static void refuse_each(rp_conform *conform, const rp_schema *schema, const rp_case *at) {
  enum { EACH = 64, MOST = 100000 };
  for (int64_t k = 1; k < MOST; k = k < EACH ? k + 1 : k + k / 4) {
    rp_probe probe = rp_probe_of(conform);
    rp_result result;
    probe.refuse_at = k;
    rp_probe_solve(schema, at->arguments, &probe, &result);
    rp_status status = result.status;
    rp_result_finish(&result);
    if (!probe.refused) return;
    if (status == RP_NO_MEMORY) continue;
    rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                    "with its request %lld for memory refused it says %s instead of no_memory", (long long)k,
                    rp_status_name(status));
    return;
  }
}

void rp_check_no_memory(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_result first;
    rp_case at = rp_case_solved(conform, schema, &first);
    if (!at.arguments) continue;
    rp_result_finish(&first);
    refuse_each(conform, schema, &at);
    rp_case_finish(&at);
  }
}
