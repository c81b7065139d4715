/*
 * process.c - process.h by posix_spawn and poll. posix_spawn reports a program that cannot be started as an
 * error of its own and does not copy our memory. Calls interrupt.h, so that Ctrl-C ends the other program
 * too.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* posix_spawn_file_actions_addchdir_np, pipe2 */
#endif
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"

extern char **environ;

typedef struct collected {
  int descriptor; /* -1 when closed */
  char *bytes;
  size_t count, capacity;
} collected;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void close_descriptor(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

/* pipes[i][0] is read from, pipes[i][1] written to. */
static bool open_pipes(int pipes[3][2]) {
  for (int i = 0; i < 3; ++i)
    if (pipe2(pipes[i], O_CLOEXEC) != 0) {
      while (--i >= 0) {
        close(pipes[i][0]);
        close(pipes[i][1]);
      }
      return false;
    }
  return true;
}

static int start(const rp_process_order *order, int pipes[3][2], pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t usual, none;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[0][0], 0);
  posix_spawn_file_actions_adddup2(&actions, pipes[1][1], 1);
  posix_spawn_file_actions_adddup2(&actions, pipes[2][1], 2);
  if (order->directory != NULL) posix_spawn_file_actions_addchdir_np(&actions, order->directory);
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGINT);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  int error = posix_spawnp(pid, order->argv[0], &actions, &attributes, order->argv,
                           order->environment != NULL ? order->environment : environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

/* Takes what is there; false when memory is out. */
static bool collect(collected *c) {
  if (c->capacity - c->count < 4096) {
    size_t capacity = c->capacity == 0 ? 16384 : 2 * c->capacity;
    char *larger = realloc(c->bytes, capacity);
    if (larger == NULL) return false;
    c->bytes = larger;
    c->capacity = capacity;
  }
  ssize_t got = read(c->descriptor, c->bytes + c->count, c->capacity - c->count - 1);
  if (got > 0)
    c->count += (size_t)got;
  else if (got == 0 || (errno != EINTR && errno != EAGAIN))
    close_descriptor(&c->descriptor);
  c->bytes[c->count] = '\0';
  return true;
}

static void feed(int *descriptor, const char **input, size_t *left) {
  if (*left > 0) {
    ssize_t written = write(*descriptor, *input, *left);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (written < 0) *left = 0; /* it does not want the rest; its status tells whether that is an error */
    if (written > 0) {
      *input += written;
      *left -= (size_t)written;
    }
  }
  if (*left == 0) close_descriptor(descriptor);
}

typedef enum exchange_end {
  EXCHANGE_DONE,
  EXCHANGE_TIMEOUT,
  EXCHANGE_INTERRUPTED,
  EXCHANGE_NO_MEMORY
} exchange_end;

/* Feeds and collects until the other side has closed both outputs. */
static exchange_end exchange(const rp_process_order *order, int input_descriptor, collected out[2]) {
  const char *input = order->input;
  size_t left = order->input != NULL ? order->input_length : 0;
  double deadline = order->timeout > 0.0 ? now() + order->timeout : 0.0;
  exchange_end end = EXCHANGE_DONE;
  fcntl(input_descriptor, F_SETFL, O_NONBLOCK);
  if (left == 0) close_descriptor(&input_descriptor);
  while (end == EXCHANGE_DONE && (out[0].descriptor >= 0 || out[1].descriptor >= 0)) {
    struct pollfd polled[3] = {
        {out[0].descriptor, POLLIN, 0}, {out[1].descriptor, POLLIN, 0}, {input_descriptor, POLLOUT, 0}};
    double wait = 0.2; /* a signal may come between the test of the flag and poll() */
    if (deadline > 0.0 && deadline - now() < wait) wait = deadline - now();
    int ready = poll(polled, 3, wait > 0.0 ? (int)(1e3 * wait) + 1 : 0);
    if (rp_interrupted()) end = EXCHANGE_INTERRUPTED;
    if (deadline > 0.0 && now() >= deadline) end = EXCHANGE_TIMEOUT;
    if (ready <= 0) continue;
    for (int i = 0; i < 2; ++i)
      if (polled[i].revents != 0 && !collect(&out[i])) end = EXCHANGE_NO_MEMORY;
    if (polled[2].revents != 0) feed(&input_descriptor, &input, &left);
  }
  close_descriptor(&input_descriptor);
  return end;
}

/* It may close its outputs and run on: the limits hold until it is gone. */
static int wait_for(pid_t pid, double deadline, exchange_end *end) {
  int state = 0;
  for (;;) {
    bool patient = deadline <= 0.0 && *end == EXCHANGE_DONE;
    pid_t got = waitpid(pid, &state, patient && !rp_interrupted() ? 0 : WNOHANG);
    if (got == pid) return state;
    if (got < 0 && errno != EINTR) return 0;
    if (*end == EXCHANGE_DONE && rp_interrupted()) *end = EXCHANGE_INTERRUPTED;
    if (*end == EXCHANGE_DONE && deadline > 0.0 && now() >= deadline) *end = EXCHANGE_TIMEOUT;
    if (*end != EXCHANGE_DONE) kill(pid, SIGKILL);
    nanosleep(&(struct timespec){0, 2000000}, NULL);
  }
}

bool rp_process_run(const rp_process_order *order, rp_process_outcome *outcome, rp_message *why) {
  *outcome = (rp_process_outcome){.status = -1};
  const char *program = order->argv[0];
  struct stat status;
  if (order->directory != NULL && (stat(order->directory, &status) != 0 || !S_ISDIR(status.st_mode))) {
    snprintf(why->text, sizeof why->text, "cannot run '%.200s': there is no folder '%.600s' to run it in",
             program, order->directory);
    return false;
  }
  int pipes[3][2];
  pid_t pid = 0;
  bool opened = open_pipes(pipes);
  int error = opened ? start(order, pipes, &pid) : errno;
  if (opened) {
    close(pipes[0][0]);
    close(pipes[1][1]);
    close(pipes[2][1]);
  }
  if (error != 0) {
    if (opened) {
      close(pipes[0][1]);
      close(pipes[1][0]);
      close(pipes[2][0]);
    }
    snprintf(why->text, sizeof why->text, "cannot run '%.200s': %s", program, strerror(error));
    return false;
  }
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  sigaction(SIGPIPE, &ignore, &before);
  double deadline = order->timeout > 0.0 ? now() + order->timeout : 0.0;
  collected out[2] = {{.descriptor = pipes[1][0]}, {.descriptor = pipes[2][0]}};
  exchange_end end = exchange(order, pipes[0][1], out);
  sigaction(SIGPIPE, &before, NULL);
  for (int i = 0; i < 2; ++i)
    close_descriptor(&out[i].descriptor);
  int state = wait_for(pid, deadline, &end);
  outcome->output = out[0].bytes;
  outcome->output_length = out[0].count;
  outcome->errors = out[1].bytes;
  outcome->errors_length = out[1].count;
  if (end == EXCHANGE_INTERRUPTED || end == EXCHANGE_NO_MEMORY) {
    snprintf(why->text, sizeof why->text, "'%.200s' was ended: %s", program,
             end == EXCHANGE_INTERRUPTED ? "interrupted" : "no memory for its output");
    rp_process_free(outcome);
    return false;
  }
  outcome->timed_out = end == EXCHANGE_TIMEOUT;
  if (WIFEXITED(state)) outcome->status = WEXITSTATUS(state);
  if (WIFSIGNALED(state)) outcome->signal = WTERMSIG(state);
  return true;
}

void rp_process_free(rp_process_outcome *outcome) {
  free(outcome->output);
  free(outcome->errors);
  *outcome = (rp_process_outcome){.status = -1};
}
