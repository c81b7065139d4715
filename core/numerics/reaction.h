/*
 * reaction.h - right-hand sides that are quadratic in the unknown fields, written down as a list of terms
 *
 *     F_target(u) += weight left right,
 *
 * where left and right are unknown fields, given fields, or the constant one: matrix Riccati equations and the linear equations
 * that hang on them. One description serves grids, series and paths. Evaluated at many points at once. Pure; calls libm.
 */
#ifndef RP_REACTION_H
#define RP_REACTION_H
#include <stdbool.h>
#include <stdint.h>

enum { RP_REACTION_ONE = -1, RP_REACTION_MOST_BLOCK = 16 };

/* Fields are numbered: unknown ones from 0, given ones from `unknowns`. */
typedef struct rp_reaction_term {
  int32_t target, left, right;
  double weight;
} rp_reaction_term;

/* Unknowns come in blocks that implicit steps solve together: block b has unknowns block[b] .. block[b + 1] - 1, at most
 * RP_REACTION_MOST_BLOCK. What a block needs of other blocks should come before it; blocks that need each other form a group, and
 * implicit steps solve group after group. */
typedef struct rp_reaction {
  int64_t unknowns, givens, terms, blocks;
  const rp_reaction_term *term;
  const int32_t *block; /* [blocks + 1] */
  int64_t groups;
  const int32_t *group; /* [groups + 1]: group g has blocks group[g] .. group[g + 1] - 1 */
} rp_reaction;

/* Finds the finest groups for terms and blocks that are set. group [blocks + 1]; returns their number. */
int64_t rp_reaction_find_groups(const rp_reaction *reaction, int32_t *group);

/* Does F of the block's unknowns, with all others as they are, have degree 2? If not, one Newton step solves it. */
bool rp_reaction_is_quadratic(const rp_reaction *reaction, int64_t block);

/* out = F(u). in u [unknowns][points], given [givens][points]; out [unknowns][points]. */
void rp_reaction_rate(const rp_reaction *reaction, int64_t points, const double *u, const double *given,
                      double *out);

/* The same for the unknowns of one block; the other rows of out [unknowns][points] stay. */
void rp_reaction_rate_of(const rp_reaction *reaction, int64_t block, int64_t points, const double *u,
                         const double *given, double *out);

/* jacobian [size][size][points] = dF/du of a block's unknowns among themselves. */
void rp_reaction_jacobian(const rp_reaction *reaction, int64_t block, int64_t points, const double *u,
                          const double *given, double *jacobian);

/* Doubles of workspace of rp_reaction_implicit(). */
int64_t rp_reaction_workspace(const rp_reaction *reaction, int64_t points);

/*
 * Solves u - h F(u) = right at every point, group after group: by Newton's method within the blocks and sweeps over the
 * group's; a block of one unknown, whose equation is quadratic, in closed form. The root is the one that leads to `right` as h
 * vanishes.
 *
 * in   right [unknowns][points], given
 * in/out u [unknowns][points]: a guess, then the solution
 * returns false if a quadratic has no real root or the sweeps do not settle
 */
bool rp_reaction_implicit(const rp_reaction *reaction, double h, int64_t points, const double *right,
                          const double *given, double *u, double *work);

#endif
