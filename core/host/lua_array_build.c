/*
 * lua_array_build.c - arrays from nothing: nested lists, constants, grids, and several arrays put together.
 * Calls lua_array.c only.
 */
#include "lua_array_parts.h"
#include <math.h>
#include <string.h>

/* ---- nested lists ---- */

/* Extends the shape by what the value at the top contains, following first elements. Returns false with a
 * sentence. */
static bool measure(lua_State *L, int *rank, int64_t *shape) {
  const rp_lua_array *inner = rp_lua_test_array(L, -1);
  int more = inner ? inner->rank : lua_istable(L, -1) ? 1 : 0;
  if (*rank + more > RP_LUA_ARRAY_RANK_MAX) {
    lua_pushfstring(L, "lists are nested deeper than %d", RP_LUA_ARRAY_RANK_MAX);
    return false;
  }
  if (inner) {
    memcpy(shape + *rank, inner->shape, (size_t)more * sizeof *shape);
    *rank += more;
  } else if (more > 0) {
    luaL_checkstack(L, 6, "array");
    shape[(*rank)++] = (int64_t)lua_rawlen(L, -1);
    if (lua_rawgeti(L, -1, 1) != LUA_TNIL && !measure(L, rank, shape)) return false;
    lua_pop(L, 1);
  }
  return true;
}

/* Pushes "element [2][3]" for messages; path counts from 1. */
static const char *push_path(lua_State *L, const int64_t *path, int depth) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  luaL_addstring(&text, "element ");
  for (int level = 0; level < depth; ++level) {
    luaL_addchar(&text, '[');
    lua_pushinteger(L, path[level]);
    luaL_addvalue(&text);
    luaL_addchar(&text, ']');
  }
  luaL_pushresult(&text);
  return lua_tostring(L, -1);
}

typedef struct filling {
  int rank;
  const int64_t *shape;
  int64_t path[RP_LUA_ARRAY_RANK_MAX];
  double *to;
} filling;

static bool fill(lua_State *L, filling *f, int depth);

static bool fill_from_array(lua_State *L, filling *f, int depth, const rp_lua_array *inner) {
  bool same = inner->rank == f->rank - depth;
  for (int axis = 0; same && axis < inner->rank; ++axis)
    same = inner->shape[axis] == f->shape[depth + axis];
  if (!same) {
    const char *shape = rp_array_push_shape(L, inner);
    lua_pushfstring(L, "%s has shape %s, unlike the first", push_path(L, f->path, depth), shape);
    return false;
  }
  memcpy(f->to, inner->data, (size_t)inner->size * sizeof *f->to);
  f->to += inner->size;
  return true;
}

static bool fill_from_list(lua_State *L, filling *f, int depth) {
  int64_t count = (int64_t)lua_rawlen(L, -1);
  if (count != f->shape[depth]) {
    const char *where = depth ? push_path(L, f->path, depth) : "the list";
    lua_pushfstring(L, "%s has length %I where %I is needed: rows must have the same length", where,
                    (LUAI_UACINT)count, (LUAI_UACINT)f->shape[depth]);
    return false;
  }
  luaL_checkstack(L, 6, "array");
  for (int64_t i = 1; i <= count; ++i) {
    f->path[depth] = i;
    int type = lua_rawgeti(L, -1, i);
    if (type == LUA_TNUMBER && depth + 1 == f->rank)
      *f->to++ = lua_tonumber(L, -1);
    else if (!fill(L, f, depth + 1))
      return false;
    lua_pop(L, 1);
  }
  return true;
}

/* Copies the value at the top, which stands at f->path. */
static bool fill(lua_State *L, filling *f, int depth) {
  const rp_lua_array *inner = rp_lua_test_array(L, -1);
  if (depth < f->rank && inner) return fill_from_array(L, f, depth, inner);
  if (depth < f->rank && lua_istable(L, -1)) return fill_from_list(L, f, depth);
  const char *got = lua_type(L, -1) == LUA_TSTRING ? lua_pushfstring(L, "the text '%s'", lua_tostring(L, -1))
                    : inner                        ? "an array"
                    : lua_isnil(L, -1)             ? "nil"
                                                   : lua_pushfstring(L, "a %s", luaL_typename(L, -1));
  const char *wanted = depth < f->rank ? "a list" : "a number";
  lua_pushfstring(L, "%s is %s, not %s", push_path(L, f->path, depth), got, wanted);
  return false;
}

/* A table that is not a list: {x = 1} has length 0 and would pass for an empty one. */
static bool is_keyed(lua_State *L, int idx) {
  if (lua_rawlen(L, idx) > 0) return false;
  lua_pushnil(L);
  if (!lua_next(L, idx)) return false;
  lua_pop(L, 2);
  return true;
}

/* Pushes the array of the table at idx, or NULL and a sentence at the top. */
static rp_lua_array *push_from_table(lua_State *L, int idx) {
  int64_t shape[RP_LUA_ARRAY_RANK_MAX] = {0};
  int rank = 0;
  lua_pushvalue(L, idx);
  if (!measure(L, &rank, shape)) return NULL;
  rp_lua_array *a = rp_lua_new_array(L, rank, shape);
  lua_insert(L, -2);
  filling f = {.rank = rank, .shape = a->shape, .to = a->data};
  if (!fill(L, &f, 0)) return NULL;
  lua_pop(L, 1);
  return a;
}

rp_lua_array *rp_lua_to_array(lua_State *L, int idx) {
  idx = lua_absindex(L, idx);
  rp_lua_array *a = rp_lua_test_array(L, idx);
  if (a) return a;
  luaL_checkstack(L, 8, "array");
  int top = lua_gettop(L);
  if (lua_type(L, idx) == LUA_TNUMBER) {
    const int64_t one = 1;
    a = rp_lua_new_array(L, 1, &one);
    a->data[0] = lua_tonumber(L, idx);
  } else if (lua_istable(L, idx) && !is_keyed(L, idx)) {
    a = push_from_table(L, idx);
  } else {
    const char *got = lua_istable(L, idx) ? "table with named fields" : luaL_typename(L, idx);
    lua_pushfstring(L, "expected an array, a list of numbers or a number, got a %s", got);
  }
  if (a) {
    lua_replace(L, idx);
  } else {
    lua_copy(L, -1, top + 1);
    lua_settop(L, top + 1);
  }
  return a;
}

static int array(lua_State *L) {
  lua_settop(L, 1);
  rp_array_operand(L, 1, "rp.array");
  return 1;
}

static int is_array(lua_State *L) {
  lua_pushboolean(L, rp_lua_test_array(L, 1) != NULL);
  return 1;
}

/* ---- constants and grids ---- */

static double number_arg(lua_State *L, int arg, const char *what, const char *name) {
  if (lua_type(L, arg) != LUA_TNUMBER)
    rp_array_error(L, "%s: %s must be a number, got a %s", what, name, luaL_typename(L, arg));
  return lua_tonumber(L, arg);
}

static int push_constant(lua_State *L, const char *what, double value, int first) {
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  int rank = lua_gettop(L) - first + 1;
  if (rank < 1 || rank > RP_LUA_ARRAY_RANK_MAX)
    return rp_array_error(L, "%s: needs 1 to %d extents, got %d", what, RP_LUA_ARRAY_RANK_MAX, rank);
  for (int axis = 0; axis < rank; ++axis)
    shape[axis] = rp_array_integer(L, first + axis, what, "extent");
  rp_lua_array *a = rp_lua_new_array(L, rank, shape);
  for (int64_t i = 0; i < a->size; ++i)
    a->data[i] = value;
  return 1;
}

static int zeros(lua_State *L) {
  return push_constant(L, "rp.zeros", 0, 1);
}

static int full(lua_State *L) {
  return push_constant(L, "rp.full", number_arg(L, 1, "rp.full", "the value"), 2);
}

/* n values from a to b; (a (n-1-i) + b i) / (n-1) hits round numbers where a + i h would not: 0.3, not
 * 0.30000000000000004. */
static rp_lua_array *push_grid(lua_State *L, const char *what, double a, double b) {
  int64_t n = rp_array_integer(L, 3, what, "the number of points");
  if (n < 1) rp_array_error(L, "%s: %I points are too few", what, (LUAI_UACINT)n);
  if (n == 1 && a != b) rp_array_error(L, "%s: one point cannot be both ends; ask for 2 or more", what);
  if (!isfinite(a) || !isfinite(b)) rp_array_error(L, "%s: the ends %f and %f must be finite", what, a, b);
  rp_lua_array *x = rp_lua_new_array(L, 1, &n);
  double last = (double)(n - 1), low = fmin(a, b), high = fmax(a, b);
  for (int64_t i = 0; i < n; ++i) {
    double value = (a / last) * (last - (double)i) + (b / last) * (double)i; /* if the products overflow */
    double exact = (a * (last - (double)i) + b * (double)i) / last;
    x->data[i] = fmin(high, fmax(low, isfinite(exact) ? exact : value));
  }
  x->data[0] = a;
  x->data[n - 1] = b;
  return x;
}

static int linspace(lua_State *L) {
  double a = number_arg(L, 1, "rp.linspace", "the first end"),
         b = number_arg(L, 2, "rp.linspace", "the last end");
  push_grid(L, "rp.linspace", a, b);
  return 1;
}

static int logspace(lua_State *L) {
  double a = number_arg(L, 1, "rp.logspace", "the first end"),
         b = number_arg(L, 2, "rp.logspace", "the last end");
  if (!(a > 0) || !(b > 0))
    return rp_array_error(L, "rp.logspace: the ends %f and %f must be positive", a, b);
  rp_lua_array *x = push_grid(L, "rp.logspace", log10(a), log10(b));
  for (int64_t i = 0; i < x->size; ++i)
    x->data[i] = fmin(fmax(a, b), fmax(fmin(a, b), pow(10, x->data[i])));
  x->data[0] = a;
  x->data[x->size - 1] = b;
  return 1;
}

static int range(lua_State *L) {
  const double slack = 1e-9; /* of a step: (0.3 - 0) / 0.1 is a little less than 3 */
  double a = number_arg(L, 1, "rp.range", "the first value"),
         b = number_arg(L, 2, "rp.range", "the last value");
  double step = lua_isnoneornil(L, 3) ? 1 : number_arg(L, 3, "rp.range", "the step");
  double steps = (b - a) / step + slack;
  if (step == 0 || !isfinite(steps) || fabs(steps) > 0x1p48)
    return rp_array_error(L, "rp.range: from %f to %f in steps of %f is no finite list", a, b, step);
  int64_t n = steps < 0 ? 0 : (int64_t)floor(steps) + 1;
  rp_lua_array *x = rp_lua_new_array(L, 1, &n);
  for (int64_t i = 0; i < n; ++i)
    x->data[i] = a + (double)i * step;
  if (n > 0 && fabs(x->data[n - 1] - b) <= slack * fabs(step)) x->data[n - 1] = b;
  return 1;
}

/* ---- several arrays put together ---- */

/* Labels that all operands 1..count share go to the array at the top; operand axis k becomes axis k + shift.
 */
static void keep_shared_labels(lua_State *L, int count, int rank, int shift) {
  int to = lua_gettop(L);
  for (int slot = RP_SLOT_NAME; slot < RP_SLOT_AXES + rank; ++slot) {
    bool shared = slot != RP_SLOT_OWNER;
    lua_getiuservalue(L, 1, slot);
    for (int i = 2; shared && i <= count; ++i) {
      lua_getiuservalue(L, i, slot);
      shared = lua_rawequal(L, -1, -2);
      lua_pop(L, 1);
    }
    if (shared)
      lua_setiuservalue(L, to, slot < RP_SLOT_AXES ? slot : slot + shift);
    else
      lua_pop(L, 1);
  }
}

/* Extents from axis `first` on must agree with those of argument 1. */
static void require_same_shape(lua_State *L, int count, int first, const char *what) {
  const rp_lua_array *a = lua_touserdata(L, 1);
  for (int i = 2; i <= count; ++i) {
    const rp_lua_array *b = lua_touserdata(L, i);
    bool same = a->rank == b->rank;
    for (int axis = first; same && axis < a->rank; ++axis)
      same = a->shape[axis] == b->shape[axis];
    if (same) continue;
    const char *shape = rp_array_push_shape(L, a), *other = rp_array_push_shape(L, b);
    rp_array_error(L, "%s: array 1 has shape %s, array %d has shape %s", what, shape, i, other);
  }
}

static void copy_in_order(lua_State *L, int count, double *to) {
  for (int i = 1; i <= count; ++i) {
    const rp_lua_array *a = lua_touserdata(L, i);
    memcpy(to, a->data, (size_t)a->size * sizeof *to);
    to += a->size;
  }
}

static int concat(lua_State *L) {
  int count = lua_gettop(L);
  if (count == 0) return rp_array_error(L, "rp.concat: needs an array");
  luaL_checkstack(L, 8, "rp.concat");
  for (int i = 1; i <= count; ++i)
    rp_array_operand(L, i, "rp.concat");
  require_same_shape(L, count, 1, "rp.concat");
  rp_lua_array shape = *(const rp_lua_array *)lua_touserdata(L, 1);
  for (int i = 2; i <= count && shape.shape[0] < INT64_C(1) << 60; ++i) /* refused below, but no overflow */
    shape.shape[0] += ((const rp_lua_array *)lua_touserdata(L, i))->shape[0];
  rp_lua_array *a = rp_lua_new_array(L, shape.rank, shape.shape);
  keep_shared_labels(L, count, shape.rank, 0);
  copy_in_order(L, count, a->data);
  return 1;
}

static int stack(lua_State *L) {
  if (!lua_istable(L, 1) || lua_rawlen(L, 1) == 0)
    return rp_array_error(L, "rp.stack: expected a list of arrays, as in rp.stack{a, b}");
  if (lua_rawlen(L, 1) > 100000) return rp_array_error(L, "rp.stack: the list has more than 100000 entries");
  lua_settop(L, 1);
  int count = (int)lua_rawlen(L, 1);
  luaL_checkstack(L, count + 8, "rp.stack");
  for (int i = 1; i <= count; ++i)
    lua_rawgeti(L, 1, i);
  lua_remove(L, 1);
  for (int i = 1; i <= count; ++i)
    rp_array_operand(L, i, "rp.stack");
  require_same_shape(L, count, 0, "rp.stack");
  const rp_lua_array *first = lua_touserdata(L, 1);
  int64_t shape[RP_LUA_ARRAY_RANK_MAX + 1] = {count};
  memcpy(shape + 1, first->shape, (size_t)first->rank * sizeof *shape);
  rp_lua_array *a = rp_lua_new_array(L, first->rank + 1, shape);
  keep_shared_labels(L, count, first->rank, 1);
  copy_in_order(L, count, a->data);
  return 1;
}

void rp_array_add_build(lua_State *L, rp_array_tables t) {
  static const luaL_Reg functions[] = {
      {"array", array}, {"is_array", is_array}, {"zeros", zeros},   {"full", full},   {"linspace", linspace},
      {"range", range}, {"logspace", logspace}, {"concat", concat}, {"stack", stack}, {NULL, NULL}};
  lua_pushvalue(L, t.public);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
