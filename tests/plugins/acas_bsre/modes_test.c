/* The two modes: their equations, the flow, the time of escape, and the limits in which other closed forms are known. */
#include "acas_bsre/modes.h"
#include "expect.h"

static rp_traders random_traders(uint64_t *state, int round) {
  rp_traders game = {.count = floor(uniform(state, 1, 40)),
                     .permanent = round % 7 == 0 ? 0 : uniform(state, 0, 1.5),
                     .temporary = uniform(state, 0.05, 1),
                     .own = 1,
                     .cross = round % 3 == 0 ? uniform(state, 0, 1.9) : 1,
                     .running = round % 5 == 0 ? 0 : uniform(state, 0, 0.6)};
  return game;
}

typedef void make_mode(const rp_traders *, rp_mode *);
static make_mode *const makers[] = {rp_mode_mean, rp_mode_deviation, rp_mode_own};

/* r' = g + (f - e) r - d r^2 in time, and q' = (d r + e) q, by differences of order 4. */
static void check_equations(const rp_mode_path *p, double tau, double h) {
  const double weight[] = {1, -8, 8, -1}, shift[] = {2, 1, -1, -2}; /* time runs against tau */
  double slope = 0, growth = 0, r = rp_mode_gain(p, tau);
  for (int k = 0; k < 4; ++k) {
    slope += weight[k] * rp_mode_gain(p, tau + shift[k] * h) / (12 * h);
    growth += weight[k] * log(rp_mode_flow(p, tau + 4 * h, tau + shift[k] * h)) / (12 * h);
  }
  double want = p->mode.g + (p->mode.f - p->mode.e) * r - p->mode.d * r * r;
  double size = fabs(p->mode.g) + fabs((p->mode.f - p->mode.e) * r) + p->mode.d * r * r + 1e-3;
  cr_assert(fabs(slope - want) <= 1e-5 * size, "slope %.12g, want %.12g", slope, want);
  CLOSE(growth, p->mode.d * r + p->mode.e, 1e-6, 1e-6);
}

Test(modes, solve_their_equations) {
  uint64_t state = 7;
  for (int round = 0; round < 600; ++round) {
    rp_traders game = random_traders(&state, round);
    rp_mode mode;
    rp_mode_path path;
    makers[round % 3](&game, &mode);
    double terminal = round % 4 == 0 ? 0 : uniform(&state, 0, 2);
    rp_mode_solve(&mode, terminal, &path);
    double life = fmin(rp_mode_escape(&path), 3 / (path.m + 0.1));
    CLOSE(rp_mode_gain(&path, 0), -2 * terminal, 1e-13, 1e-15);
    for (int k = 1; k < 6; ++k)
      check_equations(&path, life * k / 7, life * 1e-3 / (1 + 2 * terminal * mode.d * life));
  }
}

/* Long times: nothing overflows, and the stationary value is reached from either side of the switch of formulas. */
Test(modes, forget_the_horizon) {
  rp_traders game = {.count = 5, .permanent = 0.3, .temporary = 0.2, .own = 1, .cross = 1, .running = 0.15};
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&game, &mode);
  rp_mode_solve(&mode, 0.5, &path);
  CLOSE(rp_mode_gain(&path, 1e6), -path.k - path.shift, 1e-14, 0);
  cr_assert(rp_mode_flow(&path, 1e6, 0) >= 0 && rp_mode_flow(&path, 1e6, 0) < 1e-300);
  double at = 1 / path.m, below = rp_mode_gain(&path, at * (1 - 1e-13)),
         above = rp_mode_gain(&path, at * (1 + 1e-13));
  CLOSE(below, above, 1e-12, 0);
  CLOSE(rp_mode_flow(&path, 3, 1) * rp_mode_flow(&path, 1, 0), rp_mode_flow(&path, 3, 0), 1e-14, 0);
}

/* One trader: Almgren and Chriss with terminal penalty A - alpha/2. */
Test(modes, one_trader_is_almgren_chriss) {
  double alpha = 0.3, beta = 0.2, phi = 0.15, a = 0.5, horizon = 1, t = 0.3;
  rp_traders game = {1, alpha, beta, 1, 1, phi};
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&game, &mode);
  rp_mode_solve(&mode, a, &path);
  double kappa = sqrt(phi / beta), z = a - alpha / 2;
  double want = (cosh(kappa * (horizon - t)) + z / (beta * kappa) * sinh(kappa * (horizon - t))) /
                (cosh(kappa * horizon) + z / (beta * kappa) * sinh(kappa * horizon));
  CLOSE(rp_mode_flow(&path, horizon, horizon - t), want, 1e-14, 0);
}

/* Many traders: the mean mode has a limit, deviations are worked off at a rate that grows like sqrt(N). */
Test(modes, many_traders) {
  double previous = INFINITY;
  for (int k = 1; k <= 6; ++k) {
    rp_traders game = {pow(10, k), 0.2, 0.3, 1, 1, 0.1};
    rp_mode mode;
    rp_mode_path path;
    rp_mode_mean(&game, &mode);
    rp_mode_solve(&mode, 0.5, &path);
    double distance = fabs(rp_mode_gain(&path, 1) + 0.4191623);
    cr_assert(distance < previous / 5 || distance < 1e-6);
    previous = distance;
    rp_mode_deviation(&game, &mode);
    rp_mode_solve(&mode, 0.5, &path);
    CLOSE(path.m / sqrt(game.count), sqrt(2 * 0.1 / 0.3), 0.05 / k, 0);
  }
}

/* The mean mode escapes iff rho > k, which without terminal penalty is the failure of theorem 2.7; deviations never do; C = q(0)
 * over q(t) vanishes there. */
Test(modes, escape_is_exact) {
  uint64_t state = 11;
  int escapes = 0;
  for (int round = 0; round < 20000; ++round) {
    rp_traders game = random_traders(&state, round);
    rp_mode mode;
    rp_mode_path path;
    rp_mode_deviation(&game, &mode);
    rp_mode_solve(&mode, uniform(&state, 0, 1), &path);
    cr_assert(isinf(rp_mode_escape(&path)));
    rp_mode_mean(&game, &mode);
    rp_mode_solve(&mode, 0, &path);
    cr_assert(isinf(rp_mode_escape(&path)) == (mode.g >= 0), "g is %g", mode.g);
    double terminal = uniform(&state, 0, 0.3);
    rp_mode_solve(&mode, terminal, &path);
    double escape = rp_mode_escape(&path);
    if (mode.g >= 0) cr_assert(isinf(escape));
    if (isinf(escape)) continue;
    ++escapes;
    double near = escape * (1 - 1e-7), r = rp_mode_gain(&path, near);
    CLOSE(r * mode.d * (escape - near), 1, 1e-4, 0);
    cr_assert(rp_mode_gain(&path, escape * (1 + 1e-7)) < 0);
  }
  cr_assert(escapes > 300);
}

Test(modes, escape_without_curvature) {
  rp_traders game = {1, 0.4, 0.1, 1, 1, 0};
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&game, &mode);
  rp_mode_solve(&mode, 0.05, &path);
  CLOSE(path.k, 0, 0, 0);
  CLOSE(rp_mode_escape(&path), 1 / (mode.d * (0.4 - 0.1)), 1e-14, 0);
}

/* Theorem 2.10's margin: 2 phi - (N + 1) alpha^2/(4 N beta), never weaker than theorem 2.7, equal to it for one trader. */
Test(modes, monotonicity_margin) {
  uint64_t state = 5;
  for (int round = 0; round < 2000; ++round) {
    rp_traders game = random_traders(&state, 1);
    game.running = uniform(&state, 0, 1);
    double n = game.count, a = game.permanent;
    CLOSE(rp_traders_monotonicity(&game), 2 * game.running - (n + 1) * a * a / (4 * n * game.temporary),
          1e-12, 1e-14);
    rp_mode mode;
    rp_mode_mean(&game, &mode);
    cr_assert(rp_traders_monotonicity(&game) <= mode.g + 1e-12 * (1 + fabs(mode.g)));
  }
}

Test(modes, first_order_impact) {
  rp_traders game = {.count = 4, .temporary = 0.4, .own = 1, .cross = 1.99};
  double mean, deviation;
  rp_traders_impact(&game, &mean, &deviation);
  CLOSE(mean, 0.1 * (2 + 3 * 1.99), 1e-14, 0);
  CLOSE(deviation, 0.1 * 0.01, 1e-12, 0);
}

/* Series for small arguments meet the closed forms: just below and just above the switch. */
Test(modes, series_meet_the_closed_forms) {
  for (int k = 0; k < 2; ++k) { /* artanh(z)/z at z = 1e-4 */
    double part = k ? 1.0001e-4 : 0.9999e-4, rho = 0.4, d = 3;
    rp_mode_path path = {
        .mode = {.d = d}, .k = part * rho, .rho = rho, .opening = part * rho - rho, .m = d * part * rho};
    CLOSE(rp_mode_escape(&path), atanh(part) / (d * part * rho), 1e-14, 0);
  }
  for (int k = 0; k < 2; ++k) { /* tanh(m tau)/k at m tau = 1e-5 */
    double x = k ? 1.0001e-5 : 0.9999e-5, d = 2, tau = 0.3, m = x / tau, kk = m / d, rho = 1.2;
    rp_mode_path path = {.mode = {.d = d}, .k = kk, .rho = rho, .opening = kk - rho, .m = m};
    double s = tau * d * (1 - x * x / 3), want = (rho - kk * kk * s) / (1 - rho * s);
    CLOSE(rp_mode_gain(&path, tau), want, 1e-13, 0);
  }
}

/* With weights the deviations may be the mode that decides. */
Test(modes, monotonicity_of_deviations) {
  rp_traders game = {.count = 4, .permanent = 0.8, .temporary = 0.3, .own = 1, .cross = 1.97, .running = 0.5};
  double least = INFINITY;
  for (int k = 0; k < 2; ++k) {
    rp_mode m;
    makers[k](&game, &m);
    least = fmin(least, m.g - (m.e + m.f) * (m.e + m.f) / (4 * m.d));
  }
  CLOSE(rp_traders_monotonicity(&game), least, 1e-12, 0);
  rp_mode m;
  rp_mode_deviation(&game, &m);
  CLOSE(least, m.g - m.e * m.e / (4 * m.d), 1e-12, 0);
}
