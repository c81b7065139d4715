-- Guo and Jin, "Optimal execution and macroscopic market making": every statement of the paper that a computation can decide, what we
-- found beyond it, and the figures that the paper does not have. The paper prints no numbers; all parameters are ours.
-- The parts live beside this file: traders.lua with existence.lua (Section 2), market.lua (Section 3), acas.lua with
-- acas_extensions.lua (Section 4) and approximation.lua (Section 5) evaluate the claims and draw the figures; what they compare
-- the plugin with is there as well, and what several of them share is in games.lua and one_buyer.lua.

local rp = require "reprise"

rp.paper "guo2025"

local parts = {
  require "guo2025.traders", require "guo2025.market", require "guo2025.acas", require "guo2025.approximation",
}

for _, part in ipairs(parts) do
  part.claims()
  part.figures()
end

----------------------------------------------------------------------------------------------- numbers that the page tells

local conditions = rp.model "guo2025_conditions"
local homogeneous = rp.model "guo2025_homogeneous"
local acas = rp.model "guo2025_acas"
local line = rp.model "guo2025_approximation_line"

-- Section 2: where solutions end.
do
  local penalties = { 0, 0.05, 0.5 }
  local explosions, holds, own = {}, {}, {}
  for k, A in ipairs(penalties) do
    local c = conditions:solve { traders = 3, permanent_impact = 1, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = A }
    explosions[k], holds[k] = c.explosion_time, c.condition_27 == 1 and "yes" or "no"
    own[k] = c.explosion_time == math.huge and "never" or "after that time"
  end
  rp.value("explosion-with", explosions[2], { unit = "time", digits = 6, doc = "the same with A = 0.05" })
  rp.table "explosions" {
    title = "The same traders with three terminal penalties",
    columns = {
      { "terminal penalty $A$", penalties, decimals = 2 }, { "condition of Theorem 2.7", holds }, { "$\\tau^*$", explosions, digits = 6 }, { "explodes", own },
    },
  }
  local loose = conditions:solve { traders = 4, permanent_impact = 1, temporary_impact = 0.2, running_penalty = 0.05, terminal_penalty = 0.45, horizon = 5 }
  rp.value("loose-equilibrium", loose.equilibrium, { decimals = 0, doc = "1: an equilibrium exists although Assumption 2.4 and Theorem 2.7 fail" })

  local sizes, gains, rates = { 10, 100, 1000, 10000 }, {}, {}
  for k, n in ipairs(sizes) do
    local c = { traders = n, permanent_impact = 0.2, temporary_impact = 0.3, running_penalty = 0.1, terminal_penalty = 0.5, horizon = 1 }
    rates[k] = conditions:solve(c).rate_deviation
    c.inventories, c.mean_inventory, c.times = { 1 }, 1, { 0 }
    gains[k] = homogeneous:solve(c, { outputs = { "gain_mean" } }).gain_mean[1]
  end
  rp.table "sizes" {
    title = "More and more traders",
    columns = { { "traders $N$", sizes, decimals = 0 }, { "gain of the mean at the start", gains, digits = 6 }, { "rate at which differences vanish", rates, digits = 4 } },
  }
end

-- region: one-buyer
-- A buyer of twenty shares and two makers, one long and one short.
local function market(changes)
  local m = {
    first_maker = 1, second_maker = -1, buyer = -20, intensity_decay = 1, horizon = 1,
    cost = 0.1, terminal_penalty = 0.05, running_penalty = 0, noise_buying = 0, noise_selling = 0,
  }
  for name, value in pairs(changes or {}) do m[name] = value end
  return acas:solve(m)
end
-- end region

do
  local balanced = market { noise_buying = 5, noise_selling = 5 }
  local fill = math.exp(balanced.makers_apart) + math.exp(-balanced.makers_apart)
  rp.value("fill-factor", fill, { digits = 5, doc = "executed over sent, both makers together" })
  rp.value("flow-ask", 5 + balanced.rate_start, { unit = "share/time", digits = 5, doc = "noise and strategic orders at the ask" })
  rp.value("executed-ask", fill * (5 + balanced.rate_start), { unit = "share/time", digits = 6, doc = "what both makers sell together" })
  rp.value("rate-calm", market().rate_start, { unit = "share/time", digits = 5, doc = "rate without noise orders" })
  local some = market { noise_buying = 5 }
  rp.value("rate-some", some.rate_start, { unit = "share/time", digits = 5, doc = "rate with noise buying of 5" })
  rp.value("rate-some-printed", some.rate_bound, { unit = "share/time", digits = 5, doc = "the printed bound, which ignores noise orders" })
  rp.value("rate-some-bound", some.rate_bound_corrected, { unit = "share/time", digits = 5, doc = "the corrected bound" })
  local alike = market { first_maker = 0, second_maker = 0 }
  rp.value("equality", math.abs(alike.rate_start / alike.rate_bound - 1), { digits = 1, doc = "(26) for equal makers: relative distance from equality" })

  -- What the first quote asks per share that will be bought, by central differences in the buyer's inventory.
  local decays, slopes = { 0.5, 1, 2, 4 }, {}
  for k, gamma in ipairs(decays) do
    local more = market { buyer = -20.01, intensity_decay = gamma, noise_buying = 5, noise_selling = 5 }
    local less = market { buyer = -19.99, intensity_decay = gamma, noise_buying = 5, noise_selling = 5 }
    slopes[k] = (more.ask_start - less.ask_start) / (more.rate_start - less.rate_start)
  end
  rp.table "impacts" {
    title = "An endogenous permanent impact",
    columns = { { "decay $\\gamma$ of the fill rates", decays, digits = 2 }, { "first ask per share bought", slopes, digits = 5 },
      { "over $2A$", rp.array(slopes) / 0.1, digits = 5 } },
  }
end

-- Section 5: the effect of small diffusions.
do
  local function adjoint(noise)
    return line:solve({ inventories = { 1 }, noise = noise, tolerance = 1e-9 }, { outputs = { "adjoints" } }).adjoints[1]
  end
  local still = adjoint(0)
  rp.value("diffusion-coefficient", (adjoint(0.25) - still) / 0.25 ^ 2, { digits = 4, doc = "change of the adjoint over epsilon squared" })
end
