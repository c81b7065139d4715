/*
 * arena.h - memory that dies with one solve: taken from any thread, never given back one by one, counted
 * against the memory budget of the run. Uses memory.h.
 */
#ifndef RP_ARENA_H
#define RP_ARENA_H
#include <pthread.h>
#include <stdint.h>

typedef struct rp_arena {
  pthread_mutex_t lock;
  struct rp_arena_block *blocks;
  unsigned char *next, *end; /* free part of the newest block */
} rp_arena;

void rp_arena_init(rp_arena *arena);
/* Gives everything back; the arena is as after init. Debug builds poison the memory first. */
void rp_arena_reset(rp_arena *arena);
void rp_arena_finish(rp_arena *arena);

/* `bytes` bytes at a multiple of `align`, a power of two up to 4096, not zeroed; NULL when the budget or
 * memory is out or align is none. Any thread. */
void *rp_arena_take(rp_arena *arena, uint64_t bytes, uint64_t align);

#endif
