/*
 * schema.h - short forms for whole descriptions, used by the schema_*.c files: the models of the five papers
 * at the generality of their solvers, without the solvers. What can be written here can be said in plugin.h.
 *
 * Order of the arguments: name, TeX symbol, unit, axes, bounds, default, flags, source in the paper, one
 * sentence.
 */
#ifndef SCHEMA_H
#define SCHEMA_H
#include "access.h"

#define NONE NULL
#define ON(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FREE -INFINITY, INFINITY
#define NONNEGATIVE 0, INFINITY
#define REQUIRED NAN
#define ABSENT NAN

#define WORDS_(name_, symbol_, unit_, source_, doc_)                                                         \
  .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = source_

#define REAL(name_, symbol_, unit_, bounds_, preset_, flags_, source_, doc_)                                 \
  {                                                                                                          \
    WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_REAL, .flags = flags_, BOUNDS_(bounds_),        \
                                                  .preset = preset_                                          \
  }
#define INTEGER(name_, symbol_, bounds_, preset_, flags_, source_, doc_)                                     \
  {                                                                                                          \
    WORDS_(name_, symbol_, "1", source_, doc_), .kind = RP_INTEGER, .flags = flags_, BOUNDS_(bounds_),       \
                                                .preset = preset_                                            \
  }
#define BOOLEAN(name_, symbol_, preset_, flags_, source_, doc_)                                              \
  {                                                                                                          \
    WORDS_(name_, symbol_, "1", source_, doc_), .kind = RP_BOOLEAN, .flags = flags_, .min = 0, .max = 1,     \
                                                .preset = preset_                                            \
  }
#define CHOICE(name_, choices_, preset_, flags_, source_, doc_)                                              \
  {                                                                                                          \
    WORDS_(name_, "", "1", source_, doc_), .kind = RP_CHOICE, .flags = flags_, .preset = preset_,            \
                                           .choices = choices_                                               \
  }
#define ARRAY(name_, symbol_, unit_, axes_, bounds_, preset_, flags_, source_, doc_)                         \
  {                                                                                                          \
    WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_ARRAY, .flags = flags_, BOUNDS_(bounds_),       \
                                                  .preset = preset_, .axes = axes_                           \
  }
#define CURVE(name_, symbol_, unit_, axes_, variable_, from_, to_, bounds_, preset_, flags_, source_, doc_)  \
  {                                                                                                          \
    WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_CURVE, .flags = flags_, BOUNDS_(bounds_),       \
                                                  .preset = preset_, .axes = axes_, .variable = variable_,   \
                                                  .domain = {                                                \
                                                    from_,                                                   \
                                                    to_                                                      \
                                                  }                                                          \
  }
#define PROCESS(name_, symbol_, unit_, axes_, laws_, preset_, flags_, source_, doc_)                         \
  {                                                                                                          \
    WORDS_(name_, symbol_, unit_, source_, doc_),                                                            \
        .kind = RP_PROCESS, .flags = flags_, .preset = preset_, .axes = axes_, .processes = laws_,           \
        .process_count = COUNT_OF(laws_), .process_stride = sizeof(rp_process)                               \
  }

/* Bounds are given as BETWEEN(lo, hi), so that they are one argument. */
#define BETWEEN(lo_, hi_) lo_, hi_
#define BOUNDS_(...) BOUNDS_OF_(__VA_ARGS__)
#define BOUNDS_OF_(lo_, hi_) .min = lo_, .max = hi_

#define COEF(name_, symbol_, unit_, bounds_, preset_, flags_, doc_)                                          \
  {                                                                                                          \
    .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, BOUNDS_(bounds_), .preset = preset_,       \
    .flags = flags_                                                                                          \
  }
#define LAW(name_, equation_, coefs_)                                                                        \
  {                                                                                                          \
    .name = name_, .law = equation_, .coefs = coefs_, .coef_count = COUNT_OF(coefs_),                        \
    .coef_stride = sizeof(rp_coef)                                                                           \
  }

#define AXIS(name_, lo_, hi_, doc_)                                                                          \
  { .name = name_, .doc = doc_, .min = lo_, .max = hi_ }
#define LATE_AXIS(name_, lo_, hi_, doc_)                                                                     \
  { .name = name_, .doc = doc_, .min = lo_, .max = hi_, .flags = RP_DIM_LATE }
#define DERIVED_AXIS(name_, of_, plus_, lo_, hi_, doc_)                                                      \
  { .name = name_, .doc = doc_, .min = lo_, .max = hi_, .of = of_, .plus = plus_ }
#define MANY 1000000000

#define OUT(name_, symbol_, unit_, axes_, flags_, source_, doc_)                                             \
  { WORDS_(name_, symbol_, unit_, source_, doc_), .axes = axes_, .flags = flags_ }

/* Everything of a model but its tables `<key>_dims`, `<key>_params`, `<key>_outputs`. */
#define MODEL(key_, id_, paper_, title_, flags_, doc_)                                                       \
  {                                                                                                          \
    .struct_size = sizeof(rp_model), .id = id_, .version = "0.1.0", .title = title_, .paper = paper_,        \
    .doc = doc_, .dims = key_##_dims, .params = key_##_params, .outputs = key_##_outputs,                    \
    .dim_count = COUNT_OF(key_##_dims), .dim_stride = sizeof(rp_dim),                                        \
    .param_count = COUNT_OF(key_##_params), .param_stride = sizeof(rp_param),                                \
    .output_count = COUNT_OF(key_##_outputs), .output_stride = sizeof(rp_output), .flags = flags_,           \
    .solve = describe_only                                                                                   \
  }

static rp_status describe_only(const rp_call *call) {
  call->host->report(call->host, RP_UNSUPPORTED, "schema-only", -1, NAN,
                     "this file describes the model and has no solver");
  return RP_UNSUPPORTED;
}

/* Defines the entry point over the table `models`. */
#define LIBRARY                                                                                              \
  static const rp_library library = {.struct_size = sizeof(rp_library),                                      \
                                     .abi_minor = RP_ABI_MINOR,                                              \
                                     .models = models,                                                       \
                                     .model_count = COUNT_OF(models),                                        \
                                     .model_stride = sizeof(rp_model)};                                      \
  RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {                                            \
    (void)host_minor;                                                                                        \
    return &library;                                                                                         \
  }

#endif
