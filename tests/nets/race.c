/* A planted race: two blocks of a loop of the pool add to one number. */
#include <stdio.h>
#include <time.h>

#include "pool.h"

static double sum;

static int32_t add(void *arg, int64_t block) {
  (void)arg;
  nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); /* so that every thread gets blocks */
  sum += (double)block;
  return 0;
}

int main(void) {
  rp_pool *pool = rp_pool_create(4);
  rp_pool_run(pool, 64, add, NULL);
  rp_pool_destroy(pool);
  printf("sum %g\n", sum);
  return 0;
}
