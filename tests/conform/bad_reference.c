/* bad_reference.c - breaks `reference`: its answer is not that of bad_reference.reference.lua. */
#include "minimal.h"
