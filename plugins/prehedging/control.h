/*
 * control.h - linear dynamics with one control and a quadratic gain, as the pre-hedging dealer has them: the state
 * z = (X, I, P^*, 1) obeys dz = (A z + b u) dt + noise, and
 *     -z' Q z/2 - nu u^2/2 - (s' z) u
 * is earned per time. A value z' P z/2 then solves -P' = A' P + P A - Q + (P b - s)(P b - s)'/nu, and the best rate is
 * (b' P - s') z/nu. Matrices are 4 x 4, row-major. Calls libm. Pure.
 */
#ifndef RP_CONTROL_H
#define RP_CONTROL_H

enum { RP_STATES = 4, RP_STATE_PRODUCTS = 16 };
enum { RP_STATE_INVENTORY, RP_STATE_TRANSIENT, RP_STATE_PRICE, RP_STATE_ONE };

typedef struct rp_control {
  double drift[RP_STATE_PRODUCTS]; /* A */
  double cost[RP_STATE_PRODUCTS];  /* Q, symmetric */
  double push[RP_STATES];          /* b */
  double tilt[RP_STATES];          /* s */
  double temporary;                /* nu > 0 */
} rp_control;

/*
 * The same with everything discounted at `rate`, where `end` is received when the time runs out at that rate:
 * A less rate/2, Q less rate end. Its stationary value is that of an exponential time of mean 1/rate.
 */
rp_control rp_control_killed(const rp_control *control, double rate, const double *end);

/* H [8][8] of the Riccati flow R = P over the time to go: H11 = -(A - b s'/nu), H12 = -b b'/nu, H21 = -Q + s s'/nu. */
void rp_control_hamiltonian(const rp_control *control, double *h);

/* out = A' P + P A - Q + (P b - s)(P b - s)'/nu, symmetric: the right side of the flow over the time to go. */
void rp_control_derivative(const rp_control *control, const double *p, double *out);

/* The row vector k [4] of the best rate k z. */
void rp_control_feedback(const rp_control *control, const double *p, double *k);

/* z' P z/2. */
double rp_control_value(const double *p, const double *z);

#endif
