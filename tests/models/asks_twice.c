/* Asks for the storage of its output twice, which the interface forbids. */
#include "access.h"

#define MODEL_ID "asks_twice"
#define SOLVE ask_twice
static rp_status ask_twice(const rp_call *call) {
  rp_status status = write_scalar(call, 0, 1.0);
  return status == RP_OK ? write_scalar(call, 0, 2.0) : status;
}
#include "minimal.h"
