/*
 * model_market.h - the parameters that all models of this plugin share, in this order, and the refusals that
 * follow from the mathematics of the market. Schema text and glue; no mathematics.
 */
#ifndef RP_MODEL_MARKET_H
#define RP_MODEL_MARKET_H
#include <math.h>
#include "model_writer.h"
#include "one_pass.h"

/* Indices of the shared parameters. A model's own follow from RP_MARKET_PARAMS on, or from RP_IMPACT_PARAMS
 * on where risk and drift play no part. */
enum {
  RP_PARAM_PERIODS,
  RP_PARAM_IMPACT,
  RP_PARAM_TRANSIENT_SHARE,
  RP_PARAM_RESILIENCE_RATE,
  RP_PARAM_RESILIENCE,
  RP_IMPACT_PARAMS,
  RP_PARAM_DRIFT = RP_IMPACT_PARAMS,
  RP_PARAM_VARIANCE,
  RP_PARAM_RISK_AVERSION,
  RP_MARKET_PARAMS
};

/* Axes: NULL-terminated lists for parameters and outputs. */
extern const char *const rp_axis_periods[];
extern const char *const rp_axis_trade[];
extern const char *const rp_resilience_names[];

#define RP_DIM_PERIODS(most)                                                                                 \
  { .name = "periods", .doc = "Trading periods t = 1..T on the exchange.", .min = 1, .max = (most) }
#define RP_DIM_TRADE(most)                                                                                   \
  {                                                                                                          \
    .name = "trade",                                                                                         \
    .doc = "Opportunities to trade: t = 1..T on the exchange, then T + 1 at the closing price.", .min = 2,   \
    .max = (most) + 1, .of = "periods", .plus = 1                                                            \
  }

#define RP_PARAM_PERIODS_ENTRY(most)                                                                         \
  {                                                                                                          \
    .name = "periods", .symbol = "T", .unit = "1",                                                           \
    .doc = "Number of trades on the exchange before the close.", .source = "eq. 2.1", .kind = RP_INTEGER,    \
    .min = 1, .max = (most), .preset = 13                                                                    \
  }
#define RP_PARAM_IMPACT_ENTRY                                                                                \
  {                                                                                                          \
    .name = "impact", .symbol = "\\lambda_t", .unit = "cash/share^2",                                        \
    .doc =                                                                                                   \
        "Price impact of one share in each period: q shares are bought at the price plus impact times q.",   \
    .source = "eq. 2.2", .kind = RP_ARRAY, .min = 0, .max = INFINITY, .preset = 1e-3,                        \
    .axes = rp_axis_periods                                                                                  \
  }
#define RP_PARAM_TRANSIENT_SHARE_ENTRY                                                                       \
  {                                                                                                          \
    .name = "transient_share", .symbol = "\\alpha_t", .unit = "1",                                           \
    .doc = "Share of each period's impact that is transient.", .source = "eq. 2.3", .kind = RP_ARRAY,        \
    .min = 0, .max = 1, .preset = 0.5, .axes = rp_axis_periods                                               \
  }
#define RP_PARAM_RESILIENCE_RATE_ENTRY                                                                       \
  {                                                                                                          \
    .name = "resilience_rate", .symbol = "\\rho", .unit = "1",                                               \
    .doc = "Rate per period at which the transient impact decays.", .source = "eq. 2.3", .kind = RP_REAL,    \
    .min = 0, .max = INFINITY, .preset = 0.1                                                                 \
  }
#define RP_PARAM_RESILIENCE_ENTRY                                                                            \
  {                                                                                                          \
    .name = "resilience", .symbol = "l_t", .unit = "1",                                                      \
    .doc = "Which recovery the price follows: as eq. 2.4 prints it, or in proportion to the transient "      \
           "share as the text "                                                                              \
           "describes it.",                                                                                  \
    .source = "eq. 2.4", .kind = RP_CHOICE, .preset = RP_RESILIENCE_PRINTED, .choices = rp_resilience_names  \
  }
#define RP_PARAM_DRIFT_ENTRY                                                                                 \
  {                                                                                                          \
    .name = "drift", .symbol = "\\mu_t", .unit = "cash/share",                                               \
    .doc = "Mean of the price innovation between trade t and trade t + 1.", .source = "eq. 2.3",             \
    .kind = RP_ARRAY, .min = -INFINITY, .max = INFINITY, .preset = 0, .axes = rp_axis_periods                \
  }
#define RP_PARAM_VARIANCE_ENTRY                                                                              \
  {                                                                                                          \
    .name = "variance", .symbol = "\\sigma_t^2", .unit = "cash^2/share^2",                                   \
    .doc = "Variance of the price innovation between trade t and trade t + 1.", .source = "eq. 2.3",         \
    .kind = RP_ARRAY, .min = 0, .max = INFINITY, .preset = 0.02, .axes = rp_axis_periods                     \
  }
#define RP_PARAM_RISK_AVERSION_ENTRY                                                                         \
  {                                                                                                          \
    .name = "risk_aversion", .symbol = "R", .unit = "1/cash",                                                \
    .doc = "Constant absolute risk aversion; 0 minimises the expected cost.", .source = "eq. 2.7",           \
    .kind = RP_REAL, .min = 0, .max = INFINITY, .preset = 1e-3                                               \
  }

#define RP_IMPACT_PARAM_TABLE(most)                                                                          \
  RP_PARAM_PERIODS_ENTRY(most), RP_PARAM_IMPACT_ENTRY, RP_PARAM_TRANSIENT_SHARE_ENTRY,                       \
      RP_PARAM_RESILIENCE_RATE_ENTRY, RP_PARAM_RESILIENCE_ENTRY
#define RP_MARKET_PARAM_TABLE(most)                                                                          \
  RP_IMPACT_PARAM_TABLE(most), RP_PARAM_DRIFT_ENTRY, RP_PARAM_VARIANCE_ENTRY, RP_PARAM_RISK_AVERSION_ENTRY

#define RP_SHARES_PARAM                                                                                      \
  {                                                                                                          \
    .name = "shares", .symbol = "Q", .unit = "share",                                                        \
    .doc = "Shares to buy; negative for a sell programme.", .source = "eq. 2.1", .kind = RP_REAL,            \
    .min = -INFINITY, .max = INFINITY, .preset = 1e5                                                         \
  }
#define RP_FEE_PARAM(infinite)                                                                               \
  {                                                                                                          \
    .name = "fee", .symbol = "C_{T+1}", .unit = "cash/share^2",                                              \
    .doc =                                                                                                   \
        "Fee coefficient of the closing-price venue: y shares cost y times the close plus fee times y^2; "   \
        "infinite if there is no venue.",                                                                    \
    .source = "eq. 2.6", .kind = RP_REAL, .flags = (infinite), .min = -INFINITY, .max = INFINITY,            \
    .preset = 1e-3                                                                                           \
  }

/* The market of a call that has all market parameters. */
rp_market rp_call_market(const rp_call *call);

/* The market of a call that has the impact parameters only: no drift, no risk. zeros [periods] stay
 * referenced. */
rp_market rp_call_impact(const rp_call *call, const double *zeros);

/*
 * RP_OK if the programme has a best strategy at this fee, else a report that says why not and what would
 * help. fee_param: index of the fee parameter, or -1 where the model has none (then only the exchange is
 * judged).
 */
rp_status rp_call_require_existence(const rp_call *call, const rp_one_pass *pass, double fee,
                                    int32_t fee_param);

/* The trade numbers 1..T+1, if wanted. */
void rp_write_trade_numbers(rp_writer *writer, uint32_t output, int64_t periods);

#define RP_TRADE_OUTPUT                                                                                      \
  {                                                                                                          \
    .name = "trade", .symbol = "t", .unit = "1",                                                             \
    .doc = "Number of the trade; the last one is off-exchange.", .source = "eq. 2.1", .axes = rp_axis_trade  \
  }

#endif
