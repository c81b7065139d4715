-- Numerical comparison: what counts as equal, what as moved, what as different, for each kind of file.
local check = require "check"
local compare = require "reprise.compare"

local function status(kind, new, old)
  return compare.texts(kind, new, old).status
end

check.test("the rule for numbers", function()
  check.equal(compare.deviation(1, 1), 0.0)
  check.near(compare.deviation(1.1, 1), 0.1, 1e-12)
  check.near(compare.deviation(1e-9, 0, 1e-3), 1e-6, 1e-12, "small beside its column")
  check.equal(compare.deviation(0 / 0, 0 / 0), 0.0)
  check.equal(compare.deviation(0 / 0, 1), math.huge)
  check.equal(compare.deviation(math.huge, math.huge), 0.0)
  check.equal(compare.deviation(math.huge, 1), math.huge)
  check.equal(compare.floor_of { 1, -2000, math.huge, 0 / 0 }, 2.0)
end)

local header = "# figure fig1 of scripts/a.lua:3\nt,y,name\n"

check.test("csv: within and beyond the tolerance", function()
  local old = header .. "1,0.5,a\n2,1000.0,b\n"
  check.equal(status("csv", old, old), "equal")
  check.equal(status("csv", header .. "1,0.5000000000001,a\n2,1000.0,b\n", old), "equal")
  check.equal(status("csv", header .. "1,0.5000000005,a\n2,1000.0,b\n", old), "equal", "beside 1000 this is rounding")
  check.equal(status("csv", header .. "1,0.50001,a\n2,1000.0,b\n", old), "different")
  check.equal(status("csv", header .. "1,0.5,c\n2,1000.0,b\n", old), "different", "text")
  check.equal(status("csv", header .. "3,0.5,a\n2,1000.0,b\n", old), "different", "whole numbers")
  check.equal(status("csv", header .. "1,0.5,a\n", old), "different", "rows")
  check.equal(status("csv", header:gsub("y,", "z,") .. "1,0.5,a\n2,1000.0,b\n", old), "different", "columns")
  check.equal(status("csv", header .. "1,nan,a\n2,1000.0,b\n", old), "different")
  check.equal(status("csv", (old:gsub("lua:3", "lua:17")), old), "moved")
  check.equal(status("csv", (old:gsub("fig1", "fig2")), old), "different", "the header")
  local made = "# made with reprise 1.0.0; models: a 1.0.0\n"
  check.equal(status("csv", made .. old, old), "moved", "a head that says more")
  check.equal(status("csv", made:gsub("1.0.0\n", "1.1.0\n") .. old, made .. old), "moved", "another version, the same numbers")
  check.equal(status("csv", made .. old, made .. old), "equal")
end)

check.test("csv: the worst deviation comes first, with its place", function()
  local report = compare.texts("csv", header .. "1,0.6,a\n2,1500.0,b\n", header .. "1,0.5,a\n2,1000.0,b\n")
  check.equal(#report.deviations, 2)
  check.equal(report.deviations[1].place, "line 4, y")
  check.near(report.deviations[1].deviation, 0.5, 1e-12)
  check.match(compare.describe(report.deviations[1]), "^line 4, y: 1500 instead of 1000, deviation 0.5, tolerance 1e%-09$")
end)

check.test("csv: what the header says of columns", function()
  local function case(directive, new, old)
    return status("csv", "# " .. directive .. "\nt,y,e\n" .. new, "# " .. directive .. "\nt,y,e\n" .. old)
  end
  check.equal(case("tolerance: y=1e-3", "1,1.0001,0.1\n", "1,1.0,0.1\n"), "equal")
  check.equal(case("tolerance: y=1e-5", "1,1.0001,0.1\n", "1,1.0,0.1\n"), "different")
  check.equal(case("tolerance: t=1e-3, y=1e-3", "1,1.0001,0.1\n", "1,1.0,0.1\n"), "equal", "several columns")
  check.equal(case("scale: y=1", "1,3e-10,0.1\n", "1,1e-10,0.1\n"), "equal")
  check.equal(case("scale: y=1e-6", "1,3e-10,0.1\n", "1,1e-10,0.1\n"), "different")
  check.equal(case("diagnostic: e", "1,1.0,0.9\n", "1,1.0,0.1\n"), "equal", "not ten times the old")
  check.equal(case("diagnostic: e", "1,1.0,1.1\n", "1,1.0,0.1\n"), "different")
  check.equal(case("diagnostic: e", "1,1.0,0.0001\n", "1,1.0,0.1\n"), "equal", "smaller is fine")
  check.equal(case("diagnostic: e<=0.5", "1,1.0,0.6\n", "1,1.0,0.1\n"), "different")
  check.equal(case("diagnostic: e<=0.5", "1,1.0,0.4\n", "1,1.0,0.001\n"), "equal")
  check.equal(case("standard-error: y=e", "1,1.3,0.1\n", "1,1.0,0.1\n"), "equal", "three standard errors")
  check.equal(case("standard-error: y=e", "1,1.7,0.1\n", "1,1.0,0.1\n"), "different", "seven")
end)

check.test("csv: quoted cells", function()
  local function text(cell, y) return 'name,y\n"' .. cell .. '",' .. y .. "\n" end
  check.equal(status("csv", text('a, ""b""', "1.0000000000001"), text('a, ""b""', "1.0")), "equal")
  check.equal(status("csv", text('a, ""c""', "1.0"), text('a, ""b""', "1.0")), "different")
end)

check.test("json: numbers, words, order of keys", function()
  local old = '{"a": 1.0, "b": [1, 2.5, "x"], "line": "scripts/a.lua:3"}'
  check.equal(status("json", '{"line":"scripts/a.lua:3","b":[1,2.5,"x"],"a":1.0}', old), "equal")
  check.equal(status("json", '{"line":"scripts/a.lua:9","b":[1,2.5,"x"],"a":1.0}', old), "moved")
  check.equal(status("json", (old:gsub("2%.5", "2.5000000000001")), old), "equal")
  check.equal(status("json", (old:gsub("2%.5", "2.51")), old), "different")
  check.equal(status("json", (old:gsub("%[1", "[2")), old), "different", "a whole number")
  check.equal(status("json", '{"n": 100000000001}', '{"n": 100000000000}'), "different", "a large whole number")
  check.equal(status("json", (old:gsub('"x"', '"y"')), old), "different")
  check.equal(status("json", (old:gsub('"a": 1.0, ', "")), old), "different", "a missing key")
  check.equal(status("json", "{", old), "different", "no JSON at all")
  check.equal(status("json", '{"a": "inf"}', '{"a": "inf" }'), "equal")
  check.equal(status("json", '{"a": "inf"}', '{"a": 1.0}'), "different")
end)

check.test("json: diagnostics, noise and places of claims", function()
  local function claims(fields) return '{"claims": [{"id": "a", ' .. fields .. "}]}" end
  check.equal(status("json", claims '"deviation": 3e-16', claims '"deviation": 1e-16'), "equal")
  check.equal(status("json", claims '"deviation": 3e-3', claims '"deviation": 1e-16'), "different")
  check.equal(status("json", claims '"worst": {"index": 3}', claims '"worst": {"index": 7}'), "equal")
  check.equal(status("json", claims '"magnitude": 1.0, "computed": 2e-17', claims '"magnitude": 1.0, "computed": 1e-17'), "equal")
  check.equal(status("json", claims '"computed": 2e-17', claims '"computed": 1e-17'), "different")
  check.equal(status("json", claims '"slack": 1e-3, "computed": 1.0005', claims '"slack": 1e-3, "computed": 1.0'), "equal", "the solver's error")
  check.equal(status("json", claims '"slack": 1e-3, "computed": 1.002', claims '"slack": 1e-3, "computed": 1.0'), "different")
  check.equal(status("json", claims '"verdict": "refuted"', claims '"verdict": "confirmed"'), "different")
end)

check.test("json: entries are matched by their id", function()
  local old = '[{"id": "a", "x": 1.5}, {"id": "b", "x": 2.5}]'
  local report = compare.texts("json", '[{"id": "c", "x": 1.5}, {"id": "b", "x": 2.5}]', old)
  check.equal(#report.deviations, 2)
  check.equal(report.deviations[1].place, "[a]")
  check.equal(report.deviations[2].place, "[c]")
  report = compare.texts("json", '[{"id": "a", "x": 1.5}, {"id": "b", "x": 2.6}]', old)
  check.equal(report.deviations[1].place, "[b].x")
  check.equal(status("json", '[{"id": "b", "x": 2.5}, {"id": "a", "x": 1.5}]', old), "different", "the order")
end)

check.test("svg: coordinates to a fraction of a pixel, text exactly", function()
  local old = '<svg width="640"><path d="M10.00,20.00 L30.5,-40.25"/><text x="1">11,687.6</text></svg>'
  check.equal(status("svg", (old:gsub("20%.00", "20.01")), old), "equal")
  check.equal(status("svg", (old:gsub("20%.00", "21.00")), old), "different")
  check.equal(status("svg", (old:gsub("687%.6", "687.7")), old), "different", "a label")
  check.equal(status("svg", (old:gsub("<text.*</text>", "")), old), "different", "an element")
  check.equal(status("svg", (old:gsub("</svg>", "<g/></svg>")), old), "different", "one more element")
  check.equal(status("svg", (old:gsub(" L30.5,%-40.25", "")), old), "different", "a shorter path")
end)

check.test("gnuplot scripts: numbers by the tolerance", function()
  local old = "# scripts/a.lua:3\nset xrange [0:1.5]\nplot 'data/fig1.csv' using 1:2\n"
  check.equal(status("gp", (old:gsub("1%.5", "1.50000000000001")), old), "equal")
  check.equal(status("gp", (old:gsub("1%.5", "1.6")), old), "different")
  check.equal(status("gp", (old:gsub("fig1", "fig2")), old), "different")
  check.equal(status("gp", (old:gsub("lua:3", "lua:5")), old), "moved")
end)

check.test("binary data and unknown kinds", function()
  local old = string.pack("<ddd", 1, 2, 1000)
  check.equal(status("bin", string.pack("<ddd", 1, 2 + 1e-12, 1000), old), "equal")
  check.equal(status("bin", string.pack("<ddd", 1, 2.1, 1000), old), "different")
  check.equal(status("bin", string.pack("<dd", 1, 2), old), "different")
  check.equal(status("txt", "a", "b"), "different")
  check.equal(status("txt", "a", "a"), "equal")
end)

check.test("what is tracked", function()
  for path, tracked in pairs {
    ["claims.json"] = true, ["data/fig1.csv"] = true, ["figures/fig1.svg"] = true, ["figures/fig1.gp"] = true, ["values.json"] = true,
    ["index.html"] = false, ["figures/fig1.png"] = false, ["manifest.json"] = false, ["junit.xml"] = false,
  } do
    check.equal(compare.is_tracked(path), tracked, path)
  end
end)
