/* The budget of memory_budget.h: nothing is taken that is not there, from any thread. */
#include <criterion/criterion.h>
#include <pthread.h>

#include "memory_budget.h"

Test(memory, a_take_beyond_the_limit_is_refused_and_takes_nothing) {
  rp_memory_limit(1000);
  cr_assert_eq(rp_memory_limited_to(), 1000);
  cr_assert(rp_memory_take(600));
  cr_assert_not(rp_memory_take(401));
  cr_assert_eq(rp_memory_used(), 600);
  cr_assert(rp_memory_take(400));
  cr_assert_not(rp_memory_take(1));
  rp_memory_give(1000);
  cr_assert_eq(rp_memory_used(), 0);
  cr_assert_eq(rp_memory_peak(), 1000);
}

Test(memory, sizes_near_the_largest_do_not_wrap_around) {
  rp_memory_limit(1000);
  cr_assert(rp_memory_take(10));
  cr_assert_not(rp_memory_take((size_t)-1));
  cr_assert_not(rp_memory_take((size_t)-5));
  cr_assert_eq(rp_memory_used(), 10);
}

Test(memory, zero_means_no_limit_and_a_lower_limit_keeps_what_is_taken) {
  rp_memory_limit(0);
  cr_assert_eq(rp_memory_limited_to(), 0);
  cr_assert(rp_memory_take((size_t)1 << 40));
  rp_memory_limit(100);
  cr_assert_not(rp_memory_take(1));
  rp_memory_give((size_t)1 << 40);
  cr_assert(rp_memory_take(100));
}

enum { THREADS = 4, ROUNDS = 20000 };

static void *take_and_give(void *arg) {
  size_t *granted = arg;
  for (int i = 0; i < ROUNDS; ++i)
    if (rp_memory_take(3)) {
      ++*granted;
      rp_memory_give(2);
    }
  return NULL;
}

Test(memory, threads_neither_lose_nor_invent_bytes) {
  pthread_t threads[THREADS];
  size_t granted[THREADS] = {0}, sum = 0;
  rp_memory_limit(THREADS * ROUNDS / 2);
  for (int i = 0; i < THREADS; ++i)
    cr_assert_eq(pthread_create(&threads[i], NULL, take_and_give, &granted[i]), 0);
  for (int i = 0; i < THREADS; ++i) {
    pthread_join(threads[i], NULL);
    sum += granted[i];
  }
  cr_assert_eq(rp_memory_used(), sum, "%zu bytes are taken, %zu were kept", rp_memory_used(), sum);
  cr_assert_leq(rp_memory_peak(), (size_t)(THREADS * ROUNDS / 2));
  cr_assert_lt(sum, (size_t)(THREADS * ROUNDS), "the limit was never reached");
}
