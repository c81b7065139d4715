/*
 * lua_array_function.c - functions of one array, element by element: unary minus, the functions of the C
 * library, and any function of the script. Calls lua_array.c only.
 */
#include "lua_array_parts.h"
#include <math.h>

typedef void kernel(const double *restrict x, double *restrict out, int64_t n);

#define KERNEL(name, expression)                                                                             \
  static void name(const double *restrict from, double *restrict out, int64_t n) {                           \
    for (int64_t i = 0; i < n; ++i) {                                                                        \
      const double x = from[i];                                                                              \
      out[i] = (expression);                                                                                 \
    }                                                                                                        \
  }

KERNEL(negate_all, -x)
KERNEL(abs_all, fabs(x))
KERNEL(sign_all, x > 0 ? 1.0 : x < 0 ? -1.0 : x) /* keeps 0, -0 and NaN */
KERNEL(floor_all, floor(x))
KERNEL(ceil_all, ceil(x))
KERNEL(sqrt_all, sqrt(x))
KERNEL(exp_all, exp(x))
KERNEL(expm1_all, expm1(x))
KERNEL(log_all, log(x))
KERNEL(log1p_all, log1p(x))
KERNEL(log10_all, log10(x))
KERNEL(sin_all, sin(x))
KERNEL(cos_all, cos(x))
KERNEL(tanh_all, tanh(x))
KERNEL(isnan_all, x != x ? 1.0 : 0.0)
KERNEL(isfinite_all, fabs(x) <= 0x1.fffffffffffffp1023 ? 1.0 : 0.0)

static const struct function {
  const char *name;
  kernel *kernel;
  bool keeps_unit;
} functions[] = {
    {"-", negate_all, true},           {"abs", abs_all, true},      {"sign", sign_all, false},
    {"floor", floor_all, true},        {"ceil", ceil_all, true},    {"sqrt", sqrt_all, false},
    {"exp", exp_all, false},           {"expm1", expm1_all, false}, {"log", log_all, false},
    {"log1p", log1p_all, false},       {"log10", log10_all, false}, {"sin", sin_all, false},
    {"cos", cos_all, false},           {"tanh", tanh_all, false},   {"isnan", isnan_all, false},
    {"isfinite", isfinite_all, false},
};

static int apply(lua_State *L) {
  const struct function *f = &functions[lua_tointeger(L, lua_upvalueindex(1))];
  const rp_lua_array *a = rp_array_self(L, f->name);
  rp_lua_array *b = rp_array_push_like(L, 1, f->keeps_unit, true);
  f->kernel(a->data, b->data, a->size);
  return 1;
}

static int map(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "map");
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) return rp_array_error(L, "map: expected a function");
  rp_lua_array *b = rp_array_push_like(L, 1, false, true);
  for (int64_t i = 0; i < a->size; ++i) {
    lua_pushvalue(L, 2);
    lua_pushnumber(L, a->data[i]);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) == LUA_TNUMBER)
      b->data[i] = lua_tonumber(L, -1);
    else if (lua_isboolean(L, -1))
      b->data[i] = lua_toboolean(L, -1);
    else
      return rp_array_error(L, "map: the function returned a %s for element %I, %f", luaL_typename(L, -1),
                            (LUAI_UACINT)i + 1, a->data[i]);
    lua_pop(L, 1);
  }
  return 1;
}

void rp_array_add_function(lua_State *L, rp_array_tables t) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; ++i) {
    lua_pushinteger(L, (lua_Integer)i);
    lua_pushcclosure(L, apply, 1);
    if (i == 0)
      lua_setfield(L, t.metatable, "__unm");
    else
      lua_setfield(L, t.methods, functions[i].name);
  }
  lua_pushcfunction(L, map);
  lua_setfield(L, t.methods, "map");
}
