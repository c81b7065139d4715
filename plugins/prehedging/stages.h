/*
 * stages.h - the pre-hedging dealer in time: the functions D(t), E(t), F(t) of the first stage, and inventory
 * and transient impact in all three. Calls libm. Pure.
 *
 * With s = T - t the drive of the first stage is d m(s)/nu, m(s) = D(T - s) + lambda E(T - s), and with z =
 * (X, I), q = (1, lambda) the state obeys z' = -M z + q d m/nu; m is constant (mu) in the second stage and 0
 * in the third.
 *
 * Method. Both M and the matrix N of eq. 20 have the eigenvalues 0 <= slow <= fast. If they are well
 * separated, everything is a sum of decaying exponentials exp(-rate s) and integrals (1 - exp(-rate s))/rate,
 * so nothing overflows for any horizon. If they are close, the split loses digits like (omega/Lambda)^2. Then
 * the same functions are written in phi0(s) = exp(-slow s),   phi1(s) = (exp(-slow s) - exp(-fast s))/Lambda
 * -> s exp(-slow s), whose convolutions follow from phi1(a + r) = phi1(a) phi0(r) + exp(-fast a) phi1(r) and
 * the integrals of phi0^2, phi0 phi1 and phi1^2, which are positive and taken by Gauss-Legendre. Sources: eqs
 * 17, 20-23, with (17)'s sign corrected.
 */
#ifndef RP_STAGES_H
#define RP_STAGES_H
#include <stdint.h>
#include "dealer.h"

/* Inventory [share] and transient impact [cash/share]. */
typedef struct rp_position {
  double inventory, transient;
} rp_position;

/* What all points in time share. */
typedef struct rp_stages {
  rp_dealer dealer;
  bool split;                  /* the two rates are well separated                        */
  double pull_slow, pull_fast; /* split: m(s) = pull_slow e^{-slow s} + pull_fast e^{-fast s} */
  double pull_bend;            /* else: m(s) = pull phi0(s) + pull_bend phi1(s)           */
  double fast_less_g, g_less_slow, fast_less_eta, eta_less_slow; /* eta = c_X + lambda c_I */
} rp_stages;

/*
 * Below this ratio of Lambda to omega the eigenmodes are not split: there the split loses (1/ratio)^2 = 256 roundings.
 */
#define RP_LEAST_RATIO 0.0625

/*
 * Two numbers >= 0 with the given difference and product, where their sum is also known: no cancellation.
 * Serves the pairs fast - x, x - slow, whose sum is Lambda.
 */
static inline void rp_stages_part(double sum, double difference, double product, double *first,
                                  double *second) {
  double larger = 0.5 * (sum + fabs(difference)), smaller = larger > 0 ? product / larger : 0;
  *first = difference >= 0 ? larger : smaller;
  *second = difference >= 0 ? smaller : larger;
}

/* Everything from k->dealer. Inline, so that what a loop has in registers needs no copy. */
static inline void rp_stages_complete(rp_stages *k) {
  const rp_dealer *dealer = &k->dealer;
  double lambda = dealer->market.transient, beta = dealer->market.decay, spread = dealer->splitting;
  double felt = lambda * dealer->rate_transient;
  rp_stages_part(spread, beta + felt - dealer->g, dealer->g * felt, &k->fast_less_g, &k->g_less_slow);
  rp_stages_part(spread, dealer->g + felt - beta, beta * felt, &k->eta_less_slow, &k->fast_less_eta);
  k->split = spread > RP_LEAST_RATIO * dealer->omega;
  k->pull_slow = k->split ? (k->fast_less_eta * dealer->d - lambda * dealer->slow * dealer->e) / spread : 0;
  k->pull_fast = k->split ? (k->eta_less_slow * dealer->d + lambda * dealer->fast * dealer->e) / spread : 0;
  /* slow mu - (1, lambda) N (D, E), and (1, lambda) N = (eta, lambda omega). */
  k->pull_bend = -k->eta_less_slow * dealer->d - lambda * dealer->fast * dealer->e;
}

rp_stages rp_stages_begin(const rp_dealer *dealer);

/* The drive m at s = T - t >= 0 before the end of the first stage, cash/share^2. */
double rp_stages_pull(const rp_stages *k, double s);

/* D(T - s), E(T - s), F(T - s). O(1). */
void rp_stages_functions(const rp_stages *k, double s, double *d, double *e, double *f);

/* The integral of m(r)^2 over 0 <= r <= s, so that F(T - s) = F + integral/(2 nu). */
double rp_stages_pull_squared(const rp_stages *k, double s);

/* The state after time t without drive: the third stage, and the influence of the start in the others. */
rp_position rp_stages_relax(const rp_stages *k, rp_position z, double t);

/* The state at time 0 <= t <= T of the first stage that began at z. flow: d, share. */
rp_position rp_stages_first(const rp_stages *k, rp_position z, double flow, double t);

/* The state in the second stage that began at z, u >= 0 later. */
rp_position rp_stages_second(const rp_stages *k, rp_position z, double flow, double u);

/* The mean of the state at the end of the second stage that began at z. */
rp_position rp_stages_mean_at_trade(const rp_stages *k, rp_position z, double flow);

/* The trading rate at a state, share/time. drive: m(T - t), mu or 0 in the three stages. */
double rp_stages_rate(const rp_stages *k, rp_position z, double flow, double drive);

/*
 * The first stage on the equidistant times first, first + step, ...: the same numbers as rp_stages_first() up
 * to a few roundings, by multiplicative recurrences that begin anew every 64 points. Without exponentials per
 * point.
 *
 * in   z          the state at time 0
 * in   first, step, count   count >= 1; all times in [0, T]
 * out  inventory, transient   [count]; either may be NULL
 */
void rp_stages_first_grid(const rp_stages *k, rp_position z, double flow, double first, double step,
                          int64_t count, double *inventory, double *transient);

#endif
