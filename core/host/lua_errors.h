/*
 * lua_errors.h - positions in the user's script, protected calls, and the hook that turns the flag of
 * interrupt.h into a Lua error. A frame belongs to the user when its chunk's name begins with "@"; the
 * program's own chunks begin with "=".
 */
#ifndef RP_LUA_ERRORS_H
#define RP_LUA_ERRORS_H
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* "file:line" of the innermost user frame at or above this level of this coroutine; false and "" if there is
 * none. Allocates nothing, so that the allocator may ask, too. */
bool rp_lua_where(lua_State *L, int level, char *text, size_t size);

/* Raises an error whose message begins with that position, if there is one. Never returns. */
int rp_lua_blame(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Installs the hook; coroutines made later inherit it. */
void rp_lua_install_hook(lua_State *L);

/* The allocator reports that it refused memory; remembers where the script was. */
void rp_lua_note_refusal(lua_State *L);

/* Adds where, blame, call, interruption, shield ... to the table on top of the stack. */
void rp_lua_add_errors(lua_State *L);

#endif
