/* Large blocks: aligned, apart from each other, kept for the next request of their size within bounds, and given back. */
#include "large_block.h"
#include "memory_budget.h"
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

static const size_t SIZE = (size_t)5 << 20;

Test(large_block, hold_what_is_written) {
  unsigned char *blocks[20];
  for (int i = 0; i < 20; ++i) {
    blocks[i] = rp_large_block_take(SIZE + (size_t)i * 100000);
    cr_assert_not_null(blocks[i]);
    cr_assert_eq((uintptr_t)blocks[i] % 64, 0);
    memset(blocks[i], i + 1, SIZE + (size_t)i * 100000);
  }
  for (int i = 0; i < 20; ++i) {
    cr_assert(blocks[i][0] == i + 1 && blocks[i][SIZE + (size_t)i * 100000 - 1] == i + 1);
    rp_large_block_give(blocks[i], SIZE + (size_t)i * 100000);
  }
  rp_large_block_drop();
}

/* The page that an address lies in, of 2 MiB. */
static uintptr_t mapping_of(const void *block) {
  return (uintptr_t)block >> 21;
}

Test(large_block, are_kept_for_the_next_of_their_size) {
  void *first = rp_large_block_take(SIZE), *second = rp_large_block_take(SIZE);
  cr_assert_neq(mapping_of(first), mapping_of(second));
  cr_assert_neq((uintptr_t)first % 4096, (uintptr_t)second % 4096,
                "equal places compete for lines of the cache");
  memset(first, 7, SIZE);
  uintptr_t where = mapping_of(first);
  rp_large_block_give(first, SIZE);
  void *again = rp_large_block_take(SIZE - 1000);
  cr_assert_eq(mapping_of(again), where);
  rp_large_block_give(again, SIZE - 1000);
  rp_large_block_give(second, SIZE);
  rp_large_block_drop();
}

Test(large_block, a_limit_bounds_what_is_kept) {
  rp_memory_limit((size_t)16 << 20);
  unsigned char *block = rp_large_block_take(SIZE);
  memset(block, 7, SIZE);
  rp_large_block_give(block, SIZE); /* a quarter of the limit is less than this */
  unsigned char *fresh = rp_large_block_take(SIZE);
  cr_assert_eq(fresh[SIZE / 2], 0, "the memory was kept");
  rp_large_block_give(fresh, SIZE);
  rp_memory_limit(0);
}

Test(large_block, impossible_sizes_are_refused) {
  cr_assert_null(rp_large_block_take(SIZE_MAX));
  cr_assert_null(rp_large_block_take(SIZE_MAX / 4));
}
