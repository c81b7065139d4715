/* A kind of parameter that version 1.0 does not have. */
#define PARAM_KIND 99
#include "../minimal.h"
