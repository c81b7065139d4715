/*
 * intensity.h - how orders thin out with the distance of a quote from the best of the others: a family of the class Lambda,
 *     L(x) = exp(-g x - e (sqrt(w^2 + x^2) - w)),    |e| < g,  w > 0,
 * exponential for e = 0. With the hazard h = -L'/L = g + e x/sqrt(w^2 + x^2) the class' quotient is
 *     L L''/L'^2 = 1 - h'/h^2.
 * The class wants it at most 1 (e >= 0; the exponential has exactly 1); equilibrium quotes stay unique below 3/2. Pure; calls
 * libm only.
 *
 * Source: Guo and Jin, definition 3.4, where the bound must read "at most 1".
 */
#ifndef RP_INTENSITY_H
#define RP_INTENSITY_H

typedef struct rp_intensity {
  double decay, bend; /* g > 0, e: share/cash           */
  double width;       /* w: cash/share; 0 stands for 1  */
} rp_intensity;

double rp_intensity_at(const rp_intensity *intensity, double x);     /* L(x), 1 at 0 */
double rp_intensity_hazard(const rp_intensity *intensity, double x); /* h(x)         */
/* h'/h^2, one less the class' quotient; above -1/2 where quotes are unique. */
double rp_intensity_curvature(const rp_intensity *intensity, double x);

/* Infimum and supremum of the quotient, exactly. */
void rp_intensity_class(const rp_intensity *intensity, double *least, double *most);

#endif
