/* model_call.c - see model_call.h. */
#include "model_call.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { ALIGNMENT = 64, LONGEST_SENTENCE = 512 };

const rp_value *rp_call_value(const rp_call *call, uint32_t param) {
  return (const rp_value *)(const void *)((const char *)call->values + (size_t)param * call->value_stride);
}

double rp_call_real(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->data[0];
}

int64_t rp_call_integer(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->integer;
}

const double *rp_call_array(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->data;
}

bool rp_call_has(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->kind != 0;
}

bool rp_call_wants(const rp_call *call, uint32_t output) {
  return !call->wanted || call->wanted[output];
}

double *rp_call_scalar(const rp_call *call, uint32_t output) {
  return call->host->output(call->host, output, 0, NULL);
}

double *rp_call_vector(const rp_call *call, uint32_t output, int64_t length) {
  return call->host->output(call->host, output, 1, &length);
}

double *rp_call_matrix(const rp_call *call, uint32_t output, int64_t rows, int64_t columns) {
  int64_t shape[2] = {rows, columns};
  return call->host->output(call->host, output, 2, shape);
}

rp_status rp_call_put(const rp_call *call, uint32_t output, double number) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_scalar(call, output);
  if (!to) return RP_NO_MEMORY;
  *to = number;
  return RP_OK;
}

rp_status rp_call_put_numbers(const rp_call *call, const rp_number *numbers, uint32_t count) {
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < count && status == RP_OK; ++i)
    status = rp_call_put(call, numbers[i].output, numbers[i].value);
  return status;
}

rp_status rp_call_put_vector(const rp_call *call, uint32_t output, int64_t length, const double *numbers) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_vector(call, output, length);
  if (!to) return RP_NO_MEMORY;
  memcpy(to, numbers, (size_t)length * sizeof *to);
  return RP_OK;
}

rp_status rp_call_put_matrix(const rp_call *call, uint32_t output, int64_t rows, int64_t columns,
                             const double *numbers) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_matrix(call, output, rows, columns);
  if (!to) return RP_NO_MEMORY;
  memcpy(to, numbers, (size_t)(rows * columns) * sizeof *to);
  return RP_OK;
}

double *rp_call_doubles(const rp_call *call, int64_t count) {
  return call->host->scratch(call->host, (uint64_t)(count > 0 ? count : 1) * sizeof(double), ALIGNMENT);
}

int32_t *rp_call_integers(const rp_call *call, int64_t count) {
  return call->host->scratch(call->host, (uint64_t)(count > 0 ? count : 1) * sizeof(int32_t), ALIGNMENT);
}

rp_status rp_call_report(const rp_call *call, rp_status status, const char *slug, int32_t param, double value,
                         const char *format, ...) {
  char sentence[LONGEST_SENTENCE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  call->host->report(call->host, status, slug, param, value, sentence);
  return status;
}
