/* acas.c - see acas.h. */
#include "acas.h"

rp_acas_point rp_acas_at(const rp_acas *market, double t) {
  return (rp_acas_point){rp_curve_at(&market->cost, t), rp_curve_at(&market->buying, t),
                         rp_curve_at(&market->selling, t)};
}

double rp_acas_largest_exponent(const rp_acas *market) {
  double weight = market->terminal + rp_curve_integral(&market->running, 0, market->horizon);
  return market->gamma * 2 * weight * fabs(market->first - market->second);
}

bool rp_acas_neutral(const rp_acas *market) {
  const rp_curve *phi = &market->running;
  int64_t count = phi->rule == RP_CHEBYSHEV ? (phi->grid_count - 1) * phi->terms : phi->grid_count;
  for (int64_t i = 0; i < count; ++i)
    if (phi->data[i] != 0) return false;
  return true;
}

double rp_acas_next_break(const rp_acas *market, double t) {
  const rp_curve *curves[] = {&market->cost, &market->running, &market->buying, &market->selling};
  double next = market->horizon;
  for (int i = 0; i < 4; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k)
      if (curves[i]->grid[k] > t && curves[i]->grid[k] < next) next = curves[i]->grid[k];
  return next;
}

int64_t rp_acas_breaks(const rp_acas *market, int64_t most, double *points) {
  int64_t count = 0;
  for (double next = rp_acas_next_break(market, 0); next < market->horizon && count < most;
       next = rp_acas_next_break(market, next)) {
    if (points) points[count] = next;
    ++count;
  }
  return count;
}
