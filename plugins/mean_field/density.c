/* density.c - see density.h. phi and psi are rescaled at every step, the scales kept as logarithms. */
#include "density.h"
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"
#include "numerics/tridiagonal.h"

enum { SAMPLED = 8 };
static const double least_density = 1e-290, least_factor = 1e-300, least_potential = -2000;

/* f, factor, residual [steps + 1][nodes]; 2 depth of these for the history; lower, upper, pivot, psi, spare, flow,
 * confining [nodes];
 * scales [2][steps + 1] */
int64_t rp_density_work(int64_t nodes, int64_t steps, int depth) {
  return (3 + 2 * (int64_t)depth) * (steps + 1) * nodes + 7 * nodes + 2 * (steps + 1);
}

typedef struct parts {
  double *f, *factor, *residual, *lower, *upper, *pivot, *psi, *spare, *flow, *confining, *phi_scale,
      *psi_scale, *history;
  int64_t all;
} parts;

static parts parts_of(const rp_density *d) {
  int64_t n = d->nodes, all = (d->steps + 1) * n;
  parts p = {.f = d->work, .all = all};
  p.factor = p.f + all;
  p.residual = p.factor + all;
  p.lower = p.residual + all;
  p.upper = p.lower + n;
  p.pivot = p.upper + n;
  p.psi = p.pivot + n;
  p.spare = p.psi + n;
  p.flow = p.spare + n;
  p.confining = p.flow + n;
  p.phi_scale = p.confining + n;
  p.psi_scale = p.phi_scale + d->steps + 1;
  p.history = p.psi_scale + d->steps + 1;
  return p;
}

static double spacing(const rp_density *d) {
  return (d->high - d->low) / (double)(d->nodes - 1);
}

static double node(const rp_density *d, int64_t i) {
  return d->low + spacing(d) * (double)i;
}

static double herding(const rp_density *d, double m) {
  double relative = m * d->per_unit;
  switch (d->herding) {
  case RP_HERDING_LOG:
    return log(m) - d->retail->log_unit;
  case RP_HERDING_ROOT:
    return 2 * sqrt(relative);
  case RP_HERDING_POWER:
    return pow(relative, d->power);
  default:
    return rp_curve_at(d->curve, relative);
  }
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

/* Half the ratio of the diffusion in one step to the squared spacing. */
static double diffusion(const rp_density *d) {
  double s = d->retail->sigma, dx = spacing(d);
  return s * s * (d->retail->horizon / (double)d->steps) / (4 * dx * dx);
}

void rp_density_begin(rp_density *d) {
  parts p = parts_of(d);
  const rp_retail *q = d->retail;
  int64_t n = d->nodes;
  double r = diffusion(d);
  d->per_unit = exp(-q->log_unit);
  for (int64_t i = 0; i < n; ++i) {
    p.lower[i] = p.upper[i] = -r;
    p.spare[i] = i == 0 || i == n - 1 ? 1 + r : 1 + 2 * r; /* nothing flows through the ends */
    p.f[i] = herding(d, d->m[i]);
    p.confining[i] = q->k * q->k * node(d, i) * node(d, i) / (2 * q->sigma * q->sigma);
  }
  rp_tridiagonal_factor(n, p.lower, p.spare, p.upper, p.pivot);
  for (int64_t t = 1; t <= d->steps; ++t) {
    memcpy(d->m + t * n, d->m, (size_t)n * sizeof *d->m);
    memcpy(p.f + t * n, p.f, (size_t)n * sizeof *p.f);
  }
  memset(p.residual, 0, (size_t)n * sizeof *p.residual); /* the initial law is not iterated */
  d->iterations = d->history = 0;
}

/* One Crank-Nicolson step of the heat equation, in place. */
static void heat(const rp_density *d, const parts *p, double r, double *restrict g) {
  int64_t n = d->nodes;
  double *restrict flow = p->flow;
  for (int64_t i = 0; i + 1 < n; ++i)
    flow[i] = r * (g[i + 1] - g[i]);
  g[0] += flow[0];
  for (int64_t i = 1; i + 1 < n; ++i)
    g[i] += flow[i] - flow[i - 1];
  g[n - 1] -= flow[n - 2];
  rp_tridiagonal_resolve(n, p->lower, p->upper, p->pivot, g);
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

/* exp(dt V / 2) at all nodes. */
static void fill_factors(const rp_density *d, const parts *p) {
  const rp_retail *q = d->retail;
  double s2 = q->sigma * q->sigma, half = q->horizon / (double)d->steps / 2;
  int64_t n = d->nodes;
  for (int64_t t = 0; t <= d->steps; ++t)
    for (int64_t i = 0; i < n; ++i) {
      double potential = q->A / s2 * p->f[t * n + i] - p->confining[i];
      p->factor[t * n + i] = exp(half * (potential > least_potential ? potential : least_potential));
    }
}

static void backward(rp_density *d, const parts *p, double r) {
  const rp_retail *q = d->retail;
  int64_t n = d->nodes;
  double *phi = d->value + d->steps * n;
  for (int64_t i = 0; i < n; ++i) {
    double off = node(d, i) - q->target;
    phi[i] = -q->kappa * off * off / (2 * q->sigma * q->sigma);
  }
  double top = phi[0];
  for (int64_t i = 1; i < n; ++i)
    top = fmax(top, phi[i]);
  for (int64_t i = 0; i < n; ++i)
    phi[i] = fmax(exp(phi[i] - top), least_factor);
  p->phi_scale[d->steps] = top;
  for (int64_t t = d->steps - 1; t >= 0; --t) {
    phi = d->value + t * n;
    memcpy(phi, phi + n, (size_t)n * sizeof *phi);
    multiply(n, p->factor + (t + 1) * n, phi);
    heat(d, p, r, phi);
    multiply(n, p->factor + t * n, phi);
    p->phi_scale[t] = p->phi_scale[t + 1] + log(rescale(n, phi));
  }
}

/* Takes up the new density of one time; the change in d->change. */
static void accept(rp_density *d, const parts *p, int64_t t, double mass) {
  int64_t n = d->nodes;
  double *m = d->m + t * n, *f = p->f + t * n, *residual = p->residual + t * n, inverse = 1 / mass,
         change = d->change;
  for (int64_t i = 0; i < n; ++i) {
    double fresh = p->spare[i] * inverse, moved = fabs(fresh - m[i]);
    fresh = fresh > least_density ? fresh : least_density;
    change = moved > change ? moved : change;
    m[i] = fresh;
    residual[i] = herding(d, fresh) - f[i];
  }
  d->change = isfinite(mass) ? change : INFINITY;
}

static void forward(rp_density *d, const parts *p, double r) {
  int64_t n = d->nodes;
  for (int64_t i = 0; i < n; ++i)
    p->psi[i] = d->m[i] / d->value[i];
  p->psi_scale[0] = log(rescale(n, p->psi));
  d->mass_error = d->change = 0;
  for (int64_t t = 0; t < d->steps; ++t) {
    multiply(n, p->factor + t * n, p->psi);
    heat(d, p, r, p->psi);
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
  for (int64_t t = 0; t <= d->steps; t += SAMPLED)
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

/* f += damping * residual at the combination of the present and earlier iterates whose residuals combine to the least. The
 * history is given up when the residual has grown. */
static void mix(rp_density *d, const parts *p, double damping) {
  int depth = d->depth, known = d->history < depth ? d->history : depth, columns = known + 1;
  double system[RP_DENSITY_DEEPEST * (RP_DENSITY_DEEPEST + 1)], *fs[RP_DENSITY_DEEPEST],
      *rs[RP_DENSITY_DEEPEST];
  double share[RP_DENSITY_DEEPEST] = {0}, own = 1;
  for (int s = 0; s < depth; ++s) {
    fs[s] = p->history + 2 * s * p->all;
    rs[s] = fs[s] + p->all;
  }
  double norm = products(d, p, known, rs, system);
  if (known > 0 && norm > 4 * d->residual) d->history = known = 0;
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
  double r = diffusion(d);
  fill_factors(d, &p);
  backward(d, &p, r);
  forward(d, &p, r);
  mix(d, &p, damping);
  ++d->iterations;
}

void rp_density_finish(rp_density *d) {
  parts p = parts_of(d);
  for (int64_t t = 0; t <= d->steps; ++t)
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
