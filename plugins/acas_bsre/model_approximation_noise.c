/*
 * model_approximation_noise.c - `guo2025_approximation_noise`: the game of section 5 with noise in the inventories and a random order
 * flow. Schema and glue; the mathematics is in approximation.h and projected.h.
 */
#include <string.h>
#include "model_approximation.h"
#include "model_list.h"
#include "model_markov.h"

enum {
  PARAM_NOISE = RP_GAME_SHARED_PARAMS,
  PARAM_DEGREE,
  PARAM_STEPS,
  PARAM_POINTS,
  PARAM_SPREAD,
  PARAM_RADIUS,
  PARAM_SAMPLE,
  PARAMS
};
enum {
  OUT_TRADERS,
  OUT_MAKERS,
  OUT_TRADERS_FIRST,
  OUT_MAKERS_FIRST,
  OUT_TRADERS_LIMIT,
  OUT_MAKERS_LIMIT,
  OUT_ASKS,
  OUT_BIDS,
  OUT_RATES,
  OUT_STEP_ERROR,
  OUT_DEGREE_ERROR,
  OUT_FIT,
  OUT_TRADER_IDENTITY,
  OUT_MAKER_IDENTITY,
  OUT_TRADER_STANDARD,
  OUT_MAKER_STANDARD,
  OUT_SWEEPS,
  OUT_BASIS,
  OUT_POINTS,
  OUTPUTS
};
RP_MODEL_LENGTHS(noise, PARAMS, OUTPUTS);
enum { MOST_PLAYERS = 24, MOST_DIMS = 40 };
/* Of the horizon: the design of earlier times is no narrower than at this one. */
static const double first_share = 0.15;
static const double least_factor_scale = 0.15;

const rp_dim rp_noise_dims[] = {{.name = "trader", .doc = "Traders.", .min = 1, .max = MOST_PLAYERS / 2},
                                {.name = "maker", .doc = "Makers.", .min = 1, .max = MOST_PLAYERS / 2},
                                RP_LATE("factor", 0, RP_GAME_MOST_FACTORS, "Factors of the order flow.")};
const rp_param rp_noise_params[] = {
    RP_GAME_PARAM_TABLE,
    RP_REAL_ENTRY("noise", "\\epsilon", "share/time^0.5", RP_NONNEGATIVE, 0.3, 0, "eq. 40",
                  "Noise of the inventories."),
    RP_INTEGER_ENTRY("degree", "", RP_BETWEEN(1, RP_MONOMIAL_DEGREE), 3, RP_NUMERICAL, "",
                     "Total degree of the polynomials."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 100000), 5, RP_NUMERICAL, "",
                     "Steps in time of the first of three runs; the others take twice and four times as "
                     "many, and all three are extrapolated."),
    RP_INTEGER_ENTRY("points", "", RP_BETWEEN(2, 1000), 4, RP_NUMERICAL, "",
                     "Design points per coefficient."),
    RP_REAL_ENTRY("spread", "", "1", RP_BETWEEN(0.1, 3), 1.6, RP_NUMERICAL, "",
                  "Standard deviation of the design in units of the state's."),
    RP_REAL_ENTRY("radius", "", "share", RP_NONNEGATIVE, 0.3, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "Least unit of an inventory in the design."),
    RP_INTEGER_ENTRY("sample", "", RP_BETWEEN(8, 100000000), 2048, RP_NUMERICAL, "",
                     "Paths of the check by simulation; made only where its outputs are wanted.")};

#define START_OF(name, symbol, axis, flags, source, doc)                                                     \
  RP_OUT(name, symbol, "cash/share", RP_ON(axis), flags, source, doc)
const rp_output rp_noise_outputs[] = {
    [OUT_TRADERS] = START_OF("trader_adjoints", "Y^{i,e}_0", "trader", 0, "eq. 41",
                             "Adjoints of the traders at the start, extrapolated twice in the steps."),
    [OUT_MAKERS] = START_OF("maker_adjoints", "Y^{i,m}_0", "maker", 0, "eq. 40",
                            "Adjoints of the makers at the start, extrapolated twice in the steps."),
    [OUT_TRADERS_FIRST] = START_OF("trader_adjoints_first", "", "trader", RP_DIAGNOSTIC, "eq. 41",
                                   "The same with `steps` steps."),
    [OUT_MAKERS_FIRST] = START_OF("maker_adjoints_first", "", "maker", RP_DIAGNOSTIC, "eq. 40",
                                  "The same with `steps` steps."),
    [OUT_TRADERS_LIMIT] = START_OF("trader_adjoints_limit", "", "trader", 0, "section 5",
                                   "Without noise and with the order flow at its mean path."),
    [OUT_MAKERS_LIMIT] = START_OF("maker_adjoints_limit", "", "maker", 0, "section 5",
                                  "Without noise and with the order flow at its mean path."),
    [OUT_ASKS] =
        START_OF("asks", "\\delta^{i,a}_0", "maker", 0, "eq. 42", "Asks above the price at the start."),
    [OUT_BIDS] =
        START_OF("bids", "\\delta^{i,b}_0", "maker", 0, "eq. 42", "Bids below the price at the start."),
    [OUT_RATES] = RP_OUT("rates", "v^i_0", "share/time", RP_ON("trader"), 0, "eq. 39", "Rates at the start."),
    [OUT_STEP_ERROR] =
        RP_OUT("step_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Largest change of an adjoint by the second extrapolation, relative to 1/share_decay + |Y|."),
    [OUT_DEGREE_ERROR] =
        RP_OUT("degree_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Largest change from one and two degrees less, at `steps` steps; degree 1: the fit residual."),
    [OUT_FIT] =
        RP_OUT("fit_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Largest residual of a projection at the design points, relative to 1/share_decay + |Y|."),
    [OUT_TRADER_IDENTITY] = START_OF(
        "trader_identity", "", "trader", RP_DIAGNOSTIC, "eq. 41",
        "Average of -2 A Q_T - 2 int phi Q on simulated paths less the field's start, four times the steps."),
    [OUT_MAKER_IDENTITY] =
        START_OF("maker_identity", "", "maker", RP_DIAGNOSTIC, "eq. 40", "The same for the makers."),
    [OUT_TRADER_STANDARD] =
        START_OF("trader_standard_error", "", "trader", RP_DIAGNOSTIC, "", "Standard error of that average."),
    [OUT_MAKER_STANDARD] =
        START_OF("maker_standard_error", "", "maker", RP_DIAGNOSTIC, "", "Standard error of that average."),
    [OUT_SWEEPS] =
        RP_OUT("sweeps", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Most sweeps of an implicit step."),
    [OUT_BASIS] =
        RP_OUT("basis_size", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Coefficients of a polynomial."),
    [OUT_POINTS] = RP_OUT("design_points", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Design points.")};

/* The game, and what places the design: paths without noise at the mean flow and at both sides of it. */
typedef struct noisy_game {
  rp_approximation game;
  rp_boundary_path middle, low, high;
  double radius;
} noisy_game;

static double variance_after(const rp_reverting *f, double t) {
  return f->volatility * f->volatility * rp_reverting_spread(f->speed, t);
}

static void transition(const void *model, double h, double *decay, double *mean, double *deviation) {
  const rp_approximation *game = &((const noisy_game *)model)->game;
  for (int64_t k = 0; k < game->factor_count; ++k) {
    const rp_reverting *f = game->factors + k;
    decay[k] = exp(-f->speed * h);
    mean[k] = f->mean;
    deviation[k] = sqrt(variance_after(f, h));
  }
  for (int64_t c = game->factor_count; c < game->factor_count + game->traders.count + game->makers.count;
       ++c) {
    decay[c] = 1;
    mean[c] = 0;
    deviation[c] = game->noise * sqrt(h);
  }
}

static void region(const void *model, double t, double *centre, double *scale) {
  const noisy_game *g = model;
  const rp_approximation *game = &g->game;
  int64_t n = game->traders.count + game->makers.count;
  double late = fmax(t, first_share * game->horizon), low[MOST_PLAYERS], high[MOST_PLAYERS];
  rp_approximation_factors(game, t, centre);
  for (int64_t k = 0; k < game->factor_count; ++k)
    scale[k] = fmax(sqrt(variance_after(game->factors + k, late)), least_factor_scale);
  centre += game->factor_count;
  scale += game->factor_count;
  rp_boundary_at(&g->middle, t, centre, NULL);
  rp_boundary_at(&g->low, t, low, NULL);
  rp_boundary_at(&g->high, t, high, NULL);
  for (int64_t i = 0; i < n; ++i) {
    double flow = (high[i] - low[i]) / 2, own = game->noise * sqrt(late);
    scale[i] = fmax(sqrt(own * own + flow * flow), g->radius);
  }
}

static void terminal(const void *model, const double *x, double *u) {
  const rp_approximation *game = &((const noisy_game *)model)->game;
  for (int64_t i = 0; i < game->traders.count + game->makers.count; ++i)
    u[i] = -2 * game->terminal[i] * x[game->factor_count + i];
}

/* One worker's game, and noise orders and quotes of the eight states that it was asked for last: an implicit step asks for the
 * same ones again and again, at adjoints that change little. */
typedef struct worker {
  rp_approximation game;
  double factors[RP_MONOMIAL_LANES][RP_GAME_MOST_FACTORS], flow[RP_MONOMIAL_LANES][2];
  double quotes[RP_MONOMIAL_LANES][2 * MOST_PLAYERS];
  bool quoted[RP_MONOMIAL_LANES];
  unsigned next;
} worker;

static void *context(const rp_call *call, const void *model) {
  const noisy_game *g = model;
  worker *own = call->host->scratch(call->host, sizeof *own, RP_CALL_ALIGNMENT);
  if (!own || rp_call_game_copy(call, &g->game, &own->game) != RP_OK) return NULL;
  own->next = 0;
  for (int l = 0; l < RP_MONOMIAL_LANES; ++l) {
    own->factors[l][0] = NAN;
    own->quoted[l] = false;
  }
  return own;
}

/* Sees to the noise orders of this state in its slot; false: the slot had another state. */
static bool flow_at(worker *own, const double *factors, unsigned slot) {
  int64_t count = own->game.factor_count;
  bool known = own->factors[slot][0] == own->factors[slot][0];
  for (int64_t k = 0; k < count && known; ++k)
    known = factors[k] == own->factors[slot][k];
  if (known) return true;
  memcpy(own->factors[slot], factors, (size_t)count * sizeof *factors);
  if (count == 0) own->factors[slot][0] = 0;
  rp_approximation_flow(&own->game, factors, own->flow[slot], own->flow[slot] + 1);
  return false;
}

static bool rates(void *of, double t, const double *x, const double *u, double *drift, double *source) {
  worker *own = of;
  rp_approximation *game = &own->game;
  rp_approximation_state state;
  unsigned slot = own->next++ % RP_MONOMIAL_LANES;
  double *quotes = own->quotes[slot];
  (void)t;
  game->near = flow_at(own, x, slot) && own->quoted[slot] ? quotes : NULL;
  own->quoted[slot] = rp_approximation_evaluate(game, own->flow[slot][0], own->flow[slot][1], u, &state);
  if (!own->quoted[slot]) return false;
  memcpy(quotes, state.ask, (size_t)(2 * game->makers.count) * sizeof *quotes); /* bids follow the asks */
  memset(drift, 0, (size_t)game->factor_count * sizeof *drift);
  rp_approximation_rates(game, &state, drift + game->factor_count);
  for (int64_t i = 0; i < game->traders.count + game->makers.count; ++i)
    source[i] = -2 * game->running[i] * x[game->factor_count + i];
  return true;
}

static void field_at(const void *field, int64_t k, const double *x, double *u, double *work) {
  rp_projected_field(field, k, x, u, work);
}

typedef struct answer {
  double first[MOST_PLAYERS], extrapolated[MOST_PLAYERS], limit[MOST_PLAYERS], identity[MOST_PLAYERS],
      standard[MOST_PLAYERS];
  double step_error, degree_error, fit, sweeps;
  int64_t basis, points;
} answer;

static double largest_change(int64_t n, double unit, const double *from, const double *to) {
  double worst = 0;
  for (int64_t i = 0; i < n; ++i)
    worst = fmax(worst, fabs(from[i] - to[i]) / (unit + fabs(to[i])));
  return worst;
}

static const double design_tolerance = 1e-3; /* of the paths to both sides, which only place the design */

/* Paths without noise. */
static rp_status make_paths(const rp_call *call, noisy_game *g, answer *a) {
  rp_boundary_report report;
  double ends[2] = {0, g->game.horizon};
  rp_boundary_path *paths[] = {&g->middle, &g->low, &g->high};
  for (int k = 0; k < 3; ++k) {
    g->game.tilt = k == 0 ? 0 : 2 * k - 3;
    double tolerance = k == 0 ? rp_call_real(call, RP_GAME_TOLERANCE) : design_tolerance;
    rp_status status = rp_call_game_path(call, &g->game, tolerance, 2, ends, paths[k], &report);
    if (status != RP_OK) return status;
  }
  g->game.tilt = 0;
  memcpy(a->limit, g->middle.y, (size_t)g->middle.n * sizeof(double));
  return RP_OK;
}

static bool wants_identity(const rp_call *call) {
  for (uint32_t output = OUT_TRADER_IDENTITY; output <= OUT_MAKER_STANDARD; ++output)
    if (rp_call_wants(call, output)) return true;
  return false;
}

enum { LEVELS = 3 };

/* Runs with steps, twice and four times as many; errors of first and second order in the step cancel in their combination. */
static rp_status run_levels(const rp_call *call, const rp_markov *problem, rp_markov_run *finest, answer *a) {
  double start[LEVELS][MOST_PLAYERS];
  for (int k = 0; k < LEVELS; ++k) {
    rp_status status = rp_call_markov_run(
        call, problem, rp_call_integer(call, PARAM_DEGREE), rp_call_integer(call, PARAM_STEPS) << k,
        rp_call_integer(call, PARAM_POINTS), rp_call_real(call, PARAM_SPREAD), finest, start[k]);
    if (status != RP_OK) return status;
    call->host->progress(call->host, (2 << k) / 10.0);
  }
  a->step_error = 0;
  for (int64_t i = 0; i < problem->outputs; ++i) {
    double less = 2 * start[1][i] - start[0][i], more = 2 * start[2][i] - start[1][i];
    a->first[i] = start[0][i];
    a->extrapolated[i] = (4 * more - less) / 3;
    a->step_error =
        fmax(a->step_error, fabs(a->extrapolated[i] - more) / (problem->unit + fabs(a->extrapolated[i])));
  }
  return RP_OK;
}

static rp_status solve(const rp_call *call, const rp_markov *problem, answer *a) {
  int64_t degree = rp_call_integer(call, PARAM_DEGREE), steps = rp_call_integer(call, PARAM_STEPS),
          points = rp_call_integer(call, PARAM_POINTS);
  double spread = rp_call_real(call, PARAM_SPREAD), lower[MOST_PLAYERS], about[MOST_PLAYERS];
  rp_markov_run finest;
  rp_status status = run_levels(call, problem, &finest, a);
  if (status != RP_OK) return status;
  a->fit = finest.fit;
  a->sweeps = finest.sweeps;
  a->basis = finest.scheme.basis.count;
  a->points = finest.scheme.points;
  a->degree_error = finest.fit;
  if (degree > 1 && rp_call_wants(call, OUT_DEGREE_ERROR)) a->degree_error = 0;
  /* two degrees less: an odd or even field gains nothing from every other degree */
  for (int64_t less = degree - 1; less >= 1 && less >= degree - 2 && rp_call_wants(call, OUT_DEGREE_ERROR);
       --less) {
    rp_markov_run lower_run;
    status = rp_call_markov_run(call, problem, less, steps, points, spread, &lower_run, lower);
    if (status != RP_OK) return status;
    a->degree_error = fmax(a->degree_error, largest_change(problem->outputs, problem->unit, lower, a->first));
  }
  if (!wants_identity(call)) return RP_OK;
  rp_markov_walk walk = {.field = field_at,
                         .of = &finest.scheme,
                         .work = rp_projected_workspace(problem->dims, degree, problem->outputs),
                         .steps = 4 * steps,
                         .paths = rp_call_integer(call, PARAM_SAMPLE)};
  status = rp_call_markov_walk(call, problem, &walk, a->identity, a->standard, about);
  for (int64_t i = 0; i < problem->outputs; ++i)
    a->identity[i] -= about[i];
  return status;
}

/* Refuses an answer without a right digit, remarks on one with two. */
static rp_status judge(const rp_call *call, const answer *a) {
  double error = fmax(a->step_error, a->degree_error);
  if (!(error <= 0.05))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "not-resolved", PARAM_STEPS, error,
        "the adjoints still change by %.2g with the steps and by %.2g with the degree, relatively: take more",
        a->step_error, a->degree_error);
  if (error > 0.005)
    rp_call_report(call, RP_OK, "coarse", PARAM_STEPS, error,
                   "the adjoints still change by %.2g with the steps and by %.2g with the degree, relatively",
                   a->step_error, a->degree_error);
  return RP_OK;
}

static rp_status put(const rp_call *call, const noisy_game *g, const answer *a) {
  const rp_approximation *game = &g->game;
  int64_t traders = game->traders.count, makers = game->makers.count;
  double factors[RP_GAME_MOST_FACTORS], buying, selling;
  rp_approximation_state s;
  rp_approximation_factors(game, 0, factors);
  rp_approximation_flow(game, factors, &buying, &selling);
  if (!rp_approximation_evaluate(game, buying, selling, a->extrapolated, &s))
    return rp_call_report(call, RP_NOT_CONVERGED, "quotes-not-found", -1, NAN,
                          "the quote map does not settle at the start");
  const struct {
    uint32_t output;
    int64_t count;
    const double *numbers;
  } vectors[] = {{OUT_TRADERS, traders, a->extrapolated},
                 {OUT_MAKERS, makers, a->extrapolated + traders},
                 {OUT_TRADERS_FIRST, traders, a->first},
                 {OUT_MAKERS_FIRST, makers, a->first + traders},
                 {OUT_TRADERS_LIMIT, traders, a->limit},
                 {OUT_MAKERS_LIMIT, makers, a->limit + traders},
                 {OUT_ASKS, makers, s.ask},
                 {OUT_BIDS, makers, s.bid},
                 {OUT_RATES, traders, s.rate},
                 {OUT_TRADER_IDENTITY, traders, a->identity},
                 {OUT_MAKER_IDENTITY, makers, a->identity + traders},
                 {OUT_TRADER_STANDARD, traders, a->standard},
                 {OUT_MAKER_STANDARD, makers, a->standard + traders}};
  rp_status status = RP_OK;
  for (size_t k = 0; k < sizeof vectors / sizeof *vectors && status == RP_OK; ++k)
    status = rp_call_put_vector(call, vectors[k].output, vectors[k].count, vectors[k].numbers);
  const rp_number numbers[] = {
      {OUT_STEP_ERROR, a->step_error}, {OUT_DEGREE_ERROR, a->degree_error}, {OUT_FIT, a->fit},
      {OUT_SWEEPS, a->sweeps},         {OUT_BASIS, (double)a->basis},       {OUT_POINTS, (double)a->points}};
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}

rp_status rp_noise_model_solve(const rp_call *call) {
  noisy_game g = {.radius = rp_call_real(call, PARAM_RADIUS)};
  answer a;
  memset(&a, 0, sizeof a);
  rp_status status = rp_call_game(call, &g.game);
  if (status != RP_OK) return status;
  g.game.noise = rp_call_real(call, PARAM_NOISE);
  int64_t n = g.game.traders.count + g.game.makers.count, dims = n + g.game.factor_count;
  double start[MOST_DIMS];
  rp_approximation_factors(&g.game, 0, start);
  memcpy(start + g.game.factor_count, g.game.start, (size_t)n * sizeof *start);
  rp_markov problem = {.dims = dims,
                       .outputs = n,
                       .horizon = g.game.horizon,
                       .unit = 1 / g.game.makers.decay,
                       .start = start,
                       .model = &g,
                       .rates = rates,
                       .context = context,
                       .transition = transition,
                       .region = region,
                       .terminal = terminal};
  status = make_paths(call, &g, &a);
  if (status == RP_OK) status = solve(call, &problem, &a);
  if (status == RP_OK) status = judge(call, &a);
  return status == RP_OK ? put(call, &g, &a) : status;
}
