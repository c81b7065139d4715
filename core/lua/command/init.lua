-- command: the command line of `reprise`. Each command is a module command.NAME with
--   summary  one line for `reprise --help`      help  the text of `reprise NAME --help`
--   run(arguments) -> exit status
-- A command may raise {status=, text=}: the text is printed and the status returned.

local host = require "host"
local nearest = require "reprise.nearest"

local M = {}

-- In the order of the help text.
M.names = { "run", "repl", "list", "doc", "explain", "diff", "weave", "index", "publish", "new", "conform", "version", "help" }

local function complain(text)
  host.stderr("reprise: " .. text .. "\n")
end

-- The module of a command, or nil when the program has none of that name.
function M.find(name)
  for _, known in ipairs(M.names) do
    if name == known then return require("command." .. name) end
  end
end

local function wants_help(arguments)
  for _, word in ipairs(arguments) do
    if word == "--" then return false end
    if word == "--help" or word == "-h" then return true end
  end
  return false
end

local function dispatch(words)
  local name = words[1] or "--help"
  if name == "--help" or name == "-h" then name = "help" end
  if name == "--version" then name = "version" end
  local command = M.find(name)
  if not command then
    local near = nearest(name, M.names)
    complain(("there is no command '%s'%s; `reprise --help` lists them"):format(
      name, near and (", did you mean '" .. near .. "'?") or ""))
    return host.exit_status.usage
  end
  local arguments = table.move(words, 2, #words, 1, {})
  if wants_help(arguments) then
    host.stdout(command.help)
    return 0
  end
  return command.run(arguments)
end

-- Runs the command line; returns the exit status. Reports every error.
function M.main(words)
  local fine, result = host.call(dispatch, words)
  if fine then return result end
  if result.kind == "interrupted" then
    complain "interrupted"
    return host.exit_status.interrupted
  end
  local value = result.value
  if type(value) == "table" and value.status and value.text then
    complain(value.text)
    return value.status
  end
  complain(result.message)
  return result.kind == "memory" and host.exit_status.limit or host.exit_status.wrong
end

return M
