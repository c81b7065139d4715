-- The markets of one buyer and two makers that the parts of Section 4 look at, and what they are compared with: rates and their
-- Jacobian written out here, the printed bound, Runge and Kutta's step.

local max, exp = math.max, math.exp

local plain = { horizon = 1, first_maker = 1, second_maker = -1, buyer = -20, intensity_decay = 1, cost = 0.1, terminal_penalty = 0.05,
  running_penalty = 0, noise_buying = 0, noise_selling = 0 }

local function merged(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

-- For the model that knows no running penalty.
local function risk_neutral(more)
  local m = merged(plain, more)
  m.running_penalty = nil
  return m
end

local function only(...) return { outputs = { ... } } end

-- Forward rates of (q2, qe) and of Q1 at differences of adjoints y2, ye; market with constant coefficients.
local function field(m, y2, ye)
  local g = m.intensity_decay
  local v = (ye - 1 / g) / (2 * m.cost)
  if m.least_rate then v = max(v, m.least_rate) end
  local up = exp(g * y2)
  local down, a, b = 1 / up, m.noise_buying, m.noise_selling
  return (a + b + v) * (up - down), v * (1 + down) + a * down - b * up, -(a + v) * down + b * up, v
end

-- Its Jacobian, by formula (24) or, where the rate is truncated, (25): G11, G12, G21, G22.
local function jacobian(m, y2, ye)
  local g = m.intensity_decay
  local free = (ye - 1 / g) / (2 * m.cost)
  local cut = m.least_rate and free <= m.least_rate
  local v, slope = cut and m.least_rate or free, cut and 0.0 or 1 / (2 * m.cost)
  local up = exp(g * y2)
  local down, a, b = 1 / up, m.noise_buying, m.noise_selling
  return g * (a + b + v) * (up + down), slope * (up - down), -g * ((a + v) * down + b * up), slope * (1 + down)
end

local function random_market(random, more)
  local second = random:uniform(-4, 3)
  return merged({
    horizon = random:uniform(0.3, 2.5), second_maker = second, first_maker = second + random:uniform(0, 5),
    buyer = -random:uniform(5, 60), intensity_decay = random:uniform(0.3, 2.5), terminal_penalty = random:uniform(0.01, 0.2),
    cost = random:uniform(0.05, 0.6), running_penalty = random:uniform(0, 0.2), noise_buying = random:uniform(0, 12),
    noise_selling = random:uniform(0, 12), least_rate = random:uniform(0, 2),
  }, more)
end

local quiet = { running_penalty = 0, noise_buying = 0, noise_selling = 0 }

-- A market without noise orders, running penalties and truncation, whose buyer wants to buy: the bracket of (26) is positive.
local function quiet_market(random)
  local m = random_market(random, quiet)
  m.least_rate = nil
  local idle = m.first_maker - 1 / (2 * m.terminal_penalty * m.intensity_decay)
  if m.buyer > idle - 1 then m.buyer = idle - 5 end -- the buyer wants to buy
  return m
end

local function bracket(m) return -m.buyer + m.first_maker - 1 / (2 * m.terminal_penalty * m.intensity_decay) end

local function weight(m)
  local steep = exp(2 * m.terminal_penalty * m.intensity_decay * (m.first_maker - m.second_maker))
  return 2 / (1 / m.terminal_penalty + m.horizon / m.cost * (1 + steep)), steep
end

-- -2 A (1 + 2 A G)^{-1} times 1: four entries, G integrated.
local function explicit_gain(A, g11, g12, g21, g22)
  local a, b, c, d = 1 + 2 * A * g11, 2 * A * g12, 2 * A * g21, 1 + 2 * A * g22
  local determinant = a * d - b * c
  return { -2 * A * d / determinant, 2 * A * b / determinant, 2 * A * c / determinant, -2 * A * a / determinant }
end

-- One Runge-Kutta step of z' = f(z).
local function step(f, z, h)
  local function moved(k, part)
    local new = {}
    for i = 1, #z do new[i] = z[i] + part * k[i] end
    return new
  end
  local a = f(z)
  local b = f(moved(a, h / 2))
  local c = f(moved(b, h / 2))
  local d = f(moved(c, h))
  local new = {}
  for i = 1, #z do new[i] = z[i] + h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]) end
  return new
end

local busy = merged(plain, { running_penalty = 0.05, noise_buying = 5, noise_selling = 4 })

return {
  plain = plain, merged = merged, risk_neutral = risk_neutral, only = only, field = field, jacobian = jacobian,
  random_market = random_market, quiet_market = quiet_market, bracket = bracket, weight = weight,
  explicit_gain = explicit_gain, step = step, busy = busy,
}
