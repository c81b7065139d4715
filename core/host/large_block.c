/*
 * large_block.c - see large_block.h. A block lies in a mapping of its own that begins at a multiple of a huge page, so
 * that the block's address leads to it. Blocks begin at different distances from there: equal ones would make the same
 * places of many arrays compete for the same lines of the cache.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* MADV_HUGEPAGE */
#endif
#include "large_block.h"
#include "memory_budget.h"
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { MOST_KEPT = 64, SHIFTS = 16 };
static const size_t HUGE_PAGE = (size_t)2 << 20;
static const size_t MOST_BYTES_KEPT = (size_t)512 << 20;
static const size_t SHIFT = 4096 + 64;

typedef struct kept_mapping {
  void *at;
  size_t bytes;
} kept_mapping;

static kept_mapping kept[MOST_KEPT]; /* the latest last */
static size_t kept_count, kept_bytes;
static unsigned next_shift;

static size_t most_kept(void) {
  size_t limit = rp_memory_limited_to();
  return limit > 0 && limit / 4 < MOST_BYTES_KEPT ? limit / 4 : MOST_BYTES_KEPT;
}

static size_t mapping_bytes(size_t bytes) {
  size_t needed = bytes + SHIFTS * SHIFT;
  return (needed + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

/* A fresh mapping that begins at a multiple of a huge page; a page of which little is used stays in small ones. */
static void *map(size_t bytes, size_t used) {
  char *at = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return NULL;
  size_t before = (HUGE_PAGE - (uintptr_t)at % HUGE_PAGE) % HUGE_PAGE;
  if (before > 0) munmap(at, before);
  if (before < HUGE_PAGE) munmap(at + before + bytes, HUGE_PAGE - before);
  size_t huge = (used + HUGE_PAGE / 2) / HUGE_PAGE * HUGE_PAGE;
#ifdef MADV_HUGEPAGE
  if (huge > 0) madvise(at + before, huge, MADV_HUGEPAGE); /* without them it is only slower */
#endif
  return at + before;
}

static void forget(size_t i) {
  kept_bytes -= kept[i].bytes;
  for (--kept_count; i < kept_count; ++i)
    kept[i] = kept[i + 1];
}

static void *take_kept(size_t bytes) {
  for (size_t i = kept_count; i-- > 0;)
    if (kept[i].bytes == bytes) {
      void *at = kept[i].at;
      forget(i);
      return at;
    }
  return NULL;
}

/* Hands at least so much of what is kept back to the system, the oldest first. */
static void drop(size_t bytes) {
  for (size_t dropped = 0; kept_count > 0 && dropped < bytes;) {
    dropped += kept[0].bytes;
    munmap(kept[0].at, kept[0].bytes);
    forget(0);
  }
}

void rp_large_block_drop(void) {
  drop(SIZE_MAX);
}

void *rp_large_block_take(size_t bytes) {
  if (bytes > SIZE_MAX / 2) return NULL;
  size_t size = mapping_bytes(bytes);
  char *at = take_kept(size);
  if (!at) {
    drop(size); /* what is kept for sizes that nobody asks for must not add up */
    at = map(size, bytes);
  }
  if (!at && kept_count > 0) {
    rp_large_block_drop();
    at = map(size, bytes);
  }
  return at ? at + next_shift++ % SHIFTS * SHIFT : NULL;
}

void rp_large_block_give(void *block, size_t bytes) {
  size_t size = mapping_bytes(bytes), most = most_kept();
  char *at = (char *)block - (uintptr_t)block % HUGE_PAGE;
  if (size > most) {
    munmap(at, size);
    return;
  }
  if (kept_bytes + size > most) drop(kept_bytes + size - most);
  if (kept_count == MOST_KEPT) drop(1);
  kept[kept_count++] = (kept_mapping){at, size};
  kept_bytes += size;
}
