/* progress.c - see progress.h. */
#include "progress.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };
static const double patience = 1, terminal_interval = 0.1, log_interval = 10;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void rp_progress_begin(rp_progress *progress, const char *label, bool silent) {
  memset(progress, 0, sizeof *progress);
  snprintf(progress->label, sizeof progress->label, "%s", label);
  progress->silent = silent;
  progress->terminal = isatty(STDERR_FILENO);
  progress->began = progress->shown = seconds_now();
}

void rp_progress_update(rp_progress *progress, double fraction) {
  if (progress->silent) return;
  double now = seconds_now(), elapsed = now - progress->began;
  double interval = progress->terminal ? terminal_interval : log_interval;
  if (elapsed < patience || now - progress->shown < interval || !(fraction > 0)) return;
  progress->shown = now;
  progress->visible = true;
  double left = elapsed * (1 - fraction) / fraction;
  if (!progress->terminal) {
    fprintf(stderr, "%s: %.0f %%, about %.0f s left\n", progress->label, 100 * fraction, left);
    return;
  }
  char bar[BAR_WIDTH + 1];
  int filled = (int)(fraction * BAR_WIDTH);
  for (int i = 0; i < BAR_WIDTH; ++i)
    bar[i] = i < filled ? '#' : '.';
  bar[BAR_WIDTH] = '\0';
  fprintf(stderr, "\r%s [%s] %3.0f %%, %.0f s left \033[K", progress->label, bar, 100 * fraction, left);
}

void rp_progress_end(rp_progress *progress) {
  if (progress->visible && progress->terminal) fprintf(stderr, "\r\033[K");
}
