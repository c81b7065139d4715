/* What all orbits share: the first integral, the terminal line, the turnpike's orbit. */
#include "games.h"

/* H(z) of the terminal line, and v'^2 with it. */
static double energy(const rp_retail *p, double z) {
  return ((p->kappa * p->kappa - p->k * p->k) * z - p->kappa * p->sigma * p->sigma - p->A * log(z)) / 2;
}

static double square(const rp_retail *p, double v, double H) {
  return pow(p->sigma, 4) + 4 * p->k * p->k * v * v + 4 * p->A * v * log(v) + 8 * H * v;
}

Test(time_map, first_integral) {
  uint64_t state = 31;
  for (int round = 0; round < 200; ++round) {
    rp_retail p = random_retail(&state);
    rp_time_map map;
    rp_time_map_init(&map, &p);
    double at_turnpike = energy(&p, map.zt), scale = fabs(at_turnpike) + p.A + p.kappa * map.s2;
    /* the turnpike's orbit: v' = 0 at v*, and it arrives at zt */
    CLOSE(square(&p, p.vstar, at_turnpike), 0, 1e-9, scale * p.vstar);
    for (double ratio = 0.05; ratio < 30; ratio *= 1.7) {
      rp_terminal end = {map.zt * (ratio - 1), map.zt * ratio};
      double delta = rp_time_map_delta(&map, end), w = rp_time_map_terminal_speed(&map, end.z);
      double level = scale + p.A * fabs(log(end.z)) + (p.kappa * p.kappa + p.k * p.k) * end.z;
      CLOSE(delta, energy(&p, end.z) - at_turnpike, 1e-12, level);
      CLOSE(w, map.s2 - 2 * p.kappa * end.z, 1e-14, map.s2 + p.kappa * end.z);
      CLOSE(rp_time_map_speed_squared(&map, end.z - p.vstar, delta), w * w, 1e-9,
            level * end.z + map.s2 * map.s2);
      CLOSE(rp_time_map_speed_squared(&map, p.v0 - p.vstar, delta), square(&p, p.v0, energy(&p, end.z)), 1e-9,
            level * p.v0 + square(&p, p.v0, 0));
      double slope = ((p.kappa * p.kappa - p.k * p.k) - p.A / end.z) / 2;
      CLOSE(rp_time_map_delta_slope(&map, end), slope, 1e-9, p.kappa * p.kappa + p.k * p.k + p.A / end.z);
      for (double h = -0.9; h < 3; h += 0.37) { /* the difference quotient from there */
        double other = end.z * (1 + h), ratio_h = rp_time_map_delta_ratio(&map, end.z, end.z * h, other);
        CLOSE(ratio_h * end.z * h, energy(&p, other) - energy(&p, end.z), 1e-11,
              level + p.A * fabs(log(other)) + (p.kappa * p.kappa + p.k * p.k) * other);
      }
    }
  }
}

/* Near zt delta vanishes like slope times key, with all digits. */
Test(time_map, near_the_turnpike) {
  uint64_t state = 32;
  for (int round = 0; round < 100; ++round) {
    rp_retail p = random_retail(&state);
    rp_time_map map;
    rp_time_map_init(&map, &p);
    for (double key = 1e-300; key < 1e-9 * map.zt; key *= 1e20) {
      rp_terminal end = {key, map.zt + key};
      CLOSE(rp_time_map_delta(&map, end), map.slope * key, 1e-8 * p.A / map.zt, key);
    }
    double h = 1e-3 * map.zt; /* second derivative A / (2 z^2) */
    rp_terminal up = {h, map.zt + h}, down = {-h, map.zt - h};
    CLOSE((rp_time_map_delta(&map, up) + rp_time_map_delta(&map, down)) / (h * h),
          p.A / (2 * map.zt * map.zt), 1e-5, 0);
  }
}

/* v'^2 of the turnpike's orbit next to it, where the closed form cancels. */
Test(time_map, speed_near_the_turnpike) {
  rp_retail p = retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7);
  rp_time_map map;
  rp_time_map_init(&map, &p);
  for (double y = 1e-9; y < 3e-3; y *= 1.5)
    for (int side = -1; side <= 1; side += 2) {
      double r = side * y, x = r * p.vstar, phi = 0, power = r;
      for (int n = 2; n < 12; ++n) { /* r^2/2 - r^3/6 + r^4/12 ... */
        power *= r;
        phi += power / (n * (n - 1)) * (n % 2 ? -1 : 1);
      }
      CLOSE(rp_time_map_speed_squared(&map, x, 0), 4 * p.k * p.k * x * x + 4 * p.A * p.vstar * phi, 1e-12, 0);
    }
}

/* 1 - ln(1 + y)/y and its derivative, across the switch to the series. */
Test(time_map, lag) {
  for (double y = -0.9; y < 5; y += 0.01) {
    if (fabs(y) < 5e-3) continue;
    double lag = rp_time_map_log_lag(y), h = 1e-4 * (1 + y);
    CLOSE(lag, 1 - log1p(y) / y, 1e-12, 0.01);
    CLOSE(rp_time_map_log_lag_slope(y), (rp_time_map_log_lag(y + h) - rp_time_map_log_lag(y - h)) / (2 * h),
          1e-6, 1);
  }
  for (double y = 1e-12; y < 0.02; y *= 1.3)
    for (int side = -1; side <= 1; side += 2) {
      double x = side * y, sum = 0, slope = 0, power = 1;
      for (int n = 1; n < 30; ++n) { /* y/2 - y^2/3 + ... */
        slope -= power * n / (n + 1) * (n % 2 ? -1 : 1);
        power *= x;
        sum -= power / (n + 1) * (n % 2 ? -1 : 1);
      }
      CLOSE(rp_time_map_log_lag(x), sum, 1e-12, 0);
      CLOSE(rp_time_map_log_lag_slope(x), slope, 1e-11, 0);
    }
}
