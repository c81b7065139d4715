/* Four thousand million parameters. */
#define PARAM_COUNT 4000000000u
#include "../minimal.h"
