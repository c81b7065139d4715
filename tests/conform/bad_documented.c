/* bad_documented.c - breaks `documented`: says in two words what its parameter is. */
#define PARAM_DOC "the number"
#include "minimal.h"
