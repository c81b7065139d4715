/* interrupt.c - the flag of interrupt.h. Lock-free, hence safe in handlers. Calls nobody. */
#include "interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static _Atomic int reason_set;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler needs a lock-free flag");

bool rp_interrupted(void) {
  return atomic_load_explicit(&reason_set, memory_order_relaxed) != RP_INTERRUPT_NONE;
}

rp_interrupt_reason rp_interrupt_why(void) {
  return (rp_interrupt_reason)atomic_load(&reason_set);
}

void rp_interrupt(rp_interrupt_reason reason) {
  atomic_store(&reason_set, (int)reason);
}

void rp_interrupt_forget(void) {
  atomic_store(&reason_set, RP_INTERRUPT_NONE);
}

static void on_signal(int number) {
  (void)number;
  rp_interrupt(RP_INTERRUPT_USER);
}

void rp_interrupt_on_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART | (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}
