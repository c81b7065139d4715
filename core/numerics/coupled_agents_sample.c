/*
 * coupled_agents_sample.c - the exact solution of the aggregate's equation for few agents, without its matrix. Calls numerics/dense_lu.h.
 *
 * On a panel, with X the inventories at its left end, q at its right end and r the right-hand side, the answers to forcing v are
 *     v   = S (r + coupling (U X - V q)),       S = (1 - coupling R)^{-1}
 *     X_r = kept X - carried risen q + L v,     q_l = carried q - D v
 * with R, U, V, L, D from the agents' Green functions. Eliminating v leaves maps between the panel's ends, and q = P X + p is
 * swept from the horizon, where q = 0, to the start, where X = 0.
 */
#include <string.h>
#include "numerics/coupled_agents_green.h"
#include "numerics/dense_lu.h"

/* The factors of a panel; matrices row-major, m agents, s stages. */
typedef struct panel_factors {
  double *solve;           /* [s][s]: S                                                     */
  double *answer, *recoil; /* [s][m]: coupling S U, -coupling S V                           */
  double *filled, *drawn;  /* [m][s]: L, D                                                  */
  double *right;           /* [m][m]: P at the right end                                    */
  double *from_left;       /* [m][m]: X_r from X                                            */
  double *from_shift;      /* [m][m]: X_r from X_r's shift                                   */
  double *by_q;            /* [m][m]: X_r from q                                            */
  double *carried;         /* [m][m]: q_l from q                                            */
} panel_factors;

/* Some numbers more for one panel's elimination and one solution. */
static int64_t scratch_size(int64_t m, int64_t s) {
  return 2 * s * (s + m) + 6 * m * m + 4 * m;
}

static int64_t panel_size(int64_t m, int64_t s) {
  return s * s + 4 * s * m + 5 * m * m;
}

int64_t rp_coupled_sample_size(const rp_coupled_agents *sample) {
  int64_t m = sample->agents, s = sample->method->stages, groups = (m + LANES - 1) / LANES;
  return sample->panels * panel_size(m, s) + (sample->panels + 1) * m + rp_coupled_nodes(sample) +
         scratch_size(m, s) + rp_green_block_size(sample, groups);
}

static panel_factors factors_of(const rp_coupled_agents *sample, double *factors, int64_t panel) {
  int64_t m = sample->agents, s = sample->method->stages;
  panel_factors f = {.solve = factors + panel * panel_size(m, s)};
  f.answer = f.solve + s * s;
  f.recoil = f.answer + s * m;
  f.filled = f.recoil + s * m;
  f.drawn = f.filled + s * m;
  f.right = f.drawn + s * m;
  f.from_left = f.right + m * m;
  f.from_shift = f.from_left + m * m;
  f.by_q = f.from_shift + m * m;
  f.carried = f.by_q + m * m;
  return f;
}

/* to (rows x columns) = factor a (rows x inner) b (inner x columns) + to */
static void add_matrices(int64_t rows, int64_t inner, int64_t columns, double factor, const double *a,
                         const double *b, double *to) {
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t k = 0; k < inner; ++k) {
      double by = factor * a[i * inner + k];
      for (int64_t j = 0; j < columns; ++j)
        to[i * columns + j] += by * b[k * columns + j];
    }
}

static double number(const rp_green_block *b, const lanes *rows, int64_t row, int64_t agent) {
  return rows[row * b->groups + agent / LANES][agent % LANES];
}

/* S, coupling S U and -coupling S V from [1 - coupling R | 1 | coupling U | -coupling V]; L and D. */
static bool make_rates(const rp_coupled_agents *sample, double coupling, const rp_green_block *b,
                       int64_t panel, double *scratch, const panel_factors *f) {
  const rp_collocation *rule = sample->method;
  int64_t m = sample->agents, s = rule->stages, columns = 2 * s + 2 * m;
  double h = sample->edges[panel + 1] - sample->edges[panel];
  memset(scratch, 0, (size_t)(s * columns) * sizeof *scratch);
  for (int64_t j = 0; j < s; ++j) {
    double *row = scratch + j * columns;
    row[j] = row[s + j] = 1;
    for (int64_t i = 0; i < m; ++i) {
      double fall = number(b, b->fall_rate, panel * s + j, i),
             rise = number(b, b->rise_rate, panel * s + j + 1, i);
      for (int64_t k = 0; k < s; ++k)
        row[k] -= coupling * h *
                  (fall * rule->from_left[j][k] * number(b, b->rise_mass, panel * s + k + 1, i) -
                   rise * rule->from_right[j][k] * number(b, b->fall_mass, panel * s + k, i));
      row[2 * s + i] = coupling * fall;
      row[2 * s + m + i] = -coupling * rise * number(b, b->carried, panel, i);
      f->filled[i * s + j] =
          number(b, b->kept, panel, i) * h * rule->weight[j] * number(b, b->rise_mass, panel * s + j + 1, i);
      f->drawn[i * s + j] = h * rule->weight[j] * number(b, b->fall_mass, panel * s + j, i);
    }
  }
  if (!rp_dense_solve(s, columns, scratch)) return false;
  for (int64_t j = 0; j < s; ++j) {
    memcpy(f->solve + j * s, scratch + j * columns + s, (size_t)s * sizeof *scratch);
    memcpy(f->answer + j * m, scratch + j * columns + 2 * s, (size_t)m * sizeof *scratch);
    memcpy(f->recoil + j * m, scratch + j * columns + 2 * s + m, (size_t)m * sizeof *scratch);
  }
  return true;
}

/* The maps between the ends, and P at the left end from P at the right end. */
static bool make_maps(const rp_coupled_agents *sample, const rp_green_block *b, int64_t panel,
                      double *scratch, const panel_factors *f, double *left) {
  int64_t m = sample->agents, s = sample->method->stages, columns = 3 * m;
  double *keep = scratch, *give = keep + m * m, *system = give + m * m;
  memset(scratch, 0, (size_t)(2 * m * m) * sizeof *scratch);
  memset(f->by_q, 0, (size_t)(2 * m * m) * sizeof *f->by_q);
  for (int64_t i = 0; i < m; ++i) {
    keep[i * m + i] = number(b, b->kept, panel, i);
    f->carried[i * m + i] = number(b, b->carried, panel, i);
    f->by_q[i * m + i] = -number(b, b->carried, panel, i) * number(b, b->risen, panel, i);
  }
  add_matrices(m, s, m, 1, f->filled, f->answer, keep);
  add_matrices(m, s, m, 1, f->filled, f->recoil, f->by_q);
  add_matrices(m, s, m, -1, f->drawn, f->answer, give);
  add_matrices(m, s, m, -1, f->drawn, f->recoil, f->carried);
  memset(system, 0, (size_t)(m * columns) * sizeof *system);
  for (int64_t i = 0; i < m; ++i) {
    double *row = system + i * columns;
    for (int64_t k = 0; k < m; ++k)
      for (int64_t j = 0; j < m; ++j)
        row[j] -= f->by_q[i * m + k] * f->right[k * m + j];
    row[i] += 1;
    row[2 * m + i] = 1;
    memcpy(row + m, keep + i * m, (size_t)m * sizeof *row);
  }
  if (!rp_dense_solve(m, columns, system)) return false;
  for (int64_t i = 0; i < m; ++i) {
    memcpy(f->from_left + i * m, system + i * columns + m, (size_t)m * sizeof *system);
    memcpy(f->from_shift + i * m, system + i * columns + 2 * m, (size_t)m * sizeof *system);
  }
  memset(keep, 0, (size_t)(m * m) * sizeof *keep);
  add_matrices(m, m, m, 1, f->right, f->from_left, keep);
  memcpy(left, give, (size_t)(m * m) * sizeof *left);
  add_matrices(m, m, m, 1, f->carried, keep, left);
  return true;
}

bool rp_coupled_sample_make(const rp_coupled_agents *sample, double coupling, double *factors) {
  int64_t m = sample->agents, s = sample->method->stages, groups = (m + LANES - 1) / LANES;
  double *scratch =
      factors + rp_coupled_sample_size(sample) - scratch_size(m, s) - rp_green_block_size(sample, groups);
  rp_green_block b = rp_green_block_in(sample, groups, scratch + scratch_size(m, s));
  double *left = scratch + scratch_size(m, s) - m * m;
  if (rp_green_fill(sample, 0, m, &b) != RP_AGENT_NONE) return false;
  memset(factors_of(sample, factors, sample->panels - 1).right, 0, (size_t)(m * m) * sizeof *factors);
  for (int64_t panel = sample->panels - 1; panel >= 0; --panel) {
    panel_factors f = factors_of(sample, factors, panel);
    if (!make_rates(sample, coupling, &b, panel, scratch, &f) ||
        !make_maps(sample, &b, panel, scratch, &f, left))
      return false;
    if (panel > 0) memcpy(factors_of(sample, factors, panel - 1).right, left, (size_t)(m * m) * sizeof *left);
  }
  return true;
}

void rp_coupled_sample_solve(const rp_coupled_agents *sample, double *factors, const double *right,
                             double *rates) {
  int64_t m = sample->agents, s = sample->method->stages, panels = sample->panels;
  double *shift = factors + panels * panel_size(m, s); /* p at the ends; then inventories */
  double *own = shift + (panels + 1) * m;              /* [nodes]: S r                    */
  double *x = own + rp_coupled_nodes(sample), *q = x + m, *next = q + m, *moved = next + m;
  memset(shift + panels * m, 0, (size_t)m * sizeof *shift);
  memset(own, 0, (size_t)rp_coupled_nodes(sample) * sizeof *own);
  for (int64_t panel = panels - 1; panel >= 0; --panel) {
    panel_factors f = factors_of(sample, factors, panel);
    const double *p = shift + (panel + 1) * m;
    double *to = shift + panel * m;
    add_matrices(s, s, 1, 1, f.solve, right + panel * s, own + panel * s);
    memset(next, 0, (size_t)(2 * m) * sizeof *next);
    add_matrices(m, s, 1, 1, f.filled, own + panel * s, next);
    add_matrices(m, m, 1, 1, f.by_q, p, next);
    add_matrices(m, m, 1, 1, f.from_shift, next, moved); /* X_r for X = 0 */
    memcpy(q, p, (size_t)m * sizeof *q);
    add_matrices(m, m, 1, 1, f.right, moved, q);
    memset(to, 0, (size_t)m * sizeof *to);
    add_matrices(m, m, 1, 1, f.carried, q, to);
    add_matrices(m, s, 1, -1, f.drawn, own + panel * s, to);
  }
  memset(x, 0, (size_t)m * sizeof *x);
  for (int64_t panel = 0; panel < panels; ++panel) {
    panel_factors f = factors_of(sample, factors, panel);
    const double *p = shift + (panel + 1) * m;
    memset(next, 0, (size_t)(2 * m) * sizeof *next);
    add_matrices(m, s, 1, 1, f.filled, own + panel * s, next);
    add_matrices(m, m, 1, 1, f.by_q, p, next);
    add_matrices(m, m, 1, 1, f.from_shift, next, moved);
    add_matrices(m, m, 1, 1, f.from_left, x, moved); /* X_r */
    memcpy(q, p, (size_t)m * sizeof *q);
    add_matrices(m, m, 1, 1, f.right, moved, q);
    double *to = rates + panel * s;
    memcpy(to, own + panel * s, (size_t)s * sizeof *to);
    add_matrices(s, m, 1, 1, f.answer, x, to);
    add_matrices(s, m, 1, 1, f.recoil, q, to);
    memcpy(x, moved, (size_t)m * sizeof *x);
  }
}
