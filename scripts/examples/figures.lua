-- Every kind of figure, each with a piece of mathematics that is worth a look:
--   reprise run scripts/examples/figures.lua

local rp = require "reprise"

-- Lines, a band, a reference line and a note: axes take their words from the arrays.
local t = rp.linspace(0, 12, 241):named { name = "time", unit = "s" }
local function oscillation(ratio)
  local damped = math.sqrt(1 - ratio * ratio)
  return t:map(function(s)
    return math.exp(-ratio * s) * (math.cos(damped * s) + ratio / damped * math.sin(damped * s))
  end):named { name = "displacement", unit = "m" }
end
local envelope = (t * -0.1):exp() * (1 / math.sqrt(1 - 0.01))
rp.figure "oscillator" {
  title = "A damped oscillator released from rest",
  caption = "Displacement of a damped linear oscillator for three damping ratios, with the envelope of the weakest.",
  rp.band { x = t, lo = -envelope, hi = envelope, label = "envelope for 0.1", color = "grey" },
  rp.line { x = t, y = oscillation(0.1), label = "damping ratio 0.1" },
  rp.line { x = t, y = oscillation(0.3), label = "damping ratio 0.3" },
  rp.line { x = t, y = oscillation(0.8), label = "damping ratio 0.8" },
  rp.hline { at = 0, style = "solid", width = 0.8 },
  rp.vline { at = 2 * math.pi / math.sqrt(0.99), label = "one period" },
  rp.note { x = math.pi / math.sqrt(0.99), y = -math.exp(-0.1 * math.pi / math.sqrt(0.99)), text = "first minimum", dot = true },
}

-- Logarithmic axes: observed orders of quadrature rules for exp on [0, 1].
local function trapezium(n)
  local sum = (1 + math.exp(1)) / 2
  for i = 1, n - 1 do sum = sum + math.exp(i / n) end
  return sum / n
end
local exact = math.exp(1) - 1
local n, first, second, third = {}, {}, {}, {}
for k = 1, 9 do
  n[k] = 2 ^ k
  local a, b, c = trapezium(n[k]), trapezium(n[k] / 2), trapezium(n[k] / 4 >= 1 and n[k] / 4 or 1)
  local simpson, coarser = (4 * a - b) / 3, (4 * b - c) / 3
  first[k] = math.abs(a - exact)
  second[k] = math.abs(simpson - exact)
  third[k] = k >= 2 and math.abs((16 * simpson - coarser) / 15 - exact) or 0 / 0
end
rp.figure "orders" {
  title = "Romberg's extrapolation gains two orders at a time",
  caption = "Error of the trapezium rule and two extrapolations of it against the number of intervals.",
  xlabel = "number of intervals", ylabel = "error of the integral", xlog = true, ylog = true, yrange = { 1e-17, 1 },
  rp.line { x = n, y = first, label = "trapezium, order 2", marker = "circle" },
  rp.line { x = n, y = second, label = "Simpson, order 4", marker = "square-open" },
  rp.line { x = n, y = third, label = "Boole, order 6", marker = "triangle" },
  rp.hline { at = 2 ^ -53, label = "unit roundoff" },
}

-- An ordered family: colours follow the order, labels stand at the ends of the curves.
local x = rp.linspace(0, 4, 401)
local curves = {}
for k = 1, 6 do
  local power = k / 2
  curves[k] = rp.line { x = x, y = function(v) return v ^ power * math.exp(-v) end, label = string.format("p = %g", power) }
end
rp.figure "family" {
  title = "The functions xᵖ exp(−x)", alt = "Six curves x^p exp(-x), whose maximum moves to the right as p grows.",
  caption = "Each has its maximum at x = p.",
  xlabel = "x", ylabel = "xᵖ exp(−x)", colors = "sequence", legend = "ends",
  curves,
  rp.region { x = { 1, 2 }, label = "maxima for p from 1 to 2" },
}

-- A map with contour lines: a saddle and two wells. A function stands for its table.
local wide, high = rp.linspace(-1.75, 1.75, 141), rp.linspace(-1.2, 1.2, 97)
rp.figure "double-well" {
  title = "A potential with two wells",
  caption = "Filled contour map of (x² − 1)² + y², whose two minima are separated by a saddle at the origin.",
  xlabel = "x (nm)", ylabel = "y (nm)", width = 720, height = 460,
  rp.map { x = wide, y = high, z = function(a, b) return (a * a - 1) ^ 2 + b * b end, label = "energy (eV)",
    contours = { 0.25, 0.5, 1, 2, 3 } },
  rp.points { x = { -1, 1 }, y = { 0, 0 }, marker = "diamond" },
  rp.note { x = 0, y = 0, text = "saddle", dot = true },
}

-- A map over logarithmic axes where part of the plane has no value: there it is grey.
local damping, frequency = rp.logspace(0.01, 2, 81), rp.logspace(0.1, 10, 101)
rp.figure "resonance" {
  title = "Amplification of a driven oscillator",
  caption = "Amplification over frequency and damping; grey where overdamping leaves no resonance to speak of.",
  xlabel = "driving frequency / natural frequency", ylabel = "damping ratio", xlog = true, ylog = true,
  rp.map { x = frequency, y = damping, zlog = true, label = "amplification", contours = { 0.1, 1, 2, 10 },
    z = function(w, d)
      if d > 1 then return 0 / 0 end
      return 1 / math.sqrt((1 - w * w) ^ 2 + (2 * d * w) ^ 2)
    end },
  rp.line { x = frequency, y = function(w) return w < 1 and math.sqrt((1 - w * w) / 2) or 0 / 0 end,
    style = "dotted", label = "largest amplification" },
}

-- A diverging palette on a grid with unequal distances.
local nodes = {}
for k = 0, 31 do nodes[k + 1] = math.cos(math.pi * k / 31) end
rp.figure "chebyshev" {
  title = "T₃(x) T₄(y) at Chebyshev points",
  caption = "The product of two Chebyshev polynomials on their own grid, which is dense at the borders.",
  xlabel = "x", ylabel = "y", width = 560, height = 470,
  rp.map { x = nodes, y = nodes, palette = "diverging", label = "product", contours = { 0 }, contour_labels = false,
    z = function(a, b) return (4 * a ^ 3 - 3 * a) * (8 * b ^ 4 - 8 * b * b + 1) end },
}

-- Bars over names, two series; and steps, error bars and a second panel.
rp.figure "primes" {
  title = "Two ways of counting primes",
  columns = 2,
  caption = "Left: primes below powers of ten against x / ln x. Right: the counting function as steps.",
  rp.panel {
    title = "Primes below powers of ten", xlabel = "x", ylabel = "count", ylog = true, legend = "top left",
    rp.bars { x = { "10", "10²", "10³", "10⁴", "10⁵" }, y = { 4, 25, 168, 1229, 9592 }, label = "π(x)" },
    rp.bars { x = { "10", "10²", "10³", "10⁴", "10⁵" }, y = { 4.34, 21.7, 144.8, 1085.7, 8685.9 }, label = "x / ln x" },
  },
  rp.panel {
    title = "The counting function", xlabel = "x", ylabel = "π(x)",
    rp.steps { x = { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 50 },
      y = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15 }, label = "π(x)" },
    rp.line { x = rp.linspace(2, 50, 97), y = function(v) return v / math.log(v) end, label = "x / ln x" },
  },
}

-- Four panels whose boxes stand in line, with gaps, error bars, large and small numbers.
local grid = rp.linspace(-1.5, 1.5, 301)
local decay = { 1.02, 0.61, 0.36, 0.23, 0.132, 0.081, 0.052 }
local low, up = {}, {}
for k, v in ipairs(decay) do low[k], up[k] = v - 0.06 * math.sqrt(v), v + 0.06 * math.sqrt(v) end
rp.figure "four" {
  title = "What else an axis has to bear", columns = 2, height = 640,
  caption = "Poles as gaps, error bars, numbers in the billions and numbers in the millionths.",
  rp.panel { title = "A pole is a gap", xlabel = "x", ylabel = "1 / x", yrange = { -10, 10 },
    rp.line { x = grid, y = function(v) return math.abs(v) < 0.02 and 1 / 0 or 1 / v end } },
  rp.panel { title = "Error bars", xlabel = "half-lives", ylabel = "activity",
    rp.points { x = { 0, 0.7, 1.4, 2.1, 2.8, 3.5, 4.2 }, y = decay, lo = low, hi = up, label = "measured" },
    rp.line { x = rp.linspace(0, 4.3, 50), y = function(v) return math.exp(-v * math.log(2)) end, label = "law of decay" } },
  rp.panel { title = "Large numbers", xlabel = "year", ylabel = "persons",
    rp.line { x = rp.range(1900, 2000, 10), y = function(v) return 1.65e9 * math.exp(0.0131 * (v - 1900)) end } },
  rp.panel { title = "Small numbers", xlabel = "thickness (m)", ylabel = "intensity",
    rp.line { x = rp.linspace(0, 2e-6, 101), y = function(v) return math.cos(3e6 * v) ^ 2 end } },
}

-- So many curves that no corner is free: the legend goes outside by itself.
local crowd = {}
for k = 1, 7 do
  crowd[k] = rp.line { x = rp.linspace(0, 1, 201), y = function(v) return math.sin(k * math.pi * v) end, label = "mode " .. k }
end
rp.figure "modes" {
  title = "The first seven modes of a string",
  caption = "Seven sine modes that fill the whole plane.",
  xlabel = "position", ylabel = "displacement",
  crowd,
}

-- Some of the series take turns, the others and the axes stay. Every frame has the same series with other numbers.
local position, packet, moments = rp.linspace(-4, 12, 161), {}, {}
for k = 1, 33 do
  local t = (k - 1) / 8
  local width = math.sqrt(1 + t * t / 4)
  local envelope = ((position - 2 * t) ^ 2 * (-0.5 / width ^ 2)):exp() / width
  packet[k] = {
    rp.band { x = position, lo = rp.zeros(#position), hi = envelope },
    rp.line { x = position, y = envelope, label = "probability density" },
    rp.vline { at = 2 * t },
  }
  moments[k] = ("t = %.3f"):format(t)
end
rp.animation "packet" {
  title = "A packet that travels and spreads", frames = packet, labels = moments, still = 17, duration = 4,
  caption = "A bell-shaped density moves to the right; it becomes lower and wider on the way.",
  xlabel = "position", ylabel = "density", rp.hline { at = 0.5, label = "half of the first peak" },
}
