/* shares.c - see shares.h. */
#include "shares.h"
#include <math.h>
#include <stddef.h>

enum { NEWTON_STEPS = 25, POLISHING_STEPS = 4, NEAR_STEPS = 5, BISECTIONS = 200 };
static const double settled = 4e-16, nearly_settled = 1e-9;

static double clip(double d, double bound) {
  return fmin(fmax(d, -bound), bound);
}

static double factor_of(double lift, double quote) {
  return lift > 0 ? 2 / (1 + exp(-lift * quote)) : 1;
}

static void product_at(const rp_shares *s, const double *quote, double *share) {
  for (int64_t i = 0; i < s->count; ++i) {
    double product = exp(s->offset[i]) * rp_intensity_at(&s->intensity, quote[i]);
    for (int64_t j = 0; s->lift > 0 && j < s->count; ++j)
      if (j != i) product *= factor_of(s->lift, quote[j]);
    share[i] = product;
  }
}

static void logit_at(const rp_shares *s, const double *quote, double *share) {
  double most = -INFINITY, sum = 0;
  for (int64_t i = 0; i < s->count; ++i)
    most = fmax(most, -s->decay * quote[i] + s->offset[i]);
  for (int64_t i = 0; i < s->count; ++i)
    sum += share[i] = exp(-s->decay * quote[i] + s->offset[i] - most);
  for (int64_t i = 0; i < s->count; ++i)
    share[i] /= sum;
}

void rp_shares_at(const rp_shares *shares, const double *quote, double *share) {
  if (shares->type == RP_SHARES_LOGIT)
    logit_at(shares, quote, share);
  else
    product_at(shares, quote, share);
}

/* The sum of all shares but number i, without cancellation where that share is near 1. */
static double rest_of(const rp_shares *s, const double *share, int64_t i) {
  if (share[i] < 0.5) return 1 - share[i];
  double rest = 0;
  for (int64_t j = 0; j < s->count; ++j)
    if (j != i) rest += share[j];
  return rest;
}

/* One Newton step of d - clip(y + 1/(c (1 - zeta))) = 0; its derivative is diagonal plus rank one. Returns the step's size. */
static double logit_step(const rp_shares *s, double sign, const double *y, double *quote, double *share,
                         double *work) {
  int64_t n = s->count;
  double *plain = work, *bent = work + n, top = 0, bottom = 1, size = 0;
  logit_at(s, quote, share);
  for (int64_t i = 0; i < n; ++i) {
    double rest = rest_of(s, share, i), wish = sign * y[i] + 1 / (s->decay * rest),
           kept = clip(wish, s->bound);
    double p = kept == wish ? share[i] / (rest * rest) : 0;
    plain[i] = (kept - quote[i]) / (1 + p);
    bent[i] = p / (1 + p);
    top += share[i] * plain[i];
    bottom -= share[i] * bent[i];
  }
  for (int64_t i = 0; i < n; ++i) {
    double step = plain[i] + bent[i] * (top / bottom);
    size += fabs(step); /* a sum, as a maximum would hide what is not a number */
    quote[i] += step;
  }
  return size;
}

/* The share that solves log z + 1/(1 - z) = level, in u = log(z/(1 - z)): convex and increasing, from the right. */
static double share_of(double level) {
  double u = level > 1 ? log(level) : level - 1;
  for (int i = 0; i < 100; ++i) {
    double e = exp(u), f = 1 + e - log1p(exp(-u)) - level, slope = e + 1 / (1 + e), step = f / slope;
    u -= step;
    if (fabs(step) <= 1e-15 * (1 + fabs(u))) break;
  }
  return 1 / (1 + exp(-u));
}

/* Without clipping: all shares for a common level, whose sum decreases in it. */
static void logit_bisect(const rp_shares *s, double sign, const double *y, double *quote, double *share) {
  double low = INFINITY, high = -INFINITY;
  for (int64_t i = 0; i < s->count; ++i) {
    double level = s->offset[i] - s->decay * sign * y[i];
    low = fmin(low, level);
    high = fmax(high, level);
  }
  low -= 4 + 2 * (double)s->count;
  high += 4 + log((double)s->count);
  for (int k = 0; k < BISECTIONS; ++k) {
    double middle = (low + high) / 2, sum = 0;
    for (int64_t i = 0; i < s->count; ++i)
      sum += share[i] = share_of(s->offset[i] - s->decay * sign * y[i] - middle);
    if (sum > 1)
      low = middle;
    else
      high = middle;
  }
  for (int64_t i = 0; i < s->count; ++i)
    quote[i] = sign * y[i] + 1 / (s->decay * rest_of(s, share, i));
}

/* Newton steps until one is so small that its error, of the order of its square, does not matter. */
static bool logit_newton(const rp_shares *s, double sign, const double *y, int steps, double *quote,
                         double *share, double *work) {
  for (int k = 0; k < steps; ++k) {
    double scale = 0, size = logit_step(s, sign, y, quote, share, work);
    for (int64_t i = 0; i < s->count; ++i)
      scale = fmax(scale, fabs(quote[i]) + 1 / s->decay);
    if (size <= nearly_settled * scale && scale < INFINITY) {
      logit_at(s, quote, share);
      return true;
    }
  }
  return false;
}

static bool logit_quote(const rp_shares *s, double sign, const double *y, double *quote, double *share,
                        double *work) {
  double n = (double)s->count;
  for (int64_t i = 0; i < s->count; ++i)
    quote[i] = clip(sign * y[i] + n / (s->decay * (n - 1)), s->bound);
  if (logit_newton(s, sign, y, NEWTON_STEPS, quote, share, work)) return true;
  if (isfinite(s->bound)) return false;
  logit_bisect(s, sign, y, quote, share);
  return logit_newton(s, sign, y, POLISHING_STEPS, quote, share, work);
}

/* d - 1/h(d) = y: the left side rises by at least 1 + h'/h^2 > 0. */
static double product_quote(const rp_shares *s, double y) {
  double low = y + 1 / (s->intensity.decay + fabs(s->intensity.bend)),
         high = y + 1 / (s->intensity.decay - fabs(s->intensity.bend)), d = (low + high) / 2;
  for (int k = 0; k < BISECTIONS && s->intensity.bend != 0; ++k) {
    double f = d - 1 / rp_intensity_hazard(&s->intensity, d) - y;
    if (f > 0)
      high = d;
    else
      low = d;
    double next = d - f / (1 + rp_intensity_curvature(&s->intensity, d));
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (fabs(next - d) <= settled * (fabs(d) + 1 / s->intensity.decay)) break;
    d = next;
  }
  return d;
}

bool rp_shares_quote(const rp_shares *shares, double sign, const double *y, double *quote, double *share,
                     double *work) {
  if (shares->type == RP_SHARES_LOGIT) return logit_quote(shares, sign, y, quote, share, work);
  bool finite = true;
  for (int64_t i = 0; i < shares->count; ++i) {
    quote[i] = clip(product_quote(shares, sign * y[i]), shares->bound);
    finite = finite && isfinite(quote[i]);
  }
  product_at(shares, quote, share);
  return finite;
}

bool rp_shares_requote(const rp_shares *shares, double sign, const double *y, double *quote, double *share,
                       double *work) {
  if (shares->type == RP_SHARES_LOGIT && logit_newton(shares, sign, y, NEAR_STEPS, quote, share, work))
    return true;
  return rp_shares_quote(shares, sign, y, quote, share, work);
}

/* diag(1 + p) - p z' inverted: dd/dy = D + (D p)(z' D)/(1 - z' D p), D = 1/(1 + p), rows of clipped quotes zero. */
static void logit_derive(const rp_shares *s, const double *quote, const double *share, double *quotes,
                         double *slopes) {
  int64_t n = s->count;
  double bottom = 1;
  for (int64_t i = 0; i < n; ++i) {
    double rest = rest_of(s, share, i), p = fabs(quote[i]) < s->bound ? share[i] / (rest * rest) : 0;
    bottom -= share[i] * p / (1 + p);
  }
  for (int64_t i = 0; i < n; ++i) {
    double rest = rest_of(s, share, i);
    bool inside = fabs(quote[i]) < s->bound;
    double p = inside ? share[i] / (rest * rest) : 0;
    for (int64_t j = 0; j < n; ++j) {
      double rest_j = rest_of(s, share, j);
      bool inside_j = fabs(quote[j]) < s->bound;
      double pj = inside_j ? share[j] / (rest_j * rest_j) : 0, moves = inside_j ? share[j] / (1 + pj) : 0;
      quotes[i * n + j] = (i == j && inside ? 1 / (1 + p) : 0) + p / (1 + p) * moves / bottom;
    }
  }
  for (int64_t j = 0; j < n; ++j) {
    double mean = 0;
    for (int64_t i = 0; i < n; ++i)
      mean += share[i] * quotes[i * n + j];
    for (int64_t i = 0; i < n; ++i)
      slopes[i * n + j] = -s->decay * share[i] * (quotes[i * n + j] - mean);
  }
}

static void product_derive(const rp_shares *s, const double *quote, const double *share, double *quotes,
                           double *slopes) {
  int64_t n = s->count;
  for (int64_t j = 0; j < n; ++j) {
    double own = fabs(quote[j]) < s->bound ? 1 / (1 + rp_intensity_curvature(&s->intensity, quote[j])) : 0;
    double lifted = s->lift > 0 ? s->lift / (1 + exp(s->lift * quote[j])) : 0; /* (log factor)' */
    for (int64_t i = 0; i < n; ++i) {
      quotes[i * n + j] = i == j ? own : 0;
      slopes[i * n + j] = share[i] * own * (i == j ? -rp_intensity_hazard(&s->intensity, quote[j]) : lifted);
    }
  }
}

void rp_shares_derive(const rp_shares *shares, const double *quote, const double *share, double *quotes,
                      double *slopes) {
  if (shares->type == RP_SHARES_LOGIT)
    logit_derive(shares, quote, share, quotes, slopes);
  else
    product_derive(shares, quote, share, quotes, slopes);
}

double rp_shares_residual(const rp_shares *shares, double sign, const double *y, const double *quote) {
  double worst = 0, most = -INFINITY, sum = 0, undefined = 0;
  const rp_shares *s = shares;
  for (int64_t i = 0; s->type == RP_SHARES_LOGIT && i < s->count; ++i)
    most = fmax(most, -s->decay * quote[i] + s->offset[i]);
  for (int64_t i = 0; s->type == RP_SHARES_LOGIT && i < s->count; ++i)
    sum += exp(-s->decay * quote[i] + s->offset[i] - most);
  for (int64_t i = 0; i < s->count; ++i) {
    double premium = 1 / rp_intensity_hazard(&s->intensity, quote[i]);
    if (s->type == RP_SHARES_LOGIT) {
      double own = exp(-s->decay * quote[i] + s->offset[i] - most), rest = 0;
      for (int64_t j = 0; own > sum / 2 && j < s->count; ++j)
        if (j != i) rest += exp(-s->decay * quote[j] + s->offset[j] - most);
      if (!(own > sum / 2)) rest = sum - own;
      premium = sum / (s->decay * rest);
    }
    double miss = fabs(quote[i] - clip(sign * y[i] + premium, s->bound));
    worst = fmax(worst, miss);
    undefined += miss * 0;
  }
  return worst + undefined;
}

/* z, z_i, z_ii of maker i; z_k and z_ik of another maker's quote. */
typedef struct derivatives {
  double value, own, twice;
} derivatives;

static derivatives own_derivatives(const rp_shares *s, const double *quote, double share, int64_t i) {
  if (s->type == RP_SHARES_LOGIT) {
    double c = s->decay, z = share;
    return (derivatives){z, -c * z * (1 - z), c * c * z * (1 - z) * (1 - 2 * z)};
  }
  double h = rp_intensity_hazard(&s->intensity, quote[i]),
         bend = rp_intensity_curvature(&s->intensity, quote[i]);
  return (derivatives){share, -h * share, h * h * (1 - bend) * share};
}

/* (38)'s sum over the other makers: z_k and z_ik are z_i and z_ii's factors times something of maker k alone. */
double rp_shares_constant(const rp_shares *shares, const double *quote, const double *share) {
  const rp_shares *s = shares;
  double least = INFINITY, c = s->decay, all = 0;
  for (int64_t k = 0; k < s->count; ++k)
    all += s->type == RP_SHARES_LOGIT ? share[k] : s->lift > 0 ? s->lift / (1 + exp(s->lift * quote[k])) : 0;
  for (int64_t i = 0; i < s->count; ++i) {
    derivatives d = own_derivatives(s, quote, share[i], i);
    double gap = 2 * d.own * d.own - d.value * d.twice, other = share[i], mixed = d.own, rest;
    if (s->type == RP_SHARES_LOGIT) {
      other = c * share[i];
      mixed = -c * c * share[i] * (1 - 2 * share[i]);
      rest = all - share[i];
    } else {
      rest = all - (s->lift > 0 ? s->lift / (1 + exp(s->lift * quote[i])) : 0);
    }
    gap -= fabs(d.own * other - d.value * mixed) * rest;
    least = fmin(least, gap / (d.own * d.own));
  }
  return least;
}
