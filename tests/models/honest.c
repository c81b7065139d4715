/* minimal.h as it is: what every other small test plugin differs from in one point. */
#include "minimal.h"
