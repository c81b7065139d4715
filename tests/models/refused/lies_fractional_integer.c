/* An integer whose default is not whole. */
#define PARAM_KIND RP_INTEGER
#define PARAM_PRESET 1.5
#include "../minimal.h"
