/*
 * price_paths.h - one path of the dealer whose client reacts to the price, with steps in time: state, cash and what the
 * client's decision is worth at the end. For checks of price_demand.h and for pictures. Pure.
 *
 * Method. The linear feedback is followed by Heun's scheme with additive noise, of weak order 2; cash is paid at the market
 * price plus the temporary impact, by the trapezoidal rule. The feedback is tabulated at the steps of the first stage; the
 * second stage has steps of its own, as many, over the time that the client takes.
 */
#ifndef RP_PRICE_PATHS_H
#define RP_PRICE_PATHS_H
#include <stdint.h>
#include "price_demand.h"

typedef struct rp_price_tables {
  const rp_price_demand *market;
  const rp_price_value *value;
  int64_t steps;
  const double *feedback; /* [steps + 1][4], of the first stage */
  double waiting[RP_STATES];
} rp_price_tables;

/* Fills feedback [steps + 1][4]; false if the value is out of range. */
bool rp_price_tabulate(const rp_price_demand *market, const rp_price_value *value, int64_t steps,
                       double *feedback, rp_price_tables *tables, void *work);

/* A bound of the rates at which the state relaxes, 1/time: twice its inverse is the longest stable step. */
double rp_price_fastest(const rp_price_tables *tables);

typedef struct rp_price_path {
  double gain;  /* profit and loss with the expected decision, liquidation at its value; cash */
  bool outside; /* a probability of the affine demand is outside [0, 1]                       */
  double *inventory, *transient, *price; /* [steps + 1] in the first stage, or NULL                   */
} rp_price_path;

/* normals: [2 steps], standard; tau: how long the client takes after T. */
void rp_price_walk(const rp_price_tables *tables, double tau, const double *normals, rp_price_path *path);

#endif
