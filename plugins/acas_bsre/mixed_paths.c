/* mixed_paths.c - see mixed_traders.h: paths and objectives of single traders once the aggregate rate is known. */
#include <string.h>
#include "mixed_sweep.h"

enum { S = RP_MIXED_STAGES, C = RP_MIXED_COLUMNS, L = RP_MIXED_LANES };

int64_t rp_mixed_respond_workspace(const rp_mixed_traders *game) {
  return game->panels * (int64_t)(sizeof(rp_mixed_answer) / sizeof(double));
}

void rp_mixed_feel(const rp_mixed_traders *game, const double *rates, double *felt) {
  for (int64_t p = 0; p < game->panels; ++p)
    for (int m = 0; m < C; ++m) {
      double sum = 0;
      for (int k = 0; k < S; ++k)
        sum += game->panel[p].total[m][k] * rates[p * S + k];
      felt[p * C + m] = sum;
    }
}

/* kappa at the right ends of panels in place of the adjoints. */
RP_INLINE void respond_backward(const rp_mixed_traders *game, const double *felt,
                                const rp_mixed_answer *answers, lanes *adjoint) {
  lanes kappa = {0};
  for (int64_t p = game->panels - 1; p >= 0; --p) {
    const rp_mixed_answer *a = answers + p;
    adjoint[p + 1] = kappa;
    kappa = a->carried * kappa + a->gift + felt[p * C + S];
    for (int m = 0; m < S; ++m)
      kappa += a->gained[m] * felt[p * C + m];
  }
  adjoint[0] = kappa;
}

/* Rates at the nodes of a panel and the inventory on its right. */
RP_INLINE void respond_panel(const rp_mixed_traders *game, int64_t p, const double *felt,
                             const rp_mixed_answer *a, const lanes *kappa, const lanes *left, lanes *rate,
                             lanes *right) {
  const rp_mixed_panel *c = game->panel + p;
  lanes mode[S], moved = {0};
  for (int m = 0; m < S; ++m)
    moved += a->moved[m] * felt[m];
  *right = *left;
  for (int m = 0; m < S; ++m) {
    mode[m] = a->state[m] * *left + a->future[m] * *kappa + a->offset[m] + a->direct[m] * moved -
              a->inner[m] * felt[m];
    *right += c->sum[m] * mode[m];
  }
  for (int j = 0; j < S; ++j) { /* c = P mode + omega V, v = c - omega V */
    rate[j] = c->out[j][0] * mode[0];
    for (int m = 1; m < S; ++m)
      rate[j] += c->out[j][m] * mode[m];
  }
}

/* Running part of the objectives on a panel. */
RP_INLINE void add_values(const rp_mixed_traders *game, const lanes *running, int64_t p, const double *rates,
                          const lanes *left, const lanes *rate, lanes *value) {
  double h = game->edges[p + 1] - game->edges[p];
  for (int j = 0; j < S; ++j) {
    int64_t i = p * S + j;
    lanes q = *left, v = rate[j];
    for (int k = 0; k < S; ++k)
      q += h * game->method.from_left[j][k] * rate[k];
    *value += h * game->method.weight[j] *
              (q * (game->slope[i] * rates[i] + game->force[i]) -
               v * (game->own[i] * v + game->cross[i] * (rates[i] - v)) - *running * game->shape[i] * q * q);
  }
}

RP_CLONES static void respond(const rp_mixed_traders *game, const rp_mixed_group *g, const double *rates,
                              const double *felt, rp_mixed_paths *paths, rp_mixed_answer *answers) {
  lanes *inventory = (lanes *)paths->inventory, *adjoint = (lanes *)paths->adjoint,
        *rate = (lanes *)paths->rate, value = {0};
  int64_t panels = game->panels;
  sweep(game, g, answers);
  respond_backward(game, felt, answers, adjoint);
  inventory[0] = g->start;
  for (int64_t p = 0; p < panels; ++p) {
    respond_panel(game, p, felt + p * C, answers + p, adjoint + p + 1, inventory + p, rate + p * S,
                  inventory + p + 1);
    add_values(game, &g->running, p, rates, inventory + p, rate + p * S, &value);
    adjoint[p] += answers[p].gain * inventory[p];
  }
  adjoint[panels] -= 2 * g->terminal * inventory[panels];
  value -= g->terminal * inventory[panels] * inventory[panels];
  memcpy(paths->value, &value, sizeof value);
}

void rp_mixed_respond(const rp_mixed_traders *game, int64_t first, int64_t some, const double *rates,
                      const double *felt, rp_mixed_paths *paths, double *work) {
  rp_mixed_group g = {.valid = {0}};
  read_group(game, first, some, &g);
  respond(game, &g, rates, felt, paths, (rp_mixed_answer *)(void *)work);
}
