/* acas_field.c - see acas_field.h. */
#include "acas_field.h"
#include <string.h>
#include "acas_field_local.h"
#include "acas_field_series.h"
#include "numerics/quadrature_rule.h"
#include "reprise/clones.h"

enum { LANES = RP_FIELD_LANES, VALUES = RP_FIELD_VALUES, MOST_SWEEPS = 60, GAUSS = 64 };
static const double settled = 1e-12;   /* relative to 1/gamma and ye */
static const double difference = 1e-6; /* of y, in units of 1/gamma  */

void rp_acas_flow_at(const rp_acas_flow *flow, const double *x, double *buying, double *selling) {
  double a = 0, b = 0;
  for (int64_t k = 0; k < flow->count; ++k) {
    a += flow->buying_loading[k] * x[k];
    b += flow->selling_loading[k] * x[k];
  }
  *buying = rp_reverting_flow(&flow->buying, a);
  *selling = rp_reverting_flow(&flow->selling, b);
}

double rp_acas_weight(const rp_acas *market, double t) {
  return 2 * (market->terminal + rp_curve_integral(&market->running, t, market->horizon));
}

static int64_t nodes_of(const rp_acas_field *f, int axis) {
  return axis == 0 ? f->maker_nodes : axis == 1 ? f->buyer_nodes : f->factor_nodes;
}

int64_t rp_acas_field_size(const rp_acas_field *f) {
  int64_t slices = 1, points = f->maker_nodes * f->buyer_nodes, size = 0;
  for (int64_t k = 0; k < f->flow->count; ++k)
    slices *= f->factor_nodes;
  for (int axis = 0; axis < 2 + f->flow->count; ++axis)
    size += nodes_of(f, axis) * (1 + nodes_of(f, axis));
  size += f->flow->count * f->factor_nodes * f->factor_nodes + 2 * slices;
  return size + (3 + f->steps + 1) * slices * VALUES * points;
}

void rp_acas_field_place(double *memory, rp_acas_field *f) {
  f->points = f->maker_nodes * f->buyer_nodes;
  f->slices = 1;
  for (int64_t k = 0; k < f->flow->count; ++k)
    f->slices *= f->factor_nodes;
  for (int axis = 0; axis < 2 + f->flow->count; ++axis) {
    int64_t n = nodes_of(f, axis);
    f->node[axis] = memory, memory += n;
    f->forward[axis] = memory, memory += n * n;
  }
  for (int64_t k = 0; k < f->flow->count; ++k)
    f->chain[k] = memory, memory += f->factor_nodes * f->factor_nodes;
  f->flows = memory, memory += 2 * f->slices;
  int64_t all = f->slices * VALUES * f->points;
  f->value = memory;
  f->expected = f->value + all;
  f->spare = f->expected + all;
  f->coefficients = f->spare + all;
}

/* Points of the first kind on [low, high] and the matrix from values there to coefficients. */
static void make_axis(int64_t n, double low, double high, double *node, double *forward) {
  const double pi = 3.14159265358979323846;
  for (int64_t j = 0; j < n; ++j) {
    double angle = pi * ((double)j + 0.5) / (double)n, t[RP_FIELD_NODES];
    node[j] = low + (high - low) * (1 - cos(angle)) / 2;
    rp_field_chebyshev(n, -cos(angle), t);
    for (int64_t k = 0; k < n; ++k)
      forward[k * n + j] = (k == 0 ? 1 : 2) * t[k] / (double)n;
  }
}

static void make_even_axis(int64_t n, double low, double high, double *node) {
  for (int64_t j = 0; j < n; ++j)
    node[j] = low + (high - low) * (double)j / (double)(n - 1);
}

/* Outside the box polynomials of high degree are held where the last one has grown to 3; pieces go on straight for a cell. */
static double reach_of(int64_t n, bool local) {
  if (local) return 1 + 2 / (double)(n - 1);
  return n <= 10 ? 1.05 : cosh(acosh(3) / (double)(n - 1));
}

/* chain[i][j]: weight of the value at node j in the expectation from node i, by Gauss quadrature of normal quantiles. */
static void make_chain(const rp_acas_field *f, int64_t k) {
  const rp_reverting *factor = f->flow->factors + k;
  int64_t n = f->factor_nodes;
  double h = f->market->horizon / (double)f->steps, rho = exp(-factor->speed * h), low = f->factor_low[k],
         high = f->factor_high[k], t[RP_FIELD_NODES], node[GAUSS], weight[GAUSS],
         deviation = factor->volatility * sqrt(rp_reverting_spread(factor->speed, h));
  rp_gauss_legendre(GAUSS, node, weight);
  for (int64_t i = 0; i < n; ++i) {
    double *row = f->chain[k] + i * n, mean = factor->mean + rho * (f->node[2 + k][i] - factor->mean),
           total = 0;
    double sums[RP_FIELD_NODES] = {0};
    for (int g = 0; g < GAUSS; ++g) { /* the density on eight deviations to either side */
      double s = 8 * node[g], w = weight[g] * exp(-s * s / 2), x = mean + deviation * s;
      rp_field_chebyshev(n, fmin(fmax((2 * x - low - high) / (high - low), -1), 1), t);
      total += w;
      for (int64_t m = 0; m < n; ++m)
        sums[m] += w * t[m];
    }
    for (int64_t j = 0; j < n; ++j) {
      row[j] = 0;
      for (int64_t m = 0; m < n; ++m)
        row[j] += sums[m] / total * f->forward[2 + k][m * n + j];
    }
  }
}

/* Factors of slice number s. */
static void factors_of(const rp_acas_field *f, int64_t s, double *x) {
  for (int64_t k = f->flow->count - 1; k >= 0; --k) {
    x[k] = f->node[2 + k][s % f->factor_nodes];
    s /= f->factor_nodes;
  }
}

void rp_acas_field_begin(rp_acas_field *f) {
  double A2 = 2 * f->market->terminal;
  for (int axis = 0; axis < 2; ++axis) {
    int64_t n = nodes_of(f, axis);
    f->reach[axis] = reach_of(n, f->local);
    if (f->local)
      make_even_axis(n, f->low[axis], f->high[axis], f->node[axis]);
    else
      make_axis(n, f->low[axis], f->high[axis], f->node[axis], f->forward[axis]);
  }
  for (int64_t k = 0; k < f->flow->count; ++k) {
    make_axis(f->factor_nodes, f->factor_low[k], f->factor_high[k], f->node[2 + k], f->forward[2 + k]);
    make_chain(f, k);
  }
  for (int64_t s = 0; s < f->slices; ++s) {
    double x[RP_FIELD_FACTORS], *u = f->value + s * VALUES * f->points;
    factors_of(f, s, x);
    rp_acas_flow_at(f->flow, x, f->flows + 2 * s, f->flows + 2 * s + 1);
    for (int64_t p = 0; p < f->points; ++p) {
      u[p] = -A2 * f->node[0][p / f->buyer_nodes];
      u[f->points + p] = -A2 * f->node[1][p % f->buyer_nodes];
      u[2 * f->points + p] = 0;
    }
  }
  rp_acas_field_keep(f, f->steps);
}

/* to[outer][n][inner] = matrix [n][n] applied to the middle axis of from. */
RP_CLONES static void apply_axis(int64_t outer, int64_t n, int64_t inner, const double *restrict matrix,
                                 const double *restrict from, double *restrict to) {
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < n; ++i) {
      double *row = to + (o * n + i) * inner;
      for (int64_t q = 0; q < inner; ++q)
        row[q] = 0;
      for (int64_t j = 0; j < n; ++j) {
        const double *other = from + (o * n + j) * inner;
        double weight = matrix[i * n + j];
        for (int64_t q = 0; q < inner; ++q)
          row[q] += weight * other[q];
      }
    }
}

/* Values to what is summed in q2 and qe, from `from` to `to` by way of `between`. */
static void transform(const rp_acas_field *f, const double *from, double *between, double *to) {
  int64_t blocks = f->slices * VALUES, n = f->maker_nodes, m = f->buyer_nodes;
  if (f->local) {
    memcpy(to, from, (size_t)(blocks * f->points) * sizeof *to);
    return;
  }
  apply_axis(blocks, n, m, f->forward[0], from, between);
  apply_axis(blocks * n, m, 1, f->forward[1], between, to);
}

/* One axis of the factors: the slices of the first factor are the outermost. */
static void along_factor(const rp_acas_field *f, int64_t k, const double *matrix, const double *from,
                         double *to) {
  int64_t outer = 1, inner = VALUES * f->points;
  for (int64_t c = 0; c < k; ++c)
    outer *= f->factor_nodes;
  for (int64_t c = k + 1; c < f->flow->count; ++c)
    inner *= f->factor_nodes;
  apply_axis(outer, f->factor_nodes, inner, matrix, from, to);
}

void rp_acas_field_expect(rp_acas_field *f) {
  const double *from = f->value;
  double *other = f->spare, *to = f->expected;
  for (int64_t k = 0; k < f->flow->count; ++k) {
    along_factor(f, k, f->chain[k], from, to);
    from = to;
    double *kept = to;
    to = other;
    other = kept;
  }
  if (from != f->value) memcpy(f->value, from, (size_t)(f->slices * VALUES * f->points) * sizeof(double));
  transform(f, f->value, f->spare, f->expected);
}

void rp_acas_field_keep(rp_acas_field *f, int64_t k) {
  int64_t all = f->slices * VALUES * f->points;
  double *to = f->coefficients + k * all;
  transform(f, f->value, f->spare, to);
  for (int64_t c = 0; c < f->flow->count; ++c) {
    along_factor(f, c, f->forward[2 + c], to, f->spare);
    memcpy(to, f->spare, (size_t)all * sizeof *to);
  }
}

typedef struct slice_step {
  const rp_acas_field *field;
  rp_acas_point at;
  double h, phi, weight; /* 2 phi h and 2 A + 2 int from the step's end */
  const double *coefficients;
} slice_step;

/* What the step's equation makes of (y2, ye) at eight points: it is solved where fresh = y. With `third` the third value too. */
RP_CLONES static void image(const slice_step *s, const double *q2, const double *qe, const double *y,
                            double *fresh, double *third) {
  const rp_acas_field *f = s->field;
  double z2[LANES], ze[LANES], maker[LANES], sum[VALUES * LANES];
  double scale2 = 2 / (f->high[0] - f->low[0]), scale_e = 2 / (f->high[1] - f->low[1]);
  for (int l = 0; l < LANES; ++l) {
    double one[2] = {y[l], y[LANES + l]}, rate[2];
    rp_acas_rates(f->market->gamma, f->market->least, &s->at, one, rate, NULL, maker + l);
    z2[l] = (q2[l] + s->h * rate[0] - f->low[0]) * scale2 - 1;
    ze[l] = (qe[l] + s->h * rate[1] - f->low[1]) * scale_e - 1;
  }
  double most2 = f->reach[0], most_e = f->reach[1];
  for (int l = 0; l < LANES; ++l) {
    z2[l] = z2[l] > most2 ? most2 : z2[l] < -most2 ? -most2 : z2[l];
    ze[l] = ze[l] > most_e ? most_e : ze[l] < -most_e ? -most_e : ze[l];
  }
  if (f->local)
    rp_field_local_sum(f, 0, third ? 3 : 2, s->coefficients, z2, ze, sum);
  else
    rp_field_series(f->maker_nodes, f->buyer_nodes, f->points, 0, third ? 3 : 2, s->coefficients, z2, ze,
                    sum);
  for (int l = 0; l < LANES; ++l) {
    fresh[l] = sum[l] - s->phi * q2[l];
    fresh[LANES + l] = sum[LANES + l] - s->phi * qe[l];
    if (third) third[l] = sum[2 * LANES + l] - s->weight * maker[l] * s->h;
  }
}

/* Eight equations fresh(y) = y in two unknowns each. */
typedef struct eight_points {
  double q2[LANES], qe[LANES], y[2 * LANES], fresh[2 * LANES];
  double inverse[4][LANES]; /* of 1 - d fresh/dy, row by row */
  double step[2 * LANES];
} eight_points;

/* The largest change; not a number where there is one. */
static double change_of(const eight_points *p) {
  double change = 0;
  for (int l = 0; l < LANES; ++l) {
    double moved = fabs(p->fresh[l] - p->y[l]) + fabs(p->fresh[LANES + l] - p->y[LANES + l]);
    change = moved > change || moved != moved ? moved : change;
  }
  return change;
}

/* The inverse from differences about y. 1 - d fresh/dy is 1 + h |u_x| G, an M-matrix (section 4's Riccati equation). */
static void differentiate(const slice_step *s, eight_points *p) {
  double shifted[2 * LANES], moved[2][2 * LANES], d = difference / s->field->market->gamma;
  for (int k = 0; k < 2; ++k) {
    memcpy(shifted, p->y, sizeof shifted);
    for (int l = 0; l < LANES; ++l)
      shifted[k * LANES + l] += d;
    image(s, p->q2, p->qe, shifted, moved[k], NULL);
  }
  for (int l = 0; l < LANES; ++l) {
    double a = 1 - (moved[0][l] - p->fresh[l]) / d, b = -(moved[1][l] - p->fresh[l]) / d,
           c = -(moved[0][LANES + l] - p->fresh[LANES + l]) / d,
           e = 1 - (moved[1][LANES + l] - p->fresh[LANES + l]) / d, determinant = a * e - b * c;
    p->inverse[0][l] = e / determinant;
    p->inverse[1][l] = -b / determinant;
    p->inverse[2][l] = -c / determinant;
    p->inverse[3][l] = a / determinant;
  }
}

/* y moves by the inverse times what is missing; gamma y2 by 1 at most. */
static void move(const slice_step *s, eight_points *p) {
  double gamma = s->field->market->gamma;
  for (int l = 0; l < LANES; ++l) {
    double first = p->fresh[l] - p->y[l], second = p->fresh[LANES + l] - p->y[LANES + l];
    double to = p->inverse[0][l] * first + p->inverse[1][l] * second,
           other = p->inverse[2][l] * first + p->inverse[3][l] * second, turn = gamma * fabs(to),
           share = turn > 1 ? 1 / turn : 1;
    p->step[l] = share * to;
    p->step[LANES + l] = share * other;
    p->y[l] += p->step[l];
    p->y[LANES + l] += p->step[LANES + l];
  }
}

/* Broyden: the inverse shall map what the last step made of the gap to that step. gap: fresh - y before it. */
static void learn(const double *gap, eight_points *p) {
  for (int l = 0; l < LANES; ++l) {
    double d[2] = {gap[l] - (p->fresh[l] - p->y[l]),
                   gap[LANES + l] - (p->fresh[LANES + l] - p->y[LANES + l])},
           step[2] = {p->step[l], p->step[LANES + l]}, u[2], row[2];
    for (int i = 0; i < 2; ++i) {
      u[i] = p->inverse[2 * i][l] * d[0] + p->inverse[2 * i + 1][l] * d[1];
      row[i] = step[0] * p->inverse[i][l] + step[1] * p->inverse[2 + i][l];
    }
    double scale = step[0] * u[0] + step[1] * u[1];
    if (!(fabs(scale) > 1e-3 * (step[0] * step[0] + step[1] * step[1]))) continue;
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j)
        p->inverse[2 * i + j][l] += (step[i] - u[i]) * row[j] / scale;
  }
}

/* The number of images that were formed, or -1. */
static int settle(const slice_step *s, double size, eight_points *p) {
  int images = 1;
  image(s, p->q2, p->qe, p->y, p->fresh, NULL);
  double change = change_of(p);
  if (change > settled * size) differentiate(s, p), images += 2;
  while (change > settled * size && images < MOST_SWEEPS) {
    double gap[2 * LANES];
    for (int l = 0; l < 2 * LANES; ++l)
      gap[l] = p->fresh[l] - p->y[l];
    move(s, p);
    image(s, p->q2, p->qe, p->y, p->fresh, NULL);
    learn(gap, p);
    change = change_of(p);
    ++images;
  }
  return change <= 1e-8 * size ? images : -1;
}

int rp_acas_field_advance(const rp_acas_field *f, int64_t k, int64_t begin, int64_t end) {
  double h = f->market->horizon / (double)f->steps, t = h * (double)k;
  int most = 0;
  for (int64_t slice = begin; slice < end; ++slice) {
    slice_step s = {.field = f,
                    .at = {rp_curve_at(&f->market->cost, t), f->flows[2 * slice], f->flows[2 * slice + 1]},
                    .h = h,
                    .phi = 2 * rp_curve_at(&f->market->running, t) * h,
                    .weight = rp_acas_weight(f->market, t + h),
                    .coefficients = f->expected + slice * VALUES * f->points};
    double *u = f->value + slice * VALUES * f->points;
    for (int64_t p = 0; p < f->points; p += LANES) {
      eight_points e;
      double third[LANES], size = 1 / f->market->gamma;
      for (int l = 0; l < LANES; ++l) { /* a last block that is not full repeats its last point */
        int64_t at = p + l < f->points ? p + l : f->points - 1;
        e.q2[l] = f->node[0][at / f->buyer_nodes];
        e.qe[l] = f->node[1][at % f->buyer_nodes];
        e.y[l] = u[at];
        e.y[LANES + l] = u[f->points + at];
        size = fmax(size, fabs(e.y[LANES + l]));
      }
      int images = settle(&s, size, &e);
      if (images < 0) return -1;
      image(&s, e.q2, e.qe, e.fresh, e.y, third);
      most = images > most ? images : most;
      for (int l = 0; l < LANES && p + l < f->points; ++l) {
        u[p + l] = e.y[l];
        u[f->points + p + l] = e.y[LANES + l];
        u[2 * f->points + p + l] = third[l];
      }
    }
  }
  return most;
}
