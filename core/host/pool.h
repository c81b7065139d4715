/*
 * pool.h - the threads of a run. One pool per process part that computes; blocks of a loop are handed out in
 * index order and their limits do not depend on the number of threads, so that results do not either. Uses
 * pthreads only.
 */
#ifndef RP_POOL_H
#define RP_POOL_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_pool rp_pool;

/* Runs item `block` of a loop; nonzero stops the handing out of further blocks. */
typedef int32_t rp_pool_body(void *arg, int64_t block);

/* threads >= 1 counts the calling thread too; 0: as many as processors are usable. NULL when nothing can be
 * started. */
rp_pool *rp_pool_create(int threads);
void rp_pool_destroy(rp_pool *pool);
int rp_pool_threads(const rp_pool *pool);

/* Calls body(arg, b) for b in [0, blocks) on all threads and returns when all that began are done: the
 * nonzero value of the lowest block that returned one, else 0. Every block below that lowest one has run.
 * Inside a body (of any pool) and with pool == NULL it is a plain loop on the calling thread, so nothing is
 * ever nested. One caller at a time. */
int32_t rp_pool_run(rp_pool *pool, int64_t blocks, rp_pool_body *body, void *arg);

/* True on a thread that is running a body. */
bool rp_pool_is_inside(void);

#endif
