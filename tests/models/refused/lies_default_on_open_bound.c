/* The default lies on a bound that is excluded. */
#define PARAM_FLAGS RP_MIN_OPEN
#define PARAM_MIN 0
#define PARAM_PRESET 0
#include "../minimal.h"
