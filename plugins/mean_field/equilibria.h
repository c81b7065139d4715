/*
 * equilibria.h - all solutions of the variance's boundary problem, and the horizons at which their number
 * changes. Pure; calls time_map.h, numerics/roots.h.
 *
 * T(z), the time after which an orbit from v0 arrives at the terminal variance z, is scanned over all z that
 * the bounds allow, on both kinds of orbit, logarithmically towards the turnpike; roots of T(z) = horizon are
 * polished by Brent's method. Where an orbit touches v0 with v' = 0 the two kinds meet, and the pair is
 * followed through that point. A minimum of |T(z) - horizon| between scan points is looked at for a hidden
 * pair of roots.
 */
#ifndef RP_EQUILIBRIA_H
#define RP_EQUILIBRIA_H
#include <stdbool.h>
#include <stdint.h>
#include "time_map.h"

enum { RP_MOST_EQUILIBRIA = 64, RP_SCAN_POINTS = 4096 };

typedef struct rp_equilibrium {
  double key, z; /* terminal variance z = zt + key                                                */
  double delta;  /* H - H*                                                                        */
  int kind;      /* RP_ORBIT_DIRECT or RP_ORBIT_TURNING; key 0: the turnpike orbit to rounding     */
} rp_equilibrium;

/* A point of the scan: the times of both kinds of orbit, NaN where there is none. */
typedef struct rp_scan_point {
  double key, times[RP_ORBIT_KINDS];
} rp_scan_point;

/*
 * All equilibria by increasing terminal variance.
 *
 * in   map     A > 0, sigma > 0, 16 nodes
 * work points  [RP_SCAN_POINTS]
 * out  found   [RP_MOST_EQUILIBRIA]
 * returns      how many, always odd; 0 if the scan stayed even at its finest (the method failed)
 */
int rp_equilibria_find(const rp_time_map *map, rp_scan_point *points, rp_equilibrium *found);

/* A horizon at which two equilibria appear or vanish, and their common terminal variance. */
typedef struct rp_fold {
  double horizon, variance;
} rp_fold;

/*
 * The curve of all equilibria over the horizon, up to `longest`: pieces along which T(z) is continuous.
 *
 * out  horizon, variance [most]: points of the curve, pieces separated by a NaN; may be NULL
 * out  folds [most_folds], by horizon
 * out  *fold_count
 * returns the number of curve points, NaNs included; -1 if there is no room
 */
int rp_equilibria_curve(const rp_time_map *map, double longest, rp_scan_point *points, int most,
                        double *horizon, double *variance, int most_folds, rp_fold *folds, int *fold_count);

#endif
