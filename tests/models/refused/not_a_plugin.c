/* A shared object without rp_plugin_v1: some other library. */
#include "reprise/plugin.h"

RP_EXPORT int something_else(void);
RP_EXPORT int something_else(void) {
  return 0;
}
