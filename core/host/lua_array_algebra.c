/*
 * lua_array_algebra.c - norm, inner and matrix products, linear interpolation. Sums over one lane are
 * compensated, as in lua_array_reduce.c. Calls interrupt.h, lua_array.c, lua_array_build.c and
 * lua_array_reduce.c only.
 */
#include "interrupt.h"
#include "lua_array_parts.h"
#include <math.h>

enum { BLOCK = 512 };

/* ---- norm ---- */

static double largest_magnitude(const double *x, int64_t n) {
  double m = 0;
  for (int64_t k = 0; k < n; ++k)
    m = fabs(x[k]) <= m || m != m ? m : fabs(x[k]);
  return m;
}

/* Scaled by a power of two near the largest magnitude, so that no power overflows or vanishes and scaling is
 * exact. The power comes in two halves because 2^1074 itself is no double. */
static double norm_of(const double *x, int64_t n, double p) {
  double largest = largest_magnitude(x, n), term[BLOCK];
  int exponent;
  if (!(largest > 0) || !isfinite(largest) || isinf(p)) return largest;
  frexp(largest, &exponent);
  const double half = ldexp(1, -exponent / 2), rest = ldexp(1, -exponent - -exponent / 2);
  rp_array_sum sum = {0};
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = n - first < BLOCK ? n - first : BLOCK;
    for (int64_t k = 0; k < count; ++k)
      term[k] = fabs(x[first + k]) * half * rest;
    for (int64_t k = 0; k < count && p != 1; ++k)
      term[k] = p == 2 ? term[k] * term[k] : pow(term[k], p);
    rp_array_sum_add(&sum, term, count);
  }
  double total = rp_array_sum_value(&sum);
  return ldexp(p == 1 ? total : p == 2 ? sqrt(total) : pow(total, 1 / p), exponent);
}

static int norm(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "norm");
  if (!lua_isnoneornil(L, 2) && lua_type(L, 2) != LUA_TNUMBER)
    return rp_array_error(L, "norm: p must be a number, got a %s", luaL_typename(L, 2));
  double p = lua_isnoneornil(L, 2) ? 2 : lua_tonumber(L, 2);
  if (!(p >= 1)) return rp_array_error(L, "norm: p is %f; it must be 1 or larger, or math.huge", p);
  lua_pushnumber(L, norm_of(a->data, a->size, p));
  return 1;
}

/* ---- products ---- */

static double inner_product(const double *a, const double *b, int64_t n) {
  double term[BLOCK];
  rp_array_sum sum = {0};
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = n - first < BLOCK ? n - first : BLOCK;
    for (int64_t k = 0; k < count; ++k)
      term[k] = a[first + k] * b[first + k];
    rp_array_sum_add(&sum, term, count);
  }
  return rp_array_sum_value(&sum);
}

/* One row of a b, for a row of n numbers and an n x p matrix; the inner loop runs along rows of b. */
static void row_times_matrix(const double *restrict row, const double *restrict b, double *restrict c,
                             int64_t n, int64_t p) {
  for (int64_t j = 0; j < p; ++j)
    c[j] = 0;
  for (int64_t k = 0; k < n; ++k) {
    const double factor = row[k];
    for (int64_t j = 0; j < p; ++j)
      c[j] += factor * b[k * p + j];
  }
}

static int dot(lua_State *L) {
  const rp_lua_array *a = rp_array_self(L, "dot"), *b = rp_array_operand(L, 2, "dot");
  int64_t n = a->shape[a->rank - 1];
  if (a->rank > 2 || b->rank > 2 || (a->rank == 1 && b->rank == 2) || b->shape[0] != n) {
    const char *left = rp_array_push_shape(L, a), *right = rp_array_push_shape(L, b);
    return rp_array_error(L, "dot: shapes %s and %s do not match; there are n.n, mxn.n and mxn.nxp", left,
                          right);
  }
  if (a->rank == 1) {
    lua_pushnumber(L, inner_product(a->data, b->data, n));
    return 1;
  }
  int64_t shape[2] = {a->shape[0], b->rank == 2 ? b->shape[1] : 1};
  rp_lua_array *c = rp_lua_new_array(L, b->rank, shape);
  int result = lua_gettop(L);
  for (int64_t i = 0; i < shape[0] && c->size > 0; ++i) {
    if (rp_interrupted()) return rp_array_error(L, "dot: interrupted"); /* large matrices take long */
    if (b->rank == 2)
      row_times_matrix(a->data + i * n, b->data, c->data + i * shape[1], n, shape[1]);
    else
      c->data[i] = inner_product(a->data + i * n, b->data, n);
  }
  rp_array_copy_slot(L, 1, RP_SLOT_AXES, result, RP_SLOT_AXES);
  if (b->rank == 2) rp_array_copy_slot(L, 2, RP_SLOT_AXES + 1, result, RP_SLOT_AXES + 1);
  return 1;
}

/* ---- interpolation ---- */

/* The interval k with x[k] <= at < x[k+1], at inside x; k is tried first, then its successor, then bisection.
 */
static int64_t find_interval(const double *x, int64_t n, double at, int64_t k) {
  if (x[k] <= at && at < x[k + 1]) return k;
  if (k + 2 < n && x[k + 1] <= at && at < x[k + 2]) return k + 1;
  int64_t low = 0, high = n - 1;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (x[middle] <= at)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void interpolate(const double *x, const double *y, int64_t n, const double *at, double *out,
                        int64_t count) {
  int64_t k = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (!(at[i] >= x[0] && at[i] <= x[n - 1])) {
      out[i] = NAN;
      continue;
    }
    if (n > 1) k = find_interval(x, n, at[i], k);
    if (at[i] == x[k] || (n > 1 && y[k] == y[k + 1])) {
      out[i] = y[k];
    } else {
      double weight = at[i] == x[k + 1] ? 1 : (at[i] - x[k]) / (x[k + 1] - x[k]);
      out[i] = weight == 1 ? y[k + 1] : (1 - weight) * y[k] + weight * y[k + 1];
    }
  }
}

static int interp(lua_State *L) {
  const rp_lua_array *y = rp_array_self(L, "interp"), *x = rp_array_operand(L, 2, "interp");
  lua_settop(L, 3);
  bool single = lua_type(L, 3) == LUA_TNUMBER;
  if (y->rank != 1 || x->rank != 1 || x->size != y->size || y->size == 0) {
    const char *values = rp_array_push_shape(L, y), *places = rp_array_push_shape(L, x);
    return rp_array_error(
        L, "interp: values of shape %s at places of shape %s; both need rank 1 and the same length, not 0",
        values, places);
  }
  for (int64_t k = 0; k + 1 < x->size; ++k)
    if (!(x->data[k] < x->data[k + 1]))
      return rp_array_error(L, "interp: x must increase, but x[%I] = %f and x[%I] = %f", (LUAI_UACINT)k + 1,
                            x->data[k], (LUAI_UACINT)k + 2, x->data[k + 1]);
  if (single) {
    double at = lua_tonumber(L, 3), value;
    interpolate(x->data, y->data, x->size, &at, &value, 1);
    lua_pushnumber(L, value);
    return 1;
  }
  const rp_lua_array *at = rp_array_operand(L, 3, "interp");
  rp_lua_array *out = rp_lua_new_array(L, at->rank, at->shape);
  interpolate(x->data, y->data, x->size, at->data, out->data, at->size);
  rp_array_copy_slot(L, 1, RP_SLOT_NAME, 4, RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, 4, RP_SLOT_UNIT);
  rp_array_copy_axes(L, 3, 4);
  return 1;
}

void rp_array_add_algebra(lua_State *L, rp_array_tables t) {
  static const luaL_Reg methods[] = {{"norm", norm}, {"dot", dot}, {"interp", interp}, {NULL, NULL}};
  lua_pushvalue(L, t.methods);
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
}
