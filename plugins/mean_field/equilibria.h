/*
 * equilibria.h - all solutions of the variance's boundary problem, and the horizons at which their number changes. Pure;
 * calls solution_curve.h, numerics/roots.h.
 *
 * The time T is sampled along the curve of solution_curve.h, more finely where its cubic interpolant misses it. Folds
 * are the roots of its exact derivative; a minimum of |dT/dx| between samples is looked at for a hidden pair of them.
 * Between folds T is monotone: one root of T = horizon by Brent's method where it crosses.
 */
#ifndef RP_EQUILIBRIA_H
#define RP_EQUILIBRIA_H
#include <stdint.h>
#include "solution_curve.h"

enum { RP_MOST_EQUILIBRIA = 64, RP_SCAN_POINTS = 4096 };

typedef struct rp_equilibrium {
  rp_terminal end; /* terminal variance, z = zt + key                   */
  double delta;    /* H - H*                                            */
  double speed;    /* v'(0); key 0 is the turnpike's orbit to rounding  */
} rp_equilibrium;

/*
 * All equilibria by increasing terminal variance.
 *
 * in   map     A > 0, sigma > 0
 * work points  [RP_SCAN_POINTS]
 * out  found   [RP_MOST_EQUILIBRIA]
 * returns      how many, always odd; 0 if the curve could not be followed
 */
int rp_equilibria_find(const rp_time_map *map, rp_curve_point *points, rp_equilibrium *found);

/* A horizon at which two equilibria appear (change 2) or vanish (-2), and their common terminal variance. */
typedef struct rp_fold {
  double horizon, variance;
  int change;
} rp_fold;

/*
 * The curve of all equilibria over the horizon, up to `longest`.
 *
 * out  horizon, variance [most]: points of the curve from (0, v0) on; a NaN where it leaves the interval of horizons
 * out  folds [most_folds], by horizon
 * out  *fold_count
 * returns the number of curve points, NaNs included; -1 if there is no room or the curve could not be followed
 */
int rp_equilibria_curve(const rp_time_map *map, double longest, rp_curve_point *points, int most,
                        double *horizon, double *variance, int most_folds, rp_fold *folds, int *fold_count);

#endif
