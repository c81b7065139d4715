/* mixed_panel.c - see mixed_panel.h. */
#include "mixed_panel.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"

enum { S = RP_MIXED_STAGES, SIDES = 4 + S, COLUMNS = 2 * S + SIDES };
static const double most_condition = 3e3; /* digits that modes may cost */

/* 1 - F, S, and the right-hand sides: Y on the right, Q on the left in two parts, force, V. In rows of COLUMNS. */
static void fill_system(const rp_collocation *m, const rp_mixed_nodes_of *n, double omega, double *rows) {
  double h = n->width;
  memset(rows, 0, (size_t)(S * COLUMNS) * sizeof *rows);
  for (int j = 0; j < S; ++j) {
    double *row = rows + j * COLUMNS, *sides = row + 2 * S, d = n->d[j];
    for (int k = 0; k < S; ++k) {
      double twice = 0;
      for (int i = 0; i < S; ++i)
        twice += m->from_right[j][i] * 2 * n->shape[i] * m->from_left[i][k];
      row[k] = (j == k ? 1 : 0) - d * n->slope[j] * h * m->from_left[j][k];
      row[S + k] = d * h * h * twice;
      sides[2] += d * h * m->from_right[j][k] * 2 * n->shape[k];
      sides[3] -= d * h * m->from_right[j][k] * n->force[k];
      sides[4 + k] = (j == k ? omega : 0) + d * h * m->from_right[j][k] * n->slope[k];
    }
    sides[0] = d;
    sides[1] = d * n->slope[j];
  }
}

/* Modes of a matrix whose rows are `columns` apart; false if they are complex. */
static bool take_modes(const double *matrix, int64_t columns, rp_mixed_panel *panel) {
  double square[S * S], imaginary[S], vectors[S * S], largest = 0;
  for (int j = 0; j < S; ++j)
    memcpy(square + j * S, matrix + j * columns, S * sizeof *square);
  if (LAPACKE_dgeev(LAPACK_ROW_MAJOR, 'N', 'V', S, square, S, panel->mode, imaginary, NULL, S, vectors, S) !=
      0)
    return false;
  for (int j = 0; j < S; ++j) {
    memcpy(panel->out[j], vectors + j * S, sizeof panel->out[j]);
    largest = fmax(largest, fabs(panel->mode[j]));
  }
  for (int j = 0; j < S; ++j)
    if (imaginary[j] != 0 && !(fabs(imaginary[j]) < 1e-15 * largest)) return false;
  return true;
}

/* P^{-1} times what stands behind P in the rows; false if P is ill-conditioned. */
static bool into_modes(const rp_mixed_panel *panel, double *rows) {
  double size = 0, inverse_size = 0;
  for (int j = 0; j < S; ++j) {
    double sum = 0;
    for (int k = 0; k < S; ++k) {
      rows[j * COLUMNS + k] = panel->out[j][k];
      rows[j * COLUMNS + S + k] = j == k;
      sum += fabs(panel->out[j][k]);
    }
    size = fmax(size, sum);
  }
  if (!rp_dense_solve(S, COLUMNS, rows)) return false;
  for (int j = 0; j < S; ++j) {
    double sum = 0;
    for (int k = 0; k < S; ++k)
      sum += fabs(rows[j * COLUMNS + S + k]);
    inverse_size = fmax(inverse_size, sum);
  }
  return size * inverse_size < most_condition;
}

bool rp_mixed_panel_make(const rp_collocation *method, const rp_mixed_nodes_of *nodes, double omega,
                         rp_mixed_panel *panel) {
  double rows[S * COLUMNS], h = nodes->width;
  memset(panel, 0, sizeof *panel);
  panel->width = h;
  fill_system(method, nodes, omega, rows);
  if (!rp_dense_solve(S, COLUMNS, rows) || !take_modes(rows + S, COLUMNS, panel) || !into_modes(panel, rows))
    return false;
  for (int j = 0; j < S; ++j) {
    const double *sides = rows + j * COLUMNS + 2 * S;
    panel->right[j] = sides[0];
    panel->left[j] = sides[1];
    panel->left_running[j] = sides[2];
    panel->force[j] = sides[3];
    memcpy(panel->total[j], sides + 4, sizeof panel->total[j]);
  }
  for (int i = 0; i < S; ++i) {
    double weight = h * method->weight[i], in_rates[S];
    panel->lever += weight * 2 * nodes->shape[i];
    panel->pushed += weight * nodes->force[i];
    panel->total[S][i] = weight * nodes->slope[i];
    for (int k = 0; k < S; ++k)
      in_rates[k] = weight * 2 * nodes->shape[i] * h * method->from_left[i][k];
    for (int j = 0; j < S; ++j) {
      panel->sum[j] += weight * panel->out[i][j];
      for (int k = 0; k < S; ++k)
        panel->bend[j] += in_rates[k] * panel->out[k][j];
    }
  }
  return true;
}
