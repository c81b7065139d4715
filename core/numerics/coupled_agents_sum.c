/*
 * coupled_agents_sum.c - the kernel and the source of all agents, products with the kernel, and paths, from the factors of their Green functions
 * (coupled_agents_green.h). Calls BLAS.
 */
#include <cblas.h>
#include <stddef.h>
#include <string.h>
#include "numerics/coupled_agents_green.h"

/* Sums over agents before the rule's weights: phi' psi rho, whose first column is phi' X, and psi' phi rho. */
typedef struct products {
  double *before; /* [nodes][nodes + 1]: the block triangle of panels up to the row's      */
  double *after;  /* [nodes][nodes]: the block triangle of panels from the row's panel on  */
} products;

int64_t rp_green_workspace(const rp_coupled_agents *game) {
  int64_t nodes = rp_coupled_nodes(game);
  return rp_green_block_size(game, rp_green_width(game) / LANES) + nodes * (2 * nodes + 1);
}

int64_t rp_green_respond_workspace(const rp_coupled_agents *game) {
  return rp_green_block_size(game, 1) + (game->panels + 1) * LANES;
}

/* to += left (rows x agents) times the transpose of right (columns x agents) */
static void add_product(int64_t rows, int64_t columns, int64_t agents, int64_t width, const lanes *left,
                        const lanes *right, double *to, int64_t leading) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)columns, (int)agents, 1,
              (const double *)left, (int)width, (const double *)right, (int)width, 1, to, (int)leading);
}

/* rows += factor times other rows, agent by agent; and rows times factor. */
RP_CLONES static void add_scaled(int64_t rows, int64_t groups, const lanes *factor, const lanes *from,
                                 lanes *to) {
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t i = 0; i < groups; ++i)
      to[r * groups + i] += factor[i] * from[r * groups + i];
}

RP_CLONES static void scale_rows(int64_t rows, int64_t groups, const lanes *factor, lanes *to) {
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t i = 0; i < groups; ++i)
      to[r * groups + i] *= factor[i];
}

/* psi of the whole horizon, up to a factor, is psi + risen phi on a panel; the next panel's `risen`. */
RP_CLONES static void rise(int64_t groups, const lanes *kept, const lanes *carried, const lanes *risen,
                           lanes *all) {
  for (int64_t i = 0; i < groups; ++i)
    all[i] = carried[i] * (risen[i] + kept[i] * all[i]);
}

/* Forward along the panels. What lies to the left of a panel reaches it through inventories, which keep phi(h), and what lies to
 * the right through q, which carries phi(h) rho(h): rows of earlier panels are scaled as one goes. */
static void add_block(const rp_coupled_agents *game, int64_t first, int64_t count, const rp_green_block *b,
                      const products *to) {
  int64_t s = game->method->stages, groups = b->groups, width = groups * LANES,
          nodes = rp_coupled_nodes(game);
  lanes *risen = b->tables, *inventory = b->rise_mass;
  memset(risen, 0, (size_t)groups * sizeof *risen);
  for (int64_t i = 0; i < width; ++i)
    inventory[i / LANES][i % LANES] = i < count ? game->start[first + i] : 0;
  for (int64_t panel = 0; panel < game->panels; ++panel) {
    int64_t at = panel * s * groups, rows = panel * s, edge = panel * groups;
    if (panel > 0) {
      add_scaled(s, groups, risen, b->fall_rate + at, b->rise_rate + at + groups);
      add_scaled(s, groups, risen, b->fall_mass + at, b->rise_mass + at + groups);
    }
    add_product(s, rows + s + 1, count, width, b->fall_rate + at, b->rise_mass,
                to->before + rows * (nodes + 1), nodes + 1);
    add_product(rows + s, s, count, width, b->rise_rate + groups, b->fall_mass + at, to->after + rows, nodes);
    if (panel + 1 == game->panels) break;
    rise(groups, b->kept + edge, b->carried + edge, b->risen + edge, risen);
    scale_rows(rows + s + 1, groups, b->kept + edge, b->rise_mass);
    scale_rows(rows + s, groups, b->carried + edge, b->rise_rate + groups);
  }
}

/* The rule's weights: integrals from the panel's left end where the forcing is before, and to its right end where it is after. */
static void add_weighted(const rp_coupled_agents *game, const products *from, double *kernel,
                         double *source) {
  const rp_collocation *m = game->method;
  int64_t s = m->stages, nodes = rp_coupled_nodes(game);
  for (int64_t row = 0; row < nodes; ++row) {
    const double *before = from->before + row * (nodes + 1), *after = from->after + row * nodes;
    double *to = kernel + row * nodes;
    int64_t own = row / s, j = row % s;
    source[row] += before[0];
    for (int64_t panel = 0; panel < game->panels; ++panel) {
      double h = game->edges[panel + 1] - game->edges[panel];
      for (int64_t k = 0; k < s; ++k) {
        int64_t column = panel * s + k;
        if (panel <= own)
          to[column] += h * (panel < own ? m->weight[k] : m->from_left[j][k]) * before[column + 1];
        if (panel >= own)
          to[column] += h * (panel > own ? m->weight[k] : -m->from_right[j][k]) * after[column];
      }
    }
  }
}

int64_t rp_green_assemble(const rp_coupled_agents *game, int64_t begin, int64_t end, double *kernel,
                          double *source, double *work) {
  int64_t width = rp_green_width(game), nodes = rp_coupled_nodes(game);
  rp_green_block b = rp_green_block_in(game, width / LANES, work);
  products sums = {work + rp_green_block_size(game, width / LANES), NULL};
  sums.after = sums.before + nodes * (nodes + 1);
  memset(sums.before, 0, (size_t)(nodes * (2 * nodes + 1)) * sizeof *sums.before);
  for (int64_t first = begin; first < end; first += width) {
    int64_t count = end - first < width ? end - first : width;
    int64_t failing = rp_green_fill(game, first, count, &b);
    if (failing != RP_AGENT_NONE) return failing;
    add_block(game, first, count, &b, &sums);
  }
  add_weighted(game, &sums, kernel, source);
  return RP_AGENT_NONE;
}

/* ---- paths ---- */

/* Eight agents' answer to a forcing: column `group` of a block. */
typedef struct answer {
  const rp_coupled_agents *game;
  const rp_green_block *block;
  int64_t group;
  const double *forcing;
  lanes *rate, *q, *inventory; /* [nodes], [panels + 1], [panels + 1], whose first row is given */
} answer;

/* Rates without inventory, and q at the ends of panels: backward. */
RP_INLINE void respond_backward(const answer *to) {
  const rp_coupled_agents *game = to->game;
  const rp_collocation *m = game->method;
  int64_t s = m->stages, groups = to->block->groups;
  to->q[game->panels] = (lanes){0};
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    double h = game->edges[panel + 1] - game->edges[panel];
    const double *g = to->forcing + panel * s;
    const lanes *mass = to->block->fall_mass + panel * s * groups + to->group;
    const lanes *rise_rate = to->block->rise_rate + (panel * s + 1) * groups + to->group;
    lanes carried = to->block->carried[panel * groups + to->group] * to->q[panel + 1], all = {0};
    for (int64_t j = 0; j < s; ++j) {
      lanes sum = -carried;
      for (int64_t k = 0; k < s; ++k)
        sum -= h * m->from_right[j][k] * g[k] * mass[k * groups];
      to->rate[panel * s + j] = rise_rate[j * groups] * sum;
      all += h * m->weight[j] * g[j] * mass[j * groups];
    }
    to->q[panel] = carried - all;
  }
}

RP_INLINE void respond_forward(const answer *to) {
  const rp_coupled_agents *game = to->game;
  const rp_collocation *m = game->method;
  int64_t s = m->stages, groups = to->block->groups;
  for (int64_t panel = 0; panel < game->panels; ++panel) {
    double h = game->edges[panel + 1] - game->edges[panel];
    const double *g = to->forcing + panel * s;
    const lanes *mass = to->block->rise_mass + (panel * s + 1) * groups + to->group;
    const lanes *fall_rate = to->block->fall_rate + panel * s * groups + to->group;
    lanes whole = to->inventory[panel];
    for (int64_t j = 0; j < s; ++j) {
      lanes sum = to->inventory[panel];
      for (int64_t k = 0; k < s; ++k)
        sum += h * m->from_left[j][k] * g[k] * mass[k * groups];
      to->rate[panel * s + j] += fall_rate[j * groups] * sum;
      whole += h * m->weight[j] * g[j] * mass[j * groups];
    }
    int64_t edge = panel * groups + to->group;
    to->inventory[panel + 1] =
        to->block->kept[edge] * whole - to->block->carried[edge] * to->block->risen[edge] * to->q[panel + 1];
  }
}

RP_CLONES static void respond(const answer *to) {
  respond_backward(to);
  respond_forward(to);
}

int64_t rp_green_respond(const rp_coupled_agents *game, int64_t first, int64_t count, const double *forcing,
                         rp_coupled_paths *paths, double *work) {
  rp_green_block b = rp_green_block_in(game, 1, work);
  int64_t failing = rp_green_fill(game, first, count, &b);
  answer to = {game,
               &b,
               0,
               forcing,
               (lanes *)paths->rate,
               (lanes *)(work + rp_green_block_size(game, 1)),
               (lanes *)paths->inventory};
  lanes *adjoint = (lanes *)paths->adjoint;
  for (int64_t l = 0; l < LANES; ++l)
    to.inventory[0][l] = l < count ? game->start[first + l] : 0;
  respond(&to);
  for (int64_t edge = 0; edge <= game->panels; ++edge)
    adjoint[edge] = to.q[edge] + 2 * b.riccati[edge] * to.inventory[edge];
  return failing;
}

/* With v = X/(-Y) of the solution that begins at X = 0, which each panel takes to (x1 v + x2)/(-y1 v - y2) by its two fundamental
 * solutions: it meets Y = 2 gamma X at the horizon for gamma = -1/(2 v). */
int64_t rp_coupled_critical(const rp_coupled_agents *game, int64_t first, int64_t count, double *critical,
                            double *work) {
  rp_green_block b = rp_green_block_in(game, 1, work);
  int64_t failing = rp_green_fill(game, first, count, &b);
  for (int64_t l = 0; l < count; ++l) {
    double v = 0;
    for (int64_t panel = 0; panel < game->panels; ++panel) {
      double left = 2 * b.riccati[panel][l], right = 2 * b.riccati[panel + 1][l], kept = b.kept[panel][l];
      double x2 = b.risen[panel][l], y2 = right * x2 - 1 / b.carried[panel][l];
      double x1 = kept + left * x2, y1 = right * kept + left * y2;
      v = (x1 * v + x2) / (-y1 * v - y2);
    }
    critical[l] = -1 / (2 * v);
  }
  return failing;
}

/* ---- products ---- */

int64_t rp_coupled_product_workspace(const rp_coupled_agents *game) {
  return rp_green_block_size(game, rp_green_width(game) / LANES) +
         LANES * (2 * rp_coupled_nodes(game) + 2 * (game->panels + 1));
}

RP_CLONES static void add_present(int64_t nodes, const lanes *rate, const lanes *present, lanes *sum) {
  for (int64_t j = 0; j < nodes; ++j)
    sum[j] += *present * rate[j];
}

int64_t rp_coupled_product(const rp_coupled_agents *game, int64_t begin, int64_t end, bool started,
                           const double *forcing, double *sum, double *work) {
  int64_t width = rp_green_width(game), nodes = rp_coupled_nodes(game);
  rp_green_block b = rp_green_block_in(game, width / LANES, work);
  lanes *rate = (lanes *)(work + rp_green_block_size(game, width / LANES)), *all = rate + nodes;
  answer to = {game, &b, 0, forcing, rate, all + nodes, all + nodes + game->panels + 1};
  memset(all, 0, (size_t)nodes * sizeof *all);
  for (int64_t first = begin; first < end; first += width) {
    int64_t count = end - first < width ? end - first : width;
    int64_t failing = rp_green_fill(game, first, count, &b);
    if (failing != RP_AGENT_NONE) return failing;
    for (to.group = 0; to.group * LANES < count; ++to.group) {
      lanes present;
      for (int64_t l = 0; l < LANES; ++l) {
        int64_t i = to.group * LANES + l;
        present[l] = i < count ? 1 : 0;
        to.inventory[0][l] = i < count && started ? game->start[first + i] : 0;
      }
      respond(&to);
      add_present(nodes, rate, &present, all);
    }
  }
  for (int64_t j = 0; j < nodes; ++j)
    for (int l = 0; l < LANES; ++l)
      sum[j] += all[j][l];
  return RP_AGENT_NONE;
}
