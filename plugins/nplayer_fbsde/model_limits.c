/* model_limits.c - see model_limits.h. */
#include "model_limits.h"
#include <math.h>

static const double most = 1e100;

rp_status rp_model_check_inventories(const rp_call *call, uint32_t param, const char *name) {
  const rp_value *value = rp_call_value(call, param);
  int64_t count = value->kind == RP_ARRAY ? value->shape[0] : 1;
  for (int64_t i = 0; i < count; ++i)
    if (!(fabs(value->data[i]) <= most))
      return rp_call_report(
          call, RP_UNSUPPORTED, "too-large", (int32_t)param, value->data[i],
          "entry %lld of '%s' is %.6g; beyond %.0g costs would overflow, choose a larger unit of shares",
          (long long)(i + 1), name, value->data[i], most);
  return RP_OK;
}
