/* The profiles: equation, conditions at both ends, extremes, and both forms where they meet. */
#include "nplayer_fbsde/profile.h"
#include "expect.h"

typedef void solution(const rp_profile *, double, double *, double *);

/* Fourth-order difference of `number` (0: value, 1: slope). */
static double derivative(solution *f, const rp_profile *p, double t, double h, int number) {
  double sum = 0, weight[] = {1, -8, 8, -1}, shift[] = {-2, -1, 1, 2};
  for (int k = 0; k < 4; ++k) {
    double both[2];
    f(p, t + shift[k] * h, both, both + 1);
    sum += weight[k] * both[number];
  }
  return sum / (12 * h);
}

static void check_solution(solution *f, const rp_profile *p, double start, double forcing) {
  double u, du, end, end_slope, h = p->horizon * 1e-3;
  double rate = p->frequency + fabs(p->friction) + 1 / p->horizon;
  f(p, 0, &u, &du);
  CLOSE(u, start, 1e-14, 1e-15);
  f(p, p->horizon, &end, &end_slope);
  if (isinf(p->penalty))
    CLOSE(end, 0, 0, 1e-14);
  else
    CLOSE(end_slope, -p->penalty * end, 1e-11, 1e-13 * (rate + p->penalty));
  for (int k = 1; k < 8; ++k) {
    double t = p->horizon * k / 8;
    f(p, t, &u, &du);
    double size = fabs(u) * rate + fabs(du);
    CLOSE(derivative(f, p, t, h, 0), du, 1e-6, 1e-9 * size);
    CLOSE(derivative(f, p, t, h, 1), p->stiffness * u - 2 * p->friction * du - forcing, 1e-6,
          1e-6 * (size * rate + forcing));
  }
}

Test(profile, solves_the_equation) {
  uint64_t state = 3;
  for (int round = 0; round < 400; ++round) {
    rp_profile p;
    double penalty = round % 7 == 0 ? INFINITY : round % 5 == 0 ? 0 : uniform(&state, 0, 20);
    double friction = uniform(&state, -1, 6), stiffness = round % 3 == 0 ? 0 : uniform(&state, 0, 9);
    if (round % 4 == 0) friction *= 0.01, stiffness *= 1e-4;
    rp_profile_make(uniform(&state, 0.5, 1.5), friction, stiffness, penalty, &p);
    check_solution(rp_profile_decay, &p, 1, 0);
    if (friction >= 0) check_solution(rp_profile_response, &p, 0, 1);
  }
}

/* Both forms, just below and above w T = 1/2. */
Test(profile, forms_agree_where_they_meet) {
  for (int k = 0; k < 5; ++k) {
    double penalty[] = {0, 0.1, 3, 1e6, INFINITY}, friction = 0.3, low[2], high[2], step = 1e-14;
    for (int response = 0; response < 2; ++response) {
      solution *f = response ? rp_profile_response : rp_profile_decay;
      rp_profile below, above;
      rp_profile_make(1, friction, 0.25 - friction * friction - step, penalty[k], &below);
      rp_profile_make(1, friction, 0.25 - friction * friction + step, penalty[k], &above);
      cr_assert(below.frequency < 0.5 && above.frequency >= 0.5);
      for (int j = 0; j <= 4; ++j) {
        f(&below, 0.25 * j, low, low + 1);
        f(&above, 0.25 * j, high, high + 1);
        CLOSE(low[0], high[0], 1e-12, 1e-13);
        CLOSE(low[1], high[1], 1e-12, 1e-13);
      }
    }
  }
}

/* u = exp(r_- t) to rounding where the far end is not felt; the response settles at 1/k between the layers. */
Test(profile, survives_thin_layers) {
  rp_profile p;
  double u, du;
  rp_profile_make(1, 1e3, 1e4, 5, &p);
  CLOSE(p.rise, 1e4 / (1e3 + sqrt(1e6 + 1e4)), 1e-15, 0);
  rp_profile_decay(&p, 1e-3, &u, &du);
  CLOSE(u, exp(-1e-3 * (1e3 + sqrt(1e6 + 1e4))), 1e-12, 0);
  CLOSE(du, -(1e3 + sqrt(1e6 + 1e4)) * u, 1e-9, 0);
  rp_profile_make(1, 2, 1e6, 5, &p);
  rp_profile_response(&p, 0.5, &u, &du);
  CLOSE(u, 1e-6, 1e-12, 0);
  rp_profile_make(1, -40, 1e4, INFINITY, &p);
  rp_profile_decay(&p, 0.9, &u, &du);
  cr_assert(u > 0 && du < 0);
}

/* Straight lines and a parabola: c = k = 0. */
Test(profile, limits) {
  rp_profile p;
  double u, du;
  rp_profile_make(2, 0, 0, 0.75, &p);
  rp_profile_decay(&p, 0.5, &u, &du);
  CLOSE(u, 1 - 0.75 * 0.5 / 2.5, 1e-15, 0);
  CLOSE(du, -0.75 / 2.5, 1e-15, 0);
  rp_profile_make(2, 0, 0, 0, &p);
  rp_profile_response(&p, 0.5, &u, &du);
  CLOSE(u, 2 * 0.5 - 0.125, 1e-14, 0);
  CLOSE(du, 1.5, 1e-14, 0);
  CLOSE(rp_profile_critical(&p), -0.5, 1e-15, 0);
  rp_profile_make(2, 0, 0, INFINITY, &p);
  rp_profile_decay(&p, 0.5, &u, &du);
  CLOSE(u, 0.75, 1e-15, 0);
}

/* At the critical penalty c - w coth(w T) the denominator changes sign. */
Test(profile, critical_penalty_is_singular) {
  uint64_t state = 11;
  for (int round = 0; round < 50; ++round) {
    rp_profile p, below, above;
    double c = uniform(&state, -2, 3), k = uniform(&state, 0, 5), T = uniform(&state, 0.1, 4), u, v, du;
    rp_profile_make(T, c, k, 1, &p);
    double w = sqrt(c * c + k), critical = rp_profile_critical(&p);
    CLOSE(critical, c - w / tanh(w * T), 1e-12, 1e-12);
    rp_profile_make(T, c, k, critical - 1e-6, &below);
    rp_profile_make(T, c, k, critical + 1e-6, &above);
    rp_profile_decay(&below, T / 2, &u, &du);
    rp_profile_decay(&above, T / 2, &v, &du);
    cr_assert(u < 0 && v > 0);
  }
}

/* Almost no stiffness: (1 + k y^2/2 + g (y + k y^3/6))/(the same at T), y = T - t. */
Test(profile, nearly_straight) {
  rp_profile profile;
  double k = 6e-9, g = 0.7, value, slope, t = 0.25, y = 0.75;
  rp_profile_make(1, 0, k, g, &profile);
  rp_profile_decay(&profile, t, &value, &slope);
  CLOSE(value, (1 + k * y * y / 2 + g * (y + k * y * y * y / 6)) / (1 + k / 2 + g * (1 + k / 6)), 1e-14, 0);
}
