/* traders_path.c - see traders_path.h. */
#include "traders_path.h"
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"
#include "numerics/roots.h"
#include "traders_wide.h"

enum { S = RP_TRADERS_STAGES, COLUMNS = 5, MEAN = RP_TRADERS_MEAN, DEVIATION = RP_TRADERS_DEVIATION };

rp_traders rp_traders_at(const rp_traders_game *game, double t) {
  return (rp_traders){.count = game->count,
                      .own = game->own,
                      .cross = game->cross,
                      .permanent = rp_curve_at(&game->permanent, t),
                      .temporary = rp_curve_at(&game->temporary, t),
                      .running = rp_curve_at(&game->running, t)};
}

double rp_traders_imbalance(const rp_traders_game *game, double t) {
  const rp_noise *noise = &game->noise;
  double known = rp_curve_at(&game->imbalance, t);
  return noise->present ? known + noise->mean + (noise->start - noise->mean) * exp(-noise->speed * t) : known;
}

double rp_noise_variance(const rp_noise *noise, double t) {
  double twice = 2 * noise->speed;
  if (!noise->present) return 0;
  return noise->volatility * noise->volatility * (twice > 0 ? -expm1(-twice * t) / twice : t);
}

int64_t rp_traders_path_size(int64_t panels) {
  return (panels + 1) * (1 + 2 * RP_TRADERS_MODES + COLUMNS) +
         panels * S * (5 + 2 * RP_TRADERS_MODES + COLUMNS);
}

static double *take(double **memory, int64_t count) {
  double *here = *memory;
  *memory += count;
  return here;
}

static void take_column(double **memory, int64_t count, rp_traders_column *column) {
  column->reaction = take(memory, count);
  column->noise_gain = take(memory, count);
  column->mean = take(memory, count);
  column->variance = take(memory, count);
  column->covariance = take(memory, count);
}

void rp_traders_path_place(const rp_traders_game *game, int64_t panels, double *memory,
                           rp_traders_path *path) {
  path->game = game;
  path->panels = panels;
  path->resolved = false;
  rp_collocation_make(S, &path->method);
  path->edges = take(&memory, panels + 1);
  path->time = take(&memory, panels * S);
  path->alpha = take(&memory, panels * S);
  path->imbalance = take(&memory, panels * S);
  path->source[0] = take(&memory, panels * S);
  path->source[1] = take(&memory, panels * S);
  for (int i = 0; i < RP_TRADERS_MODES; ++i) {
    path->u[i] = take(&memory, panels * S);
    path->w[i] = take(&memory, panels * S);
    path->profile[i] = take(&memory, panels + 1);
    path->gain[i] = take(&memory, panels + 1);
  }
  take_column(&memory, panels * S, &path->node);
  take_column(&memory, panels + 1, &path->edge);
}

/* ---- modes on a panel ---- */

typedef void make_mode(const rp_traders *, rp_mode *);
static make_mode *const modes[] = {rp_mode_mean, rp_mode_deviation};

/* (u, w) on a panel from u = 1, w = r at its right end, by collocation. */
typedef struct panel_solution {
  double u[S], w[S], du[S], dw[S];
  double right, width;
  const rp_collocation *method;
} panel_solution;

static bool collocate(const rp_collocation *method, const rp_traders_game *game, make_mode *make, double from,
                      double to, double right, panel_solution *out) {
  enum { N = 2 * S };
  double system[N * (N + 1)], h = to - from;
  rp_mode mode[S];
  out->right = right;
  out->width = h;
  out->method = method;
  for (int k = 0; k < S; ++k) {
    rp_traders at = rp_traders_at(game, from + h * method->node[k]);
    make(&at, &mode[k]);
  }
  for (int j = 0; j < S; ++j) {
    double *above = system + j * (N + 1), *below = system + (S + j) * (N + 1);
    for (int k = 0; k < S; ++k) {
      double weight = h * method->from_right[j][k];
      above[k] = (j == k) - weight * mode[k].e;
      above[S + k] = -weight * mode[k].d;
      below[k] = -weight * mode[k].g;
      below[S + k] = (j == k) - weight * mode[k].f;
    }
    above[N] = 1;
    below[N] = right;
  }
  if (!rp_dense_solve(N, N + 1, system)) return false;
  for (int k = 0; k < S; ++k) {
    out->u[k] = system[k * (N + 1) + N];
    out->w[k] = system[(S + k) * (N + 1) + N];
    out->du[k] = mode[k].e * out->u[k] + mode[k].d * out->w[k];
    out->dw[k] = mode[k].g * out->u[k] + mode[k].f * out->w[k];
  }
  return true;
}

/* u at a fraction x of the panel. */
static double u_inside(void *context, double x) {
  const panel_solution *p = context;
  double integrals[S], u = 1;
  rp_collocation_basis(p->method, x, NULL, integrals);
  for (int k = 0; k < S; ++k)
    u += p->width * (integrals[k] - p->method->weight[k]) * p->du[k];
  return u;
}

/* Whether u stays positive on the panel; if not, *where is the last fraction at which it vanishes. */
static bool stays_positive(panel_solution *p, double *where) {
  for (int k = S; k >= 0; --k) {
    double x = k > 0 ? p->method->node[k - 1] : 0, u = u_inside(p, x);
    if (u > 0) continue;
    *where = rp_root_brent(u_inside, p, x, k == S ? 1 : p->method->node[k], 1e-15);
    return false;
  }
  return true;
}

static bool varying_panel(const rp_traders_game *game, const rp_collocation *method, make_mode *make,
                          double from, double to, double *gain, panel_solution *p, double *escape) {
  double where, w = *gain;
  if (!collocate(method, game, make, from, to, *gain, p)) {
    *escape = from;
    return false;
  }
  if (!stays_positive(p, &where)) {
    *escape = from + (to - from) * where;
    return false;
  }
  double left = u_inside(p, 0);
  for (int k = 0; k < S; ++k)
    w -= p->width * method->weight[k] * p->dw[k];
  *gain = w / left;
  return true;
}

/* Fills u, w, gain and profile (relative to the panel's left end at first) of one mode. */
static bool solve_mode(rp_traders_path *path, int number, double *escape) {
  const rp_traders_game *game = path->game;
  double horizon = game->horizon, gain = -2 * game->terminal;
  if (game->steady) {
    rp_traders at = rp_traders_at(game, 0);
    rp_mode mode;
    modes[number](&at, &mode);
    rp_mode_solve(&mode, game->terminal, &path->steady[number]);
    double before = rp_mode_escape(&path->steady[number]);
    if (before <= horizon) {
      *escape = horizon - before;
      return false;
    }
  }
  path->gain[number][path->panels] = gain;
  for (int64_t p = path->panels - 1; p >= 0; --p) {
    double from = path->edges[p], to = path->edges[p + 1], *u = path->u[number] + p * S,
           *w = path->w[number] + p * S;
    const rp_mode_path *closed = &path->steady[number];
    panel_solution solution;
    if (game->steady) {
      for (int j = 0; j < S; ++j) {
        double tau = horizon - (from + (to - from) * path->method.node[j]);
        u[j] = rp_mode_flow(closed, horizon - from, tau);
        w[j] = u[j] * rp_mode_gain(closed, tau);
      }
      gain = rp_mode_gain(closed, horizon - from);
      path->profile[number][p + 1] = rp_mode_flow(closed, horizon - from, horizon - to);
    } else {
      if (!varying_panel(game, &path->method, modes[number], from, to, &gain, &solution, escape))
        return false;
      double left = u_inside(&solution, 0);
      for (int j = 0; j < S; ++j) {
        u[j] = solution.u[j] / left;
        w[j] = solution.w[j] / left;
      }
      path->profile[number][p + 1] = 1 / left;
    }
    path->gain[number][p] = gain;
  }
  return true;
}

bool rp_traders_own_concave(const rp_traders_path *path, double *escape) {
  const rp_traders_game *game = path->game;
  double gain = -2 * game->terminal;
  if (game->steady) {
    rp_traders at = rp_traders_at(game, 0);
    rp_mode mode;
    rp_mode_path own;
    rp_mode_own(&at, &mode);
    rp_mode_solve(&mode, game->terminal, &own);
    *escape = game->horizon - rp_mode_escape(&own);
    return *escape < 0;
  }
  for (int64_t p = path->panels - 1; p >= 0; --p) {
    panel_solution solution;
    if (!varying_panel(game, &path->method, rp_mode_own, path->edges[p], path->edges[p + 1], &gain, &solution,
                       escape))
      return false;
  }
  return true;
}

/* ---- integrals along the panels ---- */

/* Of values at the nodes: from the left end to node j, and over the panel. */
static double up_to(const rp_collocation *m, double h, int j, const double *values) {
  double sum = 0;
  for (int k = 0; k < S; ++k)
    sum += m->from_left[j][k] * values[k];
  return h * sum;
}

static double over(const rp_collocation *m, double h, const double *values) {
  double sum = 0;
  for (int k = 0; k < S; ++k)
    sum += m->weight[k] * values[k];
  return h * sum;
}

static void backward_panel(rp_traders_path *path, int64_t p) {
  const rp_traders_game *game = path->game;
  const rp_collocation *m = &path->method;
  double from = path->edges[p], h = path->edges[p + 1] - from, rates[S], known[S], noisy[S], growth[S],
         speed = game->noise.speed;
  const double *u = path->u[MEAN] + p * S;
  for (int j = 0; j < S; ++j) {
    double t = from + h * m->node[j];
    rp_traders at = rp_traders_at(game, t);
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    rates[j] = mode.e + mode.f;
    path->time[p * S + j] = t;
    path->alpha[p * S + j] = at.permanent;
    path->imbalance[p * S + j] = rp_traders_imbalance(game, t);
  }
  for (int j = 0; j < S; ++j) {
    growth[j] = u[j] * exp(-up_to(m, h, j, rates));
    known[j] = growth[j] * path->alpha[p * S + j] * path->imbalance[p * S + j];
    noisy[j] = growth[j] * path->alpha[p * S + j] * exp(-speed * h * m->node[j]);
  }
  double end = path->profile[MEAN][p + 1] * exp(-over(m, h, rates)), end_noise = end * exp(-speed * h);
  double all = over(m, h, known) + end * path->edge.reaction[p + 1];
  double all_noise = over(m, h, noisy) + end_noise * path->edge.noise_gain[p + 1];
  path->edge.reaction[p] = all;
  path->edge.noise_gain[p] = all_noise;
  for (int j = 0; j < S; ++j) {
    path->node.reaction[p * S + j] = (all - up_to(m, h, j, known)) / growth[j];
    path->node.noise_gain[p * S + j] =
        (all_noise - up_to(m, h, j, noisy)) / (growth[j] * exp(-speed * h * m->node[j]));
  }
}

/* Integrands of the forward equations at the nodes of a panel, divided by their own homogeneous solutions. */
static void forward_rates(const rp_traders_path *path, int64_t p) {
  const rp_traders_game *game = path->game;
  double h = path->edges[p + 1] - path->edges[p];
  for (int j = 0; j < S; ++j) {
    int64_t i = p * S + j;
    rp_traders at = rp_traders_at(game, path->time[i]);
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    path->source[0][i] = mode.d * path->node.reaction[i] / path->u[MEAN][i];
    path->source[1][i] = mode.d * path->node.noise_gain[i] * rp_noise_variance(&game->noise, path->time[i]) /
                         (path->u[MEAN][i] * exp(-game->noise.speed * h * path->method.node[j]));
  }
}

static void forward_panel(rp_traders_path *path, int64_t p) {
  const rp_traders_game *game = path->game;
  const rp_collocation *m = &path->method;
  double from = path->edges[p], h = path->edges[p + 1] - from, variance[S],
         across = path->profile[MEAN][p + 1], fading = across * exp(-game->noise.speed * h);
  const double *mean = path->source[0] + p * S, *covariance = path->source[1] + p * S;
  forward_rates(path, p);
  for (int j = 0; j < S; ++j) {
    int64_t i = p * S + j;
    rp_traders at = rp_traders_at(game, path->time[i]);
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    double u = path->u[MEAN][i], fade = u * exp(-game->noise.speed * h * m->node[j]);
    path->node.mean[i] = u * (path->edge.mean[p] + up_to(m, h, j, mean));
    path->node.covariance[i] = fade * (path->edge.covariance[p] + up_to(m, h, j, covariance));
    variance[j] = 2 * mode.d * path->node.noise_gain[i] * path->node.covariance[i] / (u * u);
  }
  for (int j = 0; j < S; ++j) {
    double u = path->u[MEAN][p * S + j];
    path->node.variance[p * S + j] = u * u * (path->edge.variance[p] + up_to(m, h, j, variance));
  }
  path->edge.mean[p + 1] = across * (path->edge.mean[p] + over(m, h, mean));
  path->edge.covariance[p + 1] = fading * (path->edge.covariance[p] + over(m, h, covariance));
  path->edge.variance[p + 1] = across * across * (path->edge.variance[p] + over(m, h, variance));
}

/* The three coefficients of J at node i, with `left` the deviations' profile at the panel's left end. */
static void objective_rates(const rp_traders_path *path, int64_t i, double left, double *rate) {
  const rp_traders_game *game = path->game;
  rp_traders at = rp_traders_at(game, path->time[i]);
  rp_mode mean, apart;
  rp_mode_mean(&at, &mean);
  rp_mode_deviation(&at, &apart);
  double n = game->count, own = at.own * at.temporary / n, cross = at.cross * at.temporary / n;
  double q = path->node.mean[i], gain = path->wide
                                            ? rp_mode_gain(&path->steady[MEAN], game->horizon - path->time[i])
                                            : path->w[MEAN][i] / path->u[MEAN][i];
  double v = mean.d * (gain * q + path->node.reaction[i]) + mean.e * q;
  double p = left * path->u[DEVIATION][i];
  double slope = mean.d * gain + mean.e, push = mean.d * path->node.noise_gain[i];
  double dp = left * (apart.d * path->w[DEVIATION][i] + apart.e * path->u[DEVIATION][i]);
  double vq = path->node.variance[i], c = path->node.covariance[i],
         vz = rp_noise_variance(&game->noise, path->time[i]);
  double to_all = own + (n - 1) * cross, imbalance = path->alpha[i] * path->imbalance[i];
  double qv = slope * vq + push * c, vv = slope * slope * vq + 2 * slope * push * c + push * push * vz;
  rate[0] = at.permanent * (q * v + qv) - to_all * (v * v + vv) + imbalance * q + at.permanent * c -
            at.running * (q * q + vq);
  rate[1] =
      at.permanent * p * v - (2 * own + (n - 2) * cross) * v * dp + imbalance * p - 2 * at.running * q * p;
  rate[2] = -(own - cross) * dp * dp - at.running * p * p;
}

static void objective(rp_traders_path *path) {
  const rp_traders_game *game = path->game;
  int64_t last = path->panels;
  double q = path->edge.mean[last], p = path->profile[DEVIATION][last];
  path->value[0] = -game->terminal * (q * q + path->edge.variance[last]);
  path->value[1] = -2 * game->terminal * q * p;
  path->value[2] = -game->terminal * p * p;
  for (int64_t k = 0; k < path->panels; ++k)
    for (int j = 0; j < S; ++j) {
      double rate[3], weight = (path->edges[k + 1] - path->edges[k]) * path->method.weight[j];
      objective_rates(path, k * S + j, path->profile[DEVIATION][k], rate);
      for (int i = 0; i < 3; ++i)
        path->value[i] += weight * rate[i];
    }
}

bool rp_traders_path_solve(rp_traders_path *path, double *escape) {
  for (int i = 0; i < RP_TRADERS_MODES; ++i)
    if (!solve_mode(path, i, escape)) return false;
  path->edge.reaction[path->panels] = path->edge.noise_gain[path->panels] = 0;
  path->wide = !path->resolved && rp_traders_wide(path->game);
  if (path->wide)
    rp_traders_wide_backward(path);
  else
    for (int64_t p = path->panels - 1; p >= 0; --p)
      backward_panel(path, p);
  path->edge.mean[0] = path->game->mean;
  path->edge.variance[0] = path->edge.covariance[0] = 0;
  if (path->wide)
    rp_traders_wide_forward(path);
  else
    for (int64_t p = 0; p < path->panels; ++p)
      forward_panel(path, p);
  for (int i = 0; i < RP_TRADERS_MODES; ++i) {
    path->profile[i][0] = 1;
    for (int64_t p = 0; p < path->panels; ++p)
      path->profile[i][p + 1] *= path->profile[i][p];
  }
  objective(path);
  return true;
}
