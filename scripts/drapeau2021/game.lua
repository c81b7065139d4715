-- Many agents with constant coefficients, without any elimination: the linear system of all 2n inventories and marginal
-- values, solved by a matrix exponential or, step by step, by its diagonal Pade approximation (which is Gauss collocation).
-- Also costs by quadrature, straight from prices, and cash flows simulated trade by trade. Calls matrices.lua of another
-- paper; shares nothing with the plugin.
--
-- A game is { T, lambda, theta, eta = {..}, alpha = {..}, sigma, phi = {..}, b, x = {..} }; theta is the temporary impact on
-- the others' prices, 0 if absent.

local matrices = require "muhlekarbe2024.matrices"

local M = {}

-- Rates from marginal values: xi = E Y, where -E inverts diag(2 eta - theta) + theta 11' (Sherman and Morrison).
local function response(game)
  local n, theta, own, total = #game.x, game.theta or 0, {}, 0.0
  for i = 1, n do
    own[i] = 1 / (2 * game.eta[i] - theta)
    total = total + own[i]
  end
  local E = {}
  for i = 1, n do
    E[i] = {}
    for j = 1, n do E[i][j] = theta * own[i] * own[j] / (1 + theta * total) - (i == j and own[i] or 0.0) end
  end
  return E
end

--- The matrix of d(X, Y, 1)/dt = H (X, Y, 1).
function M.generator(game)
  local n, E = #game.x, response(game)
  local H = {}
  for i = 1, 2 * n + 1 do
    H[i] = {}
    for j = 1, 2 * n + 1 do H[i][j] = 0.0 end
  end
  for j = 1, n do
    local sum = 0.0
    for i = 1, n do sum = sum + E[i][j] end
    for i = 1, n do
      H[i][n + j] = E[i][j]
      H[n + i][n + j] = game.lambda * (sum - E[i][j])   -- lambda times the others' rates
    end
    H[n + j][j] = -2 * game.alpha[j] * game.sigma ^ 2
    H[n + j][2 * n + 1] = game.b or 0.0
  end
  return H
end

function M.residual_penalty(game, i) return game.phi[i] - game.lambda / 2 end

-- Y_i(T) - 2 gamma_i X_i(T), row i, applied to a matrix whose columns are states.
local function terminal_rows(game, F)
  local n, rows = #game.x, {}
  for i = 1, n do
    local gamma = M.residual_penalty(game, i)
    rows[i] = {}
    for j = 1, 2 * n + 1 do rows[i][j] = F[n + i][j] - 2 * gamma * F[i][j] end
  end
  return rows
end

--- The matrix that Y(0) is multiplied with in the terminal conditions: singular where an equilibrium is not unique.
function M.boundary_matrix(game, F)
  F = F or matrices.exponential(M.generator(game), game.T)
  local n, rows = #game.x, {}
  for i, row in ipairs(terminal_rows(game, F)) do rows[i] = table.move(row, n + 1, 2 * n, 1, {}) end
  return rows
end

--- The state (X, Y, 1) at the start.
function M.start(game, F)
  F = F or matrices.exponential(M.generator(game), game.T)
  local n, right, state = #game.x, {}, {}
  for i, row in ipairs(terminal_rows(game, F)) do
    local sum = row[2 * n + 1]
    for j = 1, n do sum = sum + row[j] * game.x[j] end
    right[i] = -sum
  end
  local Y = matrices.solve(M.boundary_matrix(game, F), right)
  for i = 1, n do state[i], state[n + i] = game.x[i], Y[i] end
  state[2 * n + 1] = 1.0
  return state
end

--- Rates that belong to a state (X, Y, ..).
function M.rates(game, state)
  return matrices.apply(response(game), table.move(state, #game.x + 1, 2 * #game.x, 1, {}))
end

local function split(game, state)
  local n = #game.x
  return table.move(state, 1, n, 1, {}), table.move(state, n + 1, 2 * n, 1, {})
end

--- Inventories X[k][i] and marginal values Y[k][i] at times[k], by the exponential.
function M.exponential(game, times)
  local H, start, X, Y = M.generator(game), M.start(game), {}, {}
  for k, t in ipairs(times) do
    X[k], Y[k] = split(game, matrices.apply(matrices.exponential(H, t), start))
  end
  return X, Y
end

--- The (s, s) Pade approximation of exp(h H): one step of the s-stage Gauss method.
function M.pade(H, h, s)
  local N = #H
  local up, down = matrices.identity(N), matrices.identity(N)
  local power, weight = matrices.identity(N), 1.0
  for k = 1, s do
    weight = weight * (s - k + 1) / ((2 * s - k + 1) * k)
    power = matrices.product(power, H)
    up = matrices.sum(up, power, weight * h ^ k)
    down = matrices.sum(down, power, weight * (-h) ^ k)
  end
  local columns = {}
  for j = 1, N do
    local column = {}
    for i = 1, N do column[i] = up[i][j] end
    columns[j] = matrices.solve(down, column)
  end
  local step = {}
  for i = 1, N do
    step[i] = {}
    for j = 1, N do step[i][j] = columns[j][i] end
  end
  return step
end

--- Inventories and marginal values at the ends of `panels` equal panels by Gauss collocation of all 2n equations.
function M.collocation(game, panels, s)
  local step = M.pade(M.generator(game), game.T / panels, s)
  local F = step
  for _ = 2, panels do F = matrices.product(step, F) end
  local state, X, Y = M.start(game, F), {}, {}
  X[1], Y[1] = split(game, state)
  for k = 1, panels do
    state = matrices.apply(step, state)
    X[k + 1], Y[k + 1] = split(game, state)
  end
  return X, Y
end

--- Cost of agent i, straight from prices: int xi S dt + x S_0 - X(T) S(T) + phi X(T)^2 + int a X^2 dt, mean over the noise.
-- X[j], rates[j]: what agent j holds and trades at grid.times (grid.lua).
function M.cost(game, grid, X, rates, i)
  local paid, risk, n, count = {}, {}, #game.x, #grid.times
  local price
  for k, t in ipairs(grid.times) do
    price = (game.b or 0) * t
    local others = 0.0
    for j = 1, n do
      price = price + game.lambda * (X[j][k] - game.x[j])
      if j ~= i then others = others + rates[j][k] end
    end
    paid[k] = rates[i][k] * (price + game.eta[i] * rates[i][k] + (game.theta or 0) * others)
    risk[k] = game.alpha[i] * game.sigma ^ 2 * X[i][k] ^ 2
  end
  local left = X[i][count]
  return grid.integral(paid) - left * price + game.phi[i] * left ^ 2 + grid.integral(risk)
end

--- The same after integration by parts: lambda x^2/2 + gamma X(T)^2 + int (eta xi^2 + a X^2 - X f) dt, and the identity
-- lambda x^2/2 + Y_0 x/2 - (1/2) int X f dt of an optimal path (theta = 0).
function M.cost_by_parts(game, grid, X, rates, i)
  local inside, pull = {}, {}
  for k = 1, #grid.times do
    local others = 0.0
    for j = 1, #game.x do
      if j ~= i then others = others + rates[j][k] end
    end
    local f = (game.b or 0) + game.lambda * others
    pull[k] = X[i][k] * f
    inside[k] = game.eta[i] * rates[i][k] ^ 2 + game.alpha[i] * game.sigma ^ 2 * X[i][k] ^ 2 - pull[k]
  end
  local own, x, left = game.lambda / 2 * game.x[i] ^ 2, game.x[i], X[i][#grid.times]
  return own + M.residual_penalty(game, i) * left ^ 2 + grid.integral(inside),
    own - game.eta[i] * rates[i][1] * x - grid.integral(pull) / 2
end

--- Costs of all agents on simulated prices, trade by trade: steps of equal length, each traded at the price of its middle.
-- X[j]: inventories at the ends of the steps. Returns lists of means, standard errors and deviations.
function M.simulate(game, X, paths, random)
  local n, steps = #game.x, #X[1] - 1
  local h, sums, squares = game.T / steps, {}, {}
  local fixed, slope, known = {}, {}, {}       -- per agent: cost without noise, and what multiplies each price
  for i = 1, n do
    fixed[i], slope[i], sums[i], squares[i] = 0.0, {}, 0.0, 0.0
  end
  for k = 1, steps + 1 do known[k] = (game.b or 0) * (k - 1) * h end
  for j = 1, n do
    for k = 1, steps + 1 do known[k] = known[k] + game.lambda * (X[j][k] - game.x[j]) end
  end
  for i = 1, n do
    for k = 1, steps do
      local traded, held = X[i][k + 1] - X[i][k], (X[i][k + 1] + X[i][k]) / 2
      slope[i][k] = traded
      fixed[i] = fixed[i] + traded * ((known[k] + known[k + 1]) / 2 + game.eta[i] * traded / h) + h * game.alpha[i] * game.sigma ^ 2 * held ^ 2
    end
    local left = X[i][steps + 1]
    fixed[i] = fixed[i] - left * known[steps + 1] + game.phi[i] * left ^ 2
  end
  local half = game.sigma * math.sqrt(h / 2)
  for _ = 1, paths do
    local W, cost = 0.0, {}
    for i = 1, n do cost[i] = fixed[i] end
    for k = 1, steps do
      W = W + half * random:normal()
      for i = 1, n do cost[i] = cost[i] + slope[i][k] * W end
      W = W + half * random:normal()
    end
    for i = 1, n do
      cost[i] = cost[i] - X[i][steps + 1] * W
      sums[i], squares[i] = sums[i] + cost[i], squares[i] + cost[i] ^ 2
    end
  end
  local means, errors, deviations = {}, {}, {}
  for i = 1, n do
    means[i] = sums[i] / paths
    deviations[i] = math.sqrt((squares[i] - sums[i] ^ 2 / paths) / (paths - 1))
    errors[i] = deviations[i] / math.sqrt(paths)
  end
  return means, errors, deviations
end

return M
