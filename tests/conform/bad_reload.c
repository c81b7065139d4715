/* bad_reload.c - breaks `reload`: takes memory when it is loaded and never gives it back. */
#include <stdlib.h>
#include "minimal.h"

static void *volatile taken;

__attribute__((constructor)) static void take(void) {
  taken = calloc(5000, 1);
}
