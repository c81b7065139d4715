/* The output lies on an axis that the model does not declare. */
#include <stddef.h>

static const char *const unknown_axes[] = {"agents", NULL};
#define OUTPUT_AXES unknown_axes
#include "../minimal.h"
