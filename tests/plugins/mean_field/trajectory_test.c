/* The memory, panels and failures of paths by collocation. */
#include "games.h"
#include <string.h>

/* Every array has its room, none overlaps another, and little is wasted. */
Test(trajectory, memory) {
  const int mosts[] = {1, 3, 40}, degrees[] = {4, 20};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 2; ++b) {
      int64_t p = mosts[a], n = degrees[b] + 1, size = rp_trajectory_size(mosts[a], degrees[b]);
      double *memory = malloc((size_t)size * sizeof *memory);
      rp_trajectory t;
      rp_trajectory_layout(&t, mosts[a], degrees[b], memory);
      cr_assert(t.most == mosts[a] && t.degree == degrees[b] && t.panels == 0);
      const struct {
        const double *at;
        int64_t count;
      } arrays[] = {{t.edges, p + 1},
                    {t.points, n},
                    {t.matrix, n * n},
                    {t.l, p * n},
                    {t.P, p * n},
                    {t.spare, p * n},
                    {t.kept, p * n + p + 1},
                    {(const double *)(const void *)t.local, 4 * p * n},
                    {t.gram, p * n * n},
                    {t.ends, 11 * (p + 2)},
                    {t.block, n * (n + 3) + 3 * p * n}};
      int64_t used = 0;
      for (size_t i = 0; i < sizeof arrays / sizeof *arrays; ++i) {
        cr_assert_eq(arrays[i].at - memory, used);
        used += arrays[i].count;
      }
      cr_assert_eq(used, size);
      free(memory);
    }
}

Test(trajectory, edges) {
  enum { MOST = 5 };
  double *memory = malloc((size_t)rp_trajectory_size(MOST, 4) * sizeof *memory);
  rp_trajectory t;
  rp_trajectory_layout(&t, MOST, 4, memory);
  t.panels = 1;
  t.edges[0] = 0;
  t.edges[1] = 10;
  const double inserted[] = {3, 7, 3 + 5e-9, 3 - 5e-9, 5e-9, 10 - 5e-9, 5, 10 - 2e-8},
               want[] = {0, 3, 5, 7, 10 - 2e-8, 10};
  for (int i = 0; i < 8; ++i)
    cr_assert(rp_trajectory_insert(&t, inserted[i]));
  cr_assert_eq(t.panels, MOST);
  for (int i = 0; i <= MOST; ++i)
    cr_assert_eq(t.edges[i], want[i]);
  cr_assert_not(rp_trajectory_insert(&t, 6));
  cr_assert(rp_trajectory_insert(&t, 7)); /* nothing to do */
  free(memory);
}

/* Panels that a path needs are all it needs: with fewer it says so; with exactly so many it is the same path. Along an orbit panels follow
 * it, without herding they are graded; both are halved where they do not resolve. */
Test(trajectory, room) {
  uint64_t state = 31;
  for (int round = 0; round < 16; ++round) {
    rp_retail p = random_retail(&state);
    if (round % 2) p.a = -p.a;
    if (round < 4) p.c = 1e4 * p.b; /* layers of the mean */
    rp_retail_derive(&p);
    test_game t;
    open_game(&t, p);
    follow(&t, 0);
    int panels = t.path.panels, failed = 0;
    double z = terminal_variance(&t);
    for (int room = 1; room <= panels; ++room) {
      double *memory = malloc((size_t)rp_trajectory_size(room, DEGREE) * sizeof *memory);
      rp_trajectory path;
      rp_trajectory_layout(&path, room, DEGREE, memory);
      rp_game_status status = rp_game_path(&t.game, 0, 1e-12, &path);
      if (room == panels) {
        cr_assert_eq(status, RP_GAME_SOLVED);
        cr_assert_eq(exp(2 * path.l[(DEGREE + 1) * path.panels - 1]), z);
      }
      failed += status == RP_GAME_NEWTON_FAILED;
      free(memory);
    }
    cr_assert_eq(failed, panels - 1);
    close_game(&t);
  }
}

/* The same with polynomials of low degree, which must be halved again and again. */
Test(trajectory, room_for_halves) {
  enum { LOW = 8, MOST = 200 };
  const rp_retail cases[] = {retail_of(-1, 1, 1, 1, 1, 6, 1), retail_of(-3, 1, 0.5, 2, 0.4, 3, 0.2),
                             retail_of(1, 1, 1, 1, 1, 1, 1)};
  for (int i = 0; i < 3; ++i) {
    test_game t;
    open_game(&t, cases[i]);
    double *memory = malloc((size_t)rp_trajectory_size(MOST, LOW) * sizeof *memory), l, P, want_l[9],
           want_P[9];
    rp_trajectory path;
    rp_trajectory_layout(&path, MOST, LOW, memory);
    cr_assert_eq(rp_game_path(&t.game, 0, 1e-9, &path), RP_GAME_SOLVED, "case %d", i);
    int panels = path.panels;
    cr_assert_gt(panels, 3);
    for (int k = 0; k < 9; ++k)
      rp_trajectory_at(&path, t.retail.horizon * k / 8, &want_l[k], &want_P[k]);
    free(memory);
    for (int room = 1; room <= panels; ++room) {
      memory = malloc((size_t)rp_trajectory_size(room, LOW) * sizeof *memory);
      rp_trajectory_layout(&path, room, LOW, memory);
      rp_game_status status = rp_game_path(&t.game, 0, 1e-9, &path);
      cr_assert_eq(status, room == panels ? RP_GAME_SOLVED : RP_GAME_NEWTON_FAILED);
      for (int k = 0; k < 9 && room == panels; ++k) {
        rp_trajectory_at(&path, t.retail.horizon * k / 8, &l, &P);
        cr_assert(l == want_l[k] && P == want_P[k]);
      }
      free(memory);
    }
    close_game(&t);
  }
}

/* A crowd that wants to gather in a moment so short that no number of halves resolves it. */
static void sudden(void *context, double t, rp_local *local) {
  (void)context;
  *local = (rp_local){.a = 5 + 20 / (1 + pow((t - 0.77) / 1e-7, 2)), .b = 1, .c = 1, .s2 = 0.25};
}

static void absurd(void *context, double t, rp_local *local) {
  (void)context, (void)t;
  *local = (rp_local){.a = 1e12, .b = 1, .c = 0, .s2 = 1e-12};
}

/* A path that cannot be continued is as it was, if it fails at once or when no panel is left to be halved. */
static void check_failure(rp_local_function *weights, bool at_once, bool full) {
  test_game t;
  open_game(&t, retail_of(5, 1, 1, 1, 0.5, 2, 1));
  follow(&t, 0);
  if (full) {
    int panels = t.path.panels;
    double *memory = malloc((size_t)rp_trajectory_size(panels, DEGREE) * sizeof *memory);
    rp_trajectory_layout(&t.path, panels, DEGREE, memory);
    free(t.memory[1]);
    t.memory[1] = memory;
    follow(&t, 0);
  }
  rp_trajectory *path = &t.path;
  int panels = path->panels, count = panels * (DEGREE + 1);
  double *before = malloc((size_t)(count + panels + 1) * sizeof *before);
  memcpy(before, path->l, (size_t)count * sizeof *before);
  memcpy(before + count, path->edges, (size_t)(panels + 1) * sizeof *before);
  rp_trajectory_problem hopeless = {.local = weights, .v0 = 1, .d = 1};
  rp_trajectory_status status = rp_trajectory_continue(path, &hopeless, 1e-12);
  if (at_once)
    cr_assert(status == RP_TRAJECTORY_SINGULAR || status == RP_TRAJECTORY_SLOW);
  else
    cr_assert_eq(status, RP_TRAJECTORY_NOT_RESOLVED);
  cr_assert_eq(path->panels, panels);
  cr_assert_eq(memcmp(before, path->l, (size_t)count * sizeof *before), 0);
  cr_assert_eq(memcmp(before + count, path->edges, (size_t)(panels + 1) * sizeof *before), 0);
  cr_assert_eq(rp_trajectory_continue(path, &t.game.problem, 1e-12), RP_TRAJECTORY_SOLVED);
  CLOSE(terminal_variance(&t), t.game.all[0].end.z, 1e-11, 0);
  free(before);
  close_game(&t);
}

Test(trajectory, failure_keeps_the_path) {
  check_failure(absurd, true, false);
  check_failure(absurd, true, true);
  check_failure(sudden, false, false);
  check_failure(sudden, false, true);
}
