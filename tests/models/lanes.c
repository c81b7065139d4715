/*
 * lanes.c - a model with the extension batch/1: y = scale x^2 + offset, refused for x < 0, not converged for
 * x > 100. Its solve() and its lanes share one function per point, so that both yield the same bits.
 * `count_lanes` tells a test which way it went: 0 from solve(), 1 from the batch. Calls access.h only.
 */
#include <string.h>

#include "access.h"

enum { X, SCALE, OFFSET, SHAPE };
enum { Y, POWERS, LANE };

static const rp_dim dims[] = {{.name = "powers", .doc = "Three powers of x.", .min = 3, .max = 3}};
static const char *const on_powers[] = {"powers", NULL};

#define REAL(name_, min_, max_, preset_, doc_)                                                               \
  {                                                                                                          \
    .name = name_, .symbol = "x", .unit = "1", .doc = doc_, .source = "", .kind = RP_REAL, .min = min_,      \
    .max = max_, .preset = preset_                                                                           \
  }
static const rp_param params[] = {[X] = REAL("x", -1000, 1000, 1, "The variable."),
                                  [SCALE] = REAL("scale", -INFINITY, INFINITY, 1, "The factor."),
                                  [OFFSET] = REAL("offset", -INFINITY, INFINITY, 0, "The shift."),
                                  [SHAPE] = {.name = "exponent",
                                             .symbol = "p",
                                             .unit = "1",
                                             .doc = "The power of x.",
                                             .source = "",
                                             .kind = RP_INTEGER,
                                             .min = 1,
                                             .max = 3,
                                             .preset = 2}};
static const rp_output outputs[] = {
    [Y] = {.name = "y", .symbol = "y", .unit = "1", .doc = "scale x^p + offset.", .source = ""},
    [POWERS] = {.name = "powers_of_x",
                .symbol = "x^k",
                .unit = "1",
                .doc = "x, x^2, x^3.",
                .source = "",
                .axes = on_powers},
    [LANE] = {.name = "count_lanes",
              .symbol = "b",
              .unit = "1",
              .doc = "1 if the batch solved this point.",
              .source = "",
              .flags = RP_DIAGNOSTIC}};

typedef struct point {
  double x, scale, offset;
  int64_t exponent;
} point;

static rp_status evaluate(const point *at, double *y, double powers[3]) {
  if (at->x < 0) return RP_NO_SOLUTION;
  if (at->x > 100) return RP_NOT_CONVERGED;
  powers[0] = at->x;
  powers[1] = powers[0] * at->x;
  powers[2] = powers[1] * at->x;
  *y = at->scale * powers[at->exponent - 1] + at->offset;
  return RP_OK;
}

static point point_of(const rp_call *call) {
  return (point){real_of(call, X), real_of(call, SCALE), real_of(call, OFFSET), integer_of(call, SHAPE)};
}

static rp_status solve(const rp_call *call) {
  const rp_host *host = call->host;
  point at = point_of(call);
  double y = 0, powers[3] = {0};
  rp_status status = evaluate(&at, &y, powers);
  if (status == RP_NO_SOLUTION)
    host->report(host, status, "negative", X, at.x, "x is negative and has no root");
  if (status == RP_NOT_CONVERGED)
    host->report(host, status, "too-large", X, at.x, "x is above 100, where the method fails");
  if (status == RP_OK) status = write_scalar(call, Y, y);
  if (status == RP_OK) status = write_vector(call, POWERS, 3, powers);
  return status == RP_OK ? write_scalar(call, LANE, 0) : status;
}

static rp_status solve_lanes(const rp_batch *batch) {
  point at = point_of(batch->base);
  for (int64_t i = 0; i < batch->n; ++i) {
    for (uint32_t v = 0; v < batch->varying_count; ++v) {
      double number = batch->points[v][i];
      switch (batch->varying[v]) {
      case X:
        at.x = number;
        break;
      case SCALE:
        at.scale = number;
        break;
      case OFFSET:
        at.offset = number;
        break;
      default:
        return RP_NO_MEMORY; /* not a real: the host must not vary it here */
      }
    }
    double y = 0, powers[3] = {0};
    batch->status[i] = evaluate(&at, &y, powers);
    if (batch->status[i] != RP_OK) continue;
    if (batch->outputs[Y]) batch->outputs[Y][i] = y;
    if (batch->outputs[POWERS]) memcpy(batch->outputs[POWERS] + 3 * i, powers, sizeof powers);
    if (batch->outputs[LANE]) batch->outputs[LANE][i] = 1;
  }
  return RP_OK;
}

static const rp_batch_extension batch_extension = {.struct_size = sizeof(rp_batch_extension),
                                                   .solve = solve_lanes};

static const void *extension(const char *id) {
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch_extension : NULL;
}

static const rp_model models[] = {{.struct_size = sizeof(rp_model),
                                   .id = "lanes",
                                   .version = "1.0.0",
                                   .title = "A power, many points at once",
                                   .paper = "",
                                   .doc = "Powers of a number, alone or in lanes.",
                                   .dims = dims,
                                   .params = params,
                                   .outputs = outputs,
                                   .dim_count = COUNT_OF(dims),
                                   .dim_stride = sizeof(rp_dim),
                                   .param_count = COUNT_OF(params),
                                   .param_stride = sizeof(rp_param),
                                   .output_count = COUNT_OF(outputs),
                                   .output_stride = sizeof(rp_output),
                                   .solve = solve,
                                   .extension = extension}};
static const rp_library library = {.struct_size = sizeof(rp_library),
                                   .abi_minor = RP_ABI_MINOR,
                                   .models = models,
                                   .model_count = COUNT_OF(models),
                                   .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  return &library;
}
