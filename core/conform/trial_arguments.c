/* trial_arguments.c - see trial.h: a trial as arguments for the host, and as the table that a script would write. */
#include "trial.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "conform.h"

static rp_status set_curve(const rp_trial *trial, rp_arguments *arguments, uint32_t param,
                           rp_finding *finding) {
  const rp_setting *setting = &trial->settings[param];
  double domain[2], grid[RP_TRIAL_POINTS];
  rp_arguments_domain(arguments, param, domain);
  if (isnan(domain[0])) domain[0] = isnan(domain[1]) ? 0 : domain[1] - 1;
  if (isnan(domain[1]) || !(domain[1] > domain[0])) domain[1] = domain[0] + 1;
  for (int i = 0; i < RP_TRIAL_POINTS; ++i)
    grid[i] =
        i + 1 < RP_TRIAL_POINTS ? domain[0] + (domain[1] - domain[0]) * i / (RP_TRIAL_POINTS - 1) : domain[1];
  return rp_arguments_set_curve(arguments, param, RP_LINEAR, RP_TRIAL_POINTS, grid, 1, setting->shape,
                                setting->data, finding);
}

static rp_status set_process(const rp_trial *trial, rp_arguments *arguments, uint32_t param,
                             rp_finding *finding) {
  const rp_setting *setting = &trial->settings[param];
  const rp_schema_law *law = &trial->schema->params[param].laws[(uint32_t)setting->number];
  rp_status status = rp_arguments_set_law(arguments, param, law->law.name, finding);
  for (uint32_t i = 0; i < law->law.coef_count && status == RP_OK; ++i)
    status = rp_arguments_set_coefficient(arguments, param, law->coefs[i].name, 0, NULL, &setting->data[i],
                                          finding);
  return status;
}

static rp_status set_one(const rp_trial *trial, rp_arguments *arguments, uint32_t param,
                         rp_finding *finding) {
  const rp_setting *setting = &trial->settings[param];
  switch (setting->kind) {
  case RP_SET_ABSENT:
    rp_arguments_set_absent(arguments, param);
    return RP_OK;
  case RP_SET_NUMBER:
    return rp_arguments_set_number(arguments, param, setting->number, finding);
  case RP_SET_CHOICE:
    return rp_arguments_set_choice(
        arguments, param, trial->schema->params[param].is.choices[(uint32_t)setting->number], finding);
  case RP_SET_ARRAY:
    return rp_arguments_set_array(arguments, param, setting->rank, setting->shape, setting->data, finding);
  case RP_SET_TABLE:
    return set_curve(trial, arguments, param, finding);
  case RP_SET_LAW:
    return set_process(trial, arguments, param, finding);
  default:
    return RP_OK;
  }
}

rp_arguments *rp_trial_without(const rp_trial *trial, uint32_t param) {
  rp_finding ignored;
  rp_arguments *arguments = rp_conform_need(rp_arguments_create(trial->schema));
  for (uint32_t i = 0; i < trial->schema->param_count; ++i)
    if (i != param) set_one(trial, arguments, i, &ignored);
  return arguments;
}

rp_arguments *rp_trial_arguments(const rp_trial *trial, rp_finding *finding) {
  rp_arguments *arguments = rp_conform_need(rp_arguments_create(trial->schema));
  rp_status status = RP_OK;
  /* Curves last: their domains may be other parameters. */
  for (int pass = 0; pass < 2; ++pass)
    for (uint32_t i = 0; i < trial->schema->param_count && status == RP_OK; ++i)
      if ((trial->settings[i].kind == RP_SET_TABLE) == (pass == 1))
        status = set_one(trial, arguments, i, finding);
  if (status == RP_OK) status = rp_arguments_complete(arguments, finding);
  if (status == RP_OK) return arguments;
  rp_arguments_destroy(arguments);
  return NULL;
}

typedef struct writer {
  char *text;
  size_t size, length;
} writer;

static void put(writer *w, const char *format, ...) RP_PRINTF(2, 3);
static void put(writer *w, const char *format, ...) {
  if (w->length >= w->size) return;
  va_list arguments;
  va_start(arguments, format);
  int n = vsnprintf(w->text + w->length, w->size - w->length, format, arguments);
  va_end(arguments);
  if (n > 0) w->length += (size_t)n;
}

static void put_number(writer *w, double x) {
  if (isinf(x))
    put(w, x > 0 ? "math.huge" : "-math.huge");
  else
    put(w, "%.17g", x);
}

/* Nested braces from the row-major numbers: each axis opens where the numbers before fill it. */
static void put_array(writer *w, const rp_setting *setting) {
  for (int64_t i = 0; i < setting->size; ++i) {
    int64_t stride = 1;
    if (i > 0) put(w, ", ");
    for (uint32_t axis = setting->rank; axis-- > 0;)
      if (i % (stride *= setting->shape[axis]) == 0) put(w, "{");
    put_number(w, setting->data[i]);
    stride = 1;
    for (uint32_t axis = setting->rank; axis-- > 0;)
      if ((i + 1) % (stride *= setting->shape[axis]) == 0) put(w, "}");
  }
}

static void put_setting(writer *w, const rp_schema_param *param, const rp_setting *setting) {
  put(w, "%s = ", param->is.name);
  switch (setting->kind) {
  case RP_SET_ABSENT:
    put(w, "false");
    break;
  case RP_SET_CHOICE:
    put(w, "\"%s\"", param->is.choices[(uint32_t)setting->number]);
    break;
  case RP_SET_ARRAY:
    put_array(w, setting);
    break;
  case RP_SET_TABLE:
    put(w, "rp.curve{grid = ..., values = ");
    put_array(w, setting);
    put(w, ", rule = \"linear\"}");
    break;
  case RP_SET_LAW: {
    const rp_schema_law *law = &param->laws[(uint32_t)setting->number];
    put(w, "{law = \"%s\"", law->law.name);
    for (uint32_t i = 0; i < law->law.coef_count; ++i) {
      put(w, ", %s = ", law->coefs[i].name);
      put_number(w, setting->data[i]);
    }
    put(w, "}");
    break;
  }
  default:
    if (param->is.kind == RP_BOOLEAN)
      put(w, setting->number != 0 ? "true" : "false");
    else
      put_number(w, setting->number);
  }
}

void rp_trial_write(const rp_trial *trial, char *text, size_t size) {
  writer w = {.text = text, .size = size};
  bool first = true;
  put(&w, "{");
  for (uint32_t i = 0; i < trial->schema->param_count; ++i) {
    if (trial->settings[i].kind == RP_SET_NOTHING) continue;
    if (!first) put(&w, ", ");
    first = false;
    put_setting(&w, &trial->schema->params[i], &trial->settings[i]);
  }
  put(&w, "}");
  if (w.length >= size && size > 4) memcpy(text + size - 4, "...", 4);
}
