/*
 * market.h - the general game of section 3: traders of given direction and makers who compete for the best quote. Fields of the
 * forward equations for numerics/boundary_problem.h, in y = (traders' adjoints, makers' adjoints):
 *
 *     dQ^{i,e} = v^i dt,   v = phi(y^{i,e} - best ask (buyers), y^{i,e} + best bid (sellers)),
 *     dQ^{i,m} = -(a + sum of buyers' v) L(excess of the ask) dt + (b - sum of sellers' v) L(excess of the bid) dt,
 *
 * with asks psi(y^m) and bids psi(-y^m) measured from the price. The derivative of the field is diagonal plus low rank: a product
 * with it costs O(traders + makers). Pure; calls libm, quotes.h, rates.h, numerics/curve.h. Memory is the caller's.
 *
 * Source: Guo and Jin, section 3, eqs. 12 to 14.
 */
#ifndef RP_MARKET_H
#define RP_MARKET_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/boundary_problem.h"
#include "numerics/curve.h"
#include "quotes.h"
#include "rates.h"

/* One side of the makers' quotes. */
typedef struct rp_market_side {
  double *quote, *excess, *fill; /* [makers]; fill: L(excess) */
  rp_quotes_slope slope;
} rp_market_side;

/* What the field computes on the way, for one time. */
typedef struct rp_market_state {
  rp_market_side ask, bid;
  double *argument, *rate, *free; /* [traders] */
  double buying, selling; /* all flow at the ask, at the bid, share/time; selling is negative by input only */
  rp_rates_slopes slope;
} rp_market_state;

typedef struct rp_market {
  rp_quotes makers;
  rp_rates traders;
  const double *buys;                   /* [traders] */
  rp_curve noise_buying, noise_selling; /* a, b      */
  double share;           /* part of the running penalties that is in force: 1, less in continuation */
  const double *running;  /* [traders + makers]: phi */
  rp_market_state *state; /* workspace */
  double *direction;      /* [2 traders + 4 makers] workspace */
} rp_market;

/* Doubles of a state, and the state laid out in them. */
int64_t rp_market_state_size(int64_t traders, int64_t makers);
void rp_market_state_place(int64_t traders, int64_t makers, double *memory, rp_market_state *state);

/* Everything at time t given the adjoints y [traders + makers]. */
void rp_market_evaluate(const rp_market *market, double t, const double *y, rp_market_state *state);

/* Forward rates of all inventories from a state, and their change when y changes by `direction`; [traders + makers] each. */
void rp_market_rates(const rp_market *market, const rp_market_state *state, double *rates);
void rp_market_change(const rp_market *market, const rp_market_state *state, const double *direction,
                      double *change);

/* For boundary_problem.h; the context is the market. The derivative's parts run through the best and the second quote on each side,
 * all rates together, and those of buyers and of sellers. */
enum { RP_MARKET_RANK = 7 };
rp_boundary_field rp_market_field;
rp_boundary_split rp_market_split;
rp_boundary_weight rp_market_weight;

/*
 * Asymptotic factor by which the errors of Picard's iteration (adjoints -> inventories -> adjoints) shrink at each step, from
 * products with the linearised map along a solved path: below 1 the iteration converges near the solution, as theorem 3.10 uses
 * for short horizons. Every panel counts, so that delays by the forward and backward integrals are exact on the path's grid.
 *
 * in terminal [n]: 2 A
 * work [2 panels s n + 3 n]
 */
double rp_market_picard_factor(const rp_market *market, const double *terminal, const rp_boundary_path *path,
                               double *work);

#endif
