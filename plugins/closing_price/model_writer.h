/*
 * model_writer.h - writes the outputs that are wanted and remembers the first failure, so that a model writes all it has and
 * asks once. A number that is neither finite nor declared as meaningful has left the range of floating-point numbers: the
 * status is RP_NOT_CONVERGED with slug out-of-range. On top of reprise/call.h.
 */
#ifndef RP_MODEL_WRITER_H
#define RP_MODEL_WRITER_H
#include "reprise/call.h"

typedef struct rp_writer {
  const rp_call *call;
  const rp_output *outputs; /* the model's table */
  rp_status status;
} rp_writer;

void rp_write_numbers(rp_writer *writer, const rp_number *numbers, uint32_t count);
void rp_write_vector(rp_writer *writer, uint32_t output, int64_t length, const double *numbers);

/* False if an entry is neither finite nor declared as meaningful. */
bool rp_is_in_range(const rp_output *output, int64_t length, const double *numbers);
rp_status rp_call_out_of_range(const rp_call *call, const rp_output *output);

#endif
