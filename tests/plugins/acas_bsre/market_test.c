/* The game of traders against makers: its field's derivative, solutions against shooting, and what single players could do
 * instead; and the fields of a factor in the limits that other solvers know. */
#include "acas_bsre/market.h"
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/factor_field.h"
#include "acas_bsre/traders_path.h"
#include "expect.h"

enum { TRADERS = 2, MAKERS = 3, N = TRADERS + MAKERS, STAGES = 8, PANELS = 8 };

static double zero_grid[] = {0}, buying = 4, selling = 3;

static rp_curve constant(const double *value) {
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = zero_grid, .terms = 1, .data = value};
}

typedef struct example {
  rp_market market;
  rp_market_state state;
  double buys[TRADERS], running[N], start[N], terminal[N * N], diagonal[N], memory[400], before[16],
      direction[64], horizon;
} example;

static void make_example(example *e, double horizon) {
  memset(e, 0, sizeof *e);
  const double start[] = {-18, 22, 1.5, -1, 0.2}, running[] = {0.05, 0.02, 0.03, 0.04, 0.01},
               terminal[] = {0.2, 0.16, 0.1, 0.14, 0.12};
  memcpy(e->start, start, sizeof start);
  memcpy(e->running, running, sizeof running);
  memcpy(e->diagonal, terminal, sizeof terminal);
  for (int i = 0; i < N; ++i)
    e->terminal[i * N + i] = terminal[i];
  e->buys[0] = 1;
  e->horizon = horizon;
  rp_market_state_place(TRADERS, MAKERS, e->memory, &e->state);
  cr_assert(e->state.slope.pull + TRADERS == e->memory + rp_market_state_size(TRADERS, MAKERS));
  e->market =
      (rp_market){.makers = {.intensity = {1, 0.5, 1}, .bound = INFINITY, .count = MAKERS},
                  .traders = {.cost = 0.2, .cross = 0.1, .low = 1e-3, .high = INFINITY, .count = TRADERS},
                  .buys = e->buys,
                  .noise_buying = constant(&buying),
                  .noise_selling = constant(&selling),
                  .share = 1,
                  .running = e->running,
                  .state = &e->state,
                  .direction = e->direction};
}

/* Solves and returns the memory of the path. */
/* Noise buying that rises, so that times matter. */
static double rise_grid[] = {0, 0.12}, rising[] = {1, 9};

static double *solve(const example *e, rp_collocation *method, rp_boundary_path *path) {
  rp_collocation_make(STAGES, method);
  rp_boundary_problem problem = {.n = N,
                                 .field = rp_market_field,
                                 .weight = rp_market_weight,
                                 .context = &e->market,
                                 .start = e->start,
                                 .terminal = e->terminal,
                                 .tolerance = 1e-12,
                                 .iterations = 60};
  double *memory = calloc((size_t)rp_boundary_path_size(N, STAGES, PANELS), sizeof *memory);
  double *work = malloc((size_t)rp_boundary_workspace(N, STAGES, PANELS) * sizeof *work);
  int32_t pivots[N * STAGES];
  rp_boundary_report report;
  rp_boundary_path_place(N, method, PANELS, memory, path);
  for (int p = 0; p <= PANELS; ++p)
    path->edge[p] = e->horizon * p / PANELS;
  cr_assert(rp_boundary_solve(&problem, path, work, pivots, &report) == RP_BOUNDARY_OK);
  free(work);
  return memory;
}

Test(market, derivative_of_the_field) {
  uint64_t state = 41;
  for (int round = 0; round < 200; ++round) {
    example e;
    make_example(&e, 1);
    if (round % 2) e.market.makers.bound = 1.2;
    if (round % 3) e.market.traders.growth = 0.1;
    if (round % 5) e.market.traders.reach = 2;
    double y[N], value[N], jacobian[N * N], up[N], down[N], z[N], h = 1e-6;
    double again[N], diagonal[N], columns[N * RP_MARKET_RANK], rows[N * RP_MARKET_RANK];
    for (int i = 0; i < N; ++i)
      y[i] = i < TRADERS ? (e.buys[i] != 0 ? 1 : -1) * uniform(&state, 0, 4) : uniform(&state, -1, 1);
    cr_assert(rp_market_field(&e.market, 0, y, value, jacobian));
    for (int j = 0; j < N; ++j) {
      memcpy(z, y, sizeof y);
      z[j] = y[j] + h;
      rp_market_field(&e.market, 0, z, up, NULL);
      z[j] = y[j] - h;
      rp_market_field(&e.market, 0, z, down, NULL);
      for (int i = 0; i < N; ++i)
        CLOSE((up[i] - down[i]) / (2 * h), jacobian[i * N + j], 1e-6, 1e-6 * (1 + fabs(value[i])));
    }
    for (int i = 0; i < 16; ++i) /* nothing in front of the workspace is touched */
      cr_assert(e.before[i] == 0);
    cr_assert(rp_market_split(&e.market, 0, y, again, diagonal, columns, rows));
    for (int i = 0; i < N; ++i) {
      cr_assert(again[i] == value[i]);
      for (int j = 0; j < N; ++j) {
        double entry = i == j ? diagonal[i] : 0;
        for (int k = 0; k < RP_MARKET_RANK; ++k)
          entry += columns[i * RP_MARKET_RANK + k] * rows[k * N + j];
        CLOSE(entry, jacobian[i * N + j], 1e-12, 1e-12 * (1 + fabs(value[i])));
      }
    }
  }
}

/* Explicit Runge-Kutta from the solved adjoints at time 0 meets the condition at the horizon. */
Test(market, shooting_arrives) {
  example e;
  make_example(&e, 0.6);
  rp_collocation method;
  rp_boundary_path path;
  double *memory = solve(&e, &method, &path), x[N], y[N];
  memcpy(x, e.start, sizeof x);
  memcpy(y, path.y, sizeof y);
  enum { STEPS = 2000 };
  double h = e.horizon / STEPS;
  for (int k = 0; k < STEPS; ++k) {
    double kx[4][N], ky[4][N], unused[N];
    for (int s = 0; s < 4; ++s) {
      double part = s == 0 ? 0 : s == 3 ? h : h / 2, at[N], to[N];
      for (int i = 0; i < N; ++i) {
        at[i] = x[i] + (s ? part * kx[s - 1][i] : 0);
        to[i] = y[i] + (s ? part * ky[s - 1][i] : 0);
      }
      rp_market_field(&e.market, 0, to, kx[s], NULL);
      rp_market_weight(&e.market, 0, unused);
      for (int i = 0; i < N; ++i)
        ky[s][i] = unused[i] * at[i];
    }
    for (int i = 0; i < N; ++i) {
      x[i] += h / 6 * (kx[0][i] + 2 * kx[1][i] + 2 * kx[2][i] + kx[3][i]);
      y[i] += h / 6 * (ky[0][i] + 2 * ky[1][i] + 2 * ky[2][i] + ky[3][i]);
    }
  }
  for (int i = 0; i < N; ++i) {
    CLOSE(x[i], path.x[PANELS * N + i], 1e-9, 1e-9);
    CLOSE(y[i], -e.diagonal[i] * x[i], 1e-8, 1e-8);
  }
  free(memory);
}

/* ---- deviations ---- */

/* Integral over the horizon of one player's running gain, and the terminal one, when the player's control is moved by size in the
 * direction sin(wave pi t/T) + 1/2 and all others keep theirs. side: 0 trader's rate, 1 ask, 2 bid. */
static double gain_of(const example *e, const rp_boundary_path *path, int player, int side, double size,
                      int wave) {
  enum { PARTS = 300 };
  double q = e->start[player], sum = 0, width = e->horizon / (2 * PARTS), pi = acos(-1.0), samples[3],
         inventory[3];
  for (int k = 0; k <= 2 * PARTS; ++k) {
    double t = e->horizon * k / (2 * PARTS), y[N], push = size * (sin(wave * pi * t / e->horizon) + 0.5),
           rate, gain;
    rp_boundary_at(path, t, NULL, y);
    const rp_market_state *s = &e->state;
    rp_market_evaluate(&e->market, t, y, e->market.state);
    if (player < TRADERS) {
      double others = 0, v = s->rate[player] + push;
      for (int j = 0; j < TRADERS; ++j)
        others += j == player ? 0 : s->rate[j] / (TRADERS - 1);
      double quote =
          e->buys[player] != 0 ? s->ask.quote[s->ask.slope.first] : -s->bid.quote[s->bid.slope.first];
      const rp_rates *costs = &e->market.traders;
      double burden = costs->cross * (costs->reach > 0 ? costs->reach * tanh(others / costs->reach) : others);
      gain = -v * quote - v * (costs->cost * v + costs->growth * v * fabs(v) + burden);
      rate = v;
    } else {
      int i = player - TRADERS;
      double ask = side == 1 ? push : 0, bid = side == 2 ? push : 0;
      double sold = s->buying * rp_intensity_at(&e->market.makers.intensity, s->ask.excess[i] + ask);
      double bought = s->selling * rp_intensity_at(&e->market.makers.intensity, s->bid.excess[i] + bid);
      gain = sold * (s->ask.quote[i] + ask) + bought * (s->bid.quote[i] + bid);
      rate = bought - sold;
    }
    /* Simpson's rule, and its counterpart up to the middle for the inventory there. */
    samples[k % 2 + (k % 2 == 0 && k > 0 ? 2 : 0)] = rate;
    if (k > 0 && k % 2 == 0) {
      inventory[0] = q;
      inventory[1] = q + width * (5 * samples[0] + 8 * samples[1] - samples[2]) / 12;
      inventory[2] = q + width * (samples[0] + 4 * samples[1] + samples[2]) / 3;
      q = inventory[2];
      sum -= e->running[player] * width / 3 *
             (inventory[0] * inventory[0] + 4 * inventory[1] * inventory[1] + inventory[2] * inventory[2]);
      samples[0] = samples[2];
    }
    sum += gain * width / 3 * (k == 0 || k == 2 * PARTS ? 1 : k % 2 ? 4 : 2);
  }
  return sum - e->diagonal[player] / 2 * q * q;
}

static void try_deviations(double growth, double reach) {
  example e;
  make_example(&e, 0.6);
  e.market.traders.growth = growth;
  e.market.traders.reach = reach;
  rp_collocation method;
  rp_boundary_path path;
  double *memory = solve(&e, &method, &path);
  for (int player = 0; player < N; ++player)
    for (int side = player < TRADERS ? 0 : 1; side <= (player < TRADERS ? 0 : 2); ++side)
      for (int wave = 1; wave <= 2; ++wave) {
        double size = 1e-2, none = gain_of(&e, &path, player, side, 0, wave),
               up = gain_of(&e, &path, player, side, size, wave),
               down = gain_of(&e, &path, player, side, -size, wave);
        double first = (up - down) / (2 * size), second = (up - 2 * none + down) / (size * size);
        cr_assert(second < -1e-3, "player %d: second variation %g", player, second);
        cr_assert(fabs(first) < 1e-3 * fabs(second), "player %d side %d: first variation %g, second %g",
                  player, side, first, second);
      }
  free(memory);
}

Test(market, no_player_has_a_better_answer) {
  try_deviations(0, 0);
  try_deviations(0.02, 3);
}

/* Picard's iteration, run as it is, errs less and less by the factor that is reported. */
Test(market, picard_factor) {
  example e;
  make_example(&e, 0.12);
  for (int i = 0; i < N; ++i) /* running penalties that matter beside the terminal ones */
    e.running[i] *= 12;
  e.market.noise_buying = (rp_curve){RP_LINEAR, 2, rise_grid, 1, rising};
  rp_collocation method;
  rp_boundary_path path;
  double *memory = solve(&e, &method, &path), *at = malloc(PANELS * STAGES * N * sizeof *at), before = 0,
         after = 0;
  enum { ROOM = (2 * PANELS * STAGES + 3) * N };
  double *work = calloc(2 * ROOM, sizeof *work);
  double factor = rp_market_picard_factor(&e.market, e.diagonal, &path, work + ROOM / 2);
  for (int i = 0; i < ROOM / 2; ++i)
    cr_assert(work[i] == 0 && work[ROOM / 2 + ROOM + i] == 0);
  for (int i = 0; i < PANELS * STAGES * N; ++i)
    at[i] = path.at_node[i] + 1e-2 * (1 + i % N); /* a common shift would change no rate */
  for (int round = 0; round < 30; ++round) {
    double x[N], y[N], rates[PANELS * STAGES * N], states[PANELS * STAGES * N], h = e.horizon / PANELS,
                                                                                error = 0;
    memcpy(x, e.start, sizeof x);
    for (int p = 0; p < PANELS; ++p) {
      for (int j = 0; j < STAGES; ++j)
        rp_market_field(&e.market, h * (p + method.node[j]), at + (p * STAGES + j) * N,
                        rates + (p * STAGES + j) * N, NULL);
      for (int i = 0; i < N; ++i) {
        for (int j = 0; j < STAGES; ++j) {
          states[(p * STAGES + j) * N + i] = x[i];
          for (int k = 0; k < STAGES; ++k)
            states[(p * STAGES + j) * N + i] += h * method.from_left[j][k] * rates[(p * STAGES + k) * N + i];
        }
        for (int k = 0; k < STAGES; ++k)
          x[i] += h * method.weight[k] * rates[(p * STAGES + k) * N + i];
      }
    }
    for (int i = 0; i < N; ++i)
      y[i] = -e.diagonal[i] * x[i];
    for (int p = PANELS - 1; p >= 0; --p)
      for (int i = 0; i < N; ++i) {
        double left = y[i];
        for (int j = 0; j < STAGES; ++j) {
          double now = y[i];
          for (int k = 0; k < STAGES; ++k)
            now += h * method.from_right[j][k] * 2 * e.running[i] * states[(p * STAGES + k) * N + i];
          left -= h * method.weight[j] * 2 * e.running[i] * states[(p * STAGES + j) * N + i];
          error = fmax(error, fabs(now - path.at_node[(p * STAGES + j) * N + i]));
          at[(p * STAGES + j) * N + i] = now;
        }
        y[i] = left;
      }
    if (round == 20) before = error;
    if (round == 28) after = error;
  }
  cr_assert(factor > 0.2 && factor < 1);
  double *exact = malloc(ROOM * sizeof *exact); /* nothing beside it is read either */
  CLOSE(rp_market_picard_factor(&e.market, e.diagonal, &path, exact), factor, 1e-14, 0);
  free(exact);
  CLOSE(pow(after / before, 1.0 / 8), factor, 2e-3, 0);
  free(at);
  free(work);
  free(memory);
}

/* ---- fields of a factor ---- */

static double alpha = 0.25, beta = 0.2;

/* phi follows the factor. */
static rp_traders traders_of(const void *context, double x) {
  const double *slope = context;
  return (rp_traders){5, alpha * (1 + *slope * x), beta, 1, 1, 0.2 + 0.5 * *slope * x};
}

static double course(double t) { /* of a factor without noise */
  return 1 - 0.7 * exp(-1.3 * t);
}

/* Without volatility the factor is a known function of time. */
Test(factor_field, known_course) {
  enum { DEGREE = 24, ORDER = 6, POINTS = 4001 };
  double slope = 0.4, horizon = 1.2, time[POINTS], running[POINTS], permanent[POINTS], reached, at[RP_FIELDS];
  rp_factor_game game = {.law = {.speed = 1.3, .mean = 1, .start = 0.3},
                         .low = -0.2,
                         .high = 1.6,
                         .terminal = 0.4,
                         .lag = 0.9,
                         .context = &slope,
                         .traders = traders_of};
  enum { GUARD = 200 };
  int64_t size = rp_factor_field_size(DEGREE, ORDER);
  double *memory = calloc((size_t)(size + 2 * GUARD), sizeof *memory), values[RP_FIELDS * (DEGREE + 1)];
  for (int i = 0; i < RP_FIELDS * (DEGREE + 1); ++i)
    values[i] = NAN;
  rp_factor_field field;
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-9, memory + GUARD, &field, values);
  for (int i = 0; i < RP_FIELDS * (DEGREE + 1); ++i)
    cr_assert(isfinite(values[i]));
  cr_assert(rp_factor_field_back(&field, horizon, values, &reached));
  for (int i = 0; i < GUARD; ++i) /* only its own memory is written to */
    cr_assert(memory[i] == 0 && memory[GUARD + size + i] == 0);
  rp_factor_field_at(&field, values, 0.3, at);
  for (int k = 0; k < POINTS; ++k) {
    time[k] = horizon * k / (POINTS - 1);
    rp_traders here = traders_of(&slope, course(time[k]));
    running[k] = here.running;
    permanent[k] = here.permanent;
  }
  /* The same by many steps of the explicit midpoint rule. */
  double gain[3] = {-0.8, -0.8, -0.8}, reaction[2] = {0, 0}, h = horizon / (POINTS - 1);
  for (int k = POINTS - 1; k > 0; --k) {
    rp_traders here = {5, (permanent[k] + permanent[k - 1]) / 2, beta, 1,
                       1, (running[k] + running[k - 1]) / 2};
    rp_mode m;
    rp_mode_mean(&here, &m);
    double was = gain[0];
    for (int i = 0; i < 3; ++i) {
      i == 0 ? rp_mode_mean(&here, &m) : i == 1 ? rp_mode_deviation(&here, &m) : rp_mode_own(&here, &m);
      double middle = gain[i] - h / 2 * (m.g + (m.f - m.e) * gain[i] - m.d * gain[i] * gain[i]);
      gain[i] -= h * (m.g + (m.f - m.e) * middle - m.d * middle * middle);
    }
    rp_mode_mean(&here, &m);
    double r = (was + gain[0]) / 2;
    for (int i = 0; i < 2; ++i) {
      double pull = m.f + (i ? game.lag : 0) - m.d * r,
             middle = reaction[i] - h / 2 * (pull * reaction[i] - here.permanent);
      reaction[i] -= h * (pull * middle - here.permanent);
    }
  }
  CLOSE(at[RP_FIELD_MEAN], gain[0], 1e-5, 0);
  CLOSE(at[RP_FIELD_DEVIATION], gain[1], 1e-4, 0);
  CLOSE(at[RP_FIELD_OWN], gain[2], 1e-5, 0);
  CLOSE(at[RP_FIELD_LEVEL], reaction[0], 1e-5, 0);
  CLOSE(at[RP_FIELD_NOISE], reaction[1], 1e-5, 0);
  free(memory);
}

/* Coefficients that do not feel the factor: the closed form at every value of it. */
Test(factor_field, indifferent_market) {
  enum { DEGREE = 16, ORDER = 6 };
  double slope = 0, reached, at[RP_FIELDS];
  rp_factor_game game = {.law = {.speed = 1, .mean = 0, .variance_constant = 0.5, .start = 0.3},
                         .low = -3,
                         .high = 3,
                         .terminal = 0.4,
                         .context = &slope,
                         .traders = traders_of};
  double *memory = malloc((size_t)rp_factor_field_size(DEGREE, ORDER) * sizeof *memory),
         values[RP_FIELDS * (DEGREE + 1)];
  rp_factor_field field;
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-10, memory, &field, values);
  cr_assert(rp_factor_field_back(&field, 0.9, values, &reached));
  rp_traders here = traders_of(&slope, 0);
  rp_mode mode;
  rp_mode_path mean, deviation;
  rp_mode_mean(&here, &mode);
  rp_mode_solve(&mode, 0.4, &mean);
  rp_mode_deviation(&here, &mode);
  rp_mode_solve(&mode, 0.4, &deviation);
  for (double x = -3; x <= 3; x += 0.75) {
    rp_factor_field_at(&field, values, x, at);
    CLOSE(at[RP_FIELD_MEAN], rp_mode_gain(&mean, 0.9), 1e-9, 0);
    CLOSE(at[RP_FIELD_DEVIATION], rp_mode_gain(&deviation, 0.9), 1e-9, 0);
    CLOSE(at[RP_FIELD_LEVEL], at[RP_FIELD_NOISE], 1e-12, 0);
  }
  cr_assert(rp_factor_field_tail(&field, values) < 1e-9);
  free(memory);
}

/* Noise orders that move with the factor, against explicit differences of the equations on a fine grid. */
Test(factor_field, correlated_noise_orders) {
  enum { DEGREE = 24, ORDER = 6, POINTS = 241, STEPS = 12000 };
  double slope = 0.25, horizon = 0.8, reached, at[RP_FIELDS], width = 8.0 / (POINTS - 1);
  rp_factor_game game = {.law = {.speed = 0.8, .mean = 0.2, .variance_constant = 0.3, .start = 0.3},
                         .low = -3,
                         .high = 3,
                         .terminal = 0.4,
                         .lag = 0.9,
                         .correlated = true,
                         .context = &slope,
                         .traders = traders_of};
  double *memory = malloc((size_t)rp_factor_field_size(DEGREE, ORDER) * sizeof *memory),
         values[RP_FIELDS * (DEGREE + 1)];
  rp_factor_field field;
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-9, memory, &field, values);
  cr_assert(rp_factor_field_back(&field, horizon, values, &reached));
  static double r[POINTS], k[POINTS], c[POINTS], more[3][POINTS];
  rp_mode mode[POINTS];
  rp_traders here[POINTS];
  for (int i = 0; i < POINTS; ++i) {
    here[i] = traders_of(&slope, -4 + width * i);
    rp_mode_mean(here + i, mode + i);
    r[i] = -0.8, k[i] = c[i] = 0;
  }
  for (int step = 0; step < STEPS; ++step) {
    double *const u[] = {r, k, c};
    for (int i = 0; i < POINTS; ++i) {
      int low = i > 0 ? i - 1 : 0, high = i < POINTS - 1 ? i + 1 : i;
      double drift = 0.8 * (0.2 - (-4 + width * i)), span = (high - low) * width,
             pull = mode[i].d * r[i] - mode[i].f;
      for (int j = 0; j < 3; ++j) {
        double first = (u[j][high] - u[j][low]) / span;
        double second = high - low == 2 ? (u[j][high] - 2 * u[j][i] + u[j][low]) / (width * width) : 0;
        more[j][i] = drift * first + 0.15 * second;
      }
      more[0][i] += -mode[i].g - (mode[i].f - mode[i].e) * r[i] + mode[i].d * r[i] * r[i];
      more[1][i] += here[i].permanent + (pull - 0.9) * k[i];
      more[2][i] += pull * c[i] + sqrt(0.3) * (k[high] - k[low]) / span;
    }
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < POINTS; ++i)
        u[j][i] += horizon / STEPS * more[j][i];
  }
  for (int i = 90; i <= 165; i += 15) {
    rp_factor_field_at(&field, values, -4 + width * i, at);
    CLOSE(at[RP_FIELD_MEAN], r[i], 1e-3, 0);
    CLOSE(at[RP_FIELD_NOISE], k[i], 1e-3, 0);
    CLOSE(at[RP_FIELD_CORRELATION], c[i], 4e-3, 1e-5);
    cr_assert(fabs(c[i]) > 1e-3);
  }
  free(memory);
}

/* The factor's volatility at every point, for variances that depend on it. */
Test(factor_field, volatility) {
  enum { DEGREE = 8, ORDER = 2, POINTS = DEGREE + 1 };
  double slope = 0, values[RP_FIELDS * POINTS];
  rp_factor_game game = {.law = {.speed = 1, .mean = 1, .variance_constant = 0.3, .variance_slope = 0.2},
                         .low = -1,
                         .high = 3,
                         .context = &slope,
                         .traders = traders_of};
  int64_t size = rp_factor_field_size(DEGREE, ORDER);
  double *one = calloc((size_t)size, sizeof *one), *two = calloc((size_t)size, sizeof *two);
  rp_factor_field field, flat;
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-9, one, &field, values);
  for (int i = 0; i < POINTS; ++i) {
    rp_factor_game level = game;
    level.law.variance_constant = 0.3 + 0.2 * field.state[i];
    level.law.variance_slope = 0;
    rp_factor_field_begin(&level, DEGREE, ORDER, 1e-9, two, &flat, values);
    double sum = 0; /* the derivative of X itself is 1 */
    for (int j = 0; j < POINTS; ++j) {
      CLOSE(field.slope[i * POINTS + j], flat.slope[i * POINTS + j], 1e-14, 0);
      sum += field.slope[i * POINTS + j] * field.state[j];
    }
    CLOSE(sum, sqrt(0.3 + 0.2 * field.state[i]), 1e-12, 1e-13);
  }
  free(one);
  free(two);
}

/* The tail is that of the roughest field, each relative to its own size. */
Test(factor_field, tail) {
  enum { DEGREE = 12, ORDER = 6, POINTS = DEGREE + 1 };
  double slope = 0, values[RP_FIELDS * POINTS];
  rp_factor_game game = {.law = {.speed = 1, .mean = 0, .variance_constant = 0.5},
                         .low = -3,
                         .high = 3,
                         .terminal = 0.4,
                         .context = &slope,
                         .traders = traders_of};
  double *memory = malloc((size_t)rp_factor_field_size(DEGREE, ORDER) * sizeof *memory);
  rp_factor_field field;
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-9, memory, &field, values);
  for (int rough = 0; rough < RP_FIELD_CORRELATION; ++rough) {
    for (int k = 0; k < RP_FIELDS; ++k)
      for (int i = 0; i < POINTS;
           ++i) /* 1 plus a little of the last polynomial, in fields of different sizes */
        values[k * POINTS + i] = pow(10, k) * (1 + (k == rough ? 1e-3 : 1e-9) *
                                                       cos(DEGREE * acos(fmax(-1, fmin(1, field.point[i])))));
    CLOSE(rp_factor_field_tail(&field, values), 1e-3, 0.01, 0);
  }
  free(memory);
}

/* Beyond tau* steps stall. */
Test(factor_field, escape) {
  enum { DEGREE = 12, ORDER = 6 };
  double slope = 0, reached;
  alpha = 3;
  rp_factor_game game = {.law = {.speed = 1, .mean = 0, .variance_constant = 0.5},
                         .low = -3,
                         .high = 3,
                         .terminal = 0,
                         .context = &slope,
                         .traders = traders_of};
  double *memory = malloc((size_t)rp_factor_field_size(DEGREE, ORDER) * sizeof *memory),
         values[RP_FIELDS * (DEGREE + 1)];
  rp_factor_field field;
  rp_traders here = traders_of(&slope, 0);
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&here, &mode);
  rp_mode_solve(&mode, 0, &path);
  double escape = rp_mode_escape(&path);
  rp_mode_own(&here, &mode);
  rp_mode_solve(&mode, 0, &path);
  escape = fmin(escape, rp_mode_escape(&path)); /* a trader alone runs away first */
  cr_assert(isfinite(escape));
  rp_factor_field_begin(&game, DEGREE, ORDER, 1e-7, memory, &field, values);
  cr_assert(!rp_factor_field_back(&field, 2 * escape, values, &reached));
  CLOSE(reached, escape, 1e-3, 0);
  free(memory);
}
