/*
 * schema.h: descriptions are read completely and by stride, whatever version built them; and the models of
 * all five papers can be described.
 */
#include "plugin_case.h"

static rp_library_file *load(const char *file) {
  rp_message message = {""};
  char path[1024];
  snprintf(path, sizeof path, MODELS "%s.so", file);
  cr_assert(rp_library_probe(path, &message), "%s", message.text);
  rp_library_file *library = rp_library_load(path, &message);
  cr_assert_not_null(library, "%s", message.text);
  return library;
}

static const rp_schema_param *param_of(const rp_schema *schema, const char *name) {
  int32_t index = rp_schema_find_param(schema, name);
  cr_assert_geq(index, 0, "%s has no parameter %s", schema->model.id, name);
  return &schema->params[index];
}

static const rp_schema_output *output_of(const rp_schema *schema, const char *name) {
  int32_t index = rp_schema_find_output(schema, name);
  cr_assert_geq(index, 0, "%s has no output %s", schema->model.id, name);
  return &schema->outputs[index];
}

static const rp_schema_dim *dim_of(const rp_schema *schema, const char *name) {
  int32_t index = rp_schema_find_dim(schema, name);
  cr_assert_geq(index, 0, "%s has no axis %s", schema->model.id, name);
  return &schema->dims[index];
}

Test(schema, all_five_papers_can_be_described) {
  const struct {
    const char *paper;
    uint32_t models;
  } papers[] = {
      {"kuno2018", 6}, {"muhlekarbe2024", 5}, {"fatone2014", 5}, {"drapeau2021", 4}, {"guo2025", 6}};
  for (size_t p = 0; p < sizeof papers / sizeof *papers; ++p) {
    char file[64];
    snprintf(file, sizeof file, "schema_%s", papers[p].paper);
    rp_library_file *library = load(file);
    cr_assert_eq(library->schema_count, papers[p].models, "%s", file);
    for (uint32_t i = 0; i < library->schema_count; ++i) {
      const rp_schema *schema = library->schemas[i];
      cr_assert_str_eq(schema->model.paper, papers[p].paper);
      cr_assert_eq(strncmp(schema->model.id, papers[p].paper, strlen(papers[p].paper)), 0);
      cr_assert(schema->param_count > 0 && schema->output_count > 0);
      for (uint32_t k = 0; k < schema->param_count; ++k)
        cr_assert(strlen(schema->params[k].is.doc) > 3 && schema->params[k].is.kind >= RP_REAL);
    }
    rp_library_unload(library);
  }
}

Test(schema, curves_in_time_in_factors_and_for_each_agent) {
  rp_library_file *library = load("schema_drapeau2021");
  const rp_schema *game = find_model(library, "drapeau2021_game");
  const rp_schema_param *sigma = param_of(game, "volatility"), *eta = param_of(game, "temporary_curves");
  cr_assert_eq(sigma->is.kind, RP_CURVE);
  cr_assert_str_eq(sigma->is.variable, "t");
  cr_assert_str_eq(sigma->is.domain[0], "0");
  cr_assert_str_eq(sigma->is.domain[1], "horizon");
  cr_assert_eq(sigma->rank, 0);
  cr_assert_eq(sigma->unit.halves[RP_UNIT_TIME], -1, "the square root of time");
  cr_assert_eq(sigma->unit.halves[RP_UNIT_CASH], 2);
  cr_assert_eq(eta->rank, 1);
  cr_assert_str_eq(game->dims[eta->axis[0]].is.name, "agent");
  cr_assert_eq(eta->is.flags, RP_OPTIONAL | RP_MIN_OPEN);
  const rp_schema *factors = find_model(library, "drapeau2021_factors");
  const rp_schema_param *variance = param_of(factors, "variance"), *several = param_of(factors, "factors");
  cr_assert_str_eq(variance->is.variable, "z");
  cr_assert_str_eq(variance->is.domain[0], "");
  cr_assert_eq(several->rank, 1);
  const rp_schema_param *one = param_of(factors, "factor_law");
  cr_assert_eq(one->is.process_count, 5);
  cr_assert_str_eq(one->laws[2].law.name, "cir");
  cr_assert_eq(one->laws[2].law.coef_count, 4);
  cr_assert_str_eq(one->laws[2].coefs[1].name, "mean");
  cr_assert(isnan(one->laws[2].coefs[1].preset), "required");
  rp_library_unload(library);
}

Test(schema, axes_fixed_derived_and_late) {
  rp_library_file *library = load("feedthrough");
  const rp_schema *schema = library->schemas[0];
  const rp_schema_dim *trades = dim_of(schema, "trades");
  cr_assert_str_eq(schema->dims[trades->of].is.name, "periods");
  cr_assert_eq(trades->is.plus, 1);
  cr_assert_not(trades->late);
  cr_assert_eq(dim_of(schema, "periods")->parameter, rp_schema_find_param(schema, "periods"));
  cr_assert_eq(dim_of(schema, "agents")->parameter, -1);
  cr_assert(dim_of(schema, "nodes")->late);
  cr_assert_not(dim_of(schema, "sides")->late);
  cr_assert(output_of(schema, "nodes")->late);
  cr_assert_not(output_of(schema, "trades")->late);
  cr_assert_not(output_of(schema, "sides_seen")->late);
  cr_assert_eq(output_of(schema, "covariance_seen")->rank, 2);
  cr_assert_eq(param_of(schema, "method")->choice_count, 3);
  cr_assert_eq(rp_schema_find_param(schema, "no_such_thing"), -1);
  cr_assert_eq(rp_schema_find_output(schema, "amount"), -1);
  cr_assert_eq(rp_schema_find_dim(schema, "trade"), -1);
  rp_library_unload(library);
}

/* What an older plugin lacks is zero: no derived axes, no flags, no laws. */
Test(schema, shorter_elements_of_an_older_plugin) {
  rp_library_file *library = load("old_stride");
  const rp_schema *schema = library->schemas[0];
  cr_assert_eq(schema->param_count, 3);
  cr_assert_str_eq(schema->params[2].is.name, "periods");
  cr_assert_null(schema->params[0].is.variable);
  cr_assert_eq(schema->params[0].is.process_count, 0);
  cr_assert_eq(schema->params[1].choice_count, 2);
  cr_assert_eq(schema->dims[0].of, -1);
  cr_assert_eq(schema->dims[1].parameter, 2);
  cr_assert_str_eq(schema->outputs[1].is.name, "z");
  cr_assert_eq(schema->outputs[0].is.flags, 0);
  cr_assert_eq(schema->outputs[1].rank, 1);
  rp_library_unload(library);
}

/* What a later plugin has more is not looked at, and the next element is found behind it. */
Test(schema, longer_elements_of_a_later_plugin) {
  rp_library_file *library = load("longer_stride");
  cr_assert_eq(library->schema_count, 2);
  cr_assert_str_eq(library->schemas[1]->model.id, "longer_stride_again");
  const rp_schema *schema = library->schemas[0];
  cr_assert_str_eq(schema->dims[1].is.of, "agents");
  cr_assert_str_eq(schema->params[1].is.name, "factor");
  cr_assert_str_eq(schema->params[1].laws[0].coefs[1].name, "mean");
  cr_assert_eq(schema->params[1].laws[0].coefs[1].preset, 3);
  cr_assert_str_eq(schema->outputs[2].is.name, "mean");
  rp_library_unload(library);
}

Test(schema, bounds_are_read_with_their_flags) {
  cr_assert(rp_is_inside(0, 0, 1, 0) && rp_is_inside(1, 0, 1, 0));
  cr_assert_not(rp_is_inside(0, 0, 1, RP_MIN_OPEN));
  cr_assert_not(rp_is_inside(1, 0, 1, RP_MAX_OPEN));
  cr_assert_not(rp_is_inside((double)NAN, -INFINITY, INFINITY, RP_INF_LEGAL));
  cr_assert_not(rp_is_inside((double)INFINITY, 0, INFINITY, 0));
  cr_assert(rp_is_inside((double)INFINITY, 0, INFINITY, RP_INF_LEGAL));
  cr_assert_not(rp_is_inside(-(double)INFINITY, 0, INFINITY, RP_INF_LEGAL));
  char text[128];
  rp_describe_bounds(0, 1, RP_MIN_OPEN, text, sizeof text);
  cr_assert_str_eq(text, "> 0 and <= 1");
  rp_describe_bounds(-INFINITY, INFINITY, 0, text, sizeof text);
  cr_assert_str_eq(text, "finite");
  rp_describe_bounds(0, INFINITY, RP_INF_LEGAL, text, sizeof text);
  cr_assert_str_eq(text, ">= 0 or infinite");
}

Test(schema, kinds_have_names) {
  const char *names[] = {"absent", "real", "integer", "boolean", "choice", "array", "curve", "process"};
  for (rp_kind kind = 0; kind < 8; ++kind)
    cr_assert_str_eq(rp_kind_name(kind), names[kind]);
  cr_assert_str_eq(rp_kind_name(99), "unknown");
}
