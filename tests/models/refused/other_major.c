/* Built for another major version: another symbol, so that it is not found rather than misread. */
#include "reprise/plugin.h"

RP_EXPORT const void *rp_plugin_v2(uint32_t host_minor);
RP_EXPORT const void *rp_plugin_v2(uint32_t host_minor) {
  (void)host_minor;
  return "nothing that version 1 could read";
}
