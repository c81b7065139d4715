/*
 * model_agents.h - what the models of single agents have in common: a number for each agent, and the parameter that chooses the
 * agents whose paths are kept. Glue.
 */
#ifndef RP_MODEL_AGENTS_H
#define RP_MODEL_AGENTS_H
#include "reprise/tables.h"

/* A parameter with one entry for each agent. */
#define RP_AGENT_ENTRY(name_, symbol_, unit_, bounds_, preset_, flags_, doc_)                                \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 4", doc_), .kind = RP_ARRAY, .flags = flags_, bounds_,         \
                                                         .preset = preset_, .axes = RP_ON("agent")           \
  }

/* Agents whose paths are kept. */
typedef struct rp_reported {
  int64_t count;
  const double *list; /* [count]: their numbers from 1; NULL: the first ones */
} rp_reported;

/* Reads `agents_reported`, which is parameter number `param`; absent: the first `most` of the agents. Refuses agents that there are
 * not. */
rp_status rp_model_reported(const rp_call *call, uint32_t param, int64_t agents, int64_t most,
                            rp_reported *reported);

/* The number of the i-th agent reported, from 0. */
static inline int64_t rp_reported_agent(const rp_reported *reported, int64_t i) {
  return reported->list ? (int64_t)reported->list[i] - 1 : i;
}

#endif
