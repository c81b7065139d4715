/*
 * supervisor.c - supervisor.h by fork, a shared page and signals that the parent waits for. The parent alone
 * hears Ctrl-C: it states the reason in the shared page and sends SIGTERM, so that one key press is one
 * request. Calls interrupt.h.
 */
#include "supervisor.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"

/* Seconds that the child gets to stop after it was asked to, and to write its results once it has stopped. */
static const double grace_after_time = 2.0;
static const double grace_after_user = 10.0;
static const double grace_to_finish = 30.0;

typedef struct shared_page {
  _Atomic int reason;
  _Atomic int finishing;
  char note[201]; /* torn by two writers at worst, and only read when the writers are dead */
} shared_page;

static shared_page *shared;
static double time_limit;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double rp_supervisor_timeout(void) {
  return time_limit;
}

void rp_supervisor_note(const char *text) {
  if (shared == NULL) return;
  size_t length = text != NULL ? strnlen(text, sizeof shared->note - 1) : 0;
  if (length > 0) memcpy(shared->note, text, length);
  shared->note[length] = '\0';
}

void rp_supervisor_finishing(void) {
  if (shared != NULL) atomic_store(&shared->finishing, 1);
}

static void on_request(int number) {
  (void)number;
  int reason = atomic_load(&shared->reason);
  rp_interrupt(reason == RP_INTERRUPT_NONE ? RP_INTERRUPT_USER : (rp_interrupt_reason)reason);
}

static void become_child(pid_t parent, const sigset_t *mask_before) {
  struct sigaction request = {.sa_handler = on_request}, ignore = {.sa_handler = SIG_IGN};
  request.sa_flags = SA_RESTART;
  sigemptyset(&request.sa_mask);
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGTERM, &request, NULL);
  sigaction(SIGINT, &ignore, NULL);
  sigaction(SIGHUP, &ignore, NULL);
  sigprocmask(SIG_SETMASK, mask_before, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1); /* the parent died before the line above */
}

static void request_stop(pid_t child, rp_interrupt_reason reason) {
  atomic_store(&shared->reason, (int)reason);
  kill(child, SIGTERM);
}

/* Waits for one of the signals, at most until the deadline. Returns its number, 0 when the time is over. */
static int wait_for_signal(const sigset_t *signals, double deadline) {
  double left = deadline - now();
  if (left < 0.0) left = 0.0;
  if (left > 3600.0) left = 3600.0;
  struct timespec wait = {(time_t)left, (long)(1e9 * (left - (double)(time_t)left))};
  int number = sigtimedwait(signals, NULL, &wait);
  return number > 0 ? number : 0;
}

/* Stands by until the child has ended; returns its state as waitpid() gives it. */
static int stand_by(pid_t child, double timeout, const sigset_t *signals, rp_supervised *outcome) {
  const double never = 1e300;
  double deadline = timeout > 0.0 ? now() + timeout : never;
  bool asked = false, extended = false;
  for (;;) {
    int state = 0;
    pid_t got = waitpid(child, &state, WNOHANG);
    if (got == child || (got < 0 && errno != EINTR)) return state;
    int number = wait_for_signal(signals, deadline);
    bool user = number == SIGINT || number == SIGTERM || number == SIGHUP;
    if (user && !asked) {
      outcome->interrupted = asked = true;
      request_stop(child, RP_INTERRUPT_USER);
      deadline = now() + grace_after_user;
    } else if (user) {
      outcome->interrupted = outcome->killed = true;
      kill(child, SIGKILL);
      deadline = never;
    } else if (now() >= deadline && !asked) {
      outcome->timed_out = asked = true;
      request_stop(child, RP_INTERRUPT_TIME);
      deadline = now() + grace_after_time;
    } else if (now() >= deadline && !extended && atomic_load(&shared->finishing) != 0) {
      extended = true;
      deadline = now() + grace_to_finish;
    } else if (now() >= deadline) {
      outcome->killed = true;
      kill(child, SIGKILL);
      deadline = never;
    }
  }
}

static bool failed(rp_message *why, const char *deed) {
  snprintf(why->text, sizeof why->text, "cannot %s: %s", deed, strerror(errno));
  return false;
}

bool rp_supervise(double timeout, rp_supervised *outcome, rp_message *why) {
  *outcome = (rp_supervised){.status = -1};
  if (shared == NULL) {
    void *page = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return failed(why, "share memory with the script's process");
    shared = page;
  }
  memset(shared, 0, sizeof *shared);
  time_limit = timeout;
  sigset_t signals, before;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  sigprocmask(SIG_BLOCK, &signals, &before);
  fflush(NULL); /* or both processes would print what is buffered */
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) {
    failed(why, "start the script's process");
    sigprocmask(SIG_SETMASK, &before, NULL);
    return false;
  }
  if (child == 0) {
    become_child(parent, &before);
    outcome->in_child = true;
    return true;
  }
  int state = stand_by(child, timeout, &signals, outcome);
  if (WIFEXITED(state)) outcome->status = WEXITSTATUS(state);
  if (WIFSIGNALED(state)) outcome->signal = WTERMSIG(state);
  outcome->finished = atomic_load(&shared->finishing) != 0;
  memcpy(outcome->note, shared->note, sizeof outcome->note);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return true;
}
