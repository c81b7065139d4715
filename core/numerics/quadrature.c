/* quadrature.c - see quadrature.h. */
#include "quadrature.h"
#include <math.h>
#include <stddef.h>

const double rp_gauss_node[RP_GAUSS_NODES] = {
    -0.9894009349916499326,  -0.94457502307323257608, -0.86563120238783174388, -0.7554044083550030339,
    -0.61787624440264374845, -0.45801677765722738634, -0.28160355077925891323, -0.095012509837637440185,
    0.095012509837637440185, 0.28160355077925891323,  0.45801677765722738634,  0.61787624440264374845,
    0.7554044083550030339,   0.86563120238783174388,  0.94457502307323257608,  0.9894009349916499326};
const double rp_gauss_weight[RP_GAUSS_NODES] = {
    0.027152459411754094852, 0.062253523938647892863, 0.09515851168249278481,  0.12462897125553387205,
    0.14959598881657673208,  0.16915651939500253819,  0.18260341504492358887,  0.18945061045506849629,
    0.18945061045506849629,  0.18260341504492358887,  0.16915651939500253819,  0.14959598881657673208,
    0.12462897125553387205,  0.09515851168249278481,  0.062253523938647892863, 0.027152459411754094852};

enum { MOST_HALVINGS = 40, MOST_PANELS = 10000 };

double rp_integrate_panel(rp_integrand *f, const void *context, double from, double to) {
  double half = 0.5 * (to - from), middle = 0.5 * (from + to), sum = 0;
  for (int i = 0; i < RP_GAUSS_NODES; ++i)
    sum += rp_gauss_weight[i] * f(context, middle + half * rp_gauss_node[i]);
  return half * sum;
}

/* The rule's integral of |f|. */
static double size_of(rp_integrand *f, const void *context, double from, double to) {
  double half = 0.5 * (to - from), middle = 0.5 * (from + to), sum = 0;
  for (int i = 0; i < RP_GAUSS_NODES; ++i)
    sum += rp_gauss_weight[i] * fabs(f(context, middle + half * rp_gauss_node[i]));
  return fabs(half) * sum;
}

/* A panel that waits, with its own estimate. */
typedef struct panel {
  double from, to, estimate;
  int halvings;
} panel;

double rp_integrate(rp_integrand *f, const void *context, double from, double to, double tolerance,
                    double *error) {
  panel stack[MOST_HALVINGS + 2]; /* one waits per level, and the current one's two halves */
  int depth = 0, panels = 0;
  double total = 0, doubt = 0, allowed = tolerance * size_of(f, context, from, to);
  stack[depth++] = (panel){from, to, rp_integrate_panel(f, context, from, to), 0};
  while (depth > 0) {
    panel p = stack[--depth];
    double middle = 0.5 * (p.from + p.to);
    double left = rp_integrate_panel(f, context, p.from, middle);
    double right = rp_integrate_panel(f, context, middle, p.to);
    double difference = fabs(left + right - p.estimate);
    if (!(difference > allowed) || p.halvings == MOST_HALVINGS || ++panels >= MOST_PANELS) {
      total += left + right;
      doubt += difference;
      continue;
    }
    stack[depth++] = (panel){middle, p.to, right, p.halvings + 1};
    stack[depth++] = (panel){p.from, middle, left, p.halvings + 1};
  }
  if (error) *error = doubt;
  return total;
}
