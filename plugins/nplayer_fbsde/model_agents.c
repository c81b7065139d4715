/* model_agents.c - see model_agents.h. */
#include "model_agents.h"

rp_status rp_model_reported(const rp_call *call, uint32_t param, int64_t agents, int64_t most,
                            rp_reported *reported) {
  *reported = (rp_reported){.count = agents < most ? agents : most};
  if (!rp_call_has(call, param)) return RP_OK;
  *reported = (rp_reported){rp_call_value(call, param)->shape[0], rp_call_array(call, param)};
  for (int64_t i = 0; i < reported->count; ++i)
    if (reported->list[i] > (double)agents)
      return rp_call_report(call, RP_BAD_INPUT, "no-such-agent", (int32_t)param, reported->list[i],
                            "'agents_reported' names agent %.0f, there are %lld", reported->list[i],
                            (long long)agents);
  return RP_OK;
}
