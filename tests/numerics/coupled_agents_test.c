/*
 * The coupled agents: the solution of the scalar equation, put back, satisfies all 2n collocation equations; both forms agree, have
 * order 2s and give rates that add up; one agent against its closed form; products equal those with the kernel; the game of a sample solves
 * the matrix's equation and preconditions GMRES; failing agents named.
 */
#include "numerics/coupled_agents.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include "numerics/gmres.h"

enum { AGENTS = 600, NODES = 256, EDGES = 40, LANES = RP_AGENT_LANES, WORK = 1 << 20 };

typedef struct population {
  double slippage[AGENTS], risk[AGENTS], terminal[AGENTS], start[AGENTS];
  double swing, times[NODES];
} population;

static population p;
static rp_collocation method;
static rp_coupled_agents game;
static double edges[EDGES], kernel[NODES * NODES], source[4 * NODES], rates[NODES], drift[NODES],
    forcing[NODES], rcond;
static double work[WORK];
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

/* Everything shares one array here. */
static void check_workspace(void) {
  for (int form = 0; form < 2; ++form) {
    rp_coupled_agents other = game;
    other.form = (rp_agent_form)form;
    cr_assert(rp_coupled_workspace(&other) <= WORK && rp_coupled_respond_workspace(&other) <= WORK &&
              rp_coupled_product_workspace(&other) <= WORK);
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
  check_workspace();
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

static void ranges_add_up(rp_agent_form form, double swing) {
  static double other[NODES * NODES], part[4 * NODES];
  make(AGENTS, 0.01, swing, 6, 0, 9);
  game.form = form;
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

Test(coupled_agents, ranges_add_up_and_padding_is_silent) {
  ranges_add_up(RP_AGENTS_COLLOCATION, 0.4);
  ranges_add_up(RP_AGENTS_GREEN, 0);
  ranges_add_up(RP_AGENTS_GREEN, 0.4);
}

Test(coupled_agents, names_the_agent_without_solution) {
  for (int k = 0; k < 4; ++k) {
    make(20, 0.1, k / 2 * 0.2, 8, 1, 3);
    game.form = k % 2 ? RP_AGENTS_GREEN : RP_AGENTS_COLLOCATION;
    p.terminal[13] = -5;
    memset(kernel, 0, sizeof kernel);
    cr_assert_eq(rp_coupled_assemble(&game, 0, 20, kernel, source, work), 13);
    double sum[NODES] = {0};
    if (k % 2) cr_assert_eq(rp_coupled_product(&game, 0, 20, true, drift, sum, work), 13);
  }
}

/* ---- Green's functions ---- */

/* Largest relative difference of V, of the sums of the agents' rates from V, and of the adjoint's increments from its
 * equation, between Green's functions and collocation. */
static void compare_forms(double tolerance) {
  double collocated[NODES], sum[NODES] = {0}, size = 0, worst = 0;
  game.form = RP_AGENTS_COLLOCATION;
  solve();
  int64_t nodes = rp_coupled_nodes(&game);
  memcpy(collocated, rates, sizeof collocated);
  game.form = RP_AGENTS_GREEN;
  solve();
  for (int64_t i = 0; i < nodes; ++i) {
    size = fmax(size, fabs(rates[i]));
    worst = fmax(worst, fabs(rates[i] - collocated[i]));
  }
  cr_assert(worst < tolerance * size, "V differs by %.2g of %.2g", worst, size);
  worst = 0;
  for (int64_t first = 0; first < game.agents; first += LANES)
    worst = fmax(worst, residual(first, game.agents - first < LANES ? game.agents - first : LANES, sum));
  cr_assert(worst < 10 * tolerance * size, "residual %.2g", worst);
  for (int64_t i = 0; i < nodes; ++i)
    cr_assert(fabs(sum[i] - rates[i]) < 1e-12 * size, "sum of rates %.17g, V %.17g", sum[i], rates[i]);
}

Test(coupled_agents, green_functions_agree_with_collocation) {
  make(1, 0.2, 0, 12, 1, 3);
  compare_forms(1e-12);
  make(13, 0.3, 0, 12, 1, 4);
  compare_forms(1e-12);
  make(AGENTS, 4.0 / AGENTS, 0, 12, 1, 10);
  compare_forms(1e-12);
  make(300, 0.1, 0, 12, 0, 60);
  compare_forms(1e-10);
  make(2, 0.5, 0.8, 12, 2, 4);
  compare_forms(1e-10);
  make(40, 0.1, 0.9, 12, 2, 6);
  compare_forms(1e-9);
}

/* Stiff, and large penalties: no digits go. */
Test(coupled_agents, green_functions_of_stiff_agents) {
  make(9, 0.05, 0, 8, 3, 0);
  for (int i = 0; i < 9; ++i) {
    p.risk[i] *= 1e2;
    p.terminal[i] = i % 2 ? 1e9 : -0.1;
  }
  compare_forms(1e-10);
  make(9, 0.05, 0, 12, 2, 0);
  for (int i = 0; i < 9; ++i)
    p.risk[i] = 0;
  compare_forms(1e-11);
}

Test(coupled_agents, green_functions_converge_with_order_two_s) {
  for (int swing = 0; swing < 2; ++swing) {
    double end[4];
    for (int level = 0; level < 4; ++level) {
      make(40, 0.05, 0.6 * swing, 3, level, 0);
      game.form = RP_AGENTS_GREEN;
      solve();
      end[level] = 0;
      for (int64_t k = 0; k < game.panels; ++k)
        for (int64_t j = 0; j < 3; ++j)
          end[level] += (edges[k + 1] - edges[k]) * method.weight[j] * rates[k * 3 + j];
    }
    double order = log2(fabs(end[1] - end[0]) / fabs(end[2] - end[1]));
    cr_assert(order > 5 && order < 8.5, "order %.2f", order);
    cr_assert(fabs(end[3] - end[2]) < fabs(end[2] - end[1]) / 30);
  }
}

/* The same coefficients as agents' constants times shapes. */
Test(coupled_agents, shapes_equal_coefficients) {
  static double slippage[AGENTS], risk[AGENTS], by_coefficients[NODES];
  double slippage_shape[NODES], risk_shape[NODES];
  for (int k = 0; k < 4; ++k) {
    make(21, 0.2, 0, 6 + 6 * (k % 2), 1, 3);
    game.form = k / 2 ? RP_AGENTS_GREEN : RP_AGENTS_COLLOCATION;
    solve();
    memcpy(by_coefficients, rates, sizeof rates);
    for (int i = 0; i < 21; ++i) {
      slippage[i] = p.slippage[i] / 2;
      risk[i] = p.risk[i] / 4;
    }
    for (int i = 0; i < NODES; ++i) {
      slippage_shape[i] = 2;
      risk_shape[i] = 4;
    }
    game.slippage = slippage;
    game.risk = risk;
    game.slippage_shape = slippage_shape;
    game.risk_shape = risk_shape;
    solve();
    for (int64_t i = 0; i < rp_coupled_nodes(&game); ++i)
      cr_assert(fabs(rates[i] - by_coefficients[i]) < 1e-12);
    game.steady = false;
    solve();
    for (int64_t i = 0; i < rp_coupled_nodes(&game); ++i)
      cr_assert(fabs(rates[i] - by_coefficients[i]) < 1e-9);
  }
}

/* -eta (c + w coth w), the gamma that is singular over the horizon 1, with c = lambda/(4 eta) and w^2 = c^2 + a/eta. */
Test(coupled_agents, critical_terminal_values) {
  for (int k = 0; k < 4; ++k) {
    double impact = k % 2 * 0.4, critical[LANES];
    make(11, impact, 0, 12, 2, 0);
    game.form = RP_AGENTS_GREEN;
    game.steady = k < 2;
    memset(p.terminal, 0, sizeof p.terminal);
    for (int64_t first = 0; first < 11; first += LANES) {
      int64_t some = 11 - first < LANES ? 11 - first : LANES;
      cr_assert_eq(rp_coupled_critical(&game, first, some, critical, work), RP_AGENT_NONE);
      for (int64_t l = 0; l < some; ++l) {
        double eta = p.slippage[first + l], c = impact / (4 * eta), w = sqrt(c * c + p.risk[first + l] / eta);
        cr_assert(fabs(critical[l] + eta * (c + w / tanh(w))) < 1e-12, "%.17g", critical[l]);
      }
    }
  }
}

/* ---- without the matrix ---- */

Test(coupled_agents, products_are_those_with_the_kernel) {
  for (int swing = 0; swing < 2; ++swing) {
    double sum[NODES] = {0}, other[NODES] = {0};
    make(301, 0.02, 0.5 * swing, 7, 0, 30);
    game.form = RP_AGENTS_GREEN;
    int64_t nodes = rp_coupled_nodes(&game);
    memset(kernel, 0, sizeof kernel), memset(source, 0, sizeof source);
    rp_coupled_assemble(&game, 0, game.agents, kernel, source, work);
    cr_assert_eq(rp_coupled_product(&game, 0, 100, true, drift, sum, work), RP_AGENT_NONE);
    cr_assert_eq(rp_coupled_product(&game, 100, 301, true, drift, sum, work), RP_AGENT_NONE);
    cr_assert_eq(rp_coupled_product(&game, 0, 301, false, drift, other, work), RP_AGENT_NONE);
    for (int64_t i = 0; i < nodes; ++i) {
      double want = 0;
      for (int64_t j = 0; j < nodes; ++j)
        want += kernel[i * nodes + j] * drift[j];
      cr_assert(fabs(other[i] - want) < 1e-11 && fabs(sum[i] - source[i] - want) < 1e-11);
    }
  }
}

static double factors[2 * WORK];

Test(coupled_agents, the_game_of_a_sample_solves_the_equation) {
  const int64_t sizes[] = {1, 5, 16, 33};
  for (int k = 0; k < 8; ++k) {
    double right[NODES], solution[NODES];
    make(sizes[k / 2], 0.4, 0.5 * (k % 2), 6, 0, 20);
    game.form = RP_AGENTS_GREEN;
    int64_t nodes = rp_coupled_nodes(&game);
    memset(kernel, 0, sizeof kernel), memset(source, 0, sizeof source);
    rp_coupled_assemble(&game, 0, game.agents, kernel, source, work);
    cr_assert(rp_coupled_sample_size(&game) <= WORK);
    cr_assert(rp_coupled_sample_make(&game, 0.7, factors));
    for (int64_t i = 0; i < nodes; ++i)
      right[i] = cos((double)i);
    rp_coupled_sample_solve(&game, factors, right, solution);
    for (int64_t i = 0; i < nodes; ++i) {
      double product = solution[i];
      for (int64_t j = 0; j < nodes; ++j)
        product -= 0.7 * kernel[i * nodes + j] * solution[j];
      cr_assert(fabs(product - right[i]) < 1e-11, "%.17g, want %.17g", product, right[i]);
    }
  }
  make(3, 0.1, 0, 6, 0, 20);
  game.form = RP_AGENTS_GREEN;
  p.terminal[1] = -5;
  cr_assert(!rp_coupled_sample_make(&game, 0.7, factors));
}

static rp_coupled_agents few;

static bool apply(void *context, const double *x, double *product) {
  int64_t nodes = rp_coupled_nodes(&game);
  (void)context;
  memset(product, 0, (size_t)nodes * sizeof *product);
  cr_assert_eq(rp_coupled_product(&game, 0, game.agents, false, x, product, work), RP_AGENT_NONE);
  for (int64_t i = 0; i < nodes; ++i)
    product[i] = x[i] - game.impact * product[i];
  return true;
}

static void precondition(void *context, const double *x, double *result) {
  (void)context;
  rp_coupled_sample_solve(&few, factors, x, result);
}

/* Products to 1e-13 for lambda n = 0.4 .. 4000, with every 18th agent as the preconditioner, and without one. */
Test(coupled_agents, a_sample_makes_gmres_independent_of_the_coupling) {
  static double krylov[WORK];
  enum { MOST = 120, FEW = 32, STEP = 18 };
  int64_t plain = 0;
  for (int k = 0; k < 5; ++k) {
    double x[NODES] = {0}, right[NODES] = {0}, start[FEW], terminal[FEW], slippage[FEW], risk[FEW];
    const double shape[] = {1};
    double strength = 0.4 * pow(10, k);
    rp_gmres_report report;
    make(AGENTS, strength / AGENTS, 0, 8, 0, strength);
    game.form = RP_AGENTS_GREEN;
    int64_t nodes = rp_coupled_nodes(&game);
    cr_assert(rp_gmres_workspace(nodes, MOST) <= WORK);
    few = game;
    for (int i = 0; i < FEW; ++i) {
      start[i] = p.start[STEP * i], terminal[i] = p.terminal[STEP * i];
      slippage[i] = p.slippage[STEP * i], risk[i] = p.risk[STEP * i];
    }
    few.agents = FEW;
    few.start = start, few.terminal = terminal, few.slippage = slippage, few.risk = risk;
    few.slippage_shape = few.risk_shape = shape;
    cr_assert(rp_coupled_sample_make(&few, game.impact * AGENTS / FEW, factors));
    cr_assert_eq(rp_coupled_product(&game, 0, AGENTS, true, drift, right, work), RP_AGENT_NONE);
    rp_gmres_operator a = {apply, precondition, NULL}, bare = {apply, NULL, NULL};
    cr_assert(rp_gmres(nodes, &a, right, 1e-13, MOST, x, krylov, &report),
              "lambda n = %g: %lld products, %.2g", strength, (long long)report.products, report.residual);
    cr_assert(report.products >= 4 && report.products <= 14, "lambda n = %g: %lld products", strength,
              (long long)report.products);
    solve();
    for (int64_t i = 0; i < nodes; ++i)
      cr_assert(fabs(x[i] - rates[i]) < 1e-8 * fabs(rates[0]));
    memset(x, 0, sizeof x);
    if (k < 3) {
      cr_assert(rp_gmres(nodes, &bare, right, 1e-13, MOST, x, krylov, &report));
      cr_assert(report.products > plain && report.products > 8);
      plain = report.products;
    }
  }
  cr_assert(plain > 30, "%lld", (long long)plain);
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
