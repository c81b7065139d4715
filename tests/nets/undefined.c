/* Planted undefined behaviour: a signed integer overflows. */
#include <criterion/criterion.h>
#include <limits.h>

static volatile int largest = INT_MAX;

Test(net, an_overflow) {
  int sum = largest + 1;
  cr_assert_neq(sum, 0);
}
