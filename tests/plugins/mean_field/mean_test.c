/* Mean and rate against the equations that define them, and their limits. */
#include "games.h"
#include <string.h>

static const double horizons[] = {1e-6, 0.3, 1.2, 40};

/* M'' = k^2 M, q = M', M(0) = mu0, M'(T) = kappa (x* - M(T)), by differences of fourth order. */
Test(mean, equations) {
  uint64_t state = 3;
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    p.mu0 = uniform(&state, -2, 2);
    p.target = uniform(&state, -2, 2);
    double h = 1e-3 / fmax(p.k, 1 / p.horizon), M[5], q[5], size = fabs(p.mu0) + fabs(p.target);
    double t = uniform(&state, 0.1, 0.9) * p.horizon;
    for (int i = 0; i < 5; ++i)
      rp_mean_at(&p, t + (i - 2) * h, &M[i], &q[i]);
    double slope = (M[0] - 8 * M[1] + 8 * M[3] - M[4]) / (12 * h),
           bend = (q[0] - 8 * q[1] + 8 * q[3] - q[4]) / (12 * h);
    CLOSE(slope, q[2], 1e-10, size * (p.k + 1 / p.horizon));
    CLOSE(bend, p.k * p.k * M[2], 1e-9, size * (p.k + 1 / p.horizon) * (p.k + 1 / p.horizon));
    rp_mean_at(&p, 0, &M[0], &q[0]);
    CLOSE(M[0], p.mu0, 1e-14, size);
    rp_mean_at(&p, p.horizon, &M[0], &q[0]);
    CLOSE(q[0], p.kappa * (p.target - M[0]), 1e-12, p.kappa * size + 1e-300);
  }
}

Test(mean, without_inventory_penalty_the_rate_is_constant) {
  rp_retail p = retail_of(1, 1, 0, 1, 1, 1, 1);
  for (int i = 0; i <= 4; ++i) {
    double M, q;
    rp_mean_at(&p, i / 4.0, &M, &q);
    CLOSE(q, 0.35, 1e-15, 0);
    CLOSE(M, 0.3 + 0.35 * i / 4, 1e-15, 0);
  }
  rp_retail almost = retail_of(1, 1, 1e-18, 1, 1, 1, 1);
  double M, q;
  rp_mean_at(&almost, 0.5, &M, &q);
  CLOSE(q, 0.35, 1e-14, 0);
}

/* The array form is the same function, on both sides of its switch at k T = 1/2. */
Test(mean, path_is_the_same) {
  uint64_t state = 5;
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    p.horizon = horizons[round % 4];
    rp_retail_derive(&p);
    double times[11], means[11], rates[11];
    for (int i = 0; i <= 10; ++i)
      times[i] = p.horizon * i / 10;
    rp_mean_path(&p, 11, times, means, rates);
    for (int i = 0; i <= 10; ++i) {
      double M, q;
      rp_mean_at(&p, times[i], &M, &q);
      CLOSE(means[i], M, 1e-13, fabs(M) + 1e-3);
      CLOSE(rates[i], q, 1e-12, fabs(q) + 1e-3 * (p.k + p.kappa));
    }
  }
}

Test(mean, does_not_overflow) {
  rp_retail p = retail_of(1, 1, 400, 1, 1, 50, 1);
  double M, q;
  rp_mean_at(&p, 25, &M, &q);
  CLOSE(M, 2.476638465200542e-218, 1e-12, 0);
  rp_mean_at(&p, 50, &M, &q);
  CLOSE(M, 1.0 / 21, 1e-14, 0);
}

Test(mean, zero) {
  rp_retail p = {
      .a = 0.5, .b = 0.5, .c = 0.2, .d = 0.5, .sigma = 1, .horizon = 1, .mu0 = 0.5, .v0 = 1, .target = -2};
  double M, q;
  rp_retail_derive(&p);
  CLOSE(rp_mean_zero(&p, 1), 0.41289660815138457, 1e-14, 0);
  rp_mean_at(&p, rp_mean_zero(&p, 1), &M, &q);
  CLOSE(M, 0, 1e-15, 1);
  cr_assert(isnan(rp_mean_zero(&p, 0.4)));
  cr_assert(isnan(rp_mean_zero(&p, 0.4128)));
  p.target = 2;
  cr_assert(isnan(rp_mean_zero(&p, 1)));
}

/* From slow to stiff: M changes its sign there, to rounding. Without that change, at the ends and without k there is none. */
Test(mean, zero_of_stiff_means) {
  const double rates[] = {1e-6, 0.1, 0.499, 0.501, 5, 35, 80, 600, 3000};
  for (size_t i = 0; i < sizeof rates / sizeof *rates; ++i) {
    double k = rates[i];
    rp_retail p = {
        .a = 1, .b = 1, .c = k * k, .d = 3 * k, .sigma = 1, .horizon = 1, .mu0 = 1, .v0 = 1, .target = -2};
    rp_retail_derive(&p);
    if (k < 0.5) p.mu0 = k / 2; /* reached in spite of the weak pull */
    double zero = rp_mean_zero(&p, 1), width = 1e-11 * fmax(1, 1 / k), before, after, ignored;
    cr_assert(zero > 0 && zero < 1, "k = %g: %g", k, zero);
    rp_mean_at(&p, zero - fmin(width, zero), &before, &ignored);
    rp_mean_at(&p, zero + width, &after, &ignored);
    if (k < 1000)
      cr_assert(before > 0 && after < 0, "k = %g: M is %g before and %g after %.17g", k, before, after, zero);
    else
      CLOSE(zero, 0.5 + log(2.0 / 3) / (2 * k), 1e-15, 0); /* where M itself is below the least number */
    p.target = 2;
    cr_assert(isnan(rp_mean_zero(&p, 1)));
    p.mu0 = 0;
    cr_assert(isnan(rp_mean_zero(&p, 1)));
  }
  rp_retail straight = retail_of(1, 1, 0, 1, 1, 1, 1);
  straight.mu0 = 0.1;
  straight.target = -1;
  cr_assert(isnan(rp_mean_zero(&straight, 1)));
}

/* Signs of initial mean and target turn both. */
Test(mean, is_odd) {
  rp_retail p = retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7), other = p;
  other.mu0 = -p.mu0;
  other.target = -p.target;
  for (double t = 0; t <= 1.2; t += 0.3) {
    double M, q, N, r;
    rp_mean_at(&p, t, &M, &q);
    rp_mean_at(&other, t, &N, &r);
    cr_assert_eq(M, -N);
    cr_assert_eq(q, -r);
  }
}

/* Eq. 80 with w = eps = 1/2 is half of eq. 6, so A, k, kappa agree. */
Test(retail, weights) {
  rp_retail p = {.sigma = 1, .horizon = 1, .v0 = 1}, q = p;
  rp_retail_weights_eq6(&p, 0.4);
  rp_retail_weights_eq80(&q, 0.5, 0.5, 0.4);
  rp_retail_derive(&p);
  rp_retail_derive(&q);
  CLOSE(q.a, p.a / 2, 0, 0);
  CLOSE(q.A, p.A, 1e-15, 0);
  CLOSE(q.k, p.k, 1e-15, 0);
  CLOSE(q.kappa, p.kappa, 1e-15, 0);
  rp_retail_weights_eq80(&q, 0.1, 0.25, 0.4);
  rp_retail_derive(&q);
  CLOSE(q.A, 0.75 / 0.05, 1e-15, 0);
  CLOSE(q.kappa, 5, 1e-15, 0);
  CLOSE(q.k * q.k, 3.6, 1e-15, 0);
}

Test(retail, turnpike) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  CLOSE(p.vstar, (sqrt(2) - 1) / 2, 1e-15, 0);
  CLOSE(p.omega, 3.695518130045147, 1e-15, 0);
  uint64_t state = 8;
  for (int round = 0; round < 100; ++round) { /* k^2 v^2 + A v = sigma^4/4, also for crowd aversion */
    p = random_retail(&state);
    if (round % 3 == 0) p.a = -p.a;
    rp_retail_derive(&p);
    if (p.vstar == INFINITY) continue;
    double s4 = pow(p.sigma, 4);
    CLOSE(p.k * p.k * p.vstar * p.vstar + p.A * p.vstar, s4 / 4, 1e-12, s4 + fabs(p.A) * p.vstar);
  }
}

/* What is kept between curves does not change a bit, and is renewed when k or the horizon changes. */
Test(mean, kept_basis) {
  uint64_t state = 11;
  double first[37], second[37], times[37], means[37], rates[37], want[37], wanted[37];
  rp_mean_basis kept = {.k = NAN, .first = first, .second = second};
  rp_retail p = random_retail(&state);
  for (int round = 0; round < 200; ++round) {
    if (round % 5 == 0) {
      p = random_retail(&state);
      for (int i = 0; i < 37; ++i)
        times[i] = p.horizon * i / 36;
      kept.k = NAN;
    }
    if (round % 5 == 2) p.c *= 1.5;
    if (round % 5 == 3) p.horizon *= 2;
    p.mu0 = uniform(&state, -2, 2);
    p.target = uniform(&state, -2, 2);
    rp_retail_derive(&p);
    rp_mean_path(&p, 37, times, want, wanted);
    rp_mean_path_kept(&kept, &p, 37, times, means, rates);
    cr_assert(memcmp(means, want, sizeof want) == 0 && memcmp(rates, wanted, sizeof wanted) == 0);
  }
}

/* The series below k T = 1/2 against the definition, to rounding. */
Test(mean, slow_path_to_rounding) {
  double times[9], means[9], rates[9];
  for (double k = 1e-3; k < 0.5; k *= 1.7) {
    rp_retail p = retail_of(1, 1, k * k, 1, 1, 1, 1);
    for (int i = 0; i < 9; ++i)
      times[i] = i / 8.0;
    rp_mean_path(&p, 9, times, means, rates);
    for (int i = 0; i < 9; ++i) {
      double M, q;
      rp_mean_at(&p, times[i], &M, &q);
      CLOSE(means[i], M, 4e-16, 1);
      CLOSE(rates[i], q, 4e-16, 1);
    }
  }
}
