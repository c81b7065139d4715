/*
 * arguments.h - the arguments of one solve: set one by one in any order, then completed and checked against
 * the model's schema as a whole (defaults, axis lengths, bounds). Owns copies of all data. Uses schema.h and
 * status.h.
 *
 * Every setter returns RP_OK, or the status in *finding with a sentence that names parameter, value and
 * condition. Slugs: wrong-kind, not-finite, out-of-bounds, not-an-integer, not-a-boolean, unknown-choice,
 * unknown-law, unknown-coefficient, wrong-shape, not-increasing, not-symmetric, not-positive-definite,
 * axis-conflict, missing, wrong-domain, no-memory.
 */
#ifndef RP_ARGUMENTS_H
#define RP_ARGUMENTS_H
#include "schema.h"
#include "status.h"

typedef struct rp_arguments rp_arguments;

/* Nothing set. NULL when memory is out. The schema must outlive the arguments. */
rp_arguments *rp_arguments_create(const rp_schema *schema);
/* The same settings, incomplete again. */
rp_arguments *rp_arguments_clone(const rp_arguments *arguments);
void rp_arguments_destroy(rp_arguments *arguments);

/* A number: for scalars the value (integers and choices' indices are not taken here unless the kind is real,
 * integer or boolean); for arrays and curves the constant that fills them once the axes are known. */
rp_status rp_arguments_set_number(rp_arguments *arguments, uint32_t param, double value, rp_finding *finding);
rp_status rp_arguments_set_choice(rp_arguments *arguments, uint32_t param, const char *name,
                                  rp_finding *finding);
rp_status rp_arguments_set_array(rp_arguments *arguments, uint32_t param, uint32_t rank, const int64_t *shape,
                                 const double *data, rp_finding *finding);
/* A table or series. shape: the leading axes' extents, then {points} or {panels, terms}; rank counts them
 * all. With fewer leading extents than the parameter has axes (none), the one curve stands for all members.
 */
rp_status rp_arguments_set_curve(rp_arguments *arguments, uint32_t param, uint32_t rule, int64_t grid_count,
                                 const double *grid, uint32_t rank, const int64_t *shape, const double *data,
                                 rp_finding *finding);
/* A law and its coefficients. A coefficient is one number for all members, or an array over the parameter's
 * axes. */
rp_status rp_arguments_set_law(rp_arguments *arguments, uint32_t param, const char *law, rp_finding *finding);
rp_status rp_arguments_set_coefficient(rp_arguments *arguments, uint32_t param, const char *coefficient,
                                       uint32_t rank, const int64_t *shape, const double *data,
                                       rp_finding *finding);
/* An optional parameter that shall be absent in spite of its default. */
void rp_arguments_set_absent(rp_arguments *arguments, uint32_t param);

/* Resolves axis lengths, fills defaults and constants, checks everything. Idempotent. */
rp_status rp_arguments_complete(rp_arguments *arguments, rp_finding *finding);

/* After rp_arguments_complete(): the values in the schema's order, and the length of axis `dim`, -1 while it
 * is late. */
const rp_value *rp_arguments_values(const rp_arguments *arguments);
int64_t rp_arguments_length(const rp_arguments *arguments, uint32_t dim);

/* The interval of a curve's variable: ends that are numbers or given scalars; NAN where the schema leaves it
 * open or the scalar is not set and has no default. */
void rp_arguments_domain(const rp_arguments *arguments, uint32_t param, double domain[2]);

#endif
