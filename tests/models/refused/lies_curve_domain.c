/* The domain of a curve ends at a parameter that does not exist. */
#define PARAM_KIND RP_CURVE
#define PARAM_MORE .variable = "t", .domain = {"0", "horizon"}
#include "../minimal.h"
