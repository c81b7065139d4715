/*
 * solution_curve.h - the one smooth curve on which all equilibria of all horizons lie. Pure; calls orbit.h.
 *
 * An orbit leaves v0 with v' = w0 and arrives at the terminal variance z; both ends lie on one orbit if
 *     w0^2 = (sigma^2 - 2 kappa v0)^2 + 8 v0 (delta(z) - delta(v0)),
 * a curve in the (z, w0) plane. Along it the time T is smooth, with T = 0 only where z = v0 and T = infinity only at zt
 * with w0 towards the turnpike, and no equilibrium lies outside the stretch between these two points: it is followed
 * from the one to the other. The sign of w0 changes at most once on the way, where the orbit starts on its turning point:
 * z runs from v0 to that point and then to zt, or from v0 to zt straight. So the number of equilibria is odd for every
 * horizon, and it changes where T has an extremum along the curve and nowhere else.
 *
 * The stretch is cut into pieces with smooth coordinates x that increase along it: +-ln z; the root of the distance to
 * the touching point, negative before it; -ln|z - zt| near the end.
 */
#ifndef RP_SOLUTION_CURVE_H
#define RP_SOLUTION_CURVE_H
#include <stdbool.h>
#include "orbit.h"

enum { RP_PIECE_PLAIN, RP_PIECE_TOUCH, RP_PIECE_TURNPIKE, RP_MOST_PIECES = 4 };

typedef struct rp_piece {
  int kind;
  double from, to;
  double heading; /* sign of w0, not in the touching piece        */
  double side;    /* plain: sign of dz/dx; turnpike: sign of the key */
} rp_piece;

typedef struct rp_solution_curve {
  const rp_time_map *map;
  bool touches;          /* w0 changes its sign                              */
  bool rests;            /* v0 = v* = z at all times: there is no curve      */
  double touch, touch_z; /* key and z at which it does                      */
  double unit;           /* touching piece: key = touch + unit x^2           */
  double start_speed;    /* w0 where T = 0                                   */
  double end_heading;    /* sign of w0 where T is infinite                   */
  double deep;           /* turnpike piece: from this x on T grows like x / omega    */
  rp_piece pieces[RP_MOST_PIECES];
  int count;
} rp_solution_curve;

void rp_solution_curve_init(rp_solution_curve *curve, const rp_time_map *map);

typedef struct rp_curve_point {
  double x, speed, time;
  rp_terminal end;
  double growth; /* dT/dx                                                            */
  double bend;   /* dT along the tangent (|w0|, ...): of the same sign, smooth across pieces */
  int piece;
} rp_curve_point;

/* What is wanted of a point: its time, also growth and bend, or all these to 1e-8 only. */
enum { RP_CURVE_TIME, RP_CURVE_GROWTH, RP_CURVE_COARSE };

/* The point at x; what is not wanted is NaN. A time that is no number: the orbit cannot be resolved. */
rp_curve_point rp_solution_curve_at(const rp_solution_curve *curve, int piece, double x, int wanted);

/* Next to the turnpike the time grows by the logarithm of the distance and nothing else happens. */
bool rp_solution_curve_is_deep(const rp_solution_curve *curve, int piece, double x);

#endif
