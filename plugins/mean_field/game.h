/*
 * game.h - the retail traders' game for constant weights: all equilibria, which one is shown, and everything
 * that is a function of an equilibrium. Pure; calls the other kernels of the retail side.
 */
#ifndef RP_GAME_H
#define RP_GAME_H
#include <stdbool.h>
#include "equilibria.h"
#include "mean.h"
#include "retail.h"
#include "trajectory.h"

enum { RP_GAME_DEGREE_LEAST = 4, RP_GAME_DEGREE_MOST = 64, RP_ORBIT_POINTS = 4096 };

typedef enum rp_game_status {
  RP_GAME_SOLVED,
  RP_GAME_BEYOND_HORIZON, /* no noise, and the horizon is longer than the longest one with a solution    */
  RP_GAME_SCAN_FAILED,    /* the curve of all equilibria could not be followed                             */
  RP_GAME_NEWTON_FAILED   /* the collocation equations were not solved                                   */
} rp_game_status;

typedef struct rp_game {
  const rp_retail *retail;
  rp_time_map map; /* sigma > 0 and A > 0 only */
  bool
      by_orbit; /* the equilibria are known from it; otherwise a terminal variance is NaN until its path is known */
  int count; /* equilibria               */
  rp_equilibrium all[RP_MOST_EQUILIBRIA];
  double noiseless[2];    /* sigma = 0: their y       */
  rp_curve_point *points; /* work                     */
  rp_orbit_table orbit;   /* work [RP_ORBIT_POINTS] each */
  int orbit_count;
  rp_trajectory_problem problem;
} rp_game;

/* Doubles of memory beside that of a trajectory. */
int64_t rp_game_size(void);
void rp_game_layout(rp_game *game, const rp_retail *retail, double *memory);

/* Finds all equilibria. */
rp_game_status rp_game_enumerate(rp_game *game);

/* The path of equilibrium number `index`, counted from 0 by terminal variance. */
rp_game_status rp_game_path(rp_game *game, int index, double tolerance, rp_trajectory *t);

/* Is the terminal variance so far below v* that v - v* has lost its digits, so that the path's own is the better one? */
bool rp_game_is_rough(const rp_game *game, int index);

/* J = int (s'^2/2 + F(s)) dt + kappa s(T)^2/2 - (sigma^2/2) ln (m_1 s(T)), F = k^2 s^2/2 + A ln (m_1 s) + sigma^4/(8
 * s^2). */
double rp_game_action(const rp_retail *retail, const rp_trajectory *t);

/* U of eq. 6: the value of the game at this equilibrium. */
double rp_game_utility(const rp_retail *retail, const rp_trajectory *t);

/* u = A0 + B x + C x^2, ln (m/m_1) = D + E x + R x^2, and what they are made of. */
typedef struct rp_coefficients {
  double A0, B, C, D, E, R;
  double mean, rate, variance, slope;
} rp_coefficients;

/* All but A0 at one time. */
rp_coefficients rp_game_coefficients(const rp_retail *retail, const rp_trajectory *t, double time);

/* u(M(t), t) at increasing times, by integration; and A0 = u(0, t), which exceeds it by C M^2 - b q M. */
void rp_game_centres(const rp_retail *retail, const rp_trajectory *t, int64_t count, const double *times,
                     double *centres);
void rp_game_constants(const rp_retail *retail, const rp_trajectory *t, int64_t count, const double *times,
                       double *constants);

/* Largest residuals of both partial differential equations at inner times and within four deviations, by
 * finite differences of fourth order in time, relative to the largest term; and of the normalisation (47). */
typedef struct rp_game_residuals {
  double backward, forward, mass;
} rp_game_residuals;
rp_game_residuals rp_game_check(const rp_retail *retail, const rp_trajectory *t);

#endif
