/* expect.h - checks of the plain thread tests: a failed one is printed and counted; `conclude` yields the
 * exit status. */
#ifndef EXPECT_H
#define EXPECT_H
#include <stdatomic.h>
#include <stdio.h>

static atomic_int expectations, failures; /* checks also stand in bodies of loops */

#define EXPECT(condition, ...)                                                                               \
  do {                                                                                                       \
    ++expectations;                                                                                          \
    if (!(condition)) {                                                                                      \
      ++failures;                                                                                            \
      printf("%s:%d: %s: ", __FILE__, __LINE__, #condition);                                                 \
      printf(__VA_ARGS__);                                                                                   \
      putchar('\n');                                                                                         \
    }                                                                                                        \
  } while (0)

static inline int conclude(const char *what) {
  printf("%s: %d expectations, %d failed\n", what, expectations, failures);
  return failures > 0;
}

#endif
