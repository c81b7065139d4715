/*
 * lua_array.h - numeric arrays as values of Lua: what other C files need to make, read and label them.
 *
 * An array is an immutable userdata: double precision, rank 1 to 8, row-major, contiguous. Its numbers lie
 * inside a userdata, so that they count against the memory limit of the script. Parts that are contiguous (a
 * row, a slice with step 1, another shape or another label) share the numbers of the array that they come
 * from. "Immutable" begins when a script sees the array: the C function that made it fills `data` before.
 *
 * What scripts see. Indices are 1-based, negative ones count from the end, anything else raises "index 14 is
 * outside 1..13". AXIS is a number (1 is the slowest; negative: from the end) or an axis name. Where an
 * operation takes an array it also takes a nested list of numbers, and a plain number where broadcasting
 * gives that sense.
 *
 *   rp.array{...}           from nested lists, arrays among them         rp.is_array(x)
 *   rp.zeros(n, ...)        rp.full(value, n, ...)                       rp.range(a, b[, step]), b included
 * if met rp.linspace(a, b, n)    n values, equal distances, both ends exact   rp.logspace(a, b, n), equal
 * ratios, a, b > 0 rp.concat(a, b, ...)    joined along the first axis                  rp.stack{a, b, ...},
 * along a new first axis
 *
 *   #a  a:rank() a:size() a:shape()   extent of the first axis; number of axes, of elements; extents as a
 * list a[i]  a:at(i, j, ...)             an element, or the sub-array if fewer indices than axes a:slice(i[,
 * j[, step[, AXIS]]])   elements i..j, both included; j = -1, step = 1, AXIS = 1; {} if j is i - 1
 *   a:take(AXIS, i)                   one position of an axis (removed); for a list of positions: in that
 * order a:where(mask)                     elements where mask is not 0, in order; a mask of rank 1 selects
 * along axis 1 a:totable()                       nested Lua tables                  for i, v in pairs(a)
 * walks the first axis a:reshape(n, ...)                 one extent may be -1 a:transpose([AXIS, ...]),
 * default: reversed a:reverse([AXIS]) a:sort([AXIS])  sort: ascending, -0 before 0, NaN last
 *
 *   + - * / // % ^ unary -            element by element, broadcast as in NumPy from the last axis backwards
 *   a:minimum(b) a:maximum(b)         the smaller, the larger of two, NaN if one is
 *   a:lt(b) le gt ge eq ne            1 where it holds, else 0; all are 0 for NaN but ne
 *   a == b                            true if the shapes agree and all elements are equal (so false with NaN)
 *   a:abs() sign floor ceil sqrt exp expm1 log log1p log10 sin cos tanh isnan isfinite    element by element
 *   a:map(f)                          f(element) must return a number, or a boolean for 0 and 1
 *
 *   a:sum([AXIS]) prod mean min max std var any all count argmin argmax median, a:quantile(q[, AXIS])
 *                                     over everything, or along one axis. sum and mean are compensated (error
 * of about one rounding). var and std divide by n - 1. min, max, median and quantile are NaN if an element
 * is; argmin and argmax then give the first NaN, and one index per axis when no AXIS is given. count, any,
 * all ask "not 0". The minimum, mean, ... of nothing is an error. quantile interpolates linearly between
 * order statistics (0 <= q <= 1; list: no AXIS) a:cumsum([AXIS]) a:diff([AXIS])   AXIS may be left out for
 * rank 1 only; so for sort and reverse a:interp(x, at)                   piecewise linear through (x, a), x
 * increasing; NaN outside of x a:norm([p])                       p >= 1, default 2, math.huge: largest
 * magnitude a:dot(b)                          inner product, matrix times vector, matrix times matrix
 *
 *   a:name() a:unit() a:axes()        labels; nil where there is none; axes: a list, "" for an axis without a
 * name a:named{name=, unit=, axes=}      the same numbers with other labels; false removes one
 *
 * Name, unit and axes stay with parts and rearrangements. A computed array has no name. It keeps the unit
 * where that is sure: sums and the like of equal units, an array with a plain number or with a unit of "1",
 * statistics; equal units divide to "1". Other products and functions drop it.
 */
#ifndef REPRISE_LUA_ARRAY_H
#define REPRISE_LUA_ARRAY_H
#include <lua.h>
#include <stdint.h>

#define RP_LUA_ARRAY_RANK_MAX 8

typedef struct rp_lua_array {
  int rank;
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  int64_t size; /* product of the extents; an extent may be 0 */
  double *data; /* row-major; aligned to 64 bytes if the array owns its numbers */
} rp_lua_array;

/* Pushes a new array, not initialised, without labels. Raises a Lua error if an extent is negative, the rank
 * outside 1..8, the size too large or memory out. Any allocation may run the collector: keep other arrays on
 * the stack. */
rp_lua_array *rp_lua_new_array(lua_State *L, int rank, const int64_t *shape);

/* The array at idx, or NULL if the value is something else. Valid while the value stays reachable. */
rp_lua_array *rp_lua_test_array(lua_State *L, int idx);

/* The array at argument `arg`; otherwise raises "WHAT: expected an array, got a string". */
rp_lua_array *rp_lua_check_array(lua_State *L, int arg, const char *what);

/* Turns the value at idx, an array, a nested list of numbers or (as one element of rank 1) a number, into an
 * array in place. NULL with a sentence pushed on the stack if it is none of these or ragged. */
rp_lua_array *rp_lua_to_array(lua_State *L, int idx);

/* Labels the array at idx: name, unit and axes (rank entries) may be NULL, entries of axes too: no label.
 * Text is copied. Only for arrays that no script has seen yet. */
void rp_lua_array_set_meta(lua_State *L, int idx, const char *name, const char *unit,
                           const char *const *axes);

/* Labels of the array at idx, NULL if absent; valid as long as the array. axis counts from 0. */
const char *rp_lua_array_name(lua_State *L, int idx);
const char *rp_lua_array_unit(lua_State *L, int idx);
const char *rp_lua_array_axis(lua_State *L, int idx, int axis);

/* Pushes the module's table {public = {array = ..., linspace = ..., ...}}. */
int rp_lua_open_array(lua_State *L);

#endif
