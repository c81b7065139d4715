/*
 * lua_state.h - the Lua state that the program runs in: its allocator, its modules, its commands. This header
 * does not show lua.h; only files named lua_*.c see it.
 */
#ifndef RP_LUA_STATE_H
#define RP_LUA_STATE_H
#include "exit_status.h"

/* Runs the program with these words of the command line; returns its exit status. */
int rp_lua_run_program(int count, char **words);

#endif
