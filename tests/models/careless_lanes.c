/*
 * Solves honestly alone and carelessly in a batch: it writes nothing for x = 1, returns no status for x = 2,
 * writes infinity for x = 3 and reports x = 4 as failed although it wrote a number. The host must not let any
 * of these through.
 */
#include <string.h>

#include "access.h"

#define MODEL_ID "careless_lanes"
#define EXTENSION offer_lanes

static rp_status solve_carelessly(const rp_batch *batch) {
  for (int64_t i = 0; i < batch->n; ++i) {
    double x = batch->points[0][i];
    batch->status[i] = x == 2 ? 99 : x == 4 ? RP_NO_SOLUTION : RP_OK;
    if (batch->outputs[0] && x != 1) batch->outputs[0][i] = x == 3 ? (double)INFINITY : x;
  }
  return RP_OK;
}

static const rp_batch_extension lanes = {.struct_size = sizeof(rp_batch_extension),
                                         .solve = solve_carelessly};

static const void *offer_lanes(const char *id) {
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &lanes : NULL;
}
#include "minimal.h"
