/* bad_batch.c - breaks `batch`: sums in another order than alone. */
#include "access.h"

static rp_status solve_lanes(const rp_batch *batch) {
  for (int64_t i = 0; i < batch->n; ++i) {
    if (batch->outputs[0]) batch->outputs[0][i] = batch->points[0][i] * (1 + 4e-16);
    batch->status[i] = RP_OK;
  }
  return RP_OK;
}

static const void *find_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_lanes};
  return id[0] == 'b' ? &batch : NULL;
}
#define EXTENSION find_extension
#include "minimal.h"
