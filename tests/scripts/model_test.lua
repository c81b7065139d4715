-- The model interface of scripts: solve, try_solve, sweep, curves, processes, names, units; on the test models.
local rp = require "reprise"
local check = require "check"

local feed = rp.model "feedthrough"
local lanes = rp.model "lanes"

local function list(a) return a:totable() end

check.test("defaults, numbers and names", function()
  local r = feed:solve { inventory = { 1.5, -2, 3 } }
  check.equal(r.amount_seen, 1.5)
  check.equal(list(r.inventory_seen), { 1.5, -2, 3 })
  check.equal(list(r.weights_seen), { 1, 1, 1 })
  check.equal(r.inventory_seen:unit(), "share")
  check.equal(r.inventory_seen:axes(), { "agents" })
  check.equal(r.wanted_count, 25)
  check.equal(feed:solve({ inventory = { 1 }, fee = math.huge }).fee_seen, math.huge)
  check.equal(feed:solve({ inventory = { 1 }, signed = true }).signed_seen, 1)
  check.equal(feed:solve({ inventory = rp.array { 1, 2 } }).inventory_seen:size(), 2)
end)

check.test("the axes' lengths come from integers, arrays, other axes", function()
  local r = feed:solve { inventory = { 1, 2 }, periods = 4, weights = { 1, 0, 2, 1 } }
  check.equal(#r.trades, 5)
  check.near(r.trades[2], 0.25, 1e-15)
  check.equal(#r.nodes, 4)
  check.equal(list(feed:solve({ inventory = { 1 }, times = { 0.25, 0.5 } }).reported), { 0.25, 0.5 })
end)

check.test("misspelt names are refused with the nearest", function()
  local text = check.raises("model_test.lua:%d+: model 'feedthrough' has no parameter 'inventry'; did you mean 'inventory'%?",
    function() feed:solve { inventry = { 1 } } end)
  check.truth(text)
  check.raises("no output 'tradse'; did you mean 'trades'", function() return feed:solve({ inventory = { 1 } }).tradse end)
  check.raises("no output 'tradez'", function() feed:solve({ inventory = { 1 } }, { outputs = "tradez" }) end)
  check.raises("no option 'output'; did you mean 'outputs'", function() feed:solve({ inventory = { 1 } }, { output = "trades" }) end)
  check.raises("no model 'feedthrugh'; did you mean 'feedthrough'", function() rp.model "feedthrugh" end)
end)

check.test("only wanted outputs are there", function()
  local r = feed:solve({ inventory = { 1 } }, { outputs = { "amount_seen", "wanted_count" } })
  check.equal(r.wanted_count, 2)
  check.raises("'trades' of model 'feedthrough' was not asked for", function() return r.trades end)
end)

check.test("bad values name the parameter and the condition", function()
  local cases = {
    { { inventory = { 1 }, amount = -1 }, "out-of-bounds", "amount", "'amount' is %-1, it must be >= 0 and < 100" },
    { { inventory = { 1 }, amount = 100 }, "out-of-bounds", "amount", "< 100" },
    { { inventory = { 1 }, amount = 0 / 0 }, "not-finite", "amount", "'amount' is not a number %(nan%)" },
    { { inventory = { 1 }, amount = math.huge }, "not-finite", "amount", "must be finite" },
    { { inventory = { 1 }, fee = -math.huge }, "out-of-bounds", "fee", ">= %-1 or infinite" },
    { { inventory = { 1 }, periods = 2.5 }, "not-an-integer", "periods", "whole number" },
    { { inventory = { 1 }, periods = 0 }, "out-of-bounds", "periods", ">= 1" },
    { { inventory = { 1 }, periods = "3" }, "wrong-kind", "periods", "takes a whole number, not a text" },
    { { inventory = { 1 }, method = "doubld" }, "unknown-choice", "method", "'doubld', which is not one of" },
    { { inventory = { 1 }, signed = 2 }, "wrong-kind", "signed", "true or false" },
    { {}, "missing", nil, "inventory" },
    { { inventory = { { 1, 2 } } }, "wrong-shape", "inventory", "has 1 axis, the given array has 2" },
    { { inventory = { 1, 2 }, weights = { 1, 2 } }, "wrong-shape", "weights", "2 entries along the axis 'periods', which has length 3" },
    { { inventory = { 1, 0 / 0 } }, "not-finite", "inventory", "entry 2" },
    { { inventory = { 1 }, covariance = { { 1, 2 }, { 2, 1 } } }, "not-positive-definite", "covariance", "positive definite" },
    { { inventory = { 1 }, covariance = { { 1, 0.1 }, { 0.2, 1 } } }, "not-symmetric", "covariance", "0.2 and 0.1" },
    { { inventory = { 1 }, times = { 1, 1 } }, "not-increasing", "times", "entry 2" },
    { { inventory = { 1 }, picked = { 1.5 } }, "not-an-integer", "picked", "whole number" },
    { { inventory = { 1 }, times = { 1, 2 }, picked = { 1 } }, "axis-conflict", "picked", "'times' has 2 entries along 'reported' and 'picked' has 1" },
    { { inventory = { 1 }, volatility = -0.5 }, "out-of-bounds", "volatility", ">= 0" },
    { { inventory = { 1 }, volatility = function(t) return 0.5 - t end }, "out-of-bounds", "volatility", "at t = " },
    { { inventory = { 1 }, factor = "oo" }, "unknown-law", "factor", "'oo', which is not one of" },
    { { inventory = rp.array({ 1 }):named { unit = "cash" } }, "wrong-unit", "inventory", "measured in share" },
  }
  for _, case in ipairs(cases) do
    local r, finding = feed:try_solve(case[1])
    check.equal(r, nil, case[2])
    check.equal(finding.status, "bad_input", case[2])
    check.equal(finding.slug, case[2])
    check.equal(finding.parameter, case[3])
    check.match(finding.text, case[4])
    check.raises("model_test.lua:%d+: feedthrough: .*" .. case[2]:gsub("%-", "%%-"), function() feed:solve(case[1]) end)
  end
end)

check.test("curves: constants, tables, functions, breaks", function()
  local function at(volatility, more)
    local arguments = { inventory = { 1 }, periods = 4, horizon = 2, volatility = volatility }
    for k, v in pairs(more or {}) do arguments[k] = v end
    return list(feed:solve(arguments).volatility_seen)
  end
  check.equal(at(0.3), { 0.3, 0.3, 0.3, 0.3, 0.3 })
  check.equal(at(rp.curve { grid = { 0, 1, 2 }, values = { 1, 3, 2 } }), { 1, 2, 3, 2.5, 2 })
  check.equal(at(rp.curve { grid = { 0, 1, 2 }, values = { 1, 3, 2 }, rule = "step" }), { 1, 1, 3, 3, 2 })
  for k, y in ipairs(at(function(t) return 1 + math.sin(3 * t) ^ 2 end)) do
    check.near(y, 1 + math.sin(1.5 * (k - 1)) ^ 2, 1e-13)
  end
  local jump = rp.curve(function(t) return t < 0.7 and 1 or 2 + t end, { breaks = { 0.7 } })
  for k, y in ipairs(at(jump)) do check.near(y, ({ 1, 1, 3, 3.5, 4 })[k], 1e-13) end
  check.raises("'volatility': the function is not smooth near 0.7", function() at(function(t) return t < 0.7 and 1 or 2 end) end)
  check.raises("'volatility': the function does not return a number", function() at(function() return "x" end) end)
  check.raises("'volatility': the function is not finite", function() at(function() return 0 / 0 end) end)
  check.raises("rp.curve has no option 'rul'; did you mean 'rule'", function() rp.curve { grid = { 0, 1 }, values = { 1, 2 }, rul = "step" } end)
  check.raises("rp.curve has no option 'brakes'; did you mean 'breaks'", function() rp.curve(math.sin, { brakes = { 1 } }) end)
  check.raises("grid has 2 points and values 3 numbers", function() rp.curve { grid = { 0, 1 }, values = { 1, 2, 3 } } end)
  check.raises("grid must increase", function() rp.curve { grid = { 0, 0 }, values = { 1, 2 } } end)
  check.raises("my own error", function() at(function() error "my own error" end) end)
  check.raises("'smile': the interval of the function is not known", function()
    feed:solve { inventory = { 1 }, smile = function(z) return z end } end)
  local smile = feed:solve { inventory = { 1 }, smile = rp.curve(function(z) return z ^ 3 end, { domain = { -1, 2 } }), times = { 0.5, 1.5 } }
  check.near(smile.smile_seen[2], 1.5 ^ 3, 1e-14)
end)

check.test("one curve per agent", function()
  local r = feed:solve { inventory = { 1, 2 }, periods = 2, cost = { function(t) return 1 + t end, function(t) return math.exp(-t) end } }
  check.equal(r.cost_seen:axes(), { "agents", "trades" })
  check.near(r.cost_seen:at(1, 2), 1.5, 1e-14)
  check.near(r.cost_seen:at(2, 3), math.exp(-1), 1e-14)
  local same = feed:solve { inventory = { 1, 2 }, periods = 2, cost = function(t) return 1 + t end }
  check.near(same.cost_seen:at(2, 3), 2, 1e-14)
  check.equal(feed:solve({ inventory = { 1, 2 }, cost = 3 }).cost_seen:at(2, 1), 3)
end)

check.test("processes", function()
  check.equal(feed:solve({ inventory = { 1 }, factor = "frozen" }).law_seen, 5)
  local ok, finding = feed:try_solve { inventory = { 1 }, factor = { law = "ou", sped = 1 } }
  check.equal(ok, nil)
  check.equal(finding.slug, "unknown-coefficient")
end)

check.test("sweeps over combinations", function()
  local s = lanes:sweep { x = rp.linspace(1, 3, 5), scale = { 1, 10 }, offset = 0.5 }
  check.equal(s.count, 10)
  check.equal(s.y:shape(), { 5, 2 })
  check.equal(s.y:axes(), { "x", "scale" })
  check.equal(s.y:at(3, 2), 40.5)
  check.equal(s.powers_of_x:shape(), { 5, 2, 3 })
  check.equal(s.powers_of_x:at(5, 1, 3), 27)
  check.equal(list(s.x), { 1, 1.5, 2, 2.5, 3 })
  check.equal(s.status:sum(), 0)
  check.raises("neither an output nor a swept parameter 'ofset'", function() return s.ofset end)
end)

check.test("a sweep has the same bits by batch, alone, and on any number of threads", function()
  local x, scale = rp.linspace(-2, 5, 211), rp.linspace(0.1, 7.3, 97)
  local reference = lanes:sweep({ x = x, scale = scale }, { batch = false, threads = 1 })
  check.equal(reference.count_lanes:at(211, 97), 0)
  for _, threads in ipairs { 1, 2, 8 } do
    for _, batch in ipairs { true, false } do
      local s = lanes:sweep({ x = x, scale = scale }, { batch = batch, threads = threads })
      check.equal(s.count_lanes:at(211, 97), batch and 1 or 0)
      check.truth(s.y:isnan() == reference.y:isnan())
      check.truth(s.y:where(s.y:isfinite()) == reference.y:where(reference.y:isfinite()))
      check.truth(s.status == reference.status)
    end
  end
end)

check.test("a sweep goes on after failed points and tells about them", function()
  local s = lanes:sweep { x = { 4, -1, 9, 200 } }
  check.equal(list(s.status), { 0, 2, 0, 3 })
  check.equal(s.y[1], 16)
  check.truth(s.y[2] ~= s.y[2])
  check.equal(s.y[3], 81)
  local failures = s:failures()
  check.equal(#failures, 2)
  local both = lanes:sweep { x = { 4, -1 }, offset = { 1, 2, 3 } }
  check.equal(both.status:shape(), { 2, 3 })
  check.equal(both.status:axes(), { "x", "offset" })
  check.equal(both.status:at(2, 3), 2)
  check.equal(failures[1].slug, "negative")
  check.equal(failures[1].at.x, -1)
  check.match(failures[2].text, "above 100")
  local bad = lanes:sweep { x = { 1, 5000 } } -- outside the schema's bounds: point by point, with its sentence
  check.equal(list(bad.status), { 0, 1 })
  check.match(bad:failures()[1].text, "'x' is 5000")
end)

check.test("paired sweeps, choices, integers, rp.over", function()
  local s = lanes:sweep({ x = { 1, 2, 3 }, offset = { 10, 20, 30 } }, { paired = true })
  check.equal(list(s.y), { 11, 24, 39 })
  check.equal(s.status:shape(), { 3 })
  check.raises("paired lists must have one length", function() lanes:sweep({ x = { 1, 2 }, offset = { 1 } }, { paired = true }) end)
  check.equal(list(lanes:sweep({ x = 2, exponent = { 1, 2, 3 } }).y), { 2, 4, 8 })
  check.equal(list(feed:sweep({ inventory = { 1 }, method = { "doubled", "plain" } }, { outputs = "amount_seen" }).amount_seen), { 3, 1.5 })
  local methods = feed:sweep({ inventory = { 1 }, method = { "doubled", "plain" }, amount = { 1, 2 } }, { outputs = "amount_seen" })
  check.equal(methods.method, { "doubled", "plain" })
  check.equal(methods:at({ method = "doubled", amount = 2 }).amount_seen, 4)
  check.raises("nothing in this sweep varies along 'metod'; did you mean 'method'", function() methods:at { metod = "plain" } end)
  check.raises("'method' has no point at other; it has doubled, plain", function() methods:at { method = "other", amount = 2 } end)
  check.raises("points with 1 outputs need at least", function()
    feed:sweep({ inventory = { 1 }, amount = rp.linspace(0, 1, 100000), fee = rp.linspace(0, 1, 100000) }, { outputs = "amount_seen" }) end)
  local outer = feed:sweep({ inventory = rp.over { { 1, 2 }, { 3, 4 }, { 5, 6 } }, amount = { 1, 2 } }, { outputs = { "inventory_seen", "amount_seen" } })
  check.equal(outer.inventory_seen:shape(), { 3, 2, 2 })
  check.equal(outer.inventory_seen:at(3, 1, 2), 6)
  check.equal(outer.status:shape(), { 3, 2 })
  check.equal(outer.amount_seen:at(2, 2), 2)
  check.raises("no parameter has a list of values", function() lanes:sweep { x = 1 } end)
  check.raises("takes one value; lists of values are for lanes:sweep", function() lanes:solve { x = { 1, 2 } } end)
end)

check.test("an integer that changes an axis cannot be swept for outputs on that axis", function()
  local s = feed:sweep({ inventory = { 1 }, periods = { 2, 3 } }, { outputs = { "amount_seen" } })
  check.equal(list(s.amount_seen), { 1.5, 1.5 })
  check.raises("'trades' has another length at each 'periods'", function()
    feed:sweep({ inventory = { 1 }, periods = { 2, 3 } }, { outputs = { "trades" } }) end)
  local all = feed:sweep { inventory = { 1 }, periods = { 2, 3 } }
  check.equal(list(all.status), { 0, 0 })
  check.raises("'trades' of model 'feedthrough' was not collected", function() return all.trades end)
end)

check.test("lines and slices of a sweep", function()
  local s = lanes:sweep { x = { 1, 2 }, scale = { 1, 5 }, offset = { 0, 7 } }
  local lines = s:lines { x = "x", y = "y", by = "scale", at = { offset = 7 }, label = "scale %g" }
  check.equal(#lines, 2)
  check.raises("also varies along 'offset'", function() s:lines { x = "x", y = "y", by = "scale" } end)
  check.equal(s:at({ x = 2, scale = 5, offset = 7 }).y, 27)
  check.raises("does not vary along 'exponent'", function() s:lines { x = "exponent", y = "y" } end)
  check.raises("at: 'scale' has no point at 2.5; it has 1, 5", function() s:at { x = 2, scale = 2.5, offset = 7 } end)
  check.raises("lines: 'offset' has no point at 3; it has 0, 7", function() s:lines { x = "x", y = "y", by = "scale", at = { offset = 3 } } end)
  local map = s:map { x = "scale", y = "x", z = "y", at = { offset = 7 } }.options
  check.equal(list(map.x), { 1, 5 })
  check.equal(map.z:totable(), { { 8, 11 }, { 12, 27 } })
  check.equal(s:map({ x = "x", y = "scale", z = "y", at = { offset = 7 } }).options.z:totable(), { { 8, 12 }, { 11, 27 } })
  check.raises("map: y takes the name", function() s:map { x = "scale", z = "y", at = { offset = 7 } } end)
end)

check.test("random numbers follow the run's seed only", function()
  local random = rp.model "service_random"
  local a = random:solve({ numbers = 6 }, { seed = 7 })
  check.truth(a.normals == random:solve({ numbers = 6 }, { seed = 7, threads = 2 }).normals)
  check.truth(a.normals ~= random:solve({ numbers = 6 }, { seed = 8 }).normals)
  check.truth(a.normals:slice(3, 6) == random:solve({ numbers = 4, first = 2 }, { seed = 7 }).normals)
end)

check.test("a plugin that breaks its contract is reported, not believed", function()
  for _, case in ipairs { { "writes_nothing", "unwritten%-output" }, { "writes_nan", "not%-finite" }, { "unknown_status", "unknown%-status" },
    { "asks_twice", "asked%-twice" }, { "wrong_shape", "shape%-conflict" } } do
    local r, finding = rp.model(case[1]):try_solve {}
    check.equal(r, nil, case[1])
    check.equal(finding.status, "bug", case[1])
    check.match(finding.slug, case[2])
  end
end)

check.test("what published numbers were made with", function()
  local line = require("reprise.provenance").made_with()
  check.match(line, "^made with reprise %d+%.%d+%.%d+; models: .*%f[%w]feedthrough %d+%.%d+%.%d+, lanes 1")
  local context = require "reprise.context"
  local set = context.set
  context.set = { n = "50", a = "x\ny" }
  line = require("reprise.provenance").made_with()
  context.set = set
  check.match(line, "; settings: a=x y, n=50$")
end)
