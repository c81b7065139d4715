/* probe.c - see probe.h. */
#include "probe.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "conform.h"

enum { GUARD = 64, GUARD_BYTE = 0xB7 };

/* A grant of memory with its guards: [GUARD before][bytes][GUARD after]. */
typedef struct grant {
  struct grant *next;
  unsigned char *memory;
  size_t bytes;
  double *real; /* an output's place in the host, NULL for scratch */
  void *block;  /* to free; NULL for scratch                      */
} grant;

typedef struct probe_state {
  rp_host *host; /* the kit's services, first in a block of struct_size bytes */
  rp_value *values;
  const rp_host *inner;
  rp_probe *probe;
  grant *grants;
  pthread_mutex_t lock;
  struct timespec began, stopped;
  double progress;
} probe_state;

static probe_state *state_of(const rp_host *host) {
  return host->self;
}

static double since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

/* Counts a request; false if it is the one to refuse. */
static bool granted(probe_state *state) {
  pthread_mutex_lock(&state->lock);
  bool refuse = ++state->probe->requests == state->probe->refuse_at;
  if (refuse) state->probe->refused = true;
  pthread_mutex_unlock(&state->lock);
  return !refuse;
}

static void remember(probe_state *state, grant what) {
  grant *kept = rp_conform_need(malloc(sizeof *kept));
  memset(what.memory - GUARD, GUARD_BYTE, GUARD);
  memset(what.memory + what.bytes, GUARD_BYTE, GUARD);
  pthread_mutex_lock(&state->lock);
  what.next = state->grants;
  *kept = what;
  state->grants = kept;
  pthread_mutex_unlock(&state->lock);
}

static void *scratch(const rp_host *host, uint64_t bytes, uint64_t align) {
  probe_state *state = state_of(host);
  if (!granted(state)) return NULL;
  uint64_t front = align > GUARD ? align : GUARD;
  if (bytes > UINT64_MAX / 2) return NULL;
  unsigned char *block = state->inner->scratch(state->inner, front + bytes + GUARD, align);
  if (!block) return NULL;
  memset(block + front, state->probe->fill, bytes);
  remember(state, (grant){.memory = block + front, .bytes = bytes});
  return block + front;
}

static double *output(const rp_host *host, uint32_t index, uint32_t rank, const int64_t *shape) {
  probe_state *state = state_of(host);
  if (!granted(state)) return NULL;
  double *real = state->inner->output(state->inner, index, rank, shape);
  if (!real) return NULL;
  size_t count = 1;
  for (uint32_t k = 0; k < rank; ++k)
    count *= (size_t)shape[k];
  unsigned char *block = rp_conform_need(malloc(count * sizeof(double) + 2 * GUARD));
  double *place = (double *)(void *)(block + GUARD);
  for (size_t i = 0; i < count; ++i)
    place[i] = NAN;
  remember(state,
           (grant){.memory = block + GUARD, .bytes = count * sizeof(double), .real = real, .block = block});
  return place;
}

static void report(const rp_host *host, rp_status status, const char *slug, int32_t param, double value,
                   const char *text) {
  const rp_host *inner = state_of(host)->inner;
  inner->report(inner, status, slug, param, value, text);
}

static void write_log(const rp_host *host, int32_t level, const char *text) {
  const rp_host *inner = state_of(host)->inner;
  inner->log(inner, level, text);
}

static void progress(const rp_host *host, double fraction) {
  probe_state *state = state_of(host);
  rp_probe *probe = state->probe;
  if (!(fraction >= state->progress && fraction <= 1) && isnan(probe->progress_to)) {
    probe->progress_from = state->progress;
    probe->progress_to = isnan(fraction) ? INFINITY : fraction;
  }
  probe->progressed = true;
  state->progress = fraction;
  state->inner->progress(state->inner, fraction);
}

static int32_t cancelled(const rp_host *host) {
  probe_state *state = state_of(host);
  rp_probe *probe = state->probe;
  pthread_mutex_lock(&state->lock);
  int64_t poll = ++probe->polls;
  bool stop = (probe->stop_at > 0 && poll >= probe->stop_at) ||
              (probe->patience > 0 && since(&state->began) > probe->patience);
  if (stop && !probe->stopped) {
    probe->stopped = true;
    clock_gettime(CLOCK_MONOTONIC, &state->stopped);
  }
  pthread_mutex_unlock(&state->lock);
  return stop || state->inner->cancelled(state->inner);
}

static void uniforms(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                     double *out) {
  const rp_host *inner = state_of(host)->inner;
  inner->uniforms(inner, stream, path, first, n, out);
}

static void normals(const rp_host *host, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                    double *out) {
  const rp_host *inner = state_of(host)->inner;
  inner->normals(inner, stream, path, first, n, out);
}

static rp_status parallel(const rp_host *host, int64_t n, int64_t block, rp_body *body, void *arg) {
  const rp_host *inner = state_of(host)->inner;
  return inner->parallel(inner, n, block, body, arg);
}

static const void *extension(const rp_host *host, const char *id) {
  const rp_host *inner = state_of(host)->inner;
  return inner->extension(inner, id);
}

/* A copy of a struct in a block that is longer by the surplus, which is all ones: nothing that a reader may use. */
static void *longer(const void *what, size_t size, uint32_t surplus) {
  unsigned char *copy = rp_conform_need(malloc(size + surplus));
  memcpy(copy, what, size);
  memset(copy + size, 0xFF, surplus);
  return copy;
}

static void lengthen_values(probe_state *state, rp_call *call) {
  size_t stride = sizeof(rp_value) + state->probe->surplus;
  unsigned char *block = rp_conform_need(malloc(call->value_count * stride + 1));
  memset(block, 0xFF, call->value_count * stride);
  for (uint32_t i = 0; i < call->value_count; ++i)
    memcpy(block + i * stride, &call->values[i], sizeof(rp_value));
  state->values = (rp_value *)(void *)block;
  call->values = state->values;
  call->value_stride = (uint32_t)stride;
}

static void before(void *context, rp_call *call) {
  probe_state *state = context;
  uint32_t surplus = state->probe->surplus;
  state->inner = call->host;
  rp_host host = {.struct_size = (uint32_t)sizeof(rp_host) + surplus,
                  .abi_minor = RP_ABI_MINOR,
                  .self = state,
                  .scratch = scratch,
                  .output = output,
                  .report = report,
                  .log = write_log,
                  .progress = progress,
                  .cancelled = cancelled,
                  .uniforms = uniforms,
                  .normals = normals,
                  .parallel = parallel,
                  .extension = extension};
  state->host = longer(&host, sizeof host, surplus);
  call->host = state->host;
  if (surplus > 0) lengthen_values(state, call);
  clock_gettime(CLOCK_MONOTONIC, &state->began);
}

static bool intact(const unsigned char *guard) {
  for (int i = 0; i < GUARD; ++i)
    if (guard[i] != GUARD_BYTE) return false;
  return true;
}

static void after(void *context) {
  probe_state *state = context;
  rp_probe *probe = state->probe;
  probe->seconds = since(&state->began);
  if (probe->stopped) probe->seconds_to_stop = since(&state->stopped);
  for (grant *g = state->grants, *next; g; g = next) {
    next = g->next;
    bool front = intact(g->memory - GUARD), back = intact(g->memory + g->bytes);
    if (!front) probe->broken = g->real ? "in front of an output" : "in front of its scratch memory";
    if (!back)
      probe->broken = g->real ? "behind the end of an output" : "behind the end of its scratch memory";
    if (g->real) memcpy(g->real, g->memory, g->bytes);
    free(g->block);
    free(g);
  }
  state->grants = NULL;
  free(state->host);
  free(state->values);
}

void rp_probe_solve(const rp_schema *schema, const rp_arguments *arguments, rp_probe *probe,
                    rp_result *result) {
  probe_state state = {.probe = probe};
  rp_call_hooks hooks = {before, after, &state};
  rp_run run = {.pool = probe->pool, .seed = probe->seed, .hooks = &hooks};
  probe->requests = probe->polls = 0;
  probe->refused = probe->stopped = probe->progressed = false;
  probe->broken = NULL;
  probe->progress_to = NAN;
  probe->seconds_to_stop = 0;
  pthread_mutex_init(&state.lock, NULL);
  if (!rp_solve(schema, arguments, probe->wanted, &run, result)) rp_conform_need(NULL);
  pthread_mutex_destroy(&state.lock);
}

bool rp_results_equal(const rp_schema *schema, const rp_result *one, const rp_result *other, bool diagnostics,
                      rp_message *difference) {
  if (one->status != other->status)
    return rp_fail(difference, "the status is %s in one and %s in the other", rp_status_name(one->status),
                   rp_status_name(other->status));
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    const rp_result_output *a = &one->outputs[i], *b = &other->outputs[i];
    const char *name = schema->outputs[i].is.name;
    bool left_out = schema->outputs[i].is.flags & RP_DIAGNOSTIC && !diagnostics;
    if (!a->data || !b->data || left_out) continue;
    if (memcmp(a->shape, b->shape, schema->outputs[i].rank * sizeof *a->shape) != 0)
      return rp_fail(difference, "the output '%s' has another shape", name);
    for (int64_t k = 0; k < a->size; ++k)
      if (memcmp(&a->data[k], &b->data[k], sizeof(double)) != 0)
        return rp_fail(difference, "entry %lld of the output '%s' is %.17g in one and %.17g in the other",
                       (long long)k + 1, name, a->data[k], b->data[k]);
  }
  return true;
}
