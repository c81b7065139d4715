-- Constant coefficients (Section 5), from two agents to a hundred thousand. Claims sec5, fig-seller, fig-depth, fig-drift;
-- figures sellers, depth, ten, ours in place of the paper's. Second routes: matrix exponential of the whole system (game.lua),
-- sums of exponentials over the roots of a secular equation (modes.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local matrices = require "muhlekarbe2024.matrices"
local whole = require "drapeau2021.game"
local modes = require "drapeau2021.modes"

local identical = rp.model "nplayer_identical"
local game = rp.model "nplayer_game"
local dense = rp.model "nplayer_dense"
local abs, max, min = math.abs, math.max, math.min
local with, each, list_of, arguments, alike = studies.with, studies.each, studies.list_of, studies.arguments, studies.alike
local crowd, duel, duel_game, four, by_modes = studies.crowd, studies.duel, studies.duel_game, studies.four, studies.by_modes
local all_X = studies.all_X

local function flat(lists)
  local all = {}
  for _, list in ipairs(lists) do
    for _, number in ipairs(list) do all[#all + 1] = number end
  end
  return all
end
do
  local at = { 0, 0.25, 0.5, 1 }
  local r = game:solve(arguments(four, { times = at }))
  local plugin, exponentials, sums = {}, {}, {}
  for k, t in ipairs(at) do
    local X = by_modes(t)
    for i = 1, 4 do
      plugin[#plugin + 1], exponentials[#exponentials + 1], sums[#sums + 1] = r.inventory_paths:at(i, k), all_X[k][i], X[i]
    end
  end
  rp.claim "sec5-constant" : agrees {
    part = "four agents", what = "inventories at four times",
    routes = { { "agents eliminated, collocation", plugin }, { "matrix exponential", exponentials }, { "sum of exponentials", sums } },
    tolerance = 1e-10,
  }
end
do
  local many = crowd(30)
  local at, shown = { 0.2, 0.6, 1 }, { 1, 2, 15, 30 }
  local solution, roots = modes.solve(many)
  local r = game:solve(arguments(many, { times = at, agents_reported = shown }))
  local plugin, sums = { list_of(r.aggregate) }, { {} }
  for k, t in ipairs(at) do
    local X, _, total = solution(t)
    sums[1][k] = total
    plugin[k + 1], sums[k + 1] = {}, {}
    for j, i in ipairs(shown) do plugin[k + 1][j], sums[k + 1][j] = r.inventory_paths:at(j, k), X[i] end
  end
  rp.claim "sec5-constant" : agrees {
    part = "thirty agents", what = "aggregate and four inventories at three times",
    routes = { { "agents eliminated, collocation", flat(plugin) }, { "sum of 60 exponentials", flat(sums) } }, tolerance = 1e-9,
  }
  local positive, residual = 0, 0.0
  for _, z in ipairs(roots) do
    if z > 0 then positive = positive + 1 end
    local sum, size = 1.0, 1.0
    for i = 1, 30 do
      local term = many.lambda / 2 / (many.eta[i] * z - many.lambda / 2 - many.alpha[i] / z)
      sum, size = sum + term, size + abs(term)
    end
    residual = max(residual, abs(sum) / size)
  end
  rp.claim "sec5-roots" : agrees {
    part = "how many", what = "positive and negative real roots", routes = { { "found", { positive, #roots - positive } },
    { "n of each", { 30, 30 } } }, tolerance = 0,
  }
  rp.claim "sec5-roots" : holds {
    part = "that they are roots", what = "10^-9 less the residual of the equation over the size of its terms", margin = 1e-9 - residual,
  }
  -- The product of the roots of the polynomial prod d_i (1 + (lambda r/2) sum 1/d_i) is that of a_i/eta_i, their sum that of lambda/(2 eta_i) times (1 - 1).
  local log_product, wanted = 0.0, 0.0
  for _, z in ipairs(roots) do log_product = log_product + math.log(abs(z)) end
  for i = 1, 30 do wanted = wanted + math.log(many.alpha[i] / many.eta[i]) end
  local sum = 0.0
  for _, z in ipairs(roots) do sum = sum + z end
  rp.claim "sec5-roots" : agrees { part = "and all of them", what = "log of the product, and the sum, of all roots",
    routes = { { "roots", { log_product, sum } }, { "coefficients of the characteristic polynomial", { wanted, 0 } } }, tolerance = 1e-9, scale = 1 }
end
do
  local many, at = crowd(100), { 0.2, 0.6, 1 }
  local function total(model, more) return list_of(model:solve(arguments(many, with({ times = at }, more)), { outputs = { "aggregate" } }).aggregate) end
  rp.claim "sec5-constant" : agrees {
    part = "a hundred agents", what = "aggregate at three times",
    routes = { { "agents eliminated, collocation", total(game) }, { "exponential of the whole system", total(dense, { route = "exponential" }) },
      { "sum of 200 exponentials", total(dense, { route = "modes" }) } }, tolerance = 1e-9,
  }
end
do
  -- Identical agents: two agents, one of them with nothing to sell; and five with a drift.
  local pair = { T = 1, lambda = 1, eta = { 0.5, 0.5 }, alpha = { 1, 1 }, sigma = 1, phi = { 5, 5 }, b = 0, x = { 1, 0 } }
  local five = { T = 1.5, lambda = 0.7, eta = { 0.3, 0.3, 0.3, 0.3, 0.3 }, alpha = { 1.1, 1.1, 1.1, 1.1, 1.1 },
    sigma = 0.8, phi = { 2, 2, 2, 2, 2 }, b = 0.4,
    x = { 3, -1, 0.5, 2, 0 } }
  for name, g in pairs { ["a seller and a spectator"] = pair, ["five agents with drift"] = five } do
    local at = { 0.25 * g.T, 0.5 * g.T, g.T }
    local n = #g.x
    local closed = identical:solve(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1],
      sigma = g.sigma, phi = g.phi[1], b = g.b, x = g.x }))
    local named = with(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1],
      sigma = g.sigma, phi = g.phi[1], b = g.b, x = g.x }), { times = at })
    closed = identical:solve(named)
    local eliminated, X = game:solve(arguments(g, { times = at })), whole.exponential(g, at)
    local routes = { {}, {}, {} }
    for k = 1, 3 do
      for i = 1, n do
        table.insert(routes[1], closed.inventory_paths:at(i, k))
        table.insert(routes[2], eliminated.inventory_paths:at(i, k))
        table.insert(routes[3], X[k][i])
      end
    end
    rp.claim "sec5-identical" : agrees {
      part = name, what = "all inventories at three times",
      routes = { { "mean and deviations, closed form", routes[1] }, { "agents eliminated", routes[2] },
      { "matrix exponential", routes[3] } }, tolerance = 1e-10,
    }
    if g == pair then
      rp.value("seller-left", closed.inventory_paths:at(1, 3), { unit = "share", doc = "what the seller keeps, two agents" })
      rp.value("spectator-middle", closed.inventory_paths:at(2, 2), { unit = "share", doc = "inventory of the spectator in the middle" })
    end
  end
  local stiff = identical:solve(alike(1000, { lambda = 10, phi = 30, x = each(1000, function(i) return i == 1 and 1 or 0 end) }))
  rp.claim "sec5-stable" : holds {
    what = "least entry and 1 less the largest entry of both profiles: 1000 agents, where cosh(w T) overflows",
    margin = { stiff.mean_profile:min(), stiff.deviation_profile:min(), 1 - stiff.mean_profile:max(), 1 - stiff.deviation_profile:max() },
  }
end
-- region: many
-- A hundred thousand agents of five kinds, each for itself; within a kind they start 0.3 above or below
-- its mean. The second route knows the kinds.
local kinds = {
  T = 1, lambda = 2e-5, sigma = 1, b = 0.1, x = { 1, -0.5, 2, 0.2, -1 }, count = {},
  eta = { 0.2, 0.3, 0.4, 0.6, 0.9 }, alpha = { 2, 1, 0.5, 1.5, 0.3 }, phi = { 1, 2, 3, 0.5, 1.5 },
}
for k = 1, 5 do kinds.count[k] = 20000 end
local function everyone(values)
  return rp.concat(table.unpack(each(5, function(k) return rp.full(values[k], 20000) end)))
end
local population = game:solve({
  horizon = kinds.T, permanent_impact = kinds.lambda, drift = kinds.b,
  temporary_impact = everyone(kinds.eta), risk_aversion = everyone(kinds.alpha),
  terminal_penalty = everyone(kinds.phi), inventories = everyone(kinds.x) + 0.3 * (-1) ^ rp.range(0, 99999),
  times = { 0.1, 0.5, 1 }, agents_reported = { 1, 20001, 40001, 60001, 80001 },
}, { outputs = { "aggregate", "inventory_paths" } })
-- end region
do
  local solution, found, wanted = modes.solve(kinds), {}, {}
  for k, t in ipairs { 0.1, 0.5, 1 } do
    local X, _, total = solution(t)
    table.insert(found, population.aggregate[k])
    table.insert(wanted, total)
    for j = 1, 5 do
      table.insert(found, population.inventory_paths:at(j, k) * 1e5)
      table.insert(wanted, (X[j] + 0.3 * modes.deviation(kinds, j, t)) * 1e5)
    end
  end
  rp.claim "sec5-simulations" : agrees {
    what = "100,000 agents of five kinds: aggregate and 100,000 times one inventory of each kind, at three times",
    routes = { { "every agent for itself", found }, { "five kinds, ten exponentials and the decay of deviations", wanted } }, tolerance = 1e-8,
  }
end
rp.claim "sec5-figures" : cannot {}

-- F1: one seller among n.
local function sellers()
  local counts, seller, others = { 1, 2, 5, 10, 100 }, {}, {}
  for k, n in ipairs(counts) do
    local r = identical:solve(with(alike(n, { lambda = 1, phi = 5 }), { points = 401, agents_reported = n > 1 and { 1, 2 } or { 1 } }))
    local label = n == 1 and "alone" or ("n = %d"):format(n)
    seller[k] = rp.line { x = r.time, y = r.inventory_paths[1], label = label }
    others[k] = n > 1 and rp.line { x = r.time, y = (n - 1) * r.inventory_paths[2], label = label } or nil
    if n > 1 then
      rp.claim "fig-seller" : shape { part = ("seller among %d"):format(n), x = r.time, y = r.inventory_paths[1], is = "decreasing" }
      rp.claim "fig-seller" : holds {
        part = ("seller among %d stays long"):format(n), what = "least inventory of the seller", margin = r.inventory_paths[1]:min(), strict = true,
      }
      rp.claim "fig-seller" : shape { part = ("others among %d"):format(n), x = r.time, y = r.inventory_paths[2], is = "u-shaped" }
      rp.claim "fig-seller" : holds {
        part = ("others among %d never long"):format(n), what = "minus the largest inventory of the others",
        margin = -r.inventory_paths[2]:max(), tolerance = 1e-14,
      }
    end
    if n == 100 then rp.value("others-100", (n - 1) * r.inventory_paths[2]:min(), { unit = "share",
      doc = "largest short position of 99 spectators together" }) end
    if n == 2 then rp.value("others-2", r.inventory_paths[2]:min(), { unit = "share", doc = "largest short position of one spectator" }) end
  end
  others[1] = others[2]
  rp.figure "sellers" {
    title = "One seller among n agents", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Left: inventory of the only agent who starts with a share. Right: inventories of all others together.",
    alt = "Left five falling curves, the more agents the faster the fall. Right four curves that fall below zero and return; the more agents, the deeper and earlier the trough.",
    rp.panel { title = "the seller", xlabel = "time", ylabel = "shares", legend = "top right", seller },
    rp.panel { title = "all others together", xlabel = "time", ylabel = "shares", legend = "none", rp.hline { at = 0 },
      rp.line { x = { 0, 1 }, y = { 0, 0 }, label = "alone" }, table.unpack(others, 2, 5) },
  }
end

-- F2: how deep the other goes short.
local function depth()
  local impacts = rp.linspace(0, 4, 81)
  local depth = {}
  for k, lambda in ipairs(impacts:totable()) do
    depth[k] = -identical:solve(with(duel(lambda, 0), { agents_reported = { 2 } }), { outputs = { "inventory_paths" } }).inventory_paths:min()
  end
  rp.claim "fig-depth" : shape { part = "deeper", x = impacts, y = depth, is = "increasing" }
  rp.claim "fig-depth" : agrees {
    part = "values", what = "depth at lambda = 0.1, 0.5, 1, 2",
    routes = { { "closed form", { depth[3], depth[11], depth[21], depth[41] } }, { "matrix exponential, at the same times", each(4, function(k)
      local g = duel_game(({ 0.1, 0.5, 1, 2 })[k], 0)
      local H, state = matrices.exponential(whole.generator(g), 0.01), whole.start(g)
      local least = 0.0
      for _ = 1, 100 do
        state = matrices.apply(H, state)
        least = min(least, state[2])
      end
      return -least
    end) } }, tolerance = 1e-9,
  }
  local lines = {}
  for k, lambda in ipairs { 0.1, 0.5, 1, 2, 4 } do
    local r = identical:solve(with(duel(lambda, 0), { agents_reported = { 2 } }))
    lines[k] = rp.line { x = r.time, y = r.inventory_paths[1], label = ("λ = %g"):format(lambda) }
  end
  rp.figure "depth" {
    title = "How deep the other agent goes short", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Two agents, one of whom sells a share. Left: inventory of the other for five permanent impacts. Right: depth of the trough against the impact.",
    alt = "Left troughs that deepen with the permanent impact. Right the depth of the trough, a rising concave curve through zero.",
    rp.panel { title = "inventory of the other", xlabel = "time", ylabel = "shares", yrange = { -0.45, 0.02 },
      legend = "bottom right", rp.hline { at = 0 }, lines },
    rp.panel { title = "depth of the trough", xlabel = "permanent impact λ", ylabel = "shares", legend = "none", rp.line { x = impacts, y = depth } },
  }
end

-- F3: ten different agents and a drift.
local function ten()
  local random = rp.random(7)
  local ten = { T = 8, lambda = 0.2,
    sigma = 1, eta = each(10, function() return random:uniform(0.1, 0.6) end), alpha = each(10, function() return 1 end),
    phi = each(10, function() return random:uniform(0.5, 3) end), x = each(10, function(i) return -1 + 3 * (i - 1) / 9 end) }
  local panels = {}
  for k, b in ipairs { 1, -1 } do
    local r = game:solve(arguments(ten, { drift = b, points = 161 }))
    local lines = {}
    for i = 1, 10 do lines[i] = rp.line { x = r.time, y = r.inventory_paths[i], label = "ten agents", color = "blue", style = "solid", width = 1.5 } end
    panels[k] = rp.panel { title = b > 0 and "rising prices, b = 1" or "falling prices, b = -1", xlabel = "time", ylabel = "shares", yrange = { -1.2, 2.2 },
      legend = k == 1 and "top right" or "none", rp.hline { at = b / 2, label = "b/(2a)" }, lines }
    rp.claim "fig-drift" : holds {
      part = b > 0 and "rising" or "falling", what = "0.05 less the largest distance from b/(2a) of ten inventories in the middle", strict = true,
      margin = each(10, function(i) return 0.05 - abs(r.inventory_paths:at(i, 81) - b / 2) end), error = 1e-8,
    }
  end
  rp.figure "ten" {
    title = "Ten different agents in a drift", columns = 2, width = 1000, height = 400,
    caption = "Inventories of ten agents with different temporary impacts and penalties but equal risk a. The drift pulls all of them to b/(2a), and the horizon pulls them away again.",
    alt = "Two panels of ten curves each that start between -1 and 2, run together near one half or minus one half, and return towards zero at the end.",
    panels,
  }
end

return { sellers = sellers, depth = depth, ten = ten }
