/* model_traders.c - see model_traders.h. */
#include "model_traders.h"
#include "model_laws.h"

static const rp_coef noise_coefs[] = RP_REVERTING_COEFS("I_0", "share/time", "share/time^1.5", NAN, NAN,
                                                        "Long-run imbalance.", "Imbalance at time zero.");
const rp_process rp_noise_laws[1] = {
    RP_LAW("ou", "dI = \\kappa (\\theta - I)\\,dt + \\sigma\\,dW", noise_coefs)};

rp_status rp_model_check_weights(const rp_call *call, int32_t param_cross, double count, double own,
                                 double cross) {
  if (count > 1 && !(cross < 2 * own))
    return rp_call_report(call, RP_BAD_INPUT, "weight-too-large", param_cross, cross,
                          "'cross_weight' is %.6g, it must be below 2 own_weight = %.6g, or traders' "
                          "first-order conditions are not positive definite",
                          cross, 2 * own);
  if (count > 1 && !(2 * own + (count - 1) * cross > 0))
    return rp_call_report(call, RP_BAD_INPUT, "weight-too-small", param_cross, cross,
                          "'cross_weight' is %.6g, it must be above -2 own_weight/(N - 1) = %.6g, or "
                          "traders' first-order conditions are not positive definite",
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

rp_status rp_model_inventories(const rp_call *call, uint32_t param_traders, uint32_t param_inventories,
                               uint32_t param_mean, int64_t *count, double *mean) {
  const rp_value *inventories = rp_call_value(call, param_inventories);
  int64_t given = inventories->shape[0];
  *count = rp_call_has(call, param_traders) ? rp_call_integer(call, param_traders) : given;
  if (*count < given)
    return rp_call_report(call, RP_BAD_INPUT, "too-many-inventories", (int32_t)param_traders, (double)*count,
                          "'traders' is %lld, it must be at least %lld, the number of inventories",
                          (long long)*count, (long long)given);
  if (*count > given && !rp_call_has(call, param_mean))
    return rp_call_report(
        call, RP_BAD_INPUT, "mean-unknown", (int32_t)param_mean, NAN,
        "'mean_inventory' is absent, it must be given if 'inventories' are of %lld of %lld traders only",
        (long long)given, (long long)*count);
  double sum = 0, scale = 0;
  for (int64_t i = 0; i < given; ++i) {
    sum += inventories->data[i];
    scale += fabs(inventories->data[i]);
  }
  *mean = rp_call_has(call, param_mean) ? rp_call_real(call, param_mean) : sum / (double)given;
  if (*count == given && fabs(*mean * (double)*count - sum) > 1e-12 * scale)
    return rp_call_report(
        call, RP_BAD_INPUT, "mean-contradicts", (int32_t)param_mean, *mean,
        "'mean_inventory' is %.6g, it must be %.6g, the mean of the inventories of all traders", *mean,
        sum / (double)given);
  return RP_OK;
}
