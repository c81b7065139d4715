/* model_factors_schema.c - see model_factors_schema.h: the laws that factors may follow, and the names of the methods. */
#include "model_factors_schema.h"

#define START_COEF                                                                                           \
  { .name = "start", .symbol = "z_0", .unit = "1", .doc = "Value at the start.", RP_ANY, .preset = NAN }
#define COEF(name_, symbol_, unit_, doc_, bounds_, preset_)                                                  \
  { .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, bounds_, .preset = preset_ }

static const rp_coef two_coefs[] = {
    COEF("speed", "\\kappa", "1/time", "Speed of mean reversion.", RP_NONNEGATIVE, NAN),
    COEF("mean", "\\bar{z}", "1", "Mean.", RP_ANY, NAN),
    COEF("volatility", "\\nu", "1/time^0.5", "Volatility of the factor.", RP_NONNEGATIVE, NAN), START_COEF};
static const rp_coef affine_coefs[] = {
    COEF("speed", "\\kappa", "1/time", "Speed of mean reversion.", RP_NONNEGATIVE, NAN),
    COEF("mean", "\\bar{z}", "1", "Mean.", RP_ANY, NAN),
    COEF("variance_constant", "c_0", "1/time", "Variance of the factor at 0.", RP_ANY, 0),
    COEF("variance_slope", "c_1", "1/time", "Its slope in the factor.", RP_NONNEGATIVE, 0), START_COEF};

const rp_process rp_factor_laws[LAW_COUNT] = {
    [LAW_CIR] = {.name = "cir",
                 .law = "dz = \\kappa (\\bar{z} - z) dt + \\nu \\sqrt{z} dW",
                 .coefs = two_coefs,
                 .coef_count = RP_COUNT_OF(two_coefs),
                 .coef_stride = sizeof(rp_coef)},
    [LAW_OU] = {.name = "ou",
                .law = "dz = \\kappa (\\bar{z} - z) dt + \\nu dW",
                .coefs = two_coefs,
                .coef_count = RP_COUNT_OF(two_coefs),
                .coef_stride = sizeof(rp_coef)},
    [LAW_AFFINE] = {.name = "affine",
                    .law = "dz = \\kappa (\\bar{z} - z) dt + \\sqrt{c_0 + c_1 z} dW",
                    .coefs = affine_coefs,
                    .coef_count = RP_COUNT_OF(affine_coefs),
                    .coef_stride = sizeof(rp_coef)}};
const char *const rp_factor_methods[] = {"automatic",          "taylor",     "chebyshev",
                                         "finite_differences", "regression", NULL};
