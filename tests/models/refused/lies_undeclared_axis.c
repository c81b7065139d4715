/* An array lies on an axis that the model does not declare. */
#include <stddef.h>

static const char *const unknown_axes[] = {"agents", NULL};
#define PARAM_KIND RP_ARRAY
#define PARAM_MORE .axes = unknown_axes
#include "../minimal.h"
