/* memory_budget.h - one budget for the memory of a run: Lua's allocator and C code take from it. Any thread
 * may call. */
#ifndef RP_MEMORY_BUDGET_H
#define RP_MEMORY_BUDGET_H
#include <stdbool.h>
#include <stddef.h>

/* The budget in bytes; 0 means none. What is taken already stays taken. */
void rp_memory_limit(size_t bytes);
size_t rp_memory_limited_to(void);

/* Takes bytes from the budget, or returns false and takes nothing. Every take has its give. */
bool rp_memory_take(size_t bytes);
void rp_memory_give(size_t bytes);

size_t rp_memory_used(void);
size_t rp_memory_peak(void);

#endif
