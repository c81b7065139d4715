/* A model that yields nothing. */
#define OUTPUT_COUNT 0
#include "../minimal.h"
