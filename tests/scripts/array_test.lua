-- Arrays: construction, indexing, shapes, labels, text, and every error of these. Arithmetic and reductions are in
-- array_arithmetic_test.lua and array_reduce_test.lua.

local rp = require "reprise"
local check = require "check"
local inf, nan = math.huge, 0 / 0

local function shape_text(a) return table.concat(a:shape(), "x") end

-- The position in this file comes first, then the sentence.
local function refuses(sentence, f)
  local text = check.raises(sentence, f)
  check.match(text, "array_test%.lua:%d+: ")
end

check.test("nested lists become arrays", function()
  local a = rp.array { { 1, 2, 3 }, { 4, 5, 6 } }
  check.equal(a:shape(), { 2, 3 })
  check.equal(a:rank(), 2)
  check.equal(a:size(), 6)
  check.equal(#a, 2)
  check.equal(a:totable(), { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } })
  check.equal(rp.array { rp.array { 1, 2 }, { 3, 4 } }:totable(), { { 1.0, 2.0 }, { 3.0, 4.0 } })
  check.equal(rp.array { { rp.array { 1, 2 } }, { { 3, 4 } } }:shape(), { 2, 1, 2 })
  check.equal(rp.array(7):totable(), { 7.0 })
  check.equal(rp.array {}:shape(), { 0 })
  check.equal(rp.array { {}, {} }:shape(), { 2, 0 })
  check.equal(rp.array { { { { { { { { 5 } } } } } } } }:rank(), 8)
  check.truth(rawequal(rp.array(a), a))
  check.equal(rp.array { 9007199254740993 }[1], 9007199254740992.0, "rounded to double")
end)

check.test("lists that are no arrays are refused", function()
  refuses("rp.array: element %[2%] has length 2 where 3 is needed", function() rp.array { { 1, 2, 3 }, { 4, 5 } } end)
  refuses("element %[2%]%[1%] is the text 'x', not a number", function() rp.array { { 1 }, { "x" } } end)
  refuses("element %[2%] is nil, not a number", function() rp.array { 1, nil, 3 } end)
  refuses("element %[1%] is the text '1', not a number", function() rp.array { "1" } end)
  refuses("element %[1%] is a boolean, not a number", function() rp.array { true } end)
  refuses("element %[1%] is a function, not a number", function() rp.array { print } end)
  refuses("element %[2%] is a number, not a list", function() rp.array { { 1 }, 2 } end)
  refuses("element %[2%] is a table, not a number", function() rp.array { 1, { 2 } } end)
  refuses("element %[2%] is an array, not a number", function() rp.array { 1, rp.zeros(1) } end)
  refuses("element %[2%] has shape 3, unlike the first", function() rp.array { rp.zeros(2), rp.zeros(3) } end)
  refuses("nested deeper than 8", function() rp.array { { { { { { { { { 5 } } } } } } } } } end)
  refuses("table with named fields", function() rp.array { x = 1 } end)
  refuses("expected an array, a list of numbers or a number, got a nil", function() rp.array(nil) end)
  refuses("got a string", function() rp.array "1, 2" end)
  local cycle = {}
  cycle[1] = cycle
  refuses("nested deeper than 8", function() rp.array(cycle) end)
end)

check.test("constants", function()
  check.equal(rp.zeros(2, 2):totable(), { { 0.0, 0.0 }, { 0.0, 0.0 } })
  check.equal(rp.full(2.385, 3):totable(), { 2.385, 2.385, 2.385 })
  check.equal(rp.zeros(0, 5):shape(), { 0, 5 })
  check.equal(rp.zeros(3.0):shape(), { 3 })
  refuses("rp.zeros: needs 1 to 8 extents, got 0", function() rp.zeros() end)
  refuses("rp.zeros: needs 1 to 8 extents, got 9", function() rp.zeros(1, 1, 1, 1, 1, 1, 1, 1, 1) end)
  refuses("rp.full: needs 1 to 8 extents, got 0", function() rp.full(1) end)
  refuses("rp.full: the value must be a number, got a string", function() rp.full("1", 2) end)
  refuses("extent %-1 of axis 2 is negative", function() rp.zeros(2, -1) end)
  refuses("rp.zeros: extent 1.5 is not a whole number", function() rp.zeros(1.5) end)
  refuses("rp.zeros: extent must be a whole number, got a string", function() rp.zeros "3" end)
  refuses("does not fit into memory", function() rp.zeros(1 << 32, 1 << 32) end)
  refuses("does not fit into memory", function() rp.zeros(math.maxinteger) end)
  refuses("does not fit into memory", function() rp.zeros(1 << 31, 1 << 31, 4) end)
  check.equal(rp.zeros(1 << 24, 0, 1 << 24):size(), 0)
end)

check.test("grids hit their ends and round numbers", function()
  check.equal(rp.linspace(0, 1, 11):totable(), { 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 })
  check.equal(rp.linspace(5, 2, 4):totable(), { 5.0, 4.0, 3.0, 2.0 })
  check.equal(rp.linspace(2.385, 2.385, 1):totable(), { 2.385 })
  check.equal(rp.logspace(1e-3, 1e3, 7):totable(), { 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0, 1000.0 })
  check.equal(rp.linspace(-1.5e308, 1.5e308, 5):totable(), { -1.5e308, -0.75e308, 0.0, 0.75e308, 1.5e308 })
  for _, ends in ipairs { { 0.1, 0.7 }, { 5e-4, 15e-4 }, { 1 / 3, 2 / 7 }, { 0.1, 0.1 } } do
    local x = rp.linspace(ends[1], ends[2], 37)
    check.equal({ x[1], x[-1] }, ends)
    check.equal(x:min(), math.min(ends[1], ends[2]))
    check.equal(x:max(), math.max(ends[1], ends[2]))
    for i = 1, 37 do check.near(x[i], ends[1] + (ends[2] - ends[1]) * (i - 1) / 36, 1e-15) end
    local y = rp.logspace(ends[1], ends[2], 37)
    check.equal({ y[1], y[-1] }, ends)
    check.near(y:slice(2) / y:slice(1, -2), rp.full((ends[2] / ends[1]) ^ (1 / 36), 36), 1e-14)
  end
  refuses("rp.linspace: one point cannot be both ends", function() rp.linspace(0, 1, 1) end)
  refuses("rp.linspace: 0 points are too few", function() rp.linspace(0, 1, 0) end)
  refuses("rp.linspace: the number of points 2.5 is not a whole", function() rp.linspace(0, 1, 2.5) end)
  refuses("rp.linspace: the number of points must be a whole number, got a no value", function() rp.linspace(0, 1) end)
  refuses("rp.linspace: the ends 0.0 and inf must be finite", function() rp.linspace(0, inf, 3) end)
  refuses("rp.linspace: the first end must be a number, got a nil", function() rp.linspace(nil, 1, 3) end)
  refuses("rp.logspace: the ends 0.0 and 1.0 must be positive", function() rp.logspace(0, 1, 3) end)
  refuses("rp.logspace: the ends .*nan.* must be positive", function() rp.logspace(nan, 1, 3) end)
end)

check.test("ranges contain their last value when they meet it", function()
  check.equal(rp.range(1, 4):totable(), { 1.0, 2.0, 3.0, 4.0 })
  check.equal(rp.range(0, 0.3, 0.1):size(), 4)
  check.equal(rp.range(0, 0.3, 0.1)[-1], 0.3)
  check.equal(rp.range(0, 0.35, 0.1):size(), 4)
  check.near(rp.range(0, 0.35, 0.1)[-1], 0.3, 1e-15)
  check.equal(rp.range(3, 1, -1):totable(), { 3.0, 2.0, 1.0 })
  check.equal(rp.range(1, 0):size(), 0)
  check.equal(rp.range(2, 2):totable(), { 2.0 })
  refuses("rp.range: from 0.0 to 1.0 in steps of 0.0 is no finite list", function() rp.range(0, 1, 0) end)
  refuses("no finite list", function() rp.range(0, inf) end)
  refuses("rp.range: the step must be a number, got a string", function() rp.range(0, 1, "x") end)
end)

check.test("concat and stack", function()
  check.equal(rp.concat({ 1, 2 }, 3, rp.array { 4 }):totable(), { 1.0, 2.0, 3.0, 4.0 })
  check.equal(rp.concat(rp.zeros(2, 3), rp.zeros(0, 3), rp.zeros(1, 3)):shape(), { 3, 3 })
  check.equal(rp.stack { { 1, 2 }, rp.array { 3, 4 } }:totable(), { { 1.0, 2.0 }, { 3.0, 4.0 } })
  check.equal(rp.stack { 1, 2 }:shape(), { 2, 1 })
  check.equal(rp.stack { rp.zeros(2, 3, 4), rp.zeros(2, 3, 4), rp.zeros(2, 3, 4) }:shape(), { 3, 2, 3, 4 })
  refuses("rp.concat: array 1 has shape 2x3, array 2 has shape 2x2", function() rp.concat(rp.zeros(2, 3), rp.zeros(2, 2)) end)
  refuses("rp.concat: array 1 has shape 2x3, array 2 has shape 3", function() rp.concat(rp.zeros(2, 3), rp.zeros(3)) end)
  refuses("rp.concat: needs an array", function() rp.concat() end)
  refuses("rp.concat: expected an array, .*got a string", function() rp.concat({ 1 }, "2") end)
  refuses("rp.stack: array 1 has shape 2, array 3 has shape 3", function() rp.stack { { 1, 2 }, { 3, 4 }, { 5, 6, 7 } } end)
  refuses("rp.stack: expected a list of arrays", function() rp.stack {} end)
  refuses("rp.stack: expected a list of arrays", function() rp.stack(rp.zeros(3)) end)
  refuses("an array has 1 to 8 axes, not 9", function() rp.stack { rp.zeros(1, 1, 1, 1, 1, 1, 1, 1) } end)
end)

check.test("indices are 1-based, count from the end, and are checked", function()
  local v = rp.range(1, 13)
  check.equal(v[1], 1.0)
  check.equal(v[13.0], 13.0)
  check.equal(v[-1], 13.0)
  check.equal(v[-13], 1.0)
  for _, i in ipairs { 14, 0, -14, math.mininteger, math.maxinteger } do
    refuses("index " .. tostring(i):gsub("-", "%%-") .. " is outside 1%.%.13", function() return v[i] end)
  end
  refuses("index 1.5 is not a whole number", function() return v[1.5] end)
  refuses("index .*nan is not a whole number", function() return v[nan] end)
  refuses("arrays have no method 'lenght'", function() return v.lenght end)
  refuses("indexed by a whole number, not by a table", function() return v[{}] end)
  refuses("index 1 of an array, which is empty", function() return rp.zeros(0)[1] end)
  refuses("arrays cannot be changed", function() v[1] = 2 end)
  refuses("arrays cannot be changed", function() v.name = 2 end)
  check.raises("", function() setmetatable(v, {}) end)
  check.equal(getmetatable(v), "array")
end)

check.test("at and parts of higher rank", function()
  local a = rp.range(1, 24):reshape(2, 3, 4)
  for i = 1, 2 do
    for j = 1, 3 do
      for k = 1, 4 do
        local want = (i - 1) * 12 + (j - 1) * 4 + k + 0.0
        check.equal(a[i][j][k], want)
        check.equal(a:at(i, j, k), want)
        check.equal(a:at(i - 3, j)[k - 5], want)
      end
    end
  end
  check.equal(shape_text(a:at(2)), "3x4")
  refuses("at: index 4 of axis 2 is outside 1..3", function() a:at(1, 4, 1) end)
  refuses("at: index 0 of axis 'time' is outside 1..4", function() a:named { axes = { "", "", "time" } }:at(1, 1, 0) end)
  refuses("at: an array of shape 2x3x4 takes 1 to 3 indices, got 4", function() a:at(1, 1, 1, 1) end)
  refuses("takes 1 to 3 indices, got 0", function() a:at() end)
  refuses("at: index must be a whole number, got a string", function() a:at "1" end)
  refuses("at: called on a table instead of an array; write a:at", function() a.at({}, 1) end)
end)

check.test("slices agree with a loop over positions", function()
  local a = rp.range(1, 7)
  local function loop(i, j, step)
    local t = {}
    for k = i, j, step do t[#t + 1] = k + 0.0 end
    return t
  end
  for i = 1, 7 do
    for j = 1, 7 do
      for _, step in ipairs { 1, 2, 3, -1, -2 } do
        local reachable = step > 0 and j >= i - 1 or step < 0 and j <= i + 1
        if reachable then
          check.equal(a:slice(i, j, step):totable(), loop(i, j, step))
          check.equal(a:slice(i - 8, j - 8, step):totable(), loop(i, j, step))
        else
          refuses("slice: index %d cannot be reached from %d in steps of", function() a:slice(i, j, step) end)
        end
      end
    end
  end
  check.equal(a:slice(3):totable(), loop(3, 7, 1))
  check.equal(a:slice(8, 7):size(), 0)
  check.equal(rp.zeros(0):slice(1, 0):size(), 0)
  local b = rp.range(1, 12):reshape(3, 4)
  check.equal(b:slice(2, 3):totable(), { { 5.0, 6.0, 7.0, 8.0 }, { 9.0, 10.0, 11.0, 12.0 } })
  check.equal(b:slice(-1, 1, -2):totable(), { { 9.0, 10.0, 11.0, 12.0 }, { 1.0, 2.0, 3.0, 4.0 } })
  check.equal(b:slice(2, -1, 2, 2):totable(), { { 2.0, 4.0 }, { 6.0, 8.0 }, { 10.0, 12.0 } })
  refuses("slice: index 8 is outside 1..7", function() a:slice(2, 8) end)
  refuses("slice: index 0 is outside 1..7", function() a:slice(0, 3) end)
  refuses("slice: index 0 is outside 1..7", function() a:slice(0) end)
  refuses("slice: index 9 is outside 1..7", function() a:slice(9, 8) end)
  refuses("slice: the step must not be 0", function() a:slice(1, 2, 0) end)
  refuses("slice: axis 3 is outside 1..2", function() b:slice(1, 2, 1, 3) end)
  refuses("slice: index must be a whole number, got a no value", function() a:slice() end)
end)

check.test("take one position or several", function()
  local a = rp.range(1, 24):reshape(2, 3, 4)
  for axis, n in ipairs { 2, 3, 4 } do
    for i = 1, n do
      local part = a:take(axis, i)
      check.equal(part:rank(), 2)
      check.equal(a:take(axis, { i, i }):take(axis, 2), part)
      check.equal(a:take(axis - 4, i - n - 1), part)
      check.equal(a:slice(i, i, 1, axis):reshape(part:shape()), part)
    end
  end
  check.equal(a:take(2, 3):at(2, 4), a:at(2, 3, 4))
  check.equal(rp.array { 5, 6, 7 }:take(1, 2), 6.0)
  check.equal(rp.array { 5, 6, 7 }:take(1, { 3, 1, -1 }):totable(), { 7.0, 5.0, 7.0 })
  check.equal(a:take(3, {}):shape(), { 2, 3, 0 })
  local b = a:named { axes = { "fee", "agents", "time" } }
  check.equal(b:take("agents", 2), a:take(2, 2))
  check.equal(b:take("agents", 2):axes(), { "fee", "time" })
  check.equal(b:take("agents", { 2 }):axes(), { "fee", "agents", "time" })
  refuses("take: there is no axis 'tme'; the axes are: fee, agents, time", function() b:take("tme", 1) end)
  refuses("take: there is no axis 'x'; the axes are: %(no name%), %(no name%), %(no name%)", function() a:take("x", 1) end)
  refuses("take: index 4 of axis 2 is outside 1..3", function() a:take(2, 4) end)
  refuses("take: index 4 of axis 'agents' is outside 1..3", function() b:take(2, { 1, 4 }) end)
  refuses("take: index 1.5 is not a whole number", function() a:take(2, { 1.5 }) end)
  refuses("take: axis 0 is outside 1..3", function() a:take(0, 1) end)
  refuses("take: needs an axis and an index", function() a:take() end)
  refuses("take: expected an array, .*got a nil", function() a:take(1) end)
  refuses("take: the list of indices has shape 1x1", function() a:take(1, { { 1 } }) end)
end)

check.test("where selects by a mask", function()
  local a = rp.array { 3, 1, nan, 2 }
  check.equal(a:where(a:gt(1.5)):totable(), { 3.0, 2.0 })
  check.equal(a:where { 0, 1, 0, -1 }:totable(), { 1.0, 2.0 })
  check.equal(a:where { 0, 0, 0, 0 }:shape(), { 0 })
  local b = rp.range(1, 6):reshape(3, 2)
  check.equal(b:where { 1, 0, 1 }:totable(), { { 1.0, 2.0 }, { 5.0, 6.0 } })
  check.equal(b:where(b:gt(2)):totable(), { 3.0, 4.0, 5.0, 6.0 })
  refuses("where: the mask has shape 3, the array 4", function() a:where { 1, 0, 1 } end)
  refuses("where: the mask has shape 2x3, the array 3x2", function() b:where(rp.zeros(2, 3)) end)
end)

check.test("pairs and ipairs walk the first axis", function()
  local seen = {}
  for i, v in pairs(rp.array { 5, 6, 7 }) do seen[#seen + 1] = { i, v } end
  check.equal(seen, { { 1, 5.0 }, { 2, 6.0 }, { 3, 7.0 } })
  seen = {}
  for i, row in ipairs(rp.array { { 1, 2 }, { 3, 4 } }) do seen[i] = row:totable() end
  check.equal(seen, { { 1.0, 2.0 }, { 3.0, 4.0 } })
  for _ in pairs(rp.zeros(0, 2)) do error "nothing to walk over" end
  seen = {}
  for i, v in ipairs { "a", "b", nil, "d" } do seen[i] = v end
  check.equal(seen, { "a", "b" }, "ipairs of lists is as ever")
  for i, v in ipairs(setmetatable({}, { __index = function(_, i) return i <= 2 and i * 10 or nil end })) do seen[i] = v end
  check.equal(seen, { 10, 20 })
end)

check.test("reshape, transpose, reverse", function()
  local a = rp.range(1, 24)
  check.equal(a:reshape(2, -1, 4):shape(), { 2, 3, 4 })
  check.equal(a:reshape { 4, 6 }:shape(), { 4, 6 })
  check.equal(a:reshape(4, 6):reshape(-1), a)
  check.equal(rp.zeros(0):reshape(3, 0):shape(), { 3, 0 })
  check.equal(rp.zeros(0):reshape(3, -1):shape(), { 3, 0 })
  local b = a:reshape(2, 3, 4)
  check.equal(b:transpose():shape(), { 4, 3, 2 })
  check.equal(b:transpose():transpose(), b)
  check.equal(a:transpose(), a)
  local c = b:transpose(2, 3, 1)
  check.equal(c:shape(), { 3, 4, 2 })
  for i = 1, 2 do
    for j = 1, 3 do
      for k = 1, 4 do check.equal(c:at(j, k, i), b:at(i, j, k)) end
    end
  end
  check.equal(b:named { axes = { "x", "y", "z" } }:transpose("z", "x", "y"):axes(), { "z", "x", "y" })
  check.equal(rp.zeros(0, 3):transpose():shape(), { 3, 0 })
  check.equal(rp.array { 1, 2, 3 }:reverse():totable(), { 3.0, 2.0, 1.0 })
  for axis, n in ipairs { 2, 3, 4 } do check.equal(b:reverse(axis), b:slice(n, 1, -1, axis)) end
  refuses("reshape: 24 elements of shape 24 do not fill the shape 5x5", function() a:reshape(5, 5) end)
  refuses("do not fill the shape 5x%-1", function() a:reshape(5, -1) end)
  refuses("do not fill the shape 0x%-1", function() a:reshape(0, -1) end)
  refuses("one extent may be %-1, none else negative", function() a:reshape(-1, -1) end)
  refuses("one extent may be %-1, none else negative", function() a:reshape(-2) end)
  refuses("do not fill", function() a:reshape(1 << 40, 1 << 40) end)
  refuses("reshape: needs 1 to 8 extents, got 0", function() a:reshape() end)
  refuses("reshape: the list has 9 entries", function() a:reshape { 1, 1, 1, 1, 1, 1, 1, 1, 24 } end)
  refuses("reshape: extent must be a whole number, got a string", function() a:reshape "24" end)
  refuses("transpose: 2 axes for an array of shape 2x3x4", function() b:transpose(1, 2) end)
  refuses("transpose: every axis must be named once; entry 2 repeats", function() b:transpose(1, 1, 2) end)
  refuses("reverse: an array of shape 2x3x4 needs an axis: a:reverse%(1%)", function() b:reverse() end)
end)

check.test("labels stay with parts and rearrangements", function()
  local a = rp.range(1, 6):reshape(2, 3):named { name = "price", unit = "cash/share", axes = { "venue", "time" } }
  check.equal({ a:name(), a:unit(), a:axes() }, { "price", "cash/share", { "venue", "time" } })
  local function labels(b, axes)
    check.equal({ b:name(), b:unit(), b:axes() }, { "price", "cash/share", axes })
  end
  labels(a[1], { "time" })
  labels(a:at(2), { "time" })
  labels(a:take("time", 1), { "venue" })
  labels(a:take("venue", 1), { "time" })
  labels(a:take("venue", { 2, 1 }), { "venue", "time" })
  labels(a:slice(1, 1), { "venue", "time" })
  labels(a:slice(1, 3, 2, "time"), { "venue", "time" })
  labels(a:transpose(), { "time", "venue" })
  labels(a:reverse "time", { "venue", "time" })
  labels(a:sort "time", { "venue", "time" })
  labels(a:where { 1, 0 }, { "venue", "time" })
  labels(a:where(a:gt(2)), { "" })
  labels(a:reshape(3, 2), { "", "" })
  labels(rp.concat(a, a), { "venue", "time" })
  labels(rp.stack { a, a }, { "", "venue", "time" })
  check.equal(rp.concat(a, a:named { name = "bid" }):name(), nil)
  check.equal(rp.concat(a, a:named { name = "bid" }):unit(), "cash/share")
  check.equal(rp.concat(a, rp.zeros(1, 3)):unit(), nil)
  local bare = a:named { name = false, unit = "", axes = false }
  check.equal({ bare:name() == nil, bare:unit() == nil, bare:axes() }, { true, true, { "", "" } })
  check.equal(a:named { axes = { "x", "" } }:axes(), { "x", "" })
  labels(a:named {}, { "venue", "time" })
  check.equal(a:name(), "price", "the original is as it was")
  refuses("named: there is no label 'units'", function() a:named { units = "x" } end)
  refuses("named: there is no label '%(not text%)'", function() a:named { "x" } end)
  refuses("named: expected a table", function() a:named "x" end)
  refuses("named: name must be text, or false for none, got a number", function() a:named { name = 3 } end)
  refuses("named: unit must be text, or false for none, got a boolean", function() a:named { unit = true } end)
  refuses("named: 1 axis names for an array of shape 2x3", function() a:named { axes = { "t" } } end)
  refuses("named: axes must be a list of names, or false for none, got a string", function() a:named { axes = "t" } end)
  refuses("named: an axis name must be text", function() a:named { axes = { "t", 2 } } end)
end)

check.test("parts survive the array that they come from", function()
  local row = rp.range(1, 100000):reshape(100, 1000)[100]
  local same = row:slice(1, -1):named { name = "row" }:reshape(10, 100)
  row = row:slice(1000)
  collectgarbage()
  collectgarbage()
  local other = rp.zeros(100000)
  check.equal(same:at(10, 100), 100000.0)
  check.equal(row[1], 100000.0)
  check.equal(other:sum(), 0.0)
end)

check.test("nothing is walked over in arrays of size 0 whose other extents are huge", function()
  local a = rp.zeros(1 << 40, 0, 2)
  check.equal(a:slice(1, -1, 2):shape(), { 1 << 39, 0, 2 })
  check.equal(a:slice(1, 0, 1, 2):size(), 0)
  check.equal(a:take(3, { 1 }):shape(), { 1 << 40, 0, 1 })
  check.equal(a:take(3, 1):shape(), { 1 << 40, 0 })
  check.equal(a:sum(3):shape(), { 1 << 40, 0 })
  check.equal(rp.zeros(1 << 40, 3, 0):median(2):shape(), { 1 << 40, 0 })
  check.equal(a:cumsum(3):size() + a:diff(1):size() + a:sort(3):size() + a:transpose():size() + (-a + a):size(), 0)
  check.equal(rp.zeros(1 << 40, 0):dot(rp.zeros(0, 0)):shape(), { 1 << 40, 0 })
  check.equal(a == a:named { name = "a" }, true)
  local many = {}
  for i = 1, 60000 do many[i] = rp.zeros(1 << 48, 0) end
  check.raises("does not fit into memory", function() rp.concat(table.unpack(many)) end)
end)

check.test("text for people", function()
  check.equal(tostring(rp.array { 1, 2.5, -0.0 }), "array 3: {1, 2.5, -0}")
  check.equal(tostring(rp.array { { 1, 2 }, { 3, nan } }:named { name = "m", unit = "cash" }), "m [cash] 2x2: {{1, 2}, {3, nan}}")
  check.equal(tostring(rp.range(1, 13)), "array 13: {1, 2, 3, ..., 11, 12, 13}")
  check.equal(tostring(rp.zeros(4, 0)), "array 4x0: {}")
  check.equal(tostring(-rp.array { nan, inf }), "array 2: {nan, -inf}")
  check.equal("v = " .. rp.array { 1 } .. "!", "v = array 1: {1}!")
  check.equal(tostring(rp.array { 1 / 3 }), "array 1: {0.333333}")
end)

check.test("what is an array", function()
  check.equal(rp.is_array(rp.zeros(1)), true)
  check.equal(rp.is_array { 1 }, false)
  check.equal(rp.is_array(), false)
  check.equal(type(rp.zeros(1)), "userdata")
  check.equal(rawget(rp, "ipairs"), nil)
end)
