/* The parameter's name could not be typed in a script. */
#define PARAM_NAME "two words"
#include "../minimal.h"
