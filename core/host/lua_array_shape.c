/*
 * lua_array_shape.c - extents and labels: what an array looks like, the same numbers in another shape, order
 * of axes or under another name. Calls lua_array.c only.
 */
#include "lua_array_parts.h"
#include <string.h>

static int rank(lua_State *L) {
  lua_pushinteger(L, rp_array_self(L, "rank")->rank);
  return 1;
}

static int size(lua_State *L) {
  lua_pushinteger(L, rp_array_self(L, "size")->size);
  return 1;
}

static int shape(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "shape");
  lua_createtable(L, a->rank, 0);
  for (int axis = 0; axis < a->rank; ++axis) {
    lua_pushinteger(L, a->shape[axis]);
    lua_rawseti(L, -2, axis + 1);
  }
  return 1;
}

/* Extents given as arguments 2.. or as one list are brought onto the stack as arguments 2... */
static int spread_list(lua_State *L, const char *what) {
  if (lua_gettop(L) == 2 && lua_istable(L, 2)) {
    int count = (int)lua_rawlen(L, 2);
    if (count > RP_LUA_ARRAY_RANK_MAX) return rp_array_error(L, "%s: the list has %d entries", what, count);
    for (int i = 1; i <= count; ++i)
      lua_rawgeti(L, 2, i);
    lua_remove(L, 2);
  }
  return lua_gettop(L) - 1;
}

static int reshape(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "reshape");
  int count = spread_list(L, "reshape"), free_axis = -1;
  if (count < 1 || count > RP_LUA_ARRAY_RANK_MAX)
    return rp_array_error(L, "reshape: needs 1 to %d extents, got %d", RP_LUA_ARRAY_RANK_MAX, count);
  int64_t extent[RP_LUA_ARRAY_RANK_MAX], known = 1;
  bool fits = true;
  for (int axis = 0; axis < count; ++axis) {
    extent[axis] = rp_array_integer(L, axis + 2, "reshape", "extent");
    if (extent[axis] == -1 && free_axis < 0)
      free_axis = axis;
    else if (extent[axis] < 0)
      return rp_array_error(L, "reshape: extent %I of axis %d; one extent may be -1, none else negative",
                            (LUAI_UACINT)extent[axis], axis + 1);
    else if (extent[axis] > 0 && known > INT64_MAX / extent[axis])
      fits = false;
    else
      known *= extent[axis];
  }
  if (free_axis >= 0 && fits && known > 0) {
    extent[free_axis] = a->size / known;
    known *= extent[free_axis];
  } else if (free_axis >= 0) {
    fits = false;
  }
  if (!fits || known != a->size) {
    for (int axis = 0; axis < count; ++axis)
      lua_pushfstring(L, axis ? "x%d" : "%d", (int)lua_tointeger(L, axis + 2));
    lua_concat(L, count);
    const char *wanted = lua_tostring(L, -1);
    return rp_array_error(L, "reshape: %I elements of shape %s do not fill the shape %s",
                          (LUAI_UACINT)a->size, rp_array_push_shape(L, a), wanted);
  }
  rp_array_push_view(L, 1, count, extent, 0);
  return 1;
}

/* Copies `a` with its axes in the given order into `to`: the last axis of the result is walked with its
 * stride in `a`. */
static void copy_permuted(const rp_lua_array *a, const int *order, double *to) {
  int64_t stride[RP_LUA_ARRAY_RANK_MAX], at[RP_LUA_ARRAY_RANK_MAX] = {0}, unit = 1;
  int64_t in_result[RP_LUA_ARRAY_RANK_MAX];
  for (int axis = a->rank - 1; axis >= 0; --axis) {
    stride[axis] = unit;
    unit *= a->shape[axis];
  }
  for (int axis = 0; axis < a->rank; ++axis)
    in_result[axis] = stride[order[axis]];
  int last = a->rank - 1;
  int64_t n = a->shape[order[last]], step = in_result[last];
  const double *from = a->data;
  for (int64_t done = 0; done < a->size; done += n) {
    for (int64_t k = 0; k < n; ++k)
      to[done + k] = from[k * step];
    for (int axis = last - 1; axis >= 0; --axis) {
      from += in_result[axis];
      if (++at[axis] < a->shape[order[axis]]) break;
      from -= at[axis] * in_result[axis];
      at[axis] = 0;
    }
  }
}

static int transpose(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "transpose");
  int count = spread_list(L, "transpose"), order[RP_LUA_ARRAY_RANK_MAX];
  bool used[RP_LUA_ARRAY_RANK_MAX] = {false};
  if (count != 0 && count != a->rank)
    return rp_array_error(L, "transpose: %d axes for an array of shape %s", count, rp_array_push_shape(L, a));
  for (int axis = 0; axis < a->rank; ++axis) {
    order[axis] = count ? rp_array_axis(L, axis + 2, 1, "transpose", -1) : a->rank - 1 - axis;
    if (order[axis] < 0 || used[order[axis]])
      return rp_array_error(L, "transpose: every axis must be named once; entry %d repeats or is nil",
                            axis + 1);
    used[order[axis]] = true;
  }
  int64_t extent[RP_LUA_ARRAY_RANK_MAX];
  for (int axis = 0; axis < a->rank; ++axis)
    extent[axis] = a->shape[order[axis]];
  rp_lua_array *b = rp_lua_new_array(L, a->rank, extent);
  copy_permuted(a, order, b->data);
  int result = lua_gettop(L);
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, result, RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, result, RP_SLOT_UNIT);
  for (int axis = 0; axis < a->rank; ++axis)
    rp_array_copy_slot(L, 1, RP_SLOT_AXES + order[axis], result, RP_SLOT_AXES + axis);
  return 1;
}

/* ---- labels ---- */

static int name(lua_State *L) {
  rp_array_self(L, "name");
  lua_getiuservalue(L, 1, RP_SLOT_NAME);
  return 1;
}

static int unit(lua_State *L) {
  rp_array_self(L, "unit");
  lua_getiuservalue(L, 1, RP_SLOT_UNIT);
  return 1;
}

static int axes(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "axes");
  lua_createtable(L, a->rank, 0);
  for (int axis = 0; axis < a->rank; ++axis) {
    const char *text = rp_lua_array_axis(L, 1, axis);
    lua_pushstring(L, text ? text : "");
    lua_rawseti(L, -2, axis + 1);
  }
  return 1;
}

/* Sets a label from the value at the top: text sets, false and "" remove, nil leaves it. Pops the value. */
static void set_label(lua_State *L, int to, int slot, const char *what) {
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return;
  }
  bool removes = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
  if (!removes && lua_type(L, -1) != LUA_TSTRING)
    rp_array_error(L, "named: %s must be text, or false for none, got a %s", what, luaL_typename(L, -1));
  if (removes || lua_rawlen(L, -1) == 0) {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
  lua_setiuservalue(L, to, slot);
}

static int named(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "named");
  lua_settop(L, 2);
  if (!lua_istable(L, 2))
    return rp_array_error(L, "named: expected a table, as in a:named{name = \"price\", unit = \"cash\"}");
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "(not text)";
    if (strcmp(key, "name") != 0 && strcmp(key, "unit") != 0 && strcmp(key, "axes") != 0)
      return rp_array_error(L, "named: there is no label '%s'; the labels are name, unit, axes", key);
  }
  rp_array_push_view(L, 1, a->rank, a->shape, 0);
  rp_array_copy_axes(L, 1, 3);
  lua_getfield(L, 2, "name");
  set_label(L, 3, RP_SLOT_NAME, "name");
  lua_getfield(L, 2, "unit");
  set_label(L, 3, RP_SLOT_UNIT, "unit");
  lua_getfield(L, 2, "axes");
  bool removes = lua_isboolean(L, 4) && !lua_toboolean(L, 4), list = lua_istable(L, 4);
  if (!lua_isnil(L, 4) && !removes && !list)
    return rp_array_error(L, "named: axes must be a list of names, or false for none, got a %s",
                          luaL_typename(L, 4));
  if (list && lua_rawlen(L, 4) != (size_t)a->rank)
    return rp_array_error(L, "named: %d axis names for an array of shape %s", (int)lua_rawlen(L, 4),
                          rp_array_push_shape(L, a));
  for (int axis = 0; axis < a->rank && (removes || list); ++axis) {
    if (list)
      lua_rawgeti(L, 4, axis + 1);
    else
      lua_pushboolean(L, 0);
    set_label(L, 3, RP_SLOT_AXES + axis, "an axis name");
  }
  lua_settop(L, 3);
  return 1;
}

void rp_array_add_shape(lua_State *L, rp_array_tables t) {
  static const luaL_Reg methods[] = {
      {"rank", rank}, {"size", size}, {"shape", shape}, {"reshape", reshape}, {"transpose", transpose},
      {"name", name}, {"unit", unit}, {"axes", axes},   {"named", named},     {NULL, NULL}};
  lua_pushvalue(L, t.methods);
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
}
