/* The library says that it is too short to hold its models. */
#define LIBRARY_SIZE 8
#include "../minimal.h"
