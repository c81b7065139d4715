/* lua_arguments.c - Lua values as arguments of a solve: each by the kind of its parameter, in the schema's
 * order. */
#include "lua_model.h"
#include "lua_array.h"
#include <lauxlib.h>
#include <math.h>
#include <string.h>

typedef struct reader {
  lua_State *L;
  const rp_schema *schema;
  rp_arguments *arguments;
  rp_finding *finding;
} reader;

static rp_status refuse(const reader *this, uint32_t param, const char *slug, const char *sentence) {
  return rp_find(this->finding, RP_BAD_INPUT, slug, (int32_t)param, NAN, "%s: '%s' %s",
                 this->schema->model.id, this->schema->params[param].is.name, sentence);
}

/* The array at idx; NULL with a finding, for lists that are ragged or hold no numbers, and for other units.
 */
static const struct rp_lua_array *read_array(const reader *this, int idx, uint32_t param, rp_status *status) {
  lua_State *L = this->L;
  char sentence[256];
  const struct rp_lua_array *array = rp_lua_to_array(L, idx);
  if (!array) {
    snprintf(sentence, sizeof sentence, "takes numbers: %.200s", lua_tostring(L, -1));
    lua_pop(L, 1);
    *status = refuse(this, param, "wrong-kind", sentence);
    return NULL;
  }
  const char *unit = rp_lua_array_unit(L, idx);
  rp_unit parsed;
  rp_message ignored;
  if (unit && rp_unit_parse(unit, &parsed, &ignored) &&
      !rp_unit_equal(parsed, this->schema->params[param].unit)) {
    snprintf(sentence, sizeof sentence, "is measured in %.80s, the given array in %.80s",
             this->schema->params[param].is.unit, unit);
    *status = refuse(this, param, "wrong-unit", sentence);
    return NULL;
  }
  return array;
}

static rp_status read_array_argument(const reader *this, int idx, uint32_t param) {
  rp_status status = RP_OK;
  const struct rp_lua_array *array = read_array(this, idx, param, &status);
  if (!array) return status;
  return rp_arguments_set_array(this->arguments, param, (uint32_t)array->rank, array->shape, array->data,
                                this->finding);
}

/* {rule = "step" | "linear" | "chebyshev", grid = ..., data = ...} */
static rp_status read_curve(const reader *this, int idx, uint32_t param) {
  lua_State *L = this->L;
  static const char *const rules[] = {"step", "linear", "chebyshev"};
  int top = lua_gettop(L);
  rp_status status = RP_OK;
  if (!lua_istable(L, idx) || lua_getfield(L, idx, "rule") != LUA_TSTRING)
    return refuse(this, param, "wrong-kind",
                  "is a curve: give a number, a table made by rp.curve, or a function");
  const char *rule_name = lua_tostring(L, -1);
  uint32_t rule = 0;
  while (rule < 3 && strcmp(rules[rule], rule_name) != 0)
    ++rule;
  lua_getfield(L, idx, "grid");
  const struct rp_lua_array *grid = rp_lua_to_array(L, lua_gettop(L));
  lua_getfield(L, idx, "data");
  const struct rp_lua_array *data = grid ? read_array(this, lua_gettop(L), param, &status) : NULL;
  if (rule == 3 || !grid || grid->rank != 1)
    status = refuse(this, param, "wrong-kind",
                    "is a curve that needs a rule (step, linear or chebyshev) and a grid of numbers");
  else if (data)
    status = rp_arguments_set_curve(this->arguments, param, rule, grid->shape[0], grid->data,
                                    (uint32_t)data->rank, data->shape, data->data, this->finding);
  lua_settop(L, top);
  return status;
}

static rp_status read_coefficients(const reader *this, int idx, uint32_t param, const char *law) {
  lua_State *L = this->L;
  const rp_schema_param *schema = &this->schema->params[param];
  rp_status status = rp_arguments_set_law(this->arguments, param, law, this->finding);
  for (lua_pushnil(L); status == RP_OK && lua_next(L, idx) != 0; lua_pop(L, 1)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
    if (key && strcmp(key, "law") == 0) continue;
    if (!key) {
      status = refuse(this, param, "unknown-coefficient", "takes coefficients by name");
      continue;
    }
    double number = lua_tonumber(L, -1);
    if (lua_type(L, -1) == LUA_TNUMBER) {
      status = rp_arguments_set_coefficient(this->arguments, param, key, 0, NULL, &number, this->finding);
      continue;
    }
    const struct rp_lua_array *array = rp_lua_to_array(L, lua_gettop(L));
    if (!array) {
      lua_pop(L, 1);
      status = refuse(this, param, "wrong-kind", "has a coefficient that is neither a number nor an array");
    } else {
      status = rp_arguments_set_coefficient(this->arguments, param, key, (uint32_t)array->rank, array->shape,
                                            array->data, this->finding);
    }
  }
  (void)schema;
  return status;
}

static rp_status read_law(const reader *this, int idx, uint32_t param) {
  lua_State *L = this->L;
  if (lua_type(L, idx) == LUA_TSTRING)
    return rp_arguments_set_law(this->arguments, param, lua_tostring(L, idx), this->finding);
  if (!lua_istable(L, idx) || lua_getfield(L, idx, "law") != LUA_TSTRING)
    return refuse(this, param, "wrong-kind",
                  "is a process: give { law = \"...\", coefficient = value, ... }");
  char law[RP_MAX_NAME + 1];
  snprintf(law, sizeof law, "%s", lua_tostring(L, -1));
  lua_pop(L, 1);
  return read_coefficients(this, idx, param, law);
}

static rp_status read_argument(const reader *this, int idx, uint32_t param) {
  lua_State *L = this->L;
  const rp_param *is = &this->schema->params[param].is;
  int type = lua_type(L, idx);
  if (type == LUA_TBOOLEAN && is->kind == RP_BOOLEAN)
    return rp_arguments_set_number(this->arguments, param, lua_toboolean(L, idx), this->finding);
  if (type == LUA_TBOOLEAN && !lua_toboolean(L, idx)) {
    rp_arguments_set_absent(this->arguments, param);
    return RP_OK;
  }
  if (type == LUA_TNUMBER && is->kind != RP_BOOLEAN)
    return rp_arguments_set_number(this->arguments, param, lua_tonumber(L, idx), this->finding);
  if (type == LUA_TSTRING && is->kind == RP_CHOICE)
    return rp_arguments_set_choice(this->arguments, param, lua_tostring(L, idx), this->finding);
  if (is->kind == RP_ARRAY && (type == LUA_TTABLE || type == LUA_TUSERDATA))
    return read_array_argument(this, idx, param);
  if (is->kind == RP_CURVE) return read_curve(this, idx, param);
  if (is->kind == RP_PROCESS) return read_law(this, idx, param);
  char sentence[160];
  static const char *const wanted[] = {"nothing",
                                       "a number",
                                       "a whole number",
                                       "true or false",
                                       "one of its choices",
                                       "an array, a list or a number",
                                       "a curve",
                                       "a law"};
  snprintf(sentence, sizeof sentence, "takes %s, not %s", wanted[is->kind],
           type == LUA_TTABLE    ? "a table"
           : type == LUA_TSTRING ? "a text"
                                 : luaL_typename(L, idx));
  return refuse(this, param, "wrong-kind", sentence);
}

rp_status rp_lua_read_arguments(lua_State *L, int idx, const rp_schema *schema, rp_arguments *arguments,
                                rp_finding *finding) {
  reader this = {L, schema, arguments, finding};
  rp_status status = RP_OK;
  idx = lua_absindex(L, idx);
  luaL_checkstack(L, 16, "arguments");
  for (uint32_t i = 0; i < schema->param_count && status == RP_OK; ++i) {
    if (lua_getfield(L, idx, schema->params[i].is.name) != LUA_TNIL)
      status = read_argument(&this, lua_gettop(L), i);
    lua_pop(L, 1);
  }
  return status;
}
