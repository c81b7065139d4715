-- All steps of a built `make repro` against bare gnuplot and bare pandoc on the same inputs: the drawings that the run
-- wrote, in one process, and at the same time the papers' texts, one after the other. Works in a copy of the tree.

local host = require "host"

local M = { title = "make repro, everything built, all steps forced", rounds = 5, cases = {} }

local function papers()
  local list = {}
  for _, id in ipairs(host.list "papers") do
    if host.stat("papers/" .. id .. "/claims.lua") and host.stat("scripts/" .. id .. ".lua") then list[#list + 1] = id end
  end
  return list
end

function M.wait()
  return #papers() == 0 and "there is no paper yet" or nil
end

local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

function M.prepare(bench)
  local tree = bench.output .. "/tree"
  bench.run { "rm", "-rf", tree }
  host.make_directory(tree)
  bench.run { "cp", "-r", "Makefile", "Makefile.repro", "packages.txt", "papers", "scripts", tree }
  local program = host.realpath(bench.program)
  local make = { "make", "-C", tree, "-j2", "repro", "PREINSTALLED=1", "REPRISE=" .. program }
  bench.run(make)

  -- What a person would type, given the drawings: the peer's folder is a copy, so that nothing is overwritten.
  local bare = bench.output .. "/bare"
  bench.run { "rm", "-rf", bare }
  bench.run { "cp", "-r", tree .. "/build/results", bare }
  local draw, typeset = {}, {}
  for _, id in ipairs(papers()) do
    local targets = {}
    for _, file in ipairs(host.list(bare .. "/" .. id .. "/figures") or {}) do
      if file:match "%.gp$" then
        for _, target in ipairs { "svg", "png" } do targets[#targets + 1] = ("target='%s'; load '%s'"):format(target, file) end
      end
    end
    if #targets > 0 then
      draw[#draw + 1] = ("(cd %s && gnuplot -d -e %s)"):format(quoted(bare .. "/" .. id .. "/figures"), quoted(table.concat(targets, "; ")))
    end
    local bibliography = "papers/" .. id .. "/references.bib"
    typeset[#typeset + 1] = ("pandoc --standalone --mathml --citeproc %s -o %s %s"):format(
      host.stat(bibliography) and "--bibliography " .. bibliography or "", quoted(bare .. "/" .. id .. ".html"),
      quoted("papers/" .. id .. "/paper.md"))
  end
  if #draw == 0 then draw[1] = "true" end
  local script = ("{ %s; } & drawing=$!; %s && wait $drawing"):format(table.concat(draw, " && "), table.concat(typeset, " && "))
  M.cases = {
    { name = "make -j2 repro", command = make, before = function() bench.run { "rm", "-rf", tree .. "/build" } end },
    { name = "make repro, nothing to do", command = make,
      before = function() if not host.stat(tree .. "/build/stamps/index") then bench.run(make) end end },
    { name = "bare gnuplot and bare pandoc, at the same time", peer = true, command = { "sh", "-c", script } },
  }
end

M.goals = { { id = "g2", ours = "make -j2 repro", peer = "bare gnuplot and bare pandoc, at the same time", at_most = 1.5 } }

return M
