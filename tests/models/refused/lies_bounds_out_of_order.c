/* The lower bound lies above the upper one. */
#define PARAM_MIN 2
#define PARAM_MAX 1
#define PARAM_PRESET 1.5
#include "../minimal.h"
