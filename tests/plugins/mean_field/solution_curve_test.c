/* The curve of all equilibria: its ends, its pieces, and the derivative of the time along it. */
#include "games.h"

/* dT/dx on every piece of the curve against differences of T. */
Test(solution_curve, derivative_of_time) {
  uint64_t state = 909;
  int compared = 0, kinds[3] = {0, 0, 0};
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    rp_time_map map;
    rp_solution_curve c;
    rp_time_map_init(&map, &p);
    rp_solution_curve_init(&c, &map);
    for (int i = 0; i < c.count; ++i) {
      double from = c.pieces[i].from, width = fmin(c.pieces[i].to - from, 15), h = 3e-4 * width;
      for (int j = 0; j < 7; ++j) {
        double x = from + width * (0.03 + 0.155 * j), T[5];
        for (int k = 0; k < 5; ++k)
          T[k] = rp_solution_curve_at(&c, i, x + (k - 2) * h, RP_CURVE_TIME).time;
        double slope = (T[0] - 8 * T[1] + 8 * T[3] - T[4]) / (12 * h),
               growth = rp_solution_curve_at(&c, i, x, RP_CURVE_GROWTH).growth;
        CLOSE(growth, slope, 1e-6, fabs(slope) + 1e-3 * T[2] / width + 1e-9 * fabs(map.x0) / map.s2);
        ++compared;
        ++kinds[c.pieces[i].kind];
      }
    }
  }
  cr_assert_gt(compared, 500);
  for (int i = 0; i < 3; ++i)
    cr_assert_gt(kinds[i], 50);
}

/* From T = 0 at v0 to zt: pieces follow each other without a gap, in key, speed and time. */
Test(solution_curve, hangs_together) {
  uint64_t state = 111;
  int touching = 0;
  for (int round = 0; round < 200; ++round) {
    rp_retail p = random_retail(&state);
    if (round % 4 == 0) p.v0 = p.sigma * p.sigma / (2 * p.kappa + 0.1) * (round % 8 ? 1.001 : 0.99);
    if (round % 16 == 0 && p.kappa > 0)
      p.v0 = p.sigma * p.sigma / (2 * p.kappa); /* starts on its turning point */
    if (round % 4 == 1) p.v0 = p.vstar * (round % 8 == 1 ? 1.001 : 0.99);
    rp_retail_derive(&p);
    rp_time_map map;
    rp_solution_curve c;
    rp_time_map_init(&map, &p);
    rp_solution_curve_init(&c, &map);
    cr_assert_gt(c.count, 0);
    touching += c.touches;
    rp_curve_point start = rp_solution_curve_at(&c, 0, c.pieces[0].from, RP_CURVE_GROWTH), before = start;
    CLOSE(start.end.z, p.v0, 1e-9, 0);
    CLOSE(start.time, 0, 1e-7, fmin(1 / p.omega, p.v0 / map.s2) + 1e-9 * fabs(map.x0) / map.s2);
    cr_assert_gt(start.growth, 0);
    for (int i = 0; i < c.count; ++i) {
      rp_curve_point at = rp_solution_curve_at(&c, i, c.pieces[i].from, RP_CURVE_TIME);
      if (i > 0) {
        CLOSE(at.end.z, before.end.z, 1e-9, 0);
        CLOSE(at.speed, before.speed, 1e-6, fabs(before.speed) + map.s2 * 1e-6);
        CLOSE(at.time, before.time, 1e-6, before.time + 1e-9 * fabs(map.x0) / map.s2);
      }
      if (c.pieces[i].kind != RP_PIECE_TURNPIKE)
        before = rp_solution_curve_at(&c, i, c.pieces[i].to, RP_CURVE_TIME);
    }
    cr_assert_eq(c.pieces[c.count - 1].kind, RP_PIECE_TURNPIKE);
    double far = rp_solution_curve_at(&c, c.count - 1, 600, RP_CURVE_TIME).time;
    double farther = rp_solution_curve_at(&c, c.count - 1, 650, RP_CURVE_TIME).time;
    CLOSE((farther - far) * p.omega, 50, 1e-6, 0);
  }
  cr_assert(touching > 20 && touching < 180);
}

/* v0 = v* = sigma^2 / (2 kappa): at rest for ever. */
Test(solution_curve, rests) {
  double vstar = (sqrt(2) - 1) / 2;
  rp_retail p = retail_of(1, 1, 1, 1 / (2 * vstar), 1, 1, vstar);
  rp_time_map map;
  rp_solution_curve c;
  rp_time_map_init(&map, &p);
  rp_solution_curve_init(&c, &map);
  cr_assert(c.rests);
  cr_assert_eq(c.count, 0);
}
