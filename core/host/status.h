/*
 * status.h - the statuses of plugin.h with the words for them, and the finding that travels beside a status.
 * One list yields names, sentences and remedies; documentation is printed from it.
 */
#ifndef RP_STATUS_H
#define RP_STATUS_H
#include "reprise/plugin.h"

/* X(status, name in scripts, what is true, what to do) */
#define RP_STATUS_LIST(X)                                                                                    \
  X(RP_OK, "ok", "every wanted output is there", "nothing")                                                  \
  X(RP_BAD_INPUT, "bad_input", "a parameter breaks the model's schema or a documented condition",            \
    "change the parameter that the sentence names")                                                          \
  X(RP_NO_SOLUTION, "no_solution", "the input is legal and the mathematics has no solution for it",          \
    "read the violated condition; no numerical setting will help")                                           \
  X(RP_NOT_CONVERGED, "not_converged", "the method failed; a solution may exist",                            \
    "try other numerical settings or another method of the model")                                           \
  X(RP_CANCELLED, "cancelled", "the run was asked to stop", "run again")                                     \
  X(RP_NO_MEMORY, "no_memory", "the memory limit of the run was reached",                                    \
    "ask for fewer outputs, or raise --memory")                                                              \
  X(RP_UNSUPPORTED, "unsupported", "the model allows the input, this plugin does not implement it",          \
    "choose another method or setting")                                                                      \
  X(RP_BUG, "bug", "the plugin broke its contract or an internal check of it failed",                        \
    "report it to its author")

/* "no_solution"; "unknown" for a number that is no status. */
const char *rp_status_name(rp_status status);
const char *rp_status_sentence(rp_status status);
const char *rp_status_remedy(rp_status status);
int rp_status_is_known(rp_status status);

/* Why a call ended as it did. */
typedef struct rp_finding {
  rp_status status;
  int32_t param;  /* index, or -1                                  */
  double value;   /* the offending number, or NaN                  */
  char slug[64];  /* stable: "out-of-bounds", "fee-below-threshold" */
  char text[960]; /* one sentence                                  */
} rp_finding;

/* Fills the finding, cut to fit, and returns its status. */
rp_status rp_find(rp_finding *finding, rp_status status, const char *slug, int32_t param, double value,
                  const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 6, 7)))
#endif
    ;

#endif
