/*
 * lua_array_index.c - getting at elements and parts: a[i], at, slice, take, where, iteration, nested tables.
 * Calls lua_array.c and lua_array_build.c only.
 */
#include "lua_array_parts.h"
#include <string.h>

static int64_t product(const int64_t *shape, int from, int to) {
  int64_t count = 1;
  for (int axis = from; axis < to; ++axis)
    count *= shape[axis];
  return count;
}

/* Pushes what lies at the given positions of the first `depth` axes: a number, or a view with the remaining
 * axes. */
static int push_part(lua_State *L, const int64_t *position, int depth) {
  const rp_lua_array *a = lua_touserdata(L, 1);
  int64_t offset = 0;
  for (int axis = 0; axis < depth; ++axis)
    offset = offset * a->shape[axis] + position[axis];
  offset *= product(a->shape, depth, a->rank);
  if (depth == a->rank) {
    lua_pushnumber(L, a->data[offset]);
    return 1;
  }
  rp_array_push_view(L, 1, a->rank - depth, a->shape + depth, offset);
  int to = lua_gettop(L);
  for (int axis = depth; axis < a->rank; ++axis)
    rp_array_copy_slot(L, 1, RP_SLOT_AXES + axis, to, RP_SLOT_AXES + axis - depth);
  return 1;
}

/* a[i], or a method by its name; upvalue 1 is the table of methods. */
static int index_array(lua_State *L) {
  rp_lua_array *a = rp_lua_check_array(L, 1, "index");
  if (lua_type(L, 2) == LUA_TNUMBER) {
    int whole = 0;
    lua_Integer i = lua_tointegerx(L, 2, &whole);
    if (whole && a->rank == 1 && i >= 1 && i <= a->shape[0]) {
      lua_pushnumber(L, a->data[i - 1]);
      return 1;
    }
    int64_t position = rp_array_position(L, 2, 1, 0, "a[i]");
    return push_part(L, &position, 1);
  }
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  if (lua_type(L, 2) == LUA_TSTRING)
    return rp_array_error(L, "arrays have no method '%s'", lua_tostring(L, 2));
  return rp_array_error(L, "an array is indexed by a whole number, not by a %s", luaL_typename(L, 2));
}

static int at(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "at");
  int depth = lua_gettop(L) - 1;
  int64_t position[RP_LUA_ARRAY_RANK_MAX];
  if (depth < 1 || depth > a->rank)
    return rp_array_error(L, "at: an array of shape %s takes 1 to %d indices, got %d",
                          rp_array_push_shape(L, a), a->rank, depth);
  for (int axis = 0; axis < depth; ++axis)
    position[axis] = rp_array_position(L, axis + 2, 1, axis, "at");
  return push_part(L, position, depth);
}

/* Pushes the array with positions first, first + step, ... (count of them) of one axis. */
static int push_slice(lua_State *L, int axis, int64_t first, int64_t step, int64_t count) {
  const rp_lua_array *a = lua_touserdata(L, 1);
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  memcpy(shape, a->shape, sizeof shape);
  shape[axis] = count;
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  if (lanes.outer == 1 && step == 1) {
    rp_array_push_view(L, 1, a->rank, shape, first * lanes.inner);
    rp_array_copy_axes(L, 1, lua_gettop(L));
    return 1;
  }
  rp_lua_array *b = rp_lua_new_array(L, a->rank, shape);
  double *to = b->data;
  for (int64_t outer = 0; outer < lanes.outer && b->size > 0; ++outer)
    for (int64_t k = 0; k < count; ++k) {
      const double *from = a->data + (outer * lanes.n + first + k * step) * lanes.inner;
      if (lanes.inner == 1)
        *to = *from;
      else
        memcpy(to, from, (size_t)lanes.inner * sizeof *to);
      to += lanes.inner;
    }
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, lua_gettop(L), RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, lua_gettop(L), RP_SLOT_UNIT);
  rp_array_copy_axes(L, 1, lua_gettop(L));
  return 1;
}

static int slice(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "slice");
  int axis = rp_array_axis(L, 5, 1, "slice", 0);
  int64_t n = a->shape[axis];
  int64_t step = lua_isnoneornil(L, 4) ? 1 : rp_array_integer(L, 4, "slice", "step");
  int64_t i = rp_array_integer(L, 2, "slice", "index");
  int64_t j = lua_isnoneornil(L, 3) ? -1 : rp_array_integer(L, 3, "slice", "index");
  if (step == 0) return rp_array_error(L, "slice: the step must not be 0");
  int64_t first = i < 0 ? n + i : i - 1, last = j < 0 ? n + j : j - 1;
  int64_t before = step > 0 ? first - 1 : first + 1;
  if (last == before && first >= 0 && first <= n)
    return push_slice(L, axis, 0, 1, 0); /* nothing, asked for at its place */
  lua_settop(L, 3);
  if (lua_isnil(L, 3)) {
    lua_pushinteger(L, -1);
    lua_replace(L, 3);
  }
  first = rp_array_position(L, 2, 1, axis, "slice");
  last = rp_array_position(L, 3, 1, axis, "slice");
  if (step > 0 ? last < first : last > first)
    return rp_array_error(L, "slice: index %I cannot be reached from %I in steps of %I", (LUAI_UACINT)j,
                          (LUAI_UACINT)i, (LUAI_UACINT)step);
  return push_slice(L, axis, first, step, (last - first) / step + 1);
}

/* Pushes the array with the positions of the list at stack index 3, in that order. */
static int push_gathered(lua_State *L, int axis) {
  const rp_lua_array *a = lua_touserdata(L, 1), *list = rp_array_operand(L, 3, "take");
  if (list->rank != 1)
    return rp_array_error(L, "take: the list of indices has shape %s", rp_array_push_shape(L, list));
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  memcpy(shape, a->shape, sizeof shape);
  shape[axis] = list->size;
  rp_lua_array *b = rp_lua_new_array(L, a->rank, shape);
  int result = lua_gettop(L);
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  for (int64_t k = 0; k < list->size; ++k) {
    lua_pushnumber(L, list->data[k]);
    int64_t position = rp_array_position(L, lua_gettop(L), 1, axis, "take");
    lua_pop(L, 1);
    for (int64_t outer = 0; outer < lanes.outer && b->size > 0; ++outer)
      memcpy(b->data + (outer * list->size + k) * lanes.inner,
             a->data + (outer * lanes.n + position) * lanes.inner, (size_t)lanes.inner * sizeof(double));
  }
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, result, RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, result, RP_SLOT_UNIT);
  rp_array_copy_axes(L, 1, result);
  return 1;
}

static int take(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "take");
  lua_settop(L, 3);
  int axis = rp_array_axis(L, 2, 1, "take", -1);
  if (axis < 0) return rp_array_error(L, "take: needs an axis and an index, as in a:take(2, 1)");
  if (lua_type(L, 3) != LUA_TNUMBER) return push_gathered(L, axis);
  int64_t position = rp_array_position(L, 3, 1, axis, "take");
  if (axis == 0) return push_part(L, &position, 1);
  rp_lua_array *b = rp_array_push_reduced(L, 1, axis, true);
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, lua_gettop(L), RP_SLOT_NAME);
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  for (int64_t outer = 0; outer < lanes.outer && b->size > 0; ++outer)
    memcpy(b->data + outer * lanes.inner, a->data + (outer * lanes.n + position) * lanes.inner,
           (size_t)lanes.inner * sizeof(double));
  return 1;
}

static int where(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "where"), *mask = rp_array_operand(L, 2, "where");
  bool whole =
      a->rank == mask->rank && memcmp(a->shape, mask->shape, (size_t)a->rank * sizeof *a->shape) == 0;
  if (!whole && !(mask->rank == 1 && mask->shape[0] == a->shape[0])) {
    const char *shape = rp_array_push_shape(L, a), *other = rp_array_push_shape(L, mask);
    return rp_array_error(L, "where: the mask has shape %s, the array %s", other, shape);
  }
  rp_lua_array kept = *a;
  if (whole) kept.rank = 1;
  int64_t block = whole ? 1 : product(a->shape, 1, a->rank);
  kept.shape[0] = 0;
  for (int64_t i = 0; i < mask->size; ++i)
    kept.shape[0] += mask->data[i] != 0;
  rp_lua_array *b = rp_lua_new_array(L, kept.rank, kept.shape);
  double *to = b->data;
  for (int64_t i = 0; i < mask->size; ++i)
    if (mask->data[i] != 0) {
      memcpy(to, a->data + i * block, (size_t)block * sizeof *to);
      to += block;
    }
  int result = lua_gettop(L);
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, result, RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, result, RP_SLOT_UNIT);
  if (kept.rank == a->rank) rp_array_copy_axes(L, 1, result);
  return 1;
}

static int length(lua_State *L) {
  lua_pushinteger(L, rp_lua_check_array(L, 1, "#")->shape[0]);
  return 1;
}

static int next_element(lua_State *L) {
  const rp_lua_array *a = rp_lua_check_array(L, 1, "pairs");
  int64_t position = luaL_checkinteger(L, 2);
  if (position < 0 || position >= a->shape[0]) return 0;
  lua_pushinteger(L, position + 1);
  return 1 + push_part(L, &position, 1);
}

static int iterate(lua_State *L) {
  rp_lua_check_array(L, 1, "pairs");
  lua_pushcfunction(L, next_element);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int next_in_list(lua_State *L) {
  lua_Integer i = luaL_intop(+, luaL_checkinteger(L, 2), 1);
  lua_pushinteger(L, i);
  return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

/* Lua's ipairs stops at the first nil, but an array refuses an index behind its end. */
static int ipairs(lua_State *L) {
  luaL_checkany(L, 1);
  if (rp_lua_test_array(L, 1)) return iterate(L);
  lua_pushcfunction(L, next_in_list);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static void push_table(lua_State *L, const rp_lua_array *a, int axis, const double **from) {
  luaL_checkstack(L, 3, "totable");
  lua_createtable(L, a->shape[axis] < 1 << 24 ? (int)a->shape[axis] : 0, 0);
  for (int64_t i = 1; i <= a->shape[axis]; ++i) {
    if (axis + 1 == a->rank)
      lua_pushnumber(L, *(*from)++);
    else
      push_table(L, a, axis + 1, from);
    lua_rawseti(L, -2, i);
  }
}

static int totable(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "totable");
  const double *from = a->data;
  push_table(L, a, 0, &from);
  return 1;
}

void rp_array_add_index(lua_State *L, rp_array_tables t) {
  static const luaL_Reg methods[] = {{"at", at},       {"slice", slice},     {"take", take},
                                     {"where", where}, {"totable", totable}, {NULL, NULL}};
  lua_pushvalue(L, t.methods);
  luaL_setfuncs(L, methods, 0);
  lua_pushvalue(L, t.metatable);
  lua_pushcclosure(L, index_array, 2);
  lua_setfield(L, t.metatable, "__index");
  lua_pushcfunction(L, length);
  lua_setfield(L, t.metatable, "__len");
  lua_pushcfunction(L, iterate);
  lua_setfield(L, t.metatable, "__pairs");
  lua_pushcfunction(L, ipairs);
  lua_setfield(L, t.public, "ipairs");
}
