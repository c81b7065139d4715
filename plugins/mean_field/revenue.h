/*
 * revenue.h - the big trader's revenue along one simulated path of the price, and the best piecewise constant strategy by
 * quadratic programming: checks of liquidation.h that do not use its formulas for value and revenue. Calls liquidation.h,
 * LAPACKE.
 */
#ifndef RP_REVENUE_H
#define RP_REVENUE_H
#include <stdbool.h>
#include <stdint.h>
#include "liquidation.h"

enum { RP_REVENUE_SUMS = 5 };

/* What is known before the noise: per step the shares sold and the expected price. */
typedef struct rp_revenue_plan {
  int64_t steps;
  double noise; /* s sqrt(dt)          */
  double *sold, *price;
} rp_revenue_plan;

int64_t rp_revenue_size(int64_t steps);

/* Fills the plan of the strategy (82); returns the revenue without noise. */
double rp_revenue_prepare(const rp_liquidation *l, int64_t steps, double *memory, rp_revenue_plan *plan);

/* The standard deviation of the revenue with these steps. */
double rp_revenue_deviation(const rp_revenue_plan *plan);

/* Where `count` paths stand after some steps. */
typedef struct rp_revenue_paths {
  int64_t count;
  double *noise, *revenue, *price,
      *least; /* [count]: of the price so far; - sum S dx; S in this step; least S */
} rp_revenue_paths;

/* Before the first step. */
void rp_revenue_start(rp_revenue_paths *paths);

/* One step, S in its middle; normals [count]. */
void rp_revenue_advance(const rp_revenue_plan *plan, int64_t step, const double *normals,
                        rp_revenue_paths *paths);

/*
 * Maximises - sum (theta q_i + eta y_i) y_i dt over rates y_i with sum y_i dt = -n, q_i the retail rate's average in step
 * i, by the symmetric indefinite system of its conditions (LAPACK's dsysv).
 *
 * out  rates [steps]
 * work [ (steps + 1)^2 + steps + 1 ], integers [steps + 1]
 * returns the maximum; NaN if the system is singular
 */
double rp_revenue_programme(const rp_liquidation *l, int64_t steps, double *rates, double *work,
                            int32_t *integers);

#endif
