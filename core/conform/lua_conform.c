/*
 * lua_conform.c - the module "host.conform": the conformance kit as command/conform.lua sees it.
 *
 *   checks()                  -> {{id, sentence, seconds}...}
 *   run(file, id, seed, cases) -> {{verdict, model, text}...}, models: the findings of one check, in this process,
 *                                whose standard error names each case before it is solved: "at MODEL CASE"; and
 *                                how many models the check had before it
 */
#include "lua_conform.h"
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include "conform.h"

static const char *const verdict_names[] = {"pass", "skip", "warn", "fail"};

static int list_checks(lua_State *L) {
  uint32_t count;
  const rp_conform_check *checks = rp_conform_checks(&count);
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; ++i) {
    lua_createtable(L, 0, 3);
    lua_pushstring(L, checks[i].id);
    lua_setfield(L, -2, "id");
    lua_pushstring(L, checks[i].sentence);
    lua_setfield(L, -2, "sentence");
    lua_pushnumber(L, checks[i].seconds);
    lua_setfield(L, -2, "seconds");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* Appends to the table on top of the stack. */
static void keep_finding(void *context, rp_verdict verdict, const char *at, const char *text) {
  lua_State *L = context;
  lua_createtable(L, 0, 3);
  lua_pushstring(L, verdict_names[verdict]);
  lua_setfield(L, -2, "verdict");
  lua_pushstring(L, at);
  lua_setfield(L, -2, "model");
  lua_pushstring(L, text);
  lua_setfield(L, -2, "text");
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static void announce(void *context, const char *model, const char *text) {
  (void)context;
  fprintf(stderr, "at %s %s\n", model, text);
}

static int run_check(lua_State *L) {
  const char *path = luaL_checkstring(L, 1), *id = luaL_checkstring(L, 2);
  rp_conform conform = {.path = path,
                        .seed = (uint64_t)luaL_checkinteger(L, 3),
                        .cases = luaL_checkinteger(L, 4),
                        .sink = keep_finding,
                        .notice = announce,
                        .context = L};
  uint32_t count;
  const rp_conform_check *checks = rp_conform_checks(&count);
  for (uint32_t i = 0; i < count; ++i)
    if (strcmp(checks[i].id, id) == 0) {
      luaL_checkstack(L, 10, "findings");
      lua_newtable(L);
      rp_conform_run(&checks[i], &conform);
      lua_pushinteger(L, conform.models);
      return 2;
    }
  return luaL_error(L, "there is no check '%s'", id);
}

int rp_lua_open_conform(lua_State *L) {
  static const luaL_Reg functions[] = {{"checks", list_checks}, {"run", run_check}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
