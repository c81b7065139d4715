/* The model's id is not a name. */
#define MODEL_ID "Not A Name"
#include "../minimal.h"
