/* The unit of the output is no unit. */
#define OUTPUT_UNIT "cash/"
#include "../minimal.h"
