/*
 * block_tridiagonal.h - block tridiagonal systems whose blocks off the diagonal are multiples of the identity, as they come from
 * several fields that diffuse alike and react with each other. Elimination without exchanges of blocks, with exchanges of rows
 * inside them. Pure.
 */
#ifndef RP_BLOCK_TRIDIAGONAL_H
#define RP_BLOCK_TRIDIAGONAL_H
#include <stdbool.h>
#include <stdint.h>

enum { RP_BLOCK_MOST = 16 };

/*
 * Solves  below_i x_{i-1} + D_i x_i + above_i x_{i+1} = right_i,  i = 0 .. n - 1, n >= 3; row 0 has the entry third_first for
 * x_2 as well and row n - 1 the entry third_last for x_{n-3}; they are eliminated with the rows beside them, whose entries
 * above[1] and below[n - 2] must not vanish then.
 *
 * in/out below, above [n] (below[0], above[n - 1] unused): destroyed; diagonal [n][size][size]: destroyed
 * in/out right [n][size]: the solution on exit
 * work   [n * size * size]
 * returns false if a pivot is zero or not finite
 */
bool rp_block_tridiagonal_solve(int64_t n, int64_t size, double *below, double *diagonal, double *above,
                                double third_first, double third_last, double *right, double *work);

#endif
