/* model_sorted.h - numbers in increasing order: ends of panels, roots. Glue; calls the C library only. */
#ifndef RP_MODEL_SORTED_H
#define RP_MODEL_SORTED_H
#include <stdint.h>

void rp_model_sort(int64_t count, double *numbers);

/* Sorts and keeps each number once; returns how many there are. */
int64_t rp_model_sort_once(int64_t count, double *numbers);

#endif
