/* memory_budget.c - the budget of memory_budget.h, as one atomic counter. Calls nobody. */
#include "memory_budget.h"

#include <stdatomic.h>
#include <stdint.h>

static _Atomic size_t limit = SIZE_MAX;
static _Atomic size_t used;
static _Atomic size_t peak;

void rp_memory_limit(size_t bytes) {
  atomic_store(&limit, bytes == 0 ? SIZE_MAX : bytes);
}

size_t rp_memory_limited_to(void) {
  size_t bytes = atomic_load(&limit);
  return bytes == SIZE_MAX ? 0 : bytes;
}

bool rp_memory_take(size_t bytes) {
  size_t most = atomic_load_explicit(&limit, memory_order_relaxed);
  size_t before = atomic_load_explicit(&used, memory_order_relaxed);
  do {
    if (before > most || bytes > most - before) return false;
  } while (!atomic_compare_exchange_weak_explicit(&used, &before, before + bytes, memory_order_relaxed,
                                                  memory_order_relaxed));
  size_t now = before + bytes;
  size_t highest = atomic_load_explicit(&peak, memory_order_relaxed);
  while (now > highest && !atomic_compare_exchange_weak_explicit(&peak, &highest, now, memory_order_relaxed,
                                                                 memory_order_relaxed)) {
  }
  return true;
}

void rp_memory_give(size_t bytes) {
  atomic_fetch_sub_explicit(&used, bytes, memory_order_relaxed);
}

size_t rp_memory_used(void) {
  return atomic_load(&used);
}

size_t rp_memory_peak(void) {
  return atomic_load(&peak);
}
