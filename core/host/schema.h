/*
 * schema.h - a model's description in the host's own form: checked once, read by everything else.
 *
 * A plugin may have been built against an older or a newer minor version, so its element structs are copied
 * by stride into the structs of this build, the rest zero. Strings stay the plugin's: a schema lives no
 * longer than the loaded library. Uses message.h and unit.h.
 */
#ifndef RP_SCHEMA_H
#define RP_SCHEMA_H
#include "message.h"
#include "unit.h"
#include "reprise/plugin.h"

enum { RP_MAX_RANK = 4, RP_MAX_NAME = 63 };

/* A law with its coefficients in this build's structs. */
typedef struct rp_schema_law {
  rp_process law;
  const rp_coef *coefs; /* [law.coef_count], part of the schema */
} rp_schema_law;

/* Parameter or output: what plugin.h says of it, with axes resolved to indices of dims. */
typedef struct rp_schema_param {
  rp_param is;
  rp_unit unit;
  uint32_t rank; /* number of axes: of an array all, of a curve or process the leading ones */
  uint32_t axis[RP_MAX_RANK];
  uint32_t choice_count;
  const rp_schema_law *laws; /* [is.process_count] */
} rp_schema_param;

typedef struct rp_schema_output {
  rp_output is;
  rp_unit unit;
  uint32_t rank;
  uint32_t axis[RP_MAX_RANK];
  bool late; /* carries an axis whose length only the solver knows */
} rp_schema_output;

typedef struct rp_schema_dim {
  rp_dim is;
  int32_t of;        /* index of the dim that it derives from, or -1    */
  int32_t parameter; /* index of the integer parameter that fixes it, or -1 */
  bool late;         /* itself or through `of`                          */
} rp_schema_dim;

typedef struct rp_schema {
  rp_model model; /* this build's struct; arrays inside are the plugin's, use those below */
  uint32_t dim_count, param_count, output_count;
  rp_schema_dim *dims;
  rp_schema_param *params;
  rp_schema_output *outputs;
  void *memory; /* chain of blocks behind the arrays */
} rp_schema;

/* Reads and checks a plugin's description. NULL with one sentence that names model, element and violated
 * condition. Reads every string and number of the description, so a description that lies with wild pointers
 * crashes here: files that are not trusted yet go through rp_plugin_probe() first. */
rp_schema *rp_schema_create(const rp_model *model, rp_message *message);
void rp_schema_destroy(rp_schema *schema);

/* Index by name, or -1. */
int32_t rp_schema_find_param(const rp_schema *schema, const char *name);
int32_t rp_schema_find_output(const rp_schema *schema, const char *name);
int32_t rp_schema_find_dim(const rp_schema *schema, const char *name);

/* "real", "integer", ...; "unknown" for a kind of a later version. */
const char *rp_kind_name(rp_kind kind);

/* True if the number lies inside [min, max], open where the flags say so; infinities only with RP_INF_LEGAL;
 * NaN never. */
bool rp_is_inside(double value, double min, double max, uint32_t flags);

/* Writes the condition that rp_is_inside() checks: "> 0 and <= 1", "finite". */
void rp_describe_bounds(double min, double max, uint32_t flags, char *text, size_t size);

#endif
