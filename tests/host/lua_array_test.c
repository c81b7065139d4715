/*
 * lua_array_test.c - arrays as C sees them: making, converting, labelling; and everything that scripts can do
 * with them while memory runs out at each possible moment, or while the collector runs at each possible
 * moment.
 */
#include <criterion/criterion.h>
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua_array.h"
#include "lua_csv.h"

/* ---- a state whose allocator counts, and fails when it is told to ---- */

typedef struct memory {
  long long live, allocations, fail_at; /* bytes; calls that ask for more; the first call to fail, 0: none */
} memory;

static void *allocate(void *data, void *block, size_t old_size, size_t new_size) {
  memory *m = data;
  if (!block) old_size = 0;
  if (new_size == 0) {
    free(block);
    m->live -= (long long)old_size;
    return NULL;
  }
  if (new_size > old_size && m->fail_at > 0 && ++m->allocations >= m->fail_at) return NULL;
  void *moved = realloc(block, new_size);
  if (moved) m->live += (long long)new_size - (long long)old_size;
  return moved;
}

static void add_module(lua_State *L, lua_CFunction open, const char *name) {
  lua_pushcfunction(L, open);
  lua_call(L, 0, 1);
  if (lua_getfield(L, -1, "public") == LUA_TNIL) lua_pop(L, 1);
  lua_setglobal(L, name);
}

static lua_State *make_state(memory *m) {
  lua_State *L = lua_newstate(allocate, m);
  cr_assert_not_null(L);
  luaL_openlibs(L);
  add_module(L, rp_lua_open_array, "rp");
  add_module(L, rp_lua_open_csv, "csv");
  lua_settop(L, 0);
  return L;
}

static void run(lua_State *L, const char *text) {
  if (luaL_dostring(L, text) != LUA_OK) cr_assert_fail("%s", lua_tostring(L, -1));
}

/* ---- the interface of C ---- */

Test(lua_array, new_arrays_are_aligned_and_know_their_size) {
  memory m = {0};
  lua_State *L = make_state(&m);
  const int64_t shape[] = {3, 5, 7};
  for (int rank = 1; rank <= 3; ++rank) {
    rp_lua_array *a = rp_lua_new_array(L, rank, shape);
    cr_assert_eq((uintptr_t)a->data % 64, 0);
    cr_assert_eq(a->rank, rank);
    cr_assert_eq(a->size, rank == 1 ? 3 : rank == 2 ? 15 : 105);
    cr_assert_eq(rp_lua_test_array(L, -1), a);
    memset(a->data, 0, (size_t)a->size * sizeof *a->data); /* all of it is ours */
  }
  cr_assert_eq(lua_gettop(L), 3);
  lua_getglobal(L, "io");
  lua_getfield(L, -1, "stdout");
  cr_assert_null(rp_lua_test_array(L, -1), "another userdata is no array");
  lua_close(L);
  cr_assert_eq(m.live, 0);
}

Test(lua_array, labels_are_copied_and_may_be_absent) {
  memory m = {0};
  lua_State *L = make_state(&m);
  const int64_t shape[] = {2, 3};
  char name[] = "price";
  const char *const axes[] = {"venue", NULL};
  rp_lua_new_array(L, 2, shape);
  cr_assert_null(rp_lua_array_name(L, -1));
  cr_assert_null(rp_lua_array_unit(L, -1));
  cr_assert_null(rp_lua_array_axis(L, -1, 1));
  rp_lua_array_set_meta(L, -1, name, "cash/share", axes);
  name[0] = 'x';
  cr_assert_str_eq(rp_lua_array_name(L, -1), "price");
  cr_assert_str_eq(rp_lua_array_unit(L, 1), "cash/share");
  cr_assert_str_eq(rp_lua_array_axis(L, -1, 0), "venue");
  cr_assert_null(rp_lua_array_axis(L, -1, 1));
  rp_lua_array_set_meta(L, 1, NULL, "", NULL);
  cr_assert_null(rp_lua_array_name(L, 1));
  cr_assert_null(rp_lua_array_unit(L, 1));
  cr_assert_null(rp_lua_array_axis(L, 1, 0));
  cr_assert_eq(lua_gettop(L), 1);
  lua_close(L);
}

Test(lua_array, values_become_arrays_in_place) {
  memory m = {0};
  lua_State *L = make_state(&m);
  run(L, "return 2.385, {{1, 2, 3}, {4, 5, 6}}, rp.zeros(2)");
  cr_assert_eq(rp_lua_to_array(L, 1)->data[0], 2.385);
  const rp_lua_array *a = rp_lua_to_array(L, -2);
  cr_assert_eq(a->shape[0] * 10 + a->shape[1], 23);
  for (int i = 0; i < 6; ++i)
    cr_assert_eq(a->data[i], i + 1);
  const rp_lua_array *zeros = rp_lua_test_array(L, 3);
  cr_assert_eq(rp_lua_to_array(L, 3), zeros, "an array stays what it is");
  cr_assert_eq(lua_gettop(L), 3);
  cr_assert_eq(rp_lua_test_array(L, 2), a);
  lua_close(L);
}

Test(lua_array, other_values_stay_and_a_sentence_is_pushed) {
  static const char *const wrong[] = {
      "'1'", "nil", "{x = 1}", "{1, {2}}", "{{1, 2}, {3}}", "{{{1}}, {{2, 3}}}", "print"};
  memory m = {0};
  lua_State *L = make_state(&m);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    run(L, lua_pushfstring(L, "return %s, 7", wrong[i]));
    lua_remove(L, 1);
    int type = lua_type(L, 1);
    cr_assert_null(rp_lua_to_array(L, 1));
    cr_assert_eq(lua_gettop(L), 3, "%s left %d values", wrong[i], lua_gettop(L));
    cr_assert_eq(lua_type(L, 1), type);
    cr_assert_eq(lua_tointeger(L, 2), 7);
    cr_assert_eq(lua_type(L, 3), LUA_TSTRING);
    lua_settop(L, 0);
  }
  lua_close(L);
}

static int make_rank(lua_State *L) {
  const int64_t shape[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  rp_lua_new_array(L, (int)lua_tointeger(L, 1), shape);
  return 1;
}

static int check_here(lua_State *L) {
  rp_lua_check_array(L, 1, "solve");
  return 0;
}

Test(lua_array, wrong_ranks_and_values_raise) {
  memory m = {0};
  lua_State *L = make_state(&m);
  for (int rank = 0; rank <= 9; ++rank) {
    lua_pushcfunction(L, make_rank);
    lua_pushinteger(L, rank);
    bool fine = lua_pcall(L, 1, 1, 0) == LUA_OK;
    cr_assert_eq(fine, rank >= 1 && rank <= 8);
    if (!fine) cr_assert_not_null(strstr(lua_tostring(L, -1), "an array has 1 to 8 axes"));
  }
  lua_pushcfunction(L, check_here);
  lua_pushstring(L, "text");
  cr_assert_eq(lua_pcall(L, 1, 0, 0), LUA_ERRRUN);
  cr_assert_str_eq(lua_tostring(L, -1), "solve: expected an array, got a string");
  lua_close(L);
}

Test(lua_array, numbers_as_text) {
  char text[RP_NUMBER_TEXT_SIZE];
  static const double numbers[] = {-1.7976931348623157e308, -2.2250738585072011e-308,
                                   -4.9406564584124654e-324, 1e22, 0.3};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
    double back = 0;
    size_t length = rp_number_text(numbers[i], text);
    cr_assert_eq(strlen(text), length);
    cr_assert_lt(length, sizeof text);
    cr_assert(rp_number_read(text, length, &back));
    cr_assert_eq(back, numbers[i]);
  }
  double x = 0;
  cr_assert(rp_number_read(" 12,5", 3, &x) && x == 12, "the length ends the number");
  cr_assert(rp_number_read("-Infinity", 9, &x) && x == -INFINITY);
  cr_assert_not(rp_number_read("", 0, &x));
  cr_assert_not(rp_number_read(" - ", 3, &x));
}

/* ---- a walk through everything ---- */

static const char everything[] =
    "local m = rp.array{{3, 1, 2}, {6, 5, 4}}:named{name = 'm', unit = 'cash', axes = {'i', 'k'}}\n"
    "local v, w = rp.linspace(0, 1, 70), rp.logspace(1, 100, 3)\n"
    "local c = rp.concat(v, rp.range(1, 3), {1, 2}, 3) + rp.full(1, 76) * rp.zeros(76)\n"
    "local s = rp.stack{m, m + 1, 2 * m}\n"
    "assert(m[1][2] == 1 and m:at(-1, 3) == 4 and #s == 3)\n"
    "local parts = {m:slice(1, 1), m:slice(3, 1, -1, 'k'), m:take('k', 2), m:take(2, {1, 3}), "
    "m:where(m:gt(2)),\n"
    "  m:reshape(3, -1), s:transpose(), s:transpose(2, 1, 3), m:reverse(1), m:sort(2), v:sort(), "
    "m:totable()}\n"
    "local sums = {m:sum(), m:sum(1), m:prod('i'), s:mean(2), s:var(3), s:std(), s:argmax(), s:argmin(2), "
    "m:any(1),\n"
    "  m:all(), m:count(), m:min(1), m:max(2), m:median(1), v:quantile{0.1, 0.9}, v:quantile(0.5), "
    "s:quantile(0.2, 2)}\n"
    "local along = {v:cumsum(), m:cumsum(2), m:diff(1), v:interp(rp.linspace(0, 1, 70), {0.5, 7}), v:norm(), "
    "v:norm(3)}\n"
    "local products = {m:dot(m:transpose()), m:dot(w), v:dot(v)}\n"
    "local each = {-m, m:exp(), m:map(function(x) return x + 1 end), m ^ 2, m % 4, m // 2, m:eq(m), m == m}\n"
    "for i, row in pairs(s) do assert(tostring(row) .. row) end\n"
    "local text = csv.format({{'v', v}, {'t', rp.range(1, 70)}, {'x', {'a,b', table.unpack(v:totable(), "
    "2)}}}, {header = {'h'}})\n"
    "local t = csv.parse(text, 'f', {text = {'t'}})\n"
    "assert(t.v == v and t.t[70] == '70' and t.x[1] == 'a,b')\n"
    "assert(not pcall(rp.array, {1, {2}}) and not pcall(m.sum, m, 3) and not pcall(csv.parse, 'x\\n1\\ny', "
    "'f'))\n"
    "return m:sum() + s:sum() + c:sum() + #parts + #sums + #along + #products + #each\n";

Test(lua_array, memory_may_run_out_anywhere) {
  int failures = 0;
  for (long long fail_at = 1;; ++fail_at) {
    memory m = {0};
    lua_State *L = make_state(&m);
    cr_assert_eq(luaL_loadstring(L, everything), LUA_OK);
    m.fail_at = fail_at;
    int status = lua_pcall(L, 0, 1, 0);
    m.fail_at = 0;
    if (status == LUA_OK) {
      cr_assert_eq(lua_type(L, -1), LUA_TNUMBER);
    } else {
      cr_assert_not_null(strstr(lua_tostring(L, -1), "not enough memory"), "%s", lua_tostring(L, -1));
      ++failures;
    }
    lua_close(L);
    cr_assert_eq(m.live, 0, "%lld bytes are left over", m.live);
    if (status == LUA_OK) break;
  }
  cr_assert_gt(failures, 300, "only %d allocations were made to fail", failures);
}

Test(lua_array, the_collector_may_run_anywhere) {
  memory m = {0};
  lua_State *L = make_state(&m);
  run(L, everything);
  double want = lua_tonumber(L, -1);
  lua_gc(L, LUA_GCINC, 1, 1000, 1); /* a step at nearly every allocation, cycles without pause */
  for (int i = 0; i < 20; ++i) {
    run(L, everything);
    cr_assert_eq(lua_tonumber(L, -1), want);
    lua_settop(L, 0);
  }
  lua_gc(L, LUA_GCGEN, 1, 1);
  run(L, everything);
  cr_assert_eq(lua_tonumber(L, -1), want);
  lua_close(L);
  cr_assert_eq(m.live, 0);
}
