/*
 * access.h - what the test plugins need to read a call and to write outputs; nothing but plugin.h and libm's
 * NaN. Each function steps by the strides that the host states, so that a plugin built today reads a longer
 * future rp_value.
 */
#ifndef ACCESS_H
#define ACCESS_H
#include "reprise/plugin.h"
#include <math.h>
#include <stddef.h>

#define COUNT_OF(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

static inline const rp_value *value_of(const rp_call *call, uint32_t param) {
  return (const rp_value *)(const void *)((const char *)call->values + (size_t)param * call->value_stride);
}

static inline int is_given(const rp_value *value) {
  return value->kind != 0;
}

static inline double real_of(const rp_call *call, uint32_t param) {
  return value_of(call, param)->data[0];
}

static inline int64_t integer_of(const rp_call *call, uint32_t param) {
  return value_of(call, param)->integer;
}

static inline int is_wanted(const rp_call *call, uint32_t output) {
  return !call->wanted || call->wanted[output];
}

/* Number of entries of an array, of all coefficients of a process, of all samples of a curve. */
static inline int64_t size_of(const rp_value *value) {
  int64_t size = 1;
  for (uint32_t i = 0; i < value->rank; ++i)
    size *= value->shape[i];
  return size;
}

/* Storage of a wanted output; RP_OK with *out NULL if it is not wanted. */
static inline rp_status open_output(const rp_call *call, uint32_t output, uint32_t rank, const int64_t *shape,
                                    double **out) {
  *out = NULL;
  if (!is_wanted(call, output)) return RP_OK;
  *out = call->host->output(call->host, output, rank, shape);
  return *out ? RP_OK : RP_NO_MEMORY;
}

static inline rp_status write_scalar(const rp_call *call, uint32_t output, double number) {
  double *out;
  rp_status status = open_output(call, output, 0, NULL, &out);
  if (out) *out = number;
  return status;
}

static inline rp_status write_vector(const rp_call *call, uint32_t output, int64_t n, const double *numbers) {
  double *out;
  rp_status status = open_output(call, output, 1, &n, &out);
  for (int64_t i = 0; out && i < n; ++i)
    out[i] = numbers[i];
  return status;
}

#endif
