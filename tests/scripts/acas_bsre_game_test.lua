-- The models of sections 4 and 5 through the program: refusals with their slugs, remarks, outputs that belong together, limits.
local check = require "check"
local rp = require "reprise"

local function slug_of(name, arguments)
  local result, finding = rp.model(name):try_solve(arguments)
  check.equal(result, nil, name .. " must refuse")
  return finding.slug, finding.status
end

local function tanh(x) return 1 - 2 / (math.exp(2 * x) + 1) end
local wide = { domain = { -5, 5 } }

check.test("refusals say why", function()
  local two = { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 } }
  local function game(changes)
    local all = {}
    for name, value in pairs(two) do all[name] = value end
    for name, value in pairs(changes) do all[name] = value end
    return all
  end
  local cases = {
    { "guo2025_acas", { first_maker = -2 }, "makers-out-of-order" },
    { "guo2025_acas", { times = { 0, 2 } }, "time-after-horizon" },
    { "guo2025_news", { news_time = 1, probability = { 1 }, buying_after = { 1 }, selling_after = { 1 } }, "news-after-horizon" },
    { "guo2025_news", { probability = { 0, 0 }, buying_after = { 1, 2 }, selling_after = { 1, 2 } }, "not-a-distribution" },
    { "guo2025_individuals", { terminal_penalty = 0 }, "no-terminal-penalty" },
    { "guo2025_shares", { adjoints = { 1 } }, "logit-needs-two" },
    { "guo2025_shares", { adjoints = { 1, 2 }, share_bend = 1 }, "class-violation" },
    { "guo2025_shares", { adjoints = { 1 }, share = "product", share_bend = -0.9 }, "class-violation" },
    { "guo2025_approximation", { trader_inventories = { -30 }, maker_inventories = { 1 } }, "logit-needs-two" },
    { "guo2025_approximation", game { cross_cost = -0.4 }, "class-violation" },
    { "guo2025_approximation", game { least_rate = 3, largest_rate = 2 }, "rates-out-of-order" },
    { "guo2025_approximation", game { trader_inventories = { -30, 0 } }, "no-direction" },
    { "guo2025_approximation_line", { inventories = { 9 } }, "outside-the-box" },
    { "guo2025_stochastic", { method = "grid", factors = { law = "ou", speed = { 1, 1, 1 }, volatility = { 1, 1, 1 } } }, "too-many-factors" },
  }
  for _, case in ipairs(cases) do
    local slug, status = slug_of(case[1], case[2])
    check.equal(slug, case[3])
    check.equal(status, "bad_input")
  end
  local slug, status = slug_of("guo2025_acas", { first_maker = 10000 })
  check.equal(slug, "overflow-guard")
  check.equal(status, "not_converged")
end)

check.test("crossed quotes are told, not refused", function()
  local crossed = { horizon = 0.1, first_maker = 10, second_maker = -10, buyer = -30, cost = 0.5, terminal_penalty = 0.2,
    noise_buying = 0, noise_selling = 0 }
  local result = rp.model("guo2025_acas"):solve(crossed)
  check.near(result.spread_start, -0.669913, 1e-6)
  check.equal(result.crossed, 1)
  check.near(result.least_spread, result.inside_spread:min(), 1e-12)
end)

check.test("both methods and both routes of section 4 agree", function()
  local model = rp.model "guo2025_acas"
  local market = { running_penalty = 0.05, times = { 0, 0.3, 1 } }
  local gauss = model:solve(market)
  market.method = "midpoint"
  local midpoint = model:solve(market)
  for _, output in ipairs { "first_maker_path", "second_maker_path", "buyer_path", "first_adjoint", "buyer_adjoint", "rate", "gain" } do
    check.near(midpoint[output], gauss[output]:totable()[1] and gauss[output], 1e-8, output)
  end
  check.near(gauss.second_ask[1], 1 + gauss.second_adjoint[1], 1e-14)
  check.near(gauss.first_bid[2], 1 - gauss.first_adjoint[2], 1e-14)
  check.near(gauss.inside_spread, gauss.first_ask + gauss.second_bid, 1e-13)
  check.truth(midpoint.resolution < 1e-5 and midpoint.resolution > 1e-12)
  local still = model:solve { running_penalty = 0 }
  check.truth(still.constant_difference < 1e-12)
  check.truth(gauss.constant_difference ~= gauss.constant_difference)
end)

check.test("the truncation begins at its kink", function()
  local result = rp.model("guo2025_acas"):solve { running_penalty = 0.2, horizon = 2, noise_buying = 0, noise_selling = 0,
    least_rate = 0, points = 401 }
  check.near(result.truncated_from, 1.33353162523324, 1e-9)
  for i, t in ipairs(result.time:totable()) do
    if t > result.truncated_from then check.equal(result.rate[i], 0) else check.truth(result.rate[i] > 0) end
  end
end)

check.test("paths between news and the horizon belong together", function()
  local result = rp.model("guo2025_news"):solve { news_time = 0.4, probability = { 1, 3 }, buying_after = { 9, 1 },
    selling_after = { 1, 9 }, running_penalty = 0.05, times = { 0, 0.4, 1 } }
  check.near(result.ask_before, (result.ask_after[1] + 3 * result.ask_after[2]) / 4, 1e-11)
  check.near(result.best_asks[1][1], result.ask_start, 1e-13)
  check.near(result.best_asks[2][2], result.ask_after[2], 1e-13)
  check.near(result.rates[1][2], result.rate_after[1], 1e-13)
  check.truth(result.rate_after[1] < result.rate_before and result.rate_before < result.rate_after[2])
  check.truth(result.buyer_paths[2][3] > result.buyer_paths[1][3])
end)

check.test("finite populations approach the infinite one", function()
  local result = rp.model("guo2025_individuals"):solve { noise_buying = 0, noise_selling = 0, others = { -20 },
    populations = { 10, 1000 }, draws = 400 }
  check.near(result.rates[1], result.mean_rate, 1e-12)
  check.near(result.rate_deviation / result.rate_theory, { 1, 1 }, 0.1)
  check.truth(result.solved_deviation[2] < result.rate_deviation[2])
end)

local function random_flow(changes)
  local all = { buyer = -30, running_penalty = 0.02, factors = { law = "ou", speed = { 2 }, volatility = { 1 }, start = { 0.2 } },
    noise_buying = rp.curve(function(x) return 5 * (1 + tanh(x)) end, wide),
    noise_selling = rp.curve(function(x) return 5 * (1 - tanh(x)) end, wide) }
  for name, value in pairs(changes or {}) do all[name] = value end
  return all
end

check.test("random noise orders: both methods, identities, correlations", function()
  local model = rp.model "guo2025_stochastic"
  local grid = model:solve(random_flow { sample = 4096, kept = 3 })
  local regression = model:solve(random_flow { method = "regression", degree = 4, sample = 1024 })
  check.near(grid.makers_apart, -0.0766651, 2e-6)
  check.near(grid.buyer_apart, 2.69196, 4e-5)
  check.near(grid.first_adjoint, 0.78376, 8e-5)
  check.near(regression.buyer_apart, grid.buyer_apart, 5e-4)
  for _, who in ipairs { "makers", "buyer", "first" } do
    check.truth(math.abs(grid[who .. "_identity"]) < 4 * grid[who .. "_standard_error"], who)
    check.truth(math.abs(regression[who .. "_identity"]) < 4 * regression[who .. "_standard_error"], who)
  end
  check.near(grid.ask_rate_correlation, -0.994, 2e-3)
  check.near(grid.ask_noise_correlation, 0.92, 1e-2)
  check.near(grid.ask_paths[2][1], 1 + grid.first_adjoint, 1e-2)
  check.near(grid.spread_paths[3], grid.ask_paths[3] + grid.bid_paths[3], 1e-12)
  check.near(grid.imbalance_paths[1][1], 10 * tanh(0.2), 1e-9)
  check.near(grid.buyer_paths[1][1], -30, 1e-12)
  check.truth(grid.step_error < 1e-4 and grid.grid_error < 1e-3)
end)

-- Where the least rate binds, pieces take over, and their field keeps the adjoints' identity.
check.test("random noise orders and a least rate that binds", function()
  local outputs = { outputs = { "buyer_apart", "first_adjoint", "rate_start", "grid_error", "step_error", "least_rate_seen", "buyer_identity",
    "buyer_standard_error" } }
  local function solve(changes)
    local all = { buyer = -30, running_penalty = 0.02, least_rate = 8, steps = 4, maker_nodes = 5, buyer_nodes = 7, factor_nodes = 10,
      factors = { law = "ou", speed = { 2 }, volatility = { 1 }, start = { 0.2 } }, sample = 512,
      noise_buying = rp.curve(function(x) return 5 * (1 + tanh(x)) end, wide),
      noise_selling = rp.curve(function(x) return 5 * (1 - tanh(x)) end, wide) }
    for name, value in pairs(changes or {}) do all[name] = value end
    return rp.model("guo2025_stochastic"):solve(all, outputs)
  end
  local pieces, series = solve(), solve { method = "grid", maker_nodes = 6, factor_nodes = 12 }
  check.near(pieces.buyer_apart, 2.2187, 3e-3)
  check.truth(math.abs(series.buyer_apart - 2.2187) > 5e-3) -- what the pieces are there for
  check.near(pieces.rate_start, 8, 1e-12)
  check.near(pieces.least_rate_seen, 8, 1e-12)
  check.truth(math.abs(pieces.buyer_identity) < 4 * pieces.buyer_standard_error)
  check.equal(solve { method = "local" }.buyer_apart, pieces.buyer_apart)
end)

-- Three steps for twenty units of time and a wild factor: no digit is right, and none is given.
check.test("answers without a right digit are refused", function()
  local slug, status = slug_of("guo2025_stochastic", { horizon = 20, running_penalty = 0.05, steps = 3, sample = 8,
    factors = { law = "ou", speed = { 2 }, volatility = { 3 }, start = { 0.2 } },
    noise_buying = rp.curve(function(x) return 5 * (1 + tanh(x)) end, wide), noise_selling = 5 })
  check.equal(slug == "not-resolved" or slug == "step-not-settled", true)
  check.equal(status, "not_converged")
end)

local function noisy(changes)
  local all = { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 }, cross_cost = 0.1, noise = 0.3, steps = 5,
    order_flow = { law = "ou", speed = { 1, 1 }, volatility = { 0.4, 0.4 }, start = { 0.1, 0.1 } },
    noise_buying = rp.curve(function(l) return 4 * (1 + 0.5 * tanh(l)) end, wide),
    noise_selling = rp.curve(function(l) return 3 * (1 - 0.5 * tanh(l)) end, wide) }
  for name, value in pairs(changes or {}) do all[name] = value end
  return all
end

check.test("the game with noise: identity, degree, symmetry, limit", function()
  local model = rp.model "guo2025_approximation_noise"
  local result = model:solve(noisy { sample = 4096 })
  check.near(result.trader_adjoints[1], 5.41512, 2e-5)
  check.near(result.maker_adjoints[1], 0.35522, 1e-4)
  for i = 1, 2 do
    check.truth(math.abs(result.trader_identity[i]) < 4 * result.trader_standard_error[i] + 1e-3)
    check.truth(math.abs(result.maker_identity[i]) < 4 * result.maker_standard_error[i] + 1e-3)
  end
  check.truth(result.degree_error < 5e-3 and result.step_error < 5e-4 and result.fit_residual < 1e-3)
  check.equal(result.basis_size, 84)
  local outputs = { outputs = { "trader_adjoints", "maker_adjoints" } }
  local mirror = noisy { trader_inventories = { 30, 24 }, maker_inventories = { -1, 1 } }
  mirror.noise_buying, mirror.noise_selling = mirror.noise_selling, mirror.noise_buying
  local other = model:solve(mirror, outputs)
  check.near(other.trader_adjoints, -result.trader_adjoints, 1e-3)
  local plain = { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 }, noise = 0, degree = 2, steps = 5 }
  local still = model:solve(plain, { outputs = { "trader_adjoints", "trader_adjoints_limit" } })
  check.near(still.trader_adjoints, still.trader_adjoints_limit, 6e-5)
end)

check.test("one maker against its differential equation", function()
  local game = { trader_inventories = { -1 }, maker_inventories = { 2 }, share = "product", cost = 1e9, trader_running = { 0 },
    trader_terminal = { 0 }, maker_running = { 0.1 }, maker_terminal = { 0.1 }, noise_buying = 4, noise_selling = 2, noise = 0.5,
    degree = 5, steps = 10 }
  local scheme = rp.model("guo2025_approximation_noise"):solve(game, { outputs = { "maker_adjoints", "maker_adjoints_limit" } })
  local line = rp.model("guo2025_approximation_line"):solve { inventories = { 2 }, noise = 0.5 }
  check.near(scheme.maker_adjoints[1], line.adjoints[1], 2e-5)
  check.near(line.adjoints[1], -0.3960870949, 1e-7)
  check.near(scheme.maker_adjoints_limit[1], -0.396562390294754, 1e-10)
end)

-- Cash in billions, shares in millions: the same market.
check.test("answers do not depend on units", function()
  local function scaled(id, parameters, powers, outputs)
    local names = {}
    for name in pairs(outputs) do names[#names + 1] = name end
    table.sort(names)
    local function solve(cash, shares)
      local all = {}
      for name, value in pairs(parameters) do all[name] = value end
      for name, power in pairs(powers) do
        local unit = cash ^ power[1] * shares ^ power[2]
        local value = parameters[name]
        if type(value) == "table" then
          all[name] = {}
          for i, x in ipairs(value) do all[name][i] = x * unit end
        else
          all[name] = value * unit
        end
      end
      return rp.model(id):solve(all, { outputs = names })
    end
    local plain = solve(1, 1)
    for _, units in ipairs { { 1e-9, 1 }, { 1, 1e6 }, { 1e12, 1e-3 } } do
      local other = solve(units[1], units[2])
      for _, name in ipairs(names) do
        local unit = units[1] ^ outputs[name][1] * units[2] ^ outputs[name][2]
        local a, b = plain[name], other[name] / unit
        local size = type(a) == "number" and math.abs(a) or a:abs():max()
        check.near(b, a, 1e-9 * size)
      end
    end
  end
  local share, rate, quote, penalty, decay = { 0, 1 }, { 0, 1 }, { 1, -1 }, { 1, -2 }, { -1, 1 }
  scaled("guo2025_acas", { first_maker = 1, second_maker = -1, buyer = -20, running_penalty = 0.05, terminal_penalty = 0.05, cost = 0.1,
    intensity_decay = 1, noise_buying = 5, noise_selling = 4, points = 5 },
    { first_maker = share, second_maker = share, buyer = share, running_penalty = penalty, terminal_penalty = penalty, cost = penalty,
      intensity_decay = decay, noise_buying = rate, noise_selling = rate },
    { buyer_apart = quote, makers_apart = quote, gain = penalty, first_maker_path = share, rate = rate })
  scaled("guo2025_stochastic", { first_maker = 1, second_maker = -1, buyer = -30, running_penalty = 0.02, terminal_penalty = 0.05, cost = 0.1,
    intensity_decay = 1, noise_buying = 5, noise_selling = 5, steps = 4, maker_nodes = 5, buyer_nodes = 5, factor_nodes = 4,
    factors = { law = "ou", speed = { 1 }, volatility = { 0 } } },
    { first_maker = share, second_maker = share, buyer = share, running_penalty = penalty, terminal_penalty = penalty, cost = penalty,
      intensity_decay = decay, noise_buying = rate, noise_selling = rate },
    { buyer_apart = quote, makers_apart_limit = quote, step_error = quote })
  local game = { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 }, trader_running = 0.05, maker_running = 0.05,
    trader_terminal = 0.05, maker_terminal = 0.05, cost = 0.2, cross_cost = 0.1, noise_buying = 4, noise_selling = 3, share_decay = 1 }
  local powers = { trader_inventories = share, maker_inventories = share, trader_running = penalty, maker_running = penalty,
    trader_terminal = penalty, maker_terminal = penalty, cost = penalty, cross_cost = penalty, noise_buying = rate, noise_selling = rate,
    share_decay = decay }
  scaled("guo2025_approximation", game, powers, { asks = quote, maker_paths = share })
  game.noise, game.radius, game.degree, game.steps = 0.3, 0.3, 2, 2
  powers.noise, powers.radius = share, share
  scaled("guo2025_approximation_noise", game, powers,
    { maker_adjoints = quote, rates = rate, step_error = { 0, 0 }, degree_error = { 0, 0 }, fit_residual = { 0, 0 } })
  scaled("guo2025_approximation_line", { inventories = { 2, 0 } , noise = 0.5, box = 8, share_decay = 1, noise_buying = 4, noise_selling = 2,
    running_penalty = 0.1, terminal_penalty = 0.1 }, { inventories = share, noise = share, box = share, share_decay = decay,
    noise_buying = rate, noise_selling = rate, running_penalty = penalty, terminal_penalty = penalty }, { adjoints = quote })
  scaled("guo2025_shares", { adjoints = { 0.3, -0.2, 0.5 }, share = "product", share_decay = 1.3, share_lift = 0.5, share_bend = 0.4,
    share_width = 1 }, { adjoints = quote, share_decay = decay, share_lift = decay, share_bend = decay, share_width = quote },
    { asks = quote, ask_shares = { 0, 0 } })
end)

-- Penalties a hundred times the usual: by shooting with steps of 1e-12 elsewhere.
check.test("heavy penalties", function()
  local heavy = rp.model("guo2025_approximation"):solve { trader_inventories = { -30, -24 }, maker_inventories = { 1, -1 }, trader_terminal = 9,
    maker_terminal = 9 }
  check.near(heavy.trader_adjoints:take(2, 1), rp.array { 254.16174608, 251.61295167 }, 1e-7)
  check.near(heavy.maker_adjoints:take(2, 1), rp.array { 244.62702546, 245.04827679 }, 1e-7)
  check.equal((slug_of("guo2025_approximation_line", { inventories = { 2 }, noise = 5 })), "box-too-small")
end)

check.test("nothing to fear, nothing to tell apart", function()
  local calm = rp.model("guo2025_acas"):solve { terminal_penalty = 0 }
  check.equal(calm.makers_apart, 0)
  check.truth(calm.gain_dominance ~= calm.gain_dominance and calm.inverse_column_sum ~= calm.inverse_column_sum)
  local even = rp.model("guo2025_approximation"):solve { trader_inventories = { -20, 20 }, maker_inventories = { 0, 0 }, noise_buying = 3,
    noise_selling = 3 }
  check.near(even.maker_adjoints, 0 * even.maker_adjoints, 1e-12)
  check.near(even.trader_adjoints[1], -even.trader_adjoints[2], 1e-12)
end)

check.test("paths and quotes of the game without noise", function()
  local result = rp.model("guo2025_approximation"):solve { trader_inventories = { -30, 24 }, maker_inventories = { 1, -1 },
    offsets = { 0.2, 0 }, cross_cost = 0.1, times = { 0, 0.5, 1 } }
  for k = 1, 3 do check.near(result.ask_shares:take(2, k):sum(), 1, 1e-13) end
  check.near(result.class_constant, 1, 1e-12)
  check.near(result.trader_adjoints:take(2, 3), -0.1 * result.trader_paths:take(2, 3), 1e-11)
  check.truth(result.rates:at(1, 1) > 0 and result.rates:at(2, 1) < 0)
  local shares = rp.model("guo2025_shares"):solve { adjoints = result.maker_adjoints:take(2, 2):totable(), offsets = { 0.2, 0 } }
  check.near(shares.asks, result.asks:take(2, 2), 1e-12)
  check.near(shares.bid_shares, result.bid_shares:take(2, 2), 1e-12)
end)
