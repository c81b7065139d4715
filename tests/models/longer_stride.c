/*
 * longer_stride.c - a plugin as a later minor version would build it: every struct has fields behind those of
 * today, full of what an old host does not understand, and the tables step by the longer strides. A host
 * reads what it knows.
 */
#include "access.h"

typedef struct later_dim {
  rp_dim dim;
  uint64_t later[3];
} later_dim;

typedef struct later_coef {
  rp_coef coef;
  uint64_t later;
} later_coef;

typedef struct later_process {
  rp_process process;
  uint64_t later[2];
} later_process;

typedef struct later_param {
  rp_param param;
  uint64_t later[5];
} later_param;

typedef struct later_output {
  rp_output output;
  uint64_t later;
} later_output;

typedef struct later_model {
  rp_model model;
  uint64_t later[4];
} later_model;

typedef struct later_library {
  rp_library library;
  uint64_t later[2];
} later_library;

#define JUNK UINT64_C(0xdeadbeefdeadbeef)

static const char *const axes[] = {"agents", NULL};
static const later_dim dims[] = {
    {{.name = "agents", .doc = "Agents.", .min = 1, .max = 10}, {JUNK, JUNK, JUNK}},
    {{.name = "more", .doc = "Agents and one.", .min = 2, .max = 11, .of = "agents", .plus = 1},
     {JUNK, JUNK, JUNK}}};
static const char *const more_axes[] = {"more", NULL};
static const later_coef coefs[] = {{{.name = "speed",
                                     .symbol = "k",
                                     .unit = "1/time",
                                     .doc = "Speed.",
                                     .min = 0,
                                     .max = INFINITY,
                                     .preset = NAN},
                                    JUNK},
                                   {{.name = "mean",
                                     .symbol = "m",
                                     .unit = "1",
                                     .doc = "Mean.",
                                     .min = -INFINITY,
                                     .max = INFINITY,
                                     .preset = 3},
                                    JUNK}};
static const later_process laws[] = {{{.name = "relaxing",
                                       .law = "dX = k(m - X) dt",
                                       .coefs = &coefs[0].coef,
                                       .coef_count = COUNT_OF(coefs),
                                       .coef_stride = sizeof(later_coef)},
                                      {JUNK, JUNK}}};
static const later_param params[] = {{{.name = "x",
                                       .symbol = "x",
                                       .unit = "share",
                                       .doc = "Numbers.",
                                       .source = "",
                                       .kind = RP_ARRAY,
                                       .min = -100,
                                       .max = 100,
                                       .preset = NAN,
                                       .axes = axes},
                                      {JUNK, JUNK, JUNK, JUNK, JUNK}},
                                     {{.name = "factor",
                                       .symbol = "X",
                                       .unit = "1",
                                       .doc = "A process.",
                                       .source = "",
                                       .kind = RP_PROCESS,
                                       .preset = NAN,
                                       .processes = &laws[0].process,
                                       .process_count = COUNT_OF(laws),
                                       .process_stride = sizeof(later_process)},
                                      {JUNK, JUNK, JUNK, JUNK, JUNK}}};
static const later_output outputs[] = {
    {{.name = "y", .symbol = "y", .unit = "share", .doc = "The sum.", .source = ""}, JUNK},
    {{.name = "z",
      .symbol = "z",
      .unit = "1",
      .doc = "The sum, then its terms.",
      .source = "",
      .axes = more_axes},
     JUNK},
    {{.name = "mean", .symbol = "m", .unit = "1", .doc = "The coefficient.", .source = ""}, JUNK}};

static rp_status solve(const rp_call *call) {
  const rp_value *x = value_of(call, 0);
  int64_t more = x->shape[0] + 1;
  double sum = 0, *z;
  rp_status status = open_output(call, 1, 1, &more, &z);
  for (int64_t i = 0; status == RP_OK && i < x->shape[0]; ++i) {
    sum += x->data[i];
    if (z) z[i + 1] = x->data[i];
  }
  if (z) z[0] = sum;
  if (status == RP_OK) status = write_scalar(call, 0, sum);
  return status == RP_OK ? write_scalar(call, 2, value_of(call, 1)->data[1]) : status;
}

static const later_model models[] = {{{.struct_size = sizeof(later_model),
                                       .id = "longer_stride",
                                       .version = "9.0.0",
                                       .title = "Built in the future",
                                       .paper = "",
                                       .doc = "The sum of an array.",
                                       .dims = &dims[0].dim,
                                       .params = &params[0].param,
                                       .outputs = &outputs[0].output,
                                       .dim_count = COUNT_OF(dims),
                                       .dim_stride = sizeof(later_dim),
                                       .param_count = COUNT_OF(params),
                                       .param_stride = sizeof(later_param),
                                       .output_count = COUNT_OF(outputs),
                                       .output_stride = sizeof(later_output),
                                       .solve = solve},
                                      {JUNK, JUNK, JUNK, JUNK}},
                                     {{.struct_size = sizeof(later_model),
                                       .id = "longer_stride_again",
                                       .version = "9.0.0",
                                       .title = "The second element of the table",
                                       .paper = "",
                                       .doc = "The sum of an array.",
                                       .dims = &dims[0].dim,
                                       .params = &params[0].param,
                                       .outputs = &outputs[0].output,
                                       .dim_count = COUNT_OF(dims),
                                       .dim_stride = sizeof(later_dim),
                                       .param_count = COUNT_OF(params),
                                       .param_stride = sizeof(later_param),
                                       .output_count = COUNT_OF(outputs),
                                       .output_stride = sizeof(later_output),
                                       .solve = solve},
                                      {JUNK, JUNK, JUNK, JUNK}}};
static const later_library library = {{.struct_size = sizeof(later_library),
                                       .abi_minor = 7,
                                       .models = &models[0].model,
                                       .model_count = COUNT_OF(models),
                                       .model_stride = sizeof(later_model)},
                                      {JUNK, JUNK}};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  return &library.library;
}
