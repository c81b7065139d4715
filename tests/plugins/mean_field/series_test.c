/* Where closed forms cancel, series stand in for them: their terms, one by one, against long doubles. */
#include "games.h"
#include "mean_field/particles.h"
#include "mean_field/time_map.h"

static long double log1p_series(long double y) {
  long double sum = 0, power = 1;
  for (int i = 1; i < 40; ++i)
    sum += (power *= i > 1 ? -y : y) / i;
  return sum;
}

Test(series, log_lag) {
  const double ys[] = {-9.9e-4, -3e-4, 2e-4, 9.9e-4};
  for (int i = 0; i < 4; ++i) {
    long double y = ys[i];
    CLOSE(rp_time_map_log_lag(ys[i]), (double)(1 - log1p_series(y) / y), 5e-15, 0);
    y *= 10;
    CLOSE(rp_time_map_log_lag_slope(10 * ys[i]), (double)((log1p_series(y) / y - 1 / (1 + y)) / y), 2e-13, 0);
  }
}

/* Q(v) = 4 A v* phi(v/v*) where k and delta are zero. */
Test(series, speed) {
  rp_time_map map;
  rp_retail p = retail_of(1.3, 1, 0, 1, 0.8, 1, 1);
  rp_time_map_init(&map, &p);
  const double rs[] = {-9.9e-4, 9.9e-4};
  for (int i = 0; i < 2; ++i) {
    double x = rs[i] * p.vstar;
    long double r = (long double)x / p.vstar, phi = (1 + r) * log1p_series(r) - r;
    CLOSE(rp_time_map_speed_squared(&map, x, 0), (double)(4 * 1.3L * p.vstar * phi), 3e-14, 0);
  }
}

/* An inventory penalty that is too small to matter does not matter. */
Test(series, small_penalty) {
  rp_retail none = retail_of(1, 1, 0, 2, 0.8, 1.3, 0.7), tiny = retail_of(1, 1, 9e-18, 2, 0.8, 1.3, 0.7);
  double slope[2];
  for (double t = 0; t <= 1.3; t += 0.26) {
    CLOSE(rp_variance_without_herding(&tiny, t, slope), rp_variance_without_herding(&none, t, slope + 1),
          1e-13, 0);
    CLOSE(slope[0], slope[1], 1e-13, 0);
  }
}

/* Many means at once, with k T just below the bound of the series. */
Test(series, mean) {
  rp_retail p = retail_of(1, 1, 0.2499, 1, 1, 1, 1);
  double times[9], means[9], rates[9], first[9], second[9];
  for (int i = 0; i < 9; ++i)
    times[i] = i / 8.0;
  rp_mean_path(&p, 9, times, means, rates);
  rp_mean_basis basis = {.first = first, .second = second};
  rp_mean_basis_fill(&basis, &p, 9, times);
  for (int i = 0; i < 9; ++i) {
    double mean, rate;
    rp_mean_at(&p, times[i], &mean, &rate);
    CLOSE(means[i], mean, 1e-14, 0);
    CLOSE(rates[i], rate, 1e-14, 0);
    CLOSE(first[i], (double)coshl((long double)p.k * times[i]), 3e-16, 0);
    CLOSE(second[i], (double)(sinhl((long double)p.k * times[i]) / p.k), 1e-15, 1e-300 + fabs(second[i]));
  }
}

Test(series, particle_step) {
  const double slopes[] = {-8e-9, 8e-9};
  for (int i = 0; i < 2; ++i) {
    rp_particle_step s = rp_particle_step_of(0, 1, slopes[i], 1, 0.1);
    long double y = 0.1L * slopes[i];
    CLOSE(s.after, (double)(0.1L * (1 + y / 2 + y * y / 6)), 1e-15, 0);
    CLOSE(s.spread * s.spread, (double)(0.1L * (1 + y + 2 * y * y / 3)), 1e-15, 0);
  }
}

/* Uniqueness needs the horizon's part of the condition: k^2 + pi^2/(4 T^2) >= A^2/(3 sigma^4). */
Test(series, uniqueness) {
  rp_retail p = retail_of(3, 1, 1, 1, 1, 1, 1);
  cr_assert(rp_retail_is_unique_by_condition(&p));
  p = retail_of(3.3, 1, 1, 1, 1, 1, 1);
  cr_assert_not(rp_retail_is_unique_by_condition(&p));
}
