/* identical.c - see identical.h. */
#include "identical.h"
#include <math.h>

void rp_identical_make(const rp_identical *game, rp_identical_modes *modes) {
  double others = game->mean_field ? 1 : (double)(game->agents - 1);
  double own = game->mean_field ? 0 : 1; /* an agent's own impact vanishes among infinitely many */
  double mean = game->slippage + game->cross * others / 2;
  double deviation = game->slippage - own * game->cross / 2;
  double residue = game->penalty - own * game->impact / 2, half = own * game->impact / 2;
  modes->mean_slippage = mean;
  modes->deviation_slippage = deviation;
  modes->residue = residue;
  rp_profile_make(game->horizon, game->impact * others / (4 * mean), game->risk / mean, residue / mean,
                  &modes->mean);
  rp_profile_make(game->horizon, -own * game->impact / (4 * deviation), game->risk / deviation,
                  residue / deviation, &modes->deviation);
  rp_profile alone;
  rp_profile_make(game->horizon, 0, game->risk / game->slippage, residue / game->slippage, &alone);
  modes->critical_mean = mean * rp_profile_critical(&modes->mean) + half;
  modes->critical_deviation = deviation * rp_profile_critical(&modes->deviation) + half;
  modes->critical_convexity = game->slippage * rp_profile_critical(&alone) + half;
}

void rp_identical_mean(const rp_identical *game, const rp_identical_modes *modes, double start, double t,
                       double *inventory, double *rate) {
  double decay, decay_slope, pull = game->drift / (2 * modes->mean_slippage), response = 0,
                             response_slope = 0;
  rp_profile_decay(&modes->mean, t, &decay, &decay_slope);
  if (pull != 0) rp_profile_response(&modes->mean, t, &response, &response_slope);
  *inventory = start * decay + pull * response;
  *rate = start * decay_slope + pull * response_slope;
}

/* As T grows the singular gamma of the mean tends to -eta_m r_+; it is -lambda/2 when phi = 0. So r_+ = lambda/(2 eta_m),
 * and r_+ solves r^2 + 2 c r = a/eta_m. */
double rp_identical_sharp_volatility(const rp_identical *game, double risk_aversion) {
  if (game->mean_field) return 0;
  double n = (double)game->agents, mean = game->slippage + game->cross * (n - 1) / 2;
  return game->impact / 2 * sqrt(n / (risk_aversion * mean));
}
