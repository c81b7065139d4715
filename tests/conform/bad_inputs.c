/* bad_inputs.c - breaks `inputs`: makes notes in the host's table of values. */
#include "access.h"

static rp_status scribble(const rp_call *call) {
  union {
    const rp_value *theirs;
    rp_value *mine;
  } value = {value_of(call, 0)};
  value.mine->reserved += 1;
  return write_scalar(call, 0, real_of(call, 0));
}
#define SOLVE scribble
#include "minimal.h"
