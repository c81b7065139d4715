/* lua_program.h - the Lua state of the program, for who runs something else in it than the command line: tests. */
#ifndef RP_LUA_PROGRAM_H
#define RP_LUA_PROGRAM_H
#include <lua.h>

/* A state with the program's modules; NULL when memory is out. One at a time per process. */
lua_State *rp_lua_program_open(void);
void rp_lua_program_close(lua_State *L);

#endif
