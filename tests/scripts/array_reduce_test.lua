-- Reductions, order statistics, running sums, products and interpolation of arrays, against definitions, exact integer
-- arithmetic and slow versions in Lua.

local rp = require "reprise"
local check = require "check"
local inf, nan = math.huge, 0 / 0

math.randomseed(2385)

local function refuses(sentence, f)
  local text = check.raises(sentence, f)
  check.match(text, "array_reduce_test%.lua:%d+: ")
end

local function is_nan(x) return x ~= x end

-- Some lengths straddle the widths of the inner loops.
local lengths = { 1, 2, 3, 7, 8, 9, 15, 16, 17, 63, 64, 65, 511, 512, 513, 1000 }

local function random_list(n)
  local t = {}
  for i = 1, n do t[i] = (math.random() - 0.5) * 10 ^ math.random(-3, 3) end
  return t
end

check.test("sums of whole numbers are exact", function()
  for _, n in ipairs(lengths) do
    local t, total = {}, 0
    for i = 1, n do
      t[i] = math.random(-1000000, 1000000)
      total = total + t[i]
    end
    check.equal(rp.array(t):sum(), total + 0.0)
    check.equal(rp.array(t):mean(), total / n)
    check.equal(rp.array(t):cumsum()[-1], total + 0.0)
  end
  check.equal(rp.zeros(0):sum(), 0.0)
  check.equal(rp.zeros(0):prod(), 1.0)
end)

check.test("sums are compensated", function()
  check.equal(rp.array { 1, 1e100, 1, -1e100 }:sum(), 2.0)
  local cumulated = rp.array { 1, 1e100, 1, -1e100 }:cumsum()
  check.equal(cumulated[4], 2.0)
  check.equal(rp.full(0.1, 1000000):sum(), 100000.0)
  local t = {}
  for i = 1, 5000 do
    t[i] = math.random() * 10 ^ math.random(0, 15)
    t[10001 - i] = -t[i]
  end
  t[10001] = 2.385
  check.near(rp.array(t):sum(), 2.385, 1e-10) -- n eps^2 sum |x|; a plain sum is off by about 100
end)

check.test("sums beyond the finite", function()
  check.equal(rp.array { 1, inf, 2 }:sum(), inf)
  check.equal(rp.array { 1, -inf, 2 }:cumsum()[3], -inf)
  check.truth(is_nan(rp.array { inf, -inf }:sum()))
  check.truth(is_nan(rp.array { 1, nan }:sum()))
  check.equal(rp.full(1e308, 100):sum(), inf)
end)

check.test("extremes and their positions", function()
  for _, n in ipairs(lengths) do
    local t = random_list(n)
    local a, low, high = rp.array(t), 1, 1
    for i = 1, n do
      if t[i] < t[low] then low = i end
      if t[i] > t[high] then high = i end
    end
    check.equal({ a:min(), a:max(), a:argmin(), a:argmax() }, { t[low], t[high], low, high })
  end
  for n = 1, 20 do
    for i = 1, n do
      local t = random_list(n)
      t[i] = nan
      local a = rp.array(t)
      check.truth(is_nan(a:min()) and is_nan(a:max()) and is_nan(a:median()), "one NaN decides")
      check.equal({ a:argmin(), a:argmax() }, { i, i })
    end
  end
  check.equal(rp.array { 2, 1, 1, 3, 3 }:argmin(), 2, "the first of equals")
  check.equal(rp.array { 2, 1, 1, 3, 3 }:argmax(), 4)
  local i, j, k = rp.range(1, 24):reshape(2, 3, 4):argmax()
  check.equal({ i, j, k }, { 2, 3, 4 })
  i, j = rp.array { { 3, 4 }, { 0, 7 } }:argmin()
  check.equal({ i, j }, { 2, 1 })
  check.equal({ rp.array { inf, -inf }:min(), rp.array { inf, -inf }:max() }, { -inf, inf })
end)

check.test("spread", function()
  for _, n in ipairs(lengths) do
    if n > 1 then
      local t = random_list(n)
      local a, squares = rp.array(t), 0
      for _, v in ipairs(t) do squares = squares + (v - a:mean()) ^ 2 end
      check.near(a:var() / (squares / (n - 1)), 1, 1e-13)
      check.near(a:std() ^ 2 / a:var(), 1, 1e-15)
    end
  end
  check.equal(rp.array { 1e9 + 1, 1e9 + 2, 1e9 + 3 }:var(), 1.0, "no cancellation")
  check.truth(is_nan(rp.array { 5 }:var()), "one element has no spread")
  check.equal(rp.full(0.1, 100):var(), 0.0)
end)

check.test("counts and truth", function()
  local a = rp.array { { 0, 1, nan }, { 0, 0, -2 } }
  check.equal({ a:count(), a:any(), a:all() }, { 3, true, false })
  check.equal(a:count(1):totable(), { 0.0, 1.0, 2.0 })
  check.equal(a:any(1):totable(), { 0.0, 1.0, 1.0 })
  check.equal(a:all(1):totable(), { 0.0, 0.0, 1.0 })
  check.equal({ rp.zeros(0):any(), rp.zeros(0):all(), rp.zeros(0):count() }, { false, true, 0 })
  check.equal(rp.array { -0.0 }:any(), false)
  check.equal({ rp.array { 1, 2 }:all(), rp.array { 1, 2 }:count(1) }, { true, 2 })
end)

local statistics = { "sum", "prod", "mean", "min", "max", "var", "std", "count", "argmin", "argmax", "median" }

check.test("along an axis: the same bits as for each line alone", function()
  for _, shape in ipairs { { 5 }, { 3, 4 }, { 2, 3, 5 }, { 2, 9, 17 }, { 70, 2 }, { 3, 1, 2, 4 } } do
    local n = 1
    for _, extent in ipairs(shape) do n = n * extent end
    local a = rp.array(random_list(n)):reshape(shape)
    for axis = 1, #shape do
      local order = { axis }
      for k = 1, #shape do
        if k ~= axis then order[#order + 1] = k end
      end
      local lines = a:transpose(order):reshape(shape[axis], -1):transpose()
      for _, name in ipairs(statistics) do
        local got = a[name](a, axis)
        if #shape == 1 then
          check.equal(got, a[name](a), name)
        else
          got = got:reshape(-1)
          check.equal(got:size(), #lines, name)
          for i = 1, #lines do
            check.truth(got[i] == lines[i][name](lines[i]) or is_nan(got[i]) and shape[axis] == 1, name)
          end
        end
      end
      for _, name in ipairs { "cumsum", "sort", "reverse", shape[axis] > 1 and "diff" or nil } do
        local got = a[name](a, axis):transpose(order):reshape(shape[axis] - (name == "diff" and 1 or 0), -1):transpose()
        for i = 1, #lines do
          check.equal(#shape == 1 and got:reshape(-1) or got[i], lines[i][name](lines[i]), name)
        end
      end
    end
  end
end)

check.test("labels of reductions", function()
  local a = rp.zeros(2, 3):named { name = "price", unit = "cash", axes = { "venue", "time" } }
  for _, name in ipairs(statistics) do check.equal(a[name](a, "venue"):axes(), { "time" }) end
  check.equal(a:quantile(0.1, "time"):axes(), { "venue" })
  for _, name in ipairs { "sum", "mean", "min", "max", "std", "median" } do
    check.equal(a[name](a, 1):unit(), "cash", name)
  end
  for _, name in ipairs { "prod", "var", "count", "argmin", "any" } do check.equal(a[name](a, 1):unit(), nil, name) end
  check.equal({ a:diff(2):unit(), a:cumsum(2):unit(), a:diff(2):name() == nil }, { "cash", "cash", true })
  check.equal(a:diff(2):axes(), { "venue", "time" })
end)

check.test("reductions that cannot be", function()
  local a = rp.zeros(2, 3)
  for _, name in ipairs { "mean", "min", "max", "var", "std", "argmin", "argmax", "median" } do
    refuses(name .. ": the array, of shape 0, has no elements there", function() rp.zeros(0)[name](rp.zeros(0)) end)
    refuses(name .. ": the array, of shape 3x0, has no elements", function() rp.zeros(3, 0)[name](rp.zeros(3, 0), 2) end)
  end
  check.equal(rp.zeros(0, 3):sum(1):totable(), { 0.0, 0.0, 0.0 })
  check.equal(rp.zeros(3, 0):sum(1):shape(), { 0 })
  refuses("sum: axis 3 is outside 1..2", function() a:sum(3) end)
  refuses("sum: axis %-3 is outside 1..2", function() a:sum(-3) end)
  refuses("sum: axis must be a whole number, got a table", function() a:sum {} end)
  refuses("sum: there is no axis 'time'", function() a:sum "time" end)
  refuses("sum: called on a nil instead of an array; write a:sum", function() a.sum(nil) end)
  for _, name in ipairs { "cumsum", "diff", "sort", "reverse" } do
    refuses(name .. ": an array of shape 2x3 needs an axis: a:" .. name, function() a[name](a) end)
  end
end)

check.test("sorting agrees with table.sort", function()
  for _, n in ipairs(lengths) do
    local t = random_list(n)
    for i = 1, n, 5 do t[i] = t[(i * 7) % n + 1] end
    local sorted = rp.array(t):sort()
    table.sort(t)
    check.equal(sorted:totable(), t)
  end
  for _, n in ipairs { 9, 100 } do
    local t = { nan, inf, 0.0, -0.0, -inf, -nan, 5e-324, -5e-324, 1 }
    for i = 10, n do t[i] = 7 end
    local s = rp.array(t):sort()
    check.equal({ s[1], s[2], s[5], s[6] }, { -inf, -5e-324, 5e-324, 1.0 })
    check.equal({ 1 / s[3], 1 / s[4] }, { -inf, inf })
    check.equal(s[n - 2], inf)
    check.truth(is_nan(s[n]) and is_nan(s[n - 1]))
  end
  check.equal(rp.zeros(0):sort():size(), 0)
end)

check.test("quantiles", function()
  local a = rp.array { 4, 1, 3, 2 }
  check.equal({ a:median(), a:quantile(0), a:quantile(1), a:quantile(0.25) }, { 2.5, 1.0, 4.0, 1.75 })
  check.equal(a:quantile { 0, 0.5, 1 }:totable(), { 1.0, 2.5, 4.0 })
  check.equal(rp.array { 5 }:quantile(0.3), 5.0)
  check.equal(rp.array { -inf, 0, inf }:quantile { 0, 0.25, 0.5, 1 }:totable(), { -inf, -inf, 0.0, inf })
  check.equal(rp.array { inf, inf }:median(), inf)
  check.equal(rp.array { { 1, 5 }, { 3, 9 } }:quantile(0.5, 1):totable(), { 2.0, 7.0 })
  local t = random_list(101)
  local b = rp.array(t)
  table.sort(t)
  for i = 0, 100 do check.near(b:quantile(i / 100), t[i + 1], 1e-9) end
  check.truth(is_nan(rp.array { 1, nan }:quantile(0)))
  refuses("quantile: 1.5 is outside 0..1", function() a:quantile(1.5) end)
  refuses("quantile: .*nan is outside 0..1", function() a:quantile(nan) end)
  refuses("quantile: %-0.5 is outside 0..1", function() a:quantile { 0.5, -0.5 } end)
  refuses("quantile: along an axis, ask for one quantile at a time", function() a:quantile({ 0.5 }, 1) end)
  refuses("quantile: expected an array, .*got a nil", function() a:quantile() end)
  refuses("quantile: the array has no elements", function() rp.zeros(0):quantile { 0.5 } end)
  refuses("quantile: the array, of shape 0, has no elements", function() rp.zeros(0):quantile(0.5) end)
end)

check.test("running sums and differences undo each other", function()
  local t = {}
  for i = 1, 200 do t[i] = math.random(-1000, 1000) end
  local a = rp.array(t)
  check.equal(a:cumsum():diff(), a:slice(2))
  check.equal(rp.array { 1, 4, 9 }:diff():totable(), { 3.0, 5.0 })
  check.equal(rp.array { 1 }:diff():shape(), { 0 })
  check.equal(rp.zeros(0):diff():shape(), { 0 })
  check.equal(rp.zeros(2, 0):cumsum(2):shape(), { 2, 0 })
end)

check.test("norms", function()
  check.equal(rp.array { 3, 4 }:norm(), 5.0)
  check.equal(rp.array { 3, -4 }:norm(1), 7.0)
  check.equal(rp.array { 3, -4 }:norm(inf), 4.0)
  check.near(rp.array { 1, 2, 3 }:norm(3), 36 ^ (1 / 3), 1e-15)
  check.equal(rp.array { 3e300, 4e300 }:norm(), 5e300)
  check.near(rp.array { 3e-300, 4e-300 }:norm() / 5e-300, 1, 1e-15)
  check.equal(rp.array { 3 * 2.0 ^ -1060, 4 * 2.0 ^ -1060 }:norm(), 5 * 2.0 ^ -1060)
  check.equal({ rp.zeros(3):norm(), rp.zeros(0):norm(), rp.array { 1, -inf }:norm() }, { 0.0, 0.0, inf })
  check.truth(is_nan(rp.array { inf, nan, 1 }:norm()))
  check.near(rp.full(0.25, 10, 10):norm(), 2.5, 1e-15)
  refuses("norm: p is 0.5; it must be 1 or larger", function() rp.zeros(2):norm(0.5) end)
  refuses("norm: p is .*nan", function() rp.zeros(2):norm(nan) end)
  refuses("norm: p must be a number, got a string", function() rp.zeros(2):norm "2" end)
end)

check.test("products", function()
  check.equal(rp.array { 1, 2, 3 }:dot { 4, 5, 6 }, 32.0)
  check.equal(rp.array { { 1, 2 }, { 3, 4 } }:dot { 5, 6 }:totable(), { 17.0, 39.0 })
  check.equal(rp.array { { 1, 2 }, { 3, 4 } }:dot { { 0, 1 }, { 1, 0 } }:totable(), { { 2.0, 1.0 }, { 4.0, 3.0 } })
  check.equal(rp.array { 1e100, 1, -1e100 }:dot { 1, 1, 1 }, 1.0, "compensated")
  local a, b, c = {}, {}, {}
  for i = 1, 60 do a[i], b[i], c[i] = math.random(-99, 99), math.random(-99, 99), math.random(-99, 99) end
  a, b, c = rp.array(a):reshape(6, 10), rp.array(b):reshape(10, 6), rp.array(c):reshape(6, 10)
  check.equal(a:dot(b):dot(c), a:dot(b:dot(c)), "associative, exact for whole numbers")
  check.equal(a:dot(b):transpose(), b:transpose():dot(a:transpose()))
  check.equal(a:dot(b):at(2, 3), a[2]:dot(b:take(2, 3)))
  check.equal(a:dot(b:take(2, 3)), a:dot(b):take(2, 3))
  local axes = a:named { axes = { "i", "k" } }:dot(b:named { axes = { "k", "j" } }):axes()
  check.equal(axes, { "i", "j" })
  check.equal(rp.zeros(2, 0):dot(rp.zeros(0, 3)):totable(), { { 0.0, 0.0, 0.0 }, { 0.0, 0.0, 0.0 } })
  refuses("dot: shapes 3 and 2 do not match", function() rp.zeros(3):dot { 1, 2 } end)
  refuses("dot: shapes 2x3 and 2x3 do not match", function() rp.zeros(2, 3):dot(rp.zeros(2, 3)) end)
  refuses("dot: shapes 3 and 3x2 do not match", function() rp.zeros(3):dot(rp.zeros(3, 2)) end)
  refuses("dot: shapes 1x2x3 and 3 do not match", function() rp.zeros(1, 2, 3):dot(rp.zeros(3)) end)
  refuses("dot: expected an array", function() rp.zeros(3):dot() end)
end)

check.test("interpolation", function()
  local x, y = { 0, 1, 3 }, rp.array { 10, 20, 0 }
  check.equal({ y:interp(x, 0), y:interp(x, 0.5), y:interp(x, 1), y:interp(x, 2), y:interp(x, 3) }, { 10.0, 15.0, 20.0, 10.0, 0.0 })
  local at = y:interp(x, { { 2, 0.25 }, { 3, 0 } })
  check.equal(at:totable(), { { 10.0, 12.5 }, { 0.0, 10.0 } })
  local outside = y:interp(x, { -1e-300, 3.0000001, nan, inf, -inf })
  check.equal(outside:isnan():all(), true)
  check.equal({ rp.array { 5 }:interp({ 1 }, 1), is_nan(rp.array { 5 }:interp({ 1 }, 2)) }, { 5.0, true })
  check.equal({ rp.array { inf, 1 }:interp({ 0, 1 }, 1), rp.array { inf, 1 }:interp({ 0, 1 }, 0) }, { 1.0, inf })
  local nodes = rp.array(random_list(50)):sort()
  local values = rp.array(random_list(50))
  check.equal(values:interp(nodes, nodes), values, "exact at the nodes")
  check.near((3 * nodes - 7):interp(nodes, nodes:slice(2) / 2 + nodes:slice(1, -2) / 2),
    3 * (nodes:slice(2) / 2 + nodes:slice(1, -2) / 2) - 7, 1e-12)
  local places = rp.array(random_list(200))
  check.equal(values:interp(nodes, places:sort()):sort():isnan():sum(), values:interp(nodes, places):isnan():sum())
  for i = 1, 200 do
    local one, all = values:interp(nodes, places[i]), values:interp(nodes, places)[i]
    check.truth(one == all or is_nan(one) and is_nan(all), "the search does not depend on what was asked before")
  end
  local labelled = y:named { name = "p", unit = "cash" }:interp(x, rp.array { 1 }:named { axes = { "time" } })
  check.equal({ labelled:name(), labelled:unit(), labelled:axes() }, { "p", "cash", { "time" } })
  refuses("interp: x must increase, but x%[2%] = 1.0 and x%[3%] = 1.0", function() y:interp({ 0, 1, 1 }, 0) end)
  refuses("interp: x must increase", function() y:interp({ 0, nan, 1 }, 0) end)
  refuses("interp: values of shape 3 at places of shape 2", function() y:interp({ 0, 1 }, 0) end)
  refuses("interp: values of shape 1x3 at places of shape 3", function() y:reshape(1, 3):interp(x, 0) end)
  refuses("interp: values of shape 0 at places of shape 0", function() rp.zeros(0):interp({}, 0) end)
  refuses("interp: expected an array, .*got a nil", function() y:interp(x) end)
  refuses("interp: expected an array, .*got a no value", function() y:interp() end)
end)
