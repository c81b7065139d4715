/* bad_description.c - breaks `description`: its upper bound is another one each time it is loaded. */
#include <time.h>
#include "access.h"

static rp_param changing[] = {{.name = "x",
                               .symbol = "x",
                               .unit = "1",
                               .doc = "The number that comes back.",
                               .source = "",
                               .kind = RP_REAL,
                               .min = 0,
                               .max = 10,
                               .preset = 1}};
#define PARAMS changing
#include "minimal.h"

__attribute__((constructor)) static void choose(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  changing[0].max = 10 + (double)now.tv_nsec * 1e-9;
}
