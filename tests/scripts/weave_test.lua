-- How numbers are written on pages, and rp.value and rp.table: what they keep and what they refuse.
local check = require "check"
local context = require "reprise.context"
local host = require "host"
local number = require "weave.number"
local rp = require "reprise"
local script = require "weave.script"
local verdict = require "weave.verdict"

local function written(x, want, options)
  check.equal(number.text(x, options), want)
end

check.test("numbers without a wish: six digits, no zeros at the end, commas", function()
  written(11687.601977770308, "11,687.6")
  written(13, "13")
  written(100000, "100,000")
  written(123456789, "123,456,789")
  written(0.5, "0.5")
  written(-31628.677, "−31,628.7")
  written(999999.7, "1,000,000")
  written(0.99999999, "1")
  written(0, "0")
  written(math.huge, "∞")
  written(-math.huge, "−∞")
  written(0 / 0, "undefined")
end)

check.test("small and huge numbers are written with a power of ten", function()
  written(2.698200838549067e-4, "2.6982 × 10^−4")
  written(0.001, "0.001")
  written(9.996e-4, "9.996 × 10^−4")
  written(9.9999999e-4, "0.001")
  written(1e9, "1 × 10^9")
  written(-2.5e300, "−2.5 × 10^300")
  written(5e-324, "4.94066 × 10^−324")
  check.equal(number.html(2.5e-7), "2.5\u{A0}×\u{A0}10<sup>−7</sup>")
end)

check.test("digits and decimals are kept with their zeros, trim drops them", function()
  written(0.5, "0.500", { digits = 3 })
  written(0.5, "0.5", { digits = 3, trim = true })
  written(11687.6, "11,700", { digits = 3 })
  written(11687.6, "11,688", { decimals = 0 })
  written(11687.6, "11,687.60", { decimals = 2 })
  written(-0.0001, "0.00", { decimals = 2 })
  written(2.5e-4, "0.000250", { digits = 3, as = "plain" })
  written(4e8, "4.00 × 10^8", { digits = 3, as = "scientific" })
  written(0.0087707, "0.88%", { digits = 2, as = "percent" })
  written(1e-20, "1.0 × 10^−20", { digits = 2, trim = false })
end)

check.test("escaping leaves nothing that HTML could read as its own", function()
  check.equal(verdict.escape([[<a href="x" title='y'>&amp;]]), "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;")
  check.equal(verdict.escape("a\0b\27c\td\n"), "abc\td\n")
end)

check.test("verdicts are counted, unknown ones as open", function()
  local counts, total = verdict.count { { verdict = "confirmed" }, { verdict = "misprint" }, { verdict = "undecided" }, { verdict = "confirmed" } }
  check.equal(total, 4)
  check.equal(counts, { confirmed = 2, misprint = 1, open = 1 })
  check.match(verdict.bar(counts, total), 'aria%-label="4 claims: 2 confirmed, 1 misprint, 1 open"')
end)

check.test("the files of a script in reading order: what the main one requires, then what the parts require", function()
  local root = host.temporary_directory()
  local texts = {
    ["scripts/x.lua"] = 'require "x.second"\nlocal first = require("x.first")\nrequire "reprise"\n-- no require "x.absent"\n',
    ["scripts/x/second.lua"] = "local shared = require 'y.shared'\n",
    ["scripts/x/first.lua"] = 'local shared, last = require "y.shared", require "x.last"\n',
    ["scripts/x/last.lua"] = 'require "x.second"\n', ["scripts/y/shared.lua"] = "return 1\n",
  }
  for path, text in pairs(texts) do assert(host.write_file(root .. "/" .. path, text)) end
  local order = { "scripts/x.lua", "scripts/x/second.lua", "scripts/x/first.lua", "scripts/y/shared.lua", "scripts/x/last.lua" }
  check.equal(script.reading_order("scripts/x.lua", { root }, nil), order)
  check.equal(script.reading_order("scripts/x.lua", { root }, texts), order)
  texts["scripts/y/shared.lua"] = nil
  check.equal(script.reading_order("scripts/x.lua", { root }, texts), { order[1], order[2], order[3], order[5] })
end)

check.test("regions of a script", function()
  local regions = {}
  local text = "-- region: outer\n\n  local a = 1\n  -- region: inner\n    local b\n  -- end region\n\n-- end region\nrest\n"
  check.equal(script.regions("x.lua", text, regions), {})
  check.equal(regions.inner.text, "local b")
  check.equal({ regions.inner.first, regions.inner.last }, { 5, 5 })
  check.equal(regions.outer.text, "local a = 1\n-- region: inner\n  local b\n-- end region")
  check.equal({ regions.outer.first, regions.outer.last }, { 3, 6 })
  local function wrong(source, pattern)
    local problems = script.regions("x.lua", source, {})
    check.match(problems[1] or "nothing was refused", pattern)
  end
  wrong("-- region: a\nx\n", "x.lua:1: the region 'a' is never closed")
  wrong("-- end region\n", "x.lua:1: 'end region' closes nothing")
  wrong("-- region: a\nx\n-- end region\n-- region: a\ny\n-- end region\n", "x.lua:4: the region 'a' is marked twice, first in x.lua:1")
  wrong("-- region: a\n\n-- end region\n", "x.lua:1: the region 'a' is empty")
  wrong("-- region: a b\nx\n-- end region\n", "'a b' is no name for a region")
end)

local function read(name)
  return host.json_decode((assert(host.read_file(context.results .. "/" .. name))))
end

check.test("values are kept at once, with their line", function()
  check.equal(rp.value("volume", 11687.601977770308, { unit = "share", digits = 6, doc = "the block" }), 11687.601977770308)
  rp.value("no-bound", math.huge)
  rp.value("word", "12")
  local values = read "values.json"
  check.equal(#values, 3)
  check.equal(values[1].value, 11687.601977770308)
  check.equal(values[1].unit, "share")
  check.match(values[1].line, "weave_test.lua:%d+$")
  check.equal(values[2].value, "inf")
  check.equal(values[3].text, "12", "a text stays a text")
  local kept = require("weave.results").values(context.results)
  check.equal(kept["no-bound"].value, math.huge)
  check.equal(kept.word.value, "12")
end)

check.test("values that are refused, with the script's line", function()
  check.raises("^[^\n]*weave_test.lua:%d+: 'Volume' is no name for a value", function() rp.value("Volume", 1) end)
  check.raises("the name of a value is a text", rp.value, 3, 1)
  check.raises("value 'volume' was given before, at [^ ]*weave_test.lua:%d+", rp.value, "volume", 1)
  check.raises("value 'v' is nothing", rp.value, "v", nil)
  check.raises("value 'v' is an array", rp.value, "v", rp.array { 1, 2 })
  check.raises("value 'v' is NaN", rp.value, "v", 0 / 0)
  check.raises("value 'v' is a boolean", rp.value, "v", true)
  check.raises("there is no option 'digit'; did you mean 'digits'", rp.value, "v", 1, { digit = 3 })
  check.raises("digits = 0 is no whole number between 1 and 17", rp.value, "v", 1, { digits = 0 })
  check.raises("decimals = 1.5 is no whole number", rp.value, "v", 1, { decimals = 1.5 })
  check.raises("give digits or decimals, not both", rp.value, "v", 1, { digits = 1, decimals = 1 })
  check.raises("unit is a text", rp.value, "v", 1, { unit = 3 })
  check.raises("is not valid UTF%-8", rp.value, "v", "\xff")
  check.equal(#read "values.json", 3, "what was refused was not kept")
end)

check.test("tables are kept as JSON and as CSV", function()
  rp.table "levels" {
    title = "Levels",
    columns = {
      { "$R$", rp.array { 1e-3, 0.1 }:named { unit = "1/cash" }, digits = 2 },
      { "word", { "a, b", true } },
      { "mixed", { 0.5, "∞" } },
      { "gap", { 1.5, 0 / 0 }, name = "with gap", unit = "share" },
    },
  }
  local entry = read("tables.json")[1]
  check.equal(entry.rows, 2)
  check.equal(entry.columns[1].unit, "1/cash", "an array brings its unit")
  check.equal(entry.columns[2].text, true)
  check.equal(entry.columns[4].values[2], host.null)
  local csv = assert(host.read_file(context.results .. "/data/levels.csv"))
  check.match(csv, "# table levels: Levels\n# of tests/scripts/weave_test.lua\n# made with reprise %d+%.%d+%.%d+\n# units: R %[1/cash%], with gap %[share%]\n")
  check.match(csv, '\nR,word,mixed,with gap\n0.001,"a, b","0.5",1.5\n0.1,true,∞,nan\n$')
  local kept = require("weave.results").tables(context.results).levels
  check.equal(kept.columns[4].values, { 1.5 })
  check.equal(kept.columns[3].values, { 0.5, "∞" })
end)

check.test("both ways to write a table, and one without columns", function()
  rp.table("two-arguments", { columns = { { "R", { 1, 2 } } } })
  local list = read "tables.json"
  check.equal(list[#list].id, "two-arguments")
  check.raises("table 'bad': rp.table \"bad\" is followed by a table of options", rp.table, "bad", nil)
  local tables = require "reprise.table"
  check.equal(tables.finish(context, { ok = true }), nil)
  local define = rp.table "forgotten"
  local after = tables.finish(context, { ok = true })
  check.equal(after.ok, false)
  check.match(after.lines[1], "weave_test%.lua:%d+: table forgotten has an id but no columns: rp%.table \"forgotten\" {%.%.%.}")
  check.equal(tables.finish(context, { ok = false }), nil, "a script that was broken off")
  define { columns = { { "R", { 1 } } } }
end)

check.test("tables that are refused", function()
  local function refused(pattern, options) check.raises(pattern, function() rp.table "t" (options) end) end
  refused("table 't' has no columns", {})
  refused("there is no option 'colums'; did you mean 'columns'", { colums = {} })
  refused("table 't', column 1: its first entry is its title", { columns = { { 1 } } })
  refused("column 'a': there is no option 'digit'; did you mean 'digits'", { columns = { { "a", { 1 }, digit = 1 } } })
  refused("column 'a' holds 3; it takes an array or a list", { columns = { { "a", 3 } } })
  refused("as = 'unit' is for texts such as cash/share%^2", { columns = { { "a", { 1 }, as = "unit" } } })
  refused("as = 'units' is none of plain, scientific, percent, unit", { columns = { { "a", { 1 }, as = "units" } } })
  refused("column 'a': entry 2 is a table", { columns = { { "a", { 1, {} } } } })
  refused("its array has 2 axes", { columns = { { "a", rp.zeros(2, 2) } } })
  refused("column 'b' has 1 entries, column 'a' has 2", { columns = { { "a", { 1, 2 } }, { "b", { 1 } } } })
  refused("two columns named 'a'", { columns = { { "a", { 1 } }, { "a", { 2 } } } })
  refused("as = 'money' is none of", { columns = { { "a", { 1 }, as = "money" } } })
  refused("has no rows", { columns = { { "a", {} } } })
  check.raises("'T' is no name for a table", rp.table, "T")
  check.raises("table 'levels' was defined before", rp.table, "levels")
end)

check.test("pictures are embedded in base 64", function()
  local base64 = require("command.weave").base64
  check.equal(base64 "", "")
  check.equal(base64 "f", "Zg==")
  check.equal(base64 "fo", "Zm8=")
  check.equal(base64 "foo", "Zm9v")
  check.equal(base64 "foobar", "Zm9vYmFy")
  check.equal(base64 "\255\254\253\0", "//79AA==")
end)

check.test("listings mark words, strings, comments and numbers, and number their lines", function()
  local html = require("weave.highlight").html
  check.equal(html('local x = 1.5e-3 -- <b>\n', "s", 7),
    '<pre class="numbered"><code style="counter-reset:line 6"><span id="s-7"><span class="kw">local</span> x = '
    .. '<span class="dv">1.5e-3</span> <span class="co">-- &lt;b&gt;</span></span></code></pre>')
  check.match(html('a = "x\\"y" .. \'z\'', "s", 1), '<span class="st">&quot;x\\&quot;y&quot;</span> .. <span class="st">&#39;z&#39;</span>')
  check.match(html("--[==[ a\nb ]==] end1 end", "s", 1),
    '<span id="s%-1"><span class="co">%-%-%[==%[ a</span></span>\n<span id="s%-2"><span class="co">b %]==%]</span> end1 <span class="kw">end</span>')
  check.match(html('"open\nx = 2', "s", 1), 'id="s%-2">x = <span class="dv">2</span>')
  check.match(html("[[never closed", "s", 1), '<span class="st">%[%[never closed</span>')
end)
