/* acas_individuals.c - see acas_individuals.h. */
#include "acas_individuals.h"
#include "acas_bounds.h"

rp_acas_individuals rp_acas_individual(const rp_acas *market, const rp_acas_constants *mean) {
  double A = market->terminal, quote = 1 / market->gamma, least = isfinite(market->least) ? market->least : 0,
         beta = rp_curve_at(&market->cost, 0);
  rp_acas_bounds bound = rp_acas_bound(market);
  rp_acas_individuals all = {.price = mean->maker + quote, .ease = rp_acas_ease(market)};
  double above = mean->ye - quote;
  all.slope = -2 * A / (1 + A * all.ease);
  all.level = all.price * (1 + all.slope / (2 * A));
  all.mean_rate = above / (2 * beta);
  all.slack_printed = (above / 2 - bound.cost_high * least) / A;
  all.slack_exact = (above - 2 * bound.cost_high * least) / -all.slope;
  all.slack_sufficient = bound.weight / (4 * A) * bound.printed_bracket;
  all.least_sufficient = bound.weight / (4 * bound.cost_high) * bound.printed_bracket;
  return all;
}

double rp_acas_individual_adjoint(const rp_acas_individuals *all, double q) {
  return all->slope * q + all->level;
}

double rp_acas_individual_rate(const rp_acas *market, const rp_acas_individuals *all, double q) {
  return (rp_acas_individual_adjoint(all, q) - all->price) / (2 * rp_curve_at(&market->cost, 0));
}
