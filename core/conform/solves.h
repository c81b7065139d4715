/*
 * solves.h - what the checks that solve have in common: a case with its text, and a probe with the kit's settings.
 * Uses trial.h and probe.h.
 */
#ifndef RP_SOLVES_H
#define RP_SOLVES_H
#include "conform.h"
#include "probe.h"
#include "trial.h"

/* Seconds after which the kit asks a solve to stop; what then stops is called slow, what does not runs into the time
 * limit of its process. */
#define RP_PATIENCE 10.0

/* Inputs with their completed arguments. */
typedef struct rp_case {
  rp_trial trial;
  rp_arguments *arguments; /* NULL: refused by the schema */
} rp_case;

/* Says what is solved next, so that a crash is told with its inputs. */
void rp_case_announce(rp_conform *conform, const rp_trial *trial);
/* Announces the trial, which the case owns from now on, and completes it. */
rp_case rp_case_of(rp_conform *conform, rp_trial trial, rp_finding *finding);
/* The defaults; arguments NULL after a finding if they break the schema. */
rp_case rp_case_defaults(rp_conform *conform, const rp_schema *schema);
/* The defaults and their result on one thread; arguments NULL, and nothing to release, if they are not solved, which
 * the check `defaults` tells and the caller's skips. */
rp_case rp_case_solved(rp_conform *conform, const rp_schema *schema, rp_result *result);
void rp_case_finish(rp_case *at);

/* A probe that observes: all outputs, one thread, the run's seed. */
rp_probe rp_probe_of(const rp_conform *conform);

#endif
