-- reprise.curve: functions of one variable as arguments of a model. A model never calls back into a script: functions are
-- fitted before the solve, to near rounding, by piecewise Chebyshev series.
--
--   rp.curve(f)                                   a function of one number, smooth on the model's interval
--   rp.curve(f, { breaks = {0.5}, domain = {0, 2} })  smooth between the breaks; domain where the model leaves it open
--   rp.curve { grid = t, values = y, rule = "linear" }  a table: straight lines, or rule = "step" (y_k from t_k on)
--
-- A parameter that is one curve per agent takes one curve for all agents, or a list of curves.

local host = require "host"
local model = require "host.model"
local arrays = require "reprise.array"
local nearest = require "reprise.nearest"

local M = { public = {} }

local curve = {}
curve.__index = curve
curve.__metatable = "curve"

function M.is_curve(value)
  return type(value) == "table" and rawget(value, "is_curve") == curve
end

local function is_list(value)
  return type(value) == "table" or arrays.public.is_array(value)
end

-- A misspelt option would silently do nothing.
local function check_names(t, known, call)
  for name in pairs(t) do
    local found = false
    for _, each in ipairs(known) do found = found or each == name end
    if not found then
      local near = nearest(tostring(name), known)
      host.blame("%s has no option '%s'%s", call, tostring(name), near and ("; did you mean '" .. near .. "'?") or
        " (it has " .. table.concat(known, ", ") .. ")")
    end
  end
end

local function from_table(t)
  check_names(t, { "grid", "values", "rule" }, "rp.curve")
  local rule = t.rule or "linear"
  if rule ~= "linear" and rule ~= "step" then
    host.blame("rp.curve: rule is '%s', it must be \"linear\" or \"step\"", tostring(rule))
  end
  if not is_list(t.grid) or not is_list(t.values) then
    host.blame "rp.curve takes a function, or { grid = ..., values = ..., rule = ... }"
  end
  local grid, values = arrays.public.array(t.grid), arrays.public.array(t.values)
  if #grid ~= #values or grid:rank() ~= 1 or values:rank() ~= 1 then
    host.blame("rp.curve: grid has %d points and values %d numbers", #grid, #values)
  elseif #grid > 1 and not (grid:diff():min() > 0) then
    host.blame "rp.curve: grid must increase"
  end
  return setmetatable({ is_curve = curve, rule = rule, grid = grid, values = values }, curve)
end

function M.public.curve(what, options)
  options = options or {}
  if type(what) == "function" then
    check_names(options, { "breaks", "domain" }, "rp.curve")
    return setmetatable({ is_curve = curve, f = what, breaks = options.breaks or {}, domain = options.domain }, curve)
  elseif type(what) == "table" and not M.is_curve(what) then
    return from_table(what)
  end
  host.blame("rp.curve takes a function or a table, not a %s", type(what))
end

-- Panel edges: the interval's ends with the breaks that lie inside.
local function edges_of(this, lo, hi)
  local edges = { lo }
  local breaks = {}
  for _, b in ipairs(this.breaks) do breaks[#breaks + 1] = b end
  table.sort(breaks)
  for _, b in ipairs(breaks) do
    if b > edges[#edges] and b < hi then edges[#edges + 1] = b end
  end
  edges[#edges + 1] = hi
  return edges
end

local function fit(where, this, edges)
  local fitted, why = model.fit(this.f, arrays.public.array(edges))
  if not fitted then host.blame("%s: the function %s", where, why) end
  return fitted
end

-- Members share one grid: the union of their panels, found by fitting until nothing is split any more.
local function fit_members(where, members, lo, hi)
  local edges = { lo, hi }
  for _, member in ipairs(members) do
    for _, b in ipairs(edges_of(member, lo, hi)) do edges[#edges + 1] = b end
  end
  for _ = 1, 12 do
    table.sort(edges)
    local unique = { edges[1] }
    for _, e in ipairs(edges) do
      if e > unique[#unique] then unique[#unique + 1] = e end
    end
    local fits, all = {}, {}
    for i, member in ipairs(members) do
      fits[i] = fit(where .. " " .. i, member, unique)
      for _, e in ipairs(fits[i].grid:totable()) do all[#all + 1] = e end
    end
    local same = true
    for _, f in ipairs(fits) do same = same and #f.grid == #fits[1].grid end
    if same then
      local data = {}
      for i, f in ipairs(fits) do data[i] = f.data end
      return { rule = "chebyshev", grid = fits[1].grid, data = arrays.public.stack(data) }
    end
    edges = all
  end
  host.blame("%s: the functions of the members do not share a grid; give them common breaks", where)
end

local function stack_tables(where, members)
  local data = {}
  for i, member in ipairs(members) do
    if member.rule ~= members[1].rule or member.grid ~= members[1].grid then
      host.blame("%s: all members must have the same grid and rule", where)
    end
    data[i] = member.values
  end
  return { rule = members[1].rule, grid = members[1].grid, data = arrays.public.stack(data) }
end

local function as_curve(where, value)
  if type(value) == "function" then return M.public.curve(value) end
  if M.is_curve(value) then return value end
  if type(value) == "table" and value.grid then return from_table(value) end
  if type(value) == "number" then return M.public.curve(function() return value end) end
  host.blame("%s is a curve: it takes a number, a function or rp.curve{...}, not a %s", where, type(value))
end

local function one(where, this, lo, hi)
  if not this.f then return { rule = this.rule, grid = this.grid, data = this.values } end
  return fit(where, this, edges_of(this, lo, hi))
end

-- What host.model takes for a curve. value: whatever the script gave, not a number. lo, hi: the interval, nil where open.
function M.resolve(where, value, lo, hi, has_members)
  local members = has_members and type(value) == "table" and not M.is_curve(value) and not value.grid and value
  local list = {}
  for i, v in ipairs(members or { value }) do list[i] = as_curve(where, v) end
  if #list == 0 then host.blame("%s is a curve: it takes a number, a function or rp.curve{...}", where) end
  for _, c in ipairs(list) do
    if c.domain then lo, hi = c.domain[1], c.domain[2] end
  end
  local functions = 0
  for _, c in ipairs(list) do functions = functions + (c.f and 1 or 0) end
  if functions > 0 and not (lo and hi and lo < hi) then
    host.blame("%s: the interval of the function is not known; give rp.curve(f, { domain = {a, b} })", where)
  end
  if not members then return one(where, list[1], lo, hi) end
  if functions == #list then return fit_members(where, list, lo, hi) end
  if functions == 0 then return stack_tables(where, list) end
  host.blame("%s: members are all functions or all tables, not a mixture", where)
end

return M
