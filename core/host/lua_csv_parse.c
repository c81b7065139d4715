/*
 * lua_csv_parse.c - CSV text to columns. Fields are read where they lie; numbers collect in one growing block
 * per column, owned by Lua so that an error leaks nothing. Calls lua_array.h only.
 */
#include "lua_csv.h"
#include "lua_array.h"
#include "lua_errors.h"
#include <lauxlib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(const char *text, size_t length, const char *word) {
  if (length != strlen(word)) return false;
  for (size_t i = 0; i < length; ++i)
    if (lower(text[i]) != word[i]) return false;
  return true;
}

/* Digits with at most one point and an optional exponent; strtod() alone would take hexadecimal numbers, too.
 */
static bool is_decimal(const char *text, size_t length) {
  size_t i = 0, digits = 0;
  for (; i < length && is_digit(text[i]); ++i)
    ++digits;
  if (i < length && text[i] == '.')
    for (++i; i < length && is_digit(text[i]); ++i)
      ++digits;
  if (digits == 0) return false;
  if (i == length) return true;
  if (lower(text[i++]) != 'e') return false;
  if (i < length && (text[i] == '+' || text[i] == '-')) ++i;
  if (i == length) return false;
  for (; i < length; ++i)
    if (!is_digit(text[i])) return false;
  return true;
}

bool rp_number_read(const char *text, size_t length, double *x) {
  for (; length > 0 && (*text == ' ' || *text == '\t'); --length)
    ++text;
  while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
    --length;
  const char *digits = text;
  size_t rest = length;
  if (rest > 0 && (*digits == '+' || *digits == '-')) ++digits, --rest;
  if (is_decimal(digits, rest))
    *x = strtod(text, NULL);
  else if (is_word(digits, rest, "nan"))
    *x = NAN;
  else if (is_word(digits, rest, "inf") || is_word(digits, rest, "infinity"))
    *x = *text == '-' ? -INFINITY : INFINITY;
  else
    return false;
  return true;
}

/* ---- fields ---- */

typedef struct reader {
  lua_State *L;
  const char *file, *at, *end;
  int64_t line; /* of `at`, from 1 */
  int64_t row_line;
} reader;

typedef struct field {
  const char *text; /* unquoted: in place; quoted: the string on top of the stack */
  size_t length;
  bool quoted, last; /* last: of its row */
} field;

static int fail(const reader *r, int64_t line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  lua_pushfstring(r->L, "%s:%I: ", r->file, (LUAI_UACINT)line);
  lua_pushvfstring(r->L, format, arguments);
  va_end(arguments);
  lua_concat(r->L, 2);
  return lua_error(r->L);
}

static void skip_line_end(reader *r) {
  if (r->at < r->end && *r->at == '\r') ++r->at;
  if (r->at < r->end && *r->at == '\n') ++r->at;
  ++r->line;
}

static bool at_line_end(const reader *r) {
  return r->at == r->end || *r->at == '\n' || *r->at == '\r';
}

/* Moves over blank lines and comments to the next row; false at the end of the text. */
static bool find_row(reader *r) {
  while (r->at < r->end) {
    const char *start = r->at;
    while (!at_line_end(r) && (*r->at == ' ' || *r->at == '\t'))
      ++r->at;
    if (!at_line_end(r) && *r->at != '#') {
      r->at = start;
      r->row_line = r->line;
      return true;
    }
    while (!at_line_end(r))
      ++r->at;
    skip_line_end(r);
  }
  return false;
}

/* Pushes the text between quotes, with "" as one quote; `at` is behind the opening one. */
static void push_quoted(reader *r) {
  luaL_Buffer text;
  luaL_buffinit(r->L, &text);
  for (;; ++r->at) {
    if (r->at == r->end) fail(r, r->row_line, "a quoted field is not closed");
    if (*r->at == '"' && !(r->at + 1 < r->end && r->at[1] == '"')) break;
    if (*r->at == '"') ++r->at;
    if (*r->at == '\n') ++r->line;
    luaL_addchar(&text, *r->at);
  }
  ++r->at;
  luaL_pushresult(&text);
}

static void skip_blanks(reader *r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
    ++r->at;
}

/* Reads one field and the comma or line end behind it; a quoted one is left on the stack. */
static field read_field(reader *r) {
  field f = {0};
  skip_blanks(r);
  f.quoted = r->at < r->end && *r->at == '"';
  if (f.quoted) {
    ++r->at;
    push_quoted(r);
    f.text = lua_tolstring(r->L, -1, &f.length);
    skip_blanks(r);
    if (!at_line_end(r) && *r->at != ',') fail(r, r->row_line, "text follows a quoted field");
  } else {
    f.text = r->at;
    while (!at_line_end(r) && *r->at != ',')
      ++r->at;
    const char *end = r->at;
    while (end > f.text && (end[-1] == ' ' || end[-1] == '\t'))
      --end;
    f.length = (size_t)(end - f.text);
  }
  f.last = at_line_end(r);
  if (f.last)
    skip_line_end(r);
  else
    ++r->at;
  return f;
}

/* ---- columns ---- */

enum kind { UNKNOWN, NUMBERS, TEXT };

typedef struct column {
  const char *name;
  enum kind kind;
  double *numbers;
  int64_t capacity;
} column;

/* Stack while parsing: 1 text, 2 file, 3 options, then the following. */
enum { NAMES = 4, CONTENTS }; /* list of names; per column a list of text or the block of numbers */

static void push_text(const reader *r, const field *f) {
  if (f->quoted)
    lua_pushvalue(r->L, -1);
  else
    lua_pushlstring(r->L, f->text, f->length);
}

/* The kind of a column follows from its first field, unless it was asked for as text. */
static enum kind kind_of(const reader *r, const column *c, const field *f) {
  double x;
  if (!f->quoted && f->length == 0)
    fail(r, r->row_line,
         "column '%s' is empty in the first row; write nan for a number that is missing, \"\" for text",
         c->name);
  return !f->quoted && rp_number_read(f->text, f->length, &x) ? NUMBERS : TEXT;
}

static double number_of(const reader *r, const column *c, const field *f) {
  double x = 0;
  if (f->length == 0 && !f->quoted)
    fail(r, r->row_line, "column '%s' is empty; write nan for a number that is missing", c->name);
  bool number = !f->quoted && rp_number_read(f->text, f->length, &x);
  const char *shown = lua_pushlstring(r->L, f->text, f->length > 60 ? 60 : f->length);
  if (!number) fail(r, r->row_line, "column '%s' holds '%s', which is not a number", c->name, shown);
  if (isinf(x) && is_digit(f->text[f->length - 1]))
    fail(r, r->row_line, "column '%s' holds '%s', which is too large for a number", c->name, shown);
  lua_pop(r->L, 1);
  return x;
}

static void grow(const reader *r, column *c, int index) {
  int64_t capacity = c->capacity ? 2 * c->capacity : 16;
  double *block = lua_newuserdatauv(r->L, (size_t)capacity * sizeof *block, 0);
  if (c->capacity) memcpy(block, c->numbers, (size_t)c->capacity * sizeof *block);
  lua_rawseti(r->L, CONTENTS, index + 1);
  c->numbers = block;
  c->capacity = capacity;
}

static void store(const reader *r, column *c, int index, int64_t row, const field *f) {
  if (c->kind == UNKNOWN) c->kind = kind_of(r, c, f);
  if (c->kind == NUMBERS) {
    if (row == c->capacity) grow(r, c, index);
    c->numbers[row] = number_of(r, c, f);
    return;
  }
  push_text(r, f);
  if (row == 0) {
    lua_newtable(r->L);
    lua_rawseti(r->L, CONTENTS, index + 1);
  }
  lua_rawgeti(r->L, CONTENTS, index + 1);
  lua_insert(r->L, -2);
  lua_rawseti(r->L, -2, row + 1);
  lua_pop(r->L, 1);
}

/* Fills the list of names from the first row; returns how many there are. */
static int read_names(reader *r) {
  lua_State *L = r->L;
  int count = 0, numbers = 0;
  if (!find_row(r)) fail(r, r->line, "there is no row with the names of the columns");
  for (bool last = false; !last;) {
    field f = read_field(r);
    double x;
    last = f.last;
    numbers += !f.quoted && rp_number_read(f.text, f.length, &x);
    if (f.length == 0) fail(r, r->row_line, "column %d has no name", count + 1);
    push_text(r, &f);
    for (int i = 1; i <= count; ++i) {
      lua_rawgeti(L, NAMES, i);
      if (lua_rawequal(L, -1, -2)) fail(r, r->row_line, "there are two columns '%s'", lua_tostring(L, -1));
      lua_pop(L, 1);
    }
    lua_rawseti(L, NAMES, ++count);
    if (f.quoted) lua_pop(L, 1);
  }
  if (numbers == count) fail(r, r->row_line, "the first row must name the columns, but it holds numbers");
  return count;
}

/* Columns that the caller wants as text. */
static void mark_text(const reader *r, column *columns, int count) {
  lua_State *L = r->L;
  if (lua_isnil(L, 3)) return;
  if (!lua_istable(L, 3) || lua_getfield(L, 3, "text") == LUA_TNIL) {
    if (!lua_istable(L, 3)) rp_lua_blame(L, "csv: options are a table, {text = {names}}");
    lua_pop(L, 1);
    return;
  }
  if (!lua_istable(L, -1)) rp_lua_blame(L, "csv: text is a list of column names");
  for (lua_Integer k = 1; k <= (lua_Integer)lua_rawlen(L, -1); ++k) {
    if (lua_rawgeti(L, -1, k) != LUA_TSTRING) rp_lua_blame(L, "csv: text is a list of column names");
    const char *name = lua_tostring(L, -1);
    int i = 0;
    while (i < count && strcmp(columns[i].name, name) != 0)
      ++i;
    if (i == count) rp_lua_blame(L, "csv: %s has no column '%s'", r->file, name);
    columns[i].kind = TEXT;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static int64_t read_rows(reader *r, column *columns, int count) {
  int64_t row = 0;
  for (; find_row(r); ++row)
    for (int i = 0; i < count; ++i) {
      field f = read_field(r);
      store(r, &columns[i], i, row, &f);
      if (f.quoted) lua_pop(r->L, 1);
      if (f.last != (i + 1 == count))
        fail(r, r->row_line,
             f.last ? "the row has %d fields where the first row names %d columns"
                    : "the row has more than %d fields where the first row names %d columns",
             i + 1, count);
    }
  return row;
}

/* Pushes {column, ..., name = column, ...}. */
static void push_columns(lua_State *L, const column *columns, int count, int64_t rows) {
  lua_createtable(L, count, count);
  for (int i = 0; i < count; ++i) {
    lua_rawgeti(L, CONTENTS, i + 1);
    if (rows == 0 && columns[i].kind == TEXT) {
      lua_newtable(L);
    } else if (columns[i].kind != TEXT) {
      rp_lua_array *a = rp_lua_new_array(L, 1, &rows);
      if (rows > 0) memcpy(a->data, columns[i].numbers, (size_t)rows * sizeof *a->data);
      rp_lua_array_set_meta(L, -1, columns[i].name, NULL, NULL);
    } else {
      lua_pushvalue(L, -1);
    }
    lua_remove(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, i + 1);
    lua_setfield(L, -2, columns[i].name);
  }
}

int rp_lua_csv_parse(lua_State *L) {
  size_t length;
  lua_settop(L, 3);
  const char *text = luaL_checklstring(L, 1, &length);
  reader r = {.L = L, .file = luaL_checkstring(L, 2), .at = text, .end = text + length, .line = 1};
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) r.at += 3; /* byte order mark */
  if (memchr(text, '\0', length)) return fail(&r, 1, "the file holds zero bytes, so it is not text");
  luaL_checkstack(L, 20, "csv");
  lua_newtable(L);
  lua_newtable(L);
  int count = read_names(&r);
  column *columns = lua_newuserdatauv(L, (size_t)count * sizeof *columns, 0);
  for (int i = 0; i < count; ++i) {
    columns[i] = (column){.kind = UNKNOWN};
    lua_rawgeti(L, NAMES, i + 1);
    columns[i].name = lua_tostring(L, -1); /* the list keeps it */
    lua_pop(L, 1);
  }
  mark_text(&r, columns, count);
  int64_t rows = read_rows(&r, columns, count);
  push_columns(L, columns, count, rows);
  lua_pushvalue(L, NAMES);
  return 2;
}
