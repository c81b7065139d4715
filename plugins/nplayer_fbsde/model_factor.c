/* model_factor.c - `nplayer_factor`: equilibrium of types of identical agents with stochastic coefficients. Schema and glue; the
 * equations are in type_game.h, the methods in numerics/markov_*.h. */
#include "model_factors.h"
#include "model_factor_list.h"
#include "model_times.h"

enum {
  PARAM_HORIZON,
  PARAM_IMPACT,
  PARAM_COUNTS,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_PENALTY,
  PARAM_INVENTORIES,
  PARAM_FACTORS,
  PARAM_TIMES = PARAM_FACTORS + FACTOR_PARAMS,
  PARAM_STATES,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_STATE,
  OUT_FEEDBACK,
  OUT_FORCING,
  OUT_EXPECTED,
  OUT_VARIANCE,
  OUT_DEVIATION,
  OUT_KEPT,
  OUT_OWN,
  OUT_COSTS,
  OUT_DEVIATION_COST,
  OUT_FEEDBACK_FIELD,
  OUT_FORCING_FIELD,
  OUT_DEVIATION_FIELD,
  OUT_TERMINAL,
  OUT_POINTWISE,
  OUT_FEEDBACK_ERROR,
  OUT_FORCING_ERROR,
  OUT_ERROR,
  OUT_METHOD,
  OUT_RESOLUTION,
  OUT_STEPS,
  OUT_TAIL,
  OUTPUTS
};
RP_MODEL_LENGTHS(factor, PARAMS, OUTPUTS);

const rp_dim rp_factor_dims[] = {{.name = "type", .doc = "Types of identical agents.", .min = 1, .max = 64},
                                 RP_FACTOR_DIMS,
                                 RP_FIELD_DIMS};

const rp_param rp_factor_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent."),
    RP_TYPE_ENTRY("type_counts", "n_k", "1", RP_BETWEEN(1, 1e9), RP_ABSENT, RP_INTEGRAL,
                  "Agents of each type."),
    RP_TYPE_ENTRY("temporary_impact", "\\eta_k", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                  "Temporary impact of the agents of each type."),
    RP_TYPE_ENTRY("risk_aversion", "\\alpha_k", "1/cash", RP_NONNEGATIVE, 1, 0, "Their weight of risk."),
    RP_TYPE_ENTRY("terminal_penalty", "\\phi_k", "cash/share^2", RP_ANY, 1, 0,
                  "Weight of their squared inventory left at the horizon."),
    RP_TYPE_ENTRY("inventories", "\\bar{x}_k", "share", RP_ANY, 0, 0,
                  "Mean inventory of each type at the start."),
    RP_FACTOR_ENTRIES,
    RP_FIELD_ENTRIES};

const rp_output rp_factor_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times of the fields."),
    [OUT_STATE] = RP_OUT(
        "state", "z", "1", RP_ON("state"), 0, "",
        "Values of the factor; regimes are numbered from 1. With several factors: the first one's start."),
    [OUT_FEEDBACK] = RP_OUT("feedback", "N_0", "cash/share^2", RP_ON("type", "type"), 0, "section 4",
                            "At the start: marginal value 2 N m + q of the type means m."),
    [OUT_FORCING] = RP_OUT("forcing", "q_0", "cash/share", RP_ON("type"), 0, "section 4", "q at the start."),
    [OUT_EXPECTED] = RP_OUT("expected_inventory", "E[m_T]", "share", RP_ON("type"), 0, "section 4",
                            "Expected mean inventory of each type at the horizon."),
    [OUT_VARIANCE] = RP_OUT("inventory_variance", "Var[m_T]", "share^2", RP_ON("type"), 0, "section 4",
                            "Variance of each type's mean inventory at the horizon."),
    [OUT_DEVIATION] = RP_OUT("deviation_feedback", "R_0", "cash/share^2", RP_ON("type"), 0, "section 4",
                             "At the start: deviations from the type's mean shrink at the rate R/eta."),
    [OUT_KEPT] = RP_OUT("expected_deviation", "E[D_T]", "1", RP_ON("type"), 0, "section 4",
                        "Expected share of a deviation that is left at the horizon."),
    [OUT_OWN] = RP_OUT("own_feedback", "A_0", "cash/share^2", RP_ON("type"), 0, "proposition 3.1",
                       "Quadratic coefficient of the value of an agent alone."),
    [OUT_COSTS] = RP_OUT("costs", "J_k", "cash", RP_ON("type"), 0, "section 3",
                         "Cost of an agent whose inventory is its type's mean."),
    [OUT_DEVIATION_COST] =
        RP_OUT("deviation_cost", "", "cash/share^2", RP_ON("type"), 0, "section 3",
               "What a squared deviation from the type's mean adds to the cost, besides lambda/2."),
    [OUT_FEEDBACK_FIELD] =
        RP_OUT("feedback_field", "N(t, z)", "cash/share^2", RP_ON("time", "state", "type", "type"), 0,
               "section 4", "N along time and factor."),
    [OUT_FORCING_FIELD] = RP_OUT("forcing_field", "q(t, z)", "cash/share", RP_ON("time", "state", "type"), 0,
                                 "section 4", "q along time and factor."),
    [OUT_DEVIATION_FIELD] =
        RP_OUT("deviation_field", "R(t, z)", "cash/share^2", RP_ON("time", "state", "type"), 0, "section 4",
               "R along time and factor."),
    [OUT_TERMINAL] =
        RP_OUT("terminally_monotone", "", "1", RP_NO_AXIS, 0, "",
               "1 if 2 gamma_k on the diagonal exceeds the interaction of all agents at the horizon: one "
               "equilibrium at any volatility."),
    [OUT_POINTWISE] =
        RP_OUT("pointwise_monotone", "", "1", RP_NO_AXIS, 0, "theorem 4.2",
               "1 if no residual penalty is negative and the least variance along the factors exceeds "
               "what pointwise monotonicity asks for."),
    [OUT_FEEDBACK_ERROR] = RP_OUT("feedback_error", "", "cash/share^2", RP_ON("type", "type"), RP_DIAGNOSTIC,
                                  "", "Standard error of `feedback`; 0 without sampling."),
    [OUT_FORCING_ERROR] = RP_OUT("forcing_error", "", "cash/share", RP_ON("type"), RP_DIAGNOSTIC, "",
                                 "Standard error of `forcing`; 0 without sampling."),
    [OUT_ERROR] =
        RP_OUT("error_estimate", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Estimated error of the fields that were computed, relative to the largest of each."),
    RP_METHOD_OUTPUTS(OUT_METHOD)};

/* Spectral norm of D_a^{-1/2} (1 1' - I) D_eta^{-1/2} over all agents, per unit of variance: on type means the matrix
 * B_kl = (n_l - 1{k=l}) weights, and on deviations within a type 1/sqrt(alpha eta). */
static double interaction_norm(const rp_type_game *g, double *work) {
  int64_t types = g->types;
  double norm = 0, *v = work, *w = work + types;
  for (int64_t k = 0; k < types; ++k) {
    if (g->count[k] > 1) norm = fmax(norm, 1 / sqrt(g->risk_aversion[k] * g->slippage[k]));
    v[k] = 1;
  }
  /* Vectors that are constant on types, scaled by sqrt(n_k) to be orthonormal: power iteration on S'S. */
  for (int round = 0; round < 2000; ++round) {
    double size = 0, sum = 0, change = 0;
    for (int64_t k = 0; k < types; ++k)
      sum += sqrt(g->count[k] / g->slippage[k]) * v[k];
    for (int64_t k = 0; k < types; ++k)
      w[k] = (sqrt(g->count[k]) * sum - v[k] / sqrt(g->slippage[k])) / g->risk_aversion[k];
    sum = 0;
    for (int64_t k = 0; k < types; ++k)
      sum += sqrt(g->count[k]) * w[k];
    for (int64_t k = 0; k < types; ++k) {
      w[k] = (sqrt(g->count[k]) * sum - w[k]) / sqrt(g->slippage[k]);
      size += w[k] * w[k];
    }
    size = sqrt(size);
    if (size == 0) break;
    for (int64_t k = 0; k < types; ++k) {
      change = fmax(change, fabs(w[k] / size - v[k]));
      v[k] = w[k] / size;
    }
    if (change < 1e-14 || round == 1999) {
      norm = fmax(norm, sqrt(size));
      break;
    }
  }
  return norm;
}

/* 2 gamma_k + lambda/2 - (lambda/2) sum n >= 0 in the sense of a rank-one change: as in population.h, over types. */
static bool terminally_monotone(const rp_type_game *g) {
  double sum = 0;
  for (int64_t k = 0; k < g->types; ++k) {
    double own = 2 * g->residue[k] + g->impact / 2;
    if (!(own > 0)) return g->impact == 0 && own >= 0;
    sum += g->count[k] / own;
  }
  return g->impact / 2 * sum <= 1;
}

static rp_status put_conditions(const rp_call *call, const rp_factor_setup *setup, const rp_type_game *g) {
  double *work = rp_call_doubles(call, 2 * g->types);
  if (!work) return RP_NO_MEMORY;
  bool pointwise = true;
  for (int64_t k = 0; k < g->types; ++k)
    pointwise = pointwise && g->residue[k] >= 0 && g->risk_aversion[k] > 0;
  if (pointwise && g->impact > 0) {
    double needed = g->impact / 4 * interaction_norm(g, work);
    pointwise = setup->least_variance > needed * needed;
  }
  const rp_number numbers[] = {{OUT_TERMINAL, terminally_monotone(g)}, {OUT_POINTWISE, pointwise}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_type_wishes wishes_of(const rp_call *call, bool negative) {
  return (rp_type_wishes){
      .feedback = true,
      .forcing = rp_call_wants(call, OUT_FORCING) || rp_call_wants(call, OUT_FORCING_FIELD) ||
                 rp_call_wants(call, OUT_FORCING_ERROR),
      .deviation = rp_call_wants(call, OUT_DEVIATION) || rp_call_wants(call, OUT_DEVIATION_FIELD),
      .kept = rp_call_wants(call, OUT_KEPT),
      .own = rp_call_wants(call, OUT_OWN) || negative,
      .mean = rp_call_wants(call, OUT_EXPECTED) || rp_call_wants(call, OUT_VARIANCE),
      .second = rp_call_wants(call, OUT_VARIANCE),
      .cost = rp_call_wants(call, OUT_COSTS),
      .deviation_cost = rp_call_wants(call, OUT_DEVIATION_COST)};
}

/* What is told at the start. */
static rp_status put_start(const rp_call *call, const rp_type_game *g, const rp_type_fields *f,
                           const double *u, const double *spread, const double *x) {
  int64_t types = g->types;
  static const int per_type[] = {OUT_FORCING, OUT_EXPECTED, OUT_VARIANCE,       OUT_DEVIATION,    OUT_KEPT,
                                 OUT_OWN,     OUT_COSTS,    OUT_DEVIATION_COST, OUT_FORCING_ERROR};
  for (int e = 0; e < 2; ++e) {
    uint32_t output = e ? OUT_FEEDBACK_ERROR : OUT_FEEDBACK;
    double *to;
    if (!rp_call_wants(call, output)) continue;
    if (!(to = rp_call_matrix(call, output, types, types))) return RP_NO_MEMORY;
    for (int64_t i = 0; i < types; ++i)
      for (int64_t j = 0; j < types; ++j)
        to[i * types + j] = !e       ? u[f->feedback + j * types + i]
                            : spread ? spread[f->feedback + j * types + i]
                                     : 0;
  }
  for (uint64_t p = 0; p < RP_COUNT_OF(per_type); ++p) {
    uint32_t output = (uint32_t)per_type[p];
    double *to;
    if (!rp_call_wants(call, output)) continue;
    if (!(to = rp_call_vector(call, output, types))) return RP_NO_MEMORY;
    for (int64_t k = 0; k < types; ++k) {
      double mean = 0;
      if (output == OUT_EXPECTED || output == OUT_VARIANCE) {
        mean = u[f->shift + k];
        for (int64_t j = 0; j < types; ++j)
          mean += u[f->mean + k * types + j] * x[j];
      }
      to[k] = output == OUT_FORCING     ? u[f->forcing + k]
              : output == OUT_EXPECTED  ? mean
              : output == OUT_VARIANCE  ? rp_type_form(types, u + f->second + k * f->form, x) - mean * mean
              : output == OUT_DEVIATION ? u[f->deviation + k]
              : output == OUT_KEPT      ? u[f->kept + k]
              : output == OUT_OWN       ? u[f->own + k]
              : output == OUT_COSTS
                  ? rp_type_form(types, u + f->cost + k * f->form, x) + g->impact / 2 * x[k] * x[k]
              : output == OUT_DEVIATION_COST ? u[f->deviation_cost + k]
              : spread                       ? spread[f->forcing + k]
                                             : 0;
    }
  }
  return RP_OK;
}

static rp_status put_fields(const rp_call *call, int64_t types, const rp_type_system *system,
                            const rp_field_places *places, const rp_factor_answer *answer) {
  const rp_type_fields *f = &system->fields;
  int64_t unknowns = f->unknowns, states = places->states, times = places->times;
  const int64_t shape[4] = {times, states, types, types};
  static const uint32_t outputs[] = {OUT_FEEDBACK_FIELD, OUT_FORCING_FIELD, OUT_DEVIATION_FIELD};
  rp_status status = rp_call_put_vector(call, OUT_TIME, times, places->time);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_STATE, states, places->state);
  for (int o = 0; o < 3 && status == RP_OK; ++o) {
    if (!rp_call_wants(call, outputs[o])) continue;
    double *to = call->host->output(call->host, outputs[o], o == 0 ? 4 : 3, shape);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < times; ++i)
      for (int64_t j = 0; j < states; ++j) {
        const double *u = answer->values + ((i + places->skipped) * (states + 1) + j) * unknowns;
        for (int64_t k = 0; k < types * (o == 0 ? types : 1); ++k)
          *to++ = o == 0   ? u[f->feedback + k % types * types + k / types]
                  : o == 1 ? u[f->forcing + k]
                           : u[f->deviation + k];
      }
  }
  return status;
}

rp_status rp_factor_model_solve(const rp_call *call) {
  rp_factor_setup setup;
  rp_field_places places;
  rp_type_system system;
  rp_factor_answer answer;
  int64_t types = rp_call_value(call, PARAM_COUNTS)->shape[0];
  double impact = rp_call_real(call, PARAM_IMPACT), *residue = rp_call_doubles(call, types);
  if (!residue) return RP_NO_MEMORY;
  bool negative = false;
  for (int64_t k = 0; k < types; ++k) {
    residue[k] = rp_call_array(call, PARAM_PENALTY)[k] - impact / 2;
    negative = negative || residue[k] < 0;
  }
  rp_type_game game = {types,
                       rp_call_array(call, PARAM_COUNTS),
                       rp_call_array(call, PARAM_SLIPPAGE),
                       rp_call_array(call, PARAM_RISK),
                       residue,
                       impact};
  rp_type_wishes wishes = wishes_of(call, negative);
  rp_status status = rp_factor_read(call, PARAM_FACTORS, rp_call_real(call, PARAM_HORIZON), &setup);
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  if (status == RP_OK) status = rp_field_read(call, PARAM_TIMES, &setup, &places);
  if (status == RP_OK) status = rp_factor_check_own(&setup, &game, PARAM_PENALTY);
  if (status == RP_OK) status = rp_type_system_make(&setup, &game, &wishes, PARAM_PENALTY, &system);
  if (status == RP_OK)
    status = rp_factor_solve(&setup, &system.reaction, system.terminal, NULL, &places, system.lower,
                             system.upper, false, &answer);
  if (status == RP_OK)
    status = put_start(call, &game, &system.fields, answer.start, answer.spread,
                       rp_call_array(call, PARAM_INVENTORIES));
  if (status == RP_OK) status = put_fields(call, types, &system, &places, &answer);
  if (status == RP_OK) status = put_conditions(call, &setup, &game);
  if (status == RP_OK) status = rp_call_put(call, OUT_ERROR, answer.error);
  return status == RP_OK ? rp_factor_put_method(call, OUT_METHOD, &answer) : status;
}
