-- Section 3 of Guo and Jin: every statement about the general game of traders and makers. The models (equilibrium maps, boundary problem)
-- against fixed points and shooting in plain Lua.

local rp = require "reprise"

local M = {}

local abs, max, min, huge = math.abs, math.max, math.min, math.huge

local quotes = rp.model "guo2025_quotes"
local rates = rp.model "guo2025_rates"
local market = rp.model "guo2025_market"

local game = {
  horizon = 0.5, trader_inventories = { -20, 25 }, maker_inventories = { 1, -1 }, trader_terminal = { 0.1, 0.1 },
  maker_terminal = { 0.05, 0.08 }, trader_running = { 0.05, 0.02 }, maker_running = { 0.03, 0.03 }, intensity_decay = 1,
  intensity_bend = 0.5, cost = 0.2, cross_cost = 0.1, noise_buying = 3, noise_selling = 3,
}

local function merged(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

local function intensity(x) return math.exp(-game.intensity_decay * x - game.intensity_bend * ((1 + x * x) ^ 0.5 - 1)) end
local function hazard(decay, bend, x) return decay + bend * x / (1 + x * x) ^ 0.5 end

local function lowest_other(d, i)
  local low = huge
  for j = 1, #d do if j ~= i then low = min(low, d[j]) end end
  return low
end

-- psi by a damped fixed point.
local function settle(y, decay, bend)
  local d = table.move(y, 1, #y, 1, {})
  for _ = 1, 400 do
    local moved, new = 0.0, {}
    for i = 1, #y do
      new[i] = d[i] + 0.5 * (y[i] + 1 / hazard(decay, bend, d[i] - lowest_other(d, i)) - d[i])
      moved = max(moved, abs(new[i] - d[i]))
    end
    d = new
    if moved < 1e-16 then break end
  end
  return d
end

local function maps()
  local y = { 0.4, -0.3, 0.1, 0.9, -0.25 }
  local minus = {}
  for i = 1, #y do minus[i] = -y[i] end
  local r = quotes:solve { intensity_decay = 1.5, intensity_bend = 0.8, maker_adjoints = y }
  rp.claim "thm3.9" : agrees { part = "quotes", tolerance = 1e-12,
    routes = { ["two lowest first"] = rp.concat(r.asks, r.bids), ["damped fixed point"] = rp.concat(settle(y, 1.5, 0.8), settle(minus, 1.5, 0.8)) } }
  local trade = rates:solve { cost = 0.5, cross_cost = 0.6, trader_adjoints = { 1.2, 0.3, -0.5, 2 }, is_buyer = { 1, 1, 0, 1 }, least_rate = 0.01, largest_rate = 1.5 }
  local v, arguments, buys = { 0.0, 0.0, 0.0, 0.0 }, { 1.2, 0.3, -0.5, 2 }, { true, true, false, true }
  for _ = 1, 400 do
    local total = v[1] + v[2] + v[3] + v[4]
    for i = 1, 4 do
      local best = (arguments[i] - 0.6 / 3 * (total - v[i])) / (2 * 0.5)
      best = buys[i] and min(max(best, 0.01), 1.5) or min(max(best, -1.5), -0.01)
      v[i] = 0.5 * v[i] + 0.5 * best
    end
  end
  rp.claim "thm3.9" : agrees { part = "rates", routes = { ["equation for the sum"] = trade.rates, ["best answers in turn"] = v }, tolerance = 1e-12 }
  local contraction = 0
  rp.claim "thm3.9" : holds { part = "Lipschitz", what = "the change of the adjoints less that of the quotes, in the maximum norm; and no quote falls", count = 400, seed = 39,
    test = function(random)
      local n, decay = random:integer(2, 7), random:log_uniform(0.3, 3)
      local a, b, change = {}, {}, 0.0
      for i = 1, n do
        a[i] = random:uniform(-2, 2)
        local more = random:uniform(0, 0.5)
        b[i], change = a[i] + more, max(change, more)
      end
      local bend = decay * random:uniform(0, 0.95)
      local wanted = { outputs = { "asks" } }
      local one = quotes:solve({ intensity_decay = decay, intensity_bend = bend, maker_adjoints = a }, wanted).asks
      local two = quotes:solve({ intensity_decay = decay, intensity_bend = bend, maker_adjoints = b }, wanted).asks
      contraction = max(contraction, (two - one):max() / change)
      return min(change - (two - one):max(), (two - one):min()), 1e-14
    end }
  rp.value("quote-lipschitz", contraction, { digits = 4 })
end

-- Shooting: explicit steps from the model's adjoints at time 0 with fields that use nothing of the plugin.
local function boundary_problem()
  local r = market:solve(merged(game, { times = { 0, 0.25, 0.5 } }))
  local Q, Y, phi = {}, {}, { 0.05, 0.02, 0.03, 0.03 }
  for i = 1, 2 do
    Q[i], Q[2 + i] = game.trader_inventories[i], game.maker_inventories[i]
    Y[i], Y[2 + i] = r.trader_adjoints[i][1], r.maker_adjoints[i][1]
  end
  -- Two quotes: bisection for their distance.
  local function pair(y)
    local low_first = y[1] <= y[2]
    local apart, low, high = abs(y[2] - y[1]), 0.0, abs(y[2] - y[1]) + 2
    for _ = 1, 60 do
      local z = (low + high) / 2
      if z - 1 / hazard(1, 0.5, z) + 1 / hazard(1, 0.5, -z) > apart then high = z else low = z end
    end
    local first = min(y[1], y[2]) + 1 / hazard(1, 0.5, -low)
    if low_first then return { first, first + low } end
    return { first + low, first }
  end
  local function slopes(q, y)
    local asks, bids = pair { y[3], y[4] }, pair { -y[3], -y[4] }
    -- One buyer, one seller: 2 beta v + c v_other = y.
    local a, b = y[1] - min(asks[1], asks[2]), y[2] + min(bids[1], bids[2])
    local beta2, c = 2 * game.cost, game.cross_cost
    local buy, sell = (beta2 * a - c * b) / (beta2 ^ 2 - c ^ 2), (beta2 * b - c * a) / (beta2 ^ 2 - c ^ 2)
    local up, down = game.noise_buying + buy, game.noise_selling - sell
    local dQ = { buy, sell, -up * intensity(asks[1] - asks[2]) + down * intensity(bids[1] - bids[2]), -up * intensity(asks[2] - asks[1]) + down * intensity(bids[2] - bids[1]) }
    local dY = {}
    for i = 1, 4 do dY[i] = 2 * phi[i] * q[i] end
    return dQ, dY
  end
  local steps = 60
  local h = game.horizon / steps
  local function shifted(base, slope, part)
    local new = {}
    for i = 1, 4 do new[i] = base[i] + part * slope[i] end
    return new
  end
  for _ = 1, steps do
    local a, A = slopes(Q, Y)
    local b, B = slopes(shifted(Q, a, h / 2), shifted(Y, A, h / 2))
    local c, C = slopes(shifted(Q, b, h / 2), shifted(Y, B, h / 2))
    local d, D = slopes(shifted(Q, c, h), shifted(Y, C, h))
    for i = 1, 4 do
      Q[i] = Q[i] + h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i])
      Y[i] = Y[i] + h / 6 * (A[i] + 2 * B[i] + 2 * C[i] + D[i])
    end
  end
  local last = rp.concat(r.trader_paths:take(2, 3), r.maker_paths:take(2, 3))
  rp.claim "thm3.9" : agrees { part = "boundary problem", routes = { collocation = last, shooting = Q }, tolerance = 1e-8 }
  rp.claim "thm3.9" : agrees { part = "terminal condition", tolerance = 1e-8, routes = { shooting = Y, ["-2 A Q"] = { -0.2 * last[1], -0.2 * last[2], -0.1 * last[3], -0.16 * last[4] } } }
  local best, all = {}, {}
  for k = 1, 3 do
    best[#best + 1], best[#best + 2] = r.best_ask[k], r.best_bid[k]
    all[#all + 1], all[#all + 2] = min(r.asks[1][k], r.asks[2][k]), min(r.bids[1][k], r.bids[2][k])
  end
  rp.claim "as3.6" : agrees { routes = { ["best quotes of the model"] = best, ["lowest of all quotes"] = all }, tolerance = 1e-14 }
end

local function classes()
  -- Own derivative of f^i = u^i (beta u^i + c mean u^j) is strongly convex and dominates the others'.
  rp.claim "def3.2" : holds { what = "gap of the rows of the matrix of second derivatives, by differences", count = 200, seed = 32, strict = true,
    test = function(random)
      local beta = random:log_uniform(0.01, 10)
      local c, n = 2 * beta * random:uniform(-0.99, 0.99), random:integer(2, 6)
      local growth, reach, u = beta * random:uniform(0, 2), random:log_uniform(0.1, 10), {}
      for i = 1, n do u[i] = random:uniform(-3, 3) end
      local accepted = rates:try_solve({ trader_adjoints = rp.full(1, n), cost = beta, cross_cost = c, cost_growth = growth, cross_reach = reach },
        { outputs = { "buying" } }) ~= nil
      local function cost(i) -- f^i = u^i (beta u^i + kappa u^i |u^i| + G)
        local mean = 0.0
        for j = 1, n do mean = mean + (j == i and 0 or u[j] / (n - 1)) end
        local e = math.exp(2 * mean / reach)
        return u[i] * (beta * u[i] + growth * u[i] * abs(u[i]) + c * reach * (e - 1) / (e + 1))
      end
      local h, gap = 1e-3, huge
      for i = 1, n do
        local own, others, at = -2 * cost(i), 0.0, u[i]
        u[i] = at + h; own = own + cost(i)
        u[i] = at - h; own = own + cost(i)
        u[i] = at
        for j = 1, n do
          if j ~= i then
            local mixed, there = 0.0, u[j]
            for _, sign in ipairs { 1, -1 } do
              u[j] = there + sign * h
              u[i] = at + h; mixed = mixed + sign * cost(i)
              u[i] = at - h; mixed = mixed - sign * cost(i)
              u[i] = at
            end
            u[j] = there
            others = others + abs(mixed) / (4 * h * h)
          end
        end
        gap = min(gap, (own / (h * h) - others) / beta)
      end
      return accepted and gap or -1
    end }
  local plain = quotes:solve { maker_adjoints = { 0, 1 } }
  rp.claim "def3.4" : corrects { -- 1 if the exponential intensity belongs to the class, as section 4 needs
    printed_form = plain.class_most < 1 and 1 or 0, truth = plain.class_most <= 1 and 1 or 0, reference = 1, tolerance = 1e-15,
  }
  local least = quotes:solve { maker_adjoints = { 0, 1 }, intensity_decay = 1, intensity_bend = 0.5 }.class_least
  rp.value("class-least", least, { digits = 4 })
  rp.claim "eq15-16" : holds { what = "gap of the rows of the equations of the quotes, less 1", count = 300, seed = 15,
    test = function(random)
      local n, decay = random:integer(2, 6), random:log_uniform(0.3, 3)
      local bend, y = decay * random:uniform(0, 0.95), {}
      for i = 1, n do y[i] = random:uniform(-2, 2) end
      local d, gap = quotes:solve({ intensity_decay = decay, intensity_bend = bend, maker_adjoints = y }, { outputs = { "asks" } }).asks:totable(), huge
      for i = 1, n do -- d^i + L/L'(x): derivatives in d^i and in the lowest of the others, by differences
        local x, h = d[i] - lowest_other(d, i), 1e-5
        local slope = -(1 / hazard(decay, bend, x + h) - 1 / hazard(decay, bend, x - h)) / (2 * h)
        gap = min(gap, 1 + slope - abs(slope))
      end
      return gap - 1
    end, tolerance = 1e-8 }
  rp.claim "rem3.5" : cannot {}
end

local function short_horizons()
  local horizons, factors, found = { 0.05, 0.1, 0.2, 0.5, 1 }, {}, {}
  for i, horizon in ipairs(horizons) do
    local r = market:solve(merged(game, { horizon = horizon, points = 3 }))
    factors[i], found[i] = r.picard_factor, r.residual
  end
  rp.claim "thm3.10" : holds { part = "short horizons", what = "Picard's iteration contracts, by less and less, and ceases to; the solution is found all the same", strict = true,
    margin = { 1 - factors[1], 1 - factors[3], factors[4] - 1, factors[2] - factors[1], factors[3] - factors[2], 1e-10 - rp.array(found):max() } }
  rp.claim "thm3.10" : cannot { part = "random data", reason = "uniqueness among all adapted processes is a statement about spaces; only deterministic data were computed" }
  rp.value("picard-short", factors[1], { digits = 3 })
  rp.value("picard-longer", factors[3], { digits = 3 })
end

--- Evaluates the claims of section 3.
function M.claims()
  maps()
  boundary_problem()
  classes()
  short_horizons()
end

--- Section 3 has no figure of its own.
function M.figures() end

return M
