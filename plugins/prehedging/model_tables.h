/*
 * model_tables.h - short forms for the tables that describe models, in place of those of reprise/tables.h where this plugin
 * orders otherwise: name, TeX symbol, unit, then what is particular, source in the companion, one sentence.
 */
#ifndef RP_MODEL_TABLES_H
#define RP_MODEL_TABLES_H
#include "reprise/tables.h"

#define RP_POSITIVE RP_BETWEEN(0, INFINITY), .flags = RP_MIN_OPEN

#define RP_REAL_PARAM(name_, symbol_, unit_, bounds_, preset_, source_, doc_)                                \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = (unit_), .kind = RP_REAL, bounds_, .preset = (preset_),    \
    .source = (source_), .doc = (doc_)                                                                       \
  }
#define RP_CHOICE_PARAM(name_, symbol_, choices_, source_, doc_)                                             \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = "1", .kind = RP_CHOICE, .choices = (choices_),             \
    .source = (source_), .doc = (doc_)                                                                       \
  }
#define RP_FLAG_PARAM(name_, preset_, source_, doc_)                                                         \
  {                                                                                                          \
    .name = (name_), .symbol = "", .unit = "1", .kind = RP_BOOLEAN, .min = 0, .max = 1, .preset = (preset_), \
    .source = (source_), .doc = (doc_)                                                                       \
  }
/* Numerical settings: not part of the model. */
#define RP_COUNT_PARAM(name_, symbol_, least_, most_, preset_, doc_)                                         \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = "1", .kind = RP_INTEGER, .flags = RP_NUMERICAL,            \
    .min = (least_), .max = (most_), .preset = (preset_), .source = "", .doc = (doc_)                        \
  }
#define RP_TIMES_PARAM(name_, symbol_, axes_, source_, doc_)                                                 \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = "time", .kind = RP_ARRAY, .axes = (axes_), .min = 0,       \
    .max = INFINITY, .preset = NAN, .flags = RP_OPTIONAL | RP_NUMERICAL, .source = (source_), .doc = (doc_)  \
  }

#define RP_NUMBER_OUT(name_, symbol_, unit_, source_, doc_)                                                  \
  { .name = (name_), .symbol = (symbol_), .unit = (unit_), .source = (source_), .doc = (doc_) }
#define RP_FLAGGED_OUT(name_, symbol_, unit_, flags_, source_, doc_)                                         \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = (unit_), .flags = (flags_), .source = (source_),           \
    .doc = (doc_)                                                                                            \
  }
#define RP_ARRAY_OUT(name_, symbol_, unit_, axes_, source_, doc_)                                            \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = (unit_), .axes = (axes_), .source = (source_),             \
    .doc = (doc_)                                                                                            \
  }
#define RP_FLAGGED_ARRAY_OUT(name_, symbol_, unit_, axes_, flags_, source_, doc_)                            \
  {                                                                                                          \
    .name = (name_), .symbol = (symbol_), .unit = (unit_), .axes = (axes_), .flags = (flags_),               \
    .source = (source_), .doc = (doc_)                                                                       \
  }

#endif
