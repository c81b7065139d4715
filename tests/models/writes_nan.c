/* Gives NaN as an answer although its schema does not allow that; with x = 2 it gives infinity. */
#include "access.h"

#define MODEL_ID "writes_nan"
#define SOLVE answer_nan
static rp_status answer_nan(const rp_call *call) {
  return write_scalar(call, 0, real_of(call, 0) == 2.0 ? (double)INFINITY : (double)NAN);
}
#include "minimal.h"
