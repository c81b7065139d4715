/*
 * coupled_agents.h - many agents, each with a scalar linear-quadratic problem of its own, coupled through the sum of their rates:
 *
 *     X_i' = -Y_i/(2 eta_i),   Y_i' = b + lambda (V - X_i') - 2 a_i X_i,   X_i(0) = x_i,   Y_i(T) = 2 gamma_i X_i(T),
 *     V = sum X_j'
 *
 * with eta_i(t) > 0, a_i(t) >= 0. Time and memory are linear in the number of agents; agents are streamed in blocks and nothing
 * is kept of them. Pure; calls BLAS, LAPACK and libm; memory is the caller's.
 *
 * Method. Given g = b + lambda V each agent is a two-point problem whose scalar Riccati equation runs backward and whose path
 * runs forward, both contracting; its rates are x_i h_i + K_i g. Summing gives one scalar equation (1 - lambda K) V = h + K b with
 * K = sum K_i, on panels with s Gauss nodes. There are two ways to K:
 *
 * RP_AGENTS_COLLOCATION: K is the Schur complement onto V of the s-stage collocation equations of the whole 2n-dimensional problem,
 * so the result is exactly their solution, of order 2 s at the ends of panels. Blocks away from the diagonal have rank one
 * for each agent. One s x s system with s + 1 right-hand sides per agent and panel; the penalty enters by Sherman and Morrison's
 * formula, so that a large one costs no digits.
 *
 * RP_AGENTS_GREEN: Green's function of each agent is phi'(t) psi(s) rho(s) before t and psi'(t) phi(s) rho(s) after it, with phi and psi
 * the solutions that meet the condition at the horizon and at the start and rho the growth of Y through the agent's own impact; both
 * halves of K are one matrix product over blocks of agents, weighted by the rule's integrals from the left and from the right.
 * Constant coefficients: phi and psi in closed form, by entire functions without cancellation; else s x s collocation systems
 * with two right-hand sides. Same order, a fraction of the work.
 *
 * Sources: collocation, Hairer, Norsett, Wanner, section II.7; decoupling, Ascher, Mattheij, Russell, Numerical Solution of
 * Boundary Value Problems, section 4.4; the reduction to the aggregate is ours.
 */
#ifndef RP_COUPLED_AGENTS_H
#define RP_COUPLED_AGENTS_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/gauss_collocation.h"

enum {
  RP_AGENT_LANES = 8,   /* agents side by side                              */
  RP_AGENT_BLOCK = 256, /* agents whose share of the kernel is one product  */
  RP_AGENT_NONE = -1
};

/* eta and a of the agents first .. first + count - 1 (count <= RP_AGENT_LANES) at the nodes of a panel, into
 * [stages][RP_AGENT_LANES]. `nodes` is the index of the panel's first node among all of the grid. */
typedef void rp_agent_coefficients(const void *context, int64_t first, int64_t count, int64_t nodes,
                                   double *slippage, double *risk);

typedef enum rp_agent_form { RP_AGENTS_COLLOCATION, RP_AGENTS_GREEN } rp_agent_form;

typedef struct rp_coupled_agents {
  int64_t agents;
  const double *start;                 /* [agents]: x_i     */
  const double *terminal;              /* [agents]: gamma_i */
  double impact;                       /* lambda >= 0       */
  rp_agent_coefficients *coefficients; /* not called if slippage is given */
  const void *context;
  bool steady; /* coefficients do not depend on time: systems are shared by panels of equal width */
  const rp_collocation *method;
  int64_t panels;
  const double *edges; /* [panels + 1], increasing */
  rp_agent_form form;
  /* Coefficients that are a constant of the agent times a common shape, eta_i = slippage[i] slippage_shape, a_i = risk[i]
   * risk_shape; NULL: by `coefficients`. Shapes at the nodes; steady: only the first entry of each is read. */
  const double *slippage, *risk;             /* [agents] */
  const double *slippage_shape, *risk_shape; /* [nodes]  */
} rp_coupled_agents;

/* Nodes of the grid: panels times stages. */
int64_t rp_coupled_nodes(const rp_coupled_agents *game);

/*
 * Panels that resolve layers of width 1/rate at both ends of [0, horizon], where `rate` bounds the growth of all modes, and
 * that end at the given points: halves of the horizon, cut by halving towards both ends until a panel times rate is
 * at most 2, each cut into 2^level equal parts.
 *
 * in   cuts [cut_count], sorted, anywhere
 * out  edges; NULL: count only
 * returns the number of panels
 */
int64_t rp_coupled_grid(double horizon, double rate, int64_t cut_count, const double *cuts, int level,
                        double *edges);

/* Doubles of workspace of assemble, and of respond. */
int64_t rp_coupled_workspace(const rp_coupled_agents *game);
int64_t rp_coupled_respond_workspace(const rp_coupled_agents *game);

/*
 * Adds the agents [begin, end) to kernel [nodes][nodes] (row-major, K of the head comment) and source [nodes] (h).
 * Begin with zeros. Sums of disjoint ranges may be formed concurrently and added in a fixed order.
 * returns RP_AGENT_NONE, or the first agent whose Riccati equation escapes (its problem has no solution for some forcing)
 */
int64_t rp_coupled_assemble(const rp_coupled_agents *game, int64_t begin, int64_t end, double *kernel,
                            double *source, double *work);

/*
 * Solves (1 - coupling K) V = h + K b.
 *
 * in   coupling        lambda, or lambda times agents per agent of a sample
 * in   drift   [nodes] b at the nodes
 * in   kernel [nodes][nodes], source [4 nodes], whose first part is h of all agents; both destroyed
 * work pivots  [2 nodes]
 * out  rates   [nodes]: V
 * out  *rcond  reciprocal condition number of 1 - coupling K in the maximum norm; NULL: not wanted
 * returns false if the matrix is singular to rounding or not finite; then *rcond is 0
 */
bool rp_coupled_solve(int64_t nodes, double coupling, const double *drift, double *kernel, double *source,
                      int32_t *pivots, double *rates, double *rcond);

/*
 * Without the kernel, RP_AGENTS_GREEN only: adds K g of the agents [begin, end), or h + K g if started, to sum [nodes].
 * O(nodes stages) per agent. Returns as rp_coupled_assemble().
 */
int64_t rp_coupled_product_workspace(const rp_coupled_agents *game);
int64_t rp_coupled_product(const rp_coupled_agents *game, int64_t begin, int64_t end, bool started,
                           const double *forcing, double *sum, double *work);

/*
 * The gamma at and below which the Riccati equation p' = p^2/eta + lambda p/(2 eta) - a of each of count <= RP_AGENT_LANES agents escapes,
 * RP_AGENTS_GREEN only: with impact 0 that below which the agent's own problem is unbounded. The game's terminal values must not
 * escape, zeros will do. work: as respond(). Returns as rp_coupled_assemble().
 */
int64_t rp_coupled_critical(const rp_coupled_agents *game, int64_t first, int64_t count, double *critical,
                            double *work);

/*
 * The inverse of 1 - coupling K for few agents, RP_AGENTS_GREEN only: the game of a sample, to precondition GMRES for the game of all with
 * coupling lambda agents/sample. Panels are eliminated to maps of inventories and q at their ends, which are swept from
 * the horizon: O(panels (stages^3 + agents^3)) to make, no matrix of the size of the grid.
 */
int64_t rp_coupled_sample_size(const rp_coupled_agents *sample); /* doubles of the factors */
/* Returns false if the sample's game is singular or an agent has no solution. */
bool rp_coupled_sample_make(const rp_coupled_agents *sample, double coupling, double *factors);
/* rates = (1 - coupling K)^{-1} right; may be the same array. */
void rp_coupled_sample_solve(const rp_coupled_agents *sample, double *factors, const double *right,
                             double *rates);

/* Paths of RP_AGENT_LANES agents: [..][RP_AGENT_LANES]. */
typedef struct rp_coupled_paths {
  double *rate;      /* [nodes]: at the nodes                  */
  double *inventory; /* [panels + 1]: at the ends of panels    */
  double *adjoint;   /* [panels + 1]: Y at the ends of panels  */
} rp_coupled_paths;

/*
 * Paths of the agents first .. first + count - 1 under the forcing g = b + lambda V at the nodes. Lanes beyond count are
 * not defined.
 * returns as rp_coupled_assemble()
 */
int64_t rp_coupled_respond(const rp_coupled_agents *game, int64_t first, int64_t count, const double *forcing,
                           rp_coupled_paths *paths, double *work);

#endif
