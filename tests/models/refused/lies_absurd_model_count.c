/* Four thousand million models. */
#define MODEL_COUNT 4000000000u
#include "../minimal.h"
