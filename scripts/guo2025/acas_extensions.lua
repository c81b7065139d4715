-- Section 4 beyond one buyer and orders known beforehand: a market that does not clear, many buyers, random noise orders.
-- Claims sec4-fill, sec4-cross, prop4.5, eq33 to eq37, lln, v2-corr, impact; figures stochastic, crowd-of-buyers. Second
-- routes: Runge and Kutta's steps, sums over the makers, the prediction of the law of large numbers.

local rp = require "reprise"
local one_buyer = require "guo2025.one_buyer"

local acas = rp.model "guo2025_acas"
local individuals = rp.model "guo2025_individuals"
local stochastic = rp.model "guo2025_stochastic"
local min, exp = math.min, math.exp
local plain, merged, risk_neutral, only = one_buyer.plain, one_buyer.merged, one_buyer.risk_neutral, one_buyer.only
local quiet_market, step = one_buyer.quiet_market, one_buyer.step

-- What the claims have solved and the figures draw again.
local kept = {}

local function market_without_clearing()
  local bought, theory = {}, {}
  for i, m in ipairs { merged(plain, { noise_buying = 5, noise_selling = 5 }), merged(plain, { noise_buying = 2, noise_selling = 7, first_maker = 4 }) } do
    local r = acas:solve(merged(m, { times = { 0, 1 } }))
    local change = r.first_maker_path[2] + r.second_maker_path[2] - r.first_maker_path[1] - r.second_maker_path[1]
    local flow = m.noise_buying - m.noise_selling + r.buyer_path[2] - r.buyer_path[1]
    bought[i], theory[i] = -change, (exp(r.makers_apart) + exp(-r.makers_apart)) * flow
  end
  rp.claim "sec4-fill" : agrees { routes = { ["what the makers sold"] = bought, ["2 cosh(gamma y2) times the flow"] = theory }, tolerance = 1e-11 }
  local far = acas:solve(merged(plain, { horizon = 0.1, first_maker = 10, second_maker = -10, buyer = -30, cost = 0.5, terminal_penalty = 0.2 }), only("spread_start"))
  rp.claim "sec4-cross" : holds { what = "minus the inside spread", margin = -far.spread_start, strict = true }
  rp.value("crossed-spread", far.spread_start, { digits = 4 })
end

local function crowds()
  local q = { -27, -24.5, -20, -16, -12.5 }
  local all = individuals:solve(risk_neutral({ others = q }))
  local mean = rp.array(all.rates):mean()
  local representative = acas:solve(plain, only("rate_start")).rate_start
  rp.claim "prop4.5" : agrees { routes = { ["mean of single rates"] = mean, ["rate of the mean trader"] = representative }, tolerance = 1e-12 }
  local z = { -0.1, 0.0 } -- slope and level backward from the horizon
  for _ = 1, 100 do
    z = step(function(s) return { s[1] ^ 2 / 0.2, -s[1] / 0.2 * (all.ask - s[2]) } end, z, 1 / 100)
  end
  rp.claim "eq34-36" : agrees { part = "equations", routes = { model = { all.slope, all.level }, ["Runge-Kutta"] = z }, tolerance = 1e-9 }
  rp.claim "eq34-36" : holds { part = "range", what = "slope + 2 A and minus the slope", count = 60, seed = 34,
    test = function(random)
      local m = quiet_market(random)
      m.running_penalty = nil
      local s = individuals:solve(m, only("slope")).slope
      return min(s + 2 * m.terminal_penalty, -s)
    end }
  local least, formula = {}, {}
  rp.claim "eq33" : holds { part = "sufficient", tolerance = 1e-10, what = "rate of a trader at the printed distance less the least rate", count = 60, seed = 33,
    test = function(random)
      local m = quiet_market(random)
      m.running_penalty = nil
      local v = individuals:solve(m, only("mean_rate")).mean_rate
      m.least_rate = random:uniform(0, 1) * v
      local s = individuals:solve(m, only("slack_printed")).slack_printed
      least[#least + 1], formula[#formula + 1] = s, m.cost / m.terminal_penalty * (v - m.least_rate)
      m.others = { m.buyer + s }
      return individuals:solve(m, only("rates")).rates[1] - m.least_rate
    end }
  rp.claim "eq33" : agrees { part = "formula", routes = { model = least, ["(beta/A)(v - epsilon)"] = formula }, tolerance = 1e-10 }
  rp.claim "eq37" : holds { tolerance = 1e-10, what = "right side of (33) less that of (37), with its least rate", count = 60, seed = 37,
    test = function(random)
      local m = quiet_market(random)
      m.running_penalty = nil
      local s = individuals:solve(m, only("least_sufficient"))
      m.least_rate = s.least_sufficient
      local t = individuals:solve(m, only("slack_printed", "slack_sufficient"))
      return t.slack_printed - t.slack_sufficient
    end }
  local sizes = { 10, 100, 1000, 10000 }
  local drawn = individuals:solve(risk_neutral({ populations = sizes, draws = 400 }))
  kept.drawn, kept.sizes = drawn, sizes
  rp.claim "lln" : converges { part = "rate", h = { 0.1, 0.01, 1e-3, 1e-4 }, error = drawn.rate_deviation:totable(), order = 0.5, within = 0.05 }
  rp.claim "lln" : holds { part = "factor", what = "0.12 less the relative deviation from the prediction (400 draws)", margin = 0.12 - (drawn.rate_deviation / drawn.rate_theory - 1):abs() }
end

local function tanh(x) return 1 - 2 / (exp(2 * x) + 1) end

-- Noise orders 5 (1 +- tanh X) with a mean-reverting X.
local function random_flow(more)
  local wide = { domain = { -5, 5 } }
  return merged({ horizon = 1, first_maker = 1, second_maker = -1, buyer = -30, intensity_decay = 1, cost = 0.1, terminal_penalty = 0.05,
    running_penalty = 0.02, factors = { law = "ou", speed = { 2 }, volatility = { 1 }, start = { 0.2 } },
    noise_buying = rp.curve(function(x) return 5 * (1 + tanh(x)) end, wide), noise_selling = rp.curve(function(x) return 5 * (1 - tanh(x)) end, wide),
  }, more)
end

local function random_orders()
  local r = stochastic:solve(random_flow { sample = 2048, kept = 40 })
  kept.random = r
  rp.claim "v2-corr" : holds { what = "minus the correlation of best ask and rate, and that of best ask and noise imbalance, in increments",
    margin = { -r.ask_rate_correlation, r.ask_noise_correlation }, strict = true,
    with = "the words are about increments, not about levels along one path", without = { -r.ask_rate_level_correlation } }
  rp.value("ask-rate-correlation", r.ask_rate_correlation, { digits = 3 })
  rp.value("ask-noise-correlation", r.ask_noise_correlation, { digits = 2 })
  rp.value("ask-rate-levels", r.ask_rate_level_correlation, { digits = 2 })
  rp.value("random-buyer-adjoint", r.buyer_apart, { digits = 5 })
  rp.value("random-step-error", r.step_error, { digits = 1 })
  rp.value("random-grid-error", r.grid_error, { digits = 1 })
  local slopes = {}
  for i, g in ipairs { 0.5, 1, 2, 4 } do
    local ask, executed = {}, {}
    for k = 1, 2 do
      local m = merged(plain, { intensity_decay = g, buyer = -60 - k, noise_buying = 5, noise_selling = 5, times = { 0, 1 } })
      local s = acas:solve(m, only("first_ask", "buyer_path"))
      ask[k], executed[k] = s.first_ask[1], s.buyer_path[2] - s.buyer_path[1]
    end
    slopes[i] = (ask[2] - ask[1]) / (executed[2] - executed[1])
  end
  rp.claim "impact" : agrees { routes = { ["ask per share executed"] = slopes, ["2 A"] = { 0.1, 0.1, 0.1, 0.1 } }, tolerance = 0.02 } -- "about": 1.1 % at most is seen
  rp.value("impact-per-share", slopes[2], { digits = 4 })
end

local function random_paths()
  local r = kept.random or stochastic:solve(random_flow { sample = 2048, kept = 40 })
  local noise, ask, rate, dv, da, dn = {}, {}, {}, {}, {}, {}
  for i = 1, 3 do
    noise[i] = rp.line { x = r.time, y = r.imbalance_paths[i] }
    ask[i] = rp.line { x = r.time, y = r.ask_paths[i] }
    rate[i] = rp.line { x = r.time, y = r.rate_paths[i] }
  end
  for i = 1, 4 do
    da[i], dv[i], dn[i] = r.ask_paths[i]:diff(), r.rate_paths[i]:diff(), r.imbalance_paths[i]:diff()
  end
  local function joined(list) return rp.concat(table.unpack(list)) end
  rp.figure "stochastic" {
    title = "Random noise orders", columns = 2,
    caption = "Three paths of the noise imbalance, the best ask and the buyer's rate, and increments of four paths. Surprises in the noise orders move quotes for good; the buyer answers at once. Increments of ask and rate lie on a falling line, those of ask and imbalance on a rising band.",
    alt = "Three panels with rough paths of imbalance, ask and rate; a fourth with two clouds of points, one falling, one rising.",
    rp.panel { xlabel = "time", ylabel = "noise imbalance (shares per unit of time)", legend = "none", noise },
    rp.panel { xlabel = "time", ylabel = "best ask less price (cash/share)", legend = "none", ask },
    rp.panel { xlabel = "time", ylabel = "buyer's rate (shares per unit of time)", legend = "none", rate },
    rp.panel { xlabel = "increment of the best ask (cash/share)", ylabel = "increment (shares per unit of time)",
      rp.points { x = joined(da), y = joined(dn), label = "noise imbalance" }, rp.points { x = joined(da), y = joined(dv), label = "buyer's rate" } },
  }
end

local function crowd_of_buyers()
  local drawn = kept.drawn or individuals:solve(risk_neutral({ populations = { 10, 100, 1000, 10000 }, draws = 400 }))
  local sizes = kept.sizes or { 10, 100, 1000, 10000 }
  -- How far a buyer may be ahead of the mean: all three with the least rate of (37).
  local to_buy, exact, printed, sufficient = rp.linspace(12, 80, 35), {}, {}, {}
  for i = 1, #to_buy do
    local bound = individuals:solve(risk_neutral { buyer = -to_buy[i] }, only("slack_sufficient", "least_sufficient"))
    local r = individuals:solve(risk_neutral { buyer = -to_buy[i], least_rate = bound.least_sufficient }, only("slack_exact", "slack_printed"))
    exact[i], printed[i], sufficient[i] = r.slack_exact, r.slack_printed, bound.slack_sufficient
  end
  rp.figure "crowd-of-buyers" {
    title = "Many buyers", columns = 2,
    caption = "Left: root mean square, over 400 populations, of the average rate of n buyers less that of infinitely many, with the quotes of the infinite population (line: prediction), and with quotes that each population gets by itself. Right: by how much less than the mean a buyer may have to buy before its rate falls to the least rate of (37): exactly, by (33), and by (37), which asks for data only.",
    alt = "Left two rows of points that fall by a factor of ten while the number of buyers grows by a hundred, the upper one on a straight line; right three rising lines, the exact one above (33), and (37) lowest.",
    rp.panel { xlabel = "buyers", ylabel = "deviation of the average rate (shares per unit of time)", xlog = true, ylog = true,
      rp.points { x = sizes, y = drawn.rate_deviation, label = "given quotes" }, rp.points { x = sizes, y = drawn.solved_deviation, label = "own quotes" },
      rp.line { x = sizes, y = drawn.rate_theory, label = "prediction" } },
    rp.panel { xlabel = "shares that the mean trader must buy", ylabel = "how far a buyer may be ahead (shares)", legend = "top left",
      rp.line { x = to_buy, y = exact, label = "exact" }, rp.line { x = to_buy, y = printed, label = "(33)" },
      rp.line { x = to_buy, y = sufficient, label = "(37)" } },
  }
end

return {
  market_without_clearing = market_without_clearing, crowds = crowds, random_orders = random_orders,
  random_paths = random_paths, crowd_of_buyers = crowd_of_buyers,
}
