/*
 * coupled_agents_lanes.h - eight agents side by side as one number, for the files of coupled_agents.h only. Vectors of the
 * compiler, so that every operation is one for all eight, however wide the machine's registers are.
 */
#ifndef RP_COUPLED_AGENTS_LANES_H
#define RP_COUPLED_AGENTS_LANES_H
#include <stdint.h>
#include "numerics/coupled_agents.h"
#include "reprise/clones.h"

/* A function that is not inlined is compiled for the plainest instruction set. */
#if defined(__GNUC__)
#define RP_INLINE static inline __attribute__((always_inline))
#else
#define RP_INLINE static inline
#endif

enum { LANES = RP_AGENT_LANES, STAGES_MOST = RP_COLLOCATION_MOST };

/* Memory of callers is aligned for double only. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));

RP_INLINE void fill_lanes(double value, lanes *to) {
  for (int l = 0; l < LANES; ++l)
    (*to)[l] = value;
}

/* Clears the lanes of `ok` in which value is not positive. */
RP_INLINE void need_positive(const lanes *value, lanes *ok) {
  for (int l = 0; l < LANES; ++l)
    (*ok)[l] = (*value)[l] > 0 ? (*ok)[l] : 0;
}

#endif
