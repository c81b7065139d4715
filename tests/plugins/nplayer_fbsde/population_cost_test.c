/* Costs of one agent on a grid: parts by exact integrals, derivatives and second derivatives by differences, checks that notice. */
#include "nplayer_fbsde/population.h"
#include <string.h>
#include "expect.h"

enum { PANELS = 3, STAGES = 16, NODES = PANELS * STAGES };
static const double pi = 3.14159265358979323846;

static double origin[] = {0}, one[] = {1}, volatility[] = {0.8}, drifting[] = {0.3};
static double slippage[] = {9, 0.4}, aversion[] = {9, 1.7}, penalty[] = {9, 0.6}, start[] = {9, 1.5};
static double time[NODES], slippage_shape[NODES], risk_shape[NODES], drift[NODES],
    perturbation[NODES * RP_PERTURBATIONS * 2], edges[] = {0, 0.3, 1.1, 2};
static rp_collocation method;
static rp_population_grid grid;

static rp_curve constant(double *value) {
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = value};
}

static rp_population make(double impact) {
  rp_population p = {.agents = 2,
                     .horizon = 2,
                     .impact = impact,
                     .slippage = slippage,
                     .risk_aversion = aversion,
                     .penalty = penalty,
                     .start = start,
                     .slippage_shape = constant(one),
                     .risk_shape = constant(one),
                     .volatility = constant(volatility),
                     .drift = constant(drifting)};
  rp_collocation_make(STAGES, &method);
  grid = (rp_population_grid){.stages = STAGES,
                              .time = time,
                              .slippage_shape = slippage_shape,
                              .risk_shape = risk_shape,
                              .drift = drift,
                              .perturbation = perturbation};
  return p;
}

/* A second change of the rates. */
static double also;
static int also_m;

/* xi = -1 + t + epsilon cos(m pi t/T); the others' rates are held at 0.2 - 0.1 t. Y is the integral of its equation from Y(0). */
static rp_agent_cost cost_of(const rp_population *p, double epsilon, int m, double first_adjoint,
                             double error) {
  double rate[2 * NODES], forcing[NODES], adjoint[2 * (PANELS + 1)], x = start[1], y = first_adjoint;
  grid.population = p;
  rp_population_sample(&method, PANELS, edges, &grid);
  rp_population_perturb(NODES, &grid);
  memset(rate, 0, sizeof rate);
  adjoint[0] = y;
  for (int k = 0; k < PANELS; ++k) {
    double h = edges[k + 1] - edges[k], left = x;
    for (int j = 0; j < STAGES; ++j) {
      double t = time[k * STAGES + j],
             xi = -1 + t + epsilon * cos(m * pi * t / 2) + also * cos(also_m * pi * t / 2);
      rate[2 * (k * STAGES + j)] = xi;
      forcing[k * STAGES + j] = 0.3 + p->impact * (0.2 - 0.1 * t + xi);
      x += h * method.weight[j] * xi;
    }
    for (int j = 0; j < STAGES; ++j) {
      double t = time[k * STAGES + j], here = left;
      for (int i = 0; i < STAGES; ++i)
        here += h * method.from_left[j][i] * rate[2 * (k * STAGES + i)];
      y += h * method.weight[j] * (0.3 + p->impact * (0.2 - 0.1 * t) - 2 * 1.7 * 0.64 * here);
    }
    adjoint[2 * (k + 1)] = y + (k == 1 ? error : 0);
  }
  rp_agent_path path = {1, 2, rate, adjoint, forcing, x};
  return rp_population_cost(&grid, &method, PANELS, edges, &path);
}

/* X = 1.5 - t + t^2/2 on [0, 2], X(2) = 1.5. */
Test(population_cost, parts_are_the_integrals) {
  rp_population p = make(0.5);
  rp_agent_cost cost = cost_of(&p, 0, 0, 1, 0);
  CLOSE(cost.parts[RP_COST_INITIAL], 0.25 * 2.25, 1e-15, 0);
  CLOSE(cost.parts[RP_COST_TERMINAL], (0.6 - 0.25) * 2.25, 1e-14, 0);
  CLOSE(cost.parts[RP_COST_SLIPPAGE], 0.4 * 2. / 3, 1e-14, 0);
  double square = 2.25 * 2 - 1.5 * 4 + 2.5 * 8. / 3 - 16. / 4 + 32. / 20; /* of X */
  CLOSE(cost.parts[RP_COST_RISK], 1.7 * 0.64 * square, 1e-14, 0);
  double whole = 3 - 2 + 8. / 6, weighted = 1.5 * 2 - 8. / 3 + 16. / 8; /* of X and t X */
  CLOSE(cost.parts[RP_COST_DRIFT], -0.3 * whole, 1e-14, 0);
  CLOSE(cost.parts[RP_COST_INTERACTION], -0.5 * (0.2 * whole - 0.1 * weighted), 1e-14, 0);
  double sum = 0;
  for (int k = 0; k < RP_COST_PARTS; ++k)
    sum += cost.parts[k];
  CLOSE(cost.total, sum, 1e-15, 0);
  double interaction = -cost.parts[RP_COST_DRIFT] - cost.parts[RP_COST_INTERACTION];
  CLOSE(cost.identity, fabs(cost.total - (0.25 * 2.25 + 0.75 - interaction / 2)), 1e-13, 0);
  CLOSE(cost.scale > cost.total ? 1 : 0, 1, 0, 0);
}

Test(population_cost, derivatives_are_differences) {
  for (int negative = 0; negative < 2; ++negative) {
    rp_population p = make(negative ? 1.3 : 0.5);
    const double epsilon = 0.5;
    double slope = 0, curvature = INFINITY, gamma = 0.6 - p.impact / 2, initial = p.impact / 2 * 2.25;
    rp_agent_cost base = cost_of(&p, 0, 0, 1, 0);
    for (int m = 0; m < RP_PERTURBATIONS; ++m) {
      double up = cost_of(&p, epsilon, m, 1, 0).total, down = cost_of(&p, -epsilon, m, 1, 0).total;
      double second = (up - 2 * base.total + down) / (2 * epsilon * epsilon), last = m == 0 ? gamma * 4 : 0;
      slope = fmax(slope, fabs(up - down) / (2 * epsilon));
      curvature = fmin(curvature, second / (second - last + fabs(last)));
    }
    CLOSE(base.slope, slope, 1e-9, 0);
    CLOSE(base.curvature, curvature, 1e-9, 0);
    cr_assert(negative ? base.curvature < 1 : base.curvature == 1);
    cr_assert(initial > 0 && base.scale >= base.slope);
  }
}

/* Large parts along each change of rates in turn. */
Test(population_cost, every_perturbation_counts) {
  rp_population p = make(0.5);
  for (int large = 0; large < RP_PERTURBATIONS; ++large) {
    double slope = 0;
    also = 0;
    double found = cost_of(&p, 50, large, 1, 0).slope;
    for (also_m = 0; also_m < RP_PERTURBATIONS; ++also_m) {
      also = 0.5;
      double up = cost_of(&p, 50, large, 1, 0).total;
      also = -0.5;
      slope = fmax(slope, fabs(up - cost_of(&p, 50, large, 1, 0).total));
    }
    CLOSE(found, slope, 1e-9, 0);
  }
  also = 0;
}

Test(population_cost, the_scale_is_the_sum_of_sizes) {
  rp_population p = make(0);
  penalty[1] = -0.3;
  rp_agent_cost cost = cost_of(&p, 0, 0, 1, 0);
  double sizes =
      0.3 * 2.25 + cost.parts[RP_COST_SLIPPAGE] + cost.parts[RP_COST_RISK] - cost.parts[RP_COST_DRIFT];
  double first = 0.4 * 2 * 1,
         risk =
             2 * 1.7 * 0.64; /* along a constant rate: int |2 eta xi| + int |(2 a X - b) t| + |2 gamma X T| */
  double along = first + risk * (3 - 8. / 3 + 2) - 0.3 * 2 + 2 * 0.3 * 1.5 * 2;
  CLOSE(cost.scale, fmax(sizes, along), 2e-3, 0); /* |xi| has a kink inside a panel */
  cost = cost_of(&p, 50, 1, 1, 0);
  sizes = 0.3 * 2.25 + cost.parts[RP_COST_SLIPPAGE] + cost.parts[RP_COST_RISK] - cost.parts[RP_COST_DRIFT];
  CLOSE(cost.scale, sizes, 1e-12, 0);
}

Test(population_cost, the_residual_is_the_largest_gap) {
  rp_population p = make(0.5);
  CLOSE(cost_of(&p, 0, 0, 5, 0).residual, 0, 0, 1e-15);
  double adjoint_at_end = 5 + 0.3 * 2 + 0.5 * (0.4 - 0.2) - 2 * 1.7 * 0.64 * (3 - 2 + 8. / 6);
  double largest = fmax(5, fabs(adjoint_at_end));
  CLOSE(cost_of(&p, 0, 0, 5, 0.01).residual, 0.01 / largest, 1e-10, 0);
  CLOSE(cost_of(&p, 0, 0, -20, 0.01).residual, 0.01 / fabs(adjoint_at_end - 25), 1e-10, 0);
}

/* By numbers of agents where some are chosen, at the nodes of a panel. */
Test(population_cost, coefficients_of_chosen_agents) {
  const int64_t chosen[] = {1, 0, 1, 1, 0};
  double eta[STAGES * RP_AGENT_LANES], a[STAGES * RP_AGENT_LANES], bent[] = {1, 3}, at[] = {0, 0.7};
  rp_population p = make(0.5);
  p.slippage_shape = (rp_curve){.rule = RP_LINEAR, .grid_count = 2, .grid = at, .data = bent};
  grid.population = &p;
  rp_population_sample(&method, PANELS, edges, &grid);
  for (int k = 0; k < 2; ++k) {
    grid.chosen = k ? chosen : NULL;
    rp_population_coefficients(&grid, k ? 2 : 0, 2, STAGES, eta, a);
    for (int j = 0; j < STAGES; ++j)
      for (int l = 0; l < 2; ++l) {
        int64_t agent = k ? chosen[2 + l] : l;
        double t = 0.3 + 0.8 * method.node[j], shape = t < 0.7 ? 1 + 2 * t / 0.7 : 3;
        CLOSE(eta[j * RP_AGENT_LANES + l], slippage[agent] * shape, 1e-14, 0);
        CLOSE(a[j * RP_AGENT_LANES + l], aversion[agent] * 0.64, 1e-14, 0);
      }
  }
  grid.chosen = NULL;
}

/* -eta (c + w coth w T) + ...: the critical gamma of agent 1, alone and with its own impact. */
Test(population_cost, critical_residual_penalty) {
  rp_population p = make(0.5);
  for (int k = 0; k < 2; ++k) {
    double impact = k * 0.7, c = impact / (4 * 0.4), w = sqrt(c * c + 1.7 * 0.64 / 0.4);
    CLOSE(rp_population_critical(&p, 1, impact), -0.4 * (c + w / tanh(2 * w)), 1e-13, 0);
  }
}
