/* model_coupling.c - see model_coupling.h. */
#include "model_coupling.h"
#include <math.h>
#include <string.h>
#include "numerics/gmres.h"

enum {
  PART = 2048, /* least agents of a part                                  */
  MOST_PARTS = 16,
  FULL_PARTS_NODES = 256, /* with more nodes there are fewer parts                   */
  DIRECT_ALWAYS = 128,    /* nodes up to which the matrix is factorised              */
  DIRECT_MOST = 2048,     /* nodes from which on it never is, unless asked for       */
  MATRIX_MOST = 8192,     /* nodes beyond which it cannot be                         */
  BALANCE = 5600,         /* products' time in units of the factorisation's, measured */
  PRECONDITIONER = 32,    /* agents                                                  */
  PRODUCTS_MOST = 60
};

/* Parts of the agents, each with sums of its own; their number does not depend on the threads. */
typedef struct parts {
  const rp_coupled_agents *game;
  int64_t count, size, nodes, workspace;
  double *kernels, *sources, *works;
  int64_t *failing;
  const double *forcing; /* of a product */
  bool started;
} parts;

static void part_range(const parts *all, int64_t k, int64_t *from, int64_t *to) {
  *from = k * all->size;
  *to = *from + all->size < all->game->agents ? *from + all->size : all->game->agents;
}

static rp_status assemble_part(void *context, int64_t begin, int64_t end) {
  parts *all = context;
  for (int64_t k = begin; k < end; ++k) {
    int64_t from, to;
    part_range(all, k, &from, &to);
    double *kernel = all->kernels + k * all->nodes * all->nodes, *source = all->sources + k * 4 * all->nodes;
    memset(kernel, 0, (size_t)(all->nodes * all->nodes) * sizeof *kernel);
    memset(source, 0, (size_t)(4 * all->nodes) * sizeof *source);
    all->failing[k] =
        rp_coupled_assemble(all->game, from, to, kernel, source, all->works + k * all->workspace);
  }
  return RP_OK;
}

static rp_status multiply_part(void *context, int64_t begin, int64_t end) {
  parts *all = context;
  for (int64_t k = begin; k < end; ++k) {
    int64_t from, to;
    part_range(all, k, &from, &to);
    memset(all->sources + k * all->nodes, 0, (size_t)all->nodes * sizeof *all->sources);
    all->failing[k] = rp_coupled_product(all->game, from, to, all->started, all->forcing,
                                         all->sources + k * all->nodes, all->works + k * all->workspace);
  }
  return RP_OK;
}

/* Sums what the parts have left in `numbers` into the first, in order. */
static void add_up(const parts *all, int64_t stride, int64_t length, double *numbers) {
  for (int64_t k = 1; k < all->count; ++k)
    for (int64_t i = 0; i < length; ++i)
      numbers[i] += numbers[k * stride + i];
}

static int64_t first_failing(const parts *all) {
  for (int64_t k = 0; k < all->count; ++k)
    if (all->failing[k] != RP_AGENT_NONE) return all->failing[k];
  return RP_AGENT_NONE;
}

static parts split(const rp_coupled_agents *game) {
  int64_t nodes = rp_coupled_nodes(game), agents = game->agents, block = RP_AGENT_BLOCK;
  int64_t most = nodes <= FULL_PARTS_NODES ? MOST_PARTS : 1 + MOST_PARTS * FULL_PARTS_NODES / nodes / 2;
  int64_t count = (agents + PART - 1) / PART < most ? (agents + PART - 1) / PART : most;
  parts all = {.game = game, .nodes = nodes};
  all.size = ((agents + count - 1) / count + block - 1) / block * block;
  all.count = (agents + all.size - 1) / all.size;
  return all;
}

static rp_status take_matrices(const rp_call *call, parts *all, int32_t **pivots) {
  int64_t nodes = all->nodes;
  all->workspace = rp_coupled_workspace(all->game);
  all->kernels = rp_call_doubles(call, all->count * nodes * nodes);
  all->sources = rp_call_doubles(call, all->count * 4 * nodes);
  all->works = rp_call_doubles(call, all->count * all->workspace);
  all->failing =
      call->host->scratch(call->host, (uint64_t)all->count * sizeof *all->failing, RP_CALL_ALIGNMENT);
  *pivots = rp_call_integers(call, 2 * nodes);
  return all->kernels && all->sources && all->works && all->failing && *pivots ? RP_OK : RP_NO_MEMORY;
}

/* RP_NO_SOLUTION: singular. */
static rp_status assemble_and_solve(const rp_call *call, const rp_coupling *c, parts *all, int32_t *pivots,
                                    int64_t *failing) {
  int64_t nodes = all->nodes;
  rp_status status = call->host->parallel(call->host, all->count, 1, assemble_part, all);
  if (status != RP_OK) return status;
  if ((*failing = first_failing(all)) != RP_AGENT_NONE) return RP_OK;
  add_up(all, nodes * nodes, nodes * nodes, all->kernels);
  add_up(all, 4 * nodes, nodes, all->sources);
  return rp_coupled_solve(nodes, c->coupling, c->drift, all->kernels, all->sources, pivots, c->rates,
                          c->rcond)
             ? RP_OK
             : RP_NO_SOLUTION;
}

static rp_status solve_directly(const rp_call *call, const rp_coupling *c, int64_t *failing) {
  parts all = split(c->game);
  int32_t *pivots;
  rp_status status = take_matrices(call, &all, &pivots);
  return status == RP_OK ? assemble_and_solve(call, c, &all, pivots, failing) : status;
}

/* ---- where it is singular ---- */

typedef struct shifted {
  const rp_call *call;
  rp_coupling coupling;
  rp_coupled_agents game;
  parts all;
  int32_t *pivots;
  double *terminal; /* [agents] */
} shifted;

/* The sign of the determinant with `shift` taken off; 0: singular, or an agent escapes. */
static rp_status sign_at(shifted *s, const double *terminal, double shift, int *sign) {
  int64_t failing;
  *sign = 0;
  for (int64_t i = 0; i < s->game.agents; ++i)
    s->terminal[i] = terminal[i] - shift;
  if (s->call->host->cancelled(s->call->host)) return RP_CANCELLED;
  rp_status status = assemble_and_solve(s->call, &s->coupling, &s->all, s->pivots, &failing);
  if (status == RP_NO_SOLUTION || (status == RP_OK && failing != RP_AGENT_NONE)) return RP_OK;
  *sign = 1;
  for (int64_t i = 0; i < s->all.nodes; ++i) {
    if (s->all.kernels[i * s->all.nodes + i] < 0) *sign = -*sign;
    if (s->pivots[i] != i + 1) *sign = -*sign;
  }
  return status;
}

/* Between a shift whose sign is `begin` and one whose is not. */
static rp_status bisect_shift(shifted *s, const double *terminal, int begin, double same, double other,
                              double *shift) {
  enum { HALVINGS = 44 };
  rp_status status = RP_OK;
  for (int halving = 0; status == RP_OK && halving < HALVINGS; ++halving) {
    double middle = (same + other) / 2;
    int sign;
    status = sign_at(s, terminal, middle, &sign);
    if (sign == begin)
      same = middle;
    else
      other = middle;
  }
  *shift = (same + other) / 2;
  return status;
}

/* The k-th of the points at which the sign is asked: sixteenths of the way to where an agent escapes, then towards it, where agents
 * that are nearly alike let the coupling be singular just before. */
static double point_below(double most, int k) {
  enum { EVEN = 16 };
  return k < EVEN ? most * k / EVEN : most * (1 - ldexp(1, EVEN - 5 - k));
}

rp_status rp_model_singular_shift(const rp_call *call, const rp_coupling *c, double most, double *shift) {
  enum { POINTS = 50, DOUBLINGS = 64 };
  shifted s = {.call = call, .coupling = *c, .game = *c->game};
  double *rates = rp_call_doubles(call, rp_coupled_nodes(c->game)), same = 0;
  const double *terminal = c->game->terminal;
  int sign = 0, begin = 0;
  s.terminal = rp_call_doubles(call, c->game->agents);
  if (!s.terminal || !rates) return RP_NO_MEMORY;
  s.game.terminal = s.terminal;
  s.coupling.game = &s.game;
  s.coupling.rates = rates;
  s.coupling.rcond = NULL;
  s.all = split(&s.game);
  *shift = INFINITY;
  rp_status status = take_matrices(call, &s.all, &s.pivots);
  if (status == RP_OK) status = sign_at(&s, terminal, 0, &begin);
  if (status != RP_OK || begin == 0) return status;
  /* The determinant is positive for large penalties: if it is negative here the game lies beyond a singular one. */
  for (int k = 0; status == RP_OK && begin < 0 && k < DOUBLINGS; ++k) {
    double other = -most / 16 * ldexp(1, k);
    status = sign_at(&s, terminal, other, &sign);
    if (status == RP_OK && sign > 0) return bisect_shift(&s, terminal, begin, same, other, shift);
    same = other;
  }
  for (int k = 1; status == RP_OK && begin > 0 && k <= POINTS; ++k) {
    double other = point_below(most, k);
    status = sign_at(&s, terminal, other, &sign);
    if (status == RP_OK && sign < 0) return bisect_shift(&s, terminal, begin, same, other, shift);
    if (sign == 0) break; /* to rounding an agent escapes */
    same = other;
  }
  return status;
}

/* ---- without the matrix ---- */

typedef struct iteration {
  const rp_call *call;
  const rp_coupling *coupling;
  parts all;
  rp_coupled_agents sample;
  double *factors;
} iteration;

/* product = x - coupling K x */
static bool apply(void *context, const double *x, double *product) {
  iteration *it = context;
  it->all.forcing = x;
  it->all.started = false;
  if (it->call->host->cancelled(it->call->host) ||
      it->call->host->parallel(it->call->host, it->all.count, 1, multiply_part, &it->all) != RP_OK)
    return false;
  add_up(&it->all, it->all.nodes, it->all.nodes, it->all.sources);
  for (int64_t i = 0; i < it->all.nodes; ++i)
    product[i] = x[i] - it->coupling->coupling * it->all.sources[i];
  return true;
}

static void precondition(void *context, const double *x, double *result) {
  iteration *it = context;
  rp_coupled_sample_solve(&it->sample, it->factors, x, result);
}

/* Agents 0, step, 2 step, ... of the game as a game of their own. */
static rp_status take_few(const rp_call *call, const rp_coupled_agents *game, rp_coupled_agents *few) {
  int64_t count = game->agents < PRECONDITIONER ? game->agents : PRECONDITIONER;
  *few = *game;
  few->agents = count;
  if (count == game->agents) return RP_OK;
  const double *from[] = {game->start, game->terminal, game->slippage, game->risk};
  double *to = rp_call_doubles(call, 4 * count);
  if (!to) return RP_NO_MEMORY;
  for (int k = 0; k < 4; ++k)
    for (int64_t i = 0; i < count; ++i)
      to[k * count + i] = from[k] ? from[k][(int64_t)((double)i * (double)game->agents / (double)count)] : 0;
  few->start = to;
  few->terminal = to + count;
  if (game->slippage) {
    few->slippage = to + 2 * count;
    few->risk = to + 3 * count;
  }
  return RP_OK;
}

static rp_status prepare(const rp_call *call, const rp_coupling *c, iteration *it) {
  rp_status status = take_few(call, c->game, &it->sample);
  if (status != RP_OK) return status;
  if (c->choose && it->sample.agents < c->game->agents) {
    status = c->choose(call, c, &it->sample);
    if (status != RP_OK) return status;
  }
  it->call = call;
  it->coupling = c;
  it->all = split(c->game);
  it->all.workspace = rp_coupled_product_workspace(c->game);
  it->all.sources = rp_call_doubles(call, it->all.count * it->all.nodes);
  it->all.works = rp_call_doubles(call, it->all.count * it->all.workspace);
  it->all.failing =
      call->host->scratch(call->host, (uint64_t)it->all.count * sizeof *it->all.failing, RP_CALL_ALIGNMENT);
  it->factors = rp_call_doubles(call, rp_coupled_sample_size(&it->sample));
  return it->all.sources && it->all.works && it->all.failing && it->factors ? RP_OK : RP_NO_MEMORY;
}

static rp_status iterate(const rp_call *call, const rp_coupling *c, int64_t *failing) {
  enum { EXACT = 13 }; /* digits */
  iteration it;
  rp_gmres_report report = {.residual = NAN};
  rp_status status = prepare(call, c, &it);
  if (status != RP_OK) return status;
  int64_t nodes = it.all.nodes;
  double *right = rp_call_doubles(call, nodes),
         *work = rp_call_doubles(call, rp_gmres_workspace(nodes, PRODUCTS_MOST));
  if (!right || !work) return RP_NO_MEMORY;
  it.all.forcing = c->drift;
  it.all.started = true;
  status = call->host->parallel(call->host, it.all.count, 1, multiply_part, &it.all);
  if (status != RP_OK) return status;
  if ((*failing = first_failing(&it.all)) != RP_AGENT_NONE) return RP_OK;
  add_up(&it.all, nodes, nodes, it.all.sources);
  memcpy(right, it.all.sources, (size_t)nodes * sizeof *right);
  memset(c->rates, 0, (size_t)nodes * sizeof *c->rates);
  rp_gmres_operator operator= {apply, precondition, &it};
  double coupling = c->coupling * ((double)c->game->agents / (double)it.sample.agents);
  if (!rp_coupled_sample_make(&it.sample, coupling, it.factors)) operator.precondition = NULL;
  bool solved = rp_gmres(nodes, &operator, right, pow(10, -EXACT), PRODUCTS_MOST, c->rates, work, &report);
  *c->products = report.products + 1;
  if (c->rcond) *c->rcond = NAN;
  if (solved) return RP_OK;
  if (call->host->cancelled(call->host)) return RP_CANCELLED;
  return rp_call_report(
      call, RP_NOT_CONVERGED, "gmres-stagnates", -1, report.residual,
      "after %lld products with the kernel the residual of the equation for the aggregate rate is %.2g of "
      "its right-hand side, it must be at most 1e-%d; solver 'direct' needs no iteration",
      (long long)report.products, report.residual, EXACT);
}

static bool wants_iteration(const rp_coupling *c) {
  double nodes = (double)rp_coupled_nodes(c->game), agents = (double)c->game->agents;
  if (c->solver != RP_SOLVER_AUTOMATIC) return c->solver == RP_SOLVER_GMRES;
  if (c->game->form != RP_AGENTS_GREEN || nodes <= DIRECT_ALWAYS) return false;
  return nodes > DIRECT_MOST || nodes * (2 * agents + nodes) > BALANCE * agents;
}

rp_status rp_model_couple(const rp_call *call, const rp_coupling *c, int64_t *failing) {
  int64_t nodes = rp_coupled_nodes(c->game);
  *failing = RP_AGENT_NONE;
  *c->products = 0;
  if (wants_iteration(c)) return iterate(call, c, failing);
  if (nodes > MATRIX_MOST)
    return rp_call_report(call, RP_NOT_CONVERGED, "too-many-nodes", -1, (double)nodes,
                          "the grid has %lld nodes in time, a matrix of that size is not formed (at most "
                          "%d); solver 'gmres' with elimination 'green' needs none",
                          (long long)nodes, MATRIX_MOST);
  return solve_directly(call, c, failing);
}
