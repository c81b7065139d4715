/*
 * interrupt.h - the one flag that says "stop": set by signal handlers, read by the hook of the Lua state, by
 * the pool and by solvers through cancelled(). Any thread and any signal handler may call.
 */
#ifndef RP_INTERRUPT_H
#define RP_INTERRUPT_H
#include <stdbool.h>

typedef enum rp_interrupt_reason {
  RP_INTERRUPT_NONE = 0,
  RP_INTERRUPT_USER = 1, /* Ctrl-C, or another process asked us to end */
  RP_INTERRUPT_TIME = 2  /* the time limit */
} rp_interrupt_reason;

bool rp_interrupted(void);
rp_interrupt_reason rp_interrupt_why(void);
void rp_interrupt(rp_interrupt_reason reason);

/* Takes the flag back: what was to stop has stopped, and something else begins. */
void rp_interrupt_forget(void);

/* Ctrl-C, SIGTERM and SIGHUP set the flag once; a second one has its usual effect. For processes without a
 * child. */
void rp_interrupt_on_signals(void);

#endif
