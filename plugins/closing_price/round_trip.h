/*
 * round_trip.h - the cheapest round trip of unit Euclidean norm: the smallest eigenvalue of the expected cost
 * on trades that sum to zero, drift left out (eq. 2.13). Negative means pure price manipulation. O(T^3).
 * Calls dense.h, LAPACKE. Pure. [any]
 */
#ifndef RP_ROUND_TRIP_H
#define RP_ROUND_TRIP_H
#include "market.h"

/* Numbers of doubles and of int32 behind the workspaces. */
int64_t rp_round_trip_workspace(int64_t periods);
int64_t rp_round_trip_integers(int64_t periods);

typedef struct rp_round_trip {
  double least_cost; /* cash/share^2: cost per squared unit of norm; NaN if one period leaves no round trip */
  double residual;   /* |A x - least x| over the size of A: error of the eigenpair                          */
} rp_round_trip;

/*
 * with_venue: the venue at `fee` takes part, else the exchange only. out trades [periods + 1]: the extremal
 * round trip, of norm one, its first trade that is not zero positive. False if the eigenvalue iteration
 * failed.
 */
bool rp_round_trip_solve(const rp_market *market, bool with_venue, double fee, rp_round_trip *result,
                         double *trades, double *workspace, int32_t *integers);

#endif
