/* frame.c - see frame.h. */
#include "frame.h"
#include <math.h>
#include <string.h>
#include "mean.h"

enum { ARRAYS = 8, PIECES = 32 };

int64_t rp_frame_size(int64_t steps) {
  return ARRAYS * (steps + 1);
}

void rp_frame_layout(rp_frame *f, const rp_retail *retail, int64_t steps, double *memory) {
  *f = (rp_frame){.retail = retail, .steps = steps};
  double **arrays[ARRAYS] = {&f->time,  &f->pace,      &f->mean,     &f->rate,
                             &f->slope, &f->log_width, &f->log_unit, &f->pull};
  for (int i = 0; i < ARRAYS; ++i)
    *arrays[i] = memory + i * (steps + 1);
  memset(memory, 0, (size_t)rp_frame_size(steps) * sizeof *memory);
}

void rp_frame_fix(rp_frame *f) {
  const rp_retail *q = f->retail;
  double s2 = q->sigma * q->sigma;
  for (int64_t j = 0; j <= f->steps; ++j) {
    f->time[j] = q->horizon * ((double)j / (double)f->steps);
    f->pace[j] = s2 * (q->horizon / (double)f->steps);
    f->pull[j] = -q->k * q->k;
    f->log_unit[j] = -q->log_unit;
  }
}

double rp_closure_pull(const rp_closure *c, double t) {
  double l, P;
  if (!c->before) return c->retail->A;
  rp_trajectory_at(c->before, t, &l, &P);
  return c->retail->A * rp_herding_strength(c->herding, l, c->retail->log_unit);
}

static void local(void *context, double t, rp_local *at) {
  const rp_closure *c = context;
  const rp_retail *q = c->retail;
  *at = (rp_local){.a = q->b * rp_closure_pull(c, t), .b = q->b, .c = q->c, .s2 = q->sigma * q->sigma};
}

static double path_before(void *context, double t) {
  const rp_closure *c = context;
  double l, P;
  rp_trajectory_at(c->before, t, &l, &P);
  return l;
}

/* Largest difference of ln s between the two paths. */
static double distance(const rp_closure *c) {
  const rp_trajectory *t = c->path;
  double most = 0;
  for (int i = 0; i < t->panels; ++i) {
    double l, P;
    rp_trajectory_at(c->before, t->edges[i + 1], &l, &P);
    most = fmax(most, fabs(l - t->l[(i + 1) * (t->degree + 1) - 1]));
  }
  return most;
}

void rp_closure_adapt(rp_closure *c, rp_trajectory paths[3], double tolerance) {
  enum { MOST = 12 };
  if (c->herding->form == RP_HERDING_LOG) return;
  for (int k = 1; k <= MOST; ++k) {
    rp_trajectory *next = &paths[k % 3];
    rp_closure trial = {.retail = c->retail, .herding = c->herding, .before = c->path, .path = next};
    rp_trajectory_problem problem = {
        .local = local, .local_context = &trial, .v0 = c->retail->v0, .d = c->retail->d};
    next->panels = c->path->panels;
    memcpy(next->edges, c->path->edges, (size_t)(next->panels + 1) * sizeof *next->edges);
    if (rp_trajectory_solve(next, &problem, path_before, &trial, tolerance) != RP_TRAJECTORY_SOLVED) return;
    *c = trial;
    if (distance(c) < 0.02) return;
  }
}

/* Rates of the crowd at a time: of noise, sigma^2/v, and with herding's: of waves, and of cells finer than any wave, which must
 * not gain in one step. */
static double rates(const rp_closure *c, double t, double *noise) {
  const rp_retail *q = c->retail;
  double l, P;
  rp_trajectory_at(c->path, t, &l, &P);
  *noise = q->sigma * q->sigma * exp(-2 * l);
  double pull = fabs(rp_closure_pull(c, t));
  return *noise + sqrt(pull) * exp(-l) + pull / (q->sigma * q->sigma);
}

/* Gauss and Legendre's three points: the integral of the noise's rate, or of both. */
static double integral(const rp_closure *c, double from, double to, bool both) {
  static const double at[3] = {0.1127016653792583, 0.5, 0.8872983346207417},
                      weight[3] = {5. / 18, 8. / 18, 5. / 18};
  double sum = 0;
  for (int i = 0; i < 3; ++i) {
    double noise, all = rates(c, from + at[i] * (to - from), &noise);
    sum += weight[i] * (both ? all : noise);
  }
  return sum * (to - from);
}

/* Piece number i of the path's panels. */
static void piece(const rp_trajectory *t, int i, double *from, double *to) {
  double start = t->edges[i / PIECES], length = t->edges[i / PIECES + 1] - start;
  *from = start + length * (i % PIECES) / PIECES;
  *to = start + length * (i % PIECES + 1) / PIECES;
}

double rp_closure_effort(const rp_closure *c) {
  double sum = 0, from, to;
  for (int i = 0; i < c->path->panels * PIECES; ++i) {
    piece(c->path, i, &from, &to);
    sum += integral(c, from, to, true);
  }
  return sum;
}

/* The times at which equal parts of the effort are done. */
static void divide(rp_frame *f, const rp_closure *c) {
  double each = rp_closure_effort(c) / (double)f->steps, done = 0, from, to;
  int64_t j = 1;
  for (int i = 0; i < c->path->panels * PIECES; ++i) {
    piece(c->path, i, &from, &to);
    double part = integral(c, from, to, true);
    for (; j < f->steps && (double)j * each <= done + part; ++j)
      f->time[j] = from + (to - from) * (((double)j * each - done) / part);
    done += part;
  }
  for (; j <= f->steps; ++j)
    f->time[j] = f->retail->horizon;
}

void rp_frame_follow(rp_frame *f, const rp_closure *c) {
  const rp_retail *q = f->retail;
  f->moving = true;
  f->bowl = 0.125;
  divide(f, c);
  rp_mean_path(q, f->steps + 1, f->time, f->mean, f->rate);
  for (int64_t j = 0; j <= f->steps; ++j) {
    double P;
    rp_trajectory_at(c->path, f->time[j], &f->log_width[j], &P);
    f->slope[j] = P / q->b;
    f->pull[j] = rp_closure_pull(c, f->time[j]);
    f->log_unit[j] = -f->log_width[j] - q->log_unit;
    if (j > 0) f->pace[j - 1] = integral(c, f->time[j - 1], f->time[j], false);
  }
}

double rp_frame_coupling(const rp_frame *f, int64_t step) {
  return f->pull[step] * exp(2 * f->log_width[step]) / pow(f->retail->sigma, 4);
}

double rp_frame_terminal(const rp_frame *f, double y) {
  const rp_retail *q = f->retail;
  double off = y - q->target;
  return f->moving ? -y * y / 4 : -q->kappa * off * off / (2 * q->sigma * q->sigma);
}

/* z by its primitive: (q M)' = q^2 + k^2 M^2. */
double rp_frame_value(const rp_frame *f, int64_t step, double y, double log_phi) {
  const rp_retail *q = f->retail;
  int64_t last = f->steps;
  double s2 = q->sigma * q->sigma, x = exp(f->log_width[step]) * y;
  if (!f->moving) return q->b * s2 * log_phi;
  double off = f->mean[last] - q->target, z = -q->kappa * off * off / 2;
  z -= (f->rate[last] * f->mean[last] - f->rate[step] * f->mean[step]) / 2;
  z += s2 * (f->log_width[last] - f->log_width[step]) / 2;
  return q->b * (z + x * (f->rate[step] + f->slope[step] * x / 2) + s2 * (log_phi + y * y / 4));
}
