/*
 * model_programme.c - `mean_field_programme`: the big trader's best piecewise constant strategy by quadratic programming.
 * Schema and glue; the mathematics is in revenue.h.
 */
#include "model_big_trader.h"
#include "model_list.h"
#include "revenue.h"

enum { MOST_STEPS = 4000 };
enum { PARAM_STEPS = RP_BIG_PARAMS, PARAMS };
enum { OUT_TIME, OUT_RATE, OUT_POSITION, OUT_VALUE, OUT_CLOSED, OUT_RATE_DIFFERENCE, OUTPUTS };

const rp_dim rp_programme_dims[] = {{.name = "steps", .doc = "Steps in time.", .min = 1, .max = MOST_STEPS},
                                    RP_TIME_DIM};

const rp_param rp_programme_params[] = {RP_RETAIL_PARAM_TABLE, RP_BIG_PARAM_TABLE,
                                        RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, MOST_STEPS), 400,
                                                         RP_NUMERICAL, "eq. 15", "Steps of equal length.")};

const rp_output rp_programme_outputs[] = {
    [OUT_TIME] = RP_OUT("step_end", "t", "time", RP_ON("steps"), 0, "eq. 15", "Ends of the steps."),
    [OUT_RATE] =
        RP_OUT("rate", "y", "share/time", RP_ON("steps"), 0, "eq. 15", "Best constant rate in each step."),
    [OUT_POSITION] =
        RP_OUT("block_left", "x", "share", RP_ON("steps"), 0, "eq. 15", "Shares left after each step."),
    [OUT_VALUE] = RP_OUT(
        "reduced_value", "J", "cash", RP_NO_AXIS, 0, "eq. 15",
        "Value of the programme; below that in continuous time by a term of second order in the step."),
    [OUT_CLOSED] =
        RP_OUT("continuous_value", "J^*", "cash", RP_NO_AXIS, 0, "eq. 15", "That value in continuous time."),
    [OUT_RATE_DIFFERENCE] =
        RP_OUT("rate_difference", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 83",
               "Largest difference to the averages of (83) over the steps, relative to the largest rate."),
};

RP_MODEL_LENGTHS(programme, PARAMS, OUTPUTS);

rp_status rp_programme_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_curve rate;
  rp_liquidation l;
  rp_revenue_plan plan;
  rp_status status = rp_call_liquidation(call, &retail, &rate, &l);
  if (status != RP_OK) return status;
  int64_t steps = rp_call_integer(call, PARAM_STEPS), n = steps + 1;
  double *rates = rp_call_doubles(call, steps), *ends = rp_call_doubles(call, steps),
         *left = rp_call_doubles(call, steps);
  double *work = rp_call_doubles(call, n * n + n), *memory = rp_call_doubles(call, rp_revenue_size(steps));
  int32_t *integers = rp_call_integers(call, n);
  if (!rates || !ends || !left || !work || !memory || !integers) return RP_NO_MEMORY;
  double value = rp_revenue_programme(&l, steps, rates, work, integers);
  if (isnan(value))
    return rp_call_report(call, RP_NOT_CONVERGED, "singular-programme", -1, NAN,
                          "the programme's equations are singular");
  rp_revenue_prepare(&l, steps, memory, &plan);
  double dt = l.end / (double)steps, largest = 1e-300, worst = 0, position = l.block;
  for (int64_t i = 0; i < steps; ++i) {
    largest = fmax(largest, fabs(rates[i]));
    worst = fmax(worst, fabs(rates[i] + plan.sold[i] / dt));
    ends[i] = l.end * ((double)(i + 1) / (double)steps);
    left[i] = position += rates[i] * dt;
  }
  const rp_number numbers[] = {{OUT_VALUE, value},
                               {OUT_CLOSED, rp_liquidation_revenues(&l).reduced},
                               {OUT_RATE_DIFFERENCE, worst / largest}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, steps, ends);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_RATE, steps, rates);
  return status == RP_OK ? rp_call_put_vector(call, OUT_POSITION, steps, left) : status;
}
