-- The ledger format: what is read, what is refused and with which sentence, and that no row of a ledger is lost.
local check = require "check"
local host = require "host"
local ledger = require "reprise.ledger"

local good = '{ id = "eq1", where = "Section 1", kind = "formula", origin = "source", says = "x", expect = "confirmed" }'

local function text_of(claims)
  return ('return {\n paper = "toy", title = "A toy",\n claims = {\n%s\n} }\n'):format(claims)
end

local function refused(pattern, claims)
  local read, why = ledger.parse(text_of(claims), "papers/toy/claims.lua", "toy")
  check.equal(read, nil)
  check.match(why, pattern)
end

-- The good claim with one field changed (or removed, when value is "nil").
local function with(name, value)
  local changed, count = good:gsub(name .. ' = "[^"]*",?', value == "nil" and "" or name .. " = " .. value .. ",")
  return count > 0 and changed or good:gsub(" }$", ", " .. name .. " = " .. value .. " }")
end

check.test("a good ledger", function()
  local claims = good .. ',\n{ id = "eq1-b", row = "eq1", where = "there", kind = "value", origin = "ours", tags = { "tuned" }, says = "y", '
    .. 'printed = "1.2", expect = "misprint", corrected = "1.3", doubt = "the scan is poor" }'
  local read, why = ledger.parse(text_of(claims), "papers/toy/claims.lua", "toy")
  check.truth(read, why)
  check.equal(read.rows, { "eq1" }, "two claims of one row")
  check.equal(read.by_id["eq1-b"].printed, "1.2")
  check.equal(#read.claims, 2)
end)

check.test("what is refused, and where", function()
  refused("claims%.lua:4: claim 'eq1': unknown kind 'formulae' %(nearest: formula", with("kind", '"formulae"'))
  refused("unknown origin 'sorce' %(nearest: source", with("origin", '"sorce"'))
  refused("unknown expect 'confirm' %(nearest: confirmed", with("expect", '"confirm"'))
  refused("field says is missing", with("says", "nil"))
  refused("field where is missing", with("where", "nil"))
  refused("unknown field 'prnted' %(nearest: printed", with("prnted", '"1"'))
  refused("'Eq1'; an id is made of", with("id", '"Eq1"'))
  refused("claims%.lua:4: the id 'eq1' is used twice %(claims 1 and 2%)", good .. ",\n" .. good)
  refused("says must be non%-empty text", with("says", '" "'))
  refused("tags must be a list", with("tags", '"tuned"'))
  refused("claim 2 is number", good .. ", 3")
end)

check.test("an expectation that is not a plain yes says why", function()
  refused("needs hypothesis", with("expect", '"confirmed-with"'))
  refused("needs corrected", with("expect", '"misprint"'))
  for _, word in ipairs { "refuted", "partly", "not-checkable" } do
    refused("needs reason", with("expect", '"' .. word .. '"'))
  end
end)

check.test("a ledger is data", function()
  local read, why = ledger.parse('os.exit(1)', "l.lua", "toy")
  check.equal(read, nil)
  check.match(why, "a ledger is data only")
  read, why = ledger.parse("return {", "l.lua", "toy")
  check.equal(read, nil)
  check.match(why, "l%.lua:1")
  read, why = ledger.parse("\27Lua", "l.lua", "toy")
  check.equal(read, nil, "no binary chunks")
  read, why = ledger.parse(text_of(good), "l.lua", "other")
  check.equal(read, nil)
  check.match(why, "paper = 'toy', but it is read as that of 'other'")
  read, why = ledger.parse("return 3", "l.lua", "toy")
  check.match(why, "returns a table")
end)

check.test("the ledger is found upwards from the script", function()
  local root = host.temporary_directory()
  host.write_file(root .. "/papers/toy/claims.lua", text_of(good))
  host.make_directory(root .. "/scripts/deep")
  check.equal(ledger.find("toy", { root .. "/scripts/deep" }), host.realpath(root) .. "/papers/toy/claims.lua")
  check.equal(ledger.find("kuno2018", { "tests" }), "papers/kuno2018/claims.lua", "as people write it")
  local path, why = ledger.find("nothing", { root .. "/scripts/deep", "." })
  check.equal(path, nil)
  check.match(why, "no papers/nothing/claims%.lua")
  local read = ledger.load("toy", { root .. "/scripts" })
  check.equal(read.paper, "toy")
  read, why = ledger.load("../etc", { root })
  check.equal(read, nil)
  check.match(why, "id is made of")
end)

check.test("nearest names", function()
  check.equal(ledger.nearest("num-11691", { "num-11619", "eq2.1", "fig1" }, 1), { "num-11619" })
  check.equal(ledger.nearest("11619", { "eq2.11", "num-11619", "fig1" }, 1), { "num-11619" }, "part of a name is near")
end)

-- tests/ledger/<paper>.txt lists the rows of the ledger that a paper was read with; each must live on as a claim.
check.test("no row of a ledger is lost", function()
  local lists = 0
  for _, name in ipairs(host.list("tests/ledger")) do
    local paper = name:match("^(.*)%.txt$")
    if paper then
      lists = lists + 1
      local read, why = ledger.load(paper, { "." })
      check.truth(read, why)
      local rows = {}
      for _, row in ipairs(read.rows) do rows[row] = true end
      local lost, listed = {}, {}
      for row in host.read_file("tests/ledger/" .. name):gmatch("[^\n]+") do
        if not row:match("^#") then
          listed[row] = true
          if not rows[row] then lost[#lost + 1] = row end
        end
      end
      check.equal(lost, {}, paper .. ": rows without a claim")
      for _, claim in ipairs(read.claims) do
        check.truth(claim.origin == "ours" or listed[claim.row or claim.id],
          ("%s: claim %s is in no row of the list"):format(paper, claim.id))
      end
    end
  end
  check.truth(lists >= 1, "at least one list of rows")
end)
