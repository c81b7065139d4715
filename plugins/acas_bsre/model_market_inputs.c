/* model_market_inputs.c - see model_market_inputs.h. */
#include "model_market_inputs.h"

rp_status rp_model_intensity(const rp_call *call, uint32_t param, rp_intensity *intensity) {
  double decay = rp_call_real(call, param), bend = rp_call_real(call, param + 1), least, most;
  *intensity = (rp_intensity){decay, bend, rp_call_real(call, param + 2)};
  if (!(fabs(bend) < decay))
    return rp_call_report(call, RP_BAD_INPUT, "intensity-not-decreasing", (int32_t)param + 1, bend,
                          "'intensity_bend' is %.6g, it must be below intensity_decay = %.6g in modulus, or "
                          "the intensity is not decreasing",
                          bend, decay);
  rp_intensity_class(intensity, &least, &most);
  if (!(most < 1.5))
    return rp_call_report(call, RP_BAD_INPUT, "outside-class-lambda", (int32_t)param + 1, bend,
                          "'intensity_bend' is %.6g: the supremum of L L''/L'^2 is %.6g, it must be below "
                          "3/2, or quotes in equilibrium need not be unique",
                          bend, most);
  if (most > 1)
    rp_call_report(call, RP_OK, "above-class-lambda", (int32_t)param + 1, bend,
                   "'intensity_bend' is %.6g: the supremum of L L''/L'^2 is %.6g, above the 1 of the class "
                   "Lambda; quotes are still unique below 3/2",
                   bend, most);
  return RP_OK;
}

rp_status rp_model_rates(const rp_call *call, uint32_t param, int64_t traders, rp_rates *rates) {
  *rates = (rp_rates){.cost = rp_call_real(call, param),
                      .cross = rp_call_real(call, param + 1),
                      .low = rp_call_real(call, param + 2),
                      .high = rp_call_real(call, param + 3),
                      .growth = rp_call_real(call, param + 4),
                      .reach = rp_call_real(call, param + 5),
                      .count = traders};
  if (!isfinite(rates->reach)) rates->reach = 0;
  if (!(fabs(rates->cross) < 2 * rates->cost))
    return rp_call_report(
        call, RP_BAD_INPUT, "outside-class-upsilon", (int32_t)param + 1, rates->cross,
        "'cross_cost' is %.6g, it must be below 2 cost = %.6g in modulus, or the costs are not of the class "
        "Upsilon: their second derivative in a trader's own rate must exceed the others' together",
        rates->cross, 2 * rates->cost);
  if (!(rates->low < rates->high))
    return rp_call_report(call, RP_BAD_INPUT, "rates-crossed", (int32_t)param + 3, rates->high,
                          "'largest_rate' is %.6g, it must be above least_rate = %.6g", rates->high,
                          rates->low);
  return RP_OK;
}
