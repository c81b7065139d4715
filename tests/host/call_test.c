/*
 * call.h: what a solver receives and what the host makes of its answers: every kind of argument, every
 * service, every status with its finding, every breach of the contract, and the same bits for any number of
 * threads.
 */
#include <signal.h>
#include <stdlib.h>

#include "interrupt.h"
#include "memory_budget.h"
#include "plugin_case.h"
#include "random.h"

#define INF ((double)INFINITY)
#define NUMBERS(...) ((const double[]){__VA_ARGS__})

static plugin_case open_feed(void) {
  plugin_case this = open_case("feedthrough", "feedthrough");
  cr_assert_eq(set_vector(&this, "inventory", 2, NUMBERS(1.5, -2)), RP_OK);
  return this;
}

/* Values that the solver echoes. */

Test(call, scalars_arrive) {
  plugin_case this = open_feed();
  set_number(&this, "fee", INF);
  set_number(&this, "horizon", 2);
  set_number(&this, "signed", 1);
  set_choice(&this, "method", "doubled");
  rp_result result = solve_case(&this);
  cr_assert_eq(number_of(&this, &result, "amount_seen"), 3);
  cr_assert_eq(number_of(&this, &result, "fee_seen"), INF);
  cr_assert_eq(number_of(&this, &result, "horizon_seen"), 2);
  cr_assert_eq(number_of(&this, &result, "signed_seen"), 1);
  cr_assert_eq(number_of(&this, &result, "method_seen"), 1);
  cr_assert_eq(number_of(&this, &result, "tolerance_seen"), 1e-9);
  cr_assert_eq(number_of(&this, &result, "absent_count"), 8);
  cr_assert_eq(number_of(&this, &result, "wanted_count"), 25);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, arrays_arrive) {
  plugin_case this = open_feed();
  set_vector(&this, "weights", 3, NUMBERS(1, 0, 4));
  set_matrix(&this, "covariance", 2, 2, NUMBERS(2, 0.5, 0.5, 1));
  set_matrix(&this, "impact", 2, 3, NUMBERS(1, 2, 3, 4, 5, 6));
  rp_result result = solve_case(&this);
  expect_numbers(&this, &result, "inventory_seen", 2, NUMBERS(1.5, -2));
  expect_numbers(&this, &result, "weights_seen", 3, NUMBERS(1, 0, 4));
  expect_numbers(&this, &result, "covariance_seen", 4, NUMBERS(2, 0.5, 0.5, 1));
  expect_numbers(&this, &result, "impact_seen", 6, NUMBERS(1, 2, 3, 4, 5, 6));
  const rp_result_output *impact = result_of(&this, &result, "impact_seen");
  cr_assert(impact->shape[0] == 2 && impact->shape[1] == 3);
  cr_assert_eq(result_of(&this, &result, "nodes")->size, 5,
               "a late axis has the length that the solver gave it");
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, absent_arrays_are_absent) {
  plugin_case this = open_feed();
  rp_result result = solve_case(&this);
  expect_numbers(&this, &result, "covariance_seen", 4, NUMBERS(NAN, NAN, NAN, NAN));
  expect_numbers(&this, &result, "reported", 1, NUMBERS(1));
  expect_numbers(&this, &result, "picked_seen", 1, NUMBERS(NAN));
  expect_numbers(&this, &result, "sides_seen", 2, NUMBERS(1, -1));
  expect_numbers(&this, &result, "trades", 4, NUMBERS(0, 1.0 / 3, 2.0 / 3, 1));
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, an_optional_array_fixes_a_late_axis) {
  plugin_case this = open_feed();
  set_vector(&this, "times", 3, NUMBERS(0.25, 0.5, 4));
  set_vector(&this, "picked", 3, NUMBERS(7, 1, 7));
  rp_result result = solve_case(&this);
  expect_numbers(&this, &result, "reported", 3, NUMBERS(0.25, 0.5, 4));
  expect_numbers(&this, &result, "picked_seen", 3, NUMBERS(7, 1, 7));
  rp_result_finish(&result);
  close_case(&this);
}

static void set_curve(plugin_case *this, const char *name, uint32_t rule, int64_t grid_count,
                      const double *grid, uint32_t rank, const int64_t *shape, const double *data) {
  cr_assert_eq(rp_arguments_set_curve(this->arguments, param_named(this, name), rule, grid_count, grid, rank,
                                      shape, data, &this->finding),
               RP_OK, "%s", this->finding.text);
}

Test(call, curves_are_read_by_their_rules) {
  const struct {
    uint32_t rule;
    double expected[4]; /* at 0, 1/4, 1/2, 1 of horizon 1, three periods replaced by four below */
  } rules[] = {{RP_STEP_RIGHT, {1, 1, 3, 3}}, {RP_LINEAR, {1, 2, 3, 5}}};
  for (int i = 0; i < 2; ++i) {
    plugin_case this = open_feed();
    const int64_t three = 3;
    set_number(&this, "periods", 4);
    set_number(&this, "weights", 1);
    set_curve(&this, "volatility", rules[i].rule, 3, NUMBERS(0, 0.5, 1.01), 1, &three,
              rules[i].rule == RP_LINEAR ? NUMBERS(1, 3, 3 + 2 * 1.02) : NUMBERS(1, 3, 9));
    rp_result result = solve_case(&this);
    const double *seen = result_of(&this, &result, "volatility_seen")->data;
    cr_assert_eq(number_of(&this, &result, "rule_seen"), rules[i].rule);
    const int at[] = {0, 1, 2, 4};
    for (int k = 0; k < 4; ++k)
      cr_assert_float_eq(seen[at[k]], rules[i].expected[k], 1e-14, "rule %u, point %d: %g", rules[i].rule,
                         at[k], seen[at[k]]);
    rp_result_finish(&result);
    close_case(&this);
  }
}

/* On [0, 1/2]: 2 + T_1(s), s = 4 t - 1; on [1/2, 1]: 3 T_0 + 0.5 T_2(s), s = 4 t - 3. */
Test(call, chebyshev_series_are_read) {
  plugin_case this = open_feed();
  const int64_t shape[] = {2, 3};
  set_number(&this, "periods", 8);
  set_curve(&this, "volatility", RP_CHEBYSHEV, 3, NUMBERS(0, 0.5, 1), 2, shape, NUMBERS(2, 1, 0, 3, 0, 0.5));
  rp_result result = solve_case(&this);
  const double *seen = result_of(&this, &result, "volatility_seen")->data;
  const double expected[] = {1, 1.5, 2, 2.5, -1, 2.75, 2.5, 2.75, 3.5};
  for (int k = 0; k <= 8; ++k)
    if (k != 4) /* either panel may answer at the edge */
      cr_assert_float_eq(seen[k], expected[k], 1e-14, "point %d: %.17g", k, seen[k]);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, each_agent_has_its_curve) {
  plugin_case this = open_feed();
  const int64_t shape[] = {2, 2};
  set_curve(&this, "cost", RP_LINEAR, 2, NUMBERS(0, 1), 2, shape, NUMBERS(1, 4, 10, 40));
  rp_result result = solve_case(&this);
  const double *seen = result_of(&this, &result, "cost_seen")->data;
  const double expected[] = {1, 2, 3, 4, 10, 20, 30, 40};
  for (int k = 0; k < 8; ++k)
    cr_assert_float_eq(seen[k], expected[k], 1e-13);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, curves_in_a_factor_and_processes_arrive) {
  plugin_case this = open_feed();
  const int64_t two = 2;
  const double speed = 3, volatility = 0.5, speeds[] = {1, 2};
  set_vector(&this, "times", 2, NUMBERS(1, 3));
  set_curve(&this, "smile", RP_LINEAR, 2, NUMBERS(0, 4), 1, &two, NUMBERS(-8, 8));
  uint32_t factor = param_named(&this, "factor"), factors = param_named(&this, "factors");
  cr_assert_eq(rp_arguments_set_law(this.arguments, factor, "gbm", &this.finding), RP_OK);
  cr_assert_eq(
      rp_arguments_set_coefficient(this.arguments, factor, "volatility", 0, NULL, &volatility, &this.finding),
      RP_OK);
  cr_assert_eq(rp_arguments_set_law(this.arguments, factors, "cir", &this.finding), RP_OK);
  cr_assert_eq(rp_arguments_set_coefficient(this.arguments, factors, "speed", 1, &two, speeds, &this.finding),
               RP_OK);
  cr_assert_eq(rp_arguments_set_coefficient(this.arguments, factors, "mean", 0, NULL, &speed, &this.finding),
               RP_OK);
  cr_assert_eq(rp_arguments_set_coefficient(this.arguments, factors, "volatility", 0, NULL, &volatility,
                                            &this.finding),
               RP_OK);
  rp_result result = solve_case(&this);
  expect_numbers(&this, &result, "smile_seen", 2, NUMBERS(-4, 4));
  cr_assert_eq(number_of(&this, &result, "law_seen"), 3);
  expect_numbers(&this, &result, "factors_seen", 8, NUMBERS(1, 3, 0.5, 1, 2, 3, 0.5, 1));
  expect_numbers(&this, &result, "coefs_seen", 4, NUMBERS(0, 0.5, 1, NAN));
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, a_law_without_coefficients) {
  plugin_case this = open_feed();
  cr_assert_eq(rp_arguments_set_law(this.arguments, param_named(&this, "factor"), "frozen", &this.finding),
               RP_OK);
  rp_result result = solve_case(&this);
  cr_assert_eq(number_of(&this, &result, "law_seen"), 5);
  rp_result_finish(&result);
  close_case(&this);
}

/* Wanted outputs. */

Test(call, only_wanted_outputs_have_storage) {
  plugin_case this = open_feed();
  uint8_t wanted[64] = {0};
  rp_run run = {.seed = 1};
  wanted[output_named(&this, "trades")] = wanted[output_named(&this, "wanted_count")] = 1;
  rp_result result = solve_with(&this, &run, wanted);
  cr_assert_eq(result.status, RP_OK, "%s", result.finding.text);
  cr_assert_eq(number_of(&this, &result, "wanted_count"), 2);
  for (uint32_t i = 0; i < result.output_count; ++i)
    cr_assert_eq(result.outputs[i].data != NULL, wanted[i] != 0);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, what_is_not_wanted_is_not_granted) {
  plugin_case this = open_case("asks_unwanted", "asks_unwanted");
  rp_run run = {.seed = 1};
  for (uint8_t flags = 0; flags < 4; ++flags) {
    const uint8_t wanted[] = {flags & 1, flags >> 1};
    rp_result result = solve_with(&this, &run, wanted);
    cr_assert_eq(result.status, RP_OK, "%s", result.finding.text);
    rp_result_finish(&result);
  }
  close_case(&this);
}

/* Statuses. */

Test(call, every_status_travels_with_its_finding) {
  const char *endings[] = {"bad_input",   "no_solution", "not_converged", "cancelled", "no_memory",
                           "unsupported", "bug"};
  const char *slugs[] = {"strange-input", "not-concave",     "too-few-steps", "asked-to-stop",
                         "no-room",       "not-written-yet", "cannot-happen"};
  for (int32_t i = 0; i < 7; ++i) {
    plugin_case this = open_case("services", "service_ending");
    set_choice(&this, "ending", endings[i]);
    set_number(&this, "number", -3.25);
    rp_result result = solve_case(&this);
    cr_assert_eq(result.status, i + 1);
    expect_finding(&result.finding, i + 1, slugs[i],
                   "service_ending: the number was chosen to end like this");
    cr_assert_eq(result.finding.param, 2);
    cr_assert_eq(result.finding.value, -3.25);
    cr_assert_null(result.outputs[0].data, "there are no outputs after a failure");
    cr_assert_eq(result.remark_count, 0);
    rp_result_finish(&result);
    close_case(&this);
  }
}

Test(call, reports_with_ok_are_remarks) {
  plugin_case this = open_case("services", "service_ending");
  rp_result result = solve_case(&this);
  cr_assert_eq(number_of(&this, &result, "answer"), 42);
  cr_assert_eq(result.remark_count, 2);
  expect_finding(&result.remarks[0], RP_OK, "all-is-well", "the number was chosen");
  expect_finding(&result.remarks[1], RP_OK, "second-thought", "a later report");
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, in_a_loop_the_lowest_block_speaks) {
  const int threads[] = {1, 2, 8};
  for (int i = 0; i < 3; ++i) {
    rp_pool *pool = rp_pool_create(threads[i]);
    rp_run run = {.pool = pool};
    for (int repeat = 0; repeat < 20; ++repeat) {
      plugin_case this = open_case("services", "service_ending");
      set_choice(&this, "ending", "no_solution");
      set_choice(&this, "place", "loop");
      rp_result result = solve_with(&this, &run, NULL);
      expect_finding(&result.finding, RP_NO_SOLUTION, "not-concave", "a block of the loop failed");
      cr_assert_eq(result.finding.value, 30, "block of item %g spoke", result.finding.value);
      rp_result_finish(&result);
      close_case(&this);
    }
    rp_pool_destroy(pool);
  }
}

/* The first report of a status in program order stands, not the first in time or by place. */
Test(call, reports_before_and_after_a_loop) {
  rp_pool *pool = rp_pool_create(4);
  rp_run run = {.pool = pool};
  plugin_case this = open_case("services", "service_ending");
  set_choice(&this, "ending", "not_converged");
  set_choice(&this, "place", "both");
  rp_result result = solve_with(&this, &run, NULL);
  expect_finding(&result.finding, RP_NOT_CONVERGED, "too-few-steps", "the number was chosen");
  rp_result_finish(&result);
  set_choice(&this, "place", "after");
  result = solve_with(&this, &run, NULL);
  expect_finding(&result.finding, RP_NOT_CONVERGED, "too-few-steps", "a block of the loop failed");
  cr_assert_eq(result.finding.value, 30);
  rp_result_finish(&result);
  close_case(&this);
  rp_pool_destroy(pool);
}

Test(call, remarks_of_a_loop_are_in_order) {
  const int threads[] = {1, 8};
  for (int i = 0; i < 2; ++i) {
    rp_pool *pool = rp_pool_create(threads[i]);
    rp_run run = {.pool = pool};
    plugin_case this = open_case("services", "service_ending");
    set_choice(&this, "place", "loop");
    rp_result result = solve_with(&this, &run, NULL);
    cr_assert_eq(result.status, RP_OK, "%s", result.finding.text);
    cr_assert_eq(result.remark_count, 64, "97 blocks speak, the first 64 are kept");
    for (uint32_t k = 0; k < result.remark_count; ++k)
      cr_assert_eq(result.remarks[k].value, 30 + 10 * (int)k);
    rp_result_finish(&result);
    close_case(&this);
    rp_pool_destroy(pool);
  }
}

/* Breaches of the contract: RP_BUG, and which. */

static void expect_breach(const char *file, double x, const char *slug, const char *words) {
  plugin_case this = open_case(file, file);
  set_number(&this, "x", x);
  rp_result result = solve_case(&this);
  expect_finding(&result.finding, RP_BUG, slug, words);
  cr_assert_eq(result.status, RP_BUG);
  cr_assert_null(result.outputs[0].data);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, breaches_of_the_contract_are_named) {
  expect_breach("writes_nothing", 1, "unwritten-output", "without the output 'y'");
  expect_breach("writes_half", 1, "not-finite", "entry 3 of the output 'y'");
  expect_breach("writes_nan", 1, "not-finite", "entry 1 of the output 'y' is nan");
  expect_breach("writes_nan", 2, "not-finite", "entry 1 of the output 'y' is inf");
  expect_breach("wrong_shape", 1, "shape-conflict", "output 'y'");
  expect_breach("asks_twice", 1, "asked-twice", "output 'y'");
  expect_breach("asks_unknown_output", 1, "shape-conflict", "does not have");
  expect_breach("unknown_status", 1, "unknown-status", "1234");
  expect_breach("wrong_extent", 1, "shape-conflict", "output 'y'");
  expect_breach("wrong_extent", 2, "shape-conflict", "output 'v'");
  expect_breach("wrong_extent", 3, "shape-conflict", "output 'u'");
  expect_breach("wrong_extent", 4, "shape-conflict", "output 'u'");
}

Test(call, late_axes_have_the_length_that_the_first_output_gives) {
  plugin_case this = open_case("wrong_extent", "wrong_extent");
  set_number(&this, "x", 5);
  rp_result result = solve_case(&this);
  expect_numbers(&this, &result, "y", 4, NUMBERS(1, 2, 3, 4));
  expect_numbers(&this, &result, "u", 2, NUMBERS(1, 2));
  expect_numbers(&this, &result, "v", 2, NUMBERS(1, 2));
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, a_failure_without_a_reason_still_says_what_is_true) {
  plugin_case this = open_case("fails_silently", "fails_silently");
  rp_result result = solve_case(&this);
  expect_finding(&result.finding, RP_NO_SOLUTION, "no-report", "the mathematics has no solution");
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, bad_reports_do_no_harm) {
  plugin_case this = open_case("reports_badly", "reports_badly");
  rp_result result = solve_case(&this);
  cr_assert_eq(result.status, RP_NO_SOLUTION);
  cr_assert_str_eq(result.finding.slug, "no-slug");
  cr_assert_eq(result.finding.param, -1, "a parameter that does not exist is not named");
  cr_assert_lt(strlen(result.finding.text), sizeof result.finding.text);
  cr_assert_eq(result.remark_count, 1);
  rp_result_finish(&result);
  close_case(&this);
}

/* Growth. */

Test(call, plugins_of_other_minor_versions_solve) {
  plugin_case old = open_case("old_stride", "old_stride");
  set_vector(&old, "x", 3, NUMBERS(1, 2, 6));
  set_choice(&old, "how", "mean");
  rp_result result = solve_case(&old);
  cr_assert_eq(number_of(&old, &result, "y"), 3);
  expect_numbers(&old, &result, "z", 3, NUMBERS(1, 2, 6));
  rp_result_finish(&result);
  close_case(&old);
  plugin_case later = open_case("longer_stride", "longer_stride_again");
  const double speed = 1;
  set_vector(&later, "x", 2, NUMBERS(1, 4));
  uint32_t factor = param_named(&later, "factor");
  cr_assert_eq(rp_arguments_set_law(later.arguments, factor, "relaxing", &later.finding), RP_OK);
  cr_assert_eq(
      rp_arguments_set_coefficient(later.arguments, factor, "speed", 0, NULL, &speed, &later.finding), RP_OK);
  result = solve_case(&later);
  cr_assert_eq(number_of(&later, &result, "y"), 5);
  cr_assert_eq(number_of(&later, &result, "mean"), 3);
  expect_numbers(&later, &result, "z", 3, NUMBERS(5, 1, 4));
  rp_result_finish(&result);
  close_case(&later);
}

Test(call, models_without_solver_say_so) {
  plugin_case this = open_case("schema_kuno2018", "kuno2018_execution");
  rp_result result = solve_case(&this);
  expect_finding(&result.finding, RP_UNSUPPORTED, "schema-only", "has no solver");
  rp_result_finish(&result);
  close_case(&this);
}

/* Services. */

Test(call, random_numbers_depend_on_seed_stream_path_and_number_alone) {
  plugin_case this = open_case("services", "service_random");
  rp_run run = {.seed = 0x123456789abcdef0u};
  set_number(&this, "numbers", 100);
  set_number(&this, "stream", 3);
  set_number(&this, "path", 5e9);
  rp_result whole = solve_with(&this, &run, NULL);
  set_number(&this, "numbers", 30);
  set_number(&this, "first", 41);
  rp_result part = solve_with(&this, &run, NULL);
  double uniforms[100], normals[100];
  rp_random_uniforms(run.seed, 3, 5000000000u, 0, 100, uniforms);
  rp_random_normals(run.seed, 3, 5000000000u, 0, 100, normals);
  const double *seen[2][2] = {
      {result_of(&this, &whole, "uniforms")->data, result_of(&this, &part, "uniforms")->data},
      {result_of(&this, &whole, "normals")->data, result_of(&this, &part, "normals")->data}};
  for (int k = 0; k < 100; ++k)
    cr_assert(seen[0][0][k] == uniforms[k] && seen[1][0][k] == normals[k]);
  for (int k = 0; k < 30; ++k)
    cr_assert(seen[0][1][k] == uniforms[41 + k] && seen[1][1][k] == normals[41 + k]);
  rp_result_finish(&whole);
  rp_result_finish(&part);
  run.seed = 1;
  whole = solve_with(&this, &run, NULL);
  cr_assert_neq(result_of(&this, &whole, "uniforms")->data[0], uniforms[41]);
  rp_result_finish(&whole);
  close_case(&this);
}

Test(call, loops_give_the_same_bits_for_any_number_of_threads) {
  double sum = 0, *squares = NULL;
  const int threads[] = {0, 1, 2, 8};
  for (int i = 0; i < 4; ++i) {
    rp_pool *pool = threads[i] ? rp_pool_create(threads[i]) : NULL;
    rp_run run = {.pool = pool, .seed = 11};
    plugin_case this = open_case("services", "service_parallel");
    set_number(&this, "numbers", 10007);
    set_number(&this, "block", 33);
    rp_result result = solve_with(&this, &run, NULL);
    cr_assert_eq(number_of(&this, &result, "blocks"), 304);
    const rp_result_output *output = result_of(&this, &result, "squares");
    if (i == 0) {
      sum = number_of(&this, &result, "sum");
      squares = malloc(10007 * sizeof *squares);
      memcpy(squares, output->data, 10007 * sizeof *squares);
    } else {
      double now = number_of(&this, &result, "sum");
      cr_assert_eq(memcmp(&now, &sum, sizeof sum), 0, "%d threads give %.17g, not %.17g", threads[i], now,
                   sum);
      cr_assert_eq(memcmp(squares, output->data, 10007 * sizeof *squares), 0);
    }
    rp_result_finish(&result);
    close_case(&this);
    rp_pool_destroy(pool);
  }
  free(squares);
}

Test(call, scratch_memory_is_aligned_and_apart) {
  const double alignments[] = {1, 2, 8, 64, 4096};
  for (int i = 0; i < 5; ++i) {
    plugin_case this = open_case("services", "service_scratch");
    set_number(&this, "pieces", 300);
    set_number(&this, "bytes", 777);
    set_number(&this, "alignment", alignments[i]);
    rp_result result = solve_case(&this);
    cr_assert_eq(number_of(&this, &result, "misaligned"), 0);
    cr_assert_eq(number_of(&this, &result, "overlapping"), 0);
    rp_result_finish(&result);
    close_case(&this);
  }
}

Test(call, scratch_memory_has_a_limit_and_comes_back) {
  size_t before = rp_memory_used();
  rp_memory_limit(before + (10u << 20));
  plugin_case this = open_case("services", "service_scratch");
  set_number(&this, "pieces", 100);
  set_number(&this, "bytes", 1 << 20);
  rp_result result = solve_case(&this);
  expect_finding(&result.finding, RP_NO_MEMORY, "no-scratch", "ran out");
  rp_result_finish(&result);
  cr_assert_eq(rp_memory_used(), before, "memory of the failed call is still taken");
  set_number(&this, "pieces", 5);
  result = solve_case(&this);
  cr_assert_eq(result.status, RP_OK, "%s", result.finding.text);
  rp_result_finish(&result);
  set_number(&this, "pieces", 1);
  set_number(&this, "bytes", 9e15); /* more than any address space */
  result = solve_case(&this);
  cr_assert_eq(result.status, RP_NO_MEMORY);
  rp_result_finish(&result);
  set_number(&this, "bytes", 10);
  set_number(&this, "alignment", 3); /* no power of two */
  result = solve_case(&this);
  cr_assert_eq(result.status, RP_NO_MEMORY);
  rp_result_finish(&result);
  cr_assert_eq(rp_memory_used(), before);
  close_case(&this);
}

Test(call, outputs_beyond_the_limit_are_refused) {
  rp_memory_limit(rp_memory_used() + (1u << 20));
  plugin_case this = open_case("services", "service_random");
  set_number(&this, "numbers", 1e6);
  rp_result result = solve_case(&this);
  expect_finding(&result.finding, RP_NO_MEMORY, "no-memory", "memory limit");
  rp_result_finish(&result);
  close_case(&this);
}

typedef struct notes {
  double last;
  int calls, levels[3], stop_after;
} notes;

static bool note_progress(void *context, double fraction) {
  notes *seen = context;
  cr_assert_geq(fraction, seen->last, "progress ran backwards");
  seen->last = fraction;
  return ++seen->calls != seen->stop_after;
}

static void note_log(void *context, int32_t level, const char *text) {
  notes *seen = context;
  cr_assert_not_null(text);
  if (level >= RP_LOG_DETAIL && level <= RP_LOG_WARNING) ++seen->levels[level];
}

Test(call, progress_arrives_and_never_runs_backwards) {
  for (int backwards = 0; backwards < 2; ++backwards) {
    notes seen = {0};
    rp_run run = {.progress = note_progress, .context = &seen};
    plugin_case this = open_case("services", "service_slow");
    set_number(&this, "steps", 100);
    set_number(&this, "backwards", backwards);
    rp_result result = solve_with(&this, &run, NULL);
    cr_assert_eq(number_of(&this, &result, "steps_done"), 100);
    cr_assert_gt(seen.calls, 0);
    cr_assert_leq(seen.last, 1);
    rp_result_finish(&result);
    close_case(&this);
  }
}

Test(call, log_levels_arrive) {
  notes seen = {0};
  rp_run run = {.log = note_log, .context = &seen};
  plugin_case this = open_case("services", "service_ending");
  rp_result result = solve_with(&this, &run, NULL);
  for (int level = 0; level < 3; ++level)
    cr_assert_eq(seen.levels[level], 1);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, the_listener_of_progress_can_stop_a_solve) {
  notes seen = {.stop_after = 50};
  rp_run run = {.progress = note_progress, .context = &seen};
  plugin_case this = open_case("services", "service_slow");
  set_number(&this, "steps", 1e9);
  rp_result result = solve_with(&this, &run, NULL);
  expect_finding(&result.finding, RP_CANCELLED, "stopped", "asked to stop");
  cr_assert_eq(result.finding.value, 50);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, an_interruption_stops_a_solve_and_the_next) {
  plugin_case this = open_case("services", "service_slow");
  cr_assert_eq(complete(&this), RP_OK);
  rp_interrupt(RP_INTERRUPT_USER);
  rp_result result = solve_case(&this);
  cr_assert_eq(result.status, RP_CANCELLED);
  rp_result_finish(&result);
  close_case(&this);
}

Test(call, the_host_describes_itself) {
  plugin_case this = open_case("services", "service_host");
  rp_result result = solve_case(&this);
  cr_assert_eq(number_of(&this, &result, "unknown_extension"), 0);
  cr_assert_eq(number_of(&this, &result, "minor"), RP_ABI_MINOR);
  cr_assert_eq(number_of(&this, &result, "size"), sizeof(rp_host));
  rp_result_finish(&result);
  close_case(&this);
}

/* A crash stays in the process that solves: here Criterion's, in the program the script's. */
Test(call, a_crash_in_a_solve_is_a_crash, .signal = SIGSEGV) {
  signal(SIGSEGV, SIG_DFL); /* sanitizers have a handler of their own */
  plugin_case this = open_case("crash_in_solve", "crash_in_solve");
  solve_case(&this);
}
