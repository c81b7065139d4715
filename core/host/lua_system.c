/*
 * lua_system.c - the module "host": files, processes, hashes, the clock, the supervised child. What fails
 * returns nil and a sentence. Calls file.h, process.h, supervisor.h, provenance.h, embedded.h; lua_json.h and
 * lua_errors.h add the rest.
 */
#include "lua_system.h"

#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <sched.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "embedded.h"
#include "exit_status.h"
#include "file.h"
#include "lua_errors.h"
#include "lua_json.h"
#include "memory_budget.h"
#include "process.h"
#include "provenance.h"
#include "supervisor.h"

static int refuse(lua_State *L, const char *sentence) {
  lua_pushnil(L);
  lua_pushstring(L, sentence);
  return 2;
}

static int done(lua_State *L, bool fine, const rp_message *why) {
  if (!fine) return refuse(L, why->text);
  lua_pushboolean(L, 1);
  return 1;
}

/* Copies bytes that C owns into a Lua string and frees them, also when Lua runs out of memory. */
static int push_bytes(lua_State *L) {
  const char *const *bytes = lua_touserdata(L, 1);
  const size_t *length = lua_touserdata(L, 2);
  lua_pushlstring(L, *bytes, *length);
  return 1;
}

static void take_bytes(lua_State *L, char *bytes, size_t length) {
  lua_pushcfunction(L, push_bytes);
  lua_pushlightuserdata(L, &bytes);
  lua_pushlightuserdata(L, &length);
  int status = lua_pcall(L, 2, 1, 0);
  free(bytes);
  if (status != LUA_OK) lua_error(L);
}

static int read_file(lua_State *L) {
  rp_message why;
  char *bytes = NULL;
  size_t length = 0;
  if (!rp_file_read(luaL_checkstring(L, 1), &bytes, &length, &why)) return refuse(L, why.text);
  take_bytes(L, bytes, length);
  return 1;
}

static int write_file(lua_State *L) {
  rp_message why;
  size_t length = 0;
  const char *path = luaL_checkstring(L, 1);
  const char *text = luaL_checklstring(L, 2, &length);
  return done(L, rp_file_write(path, text, length, &why), &why);
}

static int copy_file(lua_State *L) {
  rp_message why;
  return done(L, rp_file_copy(luaL_checkstring(L, 1), luaL_checkstring(L, 2), &why), &why);
}

static int make_directory(lua_State *L) {
  rp_message why;
  return done(L, rp_file_make_directory(luaL_checkstring(L, 1), &why), &why);
}

static int remove_file(lua_State *L) {
  rp_message why;
  return done(L, rp_file_remove(luaL_checkstring(L, 1), &why), &why);
}

static int list(lua_State *L) {
  rp_message why;
  char **names = NULL;
  size_t count = 0;
  if (!rp_file_list(luaL_checkstring(L, 1), &names, &count, &why)) return refuse(L, why.text);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; ++i) {
    lua_pushstring(L, names[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
    free(names[i]);
  }
  free(names);
  return 1;
}

/* host.stat(path) -> {type=, size=, mtime=, writable=} | nil. Follows links. */
static int stat_file(lua_State *L) {
  struct stat status;
  const char *path = luaL_checkstring(L, 1);
  if (stat(path, &status) != 0) return 0;
  lua_createtable(L, 0, 4);
  lua_pushstring(L, S_ISREG(status.st_mode) ? "file" : S_ISDIR(status.st_mode) ? "directory" : "other");
  lua_setfield(L, -2, "type");
  lua_pushinteger(L, (lua_Integer)status.st_size);
  lua_setfield(L, -2, "size");
  lua_pushnumber(L, (double)status.st_mtim.tv_sec + 1e-9 * (double)status.st_mtim.tv_nsec);
  lua_setfield(L, -2, "mtime");
  lua_pushboolean(L, access(path, W_OK) == 0);
  lua_setfield(L, -2, "writable");
  return 1;
}

static int real_path(lua_State *L) {
  char resolved[PATH_MAX];
  const char *path = luaL_checkstring(L, 1);
  if (realpath(path, resolved) == NULL) {
    lua_pushnil(L);
    lua_pushfstring(L, "cannot find '%s': %s", path, strerror(errno));
    return 2;
  }
  lua_pushstring(L, resolved);
  return 1;
}

static int current_directory(lua_State *L) {
  char path[PATH_MAX];
  if (getcwd(path, sizeof path) == NULL) return refuse(L, strerror(errno));
  lua_pushstring(L, path);
  return 1;
}

static int get_environment(lua_State *L) {
  lua_pushstring(L, getenv(luaL_checkstring(L, 1))); /* nil for NULL */
  return 1;
}

/* For libraries that read it when they are loaded; before any thread exists. */
static int set_environment(lua_State *L) {
  lua_pushboolean(L, setenv(luaL_checkstring(L, 1), luaL_checkstring(L, 2), 1) == 0);
  return 1;
}

static int temporary_directory(lua_State *L) {
  rp_message why;
  const char *path = rp_file_temporary_directory(&why);
  if (path == NULL) return refuse(L, why.text);
  lua_pushstring(L, path);
  return 1;
}

static int write_failure(lua_State *L) {
  lua_pushstring(L, rp_file_write_failure());
  return 1;
}

/* The strings of the table at index as a NULL-terminated array inside a userdata that stays on the stack. */
static char **string_array(lua_State *L, int table, const char *what) {
  size_t count = lua_rawlen(L, table);
  char **array = lua_newuserdatauv(L, (count + 1) * sizeof *array, 0);
  for (size_t i = 0; i < count; ++i) {
    if (lua_rawgeti(L, table, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "host.run: %s %I is a %s, not a string", what, (LUAI_UACINT)i + 1, luaL_typename(L, -1));
    array[i] = (char *)(uintptr_t)lua_tostring(L, -1); /* the table keeps it alive */
    lua_pop(L, 1);
  }
  array[count] = NULL;
  return array;
}

extern char **environ;

/* Ours, changed by {NAME=value}; all in a Lua table of "NAME=value", left on the stack. */
static char **changed_environment(lua_State *L, int changes) {
  lua_newtable(L);
  int all = lua_gettop(L);
  lua_Integer count = 0;
  for (char **entry = environ; *entry != NULL; ++entry) {
    const char *equals = strchr(*entry, '=');
    if (equals == NULL) continue;
    lua_pushlstring(L, *entry, (size_t)(equals - *entry));
    bool replaced = lua_rawget(L, changes) != LUA_TNIL;
    lua_pop(L, 1);
    if (replaced) continue;
    lua_pushstring(L, *entry);
    lua_rawseti(L, all, ++count);
  }
  lua_pushnil(L);
  while (lua_next(L, changes) != 0) {
    lua_pushfstring(L, "%s=%s", luaL_checkstring(L, -2), luaL_checkstring(L, -1));
    lua_rawseti(L, all, ++count);
    lua_pop(L, 1);
  }
  return string_array(L, all, "variable");
}

static void push_outcome(lua_State *L, rp_process_outcome *outcome) {
  lua_createtable(L, 0, 6);
  int result = lua_gettop(L);
  if (outcome->signal == 0) {
    lua_pushinteger(L, outcome->status);
    lua_setfield(L, result, "status");
  } else {
    lua_pushinteger(L, outcome->signal);
    lua_setfield(L, result, "signal");
  }
  lua_pushboolean(L, outcome->timed_out);
  lua_setfield(L, result, "timed_out");
  char *output = outcome->output, *errors = outcome->errors;
  size_t output_length = outcome->output_length, errors_length = outcome->errors_length;
  outcome->output = outcome->errors = NULL;
  take_bytes(L, output, output_length); /* errors leaks if this runs out of memory; the run is over then */
  lua_setfield(L, result, "stdout");
  take_bytes(L, errors, errors_length);
  lua_setfield(L, result, "stderr");
}

/* host.run{argv..., cwd=, stdin=, timeout=, env={}} -> {status=|signal=, timed_out=, stdout=, stderr=} | nil,
 * sentence */
static int run(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  rp_process_order order = {.argv = string_array(L, 1, "argument")};
  luaL_argcheck(L, order.argv[0] != NULL, 1, "no program is named");
  lua_getfield(L, 1, "cwd");
  order.directory = lua_tostring(L, -1);
  lua_getfield(L, 1, "stdin");
  order.input = lua_tolstring(L, -1, &order.input_length);
  lua_getfield(L, 1, "timeout");
  order.timeout = lua_tonumber(L, -1);
  if (lua_getfield(L, 1, "env") == LUA_TTABLE) order.environment = changed_environment(L, lua_gettop(L));
  rp_process_outcome outcome;
  rp_message why;
  if (!rp_process_run(&order, &outcome, &why)) return refuse(L, why.text);
  push_outcome(L, &outcome);
  return 1;
}

static int sha256(lua_State *L) {
  size_t length = 0;
  const char *bytes = luaL_checklstring(L, 1, &length);
  char digest[SHA256_DIGEST_STRING_LENGTH];
  SHA256Data((const uint8_t *)bytes, length, digest);
  lua_pushstring(L, digest);
  return 1;
}

static int now(lua_State *L) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  lua_pushnumber(L, (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
  return 1;
}

static int is_terminal(lua_State *L) {
  lua_pushboolean(L, isatty((int)luaL_checkinteger(L, 1)));
  return 1;
}

/* The processors that this process may use. */
static int processors(lua_State *L) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  lua_pushinteger(L, count > 0 ? count : 1);
  return 1;
}

static int print_to(lua_State *L, FILE *stream) {
  size_t length = 0;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_pushboolean(L, fwrite(text, 1, length, stream) == length);
  return 1;
}

static int to_stdout(lua_State *L) {
  return print_to(L, stdout);
}

static int to_stderr(lua_State *L) {
  return print_to(L, stderr);
}

/* host.embedded(name) -> text of core/lua/NAME | nil */
static int embedded(lua_State *L) {
  size_t length = 0;
  const char *text = rp_embedded_find(luaL_checkstring(L, 1), &length);
  if (text == NULL) return 0;
  lua_pushlstring(L, text, length);
  return 1;
}

/*
 * host.supervise{timeout=} -> nil in the child, which goes on; in the parent, after the child's end:
 * {status=|signal=, signal_name=, timed_out=, interrupted=, killed=, finished=, note=}, or false, sentence
 */
static int supervise(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_getfield(L, 1, "timeout");
  rp_supervised outcome;
  rp_message why;
  if (!rp_supervise(lua_tonumber(L, -1), &outcome, &why)) {
    lua_pushboolean(L, 0);
    lua_pushstring(L, why.text);
    return 2;
  }
  if (outcome.in_child) return 0;
  lua_createtable(L, 0, 7);
  if (outcome.signal == 0) {
    lua_pushinteger(L, outcome.status);
    lua_setfield(L, -2, "status");
  } else {
    lua_pushinteger(L, outcome.signal);
    lua_setfield(L, -2, "signal");
    lua_pushstring(L, strsignal(outcome.signal));
    lua_setfield(L, -2, "signal_name");
  }
  lua_pushboolean(L, outcome.timed_out);
  lua_setfield(L, -2, "timed_out");
  lua_pushboolean(L, outcome.interrupted);
  lua_setfield(L, -2, "interrupted");
  lua_pushboolean(L, outcome.killed);
  lua_setfield(L, -2, "killed");
  lua_pushboolean(L, outcome.finished);
  lua_setfield(L, -2, "finished");
  lua_pushstring(L, outcome.note);
  lua_setfield(L, -2, "note");
  return 1;
}

static int finishing(lua_State *L) {
  (void)L;
  rp_supervisor_finishing();
  return 0;
}

/* host.memory_limit(bytes): 0 for none. host.memory() -> used, peak, limit */
static int memory_limit(lua_State *L) {
  lua_Integer bytes = luaL_checkinteger(L, 1);
  luaL_argcheck(L, bytes >= 0, 1, "a limit is not negative");
  rp_memory_limit((size_t)bytes);
  return 0;
}

static int memory(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)rp_memory_used());
  lua_pushinteger(L, (lua_Integer)rp_memory_peak());
  lua_pushinteger(L, (lua_Integer)rp_memory_limited_to());
  return 3;
}

static void add_build(lua_State *L) {
  const rp_provenance *build = rp_provenance_of_build();
  lua_createtable(L, 0, 5);
  lua_pushstring(L, build->version);
  lua_setfield(L, -2, "version");
  lua_pushstring(L, build->build_type);
  lua_setfield(L, -2, "type");
  lua_pushstring(L, build->compiler);
  lua_setfield(L, -2, "compiler");
  lua_pushstring(L, build->flags);
  lua_setfield(L, -2, "flags");
  lua_newtable(L);
  for (const rp_library_version *library = build->libraries; library->name != NULL; ++library) {
    lua_pushstring(L, library->version);
    lua_setfield(L, -2, library->name);
  }
  lua_setfield(L, -2, "libraries");
  lua_setfield(L, -2, "build");
}

static void add_exit_statuses(lua_State *L) {
  lua_newtable(L);
#define X(name, constant, value)                                                                             \
  lua_pushinteger(L, value);                                                                                 \
  lua_setfield(L, -2, #name);
  RP_EXIT_STATUSES(X)
#undef X
  lua_setfield(L, -2, "exit_status");
}

int rp_lua_open_system(lua_State *L) {
  static const luaL_Reg functions[] = {{"read_file", read_file},
                                       {"write_file", write_file},
                                       {"copy_file", copy_file},
                                       {"make_directory", make_directory},
                                       {"remove", remove_file},
                                       {"list", list},
                                       {"stat", stat_file},
                                       {"realpath", real_path},
                                       {"cwd", current_directory},
                                       {"getenv", get_environment},
                                       {"set_environment", set_environment},
                                       {"temporary_directory", temporary_directory},
                                       {"write_failure", write_failure},
                                       {"run", run},
                                       {"sha256", sha256},
                                       {"now", now},
                                       {"is_terminal", is_terminal},
                                       {"processors", processors},
                                       {"stdout", to_stdout},
                                       {"stderr", to_stderr},
                                       {"embedded", embedded},
                                       {"supervise", supervise},
                                       {"finishing", finishing},
                                       {"memory_limit", memory_limit},
                                       {"memory", memory},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  rp_lua_add_json(L);
  rp_lua_add_errors(L);
  add_build(L);
  add_exit_statuses(L);
  return 1;
}
