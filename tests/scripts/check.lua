-- check: a small test library for scripts that run with --trust. Tests run in the order of their definition, all of them; the
-- summary "N passed, N failed" and the exit status come by themselves after the script's last line.
--
--   check.test(name, f)                       a test fails when f raises
--   check.equal(got, want[, what])            same value (1 == 1.0); tables: same keys with equal values
--   check.near(got, want, tolerance[, what])  |got - want| <= tolerance max(|want|, 1); numbers or arrays of numbers
--   check.truth(value[, what])                neither nil nor false
--   check.match(text, pattern[, what])        text fits the Lua pattern
--   check.raises(pattern, f, ...)             f raises a value whose text fits the pattern; returns the text

local context = require "reprise.context"

local M = {}

local passed, failures = 0, {}

local function show(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if math.type(value) == "float" then return ("%.17g"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for key, item in pairs(value) do
    parts[#parts + 1] = (type(key) == "string" and key .. " = " or "") .. show(item)
    if #parts == 20 then break end
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

-- Level 3 is the test's line.
local function fail(what, text, ...)
  error((what and what .. ": " or "") .. text:format(...), 3)
end

local function same(a, b)
  if rawequal(a, b) and a == a then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

function M.equal(got, want, what)
  if not same(got, want) then fail(what, "got %s, want %s", show(got), show(want)) end
end

local function list_of(value)
  if type(value) == "number" then return { value } end
  if type(value) == "userdata" then
    local all = value:reshape(-1)
    return all:totable()
  end
  return value
end

function M.near(got, want, tolerance, what)
  if type(tolerance) ~= "number" then fail(what, "near needs a tolerance") end
  if type(got) == "nil" or type(want) == "nil" then fail(what, "got %s, want %s", show(got), show(want)) end
  local g, w = list_of(got), list_of(want)
  if #g ~= #w then fail(what, "got %d numbers, want %d", #g, #w) end
  for i = 1, #w do
    local close = g[i] == w[i] or math.abs(g[i] - w[i]) <= tolerance * math.max(math.abs(w[i]), 1)
    if not close then
      fail(what, "number %d is %.17g, want %.17g (they differ by %.3g)", i, g[i], w[i], math.abs(g[i] - w[i]))
    end
  end
end

function M.truth(value, what)
  if not value then fail(what, "got %s", show(value)) end
end

function M.match(text, pattern, what)
  if type(text) ~= "string" or not text:find(pattern) then fail(what, "%s does not fit %q", show(text), pattern) end
end

function M.raises(pattern, f, ...)
  local fine, value = pcall(f, ...)
  if fine then error(("nothing was raised, want an error that fits %q"):format(pattern), 2) end
  local text = tostring(type(value) == "table" and (value.text or value.message) or value)
  if not text:find(pattern) then error(("the error is %q, want one that fits %q"):format(text, pattern), 2) end
  return text
end

function M.test(name, f)
  local fine, why = xpcall(f, function(value)
    return tostring(type(value) == "table" and (value.text or value.message) or value)
  end)
  if fine then
    passed = passed + 1
  else
    failures[#failures + 1] = name
    print(("FAIL %s\n     %s"):format(name, why))
  end
end

context.at_end(function()
  print(("%d passed, %d failed"):format(passed, #failures))
  if #failures > 0 then error("failed: " .. table.concat(failures, "; "), 0) end
  if passed == 0 then error("no test ran", 0) end
end)

return M
