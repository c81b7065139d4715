/* bad_extents.c - breaks `extents`: has room for sixteen entries. */
#include "access.h"

static const rp_dim lists[] = {{.name = "entry", .doc = "An entry of the list.", .min = 1, .max = 100}};
static const char *const on_entry[] = {"entry", NULL};
static const rp_param list[] = {{.name = "x",
                                 .symbol = "x",
                                 .unit = "1",
                                 .doc = "The numbers.",
                                 .source = "",
                                 .kind = RP_ARRAY,
                                 .min = -INFINITY,
                                 .max = INFINITY,
                                 .preset = 1,
                                 .axes = on_entry}};

static rp_status add_some(const rp_call *call) {
  enum { ROOM = 16 };
  const rp_value *x = value_of(call, 0);
  double sum = 0;
  if (x->shape[0] > ROOM) return RP_UNSUPPORTED;
  for (int64_t i = 0; i < x->shape[0]; ++i)
    sum += x->data[i];
  return write_scalar(call, 0, sum);
}
#define SOLVE add_some
#define PARAMS list
#define DIMS lists
#define DIM_COUNT 1
#include "minimal.h"
