-- Which parts of a canvas are taken: curves as counts on a coarse grid, texts as rectangles; and where a new rectangle
-- disturbs least. Coordinates are pixels from the lower left corner. Plain geometry, calls nothing.

local M = {}
M.__index = M

local cell = 5 -- pixels

function M.new(width, height)
  local self = setmetatable({ columns = math.ceil(width / cell), rows = math.ceil(height / cell), taken = {}, counts = {} }, M)
  for i = 1, self.columns * self.rows do self.counts[i] = 0 end
  return self
end

function M:mark(x, y, weight)
  local i, j = x // cell, y // cell
  if i ~= i or j ~= j or i < 0 or j < 0 or i >= self.columns or j >= self.rows then return end
  local k = math.tointeger(j * self.columns + i + 1)
  self.counts[k] = self.counts[k] + (weight or 1)
end

-- Marks the cells along a straight line.
function M:segment(x0, y0, x1, y1, weight)
  local length = math.max(math.abs(x1 - x0), math.abs(y1 - y0))
  if length ~= length or length > 1e5 then return end
  local steps = math.max(1, math.ceil(length / cell))
  for k = 1, steps do self:mark(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps, weight) end
end

function M:fill(rect, weight)
  for y = math.max(rect.bottom, 0) + cell / 2, math.min(rect.top, self.rows * cell), cell do
    for x = math.max(rect.left, 0) + cell / 2, math.min(rect.right, self.columns * cell), cell do self:mark(x, y, weight) end
  end
end

-- What lies below a rectangle: 0 if it is free.
function M:cost(rect)
  local sum = 0
  local first, last = math.max(0, rect.left // cell), math.min(self.columns - 1, rect.right // cell)
  for j = math.max(0, rect.bottom // cell), math.min(self.rows - 1, rect.top // cell) do
    for i = first, last do sum = sum + self.counts[math.tointeger(j * self.columns + i + 1)] end
  end
  for _, other in ipairs(self.taken) do
    local w = math.min(rect.right, other.right) - math.max(rect.left, other.left)
    local h = math.min(rect.top, other.top) - math.max(rect.bottom, other.bottom)
    if w > 0 and h > 0 then sum = sum + 50 + w * h end
  end
  return sum
end

-- Does a straight line meet what is taken?
function M:blocked(x0, y0, x1, y1)
  for k = 0, 20 do
    local x, y = x0 + (x1 - x0) * k / 20, y0 + (y1 - y0) * k / 20
    for _, r in ipairs(self.taken) do
      if x > r.left and x < r.right and y > r.bottom and y < r.top then return true end
    end
  end
  return false
end

function M:take(rect) self.taken[#self.taken + 1] = rect end

-- The first candidate of least cost; each may carry `penalty`, which counts like what it would cover.
function M:best(candidates)
  local best, least
  for _, rect in ipairs(candidates) do
    local cost = self:cost(rect) + (rect.penalty or 0)
    if not least or cost < least then best, least = rect, cost end
  end
  return best, least
end

-- A rectangle of a size around (x, y): align -1, 0, 1 says on which side of the point it lies.
function M.rectangle(x, y, width, height, align_x, align_y)
  local left = x + (align_x - 1) * width / 2
  local bottom = y + (align_y - 1) * height / 2
  return { left = left, right = left + width, bottom = bottom, top = bottom + height }
end

function M.inside(rect, box)
  return rect.left >= box.left and rect.right <= box.right and rect.bottom >= box.bottom and rect.top <= box.top
end

return M
