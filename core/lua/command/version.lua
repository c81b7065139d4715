-- command.version: which program this is.

local host = require "host"
local ordered = require "reprise.ordered"

local M = {}

M.summary = "name the version, the compiler and the libraries"

M.help = [[
usage: reprise --version

Prints the version, the compiler with its flags, and the libraries that the program was built with.
]]

function M.run()
  local build = host.build
  host.stdout(("reprise %s (%s)\ncompiler: %s %s\n"):format(build.version, build.type, build.compiler, build.flags))
  for name, version in ordered.pairs(build.libraries) do host.stdout(("%s: %s\n"):format(name, version)) end
  return 0
end

return M
