/*
 * spread.h - the spread that a pre-hedging dealer quotes best, for a probability of trading that falls with
 * it. Calls libm. Pure.
 *
 * Through p(delta) the expected gain depends on the spread as J(p) = p (delta(p) X^* - K) + p^2 G, see
 * gain.h; the trades before the decision make G >= 0, which lowers the best spread and may cost J its
 * concavity.
 *
 *   demand        p(delta)                              delta(p)                      J concave if and only
 * if affine        phi - s1 (delta - delta0) in [0, 1]   delta0 + (phi - p)/s1         s1 G < X^* logistic
 * phi/(1 + exp((delta - delta0)/s))     delta0 - s log(p/(phi - p))   8 phi G <= 27 s X^* (see below)
 *   exponential   min(1, phi exp(-(delta - delta0)/s))  delta0 + s log(phi/p)         2 G <= s X^*
 *
 * For logistic demand the condition says that J has one maximum at most.
 *
 * Method. In x = log(p/(phi - p)), or log p, the derivative J' falls, rises between two points that are
 * known, and falls again; so all stationary points are bracketed without a search and found by Newton's
 * method kept inside its bracket.
 */
#ifndef RP_SPREAD_H
#define RP_SPREAD_H
#include <stdbool.h>
#include <stdint.h>

typedef enum rp_demand_kind { RP_DEMAND_AFFINE, RP_DEMAND_LOGISTIC, RP_DEMAND_EXPONENTIAL } rp_demand_kind;

typedef struct rp_demand {
  rp_demand_kind kind;
  double level;     /* phi > 0; at most 1 for affine and logistic demand */
  double reference; /* delta0, cash/share                                */
  double slope;     /* s1 > 0, share/cash, affine demand                 */
  double scale;     /* s > 0, cash/share, the other two                  */
} rp_demand;

/* p(delta). */
double rp_demand_probability(const rp_demand *demand, double spread);

/* The largest delta with p(delta) = p; p in (0, 1], below phi for logistic demand, or 0 for affine demand. */
double rp_demand_spread(const rp_demand *demand, double probability);

/* J at a probability and its spread. */
double rp_spread_gain(double size, double offset, double bonus, double probability, double spread);

enum { RP_MOST_STATIONARY = 3 };

typedef struct rp_quote {
  double probability, spread, gain; /* p, delta, J                                        */
  bool maximum;                     /* a local maximum; else a local minimum of J         */
} rp_quote;

typedef struct rp_best_spread {
  rp_quote best;                           /* the global maximum                                      */
  rp_quote stationary[RP_MOST_STATIONARY]; /* by increasing probability, J' = 0 inside the interval   */
  int64_t stationary_count;
  bool concave;       /* the condition of the table above                        */
  bool bistable;      /* two local maxima, ends included                         */
  int64_t iterations; /* of Newton's method, all roots together                  */
} rp_best_spread;

/*
 * in   size    X^* > 0, share
 * in   offset  K, cash
 * in   bonus   G >= 0, cash
 * O(1): at most three roots, about 6 iterations each.
 */
rp_best_spread rp_spread_optimise(const rp_demand *demand, double size, double offset, double bonus);

enum { RP_SPREAD_LANES = 64 };

/*
 * The same for `count` <= RP_SPREAD_LANES problems whose demand is of one kind, with the same bits; without the stationary
 * points, of which neither list nor count are set.
 */
void rp_spread_optimise_lanes(int64_t count, const rp_demand *demands, const double *size,
                              const double *offset, const double *bonus, rp_best_spread *results);

#endif
