/* The density m_1 against which herding measures moves constants only; routes to one number agree whatever it is. */
#include "games.h"
#include "mean_field/noiseless.h"

Test(units, density) {
  uint64_t state = 41;
  for (int round = 0; round < 10; ++round) {
    test_game plain, moved;
    rp_retail p = random_retail(&state);
    if (round % 3 == 2) p.a = -p.a;
    rp_retail_derive(&p);
    open_game(&plain, p);
    p.log_unit = 1.3;
    open_game(&moved, p);
    follow(&plain, 0);
    follow(&moved, 0);
    double s2 = p.sigma * p.sigma, size = 1 + 1.3 * (fabs(p.A) * p.horizon + s2);
    CLOSE(rp_game_action(&p, &moved.path),
          rp_game_action(&plain.retail, &plain.path) + 1.3 * (p.A * p.horizon - s2 / 2), 1e-10,
          size + fabs(rp_game_action(&p, &moved.path)));
    CLOSE(rp_game_utility(&p, &moved.path),
          rp_game_utility(&plain.retail, &plain.path) - 1.3 * p.a * p.horizon, 1e-10,
          size * p.b + fabs(rp_game_utility(&p, &moved.path)));
    double at = 0.4 * p.horizon, with, without;
    rp_coefficients c = rp_game_coefficients(&p, &moved.path, at),
                    d = rp_game_coefficients(&plain.retail, &plain.path, at);
    CLOSE(c.D, d.D - 1.3, 1e-11, 1 + fabs(d.D));
    rp_game_constants(&p, &moved.path, 1, &at, &with);
    rp_game_constants(&plain.retail, &plain.path, 1, &at, &without);
    CLOSE(with, without - 1.3 * p.a * 0.6 * p.horizon, 1e-9, size * p.b + fabs(without));
    CLOSE(moved.game.all[0].end.z, terminal_variance(&moved), 1e-11, 0);
    rp_game_residuals r = rp_game_check(&p, &moved.path);
    cr_assert_lt(r.mass, 1e-13);
    close_game(&plain);
    close_game(&moved);
  }
}

/* Without noise: the action along the orbit is that of the path. */
Test(units, noiseless_action) {
  rp_retail p = retail_of(0.6, 1.2, 0.7, 0.9, 0, 0.5, 1.4);
  p.log_unit = 0.8;
  test_game t;
  open_game(&t, p);
  double action;
  cr_assert_eq(t.game.count, 2);
  for (int i = 0; i < 2; ++i) {
    follow(&t, i);
    CLOSE(rp_noiseless_time(&p, t.game.noiseless[i], &action), p.horizon, 1e-12, 0);
    CLOSE(action, rp_game_action(&t.retail, &t.path), 1e-9, 1);
  }
  close_game(&t);
}

/* The highest degree that has room. */
Test(units, deepest_degree) {
  test_game t;
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  rp_trajectory path;
  double *memory = malloc((size_t)rp_trajectory_size(40, RP_GAME_DEGREE_MOST) * sizeof(double));
  rp_trajectory_layout(&path, 40, RP_GAME_DEGREE_MOST, memory);
  cr_assert_eq(rp_game_path(&t.game, 0, 1e-12, &path), RP_GAME_SOLVED);
  double zero = 0, constant, other;
  rp_game_constants(&t.retail, &path, 1, &zero, &constant);
  rp_game_constants(&t.retail, &t.path, 1, &zero, &other);
  CLOSE(constant, other, 1e-11, 0);
  CLOSE(rp_game_utility(&t.retail, &path), rp_game_utility(&t.retail, &t.path), 1e-11, 0);
  free(memory);
  close_game(&t);
}
