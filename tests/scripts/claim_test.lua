-- Claims: for every verb a case in which it confirms, one in which it must not, and one in which the solver's own error is too
-- large to decide; what is refused; how parts combine; what is written at the end.
local check = require "check"
local host = require "host"
local rp = require "reprise"
local claim = require "reprise.claim"
local ledger = require "reprise.ledger"

local serial = 0

-- Evaluates one verb on a fresh free claim and returns the outcome.
local function outcome(verb, arguments)
  serial = serial + 1
  local c = rp.claim("free-" .. serial)
  local word = c[verb](c, arguments) -- no tail call: it would take this frame, and with it the position, away
  return word
end

local function refused(pattern, verb, arguments)
  local text = check.raises(pattern, outcome, verb, arguments)
  check.match(text, "^tests/scripts/claim_test%.lua:%d+: ", "the position")
end

-- Runs f with a ledger of these claims (fields filled up) and returns claims.json, the result of finish and the JUnit text.
local function run_with(claims, f, outcome_of_script)
  local lines = {}
  for index, each in ipairs(claims) do
    local row = { where = "Section 1", kind = "value", origin = "source", says = "a statement", expect = "confirmed" }
    for key, value in pairs(each) do row[key] = value end
    local parts = {}
    for key, value in pairs(row) do parts[#parts + 1] = ("%s = %q"):format(key, value) end
    lines[index] = "{ " .. table.concat(parts, ", ") .. " }"
  end
  local text = ('return { paper = "toy", title = "A toy", claims = { %s } }'):format(table.concat(lines, ",\n"))
  local read, why = ledger.parse(text, "papers/toy/claims.lua", "toy")
  check.truth(read, why)
  claim.reset(read)
  local folder = host.temporary_directory() .. "/claims" .. serial
  serial = serial + 1
  f()
  local result = claim.finish({ results = folder, script = "toy.lua", script_name = "toy" }, outcome_of_script or { ok = true })
  local data = host.json_decode(host.read_file(folder .. "/claims.json"))
  local junit = host.read_file(folder .. "/junit.xml")
  claim.reset()
  return data, result, junit
end

check.test("three-valued decisions", function()
  local decide = require "reprise.decide"
  local function within(deviation, error)
    local word = decide.within(deviation, 1, error)
    return word
  end
  check.equal(within(0.9, 0.1), "confirmed")
  check.equal(within(0.95, 0.1), "undecided", "the tolerance lies within the error")
  check.equal(within(1.05, 0.1), "undecided")
  check.equal(within(1.2, 0.1), "refuted")
  check.equal(within(0.1, 0.2), "undecided", "the error is more than a tenth")
  check.equal(within(1.5, 0.2), "undecided", "more than a tenth of the deviation, too")
  check.equal(within(2.5, 0.2), "refuted")
  check.equal(within(math.huge, 0), "refuted")
  check.equal(within(0 / 0, 0), "undecided")
  for list, word in pairs {
    [""] = "unevaluated", ["confirmed"] = "confirmed", ["confirmed confirmed-with"] = "confirmed-with", ["misprint confirmed"] = "misprint",
    ["misprint refuted"] = "partly", ["partly"] = "partly", ["partly confirmed"] = "partly", ["refuted refuted"] = "refuted",
    ["refuted not-checkable"] = "partly", ["confirmed not-checkable"] = "partly", ["not-checkable"] = "not-checkable",
    ["confirmed refuted undecided"] = "undecided",
  } do
    local outcomes = {}
    for each in list:gmatch("%S+") do outcomes[#outcomes + 1] = each end
    check.equal(decide.combine(outcomes), word, list)
  end
end)

check.test("reproduces: the printed digits are the tolerance", function()
  check.equal(outcome("reproduces", { printed = "1.23", computed = 1.2349, error = 1e-6 }), "confirmed")
  check.equal(outcome("reproduces", { printed = "1.23", computed = 1.235, error = 0 }), "confirmed", "the interval is closed")
  check.equal(outcome("reproduces", { printed = "1.23", computed = 1.2351, error = 1e-6 }), "refuted")
  check.equal(outcome("reproduces", { printed = "1.230", computed = 1.2349, error = 1e-6 }), "refuted", "a trailing zero counts")
  check.equal(outcome("reproduces", { printed = "11,619", computed = 11618.8037, error = 1e-6 }), "confirmed")
  check.equal(outcome("reproduces", { printed = "11,619", computed = 11687.602, error = 1e-6 }), "refuted")
  check.equal(outcome("reproduces", { printed = "−0.9 %", computed = -0.0087703, error = 1e-9 }), "confirmed")
  check.equal(outcome("reproduces", { printed = { "1.5", "2.5" }, computed = { 1.52, 2.48 }, error = 1e-3 }), "confirmed")
  check.equal(outcome("reproduces", { printed = { "1.5", "2.5" }, computed = { 1.52, 2.6 }, error = 1e-3 }), "partly")
end)

check.test("reproduces: too large an error of the solver decides nothing", function()
  check.equal(outcome("reproduces", { printed = "1.23", computed = 1.2301, error = 1e-3 }), "undecided")
  check.equal(outcome("reproduces", { printed = "1.23", computed = 1.2353, error = 4e-4 }), "undecided", "straddles the end")
  check.equal(outcome("reproduces", { printed = "1.23", computed = 0 / 0, error = 1e-9 }), "undecided")
  check.equal(outcome("reproduces", { printed = "1.23", routes = { a = 1.2301, b = 1.2320 } }), "undecided")
  check.equal(outcome("reproduces", { printed = "1.23", routes = { a = 1.2301, b = 1.2302 } }), "confirmed")
  check.equal(outcome("reproduces", { printed = "1.23", computed = 7.0, error = 0.5 }), "refuted", "far off is far off")
end)

check.test("reproduces: other digits and tolerances need a word", function()
  check.equal(outcome("reproduces", { printed = "1500", digits = 2, computed = 1530, error = 1 }), "confirmed")
  check.equal(outcome("reproduces", { printed = "1500", computed = 1530, error = 1e-3 }), "refuted")
  check.equal(outcome("reproduces", { printed = "1500", tolerance = 100, reason = "read off a figure", computed = 1560, error = 1 }),
    "confirmed")
  refused("needs reason", "reproduces", { printed = "1500", tolerance = 100, computed = 1560, error = 1 })
  refused("needs error", "reproduces", { printed = "1500", computed = 1500 })
  refused("neither the script nor the ledger", "reproduces", { computed = 1500, error = 0 })
  refused("groups of three", "reproduces", { printed = "1,23", computed = 1.23, error = 0 })
  refused("must not be negative", "reproduces", { printed = "1.23", computed = 1.23, error = -1 })
end)

check.test("agrees: two routes within the tolerance, element by element", function()
  check.equal(outcome("agrees", { routes = { recursion = { 1, 2, 3 }, dense = { 1, 2, 3 + 1e-12 } }, tolerance = 1e-10 }), "confirmed")
  check.equal(outcome("agrees", { routes = { recursion = { 1, 2, 3 }, dense = { 1, 2.1, 3 } }, tolerance = 1e-10 }), "refuted")
  check.equal(outcome("agrees", { routes = { { "a", 1.0 }, { "b", 1.0 }, { "c", 1.1 } }, tolerance = 1e-3 }), "refuted", "each pair")
  check.equal(outcome("agrees", { routes = { a = 1e-20, b = 0 }, tolerance = 1e-9, scale = 1 }), "confirmed", "absolute scale")
  check.equal(outcome("agrees", { routes = { a = { 1e-16, 1 }, b = { 0, 1 } }, tolerance = 1e-9 }), "confirmed", "the column's floor")
  check.equal(outcome("agrees", { routes = { a = rp.array { 1, 2 }, b = { 1, 2 } }, tolerance = 0 }), "confirmed", "arrays")
end)

check.test("agrees: NaN or a large own error decides nothing", function()
  check.equal(outcome("agrees", { routes = { a = { 1, 0 / 0 }, b = { 1, 0 / 0 } }, tolerance = 1e-9 }), "undecided")
  check.equal(outcome("agrees", { routes = { a = 1.0, b = 1.00001 }, tolerance = 1e-4, error = 5e-5 }), "undecided")
end)

check.test("agrees: what is no pair of routes", function()
  local same = { 1, 2, 3 }
  refused("one and the same value", "agrees", { routes = { a = same, b = same }, tolerance = 1 })
  refused("needs two routes", "agrees", { routes = { a = same }, tolerance = 1 })
  refused("needs tolerance", "agrees", { routes = { a = 1, b = 2 } })
  refused("'a' has 2 numbers, 'b' has 3", "agrees", { routes = { a = { 1, 2 }, b = same }, tolerance = 1 })
  refused("literal true", "agrees", { routes = { a = true, b = true }, tolerance = 1 })
end)

check.test("holds: margins decide", function()
  check.equal(outcome("holds", { what = "y > 0", margin = { 1, 0.5, 2 }, strict = true }), "confirmed")
  check.equal(outcome("holds", { what = "y > 0", margin = { 1, -0.5, 2 }, strict = true }), "refuted")
  check.equal(outcome("holds", { what = "y > 0", margin = { 1, 0, 2 }, strict = true }), "refuted", "strict")
  check.equal(outcome("holds", { what = "y >= 0", margin = { 1, 0, 2 } }), "confirmed")
  check.equal(outcome("holds", { what = "y >= 0", margin = -1e-16, tolerance = 1e-12 }), "confirmed")
  check.equal(outcome("holds", { what = "y > 0", margin = { 1, 1e-9 }, error = 1e-6, strict = true }), "undecided")
  check.equal(outcome("holds", { what = "y >= 0", margin = { 1, 1e-9 }, error = 1e-6 }), "undecided")
  check.equal(outcome("holds", { what = "y > 0", margin = { 1, 0 / 0 } }), "undecided")
end)

check.test("holds: a test on points, given or random", function()
  local points = { { fee = 1 }, { fee = 2 } }
  check.equal(outcome("holds", { what = "fee < 3", on = points, test = function(p) return 3 - p.fee end }), "confirmed")
  check.equal(outcome("holds", { what = "fee < 3", on = points, test = function(p) return 3 - p.fee, 1.5 end, strict = true }), "undecided")
  local seen = {}
  local test = function(random, k)
    local u = random:uniform()
    seen[k] = seen[k] or u
    check.equal(u, seen[k], "the same point in every run")
    return u
  end
  check.equal(outcome("holds", { what = "u >= 0", test = test, count = 50, seed = 7 }), "confirmed")
  check.equal(outcome("holds", { what = "u >= 0", test = test, count = 20, seed = 7 }), "confirmed")
  refused("states count and seed", "holds", { what = "u >= 0", test = test, count = 50 })
end)

check.test("holds: a literal truth is refused", function()
  refused("literal true: a verdict is computed", "holds", { what = "yes", margin = true })
  refused("literal true", "holds", { what = "yes", margin = { true } })
  refused("literal true", "holds", { what = "yes", on = { 1 }, test = function() return true end })
  refused("not absent", "holds", { what = "yes", on = { 1 }, test = function() end })
  refused("margin or test", "holds", { what = "yes", margin = 1, test = function() return 1 end })
  refused("needs what", "holds", { margin = 1 })
  refused("nearest: margin", "holds", { what = "yes", margn = 1 })
end)

check.test("holds: frequencies by their confidence interval", function()
  local margins = {}
  for k = 1, 2000 do margins[k] = k <= 900 and 1 or -1 end
  local function frequency(wanted, list)
    return outcome("holds", { what = "ordering", margin = list or margins, seed = 1, frequency = wanted })
  end
  check.equal(frequency { at_least = 0.4 }, "confirmed")
  check.equal(frequency { at_least = 0.5 }, "refuted")
  check.equal(frequency { at_least = 0.44 }, "undecided", "the interval is 0.428..0.472")
  check.equal(frequency { at_most = 0.5 }, "confirmed")
  check.equal(frequency { between = { 0.4, 0.5 } }, "confirmed")
  check.equal(frequency { between = { 0.4, 0.46 } }, "undecided")
  check.equal(frequency { between = { 0.1, 0.2 } }, "refuted")
  check.equal(frequency({ at_least = 0.95 }, { 1, 1, 1 }), "undecided", "three of three prove little")
  refused("state seed", "holds", { what = "x", margin = margins, frequency = { at_least = 0.5 } })
  local decide = require "reprise.decide"
  local low, high = decide.frequency_interval(8, 10, 0.95)
  check.near({ low, high }, { 0.44390453769236, 0.97478927367317 }, 1e-10, "Clopper-Pearson")
end)

local function curve(f, n)
  local x = rp.linspace(-1, 1, n or 101)
  return x, x:map(f)
end

check.test("shape: one case each way", function()
  local good = {
    increasing = function(x) return x ^ 3 + x end, decreasing = function(x) return -x end,
    convex = function(x) return x ^ 2 end, concave = function(x) return -x ^ 2 end,
    positive = function(x) return x + 2 end, negative = function(x) return x - 2 end,
    ["u-shaped"] = function(x) return (x - 0.2) ^ 2 end, ["hump-shaped"] = function(x) return -(x - 0.2) ^ 2 end,
    ["single-crossing"] = function(x) return x - 0.303 end,
  }
  local bad = {
    increasing = function(x) return x ^ 3 - 0.1 * x end, decreasing = function(x) return x end,
    convex = function(x) return x ^ 3 end, concave = function(x) return x ^ 3 end,
    positive = function(x) return x end, negative = function(x) return x end,
    ["u-shaped"] = function(x) return x end, ["hump-shaped"] = function(x) return math.cos(9 * x) end,
    ["single-crossing"] = function(x) return math.sin(9 * x) + 0.01 end,
  }
  for is, f in pairs(good) do
    local x, y = curve(f)
    check.equal(outcome("shape", { x = x, y = y, is = is }), "confirmed", is)
    x, y = curve(bad[is])
    check.equal(outcome("shape", { x = x, y = y, is = is }), "refuted", "not " .. is)
    x, y = curve(f)
    check.equal(outcome("shape", { x = x, y = y, is = is, error = 10 }), "undecided", is .. " in noise")
  end
end)

check.test("shape: weak forms, places, crossings", function()
  local x, y = curve(function(t) return math.max(t, 0) end)
  check.equal(outcome("shape", { x = x, y = y, is = "nondecreasing", tolerance = 1e-12 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "increasing" }), "refuted", "flat")
  check.equal(outcome("shape", { x = x, y = y + 1, is = "increasing" }), "undecided", "flat within rounding")
  x, y = curve(function(t) return (t - 0.2) ^ 2 end)
  check.equal(outcome("shape", { x = x, y = y, is = "u-shaped", at = 0.2, within = 0.02 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "u-shaped", at = 0.5, within = 0.02 }), "refuted")
  x, y = curve(function(t) return math.sin(9 * t) + 0.01 end)
  check.equal(outcome("shape", { x = x, y = y, is = "crossings", crossings = 5 }), "confirmed")
  x, y = curve(function(t) return (t - 0.9) * (t ^ 2 + 1e-4) end)
  check.equal(outcome("shape", { x = x, y = y, is = "single-crossing" }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "single-crossing", error = 1e-3 }), "undecided", "noise may hide two crossings")
  x, y = curve(function(t) return t end)
  check.equal(outcome("shape", { x = x, y = y, is = "single-crossing", direction = "up", at = 0, within = 1e-9 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "single-crossing", direction = "down" }), "refuted")
  check.equal(outcome("shape", { x = x, y = y, is = "bounded", from = -1, upto = 1 , tolerance = 1e-9}), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "bounded", from = -0.5 }), "refuted")
end)

check.test("shape: constant, straight, symmetric, ordered, limit", function()
  local x, y = curve(function(t) return 2 + 1e-9 * t end)
  check.equal(outcome("shape", { x = x, y = y, is = "constant", tolerance = 1e-6 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "constant", tolerance = 1e-11 }), "refuted")
  check.equal(outcome("shape", { x = x, y = y, is = "constant", tolerance = 1e-6, error = 1e-6 }), "undecided")
  x, y = curve(function(t) return 3 * t + 1 end)
  check.equal(outcome("shape", { x = x, y = y, is = "straight", tolerance = 1e-12 }), "confirmed")
  x, y = curve(function(t) return t ^ 2 end)
  check.equal(outcome("shape", { x = x, y = y, is = "straight", tolerance = 1e-3 }), "refuted")
  check.equal(outcome("shape", { x = x, y = y, is = "symmetric", tolerance = 1e-12 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "symmetric", odd = true, tolerance = 1e-12 }), "refuted")
  check.equal(outcome("shape", { x = x, y = { y, y + 1, y + 2 }, is = "ordered" }), "confirmed")
  check.equal(outcome("shape", { x = x, y = rp.stack { y, y + 1 }, is = "ordered" }), "confirmed", "an array of curves")
  check.equal(outcome("shape", { x = x, y = { y, y + x }, is = "ordered" }), "refuted")
  check.equal(outcome("shape", { x = x, y = { y, y + 0.1 }, is = "ordered", error = 0.2 }), "undecided")
  x = rp.linspace(1, 40, 40)
  y = x:map(function(t) return 5 + math.exp(-t) end)
  check.equal(outcome("shape", { x = x, y = y, is = "limit", to = 5, tolerance = 1e-9 }), "confirmed")
  check.equal(outcome("shape", { x = x, y = y, is = "limit", to = 4, tolerance = 1e-9 }), "refuted")
  check.equal(outcome("shape", { x = x, y = y, is = "limit", to = 5, tolerance = 1e-9, error = 1 }), "undecided")
end)

check.test("shape: a violation between the samples is found", function()
  local function dip(t) return t - 0.02 * math.exp(-((t - 0.013) / 0.002) ^ 2) end
  local x, y = curve(dip, 101)
  check.equal(outcome("shape", { x = x, y = y, is = "increasing" }), "confirmed", "the samples miss it")
  check.equal(outcome("shape", { x = x, y = y, is = "increasing", refine = dip }), "refuted")
  x, y = curve(math.exp, 101)
  check.equal(outcome("shape", { x = x, y = y, is = "convex", refine = math.exp }), "confirmed")
end)

check.test("shape: sampling is stated and enforced", function()
  local x, y = curve(function(t) return t end, 20)
  refused("20 samples are too few", "shape", { x = x, y = y, is = "increasing" })
  check.equal(outcome("shape", { x = x, y = y, is = "increasing", discrete = true }), "confirmed")
  check.equal(outcome("shape", { y = { 1, 2, 3 }, is = "increasing" }), "confirmed", "without x the points are all there are")
  x, y = curve(function(t) return t end, 40)
  refused("promises 400 points", "shape", { x = x, y = y, is = "increasing", samples = 400 })
  refused("nearest: increasing", "shape", { x = x, y = y, is = "incresing" })
  refused("x must increase", "shape", { x = y:reverse(), y = y, is = "increasing" })
end)

check.test("converges: observed order", function()
  local h = { 0.1, 0.05, 0.025, 0.0125 }
  check.equal(outcome("converges", { h = h, error = { 6.9e-5, 1.7e-5, 4.3e-6, 1.1e-6 }, order = 2, within = 0.1 }), "confirmed")
  check.equal(outcome("converges", { h = h, error = { 6.9e-5, 3.5e-5, 1.7e-5, 8.7e-6 }, order = 2, within = 0.1 }), "refuted")
  check.equal(outcome("converges", { h = h, error = { 6.9e-5, 1.7e-5, 9e-6, 1.1e-6 }, order = 2, within = 0.1 }), "undecided")
  check.equal(outcome("converges", { h = h, error = { 6.9e-5, 1.7e-5, 5e-6, 1e-6 }, order = 2, within = 0.1 }), "undecided", "scatter")
  check.equal(outcome("converges", { h = h, error = { 1e-14, 2e-15, 1e-15, 3e-15 }, order = 2, within = 0.1, floor = 1e-15 }),
    "undecided", "rounding")
  check.equal(outcome("converges", { h = h, error = { 1e-2, 1.3e-3, 1.6e-4, 2e-5 }, at_least = 2, within = 0.1 }), "confirmed")
  refused("at least 3", "converges", { h = { 1, 2 }, error = { 1, 2 }, order = 1, within = 1 })
end)

check.test("converges: a sequence and its limit", function()
  local s = { 1.5, 1.1, 1.01, 1.001, 1.0001 }
  check.equal(outcome("converges", { sequence = s, limit = 1, tolerance = 1e-3 }), "confirmed")
  check.equal(outcome("converges", { sequence = s, limit = 1, tolerance = 1e-5 }), "refuted")
  check.equal(outcome("converges", { sequence = s, limit = 1, tolerance = 1e-3, error = 1e-3 }), "undecided")
  check.equal(outcome("converges", { sequence = { 1.5, 1.1, 1.4, 1.0001 }, limit = 1, tolerance = 1e-3 }), "refuted", "by chance")
end)

check.test("corrects: the printed number is wrong and the corrected one right", function()
  local base = { printed = "11,619", truth = 11687.601977770308, reference = 11687.601977770301 }
  local function case(changes)
    local arguments = {}
    for key, value in pairs(base) do arguments[key] = value end
    for key, value in pairs(changes) do arguments[key] = value end
    return outcome("corrects", arguments)
  end
  check.equal(case {}, "misprint")
  check.equal(case { explained_by = 11618.803732254313 }, "misprint")
  check.equal(case { explained_by = 11700 }, "partly", "an explanation that explains nothing")
  check.equal(case { truth = 11618.9, reference = 11618.9 }, "confirmed", "the printed form holds")
  check.equal(case { reference = 11690 }, "refuted", "neither form holds")
  check.equal(case { error = 100, tolerance = 1e-3 }, "undecided")
  refused("needs reference", "corrects", { printed = "11,619", truth = 1 })
end)

check.test("corrects: a printed formula", function()
  check.equal(outcome("corrects", { printed_form = { 1, 2.5 }, truth = { 1, 2 }, reference = { 1, 2 + 1e-13 }, tolerance = 1e-9 }), "misprint")
  check.equal(outcome("corrects", { printed_form = { 1, 2 }, truth = { 1, 2 }, reference = { 1, 2 }, tolerance = 1e-9 }), "confirmed")
  check.equal(outcome("corrects", { printed_form = { 1, 0 / 0 }, truth = { 1, 2 }, reference = { 1, 2 }, tolerance = 1e-9 }), "misprint",
    "a formula that gives nothing")
  check.equal(outcome("corrects", { omitted = "m", truth = 2, reference = 2, tolerance = 1e-9 }), "misprint")
  check.equal(outcome("corrects", { omitted = "m", truth = 2, reference = 2.1, tolerance = 1e-9 }), "refuted")
  refused("stands instead of printed", "corrects", { omitted = "m", printed_form = 2, truth = 2, reference = 2, tolerance = 1e-9 })
  check.equal(outcome("corrects", { printed_form = 2.0001, truth = 2, reference = 2, tolerance = 1e-3, error = 5e-4 }), "undecided")
  refused("goes in as printed_form", "corrects", { printed = "q = a - b", truth = 1, reference = 1 })
end)

check.test("cannot: only where the ledger says so", function()
  refused("needs a claim of the ledger", "cannot", { reason = "no data" })
  local data, result = run_with({ { id = "a", expect = "not-checkable", reason = "no data" }, { id = "b" } }, function()
    rp.claim "a" : cannot {}
    check.raises("expects claim 'b' to be confirmed", function() rp.claim "b" : cannot { reason = "lazy" } end)
    rp.claim "b" : holds { what = "x", margin = 1 }
  end)
  check.equal(data.claims[1].verdict, "not-checkable")
  check.truth(result.ok)
end)

check.test("with: a hypothesis that is needed", function()
  check.equal(outcome("holds", { what = "x", margin = 1, with = "C > C*" }), "confirmed-with")
  check.equal(outcome("holds", { what = "x", margin = -1, with = "C > C*" }), "refuted")
  check.equal(outcome("holds", { what = "x", margin = 1, with = "C > C*", without = { 1, -1 } }), "confirmed-with")
  check.equal(outcome("holds", { what = "x", margin = 1, with = "C > C*", without = { 1, 2 } }), "confirmed", "not needed")
  refused("in words", "holds", { what = "x", margin = 1, with = true })
end)

check.test("the ledger's expectation is compared with, never copied", function()
  local data, result, junit = run_with({
    { id = "good" }, { id = "worse" }, { id = "missing" }, { id = "better", expect = "refuted", reason = "we thought so" },
    { id = "odd", kind = "limit", expect = "not-checkable", reason = 'a < b & "c"' },
    { id = "vague" },
  }, function()
    rp.claim "good" : holds { what = "x", margin = 1 }
    rp.claim "worse" : holds { what = "x", margin = -1 }
    rp.claim "better" : holds { what = "x", margin = 1 }
    rp.claim "vague" : holds { what = "x", margin = 1, error = 2 }
    rp.claim "odd" : cannot {}
    rp.claim "stray" : holds { what = "x", margin = 1 }
  end)
  check.equal(result.ok, false)
  check.equal(result.status, 3)
  local verdicts = {}
  for _, each in ipairs(data.claims) do verdicts[each.id] = each.verdict end
  check.equal(verdicts, { good = "confirmed", worse = "refuted", missing = "unevaluated", better = "confirmed",
    vague = "undecided", odd = "not-checkable", stray = "confirmed" })
  local problems = {}
  for _, each in ipairs(data.problems) do problems[#problems + 1] = each.claim end
  check.equal(problems, { "worse", "missing", "better", "vague", "stray" })
  check.equal(data.counts.confirmed, 3)
  check.match(table.concat(result.lines, "\n"), "5 of 7 claims are not as the ledger expects")
  check.match(table.concat(result.lines, "\n"), "stray .*not in the ledger")
  check.match(junit, 'tests="7" failures="5"')
  check.match(junit, '<skipped message="a &lt; b &amp; &quot;c&quot;"/>')
  check.match(data.claims[1].line, "^tests/scripts/claim_test%.lua:%d+$")
end)

check.test("an interrupted or partial run is not blamed for what it skipped", function()
  local data, result = run_with({ { id = "a" }, { id = "b" } }, function()
    rp.claim "a" : holds { what = "x", margin = 1 }
  end, { ok = false, kind = "error" })
  check.truth(result.ok)
  check.equal(data.partial, true)
  check.equal(data.claims[2].verdict, "unevaluated")
end)

check.test("parts combine, and a second evaluation without a part is refused", function()
  local data, result = run_with({
    { id = "split", expect = "partly", reason = "only the first half" },
    { id = "both" }, { id = "wrong", expect = "refuted", reason = "no" }, { id = "slip", expect = "misprint", corrected = "plus" },
    { id = "half", expect = "partly", reason = "the rest cannot be checked" },
    { id = "needs", expect = "confirmed-with", hypothesis = "C > 0" }, { id = "open" },
  }, function()
    rp.claim "split" : holds { part = "first", what = "x", margin = 1 }
    rp.claim "split" : holds { part = "second", what = "x", margin = -1 }
    rp.claim "both" : holds { part = "one", what = "x", margin = 1 }
    rp.claim "both" : agrees { part = "two", routes = { a = 1, b = 1 }, tolerance = 0 }
    rp.claim "wrong" : holds { part = "one", what = "x", margin = -1 }
    rp.claim "wrong" : holds { part = "two", what = "x", margin = -2 }
    rp.claim "slip" : corrects { part = "one", printed_form = 1, truth = 2, reference = 2, tolerance = 1e-9 }
    rp.claim "slip" : holds { part = "two", what = "x", margin = 1 }
    rp.claim "half" : holds { part = "one", what = "x", margin = 1 }
    rp.claim "half" : cannot { part = "two", reason = "no formula" }
    rp.claim "needs" : holds { part = "one", what = "x", margin = 1, with = "C > 0" }
    rp.claim "needs" : holds { part = "two", what = "x", margin = 1 }
    rp.claim "open" : holds { what = "x", margin = 1 }
    check.raises("evaluated at tests/scripts/claim_test.lua:%d+ already", function() rp.claim "open" : holds { what = "x", margin = 1 } end)
    check.raises("part 'one' of claim 'both'", function() rp.claim "both" : holds { part = "one", what = "x", margin = 1 } end)
  end)
  check.equal(result.lines, { "7 claims: 2 confirmed, 1 confirmed-with, 1 misprint, 1 refuted, 2 partly" })
  check.truth(result.ok)
  check.equal(#data.claims[1].evaluations, 2)
end)

check.test("printed numbers come from the ledger, and the script must not contradict it", function()
  local data = run_with({ { id = "a", printed = "11,619" }, { id = "b", printed = "2" } }, function()
    rp.claim "a" : reproduces { computed = 11618.8, error = 1e-3 }
    check.raises("ledger says '2'", function() rp.claim "b" : reproduces { printed = "3", computed = 3, error = 0 } end)
  end)
  check.equal(data.claims[1].evaluations[1].printed, "11,619")
  check.near(data.claims[1].deviation, 0.2, 1e-9)
  check.equal(data.claims[1].tolerance, 0.5)
  check.equal(data.claims[1].slack, 2e-3, "twice the solver's error")
end)

check.test("unknown verbs and ids", function()
  check.raises("nearest: holds", function() rp.claim "a" : hold { } end)
  check.raises("made of a%-z", function() rp.claim "A" end)
  check.raises("with a colon", function() rp.claim("a").holds { } end)
  check.raises("takes a table", function() rp.claim "a" : holds(true) end)
end)

check.test("random numbers are the same everywhere", function()
  local r = rp.random(42)
  check.near({ r:uniform(), r:normal(), r:log_uniform(1e-3, 1e3), r:integer(1, 6) },
    { 0.38697427624004088, 1.9543529524107548, 4.1777607214989851, 3 }, 1e-14, "as an independent program computes them")
  local sum, n = 0, 20000
  for _ = 1, n do sum = sum + r:uniform() end
  check.near(sum / n, 0.5, 0.01)
  check.raises("takes a seed", rp.random, "x")
end)

claim.reset()
