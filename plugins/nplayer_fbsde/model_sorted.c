/* model_sorted.c - see model_sorted.h. */
#include "model_sorted.h"
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void rp_model_sort(int64_t count, double *numbers) {
  qsort(numbers, (size_t)count, sizeof *numbers, by_size);
}

int64_t rp_model_sort_once(int64_t count, double *numbers) {
  int64_t kept = 0;
  rp_model_sort(count, numbers);
  for (int64_t i = 0; i < count; ++i)
    if (kept == 0 || numbers[i] > numbers[kept - 1]) numbers[kept++] = numbers[i];
  return kept;
}
