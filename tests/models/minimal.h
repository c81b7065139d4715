/*
 * minimal.h - the smallest honest plugin: one model `minimal` with one parameter x and one output y = x. A
 * file that defines one of the names below before including this header differs from it in exactly that
 * point; so each lie is one line.
 */
#ifndef MINIMAL_H
#define MINIMAL_H
#include "access.h"

#ifndef MODEL_ID
#define MODEL_ID "minimal"
#endif
#ifndef MODEL_TITLE
#define MODEL_TITLE "The identity"
#endif
#ifndef MODEL_SIZE
#define MODEL_SIZE sizeof(rp_model)
#endif
#ifndef MODEL_COUNT
#define MODEL_COUNT 1
#endif
#ifndef LIBRARY_SIZE
#define LIBRARY_SIZE sizeof(rp_library)
#endif
#ifndef DIMS
#define DIMS NULL
#define DIM_COUNT 0
#endif
#ifndef PARAM_NAME
#define PARAM_NAME "x"
#endif
#ifndef PARAM_UNIT
#define PARAM_UNIT "1"
#endif
#ifndef PARAM_DOC
#define PARAM_DOC "The number that comes back."
#endif
#ifndef PARAM_KIND
#define PARAM_KIND RP_REAL
#endif
#ifndef PARAM_FLAGS
#define PARAM_FLAGS 0
#endif
#ifndef PARAM_MIN
#define PARAM_MIN (-INFINITY)
#endif
#ifndef PARAM_MAX
#define PARAM_MAX INFINITY
#endif
#ifndef PARAM_PRESET
#define PARAM_PRESET 1
#endif
#ifndef PARAM_MORE /* further fields of the parameter, as designated initialisers */
#define PARAM_MORE .variable = NULL
#endif
#ifndef PARAM_COUNT
#define PARAM_COUNT 1
#endif
#ifndef PARAM_STRIDE
#define PARAM_STRIDE sizeof(rp_param)
#endif
#ifndef OUTPUT_NAME
#define OUTPUT_NAME "y"
#endif
#ifndef OUTPUT_UNIT
#define OUTPUT_UNIT "1"
#endif
#ifndef OUTPUT_AXES
#define OUTPUT_AXES NULL
#endif
#ifndef OUTPUT_COUNT
#define OUTPUT_COUNT 1
#endif

#ifndef BEFORE_RETURN /* what the entry point does before it returns */
#define BEFORE_RETURN (void)0
#endif

#ifndef EXTENSION
#define EXTENSION NULL
#endif

#ifndef SOLVE
#define SOLVE give_back
static rp_status give_back(const rp_call *call) {
  return write_scalar(call, 0, real_of(call, 0));
}
#endif

#ifndef PARAMS
#define PARAMS minimal_params
static const rp_param minimal_params[] = {{.name = PARAM_NAME,
                                           .symbol = "x",
                                           .unit = PARAM_UNIT,
                                           .doc = PARAM_DOC,
                                           .source = "",
                                           .kind = PARAM_KIND,
                                           .flags = PARAM_FLAGS,
                                           .min = PARAM_MIN,
                                           .max = PARAM_MAX,
                                           .preset = PARAM_PRESET,
                                           PARAM_MORE}};
#endif
#ifndef OUTPUTS
#define OUTPUTS minimal_outputs
static const rp_output minimal_outputs[] = {{.name = OUTPUT_NAME,
                                             .symbol = "y",
                                             .unit = OUTPUT_UNIT,
                                             .doc = "The same number.",
                                             .source = "",
                                             .axes = OUTPUT_AXES}};
#endif

#define MINIMAL_MODEL                                                                                        \
  {                                                                                                          \
    .struct_size = MODEL_SIZE, .id = MODEL_ID, .version = "1.0.0", .title = MODEL_TITLE, .paper = "",        \
    .doc = "Gives its parameter back.", .dims = DIMS, .dim_count = DIM_COUNT, .dim_stride = sizeof(rp_dim),  \
    .params = PARAMS, .param_count = PARAM_COUNT, .param_stride = PARAM_STRIDE, .outputs = OUTPUTS,          \
    .output_count = OUTPUT_COUNT, .output_stride = sizeof(rp_output), .solve = SOLVE, .extension = EXTENSION \
  }
static const rp_model minimal_models[] = {
    MINIMAL_MODEL,
#ifdef MODEL_TWICE
    MINIMAL_MODEL,
#endif
};

#ifndef OWN_ENTRY
static const rp_library minimal_library = {.struct_size = LIBRARY_SIZE,
                                           .abi_minor = RP_ABI_MINOR,
                                           .models = minimal_models,
                                           .model_count = MODEL_COUNT,
                                           .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  BEFORE_RETURN;
  return &minimal_library;
}
#endif

#endif
