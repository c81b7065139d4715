/* The table of parameters is far shorter than its count, within the limits that a check of counts could see.
 */
#define PARAM_COUNT 4000
#include "../minimal.h"
