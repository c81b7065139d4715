/*
 * model_approximation.h - the parameters that the models of section 5 share, the game read from them, and its path without noise. Glue.
 */
#ifndef RP_MODEL_APPROXIMATION_H
#define RP_MODEL_APPROXIMATION_H
#include "approximation.h"
#include "model_shares_inputs.h"

enum {
  RP_GAME_HORIZON,
  RP_GAME_TRADERS,
  RP_GAME_MAKERS,
  RP_GAME_TRADER_RUNNING,
  RP_GAME_MAKER_RUNNING,
  RP_GAME_TRADER_TERMINAL,
  RP_GAME_MAKER_TERMINAL,
  RP_GAME_COST,
  RP_GAME_CROSS,
  RP_GAME_LEAST,
  RP_GAME_LARGEST,
  RP_GAME_QUOTE,
  RP_GAME_SHARE,
  RP_GAME_DECAY,
  RP_GAME_BEND,
  RP_GAME_WIDTH,
  RP_GAME_LIFT,
  RP_GAME_OFFSETS,
  RP_GAME_FLOW,
  RP_GAME_BUYING,
  RP_GAME_SELLING,
  RP_GAME_TOLERANCE,
  RP_GAME_SHARED_PARAMS
};
enum { RP_GAME_MOST_FACTORS = 16 };

extern const rp_process rp_flow_laws[1];

#define RP_GAME_PARAM_TABLE                                                                                  \
  RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 5", "Horizon."),            \
      RP_FILLED_ARRAY_ENTRY("trader_inventories", "q^{i,e}", "share", "trader", RP_ANY, RP_ABSENT,           \
                            "section 5", "Inventories of the traders; negative: must buy."),                 \
      RP_FILLED_ARRAY_ENTRY("maker_inventories", "q^{i,m}", "share", "maker", RP_ANY, RP_ABSENT,             \
                            "section 5", "Inventories of the makers."),                                      \
      RP_FILLED_ARRAY_ENTRY("trader_running", "\\phi^{i,e}", "cash/share^2/time", "trader", RP_NONNEGATIVE,  \
                            0.05, "section 5", "Running penalties of the traders."),                         \
      RP_FILLED_ARRAY_ENTRY("maker_running", "\\phi^{i,m}", "cash/share^2/time", "maker", RP_NONNEGATIVE,    \
                            0.05, "section 5", "Running penalties of the makers."),                          \
      RP_FILLED_ARRAY_ENTRY("trader_terminal", "A^{i,e}", "cash/share^2", "trader", RP_NONNEGATIVE, 0.05,    \
                            "section 5", "Terminal penalties of the traders."),                              \
      RP_FILLED_ARRAY_ENTRY("maker_terminal", "A^{i,m}", "cash/share^2", "maker", RP_NONNEGATIVE, 0.05,      \
                            "section 5", "Terminal penalties of the makers."),                               \
      RP_REAL_ENTRY("cost", "\\beta", "cash*time/share^2", RP_NONNEGATIVE, 0.2, RP_MIN_OPEN, "section 3",    \
                    "Cost beta v^2 of trading."),                                                            \
      RP_REAL_ENTRY("cross_cost", "", "cash*time/share^2", RP_ANY, 0, 0, "remark 3.3",                       \
                    "Cost of the mean of the others' rates; its modulus is below 2 cost."),                  \
      RP_REAL_ENTRY("least_rate", "\\epsilon", "share/time", RP_NONNEGATIVE, RP_ABSENT, RP_OPTIONAL,         \
                    "section 5", "Least rate of a trader in its direction; absent: rates may change sign."), \
      RP_REAL_ENTRY("largest_rate", "\\bar{v}", "share/time", RP_NONNEGATIVE, INFINITY,                      \
                    RP_MIN_OPEN | RP_INF_LEGAL, "section 5", "Largest rate of a trader."),                   \
      RP_SHARES_QUOTE_ENTRY, RP_SHARES_ENTRIES,                                                              \
      {RP_WORDS_("order_flow", "L", "1", "assumption 5.3",                                                   \
                 "Independent factors of the noise orders; absent: kappa(0)."),                              \
       .kind = RP_PROCESS,                                                                                   \
       .flags = RP_OPTIONAL,                                                                                 \
       .preset = RP_ABSENT,                                                                                  \
       .axes = RP_ON("factor"),                                                                              \
       .processes = rp_flow_laws,                                                                            \
       .process_count = 1,                                                                                   \
       .process_stride = sizeof(rp_process)},                                                                \
      RP_CURVE_ENTRY("noise_buying", "\\kappa_a(l)", "share/time", "l", "", "", RP_NONNEGATIVE, 4, 0,        \
                     "section 5", "Noise orders at the ask: the average of this over the factors."),         \
      RP_CURVE_ENTRY("noise_selling", "\\kappa_b(l)", "share/time", "l", "", "", RP_NONNEGATIVE, 3, 0,       \
                     "section 5", "Noise orders at the bid: the average of this over the factors."),         \
      RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-12, RP_NUMERICAL, "",                     \
                    "Panels of the path without noise are halved until it is resolved to this.")
#define RP_GAME_DIMS                                                                                         \
  {.name = "trader", .doc = "Traders.", .min = 1, .max = 50},                                                \
      {.name = "maker", .doc = "Makers.", .min = 1, .max = 50},                                              \
      RP_LATE("factor", 0, RP_GAME_MOST_FACTORS, "Factors of the order flow.")

/* Reads the shared parameters; refuses what the section excludes. `noise` is the caller's. */
rp_status rp_call_game(const rp_call *call, rp_approximation *game);

/* A copy with a workspace of its own, for another thread. */
rp_status rp_call_game_copy(const rp_call *call, const rp_approximation *game, rp_approximation *copy);

/* The path without noise, the factors at their means (and game->tilt deviations), resolved to the tolerance on panels that end at
 * the given times. What fails is reported. */
rp_status rp_call_game_path(const rp_call *call, const rp_approximation *game, double tolerance,
                            int64_t count, const double *times, rp_boundary_path *path,
                            rp_boundary_report *report);

#endif
