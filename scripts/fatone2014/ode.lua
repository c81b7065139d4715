-- Ordinary differential equations in plain Lua: Gragg's modified midpoint rule extrapolated to order 12 (Bulirsch and Stoer),
-- with step control. Calls nothing. It is the second route of many claims, so it shares no code with the plugin.

local M = {}

local LEVELS = 6 -- 2, 4, ..., 12 substeps

-- One big step from (t, y) with slope dy: fills `into` and returns an error estimate relative to `tolerance`.
local function step(f, t, y, dy, H, tolerance, into, work)
  local n = #y
  local table_rows, a, b, slope = work.rows, work.a, work.b, work.slope
  for level = 1, LEVELS do
    local m = 2 * level
    local h = H / m
    for i = 1, n do a[i], b[i] = y[i], y[i] + h * dy[i] end
    for j = 1, m - 1 do
      f(t + j * h, b, slope)
      for i = 1, n do a[i], b[i] = b[i], a[i] + 2 * h * slope[i] end
    end
    local row, above = table_rows[level], table_rows[level - 1]
    for i = 1, n do
      local value = b[i]
      local entries = row[i]
      local before = above and above[i]
      entries[1] = value
      for k = 2, level do
        local ratio = (level / (level - k + 1)) ^ 2
        value = value + (value - before[k - 1]) / (ratio - 1)
        entries[k] = value
      end
    end
  end
  local worst = 0
  for i = 1, n do
    local best, next_best = table_rows[LEVELS][i][LEVELS], table_rows[LEVELS][i][LEVELS - 1]
    local miss = math.abs(best - next_best) / (tolerance * math.max(1, math.abs(best)))
    if not (miss <= worst) then worst = miss end
    into[i] = best
  end
  return worst
end

local function workspace(n)
  local work = { rows = {}, a = {}, b = {}, slope = {} }
  for level = 1, LEVELS do
    work.rows[level] = {}
    for i = 1, n do work.rows[level][i] = {} end
  end
  return work
end

--- Integrates y' = f from t to t_end (either direction). f(t, y, slope) fills slope. Options: tolerance (1e-13), first (first
-- step), watch = function(t, y) -> number: stops where it changes sign. Returns the state and the time reached; nil and the
-- time where the solution breaks down.
function M.integrate(f, t, t_end, y, options)
  options = options or {}
  local tolerance, watch = options.tolerance or 1e-13, options.watch
  local n, work, dy, new = #y, workspace(#y), {}, {}
  local state = table.move(y, 1, n, 1, {})
  local length, direction = math.abs(t_end - t), t_end >= t and 1 or -1
  local H = math.min(options.first or length / 8, length)
  local seen = watch and watch(t, state)
  while length > 0 do
    local last = H >= length * (1 - 1e-12)
    local h = direction * (last and length or H)
    f(t, state, dy)
    local miss = step(f, t, state, dy, h, tolerance, new, work)
    if miss <= 1 then
      local now = watch and watch(t + h, new)
      if watch and seen ~= 0 and (now > 0) ~= (seen > 0) then
        return M.locate(f, t, state, dy, h, watch, seen, tolerance, new, work)
      end
      seen = now
      t = last and t_end or t + h
      length = last and 0 or math.abs(t_end - t)
      state, new = new, state
    end
    local factor = 0.1 -- where the step is not finite
    if miss < math.huge then factor = math.max(0.1, 0.9 * math.max(miss, 1e-30) ^ (-1 / (2 * LEVELS - 1))) end
    H = math.abs(h) * math.min(factor, 4)
    if H < 1e-15 * math.max(1, math.abs(t_end)) then return nil, t end
  end
  return state, t
end

-- Where inside the step of length h does `watch` vanish? Illinois' rule; each trial is a step of its own.
function M.locate(f, t, state, dy, h, watch, at_start, tolerance, new, work)
  local low, high, f_low, f_high = 0, h, at_start, watch(t + h, new)
  local x, side = h, 0
  for _ = 1, 60 do
    x = high - f_high * (high - low) / (f_high - f_low)
    step(f, t, state, dy, x, tolerance, new, work)
    local value = watch(t + x, new)
    if value == 0 or math.abs(high - low) < 4e-16 * math.max(math.abs(t), math.abs(h)) then break end
    if (value > 0) == (f_low > 0) then
      low, f_low = x, value
      if side == -1 then f_high = f_high / 2 end
      side = -1
    else
      high, f_high = x, value
      if side == 1 then f_low = f_low / 2 end
      side = 1
    end
    if math.abs(value) < 1e-15 then break end
  end
  return table.move(new, 1, #new, 1, {}), t + x
end

return M
