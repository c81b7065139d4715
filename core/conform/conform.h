/*
 * conform.h - the conformance kit: what a plugin promises by plugin.h, each promise a check with an id. A check runs
 * in a process of its own (command/conform.lua sees to that), because a plugin that breaks a promise may take the
 * process with it. Uses the host's headers; nothing in the host uses it.
 */
#ifndef RP_CONFORM_H
#define RP_CONFORM_H
#include "library.h"

typedef enum rp_verdict { RP_CONFORM_PASS, RP_CONFORM_SKIP, RP_CONFORM_WARN, RP_CONFORM_FAIL } rp_verdict;

/* Receives each finding of a check; `at` is the model or "". */
typedef void rp_conform_sink(void *context, rp_verdict verdict, const char *at, const char *text);
/* Receives the case that is about to be solved, as a Lua table: what a crash or a time-out is blamed on. */
typedef void rp_conform_notice(void *context, const char *model, const char *text);

/* One run of one check. */
typedef struct rp_conform {
  const char *path;
  uint64_t seed;
  int64_t cases;            /* random inputs per model                  */
  rp_library_file *library; /* NULL for checks that load it themselves  */
  rp_conform_sink *sink;
  rp_conform_notice *notice;
  void *context;
  uint32_t models;    /* of the library, once it is loaded */
  rp_verdict verdict; /* the worst finding */
} rp_conform;

typedef struct rp_conform_check {
  const char *id;       /* [a-z-]+                                                    */
  const char *sentence; /* what a plugin that passes does                             */
  double seconds;       /* the time limit of its process                              */
  bool unloaded;        /* runs without the library loaded: a plugin that fails it fails no other check */
  void (*run)(rp_conform *conform);
} rp_conform_check;

/* All checks in their order. */
const rp_conform_check *rp_conform_checks(uint32_t *count);

/* Runs a check. The verdict is also the worst of those that went to the sink. A file that cannot be loaded makes
 * the checks that need it skip, saying so. */
rp_verdict rp_conform_run(const rp_conform_check *check, rp_conform *conform);

/* For the checks: states a finding about the model (NULL: about the file). */
void rp_conform_find(rp_conform *conform, rp_verdict verdict, const rp_schema *model, const char *format, ...)
    RP_PRINTF(4, 5);

/* Ends the process if memory is out: it is the kit's own, and no finding about the plugin. */
void *rp_conform_need(void *memory);
/* How many entries a folder has: /proc/self/fd, /proc/self/task. */
int rp_conform_entries(const char *folder);

/* The checks, by file. */
void rp_check_loads(rp_conform *conform);         /* check_file.c */
void rp_check_exports(rp_conform *conform);       /* check_exports.c */
void rp_check_reload(rp_conform *conform);        /* check_file.c */
void rp_check_hosts(rp_conform *conform);         /* check_file.c */
void rp_check_description(rp_conform *conform);   /* check_description.c */
void rp_check_documented(rp_conform *conform);    /* check_description.c */
void rp_check_defaults(rp_conform *conform);      /* check_solve.c */
void rp_check_outputs(rp_conform *conform);       /* check_solve.c */
void rp_check_repeats(rp_conform *conform);       /* check_solve.c */
void rp_check_threads(rp_conform *conform);       /* check_solve.c */
void rp_check_concurrent(rp_conform *conform);    /* check_concurrent.c */
void rp_check_inputs(rp_conform *conform);        /* check_memory.c */
void rp_check_guards(rp_conform *conform);        /* check_memory.c */
void rp_check_uninitialised(rp_conform *conform); /* check_memory.c */
void rp_check_longer(rp_conform *conform);        /* check_memory.c */
void rp_check_no_memory(rp_conform *conform);     /* check_memory.c */
void rp_check_surroundings(rp_conform *conform);  /* check_surroundings.c */
void rp_check_batch(rp_conform *conform);         /* check_batch.c */
void rp_check_refusals(rp_conform *conform);      /* check_refusals.c */
void rp_check_extents(rp_conform *conform);       /* check_refusals.c */
void rp_check_fuzz(rp_conform *conform);          /* check_fuzz.c */
void rp_check_cancel(rp_conform *conform);        /* check_cancel.c */
void rp_check_progress(rp_conform *conform);      /* check_cancel.c */
void rp_check_units(rp_conform *conform);         /* check_units.c */

#endif
