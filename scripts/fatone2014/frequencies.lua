-- How often what the paper reads off its figures is true, on random sets of parameters. Claims fig1-frequency, fig5-frequency,
-- fig8-frequency, fig10-frequency, fig11, fig13 on random sets; figure and table of frequencies. What the shares may be was
-- fixed beforehand, by another program with other random numbers.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local existence = require "fatone2014.existence"
local studies = require "fatone2014.studies"

local huge, min = math.huge, math.min
local rounding = solved.rounding
local rises = existence.rises

-- region: one-draw
-- Margins of eight statements on one random set of parameters (studies.random_study says from which ranges), at 33 times; positive where
-- the statement holds. side: 1 if the crowd of the last study starts long, -1 if short.
local function judge(study, side)
  local trader, steps, m = study.big, 32, {}
  local T1, ratio = trader.T1, trader.theta / (2 * trader.eta)
  local hold, hold_rate = studies.paths(study.retail(0.9), study.T, steps)
  local short, short_rate = studies.paths(study.retail(0.1), study.T, steps)
  m.means, m.rates, m.bends, m.shape = huge, short_rate[0] - hold_rate[0], huge, huge
  for i = 1, steps do
    m.means, m.rates = min(m.means, short[i] - hold[i]), min(m.rates, short_rate[i] - hold_rate[i])
  end
  -- The big trader: x = n (1 - t/T1) + ratio (t/T1 M(T1) - M(t)), as M(0) = 0.
  local beside_hold, beside_short = studies.paths(study.retail(0.9), T1, steps), studies.paths(study.retail(0.1), T1, steps)
  local M, q = studies.paths(study.retail(0.5), T1, steps)
  local function bent(means, i) return i / steps * means[steps] - means[i] end
  for i = 1, steps - 1 do
    m.bends = min(m.bends, bent(beside_short, i) - bent(beside_hold, i))
    m.shape = min(m.shape, 2 * bent(M, i) - bent(M, i - 1) - bent(M, i + 1))
  end
  m.buys = -trader.n / T1 + ratio * (M[steps] / T1 - q[0])
  -- With the opposite target M and q change their signs; a convex curve from n to 0 goes below zero if and only if it ends rising.
  m.shorts = -trader.n / T1 - ratio * (M[steps] / T1 - q[steps])
  -- From long to short: does the mean position reach zero before the block is sold? And does the position bend against it all the time?
  local crossing = studies.paths(study.retail(0.5, -side, side * study.start), T1, steps)
  m.crosses, m.turns = -side * crossing[steps], huge
  for i = 1, steps - 1 do
    m.turns = min(m.turns, crossing[i] * (2 * bent(crossing, i) - bent(crossing, i - 1) - bent(crossing, i + 1)))
  end
  return m
end
-- end region
local draws, statements = 2000, { "means", "rates", "shape", "buys", "shorts", "bends", "crosses", "turns" }
local margins, held = {}, {}
for _, name in ipairs(statements) do margins[name], held[name] = {}, 0 end
for k = 1, draws do
  local m = judge(studies.random_study(rp.random(50000 + k)), k % 2 == 0 and 1 or -1)
  for _, name in ipairs(statements) do
    margins[name][k] = m[name]
    if m[name] > 0 then held[name] = held[name] + 1 end
  end
end
-- What this sample may show was fixed beforehand, by a sample of 2000 other sets from the same ranges with another program and other random
-- numbers: its share, give or take 3.3 standard errors of the difference of two such samples and our own interval of 95 per cent.
local first_draws, first_held = 2000, { means = 900, rates = 900, bends = 1765, buys = 478, shorts = 612 }
local function foretold(name)
  local p = first_held[name] / first_draws
  local spread = math.sqrt(p * (1 - p))
  local width = spread * (3.3 * math.sqrt(1 / first_draws + 1 / draws) + 1.96 / math.sqrt(draws))
  return { between = { p - width, p + width } }
end
rp.claim "fig1-frequency" : holds {
  part = "mean position", what = "the mean positions are ordered", margin = margins.means, seed = 50000, strict = true, frequency = foretold "means",
}
rp.claim "fig1-frequency" : holds {
  part = "rate", what = "the rates are ordered", margin = margins.rates, seed = 50000, strict = true, frequency = foretold "rates",
}
rp.claim "fig5-frequency" : holds {
  part = "buys", what = "the big trader begins by buying", margin = margins.buys, seed = 50000, strict = true, frequency = foretold "buys",
}
rp.claim "fig5-frequency" : holds {
  part = "sells short", what = "the big trader sells short", margin = margins.shorts, seed = 50000, strict = true, frequency = foretold "shorts",
}
rp.claim "fig5-frequency" : holds {
  part = "always concave", what = "the position is concave for x* > 0", margin = margins.shape, tolerance = rounding, scale = 1,
}
rp.claim "fig8-frequency" : holds {
  what = "the bends are ordered", margin = margins.bends, seed = 50000, strict = true, frequency = foretold "bends",
}
for k, id in ipairs { "fig13", "fig11" } do -- the sets with odd numbers, with even ones
  local turns = {}
  for i = k, draws, 2 do turns[#turns + 1] = margins.turns[i] end
  rp.claim(id) : holds {
    part = "random sets", what = "minus the curvature of the position times the mean position, at 31 times on 1000 sets", margin = turns, tolerance = rounding, scale = 1,
  }
end
-- Of this one there was no first sample: that it is neither the rule nor the exception is all that is claimed.
rp.claim "fig10-frequency" : holds {
  what = "the mean position crosses zero before the block is sold", margin = margins.crosses, seed = 50000, strict = true, frequency = { between = { 0.05, 0.95 } },
}
-- Wilson's interval of 95 per cent around a share.
local function interval(count, of)
  local p, z2 = count / of, 1.96 ^ 2
  local middle = (p + z2 / (2 * of)) / (1 + z2 / of)
  local half = 1.96 * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
  return middle - half, middle + half
end

-- What figure and table show.
local frequency_rows = {
  { "Fig. 1: short-term traders hold more", "tuned", held.means, draws, "means" },
  { "Fig. 2: they trade faster", "tuned", held.rates, draws, "rates" },
  { "Figs. 3, 4: weaker herding, wider spread", "structural", 0, #rises },
  { "Figs. 5, 6, 7: concave, convex", "structural", held.shape, draws },
  { "Fig. 5: he buys first", "tuned", held.buys, draws, "buys" },
  { "Figs. 5, 7: he sells short", "tuned", held.shorts, draws, "shorts" },
  { "Figs. 8, 9: short-term traders bend more", "tuned", held.bends, draws, "bends" },
  { "Figs. 10, 12: the mean crosses zero", "tuned", held.crosses, draws },
}
for _, rise in ipairs(rises) do if rise >= -1e-7 then frequency_rows[3][3] = frequency_rows[3][3] + 1 end end
local shown = { statement = {}, tag = {}, sets = {}, share = {}, low = {}, high = {}, interval = {}, first = {} }
for k, row in ipairs(frequency_rows) do
  local f = shown
  f.statement[k], f.tag[k], f.sets[k], f.share[k] = row[1], row[2], row[4], row[3] / row[4]
  f.low[k], f.high[k] = interval(row[3], row[4])
  f.interval[k] = ("%.1f to %.1f"):format(100 * f.low[k], 100 * f.high[k])
  f.first[k] = row[5] and first_held[row[5]] / first_draws or 0 / 0
end
local function frequencies()
  rp.figure "frequencies" {
    title = "How often a figure tells the truth", ylabel = "share of random parameter sets", yrange = { 0, 1.05 }, width = 900, height = 460, legend = "none",
    caption = "Share of random parameter sets on which what the paper reads off a figure holds, with intervals of 95 per cent.",
    rp.bars { x = { "Fig. 1", "Fig. 2", "Figs. 3, 4", "Figs. 5, 6, 7: shape", "Fig. 5: buys first", "Figs. 5, 7: sells short", "Figs. 8, 9", "Figs. 10, 12" },
      y = shown.share },
    rp.points { x = rp.range(1, #frequency_rows), y = shown.share, lo = shown.low, hi = shown.high, color = "black", size = 0.5 },
  }
end

return { frequencies = frequencies, shown = shown, held = held, draws = draws }
