-- Fatone, Mariani, Recchioni and Zirilli, "A trading execution model based on mean field games and optimal control": every
-- statement of the paper as running code, its figures with a parameter set of ours (the paper's is lost), and our own figures.
-- Routes: the plugin (closed forms, time map, collocation, GSL, grids, particles, simulated revenues) and, as a second program
-- that shares nothing with it, plain Lua: backward integration of the variance (variance.lua), the six equations (game.lua), a
-- conservative Kolmogorov solver (kolmogorov.lua), a quadratic programme (liquidation.lua). The parts, one idea each, live
-- beside this file; the parameter sets are in studies.lua, what several parts share solved in solved.lua.

local rp = require "reprise"
local solved = require "fatone2014.solved"

local big, plain_game, folded_game, fig11 = solved.big, solved.plain_game, solved.folded_game, solved.fig11

rp.paper "fatone2014"

-- The claims: each part evaluates its own when it is loaded, and returns the functions that draw its figures and what the page tells.
require "fatone2014.studies"                                 -- the parameter sets
local retail_traders = require "fatone2014.retail_traders"   -- Section 2
require "fatone2014.big_trader"                              -- Sections 2 and 4
local affine_rules = require "fatone2014.affine_rules"       -- Section 3: why the equilibrium's rule is affine, and what earns more
require "fatone2014.six_equations"                           -- Section 3: Proposition 3.1
local existence = require "fatone2014.existence"             -- Section 3: how many equilibria there are
require "fatone2014.mean_and_rate"                           -- Section 3: Proposition 3.2
require "fatone2014.weighted_utility"                        -- Section 5: the utility of the studies
local first_study = require "fatone2014.first_study"         -- Figures 1 to 4
local later_studies = require "fatone2014.later_studies"     -- Figures 5 to 13
local frequencies = require "fatone2014.frequencies"         -- how often what the figures show is true

-- The paper's figures, with our parameters.
first_study.fig1_2()
first_study.fig3_4()
later_studies.fig5()
later_studies.fig6_7()
later_studies.fig8_9()
later_studies.fig10_11()
later_studies.fig12_13()

-- Our figures.
existence.folds()
local cusp = existence.count_map()
existence.shooting()
later_studies.moving()
retail_traders.density()
existence.noiseless()
frequencies.frequencies()
later_studies.price()
affine_rules.clusters()

------------------------------------------------------------------------------------------- Values and tables of the page

rp.value("mean-end-hold", first_study.hold_game.mean[-1], { doc = "M(T) of buy and hold investors, Figure 1" })
rp.value("mean-end-short", first_study.short_game.mean[-1], { doc = "M(T) of short-term investors, Figure 1" })
rp.value("lambda-edge", first_study.edge, { doc = "lambda above which the orderings of Figures 1 and 2 fail, T = 1" })
rp.value("share-means", frequencies.held.means / frequencies.draws, { doc = "share of random sets with the ordering of Figure 1" })
rp.value("share-rates", frequencies.held.rates / frequencies.draws, { doc = "share of random sets with the ordering of Figure 2" })
rp.value("share-buys", frequencies.held.buys / frequencies.draws, { doc = "share of random sets in which the big trader begins by buying" })
rp.value("share-shorts", frequencies.held.shorts / frequencies.draws, { doc = "share of random sets in which he sells short" })
rp.value("share-bends", frequencies.held.bends / frequencies.draws, { doc = "share of random sets with the ordering of Figure 8" })
rp.value("draws", frequencies.draws, { decimals = 0, doc = "random sets behind the frequencies" })
rp.value("share-crosses", frequencies.held.crosses / frequencies.draws, { doc = "share of random sets in which the mean crosses zero, Figure 10" })
rp.value("lattice-sets", #existence.rises, { decimals = 0, doc = "random populations whose variance was compared under weaker herding" })
rp.value("fold-lower", existence.fold_curve.fold[1], { doc = "horizon at which three equilibria begin" })
rp.value("fold-upper", existence.fold_curve.fold[2], { doc = "horizon at which they end" })
rp.value("z-1", folded_game.terminal_variances[1], { doc = "smallest terminal variance at T = 0.6" })
rp.value("z-2", folded_game.terminal_variances[2], { doc = "middle terminal variance at T = 0.6" })
rp.value("z-3", folded_game.terminal_variances[3], { doc = "largest terminal variance at T = 0.6" })
rp.value("utility-best", affine_rules.best, { doc = "utility of the best equilibrium at T = 0.6" })
rp.value("utility-clusters", affine_rules.clusters_utility, { doc = "utility of the clustering rule" })
rp.value("sigma-cusp", cusp, { doc = "largest noise with three equilibria at some horizon, by bisection" })
rp.value("last-horizon", existence.longest, { doc = "longest horizon without noise, v0 = A = 1, c = d = 0" })
rp.value("dawson", existence.dawson, { doc = "largest value of Dawson's integral" })
rp.value("sets-three", existence.counts[3], { decimals = 0, doc = "random populations with three equilibria" })
rp.value("sets", existence.counts[1] + existence.counts[3], { decimals = 0, doc = "random populations whose equilibria were counted" })
rp.value("shot-stiffness-2", existence.shot[2].stiffness, { doc = "omega T at eps = 0.5, w = 0.1" })
rp.value("shot-residual-2", existence.shot[2].plugin, { doc = "residual of shooting there" })
rp.value("shot-stiffness-3", existence.shot[3].stiffness, { doc = "omega T at eps = 0.25, w = 0.1" })
rp.value("shot-residual-3", existence.shot[3].plugin, { doc = "residual of shooting there" })
rp.value("shot-stiffness-4", existence.shot[4].stiffness, { doc = "omega T at eps = 0.1, w = 0.1" })
rp.value("turning-time", later_studies.turning_time, { doc = "zero of the mean position, Figures 10 to 13" })
rp.value("rate-least-11", later_studies.seller_game.mean_rate:min(), { doc = "smallest expected rate in the study of Figure 10" })
rp.value("rate-most-11", later_studies.seller_game.mean_rate:max(), { doc = "largest expected rate in the study of Figure 10" })
rp.value("first-rate-5", later_studies.long.rate[1], { doc = "initial rate of the big trader for x* = 1, Figure 5" })
rp.value("least-position-5", later_studies.short.block_left:min(), { doc = "smallest position for x* = -1, Figure 5" })
rp.value("bend-short", later_studies.bend(later_studies.fig8[1]):abs():max(), { doc = "largest distance from the straight line, w = 0.1, Figure 8" })
rp.value("bend-hold", later_studies.bend(later_studies.fig8[2]):abs():max(), { doc = "largest distance from the straight line, w = 0.9, Figure 8" })
rp.value("revenue-11", fig11.expected_revenue, { doc = "expected revenue in the study of Figure 11" })
rp.value("revenue-11-deviation", fig11.revenue_deviation, { doc = "its standard deviation" })
rp.value("revenue-neutral", big.n * big.P0 - big.gamma * big.n ^ 2 / 2 - big.eta * big.n ^ 2 / big.T1, { doc = "expected revenue without retail traders" })
rp.value("variance-log", plain_game.variance[-1], { doc = "final variance with ln m, equal weights" })
rp.value("variance-root", retail_traders.grids.root[3].variance[-1], { doc = "final variance with 2 sqrt m, on grids" })
rp.table "study" {
  title = "The study set",
  columns = {
    { "symbol", { "$\\sigma, T, v_0$", "$\\lambda$", "$w, \\epsilon$", "$\\mu_0, x^*$", "$n, T_1$", "$\\theta, \\eta$", "$\\gamma, P_0, s$" } },
    { "meaning", { "noise, horizon, variance of the initial positions", "aversion to positions", "weights of (80), unless said otherwise",
      "mean initial position and target, unless said otherwise", "block and time to sell it", "impact of the retail rate and of the own rate",
      "permanent impact, price at the start, volatility of the price" } },
    { "value", { "1, 1, 1", "0.4", "1/2, 1/2", "0, 1", "10, 0.75", "2, 0.001", "0.0001, 100, 0.5" } },
  },
}
rp.table "frequency" {
  title = "How often a statement holds on random sets",
  columns = {
    { "statement", frequencies.shown.statement }, { "reach", frequencies.shown.tag }, { "share", frequencies.shown.share, as = "percent", decimals = 1 },
    { "interval, %", frequencies.shown.interval }, { "first sample", frequencies.shown.first, as = "percent", decimals = 1 },
  },
}
rp.table "three" {
  title = "Three equilibria of one game",
  columns = {
    { "equilibrium", { "smallest spread", "middle", "largest spread" } }, { "terminal variance", folded_game.terminal_variances, digits = 9 },
    { "action", folded_game.actions, digits = 7 }, { "utility", folded_game.utilities, digits = 7 },
  },
}
