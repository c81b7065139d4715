/* expect.h - comparison of numbers and reproducible random numbers for the tests of this plugin. */
#ifndef EXPECT_H
#define EXPECT_H
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

/* |got - want| <= relative |want| + absolute */
#define CLOSE(got_, want_, relative_, absolute_)                                                             \
  do {                                                                                                       \
    double close_got = (got_), close_want = (want_);                                                         \
    cr_assert(fabs(close_got - close_want) <= (relative_)*fabs(close_want) + (absolute_),                    \
              "%s is %.17g, want %.17g", #got_, close_got, close_want);                                      \
  } while (0)

/* Knuth's generator; uniform in (low, high). */
static inline double uniform(uint64_t *state, double low, double high) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

#endif
