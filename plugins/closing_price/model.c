/*
 * model.c - the plugin's one exported function and the table of its models. Each model's schema and glue is
 * in model_<name>.c, the parameters that all share in model_market.h.
 */
#include "model_list.h"

#define PARTS(name)                                                                                          \
  .struct_size = sizeof(rp_model), .version = "1.0.0", .paper = "kuno2018", .dims = rp_##name##_dims,        \
  .params = rp_##name##_params, .outputs = rp_##name##_outputs, .dim_count = rp_##name##_dim_count,          \
  .dim_stride = sizeof(rp_dim), .param_count = rp_##name##_param_count, .param_stride = sizeof(rp_param),    \
  .output_count = rp_##name##_output_count, .output_stride = sizeof(rp_output), .solve = rp_##name##_solve

static const rp_model models[] = {
    {PARTS(execution), .id = "closing_price",
     .title = "Best execution with guaranteed execution at the closing price",
     .doc = "A trader with constant absolute risk aversion buys a block in T trades on an exchange with "
            "transient impact "
            "and, for a quadratic fee, the rest off-exchange at the closing price. One backward pass solves "
            "the programme "
            "for all fees at once: the off-exchange volume is a hyperbola in the fee with its pole at the "
            "existence "
            "threshold, and all trades are affine in that volume. O(T) time and memory. The corrected "
            "recursion of "
            "theorem 1 is reported beside it.",
     .extension = rp_execution_extension},
};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  static const rp_library library = {.struct_size = sizeof library,
                                     .abi_minor = RP_ABI_MINOR,
                                     .models = models,
                                     .model_count = sizeof models / sizeof *models,
                                     .model_stride = sizeof *models};
  (void)host_minor;
  return &library;
}
