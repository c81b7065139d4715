/* acas_field_at.c - the field at given states, of acas_field.h: the factors' series first, then series or pieces in (q2, qe). */
#include "acas_field_local.h"
#include "acas_field_series.h"
#include "reprise/clones.h"

enum { LANES = RP_FIELD_LANES, VALUES = RP_FIELD_VALUES };

/* States by pieces: the factors' polynomials first. */
static void contract_local(const rp_acas_field *f, const double *coefficients, const double *factor,
                           const double *z2, const double *ze, double *u) {
  int64_t outer = f->slices / f->factor_nodes;
  double weight[RP_FIELD_NODES * RP_FIELD_NODES * LANES];
  for (int l = 0; l < LANES; ++l) {
    double t[RP_FIELD_FACTORS][RP_FIELD_NODES];
    for (int64_t c = 0; c < f->flow->count; ++c)
      rp_field_chebyshev(f->factor_nodes, factor[c * LANES + l], t[c]);
    for (int64_t s = 0; s < f->slices; ++s)
      weight[s * LANES + l] = f->flow->count == 1 ? t[0][s] : t[0][s / outer] * t[1][s % outer];
  }
  rp_field_local_contract(f, coefficients, weight, z2, ze, u);
}

/* The series contracted over the factors for eight states, then summed. */
RP_CLONES static void contract(const rp_acas_field *f, const double *coefficients, const double *factor,
                               const double *z2, const double *ze, double *u) {
  int64_t n = f->maker_nodes, m = f->buyer_nodes, k = f->flow->count, outer = f->slices / f->factor_nodes;
  double t[RP_FIELD_FACTORS][RP_FIELD_NODES][LANES], te[RP_FIELD_NODES][LANES], t2[RP_FIELD_NODES][LANES];
  for (int64_t c = 0; c < k; ++c)
    for (int64_t i = 0; i < f->factor_nodes; ++i)
      for (int l = 0; l < LANES; ++l) {
        double z = factor[c * LANES + l];
        t[c][i][l] = i == 0 ? 1 : i == 1 ? z : 2 * z * t[c][i - 1][l] - t[c][i - 2][l];
      }
  for (int64_t i = 0; i < m; ++i)
    for (int l = 0; l < LANES; ++l)
      te[i][l] = i == 0 ? 1 : i == 1 ? ze[l] : 2 * ze[l] * te[i - 1][l] - te[i - 2][l];
  for (int64_t i = 0; i < n; ++i)
    for (int l = 0; l < LANES; ++l)
      t2[i][l] = i == 0 ? 1 : i == 1 ? z2[l] : 2 * z2[l] * t2[i - 1][l] - t2[i - 2][l];
  for (int64_t q = 0; q < VALUES * LANES; ++q)
    u[q] = 0;
  for (int64_t s = 0; s < f->slices; ++s) {
    double weight[LANES];
    for (int l = 0; l < LANES; ++l)
      weight[l] = k == 1 ? t[0][s][l] : t[0][s / outer][l] * t[1][s % outer][l];
    for (int64_t c = 0; c < VALUES; ++c) {
      double total[LANES] = {0};
      for (int64_t a = 0; a < n; ++a) {
        const double *row = coefficients + (s * VALUES + c) * f->points + a * m;
        double inner[LANES] = {0};
        for (int64_t b = 0; b < m; ++b)
          for (int l = 0; l < LANES; ++l)
            inner[l] += row[b] * te[b][l];
        for (int l = 0; l < LANES; ++l)
          total[l] += t2[a][l] * inner[l];
      }
      for (int l = 0; l < LANES; ++l)
        u[c * LANES + l] += weight[l] * total[l];
    }
  }
}

void rp_acas_field_at(const rp_acas_field *f, int64_t k, const double *x, double *u) {
  double factor[RP_FIELD_FACTORS * LANES], z[2][LANES];
  int64_t count = f->flow->count;
  for (int64_t c = 0; c < count; ++c)
    for (int l = 0; l < LANES; ++l) {
      double low = f->factor_low[c], high = f->factor_high[c];
      factor[c * LANES + l] = fmin(fmax((2 * x[c * LANES + l] - low - high) / (high - low), -1), 1);
    }
  for (int64_t c = 0; c < 2; ++c)
    for (int l = 0; l < LANES; ++l) {
      double low = f->low[c], high = f->high[c];
      z[c][l] =
          fmin(fmax((2 * x[(count + c) * LANES + l] - low - high) / (high - low), -f->reach[c]), f->reach[c]);
    }
  const double *coefficients = f->coefficients + k * f->slices * VALUES * f->points;
  if (f->local)
    contract_local(f, coefficients, factor, z[0], z[1], u);
  else
    contract(f, coefficients, factor, z[0], z[1], u);
}
