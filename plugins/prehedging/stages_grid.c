/*
 * stages_grid.c - the first stage on equidistant times, see stages.h. Times are taken in blocks. With r the
 * time since the block's beginning b, exp(-l (b + r)) is exp(-l b) exp(-l r) and its integral from 0 is that
 * to b plus exp(-l b) times that to r: positive products and sums of tables over r, which all blocks share.
 */
#include "relaxation.h"
#include "reprise/clones.h"
#include "stages.h"
#include <stddef.h>

enum { BLOCK = 64 };

typedef struct grid_tables {
  double slow[BLOCK], fast[BLOCK];                             /* exp(-rate r)                    */
  double slow_slow[BLOCK], slow_fast[BLOCK], fast_fast[BLOCK]; /* integrals of their products  */
} grid_tables;

static void fill(grid_tables *table, const rp_dealer *c, double step, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    double r = step * (double)i;
    table->slow[i] = exp(-c->slow * r);
    table->fast[i] = exp(-c->fast * r);
    table->slow_slow[i] = rp_relaxed(2 * c->slow, r);
    table->slow_fast[i] = rp_relaxed(c->omega, r);
    table->fast_fast[i] = rp_relaxed(2 * c->fast, r);
  }
}

/* Coefficients of a block's sums, the products of everything that does not depend on r. */
RP_CLONES static void fill_block(const rp_stages *k, const grid_tables *table, rp_position z, double drive,
                                 double begin, double step, int64_t count, double *inventory,
                                 double *transient) {
  const rp_dealer *c = &k->dealer;
  double lambda = c->market.transient, over = 1 / c->splitting, rate = c->rate_transient;
  double s0 = exp(-c->slow * begin), f0 = exp(-c->fast * begin);
  double left = c->market.horizon - (begin + step * (double)(count - 1));
  double by_slow = drive * k->pull_slow * exp(-c->slow * left),
         by_fast = drive * k->pull_fast * exp(-c->fast * left);
  double ss0 = rp_relaxed(2 * c->slow, begin), sf0 = rp_relaxed(c->omega, begin),
         ff0 = rp_relaxed(2 * c->fast, begin);
  double x_slow = over * s0 * (k->fast_less_g * z.inventory - rate * z.transient);
  double x_fast = over * f0 * (k->g_less_slow * z.inventory + rate * z.transient);
  double i_slow = over * s0 * (k->g_less_slow * z.transient - lambda * c->g * z.inventory);
  double i_fast = over * f0 * (k->fast_less_g * z.transient + lambda * c->g * z.inventory);
  for (int64_t i = 0; i < count; ++i) {
    double to_slow = by_slow * table->slow[count - 1 - i], to_fast = by_fast * table->fast[count - 1 - i];
    double ss = ss0 + s0 * s0 * table->slow_slow[i], sf = sf0 + s0 * f0 * table->slow_fast[i];
    double ff = ff0 + f0 * f0 * table->fast_fast[i];
    double on_slow = to_slow * ss + to_fast * sf, on_fast = to_slow * sf + to_fast * ff;
    if (inventory)
      inventory[i] = x_slow * table->slow[i] + x_fast * table->fast[i] +
                     over * (k->fast_less_eta * on_slow + k->eta_less_slow * on_fast);
    if (transient)
      transient[i] = i_slow * table->slow[i] + i_fast * table->fast[i] +
                     over * lambda * (c->fast * on_fast - c->slow * on_slow);
  }
}

void rp_stages_first_grid(const rp_stages *k, rp_position z, double flow, double first, double step,
                          int64_t count, double *inventory, double *transient) {
  if (!k->split) {
    for (int64_t i = 0; i < count; ++i) {
      rp_position at = rp_stages_first(k, z, flow, first + step * (double)i);
      if (inventory) inventory[i] = at.inventory;
      if (transient) transient[i] = at.transient;
    }
    return;
  }
  grid_tables table;
  fill(&table, &k->dealer, step, count < BLOCK ? count : BLOCK);
  double drive = flow / k->dealer.market.temporary;
  for (int64_t begin = 0; begin < count; begin += BLOCK) {
    int64_t length = count - begin < BLOCK ? count - begin : BLOCK;
    fill_block(k, &table, z, drive, first + step * (double)begin, step, length,
               inventory ? inventory + begin : NULL, transient ? transient + begin : NULL);
  }
}
