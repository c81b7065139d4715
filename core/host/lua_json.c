/*
 * lua_json.c - JSON for Lua by jansson. Keys are sorted, numbers have 17 digits, infinities and NaN, which
 * JSON lacks, are the strings "inf", "-inf", "nan". A table is an array when its keys are 1..n with n > 0 or
 * when json_array() marked it. While jansson's values are alive no Lua function that may raise is called, so
 * nothing leaks.
 */
#include "lua_json.h"

#include <jansson.h>
#include <lauxlib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 200 };

static const char array_mark[] = "reprise.json.array";
static const char null_mark = 0; /* host.null is the light userdata of its address */

typedef struct encoder {
  lua_State *L;
  const char *problem; /* constant text, NULL while all is well */
  int depth;
} encoder;

static json_t *encode_value(encoder *e, int index);

static json_t *refuse(encoder *e, const char *problem) {
  if (e->problem == NULL) e->problem = problem;
  return NULL;
}

static json_t *encode_number(encoder *e, int index) {
  if (lua_isinteger(e->L, index)) return json_integer(lua_tointeger(e->L, index));
  double x = lua_tonumber(e->L, index);
  if (isnan(x)) return json_string("nan");
  if (isinf(x)) return json_string(x > 0.0 ? "inf" : "-inf");
  return json_real(x);
}

static json_t *encode_array(encoder *e, int index, lua_Unsigned count) {
  json_t *array = json_array();
  for (lua_Unsigned i = 1; array != NULL && i <= count; ++i) {
    lua_rawgeti(e->L, index, (lua_Integer)i);
    json_t *item = encode_value(e, lua_gettop(e->L));
    lua_pop(e->L, 1);
    if (item == NULL || json_array_append_new(array, item) != 0) {
      json_decref(array);
      return refuse(e, "out of memory");
    }
  }
  return array;
}

static json_t *encode_object(encoder *e, int index) {
  json_t *object = json_object();
  lua_pushnil(e->L);
  while (object != NULL && lua_next(e->L, index) != 0) {
    json_t *item = NULL;
    if (lua_type(e->L, -2) != LUA_TSTRING) {
      refuse(e, "a table has keys that are neither all strings nor 1..n");
    } else {
      size_t length = 0;
      const char *key = lua_tolstring(e->L, -2, &length);
      if (strlen(key) != length)
        refuse(e, "a key contains a zero byte");
      else if ((item = encode_value(e, lua_gettop(e->L))) != NULL &&
               json_object_set_new(object, key, item) != 0)
        item = refuse(e, "a key is not UTF-8");
    }
    lua_pop(e->L, 1);
    if (item == NULL) {
      lua_pop(e->L, 1);
      json_decref(object);
      return NULL;
    }
  }
  return object;
}

static bool is_sequence(lua_State *L, int index, lua_Unsigned count) {
  lua_Unsigned found = 0;
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    lua_pop(L, 1);
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || (lua_Unsigned)lua_tointeger(L, -1) > count) {
      lua_pop(L, 1);
      return false;
    }
    ++found;
  }
  return found == count;
}

static json_t *encode_table(encoder *e, int index) {
  bool marked = false;
  lua_Unsigned count = lua_rawlen(e->L, index);
  if (lua_getmetatable(e->L, index) != 0) {
    marked = lua_rawequal(e->L, -1, lua_upvalueindex(1)) != 0;
    lua_pop(e->L, 1);
  }
  if (marked || (count > 0 && is_sequence(e->L, index, count))) return encode_array(e, index, count);
  return encode_object(e, index);
}

/* Our arrays answer to totable(). */
static int call_totable(lua_State *L) {
  lua_getfield(L, 1, "totable");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static json_t *encode_userdata(encoder *e, int index) {
  lua_pushcfunction(e->L, call_totable);
  lua_pushvalue(e->L, index);
  bool fine = lua_pcall(e->L, 1, 1, 0) == LUA_OK && lua_istable(e->L, -1);
  json_t *value = fine ? encode_array(e, lua_gettop(e->L), lua_rawlen(e->L, -1))
                       : refuse(e, "a userdata is not an array");
  lua_pop(e->L, 1);
  return value;
}

static json_t *encode_value(encoder *e, int index) {
  if (e->depth >= DEEPEST || !lua_checkstack(e->L, 8))
    return refuse(e, "it is nested too deeply, or contains itself");
  ++e->depth;
  json_t *value = NULL;
  switch (lua_type(e->L, index)) {
  case LUA_TNIL:
    value = json_null();
    break;
  case LUA_TBOOLEAN:
    value = json_boolean(lua_toboolean(e->L, index));
    break;
  case LUA_TNUMBER:
    value = encode_number(e, index);
    break;
  case LUA_TSTRING: {
    size_t length = 0;
    const char *text = lua_tolstring(e->L, index, &length);
    value = json_stringn(text, length);
    if (value == NULL) refuse(e, "a string is not UTF-8");
    break;
  }
  case LUA_TTABLE:
    value = encode_table(e, index);
    break;
  case LUA_TLIGHTUSERDATA:
    value = lua_touserdata(e->L, index) == (const void *)&null_mark ? json_null()
                                                                    : refuse(e, "a pointer has no JSON form");
    break;
  case LUA_TUSERDATA:
    value = encode_userdata(e, index);
    break;
  default:
    refuse(e, "a function or coroutine has no JSON form");
  }
  --e->depth;
  return value;
}

/* host.json_encode(value[, {pretty=true}]) -> text; raises when there is no JSON form. */
static int encode(lua_State *L) {
  luaL_checkany(L, 1);
  bool pretty = false;
  if (lua_istable(L, 2)) {
    lua_getfield(L, 2, "pretty");
    pretty = lua_toboolean(L, -1) != 0;
  }
  lua_settop(L, 1);
  encoder e = {.L = L};
  json_t *value = encode_value(&e, 1);
  lua_settop(L, 1);
  if (value == NULL)
    return luaL_error(L, "cannot write this value as JSON: %s",
                      e.problem != NULL ? e.problem : "out of memory");
  char *text = json_dumps(value, JSON_SORT_KEYS | JSON_ENCODE_ANY | (pretty ? JSON_INDENT(1) : JSON_COMPACT));
  json_decref(value);
  if (text == NULL) return luaL_error(L, "cannot write this value as JSON: out of memory");
  luaL_Buffer buffer; /* raises only when memory is out */
  luaL_buffinit(L, &buffer);
  luaL_addstring(&buffer, text);
  free(text);
  if (pretty) luaL_addchar(&buffer, '\n');
  luaL_pushresult(&buffer);
  return 1;
}

static void push_value(lua_State *L, const json_t *value) {
  luaL_checkstack(L, 8, "JSON nested too deeply");
  switch (json_typeof(value)) {
  case JSON_OBJECT: {
    const char *key;
    json_t *item;
    lua_createtable(L, 0, (int)json_object_size(value));
    json_object_foreach((json_t *)(uintptr_t)value, key, item) {
      lua_pushstring(L, key);
      push_value(L, item);
      lua_rawset(L, -3);
    }
    break;
  }
  case JSON_ARRAY: {
    size_t count = json_array_size(value);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; ++i) {
      push_value(L, json_array_get(value, i));
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_setmetatable(L, -2);
    break;
  }
  case JSON_STRING:
    lua_pushlstring(L, json_string_value(value), json_string_length(value));
    break;
  case JSON_INTEGER:
    lua_pushinteger(L, json_integer_value(value));
    break;
  case JSON_REAL:
    lua_pushnumber(L, json_real_value(value));
    break;
  case JSON_TRUE:
    lua_pushboolean(L, 1);
    break;
  case JSON_FALSE:
    lua_pushboolean(L, 0);
    break;
  default:
    lua_pushlightuserdata(L, (void *)(uintptr_t)&null_mark);
  }
}

/* Runs protected, so that decode() can free jansson's value if memory runs out. */
static int push_protected(lua_State *L) {
  push_value(L, lua_touserdata(L, 1));
  return 1;
}

/* host.json_decode(text) -> value | nil, sentence. null becomes host.null, arrays keep their mark. */
static int decode(lua_State *L) {
  size_t length = 0;
  const char *text = luaL_checklstring(L, 1, &length);
  json_error_t error;
  json_t *value = json_loadb(text, length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
  if (value == NULL) {
    lua_pushnil(L);
    lua_pushfstring(L, "not JSON, line %d, column %d: %s", error.line, error.column, error.text);
    return 2;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, push_protected, 1);
  lua_pushlightuserdata(L, value);
  int status = lua_pcall(L, 1, 1, 0);
  json_decref(value);
  return status == LUA_OK ? 1 : lua_error(L);
}

/* host.json_array(t) -> t, marked as an array even when it is empty. */
static int mark_array(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_setmetatable(L, 1);
  return 1;
}

void rp_lua_add_json(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"json_encode", encode}, {"json_decode", decode}, {"json_array", mark_array}, {NULL, NULL}};
  luaL_newmetatable(L, array_mark);
  luaL_setfuncs(L, functions, 1);
  lua_pushlightuserdata(L, (void *)(uintptr_t)&null_mark);
  lua_setfield(L, -2, "null");
}
