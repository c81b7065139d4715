/*
 * type_paths.h - inventories of type means along simulated factor paths: m' = -(N m + q/2)/eta with N and q known at the times of a
 * grid, by the trapezoidal rule, and the costs on the way. Many paths side by side. Pure; calls numerics/dense_lu.h.
 */
#ifndef RP_TYPE_PATHS_H
#define RP_TYPE_PATHS_H
#include <stdbool.h>
#include <stdint.h>
#include "type_game.h"

/* Fields of one time at n paths: N(i, j) at feedback[(j types + i) n + path], q_k at forcing[k n + path]. */
typedef struct rp_type_slice {
  const double *feedback, *forcing;
} rp_type_slice;

/* rates [types][n] from means [types][n]. */
void rp_type_rates(const rp_type_game *game, int64_t n, const rp_type_slice *at, const double *means,
                   double *rates);

/* One step of length h. means [types][n]: at the beginning, then at the end. false: a system is singular. */
bool rp_type_step(const rp_type_game *game, int64_t n, double h, const rp_type_slice *from,
                  const rp_type_slice *to, double *means);

/* Adds weight (eta xi^2 + a m^2 - m (b + sum_l C_kl xi_l)) of every type to costs [types][n]; variance, drift [n]. */
void rp_type_running_cost(const rp_type_game *game, int64_t n, double weight, const double *variance,
                          const double *drift, const double *means, const double *rates, double *costs);

#endif
