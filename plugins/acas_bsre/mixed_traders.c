/* mixed_traders.c - see mixed_traders.h. */
#include "mixed_traders.h"
#include <cblas.h>
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

enum { S = RP_MIXED_STAGES, L = RP_MIXED_LANES, BLOCK = RP_MIXED_BLOCK, COLUMNS = 2 * S + 3 };

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

typedef double lanes[L];

int64_t rp_mixed_nodes(const rp_mixed_traders *game) {
  return game->panels * S;
}

int64_t rp_mixed_size(int64_t panels) {
  return panels + 1 + 6 * panels * S;
}

void rp_mixed_place(int64_t panels, double *memory, rp_mixed_traders *game) {
  int64_t nodes = panels * S;
  rp_collocation_make(S, &game->method);
  game->panels = panels;
  game->edges = memory;
  game->d = memory + panels + 1;
  game->slope = game->d + nodes;
  game->shape = game->slope + nodes;
  game->force = game->shape + nodes;
  game->own = game->force + nodes;
  game->cross = game->own + nodes;
}

/* ---- one panel ---- */

/* What traders share: M = 1 - fixed - phi scaled is the matrix of c; bend is the integral of 2 b Q over the panel in the rates,
 * lever in the inventory on the left. */
typedef struct panel_common {
  double width, lever, pushed;
  double fixed[S][S], scaled[S][S], direct[S][S]; /* direct: s V through the adjoint */
  double right[S], left_fixed[S], left_scaled[S], force[S];
  double bend[S], drag[S]; /* drag: weight times s */
} panel_common;

static void share_panel(const rp_mixed_traders *game, int64_t panel, panel_common *c) {
  const rp_collocation *m = &game->method;
  double h = game->edges[panel + 1] - game->edges[panel];
  const double *d = game->d + panel * S, *slope = game->slope + panel * S, *shape = game->shape + panel * S,
               *force = game->force + panel * S;
  memset(c, 0, sizeof *c);
  c->width = h;
  for (int j = 0; j < S; ++j) {
    for (int k = 0; k < S; ++k) {
      double twice = 0;
      for (int i = 0; i < S; ++i)
        twice += m->from_right[j][i] * 2 * shape[i] * m->from_left[i][k];
      c->scaled[j][k] = d[j] * h * h * twice;
      c->fixed[j][k] = d[j] * slope[j] * h * m->from_left[j][k];
      c->direct[j][k] = d[j] * h * m->from_right[j][k] * slope[k];
      c->left_scaled[j] += d[j] * h * m->from_right[j][k] * 2 * shape[k];
      c->force[j] -= d[j] * h * m->from_right[j][k] * force[k];
      c->bend[k] += h * m->weight[j] * 2 * shape[j] * h * m->from_left[j][k];
    }
    c->right[j] = d[j];
    c->left_fixed[j] = d[j] * slope[j];
    c->lever += h * m->weight[j] * 2 * shape[j];
    c->drag[j] = h * m->weight[j] * slope[j];
    c->pushed += h * m->weight[j] * force[j];
  }
}

/* On a panel, with kappa on the right and Q on the left: c = state Q + future kappa + near V + offset;
 * Q right = kept Q + drawn kappa + moved V + shift;  kappa left = carried kappa + gained V + gift. */
typedef struct panel_answer {
  lanes state[S], future[S], offset[S], moved[S], gained[S];
  lanes kept, drawn, carried, shift, gift;
} panel_answer;

INLINE void eliminate(lanes *rows) {
  for (int k = 0; k < S; ++k) {
    lanes inverse;
    for (int l = 0; l < L; ++l)
      inverse[l] = 1 / rows[k * COLUMNS + k][l];
    for (int j = k + 1; j < COLUMNS; ++j)
      for (int l = 0; l < L; ++l)
        rows[k * COLUMNS + j][l] *= inverse[l];
    for (int i = k + 1; i < S; ++i)
      for (int j = k + 1; j < COLUMNS; ++j)
        for (int l = 0; l < L; ++l)
          rows[i * COLUMNS + j][l] -= rows[i * COLUMNS + k][l] * rows[k * COLUMNS + j][l];
  }
  for (int k = S - 1; k > 0; --k)
    for (int i = 0; i < k; ++i)
      for (int j = S; j < COLUMNS; ++j)
        for (int l = 0; l < L; ++l)
          rows[i * COLUMNS + j][l] -= rows[i * COLUMNS + k][l] * rows[k * COLUMNS + j][l];
}

/* c from Y on the right, Q on the left, force and V, in columns S, S + 1, S + 2, S + 3 ... */
INLINE void solve_panel(const panel_common *c, double omega, const double *phi, lanes *rows) {
  for (int j = 0; j < S; ++j) {
    lanes *row = rows + j * COLUMNS;
    for (int k = 0; k < S; ++k)
      for (int l = 0; l < L; ++l) {
        double held = c->fixed[j][k] + phi[l] * c->scaled[j][k];
        row[k][l] = (j == k ? 1 : 0) - held;
        row[S + 3 + k][l] = -omega * held - c->direct[j][k];
      }
    for (int l = 0; l < L; ++l) {
      row[S][l] = c->right[j];
      row[S + 1][l] = c->left_fixed[j] + phi[l] * c->left_scaled[j];
      row[S + 2][l] = c->force[j];
    }
  }
  eliminate(rows);
}

/* The answer of a panel whose right end has Y = p Q + kappa; p becomes that of the left end. near [S][S]: += or NULL. */
INLINE void answer_panel(const rp_collocation *m, const panel_common *c, double omega, const double *phi,
                         const double *valid, lanes *rows, double *p, panel_answer *a, lanes *near) {
  lanes wy = {0}, wq = {0}, w0 = {0}, inverse, left, reach;
  double h = c->width;
  for (int j = 0; j < S; ++j)
    for (int l = 0; l < L; ++l) {
      lanes *row = rows + j * COLUMNS;
      wy[l] += h * m->weight[j] * row[S][l];
      wq[l] += h * m->weight[j] * row[S + 1][l];
      w0[l] += h * m->weight[j] * row[S + 2][l];
    }
  for (int l = 0; l < L; ++l) {
    inverse[l] = 1 / (1 - p[l] * wy[l]);
    a->kept[l] = (1 + wq[l]) * inverse[l];
    a->drawn[l] = wy[l] * inverse[l];
    a->shift[l] = w0[l] * inverse[l];
    left[l] = p[l] * a->kept[l] - phi[l] * c->lever;
    reach[l] = inverse[l];
    a->gift[l] = p[l] * a->shift[l] + c->pushed;
  }
  for (int k = 0; k < S; ++k) {
    lanes sum = {0};
    for (int j = 0; j < S; ++j)
      for (int l = 0; l < L; ++l)
        sum[l] += h * m->weight[j] * rows[j * COLUMNS + S + 3 + k][l];
    for (int l = 0; l < L; ++l) {
      a->moved[k][l] = (sum[l] - h * m->weight[k] * omega) * inverse[l];
      a->gained[k][l] = p[l] * a->moved[k][l] + phi[l] * c->bend[k] * omega + c->drag[k];
    }
  }
  for (int j = 0; j < S; ++j) {
    lanes *row = rows + j * COLUMNS;
    for (int l = 0; l < L; ++l) {
      a->state[j][l] = row[S][l] * p[l] * a->kept[l] + row[S + 1][l];
      a->future[j][l] = row[S][l] * inverse[l];
      a->offset[j][l] = row[S][l] * p[l] * a->shift[l] + row[S + 2][l];
      left[l] -= phi[l] * c->bend[j] * a->state[j][l];
      reach[l] -= phi[l] * c->bend[j] * a->future[j][l];
      a->gift[l] -= phi[l] * c->bend[j] * a->offset[j][l];
    }
    for (int k = 0; k < S; ++k)
      for (int l = 0; l < L; ++l) {
        double direct = row[S][l] * p[l] * a->moved[k][l] + row[S + 3 + k][l];
        a->gained[k][l] -= phi[l] * c->bend[j] * direct;
        near[j * S + k][l] += valid[l] * direct;
      }
  }
  for (int l = 0; l < L; ++l) {
    a->carried[l] = reach[l];
    p[l] = left[l];
  }
}

/* ---- eight traders on all panels ---- */

/* Workspace in doubles, in this order. */
typedef struct room {
  panel_common *common;   /* [panels]                         */
  panel_answer *answers;  /* [panels]                         */
  lanes *near;            /* [nodes][S]                       */
  double *state, *ahead;  /* [nodes][BLOCK]: rows of products */
  double *gained, *past;  /* [nodes][BLOCK]: their columns    */
  double *carried, *kept; /* [panels][BLOCK]                  */
} room;

static int64_t doubles_of(size_t bytes) {
  return (int64_t)((bytes + sizeof(double) - 1) / sizeof(double));
}

int64_t rp_mixed_workspace(const rp_mixed_traders *game) {
  int64_t nodes = rp_mixed_nodes(game);
  return game->panels * (doubles_of(sizeof(panel_common)) + doubles_of(sizeof(panel_answer))) +
         nodes * S * L + 4 * nodes * BLOCK + 2 * game->panels * BLOCK;
}

static room room_in(const rp_mixed_traders *game, double *work) {
  int64_t nodes = rp_mixed_nodes(game);
  room r;
  r.common = (panel_common *)(void *)work, work += game->panels * doubles_of(sizeof(panel_common));
  r.answers = (panel_answer *)(void *)work, work += game->panels * doubles_of(sizeof(panel_answer));
  r.near = (lanes *)(void *)work, work += nodes * S * L;
  r.state = work, work += nodes * BLOCK;
  r.ahead = work, work += nodes * BLOCK;
  r.gained = work, work += nodes * BLOCK;
  r.past = work, work += nodes * BLOCK;
  r.carried = work, work += game->panels * BLOCK;
  r.kept = work;
  for (int64_t p = 0; p < game->panels; ++p)
    share_panel(game, p, r.common + p);
  memset(r.near, 0, (size_t)(nodes * S) * sizeof *r.near);
  return r;
}

/* Eight traders; lanes beyond `some` are traders without inventory or penalties whom valid leaves out of sums. */
typedef struct group {
  lanes running, terminal, start, valid;
} group;

INLINE void read_group(const rp_mixed_traders *game, int64_t first, int64_t some, group *g) {
  for (int l = 0; l < L; ++l) {
    bool here = l < some;
    g->running[l] = here ? game->running[first + l] : 0;
    g->terminal[l] = here ? game->terminal[first + l] : 0;
    g->start[l] = here ? game->start[first + l] : 0;
    g->valid[l] = here ? 1 : 0;
  }
}

INLINE void sweep(const rp_mixed_traders *game, const group *g, room *r) {
  lanes p, rows[S * COLUMNS];
  for (int l = 0; l < L; ++l)
    p[l] = -2 * g->terminal[l];
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    solve_panel(r->common + panel, game->omega, g->running, rows);
    answer_panel(&game->method, r->common + panel, game->omega, g->running, g->valid, rows, p,
                 r->answers + panel, r->near + panel * S * S);
  }
}

/* What the group adds to h, and its factors of the products at column `at` of the block. `reach` is how Q on a panel's left
 * answers to kappa there. */
INLINE void gather(const rp_mixed_traders *game, const group *g, int64_t at, room *r, double *source) {
  lanes kappa = {0}, inventory, reach = {0};
  for (int64_t p = game->panels - 1; p >= 0; --p)
    for (int l = 0; l < L; ++l) {
      r->kept[p * BLOCK + at + l] = kappa[l]; /* on the right, until the panel's turn below */
      kappa[l] = r->answers[p].carried[l] * kappa[l] + r->answers[p].gift[l];
    }
  memcpy(inventory, g->start, sizeof inventory);
  for (int64_t p = 0; p < game->panels; ++p) {
    const panel_answer *a = r->answers + p;
    double *right = r->kept + p * BLOCK + at, *carried = r->carried + p * BLOCK + at;
    for (int j = 0; j < S; ++j) {
      int64_t row = (p * S + j) * BLOCK + at;
      double sum = 0;
      for (int l = 0; l < L; ++l) {
        sum += g->valid[l] * (a->state[j][l] * inventory[l] + a->future[j][l] * right[l] + a->offset[j][l]);
        r->state[row + l] = g->valid[l] * a->state[j][l];
        r->ahead[row + l] = g->valid[l] * (a->state[j][l] * reach[l] * a->carried[l] + a->future[j][l]);
        r->gained[row + l] = a->gained[j][l];
        r->past[row + l] = a->moved[j][l] + a->kept[l] * reach[l] * a->gained[j][l];
      }
      source[p * S + j] += sum;
      for (int k = 0; k < S; ++k)
        for (int l = 0; l < L; ++l)
          r->near[(p * S + j) * S + k][l] += g->valid[l] * a->state[j][l] * reach[l] * a->gained[k][l];
    }
    for (int l = 0; l < L; ++l) {
      inventory[l] = a->kept[l] * inventory[l] + a->drawn[l] * right[l] + a->shift[l];
      reach[l] = a->kept[l] * reach[l] * a->carried[l] + a->drawn[l];
      carried[l] = a->carried[l];
      right[l] = a->kept[l];
    }
  }
}

RP_CLONES static void gather_block(const rp_mixed_traders *game, int64_t begin, int64_t end, room *r,
                                   double *source) {
  for (int64_t first = begin; first < end; first += L) {
    group g;
    read_group(game, first, end - first < L ? end - first : L, &g);
    sweep(game, &g, r);
    gather(game, &g, first - begin, r, source);
  }
}

/* ---- the kernel ---- */

static void scale_rows(double *rows, int64_t from, int64_t to, const double *by) {
  for (int64_t i = from; i < to; ++i)
    for (int k = 0; k < BLOCK; ++k)
      rows[i * BLOCK + k] *= by[k];
}

/* Adds the blocks away from the diagonal: panels to the right through kappa, panels to the left through Q. `columns` traders. */
static void add_products(const rp_mixed_traders *game, int columns, room *r, double *kernel) {
  int64_t nodes = rp_mixed_nodes(game);
  for (int64_t p = game->panels - 1; p >= 0; --p) {
    int64_t from = (p + 1) * S, more = nodes - from;
    if (more > 0)
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, S, (int)more, columns, 1, r->ahead + p * S * BLOCK,
                  BLOCK, r->gained + from * BLOCK, BLOCK, 1, kernel + p * S * nodes + from, (int)nodes);
    scale_rows(r->gained, from, nodes, r->carried + p * BLOCK);
  }
  for (int64_t p = 1; p < game->panels; ++p) {
    int64_t before = p * S;
    if (p > 1) scale_rows(r->past, 0, before - S, r->kept + (p - 1) * BLOCK);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, S, (int)before, columns, 1, r->state + p * S * BLOCK,
                BLOCK, r->past, BLOCK, 1, kernel + p * S * nodes, (int)nodes);
  }
}

void rp_mixed_assemble(const rp_mixed_traders *game, int64_t begin, int64_t end, double *kernel,
                       double *source, double *work) {
  room r = room_in(game, work);
  int64_t nodes = rp_mixed_nodes(game);
  for (int64_t first = begin; first < end; first += BLOCK) {
    int64_t last = first + BLOCK < end ? first + BLOCK : end, columns = (last - first + L - 1) / L * L;
    for (int64_t i = 0; i < 2 * game->panels; ++i) /* columns without traders */
      memset(r.carried + i * BLOCK + columns, 0, (size_t)(BLOCK - columns) * sizeof(double));
    for (int64_t i = 0; i < 4 * nodes; ++i)
      memset(r.state + i * BLOCK + columns, 0, (size_t)(BLOCK - columns) * sizeof(double));
    gather_block(game, first, last, &r, source);
    add_products(game, (int)columns, &r, kernel);
  }
  for (int64_t p = 0; p < game->panels; ++p)
    for (int j = 0; j < S; ++j)
      for (int k = 0; k < S; ++k) {
        const double *near = r.near[(p * S + j) * S + k];
        for (int l = 0; l < L; ++l)
          kernel[(p * S + j) * nodes + p * S + k] += near[l];
      }
}

/* Rows below k less multiples of row k. */
RP_CLONES static void clear_column(int64_t n, int64_t k, double *matrix, double *right) {
  const double *row = matrix + k * n;
  for (int64_t i = k + 1; i < n; ++i) {
    double *to = matrix + i * n, factor = to[k] / row[k];
    if (factor == 0) continue;
    for (int64_t j = k + 1; j < n; ++j)
      to[j] -= factor * row[j];
    right[i] -= factor * right[k];
  }
}

/* Gaussian elimination with row exchanges, which also gives the sign of the determinant. */
bool rp_mixed_solve(const rp_mixed_traders *game, double total, double weight, double *kernel,
                    const double *source, double *rates, bool *positive) {
  int64_t n = rp_mixed_nodes(game);
  for (int64_t i = 0; i < n * n; ++i)
    kernel[i] *= -weight;
  for (int64_t i = 0; i < n; ++i) {
    kernel[i * n + i] += 1 + total * game->omega;
    rates[i] = weight * source[i];
  }
  *positive = true;
  for (int64_t k = 0; k < n; ++k) {
    int64_t best = k;
    for (int64_t i = k + 1; i < n; ++i)
      if (fabs(kernel[i * n + k]) > fabs(kernel[best * n + k])) best = i;
    double pivot = kernel[best * n + k];
    if (!(fabs(pivot) > 0) || !isfinite(pivot)) return false;
    if ((pivot < 0) != (best != k)) *positive = !*positive;
    for (int64_t j = k; best != k && j < n; ++j) {
      double kept = kernel[k * n + j];
      kernel[k * n + j] = kernel[best * n + j];
      kernel[best * n + j] = kept;
    }
    double kept = rates[k];
    rates[k] = rates[best];
    rates[best] = kept;
    clear_column(n, k, kernel, rates);
  }
  for (int64_t k = n - 1; k >= 0; --k) {
    for (int64_t j = k + 1; j < n; ++j)
      rates[k] -= kernel[k * n + j] * rates[j];
    rates[k] /= kernel[k * n + k];
  }
  return true;
}

/* ---- paths ---- */

/* Inventories at the nodes of a panel. */
INLINE void inventories_at(const rp_mixed_traders *game, int64_t p, const rp_mixed_paths *paths, lanes *at) {
  double h = game->edges[p + 1] - game->edges[p];
  for (int j = 0; j < S; ++j) {
    memcpy(at[j], paths->inventory + p * L, sizeof(lanes));
    for (int k = 0; k < S; ++k)
      for (int l = 0; l < L; ++l)
        at[j][l] += h * game->method.from_left[j][k] * paths->rate[(p * S + k) * L + l];
  }
}

/* Running part of the objectives on a panel; `at` are the inventories at its nodes. */
INLINE void add_values(const rp_mixed_traders *game, const group *g, int64_t p, const double *rates,
                       lanes *at, rp_mixed_paths *paths) {
  double h = game->edges[p + 1] - game->edges[p];
  for (int j = 0; j < S; ++j) {
    int64_t i = p * S + j;
    double weight = h * game->method.weight[j], total = rates[i];
    for (int l = 0; l < L; ++l) {
      double v = paths->rate[i * L + l], q = at[j][l];
      double impact = game->own[i] * v + game->cross[i] * (total - v);
      paths->value[l] += weight * (q * (game->slope[i] * total + game->force[i]) - v * impact -
                                   g->running[l] * game->shape[i] * q * q);
    }
  }
}

RP_CLONES static void respond(const rp_mixed_traders *game, const group *g, const double *rates,
                              rp_mixed_paths *paths, room *r) {
  lanes kappa = {0}, at[S];
  sweep(game, g, r);
  int64_t panels = game->panels;
  for (int64_t p = panels - 1; p >= 0; --p)
    for (int l = 0; l < L; ++l) {
      const panel_answer *a = r->answers + p;
      paths->adjoint[(p + 1) * L + l] = kappa[l]; /* of the right end; becomes Y below */
      kappa[l] = a->carried[l] * kappa[l] + a->gift[l];
      for (int k = 0; k < S; ++k)
        kappa[l] += a->gained[k][l] * rates[p * S + k];
    }
  memcpy(paths->inventory, g->start, sizeof g->start);
  memset(paths->value, 0, sizeof paths->value);
  for (int64_t p = 0; p < panels; ++p) {
    const panel_answer *a = r->answers + p;
    double h = game->edges[p + 1] - game->edges[p], *left = paths->inventory + p * L,
           *v = paths->rate + p * S * L;
    const double *future = paths->adjoint + (p + 1) * L, *total = rates + p * S;
    memcpy(left + L, left, sizeof(lanes));
    for (int j = 0; j < S; ++j)
      for (int l = 0; l < L; ++l) {
        double c = a->state[j][l] * left[l] + a->future[j][l] * future[l] + a->offset[j][l];
        for (int k = 0; k < S; ++k)
          c += r->near[(p * S + j) * S + k][l] * total[k];
        v[j * L + l] = c - game->omega * total[j];
        left[L + l] += h * game->method.weight[j] * v[j * L + l];
      }
  }
  for (int l = 0; l < L; ++l) {
    double q = paths->inventory[panels * L + l];
    paths->adjoint[panels * L + l] = -2 * g->terminal[l] * q;
    paths->value[l] -= g->terminal[l] * q * q;
  }
  for (int64_t p = panels - 1; p >= 0; --p) {
    inventories_at(game, p, paths, at);
    add_values(game, g, p, rates, at, paths);
    double h = game->edges[p + 1] - game->edges[p], *y = paths->adjoint + p * L;
    memcpy(y, y + L, sizeof(lanes));
    for (int j = 0; j < S; ++j)
      for (int l = 0; l < L; ++l) {
        int64_t i = p * S + j;
        y[l] -= h * game->method.weight[j] *
                (2 * g->running[l] * game->shape[i] * at[j][l] - game->slope[i] * rates[i] - game->force[i]);
      }
  }
}

void rp_mixed_respond(const rp_mixed_traders *game, int64_t first, int64_t some, const double *rates,
                      rp_mixed_paths *paths, double *work) {
  room r = room_in(game, work);
  group g;
  read_group(game, first, some, &g);
  respond(game, &g, rates, paths, &r);
}
