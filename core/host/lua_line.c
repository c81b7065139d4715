/*
 * lua_line.c - the module "host.line": lines that a person types, with editing, history and completion by libedit, or
 * lines of a pipe, as they come. One prompt at a time, on the main thread.
 *
 *   read(prompt)        -> text without the line's end | nil at the end of the input
 *   complete(f)         f(line up to the cursor, word at its end) -> list of words that may stand there
 *   remember(text)      adds to the history
 *   load_history(path)  save_history(path)   a file that cannot be read or written is no error
 */
#include "lua_line.h"
#include <editline/readline.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HISTORY_LINES = 1000 };

static const char completer_key = 'c';

/* libedit's callbacks carry no context. The state is that of the line being read. */
static struct {
  lua_State *L;
  int next; /* candidate that is asked for next, from the table on top of the stack */
} reading;

/* Words are parted where a name, a string or a list may begin. */
static char word_breaks[] = " \t\n\"'`=<>;,|&{(}[])+-*/^%~#";

static char *next_candidate(const char *word, int again) {
  lua_State *L = reading.L;
  if (!again) reading.next = 0;
  lua_rawgeti(L, -1, ++reading.next);
  const char *text = lua_tostring(L, -1);
  char *copy = text ? strdup(text) : NULL;
  lua_pop(L, 1);
  (void)word;
  return copy;
}

/* Asks the script side; an error there is no reason to end the line. */
static char **candidates(const char *word, int start, int end) {
  lua_State *L = reading.L;
  int top = lua_gettop(L);
  rl_attempted_completion_over = 1; /* never names of files */
  lua_rawgetp(L, LUA_REGISTRYINDEX, &completer_key);
  lua_pushlstring(L, rl_line_buffer, (size_t)end);
  lua_pushstring(L, word);
  char **list = NULL;
  if (lua_pcall(L, 2, 1, 0) == LUA_OK && lua_istable(L, -1))
    list = rl_completion_matches(word, next_candidate);
  lua_settop(L, top);
  (void)start;
  return list;
}

static int read_plain(lua_State *L) {
  char *line = NULL;
  size_t room = 0;
  ssize_t length = getline(&line, &room, stdin);
  if (length > 0 && line[length - 1] == '\n') --length;
  if (length >= 0)
    lua_pushlstring(L, line, (size_t)length);
  else
    lua_pushnil(L);
  free(line);
  return 1;
}

/* Ctrl-C at the prompt is for the line, not for the program: nothing is running that could be stopped. */
static int read_line(lua_State *L) {
  const char *prompt = luaL_checkstring(L, 1);
  if (!isatty(STDIN_FILENO)) return read_plain(L);
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGINT, &ignore, &before);
  reading.L = L;
  char *line = readline(prompt);
  reading.L = NULL;
  sigaction(SIGINT, &before, NULL);
  if (line)
    lua_pushstring(L, line);
  else
    lua_pushnil(L);
  free(line);
  return 1;
}

static int set_completer(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &completer_key);
  rl_attempted_completion_function = candidates;
  rl_basic_word_break_characters = word_breaks;
  rl_completion_append_character = '\0';
  return 0;
}

static int remember(lua_State *L) {
  add_history(luaL_checkstring(L, 1));
  return 0;
}

static int load_history(lua_State *L) {
  using_history();
  stifle_history(HISTORY_LINES);
  read_history(luaL_checkstring(L, 1));
  return 0;
}

static int save_history(lua_State *L) {
  write_history(luaL_checkstring(L, 1));
  return 0;
}

int rp_lua_open_line(lua_State *L) {
  static const luaL_Reg functions[] = {{"read", read_line},
                                       {"complete", set_completer},
                                       {"remember", remember},
                                       {"load_history", load_history},
                                       {"save_history", save_history},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
