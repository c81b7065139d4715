/* The elements of the parameter table overlap. */
#define PARAM_STRIDE 8
#include "../minimal.h"
