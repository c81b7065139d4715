/*
 * main.c - the program `reprise`. Its commands are Lua modules inside the program; this file prepares the
 * process and hands over to them.
 */
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "file.h"
#include "interrupt.h"
#include "lua_state.h"

/* `reprise doc MODEL | head` has seen enough: no failure. */
static bool reader_left(void) {
  struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&output, 1, 0) > 0 && (output.revents & POLLERR);
}

/* The arenas of solves come and go by the thousand: pages that went back to the system would be fetched, and cleared,
 * again for each of them. */
static void keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

int main(int argc, char **argv) {
  keep_freed_memory();
  /* A process that is killed must not take printed lines with it. */
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  rp_interrupt_on_signals();
  signal(SIGPIPE, SIG_IGN); /* a reader that goes away must not take the results with it */
  int status = rp_lua_run_program(argc - 1, argv + 1);
  rp_file_remove_temporary_directory();
  if ((fflush(stdout) != 0 || ferror(stdout) != 0) && !reader_left()) {
    fputs("reprise: cannot write to the standard output\n", stderr);
    if (status == RP_EXIT_FINE) status = RP_EXIT_OUTSIDE;
  }
  return status;
}
