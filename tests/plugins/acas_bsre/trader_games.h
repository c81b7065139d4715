/* trader_games.h - what tests of equal and of unequal traders share: constant curves, and the solved path of a game. */
#ifndef TRADER_GAMES_H
#define TRADER_GAMES_H
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/traders_path.h"
#include "expect.h"

static double zero_grid[] = {0};

static inline rp_curve constant(const double *value) {
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = zero_grid, .terms = 1, .data = value};
}

/* Returns the memory of the path. */
static inline double *solve_path(const rp_traders_game *game, int level, rp_traders_path *path) {
  double *edges = malloc((size_t)rp_traders_grid_bound(game, level) * sizeof *edges), escape;
  int64_t panels = rp_traders_grid(game, level, edges);
  double *memory = malloc((size_t)rp_traders_path_size(panels) * sizeof *memory);
  rp_traders_path_place(game, panels, memory, path);
  memcpy(path->edges, edges, (size_t)(panels + 1) * sizeof *edges);
  free(edges);
  cr_assert(rp_traders_path_solve(path, &escape));
  return memory;
}

#endif
