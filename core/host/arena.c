/* arena.c - see arena.h. A bump allocator over malloc'ed blocks; large requests get a block of their own. */
#include "arena.h"
#include "memory_budget.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct rp_arena_block {
  struct rp_arena_block *older;
  size_t size; /* of the whole allocation */
} rp_arena_block;

enum { BLOCK_SIZE = 64 * 1024, LARGEST_ALIGN = 4096 };

void rp_arena_init(rp_arena *arena) {
  memset(arena, 0, sizeof *arena);
  pthread_mutex_init(&arena->lock, NULL);
}

void rp_arena_reset(rp_arena *arena) {
  for (rp_arena_block *block = arena->blocks, *older; block; block = older) {
    size_t size = block->size;
    older = block->older;
#ifdef RP_POISON
    memset(block, 0xDD, size);
#endif
    rp_memory_give(size);
    free(block);
  }
  arena->blocks = NULL;
  arena->next = arena->end = NULL;
}

void rp_arena_finish(rp_arena *arena) {
  rp_arena_reset(arena);
  pthread_mutex_destroy(&arena->lock);
}

static rp_arena_block *new_block(rp_arena *arena, size_t size) {
  if (!rp_memory_take(size)) return NULL;
  rp_arena_block *block = malloc(size);
  if (!block) {
    rp_memory_give(size);
    return NULL;
  }
  block->size = size;
  block->older = arena->blocks;
  arena->blocks = block;
  return block;
}

static unsigned char *align_up(unsigned char *pointer, uintptr_t align) {
  return pointer + ((align - (uintptr_t)pointer % align) % align);
}

static void *take_locked(rp_arena *arena, size_t bytes, size_t align) {
  unsigned char *at = arena->next ? align_up(arena->next, align) : NULL;
  if (at && at <= arena->end && (size_t)(arena->end - at) >= bytes) {
    arena->next = at + bytes;
    return at;
  }
  size_t needed = sizeof(rp_arena_block) + bytes + align;
  bool own_block = needed > BLOCK_SIZE / 4;
  rp_arena_block *block = new_block(arena, own_block ? needed : (size_t)BLOCK_SIZE);
  if (!block) return NULL;
  at = align_up((unsigned char *)(block + 1), align);
  if (!own_block) {
    arena->next = at + bytes;
    arena->end = (unsigned char *)block + BLOCK_SIZE;
  }
  return at;
}

void *rp_arena_take(rp_arena *arena, uint64_t bytes, uint64_t align) {
  if (align == 0 || (align & (align - 1)) || align > LARGEST_ALIGN || bytes > SIZE_MAX / 4) return NULL;
  pthread_mutex_lock(&arena->lock);
  void *memory = take_locked(arena, bytes ? (size_t)bytes : 1, (size_t)align);
  pthread_mutex_unlock(&arena->lock);
  return memory;
}
