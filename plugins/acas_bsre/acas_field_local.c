/* acas_field_local.c - see acas_field_local.h. */
#include "acas_field_local.h"
#include "reprise/clones.h"

enum { LANES = RP_FIELD_LANES };

/* Cells of an even grid of n nodes, and the places in them: below 0 or above 1 beyond the ends. */
typedef struct cells {
  int64_t from[LANES];
  double share[LANES];
} cells;

static void find_cells(int64_t n, const double *z, cells *c) {
  for (int l = 0; l < LANES; ++l) {
    double place = (z[l] + 1) / 2 * (double)(n - 1), from = fmin(fmax(floor(place), 0), (double)(n - 2));
    c->from[l] = (int64_t)from;
    c->share[l] = place - from;
  }
}

/* Slope at a node between two differences: their mean, 0 if they differ in sign, at most three times the smaller. */
static inline double slope(double left, double right) {
  double mean = (left + right) / 2, size = fabs(mean), a = 3 * fabs(left), b = 3 * fabs(right);
  size = a < size ? a : size;
  size = b < size ? b : size;
  size = mean < 0 ? -size : size;
  return left * right > 0 ? size : 0;
}

/* Between v[1] and v[2] at the shares; the ends' tangents beyond. */
static inline void cubic(double v[4][LANES], const double *share, double *out) {
  for (int l = 0; l < LANES; ++l) {
    double left = v[1][l] - v[0][l], middle = v[2][l] - v[1][l], right = v[3][l] - v[2][l];
    double d1 = slope(left, middle), d2 = slope(middle, right), s = share[l];
    double t = s < 0 ? 0 : s > 1 ? 1 : s, tangent = s < 0 ? d1 : d2;
    out[l] = v[1][l] + t * (d1 + t * ((3 * middle - 2 * d1 - d2) + t * (d1 + d2 - 2 * middle))) +
             (s - t) * tangent;
  }
}

/* v[0] and v[3] beyond the grid lie on the parabola through the last three. */
static inline void extend(int64_t n, const cells *c, double v[4][LANES]) {
  for (int l = 0; l < LANES; ++l) {
    v[0][l] = c->from[l] > 0 ? v[0][l] : 3 * (v[1][l] - v[2][l]) + v[3][l];
    v[3][l] = c->from[l] + 2 < n ? v[3][l] : 3 * (v[2][l] - v[1][l]) + v[0][l];
  }
}

static inline int64_t inside(int64_t n, int64_t i) {
  return i < 0 ? 0 : i < n ? i : n - 1;
}

/* From the four by four nodes around each state; those outside the grid are not looked at. */
RP_CLONES static void interpolate(const rp_acas_field *f, double node[4][4][LANES], const cells *c2,
                                  const cells *ce, double *out) {
  double column[4][LANES];
  for (int i = 0; i < 4; ++i) {
    extend(f->buyer_nodes, ce, node[i]);
    cubic(node[i], ce->share, column[i]);
  }
  extend(f->maker_nodes, c2, column);
  cubic(column, c2->share, out);
}

/* Where node (i, j) around the state is among the points, or its neighbour inside the grid. */
static inline int64_t point_of(const rp_acas_field *f, int64_t from2, int64_t from_e, int64_t i, int64_t j) {
  return inside(f->maker_nodes, from2 - 1 + i) * f->buyer_nodes + inside(f->buyer_nodes, from_e - 1 + j);
}

void rp_field_local_sum(const rp_acas_field *f, int64_t first, int64_t last, const double *values,
                        const double *z2, const double *ze, double *sum) {
  cells c2, ce;
  int64_t at[4][4][LANES];
  find_cells(f->maker_nodes, z2, &c2);
  find_cells(f->buyer_nodes, ze, &ce);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      for (int l = 0; l < LANES; ++l)
        at[i][j][l] = point_of(f, c2.from[l], ce.from[l], i, j);
  for (int64_t c = first; c < last; ++c) {
    double node[4][4][LANES];
    for (int i = 0; i < 4; ++i)
      for (int j = 0; j < 4; ++j)
        for (int l = 0; l < LANES; ++l)
          node[i][j][l] = values[c * f->points + at[i][j][l]];
    interpolate(f, node, &c2, &ce, sum + c * LANES);
  }
}

void rp_field_local_contract(const rp_acas_field *f, const double *coefficients, const double *weight,
                             const double *z2, const double *ze, double *u) {
  cells c2, ce;
  find_cells(f->maker_nodes, z2, &c2);
  find_cells(f->buyer_nodes, ze, &ce);
  for (int64_t c = 0; c < RP_FIELD_VALUES; ++c) {
    double node[4][4][LANES];
    for (int i = 0; i < 4; ++i)
      for (int j = 0; j < 4; ++j)
        for (int l = 0; l < LANES; ++l) {
          const double *at = coefficients + c * f->points + point_of(f, c2.from[l], ce.from[l], i, j);
          double sum = 0;
          for (int64_t s = 0; s < f->slices; ++s)
            sum += weight[s * LANES + l] * at[s * RP_FIELD_VALUES * f->points];
          node[i][j][l] = sum;
        }
    interpolate(f, node, &c2, &ce, u + c * LANES);
  }
}
