/* model_laws.c - see model_laws.h. */
#include "model_laws.h"

const rp_reverting *rp_call_reverting(const rp_call *call, uint32_t param) {
  const rp_value *value = rp_call_value(call, param);
  uint64_t count = (uint64_t)value->shape[0];
  rp_reverting *laws = call->host->scratch(call->host, (count + 1) * sizeof *laws, RP_CALL_ALIGNMENT);
  for (uint64_t k = 0; laws && k < count; ++k)
    memcpy(laws + k, value->data + 4 * k, sizeof *laws);
  return laws;
}
