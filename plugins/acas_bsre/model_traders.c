/* model_traders.c - see model_traders.h. */
#include "model_traders.h"

rp_status rp_model_check_weights(const rp_call *call, int32_t param_cross, double count, double own,
                                 double cross) {
  if (count > 1 && !(cross < 2 * own))
    return rp_call_report(call, RP_BAD_INPUT, "weight-too-large", param_cross, cross,
                          "'cross_weight' is %.6g, it must be below 2 own_weight = %.6g, or traders' "
                          "first-order conditions are not positive definite",
                          cross, 2 * own);
  if (count > 1 && !(2 * own + (count - 1) * cross > 0))
    return rp_call_report(
        call, RP_BAD_INPUT, "weight-too-small", param_cross, cross,
        "'cross_weight' is %.6g, it must be above -2 own_weight/(N - 1) = %.6g, or traders' "
        "first-order conditions are not positive definite",
        cross, -2 * own / (count - 1));
  return RP_OK;
}

bool rp_model_constant(const rp_curve *curve) {
  int64_t pieces = curve->rule == RP_CHEBYSHEV ? curve->grid_count - 1 : curve->grid_count;
  for (int64_t k = 0; k < pieces; ++k) {
    const double *terms = curve->data + k * (curve->rule == RP_CHEBYSHEV ? curve->terms : 1);
    if (terms[0] != curve->data[0]) return false;
    for (int64_t i = 1; curve->rule == RP_CHEBYSHEV && i < curve->terms; ++i)
      if (terms[i] != 0) return false;
  }
  return true;
}
