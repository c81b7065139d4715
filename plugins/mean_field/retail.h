/*
 * retail.h - the retail traders' parameters and what follows from them at once: the three ratios that govern
 * the dynamics, and the turnpike. Pure; calls the C library only.
 *
 * A trader with position X, dX = alpha dt + sigma dW, maximises
 *     E int_0^T [ a ln (m(X, t)/m_1) - (b/2) alpha^2 - (c/2) X^2 ] dt - (d/2) E (X_T - x*)^2,
 * m the density of all traders' positions. The constant density m_1 moves utilities, values and actions by constants.
 */
#ifndef RP_RETAIL_H
#define RP_RETAIL_H

typedef struct rp_retail {
  double a, b, c, d;      /* weights: herding, rate, position, target; b > 0, c, d >= 0 */
  double sigma, horizon;  /* volatility >= 0, T > 0                                    */
  double mu0, v0, target; /* initial mean and variance v0 > 0, target x*               */
  double log_unit;        /* ln of the density m_1 against which herding measures       */
  double A, k, kappa;     /* a/b, sqrt(c/b), d/b                                       */
  double vstar, omega;    /* turnpike variance and rate; vstar 0 if sigma is, inf if there is none */
} rp_retail;

/* Fills the derived members from the others. */
void rp_retail_derive(rp_retail *retail);

/* Weights of eq. 6 (a = b = d = 1, c = lambda) and of eq. 80 (a = 1 - eps, b = 2 eps w, c = 2 eps (1 - w)
 * lambda, d = eps). */
void rp_retail_weights_eq6(rp_retail *retail, double lambda);
void rp_retail_weights_eq80(rp_retail *retail, double w, double eps, double lambda);

/* 1 if k^2 + pi^2 / (4 T^2) >= A^2 / (3 sigma^4) or A <= 0: then there is one equilibrium only. */
int rp_retail_is_unique_by_condition(const rp_retail *retail);

#endif
