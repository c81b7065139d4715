/*
 * The layout of the plugin interface, version 1.0: sizes and offsets of every struct, values of every
 * constant. A change that is not an appended field fails to compile here.
 */
#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

#include "reprise/plugin.h"

#define AT(type, field, offset)                                                                              \
  _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")
#define SIZE(type, size)                                                                                     \
  _Static_assert(sizeof(type) == (size), #type " has another size: append, then raise the minor version")

_Static_assert(sizeof(void *) == 8 && sizeof(double) == 8, "the interface is written for 64-bit systems");
_Static_assert(RP_ABI_MAJOR == 1, "another major version is another symbol");

SIZE(rp_dim, 56);
AT(rp_dim, name, 0);
AT(rp_dim, doc, 8);
AT(rp_dim, min, 16);
AT(rp_dim, max, 24);
AT(rp_dim, flags, 32);
AT(rp_dim, reserved, 36);
AT(rp_dim, of, 40);
AT(rp_dim, plus, 48);

SIZE(rp_coef, 64);
AT(rp_coef, name, 0);
AT(rp_coef, symbol, 8);
AT(rp_coef, unit, 16);
AT(rp_coef, doc, 24);
AT(rp_coef, min, 32);
AT(rp_coef, max, 40);
AT(rp_coef, preset, 48);
AT(rp_coef, flags, 56);

SIZE(rp_process, 32);
AT(rp_process, name, 0);
AT(rp_process, law, 8);
AT(rp_process, coefs, 16);
AT(rp_process, coef_count, 24);
AT(rp_process, coef_stride, 28);

SIZE(rp_param, 128);
AT(rp_param, name, 0);
AT(rp_param, symbol, 8);
AT(rp_param, unit, 16);
AT(rp_param, doc, 24);
AT(rp_param, source, 32);
AT(rp_param, kind, 40);
AT(rp_param, flags, 44);
AT(rp_param, min, 48);
AT(rp_param, max, 56);
AT(rp_param, preset, 64);
AT(rp_param, choices, 72);
AT(rp_param, axes, 80);
AT(rp_param, variable, 88);
AT(rp_param, domain, 96);
AT(rp_param, processes, 112);
AT(rp_param, process_count, 120);
AT(rp_param, process_stride, 124);

SIZE(rp_output, 56);
AT(rp_output, name, 0);
AT(rp_output, symbol, 8);
AT(rp_output, unit, 16);
AT(rp_output, doc, 24);
AT(rp_output, source, 32);
AT(rp_output, axes, 40);
AT(rp_output, flags, 48);

SIZE(rp_value, 80);
AT(rp_value, kind, 0);
AT(rp_value, rank, 4);
AT(rp_value, shape, 8);
AT(rp_value, integer, 40);
AT(rp_value, data, 48);
AT(rp_value, grid, 56);
AT(rp_value, grid_count, 64);
AT(rp_value, rule, 72);

SIZE(rp_host, 96);
AT(rp_host, struct_size, 0);
AT(rp_host, abi_minor, 4);
AT(rp_host, self, 8);
AT(rp_host, scratch, 16);
AT(rp_host, output, 24);
AT(rp_host, report, 32);
AT(rp_host, log, 40);
AT(rp_host, progress, 48);
AT(rp_host, cancelled, 56);
AT(rp_host, uniforms, 64);
AT(rp_host, normals, 72);
AT(rp_host, parallel, 80);
AT(rp_host, extension, 88);

SIZE(rp_call, 40);
AT(rp_call, struct_size, 0);
AT(rp_call, value_count, 4);
AT(rp_call, value_stride, 8);
AT(rp_call, output_count, 12);
AT(rp_call, values, 16);
AT(rp_call, host, 24);
AT(rp_call, wanted, 32);

SIZE(rp_batch, 56);
AT(rp_batch, struct_size, 0);
AT(rp_batch, varying_count, 4);
AT(rp_batch, varying, 8);
AT(rp_batch, points, 16);
AT(rp_batch, n, 24);
AT(rp_batch, base, 32);
AT(rp_batch, outputs, 40);
AT(rp_batch, status, 48);

SIZE(rp_batch_extension, 16);
AT(rp_batch_extension, struct_size, 0);
AT(rp_batch_extension, solve, 8);

SIZE(rp_model, 120);
AT(rp_model, struct_size, 0);
AT(rp_model, id, 8);
AT(rp_model, version, 16);
AT(rp_model, title, 24);
AT(rp_model, paper, 32);
AT(rp_model, doc, 40);
AT(rp_model, dims, 48);
AT(rp_model, params, 56);
AT(rp_model, outputs, 64);
AT(rp_model, dim_count, 72);
AT(rp_model, dim_stride, 76);
AT(rp_model, param_count, 80);
AT(rp_model, param_stride, 84);
AT(rp_model, output_count, 88);
AT(rp_model, output_stride, 92);
AT(rp_model, flags, 96);
AT(rp_model, solve, 104);
AT(rp_model, extension, 112);

SIZE(rp_library, 24);
AT(rp_library, struct_size, 0);
AT(rp_library, abi_minor, 4);
AT(rp_library, models, 8);
AT(rp_library, model_count, 16);
AT(rp_library, model_stride, 20);

Test(abi, values_that_are_never_reused) {
  const uint32_t kinds[] = {RP_REAL, RP_INTEGER, RP_BOOLEAN, RP_CHOICE, RP_ARRAY, RP_CURVE, RP_PROCESS};
  for (uint32_t i = 0; i < 7; ++i)
    cr_assert_eq(kinds[i], i + 1);
  const int32_t statuses[] = {RP_OK,        RP_BAD_INPUT, RP_NO_SOLUTION, RP_NOT_CONVERGED,
                              RP_CANCELLED, RP_NO_MEMORY, RP_UNSUPPORTED, RP_BUG};
  for (int32_t i = 0; i < 8; ++i)
    cr_assert_eq(statuses[i], i);
  const uint32_t flags[] = {RP_MIN_OPEN,   RP_MAX_OPEN, RP_NUMERICAL, RP_SYMMETRIC, RP_POS_DEF,
                            RP_INCREASING, RP_OPTIONAL, RP_INF_LEGAL, RP_INTEGRAL};
  for (uint32_t i = 0; i < 9; ++i)
    cr_assert_eq(flags[i], 1u << i);
  cr_assert(RP_STEP_RIGHT == 0 && RP_LINEAR == 1 && RP_CHEBYSHEV == 2);
  cr_assert(RP_DIAGNOSTIC == 1 && RP_NAN_MEANINGFUL == 2 && RP_INF_MEANINGFUL == 4);
  cr_assert(RP_DIM_LATE == 1 && RP_USES_RNG == 1 && RP_PARALLEL == 2);
  cr_assert_str_eq(RP_ENTRY_SYMBOL, "rp_plugin_v1");
  cr_assert_str_eq(RP_BATCH_EXTENSION, "batch/1");
}
