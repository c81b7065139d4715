/*
 * lua_array_arithmetic.c - operations on two operands, element by element: operators, comparisons, minimum,
 * maximum. Shapes are aligned at the last axis; an extent of 1 stretches (NumPy's rule). Neighbouring axes
 * along which both operands advance regularly are merged first, so that the inner loops are long and simple
 * whatever the rank. Calls lua_array.c and lua_array_build.c only.
 */
#include "lua_array_parts.h"
#include <math.h>
#include <string.h>

/* out[i] from a[i * sa] and b[i * sb]; each stride is 0 or 1. */
typedef void kernel(const double *restrict a, int64_t sa, const double *restrict b, int64_t sb,
                    double *restrict out, int64_t n);

/* Three loops, since compilers vectorise only the ones whose strides they see. */
#define KERNEL(name, expression)                                                                             \
  static void name(const double *restrict a, int64_t sa, const double *restrict b, int64_t sb,               \
                   double *restrict out, int64_t n) {                                                        \
    if (sa == 1 && sb == 1)                                                                                  \
      for (int64_t i = 0; i < n; ++i) {                                                                      \
        const double x = a[i], y = b[i];                                                                     \
        out[i] = (expression);                                                                               \
      }                                                                                                      \
    else if (sa == 1) {                                                                                      \
      const double y = b[0];                                                                                 \
      for (int64_t i = 0; i < n; ++i) {                                                                      \
        const double x = a[i];                                                                               \
        out[i] = (expression);                                                                               \
      }                                                                                                      \
    } else {                                                                                                 \
      const double x = a[0];                                                                                 \
      for (int64_t i = 0; i < n; ++i) {                                                                      \
        const double y = b[i];                                                                               \
        out[i] = (expression);                                                                               \
      }                                                                                                      \
    }                                                                                                        \
  }

/* Lua's own remainder: the sign of the divisor. */
static double modulo(double x, double y) {
  double rest = fmod(x, y);
  return (rest > 0 ? y < 0 : rest < 0 && y > 0) ? rest + y : rest;
}

KERNEL(add, x + y)
KERNEL(subtract, x - y)
KERNEL(multiply, x *y)
KERNEL(divide, x / y)
KERNEL(floor_divide, floor(x / y))
KERNEL(remainder_of, modulo(x, y))
KERNEL(power, y == 2 ? x * x : pow(x, y)) /* as Lua's own ^ */
KERNEL(minimum, x < y || x != x ? x : y)
KERNEL(maximum, x > y || x != x ? x : y)
KERNEL(less, x < y ? 1.0 : 0.0)
KERNEL(less_equal, x <= y ? 1.0 : 0.0)
KERNEL(greater, x > y ? 1.0 : 0.0)
KERNEL(greater_equal, x >= y ? 1.0 : 0.0)
KERNEL(equal, x == y ? 1.0 : 0.0)
KERNEL(not_equal, x != y ? 1.0 : 0.0)

/* What happens to units. */
enum unit_rule { UNIT_NONE, UNIT_SUM, UNIT_PRODUCT, UNIT_RATIO };

static const struct operation {
  const char *name, *event; /* method, metamethod */
  kernel *kernel;
  enum unit_rule units;
} operations[] = {
    {"+", "__add", add, UNIT_SUM},
    {"-", "__sub", subtract, UNIT_SUM},
    {"*", "__mul", multiply, UNIT_PRODUCT},
    {"/", "__div", divide, UNIT_RATIO},
    {"//", "__idiv", floor_divide, UNIT_RATIO},
    {"%", "__mod", remainder_of, UNIT_SUM},
    {"^", "__pow", power, UNIT_NONE},
    {"minimum", NULL, minimum, UNIT_SUM},
    {"maximum", NULL, maximum, UNIT_SUM},
    {"lt", NULL, less, UNIT_NONE},
    {"le", NULL, less_equal, UNIT_NONE},
    {"gt", NULL, greater, UNIT_NONE},
    {"ge", NULL, greater_equal, UNIT_NONE},
    {"eq", NULL, equal, UNIT_NONE},
    {"ne", NULL, not_equal, UNIT_NONE},
};

/* ---- broadcasting ---- */

/* The loops over both operands: extents, and strides in elements (0: stretched). */
typedef struct loops {
  int rank;
  int64_t extent[RP_LUA_ARRAY_RANK_MAX], sa[RP_LUA_ARRAY_RANK_MAX], sb[RP_LUA_ARRAY_RANK_MAX];
} loops;

/* Extent of an axis counted from the last one; missing axes count as 1. */
static int64_t extent_from_end(const rp_lua_array *a, int k) {
  return k < a->rank ? a->shape[a->rank - 1 - k] : 1;
}

static bool broadcast_shape(const rp_lua_array *a, const rp_lua_array *b, int *rank, int64_t *shape) {
  *rank = a->rank > b->rank ? a->rank : b->rank;
  for (int k = 0; k < *rank; ++k) {
    int64_t m = extent_from_end(a, k), n = extent_from_end(b, k);
    if (m != n && m != 1 && n != 1) return false;
    shape[*rank - 1 - k] = m == 1 ? n : m;
  }
  return true;
}

/* Axes of extent 1 vanish; an axis merges into the next inner one if both operands run on through it evenly.
 */
static loops plan(const rp_lua_array *a, const rp_lua_array *b, int rank, const int64_t *shape) {
  loops l = {0};
  int64_t sa = 1, sb = 1, inner[3][RP_LUA_ARRAY_RANK_MAX]; /* extent, sa, sb from the last axis on */
  int count = 0;
  for (int k = 0; k < rank; ++k) {
    int64_t m = extent_from_end(a, k), n = extent_from_end(b, k), extent = shape[rank - 1 - k];
    int64_t step_a = m == 1 ? 0 : sa, step_b = n == 1 ? 0 : sb;
    sa *= m;
    sb *= n;
    if (extent == 1) continue;
    int last = count - 1;
    if (count > 0 && step_a == inner[1][last] * inner[0][last] && step_b == inner[2][last] * inner[0][last]) {
      inner[0][last] *= extent;
      continue;
    }
    inner[0][count] = extent;
    inner[1][count] = step_a;
    inner[2][count++] = step_b;
  }
  for (int k = 0; k < count; ++k) {
    l.extent[count - 1 - k] = inner[0][k];
    l.sa[count - 1 - k] = inner[1][k];
    l.sb[count - 1 - k] = inner[2][k];
  }
  l.rank = count;
  return l;
}

static void run(kernel *f, const loops *l, const double *a, const double *b, double *out, int64_t size) {
  int last = l->rank - 1;
  if (last < 0) { /* a single element */
    f(a, 1, b, 1, out, size);
    return;
  }
  int64_t at[RP_LUA_ARRAY_RANK_MAX] = {0}, n = l->extent[last];
  for (int64_t done = 0; done < size; done += n) {
    f(a, l->sa[last], b, l->sb[last], out + done, n);
    for (int axis = last - 1; axis >= 0; --axis) {
      a += l->sa[axis];
      b += l->sb[axis];
      if (++at[axis] < l->extent[axis]) break;
      a -= at[axis] * l->sa[axis];
      b -= at[axis] * l->sb[axis];
      at[axis] = 0;
    }
  }
}

/* ---- labels of the result ---- */

/* Plain numbers and lists typed into the formula measure nothing of their own. */
static void label_unit(lua_State *L, enum unit_rule rule, bool plain_a, bool plain_b, int to) {
  const char *a = plain_a ? "1" : rp_lua_array_unit(L, 1), *b = plain_b ? "1" : rp_lua_array_unit(L, 2);
  if (rule == UNIT_NONE || !a || !b || (plain_a && plain_b)) return;
  bool one_a = strcmp(a, "1") == 0, one_b = strcmp(b, "1") == 0, same = strcmp(a, b) == 0;
  const char *unit = NULL;
  if (rule == UNIT_SUM)
    unit = same || plain_b ? a : plain_a ? b : NULL;
  else if (one_b)
    unit = a;
  else if (rule == UNIT_PRODUCT && one_a)
    unit = b;
  else if (rule == UNIT_RATIO && same)
    unit = "1";
  if (!unit) return;
  lua_pushstring(L, unit);
  lua_setiuservalue(L, to, RP_SLOT_UNIT);
}

/* An axis is named as in the operand that spans it; two different names leave none. */
static void label_axes(lua_State *L, const rp_lua_array *a, const rp_lua_array *b, int rank, int to) {
  for (int k = 0; k < rank; ++k) {
    const char *name_a = k < a->rank ? rp_lua_array_axis(L, 1, a->rank - 1 - k) : NULL;
    const char *name_b = k < b->rank ? rp_lua_array_axis(L, 2, b->rank - 1 - k) : NULL;
    int64_t m = extent_from_end(a, k), n = extent_from_end(b, k);
    const char *name = name_a ? name_a : name_b;
    if (m != n) name = m == 1 ? name_b : name_a;
    if (m == n && name_a && name_b && strcmp(name_a, name_b) != 0) name = NULL;
    if (!name) continue;
    lua_pushstring(L, name);
    lua_setiuservalue(L, to, RP_SLOT_AXES + rank - 1 - k);
  }
}

static int operate(lua_State *L) {
  const struct operation *op = &operations[lua_tointeger(L, lua_upvalueindex(1))];
  lua_settop(L, 2);
  bool plain_a = !rp_lua_test_array(L, 1), plain_b = !rp_lua_test_array(L, 2);
  if (!op->event) rp_array_self(L, op->name);
  rp_lua_array *a = rp_array_operand(L, 1, op->name), *b = rp_array_operand(L, 2, op->name);
  int rank;
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  if (!broadcast_shape(a, b, &rank, shape)) {
    const char *left = rp_array_push_shape(L, a), *right = rp_array_push_shape(L, b);
    return rp_array_error(L, "%s: shapes %s and %s do not match", op->name, left, right);
  }
  rp_lua_array *c = rp_lua_new_array(L, rank, shape);
  int result = lua_gettop(L);
  loops l = plan(a, b, rank, shape);
  if (c->size > 0) run(op->kernel, &l, a->data, b->data, c->data, c->size);
  label_unit(L, op->units, plain_a, plain_b, result);
  label_axes(L, a, b, rank, result);
  return 1;
}

/* a == b for whole arrays; Lua calls this for two userdata only. */
static int equals(lua_State *L) {
  const rp_lua_array *a = rp_lua_test_array(L, 1), *b = rp_lua_test_array(L, 2);
  bool same =
      a && b && a->rank == b->rank && memcmp(a->shape, b->shape, (size_t)a->rank * sizeof *a->shape) == 0;
  for (int64_t i = 0; same && i < a->size; ++i)
    same = a->data[i] == b->data[i];
  lua_pushboolean(L, same);
  return 1;
}

static int refuse_order(lua_State *L) {
  return rp_array_error(L, "arrays have no order; a:lt(b), a:le(b), a:gt(b), a:ge(b) compare the elements");
}

void rp_array_add_arithmetic(lua_State *L, rp_array_tables t) {
  for (size_t i = 0; i < sizeof operations / sizeof *operations; ++i) {
    const struct operation *op = &operations[i];
    lua_pushinteger(L, (lua_Integer)i);
    lua_pushcclosure(L, operate, 1);
    lua_setfield(L, op->event ? t.metatable : t.methods, op->event ? op->event : op->name);
  }
  static const luaL_Reg events[] = {
      {"__eq", equals}, {"__lt", refuse_order}, {"__le", refuse_order}, {NULL, NULL}};
  lua_pushvalue(L, t.metatable);
  luaL_setfuncs(L, events, 0);
  lua_pop(L, 1);
}
