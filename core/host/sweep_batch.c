/* sweep_batch.c - see sweep_batch.h. */
#include "sweep_batch.h"
#include "call_impl.h"
#include "reprise/clones.h"
#include "status.h"
#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

RP_CLONES static void set_nan(double *numbers, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    numbers[i] = NAN;
}

void rp_sweep_blank(double *numbers, int64_t count) {
  set_nan(numbers, count);
}

/* Whether so many numbers are all finite; without branches, so that it vectorises. */
static inline __attribute__((always_inline)) bool are_finite_here(const double *numbers, int64_t count) {
  double sum = 0;
  double lanes[8] = {0};
  int64_t whole = count - count % 8;
  for (int64_t i = 0; i < whole; i += 8)
    for (int j = 0; j < 8; ++j)
      lanes[j] += 0 * numbers[i + j];
  for (int64_t i = whole; i < count; ++i)
    sum += 0 * numbers[i];
  for (int j = 0; j < 8; ++j)
    sum += lanes[j];
  return sum == 0;
}

RP_CLONES static bool are_finite(const double *numbers, int64_t count) {
  return are_finite_here(numbers, count);
}

/* Some points of a batch: where their outputs and statuses lie. */
typedef struct batch_part {
  double **outputs; /* NULL where unwanted */
  rp_status *status;
  int64_t count;
} batch_part;

/* Whether every status is RP_OK, which is 0. */
RP_CLONES static bool are_fine(const rp_status *status, int64_t count) {
  uint32_t odd = 0;
  for (int64_t i = 0; i < count; ++i)
    odd |= (uint32_t)status[i];
  return !odd;
}

/* Whether all is well: every status RP_OK and every number finite. */
static bool is_clean(const rp_sweep_result *result, const batch_part *part) {
  bool clean = are_fine(part->status, part->count);
  for (uint32_t i = 0; i < result->output_count && clean; ++i)
    if (part->outputs[i]) clean = are_finite(part->outputs[i], part->count * result->sizes[i]);
  return clean;
}

/* Whether a point that claims success has an output that its description does not allow. */
static bool breaks_promise(const rp_schema *schema, const rp_sweep_result *result, const batch_part *part,
                           int64_t point) {
  for (uint32_t i = 0; i < result->output_count; ++i) {
    const double *data = part->outputs[i] ? part->outputs[i] + point * result->sizes[i] : NULL;
    uint32_t flags = schema->outputs[i].is.flags;
    for (int64_t k = 0; data && k < result->sizes[i]; ++k)
      if ((isnan(data[k]) && !(flags & RP_NAN_MEANINGFUL)) ||
          (isinf(data[k]) && !(flags & (RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL))))
        return true;
  }
  return false;
}

/* A failed or ill-behaved point of a batch leaves NaN in all outputs. whole: what became of the batch itself. */
static void judge(const rp_schema *schema, const rp_sweep_result *result, rp_status whole,
                  const batch_part *part) {
  if (whole == RP_OK && is_clean(result, part)) return;
  for (int64_t point = 0; point < part->count; ++point) {
    rp_status *status = part->status + point;
    if (whole != RP_OK)
      *status = whole;
    else if (!rp_status_is_known(*status) ||
             (*status == RP_OK && breaks_promise(schema, result, part, point)))
      *status = RP_BUG;
    for (uint32_t i = 0; i < result->output_count && *status != RP_OK; ++i)
      if (part->outputs[i]) rp_sweep_blank(part->outputs[i] + point * result->sizes[i], result->sizes[i]);
  }
}

static void fill_coordinates(const rp_sweep *sweep, uint32_t axis, int64_t begin, int64_t count,
                             double *out) {
  const rp_sweep_axis *is = &sweep->axes[axis];
  int64_t repeat = 1; /* points over which this axis stands still */
  for (uint32_t k = axis + 1; k < sweep->axis_count; ++k)
    repeat *= sweep->axes[k].count;
  int64_t index = begin / repeat % is->count, left = repeat - begin % repeat;
  for (int64_t i = 0; i < count; ++i) {
    out[i] = is->values[index];
    if (--left == 0) {
      left = repeat;
      index = index + 1 == is->count ? 0 : index + 1;
    }
  }
}

/* A stage: storage that stays in the cache, for the outputs of some points at a time. */
typedef struct batch_stage {
  double **outputs; /* [output_count]; NULL if the outputs are written to their places */
  int64_t points;   /* at most */
} batch_stage;

static int64_t numbers_per_point(const rp_sweep_result *result) {
  int64_t numbers = 0;
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i]) numbers += result->sizes[i];
  return numbers;
}

/*
 * Outputs that are many times the cache go through a stage: there they are filled with NaN, solved and looked at, and then
 * stream to their places past the cache. Points of many numbers are as well off without. False when memory is out.
 */
static bool set_stage(const rp_sweep_result *result, int64_t count, rp_arena *arena, batch_stage *stage) {
  enum { STAGED_POINTS = 1024, STAGED_NUMBERS = 1 << 15, MANY_NUMBERS = 1 << 20, STAGGER = 8 };
  int64_t numbers = numbers_per_point(result);
  *stage = (batch_stage){.points = count};
  if (numbers > STAGED_NUMBERS / STAGED_POINTS || numbers * result->point_count < MANY_NUMBERS) return true;
  stage->points = STAGED_POINTS;
  stage->outputs = rp_arena_take(arena, result->output_count * sizeof *stage->outputs, 8);
  double *at = rp_arena_take(
      arena, ((uint64_t)numbers * STAGED_POINTS + STAGGER * result->output_count) * sizeof *at, 64);
  if (!stage->outputs || !at) return false;
  for (uint32_t i = 0; i < result->output_count; ++i) {
    stage->outputs[i] = result->outputs[i] ? at : NULL;
    if (result->outputs[i])
      at += result->sizes[i] * STAGED_POINTS + STAGGER; /* in lines of the cache of their own */
  }
  return true;
}

/* Copies past the cache where the processor can; whether all that it copied is finite. */
RP_CLONES static bool stream(const double *from, int64_t count, double *to) {
  bool finite = are_finite_here(from, count);
  int64_t i = 0;
#ifdef __SSE2__
  for (; i < count && (uintptr_t)(to + i) % 16 != 0; ++i)
    to[i] = from[i];
  for (; i + 2 <= count; i += 2)
    _mm_stream_pd(to + i, _mm_loadu_pd(from + i));
#endif
  for (; i < count; ++i)
    to[i] = from[i];
  return finite;
}

static void streamed(void) {
#ifdef __SSE2__
  _mm_sfence(); /* before another thread is told that the numbers are there */
#endif
}

/* What solving a block takes. */
typedef struct batch_block {
  const rp_sweep *sweep;
  rp_sweep_result *result;
  rp_call_state call;
  rp_batch batch;
  double **coordinates;  /* [axis_count]: of the whole block */
  const double **points; /* [axis_count]: of the points that are solved now */
  double **outputs;      /* [output_count]: of these */
  batch_stage stage;
} batch_block;

/* False when memory is out. */
static bool set_block(batch_block *b, int64_t begin, int64_t count) {
  const rp_sweep *sweep = b->sweep;
  rp_arena *arena = &b->call.arena;
  double *filled = NULL;
  uint32_t axes = sweep->axis_count, *varying = rp_arena_take(arena, axes * sizeof *varying, 8);
  b->coordinates = rp_arena_take(arena, axes * sizeof *b->coordinates, 8);
  b->points = rp_arena_take(arena, axes * sizeof *b->points, 8);
  b->outputs = rp_arena_take(arena, b->result->output_count * sizeof *b->outputs, 8);
  if (!sweep->paired) filled = rp_arena_take(arena, (uint64_t)count * axes * sizeof *filled, 64);
  if (!varying || !b->coordinates || !b->points || !b->outputs || (!sweep->paired && !filled)) return false;
  for (uint32_t k = 0; k < axes; ++k) {
    varying[k] = sweep->axes[k].param;
    b->coordinates[k] = filled ? filled + k * count : NULL;
    if (filled) fill_coordinates(sweep, k, begin, count, b->coordinates[k]);
  }
  b->batch.varying = varying;
  return set_stage(b->result, count, arena, &b->stage);
}

/* Sends a part from the stage to its place; whether it is finite. */
static bool send(const batch_block *b, const batch_part *part, int64_t place) {
  const rp_sweep_result *result = b->result;
  bool finite = true;
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i]) {
      int64_t size = result->sizes[i];
      finite = stream(part->outputs[i], part->count * size, result->outputs[i] + place * size) && finite;
    }
  return finite;
}

/* Solves `count` points from number `first` of the block on, which begins at number `begin` of the sweep. */
static void solve_part(batch_block *b, const rp_batch_extension *extension, int64_t begin, int64_t first,
                       int64_t count) {
  rp_sweep_result *result = b->result;
  const rp_sweep *sweep = b->sweep;
  batch_part part = {b->outputs, result->status + begin + first, count};
  for (uint32_t k = 0; k < sweep->axis_count; ++k)
    b->points[k] = sweep->paired ? sweep->axes[k].values + begin + first : b->coordinates[k] + first;
  for (uint32_t i = 0; i < result->output_count; ++i) {
    double *place = result->outputs[i] ? result->outputs[i] + (begin + first) * result->sizes[i] : NULL;
    part.outputs[i] = b->stage.outputs ? b->stage.outputs[i] : place;
    if (place) rp_sweep_blank(part.outputs[i], count * result->sizes[i]);
  }
  b->batch.n = count;
  b->batch.status = part.status;
  rp_status status = extension->solve(&b->batch);
  if (b->call.contract.status != RP_OK) status = RP_BUG;
  bool clean =
      b->stage.outputs && status == RP_OK && are_fine(part.status, count) && send(b, &part, begin + first);
  if (clean) return;
  judge(sweep->schema, result, status, &part);
  if (b->stage.outputs) send(b, &part, begin + first);
}

static void refuse_block(rp_sweep_result *result, int64_t begin, int64_t count) {
  for (uint32_t i = 0; i < result->output_count; ++i)
    if (result->outputs[i])
      rp_sweep_blank(result->outputs[i] + begin * result->sizes[i], count * result->sizes[i]);
  for (int64_t point = begin; point < begin + count; ++point)
    result->status[point] = RP_NO_MEMORY;
}

void rp_sweep_solve_block(const rp_sweep *sweep, rp_sweep_result *result, const rp_batch_extension *extension,
                          const rp_run *run, int64_t begin, int64_t count) {
  rp_result no_result = {.output_count = 0};
  batch_block b = {.sweep = sweep, .result = result};
  if (!rp_call_state_init(&b.call, sweep->schema, result->first, sweep->wanted, run, &no_result)) {
    refuse_block(result, begin, count);
    return;
  }
  rp_call base = rp_call_of(&b.call, rp_arguments_values(result->first));
  b.batch = (rp_batch){.struct_size = sizeof b.batch, .varying_count = sweep->axis_count, .base = &base};
  if (set_block(&b, begin, count)) {
    b.batch.points = b.points;
    b.batch.outputs = b.outputs;
    for (int64_t first = 0; first < count; first += b.stage.points)
      solve_part(&b, extension, begin, first,
                 count - first < b.stage.points ? count - first : b.stage.points);
    if (b.stage.outputs) streamed();
  } else {
    refuse_block(result, begin, count);
  }
  rp_call_state_finish(&b.call);
}
