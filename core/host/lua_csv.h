/*
 * lua_csv.h - CSV text for Lua: columns of numbers (arrays) and of text (lists of strings).
 *
 *   csv.format(columns[, {header = {lines}}]) -> text
 *       columns: a list of {name, array or list}, or of arrays that have a name. Each header line is written
 * as a comment, "# line". Fields are quoted as in RFC 4180 where needed, so text that looks like a number is,
 * too. csv.parse(text, file[, {text = {names}}]) -> columns, names columns[i] and columns[name]: arrays, or
 * lists of strings for the columns named in `text` and for those whose first field is quoted or no number.
 * The first row names the columns. Lines that begin with "#" are comments. Raises "FILE:LINE: what is wrong".
 *   csv.number(x) -> text
 *       The shortest of 15, 16 or 17 digits that reads back as the same number; nan, inf, -inf.
 */
#ifndef REPRISE_LUA_CSV_H
#define REPRISE_LUA_CSV_H
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum { RP_NUMBER_TEXT_SIZE = 32 };

/* Writes x as csv.number() does; returns the length. */
size_t rp_number_text(double x, char text[RP_NUMBER_TEXT_SIZE]);

/* Is the field a number, blanks around it aside? Whole text, decimal; nan, inf, infinity in any case. The
 * byte behind the text must be readable and must not continue a number. */
bool rp_number_read(const char *text, size_t length, double *x);

/* The two functions, to be put into the module. */
int rp_lua_csv_format(lua_State *L);
int rp_lua_csv_parse(lua_State *L);

/* Pushes the module's table {format = ..., parse = ..., number = ...}. */
int rp_lua_open_csv(lua_State *L);

#endif
