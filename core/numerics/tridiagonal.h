/*
 * tridiagonal.h - tridiagonal systems: once with row exchanges, and many times with the same diagonally
 * dominant matrix. Pure; calls the C library only.
 */
#ifndef RP_TRIDIAGONAL_H
#define RP_TRIDIAGONAL_H
#include <stdbool.h>
#include <stdint.h>

/*
 * Solves T x = right by elimination with row exchanges.
 *
 * in/out lower [n] (lower[0] unused), diagonal [n], upper [n] (upper[n - 1] unused): destroyed
 * in/out right [n]: the solution on exit
 * work   second [n]: the second upper diagonal that exchanges create
 * returns false if the matrix is singular or not finite
 */
bool rp_tridiagonal_solve(int64_t n, double *lower, double *diagonal, double *upper, double *second,
                          double *right);

/*
 * Factors a diagonally dominant matrix without exchanges, from both ends towards the middle: two independent chains of
 * operations instead of one halve the waiting for results. In: as above; out: `upper`, `lower` and `pivot` [n] with which
 * rp_tridiagonal_resolve() solves for any right-hand side. n >= 2.
 */
void rp_tridiagonal_factor(int64_t n, double *lower, const double *diagonal, double *upper, double *pivot);
void rp_tridiagonal_resolve(int64_t n, const double *lower, const double *upper, const double *pivot,
                            double *x);

#endif
