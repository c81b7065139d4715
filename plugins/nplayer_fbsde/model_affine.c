/* model_affine.c - `nplayer_affine`: a problem whose exact solution is affine in the factor, for observed orders of every method and
 * for its own sake as a check. Schema and glue.
 *
 * U = level + slope z solves the Riccati equation of identical agents along an affine law for the running coefficient
 *     a(z) = U^2/eta - 2 c U - slope speed (mean - z),   c = lambda (n - 1)/(4 eta),
 * which may be negative near z = 0: no market, an equation. */
#include "model_factors.h"
#include "model_list.h"
#include "numerics/quadrature.h"

enum {
  PARAM_HORIZON,
  PARAM_AGENTS,
  PARAM_IMPACT,
  PARAM_SLIPPAGE,
  PARAM_LEVEL,
  PARAM_SLOPE,
  PARAM_INVENTORY,
  PARAM_FACTOR,
  PARAM_DRIFT_FACTOR,
  PARAM_METHOD,
  PARAMS = PARAM_METHOD + FACTOR_PARAMS - FACTOR_METHOD
};
enum {
  OUT_POWER,
  OUT_RUNNING,
  OUT_FEEDBACK,
  OUT_FEEDBACK_EXACT,
  OUT_FORCING,
  OUT_FORCING_EXACT,
  OUT_EXPECTED,
  OUT_EXPECTED_EXACT,
  OUT_STANDARD_ERROR,
  OUT_FORCING_ERROR,
  OUT_ERROR,
  OUT_METHOD,
  OUT_RESOLUTION,
  OUT_STEPS,
  OUT_TAIL,
  OUTPUTS
};
RP_MODEL_LENGTHS(affine, PARAMS, OUTPUTS);
enum { POWERS = 3 };

const rp_dim rp_affine_dims[] = {
    {.name = "power", .doc = "Powers of the factor, from 0.", .min = POWERS, .max = POWERS}};

#define PROCESS(name_, symbol_, flags_, first_, count_, doc_)                                                \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, "1", "section 4", doc_),                                                       \
        .kind = RP_PROCESS, .flags = flags_, .preset = RP_ABSENT, .processes = rp_factor_laws + (first_),    \
        .process_count = count_, .process_stride = sizeof(rp_process)                                        \
  }
const rp_param rp_affine_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_INTEGER_ENTRY("agents", "n", RP_BETWEEN(1, 1000000000), 1, 0, "section 1", "Identical agents."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.1, 0, "",
                  "Permanent impact."),
    RP_REAL_ENTRY("temporary_impact", "\\eta", "cash*time/share^2", RP_NONNEGATIVE, 0.2, RP_MIN_OPEN, "",
                  "Temporary impact."),
    RP_REAL_ENTRY("level", "\\psi", "cash/share^2", RP_ANY, 0.3, 0, "", "The solution at z = 0."),
    RP_REAL_ENTRY("slope", "\\beta", "cash/share^2", RP_NONNEGATIVE, 1.5, 0, "", "Its slope in z."),
    RP_REAL_ENTRY("inventory", "x", "share", RP_ANY, 1, 0, "", "Mean inventory at the start."),
    PROCESS("factor", "z", 0, LAW_CIR, LAW_COUNT, "The factor of the solution."),
    PROCESS("drift_factor", "b", RP_OPTIONAL, LAW_OU, 1,
            "Independent drift of the price; absent: none. With it there are two factors."),
    RP_SOLVING_ENTRIES};

const rp_output rp_affine_outputs[] = {
    [OUT_POWER] = RP_OUT("power", "", "1", RP_ON("power"), 0, "section 4", "Powers 0, 1, 2."),
    [OUT_RUNNING] = RP_OUT("running", "a", "cash/share^2/time", RP_ON("power"), 0, "section 4",
                           "Coefficients of the running term in powers of z."),
    [OUT_FEEDBACK] = RP_OUT("feedback", "U_0", "cash/share^2", RP_NO_AXIS, 0, "proposition 3.1",
                            "Computed solution at the start."),
    [OUT_FEEDBACK_EXACT] = RP_OUT("feedback_exact", "\\psi + \\beta z_0", "cash/share^2", RP_NO_AXIS, 0,
                                  "proposition 3.1", "Exact solution there."),
    [OUT_FORCING] = RP_OUT("forcing", "q_0", "cash/share", RP_NO_AXIS, 0, "", "Computed q at the start."),
    [OUT_FORCING_EXACT] =
        RP_OUT("forcing_exact", "", "cash/share", RP_NO_AXIS, 0, "", "Exact q, by quadrature."),
    [OUT_EXPECTED] = RP_OUT("expected_inventory", "x E \\exp(-\\int U/\\eta)", "share", RP_NO_AXIS, 0, "",
                            "Computed expected inventory at the horizon without drift."),
    [OUT_EXPECTED_EXACT] = RP_OUT("expected_inventory_exact", "", "share", RP_NO_AXIS, 0, "",
                                  "Exact, by the price of a bond in the affine law."),
    [OUT_STANDARD_ERROR] = RP_OUT("standard_error", "", "cash/share^2", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Standard error of feedback; 0 without sampling."),
    [OUT_FORCING_ERROR] = RP_OUT("forcing_error", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                 "Standard error of forcing; 0 without sampling."),
    [OUT_ERROR] = RP_OUT("error_estimate", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                         "Estimated relative error, as without knowing the exact solution."),
    RP_METHOD_OUTPUTS(OUT_METHOD)};

typedef struct benchmark {
  double horizon, eta, c, level, slope;
  rp_affine_law factor, drift;
} benchmark;

/* -E b_s exp(2 c s) E exp(-int_0^s U/eta): the integrand of q at the start. */
static double integrand(const void *context, double s) {
  const benchmark *b = context;
  return -rp_affine_law_mean(&b->drift, b->drift.start, s) * exp((2 * b->c - b->level / b->eta) * s) *
         rp_affine_law_bond(&b->factor, b->factor.start, s, b->slope / b->eta);
}

static rp_status read(const rp_call *call, benchmark *b, rp_factor_setup *setup) {
  const rp_value *factor = rp_call_value(call, PARAM_FACTOR);
  *b = (benchmark){.horizon = rp_call_real(call, PARAM_HORIZON),
                   .eta = rp_call_real(call, PARAM_SLIPPAGE),
                   .level = rp_call_real(call, PARAM_LEVEL),
                   .slope = rp_call_real(call, PARAM_SLOPE),
                   .factor = rp_factor_law(factor->integer, factor->data, 1)};
  b->c = rp_call_real(call, PARAM_IMPACT) * (double)(rp_call_integer(call, PARAM_AGENTS) - 1) / (4 * b->eta);
  if (b->factor.start < rp_affine_law_floor(&b->factor) || b->factor.mean < rp_affine_law_floor(&b->factor))
    return rp_call_report(
        call, RP_BAD_INPUT, "law-out-of-range", PARAM_FACTOR, b->factor.start,
        "'factor': start %.6g and mean %.6g must not lie where the variance is negative, below %.6g",
        b->factor.start, b->factor.mean, rp_affine_law_floor(&b->factor));
  *setup = (rp_factor_setup){.call = call,
                             .first = PARAM_METHOD - FACTOR_METHOD,
                             .factors = 1,
                             .laws = {b->factor},
                             .horizon = b->horizon,
                             .most_work = 2e9};
  if (rp_call_has(call, PARAM_DRIFT_FACTOR)) {
    b->drift = rp_factor_law(LAW_OU, rp_call_value(call, PARAM_DRIFT_FACTOR)->data, 1);
    setup->laws[setup->factors++] = b->drift;
  }
  rp_factor_box(setup);
  if (!(setup->low[0] < setup->high[0]) || setup->low[0] > fmin(b->factor.start, b->factor.mean) ||
      setup->high[0] < fmax(b->factor.start, b->factor.mean))
    return rp_call_report(call, RP_BAD_INPUT, "range-too-narrow", PARAM_METHOD + FACTOR_LOW - FACTOR_METHOD,
                          setup->low[0],
                          "'range_low' and 'range_high' make the factor's interval [%.6g, %.6g], it must "
                          "contain its start and its mean",
                          setup->low[0], setup->high[0]);
  return RP_OK;
}

static rp_status put(const rp_call *call, const benchmark *b, const double *running, const rp_type_fields *f,
                     const rp_factor_answer *answer) {
  static const double powers[POWERS] = {0, 1, 2};
  double x = rp_call_real(call, PARAM_INVENTORY), z = b->factor.start;
  bool drift = rp_call_has(call, PARAM_DRIFT_FACTOR);
  double expected = x * exp(-b->level * b->horizon / b->eta) *
                    rp_affine_law_bond(&b->factor, z, b->horizon, b->slope / b->eta);
  double forcing = drift ? rp_integrate(integrand, b, 0, b->horizon, 1e-14, NULL) : 0;
  rp_status status = rp_call_put_vector(call, OUT_POWER, POWERS, powers);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_RUNNING, POWERS, running);
  if (status != RP_OK) return status;
  const double *u = answer->start, *spread = answer->spread;
  const rp_number numbers[] = {{OUT_FEEDBACK, u[f->feedback]},
                               {OUT_FEEDBACK_EXACT, b->level + b->slope * z},
                               {OUT_FORCING, f->forcing >= 0 ? u[f->forcing] : NAN},
                               {OUT_FORCING_EXACT, forcing},
                               {OUT_EXPECTED, f->mean >= 0 ? x * u[f->mean] : NAN},
                               {OUT_EXPECTED_EXACT, expected},
                               {OUT_STANDARD_ERROR, spread ? spread[f->feedback] : 0},
                               {OUT_FORCING_ERROR, spread && f->forcing >= 0 ? spread[f->forcing] : 0},
                               {OUT_ERROR, answer->error}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  return status == RP_OK ? rp_factor_put_method(call, OUT_METHOD, answer) : status;
}

rp_status rp_affine_model_solve(const rp_call *call) {
  benchmark b;
  rp_factor_setup setup;
  rp_field_places places;
  rp_factor_answer answer;
  rp_status status = read(call, &b, &setup);
  if (status != RP_OK) return status;
  double running[2 * POWERS] = {b.level * b.level / b.eta - 2 * b.c * b.level -
                                    b.slope * b.factor.speed * b.factor.mean,
                                2 * b.level * b.slope / b.eta - 2 * b.c * b.slope + b.slope * b.factor.speed,
                                b.slope * b.slope / b.eta};
  const double drift[] = {0, 0, 0, 1}, one = 1, count = (double)rp_call_integer(call, PARAM_AGENTS);
  setup.given[RP_TYPE_VARIANCE] = (rp_markov_function){POWERS, running, NULL};
  setup.given[RP_TYPE_DRIFT] = (rp_markov_function){2, drift, NULL};
  rp_type_game game = {1, &count, &b.eta, &one, &b.level, rp_call_real(call, PARAM_IMPACT)};
  /* All fields at once, so that an answer does not depend on what else is asked. */
  rp_type_wishes wishes = {.feedback = true, .forcing = true, .mean = true};
  rp_type_fields fields;
  int64_t terms, blocks;
  rp_type_fields_number(1, &wishes, &fields, &terms, &blocks);
  rp_reaction_term *term = call->host->scratch(call->host, (uint64_t)terms * sizeof *term, RP_CALL_ALIGNMENT);
  int32_t *block = rp_call_integers(call, 2 * (blocks + 1));
  double *terminal = rp_call_doubles(call, fields.unknowns * 5);
  rp_markov_function *functions =
      call->host->scratch(call->host, (uint64_t)fields.unknowns * sizeof *functions, RP_CALL_ALIGNMENT);
  if (!term || !block || !terminal || !functions) return RP_NO_MEMORY;
  rp_reaction reaction;
  rp_type_game_reaction(&game, &fields, term, block, block + blocks + 1, terminal, &reaction);
  double *coefficients = terminal + fields.unknowns;
  for (int32_t k = 0; k < fields.unknowns; ++k) { /* two coefficients in each of at most two factors */
    double *own = coefficients + 4 * k;
    own[0] = terminal[k];
    own[1] = k == fields.feedback ? b.slope : 0;
    own[2] = own[3] = 0;
    functions[k] = (rp_markov_function){2, own, NULL};
  }
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  status = rp_field_read(call, -1, &setup, &places);
  if (status == RP_OK)
    status = rp_factor_solve(&setup, &reaction, NULL, functions, &places, NULL, NULL, false, &answer);
  return status == RP_OK ? put(call, &b, running, &fields, &answer) : status;
}
