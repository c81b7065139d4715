/* stages.c - see stages.h. */
#include "stages.h"
#include "relaxation.h"
#include <stddef.h>

rp_stages rp_stages_begin(const rp_dealer *dealer) {
  rp_stages k = {.dealer = *dealer};
  rp_stages_complete(&k);
  return k;
}

double rp_stages_pull(const rp_stages *k, double s) {
  const rp_dealer *c = &k->dealer;
  if (k->split) return k->pull_slow * exp(-c->slow * s) + k->pull_fast * exp(-c->fast * s);
  return c->pull * exp(-c->slow * s) + k->pull_bend * rp_relaxation_bend(c->slow, c->splitting, s);
}

/* The integral of m^2 over [0, s] where exp(-slow s), exp(-fast s) are known; split modes. */
static double pull_squared_split(const rp_stages *k, double s, rp_fade slow, rp_fade fast) {
  const rp_dealer *c = &k->dealer;
  double on_slow = rp_relaxed_from(2 * c->slow, rp_fade_both(slow, slow).lost, s);
  double on_both = rp_relaxed_from(c->omega, rp_fade_both(slow, fast).lost, s);
  double on_fast = rp_relaxed_from(2 * c->fast, rp_fade_both(fast, fast).lost, s);
  return k->pull_slow * k->pull_slow * on_slow + 2 * k->pull_slow * k->pull_fast * on_both +
         k->pull_fast * k->pull_fast * on_fast;
}

static double pull_squared_close(const rp_stages *k, double s) {
  const rp_dealer *c = &k->dealer;
  rp_relaxation_squares squares = rp_relaxation_integrate(c->slow, c->splitting, s);
  return c->pull * c->pull * squares.k00 + 2 * c->pull * k->pull_bend * squares.k01 +
         k->pull_bend * k->pull_bend * squares.k11;
}

double rp_stages_pull_squared(const rp_stages *k, double s) {
  const rp_dealer *c = &k->dealer;
  if (k->split) return pull_squared_split(k, s, rp_fade_of(c->slow, s), rp_fade_of(c->fast, s));
  return pull_squared_close(k, s);
}

void rp_stages_functions(const rp_stages *k, double s, double *d, double *e, double *f) {
  const rp_dealer *c = &k->dealer;
  double lambda = c->market.transient, rate = c->rate_transient, squared;
  if (k->split) {
    rp_fade slow = rp_fade_of(c->slow, s), fast = rp_fade_of(c->fast, s);
    double over = 1 / c->splitting;
    *d = over * (slow.left * (k->fast_less_g * c->d - lambda * c->g * c->e) +
                 fast.left * (k->g_less_slow * c->d + lambda * c->g * c->e));
    *e = over * (slow.left * (k->g_less_slow * c->e - rate * c->d) +
                 fast.left * (k->fast_less_g * c->e + rate * c->d));
    squared = pull_squared_split(k, s, slow, fast);
  } else {
    double slow = exp(-c->slow * s), bend = rp_relaxation_bend(c->slow, c->splitting, s);
    *d = slow * c->d - bend * (k->g_less_slow * c->d + lambda * c->g * c->e);
    *e = slow * c->e - bend * (rate * c->d + k->fast_less_g * c->e);
    squared = pull_squared_close(k, s);
  }
  *f = c->f + squared / (2 * c->market.temporary);
}

/* exp(-M t) z with slow = exp(-slow t), fast = exp(-fast t); bend = phi1(t) is read where the rates are close. */
static rp_position relax(const rp_stages *k, rp_position z, double slow, double fast, double bend) {
  const rp_dealer *c = &k->dealer;
  double lambda = c->market.transient, pushed = lambda * c->g * z.inventory, rate = c->rate_transient;
  if (k->split) {
    double over = 1 / c->splitting, eased = rate * z.transient;
    return (rp_position){over * (slow * (k->fast_less_g * z.inventory - eased) +
                                 fast * (k->g_less_slow * z.inventory + eased)),
                         over * (slow * (k->g_less_slow * z.transient - pushed) +
                                 fast * (k->fast_less_g * z.transient + pushed))};
  }
  return (rp_position){slow * z.inventory - bend * (k->g_less_slow * z.inventory + rate * z.transient),
                       slow * z.transient - bend * (pushed + k->fast_less_g * z.transient)};
}

static double bend_at(const rp_stages *k, double t) {
  return rp_relaxation_bend(k->dealer.slow, k->dealer.splitting, t);
}

rp_position rp_stages_relax(const rp_stages *k, rp_position z, double t) {
  const rp_dealer *c = &k->dealer;
  return relax(k, z, exp(-c->slow * t), exp(-c->fast * t), k->split ? 0 : bend_at(k, t));
}

/*
 * The integral of exp(-M (t - r)) q m(T - r) over [0, t], split modes: the projections of q on the modes of M
 * times those of m, each with exp(-rate_j (T - t)) times the integral of exp(-(rate_i + rate_j) r).
 */
static rp_position driven_split(const rp_stages *k, double slow_left, double fast_left, double slow_slow,
                                double slow_fast, double fast_fast) {
  const rp_dealer *c = &k->dealer;
  double by_slow = k->pull_slow * slow_left, by_fast = k->pull_fast * fast_left, over = 1 / c->splitting;
  double on_slow = by_slow * slow_slow + by_fast * slow_fast,
         on_fast = by_slow * slow_fast + by_fast * fast_fast;
  double lambda = c->market.transient;
  return (rp_position){over * (k->fast_less_eta * on_slow + k->eta_less_slow * on_fast),
                       over * lambda * (c->fast * on_fast - c->slow * on_slow)};
}

/* The same where the rates are close; slow_left, bend_left, fast_left are phi0, phi1, exp(-fast) of T - t. */
static rp_position driven_close(const rp_stages *k, double slow_left, double fast_left, double bend_left,
                                const rp_relaxation_squares *squares) {
  const rp_dealer *c = &k->dealer;
  double on0 = c->pull * slow_left * squares->k00 +
               k->pull_bend * (bend_left * squares->k00 + fast_left * squares->k01);
  double on1 = c->pull * slow_left * squares->k01 +
               k->pull_bend * (bend_left * squares->k01 + fast_left * squares->k11);
  double lambda = c->market.transient;
  return (rp_position){on0 - k->eta_less_slow * on1, lambda * (on0 - c->fast * on1)};
}

rp_position rp_stages_first(const rp_stages *k, rp_position z, double flow, double t) {
  const rp_dealer *c = &k->dealer;
  double left = c->market.horizon - t, slow_left = exp(-c->slow * left), fast_left = exp(-c->fast * left);
  double drive = flow / c->market.temporary;
  rp_position driven, free;
  if (k->split) {
    rp_fade slow = rp_fade_of(c->slow, t), fast = rp_fade_of(c->fast, t);
    driven =
        driven_split(k, slow_left, fast_left, rp_relaxed_from(2 * c->slow, rp_fade_both(slow, slow).lost, t),
                     rp_relaxed_from(c->omega, rp_fade_both(slow, fast).lost, t),
                     rp_relaxed_from(2 * c->fast, rp_fade_both(fast, fast).lost, t));
    free = relax(k, z, slow.left, fast.left, 0);
  } else {
    rp_relaxation_squares squares = rp_relaxation_integrate(c->slow, c->splitting, t);
    driven = driven_close(k, slow_left, fast_left, bend_at(k, left), &squares);
    free = rp_stages_relax(k, z, t);
  }
  return (rp_position){free.inventory + drive * driven.inventory, free.transient + drive * driven.transient};
}

/* phi1(u) = (exp(-slow u) - exp(-fast u))/Lambda for split modes, by the difference that does not cancel. */
static double bend_split(const rp_dealer *c, rp_fade slow, rp_fade fast) {
  return (slow.left > 0.5 ? fast.lost - slow.lost : slow.left - fast.left) / c->splitting;
}

rp_position rp_stages_second(const rp_stages *k, rp_position z, double flow, double u) {
  const rp_dealer *c = &k->dealer;
  rp_fade slow = rp_fade_of(c->slow, u), fast = rp_fade_of(c->fast, u);
  double drive = flow * c->pull / c->market.temporary, slow_sum = rp_relaxed_from(c->slow, slow.lost, u),
         bend, driven;
  if (k->split) {
    bend = bend_split(c, slow, fast);
    driven = (k->fast_less_eta * slow_sum + k->eta_less_slow * rp_relaxed_from(c->fast, fast.lost, u)) /
             c->splitting;
  } else {
    bend = bend_at(k, u);
    driven = slow_sum - k->eta_less_slow * rp_relaxation_bend_sum(c->slow, c->splitting, u);
  }
  rp_position free = relax(k, z, slow.left, fast.left, bend);
  return (rp_position){free.inventory + drive * driven, free.transient + drive * c->market.transient * bend};
}

rp_position rp_stages_mean_at_trade(const rp_stages *k, rp_position z, double flow) {
  const rp_dealer *c = &k->dealer;
  double alpha = c->market.random_stage, lambda = c->market.transient, rate = c->rate_transient;
  double pushed = alpha * flow * c->pull / c->market.temporary;
  double x = z.inventory + pushed, i = z.transient + lambda * pushed;
  return (rp_position){((1 + alpha * (lambda * rate + c->market.decay)) * x - alpha * rate * i) /
                           c->determinant,
                       ((1 + alpha * c->g) * i - alpha * lambda * c->g * x) / c->determinant};
}

double rp_stages_rate(const rp_stages *k, rp_position z, double flow, double drive) {
  const rp_dealer *c = &k->dealer;
  return flow * drive / c->market.temporary - c->g * z.inventory - c->rate_transient * z.transient;
}
