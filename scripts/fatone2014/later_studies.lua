-- The second to fourth study, Figures 5 to 13: the big trader beside crowds with several targets, horizons and starts. Claims
-- fig5 to fig13, cite18, website; figures fig5, fig6-7, fig8-9, fig10-11, fig12-13, price, and the moving one. Second routes:
-- curvature and crossings by differences of the computed paths.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local studies = require "fatone2014.studies"
local liquidation = require "fatone2014.liquidation"

local retail = rp.model "mean_field"
local big_trader = rp.model "mean_field_big_trader"
local particles = rp.model "mean_field_particles"
local rounding, given, against, mean_of, rate_of = solved.rounding, solved.given, solved.against, solved.mean_of, solved.rate_of
local plain, big, seller, fig11, styles = solved.plain, solved.big, solved.seller, solved.fig11, solved.styles

local function beside(population, trader) return big_trader:solve(against(population, trader or big)) end
local function bend(r) return r.block_left - r.straight_line end
local long, flat, short = beside(studies.retail(nil, nil, { target = 1 })), beside(studies.retail(nil, nil, { target = 0 })), beside(studies.retail(nil, nil, { target = -1 }))
rp.claim "fig5" : shape { part = "x* < 0", x = short.time, y = short.block_left, is = "convex" }
rp.claim "fig5" : shape { part = "x* = 0", x = flat.time, y = flat.block_left, is = "straight", tolerance = rounding }
rp.claim "fig5" : shape { part = "x* > 0", x = long.time, y = long.block_left, is = "concave" }
local weak = studies.merge(big, { theta = 0.2 })
rp.claim "fig5-buys" : holds {
  what = "initial rate", margin = long.rate[1], strict = true, with = "the retail impact is large", without = beside(studies.retail(), weak).rate[1],
}
rp.claim "fig5-shorts" : holds {
  what = "minus the smallest position", margin = -short.block_left:min(), strict = true, with = "the retail impact is large",
  without = -beside(studies.retail(nil, nil, { target = -1 }), weak).block_left:slice(1, -2):min(),
}
local scales = { 0.5, 1, 2 }
local fig6, fig7, bends6, bends7 = {}, {}, {}, {}
for k, x in ipairs(scales) do
  fig6[k], fig7[k] = beside(studies.retail(nil, nil, { target = x })), beside(studies.retail(nil, nil, { target = -x }))
  bends6[k], bends7[k] = bend(fig6[k]), bend(fig7[k])
end
rp.claim "fig6" : shape {
  part = "more concave", x = fig6[1].time:slice(2, -2), is = "ordered",
  y = { bends6[1]:slice(2, -2), bends6[2]:slice(2, -2), bends6[3]:slice(2, -2) },
}
rp.claim "fig6" : agrees {
  part = "in proportion", routes = { { "bend at x* = 0.5, times 4", (4 * bends6[1]):totable() }, { "bend at x* = 2", bends6[3]:totable() } }, tolerance = rounding, scale = big.n,
}
rp.claim "fig7" : shape {
  part = "more convex", x = fig7[1].time:slice(2, -2), is = "ordered",
  y = { bends7[3]:slice(2, -2), bends7[2]:slice(2, -2), bends7[1]:slice(2, -2) },
}
rp.claim "fig7-shorts" : holds {
  what = "minus the smallest position, for three targets", strict = true,
  margin = { -fig7[1].block_left:min(), -fig7[2].block_left:min(), -fig7[3].block_left:min() },
  with = "the retail impact is large", without = -beside(studies.retail(nil, nil, { target = -2 }), weak).block_left:slice(1, -2):min(),
}
local fig8, fig9 = {}, {}
for k, w in ipairs { 0.1, 0.9 } do
  fig8[k], fig9[k] = beside(studies.retail(w)), beside(studies.retail(w, nil, { target = -1 }))
end
-- Long horizon and strong aversion: the short-term investors reach their balance early and stay there.
local patient = studies.merge(big, { T1 = 1 })
local function late_bend(w, sign)
  return sign * bend(beside(studies.weighted(w, 0.5, 10, { T = 3, target = sign }), patient)):slice(2, -2)
end
rp.claim "fig8" : shape {
  x = fig8[1].time:slice(2, -2), y = { bend(fig8[2]):slice(2, -2), bend(fig8[1]):slice(2, -2) }, is = "ordered",
  with = "horizon and aversion to positions are not too large", without = (late_bend(0.1, 1) - late_bend(0.9, 1)):min(),
}
rp.claim "fig9" : shape {
  x = fig9[1].time:slice(2, -2), y = { bend(fig9[1]):slice(2, -2), bend(fig9[2]):slice(2, -2) }, is = "ordered",
  with = "horizon and aversion to positions are not too large", without = (late_bend(0.1, -1) - late_bend(0.9, -1)):min(),
}
rp.claim "fig9-mirror" : agrees {
  routes = { { "bends of Figure 9", { bend(fig9[1]):totable(), bend(fig9[2]):totable() } }, { "minus those of Figure 8", { (-bend(fig8[1])):totable(), (-bend(fig8[2])):totable() } } },
  tolerance = rounding, scale = big.n,
}

local buyer = studies.retail(nil, nil, { mu0 = -0.5, target = 2 })
local seller_game, buyer_game = retail:solve(given(seller)), retail:solve(given(buyer))
local fig13 = beside(buyer)
local turning_time = fig11.inflection_time
local timid = retail:solve(given(studies.retail(nil, nil, { mu0 = 0.5, target = -0.5 })))
-- On 201 times a zero between two points lies within 1e-5 of the straight line: the mean is nearly straight there, as M'' = k^2 M; that of
-- second differences too, whose rounding, 1e-14 over h^2, stays below 1e-8.
rp.claim "fig10" : shape {
  x = seller_game.time, y = seller_game.mean, is = "single-crossing", direction = "down", at = turning_time, within = 1e-5,
  with = "|x*| is large enough compared with mu0", without = -timid.mean:where(timid.time:le(big.T1)):min(),
}
rp.claim "fig12" : shape {
  x = buyer_game.time, y = buyer_game.mean, is = "single-crossing", direction = "up", at = turning_time, within = 1e-5,
  with = "|x*| is large enough compared with |mu0|", without = -timid.mean:where(timid.time:le(big.T1)):min(),
}
rp.claim "fig10-text" : shape { what = "expected rate: buyers first, sellers later", x = seller_game.time, y = seller_game.mean_rate, is = "single-crossing", direction = "down" }
rp.claim "fig12-text" : shape { what = "expected rate: sellers first, buyers later", x = buyer_game.time, y = buyer_game.mean_rate, is = "single-crossing", direction = "up" }
-- Second differences of the positions; their zero is where the curvature changes.
local function curvature(r)
  local h = r.time[2] - r.time[1]
  return r.time:slice(2, -2), (r.block_left:slice(3, -1) - 2 * r.block_left:slice(2, -2) + r.block_left:slice(1, -3)) / h ^ 2
end
local bend_times, bend11 = curvature(fig11)
local _, bend13 = curvature(fig13)
rp.claim "fig11" : shape { part = "study set", x = bend_times, y = bend11, is = "single-crossing", direction = "up", at = turning_time, within = 1e-5, error = 1e-8 }
rp.claim "fig13" : shape { part = "study set", x = bend_times, y = bend13, is = "single-crossing", direction = "down", at = turning_time, within = 1e-5, error = 1e-8 }
do
  -- Second differences over 1e-3 make a rounding error of 1e-15 of the block one of a few 1e-9 to 1e-8.
  local step, slopes, curvatures = 1e-3, {}, {}
  for k, population in ipairs { seller, buyer } do
    local r = big_trader:solve(against(population, big, { times = { turning_time - step, turning_time, turning_time + step } }))
    slopes[k] = r.rate[2] / big.n
    curvatures[k] = (r.block_left[3] - 2 * r.block_left[2] + r.block_left[1]) / step ^ 2 / big.n
  end
  rp.claim "fig11-saddle" : corrects {
    what = "slope (printed) and curvature (corrected) at the zero of the mean position, over the block, in Figures 11 and 13",
    printed_form = slopes, truth = curvatures, reference = { 0, 0 }, tolerance = 1e-7, scale = 1,
  }
end

do
  local long_game = retail:solve(given(plain, { horizon = 20 }))
  local v = long_game.turnpike_variance
  local p = -plain.sigma ^ 2 / (2 * v)
  local A, k = studies.ratios(plain)
  rp.claim "cite18" : agrees {
    part = "stationary", routes = { { "p^2", p * p }, { "A/v + k^2", A / v + k * k } }, tolerance = rounding,
  }
  rp.claim "cite18" : agrees {
    part = "in the middle of a long game", routes = { { "v(10), T = 20", long_game.variance[101] }, { "stationary variance", v } }, tolerance = rounding,
  }
end
rp.claim "website" : cannot {}

local function position_lines(runs, labels)
  local lines = {}
  for k, r in ipairs(runs) do lines[k] = rp.line { x = r.time, y = r.block_left, label = labels[k], style = styles[k] } end
  return lines
end

local function fig5()
  rp.figure "fig5" {
    title = "Figure 5: the big trader's position", xlabel = "time", ylabel = "shares left",
    caption = "Position of the big trader beside retail traders with three targets.",
    rp.hline { at = 0 }, position_lines({ short, flat, long }, { "x* = −1", "x* = 0", "x* = 1" }),
  }
end

local function fig6_7()
  rp.figure "fig6-7" {
    title = "The farther the target, the stronger the bend", columns = 2, width = 900, height = 400,
    caption = "Position of the big trader for targets of growing size, positive on the left, negative on the right.",
    rp.panel { title = "Figure 6", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig6, { "x* = 0.5", "x* = 1", "x* = 2" }) },
    rp.panel { title = "Figure 7", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig7, { "x* = −0.5", "x* = −1", "x* = −2" }) },
  }
end

local function fig8_9()
  rp.figure "fig8-9" {
    title = "Beside short-term and buy and hold investors", columns = 2, width = 900, height = 400,
    caption = "Position of the big trader beside short-term investors and beside buy and hold investors.",
    rp.panel { title = "Figure 8: x* = 1", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig8, { "w = 0.1", "w = 0.9" }) },
    rp.panel { title = "Figure 9: x* = −1", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig9, { "w = 0.1", "w = 0.9" }) },
  }
end

local function study_panels(game_run, run, first, second)
  return rp.panel {
    title = first, xlabel = "time", ylabel = "shares; shares per time", rp.hline { at = 0 }, xrange = { 0, big.T1 },
    rp.line { x = game_run.time, y = game_run.mean, label = "mean position M", style = "solid" },
    rp.line { x = game_run.time, y = game_run.mean_rate, label = "expected rate q", style = "dashed" },
    rp.vline { at = turning_time },
  }, rp.panel {
    title = second, xlabel = "time", ylabel = "shares left", rp.hline { at = 0 },
    rp.line { x = run.time, y = run.block_left, label = "position x", style = "solid" },
    rp.line { x = run.time, y = run.straight_line, label = "straight line", style = "dotted", color = "grey" },
    rp.vline { at = turning_time, label = "M = 0" },
  }
end

local function fig10_11()
  local left, right = study_panels(seller_game, fig11, "Figure 10: retail traders", "Figure 11: big trader")
  rp.figure "fig10-11" {
    title = "From long to short: they sell all the time", columns = 2, width = 900, height = 400,
    caption = "Retail traders who start long and want to be short, and the big trader beside them.", left, right,
  }
end

local function fig12_13()
  local left, right = study_panels(buyer_game, fig13, "Figure 12: retail traders", "Figure 13: big trader")
  rp.figure "fig12-13" {
    title = "From short to long: they buy all the time", columns = 2, width = 900, height = 400,
    caption = "Retail traders who start short and want to be long, and the big trader beside them.", left, right,
  }
end

-- The study of Figures 10 and 11, as it goes: the crowd with some of its members, and the seller.
local function moving()
  local frame_count = 51
  local x, times = rp.linspace(-3.2, 2.8, 101), rp.linspace(0, 1, frame_count)
  local crowd = retail:solve(given(seller, { positions = x, times = times }), { outputs = { "time", "density", "mean" } })
  local members = particles:solve(given(seller, { agents = 64, steps = frame_count - 1, kept = 24 }), { seed = 6, outputs = { "paths" } })
  local heights, sold = {}, liquidation.strategy(big, mean_of(seller), rate_of(seller))
  for i = 1, 24 do heights[i] = 0.01 * (1 + (i * 7) % 24) end
  local left, clouds, blocks, labels = {}, {}, {}, {}
  for k = 1, frame_count do left[k] = times[k] < big.T1 and sold(times[k]) or 0 end
  for k, t in ipairs(times:totable()) do
    local trail = {}
    for i = 1, frame_count do trail[i] = i <= k and left[i] or 0 / 0 end
    clouds[k] = {
      rp.line { x = x, y = crowd.density[k], label = "density m" },
      rp.points { x = members.paths:take("time", k), y = heights, label = "some traders", size = 0.7, color = "orange", marker = "circle" },
      rp.vline { at = crowd.mean[k], color = "blue" },
    }
    blocks[k] = {
      rp.line { x = times, y = trail, label = "position x", color = "red", style = "solid", width = 3 },
      rp.points { x = { t }, y = { left[k] }, color = "red", marker = "circle", size = 1.2 },
    }
    labels[k] = ("t = %.2f"):format(t)
  end
  rp.animation "moving" {
    title = "From long to short, and a block to sell", columns = 1, width = 580, height = 640, duration = 9, hold = 2, still = 21,
    labels = labels,
    caption = "Density of the retail positions, with some traders and the mean, beside the big trader's position, over time; the study of Figures 10 and 11.",
    rp.panel { title = "The crowd", xlabel = "position", ylabel = "density", legend = "top right", frames = clouds, rp.vline { at = 0, style = "dotted" } },
    rp.panel {
      title = "The seller", xlabel = "time", ylabel = "shares left", legend = "top right", frames = blocks, rp.hline { at = 0 },
      rp.line { x = { 0, big.T1, 1 }, y = { big.n, 0, 0 }, label = "at a constant rate", color = "grey", style = "dotted" },
      rp.vline { at = turning_time, label = "the mean is zero" },
    },
  }
end

local function price()
  rp.figure "price" {
    title = "The price while the block is sold", xlabel = "time", ylabel = "expected price since the start",
    caption = "Change of the expected price while the big trader sells, in three studies.",
    rp.hline { at = 0 },
    rp.line { x = long.time, y = long.expected_price - long.expected_price[1], label = "they want to be long (Fig. 5)", style = "solid" },
    rp.line { x = short.time, y = short.expected_price - short.expected_price[1], label = "they want to be short (Fig. 5)", style = "dashed" },
    rp.line { x = fig11.time, y = fig11.expected_price - fig11.expected_price[1], label = "from long to short (Fig. 11)", style = "dotted" },
  }
end

return {
  fig5 = fig5, fig6_7 = fig6_7, fig8_9 = fig8_9, fig10_11 = fig10_11, fig12_13 = fig12_13, moving = moving, price = price,
  turning_time = turning_time, seller_game = seller_game, long = long, short = short, bend = bend, fig8 = fig8,
}
