/* trajectory.c - see trajectory.h. Condensation of collocation equations as in Ascher, Mattheij and Russell,
 * Numerical Solution of Boundary Value Problems, 1995, chapter 7. */
#include "trajectory.h"
#include <math.h>
#include <string.h>
#include "numerics/chebyshev.h"
#include "numerics/dense_lu.h"
#include "numerics/tridiagonal.h"

enum { MOST_NEWTON = 80, MOST_HALVINGS = 12, MOST_MOMENTUM = 12, END_VECTORS = 11 };

int64_t rp_trajectory_size(int most, int degree) {
  int64_t n = degree + 1, p = most;
  return (p + 1) + n + n * n + 3 * p * n + (p * n + p + 1) + 4 * p * n + p * n * n + END_VECTORS * (p + 2) +
         n * (n + 3) + 3 * p * n;
}

static double *take(double **memory, int64_t count) {
  double *taken = *memory;
  *memory += count;
  return taken;
}

void rp_trajectory_layout(rp_trajectory *t, int most, int degree, double *memory) {
  int64_t n = degree + 1, p = most;
  *t = (rp_trajectory){.degree = degree, .most = most};
  t->edges = take(&memory, p + 1);
  t->points = take(&memory, n);
  t->matrix = take(&memory, n * n);
  t->l = take(&memory, p * n);
  t->P = take(&memory, p * n);
  t->spare = take(&memory, p * n);
  t->kept = take(&memory, p * n + p + 1);
  t->local = (rp_local *)(void *)take(&memory, 4 * p * n);
  t->gram = take(&memory, p * n * n);
  t->ends = take(&memory, END_VECTORS * (p + 2));
  t->block = take(&memory, n * (n + 3) + 3 * p * n);
  rp_chebyshev_points(degree, t->points);
  rp_chebyshev_derivative(degree, t->points, t->matrix);
}

bool rp_trajectory_insert(rp_trajectory *t, double edge) {
  int at = t->panels + 1;
  double least = 1e-9 * t->edges[t->panels];
  while (at > 0 && t->edges[at - 1] > edge)
    --at;
  if ((at > 0 && edge - t->edges[at - 1] < least) || t->edges[at] - edge < least) return true;
  if (t->panels == t->most) return false;
  memmove(t->edges + at + 1, t->edges + at, (size_t)(t->panels + 1 - at) * sizeof *t->edges);
  t->edges[at] = edge;
  ++t->panels;
  return true;
}

bool rp_trajectory_grade(rp_trajectory *t, double horizon, double first, double growth, const double *breaks,
                         int64_t count) {
  t->edges[0] = 0;
  t->edges[1] = horizon;
  t->panels = 1;
  bool fits = true;
  double step = first, at = first;
  while (at < 0.45 * horizon && fits) {
    fits = rp_trajectory_insert(t, at) && rp_trajectory_insert(t, horizon - at);
    step *= growth;
    at += step;
  }
  fits = fits && rp_trajectory_insert(t, horizon / 2);
  for (int64_t i = 0; i < count && fits; ++i)
    fits = rp_trajectory_insert(t, breaks[i]);
  return fits;
}

static double time_of(const rp_trajectory *t, int panel, double x) {
  double from = t->edges[panel], to = t->edges[panel + 1];
  return (from + to) / 2 + x * (to - from) / 2;
}

/* Coefficients at the nodes, seen from inside the panel, and D b D. */
static void load(rp_trajectory *t, const rp_trajectory_problem *problem, int panel) {
  int n = t->degree + 1;
  rp_local *local = t->local + panel * n;
  double *gram = t->gram + panel * n * n, scale = 2 / (t->edges[panel + 1] - t->edges[panel]);
  for (int j = 0; j < n; ++j)
    problem->local(problem->local_context, time_of(t, panel, t->points[j] * (1 - 1e-12)), &local[j]);
  memset(gram, 0, (size_t)(n * n) * sizeof *gram);
  for (int j = 0; j < n; ++j)
    for (int k = 0; k < n; ++k) {
      double factor = scale * scale * t->matrix[j * n + k] * local[k].b;
      const double *row = t->matrix + k * n;
      for (int i = 0; i < n; ++i)
        gram[j * n + i] += factor * row[i];
    }
}

/* P at the nodes of one panel from l. */
static void momentum(const rp_trajectory *t, int panel, const double *l, double *P) {
  int n = t->degree + 1;
  const rp_local *local = t->local + panel * n;
  double scale = 2 / (t->edges[panel + 1] - t->edges[panel]);
  for (int j = 0; j < n; ++j) {
    double slope = 0;
    for (int k = 0; k < n; ++k)
      slope += t->matrix[j * n + k] * (l[k] - l[0]);
    P[j] = local[j].b * (scale * slope - local[j].s2 / 2 * exp(-2 * l[j]));
  }
}

/* Residual of P' at node j. */
static double defect(const rp_trajectory *t, int panel, const double *l, const double *P, int j) {
  int n = t->degree + 1;
  const rp_local *at = t->local + panel * n + j;
  double scale = 2 / (t->edges[panel + 1] - t->edges[panel]), slope = 0;
  for (int k = 0; k < n; ++k)
    slope += t->matrix[j * n + k] * (P[k] - P[0]);
  return scale * slope + P[j] * P[j] / at->b - at->a * exp(-2 * l[j]) - at->c;
}

/*
 * One panel's linear equations, solved for the inner nodes: dl_inner = s0 + s1 dl_left + s2 dl_right, left in
 * `inner` [3][degree - 1]; and P at both ends as affine functions of dl_left and dl_right.
 */
static bool condense(rp_trajectory *t, int panel, double *inner, double left[3], double right[3]) {
  int n = t->degree + 1, m = n - 2, columns = m + 3;
  const double *l = t->l + panel * n, *P = t->P + panel * n, *gram = t->gram + panel * n * n;
  const rp_local *local = t->local + panel * n;
  double scale = 2 / (t->edges[panel + 1] - t->edges[panel]), *rows = t->block;
  double pull[80];
  for (int i = 0; i < n; ++i)
    pull[i] = local[i].s2 * exp(-2 * l[i]);
  for (int j = 1; j <= m; ++j) {
    double *row = rows + (j - 1) * columns, first = 0, last = 0;
    const double *D = t->matrix + j * n, *G = gram + j * n;
    for (int i = 0; i < n; ++i) {
      double entry = G[i] + scale * D[i] * (local[i].b * pull[i] + 2 * P[j]);
      if (i == j) entry += 2 * P[j] * pull[j] + 2 * local[j].a * exp(-2 * l[j]);
      if (i == 0)
        first = entry;
      else if (i == n - 1)
        last = entry;
      else
        row[i - 1] = entry;
    }
    row[m] = -defect(t, panel, l, P, j);
    row[m + 1] = -first;
    row[m + 2] = -last;
  }
  if (!rp_dense_solve(m, columns, rows)) return false;
  for (int j = 0; j < m; ++j)
    for (int s = 0; s < 3; ++s)
      inner[s * m + j] = rows[j * columns + m + s];
  for (int side = 0; side < 2; ++side) {
    int j = side * (n - 1);
    double *end = side ? right : left, slope[3] = {0, t->matrix[j * n], t->matrix[j * n + n - 1]};
    for (int i = 0; i < m; ++i)
      for (int s = 0; s < 3; ++s)
        slope[s] += t->matrix[j * n + i + 1] * inner[s * m + i];
    for (int s = 0; s < 3; ++s)
      end[s] = local[j].b * scale * slope[s];
    end[0] += P[j];
    end[1 + side] += local[j].b * pull[j];
  }
  return true;
}

/* Newton's change of l into t->spare; its largest entry, or NaN if a system is singular. */
static double newton(rp_trajectory *t, const rp_trajectory_problem *problem) {
  int n = t->degree + 1, m = n - 2, p = t->panels;
  double *inner = t->block + n * (n + 3);
  int64_t length = p + 2;
  double *lower = t->ends, *diagonal = lower + length, *upper = diagonal + length, *second = upper + length;
  double *change = second + length, left[3], right[3], before[3] = {0, 0, 0};
  for (int i = 0; i < p; ++i) {
    if (!condense(t, i, inner + i * 3 * m, left, right)) return NAN;
    if (i == 0) {
      lower[0] = 0, diagonal[0] = 1, upper[0] = 0;
      change[0] = log(problem->v0) / 2 - t->l[0];
    } else { /* P is continuous */
      lower[i] = before[1];
      diagonal[i] = before[2] - left[1];
      upper[i] = -left[2];
      change[i] = left[0] - before[0];
    }
    memcpy(before, right, sizeof before);
  }
  lower[p] = before[1], diagonal[p] = before[2], upper[p] = 0;
  change[p] = -problem->d - before[0];
  if (!rp_tridiagonal_solve(p + 1, lower, diagonal, upper, second, change)) return NAN;
  double most = 0;
  for (int i = 0; i < p; ++i) {
    double *to = t->spare + i * n;
    const double *s = inner + i * 3 * m;
    to[0] = change[i];
    to[n - 1] = change[i + 1];
    for (int j = 0; j < m; ++j)
      to[j + 1] = s[j] + s[m + j] * change[i] + s[2 * m + j] * change[i + 1];
    for (int j = 0; j < n; ++j)
      most = fmax(most, isnan(to[j]) ? INFINITY : fabs(to[j]));
  }
  return most;
}

/* Sum of squared defects, each relative to the size that the equation's terms have at the start of the step.
 */
static double merit(const rp_trajectory *t, const rp_trajectory_problem *problem, const double *size) {
  int n = t->degree + 1;
  double sum = 0;
  for (int i = 0; i < t->panels; ++i) {
    const double *l = t->l + i * n, *P = t->P + i * n;
    for (int j = 1; j + 1 < n; ++j) {
      double r = defect(t, i, l, P, j) / size[i];
      sum += r * r;
    }
    double jump = i + 1 < t->panels ? P[n] - P[n - 1] : P[n - 1] + problem->d;
    double b = t->local[i * n].b, r = jump * fabs(jump) / b / size[i];
    sum += fabs(r);
  }
  return sum;
}

static void update(rp_trajectory *t, double factor) {
  int64_t n = t->degree + 1, count = t->panels * n;
  for (int64_t i = 0; i < count; ++i)
    t->l[i] += factor * t->spare[i];
  for (int i = 0; i < t->panels; ++i)
    momentum(t, i, t->l + i * n, t->P + i * n);
}

static void sizes(const rp_trajectory *t, double *size) {
  int n = t->degree + 1;
  for (int i = 0; i < t->panels; ++i) {
    size[i] = 1e-300;
    for (int j = 0; j < n; ++j) {
      const rp_local *at = t->local + i * n + j;
      double P = t->P[i * n + j];
      size[i] = fmax(size[i], P * P / at->b + fabs(at->a) * exp(-2 * t->l[i * n + j]) + at->c);
    }
  }
}

static rp_trajectory_status iterate(rp_trajectory *t, const rp_trajectory_problem *problem) {
  double *size = t->ends + 8 * (t->panels + 2);
  for (int i = 0; i < t->panels; ++i)
    momentum(t, i, t->l + i * (t->degree + 1), t->P + i * (t->degree + 1));
  for (int step = 0; step < MOST_NEWTON; ++step) {
    double change = newton(t, problem);
    ++t->newton_steps;
    t->change = change;
    if (!isfinite(change)) return RP_TRAJECTORY_SINGULAR;
    if (change < 1e-2) { /* in the region of quadratic convergence */
      update(t, 1);
      if (change < 1e-9) return RP_TRAJECTORY_SOLVED;
      continue;
    }
    sizes(t, size);
    double before = merit(t, problem, size), factor = fmin(1, 1 / change), applied = factor;
    update(t, factor);
    while (!(merit(t, problem, size) < before) && factor > 1e-3) {
      factor /= 2;
      update(t, factor - applied);
      applied = factor;
    }
  }
  return RP_TRAJECTORY_SLOW;
}

/*
 * P from its own equation, panel by panel from P(T) = -d backwards, where errors die out, with l as it is: as the
 * difference of l' and the spread it loses the digits that the two have in common. One panel's system is
 * scale D P + P^2/b = a e^{-2l} + c at all points but the last.
 */
static bool integrate_momentum(rp_trajectory *t, int panel, double right) {
  int n = t->degree + 1, m = n - 1, columns = m + 1;
  const rp_local *local = t->local + panel * n;
  double *P = t->P + panel * n, *l = t->l + panel * n, *rows = t->block;
  double scale = 2 / (t->edges[panel + 1] - t->edges[panel]), shift = right - P[m], change = INFINITY;
  for (int j = 0; j < n; ++j)
    P[j] += shift;
  for (int step = 0; step < MOST_MOMENTUM && change > 1e-14; ++step) {
    double size = fabs(right);
    for (int j = 0; j < m; ++j) {
      double *row = rows + j * columns;
      for (int k = 0; k < m; ++k)
        row[k] = scale * t->matrix[j * n + k];
      row[j] += 2 * P[j] / local[j].b;
      row[m] = -defect(t, panel, l, P, j);
    }
    if (!rp_dense_solve(m, columns, rows)) return false;
    change = 0;
    for (int j = 0; j < m; ++j) {
      P[j] += rows[j * columns + m];
      change = fmax(change, fabs(rows[j * columns + m]));
      size = fmax(size, fabs(P[j]));
    }
    if (!isfinite(change)) return false;
    change /= size + 1e-300;
  }
  return change < 1e-10;
}

/* P of the whole path; as it was if its equation cannot be solved. */
static void settle_momentum(rp_trajectory *t, const rp_trajectory_problem *problem) {
  int n = t->degree + 1;
  double right = -problem->d;
  for (int i = t->panels - 1; i >= 0; --i) {
    if (!integrate_momentum(t, i, right)) momentum(t, i, t->l + i * n, t->P + i * n);
    right = t->P[i * n];
  }
}

/* The panel's two halves take its place; l is interpolated. false if there is no room. */
static bool halve(rp_trajectory *t, int panel) {
  int n = t->degree + 1;
  if (t->panels == t->most) return false;
  double old[80], middle = (t->edges[panel] + t->edges[panel + 1]) / 2;
  memcpy(old, t->l + panel * n, (size_t)n * sizeof *old);
  memmove(t->edges + panel + 2, t->edges + panel + 1, (size_t)(t->panels - panel) * sizeof *t->edges);
  memmove(t->l + (panel + 1) * n, t->l + panel * n, (size_t)((t->panels - panel) * n) * sizeof *t->l);
  t->edges[panel + 1] = middle;
  ++t->panels;
  for (int side = 0; side < 2; ++side)
    for (int j = 0; j < n; ++j)
      t->l[(panel + side) * n + j] =
          rp_chebyshev_at(t->degree, t->points, old, (t->points[j] + (side ? 1 : -1)) / 2);
  return true;
}

/* What a panel's polynomials of lower degree would miss: of l, and of P relative to the terms that make it; where all of
 * them vanish, as at the rest of a crowd-averse game without noise, to a tenth of what the weights could make of it. */
static double unresolved(const rp_trajectory *t, int panel) {
  int n = t->degree + 1;
  double size = 1e-300;
  for (int j = panel * n; j < (panel + 1) * n; ++j) {
    const rp_local *at = &t->local[j];
    double e = exp(-2 * t->l[j]), terms = fabs(t->P[j]) + at->b * at->s2 / 2 * e;
    size = fmax(size, fmax(terms, 0.1 * sqrt(at->b * (at->c + fabs(at->a) * e))));
  }
  double tail_l = rp_chebyshev_tail(t->degree, t->l + panel * n);
  double tail_P = rp_chebyshev_tail(t->degree, t->P + panel * n) / size;
  return fmax(tail_l, 0.1 * tail_P);
}

/* Halves what is not resolved; the number of panels halved, -1 if there is no room. */
static int refine(rp_trajectory *t, double tolerance) {
  int n = t->degree + 1, halved = 0;
  t->tail = 0;
  for (int i = 0; i < t->panels; ++i) {
    double tail = unresolved(t, i);
    if (tail > tolerance) t->local[i * n].a = NAN; /* marks it: coefficients are loaded again */
    t->tail = fmax(t->tail, tail);
  }
  for (int i = t->panels - 1; i >= 0; --i) {
    if (!isnan(t->local[i * n].a)) continue;
    if (!halve(t, i)) return -1;
    ++halved;
  }
  return halved;
}

/* Newton's method on the present panels and l, and on finer ones where needed. */
static rp_trajectory_status settle(rp_trajectory *t, const rp_trajectory_problem *problem, double tolerance) {
  int n = t->degree + 1;
  for (int round = 0; round < MOST_HALVINGS; ++round) {
    for (int i = 0; i < t->panels; ++i)
      load(t, problem, i);
    for (int i = 1; i < t->panels; ++i) /* neighbours share their end */
      t->l[i * n] = t->l[i * n - 1];
    rp_trajectory_status status = iterate(t, problem);
    if (status != RP_TRAJECTORY_SOLVED) return status;
    settle_momentum(t, problem);
    int halved = refine(t, tolerance);
    if (halved == 0) return RP_TRAJECTORY_SOLVED;
    if (halved < 0) return RP_TRAJECTORY_NOT_RESOLVED;
  }
  return RP_TRAJECTORY_NOT_RESOLVED;
}

rp_trajectory_status rp_trajectory_solve(rp_trajectory *t, const rp_trajectory_problem *problem,
                                         rp_guess_function *guess, void *guess_context, double tolerance) {
  int n = t->degree + 1;
  t->newton_steps = 0;
  for (int i = 0; i < t->panels; ++i)
    for (int j = 0; j < n; ++j)
      t->l[i * n + j] = guess(guess_context, time_of(t, i, t->points[j]));
  return settle(t, problem, tolerance);
}

rp_trajectory_status rp_trajectory_continue(rp_trajectory *t, const rp_trajectory_problem *problem,
                                            double tolerance) {
  int n = t->degree + 1, panels = t->panels;
  double *edges = t->kept + panels * n;
  memcpy(t->kept, t->l, (size_t)(panels * n) * sizeof *t->l);
  memcpy(edges, t->edges, (size_t)(panels + 1) * sizeof *edges);
  rp_trajectory_status status = settle(t, problem, tolerance);
  if (status != RP_TRAJECTORY_SOLVED) {
    t->panels = panels;
    memcpy(t->l, t->kept, (size_t)(panels * n) * sizeof *t->l);
    memcpy(t->edges, edges, (size_t)(panels + 1) * sizeof *edges);
  }
  return status;
}

static int panel_of(const rp_trajectory *t, double time) {
  int low = 0, high = t->panels;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    *(t->edges[middle] <= time ? &low : &high) = middle;
  }
  return low;
}

void rp_trajectory_at(const rp_trajectory *t, double time, double *l, double *P) {
  int n = t->degree + 1, i = panel_of(t, time);
  double from = t->edges[i], to = t->edges[i + 1];
  double x = fmax(-1, fmin(1, ((time - from) - (to - time)) / (to - from)));
  *l = rp_chebyshev_at(t->degree, t->points, t->l + i * n, x);
  *P = rp_chebyshev_at(t->degree, t->points, t->P + i * n, x);
}

/* Derivative of the interpolant at x, through values on the derivative's own points. */
static double slope_at(const rp_trajectory *t, const double *values, double scale, double x) {
  int n = t->degree + 1;
  double slopes[80];
  for (int j = 0; j < n; ++j) {
    slopes[j] = 0;
    for (int k = 0; k < n; ++k)
      slopes[j] += t->matrix[j * n + k] * (values[k] - values[0]);
  }
  return scale * rp_chebyshev_at(t->degree, t->points, slopes, x);
}

double rp_trajectory_residual(const rp_trajectory *t, const rp_trajectory_problem *problem) {
  int n = t->degree + 1;
  double most = 0;
  for (int i = 0; i < t->panels; ++i) {
    double scale = 2 / (t->edges[i + 1] - t->edges[i]);
    for (int k = 0; k < 3; ++k) {
      double x = -0.7 + 0.71 * k, time = time_of(t, i, x), l, P;
      rp_local at;
      problem->local(problem->local_context, time, &at);
      l = rp_chebyshev_at(t->degree, t->points, t->l + i * n, x);
      P = rp_chebyshev_at(t->degree, t->points, t->P + i * n, x);
      double e = exp(-2 * l), spread = at.s2 / 2 * e;
      double first = slope_at(t, t->l + i * n, scale, x) - P / at.b - spread;
      double next = slope_at(t, t->P + i * n, scale, x) + P * P / at.b - at.a * e - at.c;
      double rest = 0.1 * sqrt((at.c + fabs(at.a) * e) / at.b); /* as for unresolved() */
      most = fmax(most, fabs(first) / fmax(fabs(P / at.b) + spread, rest));
      most = fmax(most, fabs(next) / (P * P / at.b + fabs(at.a) * e + at.c + 1e-300));
    }
  }
  return most;
}
