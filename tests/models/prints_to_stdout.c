/* Talks on standard output and standard error while it solves. */
#include <stdio.h>

#include "access.h"

#define MODEL_ID "prints_to_stdout"
#define SOLVE chatter
static rp_status chatter(const rp_call *call) {
  puts("a plugin's chatter on standard output");
  fflush(stdout);
  fputs("a plugin's chatter on standard error\n", stderr);
  return write_scalar(call, 0, real_of(call, 0));
}
#include "minimal.h"
