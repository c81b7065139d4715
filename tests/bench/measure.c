/*
 * measure FILE COMMAND [ARGUMENTS...]: runs a command once and writes to FILE one line: wall seconds,
 * processor seconds (user and system, with all descendants that were waited for), peak memory in KiB of the
 * largest process, exit status. The command keeps the standard streams. Called by run.lua; calls nothing of
 * Reprise.
 */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds_of(struct timeval t) {
  return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: measure FILE COMMAND [ARGUMENTS...]\n");
    return 2;
  }
  pid_t child;
  const double begin = seconds_now();
  const int failure = posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ);
  if (failure != 0) {
    fprintf(stderr, "measure: cannot start %s: %s\n", argv[2], strerror(failure));
    return 2;
  }
  int status = 0;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 2;
  const double wall = seconds_now() - begin;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  FILE *file = fopen(argv[1], "w");
  if (file == NULL) return 2;
  fprintf(file, "%.9f %.6f %ld %d\n", wall, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
          usage.ru_maxrss, code);
  return fclose(file) == 0 ? 0 : 2;
}
