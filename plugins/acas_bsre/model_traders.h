/* model_traders.h - parameters that the models of section 2 share, and what makes them illegal. Glue. */
#ifndef RP_MODEL_TRADERS_H
#define RP_MODEL_TRADERS_H
#include "reprise/tables.h"
#include "modes.h"
#include "numerics/curve.h"

#define RP_WEIGHT_ENTRIES                                                                                    \
  RP_REAL_ENTRY("own_weight", "", "1", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "remark 2.1",                         \
                "Weight of one's own rate in the temporary impact, in multiples of beta/N."),                \
      RP_REAL_ENTRY(                                                                                         \
          "cross_weight", "\\varpi", "1", RP_ANY, 1, 0, "remark 2.1",                                        \
          "Weight of another's rate, in multiples of beta/N; the paper's variant has it in [0, 2).")
#define RP_TERMINAL_ENTRY                                                                                    \
  RP_REAL_ENTRY("terminal_penalty", "A", "cash/share^2", RP_NONNEGATIVE, 0.5, 0, "section 2",                \
                "Terminal penalty of inventory.")

/* The first four parameters of equal traders. */
#define RP_POPULATION_ENTRIES                                                                                \
  RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon."),            \
      RP_INTEGER_ENTRY("traders", "N", RP_BETWEEN(1, 1e15), RP_ABSENT, RP_OPTIONAL, "section 2",             \
                       "Number of traders; absent: as many as inventories are given."),                      \
      RP_ARRAY_ENTRY("inventories", "q^i", "share", "trader", RP_ANY, 0, "section 2",                        \
                     "Inventories at the start of all traders, or of those that are followed."),             \
      RP_REAL_ENTRY(                                                                                         \
          "mean_inventory", "\\bar q", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL, "section 2",                 \
          "Mean inventory of all traders at the start; absent: of those given, who must be all then.")
/* Noise orders that are an Ornstein-Uhlenbeck process. */
#define RP_NOISE_ENTRY(doc_)                                                                                 \
  {                                                                                                          \
    RP_WORDS_("imbalance_law", "I", "share/time", "section 2", doc_),                                        \
        .kind = RP_PROCESS, .flags = RP_OPTIONAL, .preset = RP_ABSENT, .processes = rp_noise_laws,           \
        .process_count = 1, .process_stride = sizeof(rp_process)                                             \
  }
extern const rp_process rp_noise_laws[1];

/* Refuses weights whose first-order conditions are not positive definite. */
rp_status rp_model_check_weights(const rp_call *call, int32_t param_cross, double count, double own,
                                 double cross);

/* Number of all traders and their mean inventory, from the parameters `traders` and `mean_inventory`, which may be absent, and the
 * inventories that are given. */
rp_status rp_model_inventories(const rp_call *call, uint32_t param_traders, uint32_t param_inventories,
                               uint32_t param_mean, int64_t *count, double *mean);

/* Whether a curve has one value. */
bool rp_model_constant(const rp_curve *curve);

#endif
