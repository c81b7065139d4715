/* arguments_impl.h - what arguments.c, arguments_complete.c and arguments_check.c share. Nobody else includes it. */
#ifndef RP_ARGUMENTS_IMPL_H
#define RP_ARGUMENTS_IMPL_H
#include "arguments.h"
#include <stdio.h>

typedef enum rp_slot_state { RP_SLOT_UNSET, RP_SLOT_ABSENT, RP_SLOT_NUMBER, RP_SLOT_GIVEN } rp_slot_state;

typedef struct rp_arguments_coef {
  uint32_t rank; /* 0: one number for all members */
  int64_t shape[RP_MAX_RANK];
  double *data; /* NULL: the default */
} rp_arguments_coef;

/* What was set for one parameter; all memory owned. */
typedef struct rp_arguments_slot {
  rp_slot_state state;
  double number;
  uint32_t rank, rule, law, coef_count;
  int64_t shape[RP_MAX_RANK];
  int64_t grid_count;
  double *data, *grid;
  rp_arguments_coef *coefs; /* [coef_count] */
} rp_arguments_slot;

typedef struct rp_arguments_block {
  struct rp_arguments_block *next;
  double data[];
} rp_arguments_block;

struct rp_arguments {
  const rp_schema *schema;
  rp_arguments_slot *slots;   /* [param_count] */
  rp_value *values;           /* [param_count], made by completion */
  int64_t *lengths;           /* [dim_count], made by completion   */
  rp_arguments_block *filled; /* data that completion made       */
};

void rp_arguments_forget_filled(rp_arguments *arguments);
rp_status rp_arguments_refuse_kind(const rp_arguments *arguments, uint32_t param, const char *given,
                                   rp_finding *finding);

/* One completion under way. */
typedef struct rp_completion {
  rp_arguments *arguments;
  const rp_schema *schema;
  const char *id; /* of the model, in front of every sentence */
  rp_finding *finding;
} rp_completion;

/* Memory for data of `param` that completion makes; NULL with *status and the finding when there is none. */
double *rp_arguments_room(rp_completion *this, uint32_t param, int64_t count, rp_status *status);

/*
 * Conditions of the parameter's description: RP_OK, or the status of the finding.
 *
 *   number  one number against bounds. `what` is the parameter or "parameter.coefficient"; index counts entries from 1,
 *           0: scalar
 *   array   every entry, and how entries go together (increasing, symmetric, positive definite)
 *   curve   values of every member inside the bounds: table entries, or a series at its edges and 24 points a panel
 *   domain  a fitted series is no extrapolation: it must cover the interval on which the model reads it
 */
rp_status rp_arguments_check_number(rp_completion *this, uint32_t param, const char *what, double value,
                                    double min, double max, uint32_t flags, int64_t index);
rp_status rp_arguments_check_array(rp_completion *this, uint32_t param, const rp_value *value, int64_t count);
rp_status rp_arguments_check_curve(rp_completion *this, uint32_t param, const rp_value *value,
                                   int64_t members);
rp_status rp_arguments_check_domain(rp_completion *this, uint32_t param, const rp_arguments_slot *slot);

#endif
