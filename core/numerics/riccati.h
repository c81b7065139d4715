/*
 * riccati.h - the matrix Riccati flow  R' = H21 + H22 R - R H11 - R H12 R,  n x n, from any start, infinity included, over any
 * horizon, with the time at which it escapes. Calls BLAS and LAPACK for n > 16, libm else. No allocation. Pure.
 *
 * Method. R = V U^{-1} where (U, V)' = H (U, V) with the 2n x 2n matrix H of the blocks H11, H12; H21, H22. The exponential of
 * one sub-step (Pade [7/7] at norm <= 0.95) is turned into a scattering map (E, F, G, K), which takes R to
 *     K + F R (1 + G R)^{-1} E,
 * and two maps are composed by Redheffer's star product: doubling reaches any horizon in log2 steps, everything decays,
 * and the cost does not depend on the start. R and H are scaled by a power of two that balances H12 and H21.
 *
 * Escape. A subspace turns no faster than the Euclidean norm of H, so no flow from R = 0 escapes within one sub-step, and it
 * escapes within a composed one where 1 + K1 G2 becomes singular.
 *   - If H is Hamiltonian (H22 = -H11', H12 and H21 symmetric) and H12, H21 and the start are semidefinite of one sign,
 *     there is no escape.
 *   - If H is Hamiltonian and H12 is semidefinite, the eigenvalues of 1 + K1 G2 are real and each escape makes one of them
 *     negative for good; the test is then an exact count by Cholesky factorisation.
 *   - Otherwise any number of eigenvalues may come and go between two times. That the end was reached without a pole is then shown
 *     by a comparison (riccati_shift.h), or, where that does not decide, by steps that start from R itself and are too
 *     short for an escape; their number grows with the horizon and is limited. Only the first sub-step from infinity is judged by its end.
 *
 * Sources: Redheffer, J. Math. Mech. 9 (1960) 349-367; Kenney and Leipnik, IEEE Trans. Automat. Control 30 (1985) 962-970;
 * Higham, SIAM J. Matrix Anal. Appl. 26 (2005) 1179-1193 (Pade); Blanes et al., Phys. Rep. 470 (2009) 151-238 (Magnus).
 */
#ifndef RP_RICCATI_H
#define RP_RICCATI_H
#include <stdbool.h>
#include <stdint.h>

typedef enum rp_riccati_status {
  RP_RICCATI_OK,
  RP_RICCATI_ESCAPES,    /* R leaves every bound at *escape, within the horizon           */
  RP_RICCATI_NOT_FINITE, /* entries of H or of the start are not finite, or out of range  */
  RP_RICCATI_NO_LIMIT,   /* rp_riccati_limit(): the flow does not settle                  */
  RP_RICCATI_UNDECIDED   /* whether it escapes would take more than a million short steps to tell  */
} rp_riccati_status;

/* Bytes of workspace of every function here, which must be aligned for double. */
uint64_t rp_riccati_workspace(int64_t n);

/*
 * R(horizon).
 *
 * in   h        [2n][2n], row-major
 * in   horizon  >= 0
 * in   start    [n][n]; NULL: infinity, the limit of large multiples of the identity of the sign for which -R H12 R brings
 *               R back (needs an invertible map from V to U, else RP_RICCATI_ESCAPES at 0)
 * out  end      [n][n], defined after RP_RICCATI_OK; may be start
 * out  *escape  first time of escape, to about 1e-12 of the horizon, after RP_RICCATI_ESCAPES; may be NULL
 * Cost: exponential ~90 n^3, each doubling ~21 n^3 flop, log2(norm(H) horizon/0.95) of them.
 */
rp_riccati_status rp_riccati_end(int64_t n, const double *h, double horizon, const double *start, double *end,
                                 double *escape, void *work);

/*
 * R at increasing times >= 0, one application of a map per time; the map is kept while the step stays the same to rounding.
 *
 * in   times  [count], non-decreasing
 * out  path   [count][n][n]; entries before an escape are defined
 * With start NULL times[0] must be positive.
 */
rp_riccati_status rp_riccati_path(int64_t n, const double *h, int64_t count, const double *times,
                                  const double *start, double *path, double *escape, void *work);

/*
 * The limit of R from `start` for long horizons, by doubling until the start is forgotten: the stabilising solution of the
 * algebraic equation where there is one.
 *
 * out  *doublings  number of them; may be NULL
 */
rp_riccati_status rp_riccati_limit(int64_t n, const double *h, const double *start, double *limit,
                                   int64_t *doublings, double *escape, void *work);

/* H(t) into h [2n][2n]. */
typedef void rp_riccati_coefficients(const void *context, double t, double *h);

/*
 * R at increasing times for coefficients that depend on time, by the fourth-order Magnus expansion on two Gauss nodes.
 *
 * in   origin  time of the start
 * in   steps   Magnus steps between two successive times (and from origin to times[0]), >= 1; the error is O(step^4)
 */
rp_riccati_status rp_riccati_path_varying(int64_t n, rp_riccati_coefficients *coefficients,
                                          const void *context, double origin, int64_t count,
                                          const double *times, int64_t steps, const double *start,
                                          double *path, double *escape, void *work);

/*
 * The transition of the closed loop: out [n][n] with U(0) = out U(t), hence z(T) = out z(T - t) for the state of a control
 * problem whose value R is run backward in time from T. start: as above, not NULL.
 */
rp_riccati_status rp_riccati_transition(int64_t n, const double *h, double t, const double *start,
                                        double *out, void *work);

#endif
