/* bad_fuzz.c - breaks `fuzz`: succeeds with NaN for negative numbers, which its bounds allow. */
#include "access.h"

static rp_status take_root(const rp_call *call) {
  return write_scalar(call, 0, sqrt(real_of(call, 0)));
}
#define SOLVE take_root
#include "minimal.h"
