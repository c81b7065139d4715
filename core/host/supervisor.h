/*
 * supervisor.h - runs the rest of the program in a child process that the parent can end: the only way to
 * hold a time limit against code that does not look at a flag, and to survive a plugin that crashes. Main
 * thread only, and before any other thread or any BLAS exists, except for the functions tagged [child].
 */
#ifndef RP_SUPERVISOR_H
#define RP_SUPERVISOR_H
#include <stdbool.h>

#include "file.h"

typedef struct rp_supervised {
  bool in_child;    /* we are the child: do the work and leave with its exit status */
  int status;       /* exit status of the child, -1 if a signal ended it            */
  int signal;       /* the signal, or 0                                             */
  bool timed_out;   /* the time limit was reached                                   */
  bool interrupted; /* by Ctrl-C or a request to end                                */
  bool killed;      /* it did not stop by itself and was ended                      */
  bool finished;    /* it reached rp_supervisor_finishing(): it did not just exit   */
  char note[201];   /* what the child was doing last                                */
} rp_supervised;

/* Forks. Returns twice: at once in the child, after the child's end in the parent. timeout in seconds, 0:
 * none. */
bool rp_supervise(double timeout, rp_supervised *outcome, rp_message *why);

/* The time limit that rp_supervise() was given. [child, any thread] */
double rp_supervisor_timeout(void);

/* What is being done, for the sentence about a crash: "solving model x of plugin y.so"; NULL or "": nothing.
 * [child, any thread; the last one wins] */
void rp_supervisor_note(const char *text);

/* The script has stopped and results are being written: the parent has more patience. [child] */
void rp_supervisor_finishing(void);

#endif
