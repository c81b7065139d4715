/* Edges that are written in Lua or read by it: RP_FUZZ_EDGE names a function of tests/fuzz/edges.lua, which gets the
 * input's bytes as a string and raises an error only where something is wrong. */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include "fuzz.h"
#include "lua_program.h"

static lua_State *edges(void) {
  static lua_State *L;
  if (L) return L;
  L = rp_lua_program_open();
  if (!L || luaL_loadfile(L, RP_TEST_SOURCE_DIR "/tests/fuzz/edges.lua") != LUA_OK ||
      lua_pcall(L, 0, 1, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", L ? lua_tostring(L, -1) : "no state");
    abort();
  }
  return L;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lua_State *L = edges();
  lua_getfield(L, 1, RP_FUZZ_EDGE);
  lua_pushlstring(L, (const char *)data, size);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    fprintf(stderr, RP_FUZZ_EDGE ": %s\n", lua_tostring(L, -1));
    abort();
  }
  return 0;
}
