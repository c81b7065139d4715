/*
 * quantile.h - order statistics of many numbers without sorting them all. Pure; calls nothing.
 */
#ifndef RP_QUANTILE_H
#define RP_QUANTILE_H
#include <stdint.h>

/*
 * The quantile of level in [0, 1], linear between order statistics (level 0: the least, 1: the largest).
 *
 * in/out numbers [count >= 1], finite: rearranged. O(count) on average.
 */
double rp_quantile(int64_t count, double *numbers, double level);

#endif
