/* The description of the parameter is missing. */
#define PARAM_DOC NULL
#include "../minimal.h"
