/* boundary_path.c - paths of boundary_problem.h: their values between nodes, how well panels resolve them, and halving of those that do
 * not. */
#include <math.h>
#include <stddef.h>
#include "numerics/boundary_parts.h"

static const double least_share = 0.01;

double rp_boundary_node_time(const rp_boundary_path *path, int64_t panel, int64_t j) {
  double from = path->edge[panel];
  return from + path->method->node[j] * (path->edge[panel + 1] - from);
}

double rp_boundary_panel_tail(const rp_boundary_path *path, int64_t panel, int64_t c) {
  const rp_collocation *m = path->method;
  int64_t n = path->n, s = m->stages;
  const double *rate = path->rate + panel * s * n;
  double worst = 0, h = path->edge[panel + 1] - path->edge[panel];
  for (int64_t degree = s > 1 ? s - 2 : 0; degree < s; ++degree) {
    double sum = 0;
    for (int64_t j = 0; j < s; ++j) {
      double u = 2 * m->node[j] - 1, before = 0, p = 1;
      for (int64_t d = 0; d < degree; ++d) {
        double next = ((double)(2 * d + 1) * u * p - (double)d * before) / (double)(d + 1);
        before = p;
        p = next;
      }
      sum += m->weight[j] * p * rate[j * n + c];
    }
    worst += fabs(sum); /* times 2 degree + 1, and its integral is smaller by the same factor */
  }
  return worst * h;
}

double rp_boundary_largest(const rp_boundary_path *path) {
  double largest = 1e-300;
  for (int64_t k = 0; k < (path->panels + 1) * path->n; ++k)
    largest = fmax(largest, fabs(path->x[k]));
  return largest;
}

double rp_boundary_size_of(const rp_boundary_path *path, int64_t c, double largest) {
  double size = least_share * largest;
  for (int64_t k = 0; k <= path->panels; ++k)
    size = fmax(size, fabs(path->x[k * path->n + c]));
  return size;
}

int64_t rp_boundary_panel(const rp_boundary_path *path, double t) {
  int64_t low = 0, high = path->panels;
  while (high - low > 1) {
    int64_t middle = (low + high) / 2;
    if (path->edge[middle] <= t)
      low = middle;
    else
      high = middle;
  }
  return low;
}

void rp_boundary_at(const rp_boundary_path *path, double t, double *x, double *y) {
  double integral[RP_COLLOCATION_MOST];
  int64_t n = path->n, s = path->method->stages, panel = rp_boundary_panel(path, t);
  double from = path->edge[panel], h = path->edge[panel + 1] - from;
  rp_collocation_basis(path->method, (t - from) / h, NULL, integral);
  for (int64_t c = 0; c < n; ++c) {
    double moved = 0, turned = 0;
    for (int64_t j = 0; j < s; ++j) {
      moved += integral[j] * path->rate[(panel * s + j) * n + c];
      turned += integral[j] * path->slope[(panel * s + j) * n + c];
    }
    if (x) x[c] = path->x[panel * n + c] + h * moved;
    if (y) y[c] = path->y[panel * n + c] + h * turned;
  }
}

/* Edges of `to`: those of `from`, unresolved panels halved. False if there are more than most. */
static bool split(const rp_boundary_path *from, double resolution, int64_t most, rp_boundary_path *to) {
  int64_t count = 0, s = from->method->stages, n = from->n;
  double largest = rp_boundary_largest(from), *size = to->at_node; /* filled below */
  for (int64_t c = 0; c < n; ++c)
    size[c] = rp_boundary_size_of(from, c, largest);
  for (int64_t panel = 0; panel < from->panels; ++panel) {
    bool rough = false;
    for (int64_t c = 0; c < n && !rough; ++c)
      rough = rp_boundary_panel_tail(from, panel, c) > resolution * size[c];
    if (count + 1 + rough > most) return false;
    to->edge[count++] = from->edge[panel];
    if (rough) to->edge[count++] = (from->edge[panel] + from->edge[panel + 1]) / 2;
  }
  to->edge[count] = from->edge[from->panels];
  to->panels = count;
  for (int64_t panel = 0; panel < count; ++panel)
    for (int64_t j = 0; j < s; ++j)
      rp_boundary_at(from, rp_boundary_node_time(to, panel, j), NULL, to->at_node + (panel * s + j) * n);
  return true;
}

rp_boundary_status rp_boundary_adapt(const rp_boundary_problem *problem, double resolution,
                                     int64_t most_panels, rp_boundary_path *path, rp_boundary_path *other,
                                     double *work, int32_t *pivots, rp_boundary_report *report) {
  rp_boundary_report one = {0};
  *report = one;
  for (;;) {
    rp_boundary_status status = rp_boundary_solve(problem, path, work, pivots, &one);
    one.iterations += report->iterations;
    *report = one;
    if (status != RP_BOUNDARY_OK || one.tail <= resolution) return status;
    if (!split(path, resolution, most_panels, other)) return RP_BOUNDARY_NOT_CONVERGED;
    rp_boundary_path kept = *path;
    *path = *other;
    *other = kept;
  }
}
