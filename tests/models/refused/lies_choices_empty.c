/* A choice between nothing. */
#include <stddef.h>

static const char *const no_choices[] = {NULL};
#define PARAM_KIND RP_CHOICE
#define PARAM_PRESET 0
#define PARAM_MORE .choices = no_choices
#include "../minimal.h"
