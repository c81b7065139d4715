/*
 * lua_csv.c - columns to CSV text, and the module that holds both directions. All columns are checked
 * and text is quoted before the first byte is written. Calls lua_array.h only.
 */
#include "lua_csv.h"
#include "lua_array.h"
#include "lua_errors.h"
#include <lauxlib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t rp_number_text(double x, char text[RP_NUMBER_TEXT_SIZE]) {
  int length;
  if (x != x)
    length = snprintf(text, RP_NUMBER_TEXT_SIZE, "nan");
  else if (fabs(x) < 1e15 && x == floor(x) && !(x == 0 && signbit(x)))
    length = snprintf(text, RP_NUMBER_TEXT_SIZE, "%lld", (long long)x);
  else
    for (int digits = 15;; ++digits) {
      length = snprintf(text, RP_NUMBER_TEXT_SIZE, "%.*g", digits, x);
      if (digits == 17 || strtod(text, NULL) == x) break;
    }
  return (size_t)length;
}

/* ---- checking ---- */

typedef struct column {
  const double *numbers; /* NULL: a list of quoted text at stack index `list` */
  int list;
} column;

typedef struct table {
  column *columns;
  const char **names;
  int count;
  int64_t rows;
} table;

/* Pushes the text as a field: quoted if a reader could otherwise take it for something else. */
static void push_field(lua_State *L, const char *text, size_t length) {
  double number;
  bool plain = length > 0 && *text != '#' && !strchr(" \t", *text) && !strchr(" \t", text[length - 1]) &&
               !rp_number_read(text, length, &number);
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    plain = false; /* or it passes for a byte order mark */
  for (size_t i = 0; plain && i < length; ++i)
    plain = !(text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r');
  luaL_Buffer field;
  luaL_buffinit(L, &field);
  if (!plain) luaL_addchar(&field, '"');
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '"') luaL_addchar(&field, '"');
    luaL_addchar(&field, text[i]);
  }
  if (!plain) luaL_addchar(&field, '"');
  luaL_pushresult(&field);
}

/* Replaces the list at the top by one of fields, if it holds any text. */
static bool quote_list(lua_State *L, const char *name) {
  int list = lua_gettop(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  bool text = false;
  for (lua_Integer i = 1; i <= count && !text; ++i) {
    text = lua_rawgeti(L, list, i) == LUA_TSTRING;
    lua_pop(L, 1);
  }
  if (!text) return false;
  lua_newtable(L);
  for (lua_Integer i = 1; i <= count; ++i) {
    int type = lua_rawgeti(L, list, i);
    size_t length;
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
      rp_lua_blame(L, "csv: entry %lld of column '%s' is a %s, neither text nor a number", (long long)i, name,
                   luaL_typename(L, -1));
    char digits[RP_NUMBER_TEXT_SIZE];
    const char *field = type == LUA_TSTRING ? lua_tolstring(L, -1, &length) : digits;
    if (type == LUA_TNUMBER) length = rp_number_text(lua_tonumber(L, -1), digits);
    push_field(L, field, length);
    lua_rawseti(L, list + 1, i);
    lua_pop(L, 1);
  }
  lua_replace(L, list);
  return true;
}

/* Takes column i of the list at argument 1; leaves its name and its values on the stack. */
static void add_column(lua_State *L, table *t, int i) {
  lua_rawgeti(L, 1, i + 1);
  int top = lua_gettop(L);
  const char *name = NULL;
  if (rp_lua_test_array(L, top)) {
    lua_pushstring(L, name = rp_lua_array_name(L, top));
    lua_insert(L, top);
    if (!name) rp_lua_blame(L, "csv: column %d is an array without a name; write {\"name\", array}", i + 1);
  } else {
    bool pair = lua_istable(L, top) && lua_rawgeti(L, top, 1) == LUA_TSTRING;
    if (!pair) rp_lua_blame(L, "csv: column %d is not {name, array or list}", i + 1);
    name = lua_tostring(L, top + 1);
    lua_rawgeti(L, top, 2);
    lua_remove(L, top);
  }
  if (!*name) rp_lua_blame(L, "csv: column %d has an empty name", i + 1);
  for (int k = 0; k < i; ++k)
    if (strcmp(t->names[k], name) == 0) rp_lua_blame(L, "csv: there are two columns '%s'", name);
  int64_t rows;
  if (lua_istable(L, top + 1) && quote_list(L, name)) {
    t->columns[i] = (column){.list = top + 1};
    rows = (int64_t)lua_rawlen(L, top + 1);
  } else {
    const rp_lua_array *a = rp_lua_to_array(L, top + 1);
    if (!a) rp_lua_blame(L, "csv: column '%s': %s", name, lua_tostring(L, -1));
    if (a->rank != 1) rp_lua_blame(L, "csv: column '%s' has %d axes instead of one", name, a->rank);
    t->columns[i] = (column){.numbers = a->data};
    rows = a->size;
  }
  if (i > 0 && rows != t->rows)
    rp_lua_blame(L, "csv: column '%s' has %lld rows, column '%s' has %lld", name, (long long)rows,
                 t->names[0], (long long)t->rows);
  t->names[i] = name;
  t->rows = rows;
}

/* ---- writing ---- */

/* Comment lines; a line break in one begins another comment. */
static void add_header(lua_State *L, luaL_Buffer *out, int list) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, list, i);
    const char *line = lua_tostring(L, -1);
    lua_pop(L, 1); /* the list keeps it, and the buffer needs the top */
    luaL_addstring(out, "# ");
    for (; *line; ++line)
      if (*line == '\n' || *line == '\r')
        luaL_addstring(out, "\n# ");
      else
        luaL_addchar(out, *line);
    luaL_addchar(out, '\n');
  }
}

static void add_rows(lua_State *L, luaL_Buffer *out, const table *t) {
  char digits[RP_NUMBER_TEXT_SIZE];
  for (int64_t row = 0; row < t->rows; ++row)
    for (int i = 0; i < t->count; ++i) {
      const column *c = &t->columns[i];
      if (c->numbers) {
        luaL_addlstring(out, digits, rp_number_text(c->numbers[row], digits));
      } else {
        lua_rawgeti(L, c->list, row + 1);
        luaL_addvalue(out);
      }
      luaL_addchar(out, i + 1 < t->count ? ',' : '\n');
    }
}

/* Leaves the list of header lines, checked, at stack index 2. */
static void check_header(lua_State *L) {
  if (!lua_isnoneornil(L, 2) && !lua_istable(L, 2))
    rp_lua_blame(L, "csv: options are a table, {header = {lines}}");
  lua_settop(L, 2);
  if (lua_istable(L, 2))
    lua_getfield(L, 2, "header");
  else
    lua_pushnil(L);
  if (lua_isnil(L, 3)) {
    lua_newtable(L);
    lua_replace(L, 3);
  }
  if (!lua_istable(L, 3)) rp_lua_blame(L, "csv: the header is a list of lines");
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 3); ++i) {
    if (lua_rawgeti(L, 3, i) != LUA_TSTRING)
      rp_lua_blame(L, "csv: header line %lld is a %s", (long long)i, luaL_typename(L, -1));
    lua_pop(L, 1);
  }
  lua_replace(L, 2);
}

int rp_lua_csv_format(lua_State *L) {
  check_header(L);
  if (!lua_istable(L, 1) || lua_rawlen(L, 1) == 0)
    return rp_lua_blame(L, "csv: expected a list of columns, {{\"name\", array}, ...}");
  if (lua_rawlen(L, 1) > 100000) return rp_lua_blame(L, "csv: there are more than 100000 columns");
  table t = {.count = (int)lua_rawlen(L, 1)};
  luaL_checkstack(L, 2 * t.count + 20, "csv");
  t.columns = lua_newuserdatauv(L, (size_t)t.count * sizeof *t.columns, 0);
  t.names = lua_newuserdatauv(L, (size_t)t.count * sizeof *t.names, 0);
  for (int i = 0; i < t.count; ++i)
    add_column(L, &t, i);
  int first_name = lua_gettop(L) - 2 * t.count + 1;
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  add_header(L, &out, 2);
  for (int i = 0; i < t.count; ++i) {
    size_t length;
    const char *name = lua_tolstring(L, first_name + 2 * i, &length);
    push_field(L, name, length);
    luaL_addvalue(&out);
    luaL_addchar(&out, i + 1 < t.count ? ',' : '\n');
  }
  add_rows(L, &out, &t);
  luaL_pushresult(&out);
  return 1;
}

static int number(lua_State *L) {
  char digits[RP_NUMBER_TEXT_SIZE];
  if (lua_type(L, 1) != LUA_TNUMBER) return rp_lua_blame(L, "csv: %s is not a number", luaL_typename(L, 1));
  lua_pushlstring(L, digits, rp_number_text(lua_tonumber(L, 1), digits));
  return 1;
}

int rp_lua_open_csv(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"format", rp_lua_csv_format}, {"parse", rp_lua_csv_parse}, {"number", number}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
