/*
 * criterion.h - stands in for Criterion when the tests of a kernel are compiled for tests/mutants.sh: the same Test() and
 * cr_assert family, but all tests lie in one process that forks for each of them (run.c), which takes a
 * millisecond where starting Criterion takes fifty. A test that needs more of Criterion does not compile here.
 */
#ifndef RP_MUTANTS_CRITERION_H
#define RP_MUTANTS_CRITERION_H

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rp_test_options {
  void (*init)(void), (*fini)(void);
  double timeout; /* not obeyed: run.c has its own limit */
  const char *description;
  int signal, exit_code;
  bool disabled;
};

struct rp_test {
  const char *name;
  void (*run)(void);
  struct rp_test_options options;
  struct rp_test *next;
};

void rp_test_enter(struct rp_test *test);
/* Says where and what; returns the truth. */
bool rp_test_check(bool truth, const char *file, int line, const char *text);
_Noreturn void rp_test_stop(void);

/* Braces enclose the options so that their list may be empty. */
#define Test(suite, title, ...)                                                                              \
  static void suite##_##title##_runs(void);                                                                  \
  __attribute__((constructor)) static void suite##_##title##_enters(void) {                                  \
    static struct rp_test test = {                                                                           \
        #suite "/" #title, suite##_##title##_runs, {.timeout = 0, __VA_ARGS__}, NULL};                       \
    rp_test_enter(&test);                                                                                    \
  }                                                                                                          \
  static void suite##_##title##_runs(void)

#define RP_FIRST(first, ...) first
#define RP_EXPECT(truth, text) ((void)rp_test_check((truth), __FILE__, __LINE__, text))
#define RP_ASSERT(truth, text) (rp_test_check((truth), __FILE__, __LINE__, text) ? (void)0 : rp_test_stop())
/* What follows the last operand is a message and its values: not looked at. */
#define RP_LAST(...) RP_FIRST(__VA_ARGS__, 0)

#define cr_assert(...) RP_ASSERT(RP_LAST(__VA_ARGS__), #__VA_ARGS__)
#define cr_assert_not(...) RP_ASSERT(!(RP_LAST(__VA_ARGS__)), "not " #__VA_ARGS__)
#define cr_assert_eq(a, ...) RP_ASSERT((a) == (RP_LAST(__VA_ARGS__)), #a " == " #__VA_ARGS__)
#define cr_assert_neq(a, ...) RP_ASSERT((a) != (RP_LAST(__VA_ARGS__)), #a " != " #__VA_ARGS__)
#define cr_assert_lt(a, ...) RP_ASSERT((a) < (RP_LAST(__VA_ARGS__)), #a " < " #__VA_ARGS__)
#define cr_assert_leq(a, ...) RP_ASSERT((a) <= (RP_LAST(__VA_ARGS__)), #a " <= " #__VA_ARGS__)
#define cr_assert_gt(a, ...) RP_ASSERT((a) > (RP_LAST(__VA_ARGS__)), #a " > " #__VA_ARGS__)
#define cr_assert_geq(a, ...) RP_ASSERT((a) >= (RP_LAST(__VA_ARGS__)), #a " >= " #__VA_ARGS__)
#define cr_assert_null(...) RP_ASSERT((RP_LAST(__VA_ARGS__)) == NULL, #__VA_ARGS__ " is null")
#define cr_assert_not_null(...) RP_ASSERT((RP_LAST(__VA_ARGS__)) != NULL, #__VA_ARGS__ " is not null")
#define cr_assert_str_eq(a, ...)                                                                             \
  RP_ASSERT(strcmp((a), (RP_LAST(__VA_ARGS__))) == 0, #a " equals " #__VA_ARGS__)
#define cr_assert_float_eq(a, b, ...)                                                                        \
  RP_ASSERT((a) - (b) <= (RP_LAST(__VA_ARGS__)) && (b) - (a) <= (RP_LAST(__VA_ARGS__)),                      \
            #a " is near " #b ", " #__VA_ARGS__)
#define cr_assert_arr_eq(a, b, ...) RP_ASSERT(memcmp((a), (b), (RP_LAST(__VA_ARGS__))) == 0, #a " holds " #b)
#define cr_assert_fail(...) RP_ASSERT(false, "assert_fail " #__VA_ARGS__)
#define cr_fail cr_assert_fail

#define cr_expect(...) RP_EXPECT(RP_LAST(__VA_ARGS__), #__VA_ARGS__)
#define cr_expect_not(...) RP_EXPECT(!(RP_LAST(__VA_ARGS__)), "not " #__VA_ARGS__)
#define cr_expect_eq(a, ...) RP_EXPECT((a) == (RP_LAST(__VA_ARGS__)), #a " == " #__VA_ARGS__)
#define cr_expect_neq(a, ...) RP_EXPECT((a) != (RP_LAST(__VA_ARGS__)), #a " != " #__VA_ARGS__)
#define cr_expect_lt(a, ...) RP_EXPECT((a) < (RP_LAST(__VA_ARGS__)), #a " < " #__VA_ARGS__)
#define cr_expect_leq(a, ...) RP_EXPECT((a) <= (RP_LAST(__VA_ARGS__)), #a " <= " #__VA_ARGS__)
#define cr_expect_gt(a, ...) RP_EXPECT((a) > (RP_LAST(__VA_ARGS__)), #a " > " #__VA_ARGS__)
#define cr_expect_geq(a, ...) RP_EXPECT((a) >= (RP_LAST(__VA_ARGS__)), #a " >= " #__VA_ARGS__)

#define cr_log_info(...) ((void)0)
#define cr_log_warn(...) ((void)0)
#define cr_log_error(...) ((void)0)

#endif
