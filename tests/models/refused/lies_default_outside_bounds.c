/* The default breaks the parameter's own bounds. */
#define PARAM_MIN 0
#define PARAM_MAX 1
#define PARAM_PRESET 1.5
#include "../minimal.h"
