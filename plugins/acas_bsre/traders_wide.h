/*
 * traders_wide.h - panels of traders_path.h that are much wider than the modes' decay, for its files only: constant coefficients and modes
 * so fast, or horizons so long, that panels which resolve them everywhere would be too many. The gains are closed forms; reaction, mean,
 * covariance and variance are collocated, x' = a x + b, so that away from layers (where panels are narrow) they only need to be smooth.
 */
#ifndef RP_TRADERS_WIDE_H
#define RP_TRADERS_WIDE_H
#include "traders_path.h"

/* Whether the game is of that kind: constant coefficients, and more than 4096 decays of the fastest mode on the horizon. */
bool rp_traders_wide(const rp_traders_game *game);

/* In place of the integrals of traders_path.c; path->source becomes the derivatives of mean and covariance at the nodes. */
void rp_traders_wide_backward(rp_traders_path *path);
void rp_traders_wide_forward(rp_traders_path *path);

#endif
