/* coupled_agents.c - see coupled_agents.h. */
#include "numerics/coupled_agents.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/coupled_agents_green.h"
#include "numerics/coupled_agents_panel.h"

int64_t rp_coupled_nodes(const rp_coupled_agents *game) {
  return game->panels * game->method->stages;
}

/* ---- the grid ---- */

static void add_cut(double *cuts, int64_t *count, double t) {
  int64_t at = *count;
  while (at > 0 && cuts[at - 1] > t)
    --at;
  for (int64_t i = (*count)++; i > at; --i)
    cuts[i] = cuts[i - 1];
  cuts[at] = t;
}

/* Equal parts of every interval between the points 0 < graded and given < horizon. */
static int64_t subdivide(double horizon, int64_t first_count, const double *first, int64_t second_count,
                         const double *second, int level, double *edges) {
  int64_t parts = (int64_t)1 << level, panels = 0, i = 0, j = 0;
  double from = 0;
  if (edges) edges[0] = 0;
  while (from < horizon) {
    double to = horizon;
    while (i < first_count && first[i] <= from * (1 + 1e-12))
      ++i;
    while (j < second_count && second[j] <= from * (1 + 1e-12))
      ++j;
    if (i < first_count) to = fmin(to, first[i]);
    if (j < second_count) to = fmin(to, second[j]);
    if (to > horizon * (1 - 1e-12)) to = horizon;
    for (int64_t k = 1; edges && k <= parts; ++k)
      edges[panels + k] = k == parts ? to : from + (to - from) * (double)k / (double)parts;
    panels += parts;
    from = to;
  }
  return panels;
}

int64_t rp_coupled_grid(double horizon, double rate, int64_t cut_count, const double *cuts, int level,
                        double *edges) {
  enum { HALVINGS = 40 };
  double graded[2 * HALVINGS + 1];
  int64_t count = 0;
  double width = horizon / 2;
  add_cut(graded, &count, width);
  for (int k = 1; k < HALVINGS && width * rate > 2; ++k) {
    width /= 2;
    add_cut(graded, &count, width);
    add_cut(graded, &count, horizon - width);
  }
  return subdivide(horizon, count, graded, cut_count, cuts, level, edges);
}

/* ---- eight agents on all panels ---- */

typedef struct sweep {
  const rp_coupled_agents *game;
  int64_t first, count;
  panel_inverse inverse;
  double width; /* of `inverse`, 0: none yet */
  lanes slippage[STAGES_MOST], risk[STAGES_MOST];
  lanes riccati, ok;
} sweep;

void rp_agent_panel_coefficients(const rp_coupled_agents *game, int64_t first, int64_t count, int64_t panel,
                                 lanes *slippage, lanes *risk) {
  int64_t s = game->method->stages, node = panel * s;
  if (game->slippage) {
    lanes eta = {0}, a = {0};
    for (int64_t l = 0; l < LANES; ++l) {
      eta[l] = l < count ? game->slippage[first + l] : 1;
      a[l] = l < count ? game->risk[first + l] : 0;
    }
    for (int64_t j = 0; j < s; ++j) {
      slippage[j] = eta * game->slippage_shape[game->steady ? 0 : node + j];
      risk[j] = a * game->risk_shape[game->steady ? 0 : node + j];
    }
    return;
  }
  if (count > 0) game->coefficients(game->context, first, count, node, (double *)slippage, (double *)risk);
  for (int64_t j = 0; j < s; ++j)
    for (int64_t l = count > 0 ? count : 0; l < LANES; ++l) {
      slippage[j][l] = 1;
      risk[j][l] = 0;
    }
}

/* Lanes beyond count are a harmless agent; whoever sums leaves them out. */
RP_INLINE void sweep_begin(sweep *s, const rp_coupled_agents *game, int64_t first, int64_t count) {
  s->game = game;
  s->first = first;
  s->count = count;
  s->width = 0;
  for (int l = 0; l < LANES; ++l) {
    s->riccati[l] = l < count ? game->terminal[first + l] : 0;
    s->ok[l] = 1;
  }
}

RP_INLINE double panel_width(const rp_coupled_agents *game, int64_t panel) {
  return game->edges[panel + 1] - game->edges[panel];
}

/* The next panel to the left. Widths that differ by rounding count as equal. */
RP_INLINE void sweep_panel(sweep *s, int64_t panel, panel_response *out) {
  const rp_coupled_agents *game = s->game;
  const rp_collocation *m = game->method;
  double h = panel_width(game, panel), rounding = 4e-16 * game->edges[game->panels];
  if (!(game->steady && fabs(h - s->width) <= rounding)) {
    rp_agent_panel_coefficients(game, s->first, s->count, panel, s->slippage, s->risk);
    panel_invert(m, game->impact, h, game->steady, s->slippage, s->risk, &s->inverse);
    s->width = h;
  }
  panel_respond(m, s->width, &s->inverse, s->riccati, out, &s->ok);
  s->riccati = out->left;
}

static int64_t first_failing(const sweep *s) {
  for (int64_t l = 0; l < s->count; ++l)
    if (s->ok[l] == 0) return s->first + l;
  return RP_AGENT_NONE;
}

/* ---- the kernel ---- */

/* A block of agents: rows of RP_AGENT_BLOCK numbers. */
typedef struct block {
  double *state;  /* [nodes]: u of each node                                              */
  double *past;   /* [nodes]: v of each node; then how it answers q right of its panel    */
  double *gained; /* [nodes]                                                              */
  double *moved;  /* [nodes]: then what forcing at a node does to X right of its panel    */
  double *rows;   /* [nodes]: the products' left factor                                   */
  double *direct; /* [nodes][stages][lanes]: R, summed over the block's groups of eight      */
  double *carried, *kept, *drawn; /* [panels]                                              */
} block;

static block block_in(const rp_coupled_agents *game, double *work) {
  int64_t nodes = rp_coupled_nodes(game) * RP_AGENT_BLOCK, panels = game->panels * RP_AGENT_BLOCK;
  block b = {.state = work};
  b.past = b.state + nodes;
  b.gained = b.past + nodes;
  b.moved = b.gained + nodes;
  b.rows = b.moved + nodes;
  b.carried = b.rows + nodes;
  b.kept = b.carried + panels;
  b.drawn = b.kept + panels;
  b.direct = b.drawn + panels;
  return b;
}

int64_t rp_coupled_workspace(const rp_coupled_agents *game) {
  if (game->form == RP_AGENTS_GREEN) return rp_green_workspace(game);
  return RP_AGENT_BLOCK * (5 * rp_coupled_nodes(game) + 3 * game->panels) +
         rp_coupled_nodes(game) * game->method->stages * LANES;
}

/* Adds R of eight agents on a panel, less those that are not present. */
RP_INLINE void add_direct(const sweep *s, lanes stretched, lanes present, lanes *direct) {
  const panel_inverse *in = &s->inverse;
  int64_t stages = s->game->method->stages;
  for (int64_t j = 0; j < stages; ++j)
    for (int64_t k = 0; k < stages; ++k)
      direct[j * stages + k] -= present * (in->pushed[j][k] - stretched * in->ones[j] * in->moved[k]);
}

/* Adds the block's R, summed over the lanes, to the diagonal blocks of the kernel. */
static void reduce_direct(const rp_coupled_agents *game, const block *b, double *kernel) {
  int64_t s = game->method->stages, nodes = rp_coupled_nodes(game);
  for (int64_t node = 0; node < nodes; ++node)
    for (int64_t k = 0; k < s; ++k) {
      const double *lane = b->direct + (node * s + k) * LANES;
      double sum = 0;
      for (int l = 0; l < LANES; ++l)
        sum += lane[l];
      kernel[node * nodes + node / s * s + k] += sum;
    }
}

/* Backward: eight agents' responses into the block's columns at `column`. */
RP_CLONES static int64_t fill_columns(const rp_coupled_agents *game, int64_t first, int64_t count,
                                      int64_t column, const block *b) {
  sweep s;
  panel_response r;
  lanes present;
  int64_t stages = game->method->stages;
  for (int l = 0; l < LANES; ++l)
    present[l] = l < count ? 1 : 0;
  sweep_begin(&s, game, first, count);
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    sweep_panel(&s, panel, &r);
    add_direct(&s, r.stretched, present, (lanes *)(b->direct + panel * stages * stages * LANES));
    for (int64_t j = 0; j < stages; ++j) {
      int64_t at = (panel * stages + j) * RP_AGENT_BLOCK + column;
      *(lanes *)(b->state + at) = present * r.u[j];
      *(lanes *)(b->past + at) = present * r.v[j];
      *(lanes *)(b->gained + at) = present * r.gained[j];
      *(lanes *)(b->moved + at) = present * r.moved[j];
    }
    int64_t at = panel * RP_AGENT_BLOCK + column;
    *(lanes *)(b->carried + at) = r.carried;
    *(lanes *)(b->kept + at) = r.kept;
    *(lanes *)(b->drawn + at) = r.drawn;
  }
  return first_failing(&s);
}

/* Forward: rates without forcing into the source, and the recursions that turn v and `moved` into what
 * products need. rows becomes u times the inventory that q = 1 left of the panel has drawn before it. */
RP_CLONES static void chain_block(const rp_coupled_agents *game, int64_t first, int64_t count, const block *b,
                                  double *source) {
  double drawn[RP_AGENT_BLOCK], inventory[RP_AGENT_BLOCK];
  int64_t stages = game->method->stages;
  for (int64_t i = 0; i < RP_AGENT_BLOCK; ++i) {
    drawn[i] = 0;
    inventory[i] = i < count ? game->start[first + i] : 0;
  }
  for (int64_t panel = 0; panel < game->panels; ++panel) {
    const double *carried = b->carried + panel * RP_AGENT_BLOCK, *kept = b->kept + panel * RP_AGENT_BLOCK;
    for (int64_t j = 0; j < stages; ++j) {
      int64_t row = (panel * stages + j) * RP_AGENT_BLOCK;
      double sum = 0;
      for (int64_t i = 0; i < count; ++i)
        sum += b->state[row + i] * inventory[i];
      source[panel * stages + j] += sum;
      for (int64_t i = 0; i < count; ++i) {
        b->rows[row + i] = b->state[row + i] * drawn[i];
        b->past[row + i] += b->state[row + i] * drawn[i] * carried[i];
        b->moved[row + i] += kept[i] * drawn[i] * b->gained[row + i];
      }
    }
    for (int64_t i = 0; i < count; ++i) {
      drawn[i] = kept[i] * drawn[i] * carried[i] + b->drawn[panel * RP_AGENT_BLOCK + i];
      inventory[i] *= kept[i];
    }
  }
}

/* rows [0, count) times factor, agent by agent. */
RP_CLONES static void scale_rows(int64_t count, int64_t agents, const double *factor, double *rows) {
  for (int64_t r = 0; r < count; ++r)
    for (int64_t i = 0; i < agents; ++i)
      rows[r * RP_AGENT_BLOCK + i] *= factor[i];
}

/* to += left (rows x agents) times the transpose of right (columns x agents) */
static void add_product(int64_t rows, int64_t columns, int64_t agents, const double *left,
                        const double *right, double *to, int64_t nodes) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)columns, (int)agents, 1, left,
              RP_AGENT_BLOCK, right, RP_AGENT_BLOCK, 1, to, (int)nodes);
}

/* Forcing on a panel acts on rates of the same panel and before it through q, and after it through X. */
static void add_block(const rp_coupled_agents *game, int64_t count, const block *b, double *kernel) {
  int64_t s = game->method->stages, nodes = rp_coupled_nodes(game), size = s * RP_AGENT_BLOCK;
  for (int64_t panel = 0; panel < game->panels; ++panel) {
    add_product((panel + 1) * s, s, count, b->rows, b->gained + panel * size, kernel + panel * s, nodes);
    scale_rows(panel * s, count, b->carried + panel * RP_AGENT_BLOCK, b->rows);
    memcpy(b->rows + panel * size, b->past + panel * size, (size_t)size * sizeof *b->rows);
  }
  for (int64_t panel = 1; panel < game->panels; ++panel) {
    scale_rows((panel - 1) * s, count, b->kept + (panel - 1) * RP_AGENT_BLOCK, b->moved);
    add_product(s, panel * s, count, b->state + panel * size, b->moved, kernel + panel * s * nodes, nodes);
  }
}

int64_t rp_coupled_assemble(const rp_coupled_agents *game, int64_t begin, int64_t end, double *kernel,
                            double *source, double *work) {
  if (game->form == RP_AGENTS_GREEN) return rp_green_assemble(game, begin, end, kernel, source, work);
  block b = block_in(game, work);
  for (int64_t first = begin; first < end; first += RP_AGENT_BLOCK) {
    int64_t count = end - first < RP_AGENT_BLOCK ? end - first : RP_AGENT_BLOCK;
    memset(b.direct, 0, (size_t)(rp_coupled_nodes(game) * game->method->stages * LANES) * sizeof *b.direct);
    for (int64_t i = 0; i < count; i += LANES) {
      int64_t some = count - i < LANES ? count - i : LANES;
      int64_t failing = fill_columns(game, first + i, some, i, &b);
      if (failing != RP_AGENT_NONE) return failing;
    }
    reduce_direct(game, &b, kernel);
    chain_block(game, first, count, &b, source);
    add_block(game, count, &b, kernel);
  }
  return RP_AGENT_NONE;
}

/* ---- the equation for the aggregate ---- */

/* A pivot that is smaller than this part of the largest is nothing but rounding. */
static const double rounding = 1e-15;

bool rp_coupled_solve(int64_t nodes, double coupling, const double *drift, double *kernel, double *source,
                      int32_t *pivots, double *rates, double *rcond) {
  double norm = 0;
  if (rcond) *rcond = 0;
  for (int64_t i = 0; i < nodes; ++i) {
    double sum = source[i], size = 0;
    for (int64_t j = 0; j < nodes; ++j) {
      double *entry = kernel + i * nodes + j;
      sum += *entry * drift[j];
      *entry = (i == j ? 1 : 0) - coupling * *entry;
      size += fabs(*entry);
    }
    rates[i] = sum;
    norm = fmax(norm, size);
  }
  if (!isfinite(norm)) return false;
  int n = (int)nodes;
  /* Row-major: LAPACK sees the transpose, whose 1-norm is the maximum norm here. */
  if (LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, kernel, n, pivots) != 0) return false;
  double least = INFINITY, most = 0;
  for (int64_t i = 0; i < nodes; ++i) {
    least = fmin(least, fabs(kernel[i * nodes + i]));
    most = fmax(most, fabs(kernel[i * nodes + i]));
  }
  if (!(least > rounding * most)) return false;
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'T', n, 1, kernel, n, pivots, rates, n);
  if (!rcond) return isfinite(rates[0]);
  int32_t *whole = pivots + nodes;
  return LAPACKE_dgecon_work(LAPACK_COL_MAJOR, '1', n, kernel, n, norm, rcond, source, whole) == 0 &&
         *rcond > 0;
}

/* ---- paths ---- */

/* Backward: u and the answer to the forcing at every node, adjoint's parts at every edge. */
RP_CLONES static int64_t respond_lanes(const rp_coupled_agents *game, int64_t first, int64_t count,
                                       const double *forcing, rp_coupled_paths *paths, double *work) {
  sweep s;
  panel_response r;
  lanes right = {0}, start;
  const rp_collocation *m = game->method;
  int64_t stages = m->stages;
  lanes *state = (lanes *)work, *rate = (lanes *)paths->rate;
  lanes *inventory = (lanes *)paths->inventory, *adjoint = (lanes *)paths->adjoint;
  lanes *riccati = state + rp_coupled_nodes(game);
  sweep_begin(&s, game, first, count);
  riccati[game->panels] = s.riccati;
  adjoint[game->panels] = right;
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    const double *g = forcing + panel * stages;
    sweep_panel(&s, panel, &r);
    lanes moved = {0}, left = r.carried * right;
    for (int64_t k = 0; k < stages; ++k) {
      left += r.gained[k] * g[k];
      moved += s.inverse.moved[k] * g[k];
    }
    for (int64_t j = 0; j < stages; ++j) {
      lanes sum = {0};
      for (int64_t k = 0; k < stages; ++k)
        sum += s.inverse.pushed[j][k] * g[k];
      state[panel * stages + j] = r.u[j];
      rate[panel * stages + j] = r.v[j] * right - sum + s.inverse.ones[j] * r.stretched * moved;
    }
    right = left;
    adjoint[panel] = left;
    riccati[panel] = s.riccati;
  }
  for (int l = 0; l < LANES; ++l)
    start[l] = l < count ? game->start[first + l] : 0;
  inventory[0] = start;
  for (int64_t panel = 0; panel < game->panels; ++panel) {
    double h = panel_width(game, panel);
    inventory[panel + 1] = inventory[panel];
    for (int64_t j = 0; j < stages; ++j) {
      rate[panel * stages + j] += state[panel * stages + j] * inventory[panel];
      inventory[panel + 1] += h * m->weight[j] * rate[panel * stages + j];
    }
  }
  for (int64_t edge = 0; edge <= game->panels; ++edge)
    adjoint[edge] += 2 * riccati[edge] * inventory[edge];
  return first_failing(&s);
}

int64_t rp_coupled_respond_workspace(const rp_coupled_agents *game) {
  if (game->form == RP_AGENTS_GREEN) return rp_green_respond_workspace(game);
  return LANES * (rp_coupled_nodes(game) + game->panels + 1);
}

int64_t rp_coupled_respond(const rp_coupled_agents *game, int64_t first, int64_t count, const double *forcing,
                           rp_coupled_paths *paths, double *work) {
  if (game->form == RP_AGENTS_GREEN) return rp_green_respond(game, first, count, forcing, paths, work);
  return respond_lanes(game, first, count, forcing, paths, work);
}
