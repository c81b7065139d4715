/* process.h - runs another program, without a shell, and collects what it prints. Main thread only. */
#ifndef RP_PROCESS_H
#define RP_PROCESS_H
#include <stdbool.h>
#include <stddef.h>

#include "file.h"

typedef struct rp_process_order {
  char *const *argv;        /* ends with NULL; argv[0] is looked up in PATH                              */
  char *const *environment; /* whole environment, ends with NULL; NULL: ours                             */
  const char *directory;    /* where it runs; NULL: here                                                 */
  const char *input;        /* its standard input; NULL: empty                                           */
  size_t input_length;
  double timeout; /* seconds; 0: none                                                          */
} rp_process_order;

typedef struct rp_process_outcome {
  int status; /* exit status, -1 if a signal ended it */
  int signal; /* the signal that ended it, or 0        */
  bool timed_out;
  char *output, *errors; /* followed by a zero; freed by rp_process_free() */
  size_t output_length, errors_length;
} rp_process_outcome;

/* Runs the program to its end. False with a sentence when it could not be run at all, or when we were
 * interrupted. */
bool rp_process_run(const rp_process_order *order, rp_process_outcome *outcome, rp_message *why);
void rp_process_free(rp_process_outcome *outcome);

#endif
