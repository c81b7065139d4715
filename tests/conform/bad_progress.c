/* bad_progress.c - breaks `progress`: half done, then a fifth. */
#include "access.h"

static rp_status go_back(const rp_call *call) {
  call->host->progress(call->host, 0.5);
  call->host->progress(call->host, 0.2);
  return write_scalar(call, 0, real_of(call, 0));
}
#define SOLVE go_back
#include "minimal.h"
