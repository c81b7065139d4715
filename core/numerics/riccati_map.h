/*
 * riccati_map.h - scattering maps, the building blocks of riccati.h: a map (E, F, G, K) of n x n matrices takes R to
 * K + F R (1 + G R)^{-1} E. For riccati.c only. n <= 4 runs through unrolled copies, n > 16 through BLAS and LAPACK. Pure.
 */
#ifndef RP_RICCATI_MAP_H
#define RP_RICCATI_MAP_H
#include <stdbool.h>
#include <stdint.h>

/* What is known of the flow that the maps belong to. */
typedef struct rp_riccati_kind {
  int64_t n;
  bool hamiltonian; /* E = F', and G and K are symmetric                   */
  int sign;         /* hamiltonian and G semidefinite: its sign 1 or -1; else 0 */
} rp_riccati_kind;

/* The matrices lie one after the other: e, f, g, k at map, map + n^2, ... */
int64_t rp_riccati_map_size(int64_t n);

/* Doubles of workspace for each function below. */
int64_t rp_riccati_map_workspace(int64_t n);

/* Least of the 1-norm, the infinity-norm and the Frobenius norm of an m x m matrix. */
double rp_riccati_norm(int64_t m, const double *a);

/*
 * The map of exp(h), h [2n][2n] of norm <= 0.95. False if the entries leave the range of numbers.
 */
bool rp_riccati_map_of(const rp_riccati_kind *kind, const double *h, double *map, double *work);

/*
 * First one map, then another; result may be neither of them. False if a flow that begins at R = 0 escapes on the way.
 */
bool rp_riccati_map_star(const rp_riccati_kind *kind, const double *first, const double *second,
                         double *result, double *work);

/* end = map of start; false if the flow escapes on the way. start NULL: infinity. end may be start. */
bool rp_riccati_map_apply(const rp_riccati_kind *kind, const double *map, const double *start, double *end,
                          double *work);

/* out = (1 + G R)^{-1} E, the transition of U from the end of the map to its beginning. False if singular. */
bool rp_riccati_map_transition(const rp_riccati_kind *kind, const double *map, const double *start,
                               double *out, double *work);

/* Sign of a semidefinite symmetric matrix: 1 (also for 0), -1, or 0 if it is indefinite. */
int rp_riccati_definiteness(int64_t n, const double *a, double *work);

#endif
