/*
 * riccati_map.h - scattering maps, the building blocks of riccati.h: a map (E, F, G, K) of n x n matrices takes R to
 * K + F R (1 + G R)^{-1} E. For riccati.c only. n = 2..4 has copies with rows in vector registers, n > 16 runs through BLAS
 * and LAPACK. Pure.
 */
#ifndef RP_RICCATI_MAP_H
#define RP_RICCATI_MAP_H
#include <stdbool.h>
#include <stdint.h>

/* What is known of the flow that the maps belong to. */
typedef struct rp_riccati_kind {
  int64_t n;
  bool hamiltonian; /* E = F', and G and K are symmetric                   */
  int sign;         /* hamiltonian and H12 and so G semidefinite: its sign 1 or -1; else 0 */
  bool monotone;    /* and H21 and so K semidefinite of the same sign */
} rp_riccati_kind;

/* Doubles of a map. */
int64_t rp_riccati_map_size(int64_t n);

/* Doubles of workspace for each function below. */
int64_t rp_riccati_map_workspace(int64_t n);

/* A bound of the norm of E times that of F: what a map still knows of its start, and a doubled one of the first half. */
double rp_riccati_map_memory(int64_t n, const double *map, double *work);

/* A bound of the Euclidean norm of an m x m matrix: the geometric mean of its 1- and infinity-norms, or the Frobenius norm. */
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

/* Whether H22 = -H11' and H12, H21 are symmetric, to the last bit; h [2n][2n]. */
bool rp_riccati_is_hamiltonian(int64_t n, const double *h);

/* Whether sign a is positive semidefinite, for a symmetric matrix and sign 1 or -1. */
bool rp_riccati_is_semidefinite(int64_t n, int sign, const double *a, double *work);

/*
 * The flow's matrix in balanced variables R = scale r, scale a power of two, and what is to be known of it.
 *
 * in      h [2n][2n], kind->n
 * out     scaled [2n][2n], *scale, the rest of *kind
 * Returns the norm of the scaled matrix, not finite if an entry is not.
 */
double rp_riccati_prepare(const double *h, double *scaled, double *scale, rp_riccati_kind *kind,
                          double *work);

#endif
