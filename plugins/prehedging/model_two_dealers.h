/*
 * model_two_dealers.h - parameters that the models of two dealers share, and the refusals that follow from them.
 */
#ifndef RP_MODEL_TWO_DEALERS_H
#define RP_MODEL_TWO_DEALERS_H
#include "reprise/call.h"
#include "model_tables.h"
#include "two_dealers.h"

enum {
  RP_PAIR_PERMANENT,
  RP_PAIR_TRANSIENT,
  RP_PAIR_DECAYED,
  RP_PAIR_COST,
  RP_PAIR_PROBABILITY,
  RP_PAIR_SIZE,
  RP_PAIR_RANGE,
  RP_PAIR_PARAMS
};

#define RP_PAIR_PARAM_TABLE                                                                                  \
  RP_REAL_PARAM("permanent_impact", "\\kappa", "cash/share^2", RP_NONNEGATIVE, 0.3, "app. B",                \
                "Permanent rise of the price per share bought."),                                            \
      RP_REAL_PARAM("transient_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.9, "app. B",           \
                    "Rise of the price per share bought of which a part decays."),                           \
      RP_REAL_PARAM("decayed_fraction", "\\beta", "1", RP_BETWEEN(0, 1), 0.6, "app. B",                      \
                    "Part of the transient impact that decays before the next trade."),                      \
      RP_REAL_PARAM("inventory_cost", "\\gamma", "cash/share^2", RP_NONNEGATIVE, 0.4, "app. B",              \
                    "Cost of holding X shares is half of this times X^2."),                                  \
      RP_REAL_PARAM("trade_probability", "\\phi", "1", RP_BETWEEN(0, 1), 0.7, "app. B",                      \
                    "Probability that the client trades, at the better quote; more than 0."),                \
      RP_REAL_PARAM("client_size", "X^*", "share", RP_POSITIVE, 1.2, "app. B",                               \
                    "Shares that the client buys."),                                                         \
      RP_REAL_PARAM("inventory_range", "\\zeta", "share", RP_POSITIVE, 1.5, "app. B",                        \
                    "Inventories are uniform between minus this and this.")

/* The market of a call; a report if there is no impact (no-impact), no client (no-client), or nothing that makes the
 * best trade finite (no-decay-no-cost). */
rp_status rp_call_two_dealers(const rp_call *call, rp_two_dealers *market);

#endif
