/* The default is the third of two choices. */
#include <stddef.h>

static const char *const two_choices[] = {"first", "second", NULL};
#define PARAM_KIND RP_CHOICE
#define PARAM_PRESET 2
#define PARAM_MORE .choices = two_choices
#include "../minimal.h"
