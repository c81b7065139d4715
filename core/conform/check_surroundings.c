/* check_surroundings.c - the check that a solve leaves the process around it alone. See conform.h. */
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "solves.h"

enum { SIGNALS = 32 };

typedef struct surroundings {
  int descriptors, threads, rounding;
  char folder[4096], locale[256];
  mode_t mask;
  void (*handlers[SIGNALS])(int);
} surroundings;

static void look(surroundings *s) {
  memset(s, 0, sizeof *s);
  s->descriptors = rp_conform_entries("/proc/self/fd");
  s->threads = rp_conform_entries("/proc/self/task");
  s->rounding = fegetround();
  if (!getcwd(s->folder, sizeof s->folder)) s->folder[0] = '\0';
  snprintf(s->locale, sizeof s->locale, "%s", setlocale(LC_ALL, NULL));
  s->mask = umask(0);
  umask(s->mask);
  for (int i = 1; i < SIGNALS; ++i) {
    struct sigaction action;
    if (sigaction(i, NULL, &action) == 0) s->handlers[i] = action.sa_handler;
  }
}

static void compare(rp_conform *conform, const rp_schema *schema, const surroundings *a,
                    const surroundings *b) {
  if (a->descriptors != b->descriptors)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve leaves %d files open",
                    b->descriptors - a->descriptors);
  if (a->threads != b->threads)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve leaves %d threads running",
                    b->threads - a->threads);
  if (a->rounding != b->rounding)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                    "a solve changes the direction in which numbers are rounded");
  if (strcmp(a->folder, b->folder) != 0)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve changes the working folder");
  if (strcmp(a->locale, b->locale) != 0)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve changes the locale from %s to %s", a->locale,
                    b->locale);
  if (a->mask != b->mask)
    rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve changes the mask of new files");
  for (int i = 1; i < SIGNALS; ++i)
    if (a->handlers[i] != b->handlers[i])
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "a solve changes the handler of the signal %d (%s)",
                      i, strsignal(i));
}

/* Solves with the standard outputs going to a file; tells how much was written there. */
static long solve_unheard(rp_conform *conform, const rp_schema *schema, const rp_case *at) {
  FILE *file = tmpfile();
  if (!file) return 0;
  fflush(stdout);
  fflush(stderr);
  int kept[2] = {dup(1), dup(2)};
  dup2(fileno(file), 1);
  dup2(fileno(file), 2);
  rp_probe probe = rp_probe_of(conform);
  rp_result result;
  rp_probe_solve(schema, at->arguments, &probe, &result);
  rp_result_finish(&result);
  fflush(stdout);
  fflush(stderr);
  for (int i = 0; i < 2; ++i) {
    dup2(kept[i], i + 1);
    close(kept[i]);
  }
  struct stat written = {0};
  fstat(fileno(file), &written);
  fclose(file);
  return (long)written.st_size;
}

void rp_check_surroundings(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    static surroundings before, after;
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    look(&before);
    solve_unheard(conform, schema, &at);
    look(&after);
    before.descriptors = after.descriptors; /* what libraries open and start once does not count */
    before.threads = after.threads;
    long written = solve_unheard(conform, schema, &at);
    look(&after);
    if (written > 0)
      rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                      "a solve prints %ld bytes: use report() for findings and log() for news", written);
    compare(conform, schema, &before, &after);
    rp_case_finish(&at);
  }
}
