/*
 * large_block.h - blocks of memory of some megabytes for arrays: on huge pages where the system has them, and kept for the
 * next request of about that size when they are given back, because the first touch of fresh pages costs more than most of
 * what is computed into them. For one thread, that of Lua. Calls memory_budget.h: what is kept stays small beside the limit.
 */
#ifndef RP_LARGE_BLOCK_H
#define RP_LARGE_BLOCK_H
#include <stddef.h>

/* The least size that is worth it, bytes. */
#define RP_LARGE_BLOCK ((size_t)2 << 20)

/* Memory of so many bytes, aligned to 64, not zeroed; NULL if there is none. */
void *rp_large_block_take(size_t bytes);

/* Takes a block back, of the size that it was taken with. */
void rp_large_block_give(void *block, size_t bytes);

/* Hands what is kept back to the system. */
void rp_large_block_drop(void);

#endif
