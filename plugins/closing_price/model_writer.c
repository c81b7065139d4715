/* model_writer.c - see model_writer.h. */
#include "model_writer.h"
#include <math.h>

bool rp_is_in_range(const rp_output *output, int64_t length, const double *numbers) {
  for (int64_t i = 0; i < length; ++i)
    if ((isnan(numbers[i]) && !(output->flags & RP_NAN_MEANINGFUL)) ||
        (isinf(numbers[i]) && !(output->flags & RP_INF_MEANINGFUL)))
      return false;
  return true;
}

rp_status rp_call_out_of_range(const rp_call *call, const rp_output *output) {
  return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                        "'%s' leaves the range of floating-point numbers at these parameters", output->name);
}

static void write(rp_writer *writer, uint32_t output, bool scalar, int64_t length, const double *numbers) {
  if (writer->status != RP_OK || !rp_call_wants(writer->call, output)) return;
  if (!rp_is_in_range(&writer->outputs[output], length, numbers)) {
    writer->status = rp_call_out_of_range(writer->call, &writer->outputs[output]);
    return;
  }
  writer->status = scalar ? rp_call_put(writer->call, output, *numbers)
                          : rp_call_put_vector(writer->call, output, length, numbers);
}

void rp_write_numbers(rp_writer *writer, const rp_number *numbers, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i)
    write(writer, numbers[i].output, true, 1, &numbers[i].value);
}

void rp_write_vector(rp_writer *writer, uint32_t output, int64_t length, const double *numbers) {
  write(writer, output, false, length, numbers);
}
