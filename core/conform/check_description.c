/* check_description.c - the checks of the models' descriptions, beyond what loading them already demands. See
 * conform.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "conform.h"
#include "probe.h"

/* A fingerprint of everything that a description says: FNV-1a. */
static uint64_t add_bytes(uint64_t hash, const void *bytes, size_t size) {
  for (size_t i = 0; i < size; ++i)
    hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
  return hash;
}

static uint64_t add_text(uint64_t hash, const char *text) {
  return text ? add_bytes(hash, text, strlen(text) + 1) : add_bytes(hash, "\xff", 1);
}

static uint64_t add_number(uint64_t hash, double x) {
  return isnan(x) ? add_text(hash, "nan") : add_bytes(hash, &x, sizeof x);
}

static uint64_t add_list(uint64_t hash, const char *const *list) {
  for (; list && *list; ++list)
    hash = add_text(hash, *list);
  return add_text(hash, NULL);
}

static uint64_t add_param(uint64_t hash, const rp_schema_param *param) {
  const rp_param *is = &param->is;
  const char *texts[] = {is->name,   is->symbol,   is->unit,      is->doc,
                         is->source, is->variable, is->domain[0], is->domain[1]};
  const double numbers[] = {is->kind, is->flags, is->min, is->max, is->preset};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
    hash = add_text(hash, texts[i]);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i)
    hash = add_number(hash, numbers[i]);
  hash = add_list(add_list(hash, is->choices), is->axes);
  for (uint32_t i = 0; i < is->process_count; ++i) {
    hash = add_text(add_text(hash, param->laws[i].law.name), param->laws[i].law.law);
    for (uint32_t k = 0; k < param->laws[i].law.coef_count; ++k) {
      const rp_coef *coef = &param->laws[i].coefs[k];
      hash = add_text(add_text(add_text(add_text(hash, coef->name), coef->symbol), coef->unit), coef->doc);
      hash = add_number(add_number(add_number(hash, coef->min), coef->max), coef->preset);
    }
  }
  return hash;
}

static uint64_t fingerprint(const rp_schema *schema) {
  const rp_model *model = &schema->model;
  uint64_t hash = add_text(add_text(add_text(0xcbf29ce484222325u, model->id), model->version), model->title);
  hash = add_bytes(add_text(add_text(hash, model->paper), model->doc), &model->flags, sizeof model->flags);
  for (uint32_t i = 0; i < schema->dim_count; ++i) {
    const rp_dim *dim = &schema->dims[i].is;
    const double numbers[] = {(double)dim->min, (double)dim->max, dim->flags, (double)dim->plus};
    hash = add_text(add_text(add_text(hash, dim->name), dim->doc), dim->of);
    for (int k = 0; k < 4; ++k)
      hash = add_number(hash, numbers[k]);
  }
  for (uint32_t i = 0; i < schema->param_count; ++i)
    hash = add_param(hash, &schema->params[i]);
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    const rp_output *is = &schema->outputs[i].is;
    const char *texts[] = {is->name, is->symbol, is->unit, is->doc, is->source};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; ++k)
      hash = add_text(hash, texts[k]);
    hash = add_list(add_number(hash, is->flags), is->axes);
  }
  return hash;
}

static uint64_t fingerprint_of_file(const rp_library_file *library) {
  uint64_t hash = 0;
  for (uint32_t i = 0; i < library->schema_count; ++i)
    hash = hash * 31 + fingerprint(library->schemas[i]);
  return hash;
}

/* Before a solve, after one, and after the file was loaded anew. */
void rp_check_description(rp_conform *conform) {
  rp_message message;
  uint64_t first = fingerprint_of_file(conform->library);
  rp_library_unload(conform->library);
  conform->library = NULL;
  rp_library_file *again = rp_library_load(conform->path, &message);
  if (!again) {
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "loading it again fails: %s", message.text);
    return;
  }
  if (fingerprint_of_file(again) != first)
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL,
                    "it describes its models differently when it is loaded again");
  rp_library_unload(again);
}

static bool is_sentence(const char *text) {
  size_t length = text ? strlen(text) : 0;
  return length >= 4 && text[length - 1] == '.';
}

static void want_sentence(rp_conform *conform, const rp_schema *schema, const char *kind, const char *name,
                          const char *doc) {
  if (!is_sentence(doc))
    rp_conform_find(conform, RP_CONFORM_FAIL, schema,
                    "the doc of %s '%s' is \"%.80s\": write a sentence, up to its full stop", kind, name,
                    doc ? doc : "");
}

void rp_check_documented(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    bool of_paper = schema->model.paper[0] != '\0';
    bool sourced = !of_paper;
    want_sentence(conform, schema, "the model", schema->model.id, schema->model.doc);
    if (!schema->model.title[0]) rp_conform_find(conform, RP_CONFORM_FAIL, schema, "the model has no title");
    for (uint32_t i = 0; i < schema->dim_count; ++i)
      want_sentence(conform, schema, "the axis", schema->dims[i].is.name, schema->dims[i].is.doc);
    for (uint32_t i = 0; i < schema->param_count; ++i) {
      const rp_param *is = &schema->params[i].is;
      want_sentence(conform, schema, "the parameter", is->name, is->doc);
      for (uint32_t k = 0; k < is->process_count; ++k)
        for (uint32_t c = 0; c < schema->params[i].laws[k].law.coef_count; ++c)
          want_sentence(conform, schema, "the coefficient", schema->params[i].laws[k].coefs[c].name,
                        schema->params[i].laws[k].coefs[c].doc);
      sourced |= is->source[0] != '\0';
    }
    for (uint32_t i = 0; i < schema->output_count; ++i) {
      want_sentence(conform, schema, "the output", schema->outputs[i].is.name, schema->outputs[i].is.doc);
      sourced |= schema->outputs[i].is.source[0] != '\0';
    }
    if (!sourced)
      rp_conform_find(
          conform, RP_CONFORM_WARN, schema,
          "the model belongs to the paper %s, yet no parameter or output says which equation it is",
          schema->model.paper);
  }
}
