/* call_impl.h - the state behind rp_host.self, shared by call.c and sweep.c. Nobody else includes it. */
#ifndef RP_CALL_IMPL_H
#define RP_CALL_IMPL_H
#include "call.h"

/* A report with its place in program order: reports outside of loops have block -1. */
typedef struct rp_call_report {
  int64_t phase, block;
  rp_finding finding;
} rp_call_report;

typedef struct rp_call_state {
  rp_host host;
  const rp_schema *schema;
  const rp_arguments *arguments;
  const uint8_t *wanted;
  const rp_run *run;
  rp_arena arena;
  pthread_mutex_t lock; /* findings, remarks and log */
  rp_result *result;
  rp_finding contract; /* the first breach of contract that a service saw; RP_OK: none */
  bool no_memory;
  rp_call_report *reports[RP_BUG + 1]; /* the first report of each status in program order, NULL: none */
  rp_call_report *remarks;             /* reports with RP_OK, in program order: [remark_count] */
  uint32_t remark_count;
  int64_t phase; /* counts the beginnings and ends of parallel loops */
  double progress;
  bool asked_to_stop;
  int64_t *late_lengths; /* [dim_count]: lengths that outputs set; -1 */
} rp_call_state;

/* Prepares services for a call; finish after it. False when memory is out. */
bool rp_call_state_init(rp_call_state *state, const rp_schema *schema, const rp_arguments *arguments,
                        const uint8_t *wanted, const rp_run *run, rp_result *result);
void rp_call_state_finish(rp_call_state *state);
rp_call rp_call_of(rp_call_state *state, const rp_value *values);

#endif
