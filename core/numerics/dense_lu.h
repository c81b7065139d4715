/*
 * dense_lu.h - LU factorisation with partial pivoting of small dense matrices, where a library's overhead
 * would show. Pure; calls the C library only.
 */
#ifndef RP_DENSE_LU_H
#define RP_DENSE_LU_H
#include <stdbool.h>
#include <stdint.h>

/*
 * Solves A X = B by Gaussian elimination with row exchanges.
 *
 * in/out a  [n][columns], row-major: A in the first n columns, B in the others; on exit X in the place of B,
 * the rest is not defined returns   false if a pivot is zero or not finite; then nothing is defined
 */
bool rp_dense_solve(int64_t n, int64_t columns, double *a);

#endif
