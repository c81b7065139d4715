/*
 * traders_matrix.h - the matrix Riccati equation of N traders with any penalties, constant coefficients, without noise
 * orders: the check of what traders_path.h and mixed_traders.h do without a matrix. Calls numerics/riccati.h and
 * numerics/dense_lu.h. Pure; memory is the caller's.
 *
 *     v = K^{-1} (Y + alpha Q/N),   K = (2 o - x) 1 + x 11',
 *     dQ = v dt,   dY = (2 diag(phi) Q - (alpha/N) 11' v) dt,   Y_T = -2 diag(A) Q_T,
 *     R' = G + F R - R E - R D R,   R_T = -2 diag(A),
 *     D = K^{-1},  E = (alpha/N) D,  F = -(alpha/N) 11' D,  G = 2 diag(phi) - (alpha/N)^2 11' D.
 *
 * Source: Guo and Jin, eqs. 2 to 5.
 */
#ifndef RP_TRADERS_MATRIX_H
#define RP_TRADERS_MATRIX_H
#include "modes.h"
#include "numerics/riccati.h"

/* The 2n x 2n matrix for riccati.h, in time to the horizon: H11 = -E, H12 = -D, H21 = -G, H22 = -F. running [n]: phi^i;
 * game->running is not read. */
void rp_traders_matrix(const rp_traders *game, const double *running, double *h);

/* v = D R q + E q. gain [n][n]: R. */
void rp_traders_matrix_rates(const rp_traders *game, const double *gain, const double *inventories,
                             double *rates, double *adjoints);

#endif
