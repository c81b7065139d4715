/*
 * sign.h - RP_SIGN(k), the factor of sign number k in an instrumented kernel (see schema.lua): -1 if that sign is
 * flipped, else 1. Included before every unit of the kernel, its tests and its glue by tests/mutants.sh.
 */
#ifndef RP_MUTANTS_SIGN_H
#define RP_MUTANTS_SIGN_H

#ifdef RP_MUTANTS_RECORD
/* One byte for each sign; the assignment's value is the factor. */
extern unsigned char rp_mutants_reached[];
#define RP_SIGN(k) (rp_mutants_reached[k] = 1)
#else
/* Only sign.c and run.c see that it is not constant: they choose before the kernel runs, and the compiler may keep it
 * out of the kernel's loops. */
extern const int rp_mutant;
#define RP_SIGN(k) (rp_mutant == (k) ? -1 : 1)
#endif

#endif
