/* A function of nothing. */
#include <stddef.h>
#define PARAM_KIND RP_CURVE
#define PARAM_MORE .variable = NULL, .domain = {"0", "1"}
#include "../minimal.h"
