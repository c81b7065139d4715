/* model_factor.c - `nplayer_factor`: equilibrium of types of identical agents with stochastic coefficients. Schema and glue; the
 * equations are in type_game.h, the methods in numerics/markov_*.h. */
#include "model_factor_parts.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"

enum { PARAM_FACTORS = TYPE_PARAMS, PARAM_TIMES = PARAM_FACTORS + FACTOR_PARAMS, PARAM_STATES, PARAMS };
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

const rp_dim rp_factor_dims[] = {RP_TYPE_DIM, RP_FACTOR_DIMS, RP_FIELD_DIMS};

const rp_param rp_factor_params[] = {RP_TYPE_ENTRIES, RP_FACTOR_ENTRIES, RP_FIELD_ENTRIES};

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
    [OUT_TERMINAL] = RP_OUT("terminally_monotone", "", "1", RP_NO_AXIS, 0, "",
                            "1 if 2 gamma_k on the diagonal exceeds the interaction of all agents at the "
                            "horizon: one equilibrium at any volatility."),
    [OUT_POINTWISE] = RP_OUT("pointwise_monotone", "", "1", RP_NO_AXIS, 0, "theorem 4.2",
                             "1 if no residual penalty is negative and the least variance along the factors "
                             "exceeds what pointwise monotonicity asks for."),
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

/* Fields that are solved together. The first two are told along time and state. */
enum {
  PART_EQUILIBRIUM,
  PART_SCALARS,
  PART_EXPECTED,
  PART_SECOND,
  PART_COST,
  PARTS,
  FIELD_PARTS = PART_SCALARS + 1
};
static const rp_type_wishes part_wishes[PARTS] = {
    [PART_EQUILIBRIUM] = {.feedback = true, .forcing = true},
    [PART_SCALARS] = {.deviation = true, .kept = true, .own = true, .deviation_cost = true},
    [PART_EXPECTED] = {.feedback = true, .mean = true},
    [PART_SECOND] = {.feedback = true, .mean = true, .second = true},
    [PART_COST] = {.feedback = true, .cost = true}};
static const int part_of[OUTPUTS] = {[OUT_TIME] = RP_NO_PART,
                                     [OUT_STATE] = RP_NO_PART,
                                     [OUT_TERMINAL] = RP_NO_PART,
                                     [OUT_POINTWISE] = RP_NO_PART,
                                     [OUT_ERROR] = RP_NO_PART,
                                     [OUT_METHOD] = RP_NO_PART,
                                     [OUT_RESOLUTION] = RP_NO_PART,
                                     [OUT_STEPS] = RP_NO_PART,
                                     [OUT_TAIL] = RP_NO_PART,
                                     [OUT_FEEDBACK] = PART_EQUILIBRIUM,
                                     [OUT_FORCING] = PART_EQUILIBRIUM,
                                     [OUT_FEEDBACK_FIELD] = PART_EQUILIBRIUM,
                                     [OUT_FORCING_FIELD] = PART_EQUILIBRIUM,
                                     [OUT_FEEDBACK_ERROR] = PART_EQUILIBRIUM,
                                     [OUT_FORCING_ERROR] = PART_EQUILIBRIUM,
                                     [OUT_EXPECTED] = PART_EXPECTED,
                                     [OUT_VARIANCE] = PART_SECOND,
                                     [OUT_DEVIATION] = PART_SCALARS,
                                     [OUT_KEPT] = PART_SCALARS,
                                     [OUT_OWN] = PART_SCALARS,
                                     [OUT_DEVIATION_COST] = PART_SCALARS,
                                     [OUT_DEVIATION_FIELD] = PART_SCALARS,
                                     [OUT_COSTS] = PART_COST};

/* m'Sm + s'm + c of a type's form, or what else is told at the start of type k. */
static double start_value(uint32_t output, int64_t k, const rp_type_game *g, const rp_factor_part *p,
                          const double *x) {
  const rp_type_fields *f = &p->system.fields;
  const double *u = p->answer.start, *spread = p->answer.spread;
  double mean = f->mean < 0 ? 0 : u[f->shift + k];
  for (int64_t j = 0; f->mean >= 0 && j < g->types; ++j)
    mean += u[f->mean + k * g->types + j] * x[j];
  switch (output) {
  case OUT_FORCING:
    return u[f->forcing + k];
  case OUT_EXPECTED:
    return mean;
  case OUT_VARIANCE:
    return rp_type_form(g->types, u + f->second + k * f->form, x) - mean * mean;
  case OUT_DEVIATION:
    return u[f->deviation + k];
  case OUT_KEPT:
    return u[f->kept + k];
  case OUT_OWN:
    return u[f->own + k];
  case OUT_COSTS:
    return rp_type_form(g->types, u + f->cost + k * f->form, x) + g->impact / 2 * x[k] * x[k];
  case OUT_DEVIATION_COST:
    return u[f->deviation_cost + k];
  default: /* OUT_FORCING_ERROR */
    return spread ? spread[f->forcing + k] : 0;
  }
}

/* What is told at the start. */
static rp_status put_start(const rp_call *call, const rp_type_game *g, const rp_factor_part *parts,
                           const double *x) {
  int64_t types = g->types;
  static const uint32_t per_type[] = {OUT_FORCING,   OUT_EXPECTED,       OUT_VARIANCE,
                                      OUT_DEVIATION, OUT_KEPT,           OUT_OWN,
                                      OUT_COSTS,     OUT_DEVIATION_COST, OUT_FORCING_ERROR};
  const rp_factor_part *equilibrium = parts + PART_EQUILIBRIUM;
  int64_t first = equilibrium->wanted ? equilibrium->system.fields.feedback : 0;
  for (int e = 0; e < 2; ++e) {
    uint32_t output = e ? OUT_FEEDBACK_ERROR : OUT_FEEDBACK;
    const double *from = e ? equilibrium->answer.spread : equilibrium->answer.start;
    double *to;
    if (!rp_call_wants(call, output)) continue;
    if (!(to = rp_call_matrix(call, output, types, types))) return RP_NO_MEMORY;
    for (int64_t i = 0; i < types; ++i)
      for (int64_t j = 0; j < types; ++j)
        to[i * types + j] = from ? from[first + j * types + i] : 0;
  }
  for (uint64_t p = 0; p < RP_COUNT_OF(per_type); ++p) {
    double *to;
    if (!rp_call_wants(call, per_type[p])) continue;
    if (!(to = rp_call_vector(call, per_type[p], types))) return RP_NO_MEMORY;
    for (int64_t k = 0; k < types; ++k)
      to[k] = start_value(per_type[p], k, g, parts + part_of[per_type[p]], x);
  }
  return RP_OK;
}

static rp_status put_fields(const rp_call *call, int64_t types, const rp_factor_part *parts,
                            const rp_field_places *places) {
  int64_t states = places->states, times = places->times;
  const int64_t shape[4] = {times, states, types, types};
  static const uint32_t outputs[] = {OUT_FEEDBACK_FIELD, OUT_FORCING_FIELD, OUT_DEVIATION_FIELD};
  rp_status status = rp_call_put_vector(call, OUT_TIME, times, places->time);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_STATE, states, places->state);
  for (int o = 0; o < 3 && status == RP_OK; ++o) {
    if (!rp_call_wants(call, outputs[o])) continue;
    const rp_factor_part *from = parts + part_of[outputs[o]];
    const rp_type_fields *f = &from->system.fields;
    double *to = call->host->output(call->host, outputs[o], o == 0 ? 4 : 3, shape);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < times; ++i)
      for (int64_t j = 0; j < states; ++j) {
        const double *u = rp_factor_part_at(from, places, i, j);
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
  rp_field_places places, start;
  rp_type_game game;
  rp_factor_part parts[PARTS] = {{.wanted = false}};
  rp_status status = rp_types_read(call, &game);
  if (status != RP_OK) return status;
  status = rp_factor_read(call, PARAM_FACTORS, rp_call_real(call, TYPE_HORIZON), &setup);
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  if (status == RP_OK) status = rp_model_check_inventories(call, TYPE_INVENTORIES, "inventories");
  if (status == RP_OK) status = rp_field_read(call, PARAM_TIMES, &setup, &places);
  if (status == RP_OK) status = rp_field_read(call, -1, &setup, &start);
  if (status == RP_OK) status = rp_types_check_own(&setup, &game, TYPE_PENALTY);
  rp_factor_parts_choose(call, OUTPUTS, part_of, parts);
  /* The equilibrium is solved in any case: by itself if no other part contains it. */
  if (!parts[PART_EXPECTED].wanted && !parts[PART_SECOND].wanted && !parts[PART_COST].wanted)
    parts[PART_EQUILIBRIUM].wanted = true;
  if (status == RP_OK)
    status = rp_factor_parts_solve(&setup, &game, TYPE_PENALTY, PARTS, FIELD_PARTS, part_wishes, &places,
                                   &start, parts);
  if (status == RP_OK) status = put_start(call, &game, parts, rp_call_array(call, TYPE_INVENTORIES));
  if (status == RP_OK) status = put_fields(call, game.types, parts, &places);
  if (status == RP_OK) status = put_conditions(call, &setup, &game);
  return status == RP_OK ? rp_factor_parts_put_method(call, PARTS, parts, OUT_ERROR, OUT_METHOD) : status;
}
