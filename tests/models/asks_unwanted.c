/* Asks for both of its outputs, wanted or not: the host must grant the wanted ones only. */
#include "access.h"

#define MODEL_ID "asks_unwanted"
#define OUTPUTS both
#define OUTPUT_COUNT 2
static const rp_output both[] = {
    {.name = "y", .symbol = "y", .unit = "1", .doc = "The number.", .source = ""},
    {.name = "z", .symbol = "z", .unit = "1", .doc = "Its square.", .source = ""}};
#define SOLVE ask_both
static rp_status ask_both(const rp_call *call) {
  double x = real_of(call, 0);
  for (uint32_t i = 0; i < 2; ++i) {
    double *out = call->host->output(call->host, i, 0, NULL);
    if ((out != NULL) != is_wanted(call, i)) {
      call->host->report(call->host, RP_BUG, "granted-unwanted", -1, i,
                         "the host granted what was not wanted, or the other way");
      return RP_BUG;
    }
    if (out) *out = i == 0 ? x : x * x;
  }
  return RP_OK;
}
#include "minimal.h"
