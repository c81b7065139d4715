/*
 * roots.h - a root between two points of opposite sign, and the least value between two points. Pure; calls
 * the C library only.
 */
#ifndef RP_ROOTS_H
#define RP_ROOTS_H

typedef double rp_scalar_function(void *context, double x);

/*
 * Brent's method (1973, chapter 4): a root of f in [a, b], where f(a) and f(b) have opposite signs or one is
 * zero. Ends when the bracket is shorter than 2 (4 eps |x| + tolerance), at most 200 evaluations. NaN if the
 * signs agree or f is NaN at an end.
 */
double rp_root_brent(rp_scalar_function *f, void *context, double a, double b, double tolerance);

/*
 * Brent's method (1973, chapter 5): where f is least in [a, b], to a relative 1e-8 or `tolerance`, a local
 * minimum if there are several. Stops early at a point where f is below `enough`. *least is the value there.
 */
double rp_least_brent(rp_scalar_function *f, void *context, double a, double b, double tolerance,
                      double enough, double *least);

#endif
