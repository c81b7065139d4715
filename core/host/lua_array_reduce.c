/*
 * lua_array_reduce.c - many numbers to one: sum, mean, extremes, variance, counts, positions of extremes.
 * Every reduction is a function of one contiguous lane; lanes along an axis are gathered first, so the same
 * numbers give the same bits however they lie. Sums keep eight accumulators with their rounding errors
 * (TwoSum; Ogita, Rump and Oishi 2005), which is both vectorised and accurate to about one rounding. Calls
 * lua_array.c only.
 */
#include "lua_array_parts.h"
#include <math.h>
#include <string.h>

enum { WIDTH = 8 }; /* independent accumulators; also lanes gathered at a time: one cache line of doubles */

/* ---- lanes ---- */

rp_array_lanes rp_array_lanes_of(const rp_lua_array *a, int axis) {
  rp_array_lanes lanes = {.outer = 1, .n = axis < 0 ? a->size : a->shape[axis], .inner = 1};
  for (int k = 0; k < a->rank && axis >= 0; ++k)
    if (k < axis)
      lanes.outer *= a->shape[k];
    else if (k > axis)
      lanes.inner *= a->shape[k];
  return lanes;
}

void rp_array_map_lanes(lua_State *L, const double *from, rp_array_lanes lanes, double *to, int64_t m,
                        rp_array_lane_map *map, const void *context) {
  int64_t n = lanes.n, inner = lanes.inner, width = inner < WIDTH ? inner : WIDTH;
  double *lane = lua_newuserdatauv(L, (size_t)(width * (n + m)) * sizeof(double), 0),
         *result = lane + width * n;
  for (int64_t outer = 0; outer < lanes.outer && inner > 0; ++outer)
    for (int64_t first = 0; first < inner; first += width) {
      int64_t count = inner - first < width ? inner - first : width;
      const double *source = from + outer * n * inner + first;
      for (int64_t k = 0; k < n; ++k)
        for (int64_t l = 0; l < count; ++l)
          lane[l * n + k] = source[k * inner + l];
      for (int64_t l = 0; l < count; ++l)
        map(lane + l * n, n, result + l * m, m, context);
      double *target = to + outer * m * inner + first;
      for (int64_t k = 0; k < m; ++k)
        for (int64_t l = 0; l < count; ++l)
          target[k * inner + l] = result[l * m + k];
    }
}

rp_lua_array *rp_array_push_reduced(lua_State *L, int self, int axis, bool unit) {
  const rp_lua_array *a = lua_touserdata(L, self);
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  for (int k = 0; k < a->rank; ++k)
    if (k != axis) shape[k < axis ? k : k - 1] = a->shape[k];
  rp_lua_array *b = rp_lua_new_array(L, a->rank - 1, shape);
  int to = lua_gettop(L);
  for (int k = 0; k < a->rank; ++k)
    if (k != axis) rp_array_copy_slot(L, self, RP_SLOT_AXES + k, to, RP_SLOT_AXES + (k < axis ? k : k - 1));
  if (unit) rp_array_copy_slot(L, self, RP_SLOT_UNIT, to, RP_SLOT_UNIT);
  return b;
}

/* ---- sums ---- */

/* s + x exactly as sum plus error, for finite numbers. */
#define TWO_SUM(s, e, x)                                                                                     \
  do {                                                                                                       \
    const double two_sum_x = (x), two_sum_s = (s) + two_sum_x, two_sum_b = two_sum_s - (s);                  \
    (e) += ((s) - (two_sum_s - two_sum_b)) + (two_sum_x - two_sum_b);                                        \
    (s) = two_sum_s;                                                                                         \
  } while (0)

void rp_array_sum_add(rp_array_sum *sum, const double *x, int64_t n) {
  double s[WIDTH], e[WIDTH];
  memcpy(s, sum->sum, sizeof s);
  memcpy(e, sum->error, sizeof e);
  int64_t k = 0;
  for (; k + WIDTH <= n; k += WIDTH)
    for (int l = 0; l < WIDTH; ++l)
      TWO_SUM(s[l], e[l], x[k + l]);
  for (int l = 0; k < n; ++k, ++l)
    TWO_SUM(s[l], e[l], x[k]);
  memcpy(sum->sum, s, sizeof s);
  memcpy(sum->error, e, sizeof e);
}

double rp_array_sum_value(const rp_array_sum *sum) {
  double s = 0, e = 0;
  for (int l = 0; l < WIDTH; ++l) {
    TWO_SUM(s, e, sum->sum[l]);
    e += sum->error[l];
  }
  return isfinite(s) ? s + e : s; /* the error of an infinite sum is NaN */
}

static double sum_of(const double *x, int64_t n) {
  rp_array_sum sum = {0};
  rp_array_sum_add(&sum, x, n);
  return rp_array_sum_value(&sum);
}

static double mean_of(const double *x, int64_t n) {
  return sum_of(x, n) / (double)n;
}

static double variance_of(const double *x, int64_t n) {
  enum { BLOCK = 512 };
  double mean = mean_of(x, n), square[BLOCK];
  rp_array_sum sum = {0};
  for (int64_t first = 0; first < n; first += BLOCK) {
    int64_t count = n - first < BLOCK ? n - first : BLOCK;
    for (int64_t k = 0; k < count; ++k)
      square[k] = (x[first + k] - mean) * (x[first + k] - mean);
    rp_array_sum_add(&sum, square, count);
  }
  return rp_array_sum_value(&sum) / (double)(n - 1); /* 0 / 0 for one element: its spread is unknown */
}

static double deviation_of(const double *x, int64_t n) {
  return sqrt(variance_of(x, n));
}

static double product_of(const double *x, int64_t n) {
  double product = 1;
  for (int64_t k = 0; k < n; ++k)
    product *= x[k];
  return product;
}

/* ---- extremes and counts; a NaN, once taken, stays ---- */

static double minimum_of(const double *x, int64_t n) {
  double m[WIDTH];
  int64_t k = 0;
  for (int l = 0; l < WIDTH; ++l)
    m[l] = x[0];
  for (; k + WIDTH <= n; k += WIDTH)
    for (int l = 0; l < WIDTH; ++l)
      m[l] = x[k + l] >= m[l] || m[l] != m[l] ? m[l] : x[k + l];
  for (; k < n; ++k)
    m[0] = x[k] >= m[0] || m[0] != m[0] ? m[0] : x[k];
  for (int l = 1; l < WIDTH; ++l)
    m[0] = m[l] >= m[0] || m[0] != m[0] ? m[0] : m[l];
  return m[0];
}

static double maximum_of(const double *x, int64_t n) {
  double m[WIDTH];
  int64_t k = 0;
  for (int l = 0; l < WIDTH; ++l)
    m[l] = x[0];
  for (; k + WIDTH <= n; k += WIDTH)
    for (int l = 0; l < WIDTH; ++l)
      m[l] = x[k + l] <= m[l] || m[l] != m[l] ? m[l] : x[k + l];
  for (; k < n; ++k)
    m[0] = x[k] <= m[0] || m[0] != m[0] ? m[0] : x[k];
  for (int l = 1; l < WIDTH; ++l)
    m[0] = m[l] <= m[0] || m[0] != m[0] ? m[0] : m[l];
  return m[0];
}

static double count_of(const double *x, int64_t n) {
  int64_t count = 0;
  for (int64_t k = 0; k < n; ++k)
    count += x[k] != 0;
  return (double)count;
}

static double any_of(const double *x, int64_t n) {
  return count_of(x, n) > 0;
}

static double all_of(const double *x, int64_t n) {
  return count_of(x, n) == (double)n;
}

/* Position, counted from 1, of the first element that equals the extreme, or of the first NaN. */
static double position_of(const double *x, int64_t n, double extreme) {
  int64_t k = 0;
  while (k < n - 1 && x[k] != extreme && x[k] == x[k])
    ++k;
  return (double)(k + 1);
}

static double argmin_of(const double *x, int64_t n) {
  return position_of(x, n, minimum_of(x, n));
}
static double argmax_of(const double *x, int64_t n) {
  return position_of(x, n, maximum_of(x, n));
}

/* ---- methods ---- */

enum answer { NUMBER, COUNT, TRUTH, POSITION };

static const struct reduction {
  const char *name;
  double (*of)(const double *x, int64_t n);
  enum answer answer;
  bool needs_elements, keeps_unit;
} reductions[] = {
    {"sum", sum_of, NUMBER, false, true},         {"prod", product_of, NUMBER, false, false},
    {"mean", mean_of, NUMBER, true, true},        {"min", minimum_of, NUMBER, true, true},
    {"max", maximum_of, NUMBER, true, true},      {"var", variance_of, NUMBER, true, false},
    {"std", deviation_of, NUMBER, true, true},    {"any", any_of, TRUTH, false, false},
    {"all", all_of, TRUTH, false, false},         {"count", count_of, COUNT, false, false},
    {"argmin", argmin_of, POSITION, true, false}, {"argmax", argmax_of, POSITION, true, false},
};

/* One index per axis, as a:at() takes them. */
static int push_indices(lua_State *L, const rp_lua_array *a, int64_t flat) {
  int64_t index[RP_LUA_ARRAY_RANK_MAX];
  for (int axis = a->rank - 1; axis >= 0; --axis) {
    index[axis] = flat % a->shape[axis] + 1;
    flat /= a->shape[axis];
  }
  for (int axis = 0; axis < a->rank; ++axis)
    lua_pushinteger(L, index[axis]);
  return a->rank;
}

static void reduce_lane(double *lane, int64_t n, double *result, int64_t m, const void *context) {
  const struct reduction *r = context;
  (void)m;
  *result = r->of(lane, n);
}

static int reduce(lua_State *L) {
  const struct reduction *r = &reductions[lua_tointeger(L, lua_upvalueindex(1))];
  const rp_lua_array *a = rp_array_self(L, r->name);
  lua_settop(L, 2);
  int axis = rp_array_axis(L, 2, 1, r->name, -1);
  rp_array_lanes lanes = rp_array_lanes_of(a, axis);
  if (lanes.n == 0 && r->needs_elements)
    return rp_array_error(L, "%s: the array, of shape %s, has no elements there", r->name,
                          rp_array_push_shape(L, a));
  if (axis >= 0 && a->rank > 1) {
    rp_lua_array *b = rp_array_push_reduced(L, 1, axis, r->keeps_unit);
    if (lanes.inner == 1)
      for (int64_t outer = 0; outer < lanes.outer; ++outer)
        b->data[outer] = r->of(a->data + outer * lanes.n, lanes.n);
    else
      rp_array_map_lanes(L, a->data, lanes, b->data, 1, reduce_lane, r);
    lua_settop(L, 3);
    return 1;
  }
  double value = r->of(a->data, a->size);
  if (r->answer == POSITION) return push_indices(L, a, (int64_t)value - 1);
  if (r->answer == TRUTH)
    lua_pushboolean(L, value != 0);
  else if (r->answer == COUNT)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
  return 1;
}

void rp_array_add_reduce(lua_State *L, rp_array_tables t) {
  for (size_t i = 0; i < sizeof reductions / sizeof *reductions; ++i) {
    lua_pushinteger(L, (lua_Integer)i);
    lua_pushcclosure(L, reduce, 1);
    lua_setfield(L, t.methods, reductions[i].name);
  }
}
