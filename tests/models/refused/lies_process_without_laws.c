/* A process that accepts no law. */
#include <math.h>
#define PARAM_KIND RP_PROCESS
#define PARAM_PRESET NAN
#include "../minimal.h"
