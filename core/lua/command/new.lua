-- command.new: writes the first files of a model or of a paper, which build, run and pass their tests as they are. The
-- texts are the templates in command/new/; @NAME@ in them becomes the name.

local host = require "host"
local options = require "command.options"

local M = {}

M.summary = "write the first files of a model or a paper"

M.help = [[
usage: reprise new model NAME [--dir D]
       reprise new paper ID [--dir D]

Writes a model or a paper that works at once, to be replaced piece by piece.

A model is a plugin with a kernel, its description, a README with a notation table, a test, reference cases and an
example script. In Reprise's own tree it goes to plugins/NAME, tests/plugins/NAME and scripts/examples; anywhere else it
becomes a CMake project of its own in ./NAME, which finds the installed Reprise by find_package.

A paper is a script, a ledger, a page and its references: scripts/ID.lua and papers/ID/ below the current folder, and in
Reprise's own tree the list of the ledger's rows, tests/ledger/ID.txt.

Names are a-z, 0-9 and _, beginning with a letter. Nothing that exists is overwritten.

  --dir D   the folder to write to: of a model, a project of its own; of a paper, the one above scripts/ and papers/
]]

local model_alone = {
  ["CMakeLists.txt"] = "CMakeLists.txt", ["kernel.h"] = "kernel.h", ["kernel.c"] = "kernel.c", ["model.c"] = "model.c",
  ["README.md"] = "README.md", ["reference.lua"] = "reference.lua", ["kernel_test.c"] = "kernel_test.c",
  ["example.lua"] = "example.lua",
}

local model_in_tree = {
  ["plugins/@NAME@/kernel.h"] = "kernel.h", ["plugins/@NAME@/kernel.c"] = "kernel.c",
  ["plugins/@NAME@/model.c"] = "model.c", ["plugins/@NAME@/README.md"] = "README.md",
  ["plugins/@NAME@/reference.lua"] = "reference.lua", ["tests/plugins/@NAME@/kernel_test.c"] = "kernel_test.c",
  ["scripts/examples/@NAME@.lua"] = "example.lua",
}

local paper = {
  ["scripts/@NAME@.lua"] = "script.lua", ["papers/@NAME@/claims.lua"] = "claims.lua",
  ["papers/@NAME@/paper.md"] = "paper.md", ["papers/@NAME@/references.bib"] = "references.bib",
}

local function is_file(path)
  local found = host.stat(path)
  return found ~= nil and found.type == "file"
end

local function in_tree(folder)
  return is_file(folder .. "/core/include/reprise/plugin.h") and is_file(folder .. "/plugins/CMakeLists.txt")
end

-- The rows of the ledger that the template's claims belong to.
local rows = "eq1\nsum100\n"

local function fill(template, words)
  local text = host.embedded("command/new/" .. template .. ".template")
  return (text:gsub("@([%u_]+)@", words))
end

-- What is to be written: {path, text} in order of paths.
local function files_of(plan, folder, words)
  local files = {}
  for path, template in pairs(plan) do
    files[#files + 1] = { path = folder .. "/" .. path:gsub("@NAME@", words.NAME), text = fill(template, words) }
  end
  table.sort(files, function(a, b) return a.path < b.path end)
  return files
end

local function write_all(files)
  for _, file in ipairs(files) do
    if host.stat(file.path) then
      options.refuse("'%s' exists; nothing was written", file.path)
    end
  end
  for _, file in ipairs(files) do
    local fine, why = host.write_file(file.path, file.text)
    if not fine then error({ status = host.exit_status.outside, text = why }, 0) end
    host.stdout("wrote " .. file.path .. "\n")
  end
end

-- A path as a shell reads it.
local function quoted(path)
  return path:match "^[%w_./%-]+$" and path or "'" .. path:gsub("'", "'\\''") .. "'"
end

-- Names that CMake keeps for itself: a project of its own cannot have a target of such a name.
local kept = { all = true, clean = true, edit_cache = true, help = true, install = true, package = true,
  package_source = true, rebuild_cache = true, test = true }

local function new_model(name, folder)
  if kept[name] or name == "kernel_test" then options.refuse("the name '%s' is kept by the build: take another", name) end
  local words = { NAME = name, UPPER = name:upper(), KERNEL = "kernel.h" }
  if not folder and in_tree(".") then
    words.KERNEL = name .. "/kernel.h"
    write_all(files_of(model_in_tree, ".", words))
    host.stdout(("next: make, then `ctest --test-dir build/release -R %s`, `reprise conform build/release/plugins/%s.so`,\n"
      .. "      `reprise run scripts/examples/%s.lua`; then write your own equations into plugins/%s\n"):format(name, name, name, name))
    return host.exit_status.fine
  end
  folder = folder or name
  write_all(files_of(model_alone, folder, words))
  local source, build = quoted(folder), quoted(folder .. "/build")
  host.stdout(("next: cmake -S %s -B %s && cmake --build %s && ctest --test-dir %s\n"
    .. "      (with -DCMAKE_PREFIX_PATH=... if Reprise is installed in a folder of its own)\n"):format(source, build, build, build))
  return host.exit_status.fine
end

local function new_paper(id, folder)
  folder = folder or "."
  local files = files_of(paper, folder, { NAME = id })
  if in_tree(folder) then files[#files + 1] = { path = folder .. "/tests/ledger/" .. id .. ".txt", text = rows } end
  write_all(files)
  local at = folder == "." and "" or folder .. "/"
  host.stdout(("next: reprise run %s, then reprise weave %s --results out/%s\n"):format(
    quoted(at .. "scripts/" .. id .. ".lua"), quoted(at .. "papers/" .. id), id))
  return host.exit_status.fine
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, { ["--dir"] = "value" })
  local makers = { model = new_model, paper = new_paper }
  local make = makers[rest[1] or ""]
  if not make then options.refuse("reprise new takes 'model' or 'paper' and a name: reprise new model my_model") end
  local name = rest[2]
  if not name or #rest > 2 then options.refuse("reprise new %s takes one name: reprise new %s my_%s", rest[1], rest[1], rest[1]) end
  if not name:match "^%l[%l%d_]*$" or #name > 40 then
    options.refuse("'%s' is no name: a-z, 0-9 and _, beginning with a letter, at most 40", name)
  end
  if asked.dir == "" then options.refuse("--dir names a folder") end
  return make(name, asked.dir)
end

return M
