/* model_laws.h - the mean-reverting laws of factors and noise orders: as entries of schemas, and read from arguments. Glue. */
#ifndef RP_MODEL_LAWS_H
#define RP_MODEL_LAWS_H
#include "reprise/tables.h"
#include "reverting.h"

/* Coefficients of dX = kappa (theta - X) dt + sigma dW, of which rp_value.data holds {kappa, theta, sigma, X_0} for each process. */
#define RP_REVERTING_COEFS(start_symbol_, unit_, volatility_unit_, speed_, volatility_, mean_doc_,           \
                           start_doc_)                                                                       \
  {                                                                                                          \
    {.name = "speed",                                                                                        \
     .symbol = "\\kappa",                                                                                    \
     .unit = "1/time",                                                                                       \
     .doc = "Speed of mean reversion.",                                                                      \
     RP_NONNEGATIVE,                                                                                         \
     .preset = speed_},                                                                                      \
        {.name = "mean", .symbol = "\\theta", .unit = unit_, .doc = mean_doc_, RP_ANY},                      \
        {.name = "volatility",                                                                               \
         .symbol = "\\sigma",                                                                                \
         .unit = volatility_unit_,                                                                           \
         .doc = "Volatility.",                                                                               \
         RP_NONNEGATIVE,                                                                                     \
         .preset = volatility_},                                                                             \
    {                                                                                                        \
      .name = "start", .symbol = start_symbol_, .unit = unit_, .doc = start_doc_, RP_ANY                     \
    }                                                                                                        \
  }
#define RP_LAW(name_, law_, coefs_)                                                                          \
  {                                                                                                          \
    .name = name_, .law = law_, .coefs = coefs_, .coef_count = RP_COUNT_OF(coefs_),                          \
    .coef_stride = sizeof(rp_coef)                                                                           \
  }

/* The processes of argument `param`, whose law has these coefficients; scratch, NULL when memory is out. */
const rp_reverting *rp_call_reverting(const rp_call *call, uint32_t param);

#endif
