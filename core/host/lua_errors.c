/* lua_errors.c - lua_errors.h: positions, protected calls, interruption. Calls interrupt.h, memory_budget.h,
 * supervisor.h. */
#include "lua_errors.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "interrupt.h"
#include "memory_budget.h"
#include "supervisor.h"

enum { INSTRUCTIONS_BETWEEN_LOOKS = 10000, REPORTING = 1 << 20 };

static char interruption[400];     /* the sentence, once the hook has raised */
static char refusal_position[300]; /* where memory was refused last */
static bool shielded;              /* the program finishes its work: the hook keeps quiet */

bool rp_lua_where(lua_State *L, int level, char *text, size_t size) {
  lua_Debug frame;
  text[0] = '\0';
  for (; lua_getstack(L, level, &frame) != 0; ++level) {
    if (lua_getinfo(L, "Sl", &frame) == 0 || frame.source[0] != '@' || frame.currentline < 0) continue;
    snprintf(text, size, "%.250s:%d", frame.source + 1, frame.currentline);
    return true;
  }
  return false;
}

/* Level 0 is the C function itself. */
static void raise_at(lua_State *L, int level) {
  char position[300];
  if (rp_lua_where(L, level, position, sizeof position)) {
    lua_pushfstring(L, "%s: ", position);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  lua_error(L);
}

int rp_lua_blame(lua_State *L, const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  lua_pushstring(L, text);
  raise_at(L, 0);
  return 0;
}

void rp_lua_note_refusal(lua_State *L) {
  char position[sizeof refusal_position];
  if (rp_lua_where(L, 0, position, sizeof position)) memcpy(refusal_position, position, sizeof position);
}

/* Solvers that return RP_CANCELLED raise errors of their own; the sentence is the same wherever it was
 * noticed. */
static void note_interruption(lua_State *L) {
  if (interruption[0] != '\0') return;
  char position[300];
  bool known = rp_lua_where(L, 0, position, sizeof position);
  char cause[60] = "interrupted";
  if (rp_interrupt_why() == RP_INTERRUPT_TIME)
    snprintf(cause, sizeof cause, "time limit of %g s reached", rp_supervisor_timeout());
  snprintf(interruption, sizeof interruption, "%s%s%s", cause, known ? " at " : "", position);
}

static void on_count(lua_State *L, lua_Debug *event) {
  (void)event;
  if (!rp_interrupted() || shielded) return;
  note_interruption(L);
  lua_pushstring(L, interruption);
  lua_error(L);
}

void rp_lua_install_hook(lua_State *L) {
  lua_sethook(L, on_count, LUA_MASKCOUNT, INSTRUCTIONS_BETWEEN_LOOKS);
}

/* Does the message begin with "file.lua:line:"? Lua's own errors do; those of other values and of level 0 do
 * not. */
static bool looks_positioned(const char *message) {
  const char *line = strstr(message, ".lua:");
  if (line == NULL || memchr(message, '\n', (size_t)(line - message)) != NULL) return false;
  line += strlen(".lua:");
  size_t digits = strspn(line, "0123456789");
  return digits > 0 && line[digits] == ':' && memchr(message, ' ', (size_t)(line - message)) == NULL;
}

/* File names may be anything: those of the frames on the stack are recognised as they are. */
static bool has_position(lua_State *L, const char *message) {
  lua_Debug frame;
  if (looks_positioned(message)) return true;
  for (int level = 1; lua_getstack(L, level, &frame) != 0; ++level) {
    if (lua_getinfo(L, "S", &frame) == 0 || frame.source[0] != '@') continue;
    size_t length = strlen(frame.source + 1);
    const char *line = message + length + 1;
    if (strncmp(message, frame.source + 1, length) == 0 && message[length] == ':' &&
        strspn(line, "0123456789") > 0)
      return true;
  }
  return false;
}

/* Lua shortens long file names in its messages to "...end/of/name.lua"; gives the whole name back. */
static void restore_name(lua_State *L) {
  lua_Debug frame;
  const char *message = lua_tostring(L, -1);
  for (int level = 1; strncmp(message, "...", 3) == 0 && lua_getstack(L, level, &frame) != 0; ++level) {
    if (lua_getinfo(L, "S", &frame) == 0 || frame.source[0] != '@') continue;
    size_t length = strlen(frame.short_src);
    if (strncmp(message, frame.short_src, length) != 0 || message[length] != ':') continue;
    lua_pushfstring(L, "%s%s", frame.source + 1, message + length);
    lua_replace(L, -2);
    return;
  }
}

/* Pushes the text of an error value; tables may carry it as `text` or `message`. Lua would show the address of other
 * tables, functions and coroutines. */
static void push_text(lua_State *L, int index) {
  int type = lua_type(L, index);
  if (type == LUA_TNIL) {
    lua_pushliteral(L, "the script raised nil as its error");
    return;
  }
  bool shown = luaL_getmetafield(L, index, "__tostring") != LUA_TNIL;
  if (shown) lua_pop(L, 1);
  if (type == LUA_TTABLE && !shown) {
    static const char *const fields[] = {"text", "message"};
    for (int i = 0; i < 2; ++i) {
      lua_pushstring(L, fields[i]);
      if (lua_rawget(L, index) == LUA_TSTRING) return;
      lua_pop(L, 1);
    }
  }
  if (!shown &&
      (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD || type == LUA_TUSERDATA)) {
    lua_pushfstring(L, "the script raised a %s as its error, which says nothing: raise a sentence%s",
                    lua_typename(L, type),
                    type == LUA_TTABLE ? ", or give the table one as its field 'text'" : "");
    return;
  }
  luaL_tolstring(L, index, NULL);
}

/* Message handler: turns any value into {message, trace, value} while the stack is still there. */
static int describe_error(lua_State *L) {
  char position[300];
  if (rp_interrupted() && !shielded) note_interruption(L);
  push_text(L, 1);
  restore_name(L);
  if (!has_position(L, lua_tostring(L, -1)) && rp_lua_where(L, 1, position, sizeof position)) {
    lua_pushfstring(L, "%s: %s", position, lua_tostring(L, -1));
    lua_replace(L, -2);
  }
  lua_createtable(L, 0, 3);
  lua_insert(L, -2);
  lua_setfield(L, -2, "message");
  luaL_traceback(L, L, NULL, 1);
  lua_setfield(L, -2, "trace");
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "value");
  return 1;
}

/* Lua's own words, also after a script has caught them and raised them again; ours say more behind a colon. */
static const char no_memory_words[] = "not enough memory";

static void limit_sentence(lua_State *L, size_t limit, const char *message) {
  const char *words = message != NULL ? strstr(message, no_memory_words) : NULL;
  const char *more = words != NULL ? words + strlen(no_memory_words) : "";
  const char *at = refusal_position[0] != '\0' ? " at " : "";
  if (limit == 0)
    lua_pushfstring(L, "the memory of this machine is exhausted%s%s", at, refusal_position);
  else
    lua_pushfstring(L, "memory limit of %I MiB reached%s%s%s", (LUAI_UACINT)(limit >> 20), at,
                    refusal_position, strncmp(more, ": ", 2) == 0 ? more : "");
}

/*
 * host.call(f, ...) -> true, results... | false, {kind=, message=, trace=, value=}
 * kind: "error", "memory", or "interrupted".
 */
static int call(lua_State *L) {
  lua_pushcfunction(L, describe_error);
  lua_insert(L, 1);
  int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
  if (status == LUA_OK) {
    lua_pushboolean(L, 1);
    lua_replace(L, 1);
    return lua_gettop(L);
  }
  bool memory = status == LUA_ERRMEM;
  size_t limit = rp_memory_limited_to();
  if (limit != 0)
    rp_memory_limit(limit + REPORTING); /* or there would be no memory to say that there is none */
  if (!lua_istable(L, -1)) {            /* no memory, or an error in the handler: the bare message */
    lua_createtable(L, 0, 2);
    lua_insert(L, -2);
    lua_setfield(L, -2, "message");
  }
  lua_getfield(L, -1, "message");
  const char *message = lua_tostring(L, -1);
  if (message != NULL && strstr(message, no_memory_words) != NULL) memory = true;
  if (rp_interrupted() && !shielded) {
    lua_pop(L, 1);
    note_interruption(L);
    lua_pushstring(L, interruption);
    lua_setfield(L, -2, "message");
    lua_pushliteral(L, "interrupted");
  } else if (memory) {
    limit_sentence(L, limit, message);
    lua_setfield(L, -3, "message");
    lua_pop(L, 1);
    lua_pushliteral(L, "memory");
  } else {
    lua_pop(L, 1);
    lua_pushliteral(L, "error");
  }
  lua_setfield(L, -2, "kind");
  lua_pushboolean(L, 0);
  lua_insert(L, -2);
  if (limit != 0) rp_memory_limit(limit);
  return 2;
}

static int where(lua_State *L) {
  char position[300];
  if (!rp_lua_where(L, (int)luaL_optinteger(L, 1, 1), position, sizeof position)) return 0;
  lua_pushstring(L, position);
  return 1;
}

static int blame(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, LUA_STRLIBNAME);
  lua_getfield(L, -1, "format");
  lua_insert(L, 1);
  lua_pop(L, 2);
  lua_call(L, lua_gettop(L) - 1, 1);
  raise_at(L, 1);
  return 0;
}

/* host.no_memory(): the budget refused memory to C code. Lua knows a memory error by its very words. */
static int no_memory(lua_State *L) {
  rp_lua_note_refusal(L);
  lua_pushliteral(L, "not enough memory");
  return lua_error(L);
}

/* host.interruption() -> the sentence if the run is to stop, else nil. The wrapped pcall asks after each
 * failure. */
static int interrupted(lua_State *L) {
  if (!rp_interrupted() || shielded) return 0;
  note_interruption(L);
  lua_pushstring(L, interruption);
  return 1;
}

static int interrupt_reason(lua_State *L) {
  static const char *const names[] = {NULL, "user", "time"};
  lua_pushstring(L, names[rp_interrupt_why()]);
  return 1;
}

/* host.resume(): what was interrupted has ended; the next signal interrupts what begins now. */
static int resume(lua_State *L) {
  (void)L;
  interruption[0] = '\0';
  rp_interrupt_forget();
  rp_interrupt_on_signals();
  return 0;
}

/* host.shield(): from here on nothing is interrupted by the hook; the script is over and its results are
 * written. */
static int shield(lua_State *L) {
  (void)L;
  shielded = true;
  return 0;
}

void rp_lua_add_errors(lua_State *L) {
  static const luaL_Reg functions[] = {{"call", call},
                                       {"where", where},
                                       {"blame", blame},
                                       {"no_memory", no_memory},
                                       {"interruption", interrupted},
                                       {"interrupt_reason", interrupt_reason},
                                       {"shield", shield},
                                       {"resume", resume},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
