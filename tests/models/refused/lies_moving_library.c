/* Another table at each call: what was checked is not what is used. */
#define OWN_ENTRY
#include "../minimal.h"

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  static rp_library libraries[2];
  static uint32_t calls;
  rp_library *library = &libraries[calls++ % 2];
  *library = (rp_library){.struct_size = sizeof(rp_library),
                          .abi_minor = RP_ABI_MINOR + 0 * host_minor,
                          .models = minimal_models,
                          .model_count = 1,
                          .model_stride = sizeof(rp_model)};
  return library;
}
