/* process.h: argument vectors without a shell, both outputs, limits. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "process.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int open_descriptors(void) {
  int count = 0;
  for (int d = 0; d < 256; ++d)
    count += fcntl(d, F_GETFD) != -1;
  return count;
}

Test(process, arguments_and_both_outputs_arrive_as_they_are) {
  char *argv[] = {"sh", "-c", "printf '%s|' \"$@\"; echo no >&2; exit 7", "sh", "a b", "*", "$HOME", NULL};
  rp_process_outcome outcome;
  rp_message why;
  int before = open_descriptors();
  cr_assert(rp_process_run(&(rp_process_order){.argv = argv}, &outcome, &why), "%s", why.text);
  cr_assert_eq(outcome.status, 7);
  cr_assert_eq(outcome.signal, 0);
  cr_assert_str_eq(outcome.output, "a b|*|$HOME|");
  cr_assert_str_eq(outcome.errors, "no\n");
  rp_process_free(&outcome);
  cr_assert_eq(open_descriptors(), before, "descriptors are left open");
}

Test(process, more_than_a_pipe_holds_goes_both_ways) {
  size_t size = 3000000;
  char *input = malloc(size), *argv[] = {"cat", NULL};
  for (size_t i = 0; i < size; ++i)
    input[i] = (char)(i % 253);
  rp_process_outcome outcome;
  rp_message why;
  cr_assert(rp_process_run(&(rp_process_order){.argv = argv, .input = input, .input_length = size}, &outcome,
                           &why));
  cr_assert_eq(outcome.output_length, size);
  cr_assert_eq(memcmp(outcome.output, input, size), 0);
  rp_process_free(&outcome);
  free(input);
}

Test(process, one_that_does_not_read_its_input_harms_nobody) {
  char *argv[] = {"true", NULL}, *input = calloc(1, 1000000);
  rp_process_outcome outcome;
  rp_message why;
  cr_assert(rp_process_run(&(rp_process_order){.argv = argv, .input = input, .input_length = 1000000},
                           &outcome, &why));
  cr_assert_eq(outcome.status, 0);
  rp_process_free(&outcome);
  free(input);
}

Test(process, a_missing_program_or_folder_is_a_sentence) {
  char *missing[] = {"reprise-no-such-program", NULL}, *fine[] = {"true", NULL};
  rp_process_outcome outcome;
  rp_message why;
  int before = open_descriptors();
  cr_assert_not(rp_process_run(&(rp_process_order){.argv = missing}, &outcome, &why));
  cr_assert_str_eq(why.text, "cannot run 'reprise-no-such-program': No such file or directory");
  cr_assert_not(
      rp_process_run(&(rp_process_order){.argv = fine, .directory = "/no/such/folder"}, &outcome, &why));
  cr_assert_not_null(strstr(why.text, "there is no folder '/no/such/folder'"));
  cr_assert_eq(open_descriptors(), before);
}

Test(process, the_signal_that_ends_it_is_named) {
  char *argv[] = {"sh", "-c", "kill -SEGV $$", NULL};
  rp_process_outcome outcome;
  rp_message why;
  cr_assert(rp_process_run(&(rp_process_order){.argv = argv}, &outcome, &why));
  cr_assert_eq(outcome.signal, SIGSEGV);
  cr_assert_eq(outcome.status, -1);
  rp_process_free(&outcome);
}

Test(process, a_slow_one_is_ended_also_when_it_closed_its_outputs_or_left_a_child) {
  char *scripts[] = {"sleep 30", "exec >&- 2>&-; sleep 30", "sleep 30 & wait"};
  for (size_t i = 0; i < 3; ++i) {
    char *argv[] = {"sh", "-c", scripts[i], NULL};
    rp_process_outcome outcome;
    rp_message why;
    double before = now();
    cr_assert(rp_process_run(&(rp_process_order){.argv = argv, .timeout = 0.3}, &outcome, &why));
    cr_assert(outcome.timed_out, "%s", scripts[i]);
    cr_assert_lt(now() - before, 5.0, "%s", scripts[i]);
    rp_process_free(&outcome);
  }
}

static void *interrupt_soon(void *arg) {
  nanosleep(&(struct timespec){0, 200000000}, NULL);
  rp_interrupt(RP_INTERRUPT_USER);
  return arg;
}

Test(process, interruption_ends_it) {
  char *argv[] = {"sleep", "30", NULL};
  rp_process_outcome outcome;
  rp_message why;
  pthread_t thread;
  double before = now();
  cr_assert_eq(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
  cr_assert_not(rp_process_run(&(rp_process_order){.argv = argv}, &outcome, &why));
  cr_assert_not_null(strstr(why.text, "interrupted"));
  cr_assert_lt(now() - before, 5.0);
  pthread_join(thread, NULL);
}
