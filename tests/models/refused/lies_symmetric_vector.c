/* Only a matrix can be symmetric. */
#include <math.h>
#include "reprise/plugin.h"

#define DIMS vector_dims
#define DIM_COUNT 1
static const rp_dim vector_dims[] = {{.name = "assets", .doc = "Assets.", .min = 1, .max = 10}};
static const char *const vector_axes[] = {"assets", 0};
#define PARAM_KIND RP_ARRAY
#define PARAM_FLAGS (RP_SYMMETRIC | RP_POS_DEF)
#define PARAM_PRESET NAN
#define PARAM_MORE .axes = vector_axes
#include "../minimal.h"
