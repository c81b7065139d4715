-- Section 5 of Guo and Jin: makers who share orders, with and without small diffusions, and figure I. The models (boundary problem,
-- backward projection, a partial differential equation) against shares, steps and objectives written out here.

local rp = require "reprise"

local M = {}

local abs, max, min, sqrt, exp, huge = math.abs, math.max, math.min, math.sqrt, math.exp, math.huge

local shares = rp.model "guo2025_shares"
local game = rp.model "guo2025_approximation"
local noisy = rp.model "guo2025_approximation_noise"
local line = rp.model "guo2025_approximation_line"

local differenced = 1e-6 -- second differences with steps of 1e-4
local two = { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 }, cost = 0.2, cross_cost = 0.1, noise_buying = 4, noise_selling = 3 }
local beta, cross, phi, A, T, decay = 0.2, 0.1, 0.05, 0.05, 1, 1 -- the others are the models' defaults
local small = { horizon = 1, terminal_penalty = 0.1, running_penalty = 0.1, noise_buying = 4, noise_selling = 2, tolerance = 1e-9 }

local function merged(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

-- Shares of all makers at the quotes d.
local function logit(d, c, o)
  local total, list, lowest = 0.0, {}, huge
  for k = 1, #d do lowest = min(lowest, c * d[k] - o[k]) end
  for k = 1, #d do
    list[k] = exp(lowest - c * d[k] + o[k])
    total = total + list[k]
  end
  for k = 1, #d do list[k] = list[k] / total end
  return list
end

local function product(d, c, o, bend, lift)
  local list = {}
  for i = 1, #d do
    list[i] = exp(o[i] - c * d[i] - bend * (sqrt(1 + d[i] ^ 2) - 1))
    for j = 1, #d do
      if j ~= i then list[i] = list[i] * 2 / (1 + exp(-lift * d[j])) end
    end
  end
  return list
end

-- Shares and their first and second derivatives by central differences: zeta^i, those in d^k, those in d^i and d^k.
local function derivatives(zeta, d, i, h)
  local function at(k, s, l, r)
    local moved = { table.unpack(d) }
    if k then moved[k] = moved[k] + s end
    if l then moved[l] = moved[l] + r end
    return zeta(moved)[i]
  end
  local z, first, second = at(), {}, {}
  for k = 1, #d do
    first[k] = (at(k, h) - at(k, -h)) / (2 * h)
    if k == i then second[k] = (at(k, h) - 2 * z + at(k, -h)) / h ^ 2
    else second[k] = (at(k, h, i, h) - at(k, h, i, -h) - at(k, -h, i, h) + at(k, -h, i, -h)) / (4 * h ^ 2) end
  end
  return z, first, second
end

-- The left-hand side of (38) for maker i.
local function constant(z, first, second, i)
  local own, sum = first[i] ^ 2, 2 * first[i] ^ 2 - z * second[i]
  for k = 1, #first do
    if k ~= i then sum = sum - abs(first[i] * first[k] - z * second[k]) end
  end
  return sum / own
end

local function draw_shares(random)
  local n, d, o, y = random:integer(2, 6), {}, {}, {}
  for k = 1, n do d[k], o[k], y[k] = random:uniform(-1.5, 1.5), random:uniform(-0.5, 0.5), random:uniform(-1, 1) end
  return { n = n, c = random:log_uniform(0.4, 2.5), d = d, o = o, y = y }
end

local function class_of_shares()
  -- The three conditions, for both kinds.
  rp.claim "def5.1" : holds {
    part = "conditions", what = "own derivative negative, the others' not, the second one bounded, and (38) positive", count = 150, seed = 51,
    test = function(random)
      local s = draw_shares(random)
      local bend, lift = s.c * random:uniform(0, 0.9), random:uniform(0, 1)
      local kind = random:integer(1, 2)
      local function zeta(d)
        if kind == 1 then return logit(d, s.c, s.o) end
        return product(d, s.c, s.o, bend, lift)
      end
      local margin = huge
      for i = 1, s.n do
        local z, first, second = derivatives(zeta, s.d, i, 1e-4)
        margin = min(margin, -first[i], 2 * first[i] ^ 2 - z * second[i], constant(z, first, second, i))
        for k = 1, s.n do
          if k ~= i then margin = min(margin, first[k] + 1e-9) end
        end
      end
      return margin
    end,
  }
  local ours, theirs = {}, {}
  for _, kind in ipairs { "logit", "product" } do
    for n = 2, 4 do
      local y, o = { 0.3, -0.2, 0.5, 0.1 }, { 0, 0.2, -0.4, 0.1 }
      y, o = table.move(y, 1, n, 1, {}), table.move(o, 1, n, 1, {})
      local bend, lift = kind == "product" and 0.5 or 0, kind == "product" and 0.3 or 0
      local r = shares:solve { adjoints = y, offsets = o, share = kind, share_decay = 1.3, share_bend = bend, share_lift = lift }
      local least = huge
      for _, d in ipairs { r.asks:totable(), r.bids:totable() } do
        for i = 1, n do
          local z, first, second = derivatives(function(at) return kind == "logit" and logit(at, 1.3, o) or product(at, 1.3, o, bend, lift) end, d, i, 1e-4)
          least = min(least, constant(z, first, second, i))
        end
      end
      ours[#ours + 1], theirs[#theirs + 1] = r.class_constant, least
    end
  end
  rp.claim "def5.1" : agrees { part = "constant", routes = { model = ours, ["differences of the shares"] = theirs }, tolerance = 10 * differenced }
  -- The logit's constant from its derivatives in closed form.
  rp.claim "def5.1-logit" : holds {
    part = "constant", what = "1e-11 less the distance of the constant from 1", count = 300, seed = 52,
    test = function(random)
      local s = draw_shares(random)
      local z, worst = logit(s.d, s.c, s.o), 0.0
      for i = 1, s.n do
        local first, second = {}, {}
        for k = 1, s.n do
          first[k] = k == i and -s.c * z[i] * (1 - z[i]) or s.c * z[i] * z[k]
          second[k] = (k == i and s.c ^ 2 * z[i] * (1 - z[i]) or -s.c ^ 2 * z[i] * z[k]) * (1 - 2 * z[i])
        end
        worst = max(worst, abs(constant(z[i], first, second, i) - 1))
      end
      return 1e-11 - worst
    end,
  }
  local _, refusal = shares:try_solve { adjoints = { 0.3 } }
  rp.claim "def5.1-logit" : holds {
    part = "a single maker", what = "one logit maker is refused, two are not", strict = true,
    margin = { refusal and refusal.slug == "logit-needs-two" and 1 or -1, shares:try_solve { adjoints = { 0.3, 0.3 } } and 1 or -1 },
  }
end

local function quotes()
  -- Nobody earns more per order flow, (d - y) times the share, at another quote.
  rp.claim "rem5.2" : holds {
    part = "best quotes", what = "(d - y) zeta at the quotes less that at another quote", count = 300, seed = 53,
    test = function(random)
      local s = draw_shares(random)
      local kind = random:integer(1, 2)
      local bend, lift = kind == 2 and s.c * random:uniform(0, 0.9) or 0, kind == 2 and random:uniform(0, 1) or 0
      local function zeta(d) return kind == 1 and logit(d, s.c, s.o) or product(d, s.c, s.o, bend, lift) end
      local r = shares:solve({ adjoints = s.y, offsets = s.o, share = kind == 1 and "logit" or "product", share_decay = s.c, share_bend = bend, share_lift = lift },
        { outputs = { "asks" } })
      local d, i = r.asks:totable(), random:integer(1, s.n)
      local before = (d[i] - s.y[i]) * zeta(d)[i]
      d[i] = d[i] + random:normal()
      return before - (d[i] - s.y[i]) * zeta(d)[i], 1e-14
    end,
  }
  local y, o = { 0.3, -0.2, 0.5 }, { 0.0, 0.2, -0.4 }
  local r = shares:solve { adjoints = y, offsets = o, share_decay = 1.3 }
  local d = { table.unpack(y) }
  for _ = 1, 400 do -- damped answers in turn
    for i = 1, 3 do d[i] = 0.5 * d[i] + 0.5 * (y[i] + 1 / (1.3 * (1 - logit(d, 1.3, o)[i]))) end
  end
  rp.claim "rem5.2" : agrees { part = "logit", routes = { ["Newton's method"] = r.asks, ["answers in turn"] = d }, tolerance = 1e-12 }
  rp.claim "rem5.2" : agrees { part = "clearing", routes = { ["sum of the shares"] = { r.ask_shares:sum(), r.bid_shares:sum() }, one = { 1, 1 } }, tolerance = 1e-13 }
  local p = shares:solve { adjoints = y, offsets = o, share = "product", share_decay = 1.3, share_lift = 0.3 }
  rp.claim "rem5.2" : agrees { part = "product", routes = { model = p.asks, ["y + 1/gamma"] = { y[1] + 1 / 1.3, y[2] + 1 / 1.3, y[3] + 1 / 1.3 } }, tolerance = 1e-13 }
  -- The conditions of first order, d + zeta/zeta_i = y: gap of the rows of their Jacobian.
  rp.claim "eq42-44" : holds {
    what = "gap of the rows of the Jacobian less the constant of (38)", count = 100, seed = 54, tolerance = 100 * differenced,
    test = function(random)
      local s = draw_shares(random)
      local kind, h = random:integer(1, 2), 1e-3
      local bend, lift = kind == 2 and s.c * random:uniform(0, 0.9) or 0, kind == 2 and random:uniform(0, 1) or 0
      local function zeta(at) return kind == 1 and logit(at, s.c, s.o) or product(at, s.c, s.o, bend, lift) end
      local r_ = shares:solve({ adjoints = s.y, offsets = s.o, share = kind == 1 and "logit" or "product", share_decay = s.c, share_bend = bend, share_lift = lift },
        { outputs = { "asks", "class_constant" } })
      local at, least = r_.asks:totable(), huge
      for i = 1, s.n do
        local function ratio(k, step)
          local moved = { table.unpack(at) }
          moved[k] = moved[k] + step
          local up, down = { table.unpack(moved) }, { table.unpack(moved) }
          up[i], down[i] = up[i] + 1e-4, down[i] - 1e-4
          return zeta(moved)[i] / ((zeta(up)[i] - zeta(down)[i]) / 2e-4)
        end
        local gap = 1 + (ratio(i, h) - ratio(i, -h)) / (2 * h)
        for k = 1, s.n do
          if k ~= i then gap = gap - abs(ratio(k, h) - ratio(k, -h)) / (2 * h) end
        end
        least = min(least, gap)
      end
      return least - r_.class_constant
    end,
  }
end

-- Order flows, rates and shares of two buyers and two makers at given adjoints (buyers 1, 2; makers 3, 4), offsets zero.
local function fields(y)
  local function pair(a, b)
    local gap, low, high = b - a, -abs(b - a) - 1, abs(b - a) + 1 -- bisection for the distance of the quotes
    for _ = 1, 60 do
      local x = (low + high) / 2
      local z = 1 / (1 + exp(-decay * x)) -- share of the first, x = d2 - d1
      if x - 1 / (decay * z) + 1 / (decay * (1 - z)) > gap then high = x else low = x end
    end
    local z = 1 / (1 + exp(-decay * low))
    return a + 1 / (decay * (1 - z)), b + 1 / (decay * z), z
  end
  local ask1, ask2, za = pair(y[3], y[4])
  local bid1, bid2, zb = pair(-y[3], -y[4])
  local ask = min(ask1, ask2)
  local a, b = y[1] - ask, y[2] - ask
  local v1 = (2 * beta * a - cross * b) / (4 * beta ^ 2 - cross ^ 2)
  local v2 = (2 * beta * b - cross * a) / (4 * beta ^ 2 - cross ^ 2)
  local up, down = 4 + v1 + v2, 3
  return { v1, v2, -up * za + down * zb, -up * (1 - za) + down * (1 - zb) },
    { asks = { ask1, ask2 }, bids = { bid1, bid2 }, ask = ask, rates = { v1, v2 }, up = up, down = down }
end

local function shoot(Q, Y, steps)
  local h = T / steps
  local function shifted(base, slope, part)
    local new = {}
    for i = 1, 4 do new[i] = base[i] + part * slope[i] end
    return new
  end
  local function slopes(q, y)
    local dY = {}
    for i = 1, 4 do dY[i] = 2 * phi * q[i] end
    return (fields(y)), dY
  end
  for _ = 1, steps do
    local a, a_ = slopes(Q, Y)
    local b, b_ = slopes(shifted(Q, a, h / 2), shifted(Y, a_, h / 2))
    local c, c_ = slopes(shifted(Q, b, h / 2), shifted(Y, b_, h / 2))
    local d, d_ = slopes(shifted(Q, c, h), shifted(Y, c_, h))
    local nq, ny = {}, {}
    for i = 1, 4 do
      nq[i] = Q[i] + h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i])
      ny[i] = Y[i] + h / 6 * (a_[i] + 2 * b_[i] + 2 * c_[i] + d_[i])
    end
    Q, Y = nq, ny
  end
  return Q, Y
end

local function boundary_problem()
  local steps = 100
  local times = {}
  for k = 0, steps do times[k + 1] = T * k / steps end
  local r = game:solve(merged(two, { times = times }))
  local start = { r.trader_adjoints:at(1, 1), r.trader_adjoints:at(2, 1), r.maker_adjoints:at(1, 1), r.maker_adjoints:at(2, 1) }
  local Q, Y = shoot({ -30, -24, 1, -1 }, start, 50)
  local last = { r.trader_paths:at(1, -1), r.trader_paths:at(2, -1), r.maker_paths:at(1, -1), r.maker_paths:at(2, -1) }
  rp.claim "thm5.4" : agrees { part = "inventories", routes = { collocation = last, shooting = Q }, tolerance = 1e-8 }
  rp.claim "thm5.4" : agrees { part = "terminal condition", routes = { shooting = Y, ["-2 A Q"] = { -2 * A * last[1], -2 * A * last[2], -2 * A * last[3], -2 * A * last[4] } }, tolerance = 1e-8 }

  local function integral(f)
    local sum = 0.0
    for k = 0, steps do sum = sum + f(k + 1) * ((k == 0 or k == steps) and 1 or k % 2 == 1 and 4 or 2) end
    return sum * T / (3 * steps)
  end
  -- Objectives of trader i and maker i with a deviation added to the rate, or to the quotes; the others keep theirs. The inventory of
  -- a deviating maker follows by the trapezoid rule, corrected at the ends, on the difference only.
  local function trader_objective(i, size, turn)
    local Qi, other = {}, 3 - i
    for k, t in ipairs(times) do Qi[k] = r.trader_paths:at(i, k) + size * (turn == 0 and t or math.sin(turn * t) / turn) end
    return integral(function(k)
      local v = r.rates:at(i, k) + size * math.cos(turn * times[k])
      local ask = min(r.asks:at(1, k), r.asks:at(2, k))
      return -v * (ask + beta * v + cross * r.rates:at(other, k)) - phi * Qi[k] ^ 2
    end) - A * Qi[steps + 1] ^ 2
  end
  local function maker_objective(i, size, side, turn)
    local gains, rates, Qi = {}, {}, {}
    for k = 1, steps + 1 do
      local asks, bids = { r.asks:at(1, k), r.asks:at(2, k) }, { r.bids:at(1, k), r.bids:at(2, k) }
      local move = size * math.cos(turn * times[k])
      asks[i], bids[i] = asks[i] + move, bids[i] + side * move
      local za, zb = logit(asks, decay, { 0, 0 })[i], logit(bids, decay, { 0, 0 })[i]
      local up, down = 4 + r.rates:at(1, k) + r.rates:at(2, k), 3
      gains[k], rates[k] = up * za * asks[i] + down * zb * bids[i], -up * za + down * zb
    end
    Qi[1] = r.maker_paths:at(i, 1)
    local h = T / steps
    for k = 1, steps do -- the rule of the parabola through three neighbours
      local slope = k < steps and (5 * rates[k] + 8 * rates[k + 1] - rates[k + 2]) or (5 * rates[k + 1] + 8 * rates[k] - rates[k - 1])
      Qi[k + 1] = Qi[k] + h / 12 * slope
    end
    return integral(function(k) return gains[k] - phi * Qi[k] ^ 2 end) - A * Qi[steps + 1] ^ 2
  end
  rp.claim "thm5.4" : holds {
    part = "deviations", what = "objective less that after a deviation, of traders and makers", count = 80, seed = 55, strict = true,
    test = function(random)
      local i, turn, size = random:integer(1, 2), random:integer(0, 3) * math.pi, random:log_uniform(0.03, 1)
      if random:integer(1, 2) == 1 then return trader_objective(i, 0, turn) - trader_objective(i, size, turn) end
      local side = random:integer(-1, 1)
      return maker_objective(i, 0, side, turn) - maker_objective(i, size, side, turn)
    end,
  }
  -- What one more share is worth at the end: the slope of the terminal penalty.
  local function penalty(q) return -A * q ^ 2 end
  rp.claim "eq41-terminal" : corrects {
    printed_form = { r.maker_adjoints:at(1, -1), r.maker_adjoints:at(2, -1) }, truth = { Y[1], Y[2] }, tolerance = 1e-8,
    reference = { (penalty(Q[1] + 1) - penalty(Q[1] - 1)) / 2, (penalty(Q[2] + 1) - penalty(Q[2] - 1)) / 2 },
  }
  -- One share more from the start on, by differences of the objective's penalties.
  local worth = {}
  for i = 1, 2 do
    local function penalties(more)
      return -integral(function(k) return phi * (r.trader_paths:at(i, k) + more) ^ 2 end) - A * (last[i] + more) ^ 2
    end
    local function makers(more)
      return -integral(function(k) return phi * (r.maker_paths:at(i, k) + more) ^ 2 end) - A * (last[2 + i] + more) ^ 2
    end
    worth[i], worth[2 + i] = (penalties(1) - penalties(-1)) / 2, (makers(1) - makers(-1)) / 2
  end
  rp.claim "eq45-factor" : agrees { routes = { ["Y at the start"] = start, ["differences of the penalties"] = worth }, tolerance = 1e-8 }
  local more = {}
  for k = 1, steps + 1, 20 do more[#more + 1] = r.trader_paths:at(1, k) + r.trader_paths:at(2, k) + r.maker_paths:at(1, k) + r.maker_paths:at(2, k) + times[k] + 54 end
  rp.claim "conserv" : holds { part = "collocation", what = "1e-11 less the distance of all inventories from the noise orders", margin = 1e-11 - rp.array(more):abs() }
  rp.claim "conserv" : agrees { part = "shooting", routes = { ["all inventories"] = Q[1] + Q[2] + Q[3] + Q[4], ["start and noise orders"] = -55 }, tolerance = 1e-12 }
end

local function diffusions()
  local noises, changes = { 1, 0.5, 0.25, 0.125 }, {}
  local function adjoint(noise) return line:solve(merged(small, { inventories = { 2 }, noise = noise }), { outputs = { "adjoints" } }).adjoints[1] end
  local still = adjoint(0)
  for k, noise in ipairs(noises) do changes[k] = abs(adjoint(noise) - still) end
  rp.claim "eps0" : converges { h = noises, error = changes, order = 2, within = 0.05 }

  -- Three independent computations with noise: projection and simulation, projection and differential equation, and a game in which the
  -- makers do not mind inventory: quotes are constant, rates linear, and the answer is the one without noise.
  local r = noisy:solve(merged(two, { order_flow = { law = "ou", speed = { 1 }, volatility = { 0.5 }, start = { 0.2 } },
    noise_buying = rp.curve(function(l) return 4 + l / (1 + l * l) end, { domain = { -4, 4 } }),
    noise_selling = rp.curve(function(l) return 3 - l / (1 + l * l) end, { domain = { -4, 4 } }), degree = 2, sample = 2048 }))
  local margins = {}
  for i = 1, 2 do
    margins[#margins + 1] = 4 * r.trader_standard_error[i] + 1e-4 - abs(r.trader_identity[i])
    margins[#margins + 1] = 4 * r.maker_standard_error[i] + 1e-4 - abs(r.maker_identity[i])
  end
  rp.claim "thm5.5" : holds { part = "simulation", what = "four standard errors less the distance of the adjoints from their simulated means", margin = margins }
  local one = { maker_inventories = { 2 }, trader_inventories = { -1 }, trader_running = { 0 }, trader_terminal = { 0 }, maker_running = { 0.1 }, maker_terminal = { 0.1 },
    share = "product", noise_buying = 4, noise_selling = 2, noise = 0.5, least_rate = 0, largest_rate = 1e-9, cost = 1e6 }
  local alone = noisy:solve(one, { outputs = { "maker_adjoints", "step_error", "degree_error" } })
  rp.claim "thm5.5" : agrees { part = "one maker", routes = { projection = alone.maker_adjoints, ["differential equation"] = { adjoint(0.5) } }, tolerance = 1e-3 }
  local calm = noisy:solve(merged(two, { maker_running = { 0, 0 }, maker_terminal = { 0, 0 }, degree = 2, steps = 16 }),
    { outputs = { "trader_adjoints", "trader_adjoints_limit", "maker_adjoints" } })
  rp.claim "thm5.5" : agrees { part = "makers who do not mind", routes = { ["with noise"] = calm.trader_adjoints, ["without"] = calm.trader_adjoints_limit }, tolerance = 1e-3 }
  rp.claim "thm5.5" : cannot { part = "uniqueness", reason = "uniqueness among all bounded adapted processes, for all coefficients, is a theorem of the literature that no computation decides" }
end

--- Evaluates the claims of section 5.
function M.claims()
  rp.claim "as5.3" : cannot {}
  rp.claim "eq45-k" : cannot {}
  class_of_shares()
  quotes()
  boundary_problem()
  diffusions()
end

--- Draws the figure of section 5.
function M.figures()
  local noises, changes = rp.logspace(1 / 16, 1, 9), {}
  local function adjoint(noise) return line:solve(merged(small, { inventories = { 2 }, noise = noise }), { outputs = { "adjoints" } }).adjoints[1] end
  local still = adjoint(0)
  for k = 1, #noises do changes[k] = abs(adjoint(noises[k]) - still) end
  local counts, asks, bids, quiet_asks, quiet_bids = { 2, 3, 4, 5 }, {}, {}, {}, {}
  for k, n in ipairs(counts) do
    local traders, makers = {}, {}
    for i = 1, n do traders[i], makers[i] = -54 / n, i == 1 and 1 or i == 2 and -1 or 0 end
    local r = noisy:solve({ trader_inventories = traders, maker_inventories = makers, degree = 2, steps = 3, noise = 1, noise_buying = 4, noise_selling = 3 },
      { outputs = { "asks", "bids" } })
    local quiet = game:solve({ trader_inventories = traders, maker_inventories = makers, times = { 0 }, noise_buying = 4, noise_selling = 3 }, { outputs = { "asks", "bids" } })
    asks[k], bids[k], quiet_asks[k], quiet_bids[k] = r.asks[1], r.bids[1], quiet.asks[1][1], quiet.bids[1][1]
  end
  rp.figure "diffusion" {
    title = "Small diffusions", columns = 2,
    caption = "Left, what diffusions of the size on the axis add to the adjoint of one maker: a multiple of their square. Right, the first maker's quotes at the start in games of two to five makers and as many buyers, who want 54 shares together; with diffusions of size 1 and without, the quotes can hardly be told apart.",
    alt = "Left nine points on a line of slope two in logarithmic scales; right the first maker's ask and bid, which fall with the number of makers, points with diffusions upon lines without.",
    rp.panel { xlabel = "diffusion", ylabel = "change of the adjoint (cash/share)", xlog = true, ylog = true, legend = "top left",
      rp.points { x = noises, y = changes, label = "computed" }, rp.line { x = noises, y = noises ^ 2 * (changes[1] / noises[1] ^ 2), label = "slope 2", style = "dashed" } },
    rp.panel { xlabel = "makers", ylabel = "distance from the price (cash/share)", xrange = { 1.8, 5.2 },
      rp.line { x = counts, y = quiet_asks, label = "ask" }, rp.line { x = counts, y = quiet_bids, label = "bid" },
      rp.points { x = counts, y = asks, label = "ask, diffusions" }, rp.points { x = counts, y = bids, label = "bid, diffusions" } },
  }
end

return M
