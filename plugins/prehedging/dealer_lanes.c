/* dealer_lanes.c - see dealer_lanes.h. */
#include "dealer_lanes.h"
#include "reprise/clones.h"

RP_CLONES static void solve_lanes(rp_dealer_lanes *lanes) {
  for (int j = 0; j < RP_DEALER_LANES; ++j) {
    rp_dealer_market market = {.permanent = lanes->permanent[j],
                               .transient = lanes->transient[j],
                               .decay = lanes->decay[j],
                               .temporary = lanes->temporary[j],
                               .inventory_cost = lanes->inventory_cost[j],
                               .random_stage = lanes->random_stage[j]};
    rp_dealer k;
    rp_dealer_solve(&market, &k);
    lanes->a[j] = k.a;
    lanes->b[j] = k.b;
    lanes->c[j] = k.c;
    lanes->d[j] = k.d;
    lanes->e[j] = k.e;
    lanes->f[j] = k.f;
    lanes->g[j] = k.g;
    lanes->rate_transient[j] = k.rate_transient;
    lanes->omega[j] = k.omega;
    lanes->splitting[j] = k.splitting;
    lanes->pull[j] = k.pull;
  }
}

/* Clones stay inside the file: compilers differ in what they make of a visible one. */
void rp_dealer_lanes_solve(rp_dealer_lanes *lanes) {
  solve_lanes(lanes);
}
