/* acas_spectral.c - see acas_spectral.h. */
#include "acas_spectral.h"
#include <string.h>
#include "reprise/clones.h"

enum { COARSE = RP_SPECTRAL_COARSE, FINE = RP_SPECTRAL_FINE, COARSE_STEPS = 60, FINE_STEPS = 4, VECTOR = 8 };

#if defined(__GNUC__)
#define ALWAYS static inline __attribute__((always_inline))
#else
#define ALWAYS static inline
#endif

static void product(const rp_collocation *m, int64_t n, double *out) {
  for (int64_t j = 0; j < n; ++j)
    for (int64_t l = 0; l < n; ++l) {
      double sum = 0;
      for (int64_t i = 0; i < n; ++i)
        sum += m->from_right[j][i] * m->from_left[i][l];
      out[j * n + l] = sum;
    }
}

void rp_acas_plan_make(rp_acas_plan *plan) {
  rp_collocation_make(COARSE, &plan->coarse);
  rp_collocation_make(FINE, &plan->fine);
  product(&plan->coarse, COARSE, plan->coarse_product[0]);
  product(&plan->fine, FINE, plan->fine_product[0]);
  for (int j = 0; j < FINE; ++j) {
    rp_collocation_basis(&plan->coarse, plan->fine.node[j], plan->prolong[j], NULL);
    double z = 2 * plan->fine.node[j] - 1, before = 0, p = 1;
    for (int d = 0; d < FINE; ++d) { /* p = P_d(z) */
      if (d >= FINE - 2) plan->last[d - FINE + 2][j] = (2 * d + 1) * plan->fine.weight[j] * p;
      double next = ((2 * d + 1) * z * p - d * before) / (d + 1);
      before = p;
      p = next;
    }
  }
}

/* The row below k to eliminate with: the diagonal's own unless it is much smaller than the largest entry of its column. */
ALWAYS int pivot_of(int n, int columns, int k, const double *restrict a) {
  double most[4] = {0};
  int i = k, pivot = k;
  for (; i + 4 <= n; i += 4)
    for (int l = 0; l < 4; ++l) {
      double size = fabs(a[(i + l) * columns + k]);
      most[l] = size > most[l] ? size : most[l];
    }
  for (; i < n; ++i)
    most[0] = fmax(most[0], fabs(a[i * columns + k]));
  double largest = fmax(fmax(most[0], most[1]), fmax(most[2], most[3]));
  if (fabs(a[k * columns + k]) >= 0.1 * largest) return largest > 0 ? k : -1;
  for (i = k + 1; i < n; ++i)
    if (fabs(a[i * columns + k]) > fabs(a[pivot * columns + k])) pivot = i;
  return pivot;
}

/* Gaussian elimination with row exchanges on [n][columns]; the right side is column n, the columns are padded to whole vectors, and
 * rows are subtracted in whole vectors. The solution goes to x [columns]. n and columns are literals where it is called. */
ALWAYS bool eliminate(int n, int columns, double *restrict a, double *restrict x) {
  for (int k = 0; k < n; ++k) {
    int pivot = pivot_of(n, columns, k, a), from = k / VECTOR * VECTOR;
    if (pivot < 0) return false;
    if (pivot != k)
      for (int j = from; j < columns; ++j) {
        double kept = a[k * columns + j];
        a[k * columns + j] = a[pivot * columns + j];
        a[pivot * columns + j] = kept;
      }
    double inverse = 1 / a[k * columns + k];
    for (int i = k + 1; i < n; ++i) {
      double factor = a[i * columns + k] * inverse;
      for (int j = from; j < columns; j += VECTOR)
        for (int l = 0; l < VECTOR; ++l)
          a[i * columns + j + l] -= factor * a[k * columns + j + l];
    }
  }
  for (int j = 0; j < columns; ++j)
    x[j] = 0;
  for (int k = n - 1; k >= 0; --k) { /* x is still 0 where the row is not eliminated */
    double sums[VECTOR] = {0};
    for (int j = k / VECTOR * VECTOR; j < n; j += VECTOR)
      for (int l = 0; l < VECTOR; ++l)
        sums[l] += a[k * columns + j + l] * x[j + l];
    double sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    x[k] = (a[k * columns + n] - sum) / a[k * columns + k];
  }
  return true;
}

typedef struct level {
  double weight[FINE * FINE]; /* K                                */
  double free[2 * FINE];      /* -(2 A + 2 phi (T - t_j)) x_0     */
  rp_acas_point at[FINE];
  double y[2 * FINE], rate[2 * FINE]; /* y2 at all points, then ye; U alike */
} level;

ALWAYS void prepare(int n, const rp_collocation *m, const double *pairs, const rp_acas *market, double phi,
                    level *v) {
  double A2 = 2 * market->terminal, T = market->horizon,
         x[2] = {market->first - market->second, market->buyer - market->first};
  for (int j = 0; j < n; ++j) {
    double left = 1 - m->node[j];
    v->at[j] = rp_acas_at(market, T * m->node[j]);
    for (int i = 0; i < 2; ++i)
      v->free[i * n + j] = -(A2 + 2 * phi * T * left) * x[i];
    for (int l = 0; l < n; ++l)
      v->weight[j * n + l] = A2 * T * m->weight[l] - 2 * phi * T * T * pairs[j * n + l];
  }
}

/* One Newton step; the largest change of y, or infinity. A step of gamma y2 by more than 1 is shortened. */
ALWAYS double newton(int n, const rp_acas *market, level *v) {
  double a[2 * FINE * (2 * FINE + VECTOR)], x[2 * FINE + VECTOR], jacobian[4][FINE];
  int columns = 2 * n + VECTOR;
  for (int l = 0; l < n; ++l) {
    double y[] = {v->y[l], v->y[n + l]}, rate[2], slope[4];
    rp_acas_rates(market->gamma, -INFINITY, v->at + l, y, rate, slope, NULL);
    v->rate[l] = rate[0];
    v->rate[n + l] = rate[1];
    for (int q = 0; q < 4; ++q)
      jacobian[q][l] = slope[q];
  }
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < n; ++j) {
      double *row = a + (i * n + j) * columns, miss = v->free[i * n + j] - v->y[i * n + j];
      const double *weight = v->weight + j * n;
      for (int l = 0; l < n; ++l) {
        row[l] = weight[l] * jacobian[2 * i][l];
        row[n + l] = weight[l] * jacobian[2 * i + 1][l];
        miss -= weight[l] * v->rate[i * n + l];
      }
      row[i * n + j] += 1;
      row[2 * n] = miss;
      for (int q = 1; q < VECTOR; ++q)
        row[2 * n + q] = 0;
    }
  bool solved = n == COARSE ? eliminate(2 * COARSE, 2 * COARSE + VECTOR, a, x)
                            : eliminate(2 * FINE, 2 * FINE + VECTOR, a, x);
  if (!solved) return INFINITY;
  double change = 0, turn = 0;
  for (int j = 0; j < 2 * n; ++j) {
    double step = x[j];
    change += step * step; /* a maximum would hide what is not a number */
    if (j < n) turn = fmax(turn, market->gamma * fabs(step));
  }
  double share = turn > 1 ? 1 / turn : 1;
  for (int j = 0; j < 2 * n; ++j)
    v->y[j] += share * x[j];
  return share < 1 ? fmax(sqrt(change), 1) : sqrt(change);
}

RP_CLONES static bool coarse_level(const rp_acas_plan *plan, const rp_acas *market, double phi, level *v,
                                   int *iterations) {
  prepare(COARSE, &plan->coarse, plan->coarse_product[0], market, phi, v);
  for (int j = 0; j < COARSE; ++j)
    v->y[j] = 0, v->y[COARSE + j] = 1 / market->gamma;
  for (int k = 0; k < COARSE_STEPS; ++k) {
    double change = newton(COARSE, market, v);
    ++*iterations;
    if (!(change < 1e100)) return false;
    if (change < 1e-3) return true; /* the square of this is what the coarse points miss anyway */
  }
  return false;
}

RP_CLONES static bool fine_level(const rp_acas_plan *plan, const rp_acas *market, double phi,
                                 const level *coarse, level *v, double *change, int *iterations) {
  prepare(FINE, &plan->fine, plan->fine_product[0], market, phi, v);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < FINE; ++j) {
      double sum = 0;
      for (int l = 0; l < COARSE; ++l)
        sum += plan->prolong[j][l] * coarse->y[i * COARSE + l];
      v->y[i * FINE + j] = sum;
    }
  for (int k = 0; k < FINE_STEPS; ++k) {
    *change = newton(FINE, market, v);
    ++*iterations;
    if (!(*change < 1e100)) return false;
    if (*change < 3e-6) return true; /* the next one would be of the order of its square */
  }
  return false;
}

/* Ends of all functions from the rates along the final y. */
static void finish(const rp_acas_plan *plan, const rp_acas *market, double phi, level *v,
                   rp_acas_ends *ends) {
  const rp_collocation *m = &plan->fine;
  double T = market->horizon, maker[FINE], moved[3] = {0}, risk[3] = {0}, tail[2] = {0};
  double start[3] = {market->first - market->second, market->buyer - market->first, market->first};
  const double *rate[3] = {v->rate, v->rate + FINE, maker};
  for (int l = 0; l < FINE; ++l) {
    double y[] = {v->y[l], v->y[FINE + l]}, now[2];
    rp_acas_rates(market->gamma, -INFINITY, v->at + l, y, now, NULL, maker + l);
    v->rate[l] = now[0];
    v->rate[FINE + l] = now[1];
  }
  for (int i = 0; i < 3; ++i)
    for (int l = 0; l < FINE; ++l) {
      moved[i] += T * m->weight[l] * rate[i][l];
      risk[i] += T * T * m->weight[l] * (1 - m->node[l]) * rate[i][l]; /* int x - T x_0 */
    }
  for (int k = 0; k < 2; ++k)
    for (int l = 0; l < FINE; ++l)
      tail[k] += plan->last[k][l] * v->rate[FINE + l];
  double adjoint[3];
  for (int i = 0; i < 3; ++i)
    adjoint[i] = -2 * market->terminal * (start[i] + moved[i]) - 2 * phi * (T * start[i] + risk[i]);
  ends->y2 = adjoint[0];
  ends->ye = adjoint[1];
  ends->maker = adjoint[2];
  ends->q2_end = start[0] + moved[0];
  ends->qe_end = start[1] + moved[1];
  ends->maker_end = start[2] + moved[2];
  ends->tail = T * (fabs(tail[0]) + fabs(tail[1])) / (2 * FINE) / (fabs(start[1]) + fabs(ends->qe_end));
}

static bool one_piece(const rp_curve *curve, double horizon) {
  for (int64_t k = 0; k < curve->grid_count; ++k)
    if (curve->grid[k] > 0 && curve->grid[k] < horizon) return false;
  return true;
}

bool rp_acas_spectral(const rp_acas_plan *plan, const rp_acas *market, rp_acas_ends *ends) {
  const rp_curve *curves[] = {&market->cost, &market->buying, &market->selling, &market->running};
  for (int i = 0; i < 4; ++i)
    if (!one_piece(curves[i], market->horizon)) return false;
  if (market->running.rule == RP_CHEBYSHEV && market->running.terms > 1) return false;
  double phi = rp_curve_at(&market->running, 0);
  level coarse, fine;
  ends->iterations = 0;
  if (!coarse_level(plan, market, phi, &coarse, &ends->iterations) ||
      !fine_level(plan, market, phi, &coarse, &fine, &ends->step, &ends->iterations))
    return false;
  for (int l = 0; l < FINE; ++l) {
    bool truncated;
    rp_acas_rate(market->gamma, market->least, fine.at[l].cost, fine.y[FINE + l], &truncated);
    if (truncated) return false;
  }
  finish(plan, market, phi, &fine, ends);
  return true;
}
