/* lua_json.h - JSON for Lua by jansson. */
#ifndef RP_LUA_JSON_H
#define RP_LUA_JSON_H
#include <lua.h>

/* Adds json_encode, json_decode, json_array and null to the table on top of the stack. */
void rp_lua_add_json(lua_State *L);

#endif
