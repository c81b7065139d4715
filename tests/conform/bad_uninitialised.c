/* bad_uninitialised.c - breaks `uninitialised`: adds up an array of which it has written half. */
#include "access.h"

static rp_status add_all(const rp_call *call) {
  enum { N = 16 };
  double sum = 0, *scratch = call->host->scratch(call->host, N * sizeof(double), 64);
  if (!scratch) return RP_NO_MEMORY;
  for (int i = 0; i < N / 2; ++i)
    scratch[i] = real_of(call, 0);
  for (int i = 0; i < N; ++i)
    sum += scratch[i];
  return write_scalar(call, 0, sum);
}
#define SOLVE add_all
#include "minimal.h"
