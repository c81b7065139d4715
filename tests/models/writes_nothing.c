/* Claims success and never asks for its output. */
#include "access.h"

#define MODEL_ID "writes_nothing"
#define SOLVE do_nothing
static rp_status do_nothing(const rp_call *call) {
  (void)call;
  return RP_OK;
}
#include "minimal.h"
