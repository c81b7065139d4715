-- The examples in the texts do what the texts say. In the Markdown files below
--   ```lua NAME.lua   (or c) is saved under that name in a folder that the file's examples share
--   ```lua fragment   is no whole script and not run
--   ```lua            without a name: all of a section (##) are one script, which must succeed and print what its "-->"
--                     comments say, in order
--   ```console        lines behind "$ " are run in that folder; the lines after each must appear in its output, in order;
--                     "..." stands for any lines; without lines the command must succeed
-- Other blocks are prose.

local host = require "host"
local check = require "check"
local rp = require "reprise"

local build = rp.arguments[1]
local texts = { "README.md", "scripts/README.md", "papers/README.md", "plugins/README.md", "tests/bench/README.md" }
local root = host.cwd()

local function blocks_of(text)
  local blocks, block, line_number, section = {}, nil, 0, 0
  for line in (text .. "\n"):gmatch "(.-)\n" do
    line_number = line_number + 1
    local info = line:match "^```(.*)$"
    if line:match "^## " then section = section + 1 end
    if info and not block then
      block = { section = section, kind = info:match "^%S+" or "", name = info:match "^%S+%s+(%S+)$", line = line_number, lines = {} }
    elseif line:match "^```%s*$" and block then
      blocks[#blocks + 1] = block
      block = nil
    elseif block then
      table.insert(block.lines, line)
    end
  end
  check.equal(block, nil, "every block is closed")
  return blocks
end

local function shell(command, folder)
  local run, why = host.run { "bash", "-c", command, cwd = folder, timeout = 120,
    env = { PATH = build .. ":" .. host.getenv "PATH", REPRISE_SOURCE = root, REPRISE_BUILD = build } }
  if not run then error(why, 0) end
  return run.stdout .. run.stderr, run
end

-- Where a text stands in the output, behind `from`; a number at its end must end there too.
local function find_text(output, text, from)
  local first, last = output:find(text, from, true)
  while first and text:find "%d$" and output:find("^%.?%d", last + 1) do first, last = output:find(text, last + 1, true) end
  return last
end

-- The lines appear in this order; each as part of a line of the output.
local function check_output(where, output, wanted)
  local from = 1
  for _, line in ipairs(wanted) do
    local text = line:match "^%s*(.-)%s*$"
    if text ~= "" and text ~= "..." then
      local last = find_text(output, text, from)
      if not last then error(("%s: the output has no '%s' where it is expected:\n%s"):format(where, text, output), 0) end
      from = last + 1
    end
  end
end

local function run_console(where, block, folder)
  local command, wanted
  local function conclude()
    if not command then return end
    local output, run = shell(command, folder)
    if #wanted == 0 and run.status ~= 0 then error(("%s: '%s' fails:\n%s"):format(where, command, output), 0) end
    check_output(where, output, wanted)
  end
  for _, line in ipairs(block.lines) do
    local next_command = line:match "^%$ (.*)$"
    if next_command then
      conclude()
      command, wanted = next_command, {}
    else
      table.insert(wanted, line)
    end
  end
  conclude()
end

-- The unnamed Lua blocks of one section.
local function run_section(path, blocks, folder)
  local lines, wanted = {}, {}
  for _, block in ipairs(blocks) do
    for _, line in ipairs(block.lines) do
      lines[#lines + 1] = line
      wanted[#wanted + 1] = line:match "%-%->%s*(.*)$"
    end
  end
  host.write_file(folder .. "/example.lua", table.concat(lines, "\n") .. "\n")
  local where = ("%s:%d"):format(path, blocks[1].line)
  local output, run = shell("reprise run --quiet example.lua", folder)
  if run.status ~= 0 then error(("%s: the examples of this section fail:\n%s"):format(where, output), 0) end
  check_output(where, output, wanted)
end

for _, path in ipairs(texts) do
  local text = host.read_file(path)
  check.test(path, function()
    check.truth(text, path .. " exists")
    local folder = host.temporary_directory() .. "/" .. path:gsub("/", "-")
    host.make_directory(folder)
    local sections = {}
    for _, block in ipairs(blocks_of(text)) do
      local where = path .. ":" .. block.line
      local body = table.concat(block.lines, "\n") .. "\n"
      if block.name == "fragment" then
        check.equal(block.kind, "lua", where)
      elseif block.name then
        check.truth(host.write_file(folder .. "/" .. block.name, body), where)
      elseif block.kind == "lua" then
        sections[block.section] = sections[block.section] or {}
        table.insert(sections[block.section], block)
      elseif block.kind == "console" then
        run_console(where, block, folder)
      end
    end
    for _, blocks in require("reprise.ordered").pairs(sections) do run_section(path, blocks, folder) end
    -- The tutorial's files are those of the tree.
    for _, name in ipairs { "kernel.h", "kernel.c", "model.c", "reference.lua" } do
      local shown = path == "plugins/README.md" and host.read_file(folder .. "/almgren_chriss/" .. name)
      if shown then check.equal(shown, host.read_file("plugins/almgren_chriss/" .. name), path .. " shows " .. name) end
    end
  end)
end
