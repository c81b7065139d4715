/*
 * model_approximation_line.c - `guo2025_approximation_line`: one maker of the product type alone, by its partial differential
 * equation. Schema and glue; the mathematics is in approximation_line.h.
 */
#include "approximation_line.h"
#include "model_list.h"
#include "reprise/tables.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORY,
  PARAM_DECAY,
  PARAM_BUYING,
  PARAM_SELLING,
  PARAM_TERMINAL,
  PARAM_RUNNING,
  PARAM_NOISE,
  PARAM_BOX,
  PARAM_NODES,
  PARAM_TOLERANCE,
  PARAMS
};
enum { OUT_ADJOINTS, OUT_ASKS, OUT_BIDS, OUT_ERROR, OUT_TAIL, OUT_STEPS, OUTPUTS };
RP_MODEL_LENGTHS(line, PARAMS, OUTPUTS);

const rp_dim rp_line_dims[] = {
    {.name = "inventory", .doc = "Inventories at the start.", .min = 1, .max = 100000}};
const rp_param rp_line_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 5", "Horizon."),
    RP_ARRAY_ENTRY("inventories", "q", "share", "inventory", RP_ANY, 0, "section 5",
                   "Inventories of the maker at the start."),
    RP_REAL_ENTRY("share_decay", "\\gamma", "share/cash", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "remark 5.2",
                  "Decay of the fill rates exp(-gamma d)."),
    RP_REAL_ENTRY("noise_buying", "\\kappa_a", "share/time", RP_NONNEGATIVE, 4, 0, "section 5",
                  "Noise orders at the ask."),
    RP_REAL_ENTRY("noise_selling", "\\kappa_b", "share/time", RP_NONNEGATIVE, 2, 0, "section 5",
                  "Noise orders at the bid."),
    RP_REAL_ENTRY("terminal_penalty", "A", "cash/share^2", RP_NONNEGATIVE, 0.1, 0, "section 5",
                  "Terminal penalty."),
    RP_REAL_ENTRY("running_penalty", "\\phi", "cash/share^2/time", RP_NONNEGATIVE, 0.1, 0, "section 5",
                  "Running penalty."),
    RP_REAL_ENTRY("noise", "\\epsilon", "share/time^0.5", RP_NONNEGATIVE, 0.5, 0, "eq. 40",
                  "Noise of the inventory."),
    RP_REAL_ENTRY("box", "", "share", RP_NONNEGATIVE, 8, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "The grid reaches to plus and minus this."),
    RP_INTEGER_ENTRY("nodes", "", RP_BETWEEN(8, RP_LINE_NODES), 64, RP_NUMERICAL, "",
                     "Degree of the polynomials."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-9, RP_NUMERICAL, "",
                  "On the error of the steps.")};
const rp_output rp_line_outputs[] = {
    [OUT_ADJOINTS] = RP_OUT("adjoints", "u(0, q)", "cash/share", RP_ON("inventory"), 0, "eq. 40",
                            "Adjoints at the start."),
    [OUT_ASKS] = RP_OUT("asks", "\\delta^a", "cash/share", RP_ON("inventory"), 0, "eq. 42",
                        "Asks above the price at the start."),
    [OUT_BIDS] = RP_OUT("bids", "\\delta^b", "cash/share", RP_ON("inventory"), 0, "eq. 42",
                        "Bids below the price at the start."),
    [OUT_ERROR] =
        RP_OUT("step_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Estimated error of the steps."),
    [OUT_TAIL] = RP_OUT("tail", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                        "Last two Chebyshev coefficients at the start."),
    [OUT_STEPS] = RP_OUT("steps", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Steps in time.")};

static rp_status put(const rp_call *call, const rp_line *line, const double *u, double *points) {
  int64_t count = rp_call_value(call, PARAM_INVENTORY)->shape[0];
  const double *q = rp_call_array(call, PARAM_INVENTORY);
  double *numbers = rp_call_doubles(call, 3 * count);
  if (!numbers) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    if (!(fabs(q[i]) <= line->box))
      return rp_call_report(call, RP_BAD_INPUT, "outside-the-box", PARAM_INVENTORY, q[i],
                            "inventories[%lld] is %.6g, its modulus must be at most box = %.6g",
                            (long long)i + 1, q[i], line->box);
    numbers[i] = rp_line_at(line, u, q[i], points);
    numbers[count + i] = 1 / line->gamma + numbers[i];
    numbers[2 * count + i] = 1 / line->gamma - numbers[i];
  }
  rp_status status = RP_OK;
  for (uint32_t k = 0; k < 3 && status == RP_OK; ++k)
    status = rp_call_put_vector(call, OUT_ADJOINTS + k, count, numbers + (int64_t)k * count);
  return status;
}

static const double reach = 5; /* deviations of the noise that the box must hold */

rp_status rp_line_model_solve(const rp_call *call) {
  rp_line line = {.horizon = rp_call_real(call, PARAM_HORIZON),
                  .gamma = rp_call_real(call, PARAM_DECAY),
                  .buying = rp_call_real(call, PARAM_BUYING),
                  .selling = rp_call_real(call, PARAM_SELLING),
                  .running = rp_call_real(call, PARAM_RUNNING),
                  .terminal = rp_call_real(call, PARAM_TERMINAL),
                  .noise = rp_call_real(call, PARAM_NOISE),
                  .box = rp_call_real(call, PARAM_BOX),
                  .nodes = rp_call_integer(call, PARAM_NODES),
                  .tolerance = rp_call_real(call, PARAM_TOLERANCE)};
  double *work = rp_call_doubles(call, rp_line_workspace(line.nodes)),
         *u = rp_call_doubles(call, 2 * (line.nodes + 1));
  int32_t *pivots = rp_call_integers(call, rp_line_pivots(line.nodes));
  rp_line_report report;
  if (!work || !u || !pivots) return RP_NO_MEMORY;
  if (!rp_line_solve(&line, u, &report, work, pivots))
    return rp_call_report(call, RP_NOT_CONVERGED, "steps-stalled", PARAM_TOLERANCE, report.error,
                          "the steps in time do not get through: 'tolerance' may be too small, or the box "
                          "too large for the exponentials");
  if (report.inflow < 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "box-too-small", PARAM_BOX, line.box,
                          "box is %.6g: inventories flow into it from outside, make it larger", line.box);
  double far = 0, spread = reach * line.noise * sqrt(line.horizon);
  for (int64_t i = 0; i < rp_call_value(call, PARAM_INVENTORY)->shape[0]; ++i)
    far = fmax(far, fabs(rp_call_array(call, PARAM_INVENTORY)[i]));
  if (far <= line.box && far + spread > line.box)
    return rp_call_report(call, RP_NOT_CONVERGED, "box-too-small", PARAM_BOX, line.box,
                          "box is %.6g: the noise carries inventories beyond it, make it %.3g at least",
                          line.box, far + spread);
  const rp_number numbers[] = {
      {OUT_ERROR, report.error}, {OUT_TAIL, report.tail}, {OUT_STEPS, (double)report.steps}};
  rp_status status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  return status == RP_OK ? put(call, &line, u, u + line.nodes + 1) : status;
}
