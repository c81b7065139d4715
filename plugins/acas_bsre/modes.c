/* modes.c - see modes.h. */
#include "modes.h"
#include <math.h>

static double own_impact(const rp_traders *game) {
  return game->own * game->temporary / game->count;
}

static double cross_impact(const rp_traders *game) {
  return game->cross * game->temporary / game->count;
}

void rp_traders_impact(const rp_traders *game, double *mean, double *deviation) {
  double o = own_impact(game), x = cross_impact(game);
  *mean = 2 * o + (game->count - 1) * x;
  *deviation = 2 * o - x;
}

void rp_mode_mean(const rp_traders *game, rp_mode *mode) {
  double n = game->count, alpha = game->permanent, stiff, unused;
  rp_traders_impact(game, &stiff, &unused);
  mode->d = 1 / stiff;
  mode->e = alpha / (n * stiff);
  mode->f = -alpha / stiff;
  mode->g = 2 * game->running - alpha * alpha / (n * stiff);
  mode->bend = 2 * game->running + alpha * alpha * (n - 1) * (n - 1) / (4 * n * n * stiff);
}

void rp_mode_deviation(const rp_traders *game, rp_mode *mode) {
  double n = game->count, alpha = game->permanent, stiff, unused;
  rp_traders_impact(game, &unused, &stiff);
  mode->d = 1 / stiff;
  mode->e = alpha / (n * stiff);
  mode->f = 0;
  mode->g = 2 * game->running;
  mode->bend = 2 * game->running + alpha * alpha / (4 * n * n * stiff);
}

void rp_mode_own(const rp_traders *game, rp_mode *mode) {
  double slope = game->permanent / game->count, stiff = 2 * own_impact(game);
  mode->d = 1 / stiff;
  mode->e = slope / stiff;
  mode->f = -slope / stiff;
  mode->g = 2 * game->running - slope * slope / stiff;
  mode->bend = 2 * game->running;
}

void rp_mode_solve(const rp_mode *mode, double terminal, rp_mode_path *path) {
  double c = (mode->e - mode->f) / (2 * mode->d), k = sqrt(mode->bend / mode->d), rho = c - 2 * terminal;
  path->mode = *mode;
  path->shift = c;
  path->k = k;
  path->m = mode->d * k;
  path->rho = rho;
  /* k - rho = (k^2 - rho^2)/(k + rho) does not cancel where A is small. */
  path->opening = rho > 0 ? (mode->g / mode->d + 4 * terminal * (c - terminal)) / (k + rho) : k - rho;
}

double rp_mode_escape(const rp_mode_path *path) {
  double d = path->mode.d, k = path->k, rho = path->rho;
  if (!(path->opening < 0)) return INFINITY;
  if (k < 1e-4 * rho) { /* artanh(z)/z with z = k/rho */
    double z = k / rho * (k / rho);
    return (1 + z / 3) / (d * rho); /* the next term is below rounding */
  }
  return 0.5 * log1p(2 * k / -path->opening) / (d * k);
}

/* tanh(m tau)/k, which tends to d tau. */
static double tangent(const rp_mode_path *path, double tau) {
  double x = path->m * tau;
  return x < 1e-5 ? path->mode.d * tau * (1 - x * x / 3) : tanh(x) / path->k;
}

/* For long times written with E = exp(-2 m tau): there 1 - rho tanh/k would cancel where rho is near k. */
static const double long_time = 1;

/* 2 C exp(-m tau). */
static double decayed(const rp_mode_path *path, double tau) {
  double x = path->m * tau, decay = exp(-2 * x);
  if (x < long_time) return (1 + decay) * (1 - path->rho * tangent(path, tau));
  return (path->opening + (path->k + path->rho) * decay) / path->k;
}

double rp_mode_gain(const rp_mode_path *path, double tau) {
  double x = path->m * tau, k = path->k, rho = path->rho;
  if (x < long_time) {
    double s = tangent(path, tau);
    return (rho - k * k * s) / (1 - rho * s) - path->shift;
  }
  double grown = (k + rho) * exp(-2 * x);
  return k * (grown - path->opening) / (grown + path->opening) - path->shift;
}

double rp_mode_flow(const rp_mode_path *path, double from, double to) {
  double apart = from - to;
  return decayed(path, to) / decayed(path, from) *
         exp((0.5 * (path->mode.e + path->mode.f) - path->m) * apart);
}

double rp_traders_monotonicity(const rp_traders *game) {
  double n = game->count, alpha = game->permanent, mean, deviation;
  rp_traders_impact(game, &mean, &deviation);
  double on_mean = 2 * game->running - alpha * alpha * (n + 1) * (n + 1) / (4 * n * n * mean);
  double on_deviations = 2 * game->running - alpha * alpha / (4 * n * n * deviation);
  return n > 1 && on_deviations < on_mean ? on_deviations : on_mean;
}
