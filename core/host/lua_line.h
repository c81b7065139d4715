/* lua_line.h - opens the module "host.line"; see lua_line.c. */
#ifndef RP_LUA_LINE_H
#define RP_LUA_LINE_H
#include <lua.h>

int rp_lua_open_line(lua_State *L);

#endif
