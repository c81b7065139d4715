/* model_market.h - what the files of `guo2025_market` share: its outputs, the game, and what is written from a solved path. Glue. */
#ifndef RP_MODEL_MARKET_H
#define RP_MODEL_MARKET_H
#include "market.h"
#include "reprise/call.h"

enum {
  RP_MARKET_OUT_TIME,
  RP_MARKET_OUT_TRADER_PATHS,
  RP_MARKET_OUT_TRADER_ADJOINTS,
  RP_MARKET_OUT_RATES,
  RP_MARKET_OUT_MAKER_PATHS,
  RP_MARKET_OUT_MAKER_ADJOINTS,
  RP_MARKET_OUT_ASKS,
  RP_MARKET_OUT_BIDS,
  RP_MARKET_OUT_FILLS_ASK,
  RP_MARKET_OUT_FILLS_BID,
  RP_MARKET_OUT_BEST_ASK,
  RP_MARKET_OUT_BEST_BID,
  RP_MARKET_OUT_SPREAD,
  RP_MARKET_OUT_FLOW_ASK,
  RP_MARKET_OUT_FLOW_BID,
  RP_MARKET_OUT_CROSSED,
  RP_MARKET_OUT_KINKS,
  RP_MARKET_OUT_PICARD,
  RP_MARKET_OUT_MATRIX,
  RP_MARKET_OUT_ITERATIONS,
  RP_MARKET_OUT_RESIDUAL,
  RP_MARKET_OUT_DISCRETISATION,
  RP_MARKET_OUT_PANELS,
  RP_MARKET_OUTPUTS
};

/* The market with a way out of long solves. */
typedef struct rp_market_run {
  const rp_market *market;
  const rp_call *call;
} rp_market_run;

typedef struct rp_market_game {
  rp_market market;
  rp_market_run context;
  rp_market_state state;
  rp_boundary_problem problem;
  rp_collocation method;
  int64_t n;
  double horizon, *start, *terminal, *diagonal, *bound, *running, *buys;
} rp_market_game;

/* Paths and quotes at times, with a remark if quotes cross there. */
rp_status rp_market_put_times(const rp_call *call, rp_market_game *g, const rp_boundary_path *path,
                              int64_t count, const double *times);
rp_status rp_market_put_checks(const rp_call *call, const rp_market_game *g, const rp_boundary_path *path,
                               const rp_boundary_report *report);

#endif
