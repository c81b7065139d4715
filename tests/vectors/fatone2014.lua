-- Adapter for tests/vectors.lua: names of the reference values of fatone2014 -> names of our models. Renaming only.

-- The retail traders. Times are those of the outputs.
local function retail(v)
  return {
    herding_weight = v.herding_weight_a, rate_penalty = v.rate_penalty_b, inventory_penalty = v.inventory_penalty_c,
    terminal_penalty = v.terminal_penalty_d, volatility = v.sigma, horizon = v.horizon_T,
    initial_mean = v.initial_mean_mu0, initial_variance = v.initial_variance_v0, target = v.target_position_xstar,
    times = v.times,
  }
end

local function mean(v)
  return { { model = "mean_field", arguments = retail(v), outputs = { mean = "mean", mean_rate = "mean_rate" } } }
end

-- The outputs with an axis `solution`, as the list of objects that the reference values are.
local function by_solution(result)
  local list = {}
  for i = 1, #result.terminal_variances do
    list[i] = {
      terminal_variance = result.terminal_variances[i],
      variance_at_times = result.variances[i],
      feedback_slope_at_times = result.feedbacks[i],
      action = result.actions[i],
      expected_utility = result.utilities[i],
      agreement = "ignored", -- of the two methods behind the reference value
    }
  end
  return list
end

-- The start of the path, which the vector's times need not contain, comes from a solve per equilibrium.
local function variance(v)
  local arguments = retail(v)
  local starts = {}
  for i = 1, 3 do
    local start = retail(v)
    start.times, start.selected = { 0 }, i
    local finding
    starts[i], finding = require "reprise".model("mean_field"):try_solve(start)
    if not starts[i] and finding.slug ~= "no-such-equilibrium" then error(finding.text) end
  end
  local function solutions(result)
    local list = by_solution(result)
    for i, one in ipairs(list) do
      one.feedback_slope_at_0 = starts[i].feedback[1]
      one.value_quadratic_coefficient_C_at_0 = starts[i].value_quadratic[1]
    end
    return list
  end
  return {
    {
      model = "mean_field", arguments = arguments,
      outputs = {
        number_of_solutions = "solution_count",
        solutions_ordered_by_terminal_variance = solutions,
        turnpike_variance = "turnpike_variance",
        turnpike_rate_omega = "turnpike_rate",
        selected_index_min_action = function(result) return result.selected_solution - 1 end,
      },
    },
  }
end

local function no_herding(v)
  return { { model = "mean_field", arguments = retail(v), outputs = { variance_at_times = "variance" } } }
end

local function coefficients(v)
  return {
    {
      model = "mean_field", arguments = retail(v),
      outputs = {
        u_const_A = "value_constant", u_linear_B = "value_linear", u_quadratic_C = "value_quadratic",
        lnm_const_D = "log_constant", lnm_linear_E = "log_linear", lnm_quadratic_R = "log_quadratic",
      },
    },
  }
end

local function inflection(v)
  return { { model = "mean_field", arguments = retail(v), outputs = { inflection_time = "mean_zero" } } }
end

local function big_trader(v)
  local arguments = retail(v)
  arguments.block, arguments.liquidation_time = v.block_size_n, v.liquidation_time_T1
  arguments.own_impact, arguments.retail_impact = v.own_impact_eta, v.retail_impact_theta
  arguments.permanent_impact = v.permanent_impact_gamma
  arguments.initial_price, arguments.price_volatility = v.initial_price_P0, v.price_volatility_s
  local function before_the_end(name)
    return function(result) return result[name]:slice(1, -2) end
  end
  return {
    {
      model = "mean_field_big_trader", arguments = arguments,
      outputs = {
        position = "block_left", rate = "rate", value_a = before_the_end "value_constant",
        value_b = before_the_end "value_linear", value_c = before_the_end "value_quadratic",
        reduced_value = "reduced_value", expected_revenue = "expected_revenue",
        revenue_standard_deviation = "revenue_deviation",
      },
    },
  }
end

-- Folds are looked for up to ten units of time.
local function folds(v)
  local arguments = retail(v)
  arguments.horizon = 10
  return {
    {
      model = "mean_field_folds", arguments = arguments,
      outputs = {
        horizon_where_three_solutions_begin = function(result) return result.fold[1] end,
        horizon_where_three_solutions_end = function(result) return result.fold[2] end,
      },
    },
  }
end

local function refusal(v)
  return { { model = "mean_field", arguments = retail(v), ignored = { reason = "a sentence; ours is tested by its slug" } } }
end

return {
  paper = "fatone2014",
  tolerance = 1e-9,
  kinds = {
    retail_mean = mean,
    retail_variance = variance,
    retail_variance_no_herding = no_herding,
    retail_coefficients = coefficients,
    inflection_time = inflection,
    big_trader = big_trader,
    fold_times = folds,
    must_refuse = refusal,
  },
}
