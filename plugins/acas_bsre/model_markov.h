/*
 * model_markov.h - what the models with random order flow share: the backward run of projected.h with points in parallel, and paths
 * simulated through a field. Glue.
 */
#ifndef RP_MODEL_MARKOV_H
#define RP_MODEL_MARKOV_H
#include "reprise/tables.h"
#include "projected.h"

/* A Markovian problem as projected.h states it. */
typedef struct rp_markov {
  int64_t dims, outputs;
  double horizon, unit; /* unit > 0, of the outputs: errors are relative to unit + |u| */
  const double *start;  /* [dims] */
  const void *model;
  rp_projected_rates *rates;
  /* What rates() gets as its context, for one worker; NULL: no memory. */
  void *(*context)(const rp_call *call, const void *model);
  /* Coefficients of one step of length h, [dims] each. */
  void (*transition)(const void *model, double h, double *decay, double *mean, double *deviation);
  /* Where the points of time t lie, [dims] each. */
  void (*region)(const void *model, double t, double *centre, double *scale);
  /* u at the horizon. */
  void (*terminal)(const void *model, const double *x, double *u);
} rp_markov;

typedef struct rp_markov_run {
  rp_projected scheme;
  double fit;    /* largest residual of a projection, relative to unit + |u| */
  double sweeps; /* most sweeps of a step                                 */
} rp_markov_run;

/* The whole backward run. points_per_basis >= 2. u_0 at the start into start_value [outputs]. */
rp_status rp_call_markov_run(const rp_call *call, const rp_markov *problem, int64_t degree, int64_t steps,
                             int64_t points_per_basis, double spread, rp_markov_run *run,
                             double *start_value);

/* A field at eight states at once, step k: x [dims][8] -> u [outputs][8]. work is the worker's. */
typedef void rp_field_at(const void *field, int64_t k, const double *x, double *u, double *work);

/* Looks at eight paths, numbers first .. first + 7, at step k; drift [dims] of the lane is in drift [dims][8], not defined
 * at the last step. Called for k = 0 .. steps in order, by one worker for a given path. */
typedef void rp_path_observer(void *observer, int64_t first, int64_t k, const double *x, const double *u,
                              const double *drift);

typedef struct rp_markov_walk {
  rp_field_at *field;
  const void *of;
  int64_t work; /* doubles that the field needs */
  int64_t steps, paths;
  rp_path_observer *observer; /* NULL: none */
  void *seen;
} rp_markov_walk;

/*
 * Paths of the discrete equation, path j with the normals of (stream 0, path j), in blocks of 64.
 * out mean, error [outputs]: average of u_T(x_T) + h sum source along the paths, which is u_0 for a field without error, and its
 * standard error; about [outputs]: the field at the start. Paths are rounded up to a multiple of 8.
 */
rp_status rp_call_markov_walk(const rp_call *call, const rp_markov *problem, const rp_markov_walk *walk,
                              double *mean, double *error, double *about);

#endif
