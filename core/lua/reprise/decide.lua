-- The three-valued decisions behind every verdict. A number with an error bound lies in an interval; it confirms or refutes
-- only when the whole interval does. Anything else is "undecided". Pure Lua; calls nothing.
local M = {}

local function finite(x)
  return x == x and x ~= math.huge and x ~= -math.huge
end
M.finite = finite

--- Is a deviation within its tolerance?
-- deviation, tolerance and error (the solver's own) are non-negative and on one scale. Confirmed needs an error of at most a
-- tenth of the tolerance and deviation + error within it; refuted needs deviation - error beyond it and an error of at most
-- a tenth of the deviation. slack absorbs the rounding of the interval's end points.
function M.within(deviation, tolerance, error, slack)
  slack = slack or 0
  if deviation ~= deviation or error ~= error then
    return "undecided", "a number is NaN"
  end
  if 10 * error <= tolerance and deviation + error <= tolerance + slack then
    return "confirmed"
  end
  if deviation - error > tolerance + slack and (10 * error <= deviation or deviation == math.huge) then
    return "refuted"
  end
  if 10 * error > tolerance and 10 * error > deviation then
    return "undecided", "the solver's own error is more than a tenth of the tolerance"
  end
  return "undecided", "the tolerance lies within the solver's own error of the deviation"
end

--- Is a margin positive (strict) or not negative? error bounds the margin's own error; a non-strict margin may fall short of
-- zero by tolerance.
function M.margin(margin, error, strict, tolerance)
  if margin ~= margin or error ~= error then
    return "undecided", "the margin is NaN"
  end
  tolerance = tolerance or 0
  if strict then
    if margin > error then
      return "confirmed"
    end
    if margin < -error or (error == 0 and margin <= 0) then
      return "refuted"
    end
  else
    if margin - error >= -tolerance then
      return "confirmed"
    end
    if margin + error < -tolerance then
      return "refuted"
    end
  end
  return "undecided", "the margin is smaller than its own error"
end

-- Lanczos approximation of ln Gamma (g = 7, nine terms; Godfrey's coefficients), good to about 1e-14 for x >= 1/2.
local lanczos = {
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
}
local function log_gamma(x)
  local sum = lanczos[1]
  for i = 2, 9 do
    sum = sum + lanczos[i] / (x + i - 2)
  end
  local t = x + 6.5
  return 0.5 * math.log(2 * math.pi) + (x - 0.5) * math.log(t) - t + math.log(sum)
end

-- Continued fraction of the incomplete beta function by Lentz's method (Abramowitz and Stegun 26.5.8).
local function beta_fraction(a, b, x)
  local tiny = 1e-300
  local c, d = 1, 1 - (a + b) * x / (a + 1)
  d = 1 / (math.abs(d) < tiny and tiny or d)
  local h = d
  for m = 1, 100000 do
    local even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    local odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    local step = 1
    for _, k in ipairs { even, odd } do
      d, c = 1 + k * d, 1 + k / c
      d = 1 / (math.abs(d) < tiny and tiny or d)
      c = math.abs(c) < tiny and tiny or c
      h, step = h * d * c, d * c
    end
    if math.abs(step - 1) < 1e-15 then
      break
    end
  end
  return h
end

--- The regularised incomplete beta function I_x(a, b).
function M.incomplete_beta(a, b, x)
  if x <= 0 or x >= 1 then
    return x <= 0 and 0 or 1
  end
  local front = math.exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * math.log(x) + b * math.log(1 - x))
  if x < (a + 1) / (a + b + 2) then
    return front * beta_fraction(a, b, x) / a
  end
  return 1 - front * beta_fraction(b, a, 1 - x) / b
end

local function beta_quantile(p, a, b)
  local low, high = 0, 1
  for _ = 1, 200 do
    local middle = (low + high) / 2
    if middle == low or middle == high then
      break
    end
    if M.incomplete_beta(a, b, middle) < p then
      low = middle
    else
      high = middle
    end
  end
  return (low + high) / 2
end

--- The exact (Clopper-Pearson) confidence interval of a frequency seen as `successes` of `count`.
function M.frequency_interval(successes, count, confidence)
  local tail = (1 - confidence) / 2
  local low = successes == 0 and 0 or beta_quantile(tail, successes, count - successes + 1)
  local high = successes == count and 1 or beta_quantile(1 - tail, successes + 1, count - successes)
  return low, high
end

--- One verdict for several evaluations (parts) of a claim, by the rule that papers/README.md states.
function M.combine(outcomes)
  local seen = {}
  for _, outcome in ipairs(outcomes) do
    seen[outcome] = true
  end
  if #outcomes == 0 then
    return "unevaluated"
  elseif seen.undecided then
    return "undecided"
  end
  local good = seen.confirmed or seen["confirmed-with"] or seen.misprint or seen.partly
  if seen.partly or (good and (seen.refuted or seen["not-checkable"])) then
    return "partly"
  elseif seen.refuted then
    return seen["not-checkable"] and "partly" or "refuted"
  elseif seen.misprint then
    return "misprint"
  elseif seen["confirmed-with"] then
    return "confirmed-with"
  end
  return seen.confirmed and "confirmed" or "not-checkable"
end

return M
