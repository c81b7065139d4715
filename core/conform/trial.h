/*
 * trial.h - inputs that the kit thinks up: every parameter as its schema allows it. Deterministic in its seed. Uses
 * arguments.h.
 */
#ifndef RP_TRIAL_H
#define RP_TRIAL_H
#include "arguments.h"

/* A stream of random numbers: splitmix64. */
typedef struct rp_dice {
  uint64_t state;
} rp_dice;
uint64_t rp_dice_throw(rp_dice *dice);
double rp_dice_uniform(rp_dice *dice); /* in [0, 1) */

enum { RP_TRIAL_POINTS = 4 }; /* of the table of a curve */

/* What a parameter is set to. */
typedef enum rp_setting_kind {
  RP_SET_NOTHING, /* left to its default */
  RP_SET_ABSENT,
  RP_SET_NUMBER, /* reals, integers, booleans, and constants of curves */
  RP_SET_CHOICE, /* number: its index */
  RP_SET_ARRAY,
  RP_SET_TABLE, /* a curve of straight lines; RP_TRIAL_POINTS points, spread evenly over its domain */
  RP_SET_LAW    /* number: its index; data: its coefficients, the same for all members */
} rp_setting_kind;

typedef struct rp_setting {
  rp_setting_kind kind;
  double number;
  uint32_t rank;
  int64_t shape[RP_MAX_RANK], size;
  double *data; /* [size], owned */
} rp_setting;

typedef struct rp_trial {
  const rp_schema *schema;
  rp_setting *settings; /* [param_count] */
} rp_trial;

/* The defaults; parameters without one, and axes that nothing else fixes, get plain values inside their bounds.
 * Exits the process when memory is out: the kit's process is its own. */
rp_trial rp_trial_defaults(const rp_schema *schema);
/* The same with axes of a length near `length` where their lengths come from arrays or integers; *limited tells that
 * an axis was shortened because its product would pass `most` entries. */
rp_trial rp_trial_extents(const rp_schema *schema, bool longest, int64_t most, bool *limited);
/* About half of the parameters set to random values inside their bounds, now and then on them. */
rp_trial rp_trial_random(const rp_schema *schema, rp_dice *dice);
void rp_trial_finish(rp_trial *trial);

/* Completed arguments; NULL with the finding. */
rp_arguments *rp_trial_arguments(const rp_trial *trial, rp_finding *finding);
/* Arguments that are not completed, with all settings but that of one parameter. */
rp_arguments *rp_trial_without(const rp_trial *trial, uint32_t param);
/* The trial as the argument of m:solve in a script. */
void rp_trial_write(const rp_trial *trial, char *text, size_t size);

#endif
