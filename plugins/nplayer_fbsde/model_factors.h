/*
 * model_factors.h - fields along Markov factors, for the models with stochastic coefficients: reading and checking the factors, the
 * coefficients along them and the places where fields are told (model_factors_read.c), and solving for the fields by the chosen
 * method with an estimate of the error (model_factors_solve.c). Refusals are reported. Glue.
 */
#ifndef RP_MODEL_FACTORS_H
#define RP_MODEL_FACTORS_H
#include "model_factors_schema.h"
#include "numerics/affine_factors.h"
#include "numerics/markov_problem.h"
#include "numerics/markov_regression.h"
#include "type_game.h"

/* Factors, coefficients and method as read; `first` is the number of the first shared parameter. `given` may point to `curves` and
 * `itself` of the same setup. */
typedef struct rp_factor_setup {
  const rp_call *call;
  int32_t first;
  int64_t factors, regimes; /* regimes > 0: a chain, then one factor, whose values are 0 .. regimes - 1 */
  rp_affine_law laws[RP_MOST_FACTORS];
  const double *correlation;                /* [factors][factors], NULL: independent               */
  rp_markov_function given[RP_TYPE_GIVENS]; /* variance and drift of the price along the factors   */
  rp_curve curves[2];
  double itself[2];     /* coefficients of the variance by default                                 */
  double *regime_given; /* [givens][regimes]                                                       */
  double low[4], high[4];
  double least_variance, largest_variance;
  bool curved; /* variance or drift is a curve                                                    */
  double horizon;
  int64_t grid_steps; /* > 0: steps of regression, in place of the parameter                      */
  int64_t own_type;   /* > 0: solved is this type's own Riccati equation from own_residue, as refusals say */
  double own_residue;
  int32_t own_param;
  double most_work;   /* > 0: multiplications after which series and collocation give up          */
  bool without_error; /* the error of sampled fields is not wanted: spare what serves it alone    */
} rp_factor_setup;

/* Reads and checks; refuses variances that become negative where the factors go. */
rp_status rp_factor_read(const rp_call *call, int32_t first, double horizon, rp_factor_setup *setup);

/* The law number `law` from its coefficients in a value of `factors`, its volatility times `scale`. */
rp_affine_law rp_factor_law(int64_t law, const double *coefs, double scale);

/* The box in which the factors stay but for eight standard deviations; `range_low` and `range_high` state it for the first one. */
void rp_factor_box(rp_factor_setup *setup);

/* Where fields are told. */
typedef struct rp_field_places {
  int64_t times, states;
  const double *time, *state; /* states of a chain: numbers from 1 */
  double *all_times;          /* with 0 in front if it is not there */
  double *all_states;         /* [states + 1][factors]: the start comes last; a chain's from 0 */
  int64_t all_count, skipped; /* entries of all_times; 1 if 0 was added */
} rp_field_places;

/* Reads `times`, which is parameter number `param`, and `states` behind it; param -1: time 0 and the start. Widens an interval that
 * was chosen, not given, to the states. */
rp_status rp_field_read(const rp_call *call, int32_t param, rp_factor_setup *setup, rp_field_places *places);

typedef struct rp_factor_answer {
  double *values; /* [all_count][states + 1][unknowns]                          */
  double *start;  /* [unknowns]: at time 0 and the start                        */
  double error;   /* relative, of all values                                    */
  double *spread; /* [unknowns]: standard errors of `start`; NULL: no sampling  */
  double tail;
  int64_t method, resolution, steps;
  double *nodal; /* grids: [all_count][unknowns][resolution + 1] on [low, high] */
  double low, high;
  double *fitted; /* regression: [steps + 1][unknowns][basis], means over batches */
  rp_markov_regression regression;
} rp_factor_answer;

/*
 * Solves the reaction along the factors.
 *
 * in   terminal [unknowns]: constants at the horizon, or functions [unknowns] if `functions` is not NULL
 *      lower, upper: as rp_markov_problem, may be NULL
 *      grids   keep nodal values (one factor) or fitted coefficients
 * Refusals are reported.
 */
rp_status rp_factor_solve(const rp_factor_setup *setup, const rp_reaction *reaction, const double *terminal,
                          const rp_markov_function *functions, const rp_field_places *places,
                          const double *lower, const double *upper, bool grids, rp_factor_answer *answer);

/* Will fields kept for paths come from regression? */
bool rp_factor_samples(const rp_factor_setup *setup);

/* The problem that rp_factor_solve() solves, for further use of fitted coefficients. */
rp_markov_problem rp_factor_problem(const rp_factor_setup *setup, const rp_reaction *reaction,
                                    const rp_markov_function *terminal, const rp_field_places *places,
                                    const double *lower, const double *upper);

/* Writes RP_METHOD_OUTPUTS. */
rp_status rp_factor_put_method(const rp_call *call, uint32_t first, const rp_factor_answer *answer);

#endif
