/* model_shares_inputs.c - see model_shares_inputs.h. */
#include "model_shares_inputs.h"

const char *const rp_share_names[] = {"logit", "product", NULL};

rp_status rp_model_shares(const rp_call *call, uint32_t param, uint32_t quote, uint32_t makers,
                          const char *name, rp_shares *shares) {
  double decay = rp_call_real(call, param + 1), bend = rp_call_real(call, param + 2), least, most;
  int32_t bends = (int32_t)param + 2;
  *shares = (rp_shares){.type = rp_call_integer(call, param) == 0 ? RP_SHARES_LOGIT : RP_SHARES_PRODUCT,
                        .count = rp_call_value(call, makers)->shape[0],
                        .decay = decay,
                        .offset = rp_call_array(call, param + 5),
                        .intensity = {decay, bend, rp_call_real(call, param + 3)},
                        .lift = rp_call_real(call, param + 4),
                        .bound = rp_call_real(call, quote)};
  if (shares->type == RP_SHARES_LOGIT && shares->count < 2)
    return rp_call_report(call, RP_BAD_INPUT, "logit-needs-two", (int32_t)makers, 1,
                          "'%s' has one entry: one maker with share = logit would serve every order at any "
                          "quote: it needs two makers, or share = product",
                          name);
  if (shares->type == RP_SHARES_LOGIT && (bend != 0 || shares->lift != 0))
    rp_call_report(call, RP_OK, "unused", bends, bend,
                   "share = logit has no share_bend and no share_lift: they are not used");
  if (!(fabs(bend) < decay))
    return rp_call_report(call, RP_BAD_INPUT, "class-violation", bends, bend,
                          "share_bend is %.6g, its modulus must be below share_decay = %.6g", bend, decay);
  rp_intensity_class(&shares->intensity, &least, &most);
  if (shares->type == RP_SHARES_PRODUCT && !(most < 2))
    return rp_call_report(call, RP_BAD_INPUT, "class-violation", bends, bend,
                          "with share_bend %.6g the largest L L''/L'^2 is %.6g, the class J wants it below 2",
                          bend, most);
  return RP_OK;
}
