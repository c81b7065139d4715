/* boundary_problem.c - see boundary_problem.h. */
#include "numerics/boundary_problem.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/boundary_parts.h"
#include "numerics/dense_lu.h"

enum { SMALL_SYSTEM = 40 }; /* up to here elimination by rows beats a library call */

/* What a panel leaves behind for the run forward: [s n][n + 1] with y at the nodes = first n columns times x left + last one;
 * then [n][n + 1] for x right. */
typedef struct elimination {
  const rp_boundary_problem *problem;
  rp_boundary_path *path;
  int64_t n, s, columns;             /* columns of the panel's system: s n + 2 n + 1 */
  double *kept;                      /* [panels][(s n + n)(n + 1)]                   */
  double *offset;                    /* [panels + 1][n]: r                           */
  double *system, *turned;           /* [s n][columns], and its transpose            */
  double *value, *jacobian, *weight; /* U [s][n], its derivative [s][n][n], p [s][n] */
  double *to_right, *to_left;        /* [n][2 n + 1]: x right and y left of (y right, x left, 1) */
  double *closing;                   /* [n][2 n + 1]                                 */
  int32_t *pivots;
} elimination;

int64_t rp_boundary_path_size(int64_t n, int64_t stages, int64_t panels) {
  return (panels + 1) * (1 + 2 * n + n * n) + 3 * panels * stages * n;
}

void rp_boundary_path_place(int64_t n, const rp_collocation *method, int64_t panels, double *memory,
                            rp_boundary_path *path) {
  int64_t nodes = panels * method->stages * n, ends = (panels + 1) * n;
  *path = (rp_boundary_path){.n = n, .panels = panels, .method = method};
  path->edge = memory;
  path->x = path->edge + panels + 1;
  path->y = path->x + ends;
  path->gain = path->y + ends;
  path->at_node = path->gain + ends * n;
  path->rate = path->at_node + nodes;
  path->slope = path->rate + nodes;
}

int64_t rp_boundary_workspace(int64_t n, int64_t stages, int64_t panels) {
  int64_t sn = stages * n, columns = sn + 2 * n + 1;
  return panels * (sn + n) * (n + 1) + (panels + 1) * n + 2 * sn * columns + sn * (n + 2) +
         3 * n * (2 * n + 1);
}

static void place(const rp_boundary_problem *problem, rp_boundary_path *path, double *work, int32_t *pivots,
                  elimination *e) {
  int64_t n = problem->n, s = path->method->stages, sn = s * n, wide = 2 * n + 1;
  *e = (elimination){.problem = problem, .path = path, .n = n, .s = s, .columns = sn + wide};
  e->pivots = pivots;
  e->kept = work, work += path->panels * (sn + n) * (n + 1);
  e->offset = work, work += (path->panels + 1) * n;
  e->system = work, work += sn * e->columns;
  e->turned = work, work += sn * e->columns;
  e->value = work, work += sn;
  e->jacobian = work, work += sn * n;
  e->weight = work, work += sn;
  e->to_right = work, work += n * wide;
  e->to_left = work, work += n * wide;
  e->closing = work;
}

static bool all_finite(int64_t count, const double *numbers) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i)
    sum += numbers[i] * 0;
  return sum == 0;
}

/* U - J y, J and p at the nodes of a panel. */
static bool linearise(elimination *e, int64_t panel, double *at) {
  int64_t n = e->n, s = e->s;
  for (int64_t j = 0; j < s; ++j) {
    const double *y = e->path->at_node + (panel * s + j) * n;
    double *value = e->value + j * n, *jacobian = e->jacobian + j * n * n;
    *at = rp_boundary_node_time(e->path, panel, j);
    e->problem->weight(e->problem->context, *at, e->weight + j * n);
    if (!e->problem->field(e->problem->context, *at, y, value, jacobian) || !all_finite(n, value) ||
        !all_finite(n * n, jacobian) || !all_finite(n, e->weight + j * n))
      return false;
    for (int64_t i = 0; i < n; ++i)
      for (int64_t k = 0; k < n; ++k)
        value[i] -= jacobian[i * n + k] * y[k];
  }
  return true;
}

/* The sum over i of from_right[j][i] p_i[c] from_left[i][l], times h^2: y at node j gains this from the rate at node l. */
static double pull(const elimination *e, double h, int64_t j, int64_t l, int64_t c) {
  const rp_collocation *m = e->path->method;
  double sum = 0;
  for (int64_t i = 0; i < e->s; ++i)
    sum += m->from_right[j][i] * e->weight[i * e->n + c] * m->from_left[i][l];
  return h * h * sum;
}

/* (1 - W J) y = 1 y_right + G x_left + W u in rows of s n + (y right, x left, 1). */
static void assemble(elimination *e, double h) {
  int64_t n = e->n, s = e->s, columns = e->columns, sn = s * n;
  const rp_collocation *m = e->path->method;
  memset(e->system, 0, (size_t)(sn * columns) * sizeof *e->system);
  for (int64_t j = 0; j < s; ++j)
    for (int64_t c = 0; c < n; ++c) {
      double *row = e->system + (j * n + c) * columns, from_left = 0;
      for (int64_t l = 0; l < s; ++l) {
        double weight = pull(e, h, j, l, c);
        const double *gradient = e->jacobian + (l * n + c) * n;
        for (int64_t k = 0; k < n; ++k)
          row[l * n + k] = -weight * gradient[k];
        row[columns - 1] += weight * e->value[l * n + c];
        from_left += m->from_right[j][l] * e->weight[l * n + c];
      }
      row[j * n + c] += 1;
      row[sn + c] = 1;
      row[sn + n + c] = h * from_left;
    }
}

/* Leaves the solution in the last 2 n + 1 columns. */
static bool eliminate(elimination *e) {
  int64_t sn = e->s * e->n, columns = e->columns;
  if (sn <= SMALL_SYSTEM) return rp_dense_solve(sn, columns, e->system);
  for (int64_t i = 0; i < sn; ++i)
    for (int64_t j = 0; j < columns; ++j)
      e->turned[j * sn + i] = e->system[i * columns + j];
  int32_t order = (int32_t)sn, right = (int32_t)(columns - sn);
  if (LAPACKE_dgesv_work(LAPACK_COL_MAJOR, order, right, e->turned, order, e->pivots, e->turned + sn * sn,
                         order) != 0)
    return false;
  for (int64_t i = 0; i < sn; ++i)
    for (int64_t j = sn; j < columns; ++j)
      e->system[i * columns + j] = e->turned[j * sn + i];
  return true;
}

/* x right and y left as affine functions of (y right, x left). */
static void panel_map(elimination *e, double h) {
  int64_t n = e->n, s = e->s, wide = 2 * n + 1;
  const rp_collocation *m = e->path->method;
  memset(e->to_right, 0, (size_t)(n * wide) * sizeof *e->to_right);
  memset(e->to_left, 0, (size_t)(n * wide) * sizeof *e->to_left);
  for (int64_t c = 0; c < n; ++c) {
    double *right = e->to_right + c * wide, *left = e->to_left + c * wide;
    left[c] = right[n + c] = 1;
    for (int64_t l = 0; l < s; ++l) {
      const double *gradient = e->jacobian + (l * n + c) * n;
      double back = 0, push = h * m->weight[l];
      for (int64_t i = 0; i < s; ++i)
        back += m->weight[i] * e->weight[i * n + c] * m->from_left[i][l];
      back *= h * h;
      left[n + c] -= h * m->weight[l] * e->weight[l * n + c];
      for (int64_t k = 0; k < n; ++k) {
        const double *solved = e->system + (l * n + k) * e->columns + s * n;
        for (int64_t q = 0; q < wide; ++q) {
          right[q] += push * gradient[k] * solved[q];
          left[q] -= back * gradient[k] * solved[q];
        }
      }
      right[wide - 1] += push * e->value[l * n + c];
      left[wide - 1] -= back * e->value[l * n + c];
    }
  }
}

/* row (y right, x left, 1) times y right = R x right + r with x right = M x left + m known: [n + 1] numbers. */
static void substitute(int64_t n, const double *row, const double *end, double *out) {
  for (int64_t q = 0; q <= n; ++q) {
    double sum = row[n + q];
    for (int64_t k = 0; k < n; ++k)
      sum += row[k] * end[k * (n + 1) + q];
    out[q] = sum;
  }
}

/* Closes the panel with y right = R x right + r; leaves R and r at its left end and what the run forward needs. */
static bool close_panel(elimination *e, int64_t panel) {
  int64_t n = e->n, sn = e->s * n, wide = 2 * n + 1;
  double *gain = e->path->gain + (panel + 1) * n * n, *offset = e->offset + (panel + 1) * n;
  double *kept = e->kept + panel * (sn + n) * (n + 1), *move = kept + sn * (n + 1);
  for (int64_t i = 0; i < n; ++i) {
    double *row = e->closing + i * wide;
    const double *right = e->to_right + i * wide;
    memcpy(row + n, right + n, (size_t)(n + 1) * sizeof *row);
    for (int64_t q = 0; q < n; ++q) {
      double sum = i == q;
      for (int64_t k = 0; k < n; ++k)
        sum -= right[k] * gain[k * n + q];
      row[q] = sum;
      row[wide - 1] += right[q] * offset[q];
    }
  }
  if (!rp_dense_solve(n, wide, e->closing)) return false;
  double *end = e->to_right; /* y right = end (x left, 1) */
  for (int64_t i = 0; i < n; ++i)
    memcpy(move + i * (n + 1), e->closing + i * wide + n, (size_t)(n + 1) * sizeof *move);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t q = 0; q <= n; ++q) {
      double sum = q == n ? offset[i] : 0;
      for (int64_t k = 0; k < n; ++k)
        sum += gain[i * n + k] * move[k * (n + 1) + q];
      end[i * (n + 1) + q] = sum;
    }
  for (int64_t j = 0; j < sn; ++j)
    substitute(n, e->system + j * e->columns + sn, end, kept + j * (n + 1));
  for (int64_t i = 0; i < n; ++i) {
    substitute(n, e->to_left + i * wide, end, e->closing);
    memcpy(e->path->gain + (panel * n + i) * n, e->closing, (size_t)n * sizeof(double));
    e->offset[panel * n + i] = e->closing[n];
  }
  return true;
}

static rp_boundary_status sweep_back(elimination *e, double *at) {
  int64_t n = e->n, last = e->path->panels;
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t k = 0; k < n; ++k)
      e->path->gain[(last * n + i) * n + k] = -e->problem->terminal[i * n + k];
    e->offset[last * n + i] = e->problem->shift ? e->problem->shift[i] : 0;
  }
  for (int64_t panel = last - 1; panel >= 0; --panel) {
    double h = e->path->edge[panel + 1] - e->path->edge[panel];
    if (!linearise(e, panel, at)) return RP_BOUNDARY_UNDEFINED;
    *at = e->path->edge[panel];
    assemble(e, h);
    if (!eliminate(e)) return RP_BOUNDARY_SINGULAR;
    panel_map(e, h);
    if (!close_panel(e, panel) || !all_finite(n * n, e->path->gain + panel * n * n))
      return RP_BOUNDARY_SINGULAR;
  }
  return RP_BOUNDARY_OK;
}

static void apply(int64_t rows, int64_t n, const double *map, const double *x, double *out) {
  for (int64_t i = 0; i < rows; ++i) {
    double sum = map[i * (n + 1) + n];
    for (int64_t k = 0; k < n; ++k)
      sum += map[i * (n + 1) + k] * x[k];
    out[i] = sum;
  }
}

/* The share of the way from the old y at the nodes to the new one that keeps every entry within its bound. */
static double share_of(const elimination *e, const double *fresh, double *change, double *largest) {
  const rp_boundary_problem *problem = e->problem;
  double share = 1, undefined = 0;
  *change = *largest = 0;
  for (int64_t i = 0; i < e->path->panels * e->s * e->n; ++i) {
    double step = fabs(fresh[i] - e->path->at_node[i]);
    *change = fmax(*change, step);
    *largest = fmax(*largest, fabs(fresh[i]));
    undefined += step * 0;
    if (problem->bound) share = fmin(share, problem->bound[i % e->n] / fmax(step, 1e-300));
  }
  *change += undefined; /* a maximum hides what is not a number */
  return share;
}

/* x and y at the ends of panels; y at the nodes goes to path->slope for the time being. */
static void run_forward(elimination *e) {
  int64_t n = e->n, sn = e->s * n;
  rp_boundary_path *path = e->path;
  memcpy(path->x, e->problem->start, (size_t)n * sizeof(double));
  for (int64_t panel = 0; panel <= path->panels; ++panel) {
    const double *x = path->x + panel * n;
    for (int64_t i = 0; i < n; ++i) {
      double sum = e->offset[panel * n + i];
      for (int64_t k = 0; k < n; ++k)
        sum += path->gain[(panel * n + i) * n + k] * x[k];
      path->y[panel * n + i] = sum;
    }
    if (panel == path->panels) break;
    const double *kept = e->kept + panel * (sn + n) * (n + 1);
    apply(sn, n, kept, x, path->slope + panel * sn);
    apply(n, n, kept + sn * (n + 1), x, path->x + (panel + 1) * n);
  }
}

/* Rates and slopes at the nodes along the final path, and by how much the rates miss the collocation equations. */
static rp_boundary_status finish(elimination *e, rp_boundary_report *report) {
  rp_boundary_path *path = e->path;
  const rp_collocation *m = path->method;
  int64_t n = e->n, s = e->s;
  double missed = 0, size = 0;
  for (int64_t panel = 0; panel < path->panels; ++panel) {
    double h = path->edge[panel + 1] - path->edge[panel];
    double *rate = path->rate + panel * s * n, *slope = path->slope + panel * s * n;
    for (int64_t j = 0; j < s; ++j) {
      report->at = rp_boundary_node_time(path, panel, j);
      e->problem->weight(e->problem->context, report->at, e->weight + j * n);
      if (!e->problem->field(e->problem->context, report->at, path->at_node + (panel * s + j) * n,
                             rate + j * n, NULL) ||
          !all_finite(n, rate + j * n))
        return RP_BOUNDARY_UNDEFINED;
    }
    for (int64_t c = 0; c < n; ++c) {
      double moved = path->x[panel * n + c] - path->x[(panel + 1) * n + c];
      for (int64_t j = 0; j < s; ++j) {
        double x = path->x[panel * n + c];
        for (int64_t l = 0; l < s; ++l)
          x += h * m->from_left[j][l] * rate[l * n + c];
        slope[j * n + c] = e->weight[j * n + c] * x;
        moved += h * m->weight[j] * rate[j * n + c];
        size = fmax(size, fabs(rate[j * n + c]));
      }
      missed = fmax(missed, fabs(moved) / h);
    }
  }
  report->residual = missed > 0 ? missed / size : 0;
  return RP_BOUNDARY_OK;
}

static double largest_tail(const rp_boundary_path *path) {
  double worst = 0, largest = rp_boundary_largest(path);
  for (int64_t c = 0; c < path->n; ++c) {
    double size = rp_boundary_size_of(path, c, largest);
    for (int64_t panel = 0; panel < path->panels; ++panel)
      worst = fmax(worst, rp_boundary_panel_tail(path, panel, c) / size);
  }
  return worst;
}

rp_boundary_status rp_boundary_solve(const rp_boundary_problem *problem, rp_boundary_path *path, double *work,
                                     int32_t *pivots, rp_boundary_report *report) {
  elimination e;
  rp_boundary_sparse sparse;
  if (problem->split) {
    e = (elimination){.problem = problem, .path = path, .n = problem->n, .s = path->method->stages};
    e.weight = rp_boundary_sparse_place(problem, path, work, &sparse);
  } else
    place(problem, path, work, pivots, &e);
  int64_t nodes = path->panels * e.s * e.n;
  report->iterations = 0;
  report->tail = NAN;
  for (int i = 0; i < problem->iterations; ++i) {
    rp_boundary_status status =
        problem->split ? rp_boundary_sparse_back(&sparse, &report->at) : sweep_back(&e, &report->at);
    if (status != RP_BOUNDARY_OK) return status;
    if (problem->split)
      rp_boundary_sparse_forward(&sparse);
    else
      run_forward(&e);
    double largest, share = share_of(&e, path->slope, &report->step, &largest);
    ++report->iterations;
    for (int64_t k = 0; k < nodes; ++k)
      path->at_node[k] +=
          share < 1 ? share * (path->slope[k] - path->at_node[k]) : path->slope[k] - path->at_node[k];
    if (!isfinite(report->step)) return RP_BOUNDARY_NOT_CONVERGED;
    if (share == 1 &&
        report->step <= problem->tolerance * ((problem->unit > 0 ? problem->unit : 1) + largest)) {
      status = finish(&e, report);
      report->tail = status == RP_BOUNDARY_OK ? largest_tail(path) : NAN;
      return status;
    }
  }
  return RP_BOUNDARY_NOT_CONVERGED;
}
