/*
 * stages_grid.c - the first stage on equidistant times, see stages.h. Times are taken in blocks. With r the
 * time since the block's beginning b, exp(-l (b + r)) is exp(-l b) exp(-l r) and its integral from 0 is that
 * to b plus exp(-l b) times that to r: positive products and sums of tables over r, which all blocks share. The tables
 * are made in the same way from eight short times and eight multiples of eight times the step.
 */
#include "relaxation.h"
#include "reprise/clones.h"
#include "stages.h"
#include <stddef.h>

enum { PART = 8, BLOCK = PART * PART };

typedef struct grid_tables {
  double slow[BLOCK], fast[BLOCK];                             /* exp(-rate r)                    */
  double slow_slow[BLOCK], slow_fast[BLOCK], fast_fast[BLOCK]; /* integrals of their products  */
} grid_tables;

/* exp(-rate t) for both rates, and the integrals over [0, t] of their products. */
typedef struct relaxed {
  double slow, fast, slow_slow, slow_fast, fast_fast;
} relaxed;

static relaxed relaxed_to(const rp_dealer *c, double t) {
  rp_fade slow = rp_fade_of(c->slow, t), fast = rp_fade_of(c->fast, t);
  return (relaxed){slow.left, fast.left, rp_relaxed_from(2 * c->slow, rp_fade_both(slow, slow).lost, t),
                   rp_relaxed_from(c->omega, rp_fade_both(slow, fast).lost, t),
                   rp_relaxed_from(2 * c->fast, rp_fade_both(fast, fast).lost, t)};
}

/* The tables for times up to count steps, and a little further. */
static void fill(grid_tables *table, const rp_dealer *c, double step, int64_t count) {
  relaxed fine[PART];
  for (int i = 0; i < PART; ++i)
    fine[i] = relaxed_to(c, step * i);
  for (int64_t first = 0; first < count; first += PART) {
    relaxed from = relaxed_to(c, step * (double)first);
    for (int i = 0; i < PART; ++i) {
      table->slow[first + i] = from.slow * fine[i].slow;
      table->fast[first + i] = from.fast * fine[i].fast;
      table->slow_slow[first + i] = from.slow_slow + from.slow * from.slow * fine[i].slow_slow;
      table->slow_fast[first + i] = from.slow_fast + from.slow * from.fast * fine[i].slow_fast;
      table->fast_fast[first + i] = from.fast_fast + from.fast * from.fast * fine[i].fast_fast;
    }
  }
}

/* What the states of a block are made of: products of everything that does not depend on r. */
typedef struct block_sums {
  double to_slow, to_fast;                         /* the drives, at the block's end               */
  double slow_slow, slow_fast, fast_fast;          /* integrals to the block's beginning           */
  double by_slow_slow, by_slow_fast, by_fast_fast; /* factors of those from there on           */
  double slow[2], fast[2];                         /* of exp(-rate r) in inventory and impact      */
  double on_slow[2], on_fast[2];                   /* of the driven modes in them                  */
} block_sums;

static block_sums sums_of(const rp_stages *k, rp_position z, double drive, double begin, double end) {
  const rp_dealer *c = &k->dealer;
  double lambda = c->market.transient, over = 1 / c->splitting, rate = c->rate_transient;
  double left = c->market.horizon - end;
  relaxed at = relaxed_to(c, begin);
  double s0 = over * at.slow, f0 = over * at.fast;
  return (block_sums){
      .to_slow = drive * k->pull_slow * exp(-c->slow * left),
      .to_fast = drive * k->pull_fast * exp(-c->fast * left),
      .slow_slow = at.slow_slow,
      .slow_fast = at.slow_fast,
      .fast_fast = at.fast_fast,
      .by_slow_slow = at.slow * at.slow,
      .by_slow_fast = at.slow * at.fast,
      .by_fast_fast = at.fast * at.fast,
      .slow = {s0 * (k->fast_less_g * z.inventory - rate * z.transient),
               s0 * (k->g_less_slow * z.transient - lambda * c->g * z.inventory)},
      .fast = {f0 * (k->g_less_slow * z.inventory + rate * z.transient),
               f0 * (k->fast_less_g * z.transient + lambda * c->g * z.inventory)},
      .on_slow = {over * k->fast_less_eta, -(over * lambda * c->slow)},
      .on_fast = {over * k->eta_less_slow, over * lambda * c->fast},
  };
}

/* which: 0 inventory, 1 transient impact. */
RP_CLONES static void fill_block(const block_sums *sums, const grid_tables *table, int which, int64_t count,
                                 double *restrict out) {
  const block_sums k = *sums;
  double slow = k.slow[which], fast = k.fast[which], by_slow = k.on_slow[which], by_fast = k.on_fast[which];
  const double *from_end = table->slow + count - 1, *fast_from_end = table->fast + count - 1;
  for (int64_t i = 0; i < count; ++i) {
    double to_slow = k.to_slow * from_end[-i], to_fast = k.to_fast * fast_from_end[-i];
    double slow_slow = k.slow_slow + k.by_slow_slow * table->slow_slow[i];
    double slow_fast = k.slow_fast + k.by_slow_fast * table->slow_fast[i];
    double fast_fast = k.fast_fast + k.by_fast_fast * table->fast_fast[i];
    double on_slow = to_slow * slow_slow + to_fast * slow_fast,
           on_fast = to_slow * slow_fast + to_fast * fast_fast;
    out[i] = slow * table->slow[i] + fast * table->fast[i] + (by_slow * on_slow + by_fast * on_fast);
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
    double from = first + step * (double)begin;
    block_sums sums = sums_of(k, z, drive, from, from + step * (double)(length - 1));
    if (inventory) fill_block(&sums, &table, 0, length, inventory + begin);
    if (transient) fill_block(&sums, &table, 1, length, transient + begin);
  }
}
