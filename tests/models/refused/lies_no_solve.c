/* A model that cannot be solved. */
#include <stddef.h>
#define SOLVE NULL
#include "../minimal.h"
