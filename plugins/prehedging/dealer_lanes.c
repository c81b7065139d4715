/* dealer_lanes.c - see dealer_lanes.h. */
#include "dealer_lanes.h"
#include "reprise/clones.h"

/* Pointers of their own, so that the compiler may believe that they do not overlap. */
RP_CLONES static void solve(int64_t count, const double *restrict permanent, const double *restrict transient,
                            const double *restrict decay, const double *restrict temporary,
                            const double *restrict inventory_cost, const double *restrict random_stage,
                            const double *restrict impact, double *restrict a, double *restrict b,
                            double *restrict c, double *restrict d, double *restrict e, double *restrict f,
                            double *restrict g, double *restrict rate_transient, double *restrict omega,
                            double *restrict splitting, double *restrict pull, double *restrict verdict) {
  for (int64_t j = 0; j < count; ++j) {
    rp_dealer_market market = {.permanent = permanent[j],
                               .transient = transient[j],
                               .decay = decay[j],
                               .temporary = temporary[j],
                               .inventory_cost = inventory_cost[j],
                               .random_stage = random_stage[j]};
    rp_dealer k;
    rp_dealer_solve(&market, &k);
    a[j] = k.a;
    b[j] = k.b;
    c[j] = k.c;
    d[j] = k.d;
    e[j] = k.e;
    f[j] = k.f;
    g[j] = k.g;
    rate_transient[j] = k.rate_transient;
    omega[j] = k.omega;
    splitting[j] = k.splitting;
    pull[j] = k.pull;
    double undetermined = (market.inventory_cost > 0 ? 0 : 1) * (market.decay > 0 ? 0 : 1) *
                          (market.transient == 0 ? (impact[j] == 0 ? 0 : 1) : 1);
    double sum = 0 * k.a + 0 * k.d + 0 * k.e + 0 * k.f + 0 * k.splitting + 0 * k.determinant;
    double outside = sum == 0 ? RP_DEALER_FINE : RP_DEALER_OUT_OF_RANGE;
    verdict[j] = undetermined > 0 ? RP_DEALER_UNDETERMINED : outside;
  }
}

/* Clones stay inside the file: compilers differ in what they make of a visible one. */
void rp_dealer_lanes_solve(const rp_dealer_columns *k, int64_t count) {
  solve(count, k->permanent, k->transient, k->decay, k->temporary, k->inventory_cost, k->random_stage,
        k->impact, k->a, k->b, k->c, k->d, k->e, k->f, k->g, k->rate_transient, k->omega, k->splitting,
        k->pull, k->verdict);
}

RP_CLONES static void solve_tile(rp_dealer_tile *tile) {
  for (int j = 0; j < RP_DEALER_TILE; ++j) {
    rp_dealer_market market = {.permanent = tile->permanent[j],
                               .transient = tile->transient[j],
                               .decay = tile->decay[j],
                               .temporary = tile->temporary[j],
                               .inventory_cost = tile->inventory_cost[j],
                               .random_stage = tile->random_stage[j]};
    rp_dealer k;
    rp_dealer_solve(&market, &k);
    tile->g[j] = k.g;
    tile->h[j] = k.h;
    tile->a[j] = k.a;
    tile->b[j] = k.b;
    tile->one_minus_b[j] = k.one_minus_b;
    tile->c[j] = k.c;
    tile->rate_transient[j] = k.rate_transient;
    tile->omega[j] = k.omega;
    tile->splitting[j] = k.splitting;
    tile->fast[j] = k.fast;
    tile->slow[j] = k.slow;
    tile->determinant[j] = k.determinant;
    tile->d[j] = k.d;
    tile->e[j] = k.e;
    tile->f[j] = k.f;
    tile->pull[j] = k.pull;
  }
}

void rp_dealer_tile_solve(rp_dealer_tile *tile) {
  solve_tile(tile);
}
