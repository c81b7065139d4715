/* An array that lies on no axis. */
#define PARAM_KIND RP_ARRAY
#include "../minimal.h"
