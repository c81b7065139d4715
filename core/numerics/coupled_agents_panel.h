/*
 * coupled_agents_panel.h - one panel of eight agents side by side, for coupled_agents.c only. Inline, so that every copy
 * of its callers for a wider instruction set has its own.
 *
 * With A the collocation matrix from the left, A~ the one from the right, h the width and p the Riccati value at the right end,
 * the rates on the panel satisfy  (N + 2 h p 1 w') xi = -(2 p 1 - h A~ 2a) X_left - 1 q_right - h A~ g,
 *     N = 2 diag(eta) - h A~ B,   B = lambda + 2 h diag(a) A.
 * N^{-1} 1 and N^{-1} h A~ do not depend on p, which enters by Sherman and Morrison's formula.
 */
#ifndef RP_COUPLED_AGENTS_PANEL_H
#define RP_COUPLED_AGENTS_PANEL_H
#include <stdbool.h>
#include "numerics/coupled_agents_lanes.h"

/* What does not depend on p. */
typedef struct panel_inverse {
  lanes ones[STAGES_MOST];                /* N^{-1} 1                           */
  lanes pushed[STAGES_MOST][STAGES_MOST]; /* N^{-1} h A~                        */
  lanes curved[STAGES_MOST];              /* N^{-1} h A~ 2a                     */
  lanes pulled[STAGES_MOST];              /* h w' B                             */
  lanes total, moved[STAGES_MOST], bent;  /* w' of the first three              */
  lanes risk;                             /* h w' 2a                            */
} panel_inverse;

/* On a panel: xi = u X_left + v q_right + R g,  q_left = carried q_right + gained g,
 * X_right = kept X_left + drawn q_right + moved g; the Riccati value at the left end. */
typedef struct panel_response {
  lanes u[STAGES_MOST], v[STAGES_MOST], gained[STAGES_MOST], moved[STAGES_MOST];
  lanes carried, kept, drawn, left;
  lanes stretched; /* R = -N^{-1} h A~ + (N^{-1} 1) stretched (w' N^{-1} h A~) */
} panel_response;

/* N and the right-hand sides 1, h A~ in rows of s + 1 + s. */
RP_INLINE void panel_system(const rp_collocation *m, double impact, double h, bool steady, const lanes *eta,
                            const lanes *a, lanes *rows) {
  int64_t s = m->stages, columns = 2 * s + 1;
  for (int64_t j = 0; j < s; ++j)
    for (int64_t k = 0; k < s; ++k) {
      lanes *row = rows + j * columns, sum = {0};
      double from_right = m->from_right[j][k], product = 0;
      if (steady) {
        for (int64_t i = 0; i < s; ++i)
          product += m->from_right[j][i] * m->from_left[i][k];
        sum = product * a[0];
      } else {
        for (int64_t i = 0; i < s; ++i)
          sum += m->from_right[j][i] * m->from_left[i][k] * a[i];
      }
      row[k] = -2 * h * h * sum - h * impact * from_right;
      if (j == k) row[k] += 2 * eta[j];
      fill_lanes(h * from_right, row + s + 1 + k);
      fill_lanes(1, row + s);
    }
}

/* Elimination without exchanges: the slippage dominates the diagonal on panels that resolve the modes. */
RP_INLINE void panel_eliminate(int64_t s, int64_t columns, lanes *rows) {
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

RP_INLINE void panel_sums(const rp_collocation *m, double impact, double h, const lanes *a,
                          panel_inverse *out) {
  int64_t s = m->stages;
  out->total = out->bent = out->risk = (lanes){0};
  for (int64_t k = 0; k < s; ++k) {
    lanes curved = {0}, pulled = {0}, moved = {0};
    for (int64_t j = 0; j < s; ++j) {
      curved += out->pushed[k][j] * 2 * a[j];
      pulled += 2 * h * m->weight[j] * m->from_left[j][k] * a[j];
      moved += m->weight[j] * out->pushed[j][k];
    }
    out->curved[k] = curved;
    out->pulled[k] = h * (pulled + impact * m->weight[k]);
    out->moved[k] = moved;
    out->total += m->weight[k] * out->ones[k];
    out->bent += m->weight[k] * curved;
    out->risk += 2 * h * m->weight[k] * a[k];
  }
}

RP_INLINE void panel_invert(const rp_collocation *m, double impact, double h, bool steady, const lanes *eta,
                            const lanes *a, panel_inverse *out) {
  lanes rows[STAGES_MOST * (2 * STAGES_MOST + 1)];
  int64_t s = m->stages, columns = 2 * s + 1;
  panel_system(m, impact, h, steady, eta, a, rows);
  panel_eliminate(s, columns, rows);
  for (int64_t j = 0; j < s; ++j) {
    out->ones[j] = rows[j * columns + s];
    for (int64_t k = 0; k < s; ++k)
      out->pushed[j][k] = rows[j * columns + s + 1 + k];
  }
  panel_sums(m, impact, h, a, out);
}

/* Takes the Riccati value p at the right end to the response and to the value at the left end. A lane of ok is cleared by the
 * panel from which on its problem has no solution. */
RP_INLINE void panel_respond(const rp_collocation *m, double h, const panel_inverse *in, lanes p,
                             panel_response *out, lanes *ok) {
  int64_t s = m->stages;
  lanes pivot = 1 + 2 * h * p * in->total, inverse = 1 / pivot, bend = {0}, carry = {0};
  out->stretched = 2 * h * p * inverse;
  out->kept = (1 + h * in->bent) * inverse;
  out->drawn = -h * in->total * inverse;
  need_positive(&pivot, ok);
  need_positive(&out->kept, ok);
  for (int64_t j = 0; j < s; ++j) {
    out->v[j] = -in->ones[j] * inverse;
    out->u[j] = in->curved[j] + in->ones[j] * (-2 * p * inverse - out->stretched * in->bent);
    out->moved[j] = -h * in->moved[j] * inverse;
    bend += in->pulled[j] * out->u[j];
    carry += in->pulled[j] * out->v[j];
  }
  for (int64_t k = 0; k < s; ++k) {
    lanes pull = {0}, stretched = out->stretched * in->moved[k];
    for (int64_t j = 0; j < s; ++j)
      pull += in->pulled[j] * (in->pushed[j][k] - in->ones[j] * stretched);
    out->gained[k] = 2 * p * out->moved[k] - pull - h * m->weight[k];
  }
  out->carried = inverse + carry;
  out->left = p * out->kept + (bend + in->risk) / 2;
}

#endif
