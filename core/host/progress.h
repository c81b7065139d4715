/*
 * progress.h - shows how far long work is: a bar with the time left on a terminal, a line every ten seconds
 * in a log, nothing for work of less than a second. Writes to standard error. One work at a time; calls are
 * serialised by the caller.
 */
#ifndef RP_PROGRESS_H
#define RP_PROGRESS_H
#include <stdbool.h>

typedef struct rp_progress {
  char label[80];
  double began, shown; /* seconds of the monotonic clock */
  bool silent, terminal, visible;
} rp_progress;

void rp_progress_begin(rp_progress *progress, const char *label, bool silent);
void rp_progress_update(rp_progress *progress, double fraction);
void rp_progress_end(rp_progress *progress);

#endif
