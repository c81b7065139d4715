/* curve.c - see curve.h. Clenshaw's recurrence for values, the antiderivative's coefficients for integrals.
 */
#include "numerics/curve.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* Terms per panel of a fit: 24 resolve e^x on a unit panel to rounding and keep a kink's panels small. */
enum { FIT_TERMS = 24 };

/* Halvings of one panel: a root's kink at an edge needs about 50 to sink below rounding, a jump is never
 * resolved. */
enum { DEEPEST = 52 };

rp_curve rp_curve_of(const rp_value *value, int64_t member) {
  bool series = value->rule == RP_CHEBYSHEV;
  rp_curve curve = {.rule = value->rule, .grid_count = value->grid_count, .grid = value->grid};
  curve.terms = series ? value->shape[value->rank - 1] : 1;
  int64_t size = series ? (value->grid_count - 1) * curve.terms : value->grid_count;
  curve.data = value->data + member * size;
  return curve;
}

/* Largest k with grid[k] <= x, at least 0 and at most last. */
static int64_t locate(const double *grid, int64_t last, double x) {
  int64_t low = 0, high = last + 1;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (grid[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static double clenshaw(const double *c, int64_t terms, double s) {
  double b1 = 0, b2 = 0;
  for (int64_t k = terms - 1; k > 0; --k) {
    double b0 = c[k] + 2 * s * b1 - b2;
    b2 = b1;
    b1 = b0;
  }
  return c[0] + s * b1 - b2;
}

double rp_curve_at(const rp_curve *curve, double x) {
  const double *grid = curve->grid;
  int64_t n = curve->grid_count;
  if (curve->rule == RP_CHEBYSHEV) {
    int64_t p = locate(grid, n - 2, x);
    double s = ((x - grid[p]) - (grid[p + 1] - x)) / (grid[p + 1] - grid[p]);
    return clenshaw(curve->data + p * curve->terms, curve->terms, s);
  }
  if (curve->rule == RP_STEP_RIGHT || n == 1 || !(x > grid[0])) return curve->data[locate(grid, n - 1, x)];
  if (x >= grid[n - 1]) return curve->data[n - 1];
  int64_t k = locate(grid, n - 2, x);
  double weight = (x - grid[k]) / (grid[k + 1] - grid[k]);
  return curve->data[k] + weight * (curve->data[k + 1] - curve->data[k]);
}

/* Integral of a series over s from -1 to s: T_0 -> s, T_1 -> s^2/2, T_k -> (T_{k+1}/(k+1) - T_{k-1}/(k-1))
 * / 2. */
static double antiderivative(const double *c, int64_t terms, double s) {
  double sum = 0, t_before = 1, t = s; /* T_{k-1}, T_k at s */
  double sign = -1;                    /* T_k(-1) */
  sum += c[0] * (s + 1);
  for (int64_t k = 1; k < terms; ++k) {
    double t_next = 2 * s * t - t_before;
    double at_s, at_left;
    if (k == 1) {
      at_s = s * s / 2;
      at_left = 0.5;
    } else {
      at_s = (t_next / (double)(k + 1) - t_before / (double)(k - 1)) / 2;
      at_left = (-sign / (double)(k + 1) + sign / (double)(k - 1)) / 2;
    }
    sum += c[k] * (at_s - at_left);
    t_before = t;
    t = t_next;
    sign = -sign;
  }
  return sum;
}

/* The integral from a to b where no grid point lies strictly between. */
static double piece_integral(const rp_curve *curve, double a, double b) {
  double middle = a + (b - a) / 2;
  if (curve->rule != RP_CHEBYSHEV) return (b - a) * rp_curve_at(curve, middle);
  int64_t p = locate(curve->grid, curve->grid_count - 2, middle);
  double left = curve->grid[p], width = curve->grid[p + 1] - left;
  const double *c = curve->data + p * curve->terms;
  double s_a = 2 * (a - left) / width - 1, s_b = 2 * (b - left) / width - 1;
  return width / 2 * (antiderivative(c, curve->terms, s_b) - antiderivative(c, curve->terms, s_a));
}

double rp_curve_integral(const rp_curve *curve, double a, double b) {
  if (b < a) return -rp_curve_integral(curve, b, a);
  double sum = 0, from = a;
  int64_t k = locate(curve->grid, curve->grid_count - 1, a);
  for (k = curve->grid[k] > a ? k : k + 1; k < curve->grid_count && curve->grid[k] < b; ++k) {
    sum += piece_integral(curve, from, curve->grid[k]);
    from = curve->grid[k];
  }
  return sum + piece_integral(curve, from, b);
}

typedef struct fit {
  rp_curve_function *f;
  void *context;
  double tolerance, largest, at;
  int64_t most_panels, panels, room;
  double *edges; /* [panels + 1] */
  double *data;  /* [panels][FIT_TERMS] */
} fit;

/* Coefficients of the interpolant through the Chebyshev points of the first kind of [a, b]. */
static rp_curve_fit_status sample_panel(fit *this, double a, double b, double *c) {
  double y[FIT_TERMS];
  for (int j = 0; j < FIT_TERMS; ++j) {
    double x = a + (b - a) * (0.5 + 0.5 * cos(pi * (j + 0.5) / FIT_TERMS));
    this->at = x;
    if (!this->f(this->context, x, &y[j])) return RP_CURVE_STOPPED;
    if (!isfinite(y[j])) return RP_CURVE_NOT_FINITE;
    if (fabs(y[j]) > this->largest) this->largest = fabs(y[j]);
  }
  for (int k = 0; k < FIT_TERMS; ++k) {
    double sum = 0;
    for (int j = 0; j < FIT_TERMS; ++j)
      sum += y[j] * cos(pi * k * (j + 0.5) / FIT_TERMS);
    c[k] = sum * (k == 0 ? 1.0 : 2.0) / FIT_TERMS;
  }
  return RP_CURVE_FITTED;
}

static bool is_resolved(const fit *this, const double *c) {
  double tail = 0;
  for (int k = FIT_TERMS - 4; k < FIT_TERMS; ++k)
    tail = fmax(tail, fabs(c[k]));
  return tail <= this->tolerance * this->largest;
}

static bool append_panel(fit *this, double b, const double *c) {
  if (this->panels == this->room) {
    int64_t room = this->room ? 2 * this->room : 8;
    double *edges = realloc(this->edges, (size_t)(room + 1) * sizeof *edges);
    if (edges) this->edges = edges;
    double *data = realloc(this->data, (size_t)room * FIT_TERMS * sizeof *data);
    if (data) this->data = data;
    if (!edges || !data) return false;
    this->room = room;
  }
  memcpy(this->data + this->panels * FIT_TERMS, c, FIT_TERMS * sizeof *c);
  this->edges[++this->panels] = b;
  return true;
}

static rp_curve_fit_status fit_panel(fit *this, double a, double b, int depth) {
  double c[FIT_TERMS];
  rp_curve_fit_status status = sample_panel(this, a, b, c);
  if (status != RP_CURVE_FITTED) return status;
  double middle = a + (b - a) / 2;
  if (is_resolved(this, c)) return append_panel(this, b, c) ? RP_CURVE_FITTED : RP_CURVE_NO_MEMORY;
  if (this->panels >= this->most_panels || depth == DEEPEST || !(a < middle && middle < b))
    return RP_CURVE_NOT_RESOLVED;
  status = fit_panel(this, a, middle, depth + 1);
  return status == RP_CURVE_FITTED ? fit_panel(this, middle, b, depth + 1) : status;
}

rp_curve_fit_status rp_curve_fit(rp_curve_function *f, void *context, const double *edges, int64_t edge_count,
                                 double tolerance, int64_t most_panels, rp_curve *fitted, double *at) {
  fit this = {.f = f, .context = context, .tolerance = tolerance, .most_panels = most_panels};
  rp_curve_fit_status status = RP_CURVE_FITTED;
  this.edges = malloc(sizeof *this.edges);
  if (!this.edges) return RP_CURVE_NO_MEMORY;
  this.edges[0] = edges[0];
  for (int64_t k = 0; k + 1 < edge_count && status == RP_CURVE_FITTED; ++k)
    status = fit_panel(&this, edges[k], edges[k + 1], 0);
  *at = this.at;
  *fitted = (rp_curve){.rule = RP_CHEBYSHEV,
                       .grid_count = this.panels + 1,
                       .grid = this.edges,
                       .terms = FIT_TERMS,
                       .data = this.data};
  if (status != RP_CURVE_FITTED) rp_curve_free(fitted);
  return status;
}

void rp_curve_free(rp_curve *fitted) {
  free((void *)(uintptr_t)fitted->grid);
  free((void *)(uintptr_t)fitted->data);
  *fitted = (rp_curve){0};
}
