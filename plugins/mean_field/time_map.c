/*
 * time_map.c - see time_map.h. An orbit with delta >= 0 passes the turnpike and is parametrised by v = v* +
 * rho sinh u, one with delta < 0 turns at v* +- rho and is parametrised by v = v* +- rho cosh u; dt/du is
 * then analytic in a strip of half-width about pi/2, so Gauss rules on panels of length 2 converge to
 * rounding. Where |v - v*| is below 1e-17 v* dt/du is 1/omega. Towards v = 0, where Q has the term v ln v,
 * panels shrink in proportion to the distance.
 */
#include "time_map.h"
#include <math.h>
#include <stddef.h>
#include "numerics/quadrature_rule.h"
#include "numerics/roots.h"

static const double longest_panel = 2;
static const double linear_below = 1e-17; /* of v*: there dt = du / omega */

/* phi(1 + r), by its series where the closed form cancels. r > -1. */
static double phi1(double r) {
  if (fabs(r) < 1e-3)
    return r * r *
           (0.5 +
            r * (-1.0 / 6 + r * (1.0 / 12 + r * (-1.0 / 20 + r * (1.0 / 30 - r * (1.0 / 42 - r / 56))))));
  return r <= -1 ? 1 : (1 + r) * log1p(r) - r;
}

/* h - ln(1 + h) */
static double minus_log1p(double h) {
  if (fabs(h) < 1e-3)
    return h * h * (1.0 / 2 - h * (1.0 / 3 - h * (1.0 / 4 - h * (1.0 / 5 - h * (1.0 / 6 - h / 7)))));
  return h - log1p(h);
}

static double stationary_speed_squared(const rp_time_map *map, double x) {
  const rp_retail *p = map->retail;
  return 4 * p->k * p->k * x * x + 4 * p->A * p->vstar * phi1(x / p->vstar);
}

double rp_time_map_speed_squared(const rp_time_map *map, double x, double delta) {
  return stationary_speed_squared(map, x) + 8 * delta * (map->retail->vstar + x);
}

double rp_time_map_delta(const rp_time_map *map, double key) {
  const rp_retail *p = map->retail;
  double h = key / map->zt;
  if (fabs(h) > 0.5) return ((p->kappa * p->kappa - p->k * p->k) * key - p->A * log1p(h)) / 2;
  return map->slope * key + map->retail->A * minus_log1p(h) / 2;
}

double rp_time_map_touching_delta(const rp_time_map *map) {
  return -stationary_speed_squared(map, map->x0) / (8 * map->retail->v0);
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

void rp_time_map_init(rp_time_map *map, const rp_retail *retail, int nodes) {
  map->retail = retail;
  map->s2 = retail->sigma * retail->sigma;
  map->x0 = retail->v0 - retail->vstar;
  map->zt = turnpike_terminal(map);
  if (isnan(map->zt)) map->zt = retail->vstar;
  map->slope = (retail->kappa * retail->kappa - retail->k * retail->k - retail->A / map->zt) / 2;
  map->count = nodes;
  rp_gauss_legendre(nodes, map->nodes, map->weights);
}

/* One orbit: everything that dt/du needs. */
typedef struct orbit {
  const rp_time_map *map;
  double delta, rho, side; /* side 0: passes the turnpike; +1, -1: turns above, below it */
  double turn, vturn;      /* turning point: offset from v*, and the value                */
} orbit;

static double turning_miss(void *context, double x) {
  const orbit *o = context;
  return rp_time_map_speed_squared(o->map, x, o->delta);
}

/* Where v'= 0 on the orbit's side. Refined in v itself where v is far below v*. */
static bool find_turning(orbit *o) {
  const rp_retail *p = o->map->retail;
  double guess = sqrt(-8 * o->delta * p->vstar) / p->omega, far = o->side * guess;
  if (o->side > 0)
    while (turning_miss(o, far) < 0)
      far *= 2;
  else
    for (far = -fmin(guess, p->vstar); turning_miss(o, far) < 0 && far > -p->vstar;)
      far = fmax(2 * far, -p->vstar);
  o->turn = rp_root_brent(turning_miss, o, 0, far, 0);
  o->vturn = p->vstar + o->turn;
  if (isnan(o->turn)) return false;
  if (o->vturn < 0.01 * p->vstar) {
    double s4 = o->map->s2 * o->map->s2, vs = p->vstar;
    double H = o->delta - (s4 + 4 * p->k * p->k * vs * vs + 4 * p->A * vs * log(vs)) / (8 * vs);
    for (int i = 0; i < 3 && o->vturn > 0; ++i) {
      double v = o->vturn, l = log(v);
      o->vturn = v - (s4 + 4 * p->k * p->k * v * v + 4 * p->A * v * l + 8 * H * v) /
                         (8 * p->k * p->k * v + 4 * p->A * (1 + l) + 8 * H);
    }
    o->turn = o->vturn - vs;
  }
  o->rho = fabs(o->turn);
  return o->vturn > 0 && o->rho > 1e-290;
}

/* Offset x = v - v* and dt/du at u. */
static double passing(const orbit *o, double u, double *x) {
  double e = exp(u), sinh_u = (e - 1 / e) / 2, cosh_u = (e + 1 / e) / 2;
  *x = o->rho * sinh_u;
  return o->rho * cosh_u / sqrt(rp_time_map_speed_squared(o->map, *x, o->delta));
}

static double turning(const orbit *o, double u, double *x) {
  const rp_retail *p = o->map->retail;
  double s = sinh(u / 2), d = o->side * 2 * o->rho * s * s;
  *x = o->turn + d;
  double h = d / p->vstar, v = o->vturn + d, r = *x / p->vstar;
  double log_r = fabs(r) < 0.5 ? log1p(r) : log(v / p->vstar);
  double change = h * log_r - o->vturn / p->vstar * minus_log1p(d / o->vturn);
  double q = 4 * p->k * p->k * d * (*x + o->turn) + 4 * p->A * p->vstar * change + 8 * o->delta * d;
  return 2 * o->rho * s * sqrt(1 + s * s) / sqrt(q);
}

static double rate(const orbit *o, double u, double *x) {
  return o->side == 0 ? passing(o, u, x) : turning(o, u, x);
}

static double panel(const orbit *o, double from, double to) {
  double half = (to - from) / 2, middle = (to + from) / 2, sum = 0, x;
  for (int i = 0; i < o->map->count; ++i)
    sum += o->map->weights[i] * rate(o, middle + half * o->map->nodes[i], &x);
  return half * sum;
}

/* Where v = 0 lies on the u axis; orbits that turn above the turnpike do not go there. */
static double end_of_axis(const orbit *o) {
  double ratio = o->map->retail->vstar / o->rho;
  if (o->side > 0) return INFINITY;
  return o->side == 0 ? -asinh(ratio) : acosh(fmax(ratio, 1));
}

/* Time from u = from to u = to > from, all outside the linear part. */
static double stretch(const orbit *o, double from, double to) {
  double sum = 0, end = end_of_axis(o);
  if (!(to > from)) return 0;
  if (o->side < 0) { /* from the far end downwards, towards the turning point */
    while (to > from) {
      double length = fmin(longest_panel, 2 * fmax(end - to, 1e-12));
      double next = to - from < 1.2 * length ? from : to - length;
      sum += panel(o, next, to);
      to = next;
    }
    return sum;
  }
  while (to > from) {
    double length = o->side > 0 ? longest_panel : fmin(longest_panel, 2 * fmax(from - end, 1e-12));
    double next = to - from < 1.2 * length ? to : from + length;
    sum += panel(o, from, next);
    from = next;
  }
  return sum;
}

/* Up to this |u| the orbit is so near the turnpike that dt = du / omega. */
static double linear_reach(const orbit *o) {
  double ratio = linear_below * o->map->retail->vstar / o->rho;
  if (o->side == 0) return asinh(ratio);
  return ratio > 1 ? acosh(ratio) : 0;
}

/* u at v = v* + x; 0 at the turning point, also if x misses it by rounding. */
static double parameter(const orbit *o, double x) {
  if (o->side == 0) return asinh(x / o->rho);
  return 2 * asinh(sqrt(fmax(0, o->side * (x - o->turn)) / (2 * o->rho)));
}

/* Time between the offsets xa and xb on one monotone piece. */
static double leg(const orbit *o, double xa, double xb) {
  double a = parameter(o, xa), b = parameter(o, xb), c = linear_reach(o);
  double from = fmin(a, b), to = fmax(a, b);
  double sum = stretch(o, from, fmin(to, -c)) + stretch(o, fmax(from, c), to);
  double inside = fmin(to, c) - fmax(from, -c);
  return inside > 0 ? sum + inside / o->map->retail->omega : sum;
}

static bool open_orbit(orbit *o, const rp_time_map *map, double key) {
  *o = (orbit){.map = map, .delta = rp_time_map_delta(map, key)};
  if (o->delta >= 0) {
    o->rho = fmax(sqrt(8 * o->delta) * sqrt(map->retail->vstar) / map->retail->omega, 1e-300);
    return true;
  }
  o->side = map->zt + key > map->retail->vstar ? 1 : -1;
  return find_turning(o);
}

/* Which orbits arrive: bit 0 direct, bit 1 turning. */
static unsigned arrivals(const orbit *o, double key, double slack) {
  const rp_retail *p = o->map->retail;
  double z = o->map->zt + key, w = o->map->s2 - 2 * p->kappa * z;
  bool ahead = (w > 0 && p->v0 < z) || (w < 0 && p->v0 > z);
  if (o->side == 0) return ahead ? 1u : 0u;
  double beyond = o->side * (o->map->x0 - o->turn), allowed = slack * fabs(o->map->x0);
  if (o->side * o->map->x0 < 0 || beyond < -allowed) return 0;
  unsigned found = ahead ? 1u : 0u;
  return o->side * w > 0 ? found | 2u : found;
}

void rp_time_map_times(const rp_time_map *map, double key, double slack, double times[RP_ORBIT_KINDS]) {
  orbit o;
  times[RP_ORBIT_DIRECT] = times[RP_ORBIT_TURNING] = NAN;
  if (!open_orbit(&o, map, key)) return;
  unsigned found = arrivals(&o, key, slack);
  double xz = map->zt - map->retail->vstar + key;
  if (found & 1u) times[RP_ORBIT_DIRECT] = leg(&o, map->x0, xz);
  if (found & 2u) times[RP_ORBIT_TURNING] = leg(&o, o.turn, map->x0) + leg(&o, o.turn, xz);
}

/* ---- The orbit as a table ---- */

typedef struct table {
  int count, most;
  double clock, work;
  rp_orbit_table to;
} table;

static void note(table *t, double v, double speed) {
  if (t->count < t->most) {
    t->to.time[t->count] = t->clock;
    t->to.log_variance[t->count] = log(v);
    t->to.slope[t->count] = speed / v;
    t->to.effort[t->count] = t->work;
  }
  ++t->count;
}

/* How much of a collocation panel a step of length du from the offset x takes: the less, the nearer the orbit is to the
 * turnpike, where all that is left is a small exponential. */
static double effort_of(const orbit *o, double du, double x) {
  double distance = fabs(x) / o->map->retail->vstar;
  return du / (distance > 0.05 ? 2.5 : distance > 1e-4 ? 5 : 10);
}

/* Walks from u = a to u = b in steps of at most half a unit and notes every point but the first; sign is that of v'. */
static void walk(table *t, const orbit *o, double a, double b, double sign) {
  double at = a, direction = b > a ? 1 : -1, reach = linear_reach(o), end = end_of_axis(o), x;
  rate(o, a, &x);
  while (at != b) {
    double left = fabs(b - at), step = 0.5, near = 2 * fabs(end - at);
    bool inside = fabs(at) <= reach && direction * at < reach && direction * (at + direction * step) < reach;
    bool edge = near < step;
    if (inside) step = direction * (direction * reach - at); /* across the linear part at once */
    /* v changes by a factor of three towards or away from v = 0, never all the way */
    if (edge) step = fmax(direction * (end - at) > 0 ? near / 3 : near, 1e-12 * fmax(1, fabs(at)));
    double next = left < (inside ? 1 : 1.2) * step ? b : at + direction * step;
    double du = fabs(next - at);
    t->clock += inside ? du / o->map->retail->omega : panel(o, fmin(at, next), fmax(at, next));
    double before = x;
    rate(o, next, &x);
    t->work += inside ? 2 : edge ? 0.8 : effort_of(o, du, fmax(fabs(x), fabs(before)));
    double v = o->side == 0 ? o->map->retail->vstar + x : o->vturn + (x - o->turn);
    double q = rp_time_map_speed_squared(o->map, x, o->delta);
    note(t, v, next == 0 && o->side != 0 ? 0 : sign * sqrt(fmax(q, 0)));
    at = next;
  }
}

/* The orbit through the turnpike itself, with a rest there so long that it fills the horizon. */
static void walk_turnpike(table *t, const rp_time_map *map, double horizon) {
  const rp_retail *p = map->retail;
  const orbit o = {.map = map, .delta = 0, .rho = 1e-16 * p->vstar};
  double in = parameter(&o, map->x0), xz = map->zt - p->vstar, out = parameter(&o, xz);
  walk(t, &o, in, 0, map->x0 > 0 ? -1 : 1);
  table probe = {.most = 0};
  walk(&probe, &o, 0, out, 1);
  if (t->clock < horizon - probe.clock) {
    t->clock = horizon - probe.clock;
    t->work += 2;
    note(t, p->vstar, 0);
  }
  walk(t, &o, 0, out, xz > 0 ? 1 : -1);
}

int rp_time_map_orbit(const rp_time_map *map, double key, int kind, double horizon, int most,
                      rp_orbit_table to) {
  table t = {.most = most, .to = to};
  double q0 = rp_time_map_speed_squared(map, map->x0, rp_time_map_delta(map, key));
  double xz = map->zt - map->retail->vstar + key, speed = sqrt(fmax(q0, 0));
  if (key == 0) {
    note(&t, map->retail->v0, map->x0 > 0 ? -speed : speed);
    walk_turnpike(&t, map, horizon);
    return t.count <= most ? t.count : 0;
  }
  orbit o;
  if (!open_orbit(&o, map, key)) return 0;
  double from = parameter(&o, map->x0), end = parameter(&o, xz);
  if (kind == RP_ORBIT_DIRECT) {
    double sign = xz > map->x0 ? 1 : -1;
    note(&t, map->retail->v0, sign * speed);
    walk(&t, &o, from, end, sign);
  } else {
    note(&t, map->retail->v0, -o.side * speed);
    walk(&t, &o, from, 0, -o.side);
    walk(&t, &o, 0, end, o.side);
  }
  return t.count <= most ? t.count : 0;
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

void rp_time_map_bounds(const rp_time_map *map, double horizon, bool all, double *low, double *high) {
  rp_retail at = *map->retail;
  at.horizon = horizon;
  double rest = at.kappa > 0 ? map->s2 / (2 * at.kappa) : INFINITY;
  *low = fmin(fmin(at.v0, at.vstar), rest);
  *high = rp_variance_without_herding(&at, horizon, NULL);
  if (!all) return;
  /* v0/D(T)^2 falls and sigma^2 S(T)/D(T) rises with the horizon */
  at.v0 = 0;
  *high = map->retail->v0 + rp_variance_without_herding(&at, horizon, NULL);
}
