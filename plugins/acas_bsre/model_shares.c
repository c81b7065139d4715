/*
 * model_shares.c - `guo2025_shares`: quotes of makers who share orders, at given adjoints. Schema and glue; the mathematics is in
 * shares.h.
 */
#include "model_list.h"
#include "model_shares_inputs.h"

enum {
  PARAM_ADJOINTS,
  PARAM_SHARE,
  PARAM_DECAY,
  PARAM_BEND,
  PARAM_WIDTH,
  PARAM_LIFT,
  PARAM_OFFSETS,
  PARAM_QUOTE,
  PARAMS
};
enum { OUT_ASKS, OUT_BIDS, OUT_ASK_SHARES, OUT_BID_SHARES, OUT_CONSTANT, OUT_CLASS, OUT_RESIDUAL, OUTPUTS };
RP_MODEL_LENGTHS(shares, PARAMS, OUTPUTS);

const rp_dim rp_shares_dims[] = {{.name = "maker", .doc = "Makers.", .min = 1, .max = 1000000}};

const rp_param rp_shares_params[] = {
    RP_ARRAY_ENTRY("adjoints", "y^i", "cash/share", "maker", RP_ANY, 0, "eq. 42", "Adjoints of the makers."),
    RP_SHARES_ENTRIES, RP_SHARES_QUOTE_ENTRY};

const rp_output rp_shares_outputs[] = {
    [OUT_ASKS] =
        RP_OUT("asks", "\\delta^{i,a}", "cash/share", RP_ON("maker"), 0, "eq. 42", "Asks above the price."),
    [OUT_BIDS] =
        RP_OUT("bids", "\\delta^{i,b}", "cash/share", RP_ON("maker"), 0, "eq. 42", "Bids below the price."),
    [OUT_ASK_SHARES] =
        RP_OUT("ask_shares", "\\zeta^i", "1", RP_ON("maker"), 0, "definition 5.1", "Shares at the ask."),
    [OUT_BID_SHARES] =
        RP_OUT("bid_shares", "\\zeta^i", "1", RP_ON("maker"), 0, "definition 5.1", "Shares at the bid."),
    [OUT_CONSTANT] = RP_OUT(
        "class_constant", "C", "1", RP_NO_AXIS, 0, "eq. 38",
        "Least value of (38) over the makers at both sides' quotes: must be positive; 1 for the logit."),
    [OUT_CLASS] =
        RP_OUT("class_quotient", "", "1", RP_NO_AXIS, 0, "definition 5.1",
               "Product type: supremum of L L''/L'^2, below 2; 2 less it bounds (38) from below. Logit: 1."),
    [OUT_RESIDUAL] = RP_OUT("residual", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 42",
                            "Largest violation of the first-order conditions.")};

rp_status rp_shares_model_solve(const rp_call *call) {
  rp_shares s;
  rp_status status = rp_model_shares(call, PARAM_SHARE, PARAM_QUOTE, PARAM_ADJOINTS, "adjoints", &s);
  if (status != RP_OK) return status;
  int64_t n = s.count;
  const double *y = rp_call_array(call, PARAM_ADJOINTS);
  double *ask = rp_call_doubles(call, 8 * n);
  if (!ask) return RP_NO_MEMORY;
  double *bid = ask + n, *ask_share = ask + 2 * n, *bid_share = ask + 3 * n;
  if (!rp_shares_quote(&s, 1, y, ask, ask_share, ask + 4 * n) ||
      !rp_shares_quote(&s, -1, y, bid, bid_share, ask + 4 * n))
    return rp_call_report(call, RP_NOT_CONVERGED, "quotes-not-found", PARAM_ADJOINTS, NAN,
                          "the quote map does not settle at these adjoints");
  double least = 1, most = 1;
  if (s.type == RP_SHARES_PRODUCT) rp_intensity_class(&s.intensity, &least, &most);
  const rp_number numbers[] = {
      {OUT_CONSTANT, fmin(rp_shares_constant(&s, ask, ask_share), rp_shares_constant(&s, bid, bid_share))},
      {OUT_CLASS, most},
      {OUT_RESIDUAL, fmax(rp_shares_residual(&s, 1, y, ask), rp_shares_residual(&s, -1, y, bid))}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  const double *vectors[] = {ask, bid, ask_share, bid_share};
  for (uint32_t k = 0; k < 4 && status == RP_OK; ++k)
    status = rp_call_put_vector(call, OUT_ASKS + k, n, vectors[k]);
  return status;
}
