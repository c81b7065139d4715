/* herding_modes.c - see herding_modes.h. */
#include "herding_modes.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/tridiagonal.h"

/* The last order's eigenvalue is about (pi n/14)^2/2, where plain iteration takes over at the rate 2 w/lambda. */
int rp_modes_count(const rp_frame *frame, int64_t nodes) {
  enum { LEAST = 16 };
  double most = 0;
  for (int64_t j = 0; j <= frame->steps; ++j)
    most = fmax(most, fabs(rp_frame_coupling(frame, j)));
  return (int)fmin((double)nodes, fmin(RP_MODES, LEAST + 12 * sqrt(most))) - 1;
}

int64_t rp_modes_size(const rp_frame *frame, int64_t nodes) {
  int64_t count = rp_modes_count(frame, nodes);
  return count * (1 + nodes) + nodes + (count + 5) * (frame->steps + 1) + (count + 4) * nodes;
}

bool rp_modes_open(rp_modes *modes, const rp_frame *frame, int64_t nodes, double low, double high,
                   double *memory) {
  int count = rp_modes_count(frame, nodes);
  double dy = (high - low) / (double)(nodes - 1);
  *modes = (rp_modes){.frame = frame, .nodes = nodes, .count = count, .lambda = memory};
  modes->vectors = modes->lambda + count;
  modes->root = modes->vectors + count * nodes;
  modes->coefficients = modes->root + nodes;
  modes->coupling = modes->coefficients + count * (frame->steps + 1);
  modes->work = modes->coupling + frame->steps + 1;
  for (int64_t j = 0; j <= frame->steps; ++j)
    modes->coupling[j] = rp_frame_coupling(frame, j);
  double *diagonal = modes->work, *beside = diagonal + nodes, *values = beside + nodes,
         *found = values + nodes;
  for (int64_t i = 0; i < nodes; ++i) {
    double y = low + dy * (double)i, neighbours = i == 0 || i == nodes - 1 ? 1 : 2;
    diagonal[i] = neighbours / (2 * dy * dy) + y * y / 8;
    beside[i] = -1 / (2 * dy * dy);
    modes->root[i] = exp(-y * y / 4);
  }
  lapack_int got, support[2 * RP_MODES];
  if (LAPACKE_dstevr(LAPACK_COL_MAJOR, 'V', 'I', (lapack_int)nodes, diagonal, beside, 0, 0, 1, count + 1, 0,
                     &got, values, found, (lapack_int)nodes, support) != 0)
    return false;
  for (int n = 0; n < count; ++n) { /* the lowest is the mass, which is given */
    modes->lambda[n] = values[n + 1] - values[0];
    for (int64_t i = 0; i < nodes; ++i)
      modes->vectors[i * count + n] = found[(n + 1) * nodes + i];
  }
  return true;
}

/* S in the place of r, for one order. For another term than ln both are changes of f, which is linear. */
static void solve(const rp_modes *modes, double lambda, double *r) {
  const rp_frame *f = modes->frame;
  int64_t last = f->steps;
  double *lower = modes->work, *diagonal = lower + last + 1, *upper = diagonal + last + 1,
         *second = upper + last + 1;
  lower[0] = upper[0] = r[0] = 0;
  diagonal[0] = 1;
  for (int64_t j = 1; j <= last; ++j) {
    double before = f->pace[j - 1], after = j < last ? f->pace[j] : 0, each = lambda * (before + after) / 2;
    lower[j] = -1 / before;
    upper[j] = j < last ? -1 / after : 0;
    diagonal[j] = each * (lambda - 2 * modes->coupling[j]) - lower[j] - upper[j] + (j < last ? 0 : lambda);
    r[j] *= 2 * each * modes->coupling[j];
  }
  if (!rp_tridiagonal_solve(last + 1, lower, diagonal, upper, second, r))
    for (int64_t j = 0; j <= last; ++j)
      r[j] = 0;
}

void rp_modes_apply(rp_modes *modes, double *residual) {
  int64_t rows = modes->frame->steps + 1, nodes = modes->nodes;
  int count = modes->count;
  double sums[RP_MODES];
  for (int64_t j = 0; j < rows; ++j) {
    memset(sums, 0, (size_t)count * sizeof *sums);
    for (int64_t i = 0; i < nodes; ++i) {
      const double *vector = modes->vectors + i * count;
      double r = modes->root[i] * residual[j * nodes + i];
      for (int n = 0; n < count; ++n)
        sums[n] += vector[n] * r;
    }
    for (int n = 0; n < count; ++n)
      modes->coefficients[n * rows + j] = sums[n];
  }
  for (int n = 0; n < count; ++n)
    solve(modes, modes->lambda[n], modes->coefficients + n * rows);
  for (int64_t j = 0; j < rows; ++j) {
    for (int n = 0; n < count; ++n)
      sums[n] = modes->coefficients[n * rows + j];
    for (int64_t i = 0; i < nodes; ++i) {
      const double *vector = modes->vectors + i * count;
      double sum = 0;
      for (int n = 0; n < count; ++n)
        sum += vector[n] * sums[n];
      residual[j * nodes + i] += sum / modes->root[i];
    }
  }
}
