/*
 * SPDX-License-Identifier: MIT
 *
 * reprise/call.h - reading a call and writing its outputs, for the glue of any plugin: header only, optional,
 * on top of plugin.h. Steps by the strides that the host states, so that a newer host's longer structs are
 * read rightly. Calls the host's services and the C library. Everything here may be called where the service
 * behind it may: outputs from solve()'s thread, the rest from workers too.
 */
#ifndef REPRISE_CALL_H
#define REPRISE_CALL_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "reprise/plugin.h"

#define RP_COUNT_OF(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

enum { RP_CALL_ALIGNMENT = 64, RP_CALL_LONGEST_SENTENCE = 512 };

/* Argument number `param`; its kind is 0 if an optional parameter is absent. */
static inline const rp_value *rp_call_value(const rp_call *call, uint32_t param) {
  return (const rp_value *)(const void *)((const char *)call->values + (size_t)param * call->value_stride);
}

static inline double rp_call_real(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->data[0];
}

static inline int64_t rp_call_integer(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->integer;
}

static inline const double *rp_call_array(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->data;
}

static inline bool rp_call_has(const rp_call *call, uint32_t param) {
  return rp_call_value(call, param)->kind != 0;
}

static inline bool rp_call_wants(const rp_call *call, uint32_t output) {
  return !call->wanted || call->wanted[output];
}

/* Storage of an output, which the caller must want; NULL when memory is out. */
static inline double *rp_call_scalar(const rp_call *call, uint32_t output) {
  return call->host->output(call->host, output, 0, NULL);
}

static inline double *rp_call_vector(const rp_call *call, uint32_t output, int64_t length) {
  return call->host->output(call->host, output, 1, &length);
}

static inline double *rp_call_matrix(const rp_call *call, uint32_t output, int64_t rows, int64_t columns) {
  int64_t shape[2] = {rows, columns};
  return call->host->output(call->host, output, 2, shape);
}

/* Writes a scalar, or copies a vector or matrix, if the output is wanted. RP_OK or RP_NO_MEMORY. */
static inline rp_status rp_call_put(const rp_call *call, uint32_t output, double number) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_scalar(call, output);
  if (!to) return RP_NO_MEMORY;
  *to = number;
  return RP_OK;
}

/* Several scalars at once. */
typedef struct rp_number {
  uint32_t output;
  double value;
} rp_number;
static inline rp_status rp_call_put_numbers(const rp_call *call, const rp_number *numbers, uint32_t count) {
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < count && status == RP_OK; ++i)
    status = rp_call_put(call, numbers[i].output, numbers[i].value);
  return status;
}

static inline rp_status rp_call_put_vector(const rp_call *call, uint32_t output, int64_t length,
                                           const double *numbers) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_vector(call, output, length);
  if (!to) return RP_NO_MEMORY;
  memcpy(to, numbers, (size_t)length * sizeof *to);
  return RP_OK;
}

static inline rp_status rp_call_put_matrix(const rp_call *call, uint32_t output, int64_t rows,
                                           int64_t columns, const double *numbers) {
  if (!rp_call_wants(call, output)) return RP_OK;
  double *to = rp_call_matrix(call, output, rows, columns);
  if (!to) return RP_NO_MEMORY;
  memcpy(to, numbers, (size_t)(rows * columns) * sizeof *to);
  return RP_OK;
}

/* y(x) of an RP_CURVE argument; with leading axes the curve number `member`, counted row-major, else 0. Outside of the
 * grid steps and lines keep their end values and series go on by the end panels' polynomials. O(log points + terms). */
static inline double rp_call_curve(const rp_call *call, uint32_t param, int64_t member, double x) {
  const rp_value *value = rp_call_value(call, param);
  const double *grid = value->grid;
  int64_t pieces = value->grid_count - 1, low = 0, high = pieces > 0 ? pieces : 1;
  while (high - low > 1) { /* the piece [grid[low], grid[low + 1]] of x */
    int64_t middle = low + (high - low) / 2;
    if (grid[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  if (value->rule == RP_CHEBYSHEV) { /* Clenshaw's recurrence */
    int64_t terms = value->shape[value->rank - 1];
    const double *c = value->data + (member * pieces + low) * terms;
    double s = ((x - grid[low]) - (grid[low + 1] - x)) / (grid[low + 1] - grid[low]), next = 0, after = 0;
    for (int64_t k = terms - 1; k > 0; --k) {
      double now = c[k] + 2 * s * next - after;
      after = next;
      next = now;
    }
    return c[0] + s * next - after;
  }
  const double *y = value->data + member * value->grid_count;
  if (pieces < 1 || !(x > grid[0])) return y[0];
  if (x >= grid[pieces]) return y[pieces];
  if (value->rule == RP_STEP_RIGHT) return y[low];
  return y[low] + (x - grid[low]) / (grid[low + 1] - grid[low]) * (y[low + 1] - y[low]);
}

/* `count` numbers of scratch, aligned to 64 bytes; NULL when memory is out. */
static inline double *rp_call_doubles(const rp_call *call, int64_t count) {
  return (double *)call->host->scratch(call->host, (uint64_t)(count > 0 ? count : 1) * sizeof(double),
                                       RP_CALL_ALIGNMENT);
}

static inline int32_t *rp_call_integers(const rp_call *call, int64_t count) {
  return (int32_t *)call->host->scratch(call->host, (uint64_t)(count > 0 ? count : 1) * sizeof(int32_t),
                                        RP_CALL_ALIGNMENT);
}

/* Reports one sentence and returns the status. param -1: none. */
#if defined(__GNUC__)
__attribute__((format(printf, 6, 7)))
#endif
static inline rp_status
rp_call_report(const rp_call *call, rp_status status, const char *slug, int32_t param, double value,
               const char *format, ...) {
  char sentence[RP_CALL_LONGEST_SENTENCE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  call->host->report(call->host, status, slug, param, value, sentence);
  return status;
}

#endif
