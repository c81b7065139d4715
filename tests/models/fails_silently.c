/* Fails without a report: the host must still say something useful. */
#include "access.h"

#define MODEL_ID "fails_silently"
#define SOLVE give_up
static rp_status give_up(const rp_call *call) {
  (void)call;
  return RP_NO_SOLUTION;
}
#include "minimal.h"
