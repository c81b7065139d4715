/* solution_curve.c - see solution_curve.h. */
#include "solution_curve.h"
#include <math.h>
#include <stddef.h>
#include "numerics/roots.h"

static const double near_touch = 0.2;              /* of z: so far reaches the touching piece     */
static const double near_turnpike = 0.1;           /* of zt: closer, the coordinate is logarithmic */
static const double deep = 1e-8, deepest = 1e-120; /* of zt                                      */
static const double settled = 1e-5;                /* how far dT/dx may be from 1/omega there     */
static const double smallest_key = 1e-300;

/* w0^2 at terminal variance z; far below v0 without the two large terms 4 kappa^2 v0^2, which cancel. */
static double square_at(const rp_solution_curve *c, double z) {
  const rp_retail *p = c->map->retail;
  double v0 = p->v0, h = z - v0, s2 = c->map->s2;
  if (z < v0 / 4)
    return s2 * s2 + 4 * v0 * (p->kappa * (p->kappa * z - s2) - p->k * p->k * h - p->A * log(z / v0));
  return c->start_speed * c->start_speed + 8 * v0 * h * rp_time_map_delta_ratio(c->map, v0, h, z);
}

static double square_miss(void *context, double z) {
  return square_at(context, z);
}

/* The z at which w0 vanishes, beyond v0 and zt seen from each other. */
static bool find_touch(rp_solution_curve *c) {
  const rp_retail *p = c->map->retail;
  double v0 = p->v0, level = p->kappa * p->kappa - p->k * p->k, bend = level > 0 ? p->A / level : INFINITY;
  double inner, outer;
  if (level < p->A / v0) { /* w0^2 falls with z */
    inner = fmax(v0, c->map->zt);
    outer = fmin(bend, 2 * inner);
    while (outer < bend && square_at(c, outer) > 0)
      outer = fmin(bend, 2 * outer);
  } else {
    inner = fmin(v0, c->map->zt);
    outer = bend;
  }
  /* if it is not positive inside, by rounding, the touching point is v0 or zt */
  double z = square_at(c, inner) > 0 ? rp_root_brent(square_miss, c, inner, outer, 0) : inner;
  c->touch = z - c->map->zt;
  c->touch_z = z;
  return !isnan(z);
}

static void add_piece(rp_solution_curve *c, rp_piece piece) {
  if (piece.to > piece.from && c->count < RP_MOST_PIECES) c->pieces[c->count++] = piece;
}

static void add_plain(rp_solution_curve *c, double from, double to, double heading) {
  double side = to > from ? 1 : -1;
  add_piece(c, (rp_piece){.kind = RP_PIECE_PLAIN,
                          .from = side * log(from),
                          .to = side * log(to),
                          .heading = heading,
                          .side = side});
}

/* From the terminal variance z = zt + key to the turnpike's orbit. */
static void add_end(rp_solution_curve *c, double key, double z) {
  double zt = c->map->zt, side = key < 0 ? -1 : 1, first = fabs(key);
  if (first > near_turnpike * zt) {
    add_plain(c, z, zt + side * near_turnpike * zt, c->end_heading);
    first = near_turnpike * zt;
  }
  add_piece(c, (rp_piece){.kind = RP_PIECE_TURNPIKE,
                          .from = -log(first),
                          .to = -log(smallest_key),
                          .heading = c->end_heading,
                          .side = side});
}

static void add_touching(rp_solution_curve *c) {
  double v0 = c->map->retail->v0, z = c->touch_z;
  double before = v0 - z, after = -c->touch, reach = near_touch * z;
  double first = fabs(before) > reach ? reach : fabs(before), last = fmin(fabs(after) / 2, reach);
  double inward = (before != 0 ? before : after) < 0 ? -1 : 1;
  c->unit = inward * reach;
  if (first < fabs(before)) add_plain(c, v0, z + inward * first, -c->end_heading);
  add_piece(c, (rp_piece){.kind = RP_PIECE_TOUCH, .from = -sqrt(first / reach), .to = sqrt(last / reach)});
  add_end(c, c->touch + inward * last, z + inward * last);
}

/* The growth of T settles to 1/omega the later, the farther v0 is from the turnpike. */
static void find_deep(rp_solution_curve *c) {
  double omega = c->map->retail->omega, limit = -log(deepest * c->map->zt), from = -log(deep * c->map->zt);
  for (c->deep = INFINITY; from < limit; from += 5) {
    double growth = rp_solution_curve_at(c, c->count - 1, from, RP_CURVE_COARSE).growth;
    if (fabs(growth * omega - 1) <= settled) break;
  }
  c->deep = from;
}

void rp_solution_curve_init(rp_solution_curve *c, const rp_time_map *map) {
  const rp_retail *p = map->retail;
  *c = (rp_solution_curve){.map = map, .start_speed = map->s2 - 2 * p->kappa * p->v0};
  bool still = fabs(c->start_speed) <= 4e-16 * map->s2, at_turnpike = fabs(map->x0) <= 4e-16 * p->vstar;
  c->rests = still && at_turnpike;
  if (c->rests) return;
  double start = c->start_speed < 0 ? -1 : 1;
  c->end_heading = at_turnpike ? start : map->x0 > 0 ? -1 : 1;
  c->touches = !still && start != c->end_heading && find_touch(c);
  if (still) { /* v0 is the touching point */
    c->start_speed = 0;
    c->touch = p->v0 - map->zt;
    c->touch_z = p->v0;
    c->touches = true;
  }
  if (c->touches)
    add_touching(c);
  else
    add_end(c, p->v0 - map->zt, p->v0);
  find_deep(c);
}

bool rp_solution_curve_is_deep(const rp_solution_curve *c, int piece, double x) {
  return c->pieces[piece].kind == RP_PIECE_TURNPIKE && x > c->deep;
}

/* Key and w0 at x, and d key / dx divided by w0. */
static double locate(const rp_solution_curve *c, const rp_piece *piece, rp_curve_point *at) {
  const rp_time_map *map = c->map;
  double x = at->x, v0 = map->retail->v0, square, by_x;
  if (piece->kind == RP_PIECE_TOUCH) {
    double h = c->unit * x * x, ratio = rp_time_map_delta_ratio(map, c->touch_z, h, c->touch_z + h);
    double pace = sqrt(fmax(8 * v0 * c->unit * ratio, 0)); /* |w0 / x| */
    at->end = (rp_terminal){c->touch + h, c->touch_z + h};
    at->speed = c->end_heading * pace * x;
    return 2 * c->unit * c->end_heading / pace;
  }
  if (piece->kind == RP_PIECE_TURNPIKE) {
    double key = piece->side * exp(-x);
    at->end = (rp_terminal){key, map->zt + key};
    by_x = -key;
    square = rp_time_map_speed_squared(map, map->x0, rp_time_map_delta(map, at->end));
  } else {
    double z = exp(piece->side * x);
    if (x == piece->from) z = fabs(z / v0 - 1) < 1e-12 ? v0 : z;
    at->end = (rp_terminal){z - map->zt, z};
    by_x = piece->side * z;
    square = square_at(c, z);
  }
  at->speed = piece->heading * sqrt(fmax(square, 0));
  return by_x / at->speed;
}

rp_curve_point rp_solution_curve_at(const rp_solution_curve *c, int piece, double x, int wanted) {
  rp_curve_point at = {.x = x, .piece = piece, .time = NAN, .growth = NAN, .bend = NAN};
  rp_orbit orbit;
  double pace = locate(c, &c->pieces[piece], &at), along;
  if (!rp_orbit_open(&orbit, c->map, rp_time_map_delta(c->map, at.end))) return at;
  bool derivative = wanted != RP_CURVE_TIME, follows = derivative && !rp_solution_curve_is_deep(c, piece, x);
  orbit.coarse = wanted == RP_CURVE_COARSE;
  at.time = rp_orbit_time(&orbit, at.speed, at.end, follows ? &along : NULL);
  if (follows) {
    at.growth = along * pace;
    at.bend = along * (pace < 0 ? -1 : 1);
  } else if (derivative) {
    at.growth = at.bend = 1 / c->map->retail->omega;
  }
  return at;
}
