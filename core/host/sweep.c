/* sweep.c - see sweep.h. */
#include "sweep.h"
#include "interrupt.h"
#include "memory_budget.h"
#include "reprise/clones.h"
#include "sweep_batch.h"
#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Points per block: large enough that a batch fills its lanes and that handing out costs nothing, small
 * enough for progress and for eight threads: of a short sweep a batch takes a sixteenth. The limits are part of
 * the results' reproducibility only through the batch's promise. */
enum { BATCH_BLOCK = 4096, LEAST_BATCH_BLOCK = 64, BLOCKS_OF_SHORT_SWEEPS = 16, POINT_BLOCK = 16 };

static int64_t batch_block(int64_t points) {
  int64_t part = (points - 1) / BLOCKS_OF_SHORT_SWEEPS + 1,
          block = (part + LEAST_BATCH_BLOCK - 1) / LEAST_BATCH_BLOCK * LEAST_BATCH_BLOCK;
  return block < BATCH_BLOCK ? block : BATCH_BLOCK;
}

static int64_t axis_index(const rp_sweep *sweep, uint32_t axis, int64_t point) {
  if (sweep->paired) return point;
  for (uint32_t k = sweep->axis_count - 1; k > axis; --k)
    point /= sweep->axes[k].count;
  return point % sweep->axes[axis].count;
}

double rp_sweep_value(const rp_sweep *sweep, uint32_t axis, int64_t point) {
  return sweep->axes[axis].values[axis_index(sweep, axis, point)];
}

static rp_status set_point(const rp_sweep *sweep, rp_arguments *arguments, int64_t point,
                           rp_finding *finding) {
  for (uint32_t k = 0; k < sweep->axis_count; ++k) {
    uint32_t param = sweep->axes[k].param;
    double value = rp_sweep_value(sweep, k, point);
    const rp_schema_param *schema = &sweep->schema->params[param];
    rp_status status =
        schema->is.kind == RP_CHOICE
            ? rp_arguments_set_choice(arguments, param, schema->is.choices[(uint32_t)value], finding)
            : rp_arguments_set_number(arguments, param, value, finding);
    if (status != RP_OK) return status;
  }
  return rp_arguments_complete(arguments, finding);
}

rp_arguments *rp_sweep_arguments(const rp_sweep *sweep, int64_t point, rp_finding *finding) {
  rp_arguments *arguments = rp_arguments_clone(sweep->base);
  if (!arguments) {
    rp_find(finding, RP_NO_MEMORY, "no-memory", -1, NAN, "%s: no memory for the arguments of a sweep",
            sweep->schema->model.id);
    return NULL;
  }
  if (set_point(sweep, arguments, point, finding) != RP_OK) {
    rp_arguments_destroy(arguments);
    return NULL;
  }
  return arguments;
}

static bool count_points(const rp_sweep *sweep, int64_t *count) {
  *count = sweep->axis_count ? sweep->axes[0].count : 1;
  for (uint32_t k = 1; k < sweep->axis_count && !sweep->paired; ++k)
    if (__builtin_mul_overflow(*count, sweep->axes[k].count, count)) return false;
  return *count > 0;
}

typedef struct sweep_state {
  const rp_sweep *sweep;
  rp_sweep_result *result;
  const rp_batch_extension *batch;
  atomic_llong done;
  pthread_mutex_t lock;
  atomic_bool asked_to_stop;
  atomic_bool left_batch; /* some points went without */
  rp_run inner;           /* of the solves: no pool, no progress */
} sweep_state;

static void note_progress(sweep_state *state, int64_t points) {
  const rp_run *run = state->sweep->run;
  int64_t done = atomic_fetch_add(&state->done, points) + points;
  if (!run->progress) return;
  pthread_mutex_lock(&state->lock);
  if (!run->progress(run->context, (double)done / (double)state->result->point_count))
    state->asked_to_stop = true;
  pthread_mutex_unlock(&state->lock);
}

static bool is_stopped(const sweep_state *state) {
  return rp_interrupted() || state->asked_to_stop;
}

/* Just before they are solved, while they stay in the cache for the solver. */
static void fill_with_nan(rp_sweep_result *result, int64_t begin, int64_t end) {
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i])
      rp_sweep_blank(result->outputs[i] + begin * result->sizes[i], (end - begin) * result->sizes[i]);
}

/* Copies a solved point into its place; a shape that differs from the first point's is a failure of that
 * point. */
static rp_status store_point(sweep_state *state, int64_t point, const rp_result *solved) {
  rp_sweep_result *result = state->result;
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i] && solved->outputs[i].size != result->sizes[i]) return RP_UNSUPPORTED;
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i] && result->sizes[i] > 0)
      memcpy(result->outputs[i] + point * result->sizes[i], solved->outputs[i].data,
             (size_t)result->sizes[i] * sizeof(double));
  return RP_OK;
}

/* One after the other. */
static void solve_range(sweep_state *state, int64_t begin, int64_t end) {
  const rp_sweep *sweep = state->sweep;
  fill_with_nan(state->result, begin, end);
  rp_finding finding;
  rp_arguments *arguments = rp_arguments_clone(sweep->base);
  for (int64_t point = begin; point < end; ++point) {
    rp_status *status = &state->result->status[point];
    rp_result solved;
    if (is_stopped(state) || !arguments) {
      *status = arguments ? RP_CANCELLED : RP_NO_MEMORY;
      continue;
    }
    *status = set_point(sweep, arguments, point, &finding);
    if (*status != RP_OK) continue;
    if (!rp_solve(sweep->schema, arguments, sweep->wanted, &state->inner, &solved)) {
      *status = RP_NO_MEMORY;
      continue;
    }
    *status = solved.status == RP_OK ? store_point(state, point, &solved) : solved.status;
    rp_result_finish(&solved);
  }
  rp_arguments_destroy(arguments);
}

static int32_t solve_points(void *arg, int64_t block) {
  sweep_state *state = arg;
  int64_t begin = block * POINT_BLOCK, end = begin + POINT_BLOCK;
  end = end < state->result->point_count ? end : state->result->point_count;
  solve_range(state, begin, end);
  note_progress(state, end - begin);
  return 0;
}

/* Whether a curve of the model is read up to this parameter: its domain then changes from point to point. */
static bool ends_a_domain(const rp_schema *schema, const char *param) {
  for (uint32_t i = 0; i < schema->param_count; ++i)
    for (int side = 0; side < 2 && schema->params[i].is.kind == RP_CURVE; ++side)
      if (strcmp(schema->params[i].is.domain[side], param) == 0) return true;
  return false;
}

/* Finite and strictly between the bounds, all of them: the usual case, without branches. */
RP_CLONES static bool are_well_inside(const double *values, int64_t count, const rp_param *is) {
  double min = fmax(is->min, -DBL_MAX), max = fmin(is->max, DBL_MAX), odd[8] = {0}, sum = 0;
  int64_t whole = count - count % 8;
  for (int64_t i = 0; i < whole; i += 8)
    for (int j = 0; j < 8; ++j)
      odd[j] += values[i + j] > min ? (values[i + j] < max ? 0 : 1) : 1;
  for (int64_t i = whole; i < count; ++i)
    sum += values[i] > min ? (values[i] < max ? 0 : 1) : 1;
  for (int j = 0; j < 8; ++j)
    sum += odd[j];
  return sum == 0;
}

/* Whether an axis stays inside its parameter's bounds at so many of its values. */
static bool is_axis_inside(const rp_sweep *sweep, uint32_t axis, int64_t begin, int64_t count) {
  const double *values = sweep->axes[axis].values + begin;
  const rp_param *is = &sweep->schema->params[sweep->axes[axis].param].is;
  if (are_well_inside(values, count, is)) return true;
  for (int64_t i = 0; i < count; ++i)
    if (!rp_is_inside(values[i], is->min, is->max, is->flags)) return false;
  return true;
}

/*
 * A batch takes real parameters that nothing else depends on, inside their bounds; anything else goes point by point, with
 * its sentences. Axes that move together are as long as the sweep: their values are looked at block by block.
 */
static bool can_batch(const rp_sweep *sweep) {
  if (sweep->no_batch || sweep->axis_count == 0 || !sweep->schema->model.extension) return false;
  for (uint32_t k = 0; k < sweep->axis_count; ++k) {
    const rp_param *is = &sweep->schema->params[sweep->axes[k].param].is;
    if (is->kind != RP_REAL || ends_a_domain(sweep->schema, is->name)) return false;
    if (!sweep->paired && !is_axis_inside(sweep, k, 0, sweep->axes[k].count)) return false;
  }
  return true;
}

static bool is_block_inside(const rp_sweep *sweep, int64_t begin, int64_t count) {
  for (uint32_t k = 0; sweep->paired && k < sweep->axis_count; ++k)
    if (!is_axis_inside(sweep, k, begin, count)) return false;
  return true;
}

static int32_t solve_batch(void *arg, int64_t block) {
  sweep_state *state = arg;
  rp_sweep_result *result = state->result;
  int64_t size = batch_block(result->point_count), begin = block * size, end = begin + size;
  end = end < result->point_count ? end : result->point_count;
  if (!is_stopped(state) && is_block_inside(state->sweep, begin, end - begin)) {
    rp_sweep_solve_block(state->sweep, result, state->batch, &state->inner, begin, end - begin);
  } else {
    state->left_batch = true;
    solve_range(state, begin, end);
  }
  note_progress(state, end - begin);
  return 0;
}

static rp_status refuse_memory(const rp_sweep *sweep, rp_finding *finding) {
  return rp_find(finding, RP_NO_MEMORY, "no-memory", -1, NAN,
                 "%s: the memory limit was reached for the results of a sweep", sweep->schema->model.id);
}

static size_t output_bytes(const rp_sweep_result *result, uint32_t i) {
  return (size_t)(result->point_count * result->sizes[i] + 1) * sizeof(double);
}

/* Shapes, sizes and statuses; no storage of outputs. */
static rp_status make_shapes(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding) {
  const rp_schema *schema = sweep->schema;
  result->output_count = schema->output_count;
  result->outputs = calloc(schema->output_count + 1u, sizeof *result->outputs);
  result->shapes = calloc(schema->output_count + 1u, sizeof *result->shapes);
  result->sizes = calloc(schema->output_count + 1u, sizeof *result->sizes);
  result->status = calloc((size_t)result->point_count, sizeof *result->status);
  if (!result->outputs || !result->shapes || !result->sizes || !result->status)
    return refuse_memory(sweep, finding);
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    int64_t total;
    if (sweep->wanted && !sweep->wanted[i]) continue;
    if (!rp_output_shape(schema, result->first, i, result->shapes[i], &result->sizes[i]))
      return rp_find(finding, RP_BAD_INPUT, "late-output", -1, NAN,
                     "%s: the output '%s' has a length that only each solve knows, so a sweep cannot collect "
                     "it; solve the points one by one, or ask for other outputs",
                     schema->model.id, schema->outputs[i].is.name);
    if (__builtin_mul_overflow(result->sizes[i], result->point_count, &total) || total > INT64_MAX / 64)
      return refuse_memory(sweep, finding);
  }
  return RP_OK;
}

static rp_status make_storage(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding) {
  for (uint32_t i = 0; i < result->output_count; ++i) {
    if (sweep->wanted && !sweep->wanted[i]) continue;
    if (!rp_memory_take(output_bytes(result, i))) return refuse_memory(sweep, finding);
    result->outputs[i] = malloc(output_bytes(result, i));
    if (!result->outputs[i]) {
      rp_memory_give(output_bytes(result, i));
      return refuse_memory(sweep, finding);
    }
  }
  return RP_OK;
}

/* Arguments of the first point that completes, for shapes and for the batch's base; NULL with the first
 * point's finding. */
static rp_arguments *first_arguments(const rp_sweep *sweep, int64_t points, rp_finding *finding) {
  rp_arguments *first = rp_sweep_arguments(sweep, 0, finding);
  rp_finding other;
  for (int64_t point = 1; !first && point < points && finding->status != RP_NO_MEMORY; ++point)
    first = rp_sweep_arguments(sweep, point, &other);
  return first;
}

rp_status rp_sweep_begin(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding) {
  *result = (rp_sweep_result){0};
  if (!count_points(sweep, &result->point_count))
    return rp_find(finding, RP_BAD_INPUT, "no-points", -1, NAN,
                   "%s: the sweep has no points, or more than can be counted", sweep->schema->model.id);
  result->first = first_arguments(sweep, result->point_count, finding);
  if (!result->first) return finding->status;
  rp_status status = make_shapes(sweep, result, finding);
  if (status != RP_OK) rp_sweep_result_finish(result);
  return status;
}

void rp_sweep_solve(const rp_sweep *sweep, rp_sweep_result *result) {
  sweep_state state = {.sweep = sweep, .result = result, .inner = *sweep->run};
  bool spreads_itself = sweep->schema->model.flags & RP_PARALLEL;
  state.inner.progress = NULL;
  state.inner.pool = spreads_itself ? sweep->run->pool : NULL;
  pthread_mutex_init(&state.lock, NULL);
  state.batch = can_batch(sweep) ? sweep->schema->model.extension(RP_BATCH_EXTENSION) : NULL;
  int64_t block = state.batch ? batch_block(result->point_count) : POINT_BLOCK,
          blocks = (result->point_count - 1) / block + 1;
  rp_pool_body *body = state.batch ? solve_batch : solve_points;
  if (spreads_itself)
    for (int64_t b = 0; b < blocks; ++b)
      body(&state, b);
  else
    rp_pool_run(sweep->run->pool, blocks, body, &state);
  pthread_mutex_destroy(&state.lock);
  result->interrupted = is_stopped(&state);
  result->batched = state.batch && !state.left_batch;
  rp_arguments_destroy(result->first);
  result->first = NULL;
}

rp_status rp_sweep_run(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding) {
  rp_status status = rp_sweep_begin(sweep, result, finding);
  if (status != RP_OK) return status;
  status = make_storage(sweep, result, finding);
  if (status == RP_OK)
    rp_sweep_solve(sweep, result);
  else
    rp_sweep_result_finish(result);
  return status;
}

void rp_sweep_result_finish(rp_sweep_result *result) {
  for (uint32_t i = 0; result->outputs && !result->borrowed && i < result->output_count; ++i)
    if (result->outputs[i]) {
      rp_memory_give(output_bytes(result, i));
      free(result->outputs[i]);
    }
  rp_arguments_destroy(result->first);
  free(result->outputs);
  free(result->shapes);
  free(result->sizes);
  free(result->status);
  *result = (rp_sweep_result){0};
}
