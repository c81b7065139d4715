-- Signs in random markets, and which spread the dealer quotes. Claims sign, spread; figures quotes, one-dealer. Second route: a
-- search over quotes on expected cash flows, which knows no formula.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local dealer = require "muhlekarbe2024.dealer"

local prehedging = rp.model "prehedging"
local spread = rp.model "prehedging_spread"
local solve, with, random_markets, flat, buyer = studies.solve, studies.with, studies.random_markets, studies.flat, studies.buyer

-- 400 random markets, a flat dealer and a client who can only buy.
do
  local lists = random_markets(400, 5, { buy_probability = 1 })
  local drive, rise, purchase, impact, patience, E, E0 = {}, {}, {}, {}, {}, {}, {}
  local settings = { outputs = { "d", "e", "e_path", "pull", "pull_path", "inventory", "transient", "waiting_inventory", "waiting_transient",
    "inventory_at_horizon" } }
  local quick = { outputs = { "pull", "inventory_at_horizon" } }
  for i = 1, 400 do
    local arguments = { points = 33, buy_probability = 1 }
    for name, list in pairs(lists) do arguments[name] = name == "buy_probability" and 1 or list[i] end
    local one = prehedging:solve(arguments, settings)
    arguments.random_stage = 1.1 * arguments.random_stage
    local slower = prehedging:solve(arguments, quick)
    drive[i] = math.min(one.d, one.pull_path:min())
    rise[i] = one.pull_path:diff():min()
    purchase[i] = math.min(one.inventory:diff():min(), one.waiting_inventory:diff():min())
    impact[i] = math.min(one.transient:min(), one.waiting_transient:min())
    patience[i] = math.min(one.pull - slower.pull, one.inventory_at_horizon - slower.inventory_at_horizon)
    E[i], E0[i] = one.e, one.e_path[1]
  end
  rp.claim "sign-pull" : holds { part = "positive", what = "least of D and the drive at 33 times, 400 random markets", strict = true, error = 1e-15,
    margin = drive }
  rp.claim "sign-pull" : holds { part = "growing", what = "least rise of the drive between 33 times, 400 random markets", error = 1e-15, margin = rise }
  rp.claim "sign-path" : holds { part = "inventory", what = "least purchase between 33 times of each stage, 400 random markets", error = 1e-14,
    margin = purchase }
  rp.claim "sign-path" : holds { part = "impact", what = "least transient impact at 33 times of each stage, 400 random markets", error = 1e-14,
    tolerance = 1e-13, margin = impact }
  rp.claim "sign-wait" : holds { what = "fall of the drive and of X_T when the mean thinking time grows by a tenth, 400 random markets", error = 1e-14,
    margin = patience }
  rp.claim "sign-e" : holds { part = "in the random stage", what = "minus E", count = 400, seed = 5, frequency = { between = { 0.2, 0.8 } },
    test = function(_, i) return -E[i] end }
  rp.claim "sign-e" : holds { part = "at the start", what = "minus E(0)", count = 400, seed = 5, frequency = { at_least = 0.75 },
    test = function(_, i) return -E0[i] end }
  rp.value("negative-e-start", rp.array(E0):lt(0):sum() / 400, { doc = "share of 400 random markets with E(0) < 0" })
end

-- The best spread without any formula: the expected cash at three probabilities of a trade gives the gain as a function of the
-- probability, and a search over quotes finds the best.
do
  local function gain_of_probability(c)
    local function at(p)
      local case = with(c, { p = p, delta = 0 })
      return dealer.expected_cash(case, dealer.policy(case))
    end
    local zero, half, one = at(0), at(0.5), at(1)
    local G = 2 * (one + zero - 2 * half)
    local K = -(one - zero - G)
    return function(p, delta) return p * (delta * c.Xs - K) + p ^ 2 * G end
  end
  local gain = gain_of_probability(flat)
  -- Golden section between quotes, to 1e-7 (a maximum is flat).
  local function best_quote(demand, low, high)
    local function J(delta) return gain(demand(delta), delta) end
    local count, at = 400, low
    for i = 0, count do
      local delta = low + (high - low) * i / count
      if J(delta) > J(at) then at = delta end
    end
    local a, b, ratio = at - (high - low) / count, at + (high - low) / count, (math.sqrt(5) - 1) / 2
    while b - a > 1e-8 do
      local one, two = b - ratio * (b - a), a + ratio * (b - a)
      if J(one) > J(two) then b = two else a = one end
    end
    return (a + b) / 2, J((a + b) / 2)
  end
  local demands = {
    affine = function(delta) return math.max(0, math.min(1, 0.5 - 0.25 * (delta - 0.6))) end,
    logistic = function(delta) return 0.5 / (1 + math.exp((delta - 0.6) / 0.4)) end,
    exponential = function(delta) return math.min(1, 0.5 * math.exp(-(delta - 0.6) / 0.4)) end,
  }
  for name, demand in pairs(demands) do
    local found = spread:solve { demand = name }
    local quote, J = best_quote(demand, -3, 5)
    rp.claim("spread-" .. name) : agrees { part = "spread", routes = { { "plugin", found.optimal_spread }, { "search on cash flows", quote } }, tolerance = 1e-6 }
    rp.claim("spread-" .. name) : agrees { part = "gain", routes = { { "plugin", found.optimal_gain }, { "search on cash flows", J } }, tolerance = 1e-10 }
  end
end

local bistable_case = { demand = "logistic", demand_level = 1, demand_scale = 0.15, demand_reference = 0.85, buy_probability = 1 }
local bistable = spread:solve(bistable_case)
rp.claim "spread-bistable" : holds {
  what = "gains at the two maxima less that at the minimum between them", strict = true, error = 1e-12,
  margin = { bistable.stationary_gain[1] - bistable.stationary_gain[2], bistable.stationary_gain[3] - bistable.stationary_gain[2] },
}
do
  local lists = random_markets(300, 6)
  lists.trade_probability = nil
  local margins = {}
  for _, demand in ipairs { "affine", "logistic", "exponential" } do
    local s = spread:sweep(with(lists, { demand = demand }), { paired = true,
      outputs = { "optimal_spread", "optimal_probability", "spread_without", "probability_without" } })
    margins[#margins + 1] = s.spread_without - s.optimal_spread
    margins[#margins + 1] = s.optimal_probability - s.probability_without
  end
  rp.claim "spread-lower" : holds { what = "by how much the spread is narrower and the trade likelier, 300 random markets and three demands",
    margin = rp.concat(table.unpack(margins)), tolerance = 1e-9 }
end

-- F5: the spread.
local function quotes()
  local affine = spread:solve({ buy_probability = 1, quotes = rp.linspace(0, 2.6, 161):totable() })
  local affine_path = solve(with(buyer, { p = affine.optimal_probability, delta = affine.optimal_spread }))
  local narrow = spread:solve(with(bistable_case, { quotes = rp.linspace(0.2, 2, 181):totable() }))
  local points = narrow.stationary_spread
  rp.figure "quotes" {
    title = "Which spread to quote", columns = 2, width = 1000, height = 400,
    caption = "The part of the expected profit that depends on the spread. Left: affine demand. Right: logistic demand with little private taste: with pre-hedging there are two locally best quotes.",
    alt = "Two panels of profit against the half spread with and without pre-hedging. On the left one hump each, the one with pre-hedging higher and further left; on the right two humps.",
    rp.panel { title = "affine demand", xlabel = "half spread δ", ylabel = "cash", yrange = { -1, 0.4 }, legend = "bottom right",
      rp.line { x = affine.quote, y = affine.quote_gain, label = "with pre-hedging" },
      rp.line { x = affine.quote, y = affine.quote_gain_without, label = "without", style = "dashed" },
      rp.points { x = { affine.optimal_spread }, y = { affine.optimal_gain }, label = "stationary" },
      rp.points { x = { affine.spread_without }, y = { affine.gain_without }, label = "stationary" } },
    rp.panel { title = "logistic demand", xlabel = "half spread δ", ylabel = "cash", yrange = { -0.3, 0.4 }, legend = "none",
      rp.line { x = narrow.quote, y = narrow.quote_gain, label = "with pre-hedging" },
      rp.line { x = narrow.quote, y = narrow.quote_gain_without, label = "without", style = "dashed" },
      rp.points { x = points, y = narrow.stationary_gain, label = "stationary" } },
  }
  rp.value("spread-best", affine.optimal_spread, { unit = "cash/share", doc = "best half spread, affine demand, one-way base case" })
  rp.value("spread-without", affine.spread_without, { unit = "cash/share", doc = "the same of a dealer who does not pre-hedge" })
  rp.value("probability-best", affine.optimal_probability, { doc = "probability of a trade at the best spread" })
  rp.value("probability-without", affine.probability_without, { doc = "the same without pre-hedging" })
  rp.value("client-all-in", affine_path.client_cost, { unit = "cash/share", doc = "what the buying client pays above the first price, best spread" })
  rp.value("gain-best", affine.expected_gain, { unit = "cash", doc = "expected profit at the best spread, affine demand, one-way base case" })
  rp.value("gain-without", affine.expected_gain_without, { unit = "cash", doc = "the same without pre-hedging" })
  rp.value("bistable-narrow", narrow.stationary_spread[3], { unit = "cash/share", doc = "the narrow locally best half spread, logistic demand" })
  rp.value("bistable-narrow-probability", narrow.stationary_probability[3], { doc = "its probability of a trade" })
  rp.value("bistable-wide", narrow.stationary_spread[1], { unit = "cash/share", doc = "the wide locally best half spread" })
  rp.value("bistable-wide-probability", narrow.stationary_probability[1], { doc = "its probability of a trade" })
end

-- Who gains, one dealer: the client's price with the best spread, with pre-hedging less without.
local function one_dealer()
  local impacts, decays = rp.linspace(0, 1, 41), rp.linspace(0.2, 6, 41)
  local quoted = spread:sweep({ buy_probability = 1, permanent_impact = impacts, transient_decay = decays },
    { outputs = { "optimal_spread", "optimal_probability", "spread_without" } })
  local kappa, beta, p, delta = {}, {}, {}, {}
  for i = 1, 41 do
    for j = 1, 41 do
      local k = 41 * (i - 1) + j
      kappa[k], beta[k], p[k], delta[k] = impacts[i], decays[j], quoted.optimal_probability:at(i, j), quoted.optimal_spread:at(i, j)
    end
  end
  local cost = prehedging:sweep({ buy_probability = 1, permanent_impact = kappa, transient_decay = beta, trade_probability = p, half_spread = delta },
    { paired = true, outputs = { "client_cost" } }).client_cost:reshape(41, 41)
  rp.figure "one-dealer" {
    title = "One dealer: does pre-hedging help the client?", xlabel = "permanent impact κ", ylabel = "decay of the transient impact β",
    caption = "What the client pays in all, with pre-hedging less without, when the dealer quotes her best spread (affine demand). Negative: the client gains.",
    alt = "A map over permanent impact and decay; the client gains where permanent impact is small and the transient impact decays fast.",
    rp.map { x = impacts, y = decays, z = cost - quoted.spread_without, palette = "diverging", contours = { 0 }, label = "change of the client's cost" },
    rp.points { x = { flat.kappa }, y = { flat.beta }, color = "black", label = "base case" },
  }
end

return { quotes = quotes, one_dealer = one_dealer }
