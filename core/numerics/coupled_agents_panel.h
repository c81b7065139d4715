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
#include "numerics/coupled_agents.h"

/* A function that is not inlined is compiled for the plainest instruction set. */
#if defined(__GNUC__)
#define RP_INLINE static inline __attribute__((always_inline))
#else
#define RP_INLINE static inline
#endif

enum { LANES = RP_AGENT_LANES, STAGES_MOST = RP_COLLOCATION_MOST };
typedef double lanes[LANES];

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
RP_INLINE void panel_system(const rp_collocation *m, double impact, double h, bool steady, const double *eta,
                            const double *a, lanes *rows) {
  int64_t s = m->stages, columns = 2 * s + 1;
  for (int64_t j = 0; j < s; ++j)
    for (int64_t k = 0; k < s; ++k) {
      lanes *row = rows + j * columns, sum = {0};
      double from_right = m->from_right[j][k], product = 0;
      if (steady) {
        for (int64_t i = 0; i < s; ++i)
          product += m->from_right[j][i] * m->from_left[i][k];
        for (int l = 0; l < LANES; ++l)
          sum[l] = product * a[l];
      } else {
        for (int64_t i = 0; i < s; ++i) {
          double weight = m->from_right[j][i] * m->from_left[i][k];
          for (int l = 0; l < LANES; ++l)
            sum[l] += weight * a[i * LANES + l];
        }
      }
      for (int l = 0; l < LANES; ++l) {
        row[k][l] = (j == k ? 2 * eta[j * LANES + l] : 0) - h * impact * from_right - 2 * h * h * sum[l];
        row[s + 1 + k][l] = h * from_right;
        row[s][l] = 1;
      }
    }
}

/* Elimination without exchanges: the slippage dominates the diagonal on panels that resolve the modes. */
RP_INLINE void panel_eliminate(int64_t s, int64_t columns, lanes *rows) {
  for (int64_t k = 0; k < s; ++k) {
    lanes inverse;
    for (int l = 0; l < LANES; ++l)
      inverse[l] = 1 / rows[k * columns + k][l];
    for (int64_t j = k + 1; j < columns; ++j)
      for (int l = 0; l < LANES; ++l)
        rows[k * columns + j][l] *= inverse[l];
    for (int64_t i = k + 1; i < s; ++i) {
      lanes factor;
      for (int l = 0; l < LANES; ++l)
        factor[l] = rows[i * columns + k][l];
      for (int64_t j = k + 1; j < columns; ++j)
        for (int l = 0; l < LANES; ++l)
          rows[i * columns + j][l] -= factor[l] * rows[k * columns + j][l];
    }
  }
  for (int64_t k = s - 1; k > 0; --k)
    for (int64_t i = 0; i < k; ++i)
      for (int64_t j = s; j < columns; ++j)
        for (int l = 0; l < LANES; ++l)
          rows[i * columns + j][l] -= rows[i * columns + k][l] * rows[k * columns + j][l];
}

RP_INLINE void panel_sums(const rp_collocation *m, double impact, double h, const double *a,
                          panel_inverse *out) {
  int64_t s = m->stages;
  for (int l = 0; l < LANES; ++l)
    out->total[l] = out->bent[l] = out->risk[l] = 0;
  for (int64_t k = 0; k < s; ++k)
    for (int l = 0; l < LANES; ++l) {
      double curved = 0, pulled = impact * m->weight[k], moved = 0;
      for (int64_t j = 0; j < s; ++j) {
        curved += out->pushed[k][j][l] * 2 * a[j * LANES + l];
        pulled += 2 * h * m->weight[j] * a[j * LANES + l] * m->from_left[j][k];
        moved += m->weight[j] * out->pushed[j][k][l];
      }
      out->curved[k][l] = curved;
      out->pulled[k][l] = h * pulled;
      out->moved[k][l] = moved;
      out->total[l] += m->weight[k] * out->ones[k][l];
      out->bent[l] += m->weight[k] * curved;
      out->risk[l] += h * m->weight[k] * 2 * a[k * LANES + l];
    }
}

RP_INLINE void panel_invert(const rp_collocation *m, double impact, double h, bool steady, const double *eta,
                            const double *a, panel_inverse *out) {
  lanes rows[STAGES_MOST * (2 * STAGES_MOST + 1)];
  int64_t s = m->stages, columns = 2 * s + 1;
  panel_system(m, impact, h, steady, eta, a, rows);
  panel_eliminate(s, columns, rows);
  for (int64_t j = 0; j < s; ++j)
    for (int l = 0; l < LANES; ++l) {
      out->ones[j][l] = rows[j * columns + s][l];
      for (int64_t k = 0; k < s; ++k)
        out->pushed[j][k][l] = rows[j * columns + s + 1 + k][l];
    }
  panel_sums(m, impact, h, a, out);
}

/* Takes the Riccati value p at the right end to the response and to the value at the left end. ok[l] is false from the
 * panel on where lane l's problem has no solution. */
RP_INLINE void panel_respond(const rp_collocation *m, double h, const panel_inverse *in, const double *p,
                             panel_response *out, double *ok) {
  int64_t s = m->stages;
  lanes inverse, bend = {0}, carry = {0};
  for (int l = 0; l < LANES; ++l) {
    double pivot = 1 + 2 * h * p[l] * in->total[l];
    inverse[l] = 1 / pivot;
    out->stretched[l] = 2 * h * p[l] * inverse[l];
    out->kept[l] = (1 + h * in->bent[l]) * inverse[l];
    out->drawn[l] = -h * in->total[l] * inverse[l];
    ok[l] = ok[l] != 0 && pivot > 0 && out->kept[l] > 0 ? 1 : 0;
  }
  for (int64_t j = 0; j < s; ++j)
    for (int l = 0; l < LANES; ++l) {
      out->v[j][l] = -in->ones[j][l] * inverse[l];
      out->u[j][l] =
          in->curved[j][l] + in->ones[j][l] * (-2 * p[l] * inverse[l] - out->stretched[l] * in->bent[l]);
      out->moved[j][l] = -h * in->moved[j][l] * inverse[l];
      bend[l] += in->pulled[j][l] * out->u[j][l];
      carry[l] += in->pulled[j][l] * out->v[j][l];
    }
  for (int64_t k = 0; k < s; ++k) {
    lanes pull = {0};
    for (int64_t j = 0; j < s; ++j)
      for (int l = 0; l < LANES; ++l)
        pull[l] +=
            in->pulled[j][l] * (in->pushed[j][k][l] - in->ones[j][l] * out->stretched[l] * in->moved[k][l]);
    for (int l = 0; l < LANES; ++l)
      out->gained[k][l] = 2 * p[l] * out->moved[k][l] - pull[l] - h * m->weight[k];
  }
  for (int l = 0; l < LANES; ++l) {
    out->carried[l] = inverse[l] + carry[l];
    out->left[l] = p[l] * out->kept[l] + (bend[l] + in->risk[l]) / 2;
  }
}

#endif
