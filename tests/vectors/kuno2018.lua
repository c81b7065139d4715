-- Adapter for tests/vectors.lua: names of the reference values of kuno2018 -> names of our models. Renaming only.
-- Each input of a vector is read here; those that a model has no use for are read by `unused`.

local function unused(v, ...)
  for _, name in ipairs { ... } do
    local _ = v[name]
  end
end

-- The parameters that describe how trades move the price.
local function impact(v)
  return {
    periods = v.T, impact = v.lam, transient_share = v.alpha, resilience_rate = v.rho, resilience = v.resilience,
  }
end

-- The whole market: impact, noise, attitude to risk.
local function market(v)
  local arguments = impact(v)
  arguments.drift, arguments.variance, arguments.risk_aversion = v.mu, v.sigma2, v.R
  return arguments
end

local function programme(v)
  local arguments = market(v)
  arguments.fee, arguments.shares = v.C, v.Q
  return arguments
end

-- A refused vector still states its threshold, which the thresholds model gives at any fee.
local function execution(v)
  return {
    { model = "closing_price", arguments = programme(v), outputs = {
      off_exchange_volume = "off_exchange_volume",
      trades = "trades",
      certainty_equivalent_cost = "certainty_equivalent_cost",
      expected_cost = "expected_cost",
      cost_variance = "cost_variance",
      smallest_pivot_A1 = "smallest_pivot",
    }, ignored = { reason = "a sentence; ours is tested by the finding's slug" } },
    { model = "closing_price_thresholds", arguments = market(v),
      outputs = { existence_fee_threshold = "existence_fee_threshold" } },
  }
end

local function thresholds(v)
  unused(v, "C")
  local arguments = market(v)
  arguments.shares = v.Q
  arguments.wanted_volume = v.y
  return {
    {
      model = "closing_price_thresholds", arguments = arguments,
      outputs = {
        existence_fee_threshold = "existence_fee_threshold",
        manipulation_fee_threshold = "manipulation_fee_threshold",
        manipulation_fee_threshold_T_infinite = "manipulation_fee_threshold_infinite_horizon",
        residue_N = "residue_per_share",
        positive_trades_fee = "positive_trades_fee",
        positive_trades_fee_binding_period = "positive_trades_binding_period",
        transaction_triggered_fee_threshold = "transaction_triggered_fee_threshold",
        transaction_triggered_fee_threshold_binding_period = "transaction_triggered_binding_period",
        implied_fee = "implied_fee",
        admissible = "implied_fee_admissible",
      },
    },
  }
end

local function broker(v)
  unused(v, "C")
  local arguments = market(v)
  arguments.block = v.Q
  return {
    {
      model = "closing_price_broker", arguments = arguments,
      outputs = {
        indifference_fee_per_share_eq33 = "indifference_fee",
        broker_trades_eq33 = "hedged_sales",
        expected_gain_total_eq36 = "plain_expected_gain",
        gain_variance_eq36 = "plain_gain_variance",
        broker_trades_eq36 = "plain_sales",
      },
    },
  }
end

local function replica(v)
  local solves = {}
  for _, form in ipairs { { "missing_decay", "missing-decay" }, { "as_printed_A3", "printed-a3" }, { "corrected", "corrected" } } do
    local arguments = programme(v)
    arguments.recursion = form[2]
    solves[#solves + 1] = {
      model = "closing_price_replica", arguments = arguments, outputs = { [form[1]] = "off_exchange_volume" },
    }
  end
  return solves
end

local function monotone(v)
  return {
    {
      model = "closing_price_monotone", arguments = programme(v),
      outputs = {
        monotone_ce_cost = "certainty_equivalent_cost",
        monotone_trades = "trades",
        monotone_off_exchange_volume = "off_exchange_volume",
        unconstrained_ce_cost = "unrestricted_cost",
      },
    },
  }
end

local function roundtrip(v)
  unused(v, "mu", "sigma2", "R", "Q")
  local arguments = impact(v)
  arguments.fee = v.C
  return {
    {
      model = "closing_price_round_trip", arguments = arguments,
      outputs = {
        min_unit_roundtrip_cost_both_venues = "least_cost_both_venues",
        min_unit_roundtrip_cost_exchange_only = "least_cost_exchange_only",
      },
    },
  }
end

local function feedback(v)
  local arguments = programme(v)
  arguments.feedback_rate = v.theta
  return {
    {
      model = "closing_price_feedback", arguments = arguments,
      outputs = { ce_cost_of_feedback_policy = "certainty_equivalent_cost", ce_cost_static = "static_cost" },
    },
  }
end

return {
  paper = "kuno2018",
  tolerance = 1e-11,
  kinds = {
    execution = execution, thresholds = thresholds, implied_fee = thresholds, broker = broker, replica = replica,
    monotone = monotone, roundtrip = roundtrip, feedback = feedback,
  },
}
