/*
 * probe.h - a solve through services of the kit's own: they grant and refuse memory as told, put guards around it,
 * ask to stop at a chosen poll, and write down what the plugin does with them. Uses call.h.
 */
#ifndef RP_PROBE_H
#define RP_PROBE_H
#include "call.h"

typedef struct rp_probe {
  /* what to do */
  const uint8_t *wanted; /* NULL: all outputs                                                   */
  rp_pool *pool;         /* NULL: one thread                                                    */
  uint64_t seed;
  int64_t refuse_at;  /* the request for memory that is refused, from 1; 0: none             */
  int64_t stop_at;    /* the poll from which on cancelled() says yes; 0: none                */
  double patience;    /* seconds after which it says yes anyhow; 0: for ever                 */
  unsigned char fill; /* every byte of fresh scratch memory                                  */
  uint32_t surplus;   /* bytes that the host's structs are longer than this header's, a multiple of 8 */

  /* what was seen */
  int64_t requests, polls;
  bool refused;                      /* the request number refuse_at came                                  */
  bool stopped;                      /* cancelled() said yes, at least once                                */
  double seconds_to_stop;            /* from the first yes to the end of the solve                         */
  double seconds;                    /* of the solve                                                       */
  const char *broken;                /* a sentence about memory written outside of a grant, or NULL        */
  double progress_from, progress_to; /* the first step that fell or left [0, 1], NaN: none       */
  bool progressed;
} rp_probe;

/* As rp_solve(); exits the process when the kit itself is out of memory. */
void rp_probe_solve(const rp_schema *schema, const rp_arguments *arguments, rp_probe *probe,
                    rp_result *result);

/* True if both have the same status and the same bytes in the same shapes; else false with a sentence that names the
 * output and the place. Outputs that only one of them has are not compared, and diagnostics only if asked for: they may
 * tell how a result came about. */
bool rp_results_equal(const rp_schema *schema, const rp_result *one, const rp_result *other, bool diagnostics,
                      rp_message *difference);

#endif
