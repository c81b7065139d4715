/* bad_concurrent.c - breaks `concurrent`: keeps its work in a variable of the file. */
#include <time.h>
#include "access.h"

static volatile double work;

static rp_status use_file_scope(const rp_call *call) {
  struct timespec moment = {.tv_nsec = 3000000};
  work = 0;
  for (int i = 0; i < 4; ++i) {
    work = work + real_of(call, 0) / 4;
    nanosleep(&moment, NULL);
  }
  return write_scalar(call, 0, work);
}
#define SOLVE use_file_scope
#include "minimal.h"
