/* Never comes back from loading. */
#include <unistd.h>

#include "../minimal.h"

__attribute__((constructor)) static void wait_forever(void) {
  for (;;)
    pause();
}
