/*
 * model_game.h - what the files of `nplayer_game` share: numbers of parameters and outputs, and the outputs that need a pass
 * over the agents. Each writes those of its outputs that are wanted. count, times and places: where paths are told. Glue.
 */
#ifndef RP_MODEL_GAME_H
#define RP_MODEL_GAME_H
#include "model_agents.h"
#include "model_aggregate.h"

enum {
  PARAM_HORIZON,
  PARAM_IMPACT,
  PARAM_VOLATILITY,
  PARAM_DRIFT,
  PARAM_SLIPPAGE,
  PARAM_SLIPPAGE_SHAPE,
  PARAM_SLIPPAGE_CURVES,
  PARAM_RISK,
  PARAM_RISK_SHAPE,
  PARAM_RISK_CURVES,
  PARAM_PENALTY,
  PARAM_INVENTORIES,
  PARAM_REPORTED,
  PARAM_QUANTILES,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAM_NODES,
  PARAM_TOLERANCE,
  PARAM_SOLVER,
  PARAM_ELIMINATION,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_TOTAL,
  OUT_TOTAL_RATE,
  OUT_PRICE_IMPACT,
  OUT_REPORTED,
  OUT_INVENTORY,
  OUT_RATE,
  OUT_ADJOINT,
  OUT_COSTS,
  OUT_COST_INITIAL,
  OUT_COST_TERMINAL,
  OUT_COST_SLIPPAGE,
  OUT_COST_RISK,
  OUT_COST_DRIFT,
  OUT_COST_INTERACTION,
  OUT_BANDS,
  OUT_QUANTILE,
  OUT_POINTWISE,
  OUT_MONOTONE_VOLATILITY,
  OUT_TERMINAL,
  OUT_RCOND,
  OUT_DISCRETISATION,
  OUT_PANELS,
  OUT_GRID_NODES,
  OUT_SAMPLED,
  OUT_IDENTITY,
  OUT_BEST_RESPONSE,
  OUT_RESIDUAL,
  OUT_CURVATURE,
  OUT_RATE_BOUND,
  OUT_PRODUCTS,
  OUT_MEMORY,
  OUT_QUADRATIC,
  OUT_LINEAR,
  OUT_CONSTANT,
  OUT_BEST_REPLY,
  OUT_MARGIN_MEAN,
  OUT_MARGIN_DEVIATION,
  OUT_MARGIN_CONVEXITY,
  OUT_WEAKEST,
  OUTPUTS
};

/* Costs of all agents and the two checks that rest on them. */
rp_status rp_game_put_costs(const rp_call *call, rp_aggregate *a);

/* Quantiles of all inventories, some times at once, so that memory stays bounded. */
rp_status rp_game_put_bands(const rp_call *call, const rp_aggregate *a, int64_t count,
                            const rp_panel_place *places);

/* Paths of the agents reported. */
rp_status rp_game_put_agents(const rp_call *call, const rp_aggregate *a, const rp_reported *agents,
                             int64_t count, const double *times, const rp_panel_place *places);

/* A, B and C of the agents reported, given what the others do, and how far their best replies are from their inventories. */
rp_status rp_game_put_values(const rp_call *call, const rp_aggregate *a, const rp_reported *agents,
                             int64_t count, const double *times);

/* How far the terminal penalties are from those at which something is singular; residue [agents]: gamma_i. */
rp_status rp_game_put_margins(const rp_call *call, const rp_aggregate *a, const double *residue);

#endif
