/*
 * model_dealer.h - the parameters that the models of the single dealer share, in this order, and the refusals
 * that follow from the mathematics. Schema text and glue; no mathematics.
 */
#ifndef RP_MODEL_DEALER_H
#define RP_MODEL_DEALER_H
#include "gain.h"
#include "reprise/call.h"
#include "model_tables.h"

/*
 * The market, the client, the start, and the quote with its probability. A model's own parameters follow from
 * RP_DEALER_PARAMS on, or from RP_UNQUOTED_PARAMS on where the quote is chosen.
 */
enum {
  RP_PARAM_PERMANENT,
  RP_PARAM_TRANSIENT,
  RP_PARAM_DECAY,
  RP_PARAM_TEMPORARY,
  RP_PARAM_INVENTORY_COST,
  RP_PARAM_RANDOM_STAGE,
  RP_PARAM_HORIZON,
  RP_MARKET_PARAMS,
  RP_PARAM_SIZE = RP_MARKET_PARAMS,
  RP_PARAM_BUY,
  RP_PARAM_PRICE_RULE,
  RP_PARAM_INVENTORY,
  RP_PARAM_IMPACT,
  RP_PARAM_PRICE,
  RP_UNQUOTED_PARAMS,
  RP_PARAM_TRADE = RP_UNQUOTED_PARAMS,
  RP_PARAM_SPREAD,
  RP_DEALER_PARAMS
};

extern const char *const rp_client_price_names[];

#define RP_MARKET_PARAM_TABLE                                                                                \
  RP_REAL_PARAM("permanent_impact", "\\kappa", "cash/share^2", RP_NONNEGATIVE, 0.3, "lemma 1",               \
                "Permanent rise of the price per share that the dealer buys."),                              \
      RP_REAL_PARAM("transient_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.8, "lemma 1",          \
                    "Rise of the price per share that the dealer buys which decays."),                       \
      RP_REAL_PARAM("transient_decay", "\\beta", "1/time", RP_NONNEGATIVE, 1.7, "lemma 1",                   \
                    "Rate at which the transient impact decays; 0: it stays."),                              \
      RP_REAL_PARAM("temporary_impact", "\\nu", "cash*time/share^2", RP_POSITIVE, 0.6, "lemma 1",            \
                    "Trades at rate u are paid half of this times u above the price."),                      \
      RP_REAL_PARAM("inventory_cost", "\\gamma", "cash/share^2/time", RP_NONNEGATIVE, 0.9, "eq. 2",          \
                    "Cost of holding X shares is half of this times X^2 per time; 0: no liquidation."),      \
      RP_REAL_PARAM("random_stage", "\\alpha", "time", RP_NONNEGATIVE, 0.4, "sec. A.1.2",                    \
                    "Mean of the exponential time that the client takes to decide; 0: no second stage."),    \
      RP_REAL_PARAM("horizon", "T", "time", RP_NONNEGATIVE, 1.3, "sec. A.1.3",                               \
                    "Length of the first stage, in which the client does not decide; 0: none.")
#define RP_CLIENT_PARAM_TABLE                                                                                \
  RP_REAL_PARAM("client_size", "X^*", "share", RP_NONNEGATIVE, 1.9, "sec. A.1.1",                            \
                "Shares that the client trades; models that choose a spread need more than 0."),             \
      RP_REAL_PARAM("buy_probability", "\\pi", "1", RP_BETWEEN(0, 1), 0.8, "sec. A.1",                       \
                    "Probability that the client buys, given a trade."),                                     \
      RP_CHOICE_PARAM("client_price", "", rp_client_price_names, "eq. 9",                                    \
                      "Market price as for the dealer's own trades, or with kappa X_0 added as the "         \
                      "companion's formulas imply.")
#define RP_START_PARAM_TABLE                                                                                 \
  RP_REAL_PARAM("initial_inventory", "X_0", "share", RP_ANY, 0, "eq. 18",                                    \
                "Shares that the dealer holds at first."),                                                   \
      RP_REAL_PARAM("initial_transient", "I_0", "cash/share", RP_ANY, 0, "eq. 18",                           \
                    "Transient impact at first; 0 in the companion."),                                       \
      RP_REAL_PARAM(                                                                                         \
          "initial_price", "P_0", "cash/share", RP_ANY, 0, "eq. 18",                                         \
          "Unaffected price at first; the market price is above it by initial_transient, and in the "        \
          "printed convention by kappa X_0, which clients who react to the price count as a rise.")
#define RP_QUOTE_PARAM_TABLE                                                                                 \
  RP_REAL_PARAM("trade_probability", "p", "1", RP_BETWEEN(0, 1), 0.65, "eq. 9",                              \
                "Probability that the client trades."),                                                      \
      RP_REAL_PARAM("half_spread", "\\delta", "cash/share", RP_ANY, 0.35, "eq. 9",                           \
                    "What the client pays above, or receives below, the market price.")
#define RP_UNQUOTED_PARAM_TABLE RP_MARKET_PARAM_TABLE, RP_CLIENT_PARAM_TABLE, RP_START_PARAM_TABLE
#define RP_DEALER_PARAM_TABLE RP_UNQUOTED_PARAM_TABLE, RP_QUOTE_PARAM_TABLE

rp_dealer_market rp_call_dealer_market(const rp_call *call);

/* The client with her quote, or without (trade_probability and half_spread 0). */
rp_client rp_call_client(const rp_call *call);
rp_client rp_call_unquoted_client(const rp_call *call);
rp_start rp_call_start(const rp_call *call);

/*
 * The constants of a call with all dealer parameters; a report if the problem is not determined (slug
 * no-decay-no-cost) or outside the range of floating-point numbers (out-of-range).
 */
rp_status rp_call_dealer(const rp_call *call, rp_dealer *dealer);

/* Reports a first number that is not finite; RP_OK if all are. */
rp_status rp_call_require_finite(const rp_call *call, const rp_number *numbers, uint32_t count,
                                 const rp_output *outputs);

#endif
