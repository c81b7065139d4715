-- guo2025, sections 4 and 5, from a script: seconds per solve, and the error against reference values of finer solves.
-- arguments: task ("field", "game1" .. "game5"), rounds
local rp = require "reprise"
local host = require "host"

local task, rounds = rp.arguments[1], tonumber(rp.arguments[2])
local function tanh(x) return 1 - 2 / (math.exp(2 * x) + 1) end

local function field()
  local wide = { domain = { -5, 5 } }
  local r = rp.model("guo2025_stochastic"):solve({ buyer = -30, running_penalty = 0.02, steps = 2, maker_nodes = 6, buyer_nodes = 6,
    factor_nodes = 12, factors = { law = "ou", speed = { 2 }, volatility = { 1 }, start = { 0.2 } },
    noise_buying = rp.curve(function(x) return 5 * (1 + tanh(x)) end, wide), noise_selling = rp.curve(function(x) return 5 * (1 - tanh(x)) end, wide) },
    { outputs = { "makers_apart", "buyer_apart", "first_adjoint" } })
  return math.abs(r.buyer_apart - 2.691961)
end

-- From 8 to 16 steps with degrees 2 to 5; the last digit may be off by two.
local reference = { 5.00777, 5.41512, 5.3252, 5.2930, 5.2762 }

local function game(n)
  local makers, traders, speed, volatility, start = {}, {}, {}, {}, {}
  for i = 1, n do
    makers[i], traders[i] = n > 1 and 1 - 2 * (i - 1) / (n - 1) or 1, n > 1 and -30 + 6 * (i - 1) / (n - 1) or -30
    speed[i], volatility[i], start[i] = 1, 0.4, 0.1
  end
  local wide = { domain = { -4, 4 } }
  local r = rp.model("guo2025_approximation_noise"):solve({ trader_inventories = traders, maker_inventories = makers, cross_cost = 0.1,
    noise = 0.3, steps = 2, degree = 2, share = n == 1 and "product" or "logit",
    order_flow = { law = "ou", speed = speed, volatility = volatility, start = start },
    noise_buying = rp.curve(function(l) return 4 * (1 + 0.5 * tanh(l)) end, wide),
    noise_selling = rp.curve(function(l) return 3 * (1 - 0.5 * tanh(l)) end, wide) }, { outputs = { "trader_adjoints", "maker_adjoints" } })
  return math.abs(r.trader_adjoints[1] - reference[n])
end

local error_of
local least = math.huge
for _ = 1, rounds do
  local begin = host.now()
  if task == "field" then error_of = field() else error_of = game(tonumber(task:sub(5))) end
  least = math.min(least, host.now() - begin)
end
print(("seconds: %.9e"):format(least))
print(("error: %.3e"):format(error_of))
