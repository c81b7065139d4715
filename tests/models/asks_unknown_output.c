/* Asks for storage of an output that it does not have, then succeeds. */
#include "access.h"

#define MODEL_ID "asks_unknown_output"
#define SOLVE ask_unknown
static rp_status ask_unknown(const rp_call *call) {
  if (call->host->output(call->host, 7, 0, NULL)) return RP_BUG;
  return write_scalar(call, 0, real_of(call, 0));
}
#include "minimal.h"
