/* bad_guards.c - breaks `guards`: one entry too many. */
#include "access.h"

static rp_status overrun(const rp_call *call) {
  enum { N = 16 };
  double *scratch = call->host->scratch(call->host, N * sizeof(double), 64);
  if (!scratch) return RP_NO_MEMORY;
  for (int i = 0; i <= N; ++i)
    scratch[i] = real_of(call, 0);
  return write_scalar(call, 0, scratch[N / 2]);
}
#define SOLVE overrun
#include "minimal.h"
