/*
 * main.c - the program `reprise`. Its commands are Lua modules inside the program; this file prepares the
 * process and hands over to them.
 */
#include <signal.h>
#include <stdio.h>

#include "file.h"
#include "interrupt.h"
#include "lua_state.h"

int main(int argc, char **argv) {
  /* A process that is killed must not take printed lines with it. */
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  rp_interrupt_on_signals();
  signal(SIGPIPE, SIG_IGN); /* a reader that goes away must not take the results with it */
  int status = rp_lua_run_program(argc - 1, argv + 1);
  rp_file_remove_temporary_directory();
  if (fflush(stdout) != 0 || ferror(stdout) != 0) {
    fputs("reprise: cannot write to the standard output\n", stderr);
    if (status == RP_EXIT_FINE) status = RP_EXIT_OUTSIDE;
  }
  return status;
}
