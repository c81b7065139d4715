/*
 * lua_array_print.c - an array as text for people: "price [cash] 2x3: {{1, 2, 3}, {4, 5, 6}}". Long ones show
 * their first and last values. Calls lua_array.c only.
 */
#include "lua_array_parts.h"
#include <stdio.h>

enum { ALL_UP_TO = 12, ENDS = 3 };

static void add_number(luaL_Buffer *text, double x) {
  char digits[40];
  if (x != x)
    snprintf(digits, sizeof digits, "nan"); /* never -nan */
  else
    snprintf(digits, sizeof digits, "%.6g", x);
  luaL_addstring(text, digits);
}

static void add_nested(luaL_Buffer *text, const rp_lua_array *a, int axis, const double **from) {
  luaL_addchar(text, '{');
  for (int64_t i = 0; i < a->shape[axis]; ++i) {
    if (i > 0) luaL_addstring(text, ", ");
    if (axis + 1 == a->rank)
      add_number(text, *(*from)++);
    else
      add_nested(text, a, axis + 1, from);
  }
  luaL_addchar(text, '}');
}

static void add_ends(luaL_Buffer *text, const rp_lua_array *a) {
  luaL_addchar(text, '{');
  for (int64_t i = 0; i < ENDS; ++i) {
    add_number(text, a->data[i]);
    luaL_addstring(text, ", ");
  }
  luaL_addstring(text, "...");
  for (int64_t i = a->size - ENDS; i < a->size; ++i) {
    luaL_addstring(text, ", ");
    add_number(text, a->data[i]);
  }
  luaL_addchar(text, '}');
}

static int to_text(lua_State *L) {
  const rp_lua_array *a = rp_lua_check_array(L, 1, "tostring");
  const char *name = rp_lua_array_name(L, 1), *unit = rp_lua_array_unit(L, 1),
             *shape = rp_array_push_shape(L, a);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addstring(&text, name ? name : "array");
  if (unit) {
    luaL_addstring(&text, " [");
    luaL_addstring(&text, unit);
    luaL_addchar(&text, ']');
  }
  luaL_addchar(&text, ' ');
  luaL_addstring(&text, shape);
  luaL_addstring(&text, ": ");
  const double *from = a->data;
  if (a->size == 0)
    luaL_addstring(&text, "{}"); /* an extent beside the 0 may be huge */
  else if (a->size <= ALL_UP_TO)
    add_nested(&text, a, 0, &from);
  else
    add_ends(&text, a);
  luaL_pushresult(&text);
  return 1;
}

/* "volume: " .. a */
static int join_text(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

void rp_array_add_print(lua_State *L, rp_array_tables t) {
  lua_pushcfunction(L, to_text);
  lua_setfield(L, t.metatable, "__tostring");
  lua_pushcfunction(L, join_text);
  lua_setfield(L, t.metatable, "__concat");
}
