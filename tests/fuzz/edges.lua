-- What the fuzzers of the Lua side call: each function takes any bytes and raises an error only if a promise is broken.
-- Refusals are fine as long as they are sentences.

local csv = require "host.csv"
local host = require "host"
local ledger = require "reprise.ledger"

local edges = {}

local function expect_sentence(text, what)
  if type(text) == "table" then text = text.message end
  assert(type(text) == "string" and #text > 3, what .. " is refused without a sentence")
end

-- A table that is read is written and read again as the same table.
function edges.csv(text)
  local fine, columns, names = pcall(csv.parse, text, "input.csv")
  if not fine then return expect_sentence(columns, "the table") end
  local list = {}
  for i, name in ipairs(names) do list[i] = { name, columns[i] } end
  if #list == 0 then return end
  local written = csv.format(list)
  local same, again, names_again = pcall(csv.parse, written, "again.csv", { text = {} })
  assert(same, "what was written is not read: " .. tostring(again))
  assert(#names_again == #names, "columns are lost")
  for i = 1, #names do
    assert(#again[i] == #columns[i], "rows are lost")
    for k = 1, #columns[i] do
      local a, b = columns[i][k], again[i][k]
      assert(a == b or (a ~= a and b ~= b) or tostring(a) == tostring(b), "an entry has changed")
    end
  end
end

function edges.ledger(text)
  local read, why = ledger.parse(text, "input.lua")
  if not read then return expect_sentence(why, "the ledger") end
  assert(type(read.by_id) == "table")
end

-- The values that calls of the interface are made with.
local function pool_of(rp)
  return {
    0, 1, -1, 2, 3, 7, 0.5, 1e308, -1e308, 0 / 0, 1 / 0, -1 / 0, 2 ^ 53, math.maxinteger, math.mininteger, true, false, "", "x", "time",
    "linear", {}, { 1, 2, 3 }, { { 1, 2 }, { 3, 4 } }, { 1, { 2 } }, { x = 1 }, { n = 3, "a" }, rp.array { 1, 2, 3 },
    rp.array { { 1, 2 }, { 3, 4 } }, rp.zeros(0), rp.zeros(2, 0), rp.linspace(0, 1, 5), rp.array { 0 / 0, 1 }, print, tostring, rp,
  }
end

local quiet = { figure = true, animation = true, table = true, value = true, write_csv = true, read_csv = true, paper = true, claim = true,
  model = true, set = true, arguments = true }

-- Bytes become calls: a function of rp or a method of an array, and arguments from a pool that grows by the results.
function edges.api(text)
  local rp = require "reprise"
  local pool, functions = pool_of(rp), {}
  for name, f in require("reprise.ordered").pairs(rp) do
    if type(f) == "function" and not quiet[name] then functions[#functions + 1] = f end
  end
  local array = pool[28]
  local methods = { "abs", "exp", "sqrt", "at", "slice", "take", "shape", "reshape", "transpose", "sum", "mean", "min", "cumsum", "diff",
    "interp", "dot", "sort", "quantile", "where", "any", "argmax", "totable", "named", "norm", "lt", "map", "median", "reverse", "rank" }
  local at = 1
  local function byte()
    local b = text:byte(at) or 0
    at = at + 1
    return b
  end
  while at <= #text and at < 200 do
    local which, count, arguments = byte(), byte() % 5, {}
    local target = pool[byte() % #pool + 1]
    for i = 1, count do arguments[i] = pool[byte() % #pool + 1] end
    local f
    if which % 2 == 0 then
      f = functions[which // 2 % #functions + 1]
    else
      if type(target) ~= "userdata" then target = array end
      f = target[methods[which // 2 % #methods + 1]]
      table.insert(arguments, 1, target)
    end
    local fine, result = pcall(f, table.unpack(arguments, 1, 5))
    if not fine then
      expect_sentence(result, "a call")
    elseif result ~= nil and #pool < 80 and not (type(result) == "userdata" and result.size and result:size() > 4096) then
      pool[#pool + 1] = result
    end
  end
  host.memory()
end

return edges
