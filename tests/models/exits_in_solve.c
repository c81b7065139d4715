/* Ends the process, with status 0, while it solves. */
#include <unistd.h>

#include "access.h"

#define MODEL_ID "exits_in_solve"
#define SOLVE leave
static rp_status leave(const rp_call *call) {
  if (call) _exit(0);
  return RP_OK;
}
#include "minimal.h"
