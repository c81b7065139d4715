-- The deterministic stage: what the dealer does before the client decides (A.1.3), and where the printed forms lose their
-- digits. Claims eq19 to eq23, ric1, dt-et; figures stages, reach. Second routes: Riccati equation integrated backwards, matrix
-- exponentials, quadrature.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local matrices = require "muhlekarbe2024.matrices"
local integration = require "muhlekarbe2024.integration"
local dealer = require "muhlekarbe2024.dealer"
local printed = require "muhlekarbe2024.printed"

local prehedging = rp.model "prehedging"
local solve, with, early, flat, laden = studies.solve, studies.with, studies.early, studies.flat, studies.laden
local buyer, started, by_riccati, flow, k = studies.buyer, studies.started, studies.by_riccati, studies.flow, studies.k
local V2, gain = studies.V2, studies.gain

local at_times = solve(laden, { times = early, waiting_times = { 0 } })
do
  local numerical = {}
  for i, t in ipairs(early) do
    local u = by_riccati.first_gain(by_riccati.first(t))
    numerical[i] = u[1] * at_times.inventory[i] + u[2] * at_times.transient[i] + u[3]
  end
  rp.claim "eq19" : agrees { what = "rates at six times", routes = { { "plugin", at_times.rate }, { "gain of the Riccati equation", numerical } },
    tolerance = 1e-10 }
  rp.claim "eq19-continuous" : agrees { what = "rate at T", routes = { { "first stage", at_times.rate[6] }, { "second stage", at_times.waiting_rate[1] } },
    tolerance = 1e-13 }
  local first = by_riccati.first(0)
  rp.claim "ric1" : agrees {
    what = "A, B, C at time 0", routes = { { "Riccati equation integrated from T to 0", { -first[1][1], first[1][2], first[2][2] } },
      { "constants", { started.a, started.b, started.c } } }, tolerance = 1e-11,
  }
  local _, N = dealer.loop(laden, gain)
  local exponential, hyperbolic, exact = {}, {}, {}
  for i, t in ipairs(early) do
    local w = matrices.apply(matrices.exponential(N, t - laden.T), { V2[1][3] / flow, V2[2][3] / flow })
    local D, E = printed.functions(laden, k, t)
    table.move({ w[1], w[2] }, 1, 2, 2 * i - 1, exponential)
    table.move({ D, E }, 1, 2, 2 * i - 1, hyperbolic)
    table.move({ at_times.d_path[i], at_times.e_path[i] }, 1, 2, 2 * i - 1, exact)
  end
  rp.claim "eq20" : agrees { what = "D(t) and E(t) at six times", routes = { { "matrix exponential", exponential }, { "plugin", exact } }, tolerance = 1e-11 }
  rp.claim "dt-et" : agrees { what = "D(t) and E(t) at six times", routes = { { "as printed", hyperbolic }, { "matrix exponential", exponential } },
    tolerance = 1e-11 }
  local as_printed, quadrature = {}, {}
  for i, t in ipairs(early) do
    as_printed[i] = printed.f(laden, k, t)
    quadrature[i] = k.F + integration.integral(function(s)
      local w = matrices.apply(matrices.exponential(N, s - laden.T), { V2[1][3] / flow, V2[2][3] / flow })
      return (w[1] + laden.lambda * w[2]) ^ 2
    end, t, laden.T) / (2 * laden.nu)
  end
  rp.claim "eq21" : agrees { what = "F(t) at six times", routes = { { "as printed", as_printed }, { "quadrature", quadrature }, { "plugin", at_times.f_path } },
    tolerance = 1e-11 }
  -- (22) and (23) against the exponential of the matrix of (X, I, D, E).
  local loop = dealer.loop(laden, gain)
  local step = flow / laden.nu
  local joint = {
    { -loop[1][1], -loop[1][2], step, step * laden.lambda }, { -loop[2][1], -loop[2][2], step * laden.lambda, step * laden.lambda ^ 2 },
    { 0, 0, N[1][1], N[1][2] }, { 0, 0, N[2][1], N[2][2] },
  }
  local X, I, printed_X, printed_I = {}, {}, {}, {}
  for i, t in ipairs(early) do
    local z = matrices.apply(matrices.exponential(joint, t), { laden.X0, 0, exponential[1], exponential[2] })
    X[i], I[i], printed_X[i], printed_I[i] = z[1], z[2], printed.inventory(laden, k, t), printed.impact(laden, k, t)
  end
  rp.claim "eq22" : agrees { what = "X at six times", routes = { { "as printed", printed_X }, { "block exponential", X }, { "plugin", at_times.inventory } },
    tolerance = 1e-11 }
  rp.claim "eq23" : agrees { what = "I at six times", routes = { { "as printed", printed_I }, { "block exponential", I }, { "plugin", at_times.transient } },
    tolerance = 1e-11 }
end

-- Where the printed forms lose their digits.
local function constants_of(case)
  local r = solve(case)
  return { cX = r.inventory_rate, cI = r.transient_rate, omega = r.omega, Lambda = r.splitting, D = r.d, E = r.e, F = r.f, mu = r.pull,
    sigma = ((r.omega - 2 * case.beta) * r.d + case.lambda * r.omega * r.e) / r.splitting, flow = case.p * (2 * case.pi - 1) * case.Xs }, r
end
do
  local far_off, plugin, quadrature = 0, {}, {}
  for step = 0, 8 do
    local cheap = with(laden, { gamma = 10 ^ (-12 - step / 2) })
    local c_cheap, r = constants_of(cheap)
    local _, N = dealer.loop(cheap, { -r.inventory_rate, -r.transient_rate })
    quadrature[#quadrature + 1] = r.f + integration.integral(function(s)
      local w = matrices.apply(matrices.exponential(N, s - cheap.T), { r.d, r.e })
      return (w[1] + cheap.lambda * w[2]) ^ 2
    end, 0, cheap.T, 2) / (2 * cheap.nu)
    plugin[#plugin + 1] = r.f_path[1]
    local off = math.abs(printed.f(cheap, c_cheap, 0) / quadrature[#quadrature] - 1)
    if not (off <= 1e-12) then far_off = far_off + 1 end
  end
  rp.claim "eq21-digits" : holds { part = "the printed form",
    what = "of nine inventory costs between 10^-12 and 10^-16, those where the printed F(0) is off by more than 10^-12, less five", margin = far_off - 5 }
  rp.claim "eq21-digits" : agrees { part = "decaying exponentials", what = "F(0) for the nine", routes = { { "plugin", plugin }, { "quadrature", quadrature } },
    tolerance = 1e-13 }

  local stiff = with(laden, { lambda = 1, beta = 300, nu = 0.01, gamma = 4, T = 10, X0 = 0 })
  local c_stiff, s = constants_of(stiff)
  local overflown = 0
  for _, t in ipairs { 2.5, 5, 7.5, 10 } do
    local x = printed.inventory(stiff, c_stiff, t) + printed.impact(stiff, c_stiff, t)
    if x ~= x or math.abs(x) == math.huge then overflown = overflown + 1 end
  end
  rp.claim "eq22-overflow" : holds { part = "the printed forms", what = "of four times on a stiff and long horizon, those without a finite number",
    margin = overflown - 4 }
  -- The convolution of both exponentials at T, on pieces that grow with the distance.
  local M, N = dealer.loop(stiff, { -s.inventory_rate, -s.transient_rate })
  local X, I, from, to = 0, 0, 0, 1 / 256
  while from < stiff.T do
    local function integrand(part)
      return function(r)
        local w = matrices.apply(matrices.exponential(N, -r), { s.d, s.e })
        local z = matrices.apply(matrices.exponential(M, -r), { 1, stiff.lambda })
        return z[part] * (w[1] + stiff.lambda * w[2])
      end
    end
    X, I = X + integration.integral(integrand(1), from, to), I + integration.integral(integrand(2), from, to)
    from, to = to, math.min(2 * to, stiff.T)
  end
  local drive = c_stiff.flow / stiff.nu
  rp.claim "eq22-overflow" : agrees { part = "decaying modes", what = "X and I at T",
    routes = { { "plugin", { s.inventory_at_horizon, s.transient_at_horizon } }, { "convolution of exponentials", { drive * X, drive * I } } },
    tolerance = 1e-9 }
end

-- F1: the three stages.
local function stages()
  local one_way = solve(buyer)
  local delay, T = 1.4, flat.T
  local r = solve(flat, { trade_delay = delay, waiting_times = rp.linspace(0, 3, 121):totable(), times_after = rp.linspace(0, 4, 121):totable() })
  local decided = solve(flat, { waiting_times = rp.linspace(0, delay, 61):totable() })
  local names = { "no trade", "the client buys", "the client sells" }
  local function panel(title, unit, legend, range, first, second, waiting, after)
    local parts = {
      rp.line { x = r.time, y = first, label = "pre-hedge", color = "blue", style = "solid" },
      rp.line { x = decided.waited + T, y = second, label = "pre-hedge", color = "blue", style = "solid" },
    }
    for branch, color in ipairs { "grey", "red", "green" } do
      parts[#parts + 1] = rp.line { x = r.after + T + delay, y = after[branch], label = names[branch], color = color, style = "solid" }
    end
    parts[#parts + 1] = rp.line { x = r.waited + T, y = waiting, label = "if the client never decided", color = "blue", style = "dotted" }
    return rp.panel { title = title, xlabel = "time", ylabel = unit, legend = legend, yrange = range, rp.hline { at = 0 }, parts,
      rp.vline { at = T, label = "T" }, rp.vline { at = T + delay, label = "decision" } }
  end
  rp.figure "stages" {
    title = "Three stages", columns = 2, width = 1000, height = 400,
    caption = "Inventory (left) and transient impact (right) of a dealer who starts flat. She buys until the client decides; then she sells what is left, or buys back what she is short.",
    alt = "Two panels over time. The dealer's inventory rises slowly, then faster, until the client decides; after that three branches return to zero. Transient impact rises and then overshoots.",
    panel("inventory", "shares", "top right", { -1.5, 6 }, r.inventory, decided.waiting_inventory, r.waiting_inventory, r.inventory_after),
    panel("transient impact", "cash per share", "none", nil, r.transient, decided.waiting_transient, r.waiting_transient, r.transient_after),
  }
  rp.value("pre-hedge", one_way.mean_inventory_at_trade, { unit = "share", doc = "mean pre-hedge when the client decides, one-way base case" })
  rp.value("pre-hedge-share", one_way.mean_inventory_at_trade / (buyer.p * buyer.Xs), { doc = "the same over the expected trade" })
  rp.value("pre-hedge-impact", one_way.client_cost - buyer.delta, { unit = "cash/share", doc = "what the pre-hedge adds to the client's price, one-way base case" })
end

-- F2: how far the pre-hedge reaches.
local function reach()
  local function panel(parameter, values, label, legend)
    local s = prehedging:sweep({ buy_probability = 1, [parameter] = values }, { outputs = { "inventory_at_horizon", "mean_inventory_at_trade" } })
    local scale = buyer.p * buyer.Xs
    return rp.panel { xlabel = label, ylabel = "share of the trade", yrange = { 0, 1.25 }, legend = legend or "none",
      rp.line { x = values, y = s.inventory_at_horizon / scale, label = "at T" },
      rp.line { x = values, y = s.mean_inventory_at_trade / scale, label = "when the client decides", style = "dashed" } }
  end
  rp.figure "reach" {
    title = "How far the pre-hedge reaches", columns = 3, width = 1000, height = 560,
    caption = "Pre-hedge at T and its mean when the client decides, over the expected trade, against one parameter at a time.",
    alt = "Six panels: the pre-hedge grows and saturates with the horizon, falls with inventory cost, and changes mildly with the impacts.",
    panel("horizon", rp.linspace(0, 5, 101), "first stage T", "top left"),
    panel("random_stage", rp.linspace(0, 4, 101), "mean thinking time α"),
    panel("inventory_cost", rp.linspace(0.02, 4, 101), "inventory cost γ"),
    panel("permanent_impact", rp.linspace(0, 2, 101), "permanent impact κ"),
    panel("transient_impact", rp.linspace(0, 3, 101), "transient impact λ"),
    panel("transient_decay", rp.linspace(0.02, 6, 101), "decay β"),
  }
end

return { stages = stages, reach = reach }
