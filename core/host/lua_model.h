/*
 * lua_model.h - the module "host.model": models as trusted Lua sees them. core/lua/reprise/model.lua puts the
 * interface for scripts on top.
 *
 *   models()            -> {{id, title, paper, version, path, parameters, outputs}...}, {{path, refusal}...}
 *   describe(id)        -> the whole description as a table | nil, sentence
 *   solve(id, arguments, options)        -> {output = number or array}, remarks | nil, finding
 *   sweep(id, arguments, axes, options)  -> {outputs, status, batched, interrupted, count} | nil, finding
 *   point(id, arguments, axes, options, i) -> finding of point i, by solving it again
 *   fit(f, edges)       -> {rule, grid, data} | nil, sentence
 *   statuses()          -> {{name, sentence, remedy}...}
 *
 * arguments: parameter name -> number, boolean, text (choice, law), array or list, {rule=, grid=, data=}
 * (curve), {law=, coefficient = number or array} (process), false (absent). Names that are no parameters are
 * ignored here. axes: {{parameter=, values=array}...}. options: outputs = {names}, seed, threads, paired,
 * quiet, batch = false. finding: {status=, slug=, text=, parameter=, value=}.
 */
#ifndef RP_LUA_MODEL_H
#define RP_LUA_MODEL_H
#include <lua.h>
#include "arguments.h"
#include "pool.h"
#include "registry.h"

int rp_lua_open_model(lua_State *L);

/* The process' plugins, opened at first use and closed with the Lua state. */
typedef struct rp_lua_models {
  rp_registry registry;
  rp_pool *pool;
  int pool_threads;
} rp_lua_models;

/* The model named by argument 1 and its file; raises an error if it does not exist. */
const rp_schema *rp_lua_check_model(lua_State *L, const char **path);
rp_lua_models *rp_lua_models_of(lua_State *L);

/* Pushes the finding as a table. */
void rp_lua_push_finding(lua_State *L, const rp_schema *schema, const rp_finding *finding);

/* lua_arguments.c: sets everything that the table at idx says. */
rp_status rp_lua_read_arguments(lua_State *L, int idx, const rp_schema *schema, rp_arguments *arguments,
                                rp_finding *finding);

/* lua_solve.c */
int rp_lua_solve(lua_State *L);
int rp_lua_sweep(lua_State *L);
int rp_lua_sweep_point(lua_State *L);
int rp_lua_fit(lua_State *L);

#endif
