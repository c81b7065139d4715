/* Equal traders on panels, traders with penalties of their own, and the matrix Riccati equation: against each other, against
 * plain integration in time, and against what single traders could do instead. */
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/mixed_traders.h"
#include "acas_bsre/traders_matrix.h"
#include "acas_bsre/traders_path.h"
#include "expect.h"
#include "numerics/coupled_agents.h"

static double zero_grid[] = {0};

static rp_curve constant(const double *value) {
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = zero_grid, .terms = 1, .data = value};
}

/* A game with numbers of its own, so that curves have something to point at. */
typedef struct example {
  double alpha, beta, phi, imbalance[2], grid[2];
  rp_traders_game game;
} example;

static void make_example(uint64_t *state, bool noisy, example *e) {
  e->alpha = uniform(state, 0, 0.6);
  e->beta = uniform(state, 0.1, 0.8);
  e->phi = uniform(state, 0.02, 0.5);
  e->imbalance[0] = uniform(state, -1, 1);
  e->imbalance[1] = uniform(state, -1, 1);
  e->game = (rp_traders_game){.count = floor(uniform(state, 2, 7)),
                              .own = uniform(state, 0.8, 1.5),
                              .cross = uniform(state, 0, 1.3),
                              .terminal = uniform(state, 0.2, 1),
                              .horizon = uniform(state, 0.5, 2),
                              .mean = uniform(state, -1, 2),
                              .permanent = constant(&e->alpha),
                              .temporary = constant(&e->beta),
                              .running = constant(&e->phi),
                              .steady = true};
  e->grid[0] = 0;
  e->grid[1] = e->game.horizon;
  e->game.imbalance =
      (rp_curve){.rule = RP_LINEAR, .grid_count = 2, .grid = e->grid, .terms = 1, .data = e->imbalance};
  if (noisy) e->game.noise = (rp_noise){true, uniform(state, 0.2, 2), 0.3, uniform(state, 0.2, 1), -0.4};
}

static double *solve_path(const rp_traders_game *game, int level, rp_traders_path *path) {
  double *edges = malloc((size_t)rp_traders_grid_bound(game, level) * sizeof *edges), escape;
  int64_t panels = rp_traders_grid(game, level, edges);
  double *memory = malloc((size_t)rp_traders_path_size(panels) * sizeof *memory);
  rp_traders_path_place(game, panels, memory, path);
  memcpy(path->edges, edges, (size_t)(panels + 1) * sizeof *edges);
  free(edges);
  cr_assert(rp_traders_path_solve(path, &escape));
  return memory;
}

/* Closed forms and collocation are two ways to the same path. */
Test(traders, closed_form_and_collocation) {
  uint64_t state = 21;
  for (int round = 0; round < 20; ++round) {
    example e;
    make_example(&state, true, &e);
    rp_traders_path closed, collocated;
    rp_traders_game varying = e.game;
    varying.steady = false;
    double *one = solve_path(&e.game, 0, &closed), *two = solve_path(&varying, 1, &collocated);
    cr_assert(rp_traders_path_change(&closed, &collocated) < 2e-11, "change %g",
              rp_traders_path_change(&closed, &collocated));
    for (int k = 0; k <= 10; ++k) {
      rp_traders_point a, b;
      double t = e.game.horizon * k / 10;
      rp_traders_path_at(&closed, t, &a);
      rp_traders_path_at(&collocated, t, &b);
      CLOSE(a.gain[0], b.gain[0], 1e-10, 0);
      CLOSE(a.gain[1], b.gain[1], 1e-10, 0);
      CLOSE(a.mean, b.mean, 1e-10, 1e-11);
      CLOSE(a.rate, b.rate, 1e-9, 1e-10);
      CLOSE(a.reaction, b.reaction, 1e-10, 1e-11);
      CLOSE(a.noise_gain, b.noise_gain, 1e-10, 1e-11);
      CLOSE(a.variance, b.variance, 1e-9, 1e-12);
      CLOSE(a.deviation_rate, b.deviation_rate, 1e-9, 1e-11);
      CLOSE(a.drift, b.drift, 1e-9, 1e-11);
    }
    for (int64_t p = 0; p <= closed.panels; ++p) {
      rp_traders_point edge;
      rp_traders_path_at(&closed, closed.edges[p], &edge);
      CLOSE(closed.gain[0][p], edge.gain[0], 1e-13, 0);
      CLOSE(closed.gain[1][p], edge.gain[1], 1e-13, 0);
    }
    free(one);
    free(two);
  }
}

/* Adjoint and mean obey y' = f y + g q - alpha I and q' = v; y(T) = -2 A q(T); the covariance and variance obey theirs. */
Test(traders, mean_obeys_the_equations) {
  uint64_t state = 22;
  for (int round = 0; round < 20; ++round) {
    example e;
    make_example(&state, true, &e);
    rp_traders_path path;
    double *memory = solve_path(&e.game, 0, &path), h = 1e-3 * e.game.horizon;
    rp_traders at = rp_traders_at(&e.game, 0);
    rp_mode m;
    rp_mode_mean(&at, &m);
    for (int k = 1; k < 8; ++k) {
      double t = e.game.horizon * k / 8, dy = 0, dq = 0, dv = 0, dc = 0;
      const double weight[] = {1, -8, 8, -1}, shift[] = {-2, -1, 1, 2};
      rp_traders_point p, now;
      for (int i = 0; i < 4; ++i) {
        rp_traders_path_at(&path, t + shift[i] * h, &p);
        dy += weight[i] * (p.gain[0] * p.mean + p.reaction) / (12 * h);
        dq += weight[i] * p.mean / (12 * h);
        dv += weight[i] * p.variance / (12 * h);
        dc += weight[i] * p.covariance / (12 * h);
      }
      rp_traders_path_at(&path, t, &now);
      double y = now.gain[0] * now.mean + now.reaction, push = m.d * now.noise_gain,
             pull = m.d * now.gain[0] + m.e;
      CLOSE(dq, now.rate, 1e-7, 1e-7);
      CLOSE(dy, m.f * y + m.g * now.mean - e.alpha * rp_traders_imbalance(&e.game, t), 1e-6, 1e-6);
      CLOSE(dc, (pull - e.game.noise.speed) * now.covariance + push * rp_noise_variance(&e.game.noise, t),
            1e-6, 1e-7);
      CLOSE(dv, 2 * pull * now.variance + 2 * push * now.covariance, 1e-6, 1e-7);
    }
    rp_traders_point last;
    rp_traders_path_at(&path, e.game.horizon, &last);
    CLOSE(last.gain[0] * last.mean + last.reaction, -2 * e.game.terminal * last.mean, 1e-13, 1e-14);
    free(memory);
  }
}

/* ---- objectives and deviations, by integration of the definition ---- */

/* J of a trader who starts at q0 and adds size * f(t) to the equilibrium's rate while the others do not react; f = sin(k pi t/T) + 1/2. */
static double objective(const rp_traders_path *path, double start, double size, int wave) {
  enum { PARTS = 400 };
  const rp_traders_game *g = path->game;
  rp_traders at = rp_traders_at(g, 0);
  double n = g->count, own = at.own * at.temporary / n, cross = at.cross * at.temporary / n, sum = 0,
         q = start;
  double pi = acos(-1.0), omega = wave * pi / g->horizon, apart = start - g->mean, extra = 0;
  for (int k = 0; k <= 2 * PARTS; ++k) { /* Simpson */
    double t = g->horizon * k / (2 * PARTS), weight = (k == 0 || k == 2 * PARTS ? 1
                                                       : k % 2                  ? 4
                                                                                : 2) *
                                                      g->horizon / (6 * PARTS);
    rp_traders_point p;
    rp_traders_path_at(path, t, &p);
    double mine = p.rate + apart * p.deviation_rate, others = n * p.rate - mine;
    double more = size * (sin(omega * t) + 0.5), v = mine + more;
    extra = size * ((1 - cos(omega * t)) / omega + t / 2);
    q = p.mean + apart * p.profile[1] + extra;
    sum += weight * (q * at.permanent * ((others + v) / n + rp_traders_imbalance(g, t)) -
                     v * (own * v + cross * others) - at.running * q * q);
  }
  return sum - g->terminal * q * q;
}

Test(traders, objective_and_no_better_answer) {
  uint64_t state = 23;
  for (int round = 0; round < 8; ++round) {
    example e;
    make_example(&state, false, &e);
    rp_traders_path path;
    double *memory = solve_path(&e.game, 0, &path), escape;
    cr_assert(rp_traders_own_concave(&path, &escape));
    double start = uniform(&state, -2, 2), apart = start - e.game.mean;
    double value = path.value[0] + apart * (path.value[1] + apart * path.value[2]);
    CLOSE(value, objective(&path, start, 0, 1), 1e-7, 1e-8);
    for (int wave = 1; wave <= 3; ++wave) {
      double up = objective(&path, start, 1, wave), down = objective(&path, start, -1, wave);
      cr_assert(fabs(up - down) / 2 < 1e-6, "first variation %g", (up - down) / 2);
      cr_assert(up + down - 2 * value < -1e-4);
    }
    free(memory);
  }
}

/* The expected objective with noise orders: the mean path's own plus what fluctuations add, by moments on a fine grid. */
Test(traders, noise_adds_its_second_moments) {
  uint64_t state = 24;
  example e;
  make_example(&state, true, &e);
  rp_traders_path noisy, calm;
  double *one = solve_path(&e.game, 0, &noisy);
  rp_traders_game known = e.game;
  known.noise.volatility = 0;
  double *two = solve_path(&known, 0, &calm), sum = 0;
  enum { PARTS = 2000 };
  rp_traders at = rp_traders_at(&e.game, 0);
  rp_mode m;
  rp_mode_mean(&at, &m);
  double n = at.count, to_all = (at.own + (n - 1) * at.cross) * at.temporary / n;
  rp_traders_point p;
  for (int k = 0; k <= PARTS; ++k) {
    double t = e.game.horizon * k / PARTS, weight = (k == 0 || k == PARTS ? 0.5 : 1) * e.game.horizon / PARTS;
    rp_traders_path_at(&noisy, t, &p);
    double slope = m.d * p.gain[0] + m.e, push = m.d * p.noise_gain, z = rp_noise_variance(&e.game.noise, t);
    double vv = slope * slope * p.variance + 2 * slope * push * p.covariance + push * push * z;
    sum += weight * (at.permanent * (slope * p.variance + push * p.covariance + p.covariance) - to_all * vv -
                     at.running * p.variance);
  }
  sum -= e.game.terminal * p.variance;
  CLOSE(noisy.value[0] - calm.value[0], sum, 1e-5, 1e-9);
  CLOSE(noisy.value[1], calm.value[1], 1e-12, 0);
  free(one);
  free(two);
}

/* Escape under coefficients that vary: a constant game run as a varying one finds tau*. */
Test(traders, escape_by_collocation) {
  double alpha = 1, beta = 0.2, phi = 0.1;
  rp_traders_game game = {.count = 3,
                          .own = 1,
                          .cross = 1,
                          .terminal = 0.05,
                          .horizon = 1,
                          .mean = 1,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = constant(&phi),
                          .imbalance = constant(&phi)};
  for (int steady = 0; steady < 2; ++steady) {
    game.steady = steady;
    double *edges = malloc((size_t)rp_traders_grid_bound(&game, 2) * sizeof *edges), escape;
    rp_traders_path path;
    int64_t panels = rp_traders_grid(&game, 2, edges);
    double *memory = malloc((size_t)rp_traders_path_size(panels) * sizeof *memory);
    rp_traders_path_place(&game, panels, memory, &path);
    memcpy(path.edges, edges, (size_t)(panels + 1) * sizeof *edges);
    cr_assert(!rp_traders_path_solve(&path, &escape));
    CLOSE(game.horizon - escape, 0.5909205979913524, 1e-9, 0);
    cr_assert(!rp_traders_own_concave(&path, &escape));
    CLOSE(game.horizon - escape, 0.70791455979353, 1e-9, 0);
    free(edges);
    free(memory);
  }
}

Test(traders, known_moments_of_noise) {
  double known = 0.4;
  rp_traders_game game = {.imbalance = constant(&known), .noise = {true, 1.5, 0.2, 0.7, -0.5}};
  CLOSE(rp_traders_imbalance(&game, 0.7), 0.4 + 0.2 - 0.7 * exp(-1.05), 1e-15, 0);
  CLOSE(rp_noise_variance(&game.noise, 0.7), 0.49 * (1 - exp(-2.1)) / 3, 1e-14, 0);
  game.noise.speed = 0;
  CLOSE(rp_noise_variance(&game.noise, 0.7), 0.49 * 0.7, 1e-15, 0);
}

/* Coefficients on straight lines in time, the mean by small explicit steps. */
Test(traders, varying_coefficients) {
  double grid[] = {0, 1.5}, alpha[] = {0.1, 0.5}, beta[] = {0.5, 0.2}, phi[] = {0.4, 0.1},
         imbalance[] = {1, -2};
  rp_curve lines[] = {{RP_LINEAR, 2, grid, 1, alpha},
                      {RP_LINEAR, 2, grid, 1, beta},
                      {RP_LINEAR, 2, grid, 1, phi},
                      {RP_LINEAR, 2, grid, 1, imbalance}};
  rp_traders_game game = {.count = 4,
                          .own = 1,
                          .cross = 0.8,
                          .terminal = 0.4,
                          .horizon = 1.5,
                          .mean = 2,
                          .permanent = lines[0],
                          .temporary = lines[1],
                          .running = lines[2],
                          .imbalance = lines[3]};
  rp_traders_path path;
  double *memory = solve_path(&game, 1, &path);
  rp_traders_point point;
  rp_traders_path_at(&path, 0, &point);
  enum { STEPS = 4000 };
  double q = 2, y = point.gain[0] * 2 + point.reaction, p = 1, z = point.gain[1], h = game.horizon / STEPS;
  for (int k = 0; k < STEPS; ++k) {
    rp_traders at = rp_traders_at(&game, (k + 0.5) * h);
    double noise = at.permanent * rp_traders_imbalance(&game, (k + 0.5) * h);
    rp_mode m, d;
    rp_mode_mean(&at, &m);
    rp_mode_deviation(&at, &d);
    double q2 = q + h / 2 * (m.d * y + m.e * q), y2 = y + h / 2 * (m.f * y + m.g * q - noise);
    double p2 = p + h / 2 * (d.d * z + d.e * p), z2 = z + h / 2 * (d.f * z + d.g * p);
    q += h * (m.d * y2 + m.e * q2);
    y += h * (m.f * y2 + m.g * q2 - noise);
    p += h * (d.d * z2 + d.e * p2);
    z += h * (d.f * z2 + d.g * p2);
  }
  rp_traders_path_at(&path, game.horizon, &point);
  CLOSE(point.mean, q, 1e-5, 1e-6);
  CLOSE(y, -0.8 * q, 1e-5, 1e-6);
  CLOSE(point.profile[1], p, 1e-4, 1e-6);
  free(memory);
}

/* ---- traders with penalties of their own ---- */

enum { MOST = 24 };

typedef struct crowd {
  int64_t count;
  rp_traders game;
  double horizon, force, start[MOST], running[MOST], terminal[MOST];
} crowd;

static void make_crowd(uint64_t *state, int64_t count, crowd *c) {
  c->count = count;
  c->horizon = uniform(state, 0.4, 1.5);
  c->force = 0;
  c->game = (rp_traders){.count = (double)count,
                         .permanent = uniform(state, 0, 0.4),
                         .temporary = uniform(state, 0.2, 0.8),
                         .own = uniform(state, 0.9, 1.4),
                         .cross = uniform(state, -0.05, 1.4)};
  for (int64_t i = 0; i < count; ++i) {
    c->start[i] = uniform(state, -1, 3);
    c->running[i] = i == 1 ? 0 : uniform(state, 0.05, 0.6);
    c->terminal[i] = uniform(state, 0.1, 2);
  }
}

/* Memory of a solved game. */
typedef struct solved {
  rp_mixed_traders game;
  double *memory, *kernel, *rates, *work;
  rp_mixed_paths paths;
} solved;

static void solve_crowd(const crowd *c, int level, solved *s) {
  double edges[4000], rate = sqrt(0.6 * (double)c->count / c->game.temporary) * 2, source[4000] = {0};
  int64_t panels = rp_coupled_grid(c->horizon, rate, 0, NULL, level, edges), nodes = panels * RP_MIXED_STAGES;
  cr_assert(panels < 300);
  s->memory = malloc((size_t)rp_mixed_size(panels) * sizeof(double));
  rp_mixed_place(panels, s->memory, &s->game);
  memcpy(s->game.edges, edges, (size_t)(panels + 1) * sizeof *edges);
  s->game.count = c->count;
  s->game.start = c->start;
  s->game.running = c->running;
  s->game.terminal = c->terminal;
  double own = c->game.own * c->game.temporary / c->game.count,
         cross = c->game.cross * c->game.temporary / c->game.count;
  s->game.omega = cross / (2 * own - cross);
  for (int64_t i = 0; i < nodes; ++i) {
    s->game.own[i] = own;
    s->game.cross[i] = cross;
    s->game.d[i] = 1 / (2 * own - cross);
    s->game.slope[i] = c->game.permanent / c->game.count;
    s->game.shape[i] = 1;
    s->game.force[i] = c->force;
  }
  s->kernel = calloc((size_t)(nodes * nodes), sizeof(double));
  s->rates = malloc((size_t)nodes * sizeof(double));
  s->work = malloc((size_t)rp_mixed_workspace(&s->game) * sizeof(double));
  bool positive;
  rp_mixed_assemble(&s->game, 0, c->count, s->kernel, source, s->work);
  cr_assert(rp_mixed_solve(&s->game, c->game.count, 1, s->kernel, source, s->rates, &positive));
  cr_assert(positive);
  s->paths.rate = malloc((size_t)(nodes + 2 * (panels + 1)) * RP_MIXED_LANES * sizeof(double));
  s->paths.inventory = s->paths.rate + nodes * RP_MIXED_LANES;
  s->paths.adjoint = s->paths.inventory + (panels + 1) * RP_MIXED_LANES;
}

static void release(solved *s) {
  free(s->memory);
  free(s->kernel);
  free(s->rates);
  free(s->work);
  free(s->paths.rate);
}

/* Inventories at the horizon and adjoints at time 0 of all traders. */
static void ends_of(const crowd *c, solved *s, double *inventory, double *adjoint) {
  for (int64_t first = 0; first < c->count; first += RP_MIXED_LANES) {
    int64_t some = c->count - first < RP_MIXED_LANES ? c->count - first : RP_MIXED_LANES;
    rp_mixed_respond(&s->game, first, some, s->rates, &s->paths, s->work);
    for (int64_t l = 0; l < some; ++l) {
      inventory[first + l] = s->paths.inventory[s->game.panels * RP_MIXED_LANES + l];
      adjoint[first + l] = s->paths.adjoint[l];
      CLOSE(s->paths.adjoint[s->game.panels * RP_MIXED_LANES + l],
            -2 * c->terminal[first + l] * inventory[first + l], 1e-14, 0);
    }
  }
}

Test(mixed_traders, agree_with_the_matrix_riccati_equation) {
  uint64_t state = 31;
  for (int64_t count = 2; count <= MOST; count += 5) {
    crowd c;
    make_crowd(&state, count, &c);
    solved s;
    solve_crowd(&c, 1, &s);
    double last[MOST], first[MOST], h[4 * MOST * MOST],
        start[MOST * MOST] = {0}, gain[MOST * MOST], move[MOST * MOST], rates[MOST], adjoints[MOST];
    ends_of(&c, &s, last, first);
    rp_traders_matrix(&c.game, c.running, h);
    for (int64_t i = 0; i < count; ++i)
      start[i * count + i] = -2 * c.terminal[i];
    double *work = malloc((size_t)rp_riccati_workspace(count));
    cr_assert(rp_riccati_end(count, h, c.horizon, start, gain, NULL, work) == RP_RICCATI_OK);
    cr_assert(rp_riccati_transition(count, h, c.horizon, start, move, work) == RP_RICCATI_OK);
    rp_traders_matrix_rates(&c.game, gain, c.start, rates, adjoints);
    double stiff, unused, sum = 0, cross = c.game.cross * c.game.temporary / c.game.count;
    rp_traders_impact(&c.game, &unused, &stiff);
    for (int64_t i = 0; i < count; ++i)
      sum += rates[i];
    for (int64_t i = 0; i < count; ++i) /* first-order conditions */
      CLOSE(stiff * rates[i] + cross * sum, adjoints[i] + c.game.permanent / c.game.count * c.start[i], 1e-11,
            1e-12);
    for (int64_t i = 0; i < count; ++i) {
      double q = 0;
      for (int64_t j = 0; j < count; ++j)
        q += move[i * count + j] * c.start[j];
      CLOSE(last[i], q, 1e-10, 1e-11);
      CLOSE(first[i], adjoints[i], 1e-10, 1e-11);
    }
    free(work);
    release(&s);
  }
}

/* The order of the traders does not matter; V is the sum of the rates; kernels of two halves add up. */
Test(mixed_traders, order_and_sum) {
  uint64_t state = 32;
  crowd c, turned;
  make_crowd(&state, 21, &c);
  c.force = 0.2;
  turned = c;
  for (int64_t i = 0; i < c.count; ++i) {
    turned.start[i] = c.start[c.count - 1 - i];
    turned.running[i] = c.running[c.count - 1 - i];
    turned.terminal[i] = c.terminal[c.count - 1 - i];
  }
  solved s, t;
  solve_crowd(&c, 0, &s);
  solve_crowd(&turned, 0, &t);
  int64_t nodes = rp_mixed_nodes(&s.game);
  double *sum = calloc((size_t)nodes, sizeof *sum);
  for (int64_t first = 0; first < c.count; first += RP_MIXED_LANES) {
    int64_t some = c.count - first < RP_MIXED_LANES ? c.count - first : RP_MIXED_LANES;
    rp_mixed_respond(&s.game, first, some, s.rates, &s.paths, s.work);
    for (int64_t i = 0; i < nodes; ++i)
      for (int64_t l = 0; l < some; ++l)
        sum[i] += s.paths.rate[i * RP_MIXED_LANES + l];
  }
  for (int64_t i = 0; i < nodes; ++i) {
    CLOSE(sum[i], s.rates[i], 1e-11, 1e-11);
    CLOSE(t.rates[i], s.rates[i], 1e-11, 1e-11);
  }
  free(sum);
  release(&s);
  release(&t);
}

/* Equal penalties: the closed form, objectives included. */
Test(mixed_traders, equal_traders) {
  uint64_t state = 33;
  crowd c;
  make_crowd(&state, 5, &c);
  c.force = 0.15 * c.game.permanent;
  double phi = 0.3, imbalance = 0.15, mean = 0;
  for (int64_t i = 0; i < c.count; ++i) {
    c.running[i] = phi;
    c.terminal[i] = 0.7;
    mean += c.start[i] / (double)c.count;
  }
  solved s;
  solve_crowd(&c, 1, &s);
  rp_traders_game game = {.count = 5,
                          .own = c.game.own,
                          .cross = c.game.cross,
                          .terminal = 0.7,
                          .horizon = c.horizon,
                          .mean = mean,
                          .permanent = constant(&c.game.permanent),
                          .temporary = constant(&c.game.temporary),
                          .running = constant(&phi),
                          .imbalance = constant(&imbalance),
                          .steady = true};
  rp_traders_path path;
  double *memory = solve_path(&game, 0, &path);
  rp_mixed_respond(&s.game, 0, 5, s.rates, &s.paths, s.work);
  for (int64_t p = 0; p <= s.game.panels; ++p) {
    rp_traders_point at;
    rp_traders_path_at(&path, s.game.edges[p], &at);
    for (int l = 0; l < 5; ++l)
      CLOSE(s.paths.inventory[p * RP_MIXED_LANES + l], at.mean + (c.start[l] - mean) * at.profile[1], 1e-10,
            1e-11);
  }
  for (int l = 0; l < 5; ++l) {
    double apart = c.start[l] - mean;
    CLOSE(s.paths.value[l], path.value[0] + apart * (path.value[1] + apart * path.value[2]), 1e-10, 1e-11);
  }
  free(memory);
  release(&s);
}

/* Beyond tau* the determinant has changed its sign. */
Test(mixed_traders, escape_changes_the_sign) {
  double tau = 0.5909205979913524;
  for (int beyond = 0; beyond < 2; ++beyond) {
    crowd c = {
        .count = 3, .horizon = tau * (beyond ? 1.1 : 0.9), .game = {3, 1, 0.2, 1, 1, 0}, .start = {1, 1, 2}};
    for (int i = 0; i < 3; ++i) {
      c.running[i] = 0.1;
      c.terminal[i] = 0.05;
    }
    double edges[400], source[4000] = {0};
    int64_t panels = rp_coupled_grid(c.horizon, 4, 0, NULL, 2, edges), nodes = panels * RP_MIXED_STAGES;
    rp_mixed_traders game;
    double *memory = malloc((size_t)rp_mixed_size(panels) * sizeof(double)),
           *kernel = calloc((size_t)(nodes * nodes), sizeof(double)),
           *rates = malloc((size_t)nodes * sizeof(double));
    rp_mixed_place(panels, memory, &game);
    memcpy(game.edges, edges, (size_t)(panels + 1) * sizeof *edges);
    game.count = 3, game.start = c.start, game.running = c.running, game.terminal = c.terminal,
    game.omega = 1;
    for (int64_t i = 0; i < nodes; ++i) {
      game.own[i] = game.cross[i] = 0.2 / 3;
      game.d[i] = 3 / 0.2;
      game.slope[i] = 1.0 / 3;
      game.shape[i] = 1;
      game.force[i] = 0;
    }
    double *work = malloc((size_t)rp_mixed_workspace(&game) * sizeof(double));
    bool positive;
    rp_mixed_assemble(&game, 0, 3, kernel, source, work);
    cr_assert(rp_mixed_solve(&game, 3, 1, kernel, source, rates, &positive));
    cr_assert(positive == !beyond);
    free(memory);
    free(kernel);
    free(rates);
    free(work);
  }
}
