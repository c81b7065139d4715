/* equilibria.c - see equilibria.h. */
#include "equilibria.h"
#include <math.h>
#include <stdlib.h>
#include "numerics/roots.h"

static const double near_turnpike = 0.1; /* of zt: closer, the scan is logarithmic in the key */

enum { ARC_SAMPLES = 8, FINEST = 3 };

typedef struct scan {
  const rp_time_map *map; /* 16 nodes: polishes              */
  rp_time_map coarse;     /* 8 nodes: scans                  */
  double horizon, low, high, step;
  rp_scan_point *points;
  int count;
  bool through; /* direct orbits from v0 to zt do not come near the turnpike: no divergence at key 0 */
} scan;

/* ---- Points ---- */

static bool add(scan *s, double key) {
  double z = s->map->zt + key;
  if (z < s->low * (1 - 1e-9) || z > s->high * (1 + 1e-9) || key == 0 || s->count == RP_SCAN_POINTS)
    return false;
  rp_scan_point *p = &s->points[s->count++];
  p->key = key;
  rp_time_map_times(&s->coarse, key, 0, p->times);
  for (int kind = 0; kind < RP_ORBIT_KINDS; ++kind) /* too near to call with the coarse rule */
    if (fabs(p->times[kind] - s->horizon) < 1e-4 * s->horizon) {
      rp_time_map_times(s->map, key, 0, p->times);
      break;
    }
  return true;
}

/* Logarithmically from one terminal variance to another. */
static void add_range(scan *s, double from, double to) {
  if (!(to > from)) return;
  int cells = (int)fmin(fmax(ceil(log(to / from) / (0.12 * s->step)), 8), 400);
  double ratio = log(to / from) / cells;
  for (int i = 0; i <= cells; ++i)
    add(s, (i == cells ? to : from * exp(ratio * i)) - s->map->zt);
}

static bool diverges(const scan *s, int kind) {
  return kind == RP_ORBIT_TURNING || !s->through;
}

static bool is_late(const scan *s, const rp_scan_point *p) {
  for (int kind = 0; kind < RP_ORBIT_KINDS; ++kind)
    if (diverges(s, kind) && p->times[kind] <= s->horizon) return false;
  return true;
}

/* Towards the turnpike's orbit from one side, until every orbit takes longer than the horizon. */
static void approach(scan *s, double side) {
  double key = near_turnpike * s->map->zt;
  while (key > 1e-300) {
    bool added = add(s, side * key), deep = key < 1e-8 * s->map->zt;
    if (deep && (!added || is_late(s, &s->points[s->count - 1]))) return;
    key *= exp(deep ? -3 : -0.5 * s->step);
  }
}

static int by_key(const void *a, const void *b) {
  double x = ((const rp_scan_point *)a)->key, y = ((const rp_scan_point *)b)->key;
  return (x > y) - (x < y);
}

static void collect(scan *s) {
  const rp_retail *p = s->map->retail;
  double zt = s->map->zt, rest = p->kappa > 0 ? s->map->s2 / (2 * p->kappa) : 0;
  double bend = p->kappa > p->k ? p->A / (p->kappa * p->kappa - p->k * p->k) : 0;
  s->count = 0;
  add_range(s, s->low, fmin(s->high, (1 - near_turnpike) * zt));
  add_range(s, fmax(s->low, (1 + near_turnpike) * zt), s->high);
  approach(s, -1);
  approach(s, 1);
  add(s, bend - zt);
  add(s, s->low - zt);
  add(s, s->high - zt);
  for (int side = -1; side <= 1; side += 2) { /* next to v0, where orbits take no time, and v'(T) = 0 */
    add(s, p->v0 * (1 + side * 1e-14) - zt);
    add(s, rest * (1 + side * 1e-11) - zt);
    add(s, rest * (1 + side * 1e-6) - zt);
  }
  qsort(s->points, (size_t)s->count, sizeof *s->points, by_key);
}

/* ---- Continuous pieces ---- */

static bool has(const scan *s, int i, int kind) {
  return !isnan(s->points[i].times[kind]);
}

/* The kind under which the piece through (i, kind) goes on at i + 1; -1: it ends. */
static int successor(const scan *s, int i, int kind) {
  if (i + 1 >= s->count) return -1;
  if ((s->points[i].key < 0) != (s->points[i + 1].key < 0))
    return !diverges(s, kind) && has(s, i + 1, kind) ? kind : -1;
  if (has(s, i + 1, kind)) return kind;
  int other = 1 - kind;
  return has(s, i + 1, other) && !has(s, i, other) ? other : -1;
}

static bool is_start(const scan *s, int i, int kind) {
  if (!has(s, i, kind)) return false;
  for (int before = 0; i > 0 && before < RP_ORBIT_KINDS; ++before)
    if (has(s, i - 1, before) && successor(s, i - 1, before) == kind) return false;
  return true;
}

/* A stretch of the curve of equilibria in one coordinate: the key, its logarithm, or, through a point where
 * an orbit touches v0, eta with key = touch + span eta^2: turning orbits for eta > 0, direct ones for eta <
 * 0. */
typedef struct stretch {
  const rp_time_map *map;
  double horizon, sign; /* values are sign * (T - horizon) */
  int kind, other;
  bool logarithmic, arc;
  double side, touch, span;
} stretch;

static double key_at(const stretch *c, double x) {
  if (c->arc) return c->touch + c->span * x * x;
  return c->logarithmic ? c->side * exp(x) : x;
}

static double coordinate(const stretch *c, double key) {
  return c->logarithmic ? log(fabs(key)) : key;
}

static int kind_at(const stretch *c, double x) {
  return c->arc ? (x > 0 ? RP_ORBIT_TURNING : RP_ORBIT_DIRECT) : c->kind;
}

static double excess(void *context, double x) {
  const stretch *c = context;
  double times[RP_ORBIT_KINDS];
  rp_time_map_times(c->map, key_at(c, x), c->arc ? 1e-10 : 0, times);
  double t = times[kind_at(c, x)];
  if (c->arc && isnan(t)) t = times[1 - kind_at(c, x)];
  if (!c->arc && isnan(t)) t = times[c->other];
  return c->sign * (t - c->horizon);
}

static stretch between(const scan *s, int i, int j, int kind, int other) {
  double a = s->points[i].key, b = s->points[j].key, reach = 1.01 * near_turnpike * s->map->zt;
  return (stretch){.map = s->map,
                   .horizon = s->horizon,
                   .sign = 1,
                   .kind = kind,
                   .other = other,
                   .side = a < 0 ? -1 : 1,
                   .logarithmic = (a < 0) == (b < 0) && fabs(a) <= reach && fabs(b) <= reach};
}

static double touching_miss(void *context, double key) {
  const rp_time_map *map = context;
  return rp_time_map_delta(map, key) - rp_time_map_touching_delta(map);
}

/* The arc between point i, which has both kinds of orbit, and its neighbour j, which has none. */
static bool arc_at(const scan *s, int i, int j, stretch *c) {
  double from = s->points[i].key, to = s->points[j].key;
  if ((from < 0) != (to < 0)) return false;
  double touch = rp_root_brent(touching_miss, (void *)(uintptr_t)s->map, from, to, 0);
  if (isnan(touch) || touch == from) return false;
  *c = (stretch){
      .map = s->map, .horizon = s->horizon, .sign = 1, .arc = true, .touch = touch, .span = from - touch};
  return true;
}

/* Index of the neighbour of i without orbits if i has both kinds, else -1. */
static int vanishing_neighbour(const scan *s, int i, int step) {
  int j = i + step;
  if (j < 0 || j >= s->count || !has(s, i, 0) || !has(s, i, 1)) return -1;
  return has(s, j, 0) || has(s, j, 1) ? -1 : j;
}

/* ---- Roots ---- */

typedef struct finding {
  rp_equilibrium *found;
  int count;
} finding;

static void keep(finding *f, const rp_time_map *map, double key, int kind) {
  if (f->count == RP_MOST_EQUILIBRIA || isnan(key)) return;
  f->found[f->count++] =
      (rp_equilibrium){.key = key, .z = map->zt + key, .delta = rp_time_map_delta(map, key), .kind = kind};
}

static void polish(finding *f, stretch *c, double from, double to) {
  c->sign = 1;
  double x = rp_root_brent(excess, c, from, to, 0);
  if (isnan(x)) return;
  int kind = kind_at(c, x);
  if (!c->arc) { /* a stretch may change its kind where the orbit's turning point is its end */
    double times[RP_ORBIT_KINDS];
    rp_time_map_times(c->map, key_at(c, x), 0, times);
    if (isnan(times[kind])) kind = c->other;
  }
  keep(f, c->map, key_at(c, x), kind);
}

/* Values ya at a, ym between, yb at b, of one sign, |ym| least: is there a pair of roots in between? */
static void hidden_pair(finding *f, stretch *c, double a, double b, double ya, double ym, double yb) {
  if ((ya < 0) != (ym < 0) || (ym < 0) != (yb < 0) || fabs(ym) > fabs(ya) || fabs(ym) > fabs(yb)) return;
  double least;
  c->sign = ym < 0 ? -1 : 1;
  double x = rp_least_brent(excess, c, fmin(a, b), fmax(a, b), 1e-13, 0, &least);
  if (!(least < 0)) return;
  polish(f, c, a, x);
  polish(f, c, x, b);
}

static void search_run(finding *f, const scan *s, int start, int first_kind) {
  int kind = first_kind, kind_before = first_kind;
  for (int i = start;;) {
    int next = successor(s, i, kind);
    if (next < 0) return;
    double y = s->points[i].times[kind] - s->horizon, yn = s->points[i + 1].times[next] - s->horizon;
    if ((y < 0) != (yn < 0)) {
      stretch c = between(s, i, i + 1, kind, next);
      polish(f, &c, coordinate(&c, s->points[i].key), coordinate(&c, s->points[i + 1].key));
    } else if (i > start) {
      stretch c = between(s, i - 1, i + 1, kind_before, next);
      hidden_pair(f, &c, coordinate(&c, s->points[i - 1].key), coordinate(&c, s->points[i + 1].key),
                  s->points[i - 1].times[kind_before] - s->horizon, y, yn);
    }
    kind_before = kind;
    kind = next;
    ++i;
  }
}

static void search_arc(finding *f, stretch *c) {
  double y[2 * ARC_SAMPLES + 1], eta[2 * ARC_SAMPLES + 1];
  for (int i = 0; i <= 2 * ARC_SAMPLES; ++i) {
    eta[i] = (double)(i - ARC_SAMPLES) / ARC_SAMPLES;
    c->sign = 1;
    y[i] = excess(c, eta[i]);
    if (i > 0 && (y[i] < 0) != (y[i - 1] < 0)) polish(f, c, eta[i - 1], eta[i]);
    if (i > 1) hidden_pair(f, c, eta[i - 2], eta[i], y[i - 2], y[i - 1], y[i]);
  }
}

/* The innermost point of either side whose orbits are still too short: its root is the turnpike's orbit to
 * rounding. */
static void search_turnpike(finding *f, const scan *s) {
  for (int i = 0; i < s->count; ++i) {
    bool inner_left = s->points[i].key < 0 && (i + 1 == s->count || s->points[i + 1].key > 0);
    bool inner_right = s->points[i].key > 0 && (i == 0 || s->points[i - 1].key < 0);
    if ((!inner_left && !inner_right) || fabs(s->points[i].key) > 1e-250) continue;
    for (int kind = 0; kind < RP_ORBIT_KINDS; ++kind)
      if (diverges(s, kind) && s->points[i].times[kind] < s->horizon) keep(f, s->map, 0, kind);
  }
}

static int by_variance(const void *a, const void *b) {
  double x = ((const rp_equilibrium *)a)->key, y = ((const rp_equilibrium *)b)->key;
  return (x > y) - (x < y);
}

static scan open_scan(const rp_time_map *map, double horizon, rp_scan_point *points, double step, int nodes,
                      bool all) {
  scan s = {.map = map, .horizon = horizon, .points = points, .step = step};
  double xt = map->zt - map->retail->vstar;
  s.through = map->x0 * xt > 0 && fabs(map->x0) < fabs(xt);
  rp_time_map_init(&s.coarse, map->retail, nodes);
  rp_time_map_bounds(map, horizon, all, &s.low, &s.high);
  s.low *= 1 - 1e-6;
  s.high *= 1 + 1e-6;
  collect(&s);
  return s;
}

int rp_equilibria_find(const rp_time_map *map, rp_scan_point *points, rp_equilibrium *found) {
  finding f = {.found = found};
  double step = 1;
  for (int round = 0; round < FINEST; ++round, step /= 3) {
    scan s = open_scan(map, map->retail->horizon, points, step, 8, false);
    f.count = 0;
    for (int i = 0; i < s.count; ++i) {
      for (int kind = 0; kind < RP_ORBIT_KINDS; ++kind)
        if (is_start(&s, i, kind)) search_run(&f, &s, i, kind);
      for (int side = -1; side <= 1; side += 2) {
        int j = vanishing_neighbour(&s, i, side);
        stretch c;
        if (j >= 0 && arc_at(&s, i, j, &c)) search_arc(&f, &c);
      }
    }
    search_turnpike(&f, &s);
    if (f.count == 0 && fabs(map->x0) < 1e-12 * map->retail->vstar &&
        fabs(map->zt / map->retail->vstar - 1) < 1e-12)
      keep(&f, map, 0, RP_ORBIT_DIRECT); /* starts and ends on the turnpike and stays there */
    if (f.count % 2 == 1) break;
  }
  qsort(found, (size_t)f.count, sizeof *found, by_variance);
  return f.count % 2 == 1 ? f.count : 0;
}

/* ---- The curve over the horizon, and its folds ---- */

typedef struct curve {
  double *horizon, *variance;
  int count, most;
  rp_fold *folds;
  int fold_count, most_folds;
  double longest;
} curve;

static void draw(curve *c, double horizon, double variance) {
  if (horizon > c->longest) horizon = variance = NAN;
  bool gap = isnan(horizon),
       gap_before = c->count == 0 || (c->count <= c->most && c->horizon && isnan(c->horizon[c->count - 1]));
  if (gap && gap_before) return;
  if (c->horizon && c->count < c->most) {
    c->horizon[c->count] = horizon;
    c->variance[c->count] = variance;
  }
  ++c->count;
}

static void keep_fold(curve *c, double horizon, double variance) {
  if (!(horizon < c->longest) || c->fold_count == c->most_folds) return;
  for (int i = 0; i < c->fold_count; ++i)
    if (fabs(c->folds[i].horizon / horizon - 1) < 1e-9 && fabs(c->folds[i].variance / variance - 1) < 1e-3)
      return;
  c->folds[c->fold_count++] = (rp_fold){horizon, variance};
}

/* Is the middle one of three times an extremum? Then the fold between a and b. */
static void look_for_fold(curve *c, stretch *s, double a, double b, double ya, double ym, double yb) {
  bool top = ym >= ya && ym >= yb, bottom = ym <= ya && ym <= yb;
  if (!top && !bottom) return;
  double least;
  s->sign = top ? -1 : 1;
  s->horizon = 0;
  double x = rp_least_brent(excess, s, fmin(a, b), fmax(a, b), 1e-13, -INFINITY, &least);
  if (!(least < s->sign * (top ? fmax(ya, yb) : fmin(ya, yb)))) return;
  keep_fold(c, s->sign * least, s->map->zt + key_at(s, x));
}

static void draw_run(curve *c, const scan *s, int start, int first_kind) {
  int kind = first_kind, before = first_kind;
  for (int i = start;; ++i) {
    const rp_scan_point *p = &s->points[i];
    draw(c, p->times[kind], s->map->zt + p->key);
    int next = successor(s, i, kind);
    if (next < 0) break;
    if (i > start) {
      stretch piece = between(s, i - 1, i + 1, before, next);
      look_for_fold(c, &piece, coordinate(&piece, p[-1].key), coordinate(&piece, p[1].key),
                    p[-1].times[before], p->times[kind], p[1].times[next]);
    }
    before = kind;
    kind = next;
  }
  draw(c, NAN, NAN);
}

/* The arc reaches one point further than needed, so that an extremum at its end is seen. */
static void draw_arc(curve *c, const scan *s, stretch *arc, int further) {
  double reach = 1, y[2 * ARC_SAMPLES + 1], eta[2 * ARC_SAMPLES + 1];
  if (further >= 0 && further < s->count && has(s, further, 0) && has(s, further, 1))
    reach = sqrt(fmax(1, (s->points[further].key - arc->touch) / arc->span));
  for (int i = 0; i <= 2 * ARC_SAMPLES; ++i) {
    eta[i] = reach * (double)(i - ARC_SAMPLES) / ARC_SAMPLES;
    arc->sign = 1;
    arc->horizon = 0;
    y[i] = excess(arc, eta[i]);
    draw(c, y[i], s->map->zt + key_at(arc, eta[i]));
    if (i > 1) look_for_fold(c, arc, eta[i - 2], eta[i], y[i - 2], y[i - 1], y[i]);
  }
  draw(c, NAN, NAN);
}

static int by_horizon(const void *a, const void *b) {
  double x = ((const rp_fold *)a)->horizon, y = ((const rp_fold *)b)->horizon;
  return (x > y) - (x < y);
}

int rp_equilibria_curve(const rp_time_map *map, double longest, rp_scan_point *points, int most,
                        double *horizon, double *variance, int most_folds, rp_fold *folds, int *fold_count) {
  curve c = {.horizon = horizon,
             .variance = variance,
             .most = most,
             .folds = folds,
             .most_folds = most_folds,
             .longest = longest};
  scan s = open_scan(map, longest, points, 0.5, RP_TIME_MAP_NODES, true);
  for (int i = 0; i < s.count; ++i) {
    for (int kind = 0; kind < RP_ORBIT_KINDS; ++kind)
      if (is_start(&s, i, kind)) draw_run(&c, &s, i, kind);
    for (int side = -1; side <= 1; side += 2) {
      int j = vanishing_neighbour(&s, i, side);
      stretch arc;
      if (j >= 0 && arc_at(&s, i, j, &arc)) draw_arc(&c, &s, &arc, i - side);
    }
  }
  qsort(folds, (size_t)c.fold_count, sizeof *folds, by_horizon);
  *fold_count = c.fold_count;
  return c.horizon && c.count > most ? -1 : c.count;
}
