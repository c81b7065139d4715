/* roots.c - see roots.h. R. P. Brent, Algorithms for Minimization without Derivatives, 1973. */
#include "numerics/roots.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 200 };

/* Inverse quadratic or secant step from b, as the fraction p / q; a is the point before, c the other side. */
static void interpolate(double a, double b, double c, double fa, double fb, double fc, double *p, double *q) {
  double s = fb / fa;
  if (a == c) {
    *p = (c - b) * s;
    *q = 1 - s;
  } else {
    double r = fb / fc, t = fa / fc;
    *p = s * ((c - b) * t * (t - r) - (b - a) * (r - 1));
    *q = (t - 1) * (r - 1) * (s - 1);
  }
  if (*p > 0)
    *q = -*q;
  else
    *p = -*p;
}

double rp_root_brent(rp_scalar_function *f, void *context, double a, double b, double tolerance) {
  double fa = f(context, a), fb = f(context, b);
  if (fa == 0) return a;
  if (fb == 0) return b;
  if (!(fa * fb < 0) && !((fa < 0) != (fb < 0) && !isnan(fa) && !isnan(fb))) return NAN;
  double c = a, fc = fa, step = b - a, last = step;
  for (int i = 0; i < MOST_STEPS; ++i) {
    if (fabs(fc) < fabs(fb)) {
      a = b, b = c, c = a;
      fa = fb, fb = fc, fc = fa;
    }
    double near = 2 * DBL_EPSILON * fabs(b) + tolerance / 2, middle = (c - b) / 2;
    if (fabs(middle) <= near || fb == 0) return b;
    bool bisect = fabs(last) < near || fabs(fa) <= fabs(fb);
    if (!bisect) {
      double p, q;
      interpolate(a, b, c, fa, fb, fc, &p, &q);
      bisect = !(2 * p < fmin(3 * middle * q - fabs(near * q), fabs(last * q)));
      last = bisect ? middle : step;
      step = bisect ? middle : p / q;
    } else {
      last = step = middle;
    }
    a = b, fa = fb;
    b += fabs(step) > near ? step : copysign(near, middle);
    fb = f(context, b);
    if (isnan(fb)) return NAN;
    if ((fb > 0) == (fc > 0)) {
      c = a, fc = fa;
      last = step = b - a;
    }
  }
  return b;
}

double rp_least_brent(rp_scalar_function *f, void *context, double a, double b, double tolerance,
                      double enough, double *least) {
  const double golden = 0.3819660112501051;
  double x = a + golden * (b - a), w = x, v = x, step = 0, last = 0;
  double fx = f(context, x), fw = fx, fv = fx;
  for (int i = 0; i < MOST_STEPS && !(fx < enough); ++i) {
    double middle = (a + b) / 2, near = 1e-8 * fabs(x) + tolerance;
    if (fabs(x - middle) <= 2 * near - (b - a) / 2) break;
    double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    q = fabs(q);
    bool parabola = fabs(last) > near && fabs(p) < fabs(q * last / 2) && p > q * (a - x) && p < q * (b - x);
    last = parabola ? step : (x < middle ? b : a) - x;
    step = parabola ? p / q : golden * last;
    double u = x + (fabs(step) >= near ? step : copysign(near, step)), fu = f(context, u);
    if (fu <= fx) {
      *(u < x ? &b : &a) = x;
      v = w, fv = fw, w = x, fw = fx, x = u, fx = fu;
    } else {
      *(u < x ? &a : &b) = u;
      if (fu <= fw || w == x)
        v = w, fv = fw, w = u, fw = fu;
      else if (fu <= fv || v == x || v == w)
        v = u, fv = fu;
    }
  }
  *least = fx;
  return x;
}
