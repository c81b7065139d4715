/* bad_exports.c - breaks `exports`: a function of its own is visible to others. Linked without the version script. */
#include "minimal.h"

RP_EXPORT double rp_identity(double x);

double rp_identity(double x) {
  return x;
}
