/*
 * mixed_traders.h - N traders with penalties of their own, coupled through their aggregate rate V only: never a matrix of
 * traders. Time and memory are linear in N. Coefficients may depend on time, noise orders are a known curve. Calls BLAS, LAPACK,
 * libm, mixed_panel.h; memory is the caller's. Pure.
 *
 *     v = c - omega V,   c = d (Y + s Q),   (1 + N omega) V = sum c,      d = 1/(2 o - x),  omega = x d,  s = alpha/N,
 *     Q' = c - omega V,   Y' = 2 phi^i b Q - s V - alpha I,   Q_0 = q^i,   Y_T = -2 A^i Q_T,
 *
 * with o and x the impacts of one's own and another's rate, b a common shape of the running penalties, Y less the noise drift.
 *
 * Method. Collocation at the Gauss points of panels. On a panel c answers linearly to the inventory on the left, the adjoint on
 * the right and V, in modes that all traders share (mixed_panel.h): some products per mode, trader and panel, eight traders
 * side by side. Y = p Q + kappa from the right makes c = K^i V + h^i with blocks of rank one per trader away from the diagonal,
 * summed over traders by matrix products. What is left is one equation, (1 + N omega) V - (sum K^i) V = sum h^i, at the nodes: exactly
 * the collocation solution of all 2N equations.
 *
 * Source: Guo and Jin, section 2, eq. 3; the reduction to V is ours.
 */
#ifndef RP_MIXED_TRADERS_H
#define RP_MIXED_TRADERS_H
#include <stdbool.h>
#include <stdint.h>
#include "mixed_panel.h"

enum { RP_MIXED_LANES = 8, RP_MIXED_BLOCK = 256 };

typedef struct rp_mixed_traders {
  int64_t count;                            /* traders here: all, or a sample                     */
  const double *start, *running, *terminal; /* [count]: q^i, phi^i, A^i                           */
  double omega;
  rp_collocation method; /* RP_MIXED_STAGES stages */
  int64_t panels;
  double *edges;                     /* [panels + 1]                                       */
  double *d, *slope, *shape, *force; /* [nodes]: d, alpha/N, b, alpha I                    */
  double *own, *cross;               /* [nodes]: o, x                                      */
  rp_mixed_panel *panel;             /* [panels], by rp_mixed_prepare()                    */
} rp_mixed_traders;

int64_t rp_mixed_nodes(const rp_mixed_traders *game);
/* Doubles of the arrays of a game on so many panels, and the game laid out in them. */
int64_t rp_mixed_size(int64_t panels);
void rp_mixed_place(int64_t panels, double *memory, rp_mixed_traders *game);

/* Once edges, coefficients and omega are there. false: panels are too wide for the permanent impact. */
bool rp_mixed_prepare(rp_mixed_traders *game);

/* Doubles of workspace of assemble. */
int64_t rp_mixed_workspace(const rp_mixed_traders *game);

/* Adds the traders [begin, end) to kernel [nodes][nodes] and source [nodes]; begin with zeros. Sums of disjoint ranges may be formed
 * concurrently and added in a fixed order. begin must be a multiple of RP_MIXED_BLOCK. */
void rp_mixed_assemble(const rp_mixed_traders *game, int64_t begin, int64_t end, double *kernel,
                       double *source, double *work);

/* The determinant of the equation for V: it is positive for short horizons and 0 where the game's Riccati equation escapes. */
typedef struct rp_mixed_determinant {
  int sign;        /* 1, -1; 0: singular or not finite */
  double log_size; /* of its modulus                   */
} rp_mixed_determinant;

/*
 * Solves (1 + N omega) V - weight (kernel V + source) = 0.
 *
 * in  total   N; weight: traders per trader of a sample
 * out rates   [nodes]: V, if the determinant is not 0. kernel is destroyed
 * work pivots [nodes]
 */
rp_mixed_determinant rp_mixed_solve(const rp_mixed_traders *game, double total, double weight, double *kernel,
                                    const double *source, double *rates, int32_t *pivots);

/* Paths of one group of traders, [..][RP_MIXED_LANES]. */
typedef struct rp_mixed_paths {
  double *rate;                 /* [nodes]: v at the nodes       */
  double *inventory;            /* [panels + 1]                  */
  double *adjoint;              /* [panels + 1]: Y less w        */
  double value[RP_MIXED_LANES]; /* J^i                           */
} rp_mixed_paths;

int64_t rp_mixed_respond_workspace(const rp_mixed_traders *game);
/* What V at the nodes does in modes: felt [panels][RP_MIXED_COLUMNS]. */
void rp_mixed_feel(const rp_mixed_traders *game, const double *rates, double *felt);
/* The traders first .. first + some - 1 (at most RP_MIXED_LANES) given V at the nodes and what rp_mixed_feel() makes of it. */
void rp_mixed_respond(const rp_mixed_traders *game, int64_t first, int64_t some, const double *rates,
                      const double *felt, rp_mixed_paths *paths, double *work);

#endif
