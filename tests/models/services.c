/*
 * services.c - models that use every service of the host: random numbers, a parallel loop with a reduction in
 * block order, progress and cancellation, scratch memory, log and reports. Each model exercises one and gives
 * back what a test needs to judge it. Calls access.h only.
 */
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "access.h"

static const char *const on_numbers[] = {"numbers", NULL};
static const rp_dim numbers[] = {
    {.name = "numbers", .doc = "Fixed by the parameter of that name.", .min = 1, .max = 10000000}};

#define INTEGER(name_, min_, max_, preset_, doc_)                                                            \
  {                                                                                                          \
    .name = name_, .symbol = "n", .unit = "1", .doc = doc_, .source = "", .kind = RP_INTEGER, .min = min_,   \
    .max = max_, .preset = preset_                                                                           \
  }
#define OUTPUT(name_, axes_, flags_, doc_)                                                                   \
  { .name = name_, .symbol = "y", .unit = "1", .doc = doc_, .source = "", .axes = axes_, .flags = flags_ }
#define MODEL(id_, title_, dims_, dim_count_, params_, outputs_, flags_, solve_)                             \
  {                                                                                                          \
    .struct_size = sizeof(rp_model), .id = id_, .version = "1.0.0", .title = title_, .paper = "",            \
    .doc = title_, .dims = dims_, .params = params_, .outputs = outputs_, .dim_count = dim_count_,           \
    .dim_stride = sizeof(rp_dim), .param_count = COUNT_OF(params_), .param_stride = sizeof(rp_param),        \
    .output_count = COUNT_OF(outputs_), .output_stride = sizeof(rp_output), .flags = flags_, .solve = solve_ \
  }

/* Random numbers. */

static const rp_param random_params[] = {INTEGER("numbers", 1, 10000000, 8, "How many."),
                                         INTEGER("stream", 0, 4294967295.0, 0, "Which stream."),
                                         INTEGER("path", 0, 9007199254740992.0, 0, "Which path."),
                                         INTEGER("first", 0, 4294967295.0, 0, "Number of the first.")};
static const rp_output random_outputs[] = {
    OUTPUT("uniforms", on_numbers, 0, "Uniform numbers first .. first + n - 1."),
    OUTPUT("normals", on_numbers, 0, "Standard normal numbers likewise.")};

static rp_status solve_random(const rp_call *call) {
  const rp_host *host = call->host;
  int64_t n = integer_of(call, 0);
  uint32_t stream = (uint32_t)integer_of(call, 1);
  uint64_t path = (uint64_t)integer_of(call, 2), first = (uint64_t)integer_of(call, 3);
  double *uniforms, *normals;
  rp_status status = open_output(call, 0, 1, &n, &uniforms);
  if (status == RP_OK) status = open_output(call, 1, 1, &n, &normals);
  if (status != RP_OK) return status;
  if (uniforms) host->uniforms(host, stream, path, first, n, uniforms);
  if (normals) host->normals(host, stream, path, first, n, normals);
  return RP_OK;
}

/* Parallel loop. */

static const rp_param parallel_params[] = {INTEGER("numbers", 1, 10000000, 1000, "Items of the loop."),
                                           INTEGER("block", 1, 1000000, 64, "Items of a block.")};
static const rp_output parallel_outputs[] = {
    OUTPUT("sum", NULL, 0,
           "Sum of one normal number per item, first inside blocks, then over them in order."),
    OUTPUT("squares", on_numbers, 0, "Square of each item's number."),
    OUTPUT("blocks", NULL, RP_DIAGNOSTIC, "Number of blocks.")};

typedef struct loop {
  const rp_host *host;
  double *squares;
  double *partial; /* [blocks] */
  int64_t block;
} loop;

static rp_status sum_block(void *arg, int64_t begin, int64_t end) {
  loop *work = arg;
  double sum = 0;
  for (int64_t i = begin; i < end; ++i) {
    double number;
    work->host->normals(work->host, 1, (uint64_t)i, 0, 1, &number);
    sum += number;
    if (work->squares) work->squares[i] = number * number;
  }
  work->partial[begin / work->block] = sum;
  return RP_OK;
}

static rp_status solve_parallel(const rp_call *call) {
  int64_t n = integer_of(call, 0), block = integer_of(call, 1), blocks = (n + block - 1) / block;
  loop work = {.host = call->host, .block = block};
  rp_status status = open_output(call, 1, 1, &n, &work.squares);
  if (status != RP_OK) return status;
  work.partial = call->host->scratch(call->host, (uint64_t)blocks * sizeof(double), _Alignof(double));
  if (!work.partial) return RP_NO_MEMORY;
  status = call->host->parallel(call->host, n, block, sum_block, &work);
  if (status != RP_OK) return status;
  double sum = 0;
  for (int64_t b = 0; b < blocks; ++b)
    sum += work.partial[b];
  status = write_scalar(call, 0, sum);
  return status == RP_OK ? write_scalar(call, 2, (double)blocks) : status;
}

/* Progress and cancellation. */

static const rp_param slow_params[] = {
    INTEGER("steps", 1, 1000000000, 1000, "Steps, each some microseconds long."),
    INTEGER("backwards", 0, 1, 0, "1: progress runs backwards, which the host must bear.")};
static const rp_output slow_outputs[] = {OUTPUT("steps_done", NULL, 0, "Steps that were made.")};

static rp_status solve_slow(const rp_call *call) {
  const rp_host *host = call->host;
  int64_t steps = integer_of(call, 0), done = 0;
  volatile double heat = 1;
  for (; done < steps; ++done) {
    if (host->cancelled(host)) {
      host->report(host, RP_CANCELLED, "stopped", -1, (double)done, "the slow model was asked to stop");
      return RP_CANCELLED;
    }
    for (int i = 0; i < 1000; ++i)
      heat = heat * 0.5 + 1;
    double fraction = (double)(done + 1) / (double)steps;
    host->progress(host, integer_of(call, 1) ? 1.5 - 2 * fraction : fraction);
  }
  return write_scalar(call, 0, (double)done);
}

/* Scratch memory. */

static const rp_param scratch_params[] = {
    INTEGER("pieces", 1, 100000, 100, "Pieces of memory to take."),
    INTEGER("bytes", 0, 9007199254740992.0, 1000, "Size of each."),
    INTEGER("alignment", 1, 1048576, 64, "Alignment of each, a power of two up to 4096.")};
static const rp_output scratch_outputs[] = {
    OUTPUT("misaligned", NULL, 0, "Pieces that are not aligned as asked."),
    OUTPUT("overlapping", NULL, 0, "Pieces that lost their contents to a later one.")};

static rp_status solve_scratch(const rp_call *call) {
  const rp_host *host = call->host;
  int64_t pieces = integer_of(call, 0);
  uint64_t bytes = (uint64_t)integer_of(call, 1), alignment = (uint64_t)integer_of(call, 2);
  unsigned char **piece = host->scratch(host, (uint64_t)pieces * sizeof *piece, _Alignof(unsigned char *));
  if (!piece) return RP_NO_MEMORY;
  double misaligned = 0, overlapping = 0;
  for (int64_t i = 0; i < pieces; ++i) {
    piece[i] = host->scratch(host, bytes, alignment);
    if (!piece[i]) {
      host->report(host, RP_NO_MEMORY, "no-scratch", 1, (double)i, "scratch memory ran out");
      return RP_NO_MEMORY;
    }
    misaligned += (uintptr_t)piece[i] % alignment != 0;
    memset(piece[i], (int)(i % 251), bytes);
  }
  for (int64_t i = 0; i < pieces && bytes > 0; ++i)
    overlapping += piece[i][0] != i % 251 || piece[i][bytes - 1] != i % 251;
  rp_status status = write_scalar(call, 0, misaligned);
  return status == RP_OK ? write_scalar(call, 1, overlapping) : status;
}

/* Statuses, reports, log. */

static const char *const endings[] = {
    "ok", "bad_input", "no_solution", "not_converged", "cancelled", "no_memory", "unsupported", "bug", NULL};
static const char *const places[] = {"call", "loop", "both", "after", NULL};
static const char *const slugs[] = {"all-is-well",   "strange-input", "not-concave",     "too-few-steps",
                                    "asked-to-stop", "no-room",       "not-written-yet", "cannot-happen"};

static const rp_param ending_params[] = {
    {.name = "ending",
     .symbol = "e",
     .unit = "1",
     .doc = "The status to return.",
     .source = "",
     .kind = RP_CHOICE,
     .preset = 0,
     .choices = endings},
    {.name = "place",
     .symbol = "p",
     .unit = "1",
     .doc = "Who reports: solve(), the blocks of a loop, both in this order, both in the other order.",
     .source = "",
     .kind = RP_CHOICE,
     .preset = 0,
     .choices = places},
    {.name = "number",
     .symbol = "x",
     .unit = "cash",
     .doc = "The number in the report.",
     .source = "",
     .kind = RP_REAL,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = 2.5}};
static const rp_output ending_outputs[] = {OUTPUT("answer", NULL, 0, "Always 42.")};

enum { FIRST_FAILING = 30, LOOP_ITEMS = 1000, LOOP_BLOCK = 10 };

typedef struct ending {
  const rp_host *host;
  rp_status status;
} ending;

/* Every block from FIRST_FAILING / LOOP_BLOCK on fails and says which it is. The lowest of them comes late,
 * and must win for any number of threads. */
static rp_status end_block(void *arg, int64_t begin, int64_t end) {
  const ending *chosen = arg;
  (void)end;
  if (begin < FIRST_FAILING) return RP_OK;
  if (begin == FIRST_FAILING) nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
  chosen->host->report(chosen->host, chosen->status, slugs[chosen->status], 2, (double)begin,
                       "a block of the loop failed");
  return chosen->status;
}

static void report_twice(const rp_call *call, const ending *chosen) {
  const rp_host *host = call->host;
  host->report(host, chosen->status, slugs[chosen->status], 2, real_of(call, 2),
               "the number was chosen to end like this");
  host->report(host, chosen->status, "second-thought", 2, -1, "a later report of the same status");
}

static rp_status solve_ending(const rp_call *call) {
  enum { IN_CALL, IN_LOOP, BEFORE_LOOP, AFTER_LOOP };
  const rp_host *host = call->host;
  ending chosen = {.host = host, .status = (rp_status)integer_of(call, 0)};
  int64_t place = integer_of(call, 1);
  host->log(host, RP_LOG_DETAIL, "a detail");
  host->log(host, RP_LOG_NOTE, "a note");
  host->log(host, RP_LOG_WARNING, "a warning");
  if (place == IN_CALL || place == BEFORE_LOOP) report_twice(call, &chosen);
  if (place != IN_CALL) {
    rp_status status = host->parallel(host, LOOP_ITEMS, LOOP_BLOCK, end_block, &chosen);
    if (status != chosen.status) return RP_BUG;
  }
  if (place == AFTER_LOOP) report_twice(call, &chosen);
  return chosen.status == RP_OK ? write_scalar(call, 0, 42.0) : chosen.status;
}

/* Extensions of the host. */

static const rp_param none_params[] = {INTEGER("unused", 0, 1, 0, "Not looked at.")};
static const rp_output host_outputs[] = {
    OUTPUT("unknown_extension", NULL, 0, "1 if the host claims an extension that no one defined."),
    OUTPUT("minor", NULL, RP_DIAGNOSTIC, "The host's minor version."),
    OUTPUT("size", NULL, RP_DIAGNOSTIC, "The size of its table of services.")};

static rp_status solve_host(const rp_call *call) {
  rp_status status = write_scalar(call, 0, call->host->extension(call->host, "no-such-thing/1") != NULL);
  if (status == RP_OK) status = write_scalar(call, 1, call->host->abi_minor);
  return status == RP_OK ? write_scalar(call, 2, call->host->struct_size) : status;
}

static const rp_model models[] = {MODEL("service_random", "Random numbers of the host.", numbers, 1,
                                        random_params, random_outputs, RP_USES_RNG, solve_random),
                                  MODEL("service_parallel", "A parallel loop with a reduction.", numbers, 1,
                                        parallel_params, parallel_outputs, RP_USES_RNG | RP_PARALLEL,
                                        solve_parallel),
                                  MODEL("service_slow", "A long solve that can be stopped.", NULL, 0,
                                        slow_params, slow_outputs, 0, solve_slow),
                                  MODEL("service_scratch", "Memory of the call.", NULL, 0, scratch_params,
                                        scratch_outputs, 0, solve_scratch),
                                  MODEL("service_ending", "Every status with its report.", NULL, 0,
                                        ending_params, ending_outputs, RP_PARALLEL, solve_ending),
                                  MODEL("service_host", "What the host says of itself.", NULL, 0, none_params,
                                        host_outputs, 0, solve_host)};
static const rp_library library = {.struct_size = sizeof(rp_library),
                                   .abi_minor = RP_ABI_MINOR,
                                   .models = models,
                                   .model_count = COUNT_OF(models),
                                   .model_stride = sizeof(rp_model)};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  (void)host_minor;
  return &library;
}
