-- Arithmetic of arrays against the same formula with Lua numbers, broadcasting against a slow version in Lua, units
-- and axis names of results, element functions and map.

local rp = require "reprise"
local check = require "check"
local inf, nan = math.huge, 0 / 0

math.randomseed(20180411)

local function refuses(sentence, f)
  local text = check.raises(sentence, f)
  check.match(text, "array_arithmetic_test%.lua:%d+: ")
end

local function same_number(a, b) return a == b and 1 / a == 1 / b or a ~= a and b ~= b end

local function random_array(shape)
  local n = 1
  for _, extent in ipairs(shape) do n = n * extent end
  local t = {}
  for i = 1, n do t[i] = (math.random() - 0.5) * 10 ^ math.random(-3, 3) end
  return (n > 0 and rp.array(t) or rp.zeros(0)):reshape(shape)
end

local special = { 0.0, -0.0, 1, -1, 2.385, -7.25, 0.1, inf, -inf, nan, 5e-324, 1.7976931348623157e308, 2, 3, -2 }

local binary = {
  ["+"] = { function(a, b) return a + b end },
  ["-"] = { function(a, b) return a - b end },
  ["*"] = { function(a, b) return a * b end },
  ["/"] = { function(a, b) return a / b end },
  ["//"] = { function(a, b) return a // b end },
  ["%"] = { function(a, b) return a % b end },
  ["^"] = { function(a, b) return a ^ b end },
  lt = { function(a, b) return a:lt(b) end, function(a, b) return a < b and 1 or 0 end },
  le = { function(a, b) return a:le(b) end, function(a, b) return a <= b and 1 or 0 end },
  gt = { function(a, b) return a:gt(b) end, function(a, b) return a > b and 1 or 0 end },
  ge = { function(a, b) return a:ge(b) end, function(a, b) return a >= b and 1 or 0 end },
  eq = { function(a, b) return a:eq(b) end, function(a, b) return a == b and 1 or 0 end },
  ne = { function(a, b) return a:ne(b) end, function(a, b) return a ~= b and 1 or 0 end },
  minimum = { function(a, b) return a:minimum(b) end,
    function(a, b) return (a ~= a or b ~= b) and nan or (a < b and a or b) end },
  maximum = { function(a, b) return a:maximum(b) end,
    function(a, b) return (a ~= a or b ~= b) and nan or (a > b and a or b) end },
}

check.test("every operation gives what Lua gives for each pair of numbers", function()
  local column, row = rp.array(special):reshape(-1, 1), rp.array(special)
  for name, op in pairs(binary) do
    local got, of_numbers = op[1](column, row), op[2] or op[1]
    for i, a in ipairs(special) do
      for j, b in ipairs(special) do
        local want = of_numbers(a * 1.0, b * 1.0)
        if not same_number(got:at(i, j), want * 1.0) then
          error(("%s of %.17g and %.17g: got %.17g, want %.17g"):format(name, a, b, got:at(i, j), want))
        end
      end
    end
  end
end)

check.test("all ways of passing an operand agree", function()
  local a, list = rp.array { 1.5, 2, 3 }, { 4, 0.5, 1 }
  for name, op in pairs(binary) do
    local want = op[1](a, rp.array(list))
    check.equal(op[1](a, list), want, name .. " with a list")
    check.equal(op[1](a, 0.75), op[1](a, rp.full(0.75, 3)), name .. " with a number")
    if not op[2] then
      check.equal(op[1](list, a), op[1](rp.array(list), a), name .. " with a list on the left")
      check.equal(op[1](0.75, a), op[1](rp.full(0.75, 3), a), name .. " with a number on the left")
    end
  end
end)

-- Element of a at the indices of the result, aligned from the last axis, 1 where the extent is 1.
local function stretched(a, index)
  local shape, own = a:shape(), {}
  for k = 1, #shape do
    local i = index[#index - #shape + k]
    own[k] = shape[k] == 1 and 1 or i
  end
  return a:at(table.unpack(own))
end

local function each_index(shape, f)
  local index = {}
  local function walk(axis)
    if axis > #shape then return f(index) end
    for i = 1, shape[axis] do
      index[axis] = i
      walk(axis + 1)
    end
  end
  walk(1)
end

check.test("broadcasting agrees with its definition for random shapes", function()
  for _ = 1, 300 do
    local rank, full, left, right = math.random(1, 5), {}, {}, {}
    for axis = 1, rank do full[axis] = math.random(1, 4) end
    local skip_left = math.random(0, rank - 1)
    for axis = 1, rank do
      local squeeze = math.random(4)
      if axis > skip_left then left[#left + 1] = squeeze == 1 and 1 or full[axis] end
      right[axis] = (squeeze == 2 and axis > skip_left) and 1 or full[axis]
    end
    local a, b = random_array(left), random_array(right)
    local c, d = a - b, b - a
    check.equal(c:shape(), full)
    check.equal(d:shape(), full)
    each_index(full, function(index)
      local want = stretched(a, index) - stretched(b, index)
      check.equal(c:at(table.unpack(index)), want)
      check.equal(d:at(table.unpack(index)), -want)
    end)
  end
end)

check.test("empty operands", function()
  check.equal((rp.zeros(0) + 1):shape(), { 0 })
  check.equal((rp.zeros(3, 0) * rp.zeros(1)):shape(), { 3, 0 })
  check.equal((rp.zeros(1, 0) * rp.zeros(4, 1)):shape(), { 4, 0 })
  refuses("%+: shapes 0 and 2 do not match", function() return rp.zeros(0) + { 1, 2 } end)
end)

check.test("operands that do not fit", function()
  local a = rp.zeros(2, 3)
  refuses("%+: shapes 2x3 and 2 do not match", function() return a + rp.zeros(2) end)
  refuses("%*: shapes 4 and 2x3 do not match", function() return { 1, 2, 3, 4 } * a end)
  refuses("lt: shapes 2x3 and 3x2 do not match", function() return a:lt(rp.zeros(3, 2)) end)
  refuses("%-: expected an array, .*got a string", function() return a - "1" end)
  refuses("/: expected an array, .*got a nil", function() return a / nil end)
  refuses("/: expected an array, .*got a nil", function() return nil / a end)
  refuses("%^: expected an array, .*got a boolean", function() return a ^ true end)
  refuses("%%: expected an array, .*got a table with named fields", function() return a % { x = 1 } end)
  refuses("lt: expected an array, .*got a nil", function() return a:lt() end)
  refuses("minimum: called on a number instead of an array", function() return a.minimum(1, a) end)
  refuses("arrays have no order; a:lt", function() return a < a end)
  refuses("arrays have no order; a:lt", function() return a >= 1 end)
  check.raises("not enough memory", function() return rp.zeros(1 << 20, 1) + rp.zeros(1 << 20) end)
end)

check.test("== compares whole arrays", function()
  local a = rp.array { 1, 2, 3 }
  check.equal(a == rp.array { 1, 2, 3 }, true)
  check.equal(a == rp.array { 1, 2, 4 }, false)
  check.equal(a == rp.array { 1, 2 }, false)
  check.equal(rp.array { 1, 2 } == a, false)
  check.equal(a == a:reshape(1, 3), false)
  check.equal(rp.array { nan } == rp.array { nan }, false)
  check.equal(rp.array { 0.0 } == rp.array { -0.0 }, true)
  check.equal(a == a:named { name = "x" }, true)
  check.equal(a ~= rp.zeros(3), true)
  check.equal(a == 1, false)
end)

check.test("units of results", function()
  local cash, share, one = rp.array({ 1, 2 }):named { unit = "cash" }, rp.array({ 3, 4 }):named { unit = "share" },
    rp.array({ 5, 6 }):named { unit = "1" }
  local none = rp.array { 1, 2 }
  local expected = {
    { cash + cash, "cash" }, { cash - 1, "cash" }, { 1 - cash, "cash" }, { cash + { 1, 2 }, "cash" }, { cash + share },
    { cash + none }, { none + cash }, { none + 1 }, { one + 1, "1" }, { cash % cash, "cash" },
    { cash:minimum(cash), "cash" }, { cash:maximum(0), "cash" }, { cash:maximum(share) },
    { cash * 2, "cash" }, { 2 * cash, "cash" }, { cash * one, "cash" }, { one * cash, "cash" }, { cash * share },
    { cash * cash }, { cash * none }, { none * 2 }, { one * one, "1" },
    { cash / 2, "cash" }, { cash / one, "cash" }, { cash / cash, "1" }, { cash / share }, { 2 / cash }, { 2 / one, "1" },
    { cash / none }, { cash // cash, "1" }, { cash ^ 2 }, { cash:lt(1) }, { cash:eq(cash) },
    { -cash, "cash" }, { cash:abs(), "cash" }, { cash:floor(), "cash" }, { cash:ceil(), "cash" }, { cash:sqrt() },
    { cash:exp() }, { cash:sign() }, { cash:isnan() }, { cash:map(math.abs) },
  }
  for i, case in ipairs(expected) do check.equal(case[1]:unit(), case[2], "case " .. i) end
  local named = rp.array({ 1 }):named { name = "price", unit = "cash" }
  check.equal((named * 2):name(), nil, "a computed array has no name")
end)

check.test("axis names of results", function()
  local a = rp.zeros(2, 3):named { axes = { "venue", "time" } }
  local t = rp.zeros(3):named { axes = { "time" } }
  local s = rp.zeros(3):named { axes = { "space" } }
  check.equal((a + t):axes(), { "venue", "time" })
  check.equal((t + a):axes(), { "venue", "time" })
  check.equal((a + s):axes(), { "venue", "" })
  check.equal((a + 1):axes(), { "venue", "time" })
  check.equal((1 + a):axes(), { "venue", "time" })
  check.equal((a + { 1, 2, 3 }):axes(), { "venue", "time" })
  check.equal((t:reshape(3, 1) + s):axes(), { "", "space" })
  check.equal((rp.zeros(1):named { axes = { "space" } } + t):axes(), { "time" })
  check.equal((-a):axes(), { "venue", "time" })
  check.equal(a:exp():axes(), { "venue", "time" })
  check.equal(a:lt(1):axes(), { "venue", "time" })
end)

check.test("element functions", function()
  local x = rp.array(special)
  local function agrees(name, f)
    local got = x[name](x)
    for i, v in ipairs(special) do
      local want = f(v * 1.0) * 1.0
      if not same_number(got[i], want) then
        error(("%s of %.17g: got %.17g, want %.17g"):format(name, v, got[i], want))
      end
    end
  end
  agrees("abs", math.abs)
  agrees("sqrt", function(v) return v >= 0 and math.sqrt(v) or nan end)
  agrees("exp", math.exp)
  agrees("log", math.log)
  agrees("log10", function(v) return math.log(v, 10) end)
  agrees("sin", math.sin)
  agrees("cos", math.cos)
  agrees("sign", function(v) return v > 0 and 1 or v < 0 and -1 or v end)
  agrees("isnan", function(v) return v ~= v and 1 or 0 end)
  agrees("isfinite", function(v) return v - v == 0 and 1 or 0 end)
  agrees("floor", function(v) return v // 1 end)
  agrees("ceil", function(v) return -(-v // 1) end)
  local y = rp.linspace(-3, 3, 25)
  check.near(y:tanh(), (1 - (-2 * y):exp()) / (1 + (-2 * y):exp()), 1e-15)
  check.equal(rp.array { 1e-300 }:expm1()[1], 1e-300)
  check.equal(rp.array { 1e-300 }:log1p()[1], 1e-300)
  check.near(y:exp():log(), y, 1e-15)
  check.near(y:expm1():log1p(), y, 1e-14)
  refuses("exp: called on a number instead of an array", function() x.exp(1) end)
end)

check.test("map calls the script", function()
  local a = rp.array({ { 1, 2 }, { 3, 4 } }):named { axes = { "x", "y" } }
  check.equal(a:map(function(v) return v * v end):totable(), { { 1.0, 4.0 }, { 9.0, 16.0 } })
  check.equal(a:map(function(v) return v > 2 end):totable(), { { 0.0, 0.0 }, { 1.0, 1.0 } })
  check.equal(a:map(math.floor):axes(), { "x", "y" })
  check.equal(rp.zeros(0):map(error):size(), 0)
  local counts = setmetatable({}, { __call = function(_, v) return v + 1 end })
  check.equal(a:map(counts), a + 1)
  refuses("map: the function returned a nil for element 3, 3.0", function()
    a:map(function(v) return v < 3 and v or nil end)
  end)
  refuses("map: the function returned a string for element 1", function() a:map(tostring) end)
  refuses("map: expected a function", function() a:map() end)
  check.raises("oh dear", function() a:map(function() error "oh dear" end) end)
end)
