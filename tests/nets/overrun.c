/* A planted overrun: one number behind the end of an array is written. */
#include <criterion/criterion.h>
#include <stdlib.h>

static volatile int count = 4;

Test(net, an_overrun) {
  double *numbers = malloc((size_t)count * sizeof *numbers);
  for (int i = 0; i <= count; ++i)
    numbers[i] = i;
  cr_assert_eq(numbers[0], 0);
  free(numbers);
}
