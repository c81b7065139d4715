/*
 * time_map.h - what all orbits of the variance from one initial value share. Pure; calls retail.h, numerics/roots.h,
 * numerics/quadrature_rule.h.
 *
 * The variance obeys v'' = 4 k^2 v + 2 A (1 + ln v) + 4 H with the first integral
 *     v'^2 = Q(v) = 4 k^2 (v - v*)^2 + 4 A v* phi(v/v*) + 8 delta v,  phi(r) = r ln r - r + 1,  delta = H - H*,
 * starts at v0 and ends on the terminal line v' = sigma^2 - 2 kappa v, where the terminal variance z gives delta.
 * Terminal values are stated by z and by `key` = z - zt, zt the value at which the orbit through the turnpike
 * (delta = 0) arrives: there the time grows like ln(1/|key|), and keys down to 1e-300 have their place; far below zt
 * it is z that has the digits.
 */
#ifndef RP_TIME_MAP_H
#define RP_TIME_MAP_H
#include "retail.h"

enum { RP_TIME_MAP_NODES = 16, RP_TIME_MAP_COARSE = 8 };

typedef struct rp_time_map {
  const rp_retail *retail;
  double s2;    /* sigma^2                                       */
  double x0;    /* v0 - v*                                       */
  double zt;    /* terminal variance of the turnpike's orbit     */
  double slope; /* d delta / dz there                            */
  double nodes[RP_TIME_MAP_NODES], weights[RP_TIME_MAP_NODES];                 /* to rounding             */
  double coarse_nodes[RP_TIME_MAP_COARSE], coarse_weights[RP_TIME_MAP_COARSE]; /* to 1e-8 */
} rp_time_map;

/* A > 0, sigma > 0. */
void rp_time_map_init(rp_time_map *map, const rp_retail *retail);

typedef struct rp_terminal {
  double key, z;
} rp_terminal;

/* delta at a terminal variance, without cancellation, and its derivative. */
double rp_time_map_delta(const rp_time_map *map, rp_terminal at);
double rp_time_map_delta_slope(const rp_time_map *map, rp_terminal at);

/* (delta(z + h) - delta(z)) / h, without cancellation; the derivative at h = 0. z_and_h is z + h. */
double rp_time_map_delta_ratio(const rp_time_map *map, double z, double h, double z_and_h);

/* v' on the terminal line. */
double rp_time_map_terminal_speed(const rp_time_map *map, double z);

/* v'^2 at v = v* + x where delta is known. */
double rp_time_map_speed_squared(const rp_time_map *map, double x, double delta);

/* 1 - ln(1 + y)/y and its derivative, by series where the closed forms cancel. */
double rp_time_map_log_lag(double y);
double rp_time_map_log_lag_slope(double y);

/* The terminal variance of any equilibrium with the retail traders' horizon lies in [*low, *high]. */
void rp_time_map_bounds(const rp_time_map *map, double *low, double *high);

/* Variance without herding, the upper bound of all equilibria and the exact answer for A = 0; and its
 * feedback slope. */
double rp_variance_without_herding(const rp_retail *retail, double t, double *slope);

#endif
