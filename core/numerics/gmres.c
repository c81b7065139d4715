/* gmres.c - see gmres.h. */
#include "numerics/gmres.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

/* Parts of the workspace. */
typedef struct basis {
  int64_t n, most;
  double *vectors;                           /* [most + 1][n]                                           */
  double *columns;                           /* [most][most + 1]: the Hessenberg matrix, rotated        */
  double *cosine, *sine, *rotated, *weights; /* [most + 1] each                */
  double *residual, *scratch;                /* [n]                            */
} basis;

int64_t rp_gmres_workspace(int64_t n, int64_t most) {
  return (most + 3) * n + (most + 4) * (most + 1);
}

static basis basis_in(int64_t n, int64_t most, double *work) {
  basis b = {.n = n, .most = most, .vectors = work};
  b.residual = b.vectors + (most + 1) * n;
  b.scratch = b.residual + n;
  b.columns = b.scratch + n;
  b.cosine = b.columns + most * (most + 1);
  b.sine = b.cosine + most + 1;
  b.rotated = b.sine + most + 1;
  b.weights = b.rotated + most + 1;
  return b;
}

static double dot(int64_t n, const double *x, const double *y) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

static double largest(int64_t n, const double *x) {
  double most = 0;
  for (int64_t i = 0; i < n; ++i)
    most = fabs(x[i]) > most || isnan(x[i]) ? fabs(x[i]) : most;
  return most;
}

static void precondition(const rp_gmres_operator *a, int64_t n, const double *x, double *to) {
  if (a->precondition)
    a->precondition(a->context, x, to);
  else
    memcpy(to, x, (size_t)n * sizeof *to);
}

/* Makes vectors[k + 1] orthonormal to those before it; column receives the coefficients. Twice is enough. */
static void orthonormalise(const basis *b, int64_t k, double *column) {
  double *next = b->vectors + (k + 1) * b->n;
  memset(column, 0, (size_t)(k + 2) * sizeof *column);
  for (int pass = 0; pass < 2; ++pass)
    for (int64_t i = 0; i <= k; ++i) {
      const double *v = b->vectors + i * b->n;
      double part = dot(b->n, v, next);
      column[i] += part;
      for (int64_t j = 0; j < b->n; ++j)
        next[j] -= part * v[j];
    }
  column[k + 1] = sqrt(dot(b->n, next, next));
  for (int64_t j = 0; column[k + 1] > 0 && j < b->n; ++j)
    next[j] /= column[k + 1];
}

/* The rotations so far, and one more that clears the entry below the diagonal. */
static void rotate(const basis *b, int64_t k, double *column) {
  for (int64_t i = 0; i < k; ++i) {
    double upper = column[i];
    column[i] = b->cosine[i] * upper + b->sine[i] * column[i + 1];
    column[i + 1] = b->cosine[i] * column[i + 1] - b->sine[i] * upper;
  }
  double size = hypot(column[k], column[k + 1]);
  b->cosine[k] = size > 0 ? column[k] / size : 1;
  b->sine[k] = size > 0 ? column[k + 1] / size : 0;
  column[k] = size;
  b->rotated[k + 1] = -b->sine[k] * b->rotated[k];
  b->rotated[k] *= b->cosine[k];
}

/* x += vectors times the solution of the rotated triangle of size k. */
static void advance(const basis *b, int64_t k, double *x) {
  for (int64_t i = k - 1; i >= 0; --i) {
    double sum = b->rotated[i];
    for (int64_t j = i + 1; j < k; ++j)
      sum -= b->columns[j * (b->most + 1) + i] * b->weights[j];
    double pivot = b->columns[i * (b->most + 1) + i];
    b->weights[i] = pivot != 0 ? sum / pivot : 0;
  }
  for (int64_t i = 0; i < k; ++i)
    for (int64_t j = 0; j < b->n; ++j)
      x[j] += b->weights[i] * b->vectors[i * b->n + j];
}

/* M^{-1} (b - A x) into b->residual. */
static bool form_residual(const rp_gmres_operator *a, const basis *b, const double *right, const double *x,
                          double size, rp_gmres_report *report) {
  ++report->products;
  if (!a->apply(a->context, x, b->scratch)) return false;
  for (int64_t j = 0; j < b->n; ++j)
    b->scratch[j] = right[j] - b->scratch[j];
  precondition(a, b->n, b->scratch, b->residual);
  report->residual = size > 0 ? largest(b->n, b->residual) / size : largest(b->n, b->residual);
  return true;
}

bool rp_gmres(int64_t n, const rp_gmres_operator *a, const double *right, double tolerance, int64_t most,
              double *x, double *work, rp_gmres_report *report) {
  basis b = basis_in(n, most, work);
  double before = INFINITY;
  bool first = largest(n, x) == 0;
  *report = (rp_gmres_report){.residual = INFINITY};
  precondition(a, n, right, b.residual);
  double size = largest(n, b.residual);
  for (;;) {
    if (first) { /* nothing to multiply */
      report->residual = size > 0 ? 1 : 0;
      first = false;
    } else if (!form_residual(a, &b, right, x, size, report))
      return false;
    if (report->residual <= tolerance) return true;
    if (!(report->residual < before / 2) || report->products >= most) return false;
    before = report->residual;
    double norm = sqrt(dot(n, b.residual, b.residual)), aim = norm * (tolerance / report->residual) / 2;
    for (int64_t j = 0; j < n; ++j)
      b.vectors[j] = b.residual[j] / norm;
    b.rotated[0] = norm;
    int64_t k = 0;
    while (k < most && report->products + 1 < most && fabs(b.rotated[k]) > aim) {
      double *column = b.columns + k * (most + 1);
      ++report->products;
      if (!a->apply(a->context, b.vectors + k * n, b.scratch)) return false;
      precondition(a, n, b.scratch, b.vectors + (k + 1) * n);
      orthonormalise(&b, k, column);
      bool exhausted = !(column[k + 1] > 0);
      rotate(&b, k, column);
      ++k;
      if (exhausted) break;
    }
    advance(&b, k, x);
  }
}
