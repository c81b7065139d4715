/* acas_spectral.c - see acas_spectral.h. */
#include "acas_spectral.h"
#include <string.h>
#include "numerics/exponential.h"
#include "reprise/clones.h"

enum { ROUGH = RP_SPECTRAL_ROUGH, COARSE = RP_SPECTRAL_COARSE, FINE = RP_SPECTRAL_FINE };
enum { NEWTON_STEPS = 60, FINE_STEPS = 40 };
static const double most_exponent = 700, rough_enough = 0.1, coarse_enough = 0.1;
static const double settled = 3e-15;  /* what one more correction would move, relative to y and 1/gamma */
static const double rounding = 1e-11; /* corrections that grow again below this are nothing but rounding   */

#if defined(__GNUC__)
#define ALWAYS static inline __attribute__((always_inline))
#else
#define ALWAYS static inline
#endif

/* from_right times from_left, columns first, so that sums over columns run along memory. */
static void product(const rp_collocation *m, int64_t n, double *out) {
  for (int64_t j = 0; j < n; ++j)
    for (int64_t l = 0; l < n; ++l) {
      double sum = 0;
      for (int64_t i = 0; i < n; ++i)
        sum += m->from_right[j][i] * m->from_left[i][l];
      out[l * n + j] = sum;
    }
}

/* Values at the points of `to` of the polynomial through the points of `from`, columns first. */
static void interpolation(const rp_collocation *from, const rp_collocation *to, double *out) {
  for (int64_t j = 0; j < to->stages; ++j) {
    double row[FINE];
    rp_collocation_basis(from, to->node[j], row, NULL);
    for (int64_t l = 0; l < from->stages; ++l)
      out[l * to->stages + j] = row[l];
  }
}

void rp_acas_plan_make(rp_acas_plan *plan) {
  rp_collocation_make(ROUGH, &plan->rough);
  rp_collocation_make(COARSE, &plan->coarse);
  rp_collocation_make(FINE, &plan->fine);
  product(&plan->rough, ROUGH, plan->rough_product);
  product(&plan->coarse, COARSE, plan->coarse_product);
  product(&plan->fine, FINE, plan->fine_product);
  interpolation(&plan->rough, &plan->coarse, plan->rough_to_coarse);
  interpolation(&plan->coarse, &plan->fine, plan->coarse_to_fine);
  interpolation(&plan->fine, &plan->coarse, plan->fine_to_coarse);
  for (int j = 0; j < FINE; ++j) {
    double z = 2 * plan->fine.node[j] - 1, before = 0, p = 1;
    for (int d = 0; d < FINE; ++d) { /* p = P_d(z) */
      if (d >= FINE - 2) plan->last[d - FINE + 2][j] = (2 * d + 1) * plan->fine.weight[j] * p;
      double next = ((2 * d + 1) * z * p - d * before) / (d + 1);
      before = p;
      p = next;
    }
  }
}

/* ---- matrices by columns, their sizes literals where these are called ---- */

enum { LANES = 4 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));

/* out [vectors][rows] += matrix [columns][rows] times x [vectors][columns]; rows in whole lanes. */
ALWAYS void multiply(int columns, int rows, int vectors, const double *restrict matrix,
                     const double *restrict x, double *restrict out) {
  for (int q = 0; q < vectors; ++q)
    for (int i = 0; i < rows; i += LANES) {
      lanes even = *(lanes *)(out + q * rows + i), odd = {0};
      for (int l = 0; l < columns; l += 2) {
        even += *(const lanes *)(matrix + l * rows + i) * x[q * columns + l];
        odd += *(const lanes *)(matrix + (l + 1) * rows + i) * x[q * columns + l + 1];
      }
      *(lanes *)(out + q * rows + i) = even + odd;
    }
}

/* The inverse in place (Gauss and Jordan). Rows are not exchanged: 1 + K J is near a matrix whose leading minors are positive, and
 * a poor inverse would only cost Newton's method a step. */
ALWAYS void invert(int n, double *restrict a) {
  for (int k = 0; k < n; ++k) {
    double inverse = 1 / a[k * n + k];
    lanes column[2 * COARSE / LANES];
    a[k * n + k] -= 1; /* row k turns into a_kj - (a_kk - 1) a_kj/a_kk = a_kj/a_kk */
    for (int i = 0; i < n; i += LANES)
      column[i / LANES] = *(lanes *)(a + k * n + i) * inverse;
    for (int j = 0; j < n; ++j) {
      double top = a[j * n + k];
      for (int i = 0; i < n; i += LANES)
        *(lanes *)(a + j * n + i) -= column[i / LANES] * top;
    }
    for (int i = 0; i < n; i += LANES)
      *(lanes *)(a + k * n + i) = -column[i / LANES];
    a[k * n + k] = inverse;
  }
}

/* ---- one level ---- */

typedef struct level {
  double weight[FINE * FINE];                       /* -K by columns                    */
  double free[2 * FINE];                            /* -(2 A + 2 phi (T - t_j)) x_0     */
  double buying[FINE], selling[FINE], slower[FINE]; /* a, b, 1/(2 beta)                 */
  double y[2 * FINE], rate[2 * FINE];               /* y2 at all points, then ye; U alike */
  double slope[4][FINE];                            /* its derivative, row by row       */
} level;

static bool constant(const rp_curve *curve) {
  return curve->rule == RP_STEP_RIGHT ||
         (curve->rule == RP_CHEBYSHEV ? curve->terms == 1 : curve->grid_count == 1);
}

/* The curve at all points; it has no break inside the horizon. */
static void sample(int n, const rp_collocation *m, double horizon, const rp_curve *curve, double *out) {
  double value = rp_curve_at(curve, horizon / 2);
  bool same = constant(curve);
  for (int j = 0; j < n; ++j)
    out[j] = same ? value : rp_curve_at(curve, horizon * m->node[j]);
}

ALWAYS void prepare(int n, const rp_collocation *m, const double *restrict pairs, const rp_acas *market,
                    double phi, level *restrict v) {
  double A2 = 2 * market->terminal, T = market->horizon, squared = 2 * phi * T * T,
         x[2] = {market->first - market->second, market->buyer - market->first};
  sample(n, m, T, &market->buying, v->buying);
  sample(n, m, T, &market->selling, v->selling);
  sample(n, m, T, &market->cost, v->slower);
  for (int j = 0; j < n; ++j) {
    v->slower[j] = 1 / (2 * v->slower[j]);
    double weight = A2 + 2 * phi * T * (1 - m->node[j]);
    v->free[j] = -weight * x[0];
    v->free[n + j] = -weight * x[1];
  }
  for (int l = 0; l < n; ++l) {
    double end = A2 * T * m->weight[l];
    for (int j = 0; j < n; ++j)
      v->weight[l * n + j] = squared * pairs[l * n + j] - end;
  }
}

/* U and its derivative along y (eq. 22, 24): false where e^{gamma y2} would overflow. */
ALWAYS bool evaluate(int n, double gamma, level *restrict v, bool slopes) {
  double up[FINE];
  int fits = 1;
  for (int l = 0; l < n; ++l)
    fits &= gamma * fabs(v->y[l]) < most_exponent;
  if (!fits) return false;
  rp_exponentials(n, gamma, 0, v->y, up);
  for (int l = 0; l < n; ++l) {
    double rise = up[l], down = 1 / rise, slower = v->slower[l], rate = (v->y[n + l] - 1 / gamma) * slower,
           hit = v->buying[l] + rate, noise = v->selling[l];
    v->rate[l] = (hit + noise) * (rise - down);
    v->rate[n + l] = rate + hit * down - noise * rise;
    if (!slopes) continue;
    v->slope[0][l] = gamma * (hit + noise) * (rise + down);
    v->slope[1][l] = slower * (rise - down);
    v->slope[2][l] = -gamma * (hit * down + noise * rise);
    v->slope[3][l] = slower * (1 + down);
  }
  return true;
}

/* free - K U - y. */
ALWAYS void residual(int n, const level *restrict v, double *restrict miss) {
  for (int j = 0; j < 2 * n; ++j)
    miss[j] = v->free[j] - v->y[j];
  multiply(n, n, 2, v->weight, v->rate, miss);
}

/* a = (1 + K J)^-1. */
ALWAYS void linearise(int n, const level *restrict v, double *restrict a) {
  for (int k = 0; k < 2; ++k)
    for (int l = 0; l < n; ++l) {
      double *column = a + (k * n + l) * 2 * n;
      for (int i = 0; i < 2; ++i) {
        double slope = v->slope[2 * i + k][l];
        for (int j = 0; j < n; ++j)
          column[i * n + j] = -v->weight[l * n + j] * slope;
      }
      column[k * n + l] += 1;
    }
  invert(2 * n, a);
}

/* Adds a step to y; its size, infinite where it is not a number. A step of gamma y2 by more than 1 is shortened. */
ALWAYS double move(int n, double gamma, const double *restrict step, level *restrict v) {
  double sizes[LANES] = {0}, turns[LANES] = {0};
  for (int j = 0; j < n; j += LANES)
    for (int l = 0; l < LANES; ++l) {
      double first = fabs(step[j + l]), second = fabs(step[n + j + l]);
      sizes[l] += first + second; /* a maximum would hide what is not a number */
      turns[l] = first > turns[l] ? first : turns[l];
    }
  double size = (sizes[0] + sizes[1]) + (sizes[2] + sizes[3]), turn = 0;
  for (int l = 0; l < LANES; ++l)
    turn = gamma * turns[l] > turn ? gamma * turns[l] : turn;
  if (!(size < 1e100)) return INFINITY;
  double share = turn > 1 ? 1 / turn : 1;
  for (int j = 0; j < 2 * n; ++j)
    v->y[j] += share * step[j];
  return share < 1 && size < 1 ? 1 : size;
}

/* Newton's method until a step is below `enough`; the last step's inverse stays. */
ALWAYS bool newton(int n, double gamma, double enough, level *restrict v, double *restrict inverse,
                   double *change, int *iterations) {
  for (int k = 0; k < NEWTON_STEPS; ++k) {
    double miss[2 * COARSE], step[2 * COARSE] = {0};
    if (!evaluate(n, gamma, v, true)) return false;
    linearise(n, v, inverse);
    residual(n, v, miss);
    multiply(2 * n, 2 * n, 1, inverse, miss, step);
    *change = move(n, gamma, step, v);
    ++*iterations;
    if (!(*change < INFINITY)) return false;
    if (*change < enough) return true;
  }
  return false;
}

/*
 * One step on the fine points with the coarse ones' inverse (Brakhage): (1 + K J) step = miss is step = miss - z with
 * (1 + K J) z = K J miss, and z, smoothed by K, is what the coarse points resolve.
 */
ALWAYS double correct(const rp_acas_plan *plan, double gamma, const double *restrict inverse,
                      level *restrict v) {
  double step[2 * FINE], pushed[2 * FINE], smooth[2 * FINE] = {0}, right[2 * COARSE] = {0},
                                                      z[2 * COARSE] = {0};
  residual(FINE, v, step);
  for (int l = 0; l < FINE; ++l) {
    pushed[l] = v->slope[0][l] * step[l] + v->slope[1][l] * step[FINE + l];
    pushed[FINE + l] = v->slope[2][l] * step[l] + v->slope[3][l] * step[FINE + l];
  }
  multiply(FINE, FINE, 2, v->weight, pushed, smooth); /* -K J miss */
  multiply(FINE, COARSE, 2, plan->fine_to_coarse, smooth, right);
  multiply(2 * COARSE, 2 * COARSE, 1, inverse, right, z);
  multiply(COARSE, FINE, 2, plan->coarse_to_fine, z, step);
  return move(FINE, gamma, step, v);
}

/* Corrections until the next one, shorter by as much as this one was than the one before, would not be seen. */
ALWAYS bool fine_level(const rp_acas_plan *plan, double gamma, const double *restrict inverse,
                       level *restrict v, double *change, int *iterations) {
  double before = 0;
  for (int k = 0; k < FINE_STEPS; ++k) {
    if (!evaluate(FINE, gamma, v, true)) return false;
    *change = correct(plan, gamma, inverse, v);
    ++*iterations;
    if (!(*change < INFINITY)) return false;
    double scale = fabs(v->y[FINE]) + 1 / gamma;
    if (k > 0 && *change * *change <= before * settled * scale) return true;
    if (k > 0 && *change >= before && *change <= rounding * scale) return true;
    before = *change;
  }
  return false;
}

ALWAYS void prolong(int from, int to, const double *matrix, const level *less, level *more) {
  memset(more->y, 0, (size_t)(2 * to) * sizeof(double));
  multiply(from, to, 2, matrix, less->y, more->y);
}

RP_CLONES static bool levels(const rp_acas_plan *plan, const rp_acas *market, double phi, level *fine,
                             rp_acas_ends *ends) {
  level rough, coarse;
  double inverse[4 * COARSE * COARSE], gamma = market->gamma;
  prepare(ROUGH, &plan->rough, plan->rough_product, market, phi, &rough);
  for (int j = 0; j < ROUGH; ++j)
    rough.y[j] = 0, rough.y[ROUGH + j] = 1 / gamma;
  if (!newton(ROUGH, gamma, rough_enough, &rough, inverse, &ends->step, &ends->iterations)) return false;
  prepare(COARSE, &plan->coarse, plan->coarse_product, market, phi, &coarse);
  prolong(ROUGH, COARSE, plan->rough_to_coarse, &rough, &coarse);
  if (!newton(COARSE, gamma, coarse_enough, &coarse, inverse, &ends->step, &ends->iterations)) return false;
  prepare(FINE, &plan->fine, plan->fine_product, market, phi, fine);
  prolong(COARSE, FINE, plan->coarse_to_fine, &coarse, fine);
  return fine_level(plan, gamma, inverse, fine, &ends->step, &ends->iterations);
}

/* Ends of all functions from the rates along the final y. */
static void finish(const rp_acas_plan *plan, const rp_acas *market, double phi, level *v,
                   rp_acas_ends *ends) {
  const rp_collocation *m = &plan->fine;
  double T = market->horizon, maker[FINE], moved[3] = {0}, risk[3] = {0}, tail[2] = {0};
  double start[3] = {market->first - market->second, market->buyer - market->first, market->first};
  const double *rate[3] = {v->rate, v->rate + FINE, maker};
  evaluate(FINE, market->gamma, v, false);
  for (int l = 0; l < FINE; ++l) /* Q1' = v - qe' */
    maker[l] = (v->y[FINE + l] - 1 / market->gamma) * v->slower[l] - v->rate[FINE + l];
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
  if (!constant(&market->running)) return false;
  double phi = rp_curve_at(&market->running, market->horizon / 2);
  level fine;
  ends->iterations = 0;
  if (!levels(plan, market, phi, &fine, ends)) return false;
  for (int l = 0; l < FINE; ++l)
    if (!((fine.y[FINE + l] - 1 / market->gamma) * fine.slower[l] > market->least)) return false;
  finish(plan, market, phi, &fine, ends);
  return true;
}
