/* boundary_sparse.c - see boundary_parts.h. Calls BLAS, LAPACK and numerics/dense_lu.h. */
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/boundary_parts.h"
#include "numerics/dense_lu.h"

/* What a panel keeps for the run forward. */
typedef struct kept_panel {
  double *joint;                      /* [2 n + 1][meet]                     */
  double *columns;                    /* [s][n][r]                           */
  double *kernel;                     /* [n][s][s]: S^{-1} W                 */
  double *by_right, *by_left, *alone; /* [n][s]: S^{-1} of 1, g and W u      */
  double *move;                       /* [n + 1][n]: x right of (x left, 1), columns first */
} kept_panel;

static int64_t kept_size(int64_t n, int64_t s, int64_t r) {
  return s * r * (2 * n + 1) + s * n * r + n * s * (s + 3) + n * (n + 1);
}

static kept_panel kept_of(const rp_boundary_sparse *e, int64_t panel) {
  int64_t n = e->n, s = e->s;
  kept_panel k = {.joint = e->kept + panel * kept_size(n, s, e->r)};
  k.columns = k.joint + e->meet * (2 * n + 1);
  k.kernel = k.columns + s * n * e->r;
  k.by_right = k.kernel + n * s * s;
  k.by_left = k.by_right + n * s;
  k.alone = k.by_left + n * s;
  k.move = k.alone + n * s;
  return k;
}

int64_t rp_boundary_split_workspace(int64_t n, int64_t stages, int64_t panels, int64_t rank) {
  int64_t s = stages, meet = s * rank, most = meet > n ? meet : n;
  return panels * kept_size(n, s, rank) + (panels + 1) * n + 3 * s * n + s * rank * n + s * (2 * s + 2) +
         meet * meet + n * meet + 2 * n * (2 * n + 1) + n * (2 * n + 1 + s) + most;
}

double *rp_boundary_sparse_place(const rp_boundary_problem *problem, rp_boundary_path *path, double *work,
                                 rp_boundary_sparse *e) {
  int64_t n = problem->n, s = path->method->stages, r = problem->rank, meet = s * r;
  *e = (rp_boundary_sparse){.problem = problem, .path = path, .n = n, .s = s, .r = r, .meet = meet};
  e->kept = work, work += path->panels * kept_size(n, s, r);
  e->offset = work, work += (path->panels + 1) * n;
  e->value = work, work += s * n;
  e->diagonal = work, work += s * n;
  e->weight = work, work += s * n;
  e->rows = work, work += s * r * n;
  e->system = work, work += s * (2 * s + 2);
  e->meeting = work, work += meet * meet;
  e->into = work, work += n * meet;
  e->to_right = work, work += n * (2 * n + 1);
  e->to_left = work, work += n * (2 * n + 1);
  e->closing = work, work += n * (2 * n + 1 + s);
  e->pivots = (int32_t *)(void *)work;
  return e->weight;
}

static bool all_finite(int64_t count, const double *numbers) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i)
    sum += numbers[i] * 0;
  return sum == 0;
}

/* U less its derivative times y, the derivative's parts and p at the nodes of a panel. */
static bool linearise(rp_boundary_sparse *e, int64_t panel, const kept_panel *k, double *at) {
  int64_t n = e->n, r = e->r;
  for (int64_t j = 0; j < e->s; ++j) {
    const double *y = e->path->at_node + (panel * e->s + j) * n;
    double *value = e->value + j * n, *diagonal = e->diagonal + j * n, *columns = k->columns + j * n * r,
           *rows = e->rows + j * r * n;
    *at = rp_boundary_node_time(e->path, panel, j);
    e->problem->weight(e->problem->context, *at, e->weight + j * n);
    if (!e->problem->split(e->problem->context, *at, y, value, diagonal, columns, rows) ||
        !all_finite(n, value) || !all_finite(n, diagonal) || !all_finite(n * r, columns) ||
        !all_finite(n * r, rows) || !all_finite(n, e->weight + j * n))
      return false;
    for (int64_t i = 0; i < n; ++i)
      value[i] -= diagonal[i] * y[i];
    for (int64_t q = 0; q < r; ++q) {
      double sum = 0;
      for (int64_t i = 0; i < n; ++i)
        sum += rows[q * n + i] * y[i];
      for (int64_t i = 0; i < n; ++i)
        value[i] -= columns[i * r + q] * sum;
    }
  }
  return true;
}

/* Player c alone: S^{-1} W, S^{-1} 1, S^{-1} g and S^{-1} W u. */
static bool solve_player(rp_boundary_sparse *e, double h, int64_t c, const kept_panel *k) {
  const rp_collocation *m = e->path->method;
  int64_t n = e->n, s = e->s, columns = 2 * s + 2;
  for (int64_t j = 0; j < s; ++j) {
    double *row = e->system + j * columns, left = 0;
    for (int64_t l = 0; l < s; ++l) {
      double pull = 0;
      for (int64_t i = 0; i < s; ++i)
        pull += m->from_right[j][i] * e->weight[i * n + c] * m->from_left[i][l];
      pull *= h * h;
      row[l] = (j == l) - pull * e->diagonal[l * n + c];
      row[s + l] = pull;
      left += m->from_right[j][l] * e->weight[l * n + c];
    }
    row[2 * s] = 1;
    row[2 * s + 1] = h * left;
  }
  if (!rp_dense_solve(s, columns, e->system)) return false;
  for (int64_t j = 0; j < s; ++j) {
    const double *row = e->system + j * columns;
    double alone = 0;
    for (int64_t l = 0; l < s; ++l) {
      k->kernel[(c * s + j) * s + l] = row[s + l];
      alone += row[s + l] * e->value[l * n + c];
    }
    k->by_right[c * s + j] = row[2 * s];
    k->by_left[c * s + j] = row[2 * s + 1];
    k->alone[c * s + j] = alone;
  }
  return true;
}

/* The aggregates at all nodes of the panel as functions of (y right, x left, 1). */
static bool solve_meeting(rp_boundary_sparse *e, const kept_panel *k) {
  int64_t n = e->n, s = e->s, r = e->r, meet = e->meet, wide = 2 * n + 1;
  memset(e->meeting, 0, (size_t)(meet * meet) * sizeof *e->meeting);
  memset(k->joint, 0, (size_t)(meet * wide) * sizeof *k->joint);
  for (int64_t c = 0; c < n; ++c)
    for (int64_t j = 0; j < s; ++j)
      for (int64_t q = 0; q < r; ++q) {
        double row = e->rows[(j * r + q) * n + c];
        int64_t at = j * r + q;
        if (row == 0) continue;
        k->joint[c * meet + at] += row * k->by_right[c * s + j];
        k->joint[(n + c) * meet + at] += row * k->by_left[c * s + j];
        k->joint[2 * n * meet + at] += row * k->alone[c * s + j];
        for (int64_t l = 0; l < s; ++l) {
          double weight = row * k->kernel[(c * s + j) * s + l];
          for (int64_t p = 0; p < r; ++p)
            e->meeting[(l * r + p) * meet + at] -= weight * k->columns[(l * n + c) * r + p];
        }
      }
  for (int64_t i = 0; i < meet; ++i)
    e->meeting[i * meet + i] += 1;
  int order = (int)meet;
  return LAPACKE_dgesv_work(LAPACK_COL_MAJOR, order, (int)wide, e->meeting, order, e->pivots, k->joint,
                            order) == 0;
}

/* One of the panel's maps: U is integrated with `by` at the nodes [s] for each player; `map` gets what the aggregates add. */
static void integrate(rp_boundary_sparse *e, const kept_panel *k, const double *by, int64_t stride,
                      double *map) {
  int64_t n = e->n, s = e->s, r = e->r, meet = e->meet, wide = 2 * n + 1;
  for (int64_t c = 0; c < n; ++c)
    for (int64_t l = 0; l < s; ++l) {
      double weight = by[c * stride + l];
      for (int64_t j = 0; j < s; ++j)
        weight += by[c * stride + j] * e->diagonal[j * n + c] * k->kernel[(c * s + j) * s + l];
      for (int64_t p = 0; p < r; ++p)
        e->into[c * meet + l * r + p] = weight * k->columns[(l * n + c) * r + p];
    }
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)wide, (int)meet, 1, e->into, (int)meet,
              k->joint, (int)meet, 0, map, (int)wide);
  for (int64_t c = 0; c < n; ++c)
    for (int64_t j = 0; j < s; ++j) {
      double weight = by[c * stride + j], slope = weight * e->diagonal[j * n + c];
      map[c * wide + c] += slope * k->by_right[c * s + j];
      map[c * wide + n + c] += slope * k->by_left[c * s + j];
      map[c * wide + 2 * n] += slope * k->alone[c * s + j] + weight * e->value[j * n + c];
    }
}

/* x right and y left as affine functions of (y right, x left). */
static void panel_map(rp_boundary_sparse *e, double h, const kept_panel *k) {
  const rp_collocation *m = e->path->method;
  int64_t n = e->n, s = e->s, wide = 2 * n + 1;
  double *by = e->closing; /* [n][s], not in use yet */
  for (int64_t l = 0; l < s; ++l)
    by[l] = h * m->weight[l];
  integrate(e, k, by, 0, e->to_right);
  for (int64_t c = 0; c < n; ++c)
    for (int64_t l = 0; l < s; ++l) {
      double back = 0;
      for (int64_t i = 0; i < s; ++i)
        back += m->weight[i] * e->weight[i * n + c] * m->from_left[i][l];
      by[c * s + l] = -h * h * back;
    }
  integrate(e, k, by, s, e->to_left);
  for (int64_t c = 0; c < n; ++c) {
    e->to_right[c * wide + n + c] += 1;
    e->to_left[c * wide + c] += 1;
    for (int64_t l = 0; l < s; ++l)
      e->to_left[c * wide + n + c] -= h * m->weight[l] * e->weight[l * n + c];
  }
}

/* Closes the panel with y right = R x right + r; leaves R and r at its left end. */
static bool close_panel(rp_boundary_sparse *e, int64_t panel, const kept_panel *k) {
  int64_t n = e->n, wide = 2 * n + 1;
  int order = (int)n;
  const double *gain = e->path->gain + (panel + 1) * n * n, *offset = e->offset + (panel + 1) * n;
  double *left_gain = e->path->gain + panel * n * n, *left_offset = e->offset + panel * n;
  double *system = e->closing,
         *end = e->closing + n * n; /* end [n][n + 1], rows first: y right of (x left, 1) */
  /* 1 - (x right by y right) R, columns first. */
  cblas_dgemm(CblasColMajor, CblasTrans, CblasTrans, order, order, order, -1, e->to_right, (int)wide, gain,
              order, 0, system, order);
  for (int64_t i = 0; i < n; ++i) {
    double sum = e->to_right[i * wide + 2 * n];
    system[i * n + i] += 1;
    for (int64_t q = 0; q < n; ++q) {
      sum += e->to_right[i * wide + q] * offset[q];
      k->move[q * n + i] = e->to_right[i * wide + n + q];
    }
    k->move[n * n + i] = sum;
  }
  if (LAPACKE_dgesv_work(LAPACK_COL_MAJOR, order, order + 1, system, order, e->pivots, k->move, order) != 0)
    return false;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, order, order + 1, order, 1, gain, order, k->move,
              order, 0, end, order + 1);
  for (int64_t i = 0; i < n; ++i)
    end[i * (n + 1) + n] += offset[i];
  for (int64_t i = 0; i < n; ++i) {
    memcpy(left_gain + i * n, e->to_left + i * wide + n, (size_t)n * sizeof(double));
    left_offset[i] = e->to_left[i * wide + 2 * n];
    for (int64_t q = 0; q < n; ++q)
      left_offset[i] += e->to_left[i * wide + q] * end[q * (n + 1) + n];
  }
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, order, order, order, 1, e->to_left, (int)wide, end,
              order + 1, 1, left_gain, order);
  return all_finite(n * n, left_gain) && all_finite(n, left_offset);
}

rp_boundary_status rp_boundary_sparse_back(rp_boundary_sparse *e, double *at) {
  int64_t n = e->n, last = e->path->panels;
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t q = 0; q < n; ++q)
      e->path->gain[(last * n + i) * n + q] = -e->problem->terminal[i * n + q];
    e->offset[last * n + i] = e->problem->shift ? e->problem->shift[i] : 0;
  }
  for (int64_t panel = last - 1; panel >= 0; --panel) {
    double h = e->path->edge[panel + 1] - e->path->edge[panel];
    kept_panel k = kept_of(e, panel);
    if (!linearise(e, panel, &k, at)) return RP_BOUNDARY_UNDEFINED;
    *at = e->path->edge[panel];
    for (int64_t c = 0; c < n; ++c)
      if (!solve_player(e, h, c, &k)) return RP_BOUNDARY_SINGULAR;
    if (!solve_meeting(e, &k)) return RP_BOUNDARY_SINGULAR;
    panel_map(e, h, &k);
    if (!close_panel(e, panel, &k)) return RP_BOUNDARY_SINGULAR;
  }
  return RP_BOUNDARY_OK;
}

/* y at the nodes of a panel. */
static void fill_nodes(const rp_boundary_sparse *e, const kept_panel *k, const double *right,
                       const double *left, double *nodes) {
  int64_t n = e->n, s = e->s, r = e->r, meet = e->meet;
  double *felt = e->meeting; /* [meet], not in use */
  memcpy(felt, k->joint + 2 * n * meet, (size_t)meet * sizeof *felt);
  cblas_dgemv(CblasColMajor, CblasNoTrans, (int)meet, (int)n, 1, k->joint, (int)meet, right, 1, 1, felt, 1);
  cblas_dgemv(CblasColMajor, CblasNoTrans, (int)meet, (int)n, 1, k->joint + n * meet, (int)meet, left, 1, 1,
              felt, 1);
  for (int64_t c = 0; c < n; ++c)
    for (int64_t j = 0; j < s; ++j) {
      double y = k->by_right[c * s + j] * right[c] + k->by_left[c * s + j] * left[c] + k->alone[c * s + j];
      for (int64_t l = 0; l < s; ++l) {
        double push = 0;
        for (int64_t p = 0; p < r; ++p)
          push += k->columns[(l * n + c) * r + p] * felt[l * r + p];
        y += k->kernel[(c * s + j) * s + l] * push;
      }
      nodes[j * n + c] = y;
    }
}

void rp_boundary_sparse_forward(rp_boundary_sparse *e) {
  int64_t n = e->n;
  rp_boundary_path *path = e->path;
  int order = (int)n;
  memcpy(path->x, e->problem->start, (size_t)n * sizeof(double));
  for (int64_t panel = 0; panel <= path->panels; ++panel) {
    const double *x = path->x + panel * n;
    memcpy(path->y + panel * n, e->offset + panel * n, (size_t)n * sizeof(double));
    cblas_dgemv(CblasRowMajor, CblasNoTrans, order, order, 1, path->gain + panel * n * n, order, x, 1, 1,
                path->y + panel * n, 1);
    if (panel > 0) {
      kept_panel k = kept_of(e, panel - 1);
      fill_nodes(e, &k, path->y + panel * n, x - n, path->slope + (panel - 1) * e->s * n);
    }
    if (panel == path->panels) break;
    kept_panel k = kept_of(e, panel);
    memcpy(path->x + (panel + 1) * n, k.move + n * n, (size_t)n * sizeof(double));
    cblas_dgemv(CblasColMajor, CblasNoTrans, order, order, 1, k.move, order, x, 1, 1,
                path->x + (panel + 1) * n, 1);
  }
}
