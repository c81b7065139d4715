/* check_refusals.c - the checks at the edges of the schema: what lies outside is refused by name, what lies on the
 * shortest and longest axes is answered. See conform.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "solves.h"

/* What was tried on a parameter, and how the host answered. */
typedef struct attempt {
  rp_conform *conform;
  const rp_schema *schema;
  uint32_t param;
} attempt;

/* Completes the arguments after `first` was the answer of a setter; a legal answer, or one that blames another
 * parameter, is a finding. */
static void expect_refusal(const attempt *try, rp_arguments *arguments, rp_status status, rp_finding *finding,
                           const char *what) {
  const char *name = try->schema->params[try->param].is.name;
  if (status == RP_OK) status = rp_arguments_complete(arguments, finding);
  if (status == RP_OK)
    rp_conform_find(try->conform, RP_CONFORM_FAIL, try->schema, "%s is accepted for '%s'", what, name);
  else if (status != RP_BAD_INPUT || (finding->param >= 0 && finding->param != (int32_t)try->param))
    rp_conform_find(try->conform, RP_CONFORM_FAIL, try->schema, "%s for '%s' is answered with: %s", what,
                    name, finding->text);
}

static void refuse_number(const attempt *try, const rp_trial *base, double value, const char *what) {
  rp_finding finding;
  const rp_setting *s = &base->settings[try->param];
  rp_arguments *arguments = rp_trial_without(base, try->param);
  if (!arguments) return;
  if (s->kind == RP_SET_ARRAY && s->size > 0) { /* one bad entry is enough */
    double *data = malloc((size_t)s->size * sizeof *data);
    if (data) {
      memcpy(data, s->data, (size_t)s->size * sizeof *data);
      data[s->size - 1] = value;
      rp_status status = rp_arguments_set_array(arguments, try->param, s->rank, s->shape, data, &finding);
      expect_refusal(try, arguments, status, &finding, what);
    }
    free(data);
  } else {
    rp_status status = rp_arguments_set_number(arguments, try->param, value, &finding);
    expect_refusal(try, arguments, status, &finding, what);
  }
  rp_arguments_destroy(arguments);
}

static void refuse_values(const attempt *try, const rp_trial *base) {
  const rp_param *is = &try->schema->params[try->param].is;
  bool infinity_legal = is->flags & RP_INF_LEGAL;
  refuse_number(try, base, NAN, "NaN");
  if (!infinity_legal || !isinf(is->max)) refuse_number(try, base, INFINITY, "infinity");
  if (!infinity_legal || !isinf(is->min)) refuse_number(try, base, -INFINITY, "minus infinity");
  double step = is->kind == RP_INTEGER ? 1 : 0;
  if (isfinite(is->min))
    refuse_number(try, base,
                  is->flags & RP_MIN_OPEN ? is->min
                  : step > 0              ? is->min - 1
                                          : nextafter(is->min, -INFINITY),
                  "a value just below the lower bound");
  if (isfinite(is->max) && fabs(is->max) < 0x1p53)
    refuse_number(try, base,
                  is->flags & RP_MAX_OPEN ? is->max
                  : step > 0              ? is->max + 1
                                          : nextafter(is->max, INFINITY),
                  "a value just above the upper bound");
  if (is->kind == RP_INTEGER)
    refuse_number(try, base, (isfinite(is->min) ? is->min : 0) + 0.5, "half a number");
}

/* A rank too many, an empty axis. */
static void refuse_shapes(const attempt *try, const rp_trial *base) {
  const rp_schema_param *param = &try->schema->params[try->param];
  const rp_setting *s = &base->settings[try->param];
  double numbers[16];
  int64_t shape[RP_MAX_RANK + 1] = {1, 1, 1, 1, 1};
  rp_finding finding;
  for (int i = 0; i < 16; ++i)
    numbers[i] = s->kind == RP_SET_ARRAY && s->size > 0 ? s->data[0] : param->is.preset;
  if (param->rank < RP_MAX_RANK) {
    rp_arguments *arguments = rp_arguments_create(try->schema);
    if (!arguments) return;
    rp_status status =
        rp_arguments_set_array(arguments, try->param, param->rank + 1, shape, numbers, &finding);
    expect_refusal(try, arguments, status, &finding, "an array of one axis too many");
    rp_arguments_destroy(arguments);
  }
  if (try->schema->dims[param->axis[0]].is.min > 0) {
    rp_arguments *arguments = rp_arguments_create(try->schema);
    if (!arguments) return;
    shape[0] = 0;
    rp_status status = rp_arguments_set_array(arguments, try->param, param->rank, shape, numbers, &finding);
    expect_refusal(try, arguments, status, &finding, "an array without entries");
    rp_arguments_destroy(arguments);
  }
  if (param->is.flags & RP_INCREASING && s->kind == RP_SET_ARRAY && s->size >= 2) {
    rp_arguments *arguments = rp_arguments_create(try->schema);
    double *reversed = malloc((size_t)s->size * sizeof *reversed);
    for (int64_t i = 0; reversed && i < s->size; ++i)
      reversed[i] = s->data[s->size - 1 - i];
    if (arguments && reversed) {
      rp_status status = rp_arguments_set_array(arguments, try->param, s->rank, s->shape, reversed, &finding);
      expect_refusal(try, arguments, status, &finding, "a falling sequence");
    }
    free(reversed);
    rp_arguments_destroy(arguments);
  }
}

static void refuse_names(const attempt *try) {
  const rp_param *is = &try->schema->params[try->param].is;
  rp_finding finding;
  rp_arguments *arguments = rp_arguments_create(try->schema);
  if (!arguments) return;
  if (is->kind == RP_CHOICE)
    expect_refusal(try, arguments, rp_arguments_set_choice(arguments, try->param, "no-such-choice", &finding),
                   &finding, "an unknown choice");
  else
    expect_refusal(try, arguments, rp_arguments_set_law(arguments, try->param, "no-such-law", &finding),
                   &finding, "an unknown law");
  rp_arguments_destroy(arguments);
}

/* What the schema cannot say, the solver refuses: also by name. */
static void refuse_by_name(rp_conform *conform, const rp_schema *schema) {
  rp_dice dice = {conform->seed + 17};
  for (int64_t n = 0; n < conform->cases; ++n) {
    rp_finding finding;
    rp_case at = rp_case_of(conform, rp_trial_random(schema, &dice), &finding);
    bool named = true;
    if (at.arguments) {
      rp_probe probe = rp_probe_of(conform);
      rp_result result;
      rp_probe_solve(schema, at.arguments, &probe, &result);
      finding = result.finding;
      named = result.status != RP_BAD_INPUT ||
              (finding.param >= 0 && strstr(finding.text, schema->params[finding.param].is.name));
      rp_result_finish(&result);
    }
    if (!named) {
      char text[600];
      rp_trial_write(&at.trial, text, sizeof text);
      rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                      "solve%s is bad input, yet no parameter is named: %s (%s)", text, finding.text,
                      finding.slug);
    }
    rp_case_finish(&at);
    if (!named) return;
  }
}

/* The host refuses by the schema, so that most of this cannot fail; what is tested is that the schema says it. */
void rp_check_refusals(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_case at = rp_case_defaults(conform, schema);
    if (!at.arguments) continue;
    for (uint32_t i = 0; i < schema->param_count; ++i) {
      attempt try = {conform, schema, i};
      rp_kind kind = schema->params[i].is.kind;
      if (kind == RP_CHOICE || kind == RP_PROCESS) refuse_names(&try);
      if (kind == RP_REAL || kind == RP_INTEGER || kind == RP_CURVE || kind == RP_ARRAY)
        refuse_values(&try, &at.trial);
      if (kind == RP_ARRAY) refuse_shapes(&try, &at.trial);
    }
    rp_case_finish(&at);
    refuse_by_name(conform, schema);
  }
}

static void solve_extents(rp_conform *conform, const rp_schema *schema, bool longest, int64_t most) {
  rp_finding finding;
  bool limited;
  rp_case at = rp_case_of(conform, rp_trial_extents(schema, longest, most, &limited), &finding);
  if (at.arguments) {
    rp_probe probe = rp_probe_of(conform);
    rp_result result;
    rp_probe_solve(schema, at.arguments, &probe, &result);
    const char *which = longest ? limited ? "long" : "the longest" : "the shortest";
    if (result.status == RP_BUG || strcmp(result.finding.slug, "no-report") == 0)
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "with %s axes: %s (%s)", which, result.finding.text,
                      result.finding.slug);
    rp_result_finish(&result);
  }
  rp_case_finish(&at);
}

void rp_check_extents(rp_conform *conform) {
  enum { LONG = 1000 }; /* of axes that may be longer still: all matrices of them stay in memory */
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    solve_extents(conform, schema, false, 1);
    solve_extents(conform, schema, true, LONG);
  }
}
