/* Two models of one id in one library. */
#define MODEL_TWICE
#define MODEL_COUNT 2
#include "../minimal.h"
