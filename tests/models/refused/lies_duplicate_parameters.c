/* Two parameters of one name. */
#include "../access.h"

#define PARAMS twins
#define PARAM_COUNT 2
static const rp_param twins[] = {{.name = "x",
                                  .symbol = "x",
                                  .unit = "1",
                                  .doc = "One.",
                                  .source = "",
                                  .kind = RP_REAL,
                                  .min = 0,
                                  .max = 9,
                                  .preset = 1},
                                 {.name = "x",
                                  .symbol = "x",
                                  .unit = "1",
                                  .doc = "Two.",
                                  .source = "",
                                  .kind = RP_REAL,
                                  .min = 0,
                                  .max = 9,
                                  .preset = 2}};
#include "../minimal.h"
