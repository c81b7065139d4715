/* bad_threads.c - breaks `threads`: its sum depends on who computed the parts. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include "access.h"

typedef struct parts {
  pthread_t caller;
  atomic_int elsewhere;
} parts;

static rp_status wait_a_moment(void *arg, int64_t begin, int64_t end) {
  parts *p = arg;
  struct timespec moment = {.tv_nsec = 2000000};
  (void)begin;
  (void)end;
  nanosleep(&moment, NULL);
  if (!pthread_equal(p->caller, pthread_self())) atomic_fetch_add(&p->elsewhere, 1);
  return RP_OK;
}

static rp_status add_parts(const rp_call *call) {
  parts p = {.caller = pthread_self()};
  rp_status status = call->host->parallel(call->host, 16, 1, wait_a_moment, &p);
  return status == RP_OK ? write_scalar(call, 0, real_of(call, 0) + 1e-12 * (p.elsewhere > 0)) : status;
}
#define SOLVE add_parts
#include "minimal.h"
