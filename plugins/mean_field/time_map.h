/*
 * time_map.h - orbits of the variance and the time they take. Pure; calls retail.h, numerics/roots.h,
 * numerics/quadrature_rule.h.
 *
 * The variance obeys v'' = 4 k^2 v + 2 A (1 + ln v) + 4 H with the first integral
 *     v'^2 = Q(v) = 4 k^2 (v - v*)^2 + 4 A v* phi(v/v*) + 8 delta v,  phi(r) = r ln r - r + 1,  delta = H -
 * H*, starts at v0 and ends on the terminal line v' = sigma^2 - 2 kappa v, where the terminal variance z
 * gives delta. An orbit is monotone or turns once, so at most two orbits from v0 arrive at a given z, and
 * their times are integrals of dv / sqrt(Q). Terminal values are stated by `key` = z - zt, zt the value at
 * which the orbit through the turnpike (delta = 0) arrives: there the time grows like ln(1/|key|), and keys
 * down to 1e-300 have their place.
 */
#ifndef RP_TIME_MAP_H
#define RP_TIME_MAP_H
#include <stdbool.h>
#include "retail.h"

enum { RP_ORBIT_DIRECT, RP_ORBIT_TURNING, RP_ORBIT_KINDS };
enum { RP_TIME_MAP_NODES = 16 };

typedef struct rp_time_map {
  const rp_retail *retail;
  double s2;    /* sigma^2                                       */
  double x0;    /* v0 - v*                                       */
  double zt;    /* terminal variance of the turnpike's orbit     */
  double slope; /* d delta / dz there                            */
  int count;    /* nodes per panel: 16 near rounding, 8 for scans */
  double nodes[RP_TIME_MAP_NODES], weights[RP_TIME_MAP_NODES];
} rp_time_map;

/* A > 0, sigma > 0. nodes: 8 or 16. */
void rp_time_map_init(rp_time_map *map, const rp_retail *retail, int nodes);

/* delta at terminal variance zt + key, without cancellation. */
double rp_time_map_delta(const rp_time_map *map, double key);

/* v'^2 at v = v* + x where delta is known. */
double rp_time_map_speed_squared(const rp_time_map *map, double x, double delta);

/* The value of delta at which v0 is a turning point: orbits appear or vanish in pairs there. */
double rp_time_map_touching_delta(const rp_time_map *map);

/* Times of the orbits that arrive at zt + key; NaN where there is none. An orbit whose turning point misses
 * v0 by less than `slack` (relative) counts as turning at v0. */
void rp_time_map_times(const rp_time_map *map, double key, double slack, double times[RP_ORBIT_KINDS]);

/* Points of an orbit: time, ln v, d(ln v)/dt, and how many collocation panels have been used up so far. */
typedef struct rp_orbit_table {
  double *time, *log_variance, *slope, *effort;
} rp_orbit_table;

/*
 * The orbit at up to `most` points, from (0, v0) to the terminal line, with steps of about half a unit of the rate omega
 * and smaller ones towards v = 0; for a turnpike orbit (key 0) and a horizon beyond the smallest key the two legs meet in
 * the middle. Returns the number of points; 0 if there is no such orbit or no room.
 */
int rp_time_map_orbit(const rp_time_map *map, double key, int kind, double horizon, int most,
                      rp_orbit_table to);

/* The terminal variance of any equilibrium lies in [*low, *high]: for this horizon, or for all up to it. */
void rp_time_map_bounds(const rp_time_map *map, double horizon, bool all, double *low, double *high);

/* Variance without herding, the upper bound of all equilibria and the exact answer for A = 0; and its
 * feedback slope. */
double rp_variance_without_herding(const rp_retail *retail, double t, double *slope);

#endif
