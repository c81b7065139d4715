/* model_factor_back.c - see model_factor.h: the fields from the horizon back, and whether their polynomials resolve the functions of
 * the factor. */
#include "model_factor.h"

enum { COARSE_PARTS = 4 };

static const double most_decays = 3e4; /* over the horizon */
static const double layers = 64;       /* of the end's width in the first run back */

/* A field that stays is never far beyond both its end and its equilibria, 2 A, |c| and k of modes.h; one that escapes is, where steps
 * stall. */
static double grown(const rp_factor_field *f, const rp_mode *modes, const double *values, double terminal) {
  double most = 0, bound = 0;
  for (int64_t i = 0; i <= f->degree; ++i) {
    rp_mode_path path;
    rp_mode_solve(modes + i, terminal, &path);
    most = fmax(most, fabs(values[i]));
    bound = fmax(bound, 2 * terminal + fabs(path.shift) + path.k);
  }
  return most / bound;
}

static rp_status refuse(const rp_call *call, const rp_factor_setting *s, const rp_factor_field *f,
                        const double *values, double left) {
  static const double escaped = 100;
  if (call->host->cancelled(call->host)) return RP_CANCELLED;
  int64_t n = f->degree + 1;
  double mean = grown(f, f->mode[0], values + RP_FIELD_MEAN * n, s->game.terminal),
         own = grown(f, f->mode[2], values + RP_FIELD_OWN * n, s->game.terminal);
  if (fmax(mean, own) < escaped)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "steps-stall", PARAM_TOLERANCE, f->steps.tolerance,
        "steps in time stall %.6g before the horizon at 'tolerance' %.2g: rounding forbids that accuracy "
        "with degree %lld and order %d, or the gains of %.6g traders change too fast",
        left, f->steps.tolerance, (long long)f->degree, f->steps.order, s->market.traders.count);
  if (own > mean)
    return rp_call_report(call, RP_NO_SOLUTION, "not-concave", PARAM_TERMINAL, s->game.terminal,
                          "'terminal_penalty' is %.6g: a trader alone can drive the objective to infinity on "
                          "horizons of about %.6g",
                          s->game.terminal, left);
  return rp_call_report(call, RP_NO_SOLUTION, "explosion", PARAM_HORIZON, s->horizon,
                        "'horizon' is %.6g, it must be below about %.6g, where the Riccati equation of the "
                        "mean inventory escapes for some values of the factor",
                        s->horizon, left);
}

rp_status rp_factor_run_back(const rp_call *call, const rp_factor_setting *s, int64_t degree, int64_t count,
                             const double *times, rp_factor_field *f, double *values) {
  int order = (int)rp_call_integer(call, PARAM_ORDER);
  double *memory = rp_call_doubles(call, rp_factor_field_size(degree, order)),
         *now = rp_call_doubles(call, RP_FIELDS * (degree + 1)), left = s->horizon, reached;
  if (!memory || !now) return RP_NO_MEMORY;
  rp_factor_field_begin(&s->game, degree, order, rp_call_real(call, PARAM_TOLERANCE), memory, f, now);
  f->steps.span = s->horizon;
  double quick = s->horizon, fastest = 0; /* where the first layer is wide, one run does */
  for (int64_t i = 0; i <= degree; ++i)
    for (int k = 0; k < 3; ++k) {
      const rp_mode *mode = f->mode[k] + i;
      fastest = fmax(fastest, sqrt(mode->d * mode->bend));
      quick = fmin(quick, layers / (mode->d * (2 * s->game.terminal) + 1e-300));
    }
  if (fastest * s->horizon > most_decays)
    return rp_call_report(call, RP_NOT_CONVERGED, "too-stiff", PARAM_HORIZON, s->horizon,
                          "'horizon' is %.6g: with %.6g traders inventories decay at rates up to %.3g, their "
                          "product must be at most %.0g for steps in time",
                          s->horizon, s->market.traders.count, fastest, most_decays);
  if (quick > s->horizon / 4096) quick = s->horizon;
  for (int64_t j = count - 1; j >= 0; --j) {
    /* Near the horizon gains may change on scales that are a small part of it: first a little way, then ever longer ones. */
    while (left > times[j]) {
      double apart = fmin(left - times[j], fmax(s->horizon - left, quick));
      if (left - times[j] < 2 * apart) apart = left - times[j];
      if (!rp_factor_field_back(f, apart, now, &reached))
        return refuse(call, s, f, now, s->horizon - left + reached);
      left = apart == left - times[j] ? times[j] : left - apart;
    }
    memcpy(values + j * RP_FIELDS * (degree + 1), now, (size_t)(RP_FIELDS * (degree + 1)) * sizeof *now);
  }
  return RP_OK;
}

double rp_factor_reaction(const rp_factor_setting *s, const double *at, double noise) {
  return at[RP_FIELD_LEVEL] * s->level + at[RP_FIELD_NOISE] * noise +
         at[RP_FIELD_CORRELATION] * s->correlation * s->volatility;
}

/* Polynomials of the factor that change much with their degree do not resolve its functions. */
static rp_status judge(const rp_call *call, int64_t degree, double change) {
  static const double fair = 1e-6, poor = 1e-3;
  if (!(change > fair)) return RP_OK;
  const char *advice = "functions of the factor with jumps or kinks, or steep ones, need a higher degree";
  if (change > poor)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "not-resolved", PARAM_DEGREE, (double)degree,
        "with 'degree' %lld results change by %.2g against three quarters of it, it must be at most %.0g: %s",
        (long long)degree, change, poor, advice);
  rp_call_report(call, RP_OK, "hardly-resolved", PARAM_DEGREE, (double)degree,
                 "with 'degree' %lld results change by %.2g against three quarters of it: %s",
                 (long long)degree, change, advice);
  return RP_OK;
}

rp_status rp_factor_compare(const rp_call *call, const rp_factor_setting *s, const double *start,
                            double *change) {
  int64_t degree = rp_call_integer(call, PARAM_DEGREE) * 3 / COARSE_PARTS;
  double *values = rp_call_doubles(call, RP_FIELDS * (degree + 1)), at[RP_FIELDS], zero = 0;
  rp_factor_field field;
  if (!values) return RP_NO_MEMORY;
  rp_status status = rp_factor_run_back(call, s, degree, 1, &zero, &field, values);
  if (status != RP_OK) return status;
  rp_factor_field_at(&field, values, s->game.law.start, at);
  *change = 0;
  for (int k = 0; k < RP_FIELD_CORRELATION; ++k)
    if (start[k] != 0) *change = fmax(*change, fabs(at[k] / start[k] - 1));
  double reaction = rp_factor_reaction(s, start, s->noise); /* C matters as a part of it */
  if (reaction != 0) *change = fmax(*change, fabs(rp_factor_reaction(s, at, s->noise) / reaction - 1));
  return judge(call, rp_call_integer(call, PARAM_DEGREE), *change);
}
