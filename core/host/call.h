/*
 * call.h - one solve: the services that plugin.h promises, around a plugin's function, and the checks afterwards.
 * Runs outside of Lua. Uses arguments.h, arena.h, pool.h, random.h, interrupt.h.
 */
#ifndef RP_CALL_H
#define RP_CALL_H
#include "arena.h"
#include "arguments.h"
#include "pool.h"
#include "status.h"

/* Called on the solving thread; return false to ask the solve to stop. */
typedef bool rp_progress_function(void *context, double fraction);
/* Called on any thread, one at a time. */
typedef void rp_log_function(void *context, int32_t level, const char *text);

/* What stands between the host and the plugin of one solve, for whoever tests plugins: `before` may change the call,
 * `after` comes once the plugin has returned and before its outputs are looked at. */
typedef struct rp_call_hooks {
  void (*before)(void *context, rp_call *call);
  void (*after)(void *context);
  void *context;
} rp_call_hooks;

typedef struct rp_run {
  rp_pool *pool; /* NULL: the calling thread alone */
  uint64_t seed;
  rp_progress_function *progress; /* NULL: nobody is interested */
  rp_log_function *log;           /* NULL: likewise             */
  void *context;
  const rp_call_hooks *hooks; /* NULL: none */
} rp_run;

typedef struct rp_result_output {
  double *data; /* NULL: not wanted */
  int64_t shape[RP_MAX_RANK];
  int64_t size;
} rp_result_output;

/* What a solve leaves. Owned by the caller; release with rp_result_finish(). */
typedef struct rp_result {
  rp_status status;
  rp_finding finding;  /* of a status other than RP_OK                        */
  rp_finding *remarks; /* reports with RP_OK: [remark_count], in program order */
  uint32_t remark_count;
  rp_result_output *outputs; /* [schema->output_count]; data only after RP_OK       */
  uint32_t output_count;
} rp_result;

/*
 * Solves the model for completed arguments.
 *
 * wanted is one flag per output, NULL for all. The status of the result is the plugin's, unless the plugin broke its
 * contract: then RP_BUG with a slug (unwritten-output, not-finite, unknown-status, shape-conflict, asked-twice,
 * no-report). After any status but RP_OK there are no outputs. False only when memory for the result itself is out.
 */
bool rp_solve(const rp_schema *schema, const rp_arguments *arguments, const uint8_t *wanted,
              const rp_run *run, rp_result *result);
void rp_result_finish(rp_result *result);

/* Shape and size of an output as far as the arguments fix them; false if an axis is late. */
bool rp_output_shape(const rp_schema *schema, const rp_arguments *arguments, uint32_t output, int64_t *shape,
                     int64_t *size);

#endif
