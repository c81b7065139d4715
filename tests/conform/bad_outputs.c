/* bad_outputs.c - breaks `outputs`: leaves work out when only one output is wanted, and with it a term. */
#include "access.h"

static const rp_output two[] = {
    {.name = "y", .symbol = "y", .unit = "1", .doc = "The same number.", .source = ""},
    {.name = "z", .symbol = "z", .unit = "1", .doc = "The same number.", .source = ""}};

static rp_status take_short_cut(const rp_call *call) {
  double x = real_of(call, 0);
  rp_status status = write_scalar(call, 0, is_wanted(call, 1) ? x : x * (1 + 1e-15));
  return status == RP_OK ? write_scalar(call, 1, x) : status;
}
#define SOLVE take_short_cut
#define OUTPUTS two
#define OUTPUT_COUNT 2
#include "minimal.h"
