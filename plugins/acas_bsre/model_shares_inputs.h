/* model_shares_inputs.h - how makers share orders: the parameters that the models of section 5 share, and what makes them illegal.
 * Glue. */
#ifndef RP_MODEL_SHARES_INPUTS_H
#define RP_MODEL_SHARES_INPUTS_H
#include "reprise/tables.h"
#include "shares.h"

extern const char *const rp_share_names[];

/* An array that one number may fill. */
#define RP_FILLED_ARRAY_ENTRY(name_, symbol_, unit_, axis_, bounds_, preset_, source_, doc_)                 \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, source_, doc_), .kind = RP_ARRAY, bounds_, .preset = preset_,           \
                                                     .axes = RP_ON(axis_)                                    \
  }
/* Type, decay, bend, width, lift and offsets. */
#define RP_SHARES_ENTRIES                                                                                    \
  RP_CHOICE_ENTRY("share", rp_share_names, 0, 0, "remark 5.2", "How makers share orders."),                  \
      RP_REAL_ENTRY("share_decay", "c", "share/cash", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "remark 5.2",          \
                    "Decay of a maker's share in its quote."),                                               \
      RP_REAL_ENTRY("share_bend", "\\eta", "share/cash", RP_ANY, 0, 0, "remark 5.2",                         \
                    "Bend of the product type; its modulus is below share_decay."),                          \
      RP_REAL_ENTRY("share_width", "w", "cash/share", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "remark 5.2",          \
                    "Distance of quotes over which the product type bends: L(d) = exp(-c d - e (sqrt(w^2 + " \
                    "d^2) - w))."),                                                                          \
      RP_REAL_ENTRY("share_lift", "k", "share/cash", RP_NONNEGATIVE, 0, 0, "remark 5.2",                     \
                    "Product type: how the others' quotes help, by factors 2/(1 + exp(-k d))."),             \
      RP_FILLED_ARRAY_ENTRY("offsets", "o^i", "1", "maker", RP_ANY, 0, "remark 5.2",                         \
                            "Logarithms of the makers' weights.")
#define RP_SHARES_QUOTE_ENTRY                                                                                \
  RP_REAL_ENTRY("largest_quote", "\\xi", "cash/share", RP_NONNEGATIVE, INFINITY, RP_MIN_OPEN | RP_INF_LEGAL, \
                "section 5", "Largest distance of a quote from the price.")

/* Reads RP_SHARES_ENTRIES from number `param` on and the bound of the quotes, number `quote`; the array number `makers`, whose name is
 * `name`, has an entry for each maker. Refuses one maker with the logit, and what is not of the class J. */
rp_status rp_model_shares(const rp_call *call, uint32_t param, uint32_t quote, uint32_t makers,
                          const char *name, rp_shares *shares);

#endif
