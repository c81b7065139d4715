/*
 * Timing inside one process, for the C programs among the benchmark's cases: they print the seconds per call
 * of what they measure, and run.lua interleaves the programs. Header only; static, so that each program is
 * one file.
 */
#ifndef REPRISE_TESTS_BENCH_H
#define REPRISE_TESTS_BENCH_H
#include <stdio.h>
#include <time.h>

static inline double bench_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Prints the least seconds per call of body(context) over `rounds` rounds that last at least 10 ms each. */
static inline void bench_print(void (*body)(void *context), void *context, int rounds) {
  long calls = 1;
  double least = 0;
  for (int round = 0; round < rounds;) {
    const double begin = bench_now();
    for (long i = 0; i < calls; ++i)
      body(context);
    const double spent = bench_now() - begin;
    if (spent < 10e-3 && round == 0) {
      calls *= spent < 1e-3 ? 10 : 2;
      continue;
    }
    const double per_call = spent / (double)calls;
    if (round == 0 || per_call < least) least = per_call;
    ++round;
  }
  printf("seconds: %.9e\n", least);
}

#endif
