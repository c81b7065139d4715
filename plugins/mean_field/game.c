/* game.c - see game.h. */
#include "game.h"
#include <math.h>
#include <stddef.h>
#include "noiseless.h"
#include "numerics/quadrature_rule.h"

static const double pi = 3.14159265358979323846;
static const double growth = 1.4; /* of the panels, away from both ends */

int64_t rp_game_size(void) {
  return (int64_t)(sizeof(rp_curve_point) / sizeof(double)) * RP_SCAN_POINTS + 4 * (int64_t)RP_ORBIT_POINTS;
}

static void constant_local(void *context, double t, rp_local *local) {
  const rp_retail *p = context;
  (void)t;
  *local = (rp_local){.a = p->a, .b = p->b, .c = p->c, .s2 = p->sigma * p->sigma};
}

void rp_game_layout(rp_game *game, const rp_retail *retail, double *memory) {
  *game = (rp_game){.retail = retail,
                    .orbit = {memory, memory + RP_ORBIT_POINTS, memory + 2 * RP_ORBIT_POINTS,
                              memory + 3 * RP_ORBIT_POINTS}};
  game->points = (rp_curve_point *)(void *)(memory + 4 * RP_ORBIT_POINTS);
  game->problem = (rp_trajectory_problem){
      .local = constant_local, .local_context = (void *)(size_t)retail, .v0 = retail->v0, .d = retail->d};
}

static rp_game_status enumerate_noiseless(rp_game *game) {
  const rp_retail *p = game->retail;
  game->count = rp_noiseless_solutions(p, game->noiseless);
  if (game->count == 0) return RP_GAME_BEYOND_HORIZON;
  if (game->count == 2) { /* by increasing terminal variance */
    double upper = game->noiseless[0];
    game->noiseless[0] = game->noiseless[1];
    game->noiseless[1] = upper;
  }
  for (int i = 0; i < game->count; ++i) {
    double y = game->noiseless[i];
    game->all[i] = (rp_equilibrium){.end.z = isnan(y) ? 0 : p->v0 * exp(-2 * y * y)};
  }
  return RP_GAME_SOLVED;
}

rp_game_status rp_game_enumerate(rp_game *game) {
  const rp_retail *p = game->retail;
  if (p->A > 0 && p->sigma == 0) return enumerate_noiseless(game);
  bool unique = rp_retail_is_unique_by_condition(p);
  game->count = 0;
  if (p->A > 0) {
    rp_time_map_init(&game->map, p);
    game->count = rp_equilibria_find(&game->map, game->points, game->all);
  }
  game->by_orbit = unique ? game->count == 1 : game->count > 0;
  if (game->by_orbit) return RP_GAME_SOLVED;
  if (!unique) return RP_GAME_SCAN_FAILED;
  game->count = 1;
  game->all[0] =
      (rp_equilibrium){.end.z = p->A == 0 ? rp_variance_without_herding(p, p->horizon, NULL) : NAN};
  return RP_GAME_SOLVED;
}

bool rp_game_is_rough(const rp_game *game, int index) {
  return game->by_orbit && game->count == 1 && game->all[index].end.z < 1e-2 * game->retail->vstar;
}

/* ---- Guesses ---- */

typedef struct guess {
  const rp_game *game;
  double y;
  int last; /* where the previous time lay: times mostly increase */
} guess;

/* Cubic Hermite interpolation in the orbit's table. */
static double orbit_guess(void *context, double t) {
  guess *g = context;
  const double *time = g->game->orbit.time, *value = g->game->orbit.log_variance,
               *slope = g->game->orbit.slope;
  int n = g->game->orbit_count, i = g->last;
  while (i > 0 && time[i] > t)
    --i;
  while (i + 2 < n && time[i + 1] < t)
    ++i;
  g->last = i;
  double h = time[i + 1] - time[i], x = h > 0 ? fmin(1, (t - time[i]) / h) : 0, y = 1 - x;
  double cubic = value[i] * y * y * (1 + 2 * x) + value[i + 1] * x * x * (3 - 2 * x) +
                 h * x * y * (slope[i] * y - slope[i + 1] * x);
  return cubic / 2;
}

static double noiseless_guess(void *context, double t) {
  const guess *g = context;
  return rp_noiseless_at(g->game->retail, g->y, t);
}

static double no_herding_guess(void *context, double t) {
  const guess *g = context;
  return log(rp_variance_without_herding(g->game->retail, t, NULL)) / 2;
}

/* At rest but for a layer at the start: where crowd aversion holds the variance up for long. */
static double rest_guess(void *context, double t) {
  const guess *g = context;
  const rp_retail *p = g->game->retail;
  double rest = log(p->vstar) / 2;
  return rest + (log(p->v0) / 2 - rest) * exp(-p->omega * t);
}

/* Panels that resolve the layers at both ends. */
static bool grade(const rp_game *game, int index, rp_trajectory *t) {
  const rp_retail *p = game->retail;
  double fast = fmax(1 / p->horizon, fmax(p->sigma * p->sigma / p->v0, 2 * p->k));
  fast = fmax(fast, fmax(p->kappa, sqrt(fabs(p->A) / p->v0)));
  double z = game->all[index].end.z;
  if (z > 0) fast = fmax(fast, sqrt(fabs(p->A) / z));
  if (!(fast * p->horizon < 1e12)) return false;
  return rp_trajectory_grade(t, p->horizon, fmin(p->horizon, 0.5 / fast), growth, NULL, 0);
}

/* Panels that follow the orbit: an edge whenever another panel's effort is used up. The orbit's clock ends at the
 * horizon up to rounding and is stretched to do so exactly. */
static bool follow(const rp_game *game, rp_trajectory *t) {
  const rp_orbit_table *o = &game->orbit;
  int n = game->orbit_count, used = 0;
  double horizon = game->retail->horizon;
  t->panels = 0;
  t->edges[0] = 0;
  for (int i = 1; i + 1 < n; ++i) {
    if (o->effort[i] < used + 1) continue;
    used = (int)o->effort[i];
    if (!(o->time[i] > t->edges[t->panels]) || !(o->time[i] < horizon)) continue;
    if (t->panels + 1 >= t->most) return false;
    t->edges[++t->panels] = o->time[i];
  }
  t->edges[++t->panels] = horizon;
  /* The mean has layers of width 1/k, which the panels of a variance at rest would not resolve. */
  for (double at = 2 / game->retail->k; at < horizon / 2; at *= 2.5)
    if (!rp_trajectory_insert(t, at) || !rp_trajectory_insert(t, horizon - at)) return false;
  return true;
}

typedef struct attempt {
  rp_game *game;
  int index;
  double tolerance;
  rp_trajectory *path;
  guess guess;
} attempt;

static bool solves_from(attempt *a, rp_guess_function *function) {
  return rp_trajectory_solve(a->path, &a->game->problem, function, &a->guess, a->tolerance) ==
         RP_TRAJECTORY_SOLVED;
}

static bool solves_from_orbit(attempt *a) {
  rp_game *g = a->game;
  const rp_equilibrium *e = &g->all[a->index];
  g->orbit_count = rp_orbit_follow(&g->map, e->end, e->speed, g->retail->horizon, RP_ORBIT_POINTS, g->orbit);
  return g->orbit_count >= 2 && follow(g, a->path) && solves_from(a, orbit_guess);
}

static bool solves_without_noise(attempt *a) {
  a->guess.y = a->game->noiseless[a->index];
  return !isnan(a->guess.y) && grade(a->game, a->index, a->path) && solves_from(a, noiseless_guess);
}

/* A single equilibrium, of which nothing else need be known. */
static bool solves_single(attempt *a) {
  double vstar = a->game->retail->vstar;
  if (grade(a->game, a->index, a->path) && solves_from(a, no_herding_guess)) return true;
  return vstar > 0 && vstar < INFINITY && grade(a->game, a->index, a->path) && solves_from(a, rest_guess);
}

rp_game_status rp_game_path(rp_game *game, int index, double tolerance, rp_trajectory *t) {
  const rp_retail *p = game->retail;
  rp_terminal *end = &game->all[index].end;
  attempt a = {.game = game, .index = index, .tolerance = tolerance, .path = t, .guess.game = game};
  bool solved = false;
  if (game->by_orbit)
    solved = solves_from_orbit(&a);
  else if (p->A > 0 && p->sigma == 0)
    solved = solves_without_noise(&a);
  if (!solved && !(rp_retail_is_unique_by_condition(p) && solves_single(&a))) return RP_GAME_NEWTON_FAILED;
  if (isnan(end->z)) {
    end->z = exp(2 * t->l[(t->degree + 1) * t->panels - 1]);
    end->key = end->z - game->map.zt;
    if (p->A > 0) game->all[index].delta = rp_time_map_delta(&game->map, *end);
  }
  return RP_GAME_SOLVED;
}

/* ---- Integrals along the path ---- */

typedef double integrand(const rp_retail *retail, double time, double l, double P);

static double along(const rp_retail *retail, const rp_trajectory *t, integrand *f) {
  double weights[RP_GAME_DEGREE_MOST + 1], sum = 0;
  int n = t->degree + 1;
  rp_clenshaw_curtis(t->degree, weights);
  for (int i = 0; i < t->panels; ++i) {
    double from = t->edges[i], half = (t->edges[i + 1] - from) / 2, part = 0;
    for (int j = 0; j < n; ++j)
      part += weights[j] * f(retail, from + half * (1 + t->points[j]), t->l[i * n + j], t->P[i * n + j]);
    sum += half * part;
  }
  return sum;
}

static double lagrangian(const rp_retail *p, double time, double l, double P) {
  double s = exp(l), s2 = p->sigma * p->sigma, speed = (P / p->b + s2 / 2 / (s * s)) * s;
  (void)time;
  return speed * speed / 2 + p->k * p->k * s * s / 2 + p->A * (l + p->log_unit) + s2 * s2 / (8 * s * s);
}

double rp_game_action(const rp_retail *retail, const rp_trajectory *t) {
  double l = t->l[(t->degree + 1) * t->panels - 1];
  return along(retail, t, lagrangian) + retail->kappa * exp(2 * l) / 2 -
         retail->sigma * retail->sigma / 2 * (l + retail->log_unit);
}

static double reward(const rp_retail *p, double time, double l, double P) {
  double mean, rate, v = exp(2 * l), slope = P / p->b;
  rp_mean_at(p, time, &mean, &rate);
  double entropy = (log(2 * pi) + 1) / 2 + l + p->log_unit;
  return -p->a * entropy - p->b / 2 * (rate * rate + slope * slope * v) - p->c / 2 * (mean * mean + v);
}

double rp_game_utility(const rp_retail *retail, const rp_trajectory *t) {
  double mean, rate, v = exp(2 * t->l[(t->degree + 1) * t->panels - 1]);
  rp_mean_at(retail, retail->horizon, &mean, &rate);
  double miss = mean - retail->target;
  return along(retail, t, reward) - retail->d / 2 * (miss * miss + v);
}

/* ---- Coefficients ---- */

static rp_coefficients coefficients(const rp_retail *p, double time, double l, double P) {
  rp_coefficients c = {.variance = exp(2 * l), .slope = P / p->b};
  rp_mean_at(p, time, &c.mean, &c.rate);
  c.B = p->b * c.rate - P * c.mean;
  c.C = P / 2;
  c.R = -0.5 / c.variance;
  c.E = c.mean / c.variance;
  c.D = -c.mean * c.mean / (2 * c.variance) - log(2 * pi) / 2 - l - p->log_unit;
  return c;
}

rp_coefficients rp_game_coefficients(const rp_retail *retail, const rp_trajectory *t, double time) {
  double l, P;
  rp_trajectory_at(t, time, &l, &P);
  return coefficients(retail, time, l, P);
}

/*
 * What u(M(t), t) loses per time, from the equation of u at x = M and M' = q. A0 itself, u(0, t), has terms of the size of
 * M^2/v that cancel: it is made of this one at the end.
 */
static double centre_rate(const rp_retail *p, double time, double l, double P) {
  double mean, rate, log_density = -log(2 * pi) / 2 - l - p->log_unit;
  rp_mean_at(p, time, &mean, &rate);
  return p->sigma * p->sigma / 2 * P + p->a * log_density - p->b / 2 * rate * rate - p->c / 2 * mean * mean;
}

enum { NODES = 16 };

typedef struct rule {
  double nodes[NODES], weights[NODES];
} rule;

/* Integral of centre_rate over [from, to] inside one panel. */
static double part(const rp_retail *retail, const rp_trajectory *t, const rule *r, double from, double to) {
  double sum = 0;
  for (int i = 0; i < NODES; ++i) {
    double time = (from + to) / 2 + r->nodes[i] * (to - from) / 2, l, P;
    rp_trajectory_at(t, time, &l, &P);
    sum += r->weights[i] * centre_rate(retail, time, l, P);
  }
  return sum * (to - from) / 2;
}

void rp_game_centres(const rp_retail *retail, const rp_trajectory *t, int64_t count, const double *times,
                     double *centres) {
  double weights[RP_GAME_DEGREE_MOST + 1], end, ignored;
  rp_mean_at(retail, retail->horizon, &end, &ignored);
  double sum = -retail->d / 2 * (end - retail->target) * (end - retail->target);
  int n = t->degree + 1;
  int64_t next = count - 1;
  rule r;
  rp_gauss_legendre(NODES, r.nodes, r.weights);
  rp_clenshaw_curtis(t->degree, weights);
  for (int i = t->panels - 1; i >= 0; --i) {
    double from = t->edges[i], to = t->edges[i + 1], half = (to - from) / 2, whole = 0;
    double at = to, so_far = sum;
    for (; next >= 0 && (times[next] >= from || i == 0); --next) {
      so_far += part(retail, t, &r, times[next], at);
      at = times[next];
      centres[next] = so_far;
    }
    for (int j = 0; j < n; ++j)
      whole += weights[j] *
               centre_rate(retail, from + half * (1 + t->points[j]), t->l[i * n + j], t->P[i * n + j]);
    sum += half * whole;
  }
}

void rp_game_constants(const rp_retail *retail, const rp_trajectory *t, int64_t count, const double *times,
                       double *constants) {
  rp_game_centres(retail, t, count, times, constants);
  for (int64_t j = 0; j < count; ++j) {
    rp_coefficients c = rp_game_coefficients(retail, t, times[j]);
    constants[j] += c.mean * (c.C * c.mean - retail->b * c.rate);
  }
}

/* ---- Residuals ---- */

enum { CHECK_TIMES = 9, CHECK_POSITIONS = 9 };

/* Derivative at the third of five equidistant values. */
static double derivative(const double y[5], double h) {
  return (y[0] - 8 * y[1] + 8 * y[3] - y[4]) / (12 * h);
}

static void check_at(const rp_retail *p, const rp_coefficients c[5], double h, rp_game_residuals *worst) {
  const rp_coefficients *m = &c[2];
  double s2 = p->sigma * p->sigma, deviation = sqrt(m->variance);
  for (int j = 0; j < CHECK_POSITIONS; ++j) {
    double away = deviation * (j - CHECK_POSITIONS / 2), x = m->mean + away, u[5], lm[5];
    for (int i = 0; i < 5; ++i) { /* about the means, as sums of like size */
      double off = away - (c[i].mean - m->mean);
      u[i] = c[i].A0 + off * (p->b * c[i].rate + off * c[i].C);
      lm[i] = log(-c[i].R / pi) / 2 - p->log_unit + off * off * c[i].R;
    }
    double ut = derivative(u, h), ux = p->b * m->rate + 2 * m->C * away, mt = derivative(lm, h),
           mx = 2 * m->R * away;
    double terms[5] = {ut, ux * ux / (2 * p->b), s2 * m->C, p->a * lm[2], -p->c / 2 * x * x};
    /* Kolmogorov's equation divided by m */
    double flows[5] = {mt, mx * ux / p->b, 2 * m->C / p->b, -s2 / 2 * mx * mx, -s2 * m->R};
    double sum = 0, size = 1e-300, flow = 0, flow_size = 1e-300;
    for (int i = 0; i < 5; ++i) {
      sum += terms[i];
      size = fmax(size, fabs(terms[i]));
      flow += flows[i];
      flow_size = fmax(flow_size, fabs(flows[i]));
    }
    worst->backward = fmax(worst->backward, fabs(sum) / size);
    worst->forward = fmax(worst->forward, fabs(flow) / flow_size);
  }
}

rp_game_residuals rp_game_check(const rp_retail *retail, const rp_trajectory *t) {
  rp_game_residuals worst = {0, 0, 0};
  rule r;
  rp_gauss_legendre(NODES, r.nodes, r.weights);
  double fast = fmax(fmax(retail->omega < INFINITY ? retail->omega : 0, retail->kappa), 1 / retail->horizon);
  double h = 2e-3 / fast;
  for (int i = 1; i <= CHECK_TIMES; ++i) {
    double middle = retail->horizon * i / (CHECK_TIMES + 1), times[5], constants[5];
    rp_coefficients c[5];
    for (int k = 0; k < 5; ++k)
      times[k] = middle + (k - 2) * h;
    /* Only differences of u at the mean matter for its derivative, its level does not enter at all. */
    constants[0] = 0;
    for (int k = 0; k < 5; ++k) {
      c[k] = rp_game_coefficients(retail, t, times[k]);
      if (k > 0) constants[k] = constants[k - 1] - part(retail, t, &r, times[k - 1], times[k]);
      c[k].A0 = constants[k];
    }
    check_at(retail, c, h, &worst);
    double mass = c[2].D + retail->log_unit - c[2].E * c[2].E / (4 * c[2].R) - log(-c[2].R / pi) / 2;
    worst.mass = isnan(mass) ? INFINITY : fmax(worst.mass, fabs(mass) / fmax(1, fabs(c[2].D)));
  }
  return worst;
}
