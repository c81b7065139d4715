-- Random numbers for checks on random points: SplitMix64 (Steele, Lea, Flood 2014), one stream per (seed, index), so that
-- point k is the same whatever was drawn before it. Models have their own generator; this one only picks points.
local M = {}

local golden = 0x9e3779b97f4a7c15

local function mix(z)
  z = (z ~ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ~ (z >> 27)) * 0x94d049bb133111eb
  return z ~ (z >> 31)
end

local Stream = {}
Stream.__index = Stream

local function next_bits(stream)
  stream.state = stream.state + golden
  return mix(stream.state)
end

--- A number uniform on [low, high), by default [0, 1).
function Stream:uniform(low, high)
  low, high = low or 0.0, high or 1.0
  return low + (high - low) * ((next_bits(self) >> 11) * 2.0 ^ -53)
end

--- A positive number whose logarithm is uniform between those of low and high.
function Stream:log_uniform(low, high)
  return low * math.exp(self:uniform() * math.log(high / low))
end

--- A whole number uniform on low..high.
function Stream:integer(low, high)
  return low + math.tointeger(math.floor(self:uniform() * (high - low + 1)))
end

--- A normal number (Box and Muller), by default with mean 0 and standard deviation 1.
function Stream:normal(mean, deviation)
  local radius = math.sqrt(-2 * math.log(1 - self:uniform()))
  return (mean or 0.0) + (deviation or 1.0) * radius * math.cos(2 * math.pi * self:uniform())
end

--- The stream of random numbers of a seed (a whole number) and an index (1 by default).
function M.stream(seed, index)
  return setmetatable({ state = mix(mix(seed + golden) + (index or 1) * golden) }, Stream)
end

M.public = {}

--- rp.random(seed): random numbers for a script, the same on every machine and in every run.
function M.public.random(seed)
  if math.type(seed) ~= "integer" then
    require("host").blame("rp.random takes a seed, a whole number; got %s", tostring(seed))
  end
  return M.stream(seed, 1)
end

return M
