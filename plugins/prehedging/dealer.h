/*
 * dealer.h - the market of the pre-hedging dealer and the constants of her problem. Calls libm. Pure.
 *
 * The value of the third stage is -A X^2/2 + B X I + C I^2/2, and the quadratic part is the same in all
 * stages. The second stage adds d (D X + E I) + d^2 F, where d = p (2 pi - 1) X^* is the expected signed
 * client flow.
 *
 * Method. The algebraic equations (6)-(8) and (13)-(16) of the companion are solved in closed form. With
 * g = sqrt(gamma/nu) all follows from two square roots,
 *     omega = sqrt((g + beta)^2 + 2 beta lambda/nu),     Lambda = sqrt((g - beta)^2 + 2 beta lambda/nu),
 * sum and difference of the closed loop's rates. They show that the rates are real for every lambda >= 0. All
 * expressions below are sums of non-negative terms except E, whose sign does change.
 *
 *   symbol      field              unit                    symbol   field           unit
 *   kappa       permanent          cash/share^2            g        g               1/time
 *   lambda      transient          cash/share^2            h        h               cash/share^2
 *   beta        decay              1/time                  A, D, F  a, d, f         cash/share^2
 *   nu          temporary          cash time/share^2       B, E     b, e            1
 *   gamma       inventory_cost     cash/(share^2 time)     C        c               share^2/cash
 *   alpha       random_stage       time                    c_X      g               1/time
 *   T           horizon            time                    c_I      rate_transient  share^2/(cash time)
 */
#ifndef RP_DEALER_H
#define RP_DEALER_H
#include <math.h>
#include <stdbool.h>

typedef struct rp_dealer_market {
  double permanent, transient, decay, temporary, inventory_cost;
  double random_stage, horizon;
} rp_dealer_market;

typedef struct rp_dealer {
  rp_dealer_market market;
  double g, h;
  double a, b, one_minus_b, c; /* 1 - B keeps its digits where B is near 1                    */
  double rate_transient;       /* c_I; the rate on inventory, c_X, is g                        */
  double omega, splitting;     /* fast + slow, fast - slow                                     */
  double fast, slow;           /* rates of the closed loop, fast >= slow >= 0                  */
  double determinant;          /* of 1 + alpha M, M the matrix of the closed loop              */
  double d, e, f, pull;        /* pull = mu = D + lambda E > 0                                 */
} rp_dealer;

/*
 * False where the problem has two different limits and so no solution: inventory_cost = decay = 0 with an
 * impact that stays for ever and is not part of the client's settlement (transient > 0 or an initial one).
 */
static inline bool rp_dealer_is_determined(const rp_dealer_market *m, double initial_transient) {
  return m->inventory_cost > 0 || m->decay > 0 || (m->transient == 0 && initial_transient == 0);
}

/*
 * All constants. Inline and without branches so that loops over many markets use wide registers.
 *
 * in   m   temporary > 0, all others >= 0, finite
 * out  *k  finite unless the inputs are near the ends of the floating-point range. With inventory_cost =
 * decay = 0 (see rp_dealer_is_determined()) the limit decay -> 0 at positive cost: B = 1, C = E = 0.
 */
static inline void rp_dealer_solve(const rp_dealer_market *m, rp_dealer *k) {
  double kappa = m->permanent, lambda = m->transient, beta = m->decay, nu = m->temporary,
         alpha = m->random_stage;
  double g = sqrt(m->inventory_cost / nu), h = sqrt(m->inventory_cost * nu),
         coupling = 2 * beta * lambda / nu;
  double omega = sqrt((g + beta) * (g + beta) + coupling),
         splitting = sqrt((g - beta) * (g - beta) + coupling);
  double s = g + beta + omega, fast = 0.5 * (omega + splitting);
  double over = s > 0 ? 1 / s : 0, decayed = 2 * beta * over;
  double b = s > 0 ? 2 * g * over : 1, c = decayed * over / nu;
  double a = lambda * b + h, rate = decayed / nu, one_minus_b = decayed + lambda * c;
  double determinant = 1 + alpha * omega + alpha * alpha * g * beta;
  double now = kappa + a, pull = (now * (1 + alpha * beta) + lambda * one_minus_b) / determinant;
  k->market = *m;
  k->g = g;
  k->h = h;
  k->a = a;
  k->b = b;
  k->one_minus_b = one_minus_b;
  k->c = c;
  k->rate_transient = rate;
  k->omega = omega;
  k->splitting = splitting;
  k->fast = fast;
  k->slow = fast > 0 ? beta * g / fast : 0;
  k->determinant = determinant;
  k->d = (now * (1 + alpha * beta) + alpha * lambda * (kappa * rate + lambda * g * c)) / determinant;
  k->e = (one_minus_b - alpha * (kappa * rate + lambda * g * c)) / determinant;
  k->pull = pull;
  k->f = alpha * pull * pull / (2 * nu);
}

/* Whether the constants are finite. */
static inline bool rp_dealer_is_in_range(const rp_dealer *k) {
  return isfinite(k->a) && isfinite(k->d) && isfinite(k->e) && isfinite(k->f) && isfinite(k->splitting) &&
         isfinite(k->determinant);
}

/*
 * Largest relative residual of the companion's equations (6)-(8) and (13)-(16), each divided by the sum of
 * its terms' sizes: a few 1e-16 for right constants.
 */
double rp_dealer_residual(const rp_dealer *k);

#endif
