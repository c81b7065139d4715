/* check_fuzz.c - the check by random inputs. A case that fails is made smaller before it is shown. See conform.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "solves.h"

/* What is wrong with the answer, or NULL. */
static const char *fault_of(const rp_result *result, const rp_probe *probe, rp_message *why) {
  bool silent = strcmp(result->finding.slug, "no-report") == 0;
  if (result->status == RP_BUG || (result->status != RP_OK && silent)) {
    rp_fail(why, "%s (%s)", result->finding.text, result->finding.slug);
    return why->text;
  }
  if (result->status == RP_CANCELLED && !probe->stopped) {
    rp_fail(why, "it says cancelled, yet nobody asked it to stop");
    return why->text;
  }
  return NULL;
}

/* Solves the trial; false if its answer breaks the contract, with the reason. */
static bool holds(rp_conform *conform, const rp_trial *trial, rp_message *why, rp_status *status,
                  bool *slow) {
  rp_finding finding;
  rp_arguments *arguments = rp_trial_arguments(trial, &finding);
  *status = RP_BAD_INPUT;
  if (!arguments) return true; /* conditions of the schema between axes, say: refused with a reason */
  rp_probe probe = rp_probe_of(conform);
  rp_result result;
  rp_probe_solve(trial->schema, arguments, &probe, &result);
  *status = result.status;
  *slow = probe.stopped;
  bool fine = !fault_of(&result, &probe, why);
  rp_result_finish(&result);
  rp_arguments_destroy(arguments);
  return fine;
}

/* Leaves out one setting after the other as long as the answer stays wrong. */
static void shrink(rp_conform *conform, rp_trial *trial) {
  rp_message why;
  rp_status status;
  bool slow;
  for (uint32_t i = 0; i < trial->schema->param_count; ++i) {
    rp_setting kept = trial->settings[i];
    if (kept.kind == RP_SET_NOTHING) continue;
    trial->settings[i] = (rp_setting){.kind = RP_SET_NOTHING};
    if (holds(conform, trial, &why, &status, &slow))
      trial->settings[i] = kept;
    else
      free(kept.data);
  }
}

static void show(rp_conform *conform, rp_trial *trial, int64_t number) {
  char text[600];
  rp_message why = {""};
  rp_status status;
  bool slow;
  shrink(conform, trial);
  holds(conform, trial, &why, &status, &slow);
  rp_trial_write(trial, text, sizeof text);
  rp_conform_find(conform, RP_CONFORM_FAIL, trial->schema, "case %lld of seed %llu, solve%s: %s",
                  (long long)number, (unsigned long long)conform->seed, text, why.text);
}

void rp_check_fuzz(rp_conform *conform) {
  enum { SHOWN = 3 };
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_dice dice = {conform->seed * 0x2545F4914F6CDD1Du + m};
    int64_t solved = 0, slow_cases = 0;
    int shown = 0;
    for (int64_t n = 1; n <= conform->cases && shown < SHOWN; ++n) {
      char text[8192];
      rp_message why;
      rp_status status;
      bool slow = false;
      rp_trial trial = rp_trial_random(schema, &dice);
      rp_trial_write(&trial, text, sizeof text);
      conform->notice(conform->context, schema->model.id, text);
      if (!holds(conform, &trial, &why, &status, &slow)) {
        show(conform, &trial, n);
        ++shown;
      }
      solved += status == RP_OK;
      slow_cases += slow;
      rp_trial_finish(&trial);
      if (slow_cases >= 3) break;
    }
    if (slow_cases > 0)
      rp_conform_find(conform, RP_CONFORM_WARN, schema,
                      "inputs near the defaults took longer than %g s and were stopped", RP_PATIENCE);
    if (solved == 0 && shown == 0 && conform->cases >= 50)
      rp_conform_find(conform, RP_CONFORM_WARN, schema,
                      "none of %lld random inputs inside the bounds was solved: are the bounds too wide?",
                      (long long)conform->cases);
  }
}
