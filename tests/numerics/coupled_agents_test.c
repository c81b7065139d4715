/*
 * The coupled agents: the solution of the scalar equation, put back, satisfies all 2n collocation equations; order;
 * one agent against its closed form; permutation; failing agents named.
 */
#include "numerics/coupled_agents.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { AGENTS = 600, NODES = 256, EDGES = 40, LANES = RP_AGENT_LANES };

typedef struct population {
  double slippage[AGENTS], risk[AGENTS], terminal[AGENTS], start[AGENTS];
  double swing, times[NODES];
} population;

static population p;
static rp_collocation method;
static rp_coupled_agents game;
static double edges[EDGES], kernel[NODES * NODES], source[4 * NODES], rates[NODES], drift[NODES],
    forcing[NODES], rcond;
static double work[RP_AGENT_BLOCK * (5 * NODES + 3 * EDGES) + NODES * RP_COLLOCATION_MOST * LANES];
static int32_t pivots[2 * NODES];

static void coefficients(const void *context, int64_t first, int64_t count, int64_t nodes, double *slippage,
                         double *risk) {
  const population *q = context;
  for (int64_t j = 0; j < method.stages; ++j)
    for (int64_t l = 0; l < count; ++l) {
      double wave = q->swing * sin(5 * q->times[nodes + j] + 0.1 * (double)(first + l));
      slippage[j * LANES + l] = q->slippage[first + l] * (1 + wave / 2);
      risk[j * LANES + l] = q->risk[first + l] * (1 + wave);
    }
}

static void make(int64_t agents, double impact, double swing, int stages, int level, double rate) {
  const double cut = 0.3;
  rp_collocation_make(stages, &method);
  p.swing = swing;
  for (int i = 0; i < agents; ++i) {
    p.slippage[i] = 0.4 * (1 + 0.5 * sin(i + 1));
    p.risk[i] = 1 + 0.5 * cos(2 * (i + 1));
    p.terminal[i] = 2 * (1 + 0.5 * sin(3 * (i + 1))) - impact / 2;
    p.start[i] = cos(0.5 * (i + 1)) + 0.2;
  }
  game = (rp_coupled_agents){.agents = agents,
                             .start = p.start,
                             .terminal = p.terminal,
                             .impact = impact,
                             .coefficients = coefficients,
                             .context = &p,
                             .steady = swing == 0,
                             .method = &method,
                             .edges = edges};
  game.panels = rp_coupled_grid(1, rate, 1, &cut, level, NULL);
  cr_assert(game.panels < EDGES && game.panels * stages <= NODES);
  cr_assert_eq(rp_coupled_grid(1, rate, 1, &cut, level, edges), game.panels);
  for (int64_t k = 0; k < game.panels; ++k)
    for (int64_t j = 0; j < stages; ++j) {
      double t = edges[k] + (edges[k + 1] - edges[k]) * method.node[j];
      p.times[k * stages + j] = t;
      drift[k * stages + j] = 0.3 * cos(3 * t);
    }
  cr_assert(rp_coupled_workspace(&game) <= (int64_t)(sizeof work / sizeof *work));
}

static void solve(void) {
  int64_t nodes = rp_coupled_nodes(&game);
  memset(kernel, 0, sizeof kernel);
  memset(source, 0, sizeof source);
  cr_assert_eq(rp_coupled_assemble(&game, 0, game.agents, kernel, source, work), RP_AGENT_NONE);
  cr_assert(rp_coupled_solve(nodes, game.impact, drift, kernel, source, pivots, rates, &rcond));
  for (int64_t i = 0; i < nodes; ++i)
    forcing[i] = drift[i] + game.impact * rates[i];
}

/* Worst violation of an agent's collocation equations and conditions; adds its rates to `sum`. */
static double residual(int64_t first, int64_t count, double *sum) {
  static double rate[NODES * LANES], inventory[EDGES * LANES], adjoint[EDGES * LANES];
  rp_coupled_paths paths = {rate, inventory, adjoint};
  double worst = 0, slippage[16 * LANES], risk[16 * LANES];
  int64_t s = method.stages;
  cr_assert_eq(rp_coupled_respond(&game, first, count, forcing, &paths, work), RP_AGENT_NONE);
  for (int64_t l = 0; l < count; ++l) {
    worst = fmax(worst, fabs(inventory[l] - p.start[first + l]));
    double end = inventory[game.panels * LANES + l];
    worst = fmax(worst, fabs(adjoint[game.panels * LANES + l] - 2 * p.terminal[first + l] * end));
    for (int64_t k = 0; k < game.panels; ++k) {
      double h = edges[k + 1] - edges[k], slope[16], x[16], whole = 0;
      coefficients(&p, first, count, k * s, slippage, risk);
      for (int64_t j = 0; j < s; ++j) {
        x[j] = inventory[k * LANES + l];
        for (int64_t i = 0; i < s; ++i)
          x[j] += h * method.from_left[j][i] * rate[(k * s + i) * LANES + l];
        sum[k * s + j] += rate[(k * s + j) * LANES + l];
      }
      for (int64_t j = 0; j < s; ++j) {
        slope[j] =
            forcing[k * s + j] - game.impact * rate[(k * s + j) * LANES + l] - 2 * risk[j * LANES + l] * x[j];
        whole += h * method.weight[j] * slope[j];
      }
      for (int64_t j = 0; j < s; ++j) {
        double y = adjoint[k * LANES + l];
        for (int64_t i = 0; i < s; ++i)
          y += h * method.from_left[j][i] * slope[i];
        worst = fmax(worst, fabs(y + 2 * slippage[j * LANES + l] * rate[(k * s + j) * LANES + l]));
      }
      worst = fmax(worst, fabs(adjoint[(k + 1) * LANES + l] - adjoint[k * LANES + l] - whole));
    }
  }
  return worst;
}

static void check_equations(void) {
  double sum[NODES] = {0}, worst = 0, size = 0;
  solve();
  for (int64_t first = 0; first < game.agents; first += LANES)
    worst = fmax(worst, residual(first, game.agents - first < LANES ? game.agents - first : LANES, sum));
  cr_assert(worst < 1e-11, "residual %.2g", worst);
  for (int64_t i = 0; i < rp_coupled_nodes(&game); ++i)
    size = fmax(size, fabs(rates[i]));
  for (int64_t i = 0; i < rp_coupled_nodes(&game); ++i)
    cr_assert(fabs(sum[i] - rates[i]) < 1e-11 * size, "sum of rates %.17g, V %.17g", sum[i], rates[i]);
}

Test(coupled_agents, satisfies_the_collocation_equations) {
  make(1, 0.2, 0, 8, 1, 0);
  check_equations();
  make(2, 0.5, 0, 6, 1, 4);
  check_equations();
  make(13, 0.3, 0.8, 5, 2, 0);
  check_equations();
  make(AGENTS, 4.0 / AGENTS, 0, 8, 1, 10);
  check_equations();
  make(300, 0.1, 0.9, 8, 1, 60);
  check_equations();
}

/* W at the end against the finest grid, by levels. */
Test(coupled_agents, converges_with_order_two_s) {
  double end[4];
  for (int level = 0; level < 4; ++level) {
    make(40, 0.05, 0.6, 3, level, 0);
    solve();
    end[level] = 0;
    for (int64_t k = 0; k < game.panels; ++k)
      for (int64_t j = 0; j < 3; ++j)
        end[level] += (edges[k + 1] - edges[k]) * method.weight[j] * rates[k * 3 + j];
  }
  double order = log2(fabs(end[1] - end[0]) / fabs(end[2] - end[1]));
  cr_assert(order > 5 && order < 7.5, "order %.2f", order);
  cr_assert(fabs(end[3] - end[2]) < fabs(end[2] - end[1]) / 30);
}

/* eta X'' = a X - b/2 with eta X' = -gamma X at the end. */
Test(coupled_agents, one_agent_in_closed_form) {
  make(1, 0, 0, 12, 1, 3);
  for (int i = 0; i < NODES; ++i)
    drift[i] = 0.7;
  p.terminal[0] = 1e9;
  solve();
  double rate[NODES * LANES], inventory[EDGES * LANES], adjoint[EDGES * LANES];
  rp_coupled_paths paths = {rate, inventory, adjoint};
  cr_assert_eq(rp_coupled_respond(&game, 0, 1, forcing, &paths, work), RP_AGENT_NONE);
  double k = sqrt(p.risk[0] / p.slippage[0]), rest = 0.35 / p.risk[0], gamma = 1e9 / p.slippage[0];
  for (int64_t e = 0; e <= game.panels; ++e) {
    double t = edges[e],
           u = (k * cosh(k * (1 - t)) + gamma * sinh(k * (1 - t))) / (k * cosh(k) + gamma * sinh(k));
    double exact =
        rest + (p.start[0] - rest) * u - gamma * rest * sinh(k * t) / (k * cosh(k) + gamma * sinh(k));
    cr_assert(fabs(inventory[e * LANES] - exact) < 1e-13, "%.17g, want %.17g", inventory[e * LANES], exact);
  }
}

Test(coupled_agents, ranges_add_up_and_padding_is_silent) {
  static double other[NODES * NODES], part[4 * NODES];
  make(AGENTS, 0.01, 0.4, 6, 0, 9);
  int64_t nodes = rp_coupled_nodes(&game);
  solve();
  memset(kernel, 0, sizeof kernel), memset(source, 0, sizeof source);
  memset(other, 0, sizeof other), memset(part, 0, sizeof part);
  rp_coupled_assemble(&game, 0, AGENTS, kernel, source, work);
  for (int64_t first = 0; first < AGENTS; first += 37)
    rp_coupled_assemble(&game, first, first + 37 < AGENTS ? first + 37 : AGENTS, other, part, work);
  for (int64_t i = 0; i < nodes * nodes; ++i)
    cr_assert(fabs(kernel[i] - other[i]) < 1e-11);
  for (int64_t i = 0; i < nodes; ++i)
    cr_assert(fabs(source[i] - part[i]) < 1e-11);
}

Test(coupled_agents, names_the_agent_without_solution) {
  make(20, 0.1, 0, 8, 1, 3);
  p.terminal[13] = -5;
  memset(kernel, 0, sizeof kernel);
  cr_assert_eq(rp_coupled_assemble(&game, 0, 20, kernel, source, work), 13);
}

Test(coupled_agents, grid_resolves_layers_and_keeps_cuts) {
  const double cuts[] = {-1, 0, 0.25, 0.4, 1, 3};
  int64_t panels = rp_coupled_grid(1, 64, 6, cuts, 0, NULL);
  cr_assert_eq(rp_coupled_grid(1, 64, 6, cuts, 0, edges), panels);
  cr_assert(edges[0] == 0 && edges[panels] == 1 && edges[1] * 64 <= 2 && (1 - edges[panels - 1]) * 64 <= 2);
  bool found = false;
  for (int64_t i = 0; i < panels; ++i) {
    cr_assert(edges[i + 1] > edges[i] + 1e-9);
    found = found || edges[i] == 0.4;
  }
  cr_assert(found);
  cr_assert_eq(rp_coupled_grid(1, 64, 6, cuts, 2, NULL), 4 * panels);
}
