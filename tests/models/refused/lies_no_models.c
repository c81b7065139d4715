/* A library without models. */
#define MODEL_COUNT 0
#include "../minimal.h"
