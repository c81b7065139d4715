/* An axis that must be longer than it may be. */
#include "reprise/plugin.h"

#define DIMS narrow
#define DIM_COUNT 1
static const rp_dim narrow[] = {{.name = "agents", .doc = "Agents.", .min = 5, .max = 2}};
#include "../minimal.h"
