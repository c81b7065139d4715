/* lua_conform.h - opens the module "host.conform"; see lua_conform.c. */
#ifndef RP_LUA_CONFORM_H
#define RP_LUA_CONFORM_H
#include <lua.h>

int rp_lua_open_conform(lua_State *L);

#endif
