-- A tour of arrays: what numbers from a solver are, and what a script can do with them. Runs alone, without a model:
--   reprise run scripts/examples/arrays.lua

local rp = require "reprise"

-- Arrays come from nested lists, from grids, or from a model's results. They never change.
local volumes = rp.array { { 120, 80, 45 }, { 90, 110, 60 } }
local fees = rp.linspace(0, 1e-3, 5)
print(volumes)                                      --> array 2x3: {{120, 80, 45}, {90, 110, 60}}
print(fees, fees[1], fees[-1])                      --> array 5: {0, 0.00025, 0.0005, 0.00075, 0.001}	0.0	0.001

-- Labels say what the numbers are. Operations take an axis by number or by its name.
volumes = volumes:named { name = "volume", unit = "share", axes = { "venue", "time" } }
print(volumes:sum "time")                           --> array [share] 2: {245, 260}
print(volumes:take("venue", 2))                     --> volume [share] 3: {90, 110, 60}
print(volumes:at(2, -1), volumes:max())             --> 60.0	120.0
print(volumes:argmax())                             --> 1	1

-- Arithmetic is element by element; shapes are aligned at the last axis, and an extent of 1 stretches.
local weights = rp.array { 0.5, 0.3, 0.2 }
print(volumes * weights)                            --> array 2x3: {{60, 24, 9}, {45, 33, 12}}
local share = volumes / volumes:sum(1)
print(share:unit(), share:sum(1))                   --> 1	array [1] 3: {1, 1, 1}
print(volumes - volumes:mean(2):reshape(-1, 1))     --> array [share] 2x3: {{38.3333, -1.66667, -36.6667}, {3.33333, 23.3333, -26.6667}}

-- A sum of equal units keeps the unit, a scaled array too; a product with another unit drops it.
local price = rp.array({ 10.5, 10.25, 10 }):named { name = "price", unit = "cash/share" }
print((2 * price):unit(), (price * volumes):unit()) --> cash/share	nil

-- Comparisons give 1 and 0, which count, select and answer yes or no.
print(volumes:gt(85):count(), volumes:gt(0):all())  --> 3	true
print(price:where(price:lt(10.4)))                  --> price [cash/share] 2: {10.25, 10}

-- Curves: differences, running sums, interpolation (nan outside of the data), order statistics.
local t = rp.range(0, 4)
local position = rp.array { 0, 3, 5, 6, 6 }
print(position:diff() / t:diff())                   --> array 4: {3, 2, 1, 0}
print(position:interp(t, { 0.5, 3.25, 9 }))         --> array 3: {1.5, 6, nan}
print(position:median(), position:quantile { 0.1, 0.9 }) --> 5.0	array 2: {1.2, 6}

-- Any function of Lua, where no method fits.
print(t:map(function(x) return x > 0 and math.log(x) or 0 end):exp()) --> array 5: {1, 1, 2, 3, 4}

-- Mistakes are named with the line that made them.
print(select(2, pcall(function() return volumes + rp.zeros(2) end)))
--> scripts/examples/arrays.lua:45: +: shapes 2x3 and 2 do not match
print(select(2, pcall(function() return fees[14] end)))
--> scripts/examples/arrays.lua:47: a[i]: index 14 is outside 1..5

-- Tables go to data/ below the results folder, and come back as they were.
rp.write_csv("volumes", { { "t", rp.range(1, 3) }, { "first", volumes[1] }, { "second", volumes[2] } })
local back = rp.read_csv "data/volumes.csv"
print(back.second == volumes[2])                    --> true
