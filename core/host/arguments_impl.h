/* arguments_impl.h - what arguments.c and arguments_complete.c share. Nobody else includes it. */
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

#endif
