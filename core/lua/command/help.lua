-- command.help: the first page of help.

local host = require "host"

local M = {}

M.summary = "show this page"

M.help = [[
usage: reprise help [COMMAND]

Shows the list of commands, or the help of one.
]]

local head = [[
reprise - research papers that run

usage: reprise COMMAND [OPTIONS]

]]

local tail = [[

`reprise COMMAND --help` explains a command. `reprise --version` names the build and its libraries.

Exit status:
    0  all is as it should be
    1  the script or its input is wrong
    2  the command line is wrong
    3  a verdict differs from what the ledger expects, or a claim was not evaluated
    4  results differ from those they are compared with
    5  a limit was reached: time or memory
    6  the script's process died
    7  something outside failed: disk, gnuplot, pandoc
  130  interrupted
]]

function M.run(arguments)
  local command = require "command"
  if arguments[1] then
    local chosen = command.find(arguments[1])
    if not chosen then
      error({ status = host.exit_status.usage, text = ("there is no command '%s'"):format(arguments[1]) }, 0)
    end
    host.stdout(chosen.help)
    return 0
  end
  host.stdout(head)
  for _, name in ipairs(command.names) do
    local module = command.find(name)
    if module then host.stdout(("  %-8s  %s\n"):format(name, module.summary)) end
  end
  host.stdout(tail)
  return 0
end

return M
