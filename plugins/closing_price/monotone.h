/*
 * monotone.h - the best strategy that never trades against the programme: the quadratic form of dense.h over
 * trades of one sign that sum to Q, by a primal active-set method. Equal to the unrestricted optimum where
 * that one trades one way (claim eq2.14). Needs the unrestricted programme to be convex. Each change of the
 * active set costs O(T^3), and usually there are fewer than T. Calls dense.h and LAPACKE. Pure. [any]
 */
#ifndef RP_MONOTONE_H
#define RP_MONOTONE_H
#include "market.h"

typedef enum rp_monotone_status {
  RP_MONOTONE_SOLVED,
  RP_MONOTONE_NOT_CONVEX,
  RP_MONOTONE_STALLED
} rp_monotone_status;

typedef struct rp_monotone_result {
  double cost; /* certainty-equivalent cost without p_1 Q                                              */
  double kkt_residual; /* largest violation of the conditions of optimality, over the size of their terms */
  int64_t bound; /* number of opportunities that are not used                                            */
  int64_t iterations;
} rp_monotone_result;

/* Numbers of doubles and of int32 behind the workspaces. */
int64_t rp_monotone_workspace(int64_t periods);
int64_t rp_monotone_integers(int64_t periods);

/*
 * out trades [periods + 1]; shadow [periods + 1]: how much the cost would fall per share traded against the
 * programme at the unused opportunities, cash/share, 0 at the used ones. An infinite fee leaves the venue
 * unused.
 */
rp_monotone_status rp_monotone_solve(const rp_market *market, const rp_programme *programme, double *trades,
                                     double *shadow, rp_monotone_result *result, double *workspace,
                                     int32_t *integers);

/*
 * One move of the method: x goes towards the minimiser of the face until the first free trade vanishes; that trade is set to
 * zero and its index leaves the set. in minimiser [n]; in-out x [n], positive where free and negative entries of the minimiser meet;
 * free [count], ascending or not, order kept. At least one free entry of the minimiser is negative. Returns count - 1.
 */
int64_t rp_monotone_step(double *x, const double *minimiser, int32_t *free, int64_t count);

#endif
