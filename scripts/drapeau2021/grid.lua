-- Gauss-Legendre nodes on [0, T]: times at which a model is asked, integrals of what it answers, and a function through the
-- answers. Calls nothing.

local M = {}

-- Nodes and weights on [-1, 1], by Newton's method.
local function legendre(n)
  local x, w = {}, {}
  for i = 1, n do
    local z, slope = -math.cos(math.pi * (i - 0.25) / (n + 0.5)), 1.0
    for _ = 1, 60 do
      local p, q = 1.0, 0.0
      for k = 1, n do p, q = ((2 * k - 1) * z * p - (k - 1) * q) / k, p end
      slope = n * (z * p - q) / (z * z - 1)
      z = z - p / slope
      if math.abs(p / slope) < 1e-16 then break end
    end
    x[i], w[i] = z, 2 / ((1 - z * z) * slope * slope)
  end
  return x, w
end

--- n nodes on [0, T]. Fields: nodes, weights, times (0, the nodes, T). Functions take values at `times`, a list or an array:
-- integral(values), and through(values), the polynomial through those at the nodes, as a function of time.
function M.make(T, n)
  local x, w = legendre(n)
  local grid = { nodes = {}, weights = {}, times = { 0.0 } }
  local barycentric = {}
  for i = 1, n do
    grid.nodes[i], grid.weights[i] = T * (1 + x[i]) / 2, T * w[i] / 2
    grid.times[i + 1] = grid.nodes[i]
    barycentric[i] = (i % 2 == 0 and 1 or -1) * math.sqrt((1 - x[i] * x[i]) * w[i])
  end
  grid.times[n + 2] = T

  function grid.integral(values)
    local sum = 0.0
    for i = 1, n do sum = sum + grid.weights[i] * values[i + 1] end
    return sum
  end

  function grid.through(values)
    local y = {}
    for i = 1, n do y[i] = values[i + 1] end
    return function(t)
      local above, below = 0.0, 0.0
      for i = 1, n do
        local distance = t - grid.nodes[i]
        if distance == 0 then return y[i] end
        local share = barycentric[i] / distance
        above, below = above + share * y[i], below + share
      end
      return above / below
    end
  end

  return grid
end

return M
