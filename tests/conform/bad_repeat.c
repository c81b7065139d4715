/* bad_repeat.c - breaks `repeat`: remembers the last input. */
#include "access.h"

static double last = 1;

static rp_status remember(const rp_call *call) {
  double x = real_of(call, 0), start = last;
  last = x;
  return write_scalar(call, 0, x + 1e-12 * (start - x));
}
#define SOLVE remember
#include "minimal.h"
