-- Drapeau, Luo, Schied and Xiong, "An FBSDE approach to market impact games with stochastic parameters": what the prose states,
-- what we derived because the formulas were not at hand, and what we found beyond it, as running code, with figures of ours.
-- The plugin eliminates agents and uses closed forms. The parts, one idea each, live beside this file with the second routes
-- that share nothing with the plugin: the whole system by matrix exponentials (game.lua), sums of exponentials from a secular
-- equation (modes.lua), Riccati equations (riccati.lua, single.lua), power series in the factor (factor.lua), determinants
-- (coupling.lua). What several parts share is in studies.lua. All parameters are ours.

local rp = require "reprise"

rp.paper "drapeau2021"

-- The claims: each part evaluates its own when it is loaded, and returns the functions that draw its figures.
require "drapeau2021.studies"                                     -- the games that several parts look at
require "drapeau2021.prices"                                      -- Sections 2 and 3: prices, trades and what they cost
require "drapeau2021.one_agent"                                   -- Section 3: one agent against given prices
require "drapeau2021.equilibrium"                                 -- Section 4: coupled equations and best responses
local uniqueness = require "drapeau2021.uniqueness"               -- Section 4: which volatility, which penalty it needs
local constant = require "drapeau2021.constant"                   -- Section 5: constant coefficients, few agents and many
local announced = require "drapeau2021.announced"                 -- Section 1: short or long beside a seller, infinitely many agents
local many_agents = require "drapeau2021.many_agents"             -- how the plugin solves for a million agents
local random_variance = require "drapeau2021.random_variance"     -- the title: volatility and drift that follow a factor
require "drapeau2021.random_exact"                                -- random coefficients with a solution in closed form
local random_methods = require "drapeau2021.random_methods"       -- their simulated paths, and the orders of three methods

-- The figures.
constant.sellers()
constant.depth()
constant.ten()
announced.old_new()
announced.third()
announced.mean_field()
uniqueness.volatility()
many_agents.population()
many_agents.orders()
many_agents.products()
random_variance.feedback()
random_variance.vol_of_vol()
random_variance.fan()
random_methods.random_orders()
