/*
 * direct_solve host|plugin: seconds per solve of the base case of closing_price, from C. `plugin` calls the
 * plugin's function with the least host that the interface allows; `host` goes through the host's own checks,
 * services and results. What a script's solve takes beyond these is the price of Lua. REPRISE_PLUGIN_PATH
 * names the plugin's folder.
 */
#include "arguments.h"
#include "bench.h"
#include "call.h"
#include "registry.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA = 1 << 20 };
static _Alignas(64) unsigned char arena[ARENA];
static uint64_t used;

static void *scratch(const rp_host *h, uint64_t bytes, uint64_t align) {
  (void)h;
  used = (used + align - 1) & ~(align - 1);
  if (bytes > ARENA - used) return NULL;
  used += bytes;
  return arena + used - bytes;
}

static double *output(const rp_host *h, uint32_t index, uint32_t rank, const int64_t *shape) {
  (void)index;
  uint64_t size = 1;
  for (uint32_t i = 0; i < rank; ++i)
    size *= (uint64_t)shape[i];
  double *data = scratch(h, size * sizeof *data, 64);
  for (uint64_t i = 0; data != NULL && i < size; ++i)
    data[i] = NAN;
  return data;
}

static void report(const rp_host *h, rp_status s, const char *slug, int32_t param, double value,
                   const char *text) {
  (void)h, (void)s, (void)slug, (void)param, (void)value, (void)text;
}
static void note(const rp_host *h, int32_t level, const char *text) {
  (void)h, (void)level, (void)text;
}
static void progress(const rp_host *h, double fraction) {
  (void)h, (void)fraction;
}
static int32_t cancelled(const rp_host *h) {
  return (void)h, 0;
}
static const void *extension(const rp_host *h, const char *id) {
  return (void)h, (void)id, NULL;
}
static rp_status in_turn(const rp_host *h, int64_t n, int64_t block, rp_body *body, void *arg) {
  (void)h;
  for (int64_t i = 0; i < n; i += block) {
    const rp_status status = body(arg, i, i + block < n ? i + block : n);
    if (status != RP_OK) return status;
  }
  return RP_OK;
}

typedef struct direct_case {
  const rp_schema *schema;
  const rp_model *model;
  rp_call call;
} direct_case;

static void stop(const char *what) {
  fprintf(stderr, "direct_solve: %s\n", what);
  exit(1);
}

static void solve_in_plugin(void *context) {
  const direct_case *c = context;
  used = 0;
  if (c->model->solve(&c->call) != RP_OK) stop("the plugin's solve failed");
}

static rp_arguments *base_case(const rp_schema *schema) {
  rp_finding finding;
  rp_arguments *arguments = rp_arguments_create(schema);
  const int32_t fee = rp_schema_find_param(schema, "fee");
  if (arguments == NULL || fee < 0 ||
      rp_arguments_set_number(arguments, (uint32_t)fee, 1e-3, &finding) != RP_OK ||
      rp_arguments_complete(arguments, &finding) != RP_OK)
    stop("the arguments were refused");
  return arguments;
}

static void solve_in_host(void *context) {
  const direct_case *c = context;
  rp_arguments *arguments = base_case(c->schema);
  const rp_run run = {.seed = 1};
  rp_result result;
  if (!rp_solve(c->schema, arguments, NULL, &run, &result) || result.status != RP_OK)
    stop("the host's solve failed");
  rp_result_finish(&result);
  rp_arguments_destroy(arguments);
}

int main(int argc, char **argv) {
  rp_registry registry;
  rp_message message;
  if (argc != 2 || !rp_registry_open(&registry, &message)) stop("usage: direct_solve host|plugin");
  const char *path;
  const rp_schema *schema = rp_registry_find(&registry, "closing_price", &path, &message);
  if (schema == NULL) stop("there is no closing_price");
  direct_case c = {.schema = schema, .model = &schema->model};
  if (strcmp(argv[1], "host") == 0) {
    bench_print(solve_in_host, &c, 7);
    return 0;
  }
  rp_arguments *arguments = base_case(schema);
  const rp_host host = {.struct_size = sizeof host,
                        .abi_minor = RP_ABI_MINOR,
                        .scratch = scratch,
                        .output = output,
                        .report = report,
                        .log = note,
                        .progress = progress,
                        .cancelled = cancelled,
                        .parallel = in_turn,
                        .extension = extension};
  c.call = (rp_call){.struct_size = sizeof(rp_call),
                     .value_count = c.model->param_count,
                     .value_stride = sizeof(rp_value),
                     .output_count = c.model->output_count,
                     .values = rp_arguments_values(arguments),
                     .host = &host};
  bench_print(solve_in_plugin, &c, 7);
  return 0;
}
