/*
 * single.h - one agent with coefficients that depend on time: the value V(t, x) = A x^2 + B x + C, the best rate
 * -(2 A X + B)/(2 eta) and the inventory (proposition 3.1 and theorem 3.1), to near rounding. Pure; calls libm,
 * numerics/gauss_collocation.h and numerics/dense_lu.h. Memory is the caller's.
 *
 *     A' = A^2/eta - a,   A(T) = gamma;    B' = A B/eta + f,   B(T) = 0;    C' = B^2/(4 eta),   C(T) = 0
 *
 * Method. On each panel the linear system X' = -Y/(2 eta), Y' = f - 2 a X is solved backward by Gauss collocation twice:
 * from (1, 2 A) without f and from (0, B) with it. A = Y/(2 X) of the first; Y - 2 A X of the second is B. A value that
 * escapes shows as an X that vanishes, not as a large number. The path runs forward along the same two solutions, whose
 * ratio contracts. Order 24 at the ends of panels; panels are halved until nothing changes, or until rounding, which a nearly
 * critical terminal penalty amplifies, is all that changes; towards a pole of A they are graded.
 */
#ifndef RP_SINGLE_H
#define RP_SINGLE_H
#include <stdbool.h>
#include <stdint.h>

/* eta > 0, a = alpha sigma^2 >= 0 and f at t. */
typedef void rp_single_coefficients(const void *context, double t, double *slippage, double *risk,
                                    double *forcing);

typedef struct rp_single_agent {
  int64_t edge_count;
  /* [edge_count >= 2], strictly increasing: start, jumps and kinks of coefficients, wanted times, end. */
  const double *edges;
  rp_single_coefficients *coefficients;
  const void *context;
  double terminal; /* gamma, cash/share^2 */
  double start;    /* x, share            */
} rp_single_agent;

/* At one edge: A, B, C and X. */
typedef struct rp_single_state {
  double quadratic, linear, constant, inventory;
} rp_single_state;

typedef struct rp_single_report {
  /* Largest change of A, B, C, X at any edge by the last halving, relative to the largest of each, or what rounding of `terminal`
   * makes of A if that is more. */
  double discretisation;
  int64_t panels;
  double growth; /* the horizon in time scales sqrt(eta/a), at the edges where they are shortest */
  double escape_from, escape_to; /* RP_SINGLE_ESCAPES: A escapes in this interval */
} rp_single_report;

typedef enum rp_single_status {
  RP_SINGLE_OK,
  RP_SINGLE_ESCAPES,        /* A has no finite value on the whole horizon: the cost is unbounded from below */
  RP_SINGLE_NOT_RESOLVED,   /* with 2^17 panels or more the discretisation is still above the tolerance     */
  RP_SINGLE_NEARLY_SINGULAR /* what halving no longer reduces is above 1e-6 */
} rp_single_status;

/* Doubles of workspace. */
int64_t rp_single_workspace(int64_t edge_count);

/* states [edge_count]; tolerance on the discretisation, relative; up to 1e-6 is borne if it is rounding. */
rp_single_status rp_single_solve(const rp_single_agent *agent, double tolerance, rp_single_state *states,
                                 rp_single_report *report, double *workspace);

#endif
