-- reprise list: the models that scripts can use, and the plugin files that could not be used.

local native = require "host.model"
local host = require "host"
local options = require "command.options"

local M = {}

M.summary = "list the models, and the plugins that could not be used"

M.help = [[
usage: reprise list [--json]

One line per model: id, paper, number of parameters and outputs, title. Plugins are looked for in the
folders and files of REPRISE_PLUGIN_PATH (separated by ':'), in plugins/ beside the program, and in the
installation. Files that could not be used follow with the reason.

  --json   the same as JSON
]]

function M.run(arguments)
  local asked, rest = options.parse(arguments, { ["--json"] = "flag" })
  if #rest > 0 then options.refuse("reprise list takes no '%s'", rest[1]) end
  local models, refused = native.models()
  table.sort(models, function(a, b) return a.id < b.id end)
  if asked.json then
    host.stdout(host.json_encode({ models = host.json_array(models), refused = host.json_array(refused) }, { pretty = true }) .. "\n")
    return host.exit_status.fine
  end
  local wide, papers = 5, 5
  for _, m in ipairs(models) do
    wide = math.max(wide, #m.id)
    papers = math.max(papers, #m.paper)
  end
  for i, m in ipairs(models) do
    local shadowed = i > 1 and models[i - 1].id == m.id and "  (shadowed: an earlier folder has it)" or ""
    host.stdout(("%-" .. wide .. "s  %-" .. papers .. "s  %2d parameters, %2d outputs  %s%s\n"):format(
      m.id, m.paper, m.parameters, m.outputs, m.title, shadowed))
  end
  if #models == 0 then host.stdout "no models\n" end
  for _, r in ipairs(refused) do host.stdout("refused: " .. r.refusal .. "\n") end
  return host.exit_status.fine
end

return M
