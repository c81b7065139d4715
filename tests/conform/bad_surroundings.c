/* bad_surroundings.c - breaks `surroundings`: sends words to the standard error and turns the rounding. */
#include <fenv.h>
#include <stdio.h>
#include "access.h"

static rp_status chat(const rp_call *call) {
  fputs("solving\n", stderr);
  fesetround(FE_UPWARD);
  return write_scalar(call, 0, real_of(call, 0));
}
#define SOLVE chat
#include "minimal.h"
