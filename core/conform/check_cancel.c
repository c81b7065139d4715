/* check_cancel.c - the checks of what a solve says to the host while it runs, and of how it hears. See conform.h. */
#include <math.h>
#include "solves.h"

#define PROMPT 0.1 /* seconds between the host's wish and the end of the solve */

void rp_check_cancel(rp_conform *conform) {
  static const int64_t polls[] = {1, 2, 5, 20};
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    bool stops = true;
    for (size_t i = 0; stops && i < sizeof polls / sizeof *polls; ++i) {
      rp_probe probe = rp_probe_of(conform);
      rp_result result;
      probe.stop_at = polls[i];
      rp_probe_solve(schema, at.arguments, &probe, &result);
      rp_status status = result.status;
      rp_result_finish(&result);
      if (!probe.stopped) {
        if (probe.polls == 0 && probe.seconds > PROMPT)
          rp_conform_find(conform, RP_CONFORM_WARN, schema,
                          "the defaults take %.2f s and it never asks whether it should stop", probe.seconds);
        break;
      }
      stops = status == RP_CANCELLED && probe.seconds_to_stop <= PROMPT;
      if (status != RP_CANCELLED)
        rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                        "asked to stop at its poll %lld it says %s instead of cancelled", (long long)polls[i],
                        rp_status_name(status));
      else if (!stops)
        rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                        "asked to stop at its poll %lld it takes %.2f s more", (long long)polls[i],
                        probe.seconds_to_stop);
    }
    rp_case_finish(&at);
  }
}

void rp_check_progress(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    rp_probe probe = rp_probe_of(conform);
    rp_result result;
    rp_probe_solve(schema, at.arguments, &probe, &result);
    rp_result_finish(&result);
    if (!isnan(probe.progress_to))
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "its progress goes from %g to %g",
                      probe.progress_from, probe.progress_to);
    rp_case_finish(&at);
  }
}
