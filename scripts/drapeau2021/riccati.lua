-- The feedback form of the game: Y = 2 N X + q with the non-symmetric matrix equation N' = N E N - (1/2) C E N - diag(a),
-- q' = (N - C/2) E q + b 1, E = diag(1/eta), C = lambda (11' - 1), for coefficients that depend on time. Calls an integrator of
-- another paper.

local ode = require "fatone2014.ode"

local M = {}

--- Rates at time 0. The game is { T, lambda, phi = {..}, x = {..} } with functions of time eta(i, t), a(i, t), b(t).
function M.first_rates(game)
  local n, lambda = #game.x, game.lambda
  local y = {}
  for i = 1, n do
    for j = 1, n do y[(i - 1) * n + j] = i == j and game.phi[i] - lambda / 2 or 0.0 end
    y[n * n + i] = 0.0
  end
  local scaled, columns = {}, {}
  local last = ode.integrate(function(t, z, slope)
    -- E N and E q, and the sums of their columns.
    for j = 1, n do columns[j] = 0.0 end
    local sum_q = 0.0
    for k = 1, n do
      local eta = game.eta(k, t)
      for j = 1, n do
        local value = z[(k - 1) * n + j] / eta
        scaled[(k - 1) * n + j] = value
        columns[j] = columns[j] + value
      end
      scaled[n * n + k] = z[n * n + k] / eta
      sum_q = sum_q + scaled[n * n + k]
    end
    local b = game.b(t)
    for i = 1, n do
      local drive = b - lambda / 2 * (sum_q - scaled[n * n + i])
      for k = 1, n do drive = drive + z[(i - 1) * n + k] * scaled[n * n + k] end
      slope[n * n + i] = drive
      for j = 1, n do
        local value = -lambda / 2 * (columns[j] - scaled[(i - 1) * n + j])
        for k = 1, n do value = value + z[(i - 1) * n + k] * scaled[(k - 1) * n + j] end
        slope[(i - 1) * n + j] = i == j and value - game.a(i, t) or value
      end
    end
  end, game.T, 0, y, { tolerance = 1e-12 })
  if not last then return nil end
  local rates = {}
  for i = 1, n do
    local Y = last[n * n + i]
    for j = 1, n do Y = Y + 2 * last[(i - 1) * n + j] * game.x[j] end
    rates[i] = -Y / (2 * game.eta(i, 0))
  end
  return rates
end

return M
