/*
 * SPDX-License-Identifier: MIT
 *
 * reprise/plugin.h - the whole interface between the program `reprise` and a solver plugin.
 *
 * A plugin is a shared object that exports one function, rp_plugin_v1(). It returns constant tables that
 * describe the plugin's models completely: parameters, outputs, named axes, laws. From that description the
 * host derives validation, defaults, documentation and tests. A model's solve() is a pure function of plain
 * data: no globals, no files, no threads of its own, no callbacks into scripts. This header needs nothing but
 * <stdint.h> and compiles as C11, C17 and C++17.
 *
 * HOW THIS INTERFACE GROWS. FIELDS ARE ONLY EVER APPENDED. ZERO KEEPS ITS OLD MEANING. Structs that cross
 * the boundary begin with struct_size, or lie in an array whose stride is given; a reader takes the smaller of
 * the size it knows and the size it is told, and treats the rest as zero. Values of kinds, flags, rules and
 * statuses are never reused. A capability that comes as a whole is an extension, "name/revision". Another
 * major version is another symbol name, so that a file that does not fit is not found, never misread.
 *
 * Thread tags, behind each function:
 *   [any]    from any thread, concurrently
 *   [call]   only from the thread that runs solve(), while solve() runs
 *   [worker] from solve()'s thread or from a body that parallel() runs, concurrently
 *
 * Ownership: nothing changes owner across the boundary. Descriptions belong to the plugin and live as long as
 * it is loaded. Arguments are the host's, constant, valid until solve() returns; so are outputs and scratch.
 * Text that a plugin hands to the host is copied.
 */
#ifndef REPRISE_PLUGIN_H
#define REPRISE_PLUGIN_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define RP_ABI_MAJOR 1
#define RP_ABI_MINOR 0
#define RP_ENTRY_SYMBOL "rp_plugin_v1"

/*
 * What is true after a call. The cause travels beside it, through report().
 *
 *   RP_OK             every wanted output is written; finite unless declared RP_NAN_MEANINGFUL or RP_INF_MEANINGFUL
 *   RP_BAD_INPUT      the input breaks the schema or a documented precondition
 *   RP_NO_SOLUTION    the input is legal and the mathematics says that there is none
 *   RP_NOT_CONVERGED  the method failed; another setting may work
 *   RP_CANCELLED      the host asked to stop
 *   RP_NO_MEMORY      a host service returned NULL
 *   RP_UNSUPPORTED    legal in the model, not implemented by this plugin
 *   RP_BUG            an internal check failed
 *
 * Outputs are defined after RP_OK only.
 */
typedef int32_t rp_status;
#define RP_OK 0
#define RP_BAD_INPUT 1
#define RP_NO_SOLUTION 2
#define RP_NOT_CONVERGED 3
#define RP_CANCELLED 4
#define RP_NO_MEMORY 5
#define RP_UNSUPPORTED 6
#define RP_BUG 7

/* Kinds of parameter and what rp_value carries for them. A value of kind 0 is an absent optional parameter. */
typedef uint32_t rp_kind;
#define RP_REAL 1u    /* data[0]                                                          */
#define RP_INTEGER 2u /* integer                                                          */
#define RP_BOOLEAN 3u /* integer, 0 or 1                                                  */
#define RP_CHOICE 4u  /* integer: index into rp_param.choices                             */
#define RP_ARRAY 5u   /* data, row-major; rank and shape follow rp_param.axes             */
#define RP_CURVE 6u   /* data on grid, read by rule; leading axes follow rp_param.axes    */
#define RP_PROCESS 7u /* integer: index into rp_param.processes; data: [axes..., coef]    */

/*
 * How a curve is read. Tables of a script are steps or straight lines. A constant is one step. A script's function
 * is fitted by the host, before solving, to near rounding by piecewise Chebyshev series whose panel edges include
 * the stated breakpoints, so that a solver of high order keeps its order. With rp_param.axes (one curve per agent,
 * say) the shape below is preceded by those extents; all curves of one value share the grid.
 *
 *   RP_STEP_RIGHT  y = y_k on [t_k, t_k+1), the last piece open-ended; shape {points}, grid {points}
 *   RP_LINEAR      straight lines between grid points; shape {points}, grid {points}
 *   RP_CHEBYSHEV   on panel p the series sum_k data[p][k] T_k(s), s in [-1, 1]; shape {panels, terms},
 *                  grid {panels + 1 edges}
 */
#define RP_STEP_RIGHT 0u
#define RP_LINEAR 1u
#define RP_CHEBYSHEV 2u

/*
 * A named axis length: "agents", "assets", "time". It is, in this order: `of` + `plus` where `of` names another
 * dim ("trades" = periods + 1); the integer parameter of the same name; inferred from the first array that carries
 * the axis; min where min == max ("modes" = 2); with RP_DIM_LATE, set by the first output that carries it (adaptive
 * grids). An output that is named like its only axis holds that axis' coordinates.
 */
typedef struct rp_dim {
  const char *name;
  const char *doc;
  int64_t min, max;
  uint32_t flags, reserved;
  const char *of; /* NULL: not derived */
  int64_t plus;
} rp_dim;
#define RP_DIM_LATE 1u

/* A coefficient of a law, with the meaning of the same fields in rp_param. */
typedef struct rp_coef {
  const char *name;
  const char *symbol;
  const char *unit;
  const char *doc;
  double min, max, preset;
  uint32_t flags, reserved;
} rp_coef;

/*
 * A law that an RP_PROCESS parameter accepts. One parameter may stand for many processes: with rp_param.axes
 * the coefficients have shape [axes..., coef]. Correlation of the drivers is an ordinary RP_ARRAY parameter,
 * symmetric and positive definite.
 */
typedef struct rp_process {
  const char *name;     /* "constant", "ou", "cir", "gbm", "chain"                             */
  const char *law;      /* the equation in TeX: dX = \kappa (\theta - X) dt + \sigma dW        */
  const rp_coef *coefs; /* in the order of value.data                                         */
  uint32_t coef_count, coef_stride;
} rp_process;

/* Flags of parameters and coefficients. */
#define RP_MIN_OPEN 1u    /* the lower bound is excluded                                      */
#define RP_MAX_OPEN 2u    /* the upper bound is excluded                                      */
#define RP_NUMERICAL 4u   /* grid size, tolerance: not part of the model                      */
#define RP_SYMMETRIC 8u   /* the matrix must be symmetric                                     */
#define RP_POS_DEF 16u    /* ... and positive definite                                        */
#define RP_INCREASING 32u /* the vector must be strictly increasing                           */
#define RP_OPTIONAL 64u   /* may be absent                                                    */
#define RP_INF_LEGAL 128u /* an infinity inside the bounds is a meaningful value (no venue)   */
#define RP_INTEGRAL 256u  /* every entry of the array is a whole number                       */

typedef struct rp_param {
  const char *name;   /* stable id, [a-z][a-z0-9_]*; never renamed within a major version     */
  const char *symbol; /* the paper's symbol in TeX                                            */
  const char *unit;   /* "1" if dimensionless; products of powers: "cash/share^2"             */
  const char *doc;    /* one sentence                                                         */
  const char *source; /* where the paper introduces it: "eq. 2.3"                             */
  rp_kind kind;
  uint32_t flags;
  double min, max;             /* apply to every entry; infinities mean unbounded                      */
  double preset;               /* default of scalars, index of choices and of laws, fill value of arrays and
                         curves; NaN: none, the parameter is required unless RP_OPTIONAL      */
  const char *const *choices;  /* RP_CHOICE: NULL-terminated                                  */
  const char *const *axes;     /* RP_ARRAY, RP_CURVE, RP_PROCESS: NULL-terminated dim names   */
  const char *variable;        /* RP_CURVE: "t", or a factor's name: sigma2(z)                */
  const char *domain[2];       /* RP_CURVE: [lo, hi]; numbers or names of real or integer parameters; "" on a
                                  side: unbounded there, the script states the interval       */
  const rp_process *processes; /* RP_PROCESS                                                  */
  uint32_t process_count, process_stride;
} rp_param;

typedef struct rp_output {
  const char *name;
  const char *symbol;
  const char *unit;
  const char *doc;
  const char *source;      /* equation, theorem or figure that defines it                     */
  const char *const *axes; /* NULL-terminated dim names; NULL or empty: a scalar              */
  uint32_t flags, reserved;
} rp_output;
#define RP_DIAGNOSTIC 1u     /* residual, count, error estimate: evidence, not a result       */
#define RP_NAN_MEANINGFUL 2u /* NaN is an answer here (no trade, no root)                     */
#define RP_INF_MEANINGFUL 4u /* an infinity is an answer here (never, no bound)               */

/* One argument. */
typedef struct rp_value {
  rp_kind kind;
  uint32_t rank; /* 0 for scalars, at most 4                                             */
  int64_t shape[4];
  int64_t integer;
  const double *data;
  const double *grid; /* RP_CURVE: increasing abscissae                                       */
  int64_t grid_count; /* RP_CURVE: points, or panels + 1                                      */
  uint32_t rule, reserved;
} rp_value;

typedef struct rp_host rp_host;
typedef rp_status rp_body(void *arg, int64_t begin, int64_t end); /* [worker] */

#define RP_LOG_DETAIL 0
#define RP_LOG_NOTE 1
#define RP_LOG_WARNING 2

/* Services. All present from 1.0 and never NULL; without threads parallel() is a loop. None of them unwinds the
 * stack or ends the process. */
struct rp_host {
  uint32_t struct_size;
  uint32_t abi_minor;
  void *self; /* the host's own */

  /* Memory of this call, aligned to `align` (a power of two, at most 4096), not zeroed; it lives until solve()
   * returns and nothing is freed one by one. NULL when the host's limit is reached. [worker] */
  void *(*scratch)(const rp_host *h, uint64_t bytes, uint64_t align);

  /* Storage of output `index`, row-major, NaN-filled. Ask once per wanted output. NULL when the output is not
   * wanted, when rank or shape contradict the schema or an axis that is fixed already, and when memory is out:
   * for an output that is wanted return RP_NO_MEMORY then; the host knows which it was. [call] */
  double *(*output)(const rp_host *h, uint32_t index, uint32_t rank, const int64_t *shape);

  /* A finding with its cause. slug is stable, [a-z][a-z0-9-]*, and what tests compare; param is an index or -1;
   * value is the offending number or NaN; text is one sentence that names parameter, value and condition. The report
   * that goes with the returned status is the first one of that status in program order; inside a parallel loop that
   * of the lowest block. RP_OK: a remark on a result that stands. [worker] */
  void (*report)(const rp_host *h, rp_status s, const char *slug, int32_t param, double value,
                 const char *text);
  void (*log)(const rp_host *h, int32_t level, const char *text); /* [worker] */

  void (*progress)(const rp_host *h, double fraction); /* in [0, 1], not decreasing [call] */
  int32_t (*cancelled)(const rp_host *h);              /* nonzero: return RP_CANCELLED soon [worker] */

  /* Counter-based random numbers: number k of (stream, path) is a function of the run's seed, stream, path and k
   * alone, so neither threads nor the order of calls matter. out receives numbers first .. first + n - 1.
   *
   * Frozen definition. Philox4x32-10 with key (seed low, seed high) and counter (pair low 32 bits, path low 32, path
   * high 32, stream) gives words w0..w3 for the pair of numbers 2*pair and 2*pair + 1, pair < 2^32. Then
   * a = (w0 * 2^32 + w1) >> 11, b = (w2 * 2^32 + w3) >> 11 are 53-bit integers;
   * uniforms: (a + 1/2) 2^-53 and (b + 1/2) 2^-53, in (0, 1), the value rounded to nearest and never 1;
   * normals: with u, v these uniforms, r = sqrt(-2 log u): r cos(2 pi v) and r sin(2 pi v), up to the rounding of
   * the elementary functions. [worker] */
  void (*uniforms)(const rp_host *h, uint32_t stream, uint64_t path, uint64_t first, int64_t n, double *out);
  void (*normals)(const rp_host *h, uint32_t stream, uint64_t path, uint64_t first, int64_t n, double *out);

  /* Runs body over [0, n) in blocks of `block` items; all is done on return. Block limits do not depend on the
   * number of threads. A body writes its own range only; the caller combines partial results in block order. Not to
   * be nested. Returns the status of the lowest failing block, RP_OK if none; blocks above a failing one may be
   * skipped. [call] */
  rp_status (*parallel)(const rp_host *h, int64_t n, int64_t block, rp_body *body, void *arg);

  /* A constant table of the host, or NULL if it has no such extension. id is "name/revision". [any] */
  const void *(*extension)(const rp_host *h, const char *id);
};

typedef struct rp_call {
  uint32_t struct_size;
  uint32_t value_count;   /* == model.param_count                                             */
  uint32_t value_stride;  /* sizeof(rp_value) at the host's build                             */
  uint32_t output_count;  /* length of wanted                                                 */
  const rp_value *values; /* one per parameter, in the schema's order; step by value_stride   */
  const rp_host *host;
  const uint8_t
      *wanted; /* one flag per output; NULL: all. Work that serves unwanted outputs only is skipped */
} rp_call;

/*
 * Extension "batch/1" of a model: n points that differ in some real-valued parameters, solved together in structure-of-
 * arrays lanes. Each point has the same bits as solve() of that point, wherever it lies in the batch. Points that
 * fail carry their status and the others go on; the host asks solve() for the sentence. Outputs carry known
 * axes only (no RP_DIM_LATE). The return value is RP_OK, or RP_CANCELLED or RP_NO_MEMORY for the batch as a whole.
 */
typedef struct rp_batch {
  uint32_t struct_size, varying_count;
  const uint32_t *varying;     /* indices of the parameters that vary                       */
  const double *const *points; /* [varying_count][n]; all inside the schema's bounds        */
  int64_t n;
  const rp_call *base;    /* everything else, host services, wanted outputs            */
  double *const *outputs; /* [output_count]: point-major n x size, NaN-filled; NULL if unwanted */
  rp_status *status;      /* [n]                                                       */
} rp_batch;

typedef struct rp_batch_extension {
  uint32_t struct_size, reserved;
  rp_status (*solve)(const rp_batch *batch); /* [any] reentrant */
} rp_batch_extension;
#define RP_BATCH_EXTENSION "batch/1"

/* One model. Everything that the host knows of it is here; nothing is said twice. */
typedef struct rp_model {
  uint32_t struct_size, reserved;
  const char *id;      /* [a-z][a-z0-9_]*                                                     */
  const char *version; /* "1.2.0"                                                             */
  const char *title;
  const char *paper; /* key into the bibliography, "kuno2018"                               */
  const char *doc;   /* one paragraph: what is solved, by which method, what it costs       */
  const rp_dim *dims;
  const rp_param *params;
  const rp_output *outputs;
  uint32_t dim_count, dim_stride;
  uint32_t param_count, param_stride;
  uint32_t output_count, output_stride;
  uint64_t flags;
  rp_status (*solve)(const rp_call *call);  /* [any] reentrant                                 */
  const void *(*extension)(const char *id); /* [any] NULL: none                                */
} rp_model;
#define RP_USES_RNG 1u
#define RP_PARALLEL                                                                                          \
  2u /* solve() calls parallel(): the host does not spread such solves over threads as well */

typedef struct rp_library {
  uint32_t struct_size, abi_minor;
  const rp_model *models;
  uint32_t model_count, model_stride;
} rp_library;

#if defined(__GNUC__)
#define RP_EXPORT __attribute__((visibility("default")))
#else
#define RP_EXPORT
#endif

/* The library's only exported symbol. No work, no allocation, no threads; the same pointer at each call; NULL if
 * host_minor is too old for the plugin. [any] */
RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor);

#ifdef __cplusplus
}
#endif
#endif
