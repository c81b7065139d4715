/* Needs a later minor version of the interface and says so by returning NULL. */
#include "reprise/plugin.h"
#include <stddef.h>

enum { NEEDED_MINOR = 1000000 };

static const rp_library library = {.struct_size = sizeof(rp_library), .abi_minor = NEEDED_MINOR};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  return host_minor >= NEEDED_MINOR ? &library : NULL;
}
