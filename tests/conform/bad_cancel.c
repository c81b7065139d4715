/* bad_cancel.c - breaks `cancel`: asks whether to stop and goes on whatever the answer. */
#include "access.h"

static rp_status insist(const rp_call *call) {
  int asked = 0;
  for (int i = 0; i < 10; ++i)
    asked += call->host->cancelled(call->host) != 0;
  return write_scalar(call, 0, asked < 0 ? NAN : real_of(call, 0));
}
#define SOLVE insist
#include "minimal.h"
