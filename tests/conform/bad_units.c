/* bad_units.c - breaks `units`: gives cash back as shares. */
#define PARAM_UNIT "cash"
#define OUTPUT_UNIT "share"
#include "minimal.h"
