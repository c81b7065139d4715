/* Traders with penalties of their own: against the matrix Riccati equation, equal traders' closed form, and themselves in another order;
 * the modes of a panel; where the game escapes. */
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/mixed_traders.h"
#include "acas_bsre/traders_matrix.h"
#include "numerics/coupled_agents.h"
#include "numerics/roots.h"
#include "trader_games.h"

enum { MOST = 24 };

typedef struct crowd {
  int64_t count;
  rp_traders game;
  double horizon, force, start[MOST], running[MOST], terminal[MOST];
  bool bent; /* penalties change over time */
} crowd;

static void make_crowd(uint64_t *state, int64_t count, crowd *c) {
  c->count = count;
  c->horizon = uniform(state, 0.4, 1.5);
  c->force = 0;
  c->bent = false;
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
  double *memory, *kernel, *rates, *felt, *work;
  rp_mixed_paths paths;
  rp_mixed_determinant determinant;
} solved;

static void solve_crowd(const crowd *c, int level, solved *s) {
  double edges[4000], rate = sqrt(0.6 * (double)c->count / c->game.temporary) * 2, source[4000] = {0};
  int32_t pivots[4000];
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
    s->game.shape[i] = c->bent ? 1 + 0.5 * sin(3.0 * (double)i / (double)nodes) : 1;
    s->game.force[i] = c->force;
  }
  cr_assert(rp_mixed_prepare(&s->game));
  s->kernel = calloc((size_t)(nodes * nodes), sizeof(double));
  s->rates = malloc((size_t)nodes * sizeof(double));
  s->work = malloc((size_t)rp_mixed_workspace(&s->game) * sizeof(double));
  s->felt = malloc((size_t)(panels * RP_MIXED_COLUMNS) * sizeof(double));
  rp_mixed_assemble(&s->game, 0, c->count, s->kernel, source, s->work);
  s->determinant = rp_mixed_solve(&s->game, c->game.count, 1, s->kernel, source, s->rates, pivots);
  cr_assert(s->determinant.sign != 0);
  rp_mixed_feel(&s->game, s->rates, s->felt);
  s->paths.rate = malloc((size_t)(nodes + 2 * (panels + 1)) * RP_MIXED_LANES * sizeof(double));
  s->paths.inventory = s->paths.rate + nodes * RP_MIXED_LANES;
  s->paths.adjoint = s->paths.inventory + (panels + 1) * RP_MIXED_LANES;
}

static void release(solved *s) {
  free(s->memory);
  free(s->kernel);
  free(s->rates);
  free(s->felt);
  free(s->work);
  free(s->paths.rate);
}

/* Inventories at the horizon and adjoints at time 0 of all traders. */
static void ends_of(const crowd *c, solved *s, double *inventory, double *adjoint) {
  for (int64_t first = 0; first < c->count; first += RP_MIXED_LANES) {
    int64_t some = c->count - first < RP_MIXED_LANES ? c->count - first : RP_MIXED_LANES;
    rp_mixed_respond(&s->game, first, some, s->rates, s->felt, &s->paths, s->work);
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
    rp_mixed_respond(&s.game, first, some, s.rates, s.felt, &s.paths, s.work);
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
  c.bent = false;
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
  rp_mixed_respond(&s.game, 0, 5, s.rates, s.felt, &s.paths, s.work);
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

/* Objectives by another rule: Simpson's on the paths that the responses give, with the running penalties' course. */
Test(mixed_traders, objectives_add_up) {
  uint64_t state = 34;
  crowd c;
  make_crowd(&state, 11, &c);
  c.force = 0.2;
  c.bent = true;
  solved s;
  solve_crowd(&c, 2, &s);
  const rp_collocation *m = &s.game.method;
  int64_t stages = RP_MIXED_STAGES, l = 2, first = 8;
  rp_mixed_respond(&s.game, first, 3, s.rates, s.felt, &s.paths, s.work);
  double sum = 0, own = s.game.own[0], cross = s.game.cross[0], slope = s.game.slope[0];
  for (int64_t p = 0; p < s.game.panels; ++p) {
    double h = s.game.edges[p + 1] - s.game.edges[p];
    for (int64_t j = 0; j < stages; ++j) {
      double q = s.paths.inventory[p * RP_MIXED_LANES + l],
             v = s.paths.rate[(p * stages + j) * RP_MIXED_LANES + l], all = s.rates[p * stages + j];
      for (int64_t k = 0; k < stages; ++k)
        q += h * m->from_left[j][k] * s.paths.rate[(p * stages + k) * RP_MIXED_LANES + l];
      sum += h * m->weight[j] *
             (q * (slope * all + c.force) - v * (own * v + cross * (all - v)) -
              c.running[first + l] * s.game.shape[p * stages + j] * q * q);
    }
    /* the adjoint's equation over the panel */
    double change = 0;
    for (int64_t j = 0; j < stages; ++j) {
      double q = s.paths.inventory[p * RP_MIXED_LANES + l];
      for (int64_t k = 0; k < stages; ++k)
        q += h * m->from_left[j][k] * s.paths.rate[(p * stages + k) * RP_MIXED_LANES + l];
      change += h * m->weight[j] *
                (2 * c.running[first + l] * s.game.shape[p * stages + j] * q -
                 slope * s.rates[p * stages + j] - c.force);
    }
    CLOSE(s.paths.adjoint[(p + 1) * RP_MIXED_LANES + l] - s.paths.adjoint[p * RP_MIXED_LANES + l], change,
          1e-9, 1e-11);
  }
  double last = s.paths.inventory[s.game.panels * RP_MIXED_LANES + l];
  CLOSE(s.paths.value[l], sum - c.terminal[first + l] * last * last, 1e-11, 1e-12);
  release(&s);
}

/* What the modes of a panel promise: M = 1 - F - phi S times P diag(1/(1 - phi l)) R is the identity, with coefficients that vary. */
Test(mixed_traders, modes_of_a_panel) {
  enum { STAGES = RP_MIXED_STAGES };
  rp_collocation m;
  rp_collocation_make(STAGES, &m);
  double d[STAGES], slope[STAGES], shape[STAGES], force[STAGES];
  for (int j = 0; j < STAGES; ++j) {
    d[j] = 5 + m.node[j];
    slope[j] = 0.3 - 0.1 * m.node[j];
    shape[j] = j < 4 ? 0 : 1 + m.node[j] * m.node[j];
    force[j] = sin(m.node[j]);
  }
  const rp_mixed_nodes_of nodes = {0.7, d, slope, shape, force};
  rp_mixed_panel panel;
  cr_assert(rp_mixed_panel_make(&m, &nodes, 0, &panel));
  for (int round = 0; round < 3; ++round) {
    double phi = round * 0.8, h = nodes.width;
    for (int j = 0; j < STAGES; ++j) {
      double by_adjoint = 0, by_force = 0, wants_force = 0;
      for (int k = 0; k < STAGES; ++k) { /* row j of M times the answers to Y on the right and to the force */
        double entry = j == k, adjoint = 0, push = 0;
        entry -= d[j] * slope[j] * h * m.from_left[j][k];
        for (int i = 0; i < STAGES; ++i)
          entry -= phi * d[j] * h * h * m.from_right[j][i] * 2 * shape[i] * m.from_left[i][k];
        for (int i = 0; i < STAGES; ++i) {
          adjoint += panel.out[k][i] * panel.right[i] / (1 - phi * panel.mode[i]);
          push += panel.out[k][i] * panel.force[i] / (1 - phi * panel.mode[i]);
        }
        by_adjoint += entry * adjoint;
        by_force += entry * push;
        wants_force -= d[j] * h * m.from_right[j][k] * force[k];
      }
      CLOSE(by_adjoint, d[j], 1e-11, 0);
      CLOSE(by_force, wants_force, 1e-11, 1e-12);
    }
  }
  for (int j = 0; j < STAGES; ++j) /* permanent impact beyond what a panel bears */
    slope[j] = 40;
  cr_assert(!rp_mixed_panel_make(&m, &nodes, 0, &panel));
}

/* The determinant at a horizon, over what it is at half a unit of time. */
static double determinant_at(void *context, double horizon) {
  crowd c = *(crowd *)context;
  c.horizon = horizon;
  solved s;
  solve_crowd(&c, 1, &s);
  double value = s.determinant.sign * exp(s.determinant.log_size);
  release(&s);
  return value;
}

/* It vanishes where the Riccati equation escapes: tau* of equal traders in closed form, of unequal ones by the matrix equation. */
Test(mixed_traders, escapes_where_the_determinant_vanishes) {
  for (int unequal = 0; unequal < 2; ++unequal) {
    crowd c = {.count = 3, .game = {3, 1, 0.2, 1, 1, 0}, .start = {1, 1, 2}};
    for (int i = 0; i < 3; ++i) {
      c.running[i] = 0.1 + 0.02 * unequal * i;
      c.terminal[i] = 0.05 + 0.03 * unequal * i;
    }
    double tau = 0.5909205979913524, h[4 * 9], start[9] = {0}, gain[9];
    if (unequal) {
      rp_traders_matrix(&c.game, c.running, h);
      for (int i = 0; i < 3; ++i)
        start[i * 3 + i] = -2 * c.terminal[i];
      void *work = malloc((size_t)rp_riccati_workspace(3));
      cr_assert(rp_riccati_end(3, h, 3, start, gain, &tau, work) == RP_RICCATI_ESCAPES);
      free(work);
    }
    cr_assert(determinant_at(&c, 0.9 * tau) > 0);
    cr_assert(determinant_at(&c, 1.1 * tau) < 0);
    CLOSE(rp_root_brent(determinant_at, &c, 0.9 * tau, 1.1 * tau, 1e-13), tau, 1e-9, 0);
  }
}

/* Several blocks of traders, in one go and in two ranges; the workspace is not exceeded. */
Test(mixed_traders, blocks_and_ranges) {
  enum { COUNT = 2 * RP_MIXED_BLOCK + 45, SPLIT = RP_MIXED_BLOCK, GUARD = 64 };
  static double start[COUNT], running[COUNT], terminal[COUNT];
  uint64_t state = 35;
  for (int i = 0; i < COUNT; ++i) {
    start[i] = uniform(&state, -1, 3);
    running[i] = uniform(&state, 0.05, 0.6);
    terminal[i] = uniform(&state, 0.1, 2);
  }
  double edges[100];
  int64_t panels = rp_coupled_grid(0.7, 3, 0, NULL, 0, edges), nodes = panels * RP_MIXED_STAGES;
  rp_mixed_traders game;
  double *memory = malloc((size_t)rp_mixed_size(panels) * sizeof *memory);
  rp_mixed_place(panels, memory, &game);
  memcpy(game.edges, edges, (size_t)(panels + 1) * sizeof *edges);
  game.count = COUNT, game.start = start, game.running = running, game.terminal = terminal, game.omega = 0.7;
  for (int64_t i = 0; i < nodes; ++i) {
    game.own[i] = 0.5 * (1 + 1 / 0.7) / 3, game.cross[i] = 1.0 / 3, game.d[i] = 2.1;
    game.slope[i] = 0.02, game.shape[i] = 1, game.force[i] = 0.3;
  }
  cr_assert(rp_mixed_prepare(&game));
  int64_t size = rp_mixed_workspace(&game);
  double *work = malloc((size_t)(size + GUARD) * sizeof *work), *kernel[3], *source[3];
  for (int i = 0; i < GUARD; ++i)
    work[size + i] = -7;
  for (int k = 0; k < 3; ++k) {
    kernel[k] = calloc((size_t)(nodes * nodes), sizeof(double));
    source[k] = calloc((size_t)nodes, sizeof(double));
  }
  rp_mixed_assemble(&game, 0, COUNT, kernel[0], source[0], work);
  rp_mixed_assemble(&game, 0, SPLIT, kernel[1], source[1], work);
  rp_mixed_assemble(&game, SPLIT, COUNT, kernel[1], source[1], work);
  for (int64_t i = 0; i < COUNT; i += 1) { /* and one by one */
    rp_mixed_traders alone = game;
    alone.count = 1, alone.start = start + i, alone.running = running + i, alone.terminal = terminal + i;
    rp_mixed_assemble(&alone, 0, 1, kernel[2], source[2], work);
  }
  double largest = 0;
  for (int64_t i = 0; i < nodes * nodes; ++i)
    largest = fmax(largest, fabs(kernel[0][i]));
  for (int k = 1; k < 3; ++k)
    for (int64_t i = 0; i < nodes * nodes; ++i)
      CLOSE(kernel[k][i], kernel[0][i], 0, 1e-12 * largest);
  for (int k = 1; k < 3; ++k)
    for (int64_t i = 0; i < nodes; ++i)
      CLOSE(source[k][i], source[0][i], 1e-11, 1e-10);
  for (int i = 0; i < GUARD; ++i)
    cr_assert(work[size + i] == -7);
  for (int k = 0; k < 3; ++k) {
    free(kernel[k]);
    free(source[k]);
  }
  free(memory);
  free(work);
}

/* The determinant of a matrix that is known: 1 - weight K/(1 + N omega). */
Test(mixed_traders, determinant) {
  rp_mixed_traders game = {.panels = 1, .omega = 0.5};
  enum { NODES = RP_MIXED_STAGES };
  double kernel[NODES * NODES] = {0}, source[NODES] = {0}, rates[NODES];
  int32_t pivots[NODES];
  double want = 0;
  for (int i = 0; i < NODES;
       ++i) { /* a lower triangle with its rows in turned order: pivots must be exchanged */
    kernel[i * NODES + (i + 1) % NODES] = -(i + 1.0);
    want += log(2 * (i + 1.0) / 3);
    kernel[i * NODES + i] = 1.5; /* 1 - 2 1.5/3 = 0 */
    source[i] = 1;
  }
  rp_mixed_determinant d = rp_mixed_solve(&game, 4, 2, kernel, source, rates, pivots);
  cr_assert(d.sign == -1); /* a cycle of even length */
  CLOSE(d.log_size, want, 1e-13, 0);
  for (int i = 0; i < NODES; ++i)
    CLOSE(rates[(i + 1) % NODES], 1 / (i + 1.0), 1e-13, 0);
  memset(kernel, 0, sizeof kernel);
  kernel[0] = 1.5;
  cr_assert(rp_mixed_solve(&game, 4, 2, kernel, source, rates, pivots).sign == 0);
  kernel[0] = NAN;
  cr_assert(rp_mixed_solve(&game, 4, 2, kernel, source, rates, pivots).sign == 0);
}

/* Modes that are real, but too near to each other for the digits they would cost. */
Test(mixed_traders, modes_that_cannot_be_told_apart) {
  enum { STAGES = RP_MIXED_STAGES };
  rp_collocation m;
  rp_collocation_make(STAGES, &m);
  double d[STAGES], slope[STAGES], shape[STAGES], force[STAGES] = {0};
  rp_mixed_nodes_of nodes = {1, d, slope, shape, force};
  rp_mixed_panel panel;
  bool fine = true;
  for (double lean = 1; lean < 25; lean += 0.25) {
    for (int j = 0; j < STAGES; ++j) {
      d[j] = 1;
      slope[j] = lean;
      shape[j] = 1;
    }
    bool now = rp_mixed_panel_make(&m, &nodes, 0, &panel);
    cr_assert(fine || !now); /* once too wide, always too wide */
    cr_assert(now || lean > 8);
    cr_assert(!now || lean < 20, "lean %g", lean);
    fine = now;
  }
}
