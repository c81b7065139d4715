-- One agent: the backward equations of A, B and C by an extrapolated Runge-Kutta type method, the closed form for constant
-- coefficients, and costs of arbitrary paths. Calls an integrator of another paper; shares nothing with the plugin.
--
-- An agent is { T, eta, a, f, gamma, x }: functions of time eta, a = alpha sigma^2 and f, numbers T, gamma, x.

local ode = require "fatone2014.ode"

local M = {}

--- A, B, C at time t (0 unless given), backwards from the horizon. `level` truncates A where it enters its own slope.
function M.backward(agent, t, level)
  local state = ode.integrate(function(s, y, slope)
    local A, B = y[1], y[2]
    local eta = agent.eta(s)
    slope[1] = A * math.min(A, level or math.huge) / eta - agent.a(s)
    slope[2] = A * B / eta + agent.f(s)
    slope[3] = B * B / (4 * eta)
  end, agent.T, t or 0, { agent.gamma, 0, 0 }, { tolerance = 1e-13 })
  if not state then return nil end
  return state[1], state[2], state[3]
end

--- Inventory X and marginal value Y at the times, the last of which is the horizon, from (3.1) alone, without A and B: two
-- solutions with given Y(0), combined to meet Y(T) = 2 gamma X(T).
function M.boundary_problem(agent, times)
  local function run(x, Y, forced)
    local y, t, X, adjoint = { x, Y }, 0.0, {}, {}
    for k, next_time in ipairs(times) do
      if next_time > t then
        y = ode.integrate(function(s, z, slope)
          slope[1] = -z[2] / (2 * agent.eta(s))
          slope[2] = (forced and agent.f(s) or 0) - 2 * agent.a(s) * z[1]
        end, t, next_time, y, { tolerance = 1e-13 })
        t = next_time
      end
      X[k], adjoint[k] = y[1], y[2]
    end
    return X, adjoint
  end
  local X0, Y0 = run(agent.x, 0, true)
  local X1, Y1 = run(0, 1, false)
  local last = #times
  local weight = -(Y0[last] - 2 * agent.gamma * X0[last]) / (Y1[last] - 2 * agent.gamma * X1[last])
  local X, Y = {}, {}
  for k = 1, last do X[k], Y[k] = X0[k] + weight * X1[k], Y0[k] + weight * Y1[k] end
  return X, Y
end

--- A(0) for constant coefficients.
function M.closed_A(T, eta, a, gamma)
  local k = math.sqrt(a / eta)
  if k * T < 1e-7 then return gamma / (1 + gamma * T / eta) + a * T end
  local up, down = math.exp(k * T), math.exp(-k * T)
  local sinh, cosh = (up - down) / 2, (up + down) / 2
  return eta * k * (k * sinh + gamma / eta * cosh) / (k * cosh + gamma / eta * sinh)
end

--- Cost less the constant of a path on a grid (grid.lua): gamma X(T)^2 + int (eta xi^2 + a X^2 - X f) dt.
function M.cost(agent, grid, X, rates)
  local inside = {}
  for k, t in ipairs(grid.times) do
    inside[k] = agent.eta(t) * rates[k] ^ 2 + agent.a(t) * X[k] ^ 2 - X[k] * agent.f(t)
  end
  return agent.gamma * X[#grid.times] ^ 2 + grid.integral(inside)
end

--- First and half the second derivative of that cost along the change of rate cos(m pi t/T).
function M.variation(agent, grid, X, rates, m)
  local first, second, last = {}, {}, #grid.times
  local function change(t)
    local angle = m * math.pi / agent.T
    return m == 0 and t or math.sin(angle * t) / angle, math.cos(angle * t)
  end
  for k, t in ipairs(grid.times) do
    local h, rate = change(t)
    first[k] = 2 * agent.eta(t) * rates[k] * rate + 2 * agent.a(t) * X[k] * h - h * agent.f(t)
    second[k] = agent.eta(t) * rate ^ 2 + agent.a(t) * h ^ 2
  end
  local h = change(agent.T)
  return 2 * agent.gamma * X[last] * h + grid.integral(first), agent.gamma * h ^ 2 + grid.integral(second)
end

return M
