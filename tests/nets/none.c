/* Nothing planted: the nets must let it pass. */
#include <criterion/criterion.h>
#include <stdlib.h>

Test(net, nothing) {
  double *numbers = malloc(4 * sizeof *numbers);
  cr_assert_not_null(numbers);
  free(numbers);
}
