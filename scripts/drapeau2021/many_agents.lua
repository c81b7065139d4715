-- How the plugin solves for a million agents: it eliminates each of them onto the aggregate and iterates on that. Claims
-- method; figures population, orders, products. Second routes: Gauss collocation of the whole system (game.lua), GMRES in plain
-- Lua (coupling.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local whole = require "drapeau2021.game"
local coupling = require "drapeau2021.coupling"

local game = rp.model "nplayer_game"
local abs, max, sqrt = math.abs, math.max, math.sqrt
local with, each, arguments, crowd, four = studies.with, studies.each, studies.arguments, studies.crowd, studies.four
local all_X = studies.all_X

-- What is left out by eliminating every agent onto the aggregate? Nothing: the plugin on its coarsest grid, two panels, beside
-- Gauss collocation of all eight equations on the same panels.
do
  local eliminated, coupled = {}, {}
  for s = 2, 6 do
    local r = game:solve(arguments(four, { times = { 0, 0.5, 1 }, nodes = s,
      tolerance = 1, elimination = "collocation" }))
    local X, Y = whole.collocation(four, math.tointeger(r.panels), s)
    for i = 1, 4 do
      for k = 1, 3 do
        eliminated[#eliminated + 1], coupled[#coupled + 1] = r.inventory_paths:at(i, k), X[k][i]
        eliminated[#eliminated + 1], coupled[#coupled + 1] = r.adjoint_paths:at(i, k), Y[k][i]
      end
    end
  end
  rp.claim "method-exact" : agrees {
    what = "inventories and marginal values at three times, two panels of 2 to 6 nodes",
    routes = { { "agents eliminated", eliminated }, { "collocation of all eight equations", coupled } }, tolerance = 1e-11,
  }
end
local panel_counts, collocation_errors = { 2, 4, 8, 16 }, {}
for s = 1, 4 do
  collocation_errors[s] = {}
  for k, panels in ipairs(panel_counts) do
    local X, worst = whole.collocation(four, panels, s), 0.0
    for i = 1, 4 do worst = max(worst, abs(X[panels // 2 + 1][i] - all_X[3][i])) end
    collocation_errors[s][k] = worst
  end
  rp.claim "method-order" : converges {
    part = ("%d node%s"):format(s, s > 1 and "s" or ""), what = "largest error of four inventories in the middle against the width of the panels",
    h = each(4, function(k) return 1 / panel_counts[k] end), error = collocation_errors[s], order = 2 * s, within = 0.15, floor = 1e-14,
  }
end

do
  local many, ways = crowd(60), {}
  for k, way in ipairs { "collocation", "green" } do
    local r = game:solve(arguments(many, { times = { 0, 0.3, 1 }, agents_reported = { 1, 20, 60 }, elimination = way }), { outputs = { "inventory_paths", "rate_paths" } })
    ways[k] = {}
    for i = 1, 3 do
      for j = 1, 3 do
        table.insert(ways[k], r.inventory_paths:at(i, j))
        table.insert(ways[k], r.rate_paths:at(i, j))
      end
    end
  end
  rp.claim "method-green" : agrees {
    what = "inventories and rates of three of sixty agents at three times", routes = { { "collocation", ways[1] }, { "Green functions", ways[2] } }, tolerance = 1e-7,
  }
end
-- n agents whose coefficients are spread evenly, in the logarithm, and whose inventories have a bell-shaped law around 0.3.
local function various(n, lambda, more)
  local i = rp.range(1, n)
  local function spread(root, low, high) return low * (high / low) ^ ((i * root) % 1) end
  local u = (i * ((sqrt(5) - 1) / 2)) % 1
  return with({ permanent_impact = lambda, temporary_impact = spread(sqrt(2), 0.2, 1), risk_aversion = spread(sqrt(3), 0.3, 3),
    terminal_penalty = spread(sqrt(7), 0.5, 4), inventories = 0.3 + 0.4 * (u / (1 - u)):log() }, more)
end
-- What a solution takes, against the number of agents: products with the kernel at the impact 0.01, bytes at the impact 2/n.
local million, million_solved = various(1000000, 2e-6, { points = 41 })
local crowds, crowd_products, crowd_memory, crowd_paths = { 10, 100, 1000, 10000, 100000, 1000000 }, {}, {}, {}
for k, n in ipairs(crowds) do
  if n <= 10000 then
    crowd_products[k] = game:solve(various(n, 0.01, { solver = "gmres", points = 2 }), { outputs = { "kernel_products" } }).kernel_products
  end
  local asked = n == 1000000 and million or various(n, 2 / n, { points = 2 })
  local r = game:solve(asked, { outputs = { "time", "aggregate", "memory", "grid_nodes" } })
  crowd_memory[k], crowd_paths[k], million_solved = r.memory, 8 * n * r.grid_nodes, r
end
rp.claim "method-memory" : holds {
  what = "bytes of the rates of a million agents at all nodes less three times the working memory of the aggregate", margin = crowd_paths[6] - 3 * crowd_memory[6], strict = true,
}
-- Products that GMRES takes, as the interaction lambda n grows: plain, and with the equation of eight of 32 agents solved first.
local interactions, plain_products, sampled_products = { 0.4, 4, 40, 400 }, {}, {}
for k, interaction in ipairs(interactions) do
  local n = 32
  local lambda, half, left, edges = interaction / n, 0.5, {}, { 0 }
  while half * interaction / 0.4 > 2 do         -- panels halved towards both ends, down to the width of the layers
    half = half / 2
    table.insert(left, 1, half)
  end
  for _, t in ipairs(left) do edges[#edges + 1] = t end
  edges[#edges + 1] = 0.5
  for j = #left, 1, -1 do edges[#edges + 1] = 1 - left[j] end
  edges[#edges + 1] = 1
  local many = crowd(n)
  local g = { T = 1, lambda = lambda, edges = edges, eta = many.eta, gamma = each(n, function(i) return many.phi[i] - lambda / 2 end),
    risk = each(n, function(i) return each(#edges - 1, function() return many.alpha[i] end) end) }
  plain_products[k], sampled_products[k] = coupling.products(g), coupling.products(g, { 2, 6, 10, 14, 18, 22, 26, 30 })
end
rp.claim "method-plain" : holds {
  what = "products of plain GMRES at each interaction less twice those at a hundredth of it", strict = true,
  margin = { plain_products[3] - 2 * plain_products[1], plain_products[4] - 2 * plain_products[2] },
}
do
  local n, most = 2000, {}
  local many = crowd(n)
  for k, interaction in ipairs { 0.4, 4, 40, 400, 4000 } do
    most[k] = game:solve(arguments(with(many, { lambda = interaction / n }), { solver = "gmres", points = 2 }), { outputs = { "kernel_products" } }).kernel_products
  end
  rp.claim "method-preconditioned" : holds {
    part = "two thousand agents", what = "24 less the products of the plugin, lambda n from 0.4 to 4000", margin = each(5, function(k) return 24 - most[k] end),
  }
  rp.value("products-least", most[1], { decimals = 0, doc = "products with the kernel, 2000 agents, lambda n = 0.4" })
  rp.value("products-most", most[5], { decimals = 0, doc = "products with the kernel, 2000 agents, lambda n = 4000" })
end
rp.claim "method-preconditioned" : holds {
  part = "in plain Lua", what = "24 less the products with a sample solved first, lambda n from 0.4 to 400", margin = each(4, function(k) return 24 - sampled_products[k] end),
}

-- F5: a population of different agents.
local function population()
  local times = { 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 }
  local r = game:solve(with(million, { times = times, quantiles = { 0.05, 0.25, 0.5, 0.75, 0.95 } }), { outputs = { "time", "bands", "memory" } })
  local mean = million_solved.aggregate / 1000000
  rp.figure "population" {
    title = "A million agents", columns = 2, width = 1000, height = 420,
    caption = "Different agents whose inventories start with a bell-shaped law around 0.3 shares. Left: bands that hold nine tenths and half of all inventories, and the median. Right: mean inventory, which moves the price by twice its change.",
    alt = "Left nested bands around a falling median that narrow over time. Right a mean inventory that falls from 0.3 and flattens.",
    rp.panel { title = "inventories", xlabel = "time", ylabel = "shares", legend = "top right",
      rp.band { x = r.time, lo = r.bands[1], hi = r.bands[5], label = "nine tenths", color = "sky" },
      rp.band { x = r.time, lo = r.bands[2], hi = r.bands[4], label = "half", color = "blue" },
      rp.line { x = r.time, y = r.bands[3], label = "median", color = "blue", style = "solid" } },
    rp.panel { title = "mean inventory", xlabel = "time", ylabel = "shares", legend = "none", rp.line { x = million_solved.time, y = mean } },
  }
  rp.value("agents", 1000000, { decimals = 0, doc = "agents of the population" })
  rp.value("agents-memory", r.memory / 2 ^ 20, { unit = "MiB", doc = "working memory of this solution" })
  rp.value("agents-left", mean[-1], { unit = "share", doc = "mean inventory of the population at the horizon" })
end

-- Observed orders of the collocation.
local function orders()
  local lines = {}
  for s = 1, 4 do
    lines[s] = rp.line { x = panel_counts, y = collocation_errors[s], label = ("%d node%s, order %d"):format(s, s > 1 and "s" or "", 2 * s), marker = "circle", style = "solid" }
  end
  rp.figure "orders" {
    title = "Orders", xlabel = "panels", ylabel = "largest error (shares)", xlog = true, ylog = true,
    legend = "bottom left", colors = "sequence", xticks = { 2, 4, 8, 16 },
    caption = "Error of four inventories in the middle of the horizon against the number of panels, for one to four Gauss nodes per panel.",
    alt = "Four falling straight lines in logarithmic axes, of slopes two, four, six and eight.",
    lines,
  }
end

-- Products against the strength of the interaction; products and memory against the number of agents.
local function products()
  rp.figure "products" {
    title = "What the aggregate takes", columns = 3, width = 1000, height = 420,
    caption = "Left: products with the kernel K that GMRES takes for 32 agents, without preconditioner and with the game of eight of them solved before each product. Middle: products of the plugin at the impact 0.01, with a sample of 32. Right: working memory for the aggregate, and what all rates at all nodes would take, at the impact 2/n.",
    alt = "Left two curves against the interaction: the plain one rises steeply, the other stays below seven. Middle a curve that grows slowly. Right two curves against the number of agents: memory grows slower than the paths and ends far below.",
    rp.panel { title = "32 agents", xlabel = "interaction λn", ylabel = "products", xlog = true, ylog = true, yrange = { 1, 200 }, legend = "top left",
      rp.line { x = interactions, y = plain_products, label = "plain", marker = "circle" },
      rp.line { x = interactions, y = sampled_products, label = "with a sample", marker = "square" } },
    rp.panel { title = "n agents", xlabel = "agents n", ylabel = "products", xlog = true, ylog = true, yrange = { 1, 200 }, legend = "none",
      rp.line { x = { 10, 100, 1000, 10000 }, y = crowd_products, marker = "square", color = "red", style = "dashed" } },
    rp.panel { title = "memory", xlabel = "agents n", ylabel = "MiB", xlog = true, ylog = true, legend = "top left",
      rp.line { x = crowds, y = rp.array(crowd_memory) / 2 ^ 20, label = "aggregate", marker = "circle", color = "blue", style = "solid" },
      rp.line { x = crowds, y = rp.array(crowd_paths) / 2 ^ 20, label = "all rates", marker = "square", color = "grey", style = "dotted" } },
  }
end

return { population = population, orders = orders, products = products }
