-- reprise.model: models for scripts. rp.model "id" gives an object with solve, try_solve, sweep; this file checks names,
-- turns functions into curves and dresses results. The work is done by host.model.

local host = require "host"
local native = require "host.model"
local context = require "reprise.context"
local curve = require "reprise.curve"
local nearest = require "reprise.nearest"
local ordered = require "reprise.ordered"
local result = require "reprise.result"
local sweeps = require "reprise.sweep"

local M = { public = {} }

local methods = {}
local model = { __index = methods, __metatable = "model" }

function model:__tostring()
  return ("model '%s': %s"):format(self.id, self.title)
end

local loaded = {}

local function by_name(list)
  local map, names = {}, {}
  for i, item in ipairs(list) do
    map[item.name] = item
    names[i] = item.name
  end
  return map, names
end

function M.public.model(id)
  if type(id) ~= "string" then host.blame("rp.model takes the id of a model, not a %s", type(id)) end
  if loaded[id] then return loaded[id] end
  local description, why = native.describe(id)
  if not description then host.blame("%s", why) end
  local parameters, parameter_names = by_name(description.parameters)
  local outputs, output_names = by_name(description.outputs)
  local this = setmetatable({
    id = id, title = description.title, paper = description.paper, version = description.version, path = description.path,
    description = description, parameters = parameters, outputs = outputs,
    parameter_names = parameter_names, output_names = output_names,
  }, model)
  loaded[id] = this
  return this
end

-- Plugin files behind the models that were used, for the manifest.
function M.used()
  local files, order = {}, {}
  for id, m in ordered.pairs(loaded) do
    if not files[m.path] then
      files[m.path] = { path = m.path, sha256 = host.sha256(host.read_file(m.path) or ""), models = {} }
      order[#order + 1] = files[m.path]
    end
    table.insert(files[m.path].models, id .. " " .. m.version)
  end
  table.sort(order, function(a, b) return a.path < b.path end)
  return order
end

-- "ID VERSION" of each model that the script has asked for.
function M.versions()
  local list = {}
  for id, m in ordered.pairs(loaded) do list[#list + 1] = id .. " " .. m.version end
  return list
end

-- The interval on which a model reads a curve; nil where it leaves it open. A swept end counts with its extremes.
local function domain_of(this, parameter, arguments)
  local ends = {}
  for side = 1, 2 do
    local text = parameter.domain[side]
    local value = tonumber(text)
    if not value and text ~= "" then
      value = arguments[text]
      if value == nil then value = this.parameters[text].preset end
      if type(value) ~= "number" and value ~= nil then
        local values = require("reprise.array").public.array(value)
        value = side == 1 and values:min() or values:max()
      end
    end
    ends[side] = value
  end
  return ends[1], ends[2]
end

-- Refuses misspelt names; resolves curves. The given table is left alone.
local function prepare(this, arguments, call)
  if arguments == nil then arguments = {} end
  if type(arguments) ~= "table" then
    host.blame("%s:%s takes a table of parameters, not a %s", this.id, call, type(arguments))
  end
  local ready = {}
  for name, value in ordered.pairs(arguments) do
    local parameter = this.parameters[name]
    if not parameter then
      local near = type(name) == "string" and nearest(name, this.parameter_names)
      host.blame("model '%s' has no parameter '%s'%s", this.id, tostring(name),
        near and ("; did you mean '" .. near .. "'?") or " (`reprise doc " .. this.id .. "` lists them)")
    end
    if parameter.kind == "curve" and type(value) ~= "number" and value ~= false and not sweeps.is_over(value) then
      local lo, hi = domain_of(this, parameter, arguments)
      value = curve.resolve(("%s: '%s'"):format(this.id, name), value, lo, hi, #parameter.axes > 0)
    end
    ready[name] = value
  end
  return ready
end
M.prepare = prepare

local option_names = { "outputs", "seed", "threads", "paired", "batch", "quiet" }

local function check_self(this, call)
  if getmetatable(this) ~= "model" then host.blame("write model:%s{...}, with a colon", call) end
end

local function settings(this, options, call)
  if options ~= nil and type(options) ~= "table" then
    host.blame("%s:%s takes its options as a second table", this.id, call)
  end
  local ready = { seed = context.seed, threads = context.threads, quiet = context.quiet }
  for name, value in ordered.pairs(options or {}) do
    local known = false
    for _, n in ipairs(option_names) do known = known or n == name end
    if not known then
      local near = nearest(tostring(name), option_names)
      host.blame("%s:%s has no option '%s'%s", this.id, call, tostring(name), near and ("; did you mean '" .. near .. "'?") or "")
    end
    ready[name] = value
  end
  if type(ready.outputs) == "string" then ready.outputs = { ready.outputs } end
  for _, name in ipairs(ready.outputs or {}) do
    if not this.outputs[name] then
      local near = nearest(tostring(name), this.output_names)
      host.blame("model '%s' has no output '%s'%s", this.id, tostring(name), near and ("; did you mean '" .. near .. "'?") or "")
    end
  end
  return ready
end

-- A list where one value belongs is the sign of a sweep.
local function refuse_lists(this, arguments, call)
  for name, value in ordered.pairs(arguments) do
    local kind = this.parameters[name].kind
    local scalar = kind == "real" or kind == "integer" or kind == "boolean" or kind == "choice"
    if sweeps.is_over(value) or (scalar and (type(value) == "table" or type(value) == "userdata")) then
      host.blame("%s:%s: '%s' takes one value; lists of values are for %s:sweep", this.id, call, name, this.id)
    end
  end
end

-- A solve that was cancelled because the run is to stop is not the script's affair, nor is the end of its memory.
local function let_stop(finding)
  local stopped = finding.status == "cancelled" and host.interruption()
  if stopped then error(stopped, 0) end
  if finding.status == "no_memory" then host.no_memory() end
end

-- try_solve{...} -> result, or nil and the finding {status, slug, text, parameter, value}. Misspelt names still raise.
function methods:try_solve(arguments, options)
  check_self(self, "try_solve")
  local ready, asked = prepare(self, arguments, "try_solve"), settings(self, options, "try_solve")
  refuse_lists(self, ready, "try_solve")
  local outputs, more = native.solve(self.id, ready, asked)
  if not outputs then
    let_stop(more)
    return nil, more
  end
  return result.new(self, arguments or {}, outputs, more)
end

-- solve{...} -> result. Raises at the script's line what try_solve returns.
function methods:solve(arguments, options)
  check_self(self, "solve")
  local ready, asked = prepare(self, arguments, "solve"), settings(self, options, "solve")
  refuse_lists(self, ready, "solve")
  local outputs, more = native.solve(self.id, ready, asked)
  if not outputs then
    let_stop(more)
    host.blame("%s (%s: %s)", more.text, more.status, more.slug)
  end
  for _, remark in ipairs(more) do
    if not context.quiet then host.stderr(("%s: note: %s\n"):format(host.where(1) or context.script or "?", remark.text)) end
  end
  return result.new(self, arguments or {}, outputs, more)
end

-- sweep{parameter = list, ...} -> every combination; option paired = true: lists of one length, taken together.
function methods:sweep(arguments, options)
  check_self(self, "sweep")
  local ready, asked = prepare(self, arguments, "sweep"), settings(self, options, "sweep")
  return sweeps.run(self, ready, asked, arguments)
end

M.public.over = sweeps.over

return M
