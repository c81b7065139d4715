/* bad_hosts.c - breaks `hosts`: refuses hosts that are newer than itself. */
#define OWN_ENTRY
#include "minimal.h"

static const rp_library minimal_library = {.struct_size = sizeof(rp_library),
                                           .abi_minor = RP_ABI_MINOR,
                                           .models = minimal_models,
                                           .model_count = 1,
                                           .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  return host_minor > RP_ABI_MINOR ? NULL : &minimal_library;
}
