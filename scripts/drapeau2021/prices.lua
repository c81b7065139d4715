-- Prices, trades and their costs (Section 2, and the integration by parts of Section 3). Claims eq2.1, eq2.3, eq3-parts,
-- eq3-martingale. Second route: the books of four agents, kept trade by trade on simulated prices or integrated along their
-- paths (game.lua); no solver is asked for a cost.

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local whole = require "drapeau2021.game"

local game = rp.model "nplayer_game"
local abs, sqrt = math.abs, math.sqrt
local each, list_of, arguments, four, grid = studies.each, studies.list_of, studies.arguments, studies.four, studies.grid
local played, paths = studies.played, studies.paths

local by_prices, by_parts, by_identity = {}, {}, {}
for i = 1, 4 do
  by_prices[i] = whole.cost(four, grid, paths.X, paths.rates, i)
  by_parts[i], by_identity[i] = whole.cost_by_parts(four, grid, paths.X, paths.rates, i)
end

do
  local steps, draws = 80, 400
  local fine = game:solve(arguments(four, { points = steps + 1 }), { outputs = { "inventory_paths" } })
  local X = each(4, function(i) return list_of(fine.inventory_paths[i]) end)
  local means, errors, deviations = whole.simulate(four, X, draws, rp.random(1))
  local exact = each(4, function(i)
    local square = {}
    for k, held in ipairs(paths.X[i]) do square[k] = held ^ 2 end
    return four.sigma * sqrt(grid.integral(square))
  end)
  rp.claim "eq2.1" : holds {
    part = "mean", what = "four standard errors less the distance of each agent's simulated mean cost from the computed one", seed = 1,
    margin = each(4, function(i) return 4 * errors[i] - abs(means[i] - played.costs[i]) end),
  }
  rp.claim "eq2.1" : holds {
    part = "deviation", what = "four standard errors less the distance of each agent's simulated deviation of the cost from the computed one", seed = 1,
    margin = each(4, function(i) return 4 * deviations[i] / sqrt(2 * draws) - abs(deviations[i] - exact[i]) end),
  }
end
rp.claim "eq2.1-print" : cannot {}
rp.claim "eq2.3" : agrees {
  what = "costs of four different agents", routes = { { "prices and trades, integrated", by_prices },
  { "plugin", list_of(played.costs) } }, tolerance = 1e-11,
}
rp.claim "eq2.3-terminal" : cannot {}

rp.claim "eq3-parts" : agrees {
  what = "costs of four different agents in equilibrium",
  routes = { { "prices and trades, integrated", by_prices }, { "after integration by parts", by_parts },
    { "from the first rate: lambda x^2/2 + Y_0 x/2 - (1/2) int X f", by_identity } }, tolerance = 1e-11,
}
do
  -- An agent who answers the news: the rate is affine in inventory and in the Brownian motion so far.
  local c = { T = 1, lambda = 0.4, eta = 0.3, a = 0.8, b = 0.2, phi = 1.1, sigma = 0.9, x = 1 }
  local steps, draws, random = 40, 1000, rp.random(2)
  local h, sum, squares = c.T / steps, 0.0, 0.0
  for _ = 1, draws do
    local X, W, price, direct, parts = c.x, 0.0, 0.0, 0.0, 0.0
    for k = 1, steps do
      local rate = -1.2 * X + 0.7 * W
      local dW = sqrt(h) * random:normal()
      local next_X, next_price = X + h * rate, price + c.b * h + c.lambda * h * rate + c.sigma * dW
      local held = X + h * rate / 2
      direct = direct + h * rate * ((price + next_price) / 2 + c.eta * rate) + c.a * h * held ^ 2
      parts = parts + c.eta * h * rate ^ 2 + c.a * h * held ^ 2 - h * held * c.b
      X, W, price = next_X, W + dW, next_price
    end
    direct = direct - X * price + c.phi * X ^ 2
    parts = parts + c.lambda / 2 * c.x ^ 2 + (c.phi - c.lambda / 2) * X ^ 2
    sum, squares = sum + (direct - parts), squares + (direct - parts) ^ 2
  end
  local mean = sum / draws
  local deviation = sqrt(squares / draws - mean ^ 2)
  rp.claim "eq3-martingale" : holds {
    part = "mean", what = "four standard errors less the size of the mean difference of both forms of the cost, for a strategy that follows the noise",
    margin = 4 * deviation / sqrt(draws) - abs(mean), seed = 2,
  }
  rp.claim "eq3-martingale" : holds {
    part = "path by path they differ", what = "standard deviation of the difference less 0.1", margin = deviation - 0.1, strict = true, seed = 2,
  }
end
