/* solves.c - see solves.h. */
#include "solves.h"

void rp_case_announce(rp_conform *conform, const rp_trial *trial) {
  char text[8192];
  rp_trial_write(trial, text, sizeof text);
  conform->notice(conform->context, trial->schema->model.id, text);
}

rp_case rp_case_of(rp_conform *conform, rp_trial trial, rp_finding *finding) {
  rp_case_announce(conform, &trial);
  return (rp_case){.trial = trial, .arguments = rp_trial_arguments(&trial, finding)};
}

rp_case rp_case_defaults(rp_conform *conform, const rp_schema *schema) {
  rp_finding finding;
  rp_case at = rp_case_of(conform, rp_trial_defaults(schema), &finding);
  if (!at.arguments) {
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "the defaults break the schema: %s", finding.text);
    rp_trial_finish(&at.trial);
  }
  return at;
}

rp_case rp_case_solved(rp_conform *conform, const rp_schema *schema, rp_result *result) {
  rp_finding finding;
  rp_probe probe = rp_probe_of(conform);
  rp_case at = rp_case_of(conform, rp_trial_defaults(schema), &finding);
  if (at.arguments) {
    rp_probe_solve(schema, at.arguments, &probe, result);
    if (result->status == RP_OK) return at;
    rp_result_finish(result);
  }
  rp_conform_find(conform, RP_CONFORM_SKIP, schema, "the defaults are not solved: see the check 'defaults'");
  rp_case_finish(&at);
  return at;
}

void rp_case_finish(rp_case *at) {
  rp_arguments_destroy(at->arguments);
  rp_trial_finish(&at->trial);
  at->arguments = NULL;
}

rp_probe rp_probe_of(const rp_conform *conform) {
  return (rp_probe){.seed = conform->seed, .patience = RP_PATIENCE, .fill = 0xA5};
}
