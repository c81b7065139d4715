/* bad_memory.c - breaks `memory`: takes a refused request for a failure of its method. */
#include "access.h"

static rp_status give_up(const rp_call *call) {
  double *scratch = call->host->scratch(call->host, 64, 64);
  if (!scratch) {
    call->host->report(call->host, RP_NOT_CONVERGED, "no-scratch", -1, NAN, "the iteration did not begin");
    return RP_NOT_CONVERGED;
  }
  return write_scalar(call, 0, real_of(call, 0));
}
#define SOLVE give_up
#include "minimal.h"
