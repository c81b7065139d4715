/*
 * herding.h - the local term f(m) by which traders herd, and how strongly it holds a normal law together.
 * Pure; calls numerics/curve.h.
 */
#ifndef RP_HERDING_H
#define RP_HERDING_H
#include "numerics/curve.h"

enum { RP_HERDING_LOG, RP_HERDING_ROOT, RP_HERDING_POWER, RP_HERDING_CURVE };

typedef struct rp_herding {
  int form; /* ln r, 2 sqrt r, r^power, or a curve of r = m/m_1 */
  double power;
  const rp_curve *curve;
} rp_herding;

/* f at r = m exp(log_unit), for a row of densities. */
void rp_herding_row(const rp_herding *h, int64_t n, const double *m, double log_unit, double *f);

/*
 * The weight of ln m that would hold a normal law of the deviation exp(log_width) together as f does,
 * -E (X - M) d/dx f(m(X)/m_1): 1 for ln.
 */
double rp_herding_strength(const rp_herding *h, double log_width, double log_unit);

#endif
