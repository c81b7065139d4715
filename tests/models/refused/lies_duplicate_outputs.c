/* Two outputs of one name. */
#include "../access.h"

#define OUTPUTS twins
#define OUTPUT_COUNT 2
static const rp_output twins[] = {{.name = "y", .symbol = "y", .unit = "1", .doc = "One.", .source = ""},
                                  {.name = "y", .symbol = "y", .unit = "1", .doc = "Two.", .source = ""}};
#include "../minimal.h"
