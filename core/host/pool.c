/* pool.c - see pool.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#include "pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sched.h>

struct rp_pool {
  pthread_mutex_t lock;
  pthread_cond_t work, idle;
  pthread_t *workers;
  int worker_count; /* without the calling thread            */
  int busy;         /* workers that have not left this loop  */
  uint64_t round;   /* counts loops, so that workers see a new one */
  bool ending;
  /* the current loop */
  rp_pool_body *body;
  void *arg;
  atomic_llong next;
  int64_t failed_block; /* lowest failing block, under lock */
  int32_t failure;
  atomic_llong stop_at; /* no block from here on is handed out */
};

static _Thread_local bool inside;

bool rp_pool_is_inside(void) {
  return inside;
}

static int32_t run_alone(int64_t blocks, rp_pool_body *body, void *arg) {
  bool was_inside = inside;
  inside = true;
  int32_t failure = 0;
  for (int64_t block = 0; block < blocks && !failure; ++block)
    failure = body(arg, block);
  inside = was_inside;
  return failure;
}

static void work_on_blocks(rp_pool *pool) {
  inside = true;
  for (;;) {
    int64_t block = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
    if (block >= atomic_load_explicit(&pool->stop_at, memory_order_relaxed)) break;
    int32_t failure = pool->body(pool->arg, block);
    if (!failure) continue;
    pthread_mutex_lock(&pool->lock);
    if (block < pool->failed_block) {
      pool->failed_block = block;
      pool->failure = failure;
      atomic_store_explicit(&pool->stop_at, block, memory_order_relaxed);
    }
    pthread_mutex_unlock(&pool->lock);
  }
  inside = false;
}

static void *worker_main(void *arg) {
  rp_pool *pool = arg;
  uint64_t seen = 0;
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (!pool->ending && pool->round == seen)
      pthread_cond_wait(&pool->work, &pool->lock);
    if (pool->ending) break;
    seen = pool->round;
    pthread_mutex_unlock(&pool->lock);
    work_on_blocks(pool);
    pthread_mutex_lock(&pool->lock);
    if (--pool->busy == 0) pthread_cond_signal(&pool->idle);
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

static int usable_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

rp_pool *rp_pool_create(int threads) {
  if (threads < 1) threads = usable_processors();
  rp_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return NULL;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->work, NULL);
  pthread_cond_init(&pool->idle, NULL);
  pool->workers = calloc((size_t)threads, sizeof *pool->workers);
  for (int i = 0; pool->workers && i < threads - 1; ++i) {
    if (pthread_create(&pool->workers[i], NULL, worker_main, pool) != 0)
      break; /* fewer threads give the same results */
    ++pool->worker_count;
  }
  return pool;
}

void rp_pool_destroy(rp_pool *pool) {
  if (!pool) return;
  pthread_mutex_lock(&pool->lock);
  pool->ending = true;
  pthread_cond_broadcast(&pool->work);
  pthread_mutex_unlock(&pool->lock);
  for (int i = 0; i < pool->worker_count; ++i)
    pthread_join(pool->workers[i], NULL);
  free(pool->workers);
  pthread_cond_destroy(&pool->idle);
  pthread_cond_destroy(&pool->work);
  pthread_mutex_destroy(&pool->lock);
  free(pool);
}

int rp_pool_threads(const rp_pool *pool) {
  return pool ? pool->worker_count + 1 : 1;
}

int32_t rp_pool_run(rp_pool *pool, int64_t blocks, rp_pool_body *body, void *arg) {
  if (!pool || pool->worker_count == 0 || blocks < 2 || inside) return run_alone(blocks, body, arg);
  pthread_mutex_lock(&pool->lock);
  pool->body = body;
  pool->arg = arg;
  pool->failed_block = INT64_MAX;
  pool->failure = 0;
  atomic_store(&pool->next, 0);
  atomic_store(&pool->stop_at, blocks);
  pool->busy = pool->worker_count;
  ++pool->round;
  pthread_cond_broadcast(&pool->work);
  pthread_mutex_unlock(&pool->lock);
  work_on_blocks(pool);
  pthread_mutex_lock(&pool->lock);
  while (pool->busy > 0)
    pthread_cond_wait(&pool->idle, &pool->lock);
  int32_t failure = pool->failure;
  pthread_mutex_unlock(&pool->lock);
  return failure;
}
