/* Orbits on the curve of all equilibria: times against a plain integration, and the orbit as a table. */
#include "games.h"

/* v at the end of an orbit's time, by Runge and Kutta's method forward from v0. */
static double forward(const rp_retail *p, double speed, double H, double time, double *end_speed) {
  int steps = 4000;
  double h = time / steps, v = p->v0, w = speed;
  for (int i = 0; i < steps; ++i) {
    double dv[4], dw[4], at_v = v, at_w = w;
    for (int k = 0; k < 4; ++k) {
      dv[k] = at_w;
      dw[k] = 4 * p->k * p->k * at_v + 2 * p->A * (1 + log(at_v)) + 4 * H;
      double part = k == 2 ? h : h / 2;
      at_v = v + part * dv[k];
      at_w = w + part * dw[k];
    }
    v += h / 6 * (dv[0] + 2 * dv[1] + 2 * dv[2] + dv[3]);
    w += h / 6 * (dw[0] + 2 * dw[1] + 2 * dw[2] + dw[3]);
  }
  *end_speed = w;
  return v;
}

/* Every point of the curve is an orbit that arrives on the terminal line after its time, and the table says so too. */
Test(orbit, arrives) {
  uint64_t state = 303;
  int compared = 0, headings[2] = {0, 0};
  static double memory[4][RP_ORBIT_POINTS];
  const rp_orbit_table table = {memory[0], memory[1], memory[2], memory[3]};
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    rp_time_map map;
    rp_solution_curve c;
    rp_time_map_init(&map, &p);
    rp_solution_curve_init(&c, &map);
    for (int i = 0; i < c.count; ++i)
      for (int j = 1; j < 6; ++j) {
        double from = c.pieces[i].from, width = fmin(c.pieces[i].to - from, 6);
        rp_curve_point at = rp_solution_curve_at(&c, i, from + width * j / 6, RP_CURVE_TIME);
        if (p.omega * at.time > 7 || p.v0 < 1e-3 * p.vstar) continue;
        double s2 = map.s2, z = at.end.z, last, v;
        double H = ((p.kappa * p.kappa - p.k * p.k) * z - p.kappa * s2 - p.A * log(z)) / 2;
        v = forward(&p, at.speed, H, at.time, &last);
        if (isnan(v)) continue; /* too steep for steps of one length */
        CLOSE(v, z, 1e-5, z + p.v0);
        CLOSE(last, s2 - 2 * p.kappa * z, 1e-4, s2 + p.kappa * (z + p.v0) + fabs(at.speed));
        int n = rp_orbit_follow(&map, at.end, at.speed, at.time, RP_ORBIT_POINTS, table);
        cr_assert_gt(n, 1);
        CLOSE(memory[0][n - 1], at.time, 1e-9, 0);
        CLOSE(memory[1][n - 1], log(z), 1e-9, 1);
        CLOSE(memory[1][0], log(p.v0), 1e-12, 1);
        CLOSE(memory[2][n - 1], (s2 - 2 * p.kappa * z) / z, 1e-6, fabs(s2 / z) + p.kappa);
        for (int k = 1; k < n; ++k)
          cr_assert(memory[0][k] >= memory[0][k - 1] && memory[3][k] >= memory[3][k - 1]);
        ++compared;
        ++headings[at.speed > 0];
      }
  }
  cr_assert_gt(compared, 150);
  cr_assert(headings[0] > 30 && headings[1] > 30);
}

/* Turning points far below the turnpike, where the offset v - v* has none of their digits left, and above it. */
Test(orbit, turning_point) {
  uint64_t state = 404;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    for (double ratio = 1e-9; ratio < 1e4; ratio *= 7) {
      double v = ratio * p.vstar, x = v - p.vstar;
      if (fabs(ratio - 1) < 0.3) continue;
      p.v0 = ratio < 1 ? v / 2 : 2 * v;
      rp_time_map map;
      rp_orbit o;
      rp_time_map_init(&map, &p);
      double still = 4 * p.k * p.k * x * x + 4 * p.A * (v * log(ratio) - x);
      cr_assert(rp_orbit_open(&o, &map, -still / (8 * v)));
      cr_assert_eq(o.side, ratio < 1 ? -1 : 1);
      CLOSE(o.vturn, v, 1e-10, 0);
      CLOSE(o.turn, x, 1e-10, 0);
    }
  }
}
