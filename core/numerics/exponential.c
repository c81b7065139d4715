/* exponential.c - see exponential.h. */
#include "numerics/exponential.h"
#include "reprise/clones.h"

RP_CLONES static void fill(int64_t count, double rate, double origin, const double *restrict x,
                           double *restrict out) {
  for (int64_t i = 0; i < count; ++i)
    out[i] = rp_exponential(rate * (x[i] - origin));
}

void rp_exponentials(int64_t count, double rate, double origin, const double *x, double *out) {
  fill(count, rate, origin, x, out);
}
