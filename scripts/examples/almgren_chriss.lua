-- How fast should one sell? The plans of Almgren and Chriss, the price of certainty, and four of their statements.
local rp = require "reprise"
rp.paper "almgren2000"
local model = rp.model "almgren_chriss"

-- A second way to the best plan: the condition that no single inventory can be improved, a tridiagonal system,
-- solved by elimination. It knows neither hyperbolic functions nor the urgency.
local function eliminate(p)
  local tau = p.horizon / p.periods
  local pull = p.risk_aversion * p.volatility ^ 2 * tau ^ 2 / (p.temporary_impact - p.permanent_impact * tau / 2)
  local ratio, x = { [p.periods] = 0 }, { p.block } -- x_j = ratio_j x_{j-1}, from the end
  for j = p.periods - 1, 1, -1 do ratio[j] = 1 / (2 + pull - ratio[j + 1]) end
  for j = 1, p.periods do x[j + 1] = ratio[j] * x[j] end
  return x
end

local base = { block = 1e6, horizon = 5, periods = 40, volatility = 0.95, permanent_impact = 2.5e-7,
  temporary_impact = 2.5e-6, fixed_cost = 0.0625, risk_aversion = 1e-6 }
rp.claim "eq18" : agrees { routes = { ["closed form"] = model:solve(base).inventory, elimination = eliminate(base) }, tolerance = 1e-13 }
rp.claim "kappa" : reproduces { computed = model:solve({}).urgency, error = 1e-12 }

local aversions = rp.logspace(1e-8, 1e-4, 41)
local frontier = model:sweep { risk_aversion = aversions, periods = 40 }
local variance, cost = frontier.cost_variance:reverse(), frontier.expected_cost:reverse()
rp.claim "frontier" : shape { x = variance, y = cost, is = "decreasing", part = "falling" }
rp.claim "frontier" : shape { x = variance, y = cost, is = "convex", part = "convex" }

local lines = {}
for i, aversion in ipairs { 1e-6, 1e-8, 1e-10, 1e-12 } do
  lines[i] = model:solve({ risk_aversion = aversion, periods = 40 }).inventory[21] / 1e6
end
rp.claim "line" : converges { sequence = lines, limit = 0.5, tolerance = 1e-5 }

local plans = model:sweep { risk_aversion = { 0, 1e-6, 1e-5 }, periods = 40 }
rp.figure "almgren-chriss" {
  title = "The price of certainty",
  caption = "Left: shares left over five days, for three risk aversions. Right: what a plan is expected to cost against the deviation of that cost.",
  alt = "Left, a straight line and two curves that fall ever faster at first. Right, a falling convex curve.",
  columns = 2,
  rp.panel { title = "Plans", xlabel = "day", ylabel = "shares left (million)",
    rp.line { x = plans.time[1], y = plans.inventory[1] / 1e6, label = "risk aversion 0" },
    rp.line { x = plans.time[1], y = plans.inventory[2] / 1e6, label = "1e-6" },
    rp.line { x = plans.time[1], y = plans.inventory[3] / 1e6, label = "1e-5" } },
  rp.panel { title = "Efficient frontier", xlabel = "deviation of the cost (million)", ylabel = "expected cost (million)",
    rp.line { x = frontier.cost_variance:sqrt() / 1e6, y = frontier.expected_cost / 1e6 } },
}
