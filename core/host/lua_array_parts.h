/*
 * lua_array_parts.h - what the files of the array type share and nobody else uses: making views, labels,
 * reading arguments, errors, lanes along an axis. Stack indices passed to these functions must be absolute.
 */
#ifndef REPRISE_LUA_ARRAY_PARTS_H
#define REPRISE_LUA_ARRAY_PARTS_H
#include "lua_array.h"
#include <lauxlib.h>
#include <stdbool.h>

/* User values of an array. The owner is the userdata that holds a view's numbers. Axis names follow from
 * RP_SLOT_AXES. */
enum { RP_SLOT_NAME = 1, RP_SLOT_UNIT, RP_SLOT_OWNER, RP_SLOT_AXES };

/* Raises "FILE:LINE: sentence", the position being the innermost line of the user's script. */
int rp_array_error(lua_State *L, const char *format, ...);

/* Pushes an array of the given shape that shares the numbers of the one at `from`, beginning at element
 * `offset`. */
rp_lua_array *rp_array_push_view(lua_State *L, int from, int rank, const int64_t *shape, int64_t offset);

/* Pushes an array of the same shape, with unit and axes if wanted. */
rp_lua_array *rp_array_push_like(lua_State *L, int from, bool unit, bool axes);

/* Copies one label: slots as above. */
void rp_array_copy_slot(lua_State *L, int from, int from_slot, int to, int to_slot);
void rp_array_copy_axes(lua_State *L, int from, int to);

/* Pushes "3x4" and returns it. */
const char *rp_array_push_shape(lua_State *L, const rp_lua_array *a);

/* The array at argument 1 of a method; raises if the method was called with a dot. */
rp_lua_array *rp_array_self(lua_State *L, const char *what);

/* Makes the argument an array in place or raises. A nil is an error, too. */
rp_lua_array *rp_array_operand(lua_State *L, int arg, const char *what);

/* An axis argument, number or name, counted from 0; `fallback` if absent, with -1 for: over everything. */
int rp_array_axis(lua_State *L, int arg, int self, const char *what, int fallback);

/* As above, but an absent axis is an error if the array has several. */
int rp_array_only_axis(lua_State *L, int arg, int self, const char *what);

/* The integer at idx; raises "WHAT: NAME must be a whole number, got ...". */
int64_t rp_array_integer(lua_State *L, int idx, const char *what, const char *name);

/* Position idx along an axis of the array at self, counted from 0. */
int64_t rp_array_position(lua_State *L, int idx, int self, int axis, const char *what);

/* An array seen as outer x n x inner around one axis; axis -1: everything is one lane. */
typedef struct rp_array_lanes {
  int64_t outer, n, inner;
} rp_array_lanes;
rp_array_lanes rp_array_lanes_of(const rp_lua_array *a, int axis);

/* A map of contiguous lanes: reads n numbers at `lane`, may overwrite them, writes m results. */
typedef void rp_array_lane_map(double *lane, int64_t n, double *result, int64_t m, const void *context);

/* Applies map to each lane of `from`, which it gets as a copy; results lie as outer x m x inner. Uses one
 * scratch block that it leaves on the stack. */
void rp_array_map_lanes(lua_State *L, const double *from, rp_array_lanes lanes, double *to, int64_t m,
                        rp_array_lane_map *map, const void *context);

/* Pushes the array that remains when `axis` is reduced, with the other axes' names and, if wanted, the unit.
 */
rp_lua_array *rp_array_push_reduced(lua_State *L, int self, int axis, bool unit);

/* Compensated sum, for which blocks are added in order: error of about one rounding of the result. */
typedef struct rp_array_sum {
  double sum[8], error[8];
} rp_array_sum;
void rp_array_sum_add(rp_array_sum *sum, const double *x, int64_t n);
double rp_array_sum_value(const rp_array_sum *sum);

/* Sorts ascending, NaN last; keys: workspace of 2 n. */
void rp_array_sort(double *x, int64_t n, uint64_t *keys);

/* Each file adds its methods, functions and metamethods to three tables at absolute indices. */
typedef struct rp_array_tables {
  int public, methods, metatable;
} rp_array_tables;
void rp_array_add_build(lua_State *L, rp_array_tables t);
void rp_array_add_index(lua_State *L, rp_array_tables t);
void rp_array_add_shape(lua_State *L, rp_array_tables t);
void rp_array_add_arithmetic(lua_State *L, rp_array_tables t);
void rp_array_add_function(lua_State *L, rp_array_tables t);
void rp_array_add_reduce(lua_State *L, rp_array_tables t);
void rp_array_add_order(lua_State *L, rp_array_tables t);
void rp_array_add_algebra(lua_State *L, rp_array_tables t);
void rp_array_add_print(lua_State *L, rp_array_tables t);

#endif
