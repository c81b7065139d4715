/*
 * orbit.h - one orbit of the variance: how long it takes from v0 to the terminal line, how that time changes, and the
 * orbit as a table. Pure; calls time_map.h, numerics/roots.h.
 *
 * An orbit with delta >= 0 passes the turnpike and is parametrised by v = v* + rho sinh u; one with delta < 0 turns at
 * v* + turn and is parametrised by v = v* + turn cosh u, u < 0 before the turning point and u > 0 behind it. dt/du is
 * analytic in a strip of half-width about pi/2, so Gauss rules on panels of length 2 converge to rounding.
 */
#ifndef RP_ORBIT_H
#define RP_ORBIT_H
#include <stdbool.h>
#include "time_map.h"

typedef struct rp_orbit {
  const rp_time_map *map;
  double delta, rho, side; /* side 0: passes the turnpike; +1, -1: turns above, below it */
  double turn, vturn;      /* turning point: offset from v*, and the value                */
  bool coarse;             /* integrate to 1e-8 only; false after opening                */
} rp_orbit;

/* false if the turning point cannot be told from v = 0 or from the turnpike. */
bool rp_orbit_open(rp_orbit *orbit, const rp_time_map *map, double delta);

/*
 * Time from v0, left with v' = speed, to the terminal variance. The pairs (key, speed) on which the orbit's
 * constant agrees at both ends form a smooth curve with the tangent (speed, 4 v0 delta'(key)); *along is the
 * derivative of the time along that tangent, NULL if it is not wanted. NaN if the orbit leaves the range of numbers.
 */
double rp_orbit_time(const rp_orbit *orbit, double speed, rp_terminal end, double *along);

/* Points of an orbit: time, ln v, d(ln v)/dt, and how many collocation panels have been used up so far. */
typedef struct rp_orbit_table {
  double *time, *log_variance, *slope, *effort;
} rp_orbit_table;

/*
 * The orbit at up to `most` points, from (0, v0) to the terminal line, with steps of about half a unit of the rate omega
 * and smaller ones towards v = 0; for the turnpike's orbit (key 0) and a horizon beyond the smallest key the two legs
 * meet in the middle. Returns the number of points; 0 if there is no such orbit or no room.
 */
int rp_orbit_follow(const rp_time_map *map, rp_terminal end, double speed, double horizon, int most,
                    rp_orbit_table to);

#endif
