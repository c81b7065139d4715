-- Numbers that `reprise conform` compares the models with, and where they come from.
local function decay(c, w, t, horizon) return math.exp(-c * t) * (math.exp(w * (horizon - t)) - math.exp(-w * (horizon - t))) / (math.exp(w * horizon) - math.exp(-w * horizon)) end

return {
  { model = "nplayer_single", tolerance = 1e-8, origin = "closed form: without risk A = gamma/(1 + gamma T/eta)",
    parameters = { horizon = 2, temporary_impact = 0.5, risk_aversion = 0, terminal_penalty = 3, inventory = 1, times = { 0 } },
    outputs = { value_quadratic = { 3 / 13 } } },
  { model = "nplayer_identical", tolerance = 1e-13, origin = "closed form: liquidation of two agents, a ratio of hyperbolic sines",
    parameters = { horizon = 1, permanent_impact = 1, temporary_impact = 0.5, volatility = 1, risk_aversion = 1, terminal_penalty = math.huge,
      inventories = { 1, 1 }, times = { 0.25, 0.5 } },
    outputs = { mean_profile = { decay(0.5, 1.5, 0.25, 1), decay(0.5, 1.5, 0.5, 1) } } },
}
