/*
 * riccati_shift.h - a Riccati flow seen from a centre C: R = C + Q, where Q follows the flow of another matrix and escapes when R
 * does; and how long Q surely stays finite, by comparison with a number. For riccati.c only. No allocation. Pure.
 */
#ifndef RP_RICCATI_SHIFT_H
#define RP_RICCATI_SHIFT_H
#include <stdint.h>

/*
 * The matrix of Q: (H11 + H12 C, H12; D, H22 - C H12) with the right side of the flow at C, D = H21 + H22 C - C H11 - C H12 C.
 *
 * in   h [2n][2n], centre [n][n]
 * out  shifted [2n][2n], neither of them
 */
void rp_riccati_shift(int64_t n, const double *h, const double *centre, double *shifted);

/*
 * A time until which Q surely stays finite from Q = start - centre; infinite where it stays so for ever.
 *
 * The Frobenius norm r of Q grows no faster than r' = norm(D) + m r + norm(H12) r^2, m the sum of the logarithmic norms of
 * H22 - C H12 and of -(H11 + H12 C), here bounded by Gershgorin's circles of their symmetric parts.
 */
double rp_riccati_margin(int64_t n, const double *shifted, const double *centre, const double *start);

#endif
