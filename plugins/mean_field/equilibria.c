/* equilibria.c - see equilibria.h. */
#include "equilibria.h"
#include <math.h>
#include <stdlib.h>
#include "numerics/roots.h"

enum { DEEPEST_CUT = 24 };
static const double plain_cell = 0.25, touch_cells = 4, turnpike_cell = 1, deep_cell = 3;
static const double fit = 0.02; /* what the cubic may miss, of the change of T between two samples */
static const double most_step = 0.02,
                    most_ratio = 0.1; /* of a drawing: of the longest horizon, and of ln z */
static const double cusp = 1e-11;     /* folds closer than this in T are rounding                        */

typedef struct scan {
  rp_solution_curve curve;
  double horizon; /* cells whose times stay away from it are not refined; 0: all are */
  double longest; /* the scan ends when T stays beyond                               */
  rp_curve_point *points;
  int count;
  double noise; /* of times: |v0 - v*| is known to rounding, which matters where v0 is far below v* */
  bool failed;
} scan;

/* ---- Samples ---- */

static void append(scan *s, rp_curve_point p) {
  if (fabs(p.time - s->horizon) < 1e-6 * s->horizon) /* too near to call with the coarse rule */
    p = rp_solution_curve_at(&s->curve, p.piece, p.x, RP_CURVE_GROWTH);
  if (s->count < RP_SCAN_POINTS && isfinite(p.time))
    s->points[s->count++] = p;
  else
    s->failed = true;
}

/* May the curve come near the horizon between two samples? */
static bool matters(const scan *s, const rp_curve_point *a, const rp_curve_point *b) {
  double low = fmin(a->time, b->time), high = fmax(a->time, b->time);
  double h = b->x - a->x, reach = (high - low) + h * (fabs(a->growth) + fabs(b->growth)) / 2;
  if (low - reach > s->longest) return false;
  return s->horizon == 0 || (low - reach < s->horizon && s->horizon < high + reach);
}

static bool fits(const scan *s, const rp_curve_point *a, const rp_curve_point *m, const rp_curve_point *b) {
  double h = b->x - a->x, middle = (a->time + b->time) / 2 + h / 8 * (a->growth - b->growth);
  double slope = 1.5 * (b->time - a->time) / h - (a->growth + b->growth) / 4;
  double change = fabs(m->time - a->time) + fabs(b->time - m->time);
  bool drawn = s->horizon == 0; /* a drawing wants points that lie close to each other */
  if (drawn && a->time < s->longest &&
      (change > most_step * s->longest || fabs(log(b->end.z / a->end.z)) > most_ratio))
    return false;
  if (change <= 10 * s->noise + 1e-13 * m->time) return true;
  double steepest = fmax(fmax(fabs(a->growth), fabs(b->growth)), fabs(m->growth));
  return fabs(m->time - middle) <= fit * change && fabs(m->growth - slope) <= 0.2 * steepest;
}

/* Appends samples between a and b, and b. */
static void fill(scan *s, rp_curve_point a, rp_curve_point b, int depth) {
  if (depth < DEEPEST_CUT && !s->failed && matters(s, &a, &b)) {
    rp_curve_point m = rp_solution_curve_at(&s->curve, a.piece, (a.x + b.x) / 2, RP_CURVE_COARSE);
    if (!fits(s, &a, &m, &b)) {
      fill(s, a, m, depth + 1);
      fill(s, m, b, depth + 1);
      return;
    }
    append(s, m);
  }
  append(s, b);
}

static void sample_piece(scan *s, int index) {
  const rp_piece *piece = &s->curve.pieces[index];
  bool turnpike = piece->kind == RP_PIECE_TURNPIKE;
  double cell = turnpike ? turnpike_cell : piece->kind == RP_PIECE_PLAIN ? plain_cell : 1 / touch_cells;
  double width = piece->to - piece->from, cells = turnpike ? width : fmax(ceil(width / cell), 2);
  rp_curve_point before = rp_solution_curve_at(&s->curve, index, piece->from, RP_CURVE_COARSE);
  append(s, before);
  for (double at = piece->from; at < piece->to && !s->failed;) {
    bool deep = rp_solution_curve_is_deep(&s->curve, index, at);
    if (deep && before.time > s->longest) return;
    double step = turnpike ? (deep ? deep_cell : cell) : width / cells;
    double next = piece->to - at < 1.2 * step ? piece->to : at + step;
    rp_curve_point p = rp_solution_curve_at(&s->curve, index, next, RP_CURVE_COARSE);
    if (deep)
      append(s, p);
    else
      fill(s, before, p, 0);
    before = p;
    at = next;
  }
}

static bool open_scan(scan *s, const rp_time_map *map, double horizon, double longest,
                      rp_curve_point *points) {
  *s = (scan){.horizon = horizon,
              .longest = longest,
              .points = points,
              .noise = map->x0 < 0 ? 1e-15 * -map->x0 / map->s2 : 0};
  rp_solution_curve_init(&s->curve, map);
  for (int i = 0; i < s->curve.count && !s->failed; ++i)
    sample_piece(s, i);
  if (s->count > 0) s->points[0].time = 0;
  return !s->failed && s->count > 0;
}

/* ---- Folds ---- */

typedef struct search {
  const rp_solution_curve *curve;
  int piece;
  double sign, horizon;
} search;

static double growth_at(void *context, double x) {
  const search *q = context;
  return q->sign * rp_solution_curve_at(q->curve, q->piece, x, RP_CURVE_GROWTH).growth;
}

static double excess_at(void *context, double x) {
  const search *q = context;
  return rp_solution_curve_at(q->curve, q->piece, x, RP_CURVE_TIME).time - q->horizon;
}

/* The fold between two samples of one piece whose growth differs in sign. */
static rp_curve_point fold_between(const scan *s, const rp_curve_point *a, const rp_curve_point *b) {
  search q = {.curve = &s->curve, .piece = a->piece, .sign = 1};
  double x = rp_root_brent(growth_at, &q, a->x, b->x, 0);
  if (isnan(x)) x = fabs(a->growth) < fabs(b->growth) ? a->x : b->x; /* the coarse rule was off by more */
  return rp_solution_curve_at(&s->curve, a->piece, x, RP_CURVE_GROWTH);
}

/* Where growth comes down to the other sign between two samples of one sign; NaN: nowhere. */
static double dip_between(const scan *s, const rp_curve_point *a, const rp_curve_point *b) {
  double least;
  search q = {.curve = &s->curve, .piece = a->piece, .sign = a->growth < 0 ? -1 : 1};
  double x = rp_least_brent(growth_at, &q, a->x, b->x, 1e-12, 0, &least);
  return least < 0 ? x : NAN;
}

typedef struct folds {
  rp_curve_point *at;
  int count, most;
} folds;

/* growth_before: dT/dx in front of the fold, positive if T is greatest there. */
static void keep_fold(folds *f, rp_curve_point p, double growth_before) {
  p.growth = growth_before;
  if (f->count > 0 && fabs(f->at[f->count - 1].time / p.time - 1) < cusp)
    --f->count; /* a cusp, to rounding */
  else if (f->count < f->most)
    f->at[f->count++] = p;
}

/* Is |bend| least at sample i, so that two folds may hide on either side? */
static bool is_dip(const scan *s, int i) {
  const rp_curve_point *p = s->points + i;
  if (i == 0 || i + 1 == s->count || rp_solution_curve_is_deep(&s->curve, p->piece, p->x)) return false;
  bool same = (p[-1].bend < 0) == (p->bend < 0) && (p->bend < 0) == (p[1].bend < 0);
  return same && fabs(p->bend) <= fabs(p[-1].bend) && fabs(p->bend) <= fabs(p[1].bend);
}

/* Folds between samples i and i + 1 of one piece. */
static void search_cell(const scan *s, int i, folds *f) {
  const rp_curve_point *a = s->points + i, *b = a + 1;
  if (a->piece != b->piece || rp_solution_curve_is_deep(&s->curve, b->piece, b->x) || !matters(s, a, b))
    return;
  if ((a->growth < 0) != (b->growth < 0)) {
    keep_fold(f, fold_between(s, a, b), a->growth);
  } else if (is_dip(s, i) || is_dip(s, i + 1)) {
    double x = dip_between(s, a, b);
    if (isnan(x)) return;
    rp_curve_point m = rp_solution_curve_at(&s->curve, a->piece, x, RP_CURVE_GROWTH);
    keep_fold(f, fold_between(s, a, &m), a->growth);
    keep_fold(f, fold_between(s, &m, b), m.growth);
  }
}

/* ---- Equilibria ---- */

typedef struct finding {
  rp_equilibrium *found;
  int count;
} finding;

static void keep(finding *f, const rp_time_map *map, rp_terminal end, double speed) {
  if (f->count == RP_MOST_EQUILIBRIA) return;
  f->found[f->count++] = (rp_equilibrium){.end = end, .delta = rp_time_map_delta(map, end), .speed = speed};
}

/* The root between two points of one piece between which T is monotone. */
static void cross(finding *f, const scan *s, const rp_curve_point *a, const rp_curve_point *b) {
  if ((a->time < s->horizon) == (b->time < s->horizon)) return;
  search q = {.curve = &s->curve, .piece = a->piece, .horizon = s->horizon};
  double x = rp_root_brent(excess_at, &q, a->x, b->x, 0);
  if (isnan(x)) x = fabs(a->time - s->horizon) < fabs(b->time - s->horizon) ? a->x : b->x; /* to rounding */
  rp_curve_point root = rp_solution_curve_at(&s->curve, a->piece, x, RP_CURVE_TIME);
  keep(f, s->curve.map, root.end, root.speed);
}

static int by_variance(const void *a, const void *b) {
  double x = ((const rp_equilibrium *)a)->end.z, y = ((const rp_equilibrium *)b)->end.z;
  return (x > y) - (x < y);
}

/* Where there is one equilibrium at most, no scan is needed: the piece at whose end T first exceeds the horizon. */
static int find_single(const rp_solution_curve *c, double horizon, finding *f) {
  search q = {.curve = c, .horizon = horizon};
  for (; q.piece < c->count; ++q.piece) {
    const rp_piece *piece = &c->pieces[q.piece];
    double from = piece->from, to = piece->to, step = deep_cell;
    if (piece->kind == RP_PIECE_TURNPIKE) /* T grows by about step / omega */
      for (to = from + step; to < piece->to && excess_at(&q, to) < 0; to = fmin(to + (step *= 2), piece->to))
        from = to;
    if (excess_at(&q, to) < 0) continue;
    double x = rp_root_brent(excess_at, &q, from, to, 0);
    if (isnan(x)) return 0;
    rp_curve_point root = rp_solution_curve_at(c, q.piece, x, RP_CURVE_TIME);
    keep(f, c->map, root.end, root.speed);
    return 1;
  }
  return 0;
}

int rp_equilibria_find(const rp_time_map *map, rp_curve_point *points, rp_equilibrium *found) {
  scan s;
  finding f = {.found = found};
  double horizon = map->retail->horizon;
  if (rp_retail_is_unique_by_condition(map->retail)) {
    rp_solution_curve_init(&s.curve, map);
    if (find_single(&s.curve, horizon, &f)) return f.count;
  }
  if (!open_scan(&s, map, horizon, horizon, points)) {
    if (s.curve.rests) keep(&f, map, (rp_terminal){0, map->zt}, 0);
    return f.count;
  }
  for (int i = 0; i + 1 < s.count; ++i) {
    rp_curve_point at[2];
    folds between = {.at = at, .most = 2};
    const rp_curve_point *from = s.points + i;
    search_cell(&s, i, &between);
    for (int k = 0; k < between.count; ++k) {
      cross(&f, &s, from, &at[k]);
      from = &at[k];
    }
    cross(&f, &s, from, s.points + i + 1);
  }
  const rp_curve_point *last = s.points + s.count - 1;
  if (last->time < horizon) /* beyond the smallest key: the turnpike's orbit, to rounding */
    keep(&f, map, (rp_terminal){0, map->zt}, last->speed);
  qsort(found, (size_t)f.count, sizeof *found, by_variance);
  return f.count % 2 == 1 ? f.count : 0;
}

/* ---- The curve over the horizon ---- */

typedef struct drawing {
  double *horizon, *variance;
  int count, most;
  double longest;
} drawing;

static void draw(drawing *d, double horizon, double variance) {
  bool gap = horizon > d->longest, gap_before = d->count > 0 && isnan(d->horizon[d->count - 1]);
  if (d->count == d->most || (gap && (gap_before || d->count == 0))) return;
  d->horizon[d->count] = gap ? NAN : horizon;
  d->variance[d->count++] = gap ? NAN : variance;
}

/* The curve's point on the longest horizon between two samples that lie on either side of it. */
static void draw_edge(drawing *d, const scan *s, const rp_curve_point *a, const rp_curve_point *b) {
  if (a->piece != b->piece || (a->time <= d->longest) == (b->time <= d->longest)) return;
  search q = {.curve = &s->curve, .piece = a->piece, .horizon = d->longest};
  double x = rp_root_brent(excess_at, &q, a->x, b->x, 0);
  if (isnan(x)) return;
  draw(d, d->longest, rp_solution_curve_at(&s->curve, a->piece, x, RP_CURVE_TIME).end.z);
}

static int by_horizon(const void *a, const void *b) {
  double x = ((const rp_fold *)a)->horizon, y = ((const rp_fold *)b)->horizon;
  return (x > y) - (x < y);
}

int rp_equilibria_curve(const rp_time_map *map, double longest, rp_curve_point *points, int most,
                        double *horizon, double *variance, int most_folds, rp_fold *result, int *fold_count) {
  enum { MOST_FOLDS = 64 };
  scan s;
  rp_curve_point at[MOST_FOLDS];
  folds f = {.at = at, .most = MOST_FOLDS};
  drawing d = {.horizon = horizon, .variance = variance, .most = most, .longest = longest};
  *fold_count = 0;
  if (!open_scan(&s, map, 0, longest, points)) {
    if (!s.curve.rests) return -1;
    draw(&d, 0, map->zt);
    draw(&d, longest, map->zt);
    return d.count;
  }
  for (int i = 0; i < s.count; ++i) {
    int before = f.count;
    const rp_curve_point *from = s.points + i;
    draw(&d, from->time, from->end.z);
    if (i + 1 == s.count) break;
    search_cell(&s, i, &f);
    for (int k = before; k < f.count; ++k) {
      draw_edge(&d, &s, from, &at[k]);
      draw(&d, at[k].time, at[k].end.z);
      from = &at[k];
    }
    draw_edge(&d, &s, from, s.points + i + 1);
  }
  if (s.points[s.count - 1].time < longest) draw(&d, longest, map->zt); /* beyond the smallest key */
  for (int i = 0; i < f.count && *fold_count < most_folds; ++i)
    if (at[i].time <= longest)
      result[(*fold_count)++] = (rp_fold){at[i].time, at[i].end.z, at[i].growth > 0 ? -2 : 2};
  qsort(result, (size_t)*fold_count, sizeof *result, by_horizon);
  return d.count == most ? -1 : d.count;
}
