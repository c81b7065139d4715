/*
 * lua_array_order.c - along one axis: sorting and order statistics, running sums, differences, reversal.
 * Sorting is a radix sort of the numbers' bits, linear in time and without comparisons that NaN could upset.
 * Calls lua_array.c, lua_array_build.c and lua_array_reduce.c only.
 */
#include "lua_array_parts.h"
#include <math.h>
#include <string.h>

/* ---- sorting ---- */

/* Unsigned integers in the order of the numbers: negative ones have all bits flipped, others the sign bit.
 * NaN last. */
static uint64_t key_of(double x) {
  uint64_t bits;
  if (x != x) return UINT64_MAX;
  memcpy(&bits, &x, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double number_of(uint64_t key) {
  double x;
  if (key == UINT64_MAX) return NAN;
  uint64_t bits = key >> 63 ? key ^ (uint64_t)1 << 63 : ~key;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static void insertion_sort(uint64_t *keys, int64_t n) {
  for (int64_t i = 1; i < n; ++i) {
    uint64_t key = keys[i];
    int64_t k = i;
    for (; k > 0 && keys[k - 1] > key; --k)
      keys[k] = keys[k - 1];
    keys[k] = key;
  }
}

/* Sorts by one byte after the other, the lowest first; bytes that all keys share are passed over. Returns
 * where the sorted keys are. */
static uint64_t *radix_sort(uint64_t *keys, uint64_t *other, int64_t n) {
  for (int shift = 0; shift < 64; shift += 8) {
    int64_t start[257] = {0};
    for (int64_t i = 0; i < n; ++i)
      ++start[(keys[i] >> shift & 255) + 1];
    if (start[(keys[0] >> shift & 255) + 1] == n) continue;
    for (int digit = 0; digit < 256; ++digit)
      start[digit + 1] += start[digit];
    for (int64_t i = 0; i < n; ++i)
      other[start[keys[i] >> shift & 255]++] = keys[i];
    uint64_t *swap = keys;
    keys = other;
    other = swap;
  }
  return keys;
}

void rp_array_sort(double *x, int64_t n, uint64_t *keys) {
  enum { SMALL = 64 };
  for (int64_t i = 0; i < n; ++i)
    keys[i] = key_of(x[i]);
  if (n <= SMALL)
    insertion_sort(keys, n);
  else
    keys = radix_sort(keys, keys + n, n);
  for (int64_t i = 0; i < n; ++i)
    x[i] = number_of(keys[i]);
}

/* ---- what is done to a lane ---- */

typedef struct order_context {
  uint64_t *keys; /* workspace of 2 n */
  double q;
} order_context;

static void sort_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  const order_context *c = context;
  rp_array_sort(lane, n, c->keys);
  memcpy(result, lane, (size_t)m * sizeof *result);
}

/* The order statistic at rank 1 + (n - 1) q, between its neighbours by a straight line. Sorted NaN are at the
 * end. */
static double quantile_of_sorted(const double *x, int64_t n, double q) {
  if (x[n - 1] != x[n - 1]) return NAN;
  double rank = (double)(n - 1) * q, below = floor(rank), weight = rank - below;
  int64_t i = (int64_t)below;
  if (weight == 0 || x[i] == x[i + 1]) return x[i];
  return (1 - weight) * x[i] + weight * x[i + 1];
}

static void quantile_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  const order_context *c = context;
  (void)m;
  rp_array_sort(lane, n, c->keys);
  *result = quantile_of_sorted(lane, n, c->q);
}

static void running_sum_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  double sum = 0, error = 0;
  (void)m, (void)context;
  for (int64_t k = 0; k < n; ++k) {
    double next = sum + lane[k], part = next - sum;
    error += (sum - (next - part)) + (lane[k] - part);
    sum = next;
    result[k] = isfinite(sum) ? sum + error : sum;
  }
}

static void difference_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  (void)n, (void)context;
  for (int64_t k = 0; k < m; ++k)
    result[k] = lane[k + 1] - lane[k];
}

static void reverse_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  (void)m, (void)context;
  for (int64_t k = 0; k < n; ++k)
    result[k] = lane[n - 1 - k];
}

/* ---- methods ---- */

static order_context push_workspace(lua_State *L, int64_t n) {
  return (order_context){.keys = lua_newuserdatauv(L, (size_t)n * 2 * sizeof(uint64_t), 0)};
}

/* The array at 1 with `map` applied along the axis at 2; extents along it become n - lost. */
static int along_axis(lua_State *L, const char *what, rp_array_lane_map *map, int64_t lost, bool sorts,
                      bool keeps_name) {
  const rp_lua_array *a = rp_array_self(L, what);
  lua_settop(L, 2);
  int axis = rp_array_only_axis(L, 2, 1, what);
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  memcpy(shape, a->shape, sizeof shape);
  shape[axis] -= lanes.n > 0 ? lost : 0;
  rp_lua_array *b = rp_lua_new_array(L, a->rank, shape);
  if (keeps_name) rp_array_copy_slot(L, 1, RP_SLOT_NAME, 3, RP_SLOT_NAME);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, 3, RP_SLOT_UNIT);
  rp_array_copy_axes(L, 1, 3);
  order_context context = push_workspace(L, sorts ? lanes.n : 0);
  if (a->size > 0) rp_array_map_lanes(L, a->data, lanes, b->data, shape[axis], map, &context);
  lua_settop(L, 3);
  return 1;
}

static int sort(lua_State *L) {
  return along_axis(L, "sort", sort_lane, 0, true, true);
}
static int reverse(lua_State *L) {
  return along_axis(L, "reverse", reverse_lane, 0, false, true);
}
static int cumsum(lua_State *L) {
  return along_axis(L, "cumsum", running_sum_lane, 0, false, false);
}
static int diff(lua_State *L) {
  return along_axis(L, "diff", difference_lane, 1, false, false);
}

static int push_quantile(lua_State *L, const char *what, double q, int axis) {
  const rp_lua_array *a = lua_touserdata(L, 1);
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  if (!(q >= 0 && q <= 1)) return rp_array_error(L, "%s: %f is outside 0..1", what, q);
  if (lanes.n == 0)
    return rp_array_error(L, "%s: the array, of shape %s, has no elements there", what,
                          rp_array_push_shape(L, a));
  order_context context = push_workspace(L, lanes.n);
  context.q = q;
  if (axis >= 0 && a->rank > 1) {
    rp_lua_array *b = rp_array_push_reduced(L, 1, axis, true);
    int result = lua_gettop(L);
    rp_array_map_lanes(L, a->data, lanes, b->data, 1, quantile_lane, &context);
    lua_settop(L, result);
    return 1;
  }
  double value;
  rp_array_map_lanes(L, a->data, lanes, &value, 1, quantile_lane, &context);
  lua_pushnumber(L, value);
  return 1;
}

static int median(lua_State *L) {
  rp_array_self(L, "median");
  return push_quantile(L, "median", 0.5, rp_array_axis(L, 2, 1, "median", -1));
}

/* Several quantiles of everything: sorted once. */
static int push_quantiles(lua_State *L) {
  const rp_lua_array *a = lua_touserdata(L, 1), *q = rp_array_operand(L, 2, "quantile");
  for (int64_t i = 0; i < q->size; ++i)
    if (!(q->data[i] >= 0 && q->data[i] <= 1))
      return rp_array_error(L, "quantile: %f is outside 0..1", q->data[i]);
  if (a->size == 0) return rp_array_error(L, "quantile: the array has no elements");
  double *sorted = lua_newuserdatauv(L, (size_t)a->size * sizeof *sorted, 0);
  order_context context = push_workspace(L, a->size);
  memcpy(sorted, a->data, (size_t)a->size * sizeof *sorted);
  rp_array_sort(sorted, a->size, context.keys);
  rp_lua_array *b = rp_lua_new_array(L, q->rank, q->shape);
  rp_array_copy_slot(L, 1, RP_SLOT_UNIT, lua_gettop(L), RP_SLOT_UNIT);
  for (int64_t i = 0; i < q->size; ++i)
    b->data[i] = quantile_of_sorted(sorted, a->size, q->data[i]);
  return 1;
}

static int quantile(lua_State *L) {
  rp_array_self(L, "quantile");
  lua_settop(L, 3);
  int axis = rp_array_axis(L, 3, 1, "quantile", -1);
  if (lua_type(L, 2) == LUA_TNUMBER) return push_quantile(L, "quantile", lua_tonumber(L, 2), axis);
  if (axis >= 0) return rp_array_error(L, "quantile: along an axis, ask for one quantile at a time");
  return push_quantiles(L);
}

void rp_array_add_order(lua_State *L, rp_array_tables t) {
  static const luaL_Reg methods[] = {{"sort", sort}, {"reverse", reverse}, {"cumsum", cumsum},
                                     {"diff", diff}, {"median", median},   {"quantile", quantile},
                                     {NULL, NULL}};
  lua_pushvalue(L, t.methods);
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
}
