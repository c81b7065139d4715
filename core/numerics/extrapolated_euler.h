/*
 * extrapolated_euler.h - initial value problems u' = L u + F(u), L linear and possibly stiff, F not: Euler steps that are
 * implicit in L and explicit in F,  (1 - h L) u_new = u + h F(u),  extrapolated from h = H, H/2, ..., H/order to any order,
 * with H = duration/2^level adapted. Everything that knows the system is a function of the caller's. Pure.
 *
 * Source: Deuflhard, Recent progress in extrapolation methods for ordinary differential equations, SIAM Review 27 (1985);
 * Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.9.
 */
#ifndef RP_EXTRAPOLATED_EULER_H
#define RP_EXTRAPOLATED_EULER_H
#include <stdbool.h>
#include <stdint.h>

enum { RP_EXTRAPOLATION_MOST = 8, RP_EXTRAPOLATION_LEVELS = 22 };

typedef struct rp_split_system {
  int64_t size;
  void *context;
  /* Factors 1 - h L for use as number `slot` (0 .. order - 1). */
  bool (*factor)(void *context, double h, int slot);
  /* u := (1 - h L)^{-1} u with the h of that slot. */
  void (*resolve)(void *context, int slot, double *u);
  /* out = F(u); false: u is outside of where F may be asked. */
  bool (*rate)(void *context, const double *u, double *out);
  /* The size of a change relative to u, which is compared with the tolerance. */
  double (*size_of)(void *context, const double *change, const double *u);
  /* Asked before every attempt at a step, which asks for F order (order + 1)/2 times; true: enough. NULL: never. */
  bool (*stop)(void *context);
} rp_split_system;

typedef struct rp_extrapolation {
  int order;        /* 2 .. RP_EXTRAPOLATION_MOST                                                       */
  int fixed_level;  /* >= 0: 2^fixed_level equal steps without control; -1: adapted                     */
  double tolerance; /* on the sum of all steps' estimated errors                                        */
  double span;      /* time that all calls together will cover; 0: the first call's duration            */
  double step;      /* length for which the slots are factored; 0 at first; kept from call to call      */
  double error;     /* sum of the estimates of all steps so far                                         */
  double
      noise; /* what the caller's functions leave of rounding, as learnt from steps that halving did not help */
  int64_t steps, rejected;
  int level; /* at which the next call starts */
} rp_extrapolation;

typedef enum rp_extrapolation_status {
  RP_EXTRAPOLATION_OK,
  RP_EXTRAPOLATION_STALLED, /* steps of duration/2^22 are still too long: the solution escapes, or the tolerance is too small */
  RP_EXTRAPOLATION_SINGULAR, /* 1 - h L cannot be factored */
  RP_EXTRAPOLATION_STOPPED   /* the system's stop() said so */
} rp_extrapolation_status;

/*
 * A step's error is estimated from its last two corrections d and d', which decay like a geometric series, as d min(d/d', 1); a
 * step of length H is accepted when that is at most tolerance max(H/span, 1/64), or as small as rounding lets it be:
 * an estimate below 1e-9 that halving the step does not reduce is rounding, and counts as such from then on.
 */

/* Doubles of workspace. */
int64_t rp_extrapolated_euler_workspace(int64_t size, int order);

/* Advances u [size] by `duration`. *reached: how far it came. */
rp_extrapolation_status rp_extrapolated_euler(const rp_split_system *system, rp_extrapolation *state,
                                              double duration, double *u, double *reached, double *work);

#endif
