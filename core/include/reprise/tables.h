/*
 * SPDX-License-Identifier: MIT
 *
 * reprise/tables.h - short forms for the entries of a schema and for plugins of several models, in C: optional, on top of
 * plugin.h. Order in an entry: name, TeX symbol, unit, bounds, default, flags, source, one sentence.
 */
#ifndef REPRISE_TABLES_H
#define REPRISE_TABLES_H
#include <math.h>
#include <stddef.h>
#include "reprise/call.h"
#include "reprise/plugin.h"

#define RP_ON(...) ((const char *const[]){__VA_ARGS__, NULL})
#define RP_NO_AXIS NULL
#define RP_BETWEEN(low_, high_) .min = low_, .max = high_
#define RP_ANY RP_BETWEEN(-INFINITY, INFINITY)
#define RP_NONNEGATIVE RP_BETWEEN(0, INFINITY)
#define RP_ABSENT NAN

#define RP_WORDS_(name_, symbol_, unit_, source_, doc_)                                                      \
  .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = source_
#define RP_REAL_ENTRY(name_, symbol_, unit_, bounds_, preset_, flags_, source_, doc_)                        \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_REAL, .flags = flags_, bounds_,              \
                                                     .preset = preset_                                       \
  }
#define RP_INTEGER_ENTRY(name_, symbol_, bounds_, preset_, flags_, source_, doc_)                            \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, "1", source_, doc_), .kind = RP_INTEGER, .flags = flags_, bounds_,             \
                                                   .preset = preset_                                         \
  }
#define RP_CHOICE_ENTRY(name_, choices_, preset_, flags_, source_, doc_)                                     \
  {                                                                                                          \
    RP_WORDS_(name_, "", "1", source_, doc_), .kind = RP_CHOICE, .flags = flags_, .preset = preset_,         \
                                              .choices = choices_                                            \
  }
#define RP_ARRAY_ENTRY(name_, symbol_, unit_, axis_, bounds_, flags_, source_, doc_)                         \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_ARRAY, .flags = flags_, bounds_,             \
                                                     .preset = RP_ABSENT, .axes = RP_ON(axis_)               \
  }
#define RP_CURVE_ENTRY(name_, symbol_, unit_, variable_, from_, to_, bounds_, preset_, flags_, source_,      \
                       doc_)                                                                                 \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_CURVE, .flags = flags_, bounds_,             \
                                                     .preset = preset_, .variable = variable_, .domain = {   \
                                                       from_,                                                \
                                                       to_                                                   \
                                                     }                                                       \
  }
#define RP_OUT(name_, symbol_, unit_, axes_, flags_, source_, doc_)                                          \
  { RP_WORDS_(name_, symbol_, unit_, source_, doc_), .axes = axes_, .flags = flags_ }
#define RP_LATE(name_, low_, high_, doc_)                                                                    \
  { .name = name_, .doc = doc_, .min = low_, .max = high_, .flags = RP_DIM_LATE }

/*
 * A plugin of several models, each with its tables in a file of its own. The list of them, a header that all include:
 *
 *     RP_MODEL_PARTS(plan, rp_plan_solve, 1, 9, 4);     1 axis, 9 parameters, 4 outputs
 *     RP_MODEL_TABLES(bound, rp_bound_solve, 3, 2);     no axes
 *
 * A model's file defines rp_plan_dims, rp_plan_params, rp_plan_outputs and rp_plan_solve(), and says
 * RP_MODEL_LENGTHS(plan, PARAMS, OUTPUTS) with the lengths that it knows. The plugin's own file:
 *
 *     static const rp_model models[] = {
 *         {RP_FILL_PARTS(plan, "1.0.0", "paper2020"), .solve = rp_plan_solve, .id = "plan", .title = ..., .doc = ...},
 *         {RP_FILL_TABLES(bound, "1.0.0", "paper2020"), .solve = rp_bound_solve, .id = "bound", ...}};
 *     RP_LIBRARY(models)
 */
#define RP_MODEL_TABLES(name, solver, params, outputs)                                                       \
  enum { rp_##name##_param_count = (params), rp_##name##_output_count = (outputs) };                         \
  extern const rp_param rp_##name##_params[params];                                                          \
  extern const rp_output rp_##name##_outputs[outputs];                                                       \
  rp_status solver(const rp_call *call)
#define RP_MODEL_PARTS(name, solver, dims, params, outputs)                                                  \
  enum { rp_##name##_dim_count = (dims) };                                                                   \
  extern const rp_dim rp_##name##_dims[dims];                                                                \
  RP_MODEL_TABLES(name, solver, params, outputs)
#define RP_MODEL_LENGTHS(name, params, outputs)                                                              \
  _Static_assert((int)(params) == (int)rp_##name##_param_count &&                                            \
                     (int)(outputs) == (int)rp_##name##_output_count,                                        \
                 "the list of models states the lengths of these tables")

#define RP_FILL_TABLES(name, version_, paper_)                                                               \
  .struct_size = sizeof(rp_model), .version = version_, .paper = paper_, .params = rp_##name##_params,       \
  .outputs = rp_##name##_outputs, .param_count = rp_##name##_param_count,                                    \
  .output_count = rp_##name##_output_count, .dim_stride = sizeof(rp_dim), .param_stride = sizeof(rp_param),  \
  .output_stride = sizeof(rp_output)
#define RP_FILL_PARTS(name, version_, paper_)                                                                \
  RP_FILL_TABLES(name, version_, paper_), .dims = rp_##name##_dims, .dim_count = rp_##name##_dim_count

/* The plugin's one exported function. */
#define RP_LIBRARY(models_)                                                                                  \
  RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {                                            \
    static const rp_library library = {.struct_size = sizeof library,                                        \
                                       .abi_minor = RP_ABI_MINOR,                                            \
                                       .models = models_,                                                    \
                                       .model_count = RP_COUNT_OF(models_),                                  \
                                       .model_stride = sizeof *(models_)};                                   \
    (void)host_minor;                                                                                        \
    return &library;                                                                                         \
  }

#endif
