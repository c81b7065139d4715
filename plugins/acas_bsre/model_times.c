/* model_times.c - see model_times.h. */
#include "model_times.h"

rp_status rp_model_times(const rp_call *call, uint32_t param, double horizon, int64_t *count,
                         const double **times) {
  if (rp_call_has(call, param)) {
    *count = rp_call_value(call, param)->shape[0];
    *times = rp_call_array(call, param);
    double last = (*times)[*count - 1];
    if (last > horizon)
      return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", (int32_t)param, last,
                            "'times' ends at %.6g, it must not go beyond the horizon %.6g", last, horizon);
    return RP_OK;
  }
  *count = rp_call_integer(call, param + 1);
  double *own = rp_call_doubles(call, *count);
  if (!own) return RP_NO_MEMORY;
  for (int64_t i = 0; i < *count; ++i)
    own[i] = horizon * (double)i / (double)(*count - 1);
  *times = own;
  return RP_OK;
}
