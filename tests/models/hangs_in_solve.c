/* Never returns and never asks whether it should stop: only ending its process helps. */
#include <unistd.h>

#include "access.h"

#define MODEL_ID "hangs_in_solve"
#define SOLVE hang
static rp_status hang(const rp_call *call) {
  while (call)
    pause();
  return RP_OK;
}
#include "minimal.h"
