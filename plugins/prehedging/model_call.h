/*
 * model_call.h - reading a call and writing its outputs, for every model of this plugin. Steps by the strides
 * that the host states, so that a newer host's longer structs are read rightly. Calls plugin.h's services
 * only.
 */
#ifndef RP_MODEL_CALL_H
#define RP_MODEL_CALL_H
#include <stdbool.h>
#include <stdint.h>
#include "reprise/plugin.h"

#define RP_COUNT_OF(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

/* Argument number `param`; its kind is 0 if an optional parameter is absent. */
const rp_value *rp_call_value(const rp_call *call, uint32_t param);
double rp_call_real(const rp_call *call, uint32_t param);
int64_t rp_call_integer(const rp_call *call, uint32_t param);
const double *rp_call_array(const rp_call *call, uint32_t param);
bool rp_call_has(const rp_call *call, uint32_t param);

bool rp_call_wants(const rp_call *call, uint32_t output);

/* Storage of an output, which the caller must want; NULL when memory is out. */
double *rp_call_scalar(const rp_call *call, uint32_t output);
double *rp_call_vector(const rp_call *call, uint32_t output, int64_t length);
double *rp_call_matrix(const rp_call *call, uint32_t output, int64_t rows, int64_t columns);

/* Writes a scalar, or copies a vector, if the output is wanted. RP_OK or RP_NO_MEMORY. */
rp_status rp_call_put(const rp_call *call, uint32_t output, double number);

/* Several scalars at once. */
typedef struct rp_number {
  uint32_t output;
  double value;
} rp_number;
rp_status rp_call_put_numbers(const rp_call *call, const rp_number *numbers, uint32_t count);

rp_status rp_call_put_vector(const rp_call *call, uint32_t output, int64_t length, const double *numbers);
rp_status rp_call_put_matrix(const rp_call *call, uint32_t output, int64_t rows, int64_t columns,
                             const double *numbers);

/* `count` numbers of scratch, aligned to 64 bytes; NULL when memory is out. */
double *rp_call_doubles(const rp_call *call, int64_t count);
int32_t *rp_call_integers(const rp_call *call, int64_t count);

/* Reports one sentence and returns the status. param -1: none. */
rp_status rp_call_report(const rp_call *call, rp_status status, const char *slug, int32_t param, double value,
                         const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
