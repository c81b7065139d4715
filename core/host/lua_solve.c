/*
 * lua_solve.c - solve, sweep and fit for Lua. Everything that a Lua error must not leak lies in one userdata
 * with a finaliser; the plugin runs outside of any Lua call that could unwind it.
 */
#include "lua_model.h"
#include "lua_array.h"
#include "lua_errors.h"
#include "call.h"
#include "progress.h"
#include "supervisor.h"
#include "sweep.h"
#include "numerics/curve.h"
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one call of solve or sweep holds. */
typedef struct work {
  rp_arguments *arguments;
  uint8_t *wanted;
  rp_result result;
  rp_sweep_result swept;
  rp_sweep_axis *axes;
  rp_progress progress;
  rp_finding finding;
  rp_curve curve;
  bool noted;
} work;

static void release(work *this) {
  rp_arguments_destroy(this->arguments);
  rp_result_finish(&this->result);
  rp_sweep_result_finish(&this->swept);
  rp_curve_free(&this->curve);
  free(this->wanted);
  free(this->axes);
  if (this->noted) rp_supervisor_note(NULL);
  memset(this, 0, sizeof *this);
}

static int release_work(lua_State *L) {
  release(lua_touserdata(L, 1));
  return 0;
}

static work *new_work(lua_State *L) {
  work *this = lua_newuserdatauv(L, sizeof *this, 0);
  memset(this, 0, sizeof *this);
  if (luaL_newmetatable(L, "reprise.work")) {
    lua_pushcfunction(L, release_work);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return this;
}

/* options.outputs -> flags; all but those that a sweep cannot collect, if nothing is said. */
static void read_wanted(lua_State *L, int options, const rp_schema *schema, bool sweeping, work *this) {
  this->wanted = calloc(schema->output_count + 1u, 1);
  if (!this->wanted) luaL_error(L, "not enough memory");
  if (lua_getfield(L, options, "outputs") == LUA_TNIL) {
    for (uint32_t i = 0; i < schema->output_count; ++i)
      this->wanted[i] = !(sweeping && schema->outputs[i].late);
  } else {
    for (lua_Integer k = 1; lua_rawgeti(L, -1, k) == LUA_TSTRING; ++k) {
      int32_t output = rp_schema_find_output(schema, lua_tostring(L, -1));
      if (output < 0) luaL_error(L, "model '%s' has no output '%s'", schema->model.id, lua_tostring(L, -1));
      this->wanted[output] = 1;
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static bool show_progress(void *context, double fraction) {
  rp_progress_update(context, fraction);
  return true;
}

static void read_run(lua_State *L, int options, const rp_schema *schema, const char *path, work *this,
                     rp_run *run) {
  rp_lua_models *models = rp_lua_models_of(L);
  lua_getfield(L, options, "seed");
  lua_getfield(L, options, "threads");
  lua_getfield(L, options, "quiet");
  int threads = (int)luaL_optinteger(L, -2, 0);
  *run = (rp_run){
      .seed = (uint64_t)luaL_optinteger(L, -3, 1), .progress = show_progress, .context = &this->progress};
  if (!models->pool || models->pool_threads != threads) {
    rp_pool_destroy(models->pool);
    models->pool = rp_pool_create(threads);
    models->pool_threads = threads;
  }
  run->pool = models->pool;
  char note[200];
  snprintf(note, sizeof note, "solving %.60s of %.100s", schema->model.id,
           strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
  rp_supervisor_note(note);
  this->noted = true;
  rp_progress_begin(&this->progress, schema->model.id, lua_toboolean(L, -1));
  lua_pop(L, 3);
}

static int push_failure(lua_State *L, const rp_schema *schema, work *this) {
  rp_finding finding = this->finding;
  release(this);
  lua_pushnil(L);
  rp_lua_push_finding(L, schema, &finding);
  return 2;
}

/* Arguments of the table at idx 2, not completed. */
static bool read_base(lua_State *L, const rp_schema *schema, work *this) {
  luaL_checktype(L, 2, LUA_TTABLE);
  this->arguments = rp_arguments_create(schema);
  if (!this->arguments) luaL_error(L, "not enough memory");
  return rp_lua_read_arguments(L, 2, schema, this->arguments, &this->finding) == RP_OK;
}

static void push_output(lua_State *L, const rp_schema *schema, uint32_t i, const rp_result_output *output) {
  const rp_schema_output *is = &schema->outputs[i];
  if (is->rank == 0) {
    lua_pushnumber(L, output->data[0]);
    return;
  }
  const char *axes[RP_MAX_RANK];
  struct rp_lua_array *array = rp_lua_new_array(L, (int)is->rank, output->shape);
  if (output->size > 0) memcpy(array->data, output->data, (size_t)output->size * sizeof(double));
  for (uint32_t k = 0; k < is->rank; ++k)
    axes[k] = schema->dims[is->axis[k]].is.name;
  rp_lua_array_set_meta(L, -1, is->is.name, is->is.unit, axes);
}

static void push_remarks(lua_State *L, const rp_schema *schema, const rp_result *result) {
  lua_createtable(L, (int)result->remark_count, 0);
  for (uint32_t i = 0; i < result->remark_count; ++i) {
    rp_lua_push_finding(L, schema, &result->remarks[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

int rp_lua_solve(lua_State *L) {
  const char *path;
  rp_run run;
  const rp_schema *schema = rp_lua_check_model(L, &path);
  luaL_checktype(L, 3, LUA_TTABLE);
  lua_settop(L, 3);
  work *this = new_work(L);
  read_wanted(L, 3, schema, false, this);
  if (!read_base(L, schema, this) || rp_arguments_complete(this->arguments, &this->finding) != RP_OK)
    return push_failure(L, schema, this);
  read_run(L, 3, schema, path, this, &run);
  if (!rp_solve(schema, this->arguments, this->wanted, &run, &this->result))
    return luaL_error(L, "not enough memory");
  rp_progress_end(&this->progress);
  if (this->result.status != RP_OK) {
    this->finding = this->result.finding;
    return push_failure(L, schema, this);
  }
  lua_createtable(L, 0, (int)schema->output_count);
  for (uint32_t i = 0; i < schema->output_count; ++i)
    if (this->result.outputs[i].data) {
      push_output(L, schema, i, &this->result.outputs[i]);
      lua_setfield(L, -2, schema->outputs[i].is.name);
    }
  push_remarks(L, schema, &this->result);
  release(this);
  return 2;
}

/* axes at idx 3: {{parameter = name, values = array}...}. The arrays stay on the Lua stack. */
static void read_axes(lua_State *L, const rp_schema *schema, rp_sweep *sweep, work *this) {
  lua_Integer count = luaL_len(L, 3);
  luaL_checkstack(L, (int)count + 8, "axes");
  this->axes = calloc((size_t)count + 1, sizeof *this->axes);
  if (!this->axes) luaL_error(L, "not enough memory");
  for (lua_Integer k = 1; k <= count; ++k) {
    lua_rawgeti(L, 3, k);
    lua_getfield(L, -1, "parameter");
    int32_t param = rp_schema_find_param(schema, luaL_checkstring(L, -1));
    lua_pop(L, 1);
    lua_getfield(L, -1, "values");
    const struct rp_lua_array *values = rp_lua_test_array(L, -1);
    if (param < 0 || !values || values->rank != 1)
      luaL_error(L, "axis %d of the sweep is no parameter with values", (int)k);
    lua_remove(L, -2);
    this->axes[k - 1] = (rp_sweep_axis){(uint32_t)param, values->shape[0], values->data};
  }
  sweep->axes = this->axes;
  sweep->axis_count = (uint32_t)count;
}

static bool option(lua_State *L, const char *name, bool otherwise) {
  bool set = lua_getfield(L, 4, name) != LUA_TNIL, value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set ? value : otherwise;
}

/* Prepares the sweep of the arguments 1..4; false with the finding set. */
static bool read_sweep(lua_State *L, rp_sweep *sweep, rp_run *run, work *this, const rp_schema *schema,
                       const char *path) {
  *sweep = (rp_sweep){.schema = schema, .run = run};
  read_wanted(L, 4, schema, true, this);
  sweep->wanted = this->wanted;
  sweep->paired = option(L, "paired", false);
  sweep->no_batch = !option(L, "batch", true);
  if (!read_base(L, schema, this)) return false;
  sweep->base = this->arguments;
  read_axes(L, schema, sweep, this);
  read_run(L, 4, schema, path, this, run);
  return true;
}

/* Pushes the array that takes output i of the sweep: the swept axes first, then the output's own; an array
 * even for one scalar point. */
static double *push_swept_output(lua_State *L, const rp_sweep *sweep, const rp_sweep_result *swept,
                                 uint32_t i) {
  const rp_schema_output *is = &sweep->schema->outputs[i];
  int64_t shape[RP_LUA_ARRAY_RANK_MAX];
  const char *axes[RP_LUA_ARRAY_RANK_MAX];
  int rank = 0;
  bool flat = sweep->paired || sweep->axis_count + is->rank > RP_LUA_ARRAY_RANK_MAX || sweep->axis_count == 0;
  if (flat) {
    axes[rank] = "point";
    shape[rank++] = swept->point_count;
  } else {
    for (uint32_t k = 0; k < sweep->axis_count; ++k) {
      axes[rank] = sweep->schema->params[sweep->axes[k].param].is.name;
      shape[rank++] = sweep->axes[k].count;
    }
  }
  for (uint32_t k = 0; k < is->rank; ++k) {
    axes[rank] = sweep->schema->dims[is->axis[k]].is.name;
    shape[rank++] = swept->shapes[i][k];
  }
  double *data = rp_lua_new_array(L, rank, shape)->data;
  rp_lua_array_set_meta(L, -1, is->is.name, is->is.unit, axes);
  return data;
}

static void push_statuses(lua_State *L, const rp_sweep_result *swept) {
  struct rp_lua_array *array = rp_lua_new_array(L, 1, &swept->point_count);
  for (int64_t p = 0; p < swept->point_count; ++p)
    array->data[p] = swept->status[p];
  rp_lua_array_set_meta(L, -1, "status", NULL, NULL);
}

int rp_lua_sweep(lua_State *L) {
  const char *path;
  rp_run run;
  rp_sweep sweep;
  const rp_schema *schema = rp_lua_check_model(L, &path);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TTABLE);
  lua_settop(L, 4);
  work *this = new_work(L);
  if (!read_sweep(L, &sweep, &run, this, schema, path) ||
      rp_sweep_begin(&sweep, &this->swept, &this->finding) != RP_OK)
    return push_failure(L, schema, this);
  lua_createtable(L, 0, 5);
  lua_createtable(L, 0, (int)schema->output_count);
  this->swept.borrowed = true;
  for (uint32_t i = 0; i < schema->output_count; ++i)
    if (this->wanted[i]) {
      this->swept.outputs[i] = push_swept_output(L, &sweep, &this->swept, i);
      lua_setfield(L, -2, schema->outputs[i].is.name);
    }
  lua_setfield(L, -2, "outputs");
  rp_sweep_solve(&sweep, &this->swept);
  rp_progress_end(&this->progress);
  push_statuses(L, &this->swept);
  lua_setfield(L, -2, "status");
  lua_pushinteger(L, this->swept.point_count);
  lua_setfield(L, -2, "count");
  lua_pushboolean(L, this->swept.batched);
  lua_setfield(L, -2, "batched");
  lua_pushboolean(L, this->swept.interrupted);
  lua_setfield(L, -2, "interrupted");
  release(this);
  return 1;
}

int rp_lua_sweep_point(lua_State *L) {
  const char *path;
  rp_run run;
  rp_sweep sweep;
  const rp_schema *schema = rp_lua_check_model(L, &path);
  lua_Integer point = luaL_checkinteger(L, 5) - 1;
  work *this = new_work(L);
  lua_replace(L, 5);
  if (!read_sweep(L, &sweep, &run, this, schema, path)) return push_failure(L, schema, this);
  rp_arguments *arguments = rp_sweep_arguments(&sweep, point, &this->finding);
  if (!arguments) return push_failure(L, schema, this);
  rp_arguments_destroy(this->arguments);
  this->arguments = arguments;
  if (!rp_solve(schema, arguments, this->wanted, &run, &this->result))
    return luaL_error(L, "not enough memory");
  this->finding = this->result.finding;
  return push_failure(L, schema, this);
}

typedef struct lua_function {
  lua_State *L;
  int index;
  bool raised; /* the error value is on top of the stack */
  bool not_a_number;
} lua_function;

static bool call_function(void *context, double x, double *y) {
  lua_function *this = context;
  lua_pushvalue(this->L, this->index);
  lua_pushnumber(this->L, x);
  if (lua_pcall(this->L, 1, 1, 0) != LUA_OK) {
    this->raised = true;
    return false;
  }
  this->not_a_number = lua_type(this->L, -1) != LUA_TNUMBER;
  *y = lua_tonumber(this->L, -1);
  lua_pop(this->L, 1);
  return !this->not_a_number;
}

static int refuse_fit(lua_State *L, work *this, rp_curve_fit_status status, const lua_function *function,
                      double at) {
  release(this);
  if (function->raised) return lua_error(L);
  lua_pushnil(L);
  if (function->not_a_number)
    lua_pushfstring(L, "does not return a number at %f", at);
  else if (status == RP_CURVE_NOT_FINITE)
    lua_pushfstring(L, "is not finite at %f", at);
  else if (status == RP_CURVE_NOT_RESOLVED)
    lua_pushfstring(L, "is not smooth near %f: name the points where it jumps or bends as breaks", at);
  else
    lua_pushliteral(L, "cannot be fitted: not enough memory");
  return 2;
}

/* fit(f, edges): the tolerance is a few roundings of the largest value. */
int rp_lua_fit(lua_State *L) {
  enum { MOST_PANELS = 4096 };
  lua_function function = {.L = L, .index = 1};
  const struct rp_lua_array *edges = rp_lua_check_array(L, 2, "fit");
  double at = 0;
  luaL_checktype(L, 1, LUA_TFUNCTION);
  work *this = new_work(L);
  rp_curve_fit_status status =
      rp_curve_fit(call_function, &function, edges->data, edges->size, 8e-15, MOST_PANELS, &this->curve, &at);
  if (status != RP_CURVE_FITTED) return refuse_fit(L, this, status, &function, at);
  int64_t grid_shape[] = {this->curve.grid_count},
          data_shape[] = {this->curve.grid_count - 1, this->curve.terms};
  lua_createtable(L, 0, 3);
  struct rp_lua_array *grid = rp_lua_new_array(L, 1, grid_shape);
  memcpy(grid->data, this->curve.grid, (size_t)grid_shape[0] * sizeof(double));
  lua_setfield(L, -2, "grid");
  struct rp_lua_array *data = rp_lua_new_array(L, 2, data_shape);
  memcpy(data->data, this->curve.data, (size_t)(data_shape[0] * data_shape[1]) * sizeof(double));
  lua_setfield(L, -2, "data");
  lua_pushliteral(L, "chebyshev");
  lua_setfield(L, -2, "rule");
  release(this);
  return 1;
}
