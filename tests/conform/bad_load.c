/* bad_load.c - breaks `load`: its default lies outside its bounds. */
#define PARAM_MIN 2
#define PARAM_MAX 3
#define PARAM_PRESET 1
#include "minimal.h"
