-- reprise.sweep: many solves at once. Lists and arrays given to scalar parameters are swept; rp.over{...} sweeps a
-- parameter of any kind. Outputs come as arrays [swept axes in the model's order..., the output's own axes...].

local host = require "host"
local native = require "host.model"
local arrays = require "reprise.array"
local nearest = require "reprise.nearest"
local ordered = require "reprise.ordered"

local M = {}

local over = { __metatable = "over" }

-- rp.over{a, b, ...}: take these values in turn, also where each is an array, a curve or a law.
function M.over(values)
  if type(values) ~= "table" or #values == 0 then host.blame "rp.over takes a list with at least one value" end
  return setmetatable({ values = values }, over)
end

function M.is_over(value)
  return type(value) == "table" and getmetatable(value) == "over"
end

local scalar_kinds = { real = true, integer = true, boolean = true, choice = true }

-- Values of a swept scalar as numbers: choices by index, booleans 0 and 1.
local function numbers(this, parameter, values)
  if arrays.public.is_array(values) then
    if values:rank() ~= 1 then host.blame("%s:sweep: '%s' takes a list of rank 1, not %d", this.id, parameter.name, values:rank()) end
    return values
  end
  local out = {}
  for i, value in ipairs(values) do
    local number = value
    if parameter.kind == "choice" then
      for k, choice in ipairs(parameter.choices) do
        if choice == value then number = k - 1 end
      end
      if type(number) ~= "number" then
        local near = nearest(tostring(value), parameter.choices)
        host.blame("%s:sweep: '%s' has no choice '%s'%s", this.id, parameter.name, tostring(value),
          near and ("; did you mean '" .. near .. "'?") or "")
      end
    elseif parameter.kind == "boolean" and type(value) == "boolean" then
      number = value and 1 or 0
    end
    if type(number) ~= "number" then
      host.blame("%s:sweep: value %d of '%s' is a %s, not a number", this.id, i, parameter.name, type(value))
    end
    out[i] = number
  end
  if #out == 0 then host.blame("%s:sweep: the list of '%s' is empty", this.id, parameter.name) end
  return arrays.public.array(out)
end

-- Splits arguments into what stays, the swept scalars, and the swept rest.
local function split(this, arguments)
  local fixed, axes, outer = {}, {}, {}
  for _, parameter in ipairs(this.description.parameters) do
    local value = arguments[parameter.name]
    local list = M.is_over(value)
    if list then value = value.values end
    if value ~= nil and scalar_kinds[parameter.kind] and (list or type(value) == "table" or type(value) == "userdata") then
      axes[#axes + 1] = { parameter = parameter.name, values = numbers(this, parameter, value),
        names = parameter.kind == "choice" and value or nil }
    elseif list then
      outer[#outer + 1] = { parameter = parameter.name, list = value }
    else
      fixed[parameter.name] = value
    end
  end
  return fixed, axes, outer
end

local methods = {}
local private = setmetatable({}, { __mode = "k" })
local sweep = { __metatable = "sweep" }

local function axis_named(this, name)
  for _, axis in ipairs(this.axes) do
    if axis.parameter == name then return axis end
  end
end

function sweep:__index(name)
  local this = private[self]
  if this.outputs[name] then return this.outputs[name] end
  local axis = axis_named(this, name)
  if axis then return axis.names or axis.values end
  if methods[name] then return methods[name] end
  if name == "status" then return this.statuses end
  if name == "count" then return this.count end
  if this.model.outputs[name] then
    host.blame("the output '%s' of model '%s' was not collected by this sweep%s", name, this.model.id,
      this.model.outputs[name].late and ", for its length may differ from solve to solve; where the arguments fix the length, "
        .. "as given times do, ask for it by { outputs = \"" .. name .. "\" }" or "")
  end
  local names = {}
  for _, n in ipairs(this.model.output_names) do names[#names + 1] = n end
  for _, a in ipairs(this.axes) do names[#names + 1] = a.parameter end
  local near = nearest(tostring(name), names)
  host.blame("this sweep of '%s' has neither an output nor a swept parameter '%s'%s", this.model.id, tostring(name),
    near and ("; did you mean '" .. near .. "'?") or "")
end

function sweep:__newindex(name)
  host.blame("sweeps are not changed by scripts ('%s')", tostring(name))
end

function sweep:__tostring()
  local this = private[self]
  local parts = {}
  for _, axis in ipairs(this.axes) do parts[#parts + 1] = ("%s (%d)"):format(axis.parameter, axis.count) end
  return ("sweep of %s over %s: %d points, %d failed"):format(this.model.id, table.concat(parts, " x "), this.count,
    this.status:ne(0):sum())
end

-- axis(name): the values of a swept parameter, where an output has the same name. Choices are texts.
function methods:axis(name)
  local axis = axis_named(private[self], name)
  if not axis then host.blame("'%s' is not swept here", tostring(name)) end
  return axis.names or axis.values
end

-- Index of each axis for a point, first axis slowest.
local function indices(this, point)
  local out, rest = {}, point - 1
  for k = #this.axes, 1, -1 do
    local n = this.axes[k].count
    out[k] = this.paired and point or rest % n + 1
    if not this.paired then rest = rest // n end
  end
  return out
end

-- failures([most]) -> {{point, at = {parameter = value}, status, slug, text}...}; the sentences are found by solving again.
function methods:failures(most)
  local this = private[self]
  local out = {}
  for point, status in ipairs(this.status:totable()) do
    if status ~= 0 and #out < (most or 20) then
      local index, at = indices(this, point), {}
      for k, axis in ipairs(this.axes) do at[axis.parameter] = (axis.names or axis.values)[index[k]] end
      local finding = this.explain(point, index)
      finding.point, finding.at = point, at
      out[#out + 1] = finding
    end
  end
  return out
end

-- Coordinates along an axis of an output: a swept parameter, an output of that name, or 1, 2, 3, ...
local function coordinates(self, name, length)
  local this = private[self]
  local axis = axis_named(this, name)
  if axis then return axis.values:named { name = name, unit = this.model.parameters[name].unit } end
  local own = this.outputs[name]
  if own then
    while own:rank() > 1 do own = own[1] end
    return own
  end
  return arrays.public.range(1, length):named { name = name }
end

-- Position of a wanted value along an axis of an output; nil if there is none.
local function find_index(self, name, line, wanted)
  local axis = axis_named(private[self], name)
  local names = axis and axis.names
  for i = 1, #line do
    if names and names[i] == wanted then return i end
    if type(wanted) == "number" and math.abs(line[i] - wanted) <= 1e-9 * math.abs(wanted) then return i end
  end
end

local function refuse_point(self, call, name, line, wanted)
  local axis = axis_named(private[self], name)
  local names, known = axis and axis.names, {}
  for i = 1, math.min(#line, 6) do known[i] = names and names[i] or ("%.15g"):format(line[i]) end
  host.blame("%s: '%s' has no point at %s; it has %s%s", call, name, tostring(wanted), table.concat(known, ", "),
    #line > 6 and (", ... %s"):format(names and names[#line] or ("%.15g"):format(line[#line])) or "")
end

-- Misspelt names in at = {...} would silently fix nothing.
local function check_names(self, fixed, call)
  if type(fixed) ~= "table" then host.blame("%s takes a table of parameters and values", call) end
  local known = {}
  for _, values in pairs(private[self].outputs) do
    for _, axis in ipairs(values:axes()) do known[axis] = true end
  end
  local names = ordered.keys(known)
  for _, name in ipairs(ordered.keys(fixed)) do
    if not known[name] then
      local near = nearest(tostring(name), names)
      host.blame("%s: nothing in this sweep varies along '%s'%s", call, tostring(name), near and ("; did you mean '" .. near .. "'?") or "")
    end
  end
end

-- The output with every axis but `kept` fixed by `at`; then in the order of `kept`.
local function reduced(self, output, kept, at, call)
  local this = private[self]
  local values = self[output]
  if not arrays.public.is_array(values) then host.blame("%s: '%s' is not an output of this sweep", call, tostring(output)) end
  if this.paired then host.blame("%s needs a sweep over combinations, not a paired one", call) end
  local names = values:axes()
  for _, name in ipairs(kept) do
    local found = false
    for _, n in ipairs(names) do found = found or n == name end
    if not found then
      local near = nearest(tostring(name), names)
      host.blame("%s: '%s' does not vary along '%s'%s", call, output, tostring(name), near and ("; did you mean '" .. near .. "'?") or "")
    end
  end
  for k = #names, 1, -1 do
    local name, keep = names[k], false
    for _, n in ipairs(kept) do keep = keep or n == name end
    if not keep then
      local wanted = at and at[name]
      local line = coordinates(self, name, values:shape()[k])
      local index = find_index(self, name, line, wanted)
      if wanted == nil and values:shape()[k] == 1 then index = 1 end
      if not index and wanted == nil then
        host.blame("%s: '%s' also varies along '%s'; fix it by at = { %s = value }", call, output, name, name)
      elseif not index then
        refuse_point(self, call, name, line, wanted)
      end
      values = values:take(k, index)
      table.remove(names, k)
    end
  end
  if #names == 2 and names[1] ~= kept[1] then values = values:transpose() end
  return values
end

local function label_of(this, name, values, i, format)
  local axis = axis_named(this, name)
  local choice = axis and axis.names and axis.names[i]
  if type(format) == "function" then return format(choice or values[i], i) end
  if type(format) == "table" then return format[i] end
  local text = choice and tostring(choice) or ("%.6g"):format(values[i])
  if format then return (format:gsub("%%[%-+ #0]*%d*%.?%d*[gfesd]", function(f)
    return choice and text or (f:find "s$" and text or f:format(values[i])) end)) end
  return ("%s = %s"):format(name, text)
end

-- lines{ x =, y =, by =, at = {}, label =, ... } -> list of rp.line: y against x, one line per value of `by`. label: a
-- format such as "R = %g", a function of the value, or a list. Everything else goes to rp.line.
function methods:lines(options)
  local line = require("reprise.figure").public.line
  local this = private[self]
  check_names(self, options.at or {}, "lines")
  local kept = options.by and { options.by, options.x } or { options.x }
  local values = reduced(self, options.y, kept, options.at, "lines")
  local x = coordinates(self, options.x, values:shape()[values:rank()])
  local passed = {}
  for key, value in pairs(options) do passed[key] = value end
  passed.by, passed.at, passed.label = nil, nil, nil
  local unit = this.model.outputs[options.y].unit
  local function one(y, label)
    local series = {}
    for key, value in pairs(passed) do series[key] = value end
    series.x, series.y, series.label = x, y:named { name = options.y, unit = unit }, label
    return line(series)
  end
  if not options.by then return { one(values, options.label) } end
  local by = coordinates(self, options.by, values:shape()[1])
  local out = {}
  for i = 1, #by do out[i] = one(values[i], label_of(this, options.by, by, i, options.label)) end
  return out
end

-- map{ x =, y =, z =, at = {}, ... } -> rp.map of the output z over two axes.
function methods:map(options)
  local map = require("reprise.figure").public.map
  check_names(self, options.at or {}, "map")
  for _, name in ipairs { "x", "y", "z" } do
    if type(options[name]) ~= "string" then host.blame("map: %s takes the name of a swept parameter or an output, not %s", name, type(options[name])) end
  end
  local values = reduced(self, options.z, { options.x, options.y }, options.at, "map") -- z[x][y], as rp.map takes it
  local passed = {}
  for key, value in pairs(options) do passed[key] = value end
  passed.at = nil
  passed.x = coordinates(self, options.x, values:shape()[1])
  passed.y = coordinates(self, options.y, values:shape()[2])
  passed.z = values:named { name = options.z, unit = private[self].model.outputs[options.z].unit }
  return map(passed)
end

-- at{ parameter = value, ... } -> the outputs at that point or slice, as a table by name.
function methods:at(fixed)
  check_names(self, fixed, "at")
  local this = private[self]
  local out = {}
  for _, name in ipairs(ordered.keys(this.outputs)) do
    local values, kept = this.outputs[name], {}
    for _, axis in ipairs(values:axes()) do
      if fixed[axis] == nil then kept[#kept + 1] = axis end
    end
    if #kept == 0 then
      local last
      for i, axis in ipairs(values:axes()) do last = i == values:rank() and axis or last end
      local line = reduced(self, name, { last }, fixed, "at")
      local index = find_index(self, last, coordinates(self, last, #line), fixed[last])
      out[name] = index and line[index]
      if not index then refuse_point(self, "at", last, coordinates(self, last, #line), fixed[last]) end
    elseif #kept <= 2 then
      out[name] = reduced(self, name, kept, fixed, "at")
    end
  end
  return out
end

-- The statuses on the swept axes, as the outputs are.
local function finish(this)
  local lengths, names = {}, {}
  for k, axis in ipairs(this.axes) do
    if not (this.paired and k > 1) then lengths[#lengths + 1], names[#names + 1] = axis.count, axis.parameter end
  end
  this.statuses = this.status:reshape(table.unpack(lengths)):named { name = "status", axes = names }
  local self = setmetatable({}, sweep)
  private[self] = this
  return self
end

-- Outputs on an axis whose length is swept have no common shape: asked for they are refused, otherwise left out.
local function collectable(this, swept, outputs)
  local varies, kept = {}, {}
  for _, axis in ipairs(this.description.axes) do
    varies[axis.name] = axis.of and varies[axis.of] or swept[axis.parameter or ""]
  end
  for _, output in ipairs(this.description.outputs) do
    local reason
    for _, axis in ipairs(output.axes) do reason = reason or varies[axis] end
    if not reason and not output.late then kept[#kept + 1] = output.name end
    for _, name in ipairs(outputs or {}) do
      if name == output.name and reason then
        host.blame("%s:sweep: '%s' has another length at each '%s', so a sweep cannot collect it; solve point by point", this.id, name, reason)
      end
    end
  end
  return outputs or kept
end

-- A sweep that cannot fit is refused before it begins.
local function check_size(this, points, outputs)
  local least, limit = points * 8 * (#outputs + 1) / 2 ^ 20, select(3, host.memory()) / 2 ^ 20
  if limit > 0 and least > limit then
    host.blame("%s:sweep: %.3g points with %d outputs need at least %.0f MiB; the limit is %.0f MiB (--memory); ask for fewer outputs or points",
      this.id, points, #outputs, least, limit)
  end
end

local function native_sweep(this, fixed, axes, options)
  local swept, finding = native.sweep(this.id, fixed, axes, options)
  if not swept and finding.status == "no_memory" then host.no_memory() end
  if not swept then host.blame("%s (%s: %s)", finding.text, finding.status, finding.slug) end
  local stopped = swept.interrupted and host.interruption()
  if stopped then error(stopped, 0) end
  return swept
end

-- Sweeps of parameters that are no numbers run one inner sweep per value and stack the outcomes.
local function run_outer(this, fixed, axes, outer, options)
  local prepare = require("reprise.model").prepare
  local collected, status, inner_of = {}, {}, {}
  local function step(k, chosen)
    if k > #outer then
      local arguments = {}
      for name, value in pairs(fixed) do arguments[name] = value end
      for name, value in pairs(prepare(this, chosen, "sweep")) do arguments[name] = value end
      local swept = native_sweep(this, arguments, axes, options)
      inner_of[#inner_of + 1] = arguments
      status[#status + 1] = swept.status
      for name, values in pairs(swept.outputs) do
        collected[name] = collected[name] or {}
        table.insert(collected[name], values)
      end
      return
    end
    for _, value in ipairs(outer[k].list) do
      chosen[outer[k].parameter] = value
      step(k + 1, chosen)
    end
    chosen[outer[k].parameter] = nil
  end
  step(1, {})
  local outputs = {}
  for name, list in pairs(collected) do
    local stacked, shape, names = arrays.public.stack(list), {}, {}
    for _, o in ipairs(outer) do
      shape[#shape + 1], names[#names + 1] = #o.list, o.parameter
    end
    for i = #axes == 0 and 2 or 1, list[1]:rank() do
      shape[#shape + 1], names[#names + 1] = list[1]:shape()[i], list[1]:axes()[i]
    end
    outputs[name] = stacked:reshape(table.unpack(shape)):named { name = name, unit = list[1]:unit(), axes = names }
  end
  local all = {}
  for _, o in ipairs(outer) do
    all[#all + 1] = { parameter = o.parameter, values = arrays.public.range(1, #o.list), count = #o.list }
  end
  for _, a in ipairs(axes) do all[#all + 1] = a end
  return outputs, arrays.public.concat(table.unpack(status)), all, inner_of
end

function M.run(this, arguments, options, given)
  local fixed, axes, outer = split(this, arguments)
  for _, axis in ipairs(axes) do axis.count = #axis.values end
  if #axes == 0 and #outer == 0 then
    host.blame("%s:sweep: no parameter has a list of values; %s:solve is for one point", this.id, this.id)
  end
  if options.paired then
    if #outer > 0 then host.blame("%s:sweep: paired lists are for scalar parameters, not for rp.over", this.id) end
    for _, axis in ipairs(axes) do
      if axis.count ~= axes[1].count then
        host.blame("%s:sweep: paired lists must have one length; '%s' has %d values and '%s' %d", this.id, axes[1].parameter,
          axes[1].count, axis.parameter, axis.count)
      end
    end
  end
  local swept, points = {}, 1
  for _, axis in ipairs(axes) do
    swept[axis.parameter] = axis.parameter
    points = options.paired and axis.count or points * axis.count
  end
  options.outputs = collectable(this, swept, options.outputs)
  check_size(this, points, options.outputs)
  if #outer > 0 then
    local outputs, status, all, inner = run_outer(this, fixed, axes, outer, options)
    local per = #status // #inner
    return finish { model = this, arguments = given, outputs = outputs, status = status, count = #status, axes = all,
      explain = function(point)
        local _, finding = native.point(this.id, inner[(point - 1) // per + 1], axes, options, (point - 1) % per + 1)
        return finding
      end }
  end
  local done = native_sweep(this, fixed, axes, options)
  return finish { model = this, arguments = given, outputs = done.outputs, status = done.status, count = done.count,
    axes = axes, paired = options.paired,
    explain = function(point)
      local _, finding = native.point(this.id, fixed, axes, options, point)
      return finding
    end }
end

return M
