/* The unit is not made of share, cash and time. */
#define PARAM_UNIT "furlong/fortnight"
#include "../minimal.h"
