/* call.c - see call.h. */
#include "call_impl.h"
#include "interrupt.h"
#include "memory_budget.h"
#include "random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The block of a parallel loop that this thread runs, -1 outside: reports of the lowest block stand. */
static _Thread_local int64_t current_block = -1;

static rp_call_state *state_of(const rp_host *host) {
  return host->self;
}

static void breach(rp_call_state *state, const char *slug, uint32_t output, const char *text) {
  pthread_mutex_lock(&state->lock);
  if (state->contract.status == RP_OK)
    rp_find(&state->contract, RP_BUG, slug, -1, NAN, "%s: the plugin %s (output '%s')",
            state->schema->model.id, text,
            output < state->schema->output_count ? state->schema->outputs[output].is.name : "?");
  pthread_mutex_unlock(&state->lock);
}

static void *scratch_service(const rp_host *host, uint64_t bytes, uint64_t align) {
  rp_call_state *state = state_of(host);
  void *memory = rp_arena_take(&state->arena, bytes, align);
  if (!memory) {
    pthread_mutex_lock(&state->lock);
    state->no_memory = true;
    pthread_mutex_unlock(&state->lock);
  }
  return memory;
}

static int64_t known_length(const rp_call_state *state, uint32_t dim) {
  int64_t length = rp_arguments_length(state->arguments, dim);
  if (length >= 0) return length;
  const rp_schema_dim *schema = &state->schema->dims[dim];
  if (schema->of >= 0) {
    int64_t base = known_length(state, (uint32_t)schema->of);
    return base < 0 ? -1 : base + schema->is.plus;
  }
  return state->late_lengths[dim];
}

/* The first output that carries a late axis fixes it, through a derived one its base. */
static void fix_length(rp_call_state *state, uint32_t dim, int64_t length) {
  const rp_schema_dim *schema = &state->schema->dims[dim];
  if (schema->of >= 0)
    fix_length(state, (uint32_t)schema->of, length - schema->is.plus);
  else
    state->late_lengths[dim] = length;
}

static bool shape_fits(rp_call_state *state, uint32_t index, uint32_t rank, const int64_t *shape) {
  const rp_schema_output *output = &state->schema->outputs[index];
  if (rank != output->rank) return false;
  for (uint32_t k = 0; k < rank; ++k) {
    const rp_schema_dim *dim = &state->schema->dims[output->axis[k]];
    int64_t known = known_length(state, output->axis[k]);
    if (known >= 0 ? shape[k] != known : shape[k] < dim->is.min || shape[k] > dim->is.max) return false;
    if (known < 0) fix_length(state, output->axis[k], shape[k]);
  }
  return true;
}

static double *output_service(const rp_host *host, uint32_t index, uint32_t rank, const int64_t *shape) {
  rp_call_state *state = state_of(host);
  if (index >= state->schema->output_count) {
    breach(state, "shape-conflict", index, "asked for an output that the model does not have");
    return NULL;
  }
  if (!state->result->outputs) {
    breach(state, "shape-conflict", index,
           "asked a batch's host for storage, which the batch carries itself");
    return NULL;
  }
  rp_result_output *output = &state->result->outputs[index];
  if (state->wanted && !state->wanted[index]) return NULL;
  if (output->data) {
    breach(state, "asked-twice", index, "asked twice for the storage of one output");
    return NULL;
  }
  if (!shape_fits(state, index, rank, shape)) {
    breach(state, "shape-conflict", index, "asked for storage of a shape that contradicts the schema");
    return NULL;
  }
  int64_t size = 1;
  for (uint32_t k = 0; k < rank; ++k)
    if (__builtin_mul_overflow(size, shape[k], &size) || size > INT64_MAX / 64) return NULL;
  size_t bytes = (size_t)(size > 0 ? size : 1) * sizeof(double);
  bool granted = rp_memory_take(bytes);
  output->data = granted ? malloc(bytes) : NULL;
  if (!output->data) {
    if (granted) rp_memory_give(bytes);
    state->no_memory = true;
    return NULL;
  }
  for (int64_t i = 0; i < size; ++i)
    output->data[i] = NAN;
  output->size = size;
  if (rank > 0) memcpy(output->shape, shape, rank * sizeof *shape);
  return output->data;
}

static bool is_slug(const char *slug) {
  return slug && *slug >= 'a' && *slug <= 'z' &&
         strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(slug) &&
         strlen(slug) < sizeof((rp_finding *)0)->slug;
}

/* A finding of a plugin is one line of printable text, whatever the plugin passed. */
static void read_report(const rp_call_state *state, rp_status status, const char *slug, int32_t param,
                        double value, const char *text, rp_finding *finding) {
  bool names_param = param >= 0 && param < (int32_t)state->schema->param_count;
  rp_find(finding, status, is_slug(slug) ? slug : "no-slug", names_param ? param : -1, value, "%s: %s",
          state->schema->model.id, text && *text ? text : rp_status_sentence(status));
  for (char *letter = finding->text; *letter; ++letter)
    if ((unsigned char)*letter < ' ' || *letter == 127) *letter = ' ';
}

static bool comes_before(const rp_call_report *one, const rp_call_report *other) {
  return one->phase != other->phase ? one->phase < other->phase : one->block < other->block;
}

/* Blocks of a loop report in any order: the remarks are kept in program order, the first of them where they
 * are many. */
static void add_remark(rp_call_state *state, const rp_call_report *remark) {
  enum { MOST_REMARKS = 64 };
  if (!state->remarks) state->remarks = malloc(MOST_REMARKS * sizeof *state->remarks);
  if (!state->remarks) return;
  uint32_t place = state->remark_count;
  while (place > 0 && comes_before(remark, &state->remarks[place - 1]))
    --place;
  if (place == MOST_REMARKS) return;
  if (state->remark_count < MOST_REMARKS) ++state->remark_count;
  memmove(&state->remarks[place + 1], &state->remarks[place],
          (state->remark_count - 1 - place) * sizeof *remark);
  state->remarks[place] = *remark;
}

/* Keeps the first report of each status in program order; in a loop that of the lowest block counts as first.
 */
static void report_service(const rp_host *host, rp_status status, const char *slug, int32_t param,
                           double value, const char *text) {
  rp_call_state *state = state_of(host);
  if (!rp_status_is_known(status)) return;
  rp_call_report report = {.phase = state->phase, .block = current_block};
  read_report(state, status, slug, param, value, text, &report.finding);
  pthread_mutex_lock(&state->lock);
  rp_call_report **kept = &state->reports[status];
  if (status == RP_OK) {
    add_remark(state, &report);
  } else if (!*kept || comes_before(&report, *kept)) {
    if (!*kept) *kept = malloc(sizeof **kept);
    if (*kept) **kept = report;
  }
  pthread_mutex_unlock(&state->lock);
}

static void log_service(const rp_host *host, int32_t level, const char *text) {
  rp_call_state *state = state_of(host);
  if (!state->run->log || !text) return;
  pthread_mutex_lock(&state->lock);
  state->run->log(state->run->context, level, text);
  pthread_mutex_unlock(&state->lock);
}

static void progress_service(const rp_host *host, double fraction) {
  rp_call_state *state = state_of(host);
  if (!(fraction >= state->progress && fraction <= 1)) /* a conformance test's matter, not a failure */
    return;
  state->progress = fraction;
  if (state->run->progress && !state->run->progress(state->run->context, fraction))
    state->asked_to_stop = true;
}

static int32_t cancelled_service(const rp_host *host) {
  return rp_interrupted() || state_of(host)->asked_to_stop;
}

static void uniforms_service(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                             double *out) {
  rp_random_uniforms(state_of(host)->run->seed, stream, path, first, n, out);
}

static void normals_service(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                            double *out) {
  rp_random_normals(state_of(host)->run->seed, stream, path, first, n, out);
}

typedef struct parallel_loop {
  rp_body *body;
  void *arg;
  int64_t n, block;
} parallel_loop;

static int32_t run_block(void *arg, int64_t index) {
  const parallel_loop *loop = arg;
  int64_t begin = index * loop->block, end = begin + loop->block, outer = current_block;
  current_block = index;
  rp_status status = loop->body(loop->arg, begin, end < loop->n ? end : loop->n);
  current_block = outer;
  return status;
}

static rp_status parallel_service(const rp_host *host, int64_t n, int64_t block, rp_body *body, void *arg) {
  if (n <= 0) return RP_OK;
  rp_call_state *state = state_of(host);
  parallel_loop loop = {body, arg, n, block > 0 ? block : n};
  ++state->phase;
  rp_status status = rp_pool_run(state->run->pool, (n - 1) / loop.block + 1, run_block, &loop);
  ++state->phase;
  return status;
}

static const void *extension_service(const rp_host *host, const char *id) {
  (void)host;
  (void)id;
  return NULL;
}

bool rp_call_state_init(rp_call_state *state, const rp_schema *schema, const rp_arguments *arguments,
                        const uint8_t *wanted, const rp_run *run, rp_result *result) {
  *state = (rp_call_state){
      .schema = schema, .arguments = arguments, .wanted = wanted, .run = run, .result = result};
  state->host = (rp_host){.struct_size = sizeof(rp_host),
                          .abi_minor = RP_ABI_MINOR,
                          .self = state,
                          .scratch = scratch_service,
                          .output = output_service,
                          .report = report_service,
                          .log = log_service,
                          .progress = progress_service,
                          .cancelled = cancelled_service,
                          .uniforms = uniforms_service,
                          .normals = normals_service,
                          .parallel = parallel_service,
                          .extension = extension_service};
  state->late_lengths = malloc((schema->dim_count + 1u) * sizeof *state->late_lengths);
  if (!state->late_lengths) return false;
  for (uint32_t i = 0; i < schema->dim_count; ++i)
    state->late_lengths[i] = -1;
  rp_arena_init(&state->arena);
  pthread_mutex_init(&state->lock, NULL);
  return true;
}

void rp_call_state_finish(rp_call_state *state) {
  rp_arena_finish(&state->arena);
  pthread_mutex_destroy(&state->lock);
  for (int status = 0; status <= RP_BUG; ++status)
    free(state->reports[status]);
  free(state->remarks);
  free(state->late_lengths);
}

rp_call rp_call_of(rp_call_state *state, const rp_value *values) {
  return (rp_call){.struct_size = sizeof(rp_call),
                   .value_count = state->schema->param_count,
                   .value_stride = sizeof(rp_value),
                   .output_count = state->schema->output_count,
                   .values = values,
                   .host = &state->host,
                   .wanted = state->wanted};
}

/* The first number of a finished solve that breaks the promise of RP_OK. */
static rp_status check_outputs(const rp_call_state *state, rp_finding *finding) {
  const rp_schema *schema = state->schema;
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    const rp_result_output *output = &state->result->outputs[i];
    const rp_output *is = &schema->outputs[i].is;
    if (state->wanted && !state->wanted[i]) continue;
    if (!output->data)
      return rp_find(finding, RP_BUG, "unwritten-output", -1, NAN,
                     "%s: the plugin reported success without the output '%s'", schema->model.id, is->name);
    for (int64_t k = 0; k < output->size; ++k) {
      double value = output->data[k];
      bool allowed = isfinite(value) || (isnan(value) && (is->flags & RP_NAN_MEANINGFUL)) ||
                     (isinf(value) && (is->flags & (RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL)));
      if (!allowed)
        return rp_find(
            finding, RP_BUG, "not-finite", -1, value,
            "%s: the plugin reported success, yet entry %lld of the output '%s' is %g or was never written",
            schema->model.id, (long long)(k + 1), is->name, value);
    }
  }
  return RP_OK;
}

/* The status that the caller gets, with a finding that explains any but RP_OK. */
static void conclude(rp_call_state *state, rp_status returned) {
  rp_result *result = state->result;
  const char *id = state->schema->model.id;
  rp_finding *finding = &result->finding;
  if (state->contract.status != RP_OK) {
    *finding = state->contract;
  } else if (!rp_status_is_known(returned)) {
    rp_find(finding, RP_BUG, "unknown-status", -1, returned, "%s: the plugin returned %d, which is no status",
            id, returned);
  } else if (returned == RP_OK) {
    *finding = (rp_finding){.status = RP_OK, .param = -1, .value = NAN};
    check_outputs(state, finding);
  } else if (state->reports[returned]) {
    *finding = state->reports[returned]->finding;
  } else if (returned == RP_NO_MEMORY || state->no_memory) {
    rp_find(finding, RP_NO_MEMORY, "no-memory", -1, NAN, "%s: the memory limit was reached while solving",
            id);
  } else if (returned == RP_CANCELLED) {
    rp_find(finding, RP_CANCELLED, "cancelled", -1, NAN, "%s: the solve was cancelled", id);
  } else {
    rp_find(finding, returned, "no-report", -1, NAN, "%s: %s (the plugin gave no reason)", id,
            rp_status_sentence(returned));
  }
  result->status = finding->status;
}

static void hand_over_remarks(const rp_call_state *state) {
  rp_result *result = state->result;
  result->remarks = state->remark_count ? malloc(state->remark_count * sizeof *result->remarks) : NULL;
  for (uint32_t i = 0; result->remarks && i < state->remark_count; ++i)
    result->remarks[result->remark_count++] = state->remarks[i].finding;
}

static void drop_outputs(rp_result *result) {
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i].data) {
      rp_memory_give((size_t)(result->outputs[i].size > 0 ? result->outputs[i].size : 1) * sizeof(double));
      free(result->outputs[i].data);
      result->outputs[i].data = NULL;
    }
}

bool rp_solve(const rp_schema *schema, const rp_arguments *arguments, const uint8_t *wanted,
              const rp_run *run, rp_result *result) {
  rp_call_state state;
  *result = (rp_result){.output_count = schema->output_count};
  result->outputs = calloc(schema->output_count + 1u, sizeof *result->outputs);
  if (!result->outputs) return false;
  if (!rp_call_state_init(&state, schema, arguments, wanted, run, result)) {
    free(result->outputs);
    result->outputs = NULL;
    return false;
  }
  rp_call call = rp_call_of(&state, rp_arguments_values(arguments));
  if (run->hooks) run->hooks->before(run->hooks->context, &call);
  rp_status returned = rp_interrupted() ? RP_CANCELLED : schema->model.solve(&call);
  if (run->hooks) run->hooks->after(run->hooks->context);
  conclude(&state, returned);
  hand_over_remarks(&state);
  if (result->status != RP_OK) drop_outputs(result);
  rp_call_state_finish(&state);
  return true;
}

void rp_result_finish(rp_result *result) {
  if (result->outputs) drop_outputs(result);
  free(result->outputs);
  free(result->remarks);
  *result = (rp_result){0};
}

bool rp_output_shape(const rp_schema *schema, const rp_arguments *arguments, uint32_t output, int64_t *shape,
                     int64_t *size) {
  const rp_schema_output *is = &schema->outputs[output];
  *size = 1;
  for (uint32_t k = 0; k < is->rank; ++k) {
    shape[k] = rp_arguments_length(arguments, is->axis[k]);
    if (shape[k] < 0 || __builtin_mul_overflow(*size, shape[k], size)) return false;
  }
  return true;
}
