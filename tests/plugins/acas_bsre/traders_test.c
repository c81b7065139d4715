/* Equal traders on panels: closed forms against collocation, against plain integration in time, and against what single traders
 * could do instead. */
#include <stdlib.h>
#include <string.h>
#include "expect.h"
#include "trader_games.h"

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
      CLOSE(now.drift, e.alpha * (now.rate + rp_traders_imbalance(&e.game, t)), 1e-13, 1e-15);
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

/* Panels far wider than the modes' decay and panels that resolve them are two ways to the same path. */
Test(traders, wide_panels) {
  enum { POINTS = 9 };
  double grid[POINTS], imbalance[POINTS], alpha = 0.3, beta = 0.2, phi = 0.15;
  rp_traders_game game = {.count = 5,
                          .own = 1,
                          .cross = 0.8,
                          .terminal = 0.5,
                          .horizon = 5000,
                          .mean = 1.5,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = constant(&phi),
                          .imbalance = {RP_LINEAR, POINTS, grid, 1, imbalance},
                          .steady = true,
                          .noise = {true, 0.5, 0.3, 0.6, -0.4}};
  for (int k = 0; k < POINTS; ++k) {
    grid[k] = game.horizon * k / (POINTS - 1);
    imbalance[k] = sin(2.0 * k);
  }
  rp_traders_path wide, close;
  double *one = solve_path(&game, 1, &wide);
  cr_assert(wide.wide && wide.panels < 1500, "panels %lld", (long long)wide.panels);
  /* The same with a resolved grid, whose integrals are those of games that are not wide. */
  double *edges = malloc(40001 * sizeof *edges), *two, escape;
  int64_t panels = 40000;
  for (int64_t k = 0; k <= panels; ++k)
    edges[k] = game.horizon * (double)k / (double)panels;
  two = malloc((size_t)rp_traders_path_size(panels) * sizeof *two);
  rp_traders_path_place(&game, panels, two, &close);
  memcpy(close.edges, edges, (size_t)(panels + 1) * sizeof *edges);
  close.resolved = true;
  cr_assert(rp_traders_path_solve(&close, &escape));
  cr_assert(!close.wide);
  const double times[] = {0, 0.1, 1, 30, 624.9, 625, 625.2, 2000, 4999, 4999.9, 5000};
  for (int k = 0; k < 11; ++k) {
    rp_traders_point a, b;
    rp_traders_path_at(&wide, times[k], &a);
    rp_traders_path_at(&close, times[k], &b);
    CLOSE(a.gain[0], b.gain[0], 1e-12, 0);
    CLOSE(a.mean, b.mean, 1e-9, 1e-10);
    CLOSE(a.rate, b.rate, 1e-8, 1e-9);
    CLOSE(a.reaction, b.reaction, 1e-9, 1e-10);
    CLOSE(a.noise_gain, b.noise_gain, 1e-9, 1e-10);
    CLOSE(a.variance, b.variance, 1e-8, 1e-11);
    CLOSE(a.covariance, b.covariance, 1e-8, 1e-11);
  }
  for (int i = 0; i < 3; ++i)
    CLOSE(wide.value[i], close.value[i], 1e-9, 1e-10);
  free(edges);
  free(one);
  free(two);
}

/* ---- panels ---- */

/* Edges of a game's grid; the memory promised suffices and nothing behind it is touched. */
static int64_t grid_of(const rp_traders_game *game, int level, double *edges) {
  int64_t bound = rp_traders_grid_bound(game, level);
  cr_assert(bound > 0 && bound < 4000);
  edges[bound] = -7;
  int64_t panels = rp_traders_grid(game, level, edges);
  cr_assert(edges[bound] == -7 && panels < bound);
  cr_assert(edges[0] == 0 && edges[panels] == game->horizon);
  for (int64_t k = 0; k < panels; ++k)
    cr_assert(edges[k + 1] > edges[k]);
  return panels;
}

/* Constant coefficients, one trader: what the head comment promises, in numbers. */
Test(traders, panels_follow_the_scales) {
  static double edges[4001];
  double alpha = 0, beta = 0.5, phi = 2, none = 0;
  rp_traders_game game = {.count = 1,
                          .own = 1,
                          .cross = 1,
                          .terminal = 0.01,
                          .horizon = 3,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = constant(&phi),
                          .imbalance = constant(&none),
                          .steady = true};
  /* m = sqrt(phi/beta) = 2, so that panels are at most 1 wide; two parts per unit of m are not needed. */
  cr_assert(grid_of(&game, 0, edges) == 4);
  CLOSE(edges[1], 0.75, 1e-15, 0);
  cr_assert(grid_of(&game, 2, edges) == 16);
  CLOSE(edges[1], 0.75 / 4, 1e-15, 0);
  game.horizon = 6.5; /* 6.5 parts of width 1 */
  cr_assert(grid_of(&game, 0, edges) == 7);
  /* A large terminal penalty makes a layer of width 1/(d 2 A) = beta/A at the horizon: panels are halved down to it. */
  game.terminal = 40;
  int64_t panels = grid_of(&game, 0, edges);
  double width = edges[panels] - edges[panels - 1], layer = beta / 40;
  cr_assert(width <= layer && width > layer / 2 - 1e-12, "last panel %g, layer %g", width, layer);
  CLOSE(edges[1] - edges[0], 6.5 / 7, 1e-12, 0);
  /* With permanent impact it is |c - 2 A| that matters, c = alpha for one trader: none is left for alpha = 2 A. */
  game.terminal = 80;
  alpha = 160;
  phi = 2e4; /* keeps the objective concave; m = 200 */
  cr_assert(grid_of(&game, 0, edges) == 650);
  alpha = 0, phi = 2;
  /* Where a steady game is about to escape there is a layer at 0 as wide as what is left. */
  alpha = 2, phi = 0, game.terminal = 0, game.horizon = 0.49, game.count = 1;
  rp_traders at = rp_traders_at(&game, 0);
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&at, &mode);
  rp_mode_solve(&mode, 0, &path);
  double escape = rp_mode_escape(&path);
  game.horizon = 0.99 * escape;
  panels = grid_of(&game, 0, edges);
  double left = escape - game.horizon;
  cr_assert(edges[1] <= left && edges[1] > left / 4, "first panel %g, left %g", edges[1], left);
  /* Three traders whose mean mode is the fastest: m + |e + f|/2 = 20 + 20 with K1 = 1. */
  alpha = 60, beta = 7.5, phi = 0;
  game.count = 3, game.cross = -0.8, game.horizon = 1, game.terminal = 25;
  cr_assert(grid_of(&game, 0, edges) >= 20);
  double first = edges[1];
  cr_assert(first > 0.03 && first <= 0.05 + 1e-12, "first panel %g", first);
}

/* Panels end where curves may bend, once, also where two points are one but for rounding. */
Test(traders, panels_end_at_the_curves_points) {
  static double edges[4001];
  double alpha = 0.1, beta = 0.5, grid[] = {0, 0.31, 0.31 * (1 + 1e-15), 0.77, 1 - 1e-15, 1},
         phi[] = {1, 1, 2, 1, 1, 1};
  double other[] = {0.2, 0.77};
  rp_traders_game game = {.count = 2,
                          .own = 1,
                          .cross = 1,
                          .terminal = 0.3,
                          .horizon = 1,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = {RP_LINEAR, 6, grid, 1, phi},
                          .imbalance = {RP_LINEAR, 2, other, 1, phi}};
  for (int level = 0; level < 3; ++level) {
    int64_t panels = grid_of(&game, level, edges), found = 0;
    for (int64_t k = 0; k <= panels; ++k)
      found += fabs(edges[k] - 0.31) < 1e-12 || edges[k] == 0.77 || edges[k] == 0.2;
    cr_assert(found == 3, "level %d: %lld", level, (long long)found);
    cr_assert(panels % (1 << level) == 0);
  }
  /* Many points find room. */
  static double many[300], zeros[300];
  for (int k = 0; k < 300; ++k)
    many[k] = k / 299.0;
  game.imbalance = (rp_curve){RP_LINEAR, 300, many, 1, zeros};
  cr_assert(grid_of(&game, 1, edges) >= 600);
  /* A grid that would be endless is told by its bound. */
  double stiff = 1e14;
  game.running = constant(&stiff);
  cr_assert(rp_traders_grid_bound(&game, 0) == -1);
}

/* Few panels on a long horizon, narrow ones at its ends and at the points of curves. */
Test(traders, wide_panels_narrow_at_points) {
  static double edges[4001];
  double alpha = 0.1, beta = 0.5, phi = 2, grid[] = {3, 9996, 9999}, imbalance[] = {1, 2, 1};
  rp_traders_game game = {.count = 1,
                          .own = 1,
                          .cross = 1,
                          .terminal = 0.3,
                          .horizon = 1e4,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = constant(&phi),
                          .imbalance = {RP_LINEAR, 3, grid, 1, imbalance},
                          .steady = true};
  int64_t panels = grid_of(&game, 0, edges);
  cr_assert(panels < 200);
  for (int64_t k = 0; k <= panels; ++k)
    if (edges[k] == 3 || edges[k] == 9996 || edges[k] == 9999)
      cr_assert(edges[k + 1] - edges[k] < 0.6 && edges[k] - edges[k - 1] < 0.6);
}

/* A coefficient that peaks inside the horizon is seen: 65 looks from end to end. */
Test(traders, panels_see_a_peak) {
  static double edges[4001];
  double alpha = 0, beta = 0.5, none = 0, grid[] = {0, 0.97, 1}, phi[] = {0, 0, 5000};
  rp_traders_game game = {.count = 1,
                          .own = 1,
                          .cross = 1,
                          .terminal = 0.3,
                          .horizon = 1,
                          .permanent = constant(&alpha),
                          .temporary = constant(&beta),
                          .running = {RP_LINEAR, 3, grid, 1, phi},
                          .imbalance = constant(&none)};
  int64_t panels = grid_of(&game, 0, edges);
  cr_assert(panels >= 50 && panels <= 60, "panels %lld", (long long)panels); /* sqrt(5000/0.5)/2 = 50 */
  game.noise = (rp_noise){.present = true, .speed = 300};
  cr_assert(grid_of(&game, 0, edges) >= 150); /* the noise orders' speed counts, too */
}
