-- What several parts share: the base case solved by three routes, other markets, and small functions that put a market into the
-- plain-Lua recursion. The parameters are the paper's where it names them.

local rp = require "reprise"
local recursion = require "kuno2018.recursion"

local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local dense = rp.model "closing_price_dense"

local lambda, block = 1e-3, 1e5 -- impact and programme of the base case

-- Parameters far from round numbers, all depending on time: where coincidences of the base case end.
local varying = {
  periods = 6, impact = { 8e-4, 1.1e-3, 1.2e-3, 9e-4, 7e-4, 1e-3 }, transient_share = { 0.2, 0.4, 0.9, 0.5, 0.3, 0.6 },
  resilience_rate = 0.25, drift = { 0.1, -0.2, 0.05, 0, 0.2, -0.1 }, variance = { 0.02, 0.03, 0.01, 0.04, 0.02, 0.02 },
  fee = 1.2e-3, risk_aversion = 1e-3, shares = 2e4,
}

local function with(base, changes)
  local merged = {}
  for name, value in pairs(base) do merged[name] = value end
  for name, value in pairs(changes or {}) do merged[name] = value end
  return merged
end

local function solve_replica(changes, slips)
  return recursion.solve(recursion.market(changes), slips)
end

local function roll(changes, trades)
  return recursion.roll(recursion.market(changes), trades)
end

-- A random market with constant coefficients and impact lambda, for statements about all of them.
local function random_market(random)
  return {
    periods = random:integer(2, 40), transient_share = random:uniform(), resilience_rate = 10 ^ random:uniform(-2, 1),
    resilience = random:integer(1, 2) == 1 and "printed" or "consistent",
  }
end

-- Where `is_above` begins to hold, by bisection.
local function bisect(lo, hi, is_above)
  for _ = 1, 60 do
    local middle = (lo + hi) / 2
    if is_above(middle) then hi = middle else lo = middle end
  end
  return (lo + hi) / 2
end

-- region: solve
-- The base case: 13 periods, fee and impact 0.001, risk aversion 0.001, 100,000 shares.
local base = execution:solve {}
local safe = thresholds:solve {}                      -- C*, C*_0, C_+ and what belongs to them
local exact = dense:solve {}                          -- the same programme without any recursion
local neutral = thresholds:solve { risk_aversion = 0 }
-- end region

-- The base case with a price that drifts upwards.
local drifted = { drift = 0.3 }
local drifted_dense = dense:solve(drifted)

return {
  lambda = lambda, block = block, varying = varying, with = with, solve_replica = solve_replica, roll = roll,
  random_market = random_market, bisect = bisect, base = base, safe = safe, exact = exact, neutral = neutral,
  drifted = drifted, drifted_dense = drifted_dense,
}
