-- Contour lines of a map by marching squares. Crossings are interpolated linearly on the scales of the axes; cells
-- with a missing corner have no line; saddles are resolved by the mean of the corners. Plain arithmetic.

local axis = require "reprise.figure.axis"

local M = {}

local function between(scale, a, b, t)
  local p, q = axis.position(scale, a), axis.position(scale, b)
  return axis.value(scale, p + t * (q - p))
end

-- Edges of the grid: 2k for the one from node k to its right neighbour, 2k + 1 to its upper one, k = (j - 1) nx + i.
-- Returns the crossings {x, y} by edge, the edges in order, and for each edge the edges that a line joins it with.
local function march(map, level, x_axis, y_axis)
  local x, y, z, nx = map.x.values, map.y.values, map.z, #map.x.values
  local crossing, order, links = {}, {}, {}
  local function cross(i, j, vertical)
    local id = 2 * ((j - 1) * nx + i) + (vertical and 1 or 0)
    if not crossing[id] then
      local a, b = z[i][j], vertical and z[i][j + 1] or not vertical and z[i + 1][j]
      local t = (level - a) / (b - a)
      crossing[id] = vertical and { x[i], between(y_axis, y[j], y[j + 1], t) } or { between(x_axis, x[i], x[i + 1], t), y[j] }
      order[#order + 1] = id
      links[id] = {}
    end
    return id
  end
  local function join(a, b)
    links[a][#links[a] + 1] = b
    links[b][#links[b] + 1] = a
  end
  for j = 1, #y - 1 do
    for i = 1, nx - 1 do
      local z1, z2, z3, z4 = z[i][j], z[i + 1][j], z[i + 1][j + 1], z[i][j + 1]
      local sum = z1 + z2 + z3 + z4
      if sum == sum and sum - sum == 0 then
        local a, b, c, d = z1 >= level, z2 >= level, z3 >= level, z4 >= level
        local south, east = a ~= b and cross(i, j, false), b ~= c and cross(i + 1, j, true)
        local north, west = c ~= d and cross(i, j + 1, false), a ~= d and cross(i, j, true)
        if south and east and north and west then
          if (sum / 4 >= level) == a then join(south, east) join(north, west) else join(south, west) join(north, east) end
        else
          local ends = {}
          for _, edge in ipairs { south, east, north, west } do if edge then ends[#ends + 1] = edge end end
          if ends[1] then join(ends[1], ends[2]) end
        end
      end
    end
  end
  return crossing, order, links
end

-- The lines of one level: a list of polylines, each a list of {x, y}. Open ones first, closed ones repeat their start.
function M.lines(map, level, x_axis, y_axis)
  local crossing, order, links = march(map, level, x_axis, y_axis)
  local lines, used = {}, {}
  local function trace(start)
    local line, edge = { crossing[start] }, start
    used[start] = true
    while true do
      local following
      for _, other in ipairs(links[edge]) do if not used[other] then following = other break end end
      if not following then break end
      used[following] = true
      line[#line + 1] = crossing[following]
      edge = following
    end
    for _, other in ipairs(links[edge]) do
      if other == start and #line > 2 then line[#line + 1] = crossing[start] break end
    end
    lines[#lines + 1] = line
  end
  for _, edge in ipairs(order) do if not used[edge] and #links[edge] == 1 then trace(edge) end end
  for _, edge in ipairs(order) do if not used[edge] then trace(edge) end end
  return lines
end

return M
