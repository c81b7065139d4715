/* bad_refuse.c - breaks `refuse`: calls an input bad without a word about which. */
#include "access.h"

static rp_status refuse_large(const rp_call *call) {
  double x = real_of(call, 0);
  if (x > 3) {
    call->host->report(call->host, RP_BAD_INPUT, "too-large", -1, x, "something is too large");
    return RP_BAD_INPUT;
  }
  return write_scalar(call, 0, x);
}
#define SOLVE refuse_large
#include "minimal.h"
