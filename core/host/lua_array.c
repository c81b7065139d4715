/*
 * lua_array.c - the array userdata itself: allocation, views, labels, arguments and errors. What scripts can
 * do with arrays is in the other lua_array_*.c; this file calls lua_errors.h, for positions in the script,
 * memory_budget.h, and their registration.
 */
#include "lua_array_parts.h"
#include "lua_errors.h"
#include "memory_budget.h"
#include <stdarg.h>
#include <string.h>

static const char type_name[] = "reprise.array";
enum { ALIGNMENT = 64 };

int rp_array_error(lua_State *L, const char *format, ...) {
  char position[300];
  bool known = rp_lua_where(L, 0, position, sizeof position);
  va_list arguments;
  va_start(arguments, format);
  const char *sentence = lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  if (known) lua_pushfstring(L, "%s: %s", position, sentence);
  return lua_error(L);
}

/* The number of elements, or -1 if it does not fit: the bytes must be an exact, addressable size. */
static int64_t element_count(int rank, const int64_t *shape) {
  const int64_t limit = (int64_t)1 << 48;
  int64_t count = 1;
  for (int axis = 0; axis < rank; ++axis)
    if (shape[axis] > 0 && count > limit / shape[axis])
      return -1;
    else if (shape[axis] > 0)
      count *= shape[axis];
  for (int axis = 0; axis < rank; ++axis)
    if (shape[axis] == 0) return 0;
  return count;
}

static rp_lua_array *push_header(lua_State *L, int rank, const int64_t *shape, bool owner) {
  if (rank < 1 || rank > RP_LUA_ARRAY_RANK_MAX)
    rp_array_error(L, "an array has 1 to %d axes, not %d", RP_LUA_ARRAY_RANK_MAX, rank);
  for (int axis = 0; axis < rank; ++axis)
    if (shape[axis] < 0)
      rp_array_error(L, "extent %I of axis %d is negative", (LUAI_UACINT)shape[axis], axis + 1);
  int64_t size = element_count(rank, shape);
  if (size < 0)
    rp_array_error(L, "an array with so many elements (extent %I and others) does not fit into memory",
                   (LUAI_UACINT)shape[0]);
  size_t bytes = sizeof(rp_lua_array) + (owner ? ALIGNMENT + (size_t)size * sizeof(double) : 0);
  size_t limit = rp_memory_limited_to();
  if (limit != 0 && bytes > limit) {
    rp_lua_note_refusal(L);
    rp_array_error(L, "not enough memory: an array of %I numbers takes %I MiB, the limit is %I MiB",
                   (LUAI_UACINT)size, (LUAI_UACINT)(bytes >> 20), (LUAI_UACINT)(limit >> 20));
  }
  rp_lua_array *a = lua_newuserdatauv(L, bytes, RP_SLOT_AXES - 1 + rank);
  *a = (rp_lua_array){.rank = rank, .size = size};
  memcpy(a->shape, shape, (size_t)rank * sizeof *shape);
  luaL_setmetatable(L, type_name);
  return a;
}

rp_lua_array *rp_lua_new_array(lua_State *L, int rank, const int64_t *shape) {
  luaL_checkstack(L, 4, "array");
  rp_lua_array *a = push_header(L, rank, shape, true);
  uintptr_t behind = (uintptr_t)(a + 1);
  a->data = (double *)(void *)((char *)(a + 1) + (ALIGNMENT - behind % ALIGNMENT) % ALIGNMENT);
  return a;
}

rp_lua_array *rp_array_push_view(lua_State *L, int from, int rank, const int64_t *shape, int64_t offset) {
  luaL_checkstack(L, 4, "array");
  rp_lua_array *a = push_header(L, rank, shape, false);
  const rp_lua_array *source = lua_touserdata(L, from);
  a->data = source->data + (a->size > 0 ? offset : 0);
  lua_getiuservalue(L, from, RP_SLOT_OWNER);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushvalue(L, from);
  }
  lua_setiuservalue(L, -2, RP_SLOT_OWNER);
  rp_array_copy_slot(L, from, RP_SLOT_NAME, lua_gettop(L), RP_SLOT_NAME);
  rp_array_copy_slot(L, from, RP_SLOT_UNIT, lua_gettop(L), RP_SLOT_UNIT);
  return a;
}

rp_lua_array *rp_array_push_like(lua_State *L, int from, bool unit, bool axes) {
  const rp_lua_array *source = lua_touserdata(L, from);
  rp_lua_array *a = rp_lua_new_array(L, source->rank, source->shape);
  int to = lua_gettop(L);
  if (unit) rp_array_copy_slot(L, from, RP_SLOT_UNIT, to, RP_SLOT_UNIT);
  if (axes) rp_array_copy_axes(L, from, to);
  return a;
}

rp_lua_array *rp_lua_test_array(lua_State *L, int idx) {
  return luaL_testudata(L, idx, type_name);
}

rp_lua_array *rp_lua_check_array(lua_State *L, int arg, const char *what) {
  rp_lua_array *a = rp_lua_test_array(L, arg);
  if (!a) rp_array_error(L, "%s: expected an array, got a %s", what, luaL_typename(L, arg));
  return a;
}

rp_lua_array *rp_array_self(lua_State *L, const char *what) {
  rp_lua_array *a = rp_lua_test_array(L, 1);
  if (!a)
    rp_array_error(L, "%s: called on a %s instead of an array; write a:%s(...)", what, luaL_typename(L, 1),
                   what);
  return a;
}

rp_lua_array *rp_array_operand(lua_State *L, int arg, const char *what) {
  rp_lua_array *a = rp_lua_to_array(L, arg);
  if (!a) rp_array_error(L, "%s: %s", what, lua_tostring(L, -1));
  return a;
}

/* ---- labels ---- */

void rp_array_copy_slot(lua_State *L, int from, int from_slot, int to, int to_slot) {
  lua_getiuservalue(L, from, from_slot);
  lua_setiuservalue(L, to, to_slot);
}

void rp_array_copy_axes(lua_State *L, int from, int to) {
  const rp_lua_array *a = lua_touserdata(L, from);
  for (int axis = 0; axis < a->rank; ++axis)
    rp_array_copy_slot(L, from, RP_SLOT_AXES + axis, to, RP_SLOT_AXES + axis);
}

static void set_slot(lua_State *L, int idx, int slot, const char *text) {
  if (text && *text)
    lua_pushstring(L, text);
  else
    lua_pushnil(L);
  lua_setiuservalue(L, idx, slot);
}

void rp_lua_array_set_meta(lua_State *L, int idx, const char *name, const char *unit,
                           const char *const *axes) {
  idx = lua_absindex(L, idx);
  const rp_lua_array *a = rp_lua_check_array(L, idx, "labels");
  luaL_checkstack(L, 2, "labels");
  set_slot(L, idx, RP_SLOT_NAME, name);
  set_slot(L, idx, RP_SLOT_UNIT, unit);
  for (int axis = 0; axis < a->rank; ++axis)
    set_slot(L, idx, RP_SLOT_AXES + axis, axes ? axes[axis] : NULL);
}

/* The text outlives the pop because the array holds it. */
static const char *slot_text(lua_State *L, int idx, int slot) {
  luaL_checkstack(L, 1, "labels");
  lua_getiuservalue(L, idx, slot);
  const char *text = lua_tostring(L, -1);
  lua_pop(L, 1);
  return text;
}

const char *rp_lua_array_name(lua_State *L, int idx) {
  return slot_text(L, idx, RP_SLOT_NAME);
}
const char *rp_lua_array_unit(lua_State *L, int idx) {
  return slot_text(L, idx, RP_SLOT_UNIT);
}
const char *rp_lua_array_axis(lua_State *L, int idx, int axis) {
  return slot_text(L, idx, RP_SLOT_AXES + axis);
}

const char *rp_array_push_shape(lua_State *L, const rp_lua_array *a) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (int axis = 0; axis < a->rank; ++axis) {
    if (axis > 0) luaL_addchar(&text, 'x');
    lua_pushinteger(L, a->shape[axis]);
    luaL_addvalue(&text);
  }
  luaL_pushresult(&text);
  return lua_tostring(L, -1);
}

/* ---- arguments ---- */

int64_t rp_array_integer(lua_State *L, int idx, const char *what, const char *name) {
  int whole = 0;
  lua_Integer value = lua_type(L, idx) == LUA_TNUMBER ? lua_tointegerx(L, idx, &whole) : 0;
  if (!whole && lua_type(L, idx) == LUA_TNUMBER)
    rp_array_error(L, "%s: %s %f is not a whole number", what, name, lua_tonumber(L, idx));
  if (!whole) rp_array_error(L, "%s: %s must be a whole number, got a %s", what, name, luaL_typename(L, idx));
  return value;
}

int64_t rp_array_position(lua_State *L, int idx, int self, int axis, const char *what) {
  const rp_lua_array *a = lua_touserdata(L, self);
  int64_t n = a->shape[axis], i = rp_array_integer(L, idx, what, "index");
  if (i >= 1 && i <= n) return i - 1;
  if (i <= -1 && i >= -n) return n + i;
  const char *of = "", *name = rp_lua_array_axis(L, self, axis);
  if (name)
    of = lua_pushfstring(L, " of axis '%s'", name);
  else if (a->rank > 1)
    of = lua_pushfstring(L, " of axis %d", axis + 1);
  if (n == 0)
    rp_array_error(L, "%s: index %I%s, which is empty", what, (LUAI_UACINT)i, *of ? of : " of an array");
  rp_array_error(L, "%s: index %I%s is outside 1..%I", what, (LUAI_UACINT)i, of, (LUAI_UACINT)n);
  return 0;
}

int rp_array_axis(lua_State *L, int arg, int self, const char *what, int fallback) {
  const rp_lua_array *a = lua_touserdata(L, self);
  if (lua_isnoneornil(L, arg)) return fallback;
  if (lua_type(L, arg) == LUA_TSTRING) {
    const char *wanted = lua_tostring(L, arg);
    for (int axis = 0; axis < a->rank; ++axis) {
      const char *name = rp_lua_array_axis(L, self, axis);
      if (name && strcmp(name, wanted) == 0) return axis;
    }
    luaL_Buffer names;
    luaL_buffinit(L, &names);
    for (int axis = 0; axis < a->rank; ++axis) {
      const char *name = rp_lua_array_axis(L, self, axis);
      luaL_addstring(&names, axis ? ", " : "");
      luaL_addstring(&names, name ? name : "(no name)");
    }
    luaL_pushresult(&names);
    rp_array_error(L, "%s: there is no axis '%s'; the axes are: %s", what, wanted, lua_tostring(L, -1));
  }
  int64_t i = rp_array_integer(L, arg, what, "axis");
  if (i >= 1 && i <= a->rank) return (int)i - 1;
  if (i <= -1 && i >= -a->rank) return (int)(a->rank + i);
  return rp_array_error(L, "%s: axis %I is outside 1..%d", what, (LUAI_UACINT)i, a->rank);
}

int rp_array_only_axis(lua_State *L, int arg, int self, const char *what) {
  const rp_lua_array *a = lua_touserdata(L, self);
  if (lua_isnoneornil(L, arg) && a->rank > 1)
    rp_array_error(L, "%s: an array of shape %s needs an axis: a:%s(1)", what, rp_array_push_shape(L, a),
                   what);
  return rp_array_axis(L, arg, self, what, 0);
}

/* ---- the module ---- */

static int refuse_write(lua_State *L) {
  return rp_array_error(
      L, "arrays cannot be changed; make a new one, for example with a:map(f) or rp.concat(a, b)");
}

int rp_lua_open_array(lua_State *L) {
  luaL_checkstack(L, 10, "array");
  lua_newtable(L);
  lua_newtable(L);
  lua_newtable(L);
  luaL_newmetatable(L, type_name);
  int top = lua_gettop(L);
  rp_array_tables t = {.public = top - 2, .methods = top - 1, .metatable = top};
  rp_array_add_build(L, t);
  rp_array_add_index(L, t);
  rp_array_add_shape(L, t);
  rp_array_add_arithmetic(L, t);
  rp_array_add_function(L, t);
  rp_array_add_reduce(L, t);
  rp_array_add_order(L, t);
  rp_array_add_algebra(L, t);
  rp_array_add_print(L, t);
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, t.metatable, "__newindex");
  lua_pushliteral(L, "array");
  lua_setfield(L, t.metatable, "__metatable"); /* scripts cannot change what core code relies on */
  lua_getfield(L, t.public, "ipairs");         /* for the sandbox, not for rp */
  lua_setfield(L, top - 3, "ipairs");
  lua_pushnil(L);
  lua_setfield(L, t.public, "ipairs");
  lua_pop(L, 2);
  lua_setfield(L, -2, "public");
  return 1;
}
