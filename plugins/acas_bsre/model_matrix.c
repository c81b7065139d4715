/* model_matrix.c - `guo2025_matrix`: the matrix Riccati equation of section 2. Schema and glue; the mathematics is in
 * traders_matrix.h. */
#include "model_list.h"
#include "model_times.h"
#include "model_traders.h"
#include "traders_matrix.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORIES,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_RUNNING,
  PARAM_TERMINAL,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum { OUT_TIME, OUT_MATRIX, OUT_MATRICES, OUT_INVENTORIES, OUT_RATES, OUT_ADJOINTS, OUT_ASYMMETRY, OUTPUTS };
RP_MODEL_LENGTHS(matrix, PARAMS, OUTPUTS);

const rp_dim rp_matrix_dims[] = {{.name = "trader", .doc = "Traders.", .min = 1, .max = 128}, RP_TIME_DIM};

const rp_param rp_matrix_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon."),
    RP_ARRAY_ENTRY("inventories", "q^i", "share", "trader", RP_ANY, 0, "section 2",
                   "Inventories at the start."),
    RP_REAL_ENTRY("permanent_impact", "\\alpha", "cash/share^2", RP_NONNEGATIVE, 0.3, 0, "section 2",
                  "Permanent impact of the average rate."),
    RP_REAL_ENTRY("temporary_impact", "\\beta", "cash*time/share^2", RP_NONNEGATIVE, 0.2, RP_MIN_OPEN,
                  "section 2", "Temporary impact of the average rate."),
    RP_WEIGHT_ENTRIES,
    {RP_WORDS_("running_penalty", "\\phi^i", "cash/share^2/time", "section 2", "Running penalties."),
     .kind = RP_ARRAY, RP_NONNEGATIVE, .preset = 0.15, .axes = RP_ON("trader")},
    {RP_WORDS_("terminal_penalty", "A^i", "cash/share^2", "section 2", "Terminal penalties."),
     .kind = RP_ARRAY, RP_NONNEGATIVE, .preset = 0.5, .axes = RP_ON("trader")},
    RP_TIMES_ENTRIES};

const rp_output rp_matrix_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_MATRIX] = RP_OUT("matrix", "R(0)", "cash/share^2", RP_ON("trader", "trader"), 0, "eq. 5",
                          "Riccati matrix at time 0."),
    [OUT_MATRICES] = RP_OUT("matrix_path", "R", "cash/share^2", RP_ON("time", "trader", "trader"), 0, "eq. 5",
                            "Riccati matrix."),
    [OUT_INVENTORIES] =
        RP_OUT("inventory_paths", "Q^i", "share", RP_ON("trader", "time"), 0, "eq. 3", "Inventories."),
    [OUT_RATES] = RP_OUT("rate_paths", "v^i", "share/time", RP_ON("trader", "time"), 0, "eq. 2.2", "Rates."),
    [OUT_ADJOINTS] =
        RP_OUT("adjoint_paths", "Y^i", "cash/share", RP_ON("trader", "time"), 0, "eq. 3", "Adjoints."),
    [OUT_ASYMMETRY] =
        RP_OUT("asymmetry", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "theorem 2.7",
               "Largest |R_ij - R_ji| at time 0 over the largest |R_ij|; 0 without permanent impact.")};

typedef struct problem {
  rp_traders game;
  int64_t n;
  double horizon, *h, *start;
  void *work;
} problem;

static rp_status read_problem(const rp_call *call, problem *p) {
  const rp_value *q = rp_call_value(call, PARAM_INVENTORIES);
  int64_t n = q->shape[0];
  *p = (problem){.n = n, .horizon = rp_call_real(call, PARAM_HORIZON)};
  p->game = (rp_traders){.count = (double)n,
                         .permanent = rp_call_real(call, PARAM_PERMANENT),
                         .temporary = rp_call_real(call, PARAM_TEMPORARY),
                         .own = rp_call_real(call, PARAM_OWN),
                         .cross = n > 1 ? rp_call_real(call, PARAM_CROSS) : rp_call_real(call, PARAM_OWN)};
  rp_status status = rp_model_check_weights(call, PARAM_CROSS, p->game.count, p->game.own, p->game.cross);
  if (status != RP_OK) return status;
  p->h = rp_call_doubles(call, 5 * n * n);
  p->work = call->host->scratch(call->host, rp_riccati_workspace(n), RP_CALL_ALIGNMENT);
  if (!p->h || !p->work) return RP_NO_MEMORY;
  p->start = p->h + 4 * n * n;
  rp_traders_matrix(&p->game, rp_call_array(call, PARAM_RUNNING), p->h);
  memset(p->start, 0, (size_t)(n * n) * sizeof *p->start);
  for (int64_t i = 0; i < n; ++i)
    p->start[i * n + i] = -2 * rp_call_array(call, PARAM_TERMINAL)[i];
  return RP_OK;
}

static rp_status refuse(const rp_call *call, const problem *p, rp_riccati_status status, double escape) {
  if (status == RP_RICCATI_ESCAPES)
    return rp_call_report(call, RP_NO_SOLUTION, "explosion", PARAM_HORIZON, p->horizon,
                          "'horizon' is %.6g, it must be below %.9g, the time to maturity at which the "
                          "matrix Riccati equation escapes: there is no equilibrium",
                          p->horizon, escape);
  return rp_call_report(call, RP_NOT_CONVERGED, "not-finite", -1, NAN,
                        "the Riccati matrix leaves the range of numbers");
}

enum { HALVINGS = 12 };

/* Inventories from one time to the next, whose matrix is `gain`, in halves where the transition over the whole is not found. `room`
 * [HALVINGS + 1][n n + n]; move [n n] is scratch. */
static rp_riccati_status carry(const problem *p, double apart, const double *gain, const double *now,
                               double *next, double *move, double *room, int halvings) {
  int64_t n = p->n;
  rp_riccati_status done = rp_riccati_transition(n, p->h, apart, gain, move, p->work);
  if (done != RP_RICCATI_OK && halvings > 0) {
    double *middle = room, *half = room + n * n;
    if (rp_riccati_end(n, p->h, apart / 2, gain, middle, NULL, p->work) != RP_RICCATI_OK) return done;
    room += n * n + n;
    done = carry(p, apart / 2, middle, now, half, move, room, halvings - 1);
    return done == RP_RICCATI_OK ? carry(p, apart / 2, gain, half, next, move, room, halvings - 1) : done;
  }
  for (int64_t i = 0; done == RP_RICCATI_OK && i < n; ++i) {
    next[i] = 0;
    for (int64_t k = 0; k < n; ++k)
      next[i] += move[i * n + k] * now[k];
  }
  return done;
}

/* Inventories from one time to the next by the closed loop's transition, which needs R at the later one; path runs in time to
 * the horizon. */
static rp_status put_paths(const rp_call *call, const problem *p, int64_t count, const double *times,
                           const double *path) {
  int64_t n = p->n, square = n * n;
  double *out[3] = {0}, *move = rp_call_doubles(call, square + 4 * n),
         *room = rp_call_doubles(call, (HALVINGS + 1) * (square + n));
  if (!move || !room) return RP_NO_MEMORY;
  double *now = move + square, *next = now + n, *rates = next + n, *adjoints = rates + n;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_INVENTORIES + k) &&
        !(out[k] = rp_call_matrix(call, OUT_INVENTORIES + k, n, count)))
      return RP_NO_MEMORY;
  memcpy(now, rp_call_array(call, PARAM_INVENTORIES), (size_t)n * sizeof *now);
  for (int64_t j = 0; (out[0] || out[1] || out[2]) && j < count; ++j) {
    const double *gain = path + (count - 1 - j) * square;
    double apart = times[j] - (j > 0 ? times[j - 1] : 0);
    if (apart > 0) {
      rp_riccati_status done = carry(p, apart, gain, now, next, move, room, HALVINGS);
      if (done != RP_RICCATI_OK)
        return rp_call_report(call, RP_NOT_CONVERGED, "no-transition", PARAM_POINTS, times[j],
                              "inventories could not be carried to t = %.6g, %.6g after the time before: "
                              "more 'times' or 'points' help",
                              times[j], apart);
      memcpy(now, next, (size_t)n * sizeof *now);
    }
    rp_traders_matrix_rates(&p->game, gain, now, rates, adjoints);
    const double *from[] = {now, rates, adjoints};
    for (int k = 0; k < 3; ++k)
      for (int64_t i = 0; out[k] && i < n; ++i)
        out[k][i * count + j] = from[k][i];
  }
  return RP_OK;
}

static rp_status put_matrices(const rp_call *call, int64_t n, int64_t count, const double *path,
                              const double *first) {
  double apart = 0, largest = 0;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      apart = fmax(apart, fabs(first[i * n + j] - first[j * n + i]));
      largest = fmax(largest, fabs(first[i * n + j]));
    }
  rp_status status = rp_call_put(call, OUT_ASYMMETRY, largest > 0 ? apart / largest : 0);
  if (status == RP_OK) status = rp_call_put_matrix(call, OUT_MATRIX, n, n, first);
  if (status != RP_OK || !rp_call_wants(call, OUT_MATRICES)) return status;
  int64_t shape[] = {count, n, n};
  double *to = call->host->output(call->host, OUT_MATRICES, 3, shape);
  for (int64_t j = 0; to && j < count; ++j)
    memcpy(to + j * n * n, path + (count - 1 - j) * n * n, (size_t)(n * n) * sizeof *to);
  return to ? RP_OK : RP_NO_MEMORY;
}

rp_status rp_matrix_model_solve(const rp_call *call) {
  problem p;
  int64_t count;
  const double *times;
  double escape = NAN;
  rp_status status = read_problem(call, &p);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, p.horizon, &count, &times);
  if (status != RP_OK) return status;
  bool first_missing = times[0] > 0;
  int64_t all = count + first_missing;
  double *left = rp_call_doubles(call, all), *path = rp_call_doubles(call, all * p.n * p.n);
  if (!left || !path) return RP_NO_MEMORY;
  for (int64_t j = 0; j < count; ++j)
    left[j] = p.horizon - times[count - 1 - j];
  left[all - 1] = p.horizon;
  rp_riccati_status done = rp_riccati_path(p.n, p.h, all, left, p.start, path, &escape, p.work);
  if (done != RP_RICCATI_OK) return refuse(call, &p, done, escape);
  status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = put_matrices(call, p.n, count, path, path + (all - 1) * p.n * p.n);
  return status == RP_OK ? put_paths(call, &p, count, times, path) : status;
}
