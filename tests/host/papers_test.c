/*
 * The models of all five papers, described without solvers, can be called: with what they require alone, and
 * with every parameter given at once; each call arrives at the plugin.
 */
#include <stdlib.h>

#include "plugin_case.h"

static const char *const papers[] = {"kuno2018", "muhlekarbe2024", "fatone2014", "drapeau2021", "guo2025"};

/* A number inside the bounds, away from open ends. */
static double plausible(double min, double max, uint32_t flags) {
  double value = isfinite(min) && isfinite(max) ? (min + max) / 2
                 : isfinite(min)                ? min + 1
                 : isfinite(max)                ? max - 1
                                                : 0.5;
  return (flags & RP_INTEGRAL) ? floor(value) : value;
}

/* Length of an axis by the rules of the interface, 3 where the test may choose. */
static int64_t length_of(const rp_schema *schema, uint32_t dim) {
  const rp_schema_dim *is = &schema->dims[dim];
  if (is->of >= 0) return length_of(schema, (uint32_t)is->of) + is->is.plus;
  if (is->parameter >= 0) return (int64_t)schema->params[is->parameter].is.preset;
  return is->is.min > 3 ? is->is.min : is->is.max < 3 ? is->is.max : 3;
}

static void give_array(plugin_case *this, uint32_t param) {
  const rp_schema_param *is = &this->schema->params[param];
  int64_t shape[RP_MAX_RANK], size = 1;
  for (uint32_t k = 0; k < is->rank; ++k)
    size *= shape[k] = length_of(this->schema, is->axis[k]);
  double *data = malloc((size_t)size * sizeof *data);
  for (int64_t i = 0; i < size; ++i) {
    data[i] = plausible(is->is.min, is->is.max, is->is.flags);
    if (is->is.flags & RP_INCREASING) /* the bounds' middle is in the middle of the vector */
      data[i] += 0.1 * (double)(i - size / 2);
    if (is->is.flags & RP_POS_DEF) data[i] = i / shape[0] == i % shape[0];
  }
  cr_assert_eq(rp_arguments_set_array(this->arguments, param, is->rank, shape, data, &this->finding), RP_OK,
               "%s", this->finding.text);
  free(data);
}

static void give_law(plugin_case *this, uint32_t param, uint32_t law) {
  const rp_schema_law *is = &this->schema->params[param].laws[law];
  cr_assert_eq(rp_arguments_set_law(this->arguments, param, is->law.name, &this->finding), RP_OK, "%s",
               this->finding.text);
  for (uint32_t k = 0; k < is->law.coef_count; ++k) {
    double value = plausible(is->coefs[k].min, is->coefs[k].max, 0);
    cr_assert_eq(rp_arguments_set_coefficient(this->arguments, param, is->coefs[k].name, 0, NULL, &value,
                                              &this->finding),
                 RP_OK);
  }
}

static void give(plugin_case *this, uint32_t param) {
  const rp_schema_param *is = &this->schema->params[param];
  double value = isnan(is->is.preset) ? plausible(is->is.min, is->is.max, is->is.flags) : is->is.preset;
  switch (is->is.kind) {
  case RP_ARRAY:
    give_array(this, param);
    break;
  case RP_PROCESS:
    give_law(this, param, is->is.process_count - 1);
    break;
  case RP_CHOICE:
    rp_arguments_set_choice(this->arguments, param, is->is.choices[is->choice_count - 1], &this->finding);
    break;
  default:
    cr_assert_eq(rp_arguments_set_number(this->arguments, param, value, &this->finding), RP_OK, "%s",
                 this->finding.text);
  }
}

static void call_models(const char *paper, bool everything) {
  char file[1024];
  rp_message message = {""};
  snprintf(file, sizeof file, MODELS "schema_%s.so", paper);
  rp_library_file *library = rp_library_load(file, &message);
  cr_assert_not_null(library, "%s", message.text);
  for (uint32_t m = 0; m < library->schema_count; ++m) {
    plugin_case this = {.library = library, .schema = library->schemas[m]};
    this.arguments = rp_arguments_create(this.schema);
    for (uint32_t i = 0; i < this.schema->param_count; ++i) {
      const rp_param *is = &this.schema->params[i].is;
      if (everything || (isnan(is->preset) && !(is->flags & RP_OPTIONAL))) give(&this, i);
    }
    rp_result result = solve_case(&this);
    cr_assert_eq(result.status, RP_UNSUPPORTED);
    expect_finding(&result.finding, RP_UNSUPPORTED, "schema-only", this.schema->model.id);
    rp_result_finish(&result);
    rp_arguments_destroy(this.arguments);
  }
  rp_library_unload(library);
}

Test(papers, every_model_can_be_called_with_what_it_requires) {
  for (size_t i = 0; i < sizeof papers / sizeof *papers; ++i)
    call_models(papers[i], false);
}

Test(papers, every_model_takes_all_its_parameters_at_once) {
  for (size_t i = 0; i < sizeof papers / sizeof *papers; ++i)
    call_models(papers[i], true);
}

/* Every law of every process completes on its own. */
Test(papers, every_law_can_be_chosen) {
  plugin_case this = open_case("schema_drapeau2021", "drapeau2021_factors");
  give(&this, param_named(&this, "type_counts"));
  uint32_t param = param_named(&this, "factor_law");
  for (uint32_t law = 0; law < this.schema->params[param].is.process_count; ++law) {
    give_law(&this, param, law);
    cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
    cr_assert_eq(rp_arguments_values(this.arguments)[param].integer, law);
  }
  close_case(&this);
}

/* Axes that a batch must know beforehand are known: fixed, derived, from integers and arrays. */
Test(papers, shapes_of_outputs_are_known_where_they_can_be) {
  plugin_case this = open_case("schema_kuno2018", "kuno2018_execution");
  set_number(&this, "period", 5);
  cr_assert_eq(complete(&this), RP_OK);
  int64_t shape[RP_MAX_RANK], size;
  cr_assert(rp_output_shape(this.schema, this.arguments, output_named(&this, "trades"), shape, &size));
  cr_assert(shape[0] == 6 && size == 6);
  cr_assert(
      rp_output_shape(this.schema, this.arguments, output_named(&this, "off_exchange_volume"), shape, &size));
  cr_assert_eq(size, 1);
  close_case(&this);
  this = open_case("schema_muhlekarbe2024", "muhlekarbe2024_dealer");
  const double after[] = {0, 1};
  set_vector(&this, "times_after", 2, after);
  cr_assert_eq(complete(&this), RP_OK, "%s", this.finding.text);
  cr_assert(
      rp_output_shape(this.schema, this.arguments, output_named(&this, "inventory_after"), shape, &size));
  cr_assert(shape[0] == 3 && shape[1] == 2 && size == 6, "three branches at two times");
  cr_assert_not(rp_output_shape(this.schema, this.arguments, output_named(&this, "inventory"), shape, &size),
                "times are absent");
  close_case(&this);
}
