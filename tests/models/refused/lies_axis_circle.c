/* Two axes that derive from each other. */
#include "reprise/plugin.h"

#define DIMS circle
#define DIM_COUNT 2
static const rp_dim circle[] = {
    {.name = "hen", .doc = "From the egg.", .min = 1, .max = 10, .of = "egg", .plus = 1},
    {.name = "egg", .doc = "From the hen.", .min = 1, .max = 10, .of = "hen", .plus = 1}};
#include "../minimal.h"
