/* bad_strides.c - breaks `strides`: takes the values for an array of this header's structs. */
#include "access.h"

#define REAL(name_)                                                                                          \
  {                                                                                                          \
    .name = name_, .symbol = "x", .unit = "1", .doc = "A term.", .source = "", .kind = RP_REAL,              \
    .min = -INFINITY, .max = INFINITY, .preset = 1                                                           \
  }
static const rp_param terms[] = {REAL("x"), REAL("z")};

static rp_status index_values(const rp_call *call) {
  const double *second = call->values[1].data;
  return write_scalar(call, 0, real_of(call, 0) + (call->values[1].kind == RP_REAL ? *second : 0));
}
#define SOLVE index_values
#define PARAMS terms
#define PARAM_COUNT 2
#include "minimal.h"
