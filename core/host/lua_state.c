/*
 * lua_state.c - makes the Lua state: an allocator that takes from memory_budget.h, the standard libraries,
 * the program's own modules (C ones by the table below, Lua ones embedded in the program), the hook for
 * interruption. Then module "command" runs the command line.
 */
#include "lua_state.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embedded.h"
#include "large_block.h"
#include "lua_array.h"
#include "lua_conform.h"
#include "lua_csv.h"
#include "lua_errors.h"
#include "lua_line.h"
#include "lua_model.h"
#include "lua_program.h"
#include "lua_system.h"
#include "memory_budget.h"

typedef struct c_module {
  const char *name;
  lua_CFunction open;
} c_module;

/* The modules that are written in C. */
static const c_module c_modules[] = {
    {"host", rp_lua_open_system},      {"host.conform", rp_lua_open_conform},
    {"host.csv", rp_lua_open_csv},     {"host.line", rp_lua_open_line},
    {"host.model", rp_lua_open_model}, {"reprise.array", rp_lua_open_array},
};

/* What the allocator needs to know. The state is NULL until it exists. */
typedef struct accounting {
  lua_State *state;
} accounting;

#ifdef RP_SANITIZED /* which watches malloc's blocks only */
static bool is_large(size_t size) {
  (void)size;
  return false;
}
#else
static bool is_large(size_t size) {
  return size >= RP_LARGE_BLOCK;
}
#endif

static void release(void *block, size_t size) {
  if (is_large(size))
    rp_large_block_give(block, size);
  else
    free(block);
}

/* realloc() where one of the sizes is that of a large block. */
static void *move_large(void *block, size_t old_size, size_t new_size) {
  void *moved = is_large(new_size) ? rp_large_block_take(new_size) : malloc(new_size);
  if (moved == NULL || block == NULL) return moved;
  memcpy(moved, block, old_size < new_size ? old_size : new_size);
  release(block, old_size);
  return moved;
}

static void *allocate(void *data, void *block, size_t old_size, size_t new_size) {
  const accounting *a = data;
  if (block == NULL) old_size = 0; /* Lua passes the kind of object there */
  if (new_size == 0) {
    if (block != NULL) release(block, old_size);
    rp_memory_give(old_size);
    return NULL;
  }
  if (new_size > old_size && !rp_memory_take(new_size - old_size)) {
    if (a->state != NULL) rp_lua_note_refusal(a->state);
    return NULL;
  }
  void *moved = is_large(new_size) || is_large(old_size) ? move_large(block, old_size, new_size)
                                                         : realloc(block, new_size);
  if (moved == NULL && new_size > old_size) {
    rp_memory_give(new_size - old_size);
    if (a->state != NULL) rp_lua_note_refusal(a->state);
    return NULL;
  }
  if (moved == NULL && is_large(old_size)) return NULL; /* its size says whose it is */
  if (new_size < old_size) rp_memory_give(old_size - new_size);
  return moved != NULL ? moved : block; /* Lua relies on shrinking */
}

/* Finds "a.b" as a/b.lua or a/b/init.lua among the embedded files. The chunk's name is the module's. */
static int search_embedded(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const char *path = luaL_gsub(L, name, ".", "/");
  const char *const candidates[] = {lua_pushfstring(L, "%s.lua", path),
                                    lua_pushfstring(L, "%s/init.lua", path)};
  for (size_t i = 0; i < 2; ++i) {
    size_t length = 0;
    const char *text = rp_embedded_find(candidates[i], &length);
    if (text == NULL) continue;
    if (luaL_loadbufferx(L, text, length, lua_pushfstring(L, "=%s", name), "t") != LUA_OK)
      return lua_error(L);
    lua_pushstring(L, candidates[i]);
    return 2;
  }
  lua_pushfstring(L, "the program has no module '%s'", name);
  return 1;
}

/* require() looks among the preloaded C modules and the embedded Lua ones, never in the file system. */
static void install_modules(lua_State *L) {
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "preload");
  for (size_t i = 0; i < sizeof c_modules / sizeof *c_modules; ++i) {
    lua_pushcfunction(L, c_modules[i].open);
    lua_setfield(L, -2, c_modules[i].name);
  }
  lua_pop(L, 1);
  lua_getfield(L, -1, "searchers");
  lua_pushcfunction(L, search_embedded);
  lua_rawseti(L, -2, 2);
  for (int i = 3; i <= 4; ++i) {
    lua_pushnil(L);
    lua_rawseti(L, -2, i);
  }
  lua_pop(L, 2);
}

static int open_modules(lua_State *L) {
  luaL_openlibs(L);
  install_modules(L);
  rp_lua_install_hook(L);
  return 0;
}

/* Arguments: the words. Result: the exit status. */
static int run_command(lua_State *L) {
  open_modules(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "command");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "main");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int trace(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

static accounting program; /* of the one state that a process has */

static lua_State *new_state(void) {
  program.state = NULL;
  program.state = lua_newstate(allocate, &program);
  return program.state;
}

lua_State *rp_lua_program_open(void) {
  lua_State *L = new_state();
  if (L == NULL) return NULL;
  lua_pushcfunction(L, open_modules);
  if (lua_pcall(L, 0, 0, 0) == LUA_OK) return L;
  rp_lua_program_close(L);
  return NULL;
}

void rp_lua_program_close(lua_State *L) {
  program.state = NULL;
  lua_close(L);
}

int rp_lua_run_program(int count, char **words) {
  lua_State *L = new_state();
  if (L == NULL) {
    fputs("reprise: no memory to start with\n", stderr);
    return RP_EXIT_LIMIT;
  }
  lua_pushcfunction(L, trace);
  lua_pushcfunction(L, run_command);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; ++i) {
    lua_pushstring(L, words[i]);
    lua_rawseti(L, -2, i + 1);
  }
  int status;
  if (lua_pcall(L, 1, 1, 1) == LUA_OK && lua_isinteger(L, -1)) {
    status = (int)lua_tointeger(L, -1);
  } else { /* module "command" reports all errors of commands itself: this one is the program's */
    const char *text = lua_tostring(L, -1);
    fprintf(stderr, "reprise: %s\n", text != NULL ? text : "a command returned no exit status");
    status = RP_EXIT_WRONG;
  }
  rp_lua_program_close(L);
  return status;
}
