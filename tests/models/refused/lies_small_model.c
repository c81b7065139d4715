/* The model says that it is too short to hold its own id. */
#define MODEL_SIZE 8
#include "../minimal.h"
