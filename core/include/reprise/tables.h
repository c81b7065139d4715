/*
 * SPDX-License-Identifier: MIT
 *
 * reprise/tables.h - short forms for the entries of a schema, in C: optional, on top of plugin.h. Order: name, TeX symbol,
 * unit, bounds, default, flags, source, one sentence.
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

#endif
