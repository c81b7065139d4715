/*
 * model_factor_parts.h - the fields of one model in parts that are solved by themselves. Steps and degrees are chosen for all
 * fields of a part, so that every output belongs to one part whatever else is wanted. Glue.
 */
#ifndef RP_MODEL_FACTOR_PARTS_H
#define RP_MODEL_FACTOR_PARTS_H
#include "model_types.h"

enum { RP_NO_PART = -1 };

typedef struct rp_factor_part {
  bool wanted;
  rp_type_system system;
  rp_factor_answer answer;
} rp_factor_part;

/* Marks the parts of the outputs that are wanted; part_of [outputs]. Returns whether there is one. */
bool rp_factor_parts_choose(const rp_call *call, uint32_t outputs, const int *part_of, rp_factor_part *parts);

/* Solves the parts that are marked; wishes, parts [count]. The first `fields` of them are told at `places`, the others at `start`.
 * Refusals name the parameter `penalty_param`. */
rp_status rp_factor_parts_solve(const rp_factor_setup *setup, const rp_type_game *game, int32_t penalty_param,
                                int count, int fields, const rp_type_wishes *wishes,
                                const rp_field_places *places, const rp_field_places *start,
                                rp_factor_part *parts);

/* All unknowns of a part at time number `time` and state number `state` of the places. */
const double *rp_factor_part_at(const rp_factor_part *part, const rp_field_places *places, int64_t time,
                                int64_t state);

/* Writes the outputs error_estimate, the largest of all parts, and RP_METHOD_OUTPUTS from `method` on, those of the first part. */
rp_status rp_factor_parts_put_method(const rp_call *call, int count, const rp_factor_part *parts,
                                     uint32_t error_estimate, uint32_t method);

#endif
