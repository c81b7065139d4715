/*
 * model_times.h - the times at which a model reports: given ones, or equidistant points of the horizon. Glue.
 */
#ifndef RP_MODEL_TIMES_H
#define RP_MODEL_TIMES_H
#include "reprise/tables.h"

#define RP_TIMES_ENTRIES                                                                                     \
  {RP_WORDS_("times", "t", "time", "", "Times of the outputs; absent: equidistant points."),                 \
   .kind = RP_ARRAY,                                                                                         \
   .flags = RP_OPTIONAL | RP_INCREASING | RP_NUMERICAL,                                                      \
   RP_NONNEGATIVE,                                                                                           \
   .preset = RP_ABSENT,                                                                                      \
   .axes = RP_ON("time")},                                                                                   \
      RP_INTEGER_ENTRY("points", "", RP_BETWEEN(2, 1000000), 101, RP_NUMERICAL, "",                          \
                       "Equidistant times from 0 to the horizon, if no times are given.")
#define RP_TIME_DIM RP_LATE("time", 1, 1000000, "Times of the outputs.")

/* Reads the parameters `times` and, behind it, `points`; refuses times beyond the horizon. */
rp_status rp_model_times(const rp_call *call, uint32_t param, double horizon, int64_t *count,
                         const double **times);

#endif
