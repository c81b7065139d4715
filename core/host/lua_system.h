/* lua_system.h - the module "host": what trusted Lua can do outside itself. Scripts get it with --trust only.
 */
#ifndef RP_LUA_SYSTEM_H
#define RP_LUA_SYSTEM_H
#include <lua.h>

int rp_lua_open_system(lua_State *L);

#endif
