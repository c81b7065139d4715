/* quantile.c - see quantile.h. Hoare's selection with the median of three as pivot. */
#include "quantile.h"

static void exchange(double *a, double *b) {
  double kept = *a;
  *a = *b;
  *b = kept;
}

/* Puts the number of rank k to its place, none larger before it, none smaller behind it. */
static void select_rank(int64_t count, double *x, int64_t k) {
  int64_t low = 0, high = count - 1;
  while (low < high) {
    int64_t middle = low + (high - low) / 2, i = low, j = high;
    if (x[middle] < x[low]) exchange(x + middle, x + low);
    if (x[high] < x[low]) exchange(x + high, x + low);
    if (x[high] < x[middle]) exchange(x + high, x + middle);
    double pivot = x[middle];
    while (i <= j) {
      while (x[i] < pivot)
        ++i;
      while (x[j] > pivot)
        --j;
      if (i <= j) exchange(x + i++, x + j--);
    }
    if (k <= j)
      high = j;
    else if (k >= i)
      low = i;
    else
      return;
  }
}

double rp_quantile(int64_t count, double *numbers, double level) {
  double place = level * (double)(count - 1);
  int64_t rank = (int64_t)place;
  if (rank > count - 2) rank = count > 1 ? count - 2 : 0;
  select_rank(count, numbers, rank);
  if (count == 1) return numbers[0];
  double next = numbers[rank + 1];
  for (int64_t i = rank + 2; i < count; ++i)
    if (numbers[i] < next) next = numbers[i];
  double fraction = place - (double)rank;
  return numbers[rank] + fraction * (next - numbers[rank]);
}
