-- Volatility and drift that follow a random factor: what they do to one agent, to five, and to two types of agents. Claims
-- prop3.1-cir, prop3.1-concave, intro-deterministic, random-variance, random-limit, fig-feedback, fig-vol-of-vol; figures
-- feedback, vol-of-vol, fan. Second route: power series in the factor, in plain Lua (factor.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local alone = require "drapeau2021.single"
local factor = require "drapeau2021.factor"

local game = rp.model "nplayer_game"
local factor_game = rp.model "nplayer_factor"
local factor_paths = rp.model "nplayer_factor_paths"
local abs, max, sqrt = math.abs, math.max, math.sqrt
local with, each, list_of, in_factors, root = studies.with, studies.each, studies.list_of, studies.in_factors, studies.root
local root_N, root_q, root_X, root_solved = studies.root_N, studies.root_q, studies.root_X, studies.root_solved
local loner, loner_N, loner_tail = studies.loner, studies.loner_N, studies.loner_tail

rp.value("taylor-degree", root_solved.resolution_used, { decimals = 0, doc = "degree of the Taylor series for five identical agents at the default accuracy" })
do
  -- E int a ds = alpha (mean T + (start - mean)(1 - e^{-speed T})/speed).
  local expected = 4 * (0.09 + (0.06 - 0.09) * (1 - math.exp(-2)) / 2)
  rp.claim "prop3.1-cir" : agrees {
    part = "solvers", what = "A(0)",
    routes = { { "plugin, automatic", factor_game:solve(in_factors(loner)).feedback:at(1, 1) },
      { "plugin, Chebyshev collocation", factor_game:solve(in_factors(loner, { method = "chebyshev" })).feedback:at(1, 1) },
      { "power series", loner_N[1][1] } }, tolerance = 1e-8,
  }
  rp.claim "prop3.1-cir" : holds {
    part = "bounds", what = "A(0) less the lower bound, upper bound less A(0)", strict = true, error = loner_tail + 1e-11,
    margin = { loner_N[1][1] - 0.5 / (1 + 0.5 / 0.2), 0.5 + expected - loner_N[1][1] },
  }
  local averaged = alone.backward { T = 1, eta = function() return 0.2 end, a = function(t) return 4 * (0.09 - 0.03 * math.exp(-2 * t)) end,
    f = function() return 0 end, gamma = 0.5 }
  rp.claim "prop3.1-concave" : holds {
    part = "square-root variance", what = "A(0) for the mean of the variance less A(0)", margin = averaged - loner_N[1][1], strict = true,
    error = 1e-10,
  }
  rp.claim "prop3.1-concave" : holds {
    part = "variance that jumps", what = "the same for two states, random agents and states", count = 40, seed = 61, strict = true, error = 1e-12,
    test = function(random)
      local low = random:log_uniform(0.05, 1)
      local T = random:uniform(0.3, 3)
      local jumping, mean_risk = factor.switching(T, random:log_uniform(0.1, 1), random:uniform(0, 2), { low, low * random:uniform(2, 20) }, random:log_uniform(0.2, 3) / T)
      return mean_risk - jumping
    end,
  }
  rp.value("cir-value", loner_N[1][1], { unit = "cash/share^2", doc = "A(0), square-root variance, one agent" })
  rp.value("cir-averaged", averaged, { unit = "cash/share^2", doc = "A(0) for the mean of that variance" })
end
do
  local function series(start, variance)
    local N, q = factor.series(with(root, { start = start, drift = { 0.2 }, variance = variance }), 12)
    return { N[1][1], q[1] }
  end
  rp.claim "intro-deterministic" : agrees {
    part = "constant volatility", what = "feedback and forcing of five agents who watch an idle factor, from two of its states",
    routes = { { "z = 0.06", series(0.06, { 0.09 }) }, { "z = 0.12", series(0.12, { 0.09 }) } }, tolerance = 1e-12,
  }
  rp.claim "intro-deterministic" : agrees {
    part = "no variance", what = "variance of the inventory at the horizon, the factor idle",
    routes = { { "plugin", factor_game:solve(in_factors(root, { variance = { { 0.09 } }, drift = { { 0.2 } } })).inventory_variance[1] },
    { "none", 0 } }, tolerance = 1e-10, scale = 1,
  }
  rp.claim "intro-deterministic" : holds {
    part = "random volatility", what = "distance of the feedback in two states when the factor is the variance, less 0.01; variance of the inventory", strict = true, error = 1e-8,
    margin = { abs(series(0.06, { 0, 1 })[1] - series(0.12, { 0, 1 })[1]) - 0.01, root_solved.inventory_variance[1] },
  }
end

-- Routes to the five agents, and to two types of agents.
local root_collocated = factor_game:solve(in_factors(root, { method = "chebyshev" }))
rp.claim "random-variance" : agrees {
  part = "five identical agents", what = "feedback, forcing and expected inventory",
  routes = { { "Taylor series", { root_solved.feedback:at(1, 1), root_solved.forcing[1], root_solved.expected_inventory[1] } },
    { "Chebyshev collocation", { root_collocated.feedback:at(1, 1), root_collocated.forcing[1], root_collocated.expected_inventory[1] } },
    { "power series in plain Lua", { root_N[1][1], root_q[1], root_X[1] } } }, tolerance = 1e-8,
}
do
  local two = { law = "cir", speed = 1.5, mean = 0.2, volatility = 0.4, start = 0.15, T = 1, lambda = 0.1, n = { 3, 7 }, eta = { 0.2, 0.5 }, alpha = { 3, 1 },
    phi = { 1, 0.4 }, variance = { 0.02, 1 }, drift = { 0.1, -0.5 }, x = { 1, -0.2 } }
  local N, q, X = factor.series(two, 10)
  local r = factor_game:solve(in_factors(two))
  rp.claim "random-variance" : agrees {
    part = "two types", what = "feedback matrix, forcing, expected inventories",
    routes = { { "Taylor series", { r.feedback:at(1, 1), r.feedback:at(1, 2), r.feedback:at(2, 1), r.feedback:at(2, 2), r.forcing[1], r.forcing[2],
      r.expected_inventory[1], r.expected_inventory[2] } },
        { "power series in plain Lua", { N[1][1], N[1][2], N[2][1], N[2][2], q[1], q[2], X[1], X[2] } } }, tolerance = 1e-8,
  }
  -- Without randomness the two types are ten agents of nplayer_game.
  local calm = factor_game:solve(in_factors(with(two, { variance = { 0.2 }, drift = { 0.1 } })))
  local spread = {}
  for _, name in ipairs { "eta", "alpha", "phi", "x" } do
    spread[name] = each(10, function(i) return two[name][i <= 3 and 1 or 2] end)
  end
  local ten = game:solve({ horizon = 1, permanent_impact = two.lambda, volatility = sqrt(0.2), drift = 0.1, temporary_impact = spread.eta, risk_aversion = spread.alpha,
    terminal_penalty = spread.phi, inventories = spread.x, times = { 0, 1 }, agents_reported = { 1, 4 } })
  rp.claim "random-limit" : agrees {
    what = "inventories of both types at the horizon, constant volatility",
    routes = { { "types", list_of(calm.expected_inventory) },
    { "ten agents", { ten.inventory_paths:at(1, 2), ten.inventory_paths:at(2, 2) } } }, tolerance = 1e-7,
  }
end

-- F6: random volatility. What the feedback looks like, and what the volatility of the variance does.
local function feedback()
  local times, states = rp.linspace(0, 1, 41), rp.linspace(0, 0.4, 41)
  local r = factor_game:solve(in_factors(loner, { method = "chebyshev", times = times, states = states, range_low = 0, range_high = 1.2 }), { outputs = { "feedback_field" } })
  local field = r.feedback_field:reshape(41, 41)
  local lines = {}
  for k, index in ipairs { 1, 21, 31, 37, 41 } do
    lines[k] = rp.line { x = states, y = field[index], label = ("t = %g"):format(times[index]) }
  end
  rp.claim "fig-feedback" : shape { part = "in the variance", x = states, y = field[1], is = "increasing" }
  rp.claim "fig-feedback" : shape { part = "bends down", x = states, y = field[1], is = "concave" }
  rp.figure "feedback" {
    title = "The feedback along time and variance", columns = 2, width = 1000, height = 420,
    caption = "One agent, square-root variance around 0.09, γ = 0.5. Left: A(t, z), to which his rate per share is proportional. Right: sections at five times.",
    alt = "Left a map over time and variance: large values at high variance early, a level value at the horizon. Right rising concave curves that flatten with time into a constant.",
    rp.panel { title = "A(t, z)", xlabel = "time t", ylabel = "variance z", rp.map { x = times, y = states, z = field, label = "cash per share²" } },
    rp.panel { title = "sections", xlabel = "variance z", ylabel = "A (cash per share²)", legend = "bottom right", colors = "sequence", lines },
  }
end

local function vol_of_vol()
  local scales = rp.linspace(0, 4, 33)
  local list = scales:totable()
  local A, X, spread, P = {}, {}, {}, {}
  for k, scale in ipairs(list) do
    local one = factor_game:solve(in_factors(loner, { volatility_scale = scale, method = "chebyshev", tolerance = 1e-7 }),
      { outputs = { "feedback", "expected_inventory", "inventory_variance" } })
    A[k], X[k], spread[k] = one.feedback:at(1, 1), one.expected_inventory[1], sqrt(max(0, one.inventory_variance[1]))
  end
  rp.claim "fig-vol-of-vol" : shape { part = "A", x = scales * 0.3, y = A, is = "decreasing" }
  rp.claim "fig-vol-of-vol" : shape { part = "inventory", x = scales * 0.3, y = X, is = "increasing" }
  rp.figure "vol-of-vol" {
    title = "The more random the variance, the more patient the agent", columns = 2, width = 1000, height = 400,
    caption = "One agent, square-root variance with the same mean at every time. Left: A at the start against the volatility of the variance. Right: mean inventory at the horizon with one standard deviation to both sides.",
    alt = "Left a falling curve. Right a rising curve inside a widening band.",
    rp.panel { title = "value of a unit", xlabel = "volatility of the variance ν", ylabel = "A(0) (cash per share²)", legend = "none",
      rp.line { x = scales * 0.3, y = A } },
    rp.panel { title = "inventory left", xlabel = "volatility of the variance ν", ylabel = "shares", legend = "top left",
      rp.band { x = scales * 0.3, lo = rp.array(X) - rp.array(spread), hi = rp.array(X) + rp.array(spread), label = "one standard deviation", color = "blue" },
      rp.line { x = scales * 0.3, y = X, label = "mean", color = "blue", style = "solid" } },
  }
end

-- Equilibrium inventories along simulated paths of the variance.
local function fan()
  local lively = with(loner, { volatility = 0.6, alpha = { 12 }, n = { 5 }, lambda = 0.06, phi = { 0.53 } })
  local r = factor_paths:solve(in_factors(lively, { paths = 4096, reported = 24, quantiles = { 0.05, 0.95 }, points = 61 }), { seed = 3,
    outputs = { "time", "factor_paths", "inventory_paths", "mean_inventory", "bands" } })
  local variances, inventories = {}, {}
  for k = 1, 24 do
    variances[k] = rp.line { x = r.time, y = r.factor_paths[k][1], label = "24 paths", color = "grey", style = "solid", width = 1 }
    inventories[k] = rp.line { x = r.time, y = r.inventory_paths[k][1], label = "24 paths", color = "grey", style = "solid", width = 1 }
  end
  -- One eventful path: the one with the largest variance on average.
  local wildest, most = 1, 0.0
  for k = 1, 24 do
    local mean = r.factor_paths[k][1]:mean()
    if mean > most then wildest, most = k, mean end
  end
  rp.figure "fan" {
    title = "Inventories follow the variance", columns = 2, width = 1000, height = 420,
    caption = "Five identical agents with a share each, α = 12, square-root variance with ν = 0.6. Left: simulated paths of the variance. Right: equilibrium inventories along them, their mean and a band that holds nine tenths. Red: the path with the largest variance on average.",
    alt = "Left jagged paths of the variance, one of them in red with large values. Right a fan of falling inventories; the red one falls fastest.",
    rp.panel { title = "variance", xlabel = "time", ylabel = "σ² (cash² per share² and time)", legend = "none", variances,
      rp.line { x = r.time, y = r.factor_paths[wildest][1], label = "largest variance", color = "red", style = "solid", width = 2.5 } },
    rp.panel { title = "inventory of each agent", xlabel = "time", ylabel = "shares", legend = "top right",
      rp.band { x = r.time, lo = r.bands[1][1], hi = r.bands[2][1], label = "nine tenths", color = "blue" }, inventories,
      rp.line { x = r.time, y = r.mean_inventory[1], label = "mean", color = "blue", style = "solid" },
      rp.line { x = r.time, y = r.inventory_paths[wildest][1], label = "largest variance", color = "red", style = "solid", width = 2.5 } },
  }
end

return { feedback = feedback, vol_of_vol = vol_of_vol, fan = fan }
