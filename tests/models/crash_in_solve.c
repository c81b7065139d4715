/* Dies of a memory fault while it solves. */
#include <signal.h>

#include "access.h"

#define MODEL_ID "crash_in_solve"
#define SOLVE die
static rp_status die(const rp_call *call) {
  raise(SIGSEGV);
  return write_scalar(call, 0, 1.0);
}
#include "minimal.h"
