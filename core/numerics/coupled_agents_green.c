/*
 * coupled_agents_green.c - the factors of the agents' Green functions (coupled_agents_green.h). Calls libm.
 *
 * Constant coefficients: with c = -lambda/(4 eta), w^2 = c^2 + a/eta all solutions are exp(-c y) times cosh(w y) and sinh(w y)/w, which
 * are series in (w y)^2 of positive terms: no cancellation, no case w = 0. Otherwise X' = xi is collocated for the solutions that
 * begin with (X, Y) = (1, 0) and (0, -1), and rho follows from their Wronskian.
 */
#include "numerics/coupled_agents_green.h"
#include <math.h>
#include <stddef.h>

enum { TERMS_MOST = 200, TABLES = 4 };
static const double negligible = 1e-18;

int64_t rp_green_width(const rp_coupled_agents *game) {
  enum { NUMBERS = RP_AGENT_BLOCK * 256, LEAST = 32 };
  int64_t width = NUMBERS / rp_coupled_nodes(game) / LANES * LANES;
  int64_t all = (game->agents + LANES - 1) / LANES * LANES;
  width = width < LEAST ? LEAST : width > RP_AGENT_BLOCK ? RP_AGENT_BLOCK : width;
  if (width >= all) return all;
  return width / LANES % 2 ? width
                           : width - LANES; /* rows an odd number of cache lines apart meet in no cache set */
}

int64_t rp_green_block_size(const rp_coupled_agents *game, int64_t groups) {
  int64_t rows = 4 * rp_coupled_nodes(game) + 2 + 4 * game->panels + 1 + TABLES * (STAGES_MOST + 1);
  return rows * groups * LANES;
}

rp_green_block rp_green_block_in(const rp_coupled_agents *game, int64_t groups, double *memory) {
  int64_t nodes = rp_coupled_nodes(game) * groups, panels = game->panels * groups;
  rp_green_block b = {.groups = groups, .fall_rate = (lanes *)memory};
  b.fall_mass = b.fall_rate + nodes;
  b.rise_rate = b.fall_mass + nodes;
  b.rise_mass = b.rise_rate + nodes + groups;
  b.kept = b.rise_mass + nodes + groups;
  b.carried = b.kept + panels;
  b.risen = b.carried + panels;
  b.riccati = b.risen + panels;
  b.tables = b.riccati + panels + groups;
  return b;
}

RP_INLINE double panel_width(const rp_coupled_agents *game, int64_t panel) {
  return game->edges[panel + 1] - game->edges[panel];
}

/* Widths that differ by rounding count as equal. */
RP_INLINE int same_width(const rp_coupled_agents *game, double a, double b) {
  return fabs(a - b) <= 4e-16 * game->edges[game->panels];
}

RP_INLINE void begin_lanes(const rp_coupled_agents *game, int64_t first, int64_t count,
                           const rp_green_block *b) {
  lanes *end = b->riccati + game->panels * b->groups;
  for (int64_t i = 0; i < b->groups * LANES; ++i)
    end[i / LANES][i % LANES] = i < count ? game->terminal[first + i] : 0;
}

RP_INLINE int64_t first_failing(int64_t first, int64_t count, const lanes *ok) {
  for (int64_t i = 0; i < count; ++i)
    if (ok[i / LANES][i % LANES] == 0) return first + i;
  return RP_AGENT_NONE;
}

/* ---- constant coefficients ---- */

/* Rows of `groups`: functions of y at the nodes of a panel and at its right end, in that order. */
typedef struct waves {
  lanes *even;                            /* cosh(w y)     */
  lanes *odd;                             /* sinh(w y)/w   */
  lanes *growth;                          /* exp(-c y), c <= 0 */
  lanes *friction, *stiffness, *slippage; /* [groups]: c, a/eta, 1/(2 eta) */
  lanes *ok;
} waves;

static waves waves_in(const rp_green_block *b) {
  int64_t rows = (STAGES_MOST + 1) * b->groups;
  waves w = {b->tables, b->tables + rows, b->tables + 2 * rows, b->tables + 3 * rows, 0, 0, 0};
  w.stiffness = w.friction + b->groups;
  w.slippage = w.stiffness + b->groups;
  w.ok = w.slippage + b->groups;
  return w;
}

/* Coefficients of sum x^k/k!, its even and its odd part, as far as their terms matter at x. */
typedef struct series {
  int count;
  double even[TERMS_MOST], odd[TERMS_MOST];
} series;

/* step 2: even[k] = 1/(2k)!, odd[k] = 1/(2k+1)! for powers of the square; step 1: even[k] = 1/k!. */
static void make_series(double x, int step, series *out) {
  double size = 1, coefficient = 1, variable = step == 2 ? x * x : x;
  out->even[0] = out->odd[0] = 1;
  int k = 0;
  while (size > negligible && k + 1 < TERMS_MOST) {
    ++k;
    double by = step == 2 ? (2.0 * k - 1) * (2.0 * k) : k;
    size *= variable / by;
    coefficient /= by;
    out->even[k] = coefficient;
    out->odd[k] = coefficient / (2 * k + 1);
  }
  out->count = k;
}

RP_CLONES static void waves_at(double y, int64_t groups, const lanes *restrict friction,
                               const lanes *restrict stiffness, const series *restrict square,
                               const series *restrict exponential, lanes *restrict even, lanes *restrict odd,
                               lanes *restrict growth) {
  for (int64_t i = 0; i < groups; ++i) {
    lanes c = friction[i], z = (c * c + stiffness[i]) * (y * y), x = -c * y, e, o, g;
    fill_lanes(square->even[square->count], &e);
    fill_lanes(square->odd[square->count], &o);
    fill_lanes(exponential->even[exponential->count], &g);
    for (int k = square->count - 1; k >= 0; --k) {
      e = e * z + square->even[k];
      o = o * z + square->odd[k];
    }
    for (int k = exponential->count - 1; k >= 0; --k)
      g = g * x + exponential->even[k];
    even[i] = e;
    odd[i] = y * o;
    growth[i] = g;
  }
}

static void make_waves(const rp_coupled_agents *game, double h, int64_t groups, const waves *w) {
  int64_t s = game->method->stages;
  double square = 0, slope = 0;
  series waving, growing;
  for (int64_t i = 0; i < groups; ++i)
    for (int l = 0; l < LANES; ++l) {
      double c = w->friction[i][l];
      square = fmax(square, c * c + w->stiffness[i][l]);
      slope = fmax(slope, -c);
    }
  make_series(sqrt(square) * h, 2, &waving);
  make_series(slope * h, 1, &growing);
  for (int64_t j = 0; j <= s; ++j)
    waves_at(j < s ? h * game->method->node[j] : h, groups, w->friction, w->stiffness, &waving, &growing,
             w->even + j * groups, w->odd + j * groups, w->growth + j * groups);
}

/* With g = p/eta at h, phi is exp(-c y) (cosh w(h - y) + (g - c) sinh w(h - y)/w) up to a factor. In rows of `groups`: the
 * factors of phi' and phi. */
typedef struct edge_factors {
  lanes *even_rate, *odd_rate, *scale, *odd_part;
} edge_factors;

RP_CLONES static void fill_edge(int64_t groups, int64_t panel, int64_t end, const rp_green_block *b,
                                const waves *w, const edge_factors *to) {
  for (int64_t i = 0; i < groups; ++i) {
    lanes c = w->friction[i], half = w->slippage[i], even = w->even[end + i], odd = w->odd[end + i];
    lanes g = 2 * half * b->riccati[(panel + 1) * groups + i];
    lanes top = even + (g - c) * odd, scale = 1 / top;
    int64_t at = panel * groups + i;
    need_positive(&top, w->ok + i);
    to->scale[i] = scale;
    to->even_rate[i] = -g * scale;
    to->odd_rate[i] = -(c * g + w->stiffness[i]) * scale;
    to->odd_part[i] = (g - c) * scale;
    b->kept[at] = w->growth[end + i] * scale;
    b->carried[at] = scale / w->growth[end + i];
    b->risen[at] = half * w->growth[end + i] * odd;
    b->riccati[at] = -(to->even_rate[i] * even + to->odd_rate[i] * odd) / (2 * half);
  }
}

RP_CLONES static void fill_node(int64_t groups, const lanes *restrict even, const lanes *restrict odd,
                                const lanes *restrict mirror_even, const lanes *restrict mirror_odd,
                                const lanes *restrict growth, const waves *w, const edge_factors *by,
                                lanes *restrict fall_rate, lanes *restrict fall_mass,
                                lanes *restrict rise_rate, lanes *restrict rise_mass) {
  const lanes *restrict friction = w->friction, *restrict slippage = w->slippage;
  const lanes *restrict even_rate = by->even_rate, *restrict odd_rate = by->odd_rate;
  const lanes *restrict scale = by->scale, *restrict odd_part = by->odd_part;
  for (int64_t i = 0; i < groups; ++i) {
    lanes shrink = 1 / growth[i], half = slippage[i];
    fall_rate[i] = growth[i] * (even_rate[i] * mirror_even[i] + odd_rate[i] * mirror_odd[i]);
    fall_mass[i] = shrink * (scale[i] * mirror_even[i] + odd_part[i] * mirror_odd[i]);
    rise_rate[i] = half * growth[i] * (even[i] - friction[i] * odd[i]);
    rise_mass[i] = half * shrink * odd[i];
  }
}

static void fill_steady_panel(const rp_coupled_agents *game, int64_t panel, const rp_green_block *b,
                              const waves *w, const edge_factors *edge) {
  int64_t s = game->method->stages, groups = b->groups;
  fill_edge(groups, panel, s * groups, b, w, edge);
  for (int64_t j = 0; j < s; ++j) {
    int64_t at = (panel * s + j) * groups, here = j * groups, mirror = (s - 1 - j) * groups;
    fill_node(groups, w->even + here, w->odd + here, w->even + mirror, w->odd + mirror, w->growth + here, w,
              edge, b->fall_rate + at, b->fall_mass + at, b->rise_rate + at + groups,
              b->rise_mass + at + groups);
  }
}

static int64_t fill_steady(const rp_coupled_agents *game, int64_t first, int64_t count,
                           const rp_green_block *b) {
  waves w = waves_in(b);
  edge_factors edge = {w.ok + b->groups, w.ok + 2 * b->groups, w.ok + 3 * b->groups, w.ok + 4 * b->groups};
  double width = 0;
  for (int64_t i = 0; i < b->groups; ++i) {
    lanes slippage[STAGES_MOST], risk[STAGES_MOST];
    int64_t at = i * LANES, some = count - at < LANES ? count - at : LANES;
    if (game->slippage) {
      for (int64_t l = 0; l < LANES; ++l) {
        slippage[0][l] = l < some ? game->slippage[first + at + l] * game->slippage_shape[0] : 1;
        risk[0][l] = l < some ? game->risk[first + at + l] * game->risk_shape[0] : 0;
      }
    } else
      rp_agent_panel_coefficients(game, first + at, some, 0, slippage, risk);
    lanes half = 1 / (2 * slippage[0]);
    w.slippage[i] = half;
    w.friction[i] = -game->impact / 2 * half;
    w.stiffness[i] = 2 * risk[0] * half;
    fill_lanes(1, w.ok + i);
  }
  begin_lanes(game, first, count, b);
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    double h = panel_width(game, panel);
    if (!same_width(game, h, width)) {
      make_waves(game, h, b->groups, &w);
      width = h;
    }
    fill_steady_panel(game, panel, b, &w, &edge);
  }
  return first_failing(first, count, w.ok);
}

/* ---- coefficients that depend on time ---- */

/* On a panel, for coefficients that share their shape: A g A and A g with g the shape of a; integral of 1/shape is not needed. */
typedef struct shared_panel {
  double bent[STAGES_MOST][STAGES_MOST], turned[STAGES_MOST];
} shared_panel;

static void share_panel(const rp_coupled_agents *game, int64_t panel, shared_panel *out) {
  const rp_collocation *m = game->method;
  const double *shape = game->risk_shape + panel * m->stages;
  for (int64_t j = 0; j < m->stages; ++j) {
    out->turned[j] = 0;
    for (int64_t k = 0; k < m->stages; ++k) {
      double sum = 0;
      for (int64_t i = 0; i < m->stages; ++i)
        sum += m->from_left[j][i] * shape[i] * m->from_left[i][k];
      out->bent[j][k] = sum;
      out->turned[j] += m->from_left[j][k] * shape[k];
    }
  }
}

/* (2 eta - h lambda A - 2 h^2 A a A) xi = -Y + h A 2a X for (X, Y) = (1, 0) and (0, -1), in rows of s + 2. */
RP_INLINE void fundamental_system(const rp_coupled_agents *game, double h, int64_t s, const lanes *eta,
                                  const lanes *a, const lanes *scale, const shared_panel *shared,
                                  lanes *rows) {
  const rp_collocation *m = game->method;
  for (int64_t j = 0; j < s; ++j) {
    lanes *row = rows + j * (s + 2), turned = {0};
    for (int64_t k = 0; k < s; ++k) {
      lanes sum = {0};
      if (shared)
        sum = shared->bent[j][k] * *scale;
      else
        for (int64_t i = 0; i < s; ++i)
          sum += m->from_left[j][i] * m->from_left[i][k] * a[i];
      row[k] = -2 * h * h * sum - h * game->impact * m->from_left[j][k];
      if (!shared) turned += m->from_left[j][k] * a[k];
    }
    if (shared) turned = shared->turned[j] * *scale;
    row[j] += 2 * eta[j];
    row[s] = 2 * h * turned;
    fill_lanes(1, row + s + 1);
  }
}

/* Elimination without exchanges: the slippage dominates the diagonal on panels that resolve the modes. */
RP_INLINE void eliminate(int64_t s, lanes *rows) {
  int64_t columns = s + 2;
  for (int64_t k = 0; k < s; ++k) {
    lanes inverse = 1 / rows[k * columns + k];
    for (int64_t j = k + 1; j < columns; ++j)
      rows[k * columns + j] *= inverse;
    for (int64_t i = k + 1; i < s; ++i) {
      lanes factor = rows[i * columns + k];
      for (int64_t j = k + 1; j < columns; ++j)
        rows[i * columns + j] -= factor * rows[k * columns + j];
    }
  }
  for (int64_t k = s - 1; k > 0; --k)
    for (int64_t i = 0; i < k; ++i)
      for (int64_t j = s; j < columns; ++j)
        rows[i * columns + j] -= rows[i * columns + k] * rows[k * columns + j];
}

/* One of the two solutions at the nodes and at the end. */
typedef struct fundamental {
  lanes rate[STAGES_MOST], x[STAGES_MOST], y[STAGES_MOST], end_x, end_y;
} fundamental;

RP_INLINE void follow(const rp_coupled_agents *game, double h, int64_t s, const lanes *eta, const lanes *a,
                      const lanes *rows, int64_t column, double x, double y, fundamental *out) {
  const rp_collocation *m = game->method;
  fill_lanes(x, &out->end_x);
  fill_lanes(y, &out->end_y);
  lanes start = out->end_x;
  for (int64_t j = 0; j < s; ++j)
    out->rate[j] = rows[j * (s + 2) + column];
  for (int64_t j = 0; j < s; ++j) {
    out->x[j] = start;
    for (int64_t k = 0; k < s; ++k)
      out->x[j] += h * m->from_left[j][k] * out->rate[k];
    out->y[j] = -2 * eta[j] * out->rate[j];
    out->end_x += h * m->weight[j] * out->rate[j];
    out->end_y -= h * m->weight[j] * (game->impact * out->rate[j] + 2 * a[j] * out->x[j]);
  }
}

/* What eight agents bring to a panel. */
typedef struct panel_agents {
  lanes eta[STAGES_MOST], a[STAGES_MOST], scale;
} panel_agents;

RP_INLINE void fill_varying_panel(const rp_coupled_agents *game, int64_t panel, int64_t s,
                                  const panel_agents *in, const shared_panel *shared, int64_t i,
                                  const rp_green_block *b, lanes *ok) {
  lanes rows[STAGES_MOST * (STAGES_MOST + 2)];
  fundamental one, two;
  double h = panel_width(game, panel);
  int64_t groups = b->groups, edge = panel * groups + i;
  fundamental_system(game, h, s, in->eta, in->a, &in->scale, shared, rows);
  eliminate(s, rows);
  follow(game, h, s, in->eta, in->a, rows, s, 1, 0, &one);
  follow(game, h, s, in->eta, in->a, rows, s + 1, 0, -1, &two);
  lanes p = b->riccati[edge + groups], bottom = 2 * p * two.end_x - two.end_y;
  lanes mixed = (one.end_y - 2 * p * one.end_x) / bottom;
  need_positive(&bottom, ok);
  for (int64_t j = 0; j < s; ++j) {
    int64_t at = (panel * s + j) * groups + i;
    lanes rho = 1 / (one.y[j] * two.x[j] - one.x[j] * two.y[j]);
    b->fall_rate[at] = one.rate[j] + mixed * two.rate[j];
    b->fall_mass[at] = (one.x[j] + mixed * two.x[j]) * rho;
    b->rise_rate[at + groups] = two.rate[j];
    b->rise_mass[at + groups] = two.x[j] * rho;
  }
  b->kept[edge] = (one.end_y * two.end_x - one.end_x * two.end_y) / bottom;
  b->carried[edge] = 1 / bottom;
  b->risen[edge] = two.end_x;
  b->riccati[edge] = -mixed / 2;
  need_positive(b->kept + edge, ok);
}

/* The usual numbers of stages as constants, so that the loops over them unroll. */
RP_CLONES static void fill_varying_eight(const rp_coupled_agents *game, int64_t panel, const panel_agents *in,
                                         const shared_panel *shared, int64_t i, const rp_green_block *b,
                                         lanes *ok) {
  if (game->method->stages == 12)
    fill_varying_panel(game, panel, 12, in, shared, i, b, ok);
  else if (game->method->stages == 14)
    fill_varying_panel(game, panel, 14, in, shared, i, b, ok);
  else
    fill_varying_panel(game, panel, game->method->stages, in, shared, i, b, ok);
}

static int64_t fill_varying(const rp_coupled_agents *game, int64_t first, int64_t count,
                            const rp_green_block *b) {
  shared_panel shared;
  panel_agents in;
  lanes *ok = b->tables;
  begin_lanes(game, first, count, b);
  for (int64_t i = 0; i < b->groups; ++i)
    fill_lanes(1, ok + i);
  for (int64_t panel = game->panels - 1; panel >= 0; --panel) {
    if (game->slippage) share_panel(game, panel, &shared);
    for (int64_t i = 0; i < b->groups; ++i) {
      int64_t at = i * LANES, some = count - at < LANES ? count - at : LANES;
      rp_agent_panel_coefficients(game, first + at, some, panel, in.eta, in.a);
      for (int64_t l = 0; game->slippage && l < LANES; ++l)
        in.scale[l] = l < some ? game->risk[first + at + l] : 0;
      fill_varying_eight(game, panel, &in, game->slippage ? &shared : NULL, i, b, ok + i);
    }
  }
  return first_failing(first, count, ok);
}

int64_t rp_green_fill(const rp_coupled_agents *game, int64_t first, int64_t count, const rp_green_block *b) {
  return game->steady ? fill_steady(game, first, count, b) : fill_varying(game, first, count, b);
}
