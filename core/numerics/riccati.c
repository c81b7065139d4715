/* riccati.c - see riccati.h; the maps are in riccati_map.h. */
#include "riccati.h"
#include "riccati_map.h"
#include "riccati_shift.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

/* The norm of h times a sub-step: where the Pade approximant is exact to rounding, and below pi/2 (see riccati.h). */
static const double SUBSTEP_NORM = 0.95;
/* Escape times are bracketed to this part of the horizon. */
static const double ESCAPE_ACCURACY = 1e-13;
/* A doubled map has forgotten its start when E and F are below this; their product is then below rounding. */
static const double FORGOTTEN = 1e-9;
enum { MOST_LIMIT_DOUBLINGS = 200, MOST_STEPS = 1000000 };

/* A flow in scaled variables, R = scale * r, and its workspace. */
typedef struct flow {
  rp_riccati_kind kind;
  double scale, norm;
  double *h;               /* [2n][2n], scaled                     */
  double *step;            /* [2n][2n], h times a sub-step         */
  double *map, *other;     /* maps                                 */
  double *r, *next, *kept; /* [n][n]                               */
  double *shifted;         /* [2n][2n] and [n][n]                  */
  bool proved;             /* that the flow does not escape        */
  double *work;
} flow;

uint64_t rp_riccati_workspace(int64_t n) {
  int64_t doubles = 16 * n * n + 3 * rp_riccati_map_size(n) + rp_riccati_map_workspace(n);
  return (uint64_t)doubles * sizeof(double);
}

static void lay_out(flow *f, int64_t n, void *work) {
  double *at = work;
  f->kind.n = n;
  f->h = at;
  f->step = f->h + 4 * n * n;
  f->map = f->step + 4 * n * n;
  f->other = f->map + rp_riccati_map_size(n);
  f->r = f->other + 2 * rp_riccati_map_size(n);
  f->next = f->r + n * n;
  f->kept = f->next + n * n;
  f->shifted = f->kept + n * n;
  f->work = f->shifted + 5 * n * n;
  f->proved = false;
}

/* The scaled copy of h, its norm and its kind. False if an entry is not finite. */
static bool set_coefficients(flow *f, const double *h) {
  f->norm = rp_riccati_prepare(h, f->h, &f->scale, &f->kind, f->work);
  return isfinite(f->norm);
}

/* f->r = start / scale; false if an entry is not finite. */
static bool set_start(flow *f, const double *start) {
  double sum = 0;
  for (int64_t i = 0; i < f->kind.n * f->kind.n; ++i) {
    f->r[i] = start[i] / f->scale;
    sum += 0 * f->r[i];
  }
  return sum == 0;
}

static void give(const flow *f, const double *r, double *out) {
  for (int64_t i = 0; i < f->kind.n * f->kind.n; ++i)
    out[i] = f->scale * r[i];
}

static void exchange(double **a, double **b) {
  double *c = *a;
  *a = *b;
  *b = c;
}

/* f->map = map over `length`, by doubling; false if the flow from 0 escapes in it or numbers leave their range. */
static bool make_map(flow *f, double length) {
  int64_t m = 2 * f->kind.n;
  double turns = f->norm * length / SUBSTEP_NORM;
  int doublings = 0;
  if (!isfinite(turns)) return false;
  if (turns > 1 && frexp(turns, &doublings) == 0.5) --doublings; /* log2 of turns, rounded up */
  double substep = ldexp(length, -doublings);
  for (int64_t i = 0; i < m * m; ++i)
    f->step[i] = substep * f->h[i];
  if (!rp_riccati_map_of(&f->kind, f->step, f->map, f->work)) return false;
  for (int i = 0; i < doublings; ++i) {
    if (!rp_riccati_map_star(&f->kind, f->map, f->map, f->other, f->work)) return false;
    exchange(&f->map, &f->other);
  }
  return true;
}

/*
 * Carries r (or infinity) over `length` where one map does not: with maps half as long each time, as many of each as pass.
 * Ends at the length, or where the remaining map is shorter than the accuracy of an escape time.
 */
static rp_riccati_status march(flow *f, bool from_infinity, double length, double *done) {
  int64_t n = f->kind.n;
  double *r = from_infinity ? NULL : f->r;
  int64_t steps = 0;
  *done = 0;
  for (double part = length / 2; part > ESCAPE_ACCURACY * length; part /= 2) {
    if (!make_map(f, part)) continue;
    while (length - *done >= part * (1 - 1e-9)) {
      if (++steps > MOST_STEPS) return RP_RICCATI_UNDECIDED;
      if (!rp_riccati_map_apply(&f->kind, f->map, r, f->next, f->work)) break;
      memcpy(f->r, f->next, (size_t)(n * n) * sizeof(double));
      r = f->r;
      *done += part;
    }
    if (length - *done < part * 1e-9) return RP_RICCATI_OK;
  }
  return RP_RICCATI_ESCAPES;
}

/*
 * Carries r over `length` where nothing is known of the flow, in steps in which it surely does not escape: seen from r itself
 * it starts at 0, where a subspace that turns by less than a right angle cannot escape. end: where R ends unless it escapes on the
 * way, or NULL; once R surely gets there, it is there.
 */
static rp_riccati_status march_surely(flow *f, const double *end, double length, double *done) {
  int64_t n = f->kind.n, count = n * n;
  size_t bytes = (size_t)count * sizeof(double);
  double *shifted = f->shifted, *zero = shifted + 4 * count, scale;
  memset(zero, 0, bytes);
  *done = 0;
  for (int64_t steps = 0; *done < length; ++steps) {
    rp_riccati_kind kind = {.n = n};
    if (steps == MOST_STEPS) return RP_RICCATI_UNDECIDED;
    rp_riccati_shift(n, f->h, f->r, shifted);
    double norm = rp_riccati_prepare(shifted, f->step, &scale, &kind, f->work);
    double left = length - *done, part = SUBSTEP_NORM / norm;
    if (!(part > ESCAPE_ACCURACY * length)) return RP_RICCATI_ESCAPES;
    if (part > left) part = left;
    for (int64_t i = 0; i < 4 * count; ++i)
      f->step[i] *= part;
    kind.sign = 0;
    if (!rp_riccati_map_of(&kind, f->step, f->other, f->work) ||
        !rp_riccati_map_apply(&kind, f->other, zero, zero, f->work))
      return RP_RICCATI_ESCAPES;
    for (int64_t i = 0; i < count; ++i) {
      f->r[i] += scale * zero[i];
      zero[i] = 0;
    }
    *done = part == left ? length : *done + part;
    if (!end) continue;
    rp_riccati_shift(n, f->h, end, shifted);
    if (rp_riccati_margin(n, shifted, end, f->r) < length - *done) continue;
    memcpy(f->r, end, bytes);
    return RP_RICCATI_OK;
  }
  return RP_RICCATI_OK;
}

/* Carries f->r (or infinity) over `length`; *ready says that f->map is the map over it, and is updated. */
static rp_riccati_status advance(flow *f, bool from_infinity, double length, bool *ready, double *done) {
  int64_t n = f->kind.n;
  size_t bytes = (size_t)(n * n) * sizeof(double);
  *done = length;
  if (length == 0) return from_infinity ? RP_RICCATI_ESCAPES : RP_RICCATI_OK;
  if (!*ready) *ready = make_map(f, length);
  bool arrives =
      *ready && rp_riccati_map_apply(&f->kind, f->map, from_infinity ? NULL : f->r, f->next, f->work);
  if (f->proved || f->kind.sign) {
    if (!arrives) {
      *ready = false;
      return march(f, from_infinity, length, done);
    }
    memcpy(f->r, f->next, bytes);
    return RP_RICCATI_OK;
  }
  double begun = 0;
  if (from_infinity) { /* the first sub-step is judged by its end alone */
    *ready = false;
    begun = fmin(length, SUBSTEP_NORM / f->norm);
    *done = 0;
    if (!make_map(f, begun) || !rp_riccati_map_apply(&f->kind, f->map, NULL, f->r, f->work))
      return RP_RICCATI_ESCAPES;
  } else if (arrives) {
    rp_riccati_shift(n, f->h, f->next, f->shifted);
    if (rp_riccati_margin(n, f->shifted, f->next, f->r) >= length) {
      memcpy(f->r, f->next, bytes);
      return RP_RICCATI_OK;
    }
  }
  memcpy(f->kept, f->next, bytes);
  rp_riccati_status status = march_surely(f, arrives ? f->kept : NULL, length - begun, done);
  *done += begun;
  return status;
}

static rp_riccati_status begin(flow *f, int64_t n, const double *h, const double *start, void *work) {
  lay_out(f, n, work);
  if (!set_coefficients(f, h) || (start && !set_start(f, start))) return RP_RICCATI_NOT_FINITE;
  /* What is semidefinite everywhere stays so and escapes never. */
  f->proved = f->kind.monotone && (!start || rp_riccati_is_semidefinite(n, f->kind.sign, f->r, f->work));
  if (f->proved) f->kind.sign = 0;
  return RP_RICCATI_OK;
}

rp_riccati_status rp_riccati_end(int64_t n, const double *h, double horizon, const double *start, double *end,
                                 double *escape, void *work) {
  flow f;
  rp_riccati_status status = begin(&f, n, h, start, work);
  if (status != RP_RICCATI_OK || !isfinite(horizon)) return RP_RICCATI_NOT_FINITE;
  /* To apply a map twice costs less than to double it once more. */
  int parts = f.norm * horizon > SUBSTEP_NORM ? 2 : 1;
  double part = horizon / parts, done;
  bool ready = false;
  for (int i = 0; i < parts && status == RP_RICCATI_OK; ++i) {
    status = advance(&f, !start && i == 0, part, &ready, &done);
    if (status == RP_RICCATI_ESCAPES && escape) *escape = part * i + done;
  }
  if (status == RP_RICCATI_OK) give(&f, f.r, end);
  return status;
}

rp_riccati_status rp_riccati_path(int64_t n, const double *h, int64_t count, const double *times,
                                  const double *start, double *path, double *escape, void *work) {
  flow f;
  rp_riccati_status status = begin(&f, n, h, start, work);
  bool ready = false;
  double at = 0, length = 0, done;
  for (int64_t i = 0; i < count && status == RP_RICCATI_OK; ++i) {
    double step = times[i] - at;
    if (!isfinite(times[i])) return RP_RICCATI_NOT_FINITE;
    /* Equidistant times differ by rounding; one map serves them all. */
    if (fabs(step - length) > 1e-15 * fabs(times[i])) ready = false;
    if (!ready) length = step;
    status = advance(&f, !start && i == 0, step, &ready, &done);
    if (status == RP_RICCATI_ESCAPES && escape) *escape = at + done;
    if (status == RP_RICCATI_OK) give(&f, f.r, path + i * n * n);
    at = times[i];
  }
  return status;
}

rp_riccati_status rp_riccati_limit(int64_t n, const double *h, const double *start, double *limit,
                                   int64_t *doublings, double *escape, void *work) {
  flow f;
  rp_riccati_status status = begin(&f, n, h, start, work);
  if (status != RP_RICCATI_OK) return status;
  double length = f.norm > 0 ? 0.5 * SUBSTEP_NORM / f.norm : 1, done = 0;
  bool ready = make_map(&f, length);
  for (int64_t i = 0; ready && i < MOST_LIMIT_DOUBLINGS; ++i, length *= 2) {
    if (rp_riccati_map_memory(n, f.map, f.work) < FORGOTTEN * FORGOTTEN) {
      if (doublings) *doublings = i;
      if (!rp_riccati_map_apply(&f.kind, f.map, start ? f.r : NULL, f.next, f.work)) break;
      if (!f.proved && !f.kind.sign && start) {
        memcpy(f.kept, f.next, (size_t)(n * n) * sizeof(double));
        status = march_surely(&f, f.kept, length, &done);
        if (status == RP_RICCATI_ESCAPES && escape) *escape = done;
      }
      give(&f, f.next, limit);
      return status;
    }
    ready = rp_riccati_map_star(&f.kind, f.map, f.map, f.other, f.work);
    if (ready) exchange(&f.map, &f.other);
  }
  if (f.proved || f.kind.sign || !start)
    status = march(&f, !start, 2 * length, &done);
  else
    status = march_surely(&f, NULL, 2 * length, &done);
  if (status == RP_RICCATI_ESCAPES && escape) *escape = done;
  return status == RP_RICCATI_OK ? RP_RICCATI_NO_LIMIT : status;
}

/* Magnus: omega = step/2 (h1 + h2) + sqrt(3)/12 step^2 (h2 h1 - h1 h2). */
static void magnus(int64_t m, double step, const double *h1, const double *h2, double *omega) {
  double bend = sqrt(3) / 12 * step * step;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < m; ++j) {
      double bracket = 0;
      for (int64_t l = 0; l < m; ++l)
        bracket += h2[i * m + l] * h1[l * m + j] - h1[i * m + l] * h2[l * m + j];
      omega[i * m + j] = 0.5 * step * (h1[i * m + j] + h2[i * m + j]) + bend * bracket;
    }
}

/* Makes the blocks exactly Hamiltonian again if rounding of the bracket is all that spoils them. */
static void keep_structure(int64_t n, double *omega) {
  int64_t m = 2 * n;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      omega[(n + i) * m + n + j] = -omega[j * m + i];
      if (j >= i) continue;
      omega[i * m + n + j] = omega[j * m + n + i] = 0.5 * (omega[i * m + n + j] + omega[j * m + n + i]);
      omega[(n + i) * m + j] = omega[(n + j) * m + i] =
          0.5 * (omega[(n + i) * m + j] + omega[(n + j) * m + i]);
    }
}

rp_riccati_status rp_riccati_path_varying(int64_t n, rp_riccati_coefficients *coefficients,
                                          const void *context, double origin, int64_t count,
                                          const double *times, int64_t steps, const double *start,
                                          double *path, double *escape, void *work) {
  static const double node = 0.21132486540518711775; /* 1/2 - sqrt(3)/6 */
  flow f;
  int64_t m = 2 * n;
  double at = origin, *r = path;
  lay_out(&f, n, work);
  double *omega = f.h, *first = f.map, *second = f.other;
  for (int64_t i = 0; i < count; ++i) {
    double step = (times[i] - at) / (double)steps;
    for (int64_t j = 0; j < steps && step != 0; ++j) {
      double t = at + step * (double)j, done;
      coefficients(context, t + node * step, first);
      coefficients(context, t + (1 - node) * step, second);
      bool structured = rp_riccati_is_hamiltonian(n, first) && rp_riccati_is_hamiltonian(n, second);
      magnus(m, step, first, second, omega);
      if (structured) keep_structure(n, omega);
      memcpy(f.step, omega, (size_t)(m * m) * sizeof(double));
      const double *from = i == 0 && j == 0 ? start : r;
      if (!set_coefficients(&f, f.step) || (from && !set_start(&f, from))) return RP_RICCATI_NOT_FINITE;
      bool ready = false;
      rp_riccati_status status = advance(&f, !from, 1, &ready, &done);
      if (status == RP_RICCATI_ESCAPES && escape) *escape = t + step * done;
      if (status != RP_RICCATI_OK) return status;
      r = path + i * n * n;
      give(&f, f.r, r);
      lay_out(&f, n, work);
    }
    if (step == 0) {
      if (!(i == 0 ? start : r)) return RP_RICCATI_ESCAPES;
      memmove(path + i * n * n, i == 0 ? start : r, (size_t)(n * n) * sizeof(double));
      r = path + i * n * n;
    }
    at = times[i];
  }
  return RP_RICCATI_OK;
}

rp_riccati_status rp_riccati_transition(int64_t n, const double *h, double t, const double *start,
                                        double *out, void *work) {
  flow f;
  rp_riccati_status status = begin(&f, n, h, start, work);
  if (status != RP_RICCATI_OK) return status;
  if (!make_map(&f, t)) return RP_RICCATI_ESCAPES;
  return rp_riccati_map_transition(&f.kind, f.map, f.r, out, f.work) ? RP_RICCATI_OK : RP_RICCATI_ESCAPES;
}
