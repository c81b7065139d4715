/* Returns a status that the interface does not have. */
#include "access.h"

#define MODEL_ID "unknown_status"
#define SOLVE return_nonsense
static rp_status return_nonsense(const rp_call *call) {
  rp_status status = write_scalar(call, 0, 1.0);
  return status == RP_OK ? 1234 : status;
}
#include "minimal.h"
