-- The first study, Figures 1 to 4: buy and hold beside short-term traders, and what weaker herding does to their spread. Claims
-- fig1 to fig4; figures fig1-2, fig3-4. Second route: paths by collocation beside the time map.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local existence = require "fatone2014.existence"
local studies = require "fatone2014.studies"

local retail = rp.model "mean_field"
local rounding, integrated, found, given, folded = solved.rounding, solved.integrated, solved.found, solved.given, solved.folded
local styles = solved.styles
local rises = existence.rises

local hold, short_term = studies.retail(0.9), studies.retail(0.1) -- buy and hold, short term
local hold_game, short_game = retail:solve(given(hold)), retail:solve(given(short_term))
local averse = { retail:solve(given(studies.weighted(0.9, 0.5, 1))), retail:solve(given(studies.weighted(0.1, 0.5, 1))) }
rp.claim "fig1" : shape {
  x = hold_game.time:slice(2, -1), y = { hold_game.mean:slice(2, -1), short_game.mean:slice(2, -1) }, is = "ordered",
  with = "the aversion to positions is small", without = (averse[2].mean - averse[1].mean):slice(2, -1):min(),
}
rp.claim "fig2" : shape {
  x = hold_game.time, y = { hold_game.mean_rate, short_game.mean_rate }, is = "ordered",
  with = "the aversion to positions is small", without = (averse[2].mean_rate - averse[1].mean_rate):min(),
}
local function initial_rates_differ(lambda)
  return select(2, studies.mean(studies.weighted(0.1, 0.5, lambda), 0)) - select(2, studies.mean(studies.weighted(0.9, 0.5, lambda), 0))
end
local function bisect(low, high, positive_at_low)
  for _ = 1, 60 do
    local middle = (low + high) / 2
    if positive_at_low(middle) > 0 then low = middle else high = middle end
  end
  return (low + high) / 2
end
local edge = bisect(0.1, 2, initial_rates_differ)
rp.claim "fig2-edge" : holds {
  part = "rates", what = "smallest distance of the two rates just below the edge; minus it just above", on = { 0.999, 1.001 }, strict = true, error = rounding,
  test = function(factor)
    local low, high = retail:solve(given(studies.weighted(0.9, 0.5, factor * edge))), retail:solve(given(studies.weighted(0.1, 0.5, factor * edge)))
    local least = (high.mean_rate - low.mean_rate):min()
    return factor < 1 and least or -least
  end,
}
rp.claim "fig2-edge" : holds {
  part = "means", what = "smallest distance of the two mean positions over time just below the edge; minus it just above", on = { 0.999, 1.001 }, strict = true, error = rounding,
  test = function(factor)
    local times = rp.logspace(1e-6, 1, 200)
    local low = retail:solve(given(studies.weighted(0.9, 0.5, factor * edge), { times = times }))
    local high = retail:solve(given(studies.weighted(0.1, 0.5, factor * edge), { times = times }))
    local least = ((high.mean - low.mean) / times):min()
    return factor < 1 and least or -least
  end,
}
local levels = { 0.25, 0.5, 0.75 }
local fig3, fig4 = {}, {}
for k, eps in ipairs(levels) do
  fig3[k], fig4[k] = retail:solve(given(studies.retail(0.1, eps))), retail:solve(given(studies.retail(0.9, eps)))
end
for id, games in pairs { fig3 = fig3, fig4 = fig4 } do
  rp.claim(id) : shape {
    x = games[1].time:slice(2, -1), is = "ordered", error = found,
    y = { games[1].variance:slice(2, -1), games[2].variance:slice(2, -1), games[3].variance:slice(2, -1) },
  }
end
rp.claim "fig3-lattice" : holds { -- two paths by collocation to 1e-8, of which they lose a digit where they are steep
  what = "smallest rise of the variance when herding weakens, over its size, at 41 times for 300 random populations", seed = 404, tolerance = 1e-7,
  margin = rises,
}
do
  local herdings, by_herding, falls = rp.linspace(1.35, 0.75, 25), {}, {}
  for k, a in ipairs(herdings:totable()) do
    by_herding[k] = retail:solve(given(studies.merge(folded, { a = a }), { points = 41 }), { outputs = { "variance", "solution_count" } })
    if k > 1 then falls[k - 1] = ((by_herding[k].variance - by_herding[k - 1].variance) / by_herding[k].variance):min() end
  end
  rp.claim "fig3-lattice-folded" : holds {
    what = "smallest rise of the variance from one weight of herding to the next weaker one, through a range with three equilibria", tolerance = integrated, margin = falls,
  }
end

do
  local middle = {}
  for k, a in ipairs { 0.98, 1, 1.02 } do
    middle[k] = retail:solve(given(studies.merge(folded, { a = a })), { outputs = { "terminal_variances" } }).terminal_variances[2]
  end
  rp.claim "fig3-branch" : holds {
    what = "rise of the middle terminal variance when herding strengthens from 0.98 to 1 and 1.02", margin = { middle[2] - middle[1], middle[3] - middle[2] },
    strict = true, error = found,
  }
end

local function fig1_2()
  local w_labels = { "w = 0.9, buy and hold", "w = 0.1, short term" }
  rp.figure "fig1-2" {
    title = "Buy and hold, and short term", columns = 2, width = 900, height = 400,
    caption = "Mean position and expected rate of retail traders who buy and hold and of short-term traders.",
    rp.panel {
      title = "Figure 1: mean position M", xlabel = "time", ylabel = "shares",
      rp.line { x = hold_game.time, y = hold_game.mean, label = w_labels[1], style = "solid" },
      rp.line { x = short_game.time, y = short_game.mean, label = w_labels[2], style = "dashed" },
    },
    rp.panel {
      title = "Figure 2: expected rate q", xlabel = "time", ylabel = "shares per time",
      rp.line { x = hold_game.time, y = hold_game.mean_rate, label = w_labels[1], style = "solid" },
      rp.line { x = short_game.time, y = short_game.mean_rate, label = w_labels[2], style = "dashed" },
    },
  }
end

local function fig3_4()
  local eps_labels = { "ε = 0.25", "ε = 0.5", "ε = 0.75" }
  local function variance_panel(title, games)
    local lines = {}
    for k, r in ipairs(games) do lines[k] = rp.line { x = r.time, y = r.variance, label = eps_labels[k], style = styles[k] } end
    return rp.panel { title = title, xlabel = "time", ylabel = "variance", yrange = { 0, 1 }, lines }
  end
  rp.figure "fig3-4" {
    title = "The weaker the herding, the wider the spread", columns = 2, width = 900, height = 400,
    caption = "Variance of the retail positions for three weights of herding, short term on the left, buy and hold on the right.",
    variance_panel("Figure 3: w = 0.1", fig3), variance_panel("Figure 4: w = 0.9", fig4),
  }
end

return { fig1_2 = fig1_2, fig3_4 = fig3_4, hold_game = hold_game, short_game = short_game, edge = edge }
