/* Dies of a memory fault before the host sees the entry point. */
#include <signal.h>

#include "../minimal.h"

__attribute__((constructor)) static void die_early(void) {
  raise(SIGSEGV);
}
