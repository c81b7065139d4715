/*
 * orbit.c - see orbit.h. Where |v - v*| is below 1e-17 v* dt/du is 1/omega. Towards v = 0, where Q has the term v ln v,
 * panels shrink in proportion to the distance.
 *
 * The derivative of the time: for |u| < 1, next to a turning point, that of dt/du at fixed u and of the limits, where
 * the limits' sinh(u/2) is proportional to v', so that nothing is singular when an orbit starts or ends on its turning
 * point; farther out that of 1/sqrt(Q) at fixed v, so that nothing cancels when delta is small.
 */
#include "orbit.h"
#include <math.h>
#include <stddef.h>
#include "numerics/roots.h"

static const double longest_panel = 2, shortest_panel = 1e-7;
static const double farthest = 750;       /* |u|: beyond, exp(u) is infinite */
static const double linear_below = 1e-17; /* of v*: there dt = du / omega */

/* ---- Opening ---- */

static double turning_miss(void *context, double x) {
  const rp_orbit *o = context;
  return rp_time_map_speed_squared(o->map, x, o->delta);
}

/* Where v'= 0 on the orbit's side. Refined in v itself where v is far below v*. */
static bool find_turning(rp_orbit *o) {
  const rp_retail *p = o->map->retail;
  double guess = sqrt(-8 * o->delta * p->vstar) / p->omega, far = o->side * guess;
  if (o->side > 0)
    while (turning_miss(o, far) < 0 && far < 1e300 && far > 0)
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

bool rp_orbit_open(rp_orbit *o, const rp_time_map *map, double delta) {
  *o = (rp_orbit){.map = map, .delta = delta};
  if (delta >= 0) {
    o->rho = fmax(sqrt(8 * delta) * sqrt(map->retail->vstar) / map->retail->omega, 1e-300);
    return true;
  }
  o->side = map->x0 != 0 ? (map->x0 > 0 ? 1 : -1) : (map->zt > map->retail->vstar ? 1 : -1);
  return find_turning(o);
}

/* ---- dt/du ---- */

/* |Q(x) - Q(turn)| / |x - turn| at x = turn + d: positive, and smooth at d = 0. */
static double pull(const rp_orbit *o, double d) {
  const rp_retail *p = o->map->retail;
  d = fmax(d, -o->vturn * (1 - 1e-15)); /* v > 0, also where rounding says otherwise */
  double x = o->turn + d, r = x / p->vstar;
  double log_r = fabs(r) < 0.5 ? log1p(r) : log((o->vturn + d) / p->vstar);
  double q =
      4 * p->k * p->k * (x + o->turn) + 4 * p->A * (log_r - rp_time_map_log_lag(d / o->vturn)) + 8 * o->delta;
  return o->side * q;
}

/* Offset x = v - v*, Q there, and dt/du at u; for turning orbits u >= 0. */
static double rate_of(const rp_orbit *o, double u, double *x, double *square) {
  if (o->side == 0) {
    double e = exp(u), sinh_u = (e - 1 / e) / 2, cosh_u = (e + 1 / e) / 2;
    *x = o->rho * sinh_u;
    *square = rp_time_map_speed_squared(o->map, *x, o->delta);
    return o->rho * cosh_u / sqrt(*square);
  }
  double s = sinh(u / 2), d = o->side * 2 * o->rho * s * s, q = pull(o, d);
  *x = o->turn + d;
  *square = fabs(d) * q;
  return sqrt(2 * o->rho * (1 + s * s) / q);
}

/* d ln(dt/du) / d turn, or / d rho for passing orbits, at fixed u. */
static double rate_change(const rp_orbit *o, double u) {
  const rp_retail *p = o->map->retail;
  double k2 = p->k * p->k, vs = p->vstar;
  if (o->side == 0) {
    double x = o->rho * sinh(u), r = x / vs, w2 = p->omega * p->omega;
    double slope = (8 * k2 * x + 4 * p->A * log1p(r)) * x / o->rho + o->rho * w2 * (2 + 3 * r);
    return 1 / o->rho - slope / (2 * rp_time_map_speed_squared(o->map, x, o->delta));
  }
  double s = sinh(u / 2), growth = 1 + 2 * s * s, d = o->turn * 2 * s * s, v = o->vturn + d;
  double lag = rp_time_map_log_lag_slope(d / o->vturn), q = o->side * pull(o, d), q0 = o->side * pull(o, 0);
  double by_x = 4 * k2 + 4 * p->A * (1 / v - lag / o->vturn);
  double by_turn = 4 * k2 + 4 * p->A * lag * v / (o->vturn * o->vturn) - q0 / o->vturn;
  return (1 / o->turn - (by_x * growth + by_turn) / q) / 2;
}

static double rate(const rp_orbit *o, double u, double *x) {
  double square;
  return rate_of(o, u, x, &square);
}

/* ---- Integrals over u ---- */

/* Time, and its derivatives with respect to turn or rho at fixed u, and to delta at fixed v. */
typedef struct span {
  double time, by_shape, by_delta;
} span;

enum { TIME_ONLY, NEAR, FAR };

static void add_panel(const rp_orbit *o, double from, double to, int what, span *sum) {
  const rp_time_map *map = o->map;
  const double *nodes = o->coarse ? map->coarse_nodes : map->nodes;
  const double *weights = o->coarse ? map->coarse_weights : map->weights;
  double half = (to - from) / 2, middle = (to + from) / 2, x, square;
  for (int i = 0, count = o->coarse ? RP_TIME_MAP_COARSE : RP_TIME_MAP_NODES; i < count; ++i) {
    double u = middle + half * nodes[i];
    double part = half * weights[i] * rate_of(o, u, &x, &square);
    sum->time += part;
    if (what == NEAR) sum->by_shape += part * rate_change(o, u);
    if (what == FAR) sum->by_delta -= part * 4 * (o->map->retail->vstar + x) / square;
  }
}

/* Where v = 0 lies on the u axis; orbits that turn above the turnpike do not go there. */
static double end_of_axis(const rp_orbit *o) {
  double ratio = o->map->retail->vstar / o->rho;
  if (o->side > 0) return INFINITY;
  return o->side == 0 ? -asinh(ratio) : acosh(fmax(ratio, 1));
}

/* From u = from to u = to > from, all outside the linear part; panels shrink towards v = 0. */
static void add_stretch(const rp_orbit *o, double from, double to, int what, span *sum) {
  double end = end_of_axis(o);
  if (o->side < 0) { /* from the far end downwards, towards the turning point */
    while (to > from) {
      double length = fmin(longest_panel, 2 * fmax(end - to, shortest_panel));
      double next = to - from < 1.2 * length ? from : to - length;
      add_panel(o, next, to, what, sum);
      to = next;
    }
    return;
  }
  while (to > from) {
    double length = o->side > 0 ? longest_panel : fmin(longest_panel, 2 * fmax(from - end, shortest_panel));
    double next = to - from < 1.2 * length ? to : from + length;
    add_panel(o, from, next, what, sum);
    from = next;
  }
}

/* Up to this |u| the orbit is so near the turnpike that dt = du / omega. */
static double linear_reach(const rp_orbit *o) {
  double ratio = linear_below * o->map->retail->vstar / o->rho;
  if (o->side == 0) return asinh(ratio);
  return ratio > 1 ? acosh(ratio) : 0;
}

/* From u = a to u = b >= a without derivatives. */
static void add_time(const rp_orbit *o, double a, double b, span *sum) {
  double c = linear_reach(o);
  if (a < -c) add_stretch(o, a, fmin(b, -c), TIME_ONLY, sum);
  if (b > c) add_stretch(o, fmax(a, c), b, TIME_ONLY, sum);
  double inside = fmin(b, c) - fmax(a, -c);
  if (inside > 0) sum->time += inside / o->map->retail->omega;
}

/* The same with derivatives, cut at |u| = 1; the cuts lie at fixed u. */
static void add_with_derivatives(const rp_orbit *o, double a, double b, span *sum) {
  double x, lean = o->side == 0 ? tanh(1.0) / o->rho : 1 / (tanh(1.0) * o->turn);
  if (a < -1) add_stretch(o, a, fmin(b, -1), FAR, sum);
  if (a < 1 && b > -1) add_stretch(o, fmax(a, -1), fmin(b, 1), NEAR, sum);
  if (b > 1) add_stretch(o, fmax(a, 1), b, FAR, sum);
  if (a < -1 && b > -1) sum->by_shape -= rate(o, -1, &x) * lean;
  if (a < 1 && b > 1) sum->by_shape -= rate(o, 1, &x) * lean;
}

/* ---- From v0 to the terminal line ---- */

/* u at the offset x, where v' = speed. */
static double place(const rp_orbit *o, double x, double speed) {
  if (o->side == 0) return asinh(x / o->rho);
  return 2 * asinh(o->side * speed / sqrt(2 * o->rho * pull(o, x - o->turn)));
}

/* Derivatives along the tangent (speed, 4 v0 delta'). */
typedef struct tangent {
  double key, delta, shape;
} tangent;

/* How u moves at v0, which stays. */
static double start_shift(const rp_orbit *o, double u, const tangent *to, double slope) {
  double x = o->map->x0;
  if (o->side == 0) return -x / (o->rho * hypot(x, o->rho)) * to->shape;
  double q = pull(o, x - o->turn), q0 = pull(o, 0);
  /* 2 s ds = -x / (2 turn^2) dturn, where dturn is proportional to s */
  double turn_by_delta = -8 * o->vturn / (o->side * q0);
  double ds = -x / (4 * o->turn * o->turn) * turn_by_delta * o->side * sqrt(2 * o->rho * q) * slope;
  return 2 * ds / cosh(u / 2);
}

/* How u moves at z. */
static double end_shift(const rp_orbit *o, double u, double x, const tangent *to) {
  const rp_retail *p = o->map->retail;
  if (o->side == 0) return to->key / hypot(x, o->rho) - x / (o->rho * hypot(x, o->rho)) * to->shape;
  double d = x - o->turn, v = o->vturn + d, q = pull(o, d), q0 = o->side * pull(o, 0);
  double lag = rp_time_map_log_lag_slope(d / o->vturn), k2 = p->k * p->k;
  double by_x = 4 * k2 + 4 * p->A * (1 / v - lag / o->vturn);
  double by_turn = 4 * k2 + 4 * p->A * lag * v / (o->vturn * o->vturn) - q0 / o->vturn;
  double dq = o->side * (by_x * to->key + by_turn * to->shape), s = sinh(u / 2);
  double ds =
      -o->side * 2 * p->kappa * to->key / sqrt(2 * o->rho * q) - s / 2 * (to->shape / o->turn + dq / q);
  return 2 * ds / cosh(u / 2);
}

double rp_orbit_time(const rp_orbit *o, double speed, rp_terminal end, double *along) {
  const rp_time_map *map = o->map;
  double vs = map->retail->vstar, xz = map->zt - vs + end.key, w = rp_time_map_terminal_speed(map, end.z);
  double u0 = place(o, map->x0, speed), uz = place(o, xz, w), x;
  if (!(fabs(u0) < farthest && fabs(uz) < farthest)) return NAN;
  double heading = o->side == 0 && w < 0 ? -1 : 1; /* turning orbits: u grows with time */
  bool turns = o->side != 0 && u0 < 0 && uz > 0;
  void (*add)(const rp_orbit *, double, double, span *) = along ? add_with_derivatives : add_time;
  double a = o->side == 0 ? u0 : fabs(u0), b = o->side == 0 ? uz : fabs(uz);
  span sum = {0, 0, 0};
  if (turns) {
    add(o, 0, a, &sum);
    add(o, 0, b, &sum);
  } else {
    add(o, fmin(a, b), fmax(a, b), &sum);
  }
  if (!along) return sum.time;
  double slope = rp_time_map_delta_slope(map, end);
  tangent to = {.key = speed, .delta = slope * speed};
  to.shape = to.delta * (o->side == 0 ? 4 * vs / (map->retail->omega * map->retail->omega * o->rho)
                                      : -8 * o->vturn / (o->side * pull(o, 0)));
  *along = sum.by_shape * to.shape + sum.by_delta * to.delta;
  *along += fabs(uz) >= 1 ? to.key / w
                          : heading * rate(o, o->side == 0 ? uz : fabs(uz), &x) * end_shift(o, uz, xz, &to);
  if (fabs(u0) < 1)
    *along -= heading * rate(o, o->side == 0 ? u0 : fabs(u0), &x) * start_shift(o, u0, &to, slope);
  return sum.time;
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
static double effort_of(const rp_orbit *o, double du, double x) {
  double distance = fabs(x) / o->map->retail->vstar;
  return du / (distance > 0.05 ? 2.5 : distance > 1e-4 ? 5 : 10);
}

/* Walks from u = a to u = b in steps of at most half a unit and notes every point but the first; sign is that of v'. */
static void walk(table *t, const rp_orbit *o, double a, double b, double sign) {
  double at = a, direction = b > a ? 1 : -1, reach = linear_reach(o), end = end_of_axis(o), x;
  rate(o, a, &x);
  while (at != b) {
    /* v changes by a factor of three towards or away from v = 0, never all the way */
    double left = fabs(b - at), step = 0.5, near = 2 * fabs(end - at) / (direction * (end - at) > 0 ? 3 : 1);
    bool inside = fabs(at) <= reach && direction * at < reach && direction * (at + direction * step) < reach;
    bool edge = near < step;
    if (inside) step = direction * (direction * reach - at); /* across the linear part at once */
    if (edge) step = fmax(near, 1e-12 * fmax(1, fabs(at)));
    double next = left < (inside ? 1 : 1.2) * step ? b : at + direction * step;
    double du = fabs(next - at), before = x, square;
    span sum = {0, 0, 0};
    if (!inside) add_panel(o, fmin(at, next), fmax(at, next), TIME_ONLY, &sum);
    t->clock += inside ? du / o->map->retail->omega : sum.time;
    rate_of(o, next, &x, &square);
    t->work += inside ? 2 : edge ? 0.8 : effort_of(o, du, fmax(fabs(x), fabs(before)));
    double v = o->side == 0 ? o->map->retail->vstar + x : o->vturn + (x - o->turn);
    note(t, v, sign * sqrt(fmax(square, 0)));
    at = next;
  }
}

/* The orbit through the turnpike itself, with a rest there so long that it fills the horizon. */
static void walk_turnpike(table *t, const rp_time_map *map, double horizon) {
  const rp_retail *p = map->retail;
  const rp_orbit o = {.map = map, .delta = 0, .rho = 1e-16 * p->vstar};
  double xz = map->zt - p->vstar, in = place(&o, map->x0, 0), out = place(&o, xz, 0);
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

int rp_orbit_follow(const rp_time_map *map, rp_terminal end, double speed, double horizon, int most,
                    rp_orbit_table to) {
  table t = {.most = most, .to = to};
  double xz = map->zt - map->retail->vstar + end.key, w = rp_time_map_terminal_speed(map, end.z);
  rp_orbit o;
  note(&t, map->retail->v0, speed);
  if (end.key == 0) {
    walk_turnpike(&t, map, horizon);
    return t.count <= most ? t.count : 0;
  }
  if (!rp_orbit_open(&o, map, rp_time_map_delta(map, end))) return 0;
  double from = place(&o, map->x0, speed), to_u = place(&o, xz, w);
  if (!(fabs(from) < farthest && fabs(to_u) < farthest)) return 0;
  if (o.side != 0 && from < 0 && to_u > 0) {
    walk(&t, &o, -from, 0, -o.side);
    walk(&t, &o, 0, to_u, o.side);
  } else {
    double sign = xz > map->x0 ? 1 : -1;
    walk(&t, &o, o.side == 0 ? from : fabs(from), o.side == 0 ? to_u : fabs(to_u), sign);
  }
  return t.count <= most ? t.count : 0;
}
