/*
 * pool.h under many threads, for the thread sanitizer: every block runs exactly once, the lowest failing
 * block decides, loops do not nest, and pools come and go.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "pool.h"

enum { BLOCKS = 1000 };

typedef struct loop {
  atomic_int runs[BLOCKS];
  double written[BLOCKS]; /* each by its own block, without atomics: the pool must order them before its
                             return */
  int64_t fails_from;
  rp_pool *pool;
} loop;

static int32_t run_block(void *arg, int64_t block) {
  loop *this = arg;
  atomic_fetch_add(&this->runs[block], 1);
  this->written[block] = (double)block * 0.5;
  return block >= this->fails_from ? (int32_t)block + 1 : 0;
}

static void every_block_runs_once(int threads) {
  rp_pool *pool = rp_pool_create(threads);
  EXPECT(pool != NULL, "%d threads", threads);
  EXPECT(rp_pool_threads(pool) >= 1 && (threads == 0 || rp_pool_threads(pool) <= threads), "%d",
         rp_pool_threads(pool));
  for (int repeat = 0; repeat < 200; ++repeat) {
    loop *this = calloc(1, sizeof *this);
    this->fails_from = BLOCKS;
    int64_t blocks = repeat % 7 == 0 ? repeat % 3 : BLOCKS;
    EXPECT(rp_pool_run(pool, blocks, run_block, this) == 0, "%d threads", threads);
    for (int64_t block = 0; block < BLOCKS; ++block) {
      EXPECT(atomic_load(&this->runs[block]) == (block < blocks), "block %ld of %ld", (long)block,
             (long)blocks);
      EXPECT(block >= blocks || this->written[block] == (double)block * 0.5, "block %ld", (long)block);
    }
    free(this);
  }
  rp_pool_destroy(pool);
}

static void the_lowest_failing_block_decides(int threads) {
  rp_pool *pool = rp_pool_create(threads);
  for (int repeat = 0; repeat < 200; ++repeat) {
    loop *this = calloc(1, sizeof *this);
    this->fails_from = (repeat * 37) % BLOCKS;
    int32_t failure = rp_pool_run(pool, BLOCKS, run_block, this);
    EXPECT(failure == this->fails_from + 1, "%d threads: block %d spoke, not %ld", threads, failure - 1,
           (long)this->fails_from);
    for (int64_t block = 0; block < this->fails_from; ++block)
      EXPECT(atomic_load(&this->runs[block]) == 1, "block %ld below the failing one did not run",
             (long)block);
    free(this);
  }
  rp_pool_destroy(pool);
}

static int32_t run_inner(void *arg, int64_t block) {
  atomic_int *count = arg;
  EXPECT(rp_pool_is_inside(), "block %ld", (long)block);
  atomic_fetch_add(count, 1);
  return 0;
}

static int32_t run_outer(void *arg, int64_t block) {
  loop *this = arg;
  atomic_int count = 0;
  int32_t failure = rp_pool_run(this->pool, 10, run_inner, &count);
  this->written[block] = atomic_load(&count);
  return failure;
}

static void loops_inside_loops_are_plain(int threads) {
  loop *this = calloc(1, sizeof *this);
  this->pool = rp_pool_create(threads);
  EXPECT(!rp_pool_is_inside(), "before");
  EXPECT(rp_pool_run(this->pool, BLOCKS, run_outer, this) == 0, "%d threads", threads);
  EXPECT(!rp_pool_is_inside(), "after");
  for (int block = 0; block < BLOCKS; ++block)
    EXPECT(this->written[block] == 10, "block %d", block);
  rp_pool_destroy(this->pool);
  free(this);
}

static void without_a_pool_it_is_a_plain_loop(void) {
  loop *this = calloc(1, sizeof *this);
  this->fails_from = 5;
  EXPECT(rp_pool_run(NULL, BLOCKS, run_block, this) == 6, "no pool");
  EXPECT(atomic_load(&this->runs[5]) == 1 && atomic_load(&this->runs[6]) == 0, "it ends at the failure");
  EXPECT(rp_pool_threads(NULL) == 1, "no pool");
  rp_pool_destroy(NULL);
  free(this);
}

int main(void) {
  const int threads[] = {0, 1, 2, 8};
  for (int i = 0; i < 4; ++i) {
    every_block_runs_once(threads[i]);
    the_lowest_failing_block_decides(threads[i]);
    loops_inside_loops_are_plain(threads[i]);
  }
  without_a_pool_it_is_a_plain_loop();
  for (int i = 0; i < 50; ++i)
    rp_pool_destroy(rp_pool_create(4)); /* destroyed before it ever ran */
  return conclude("pool");
}
