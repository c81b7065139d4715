/* lua_model.c - see lua_model.h: the module, the registry behind it, and descriptions as tables. */
#include "lua_model.h"
#include "blas.h"
#include "status.h"
#include <lauxlib.h>
#include <math.h>

static const char models_key = 'm';

static int close_models(lua_State *L) {
  rp_lua_models *models = lua_touserdata(L, 1);
  rp_pool_destroy(models->pool);
  models->pool = NULL;
  rp_registry_close(&models->registry);
  return 0;
}

rp_lua_models *rp_lua_models_of(lua_State *L) {
  rp_message message;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &models_key);
  rp_lua_models *models = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (models) return models;
  models = lua_newuserdatauv(L, sizeof *models, 0);
  *models = (rp_lua_models){.pool = NULL};
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, close_models);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  if (!rp_registry_open(&models->registry, &message)) luaL_error(L, "%s", message.text);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &models_key);
  return models;
}

const rp_schema *rp_lua_check_model(lua_State *L, const char **path) {
  const char *id = luaL_checkstring(L, 1);
  rp_message message;
  const rp_schema *schema = rp_registry_find(&rp_lua_models_of(L)->registry, id, path, &message);
  if (!schema) luaL_error(L, "%s", message.text);
  return schema;
}

static void set_text(lua_State *L, const char *key, const char *text) {
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, double number) {
  lua_pushnumber(L, number);
  lua_setfield(L, -2, key);
}

static void set_flag(lua_State *L, const char *key, bool flag) {
  lua_pushboolean(L, flag);
  lua_setfield(L, -2, key);
}

void rp_lua_push_finding(lua_State *L, const rp_schema *schema, const rp_finding *finding) {
  lua_createtable(L, 0, 5);
  set_text(L, "status", rp_status_name(finding->status));
  set_text(L, "slug", finding->slug);
  set_text(L, "text", finding->text);
  set_text(L, "remedy", rp_status_remedy(finding->status));
  if (finding->param >= 0) set_text(L, "parameter", schema->params[finding->param].is.name);
  if (!isnan(finding->value)) set_number(L, "value", finding->value);
}

static int list_models(lua_State *L) {
  const rp_registry *registry = &rp_lua_models_of(L)->registry;
  lua_newtable(L);
  lua_newtable(L);
  for (size_t i = 0; i < registry->count; ++i) {
    const rp_registry_entry *entry = &registry->entries[i];
    if (!entry->library) {
      lua_createtable(L, 0, 2);
      set_text(L, "path", entry->path);
      set_text(L, "refusal", entry->refusal ? entry->refusal : "out of memory");
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
      continue;
    }
    for (uint32_t k = 0; k < entry->library->schema_count; ++k) {
      const rp_schema *schema = entry->library->schemas[k];
      lua_createtable(L, 0, 8);
      set_text(L, "id", schema->model.id);
      set_text(L, "title", schema->model.title);
      set_text(L, "paper", schema->model.paper);
      set_text(L, "version", schema->model.version);
      set_text(L, "path", entry->path);
      set_number(L, "parameters", schema->param_count);
      set_number(L, "outputs", schema->output_count);
      lua_rawseti(L, -3, (lua_Integer)lua_rawlen(L, -3) + 1);
    }
  }
  return 2;
}

static void set_axes(lua_State *L, const rp_schema *schema, uint32_t rank, const uint32_t *axis) {
  lua_createtable(L, (int)rank, 0);
  for (uint32_t k = 0; k < rank; ++k) {
    lua_pushstring(L, schema->dims[axis[k]].is.name);
    lua_rawseti(L, -2, (lua_Integer)k + 1);
  }
  lua_setfield(L, -2, "axes");
}

static void set_bounds(lua_State *L, double min, double max, double preset, uint32_t flags) {
  char text[128];
  rp_describe_bounds(min, max, flags, text, sizeof text);
  set_text(L, "bounds", text);
  set_number(L, "min", min);
  set_number(L, "max", max);
  if (!isnan(preset)) set_number(L, "preset", preset);
  set_flag(L, "min_open", flags & RP_MIN_OPEN);
  set_flag(L, "max_open", flags & RP_MAX_OPEN);
  set_flag(L, "infinity_legal", flags & RP_INF_LEGAL);
}

static void push_laws(lua_State *L, const rp_schema_param *param) {
  lua_createtable(L, (int)param->is.process_count, 0);
  for (uint32_t i = 0; i < param->is.process_count; ++i) {
    const rp_schema_law *law = &param->laws[i];
    lua_createtable(L, 0, 3);
    set_text(L, "name", law->law.name);
    set_text(L, "law", law->law.law);
    lua_createtable(L, (int)law->law.coef_count, 0);
    for (uint32_t k = 0; k < law->law.coef_count; ++k) {
      const rp_coef *coef = &law->coefs[k];
      lua_createtable(L, 0, 9);
      set_text(L, "name", coef->name);
      set_text(L, "symbol", coef->symbol);
      set_text(L, "unit", coef->unit);
      set_text(L, "doc", coef->doc);
      set_bounds(L, coef->min, coef->max, coef->preset, coef->flags);
      lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_setfield(L, -2, "coefficients");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "laws");
}

static void push_param(lua_State *L, const rp_schema *schema, const rp_schema_param *param) {
  const rp_param *is = &param->is;
  lua_createtable(L, 0, 20);
  set_text(L, "name", is->name);
  set_text(L, "symbol", is->symbol);
  set_text(L, "unit", is->unit);
  set_text(L, "doc", is->doc);
  set_text(L, "source", is->source);
  set_text(L, "kind", rp_kind_name(is->kind));
  set_axes(L, schema, param->rank, param->axis);
  set_bounds(L, is->min, is->max, is->preset, is->flags);
  set_flag(L, "numerical", is->flags & RP_NUMERICAL);
  set_flag(L, "symmetric", is->flags & RP_SYMMETRIC);
  set_flag(L, "positive_definite", is->flags & RP_POS_DEF);
  set_flag(L, "increasing", is->flags & RP_INCREASING);
  set_flag(L, "integral", is->flags & RP_INTEGRAL);
  set_flag(L, "optional", is->flags & RP_OPTIONAL);
  if (is->kind == RP_CHOICE) {
    lua_createtable(L, (int)param->choice_count, 0);
    for (uint32_t i = 0; i < param->choice_count; ++i) {
      lua_pushstring(L, is->choices[i]);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "choices");
  }
  if (is->kind == RP_CURVE) {
    set_text(L, "variable", is->variable);
    lua_createtable(L, 2, 0);
    for (int side = 0; side < 2; ++side) {
      lua_pushstring(L, is->domain[side]);
      lua_rawseti(L, -2, side + 1);
    }
    lua_setfield(L, -2, "domain");
  }
  if (is->kind == RP_PROCESS) push_laws(L, param);
}

static void push_output(lua_State *L, const rp_schema *schema, const rp_schema_output *output) {
  const rp_output *is = &output->is;
  lua_createtable(L, 0, 10);
  set_text(L, "name", is->name);
  set_text(L, "symbol", is->symbol);
  set_text(L, "unit", is->unit);
  set_text(L, "doc", is->doc);
  set_text(L, "source", is->source);
  set_axes(L, schema, output->rank, output->axis);
  set_flag(L, "diagnostic", is->flags & RP_DIAGNOSTIC);
  set_flag(L, "nan_meaningful", is->flags & RP_NAN_MEANINGFUL);
  set_flag(L, "infinity_meaningful", is->flags & RP_INF_MEANINGFUL);
  set_flag(L, "late", output->late);
}

static void push_dim(lua_State *L, const rp_schema *schema, const rp_schema_dim *dim) {
  lua_createtable(L, 0, 8);
  set_text(L, "name", dim->is.name);
  set_text(L, "doc", dim->is.doc);
  set_number(L, "min", (double)dim->is.min);
  set_number(L, "max", (double)dim->is.max);
  set_flag(L, "late", dim->late);
  if (dim->of >= 0) {
    set_text(L, "of", schema->dims[dim->of].is.name);
    set_number(L, "plus", (double)dim->is.plus);
  }
  if (dim->parameter >= 0) set_text(L, "parameter", schema->params[dim->parameter].is.name);
}

static int describe(lua_State *L) {
  const char *path, *id = luaL_checkstring(L, 1);
  rp_message message;
  const rp_schema *schema = rp_registry_find(&rp_lua_models_of(L)->registry, id, &path, &message);
  if (!schema) {
    lua_pushnil(L);
    lua_pushstring(L, message.text);
    return 2;
  }
  lua_createtable(L, 0, 12);
  set_text(L, "id", schema->model.id);
  set_text(L, "version", schema->model.version);
  set_text(L, "title", schema->model.title);
  set_text(L, "paper", schema->model.paper);
  set_text(L, "doc", schema->model.doc);
  set_text(L, "path", path);
  set_flag(L, "uses_random_numbers", schema->model.flags & RP_USES_RNG);
  set_flag(L, "batch", schema->model.extension && schema->model.extension(RP_BATCH_EXTENSION));
  lua_createtable(L, (int)schema->dim_count, 0);
  for (uint32_t i = 0; i < schema->dim_count; ++i) {
    push_dim(L, schema, &schema->dims[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "axes");
  lua_createtable(L, (int)schema->param_count, 0);
  for (uint32_t i = 0; i < schema->param_count; ++i) {
    push_param(L, schema, &schema->params[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "parameters");
  lua_createtable(L, (int)schema->output_count, 0);
  for (uint32_t i = 0; i < schema->output_count; ++i) {
    push_output(L, schema, &schema->outputs[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "outputs");
  return 1;
}

static int list_statuses(lua_State *L) {
  lua_newtable(L);
  for (rp_status status = RP_OK; rp_status_is_known(status); ++status) {
    lua_createtable(L, 0, 3);
    set_text(L, "name", rp_status_name(status));
    set_text(L, "sentence", rp_status_sentence(status));
    set_text(L, "remedy", rp_status_remedy(status));
    lua_rawseti(L, -2, (lua_Integer)status + 1);
  }
  return 1;
}

static int push_blas_core(lua_State *L) {
  lua_pushstring(L, rp_blas_core());
  return 1;
}

int rp_lua_open_model(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"models", list_models},     {"describe", describe},        {"solve", rp_lua_solve},
      {"sweep", rp_lua_sweep},     {"point", rp_lua_sweep_point}, {"fit", rp_lua_fit},
      {"statuses", list_statuses}, {"blas_core", push_blas_core}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
