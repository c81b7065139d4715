/* dealer.c - see dealer.h. */
#include "dealer.h"
#include <stddef.h>

/* |sum of terms| / sum of |terms|. */
static double relative_sum(const double *terms, size_t count) {
  double sum = 0, size = 0;
  for (size_t i = 0; i < count; ++i) {
    sum += terms[i];
    size += fabs(terms[i]);
  }
  return size > 0 ? fabs(sum) / size : 0;
}

#define RESIDUAL(...)                                                                                        \
  relative_sum((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

double rp_dealer_residual(const rp_dealer *k) {
  const rp_dealer_market *m = &k->market;
  double lambda = m->transient, beta = m->decay, nu = m->temporary, alpha = m->random_stage,
         rate = k->rate_transient;
  double a = k->a, bl = k->b * lambda, b = k->b, cl = k->c * lambda;
  /* Products of sums are multiplied out, so that each residual is measured against everything that cancels in
   * it. The last two say that (1 + alpha N) (D, E) = (kappa + A, 1 - B) with N of eq. 20. */
  const double residuals[] = {
      RESIDUAL(m->inventory_cost * nu, -a * a, 2 * a * bl, -bl * bl),
      RESIDUAL(beta * nu * b, -a, a * b, a * cl, bl, -bl * b, -bl * cl),
      RESIDUAL(2 * beta * nu * k->c, -1, 2 * b, 2 * cl, -b * b, -2 * b * cl, -cl * cl),
      RESIDUAL(k->f, -alpha * k->d * k->d / (2 * nu), -alpha * k->d * lambda * k->e / nu,
               -alpha * lambda * k->e * lambda * k->e / (2 * nu)),
      RESIDUAL(k->d, alpha * k->g * k->d, alpha * lambda * k->g * k->e, -m->permanent, -a),
      RESIDUAL(k->e, alpha * rate * k->d, alpha * lambda * rate * k->e, alpha * beta * k->e, -1, b),
  };
  double worst = 0;
  for (size_t i = 0; i < sizeof residuals / sizeof *residuals; ++i)
    worst = fmax(worst, residuals[i]);
  return worst;
}
