/* Asks for an output of four numbers and writes two of them. */
#include "access.h"

#define MODEL_ID "writes_half"
#define DIMS half_dims
#define DIM_COUNT 1
static const rp_dim half_dims[] = {
    {.name = "four", .doc = "Four places.", .min = 4, .max = 4, .flags = RP_DIM_LATE}};
static const char *const half_axes[] = {"four", NULL};
#define OUTPUT_AXES half_axes
#define SOLVE write_half
static rp_status write_half(const rp_call *call) {
  int64_t four = 4;
  double *out;
  rp_status status = open_output(call, 0, 1, &four, &out);
  if (out) out[0] = out[1] = 1.0;
  return status;
}
#include "minimal.h"
