-- Without transient impact (A.2), where everything is elementary. Claims cor1, thm1-lim. Second routes: Riccati equations; the
-- formulas as printed.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local dealer = require "muhlekarbe2024.dealer"

local solve, with, nothing, early, flat = studies.solve, studies.with, studies.nothing, studies.early, studies.flat
local laden, flow, erratum = studies.laden, studies.flow, studies.erratum

local plain = with(laden, { lambda = 0 })
local r_plain = solve(plain, { times = early, waiting_times = { 0.2, 0.9 }, trade_delay = 0.3, times_after = { 0.5, 2 } })
do
  local c, v = plain, dealer.values(plain)
  local g, h = math.sqrt(c.gamma / c.nu), math.sqrt(c.gamma * c.nu)
  local at_zero = v.first(0)
  rp.claim "cor1-zero" : corrects {
    what = "B, C, E and E(0) at lambda = 0", printed_form = nothing, truth = { r_plain.b, r_plain.c, r_plain.e, r_plain.e_path[1] },
    reference = { v.third[1][2], v.third[2][2], v.second[2][3] / flow, at_zero[2][3] / flow }, tolerance = 1e-10,
  }
  erratum("A.2: $\\mathcal B$ without transient impact", 0.0, r_plain.b)
  rp.value("b-plain", r_plain.b, { doc = "B at lambda = 0, base case" })
  local A, D = h, (c.kappa + h) / (1 + c.alpha * g)
  local F = c.alpha / (2 * c.nu) * D ^ 2
  local F0 = F + D ^ 2 * (1 - math.exp(-2 * g * c.T)) / (4 * h)
  local without_impact = c.P0 * c.X0 - c.kappa / 2 * c.X0 ^ 2 - A / 2 * c.X0 ^ 2 + flow * D * math.exp(-g * c.T) * c.X0
    + c.p * (c.delta * c.Xs - (c.kappa + A) / 2 * c.Xs ^ 2) + flow ^ 2 * F0
  rp.claim "cor1-harmless" : agrees {
    what = "value and last inventory, with B = C = E = 0 and with what the general formulas give",
    routes = { { "B = C = E = 0", { without_impact, c.X0 * math.exp(-g * c.T) + flow * D / c.nu * (1 - math.exp(-2 * g * c.T)) / (2 * g) } },
      { "general", { r_plain.expected_gain, r_plain.inventory_at_horizon } } }, tolerance = 1e-13,
  }
  rp.claim "cor1" : agrees {
    what = "A, D, F", routes = { { "as printed", { A, D, F } },
      { "Riccati equations", { -v.third[1][1], v.second[1][3] / flow, (v.second[3][3] - v.trade[3][3]) / (2 * flow ^ 2) } } }, tolerance = 1e-11,
  }
  local closed, plugin = {}, {}
  local function keep(a, b) closed[#closed + 1], plugin[#plugin + 1] = a, b end
  for i, t in ipairs(early) do
    keep(c.X0 * math.exp(-g * t) + flow * D / c.nu * math.exp(-g * c.T) * (math.exp(g * t) - math.exp(-g * t)) / (2 * g), r_plain.inventory[i])
  end
  local XT, limit = closed[#closed], flow * D / (c.nu * g)
  local function waiting(u) return XT * math.exp(-g * u) + limit * (1 - math.exp(-g * u)) end
  keep(waiting(0.2), r_plain.waiting_inventory[1])
  keep(waiting(0.9), r_plain.waiting_inventory[2])
  for branch, jump in ipairs { 0, -c.Xs, c.Xs } do
    keep((waiting(0.3) + jump) * math.exp(-g * 0.5), r_plain.inventory_after:at(branch, 1))
    keep((waiting(0.3) + jump) * math.exp(-g * 2), r_plain.inventory_after:at(branch, 2))
  end
  rp.claim "cor1-paths" : agrees { what = "inventories at fourteen times of the three stages", routes = { { "formulas", closed }, { "plugin", plugin } },
    tolerance = 1e-12 }
  local forever, permanent = solve(with(flat, { beta = 0 })), solve(with(flat, { lambda = 0, kappa = flat.kappa + flat.lambda }))
  rp.claim "thm1-lim" : agrees {
    what = "value and inventories", routes = { { "beta = 0", rp.concat({ forever.expected_gain }, forever.inventory) },
      { "kappa + lambda", rp.concat({ permanent.expected_gain }, permanent.inventory) } }, tolerance = 1e-12,
  }
end
