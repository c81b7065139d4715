/*
 * arguments.h: every condition that a description can state is checked, with slug, parameter, value and
 * sentence; what passes arrives at the solver as it was given.
 */
#include "plugin_case.h"

#define INF ((double)INFINITY)

static plugin_case open_feed(void) {
  plugin_case this = open_case("feedthrough", "feedthrough");
  const double inventory[] = {1, 2};
  cr_assert_eq(set_vector(&this, "inventory", 2, inventory), RP_OK);
  return this;
}

/* The refusal names the parameter and carries the number. */
static void expect_refused(plugin_case *this, rp_status status, const char *param, const char *slug,
                           double value, const char *words) {
  if (status == RP_OK) status = complete(this);
  cr_assert_eq(status, RP_BAD_INPUT, "%s should be refused as %s", param, slug);
  expect_finding(&this->finding, RP_BAD_INPUT, slug, words);
  cr_assert_eq(this->finding.param, rp_schema_find_param(this->schema, param),
               "the finding names parameter %d", this->finding.param);
  cr_assert(this->finding.value == value || (isnan(value) && isnan(this->finding.value)), "value %g",
            this->finding.value);
  cr_assert_not_null(strstr(this->finding.text, "feedthrough: "));
}

#define REFUSED(setting, param, slug, value, words)                                                          \
  do {                                                                                                       \
    plugin_case this = open_feed();                                                                          \
    rp_status status = setting;                                                                              \
    expect_refused(&this, status, param, slug, value, words);                                                \
    close_case(&this);                                                                                       \
  } while (0)

Test(arguments, numbers) {
  REFUSED(set_number(&this, "amount", -1), "amount", "out-of-bounds", -1, ">= 0 and < 100");
  REFUSED(set_number(&this, "amount", 100), "amount", "out-of-bounds", 100, "< 100");
  REFUSED(set_number(&this, "amount", NAN), "amount", "not-finite", NAN, "is not a number (nan)");
  REFUSED(set_number(&this, "amount", INF), "amount", "not-finite", INF, "must be finite");
  REFUSED(set_number(&this, "fee", -INF), "fee", "out-of-bounds", -INF, ">= -1");
  REFUSED(set_number(&this, "fee", NAN), "fee", "not-finite", NAN, "'fee'");
  REFUSED(set_number(&this, "horizon", 0), "horizon", "out-of-bounds", 0, "> 0");
  REFUSED(set_number(&this, "periods", 2.5), "periods", "not-an-integer", 2.5, "whole number");
  REFUSED(set_number(&this, "periods", 1001), "periods", "out-of-bounds", 1001, "<= 1000");
  REFUSED(set_number(&this, "periods", NAN), "periods", "not-finite", NAN, "is not a number");
  REFUSED(set_number(&this, "signed", 0.5), "signed", "not-a-boolean", 0.5, "true or false");
  REFUSED(set_number(&this, "method", 1), "method", "wrong-kind", NAN, "choices");
  REFUSED(set_choice(&this, "method", "Plain"), "method", "unknown-choice", NAN,
          "'plain', 'doubled', 'half-step'");
  REFUSED(set_choice(&this, "amount", "plain"), "amount", "wrong-kind", NAN, "a number, not a text");
  REFUSED(set_number(&this, "factor", 1), "factor", "wrong-kind", NAN, "a law, not a number");
  REFUSED(set_number(&this, "tolerance", 0), "tolerance", "out-of-bounds", 0, "> 0");
}

Test(arguments, arrays) {
  const double two[] = {1, 2}, three[] = {1, 2, 3}, with_nan[] = {1, (double)NAN}, large[] = {1, 2e6},
               fractional[] = {1, 2.5}, falling[] = {2, 1}, level[] = {1, 1}, negative[] = {-1, 1};
  REFUSED(set_matrix(&this, "inventory", 1, 2, two), "inventory", "wrong-shape", 2,
          "1 axis, the given array has 2");
  REFUSED(set_vector(&this, "covariance", 2, two), "covariance", "wrong-shape", 1, "2 axes");
  REFUSED(set_vector(&this, "inventory", 2, with_nan), "inventory", "not-finite", NAN,
          "entry 2 of 'inventory'");
  REFUSED(set_vector(&this, "inventory", 2, large), "inventory", "out-of-bounds", 2e6,
          "entry 2 of 'inventory'");
  REFUSED(set_vector(&this, "weights", 2, two), "weights", "wrong-shape", 2,
          "along the axis 'periods', which has length 3");
  REFUSED(set_matrix(&this, "impact", 3, 3, (const double[9]){0}), "impact", "axis-conflict", 3,
          "'inventory' has 2 entries along 'agents'");
  REFUSED(set_vector(&this, "times", 2, falling), "times", "not-increasing", 1, "increase strictly");
  REFUSED(set_vector(&this, "times", 2, level), "times", "not-increasing", 1, "increase strictly");
  REFUSED(set_vector(&this, "times", 2, negative), "times", "out-of-bounds", -1, "entry 1 of 'times'");
  REFUSED(set_vector(&this, "picked", 2, fractional), "picked", "not-an-integer", 2.5, "entry 2 of 'picked'");
  REFUSED(set_vector(&this, "amount", 2, two), "amount", "wrong-kind", NAN, "a number, not an array");
  REFUSED((set_vector(&this, "times", 2, two), set_vector(&this, "picked", 3, three)), "picked",
          "axis-conflict", 3, "'times' has 2 entries along 'reported'");
  REFUSED(set_vector(&this, "inventory", 0, two), "inventory", "out-of-bounds", 0,
          "axis 'agents' has length 0");
}

Test(arguments, matrices) {
  const double asymmetric[] = {1, 0.1, 0.2, 1}, indefinite[] = {1, 2, 2, 1}, singular[] = {1, 1, 1, 1},
               good[] = {2, 0.5, 0.5, 1};
  REFUSED(set_matrix(&this, "covariance", 2, 2, asymmetric), "covariance", "not-symmetric", 0.2,
          "must be symmetric");
  REFUSED(set_matrix(&this, "covariance", 2, 2, indefinite), "covariance", "not-positive-definite", NAN,
          "positive definite");
  REFUSED(set_matrix(&this, "covariance", 2, 2, singular), "covariance", "not-positive-definite", NAN,
          "positive definite");
  REFUSED(set_matrix(&this, "covariance", 2, 1, asymmetric), "covariance", "wrong-shape", 1,
          "'assets', which has length 2");
  plugin_case this = open_feed();
  cr_assert_eq(set_matrix(&this, "covariance", 2, 2, good), RP_OK);
  cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
  close_case(&this);
}

static rp_status set_curve(plugin_case *this, const char *name, uint32_t rule, int64_t grid_count,
                           const double *grid, uint32_t rank, const int64_t *shape, const double *data) {
  return rp_arguments_set_curve(this->arguments, param_named(this, name), rule, grid_count, grid, rank, shape,
                                data, &this->finding);
}

Test(arguments, curves) {
  const double grid[] = {0, 0.5, 1}, level[] = {0, 0.5, 0.5}, data[] = {1, 2, 3, 4, 5, 6},
               negative[] = {1, -0.5, 1};
  const int64_t three[] = {3}, two[] = {2}, series[] = {2, 3}, members[] = {3, 3};
  REFUSED(set_curve(&this, "volatility", RP_LINEAR, 3, level, 1, three, data), "volatility", "not-increasing",
          0.5, "increase strictly");
  REFUSED(set_curve(&this, "volatility", RP_LINEAR, 3, grid, 1, two, data), "volatility", "wrong-shape", 3,
          "3 grid points");
  REFUSED(set_curve(&this, "volatility", RP_STEP_RIGHT, 3, grid, 1, three, negative), "volatility",
          "out-of-bounds", -0.5, "entry 2 of 'volatility'");
  REFUSED(
      set_curve(&this, "volatility", RP_CHEBYSHEV, 3, grid, 2, series, (const double[6]){-1, 0, 0, 1, 0, 0}),
      "volatility", "out-of-bounds", -1, "must be >= 0");
  REFUSED(set_curve(&this, "volatility", RP_CHEBYSHEV, 3, (const double[3]){0.5, 0.75, 1}, 2, series, data),
          "volatility", "wrong-domain", 0.5, "given on [0.5, 1] and read on [0, 1]");
  REFUSED(
      set_curve(&this, "cost", RP_LINEAR, 3, grid, 2, members, (const double[9]){1, 1, 1, 1, 1, 1, 1, 1, 1}),
      "cost", "axis-conflict", 3, "'inventory' has 2 entries along 'agents'");
  REFUSED(set_curve(&this, "amount", RP_LINEAR, 3, grid, 1, three, data), "amount", "wrong-kind", NAN,
          "not a curve");
  REFUSED(set_number(&this, "volatility", -1), "volatility", "out-of-bounds", -1, "'volatility'");
  REFUSED(set_number(&this, "volatility", NAN), "volatility", "not-finite", NAN, "'volatility'");
}

static rp_status set_law(plugin_case *this, const char *name, const char *law) {
  return rp_arguments_set_law(this->arguments, param_named(this, name), law, &this->finding);
}

static rp_status set_coefficient(plugin_case *this, const char *name, const char *coefficient, double value) {
  return rp_arguments_set_coefficient(this->arguments, param_named(this, name), coefficient, 0, NULL, &value,
                                      &this->finding);
}

Test(arguments, processes) {
  REFUSED(set_law(&this, "factor", "levy"), "factor", "unknown-law", NAN,
          "'constant', 'ou', 'cir', 'gbm', 'chain'");
  REFUSED(set_law(&this, "amount", "ou"), "amount", "wrong-kind", NAN, "not a law");
  REFUSED(set_law(&this, "factor", "ou"), "factor", "missing", NAN, "needs the coefficient 'speed'");
  REFUSED((set_law(&this, "factor", "ou"), set_coefficient(&this, "factor", "drift", 1)), "factor",
          "unknown-coefficient", NAN, "'ou' of 'factor' has no coefficient 'drift'");
  REFUSED((set_law(&this, "factor", "ou"), set_coefficient(&this, "factor", "speed", 0),
           set_coefficient(&this, "factor", "volatility", 1)),
          "factor", "out-of-bounds", 0, "'factor.speed' is 0, it must be > 0");
  REFUSED((set_law(&this, "factor", "cir"), set_coefficient(&this, "factor", "speed", 1),
           set_coefficient(&this, "factor", "mean", NAN)),
          "factor", "not-finite", NAN, "'factor.mean'");
}

Test(arguments, coefficients_for_each_agent) {
  plugin_case this = open_feed();
  const int64_t two = 2, three = 3;
  const double speeds[] = {1, 2, 3};
  uint32_t factors = param_named(&this, "factors");
  cr_assert_eq(set_law(&this, "factors", "ou"), RP_OK);
  cr_assert_eq(set_coefficient(&this, "factors", "volatility", 0.5), RP_OK);
  cr_assert_eq(
      rp_arguments_set_coefficient(this.arguments, factors, "speed", 1, &three, speeds, &this.finding),
      RP_OK);
  cr_assert_eq(complete(&this), RP_BAD_INPUT, "three speeds for two agents");
  expect_finding(&this.finding, RP_BAD_INPUT, "axis-conflict", "'factors' has 3");
  cr_assert_eq(rp_arguments_set_coefficient(this.arguments, factors, "speed", 1, &two, speeds, &this.finding),
               RP_OK);
  cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
  const rp_value *value = &rp_arguments_values(this.arguments)[factors];
  cr_assert(value->kind == RP_PROCESS && value->rank == 2 && value->shape[0] == 2 && value->shape[1] == 4 &&
            value->integer == 1);
  const double expected[] = {1, 0, 0.5, 0, 2, 0, 0.5, 0}; /* speed, mean, volatility, start */
  for (int i = 0; i < 8; ++i)
    cr_assert_eq(value->data[i], expected[i]);
  close_case(&this);
}

Test(arguments, what_is_required_is_missed) {
  plugin_case this = open_case("feedthrough", "feedthrough");
  cr_assert_eq(complete(&this), RP_BAD_INPUT);
  expect_finding(&this.finding, RP_BAD_INPUT, "missing", "inventory");
  close_case(&this);
}

Test(arguments, defaults_fill_what_is_not_given) {
  plugin_case this = open_feed();
  cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
  const rp_value *values = rp_arguments_values(this.arguments);
  const rp_value *weights = &values[param_named(&this, "weights")],
                 *volatility = &values[param_named(&this, "volatility")];
  cr_assert_eq(values[param_named(&this, "amount")].data[0], 1.5);
  cr_assert(weights->rank == 1 && weights->shape[0] == 3 && weights->data[0] == 1 && weights->data[2] == 1);
  cr_assert(volatility->kind == RP_CURVE && volatility->grid_count == 1 &&
            volatility->rule == RP_STEP_RIGHT && volatility->data[0] == 0.2);
  cr_assert_eq(values[param_named(&this, "covariance")].kind, 0);
  cr_assert_eq(values[param_named(&this, "factors")].kind, 0);
  cr_assert_eq(values[param_named(&this, "method")].integer, 0);
  cr_assert_eq(rp_arguments_length(this.arguments, (uint32_t)rp_schema_find_dim(this.schema, "trades")), 4);
  cr_assert_eq(rp_arguments_length(this.arguments, (uint32_t)rp_schema_find_dim(this.schema, "sides")), 2);
  cr_assert_eq(rp_arguments_length(this.arguments, (uint32_t)rp_schema_find_dim(this.schema, "nodes")), -1);
  cr_assert_eq(rp_arguments_length(this.arguments, (uint32_t)rp_schema_find_dim(this.schema, "reported")),
               -1);
  close_case(&this);
}

Test(arguments, one_number_fills_an_array_or_a_curve) {
  plugin_case this = open_feed();
  cr_assert_eq(set_number(&this, "weights", 0.5), RP_OK);
  cr_assert_eq(set_number(&this, "impact", 4), RP_OK);
  cr_assert_eq(set_number(&this, "cost", 2), RP_OK);
  cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
  const rp_value *values = rp_arguments_values(this.arguments);
  const rp_value *impact = &values[param_named(&this, "impact")], *cost = &values[param_named(&this, "cost")];
  cr_assert(impact->shape[0] == 2 && impact->shape[1] == 3 && impact->data[5] == 4);
  cr_assert_eq(values[param_named(&this, "weights")].data[1], 0.5);
  cr_assert(cost->rank == 2 && cost->shape[0] == 2 && cost->shape[1] == 1 && cost->data[0] == 2 &&
            cost->data[1] == 2);
  close_case(&this);
}

/* A number for an array whose length only the solver knows has nothing to fill. */
Test(arguments, one_number_for_an_array_of_unknown_length) {
  plugin_case this = open_feed();
  rp_status status = set_number(&this, "times", 0.5);
  if (status == RP_OK) status = complete(&this);
  cr_assert_eq(status, RP_BAD_INPUT, "status %d: %s", status, this.finding.text);
  expect_finding(&this.finding, RP_BAD_INPUT, "missing",
                 "how many entries 'times' has along the axis 'reported'");
  cr_assert_eq(this.finding.param, rp_schema_find_param(this.schema, "times"));
  close_case(&this);
}

Test(arguments, a_clone_is_independent) {
  plugin_case this = open_feed();
  cr_assert_eq(set_law(&this, "factor", "gbm"), RP_OK);
  cr_assert_eq(set_coefficient(&this, "factor", "volatility", 0.3), RP_OK);
  rp_arguments *clone = rp_arguments_clone(this.arguments);
  cr_assert_not_null(clone);
  cr_assert_eq(set_number(&this, "amount", 3), RP_OK);
  cr_assert_eq(complete(&this), RP_OK);
  rp_finding finding;
  cr_assert_eq(rp_arguments_complete(clone, &finding), RP_OK, "%s", finding.text);
  cr_assert_eq(rp_arguments_values(clone)[param_named(&this, "amount")].data[0], 1.5);
  cr_assert_eq(rp_arguments_values(clone)[param_named(&this, "factor")].data[1], 0.3);
  cr_assert_neq(rp_arguments_values(clone)[param_named(&this, "inventory")].data,
                rp_arguments_values(this.arguments)[param_named(&this, "inventory")].data);
  rp_arguments_destroy(clone);
  rp_arguments_destroy(NULL);
  close_case(&this);
}

Test(arguments, completing_twice_changes_nothing) {
  plugin_case this = open_feed();
  cr_assert_eq(complete(&this), RP_OK);
  cr_assert_eq(complete(&this), RP_OK);
  cr_assert_eq(set_number(&this, "periods", 5), RP_OK);
  cr_assert_eq(complete(&this), RP_OK);
  cr_assert_eq(rp_arguments_values(this.arguments)[param_named(&this, "weights")].shape[0], 5);
  rp_arguments_set_absent(this.arguments, param_named(&this, "weights"));
  cr_assert_eq(complete(&this), RP_BAD_INPUT, "a parameter that is not optional cannot be absent");
  close_case(&this);
}

Test(arguments, domains_follow_the_scalars) {
  plugin_case this = open_feed();
  double domain[2];
  cr_assert_eq(set_number(&this, "horizon", 2.5), RP_OK);
  cr_assert_eq(complete(&this), RP_OK);
  rp_arguments_domain(this.arguments, param_named(&this, "volatility"), domain);
  cr_assert(domain[0] == 0 && domain[1] == 2.5);
  rp_arguments_domain(this.arguments, param_named(&this, "smile"), domain);
  cr_assert(isnan(domain[0]) && isnan(domain[1]));
  close_case(&this);
}
