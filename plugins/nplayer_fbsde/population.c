/* population.c - see population.h. */
#include "population.h"
#include <math.h>
#include "profile.h"

static const double pi = 3.14159265358979323846;

double rp_population_slippage(const rp_population *population, int64_t agent, double t) {
  if (population->slippage_curves) {
    rp_curve curve = rp_curve_of(population->slippage_curves, agent);
    return rp_curve_at(&curve, t);
  }
  return population->slippage[agent] * rp_curve_at(&population->slippage_shape, t);
}

static double aversion(const rp_population *population, int64_t agent, double t) {
  if (population->risk_curves) {
    rp_curve curve = rp_curve_of(population->risk_curves, agent);
    return rp_curve_at(&curve, t);
  }
  return population->risk_aversion[agent] * rp_curve_at(&population->risk_shape, t);
}

double rp_population_risk(const rp_population *population, int64_t agent, double t) {
  double sigma = rp_curve_at(&population->volatility, t);
  return aversion(population, agent, t) * sigma * sigma;
}

static bool is_constant(const rp_curve *curve) {
  return curve->rule == RP_CHEBYSHEV ? curve->grid_count == 2 && curve->terms == 1 : curve->grid_count == 1;
}

bool rp_population_steady(const rp_population *population) {
  return !population->slippage_curves && !population->risk_curves &&
         is_constant(&population->slippage_shape) && is_constant(&population->risk_shape) &&
         is_constant(&population->volatility);
}

void rp_population_sample(const rp_collocation *method, int64_t panels, const double *edges,
                          rp_population_grid *grid) {
  const rp_population *p = grid->population;
  int64_t s = grid->stages = method->stages;
  for (int64_t k = 0; k < panels; ++k)
    for (int64_t j = 0; j < s; ++j) {
      double t = edges[k] + (edges[k + 1] - edges[k]) * method->node[j];
      double sigma = rp_curve_at(&p->volatility, t);
      grid->time[k * s + j] = t;
      grid->slippage_shape[k * s + j] = rp_curve_at(&p->slippage_shape, t);
      grid->risk_shape[k * s + j] = rp_curve_at(&p->risk_shape, t) * sigma * sigma;
      grid->drift[k * s + j] = rp_curve_at(&p->drift, t);
    }
}

void rp_population_perturb(int64_t nodes, rp_population_grid *grid) {
  for (int64_t k = 0; k < nodes; ++k)
    for (int m = 0; m < RP_PERTURBATIONS; ++m) {
      double *to = grid->perturbation + (k * RP_PERTURBATIONS + m) * 2,
             w = pi * m / grid->population->horizon, t = grid->time[k];
      to[0] = cos(w * t);
      to[1] = m == 0 ? t : sin(w * t) / w;
    }
}

/* eta_i and a_i at a node. */
static void at_node(const rp_population_grid *grid, int64_t agent, int64_t node, double *eta, double *a) {
  const rp_population *p = grid->population;
  *eta = p->slippage_curves ? rp_population_slippage(p, agent, grid->time[node])
                            : p->slippage[agent] * grid->slippage_shape[node];
  *a = p->risk_curves ? rp_population_risk(p, agent, grid->time[node])
                      : p->risk_aversion[agent] * grid->risk_shape[node];
}

void rp_population_coefficients(const void *context, int64_t first, int64_t count, int64_t nodes,
                                double *slippage, double *risk) {
  const rp_population_grid *grid = context;
  for (int64_t l = 0; l < count; ++l)
    for (int64_t j = 0; j < grid->stages; ++j)
      at_node(grid, grid->chosen ? grid->chosen[first + l] : first + l, nodes + j,
              slippage + j * RP_AGENT_LANES + l, risk + j * RP_AGENT_LANES + l);
}

double rp_population_critical(const rp_population *population, int64_t agent, double impact) {
  rp_profile profile;
  double eta = rp_population_slippage(population, agent, 0);
  rp_profile_make(population->horizon, -impact / (4 * eta), rp_population_risk(population, agent, 0) / eta, 0,
                  &profile);
  return eta * rp_profile_critical(&profile);
}

/* sum and max of 1/eta_i, and max alpha_i/eta_i; of curves at t, else of the agents' constants. */
typedef struct spread {
  double sum, most, stiff;
} spread;

static spread spread_of(const rp_population *p, double t) {
  spread all = {0};
  for (int64_t i = 0; i < p->agents; ++i) {
    double inverse = 1 / (p->slippage_curves ? rp_population_slippage(p, i, t) : p->slippage[i]);
    double ratio = (p->risk_curves ? aversion(p, i, t) : p->risk_aversion[i]) * inverse;
    all.sum += inverse;
    all.most = inverse > all.most ? inverse : all.most;
    all.stiff = ratio > all.stiff ? ratio : all.stiff;
  }
  return all;
}

double rp_population_rate(const rp_population *population, int64_t points, double *own) {
  double most = 0, alone = 0;
  spread all = {0};
  if (rp_population_steady(population)) points = 1;
  for (int64_t k = 0; k < points; ++k) {
    double t = population->horizon * ((double)k + 0.5) / (double)points;
    double sigma = rp_curve_at(&population->volatility, t);
    if (k == 0 || population->slippage_curves || population->risk_curves) all = spread_of(population, t);
    double slippage = population->slippage_curves ? 1 : rp_curve_at(&population->slippage_shape, t);
    double risk = population->risk_curves ? 1 : rp_curve_at(&population->risk_shape, t);
    double stiff = sqrt(all.stiff * risk / slippage) * sigma;
    most = fmax(most, fmax(population->impact / 2 * all.sum / slippage, stiff));
    alone = fmax(alone, fmax(population->impact / 2 * all.most / slippage, stiff));
  }
  if (own) *own = alone;
  return most;
}

/* to = (u v' - diag(u v)) from */
static void apply(int64_t n, const double *u, const double *v, const double *from, double *to) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i)
    sum += v[i] * from[i];
  for (int64_t i = 0; i < n; ++i)
    to[i] = u[i] * (sum - v[i] * from[i]);
}

double rp_population_monotone_volatility(const rp_population *population, double t, double *work) {
  enum { ITERATIONS = 1000 };
  int64_t n = population->agents;
  double *u = work, *v = u + n, *x = v + n, *y = x + n, norm = 0;
  if (n == 1 || population->impact == 0) return 0;
  for (int64_t i = 0; i < n; ++i) {
    double alpha = aversion(population, i, t);
    if (!(alpha > 0)) return INFINITY;
    u[i] = 1 / sqrt(alpha);
    v[i] = x[i] = 1 / sqrt(rp_population_slippage(population, i, t));
  }
  /* All entries are nonnegative: a positive start has a part along the singular vector, and the quotient's error is the square
   * of the vector's. */
  for (int k = 0; k < ITERATIONS; ++k) {
    double size = 0, grown = 0, before = norm;
    apply(n, u, v, x, y);
    for (int64_t i = 0; i < n; ++i) {
      size += x[i] * x[i];
      grown += y[i] * y[i];
    }
    norm = sqrt(grown / size);
    if (fabs(norm - before) <= 1e-16 * norm) break;
    apply(n, v, u, y, x);
    for (int64_t i = 0; i < n; ++i)
      x[i] /= grown / sqrt(size);
  }
  return population->impact / 4 * norm;
}

bool rp_population_terminally_monotone(const rp_population *population) {
  double half = population->impact / 2, sum = 0;
  for (int64_t i = 0; i < population->agents; ++i) {
    double d = 2 * population->penalty[i] - half;
    if (d < 0 || (d == 0 && half > 0)) return false;
    if (half > 0) sum += half / d;
  }
  return sum <= 1;
}

/* The parts of an agent's cost, and of its derivatives, that add up over the nodes. */
typedef struct sums {
  double parts[RP_COST_PARTS], size, interaction;
  double slope[RP_PERTURBATIONS], slope_size[RP_PERTURBATIONS], bend[RP_PERTURBATIONS];
} sums;

/* An agent at a node: eta, a, X, xi, b and f. */
typedef struct node_state {
  double eta, a, x, rate, drift, f;
} node_state;

static void add_node(sums *all, double weight, const double *perturbation, const node_state *at) {
  double slippage = at->eta * at->rate * at->rate, risk = at->a * at->x * at->x;
  all->parts[RP_COST_SLIPPAGE] += weight * slippage;
  all->parts[RP_COST_RISK] += weight * risk;
  all->parts[RP_COST_DRIFT] -= weight * at->x * at->drift;
  all->parts[RP_COST_INTERACTION] -= weight * at->x * (at->f - at->drift);
  all->size += weight * (slippage + risk + fabs(at->x * at->f));
  all->interaction += weight * at->x * at->f;
  for (int m = 0; m < RP_PERTURBATIONS; ++m) {
    double rate = perturbation[2 * m], moved = perturbation[2 * m + 1];
    double first = 2 * at->eta * at->rate * rate, second = (2 * at->a * at->x - at->f) * moved;
    all->slope[m] += weight * (first + second);
    all->slope_size[m] += weight * (fabs(first) + fabs(second));
    all->bend[m] += weight * (at->eta * rate * rate + at->a * moved * moved);
  }
}

/* Adds a panel; *left is the inventory at its left end, then at its right end. Returns the change of the adjoint. */
static double add_panel(const rp_population_grid *grid, const rp_collocation *method, int64_t panel, double h,
                        const rp_agent_path *path, sums *all, double *left) {
  int64_t s = method->stages;
  double whole = 0, change = 0;
  for (int64_t j = 0; j < s; ++j) {
    int64_t node = panel * s + j;
    node_state at = {.x = *left, .rate = path->rate[node * path->stride], .drift = grid->drift[node]};
    for (int64_t i = 0; i < s; ++i)
      at.x += h * method->from_left[j][i] * path->rate[(panel * s + i) * path->stride];
    whole += h * method->weight[j] * at.rate;
    at_node(grid, path->agent, node, &at.eta, &at.a);
    at.f = path->forcing[node] - grid->population->impact * at.rate;
    change += h * method->weight[j] * (at.f - 2 * at.a * at.x);
    add_node(all, h * method->weight[j], grid->perturbation + node * RP_PERTURBATIONS * 2, &at);
  }
  *left += whole;
  return change;
}

/* Along a constant rate the inventory at the horizon moves by the horizon; along the others it comes back. */
static void judge(const rp_population *p, const sums *all, double gamma, double end, rp_agent_cost *cost) {
  cost->curvature = INFINITY;
  for (int m = 0; m < RP_PERTURBATIONS; ++m) {
    double moved = m == 0 ? p->horizon : 0, last = 2 * gamma * end * moved, bent = gamma * moved * moved;
    cost->slope = fmax(cost->slope, fabs(all->slope[m] + last));
    cost->scale = fmax(cost->scale, all->slope_size[m] + fabs(last));
    cost->curvature = fmin(cost->curvature, (all->bend[m] + bent) / (all->bend[m] + fabs(bent)));
  }
}

rp_agent_cost rp_population_cost(const rp_population_grid *grid, const rp_collocation *method, int64_t panels,
                                 const double *edges, const rp_agent_path *path) {
  const rp_population *p = grid->population;
  double start = p->start[path->agent], gamma = p->penalty[path->agent] - p->impact / 2, left = start;
  double largest = fabs(path->adjoint[panels * path->stride]), off = 0;
  sums all = {.parts = {[RP_COST_INITIAL] = p->impact / 2 * start * start,
                        [RP_COST_TERMINAL] = gamma * path->end * path->end}};
  all.size = all.parts[RP_COST_INITIAL] + fabs(all.parts[RP_COST_TERMINAL]);
  for (int64_t k = 0; k < panels; ++k) {
    double change = add_panel(grid, method, k, edges[k + 1] - edges[k], path, &all, &left);
    double here = path->adjoint[k * path->stride], next = path->adjoint[(k + 1) * path->stride];
    largest = fmax(largest, fabs(here));
    off = fmax(off, fabs(next - here - change));
  }
  rp_agent_cost cost = {.scale = all.size, .residual = off > 0 ? off / largest : 0};
  for (int k = 0; k < RP_COST_PARTS; ++k) {
    cost.parts[k] = all.parts[k];
    cost.total += all.parts[k];
  }
  cost.identity =
      fabs(cost.total - (all.parts[RP_COST_INITIAL] + path->adjoint[0] * start / 2 - all.interaction / 2));
  judge(p, &all, gamma, path->end, &cost);
  return cost;
}
