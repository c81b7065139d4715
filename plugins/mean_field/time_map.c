/* time_map.c - see time_map.h. */
#include "time_map.h"
#include <math.h>
#include <stddef.h>
#include "numerics/quadrature_rule.h"
#include "numerics/roots.h"

/* phi(1 + r), by its series where the closed form cancels. r >= -1. */
static double phi1(double r) {
  if (fabs(r) < 1e-3)
    return r * r *
           (0.5 +
            r * (-1.0 / 6 + r * (1.0 / 12 + r * (-1.0 / 20 + r * (1.0 / 30 - r * (1.0 / 42 - r / 56))))));
  return r <= -1 ? 1 : (1 + r) * log1p(r) - r;
}

double rp_time_map_log_lag(double y) {
  if (fabs(y) < 1e-3)
    return y * (1.0 / 2 - y * (1.0 / 3 - y * (1.0 / 4 - y * (1.0 / 5 - y * (1.0 / 6 - y / 7)))));
  return 1 - log1p(y) / y;
}

double rp_time_map_log_lag_slope(double y) {
  if (fabs(y) < 1e-2)
    return 1.0 / 2 -
           y * (2.0 / 3 - y * (3.0 / 4 - y * (4.0 / 5 - y * (5.0 / 6 - y * (6.0 / 7 - y * 7.0 / 8)))));
  return (log1p(y) / y - 1 / (1 + y)) / y;
}

static double stationary_speed_squared(const rp_time_map *map, double x) {
  const rp_retail *p = map->retail;
  return 4 * p->k * p->k * x * x + 4 * p->A * p->vstar * phi1(x / p->vstar);
}

double rp_time_map_speed_squared(const rp_time_map *map, double x, double delta) {
  return stationary_speed_squared(map, x) + 8 * delta * (map->retail->vstar + x);
}

double rp_time_map_delta_ratio(const rp_time_map *map, double z, double h, double z_and_h) {
  const rp_retail *p = map->retail;
  double y = h / z, log_ratio = fabs(y) < 0.5 ? 1 - rp_time_map_log_lag(y) : log(z_and_h / z) / y;
  return (p->kappa * p->kappa - p->k * p->k - p->A / z * log_ratio) / 2;
}

/* Near zt from the slope that was computed once, so that delta keeps its sign where the slope nearly vanishes. */
double rp_time_map_delta(const rp_time_map *map, rp_terminal at) {
  double y = at.key / map->zt;
  if (fabs(y) > 0.5) return at.key * rp_time_map_delta_ratio(map, map->zt, at.key, at.z);
  return at.key * (map->slope + map->retail->A / map->zt * rp_time_map_log_lag(y) / 2);
}

double rp_time_map_delta_slope(const rp_time_map *map, rp_terminal at) {
  if (fabs(at.key) > 0.5 * map->zt) return rp_time_map_delta_ratio(map, at.z, 0, at.z);
  return map->slope + map->retail->A / map->zt * (at.key / at.z) / 2;
}

double rp_time_map_terminal_speed(const rp_time_map *map, double z) {
  return map->s2 - 2 * map->retail->kappa * z;
}

/* Distance of the turnpike's unstable orbit from the terminal line at z; zero at zt. */
static double miss_at(void *context, double z) {
  const rp_time_map *map = context;
  double w = map->s2 - 2 * map->retail->kappa * z, side = z > map->retail->vstar ? 1 : -1;
  return w - side * sqrt(stationary_speed_squared(map, z - map->retail->vstar));
}

static double turnpike_terminal(rp_time_map *map) {
  double vstar = map->retail->vstar, rest = map->s2 / (2 * map->retail->kappa);
  if (rest == vstar) return vstar;
  if (rest < vstar) return rp_root_brent(miss_at, map, rest, nextafter(vstar, 0), 0);
  double high = 2 * vstar;
  while (miss_at(map, high) > 0)
    high *= 2;
  return rp_root_brent(miss_at, map, nextafter(vstar, INFINITY), high, 0);
}

void rp_time_map_init(rp_time_map *map, const rp_retail *retail) {
  map->retail = retail;
  map->s2 = retail->sigma * retail->sigma;
  map->x0 = retail->v0 - retail->vstar;
  map->zt = turnpike_terminal(map);
  if (isnan(map->zt)) map->zt = retail->vstar;
  map->slope = (retail->kappa * retail->kappa - retail->k * retail->k - retail->A / map->zt) / 2;
  rp_gauss_legendre(RP_TIME_MAP_NODES, map->nodes, map->weights);
  rp_gauss_legendre(RP_TIME_MAP_COARSE, map->coarse_nodes, map->coarse_weights);
}

/* ---- Bounds ---- */

/* S(x) = sinh(kx)/k and D(x) = cosh kx + kappa S(x), both times exp(-k horizon). */
static double scaled_S(double k, double x, double horizon) {
  double y = 2 * k * x, ratio = y < 1e-8 ? 1 - y / 2 : -expm1(-y) / y;
  return x * ratio * exp(k * (x - horizon));
}

static double scaled_D(double k, double kappa, double x, double horizon) {
  return (exp(k * (x - horizon)) + exp(-k * (x + horizon))) / 2 + kappa * scaled_S(k, x, horizon);
}

double rp_variance_without_herding(const rp_retail *p, double t, double *slope) {
  double T = p->horizon, r = T - t, k = p->k, s2 = p->sigma * p->sigma;
  double Dr = scaled_D(k, p->kappa, r, r), DT = scaled_D(k, p->kappa, T, T);
  if (slope) *slope = -(p->kappa * (1 + exp(-2 * k * r)) / 2 + k * k * scaled_S(k, r, r)) / Dr;
  /* v = v0 (D(r)/D(T))^2 + sigma^2 S(t) D(r)/D(T), as S(T) D(r) - S(r) D(T) = S(t); each factor scaled by
   * itself */
  double decay = Dr / DT * exp(-k * t);
  return p->v0 * decay * decay + s2 * scaled_S(k, t, t) * Dr / DT;
}

void rp_time_map_bounds(const rp_time_map *map, double *low, double *high) {
  const rp_retail *p = map->retail;
  double rest = p->kappa > 0 ? map->s2 / (2 * p->kappa) : INFINITY;
  *low = fmin(fmin(p->v0, p->vstar), rest);
  *high = rp_variance_without_herding(p, p->horizon, NULL);
}
