/*
 * mixed_sweep.h - eight traders on all panels, for the files of mixed_traders.h only: from the horizon, Y = p Q + kappa at the ends of
 * panels and what a panel answers to the inventory Q on its left, to kappa on its right and to V.
 */
#ifndef RP_MIXED_SWEEP_H
#define RP_MIXED_SWEEP_H
#include "mixed_traders.h"
#include "numerics/coupled_agents_lanes.h"

/* In modes, where 1/(1 - phi l) are diagonal: c = state Q + future kappa + offset + (direct moved - inner) V + omega V; Q right = kept Q
 * + drawn kappa + shift + moved V; kappa left = carried kappa + gift + gained V + the last row of `total`. moved and gained answer to the
 * rows of `total`. */
typedef struct rp_mixed_answer {
  lanes state[RP_MIXED_STAGES], future[RP_MIXED_STAGES], offset[RP_MIXED_STAGES], moved[RP_MIXED_STAGES],
      gained[RP_MIXED_STAGES], inner[RP_MIXED_STAGES], direct[RP_MIXED_STAGES];
  lanes kept, drawn, carried, shift, gift, gain; /* gain: p on the left */
} rp_mixed_answer;

/* Lanes beyond `some` are twins of the first trader without inventory, whom valid leaves out of sums: one without penalties would run
 * away. */
typedef struct rp_mixed_group {
  lanes running, terminal, start, valid;
} rp_mixed_group;

RP_INLINE void read_group(const rp_mixed_traders *game, int64_t first, int64_t some, rp_mixed_group *g) {
  for (int l = 0; l < LANES; ++l) {
    int here = l < some;
    g->running[l] = game->running[here ? first + l : first];
    g->terminal[l] = game->terminal[here ? first + l : first];
    g->start[l] = here ? game->start[first + l] : 0;
    g->valid[l] = here ? 1 : 0;
  }
}

/* The answer of a panel whose right end has Y = p Q + kappa; p becomes that of the left end. */
RP_INLINE void answer_panel(const rp_mixed_panel *c, const lanes *running, lanes *p, rp_mixed_answer *a) {
  lanes phi = *running, right = *p, by_adjoint = {0}, by_inventory = {0}, by_force = {0}, bent_adjoint = {0},
        bent_inventory = {0}, bent_force = {0};
  for (int m = 0; m < RP_MIXED_STAGES; ++m) {
    lanes inner = 1 / (1 - phi * c->mode[m]);
    lanes adjoint = inner * c->right[m], inventory = inner * (c->left[m] + phi * c->left_running[m]),
          force = inner * c->force[m];
    by_adjoint += c->sum[m] * adjoint;
    by_inventory += c->sum[m] * inventory;
    by_force += c->sum[m] * force;
    bent_adjoint += c->bend[m] * adjoint;
    bent_inventory += c->bend[m] * inventory;
    bent_force += c->bend[m] * force;
    a->inner[m] = inner;
    a->future[m] = adjoint;
    a->state[m] = inventory;
    a->offset[m] = force;
  }
  lanes inverse = 1 / (1 - right * by_adjoint), stays = 1 - phi * bent_adjoint;
  a->kept = (1 + by_inventory) * inverse;
  a->drawn = by_adjoint * inverse;
  a->shift = by_force * inverse;
  a->carried = stays * inverse;
  a->gift = right * stays * a->shift - phi * bent_force + c->pushed;
  *p = right * stays * a->kept - phi * (c->lever + bent_inventory);
  a->gain = *p;
  for (int m = 0; m < RP_MIXED_STAGES; ++m) {
    lanes adjoint = a->future[m];
    a->direct[m] = right * adjoint;
    a->state[m] += a->direct[m] * a->kept;
    a->offset[m] += a->direct[m] * a->shift;
    a->future[m] = adjoint * inverse;
    a->moved[m] = -inverse * c->sum[m] * a->inner[m];
    a->gained[m] = right * stays * a->moved[m] + phi * c->bend[m] * a->inner[m];
  }
}

RP_INLINE void sweep(const rp_mixed_traders *game, const rp_mixed_group *g, rp_mixed_answer *answers) {
  lanes p = -2 * g->terminal;
  for (int64_t panel = game->panels - 1; panel >= 0; --panel)
    answer_panel(game->panel + panel, &g->running, &p, answers + panel);
}

#endif
