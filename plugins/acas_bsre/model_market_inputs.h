/* model_market_inputs.h - parameters that the models of section 3 share, and what makes them illegal. Glue. */
#ifndef RP_MODEL_MARKET_INPUTS_H
#define RP_MODEL_MARKET_INPUTS_H
#include "intensity.h"
#include "reprise/tables.h"
#include "rates.h"

#define RP_INTENSITY_ENTRIES                                                                                 \
  RP_REAL_ENTRY("intensity_decay", "\\gamma", "share/cash", RP_NONNEGATIVE, 1, RP_MIN_OPEN,                  \
                "definition 3.4", "Decay g of the intensity exp(-g x - e (sqrt(w^2 + x^2) - w))."),          \
      RP_REAL_ENTRY(                                                                                         \
          "intensity_bend", "\\eta", "share/cash", RP_ANY, 0, 0, "definition 3.4",                           \
          "Bend e of the intensity, below the decay in modulus; 0: exponential. The class wants e >= 0."),   \
      RP_REAL_ENTRY("intensity_width", "w", "cash/share", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "definition 3.4",  \
                    "Distance of quotes over which the intensity bends.")
#define RP_QUOTE_BOUND_ENTRY                                                                                 \
  RP_REAL_ENTRY("largest_quote", "\\xi", "cash/share", RP_NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL, \
                "section 3", "Largest distance of a quote from the price; infinite: no bound.")
#define RP_COST_ENTRIES                                                                                      \
  RP_REAL_ENTRY("cost", "\\beta", "cash*time/share^2", RP_NONNEGATIVE, 0.1, RP_MIN_OPEN, "remark 3.3",       \
                "Cost of one's own rate: v^i (beta v^i + kappa v^i |v^i| + G), G = c m with m the mean of "  \
                "the others' rates."),                                                                       \
      RP_REAL_ENTRY("cross_cost", "c", "cash*time/share^2", RP_ANY, 0, 0, "remark 3.3",                      \
                    "Cost of the others' mean rate, below 2 beta in modulus."),                              \
      RP_REAL_ENTRY("least_rate", "\\epsilon", "share/time", RP_NONNEGATIVE, 1e-3, 0, "section 3",           \
                    "Smallest rate in a trader's own direction."),                                           \
      RP_REAL_ENTRY("largest_rate", "\\bar v", "share/time", RP_NONNEGATIVE, INFINITY,                       \
                    RP_MIN_OPEN | RP_INF_LEGAL, "section 3", "Largest rate; infinite: no bound."),           \
      RP_REAL_ENTRY("cost_growth", "\\kappa", "cash*time^2/share^3", RP_NONNEGATIVE, 0, 0, "definition 3.2", \
                    "Growth of the cost of one's own rate: kappa |v^i|^3 is added."),                        \
      RP_REAL_ENTRY("cross_reach", "r", "share/time", RP_NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL,  \
                    "remark 3.3",                                                                            \
                    "Mean rate of the others from which on their burden saturates: c m becomes c r "         \
                    "tanh(m/r); infinite: never.")

/* Reads the three parameters from `param` on; refuses what is not of the class Lambda or loses unique quotes, remarks what is between. */
rp_status rp_model_intensity(const rp_call *call, uint32_t param, rp_intensity *intensity);
/* Reads the six parameters from `param` on; refuses what is not of the class Upsilon. */
rp_status rp_model_rates(const rp_call *call, uint32_t param, int64_t traders, rp_rates *rates);

#endif
