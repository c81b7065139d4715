/* mixed_traders.c - see mixed_traders.h: the equation for the aggregate rate. */
#include "mixed_traders.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "mixed_sweep.h"

enum { S = RP_MIXED_STAGES, C = RP_MIXED_COLUMNS, L = RP_MIXED_LANES, BLOCK = RP_MIXED_BLOCK };
_Static_assert((int)L == (int)LANES, "groups of traders are as wide as the lanes");

static int64_t doubles_of(size_t bytes) {
  return (int64_t)((bytes + sizeof(double) - 1) / sizeof(double));
}

int64_t rp_mixed_nodes(const rp_mixed_traders *game) {
  return game->panels * S;
}

int64_t rp_mixed_size(int64_t panels) {
  return panels + 1 + 6 * panels * S + panels * doubles_of(sizeof(rp_mixed_panel));
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
  game->panel = (rp_mixed_panel *)(void *)(game->cross + nodes);
}

bool rp_mixed_prepare(rp_mixed_traders *game) {
  for (int64_t p = 0; p < game->panels; ++p) {
    const rp_mixed_nodes_of nodes = {game->edges[p + 1] - game->edges[p], game->d + p * S,
                                     game->slope + p * S, game->shape + p * S, game->force + p * S};
    if (!rp_mixed_panel_make(&game->method, &nodes, game->omega, game->panel + p)) return false;
  }
  return true;
}

/* ---- sums over traders ---- */

/* Workspace in doubles, in this order. Rows are of modes: S of a panel for what rates answer with, C for what they answer to. */
typedef struct room {
  rp_mixed_answer *answers; /* [panels]                            */
  lanes *near;              /* [panels][S][C]                      */
  lanes *inner;             /* [panels][S]                         */
  lanes *count;             /* traders                             */
  double *state, *ahead;    /* [panels][S][BLOCK]: rows of products */
  double *gained, *past;    /* [panels][C][BLOCK]: their columns   */
  double *carried, *kept;   /* [panels][BLOCK]                     */
  double *modal, *source;   /* [panels S][panels C], [panels S]    */
} room;

int64_t rp_mixed_workspace(const rp_mixed_traders *game) {
  int64_t n = game->panels;
  return n * doubles_of(sizeof(rp_mixed_answer)) + n * S * C * L + n * S * L + L +
         n * BLOCK * 2 * (S + C + 1) + n * S * n * C + n * S;
}

static room room_in(const rp_mixed_traders *game, double *work) {
  int64_t n = game->panels;
  room r;
  r.answers = (rp_mixed_answer *)(void *)work, work += n * doubles_of(sizeof(rp_mixed_answer));
  r.near = (lanes *)work, work += n * S * C * L;
  r.inner = (lanes *)work, work += n * S * L;
  r.count = (lanes *)work, work += L;
  r.modal = work, work += n * S * n * C;
  r.source = work, work += n * S;
  memset(r.near, 0, (size_t)(work - (double *)r.near) * sizeof(double));
  r.state = work, work += n * S * BLOCK;
  r.ahead = work, work += n * S * BLOCK;
  r.gained = work, work += n * C * BLOCK;
  r.past = work, work += n * C * BLOCK;
  r.carried = work, work += n * BLOCK;
  r.kept = work;
  return r;
}

RP_INLINE void put_lanes(const lanes *from, double *to) {
  memcpy(to, from, sizeof *from);
}

/* What the group adds on panel p, at column `at` of the block. `reach` is how Q on a panel's left answers to kappa there. */
RP_INLINE void gather_panel(const rp_mixed_answer *a, const lanes *valid, const lanes *reach,
                            const lanes *inventory, const lanes *right, int64_t p, int64_t at, room *r) {
  lanes drawn = a->kept * *reach, last = *valid * *reach;
  for (int m = 0; m < S; ++m) {
    int64_t row = (p * S + m) * BLOCK + at, column = (p * C + m) * BLOCK + at;
    lanes state = *valid * a->state[m], reached = state * *reach, direct = *valid * a->direct[m];
    lanes ahead = reached * a->carried + *valid * a->future[m], past = a->moved[m] + drawn * a->gained[m];
    lanes sum = state * *inventory + *valid * (a->future[m] * *right + a->offset[m]);
    double all = 0;
    for (int l = 0; l < L; ++l)
      all += sum[l];
    r->source[p * S + m] += all;
    put_lanes(&state, r->state + row);
    put_lanes(&ahead, r->ahead + row);
    put_lanes(a->gained + m, r->gained + column);
    put_lanes(&past, r->past + column);
    r->inner[p * S + m] += *valid * a->inner[m];
    lanes *near = r->near + (p * S + m) * C;
    for (int k = 0; k < S; ++k)
      near[k] += direct * a->moved[k] + reached * a->gained[k];
    near[S] += a->state[m] * last;
  }
  lanes one;
  fill_lanes(1, &one);
  put_lanes(&one, r->gained + (p * C + S) * BLOCK + at);
  put_lanes(&drawn, r->past + (p * C + S) * BLOCK + at);
}

RP_INLINE void gather(const rp_mixed_traders *game, const rp_mixed_group *g, int64_t at, room *r) {
  lanes kappa = {0}, inventory = g->start, reach = {0};
  for (int64_t p = game->panels - 1; p >= 0; --p) {
    put_lanes(&kappa, r->kept + p * BLOCK + at); /* on the right, until the panel's turn below */
    kappa = r->answers[p].carried * kappa + r->answers[p].gift;
  }
  for (int64_t p = 0; p < game->panels; ++p) {
    const rp_mixed_answer *a = r->answers + p;
    lanes right;
    memcpy(&right, r->kept + p * BLOCK + at, sizeof right);
    gather_panel(a, &g->valid, &reach, &inventory, &right, p, at, r);
    inventory = a->kept * inventory + a->drawn * right + a->shift;
    reach = a->kept * reach * a->carried + a->drawn;
    put_lanes(&a->carried, r->carried + p * BLOCK + at);
    put_lanes(&a->kept, r->kept + p * BLOCK + at);
  }
  *r->count += g->valid;
}

RP_CLONES static void gather_block(const rp_mixed_traders *game, int64_t begin, int64_t end, room *r) {
  for (int64_t first = begin; first < end; first += L) {
    rp_mixed_group g = {.valid = {0}};
    read_group(game, first, end - first < L ? end - first : L, &g);
    sweep(game, &g, r->answers);
    gather(game, &g, first - begin, r);
  }
}

/* ---- the kernel ---- */

RP_CLONES static void scale_rows(double *restrict rows, int64_t from, int64_t to, const double *restrict by,
                                 int64_t columns) {
  for (int64_t i = from; i < to; ++i)
    for (int64_t k = 0; k < columns; ++k)
      rows[i * BLOCK + k] *= by[k];
}

/* Adds the blocks away from the diagonal: panels to the right through kappa, panels to the left through Q. `columns` traders. */
static void add_products(const rp_mixed_traders *game, int columns, room *r) {
  int64_t n = game->panels, width = n * C;
  for (int64_t p = n - 1; p >= 0; --p) {
    int64_t from = (p + 1) * C, more = width - from;
    if (more > 0)
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, S, (int)more, columns, 1, r->ahead + p * S * BLOCK,
                  BLOCK, r->gained + from * BLOCK, BLOCK, 1, r->modal + p * S * width + from, (int)width);
    scale_rows(r->gained, from, width, r->carried + p * BLOCK, columns);
  }
  for (int64_t p = 1; p < n; ++p) {
    if (p > 1) scale_rows(r->past, 0, (p - 1) * C, r->kept + (p - 1) * BLOCK, columns);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, S, (int)(p * C), columns, 1,
                r->state + p * S * BLOCK, BLOCK, r->past, BLOCK, 1, r->modal + p * S * width, (int)width);
  }
}

/* Blocks on the diagonal, then from modes to nodes: P (sum) total + omega. */
static void leave_modes(const rp_mixed_traders *game, room *r, double *kernel, double *source) {
  int64_t n = game->panels, nodes = n * S, width = n * C;
  double traders = 0, half[S][C];
  for (int l = 0; l < L; ++l)
    traders += (*r->count)[l];
  for (int64_t p = 0; p < n; ++p)
    for (int m = 0; m < S; ++m)
      for (int l = 0; l < L; ++l) {
        for (int k = 0; k < C; ++k)
          r->modal[(p * S + m) * width + p * C + k] += r->near[(p * S + m) * C + k][l];
        r->modal[(p * S + m) * width + p * C + m] -= r->inner[p * S + m][l];
      }
  for (int64_t p = 0; p < n; ++p) {
    for (int64_t q = 0; q < n; ++q) {
      memset(half, 0, sizeof half);
      for (int j = 0; j < S; ++j)
        for (int m = 0; m < S; ++m)
          for (int k = 0; k < C; ++k)
            half[j][k] += game->panel[p].out[j][m] * r->modal[(p * S + m) * width + q * C + k];
      for (int j = 0; j < S; ++j)
        for (int m = 0; m < C; ++m)
          for (int k = 0; k < S; ++k)
            kernel[(p * S + j) * nodes + q * S + k] += half[j][m] * game->panel[q].total[m][k];
    }
    for (int j = 0; j < S; ++j) {
      kernel[(p * S + j) * nodes + p * S + j] += game->omega * traders;
      for (int m = 0; m < S; ++m)
        source[p * S + j] += game->panel[p].out[j][m] * r->source[p * S + m];
    }
  }
}

void rp_mixed_assemble(const rp_mixed_traders *game, int64_t begin, int64_t end, double *kernel,
                       double *source, double *work) {
  room r = room_in(game, work);
  for (int64_t first = begin; first < end; first += BLOCK) {
    int64_t last = first + BLOCK < end ? first + BLOCK : end, columns = (last - first + L - 1) / L * L;
    gather_block(game, first, last, &r);
    add_products(game, (int)columns, &r);
  }
  leave_modes(game, &r, kernel, source);
}

rp_mixed_determinant rp_mixed_solve(const rp_mixed_traders *game, double total, double weight, double *kernel,
                                    const double *source, double *rates, int32_t *pivots) {
  int64_t nodes = rp_mixed_nodes(game);
  int n = (int)nodes;
  rp_mixed_determinant determinant = {1, 0};
  double scale = 1 / (1 + total * game->omega), finite = 0;
  for (int64_t i = 0; i < nodes * nodes; ++i)
    kernel[i] *= -weight * scale;
  for (int64_t i = 0; i < nodes; ++i) {
    kernel[i * nodes + i] += 1;
    rates[i] = weight * source[i] * scale;
  }
  for (int64_t i = 0; i < nodes * nodes; ++i)
    finite += kernel[i] * 0;
  /* Row-major: LAPACK sees the transpose. */
  if (finite != 0 || LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, kernel, n, pivots) != 0)
    return (rp_mixed_determinant){0};
  for (int64_t i = 0; i < nodes; ++i) {
    double pivot = kernel[i * nodes + i];
    if ((pivot < 0) != (pivots[i] != i + 1)) determinant.sign = -determinant.sign;
    determinant.log_size += log(fabs(pivot));
  }
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'T', n, 1, kernel, n, pivots, rates, n);
  return determinant;
}
