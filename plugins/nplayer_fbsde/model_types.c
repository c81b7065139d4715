/* model_types.c - see model_types.h. */
#include "model_types.h"
#include "riccati_bounds.h"

enum { MOST_TERMS = 4000000 };

rp_status rp_types_read(const rp_call *call, rp_type_game *game) {
  int64_t types = rp_call_value(call, TYPE_COUNTS)->shape[0];
  double impact = rp_call_real(call, TYPE_IMPACT), *residue = rp_call_doubles(call, types);
  if (!residue) return RP_NO_MEMORY;
  for (int64_t k = 0; k < types; ++k)
    residue[k] = rp_call_array(call, TYPE_PENALTY)[k] - impact / 2;
  *game = (rp_type_game){types,
                         rp_call_array(call, TYPE_COUNTS),
                         rp_call_array(call, TYPE_SLIPPAGE),
                         rp_call_array(call, TYPE_RISK),
                         residue,
                         impact};
  return RP_OK;
}

static void set_bounds(rp_type_system *s, int32_t unknown, double low, double high) {
  s->lower[unknown] = low;
  s->upper[unknown] = high;
}

rp_status rp_type_system_make(const rp_factor_setup *setup, const rp_type_game *game,
                              const rp_type_wishes *wishes, int32_t penalty_param, rp_type_system *system) {
  const rp_call *call = setup->call;
  int64_t terms, blocks;
  rp_type_fields_number(game->types, wishes, &system->fields, &terms, &blocks);
  const rp_type_fields *f = &system->fields;
  if (terms > MOST_TERMS)
    return rp_call_report(
        call, RP_UNSUPPORTED, "too-many-fields", setup->first + FACTOR_METHOD, (double)terms,
        "%lld types: the fields that %s need are coupled by %lld terms, at most %d can be solved; ask for "
        "other outputs or fewer types",
        (long long)game->types, f->cost >= 0 ? "costs" : "variances and costs", (long long)terms, MOST_TERMS);
  rp_reaction_term *term =
      call->host->scratch(call->host, (uint64_t)(terms + 1) * sizeof *term, RP_CALL_ALIGNMENT);
  int32_t *block = rp_call_integers(call, 2 * (blocks + 1));
  system->terminal = rp_call_doubles(call, 3 * f->unknowns);
  if (!term || !block || !system->terminal) return RP_NO_MEMORY;
  system->lower = system->terminal + f->unknowns;
  system->upper = system->lower + f->unknowns;
  for (int32_t k = 0; k < f->unknowns; ++k)
    set_bounds(system, k, -INFINITY, INFINITY);
  for (int64_t k = 0; k < game->types; ++k) {
    double eta = game->slippage[k], gamma = game->residue[k], low, high;
    double least = game->risk_aversion[k] * setup->least_variance,
           largest = game->risk_aversion[k] * setup->largest_variance;
    /* With the largest variance an agent is as convex as it can be. */
    if (!rp_riccati_constant(eta, 0, largest, gamma, setup->horizon, &low))
      return rp_call_report(call, RP_NO_SOLUTION, "not-convex", penalty_param, gamma,
                            "an agent of type %lld can drive its cost to minus infinity: with gamma = %.6g "
                            "its Riccati equation A' = A^2/eta - a escapes",
                            (long long)(k + 1), gamma);
    if (f->own >= 0 && rp_riccati_bounds(eta, 0, least, largest, gamma, setup->horizon, &low, &high))
      set_bounds(system, f->own + (int32_t)k, low, high);
    if (f->deviation >= 0 &&
        rp_riccati_bounds(eta, -game->impact / (4 * eta), least, largest, gamma, setup->horizon, &low, &high))
      set_bounds(system, f->deviation + (int32_t)k, low, high);
    double c = game->impact * (game->count[0] - 1) / (4 * eta);
    if (f->feedback >= 0 && game->types == 1 &&
        rp_riccati_bounds(eta, c, least, largest, gamma, setup->horizon, &low, &high))
      set_bounds(system, f->feedback, low, high);
  }
  rp_type_game_reaction(game, f, term, block, block + blocks + 1, system->terminal, &system->reaction);
  return RP_OK;
}

rp_status rp_types_check_own(const rp_factor_setup *setup, const rp_type_game *game, int32_t penalty_param) {
  const rp_type_wishes own = {.own = true};
  for (int64_t k = 0; k < game->types; ++k) {
    double eta = game->slippage[k], gamma = game->residue[k], unused;
    if (gamma >= 0 || rp_riccati_constant(eta, 0, game->risk_aversion[k] * setup->least_variance, gamma,
                                          setup->horizon, &unused))
      continue;
    rp_factor_setup alone = *setup;
    for (int i = 0; i < RP_TYPE_GIVENS; ++i)
      if (alone.given[i].curve) alone.given[i].curve = alone.curves + i;
    alone.own_type = k + 1;
    alone.own_residue = gamma;
    alone.own_param = penalty_param;
    rp_type_game single = {1, game->count + k, game->slippage + k, game->risk_aversion + k, game->residue + k,
                           0};
    rp_type_system system;
    rp_field_places places;
    rp_factor_answer answer;
    rp_status status = rp_field_read(setup->call, -1, &alone, &places);
    if (status == RP_OK) status = rp_type_system_make(&alone, &single, &own, penalty_param, &system);
    if (status == RP_OK)
      status = rp_factor_solve(&alone, &system.reaction, system.terminal, NULL, &places, system.lower,
                               system.upper, false, &answer);
    if (status != RP_OK) return status;
  }
  return RP_OK;
}
