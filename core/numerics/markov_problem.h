/*
 * markov_problem.h - semilinear equations backward in time along Markov factors z,
 *
 *     u_t + L u + F(u, g(z)) = 0 on [0, T],   u(T, z) = terminal(z),
 *
 * for several unknown fields u at once: L is the generator of affine laws (numerics/affine_law.h) or of a finite
 * chain, F a quadratic reaction (numerics/reaction.h) with given fields g. What the methods share: markov_dense.h (collocation,
 * chains), markov_taylor.h, markov_differences.h, markov_regression.h. Pure.
 */
#ifndef RP_MARKOV_PROBLEM_H
#define RP_MARKOV_PROBLEM_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/affine_law.h"
#include "numerics/curve.h"
#include "numerics/reaction.h"

/* A function of the factors: sum_f sum_k coefficients[f][k] z_f^k, or a curve of the only factor. */
typedef struct rp_markov_function {
  int64_t terms;
  const double *coefficients; /* [factors][terms]        */
  const rp_curve *curve;      /* NULL: the polynomials   */
} rp_markov_function;

typedef struct rp_markov_problem {
  const rp_reaction *reaction;
  int64_t factors;
  const rp_affine_law *laws;          /* [factors]                                                          */
  const double *correlation;          /* [factors][factors] of their Brownian motions, or NULL: independent */
  const rp_markov_function *given;    /* [reaction->givens]                                                 */
  const rp_markov_function *terminal; /* [reaction->unknowns]                                               */
  double horizon;
  int64_t times, states; /* where the fields are wanted                                                    */
  const double *time;    /* [times], increasing, in [0, horizon]                                           */
  const double *state;   /* [states][factors]; of a chain: [states], numbers of regimes from 0              */
  const double *lower, *upper; /* [unknowns] bounds that an unknown must not leave, or NULL                 */
  /* Series and collocation ask before every attempt at a time step, telling its multiplications; true: give up. May be NULL. */
  bool (*stop)(void *context, double work);
  void *stop_context;
} rp_markov_problem;

typedef enum rp_markov_status {
  RP_MARKOV_OK,
  RP_MARKOV_ESCAPES, /* no step is short enough at time `at`: a solution that leaves every bound       */
  RP_MARKOV_STALLED, /* no step is short enough at time `at`, with a solution of ordinary size          */
  RP_MARKOV_OUT_OF_BOUNDS, /* unknown `unknown` left its bounds with `value` at time `at`                   */
  RP_MARKOV_SINGULAR,      /* linear algebra failed at time `at`                                            */
  RP_MARKOV_STOPPED        /* the problem's stop() said so                                                  */
} rp_markov_status;

typedef struct rp_markov_report {
  int64_t steps, unknown;
  double at, value;
  double time_error; /* of the steps, relative; 0 if the method does not know                               */
  double tail;       /* what the last terms in space contribute, relative; 0 likewise                       */
} rp_markov_report;

double rp_markov_function_at(const rp_markov_function *function, int64_t factors, const double *z);

/* out [points]; z[f]: factor f at the points. */
void rp_markov_function_values(const rp_markov_function *function, int64_t factors, int64_t points,
                               const double *const *z, double *out);

/* Least and largest value on a box, from 257 points per factor. */
void rp_markov_function_extremes(const rp_markov_function *function, int64_t factors, const double *low,
                                 const double *high, double *least, double *largest);

/* Largest absolute value, and whether it has grown from `before` as only a solution does that escapes. */
double rp_markov_largest(int64_t count, const double *u);
bool rp_markov_has_grown(int64_t count, const double *u, double before);

/* false: an unknown at one of the points [unknowns][points] lies beyond its bounds by more than `slack` of their distance, or
 * of the larger of them if that is more (where nothing is random they coincide). */
bool rp_markov_within(const rp_markov_problem *problem, int64_t points, const double *u, double slack,
                      rp_markov_report *report);

/* Largest change of a field relative to its largest value, over fields [unknowns][points]; fields far below the largest of all
 * are measured against 1e-4 of that. */
double rp_markov_change(int64_t unknowns, int64_t points, const double *change, const double *u);

#endif
