/* bad_defaults.c - breaks `defaults`: refuses its own default. */
#include "access.h"

static rp_status refuse_one(const rp_call *call) {
  double x = real_of(call, 0);
  if (x == 1) {
    call->host->report(call->host, RP_NO_SOLUTION, "one", 0, x, "there is no solution for x = 1");
    return RP_NO_SOLUTION;
  }
  return write_scalar(call, 0, x);
}
#define SOLVE refuse_one
#include "minimal.h"
