-- What the introduction announces (Section 1): whether another agent goes long or short beside a seller, in the older model and
-- in this one, and what infinitely many agents do. Claims intro, except intro-deterministic (random_variance.lua); figures
-- old-new, third, mean-field. Second routes: matrix exponential of the whole system (game.lua), the boundary problem of the
-- limit by Runge and Kutta's steps.

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local ode = require "fatone2014.ode"
local whole = require "drapeau2021.game"

local identical = rp.model "nplayer_identical"
local game = rp.model "nplayer_game"
local with, each, list_of, arguments, alike = studies.with, studies.each, studies.list_of, studies.arguments, studies.alike
local duel, duel_game = studies.duel, studies.duel_game

local old_model, new_model = identical:solve(duel(0.1, 0.5)), identical:solve(duel(0.1, 0))
rp.claim "intro-old" : holds {
  part = "closed form", what = "largest inventory of the second agent, theta = eta = 0.5, lambda = 0.1",
  margin = old_model.inventory_paths[2]:max() - 0.01, strict = true, error = 1e-12,
}
do
  local X = whole.exponential(duel_game(0.1, 0.5), { 0.1, 0.25, 0.5 })
  local r = identical:solve(with(duel(0.1, 0.5), { times = { 0.1, 0.25, 0.5 } }))
  rp.claim "intro-old" : agrees {
    part = "two routes", what = "inventory of the second agent at three times",
    routes = { { "closed form", list_of(r.inventory_paths[2]) },
    { "matrix exponential of both agents", each(3, function(k) return X[k][2] end) } }, tolerance = 1e-10,
  }
end
-- One large seller and agents who have nothing: the largest inventory of the latter after the start.
local function longest_other(g)
  local n = #g.eta
  local r = game:solve({ horizon = g.T, permanent_impact = g.lambda, temporary_impact = g.eta, risk_aversion = g.alpha, terminal_penalty = g.phi,
    inventories = each(n, function(i) return i == 1 and 1 or 0 end), points = 33 }, { outputs = { "inventory_paths" } })
  return r.inventory_paths:slice(2, n):slice(2, -1, 1, "time"):max()
end
local function random_duel(random, n)
  local lambda = random:log_uniform(0.02, 2)
  return { T = random:log_uniform(0.2, 3), lambda = lambda, eta = each(n, function() return random:log_uniform(0.1, 2) end),
    alpha = each(n, function() return random:log_uniform(0.02, 4) end),
    phi = each(n, function() return lambda / 2 + (random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 20)) end) }
end
-- A seller, a fast one who hardly minds risk, and a third who does: made so that the third goes long.
local trio = { T = 2, lambda = 1, eta = { 0.2, 0.05, 0.2 }, alpha = { 4, 0.01, 2 }, sigma = 1, phi = { 10, 10, 0.5 }, b = 0, x = { 1, 0, 0 } }
rp.claim "intro-new" : holds {
  what = "minus the largest inventory of the others beside one large seller, theta = 0: two different agents, and up to 40 identical ones",
  count = 120, seed = 51, tolerance = 1e-8,
  test = function(random, k)
    if k % 2 == 0 then return -longest_other(random_duel(random, 2)) end
    local n, g = random:integer(2, 40), random_duel(random, 1)
    local r = identical:solve(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1], phi = g.phi[1] }))
    return -r.inventory_paths:slice(2, n):max()
  end,
  with = "there is one other agent, or all agents have the same parameters", without = -longest_other(trio),
}
do
  local at = { 0.5, 1, 1.5, 2 }
  local r, X = game:solve(arguments(trio, { times = at })), whole.exponential(trio, at)
  rp.claim "intro-third" : agrees {
    part = "two routes", what = "inventory of the third agent at four times",
    routes = { { "plugin", list_of(r.inventory_paths[3]) }, { "matrix exponential", each(4, function(k) return X[k][3] end) } }, tolerance = 1e-8,
  }
  rp.claim "intro-third" : holds {
    part = "long", what = "what the third agent holds at the horizon, less 0.05 of the block", margin = r.inventory_paths:at(3, 4) - 0.05,
    strict = true, error = 1e-9,
  }
  rp.value("fast-short", -game:solve(arguments(trio, { points = 161 }), { outputs = { "inventory_paths" } }).inventory_paths[2]:min(), { unit = "share",
    doc = "largest short position of the fast agent beside them" })
  rp.value("third-long", r.inventory_paths:at(3, 4), { unit = "share",
    doc = "what the third agent holds at the horizon beside a seller of one share, own temporary impact only" })
end
-- The impact at which the second agent's first trade changes its sign, by the plugin and by the whole system's exponential.
local function flip(first_rate)
  local low, high = 1e-3, 4
  for _ = 1, 46 do
    local middle = (low + high) / 2
    if first_rate(middle) > 0 then low = middle else high = middle end
  end
  return low
end
local thetas, flips, flips_whole = { 0.125, 0.25, 0.5, 0.7 }, {}, {}
for k, theta in ipairs(thetas) do
  flips[k] = flip(function(lambda)
    return identical:solve(with(duel(lambda, theta), { times = { 0 }, agents_reported = { 2 } }), { outputs = { "rate_paths" } }).rate_paths:at(1, 1)
  end)
  flips_whole[k] = flip(function(lambda)
    local g = duel_game(lambda, theta)
    return whole.rates(g, whole.start(g))[2]
  end)
end
rp.claim "intro-flip" : agrees {
  what = "permanent impact below which the second agent goes long, for four cross impacts", routes = { { "closed form", flips },
  { "matrix exponential", flips_whole } }, tolerance = 1e-8,
}
-- Two horizons, without risk: the seller must be done at T_1, the other agent has until T_2; what he then holds he liquidates
-- alone, which costs eta X^2/(T_2 - T_1).
local function other_at_first_horizon(lambda, theta, T1, T2)
  local eta = 0.5
  local g = { T = T1, lambda = lambda, theta = theta, eta = { eta, eta }, alpha = { 0, 0 }, sigma = 1, b = 0, x = { 1, 0 },
    phi = { 1e7, eta / (T2 - T1) + lambda / 2 } }
  local X = whole.exponential(g, { T1 })
  return X[1][2]
end
rp.claim "intro-horizons" : holds {
  part = "impact on everybody", what = "the other's inventory when the seller is done, small permanent impact", on = { 0.01, 0.05, 0.1 },
  strict = true, error = 1e-6,
  test = function(lambda) return other_at_first_horizon(lambda, 0.5, 1, 2) end,
}
rp.claim "intro-horizons" : holds {
  part = "large permanent impact", what = "minus the same", on = { 2, 4 }, strict = true, error = 1e-6,
  test = function(lambda) return -other_at_first_horizon(lambda, 0.5, 1, 2) end,
}
rp.claim "intro-horizons" : holds {
  part = "impact on oneself", what = "minus the same, theta = 0", on = { 0.01, 0.05, 0.1, 0.5, 2, 4 }, strict = true, error = 1e-7,
  test = function(lambda) return -other_at_first_horizon(lambda, 0, 1, 2) end,
}
local horizon_flip = flip(function(lambda) return other_at_first_horizon(lambda, 0.5, 1, 2) end)
rp.value("horizon-flip", horizon_flip, { unit = "cash/share^2",
  doc = "permanent impact at which the other agent is flat when the seller is done, theta = eta = 0.5, no risk, T_1 = 1, T_2 = 2" })

-- Infinitely many agents.
local sizes, distances = { 10, 100, 1000, 10000 }, {}
local limit
do
  local base = { lambda = 2, eta = 0.5, alpha = 1, phi = 1, x = { 1 } }
  limit = identical:solve(with(alike(1, base), { population = "mean-field" }))
  for k, n in ipairs(sizes) do
    local r = identical:solve(with(alike(n, with(base, { lambda = 2 / n, x = rp.full(1, n) })), { agents_reported = { 1 } }),
      { outputs = { "mean_profile" } })
    distances[k] = (r.mean_profile - limit.mean_profile):abs():max()
  end
  rp.claim "intro-mean-field" : converges {
    part = "order", what = "largest distance of the mean profile from its limit, permanent impact 2/n",
    h = each(4, function(k) return 1 / sizes[k] end), error = distances,
    order = 1, within = 0.02,
  }
  rp.claim "intro-mean-field" : converges {
    part = "constant", what = "n times the distance", sequence = each(4, function(k) return sizes[k] * distances[k] end),
    limit = 0.2308, tolerance = 2.2e-4, error = 1e-9, -- the limit's four digits: half a unit of the last
  }
  -- The limit for itself: eta u'' + (Lambda/2) u' - a u = 0, u(0) = 1, eta u'(T) = -phi u(T).
  local function run(start) return ode.integrate(function(_, y, slope) slope[1], slope[2] = y[2], (y[1] - y[2]) / 0.5 end, 0, 1, start) end
  local first, second = run { 1, 0 }, run { 0, 1 }
  local rate = -(0.5 * first[2] + first[1]) / (0.5 * second[2] + second[1])
  rp.claim "intro-mean-field" : agrees {
    part = "limit", what = "left at the horizon, and first rate",
    routes = { { "closed form", { limit.mean_profile[-1], limit.mean_rate[1] } },
    { "boundary problem of the limit", { first[1] + rate * second[1], rate } } }, tolerance = 1e-10,
  }
end
rp.value("mean-field-constant", sizes[4] * distances[4], { doc = "n times the distance from the limit, n = 10^4" })

-- F4: old against new.
local function old_new()
  local impacts, crosses, extreme = rp.linspace(0.02, 2, 34), rp.linspace(0, 0.9, 31), {}
  for i, theta in ipairs(crosses:totable()) do
    extreme[i] = {}
    for j, lambda in ipairs(impacts:totable()) do
      local path = identical:solve(with(duel(lambda, theta), { points = 26, agents_reported = { 2 } }),
        { outputs = { "inventory_paths" } }).inventory_paths[1]
      local low, high = path:min(), path:max()
      extreme[i][j] = high > -low and high or low
    end
  end
  local line = { x = {}, y = {} }
  for k, theta in ipairs(rp.linspace(0.02, 0.9, 23):totable()) do
    line.x[k], line.y[k] = theta, flip(function(lambda)
      return identical:solve(with(duel(lambda, theta), { times = { 0 }, agents_reported = { 2 } }),
        { outputs = { "rate_paths" } }).rate_paths:at(1, 1)
    end)
  end
  rp.figure "old-new" {
    title = "Long or short beside a seller", xlabel = "cross impact θ", ylabel = "permanent impact λ", yrange = { 0.02, 2 }, xrange = { 0, 0.9 },
    caption = "Extreme inventory of an agent without shares beside a seller of one share. At the left edge temporary impact hits oneself only (the paper's model); at θ = η = 0.5 it hits everybody (the older model). On the line the first trade changes its sign; between it and the change of colour the agent buys first and is short by more later.",
    alt = "A map over cross impact and permanent impact: long positions in the lower right corner, short ones above a nearly straight rising line.",
    rp.map { x = crosses, y = impacts, z = rp.array(extreme), palette = "diverging", label = "extreme inventory (shares)" },
    rp.line { x = line.x, y = line.y, label = "λ*: first trade changes sign", color = "black", style = "solid" },
    rp.vline { at = 0.5, label = "θ = η" },
  }
  rp.value("old-long", old_model.inventory_paths[2]:max(), { unit = "share",
    doc = "largest inventory of the second agent, older model, lambda = 0.1" })
  rp.value("new-short", new_model.inventory_paths[2]:min(), { unit = "share",
    doc = "smallest inventory of the second agent, own impact only, lambda = 0.1" })
  rp.value("flip-half", flips[3], { unit = "cash/share^2", doc = "permanent impact at which the first trade changes its sign, theta = eta = 0.5" })
end

-- Three different agents, own impact only.
local function third()
  local r = game:solve(arguments(trio, { points = 161 }))
  local names, lines = { "seller", "fast, hardly minds risk", "third" }, {}
  for i = 1, 3 do lines[i] = rp.line { x = r.time, y = r.inventory_paths[i], label = names[i] } end
  rp.figure "third" {
    title = "Long after all", columns = 2, width = 1000, height = 400,
    caption = "Own temporary impact only. Left: a seller of one share, a fast agent who goes short, and a third one who is short first and long later. Right: what their trades do to the price.",
    alt = "Left three inventories: one falls from one to zero, one drops to minus two thirds and returns slowly, one dips and then rises above zero. Right the price impact falls quickly and then recovers.",
    rp.panel { title = "inventories", xlabel = "time", ylabel = "shares", legend = "top right", rp.hline { at = 0 }, lines },
    rp.panel { title = "permanent impact on the price", xlabel = "time", ylabel = "cash per share", legend = "none",
      rp.line { x = r.time, y = r.price_impact, color = "grey", style = "solid" } },
  }
end

-- Convergence to the mean field.
local function mean_field()
  local base = { lambda = 2, eta = 0.5, alpha = 1, phi = 1 }
  local lines, counts = {}, { 1, 2, 5, 20 }
  for k, n in ipairs(counts) do
    local r = identical:solve(with(alike(n, with(base, { lambda = 2 / n, x = rp.full(1, n) })), { agents_reported = { 1 } }))
    lines[k] = rp.line { x = r.time, y = r.mean_profile, label = ("n = %d"):format(n) }
  end
  lines[5] = rp.line { x = limit.time, y = limit.mean_profile, label = "infinitely many", color = "black", style = "dashed" }
  rp.figure "mean-field" {
    title = "Towards infinitely many agents", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Identical agents who all start with a share, permanent impact 2/n each. Left: what is left of the mean inventory. Right: largest distance from the limit.",
    alt = "Left five falling curves that approach a dashed one. Right four points on a straight line of slope minus one in logarithmic axes.",
    rp.panel { title = "mean inventory", xlabel = "time", ylabel = "shares", legend = "top right", lines },
    rp.panel { title = "distance from the limit", xlabel = "agents n", ylabel = "shares", xlog = true, ylog = true, legend = "top right",
      rp.points { x = sizes, y = distances, label = "largest distance", color = "blue", marker = "circle" },
      rp.line { x = { 10, 1e4 }, y = { sizes[4] * distances[4] / 10, distances[4] }, label = ("%.3f/n"):format(sizes[4] * distances[4]), style = "dotted", color = "grey" } },
  }
end

return { old_new = old_new, third = third, mean_field = mean_field }
