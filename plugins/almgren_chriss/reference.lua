-- Numbers that `reprise conform` compares the model with, and where they come from.
return {
  { model = "almgren_chriss", parameters = {}, outputs = { urgency = 0.61 }, tolerance = 0.005 / 0.61,
    origin = "published: kappa is about 0.61 per day in the paper's example, to half a unit of its last digit" },
  { model = "almgren_chriss", parameters = { risk_aversion = 0, block = 100, horizon = 4, periods = 4 },
    outputs = { inventory = { 100, 75, 50, 25, 0 }, trades = { 25, 25, 25, 25 }, urgency = 0 }, tolerance = 1e-15,
    origin = "closed form: without risk aversion the plan is a straight line" },
  { model = "almgren_chriss",
    parameters = { block = 1, horizon = 2, periods = 2, volatility = 1, permanent_impact = 0, temporary_impact = 1,
      fixed_cost = 0, risk_aversion = 2 },
    outputs = { inventory = { 1, 0.25, 0 }, expected_cost = 0.625, cost_variance = 0.0625 }, tolerance = 1e-15,
    origin = "closed form: x minimises (1 - x)^2 + x^2 + 2 x^2" },
}
