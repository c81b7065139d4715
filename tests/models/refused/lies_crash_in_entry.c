/* Dies in the entry point, which must do no work. */
#include <signal.h>
#define BEFORE_RETURN raise(SIGSEGV)
#include "../minimal.h"
