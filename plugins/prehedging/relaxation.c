/*
 * relaxation.c - see relaxation.h. The integrals are divided differences of the rates. Where the splitting is
 * too small for differences they are taken by Gauss-Legendre: the integrands are positive and smooth, panels
 * are at most 4 decay times long, and 40 decay times hold everything to rounding.
 */
#include "relaxation.h"
#include "numerics/quadrature.h"

/* Adds the integrals over [from, to]; sums[0] of phi1, sums[1] of phi0 phi1, sums[2] of phi1^2. */
static void add_panel(double slow, double splitting, double from, double to, double *sums) {
  double half = 0.5 * (to - from), middle = 0.5 * (to + from);
  for (int i = 0; i < RP_GAUSS_NODES; ++i) {
    double r = middle + half * rp_gauss_node[i], w = half * rp_gauss_weight[i];
    double phi0 = exp(-slow * r), phi1 = phi0 * rp_relaxed(splitting, r);
    sums[0] += w * phi1;
    sums[1] += w * phi0 * phi1;
    sums[2] += w * phi1 * phi1;
  }
}

static void integrate(double slow, double splitting, double t, double decays, double *sums) {
  sums[0] = sums[1] = sums[2] = 0;
  if (!(t > 0)) return;
  double panel = slow > 0 ? 4 / (decays * slow) : t, end = fmin(t, 10 * panel);
  int panels = (int)ceil(end / panel);
  for (int i = 0; i < panels; ++i)
    add_panel(slow, splitting, end * i / panels, end * (i + 1) / panels, sums);
}

double rp_relaxation_bend_sum(double slow, double splitting, double t) {
  double fast = slow + splitting, first = rp_relaxed(slow, t), sums[3];
  if (splitting * fmin(t, 1 / fast) > 0.25) return (first - rp_relaxed(fast, t)) / splitting;
  integrate(slow, splitting, t, 1, sums);
  return sums[0];
}

rp_relaxation_squares rp_relaxation_integrate(double slow, double splitting, double t) {
  double first = rp_relaxed(2 * slow, t), sums[3];
  if (splitting * fmin(t, 0.5 / (slow + splitting)) > 0.45) {
    double second = rp_relaxed(2 * slow + splitting, t), third = rp_relaxed(2 * (slow + splitting), t);
    return (rp_relaxation_squares){first, (first - second) / splitting,
                                   (first - 2 * second + third) / (splitting * splitting)};
  }
  integrate(slow, splitting, t, 2, sums);
  return (rp_relaxation_squares){first, sums[1], sums[2]};
}
