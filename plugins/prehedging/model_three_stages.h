/*
 * model_three_stages.h - the scalar outputs of `prehedging`, in order, and what computes them; shared by solving one point
 * and by batches.
 */
#ifndef RP_MODEL_THREE_STAGES_H
#define RP_MODEL_THREE_STAGES_H
#include "model_dealer.h"

enum { RP_BRANCHES = 3 };
enum {
  RP_STAGES_A,
  RP_STAGES_B,
  RP_STAGES_C,
  RP_STAGES_D,
  RP_STAGES_E,
  RP_STAGES_F,
  RP_STAGES_RATE_INVENTORY,
  RP_STAGES_RATE_TRANSIENT,
  RP_STAGES_OMEGA,
  RP_STAGES_SPLITTING,
  RP_STAGES_PULL,
  RP_STAGES_CONSTANTS,
  RP_STAGES_EXPECTED = RP_STAGES_CONSTANTS,
  RP_STAGES_WITHOUT,
  RP_STAGES_FROM_PREHEDGING,
  RP_STAGES_OFFSET,
  RP_STAGES_OFFSET_WITHOUT,
  RP_STAGES_BONUS,
  RP_STAGES_INVENTORY_AT_T,
  RP_STAGES_TRANSIENT_AT_T,
  RP_STAGES_MEAN_INVENTORY,
  RP_STAGES_MEAN_TRANSIENT,
  RP_STAGES_CLIENT_COST,
  RP_STAGES_LIQUIDATES,
  RP_STAGES_RESIDUAL,
  RP_STAGES_NUMBERS
};

enum {
  RP_STAGES_OUT_TIME = RP_STAGES_NUMBERS,
  RP_STAGES_OUT_D_PATH,
  RP_STAGES_OUT_E_PATH,
  RP_STAGES_OUT_F_PATH,
  RP_STAGES_OUT_PULL_PATH,
  RP_STAGES_OUT_INVENTORY,
  RP_STAGES_OUT_TRANSIENT,
  RP_STAGES_OUT_RATE,
  RP_STAGES_OUT_WAITED,
  RP_STAGES_OUT_WAITING_INVENTORY,
  RP_STAGES_OUT_WAITING_TRANSIENT,
  RP_STAGES_OUT_WAITING_RATE,
  RP_STAGES_OUT_AFTER,
  RP_STAGES_OUT_INVENTORY_AFTER,
  RP_STAGES_OUT_TRANSIENT_AFTER,
  RP_STAGES_OUT_RATE_AFTER,
  RP_STAGES_OUTPUTS
};

enum {
  RP_STAGES_PARAM_TIMES = RP_DEALER_PARAMS,
  RP_STAGES_PARAM_WAITING_TIMES,
  RP_STAGES_PARAM_TIMES_AFTER,
  RP_STAGES_PARAM_DELAY,
  RP_STAGES_PARAM_POINTS,
  RP_STAGES_PARAMS
};

/* Everything that the outputs are made of. */
typedef struct rp_stages_run {
  rp_stages stages;
  rp_client client;
  rp_start start;
  double flow;
  rp_position at_horizon;
} rp_stages_run;

/* at_end: whether the state at T is needed, which everything later begins with. */
rp_stages_run rp_stages_run_of(const rp_dealer *dealer, const rp_client *client, const rp_start *start,
                               bool at_end);

/* The times of a stage: given, or equidistant from 0. */
typedef struct rp_stages_grid {
  const double *given;
  double step;
  int64_t count;
  bool even;     /* equidistant but for rounding, step apart */
  double latest; /* of the given ones; -infinity */
} rp_stages_grid;
typedef struct rp_stages_grids {
  rp_stages_grid first, second, third;
} rp_stages_grids;

/* The given times of a call's first stage, if any: what all dealers share. */
rp_stages_grid rp_stages_given_times(const rp_call *call);

/* The grids of a call for a dealer; the counts do not depend on the dealer. given: from above. */
rp_stages_grids rp_stages_grids_of(const rp_call *call, const rp_stages_grid *given, const rp_dealer *dealer);

/* Number of doubles in output `index`. */
int64_t rp_stages_output_size(const rp_stages_grids *grids, uint32_t index);

/* Writes every output of out [RP_STAGES_OUTPUTS] from RP_STAGES_OUT_TIME on that is not NULL. delay: of the decision. */
void rp_stages_write_paths(const rp_stages_run *run, const rp_stages_grids *grids, double delay,
                           double *const *out);

/* The first of those outputs with an entry that is not finite, or -1. */
int64_t rp_stages_odd_path(const rp_stages_grids *grids, double *const *out);

/* The first given time that lies after the first stage, or -1: its index. */
int64_t rp_stages_time_after(const rp_stages_grids *grids, double horizon);

/* The scalars [RP_STAGES_NUMBERS] whose out[] is not NULL; others may be left undefined. */
void rp_stages_numbers(const rp_stages_run *run, double *const *out, double *values);

#endif
