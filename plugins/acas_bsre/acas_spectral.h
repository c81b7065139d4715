/*
 * acas_spectral.h - section 4 where everything is smooth: the six functions to near rounding in a few microseconds. For data without
 * breaks, a constant running penalty and a rate that is not truncated; acas_path.h does the rest. Pure; calls libm, acas.h,
 * numerics/gauss_collocation.h, numerics/exponential.h. No allocation.
 *
 * Method. x is integrated out: at Gauss points t_j of the whole horizon, y_j = -(2 A + 2 phi (T - t_j)) x_0 - sum_l K_jl U(t_l, y_l) with
 * fixed weights K. Newton's method on 4 and then on 8 points. On 16 points no linear system is solved any more: the residual is
 * smoothed once and corrected with the inverse of the 8 points (Brakhage; Atkinson, The Numerical Solution of Integral Equations of
 * the Second Kind, section 6.2), which is right to several digits each time. The last Legendre coefficients of U tell whether 16
 * points resolve the path.
 */
#ifndef RP_ACAS_SPECTRAL_H
#define RP_ACAS_SPECTRAL_H
#include "acas.h"
#include "numerics/gauss_collocation.h"

enum { RP_SPECTRAL_ROUGH = 4, RP_SPECTRAL_COARSE = 8, RP_SPECTRAL_FINE = 16 };

/* What does not depend on the market; made once. */
typedef struct rp_acas_plan {
  rp_collocation rough, coarse, fine;
  double rough_product[RP_SPECTRAL_ROUGH * RP_SPECTRAL_ROUGH]; /* from_right times from_left, by columns */
  double coarse_product[RP_SPECTRAL_COARSE * RP_SPECTRAL_COARSE];
  double fine_product[RP_SPECTRAL_FINE * RP_SPECTRAL_FINE];
  double rough_to_coarse[RP_SPECTRAL_ROUGH * RP_SPECTRAL_COARSE]; /* interpolation, by columns */
  double coarse_to_fine[RP_SPECTRAL_COARSE * RP_SPECTRAL_FINE];
  double fine_to_coarse[RP_SPECTRAL_FINE * RP_SPECTRAL_COARSE];
  double last[2][RP_SPECTRAL_FINE]; /* values at the fine points to the last two Legendre coefficients */
} rp_acas_plan;

void rp_acas_plan_make(rp_acas_plan *plan);

typedef struct rp_acas_ends {
  double y2, ye, maker;             /* adjoints at the start: Y1 - Y2, Ye - Y1, Y1 */
  double q2_end, qe_end, maker_end; /* inventories at the horizon: Q1 - Q2, Qe - Q1, Q1 */
  double step;                      /* last change of y                            */
  double tail;                      /* what 16 points may miss, relative to x      */
  int iterations;                   /* on all levels                               */
} rp_acas_ends;

/* False: the data are not of the kind above, Newton's steps do not settle, or the rate turns out truncated. */
bool rp_acas_spectral(const rp_acas_plan *plan, const rp_acas *market, rp_acas_ends *ends);

#endif
