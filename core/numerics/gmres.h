/*
 * gmres.h - the generalised minimal residual method for A x = b where only products with A are at hand, preconditioned from the
 * left: what it watches is M^{-1} (b - A x), which with M near A is near the error of x, also where A is ill-conditioned. Pure but for
 * the caller's functions; calls libm. Memory is the caller's.
 *
 * Arnoldi's basis by modified Gram-Schmidt, orthogonalised twice; Givens rotations. When the rotated residual reaches the wanted size the
 * true one is formed, and the iteration begins again from there if rounding has parted them, or if the basis is full.
 *
 * Source: Saad and Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856-869; Saad, Iterative Methods for Sparse Linear Systems, 2nd ed.,
 * section 9.3.2.
 */
#ifndef RP_GMRES_H
#define RP_GMRES_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_gmres_operator {
  bool (*apply)(void *context, const double *x, double *product); /* false: stop                  */
  void (*precondition)(void *context, const double *x,
                       double *result); /* M^{-1} x, near A^{-1} x; NULL: x itself */
  void *context;
} rp_gmres_operator;

typedef struct rp_gmres_report {
  int64_t products; /* applications of A                                          */
  double residual;  /* largest entry of M^{-1} (b - A x) relative to the largest of M^{-1} b */
} rp_gmres_report;

/* Doubles of workspace. */
int64_t rp_gmres_workspace(int64_t n, int64_t most);

/*
 * in/out x [n]  on entry the first guess
 * in     most   products at most, and the size of the basis, >= 2
 * returns true if the residual is at most `tolerance`; false: too many products, no more progress, or stopped
 */
bool rp_gmres(int64_t n, const rp_gmres_operator *a, const double *b, double tolerance, int64_t most,
              double *x, double *work, rp_gmres_report *report);

#endif
