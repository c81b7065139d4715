-- A client who looks at the price, in general: with transient impact, a random stage and a client who may also sell; and when
-- the dealer gains without bound. Claims thm2-general, thm2-escape; figure put-off-general. Second routes: ordered Schur
-- decompositions with Runge and Kutta's steps, simulated paths that pay cash as it falls due, closed forms of the special
-- cases.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local dealer = require "muhlekarbe2024.dealer"
local sensitive = require "muhlekarbe2024.price_sensitive"

local put_off = rp.model "prehedging_sensitive"
local put_off_paths = rp.model "prehedging_sensitive_paths"
local flow_of_value = rp.model "prehedging_sensitive_flow"
local generic = rp.model "prehedging_check"
local solve, without_p, with, laden, buyer = studies.solve, studies.without_p, studies.with, studies.laden, studies.buyer
local started = studies.started

local t0 = sensitive.case()
local clear = put_off:solve(sensitive.arguments(t0))

-- With transient impact, a random stage and a client who may also sell: the value on (X, I, P*, 1) by its Riccati equation.
do
  local simple = flow_of_value:solve(sensitive.arguments(t0, { transient_impact = 0, random_stage = 0, buy_probability = 1 }))
  rp.claim "thm2-general" : agrees { part = "reduces to Theorem 2", what = "value and best spread",
    routes = { { "4 x 4 Riccati equation", { simple.expected_gain, simple.optimal_spread } }, { "closed form", { clear.expected_gain, clear.optimal_spread } } },
    tolerance = 1e-10 }
  local blind = flow_of_value:solve(without_p(dealer.arguments(laden), laden.p))
  rp.claim "thm2-general" : agrees { part = "reduces to Theorem 1", what = "value",
    routes = { { "4 x 4 Riccati equation", blind.expected_gain }, { "closed form", started.expected_gain } }, tolerance = 1e-10 }
  local full = dealer.arguments(laden, { demand_level = 0.65, demand_reference = 0.35, spread_slope = 0.25, price_slope = 0.2, volatility = 0.3 })
  full.trade_probability = nil
  local solved_flow = flow_of_value:solve(full)
  rp.claim "thm2-general" : agrees { part = "in general", what = "value and mean inventory at T with price-sensitive clients in both directions",
    routes = { { "sub-steps of the matrix exponential", { solved_flow.expected_gain, solved_flow.mean:at(-1, 1) } },
      { "Schur decomposition and Runge-Kutta", (function() local r = generic:solve(full) return { r.expected_gain, r.mean_inventory_at_horizon } end)() } },
    tolerance = 1e-9 }
  rp.claim "thm2-general" : holds { part = "residual", what = "10^-12 less the largest entry of the second stage's algebraic equation over its largest term",
    margin = 1e-12 - solved_flow.residual, error = 1e-15 }
  local restless = with(full, { price_slope = 0.5, volatility = 0.6 })
  solved_flow = flow_of_value:solve(restless)
  local counted = put_off_paths:solve(with(restless, { paths = 40000, steps = 60, shown = 0 }), { seed = 12 })
  rp.claim "thm2-general" : holds { part = "simulated", what = "four standard errors less the distance of the mean of 40,000 paths, cash as it is paid, from the value",
    seed = 12, margin = 4 * counted.mean_gain_error - math.abs(counted.mean_gain - solved_flow.expected_gain) }
  local outside = solved_flow.probability_outside
  rp.claim "thm2-general-outside" : holds { what = "four standard errors less the distance of the share of 40,000 paths, at the random decision, from the formula",
    seed = 12, margin = 4 * math.sqrt(outside * (1 - outside) / 40000) - math.abs(counted.outside_frequency - outside) }
  rp.value("general-outside", outside, { doc = "chance that the affine demand is no probability at the decision, laden dealer, clients in both directions with price sensitivity 0.5, volatility 0.6" })
  rp.value("general-outside-horizon", solved_flow.outside[-1], { doc = "the same if the client decided at T" })
end

-- Where the value escapes: clients who are drawn by a risen price. At lambda = 0 there is a closed form.
local escapes
do
  local slopes = rp.linspace(-3, -1.05, 40)
  local drawn = with(sensitive.arguments(t0), { transient_decay = 1, random_stage = 0, buy_probability = 1, horizon = 1e-3, price_slope = slopes })
  escapes = { slopes = slopes, impacts = { 0, 0.4, 1.2 }, horizons = {} }
  for i, lambda in ipairs(escapes.impacts) do
    escapes.horizons[i] = flow_of_value:sweep(with(drawn, { transient_impact = lambda }), { outputs = "escape_horizon" }).escape_horizon
  end
  escapes.closed = put_off:sweep(sensitive.arguments(t0, { horizon = 1e-3, price_slope = slopes }), { outputs = "escape_horizon" }).escape_horizon
  rp.claim "thm2-escape" : agrees { part = "without transient impact", what = "horizon of explosion for 40 price sensitivities",
    routes = { { "4 x 4 Riccati equation", escapes.horizons[1] }, { "closed form", escapes.closed } }, tolerance = 1e-9 }
  -- With it: the value at T grows like 1/(T* - T), so that two values of a Runge-Kutta route tell T*.
  local point = with(drawn, { transient_impact = 1.2, price_slope = -1.5 })
  local claimed = flow_of_value:solve(point).escape_horizon
  local poles = {}
  for i, share in ipairs { 0.999, 0.9999 } do
    poles[i] = -1 / generic:solve(with(point, { horizon = share * claimed })).value_at_start:at(1, 1)
  end
  rp.claim "thm2-escape" : agrees { part = "with transient impact", what = "horizon of explosion, price sensitivity -1.5 and lambda 1.2",
    -- Linear extrapolation of 1/value from 0.1 % and 0.01 % before the pole: an error of second order in the first.
    routes = { { "4 x 4 Riccati equation", claimed }, { "pole of the value by Runge-Kutta", claimed * (0.9999 + 0.0009 * poles[2] / (poles[1] - poles[2])) } },
    tolerance = 1e-6 }
end

-- F11: the general case on the way: how price sensitivity restrains the dealer, and when she must not be drawn in.
local function put_off_general()
  local function market(s2)
    local arguments = dealer.arguments(buyer, { demand_level = 0.65, demand_reference = 0.35, spread_slope = 0.25, price_slope = s2, volatility = 0.3 })
    arguments.trade_probability = nil
    return arguments
  end
  local looking = flow_of_value:solve(market(0.2))
  rp.value("general-inventory", looking.mean:at(-1, 1), { unit = "share", doc = "mean pre-hedge at T, one-way base case, client with price sensitivity 0.2" })
  rp.value("general-inventory-blind", solve(buyer).inventory_at_horizon, { unit = "share", doc = "the same for a client who does not look at the price" })
  local fan, lines = {}, {}
  local drawn = put_off_paths:solve(with(market(0.2), { paths = 8, shown = 8, steps = 200 }), { seed = 4, outputs = { "time", "inventory" } })
  for i = 1, 8 do fan[i] = rp.line { x = drawn.time, y = drawn.inventory[i], color = "grey", style = "solid", width = 1, label = "eight paths, s₂ = 0.2" } end
  for i, s2 in ipairs { 0, 0.2, 0.5, 1 } do
    local r = flow_of_value:solve(market(s2), { outputs = { "time", "mean" } })
    lines[i] = rp.line { x = r.time, y = r.mean:take(2, 1), label = ("mean, s₂ = %g"):format(s2) }
  end
  local poles = {}
  for i, lambda in ipairs(escapes.impacts) do
    poles[i] = rp.line { x = escapes.slopes, y = escapes.horizons[i], label = ("λ = %g"):format(lambda) }
  end
  rp.figure "put-off-general" {
    title = "A client who looks at the price, in general", columns = 2, width = 1000, height = 400,
    caption = "Left: mean inventory in the first stage of the one-way base case, with transient impact and a client who thinks, for four price sensitivities, and eight paths. Right: the horizon from which the dealer gains without bound before clients who are drawn by a risen price, for three transient impacts; dots: closed form for λ = 0.",
    alt = "Left four rising curves of inventory, the lower the more sensitive the client, with wiggling paths around one. Right three curves of the horizon of explosion that rise as the sensitivity weakens, the lowest for the largest transient impact.",
    rp.panel { title = "inventory", xlabel = "time", ylabel = "shares", legend = "top left", colors = "sequence", fan, lines },
    rp.panel { title = "horizon of explosion", xlabel = "price sensitivity s₂", ylabel = "T*", ylog = true, legend = "top left", colors = "sequence", poles,
      rp.points { x = escapes.slopes:slice(1, 40, 3), y = escapes.closed:slice(1, 40, 3), color = "black", label = "closed form, λ = 0" } },
  }
end

return { put_off_general = put_off_general }
