/* model_batch.c - see model_batch.h. */
#include "model_batch.h"
#include <string.h>
#include "reprise/call.h"

enum { FIRST_CHUNK = 4096, POINTS_BETWEEN_LOOKS = 64 };

/* The host of one point: scratch from one chunk, which is replaced by a longer one when a point needs more. */
typedef struct points {
  rp_host host;
  const rp_batch *batch;
  int64_t point;
  char *chunk;
  uint64_t size, used, wanted; /* wanted: by this point so far, in chunks given up as well */
} points;

static const rp_host *behind(const rp_host *host) {
  const points *p = host->self;
  return p->batch->base->host;
}

static void *scratch(const rp_host *host, uint64_t bytes, uint64_t align) {
  points *p = host->self;
  uint64_t step = align > RP_CALL_ALIGNMENT ? align : RP_CALL_ALIGNMENT, longest = UINT64_MAX / 4;
  if (bytes > longest || p->wanted > longest) return NULL;
  uint64_t from = (p->used + step - 1) / step * step;
  p->wanted += bytes + step;
  if (!p->chunk || from + bytes > p->size) {
    uint64_t size = 2 * p->wanted > FIRST_CHUNK ? 2 * p->wanted : FIRST_CHUNK;
    char *chunk = behind(host)->scratch(behind(host), size, 4096);
    if (!chunk) return NULL;
    p->chunk = chunk;
    p->size = size;
    from = 0;
  }
  p->used = from + bytes;
  return p->chunk + from;
}

static double *output(const rp_host *host, uint32_t index, uint32_t rank, const int64_t *shape) {
  points *p = host->self;
  int64_t size = 1;
  for (uint32_t k = 0; k < rank; ++k)
    size *= shape[k];
  double *all = p->batch->outputs[index];
  return all ? all + p->point * size : NULL;
}

static void report(const rp_host *host, rp_status s, const char *slug, int32_t param, double value,
                   const char *text) {
  (void)host, (void)s, (void)slug, (void)param, (void)value, (void)text;
}

static void log_nothing(const rp_host *host, int32_t level, const char *text) {
  (void)host, (void)level, (void)text;
}

static void progress(const rp_host *host, double fraction) {
  (void)host, (void)fraction;
}

static int32_t cancelled(const rp_host *host) {
  return behind(host)->cancelled(behind(host));
}

static void uniforms(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                     double *out) {
  behind(host)->uniforms(behind(host), stream, path, first, n, out);
}

static void normals(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                    double *out) {
  behind(host)->normals(behind(host), stream, path, first, n, out);
}

static rp_status one_after_the_other(const rp_host *host, int64_t n, int64_t block, rp_body *body,
                                     void *arg) {
  rp_status status = RP_OK;
  (void)host;
  for (int64_t begin = 0; begin < n && status == RP_OK; begin += block)
    status = body(arg, begin, n - begin < block ? n : begin + block);
  return status;
}

static const void *extension(const rp_host *host, const char *id) {
  return behind(host)->extension(behind(host), id);
}

static rp_host host_of(points *p) {
  return (rp_host){.struct_size = sizeof(rp_host),
                   .abi_minor = p->batch->base->host->abi_minor,
                   .self = p,
                   .scratch = scratch,
                   .output = output,
                   .report = report,
                   .log = log_nothing,
                   .progress = progress,
                   .cancelled = cancelled,
                   .uniforms = uniforms,
                   .normals = normals,
                   .parallel = one_after_the_other,
                   .extension = extension};
}

rp_status rp_batch_points_solve(const rp_batch *batch, rp_point_solve *solve, void *context) {
  const rp_call *base = batch->base;
  const rp_host *host = base->host;
  uint64_t bytes = (uint64_t)base->value_count * base->value_stride;
  char *values = host->scratch(host, bytes + 1, RP_CALL_ALIGNMENT);
  double *numbers = host->scratch(host, (batch->varying_count + 1) * sizeof *numbers, RP_CALL_ALIGNMENT);
  uint8_t *wanted = host->scratch(host, base->output_count + 1u, 1);
  if (!values || !numbers || !wanted) return RP_NO_MEMORY;
  memcpy(values, base->values, bytes);
  for (uint32_t i = 0; i < batch->varying_count; ++i)
    ((rp_value *)(void *)(values + (uint64_t)batch->varying[i] * base->value_stride))->data = &numbers[i];
  for (uint32_t i = 0; i < base->output_count; ++i)
    wanted[i] = batch->outputs[i] != NULL;
  points p = {.batch = batch};
  p.host = host_of(&p);
  rp_call call = *base;
  call.values = (const rp_value *)(void *)values;
  call.host = &p.host;
  call.wanted = wanted;
  for (; p.point < batch->n; ++p.point) {
    if (p.point % POINTS_BETWEEN_LOOKS == 0 && host->cancelled(host)) return RP_CANCELLED;
    for (uint32_t i = 0; i < batch->varying_count; ++i)
      numbers[i] = batch->points[i][p.point];
    p.used = p.wanted = 0;
    batch->status[p.point] = solve(&call, context);
  }
  return RP_OK;
}
