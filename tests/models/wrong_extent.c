/*
 * Asks for storage of the right rank and a wrong length. x = 1: three entries on an axis of four; 2: a late
 * axis that two outputs fix differently; 3: a late axis longer than it may be; 4: a negative length; 5:
 * nothing wrong.
 */
#include "access.h"

#define MODEL_ID "wrong_extent"
#define DIMS axes
#define DIM_COUNT 2
static const rp_dim axes[] = {
    {.name = "four", .doc = "Four places.", .min = 4, .max = 4},
    {.name = "late", .doc = "As the solver likes.", .min = 0, .max = 5, .flags = RP_DIM_LATE}};
static const char *const on_four[] = {"four", NULL};
static const char *const on_late[] = {"late", NULL};
#define OUTPUTS outputs
#define OUTPUT_COUNT 3
static const rp_output outputs[] = {
    {.name = "y", .symbol = "y", .unit = "1", .doc = "Four numbers.", .source = "", .axes = on_four},
    {.name = "u", .symbol = "u", .unit = "1", .doc = "Some numbers.", .source = "", .axes = on_late},
    {.name = "v", .symbol = "v", .unit = "1", .doc = "As many again.", .source = "", .axes = on_late}};
#define SOLVE ask_wrongly
static rp_status ask_wrongly(const rp_call *call) {
  const double numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  double x = real_of(call, 0);
  const int64_t lengths[] = {x == 1 ? 3 : 4,
                             x == 3   ? 6
                             : x == 4 ? -1
                                      : 2,
                             x == 2   ? 3
                             : x == 3 ? 6
                             : x == 4 ? -1
                                      : 2};
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < 3 && status == RP_OK; ++i)
    status = write_vector(call, i, lengths[i], numbers);
  return status;
}
#include "minimal.h"
