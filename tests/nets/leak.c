/* A planted leak: memory that no one gives back and no one can reach any more. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void *volatile reachable;

Test(net, a_leak) {
  reachable = malloc(1000);
  memset(reachable, 1, 1000);
  reachable = NULL;
  cr_assert(1);
}
