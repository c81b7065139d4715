/* model_factor_parts.c - see model_factor_parts.h. */
#include "model_factor_parts.h"

bool rp_factor_parts_choose(const rp_call *call, uint32_t outputs, const int *part_of,
                            rp_factor_part *parts) {
  bool any = false;
  for (uint32_t k = 0; k < outputs; ++k)
    if (part_of[k] != RP_NO_PART && rp_call_wants(call, k)) any = parts[part_of[k]].wanted = true;
  return any;
}

rp_status rp_factor_parts_solve(const rp_factor_setup *setup, const rp_type_game *game, int32_t penalty_param,
                                int count, int fields, const rp_type_wishes *wishes,
                                const rp_field_places *places, const rp_field_places *start,
                                rp_factor_part *parts) {
  for (int i = 0; i < count; ++i) {
    rp_type_system *system = &parts[i].system;
    if (!parts[i].wanted) continue;
    rp_status status = rp_type_system_make(setup, game, wishes + i, penalty_param, system);
    if (status == RP_OK)
      status = rp_factor_solve(setup, &system->reaction, system->terminal, NULL, i < fields ? places : start,
                               system->lower, system->upper, false, &parts[i].answer);
    if (status != RP_OK) return status;
  }
  return RP_OK;
}

const double *rp_factor_part_at(const rp_factor_part *part, const rp_field_places *places, int64_t time,
                                int64_t state) {
  int64_t place = (time + places->skipped) * (places->states + 1) + state;
  return part->answer.values + place * part->system.fields.unknowns;
}

rp_status rp_factor_parts_put_method(const rp_call *call, int count, const rp_factor_part *parts,
                                     uint32_t error_estimate, uint32_t method) {
  const rp_factor_part *first = NULL;
  double error = 0;
  for (int i = count - 1; i >= 0; --i)
    if (parts[i].wanted) {
      first = parts + i;
      error = fmax(error, parts[i].answer.error);
    }
  rp_status status = rp_call_put(call, error_estimate, error);
  return status == RP_OK ? rp_factor_put_method(call, method, &first->answer) : status;
}
