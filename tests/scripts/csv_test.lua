-- CSV: numbers as text, writing, reading, round trips of random tables, and every error.

local rp = require "reprise"
local csv = require "reprise.csv"
local check = require "check"
local host = require "host"
local context = require "reprise.context"
local inf, nan = math.huge, 0 / 0

math.randomseed(4180)

local function refuses(sentence, f)
  local text = check.raises(sentence, f)
  check.match(text, "csv_test%.lua:%d+: ")
end

local function same_number(a, b) return a == b and 1 / a == 1 / b or a ~= a and b ~= b end

check.test("numbers take as few digits as they need", function()
  local cases = {
    { 0.0, "0" }, { -0.0, "-0" }, { 1, "1" }, { -17.0, "-17" }, { 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
    { 1 / 3, "0.3333333333333333" }, { 2 / 3, "0.6666666666666666" }, { 1e15, "1e+15" }, { 1e-7, "1e-07" },
    { 123456789012345.0, "123456789012345" }, { inf, "inf" }, { -inf, "-inf" }, { nan, "nan" }, { -nan, "nan" },
    { 5e-324, "4.94065645841247e-324" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
  }
  for _, case in ipairs(cases) do check.equal(csv.number(case[1]), case[2]) end
  for _ = 1, 5000 do
    local x = string.unpack("d", string.pack("i8", math.random(0)))
    check.truth(same_number(tonumber(csv.number(x)) or x ~= x and nan, x) or x - x ~= 0, csv.number(x))
  end
  refuses("csv: string is not a number", function() csv.number "1" end)
end)

check.test("a table as text", function()
  local text = csv.format({ { "t", rp.linspace(0, 1, 3) }, { "name", { "a", "b,c", 'say "x"' } }, rp.array({ 1, nan, -inf }):named { name = "p q" } },
    { header = { "first", "two\nlines" } })
  check.equal(text, '# first\n# two\n# lines\nt,name,p q\n0,a,1\n0.5,"b,c",nan\n1,"say ""x""",-inf\n')
  check.equal(csv.format { { "x", {} } }, "x\n")
  check.equal(csv.format { { "x", { 1, 2.5 } } }, "x\n1\n2.5\n")
  check.equal(csv.format { { "x", { "1", "nan", "", " a", "b ", "#c", "d\ne", "-", 2 } } },
    'x\n"1"\n"nan"\n""\n" a"\n"b "\n"#c"\n"d\ne"\n-\n"2"\n')
  check.equal(csv.format { { "#x", { 1 } }, { "1", { 2 } } }, '"#x","1"\n1,2\n')
end)

check.test("tables that cannot be written", function()
  refuses("csv: column 'y' has 2 rows, column 'x' has 3", function() csv.format { { "x", { 1, 2, 3 } }, { "y", { 1, 2 } } } end)
  refuses("csv: column 'y' has 2 axes instead of one", function() csv.format { { "y", rp.zeros(2, 3) } } end)
  refuses("csv: there are two columns 'x'", function() csv.format { { "x", { 1 } }, { "x", { 1 } } } end)
  refuses("csv: column 1 is an array without a name", function() csv.format { rp.zeros(3) } end)
  refuses("csv: column 2 is not {name, array or list}", function() csv.format { { "x", { 1 } }, { { 1 } } } end)
  refuses("csv: column 1 is not {name, array or list}", function() csv.format { "x" } end)
  refuses("csv: column 1 has an empty name", function() csv.format { { "", { 1 } } } end)
  refuses("csv: column 'x': expected an array, .*got a nil", function() csv.format { { "x" } } end)
  refuses("csv: column 'x': element %[2%] is a boolean", function() csv.format { { "x", { 1, true } } } end)
  refuses("csv: entry 2 of column 'x' is a boolean", function() csv.format { { "x", { "a", true } } } end)
  refuses("csv: expected a list of columns", function() csv.format {} end)
  refuses("csv: expected a list of columns", function() csv.format "x" end)
  refuses("csv: options are a table", function() csv.format({ { "x", { 1 } } }, "header") end)
  refuses("csv: the header is a list of lines", function() csv.format({ { "x", { 1 } } }, { header = "a" }) end)
  refuses("csv: header line 2 is a table", function() csv.format({ { "x", { 1 } } }, { header = { "a", {} } }) end)
end)

check.test("text as a table", function()
  local t, names = csv.parse('# made by hand\n\n t , "na""me",p\n0, a ,1\n# between\n.5,"b,c",nan\n1e0,"d\ne",-Inf\n', "f.csv")
  check.equal(names, { "t", 'na"me', "p" })
  check.equal(t.t:totable(), { 0.0, 0.5, 1.0 })
  check.equal(t[2], { "a", "b,c", "d\ne" })
  check.truth(rawequal(t[2], t['na"me']))
  check.equal({ t.p[1], t.p[2] ~= t.p[2], t.p[3], t.p:name() }, { 1.0, true, -inf, "p" })
  check.equal(#t, 3)
  t = csv.parse("\xEF\xBB\xBFx\r\n+1.5\r\n2.\r\n", "f")
  check.equal(t.x:totable(), { 1.5, 2.0 }, "byte order mark, line ends of other systems, no zero after the point")
  check.equal(csv.parse("x\r1\r2", "f").x:totable(), { 1.0, 2.0 }, "no line end at the end")
  check.equal(csv.parse("x\nNAN\n-INFINITY\n1E+2", "f").x:slice(2):totable(), { -inf, 100.0 })
  check.equal(csv.parse("x,y\n", "f").y:shape(), { 0 })
  check.equal(csv.parse("x,y\n", "f", { text = { "y" } }).y, {})
  check.equal(csv.parse("id,x\n007,1\n,2\n", "f", { text = { "id" } }).id, { "007", "" })
  check.equal(csv.parse('id\n"7"\n8\n', "f").id, { "7", "8" }, "a quoted number is text")
  check.equal(csv.parse('"1","2"\n3,4\n', "f")["2"]:totable(), { 4.0 }, "quoted names may be digits")
  local long = { "x" }
  for i = 1, 1000 do long[i + 1] = tostring(i) end
  check.equal(csv.parse(table.concat(long, "\n"), "f").x, rp.range(1, 1000))
end)

check.test("text that is no table: file and line are named", function()
  local function wrong(text, sentence, options)
    local got = check.raises(sentence, function() csv.parse(text, "f.csv", options) end)
    check.equal(got:sub(1, 6), "f.csv:")
  end
  wrong("", "f.csv:1: there is no row with the names of the columns")
  wrong("# only\n# comments\n", "f.csv:3: there is no row with the names")
  wrong("x,y\n1,2\n3\n", "f.csv:3: the row has 1 fields where the first row names 2 columns")
  wrong("x,y\n1,2,3\n", "f.csv:2: the row has more than 2 fields where the first row names 2 columns")
  wrong("x\n1\n# c\n\noops\n", "f.csv:5: column 'x' holds 'oops', which is not a number")
  wrong("x\n1\n\"2\"\n", "f.csv:3: column 'x' holds '2', which is not a number")
  wrong("x,y\n1,1\n,2\n", "f.csv:3: column 'x' is empty; write nan")
  wrong("x,y\n,2\n", "f.csv:2: column 'x' is empty in the first row")
  wrong("x\n1e999\n", "f.csv:2: column 'x' holds '1e999', which is too large")
  wrong("x,,y\n", "f.csv:1: column 2 has no name")
  wrong("x,y,x\n", "f.csv:1: there are two columns 'x'")
  wrong("1,2\n3,4\n", "f.csv:1: the first row must name the columns, but it holds numbers")
  wrong("x\n\"a\nb\n", "f.csv:2: a quoted field is not closed")
  wrong("x,y\n\"a\"b,2\n", "f.csv:2: text follows a quoted field")
  wrong("x,y\n\"a\n\n\",1\n1\n", "f.csv:5: the row has 1 fields")
  wrong("x\n1\0\n", "f.csv:1: the file holds zero bytes")
  for _, text in ipairs { "0x10", "1e", "1e+", ".", "+", "1.2.3", "1 2", "--1", "in", "nan(1)", "1d5", "1_000" } do
    wrong("x\n1\n" .. text .. "\n", "f.csv:3: column 'x' holds '" .. text:gsub("%p", "%%%0") .. "', which is not a number")
  end
  wrong("x\n1\n" .. ("a"):rep(100) .. "\n", "holds '" .. ("a"):rep(60) .. "', which")
  refuses("csv: f has no column 'z'", function() csv.parse("x\n1\n", "f", { text = { "z" } }) end)
  refuses("csv: text is a list of column names", function() csv.parse("x\n1\n", "f", { text = "x" }) end)
  refuses("csv: text is a list of column names", function() csv.parse("x\n1\n", "f", { text = { 1 } }) end)
  refuses("csv: options are a table", function() csv.parse("x\n1\n", "f", 3) end)
end)

check.test("random tables survive writing and reading", function()
  local letters = { "a", "B", "7", ".", ",", '"', "\n", " ", "#", "é", "-", "e" }
  for _ = 1, 200 do
    local rows, columns = math.random(0, 6), {}
    for c = 1, math.random(1, 4) do
      local values = {}
      for r = 1, rows do
        if c % 2 == 0 then
          local word = {}
          for i = 1, math.random(0, 5) do word[i] = letters[math.random(#letters)] end
          values[r] = table.concat(word)
        else
          values[r] = string.unpack("d", string.pack("i8", math.random(0)))
        end
      end
      columns[c] = { "column " .. c .. (c == 2 and ',"' or ""), values }
    end
    local text = csv.format(columns, { header = { "x" } })
    local back, names = csv.parse(text, "round trip")
    for c, column in ipairs(columns) do
      check.equal(names[c], column[1])
      check.equal(#back[c], rows)
      for r = 1, rows do
        local got, want = back[column[1]][r], column[2][r]
        check.truth(got == want or got ~= got and want ~= want, text)
      end
    end
    if rows > 0 then check.equal(csv.format(columns, { header = { "x" } }), text) end
  end
end)

check.test("random bytes never do worse than an error", function()
  local bytes = { "1", "x", ",", "\n", "\r", '"', "#", " ", ".", "e", "-", "nan" }
  local fine, refused = 0, 0
  for _ = 1, 3000 do
    local text = {}
    for i = 1, math.random(0, 20) do text[i] = bytes[math.random(#bytes)] end
    local ok, result = pcall(csv.parse, table.concat(text), "bytes")
    if ok then
      fine = fine + 1
      for c = 2, #result do check.equal(#result[c], #result[1]) end
    else
      refused = refused + 1
      check.match(result, "^bytes:%d+: ")
    end
  end
  check.truth(fine > 100 and refused > 100, "both happen")
end)

check.test("files of scripts", function()
  local price = rp.array({ 1.5, 2.25 }):named { name = "price", unit = "cash/share" }
  local path = rp.write_csv("csv-test", { { "t", { 0, 1 } }, price }, { header = { "two prices" } })
  check.equal(path, context.results .. "/data/csv-test.csv")
  check.equal(host.read_file(path), "# two prices\n# price is in cash/share\nt,price\n0,1.5\n1,2.25\n")
  local t = rp.read_csv "data/csv-test.csv"
  check.equal(t.price, price)
  check.equal(rp.write_csv("csv-test.csv", { price }), path)
  check.equal(rp.read_csv(path, { text = { "price" } }).price, { "1.5", "2.25" })
  local bad = context.results .. "/bad.csv"
  host.write_file(bad, "x,y\n1\n")
  check.raises("bad.csv:2: the row has 1 fields", function() rp.read_csv "bad.csv" end)
  refuses("read_csv: there is no file 'missing.csv'", function() rp.read_csv "missing.csv" end)
  refuses("read_csv: ", function() rp.read_csv(nil) end)
  refuses("read_csv: ", function() rp.read_csv "." end)
  for _, name in ipairs { "../x", "a/b", ".hidden", "", "a b" } do
    refuses("write_csv: '.*' is not a name for a file", function() rp.write_csv(name, { price }) end)
  end
  refuses("write_csv: 'nil' is not a name", function() rp.write_csv(nil, { price }) end)
  refuses("write_csv: expected a list of columns, got a nil", function() rp.write_csv "x" end)
  refuses("csv: column 1 is an array without a name", function() rp.write_csv("x", { rp.zeros(2) }) end)
end)
