/*
 * exponential.h - many exponentials at once, in a loop without branches and calls that the compiler turns into vector
 * code. Pure; calls the C library only.
 */
#ifndef RP_EXPONENTIAL_H
#define RP_EXPONENTIAL_H
#include <stdint.h>

/*
 * out[i] = exp(rate (x[i] - origin)), to two units in the last place; 0 below the smallest normal number. The argument
 * must not exceed 709. The same bits for a number alone and among others, with every instruction set.
 */
void rp_exponentials(int64_t count, double rate, double origin, const double *x, double *out);

#endif
