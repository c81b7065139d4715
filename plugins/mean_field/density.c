/* density.c - see density.h. phi and psi are rescaled at every step, the scales kept as logarithms. */
#include "density.h"
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"
#include "numerics/tridiagonal.h"

enum { SAMPLED = 8 };
static const double least_density = 1e-290, least_factor = 1e-300, least_kick = -700, too_far = 1e3,
                    pi = 3.14159265358979323846, root = 0.2928932188134524;

/* f, factor, residual [steps + 1][nodes]; 2 depth of these for the history; psi, spare, flow, normal
 * [nodes]; lower, upper, pivot
 * [nodes] for each length of a step; scales [2][steps + 1] */
int64_t rp_density_work(const rp_frame *frame, int64_t nodes, int depth) {
  int64_t lengths = frame->moving ? frame->steps : 1;
  return (3 + 2 * (int64_t)depth) * (frame->steps + 1) * nodes + (4 + 3 * lengths) * nodes +
         2 * (frame->steps + 1);
}

typedef struct parts {
  double *f, *factor, *residual, *psi, *spare, *flow, *normal, *phi_scale, *psi_scale, *matrices, *history;
  int64_t all;
} parts;

static parts parts_of(const rp_density *d) {
  int64_t n = d->nodes, rows = d->frame->steps + 1, all = rows * n;
  parts p = {.f = d->work, .all = all};
  p.factor = p.f + all;
  p.residual = p.factor + all;
  p.psi = p.residual + all;
  p.spare = p.psi + n;
  p.flow = p.spare + n;
  p.normal = p.flow + n;
  p.phi_scale = p.normal + n;
  p.psi_scale = p.phi_scale + rows;
  p.matrices = p.psi_scale + rows;
  p.history = p.matrices + 3 * n * (d->frame->moving ? d->frame->steps : 1);
  return p;
}

static double spacing(const rp_density *d) {
  return (d->high - d->low) / (double)(d->nodes - 1);
}

static double node(const rp_density *d, int64_t i) {
  return d->low + spacing(d) * (double)i;
}

static double mass_of(const rp_density *d, const double *row) {
  double sum = 0;
  for (int64_t i = 0; i < d->nodes; ++i)
    sum += row[i];
  return sum * spacing(d);
}

bool rp_density_normalise(rp_density *d) {
  double mass = mass_of(d, d->m);
  if (!(mass > 0) || !isfinite(mass)) return false;
  for (int64_t i = 0; i < d->nodes; ++i)
    d->m[i] = fmax(d->m[i] / mass, least_density);
  return true;
}

static double normal(double y) {
  return fmax(exp(-y * y / 2) / sqrt(2 * pi), least_density);
}

void rp_density_guess_still(rp_density *d) {
  for (int64_t t = 1; t <= d->frame->steps; ++t)
    memcpy(d->m + t * d->nodes, d->m, (size_t)d->nodes * sizeof *d->m);
}

void rp_density_guess_normal(rp_density *d) {
  for (int64_t t = 1; t <= d->frame->steps; ++t)
    for (int64_t i = 0; i < d->nodes; ++i)
      d->m[t * d->nodes + i] = normal(node(d, i));
}

/* Where an index of the fine grid lies among the intervals of the coarse one. */
static int64_t coarse_index(int64_t i, int64_t fine, int64_t coarse, double *weight) {
  double at = (double)i * (double)coarse / (double)fine;
  int64_t below = (int64_t)at;
  if (below >= coarse) below = coarse - 1;
  *weight = at - (double)below;
  return below;
}

void rp_density_guess_coarse(rp_density *d, const rp_density *coarse) {
  int64_t n = coarse->nodes;
  for (int64_t t = 1; t <= d->frame->steps; ++t) {
    double late, right;
    const double *row = coarse->m + coarse_index(t, d->frame->steps, coarse->frame->steps, &late) * n;
    for (int64_t i = 0; i < d->nodes; ++i) {
      const double *m = row + coarse_index(i, d->nodes - 1, n - 1, &right);
      d->m[t * d->nodes + i] =
          (1 - late) * ((1 - right) * m[0] + right * m[1]) + late * ((1 - right) * m[n] + right * m[n + 1]);
    }
  }
}

/* Half the ratio of the diffusion in one step to the squared spacing. */
static double diffusion(const rp_density *d, int64_t step) {
  double dx = spacing(d);
  return d->frame->pace[step] / (2 * dx * dx);
}

static double *matrix(const rp_density *d, const parts *p, int64_t step) {
  return p->matrices + (d->frame->moving ? 3 * d->nodes * step : 0);
}

/*
 * The herding term of a row. In a moving frame, beyond the crowd's ends, it goes on as that of a normal law: tails as thin as
 * rounding would gather to crowds of their own.
 */
static void herd(const rp_density *d, const parts *p, int64_t t, double *f) {
  int64_t n = d->nodes, first = d->first, last = d->last;
  double unit = d->frame->log_unit[t];
  rp_herding_row(d->herding, n, d->m + t * n, unit, f);
  if (!d->frame->moving) return;
  rp_herding_row(d->herding, first + 1, p->normal, unit, p->flow);
  for (int64_t i = 0; i < first; ++i)
    f[i] = f[first] + (p->flow[i] - p->flow[first]);
  rp_herding_row(d->herding, n - last, p->normal + last, unit, p->flow);
  for (int64_t i = last + 1; i < n; ++i)
    f[i] = f[last] + (p->flow[i - last] - p->flow[0]);
}

/* What Newton's step for a normal law makes of the residual, constant beyond the crowd's ends. */
static void improve(const rp_density *d, const parts *p) {
  int64_t n = d->nodes;
  rp_modes_apply(d->modes, p->residual);
  for (int64_t t = 0; t <= d->frame->steps; ++t) {
    double *r = p->residual + t * n;
    for (int64_t i = 0; i < d->first; ++i)
      r[i] = r[d->first];
    for (int64_t i = d->last + 1; i < n; ++i)
      r[i] = r[d->last];
  }
}

void rp_density_begin(rp_density *d) {
  parts p = parts_of(d);
  int64_t n = d->nodes;
  for (int64_t step = 0; step < (d->frame->moving ? d->frame->steps : 1); ++step) {
    double r = root * diffusion(d, step), *lower = matrix(d, &p, step), *upper = lower + n,
           *pivot = upper + n;
    for (int64_t i = 0; i < n; ++i) {
      lower[i] = upper[i] = -r;
      p.spare[i] = i == 0 || i == n - 1 ? 1 + r : 1 + 2 * r; /* nothing flows through the ends */
    }
    rp_tridiagonal_factor(n, lower, p.spare, upper, pivot);
  }
  for (int64_t i = 0; i < n; ++i)
    p.normal[i] = normal(node(d, i));
  for (int64_t t = 0; t <= d->frame->steps; ++t)
    herd(d, &p, t, p.f + t * n);
  memset(p.residual, 0, (size_t)n * sizeof *p.residual); /* the initial law is not iterated */
  d->iterations = d->history = d->retreats = 0;
}

/*
 * One step of the heat equation, in place: (1 + (1 - 2 g) z)/(1 - g z)^2 with g = 1 - 1/sqrt 2 for exp z, the implicit
 * Runge-Kutta method of second order that damps what it does not resolve. Where Crank and Nicolson's only changes sign, a
 * herding term that alternates from step to step feeds itself.
 */
static void heat(const rp_density *d, const parts *p, int64_t step, double *restrict g) {
  int64_t n = d->nodes;
  double r = (1 - 2 * root) * diffusion(d, step), *restrict flow = p->flow;
  const double *lower = matrix(d, p, step), *upper = lower + n, *pivot = upper + n;
  for (int64_t i = 0; i + 1 < n; ++i)
    flow[i] = r * (g[i + 1] - g[i]);
  g[0] += flow[0];
  for (int64_t i = 1; i + 1 < n; ++i)
    g[i] += flow[i] - flow[i - 1];
  g[n - 1] -= flow[n - 2];
  rp_tridiagonal_resolve(n, lower, upper, pivot, g);
  rp_tridiagonal_resolve(n, lower, upper, pivot, g);
}

/* Divides by the largest entry, which it returns. */
static double rescale(int64_t n, double *g) {
  double most[4] = {least_factor, least_factor, least_factor, least_factor};
  for (int64_t i = 0; i + 3 < n; i += 4)
    for (int k = 0; k < 4; ++k)
      most[k] = g[i + k] > most[k] ? g[i + k] : most[k];
  for (int64_t i = n - n % 4; i < n; ++i)
    most[0] = g[i] > most[0] ? g[i] : most[0];
  double top = fmax(fmax(most[0], most[1]), fmax(most[2], most[3])), inverse = 1 / top;
  for (int64_t i = 0; i < n; ++i) {
    double x = g[i] * inverse;
    g[i] = x > least_factor ? x : least_factor;
  }
  return top;
}

static void multiply(int64_t n, const double *restrict factor, double *restrict g) {
  for (int64_t i = 0; i < n; ++i)
    g[i] *= factor[i];
}

/* Half the mean of the steps before and after a time, in a clock. */
static double half_step(const double *clock, int64_t t, int64_t steps) {
  int64_t before = t > 0 ? t - 1 : 0, after = t < steps ? t + 1 : steps;
  return (clock[after] - clock[before]) / (t > 0 && t < steps ? 4 : 2);
}

/* exp(V dtau/2) at all nodes, dtau the mean of the steps before and after: the density is the same as with each step's own. */
static void fill_factors(const rp_density *d, const parts *p) {
  const rp_frame *f = d->frame;
  int64_t n = d->nodes;
  double s2 = f->retail->sigma * f->retail->sigma;
  for (int64_t t = 0; t <= f->steps; ++t) {
    double before = f->pace[t > 0 ? t - 1 : 0], after = f->pace[t < f->steps ? t : t - 1];
    double half = half_step(f->time, t, f->steps) / s2, weight = half * f->retail->A,
           curve = half * f->pull[t] / 2 - f->bowl * (before + after) / 4;
    for (int64_t i = 0; i < n; ++i) {
      double y = node(d, i), kick = weight * p->f[t * n + i] + curve * y * y;
      p->factor[t * n + i] = exp(kick > least_kick ? kick : least_kick);
    }
  }
}

static void backward(rp_density *d, const parts *p) {
  int64_t n = d->nodes, steps = d->frame->steps;
  double *phi = d->value + steps * n, top = -INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    phi[i] = rp_frame_terminal(d->frame, node(d, i));
    top = fmax(top, phi[i]);
  }
  for (int64_t i = 0; i < n; ++i)
    phi[i] = fmax(exp(phi[i] - top), least_factor);
  p->phi_scale[steps] = top;
  for (int64_t t = steps - 1; t >= 0; --t) {
    phi = d->value + t * n;
    memcpy(phi, phi + n, (size_t)n * sizeof *phi);
    multiply(n, p->factor + (t + 1) * n, phi);
    heat(d, p, t, phi);
    multiply(n, p->factor + t * n, phi);
    p->phi_scale[t] = p->phi_scale[t + 1] + log(rescale(n, phi));
  }
}

/* Takes up the new density of one time; the change in d->change. */
static void accept(rp_density *d, const parts *p, int64_t t, double mass) {
  int64_t n = d->nodes;
  double *m = d->m + t * n, *f = p->f + t * n, *residual = p->residual + t * n, inverse = 1 / mass,
         change = isfinite(mass) && mass > 0 ? d->change : INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    double fresh = p->spare[i] * inverse, moved = fabs(fresh - m[i]);
    m[i] = fresh > least_density ? fresh : least_density;
    change = moved > change ? moved : change;
  }
  herd(d, p, t, residual);
  for (int64_t i = 0; i < n; ++i)
    residual[i] -= f[i];
  d->change = change;
}

static void forward(rp_density *d, const parts *p) {
  int64_t n = d->nodes;
  for (int64_t i = 0; i < n; ++i)
    p->psi[i] = d->m[i] / d->value[i];
  p->psi_scale[0] = log(rescale(n, p->psi));
  d->mass_error = d->change = 0;
  for (int64_t t = 0; t < d->frame->steps; ++t) {
    multiply(n, p->factor + t * n, p->psi);
    heat(d, p, t, p->psi);
    multiply(n, p->factor + (t + 1) * n, p->psi);
    p->psi_scale[t + 1] = p->psi_scale[t] + log(rescale(n, p->psi));
    const double *phi = d->value + (t + 1) * n;
    for (int64_t i = 0; i < n; ++i)
      p->spare[i] = p->psi[i] * phi[i];
    double mass = mass_of(d, p->spare);
    /* the initial law has mass one, so the logarithm of what phi psi has in common with it is 0 */
    double level = log(mass) + p->psi_scale[t + 1] + p->phi_scale[t + 1] - p->phi_scale[0];
    d->mass_error = fmax(d->mass_error, fabs(level));
    accept(d, p, t + 1, mass);
  }
}

/* What the combination needs to know of the residuals: products of their differences to the present one, weighted by the
 * density, on every eighth time. system [known][known + 1]; returns the present residual's norm. */
static double products(const rp_density *d, const parts *p, int known, double *const *rs, double *system) {
  int64_t n = d->nodes;
  int columns = known + 1;
  double norm = 0, difference[RP_DENSITY_DEEPEST];
  memset(system, 0, (size_t)(known * columns) * sizeof *system);
  for (int64_t t = 0; t <= d->frame->steps; t += SAMPLED)
    for (int64_t i = t * n; i < (t + 1) * n; ++i) {
      double r = p->residual[i], weight = d->m[i];
      if (weight < 1e-12) continue;
      norm += weight * r * r;
      for (int s = 0; s < known; ++s) {
        difference[s] = rs[s][i] - r;
        double weighted = weight * difference[s];
        for (int q = 0; q <= s; ++q)
          system[s * columns + q] += weighted * difference[q];
        system[s * columns + known] -= weighted * r;
      }
    }
  for (int s = 0; s < known; ++s) {
    for (int q = 0; q < s; ++q)
      system[q * columns + s] = system[s * columns + q];
    system[s * columns + s] *= 1 + 1e-10;
  }
  return norm;
}

/* Back towards the last iterate, number `slot` of the history. */
static void retreat(const parts *p, int slot) {
  const double *last = p->history + 2 * slot * p->all;
  for (int64_t i = 0; i < p->all; ++i)
    p->f[i] = last[i] + (p->f[i] - last[i]) / 4;
}

/* f += damping * residual at the combination of the present and earlier iterates whose residuals combine to the least. A step
 * after which the residual has grown by far too much is shortened. */
static void mix(rp_density *d, const parts *p, double damping) {
  int depth = d->depth, known = d->history < depth ? (int)d->history : depth, columns = known + 1;
  double system[RP_DENSITY_DEEPEST * (RP_DENSITY_DEEPEST + 1)], *fs[RP_DENSITY_DEEPEST],
      *rs[RP_DENSITY_DEEPEST];
  double share[RP_DENSITY_DEEPEST] = {0}, own = 1;
  for (int s = 0; s < depth; ++s) {
    fs[s] = p->history + 2 * s * p->all;
    rs[s] = fs[s] + p->all;
  }
  double norm = products(d, p, known, rs, system);
  if (known > 0 && !(norm <= too_far * d->residual)) {
    retreat(p, (int)((d->history - 1) % depth));
    ++d->retreats;
    return;
  }
  d->residual = norm;
  if (known > 0 && rp_dense_solve(known, columns, system))
    for (int s = 0; s < known; ++s)
      own -= share[s] = system[s * columns + known];
  int slot = depth > 0 ? (int)(d->history % depth) : 0;
  for (int64_t i = 0; i < p->all; ++i) {
    double f = p->f[i], r = p->residual[i], best_f = own * f, best_r = own * r;
    for (int s = 0; s < known; ++s) {
      best_f += share[s] * fs[s][i];
      best_r += share[s] * rs[s][i];
    }
    if (depth > 0) {
      fs[slot][i] = f;
      rs[slot][i] = r;
    }
    p->f[i] = best_f + damping * best_r;
  }
  ++d->history;
}

void rp_density_iterate(rp_density *d, double damping) {
  parts p = parts_of(d);
  fill_factors(d, &p);
  backward(d, &p);
  forward(d, &p);
  if (d->modes) improve(d, &p);
  mix(d, &p, damping);
  ++d->iterations;
}

void rp_density_finish(rp_density *d) {
  parts p = parts_of(d);
  for (int64_t t = 0; t <= d->frame->steps; ++t)
    for (int64_t i = 0; i < d->nodes; ++i)
      d->value[t * d->nodes + i] = log(d->value[t * d->nodes + i]) + p.phi_scale[t];
}

double rp_density_mean(const rp_density *d, int64_t step) {
  const double *m = d->m + step * d->nodes;
  double sum = 0, mass = 0;
  for (int64_t i = 0; i < d->nodes; ++i) {
    sum += m[i] * node(d, i);
    mass += m[i];
  }
  return sum / mass;
}

double rp_density_variance(const rp_density *d, int64_t step) {
  const double *m = d->m + step * d->nodes;
  double mean = rp_density_mean(d, step), sum = 0, mass = 0;
  for (int64_t i = 0; i < d->nodes; ++i) {
    double off = node(d, i) - mean;
    sum += m[i] * off * off;
    mass += m[i];
  }
  return sum / mass;
}
