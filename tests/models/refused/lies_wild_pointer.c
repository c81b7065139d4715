/* The title points nowhere; whoever reads it dies. */
#define MODEL_TITLE ((const char *)(uintptr_t)16)
#include "../minimal.h"
