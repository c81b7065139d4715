/*
 * trajectory.h - the variance over time, for weights and volatility that may depend on time. Pure; calls
 * numerics/chebyshev.h, numerics/dense_lu.h, numerics/tridiagonal.h.
 *
 * With l = ln s, s^2 = v, and P = b p, p the slope of the trading rate in the position (eqs 32, 33 in one):
 *     l' = P/b + (sigma^2/2) e^{-2l},   P' = -P^2/b + a e^{-2l} + c,   l(0) = ln(v0)/2,   P(T) = -d.
 * No coefficient is differentiated, so panels that end where coefficients jump lose nothing. On each panel l
 * is a polynomial on Chebyshev points; Newton's linear systems are condensed panel by panel to a tridiagonal
 * system for l at the panels' ends. The boundary conditions at both ends are imposed at once: errors do not
 * grow with the horizon. Panels are halved where the last Chebyshev coefficients have not decayed.
 */
#ifndef RP_TRAJECTORY_H
#define RP_TRAJECTORY_H
#include <stdbool.h>
#include <stdint.h>

/* Weights and sigma^2 at one time. */
typedef struct rp_local {
  double a, b, c, s2;
} rp_local;
typedef void rp_local_function(void *context, double t, rp_local *local);

/* ln s where Newton's method begins. */
typedef double rp_guess_function(void *context, double t);

typedef struct rp_trajectory {
  int panels, degree, most; /* most: panels for which there is memory      */
  double *edges;            /* [most + 1]                                  */
  double *points, *matrix;  /* Chebyshev points and differentiation       */
  double *l, *P;            /* [panels][degree + 1]                        */
  rp_local *local;          /* the same                                    */
  double *gram;             /* [panels][degree + 1][degree + 1]: D b D     */
  double *ends;             /* work                                        */
  double *block;            /* work                                        */
  double *spare, *kept;     /* work: other l, and their edges */
  int newton_steps;         /* of the last solve                           */
  double change, tail;      /* last Newton step; largest unresolved part   */
} rp_trajectory;

/* Doubles of memory that rp_trajectory_layout() needs for `most` panels. */
int64_t rp_trajectory_size(int most, int degree);
void rp_trajectory_layout(rp_trajectory *t, int most, int degree, double *memory);

/* Panels that grow by `growth` from both ends, the first of length `first`; breaks [count] strictly inside
 * (0, horizon) become edges too. false if there is no room. */
bool rp_trajectory_grade(rp_trajectory *t, double horizon, double first, double growth, const double *breaks,
                         int64_t count);

/* One more edge, unless there is one within a billionth of the horizon. false if there is no room. */
bool rp_trajectory_insert(rp_trajectory *t, double edge);

typedef struct rp_trajectory_problem {
  rp_local_function *local;
  void *local_context;
  double v0, d;
} rp_trajectory_problem;

typedef enum rp_trajectory_status {
  RP_TRAJECTORY_SOLVED,
  RP_TRAJECTORY_SINGULAR,    /* a linear system has no solution: a fold, or a hopeless guess */
  RP_TRAJECTORY_SLOW,        /* Newton's method did not settle                               */
  RP_TRAJECTORY_NOT_RESOLVED /* needs more panels than there is memory for                   */
} rp_trajectory_status;

/* Solves on the panels of t, from the guess; halves panels until the tails are below `tolerance`. */
rp_trajectory_status rp_trajectory_solve(rp_trajectory *t, const rp_trajectory_problem *problem,
                                         rp_guess_function *guess, void *guess_context, double tolerance);

/* The same from the path that t holds already, for a problem that has changed a little. After a failure t holds that path
 * again. */
rp_trajectory_status rp_trajectory_continue(rp_trajectory *t, const rp_trajectory_problem *problem,
                                            double tolerance);

/* ln s and P = b p at a time. */
void rp_trajectory_at(const rp_trajectory *t, double time, double *l, double *P);

/* Largest residual of the two equations, relative to their largest term, between the collocation points. */
double rp_trajectory_residual(const rp_trajectory *t, const rp_trajectory_problem *problem);

#endif
