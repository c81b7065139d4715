/*
 * run.c - runs the tests of an instrumented kernel (criterion.h enters them), each in a process of its own, and judges flipped
 * signs by them. Linked with tests and kernel by tests/mutants.sh:
 *   run baseline FOLDER JOBS             runs every test as it is; FOLDER/tests: number, processor seconds, name; FOLDER/reach.NUMBER:
 *                                        a byte for each sign (recording build); what a failing test prints goes to stderr, status 1
 *   run judge TOP FOLDER CHOSEN JOBS     judges the signs whose numbers file CHOSEN holds, with FOLDER/tests, TOP/record/reach.* and
 *                                        the program TOP/vectors if it is there (not when sanitized); one line for each on stdout: number, verdict
 *   run all FOLDER                       runs every test until one fails: status 1
 * Verdicts: "tests NAME", "vectors", "survived", "unreached" (nothing runs the sign).
 */
#define _GNU_SOURCE
#include "criterion/criterion.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TESTS_MAX = 4096, STOPPED = 101 };

extern int rp_mutant;
void rp_mutants_record(const char *path);

static struct rp_test *tests[TESTS_MAX];
static int count;
static double seconds[TESTS_MAX];         /* of processor time, unflipped */
static unsigned char *reached[TESTS_MAX]; /* by each test, a byte for each sign; NULL: everything */
static unsigned char *vectors_reach;
static long signs;
static bool failed;

/* Shared by all workers. */
static struct progress { atomic_int next, done, survivors; } * progress;

static void fail(const char *what, const char *name) {
  fprintf(stderr, "mutants: %s %s: %s\n", what, name, strerror(errno));
  exit(2);
}

void rp_test_enter(struct rp_test *test) {
  if (count == TESTS_MAX) abort();
  tests[count++] = test;
}

bool rp_test_check(bool truth, const char *file, int line, const char *text) {
  if (!truth) {
    failed = true;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, text);
  }
  return truth;
}

void rp_test_stop(void) {
  fflush(NULL);
  _exit(STOPPED);
}

static const char *in(const char *folder, const char *name, int number) {
  static char path[4096];
  if (number < 0)
    snprintf(path, sizeof path, "%s/%s", folder, name);
  else
    snprintf(path, sizeof path, "%s/%s.%d", folder, name, number);
  return path;
}

static unsigned char *read_reach(const char *path) {
  struct stat about;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &about)) return NULL;
  unsigned char *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (bytes == MAP_FAILED) fail("cannot map", path);
  signs = (long)about.st_size;
  return bytes;
}

/* The test's own limits; a flipped sign may loop, or take memory without end. */
static void limit(double processor) {
  struct itimerval timer = {
      .it_value = {(time_t)processor, (suseconds_t)(1e6 * (processor - floor(processor)))}};
  struct rlimit none = {0, 0}, memory = {(rlim_t)4 << 30, (rlim_t)4 << 30};
  setitimer(ITIMER_PROF, &timer, NULL);
  alarm((unsigned)(10 * processor) + 10);
  setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
  setrlimit(RLIMIT_AS, &memory);
#endif
  (void)memory;
}

_Noreturn static void run_here(const struct rp_test *test, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  failed = false; /* whatever the worker has seen before */
  if (test->options.init) test->options.init();
  test->run();
  if (test->options.fini) test->options.fini();
  fflush(NULL);
  _exit(failed ? STOPPED : 0);
}

/* Whether a test passes; how long it took. */
static bool passes(int test, int mutant, double processor, const char *record, int output, double *took) {
  const struct rp_test_options *wanted = &tests[test]->options;
  if (wanted->disabled) return true;
  pid_t child = fork();
  if (child < 0) fail("cannot", "fork");
  if (child == 0) {
    limit(processor);
    rp_mutant = mutant;
    if (record) rp_mutants_record(record);
    run_here(tests[test], output);
  }
  int status;
  struct rusage use;
  while (wait4(child, &status, 0, &use) < 0)
    if (errno != EINTR) fail("cannot wait for", tests[test]->name);
  if (took)
    *took += (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
             1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
  if (wanted->signal) return WIFSIGNALED(status) && WTERMSIG(status) == wanted->signal;
  return WIFEXITED(status) && WEXITSTATUS(status) == wanted->exit_code;
}

/* The papers' vectors with the plugin that holds the flipped sign: TOP/vectors NUMBER. */
static bool vectors_pass(const char *top, int mutant, int output) {
  pid_t child = fork();
  if (child < 0) fail("cannot", "fork");
  if (child == 0) {
    char number[32], path[4096];
    snprintf(number, sizeof number, "%d", mutant);
    snprintf(path, sizeof path, "%s/vectors", top);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    setenv("RP_MUTANT", number, 1);
    execl(path, path, number, (char *)NULL);
    _exit(127);
  }
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail("cannot wait for", "the vectors");
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Calls work(number of the worker) in that many processes, and shows how far they are if somebody looks. */
static bool share(int jobs, int total, void (*work)(void)) {
  bool fine = true, shown = isatty(STDERR_FILENO);
  int running = 0, status;
  progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (progress == MAP_FAILED) fail("cannot map", "memory");
  for (; running < jobs; ++running) {
    pid_t child = fork();
    if (child < 0) fail("cannot", "fork");
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      /* Tests must not see what we share: a flipped sign may write anywhere. */
      if (madvise(progress, sizeof *progress, MADV_DONTFORK)) fail("cannot protect", "memory");
      work();
      _exit(failed ? 1 : 0);
    }
  }
  while (running > 0) {
    pid_t child = waitpid(-1, &status, shown ? WNOHANG : 0);
    if (child > 0) {
      --running;
      fine = fine && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    } else if (child < 0 && errno != EINTR) {
      fail("cannot wait for", "workers");
    }
    if (!shown) continue;
    fprintf(stderr, "\r%d of %d, %d unnoticed ", progress->done, total, progress->survivors);
    usleep(200000);
  }
  if (shown) fprintf(stderr, "\r%40s\r", "");
  return fine;
}

/* What the workers work on. */
static const char *top, *folder;
static int *chosen, chosen_count;

static void baseline_work(void) {
  for (int i; (i = atomic_fetch_add(&progress->next, 1)) < count; atomic_fetch_add(&progress->done, 1)) {
    char reach[4096], path[4096], line[512];
    snprintf(reach, sizeof reach, "%s", in(folder, "reach", i));
    snprintf(path, sizeof path, "%s", in(folder, "output", i));
    unlink(reach);
    int output = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666),
        list = open(in(folder, "tests", -1), O_WRONLY | O_APPEND);
    if (output < 0 || list < 0) fail("cannot write in", folder);
    double took = 0;
    bool fine = passes(i, 0, 600, reach, output, &took);
    close(output);
    int length =
        snprintf(line, sizeof line, "%d\t%.3f\t%s\t%s\n", i, took, fine ? "passes" : "fails", tests[i]->name);
    if (write(list, line, (size_t)length) != length) fail("cannot write", "tests");
    close(list);
    if (fine) unlink(path);
    failed = failed || !fine;
  }
}

static int baseline(int jobs) {
  int list = open(in(folder, "tests", -1), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (list < 0) fail("cannot write in", folder);
  close(list);
  return share(jobs, count, baseline_work) ? 0 : 1;
}

static void read_times(void) {
  char line[1024];
  FILE *file = fopen(in(folder, "tests", -1), "r");
  if (!file) fail("cannot read tests in", folder);
  while (fgets(line, sizeof line, file)) {
    int i;
    double took;
    if (sscanf(line, "%d %lf", &i, &took) == 2 && i >= 0 && i < count) seconds[i] = took;
  }
  fclose(file);
}

static int quicker(const void *a, const void *b) {
  int i = *(const int *)a, j = *(const int *)b;
  return seconds[i] != seconds[j] ? (seconds[i] < seconds[j] ? -1 : 1) : i - j;
}

/* The tests, the quickest first. */
static void arrange(int *order) {
  for (int i = 0; i < count; ++i)
    order[i] = i;
  qsort(order, (size_t)count, sizeof *order, quicker);
}

static bool reaches(const unsigned char *bytes, int mutant) {
  return !bytes || (mutant < signs && bytes[mutant]);
}

static double allowed(int test) {
  return 4 * seconds[test] + 0.5;
}

/* Neighbouring signs are often noticed by the same test: the last one that noticed something begins. */
static int noticing(const int *order, int mutant, int last, int output, bool *any, double *took) {
  if (last >= 0 && reaches(reached[last], mutant) && !passes(last, mutant, allowed(last), NULL, output, took))
    return last;
  for (int i = 0; i < count; ++i) {
    int test = order[i];
    if (!reaches(reached[test], mutant)) continue;
    *any = true;
    if (test != last && !passes(test, mutant, allowed(test), NULL, output, took)) return test;
  }
  return -1;
}

static void judge_work(void) {
  int order[TESTS_MAX], last = -1, nothing = open("/dev/null", O_WRONLY);
#ifdef __SANITIZE_ADDRESS__
  bool vectors = false; /* the program is not sanitized */
#else
  bool vectors = access(in(top, "vectors", -1), X_OK) == 0;
#endif
  arrange(order);
  for (int i; (i = atomic_fetch_add(&progress->next, 1)) < chosen_count;
       atomic_fetch_add(&progress->done, 1)) {
    char line[512];
    int mutant = chosen[i], length;
    bool any = false;
    double took = 0;
    int test = noticing(order, mutant, last, nothing, &any, &took);
    if (test >= 0) {
      last = test;
      length = snprintf(line, sizeof line, "%d\ttests %s\t%.3f\n", mutant, tests[test]->name, took);
    } else {
      const char *verdict = any ? "survived" : "unreached";
      if (vectors && reaches(vectors_reach, mutant))
        verdict = vectors_pass(top, mutant, nothing) ? "survived" : "vectors";
      if (strcmp(verdict, "vectors") != 0) atomic_fetch_add(&progress->survivors, 1);
      length = snprintf(line, sizeof line, "%d\t%s\t%.3f\n", mutant, verdict, took);
    }
    if (write(STDOUT_FILENO, line, (size_t)length) != length) fail("cannot write", "a verdict");
  }
}

static int judge(const char *path, int jobs) {
  FILE *file = fopen(path, "r");
  int room = 0, number;
  if (!file) fail("cannot read", path);
  while (fscanf(file, "%d%*[^\n]", &number) == 1) {
    if (chosen_count == room) chosen = realloc(chosen, sizeof *chosen * (size_t)(room = 2 * room + 64));
    if (!chosen) fail("cannot take", "memory");
    chosen[chosen_count++] = number;
  }
  fclose(file);
  char record[4096];
  snprintf(record, sizeof record, "%s/record", top);
  for (int i = 0; i < count; ++i)
    if (!(reached[i] = read_reach(in(record, "reach", i)))) fail("no record of", tests[i]->name);
  vectors_reach = read_reach(in(record, "vectors", -1));
  read_times();
  return share(jobs, chosen_count, judge_work) ? 0 : 2;
}

static int all(void) {
  int order[TESTS_MAX];
  bool any;
  double took = 0;
  read_times();
  arrange(order);
  return noticing(order, 0, -1, open("/dev/null", O_WRONLY), &any, &took) < 0 ? 0 : 1;
}

int main(int argc, char **argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* if mutants.sh is interrupted */
  if (argc == 4 && strcmp(argv[1], "baseline") == 0) {
    folder = argv[2];
    return baseline(atoi(argv[3]));
  }
  if (argc == 6 && strcmp(argv[1], "judge") == 0) {
    top = argv[2], folder = argv[3];
    return judge(argv[4], atoi(argv[5]));
  }
  if (argc == 3 && strcmp(argv[1], "all") == 0) {
    folder = argv[2];
    return all();
  }
  fputs("usage: run baseline FOLDER JOBS | judge TOP FOLDER CHOSEN JOBS | all FOLDER\n", stderr);
  return 2;
}
