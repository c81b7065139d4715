/*
 * old_stride.c - a plugin as an older minor version would have built it: its elements lack trailing fields of
 * today's, and its tables step by the shorter strides. A host reads what is there and takes the rest as zero.
 */
#include "access.h"

/* The leading fields of rp_dim, rp_param and rp_output, as plugin.h has them. */
typedef struct old_dim {
  const char *name, *doc;
  int64_t min, max;
  uint32_t flags, reserved;
} old_dim;

typedef struct old_param {
  const char *name, *symbol, *unit, *doc, *source;
  rp_kind kind;
  uint32_t flags;
  double min, max, preset;
  const char *const *choices;
  const char *const *axes;
} old_param;

typedef struct old_output {
  const char *name, *symbol, *unit, *doc, *source;
  const char *const *axes;
} old_output;

_Static_assert(sizeof(old_dim) == offsetof(rp_dim, of), "old_dim is a prefix of rp_dim");
_Static_assert(sizeof(old_param) == offsetof(rp_param, variable), "old_param is a prefix of rp_param");
_Static_assert(sizeof(old_output) == offsetof(rp_output, flags), "old_output is a prefix of rp_output");

static const char *const axes[] = {"agents", NULL};
static const char *const choices[] = {"sum", "mean", NULL};
static const old_dim dims[] = {{.name = "agents", .doc = "Agents.", .min = 1, .max = 10},
                               {.name = "periods", .doc = "Periods.", .min = 1, .max = 10}};
static const old_param params[] = {
    {"x", "x", "share", "Numbers.", "", RP_ARRAY, 0, -100, 100, NAN, NULL, axes},
    {"how", "h", "1", "Sum or mean.", "", RP_CHOICE, 0, 0, 0, 0, choices, NULL},
    {"periods", "T", "1", "Periods.", "", RP_INTEGER, 0, 1, 10, 2, NULL, NULL}};
static const old_output outputs[] = {{"y", "y", "share", "The sum, or the mean.", "", NULL},
                                     {"z", "z", "share", "The numbers.", "", axes}};

static rp_status solve(const rp_call *call) {
  const rp_value *x = value_of(call, 0);
  double sum = 0;
  for (int64_t i = 0; i < x->shape[0]; ++i)
    sum += x->data[i];
  rp_status status = write_scalar(call, 0, integer_of(call, 1) ? sum / (double)x->shape[0] : sum);
  return status == RP_OK ? write_vector(call, 1, x->shape[0], x->data) : status;
}

static const rp_model models[] = {{.struct_size = sizeof(rp_model),
                                   .id = "old_stride",
                                   .version = "1.0.0",
                                   .title = "Built long ago",
                                   .paper = "",
                                   .doc = "The sum of an array.",
                                   .dims = (const rp_dim *)(const void *)dims,
                                   .params = (const rp_param *)(const void *)params,
                                   .outputs = (const rp_output *)(const void *)outputs,
                                   .dim_count = COUNT_OF(dims),
                                   .dim_stride = sizeof(old_dim),
                                   .param_count = COUNT_OF(params),
                                   .param_stride = sizeof(old_param),
                                   .output_count = COUNT_OF(outputs),
                                   .output_stride = sizeof(old_output),
                                   .solve = solve}};
static const rp_library library = {.struct_size = sizeof(rp_library),
                                   .abi_minor = 0,
                                   .models = models,
                                   .model_count = COUNT_OF(models),
                                   .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  return &library;
}
