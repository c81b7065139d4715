-- command.repl: a prompt for experiments. Each entry is Lua in the world of a script, with rp and help at hand; figures are
-- drawn at once. Reads from a terminal with editing, history and completion, or from a pipe, line by line.

local context = require "reprise.context"
local host = require "host"
local line = require "host.line"
local options = require "command.options"

local M = {}

M.summary = "try things at a prompt, with history and completion"

M.help = [[
usage: reprise repl [--out DIR] [--seed N] [--threads N] [--quiet]

Reads Lua, runs it, and prints what it gives. `rp` is there already; what is assigned stays.

  > m = rp.model "closing_price"
  > m:solve { shares = 20000 }
  > help(m)                      what the model takes and gives; help(m, "fee") one parameter
  > rp.figure "f" { caption = "A line.", rp.line { x = {1, 2}, y = {3, 4} } }

The tabulator completes names: of models behind rp.model ", of parameters behind m:solve {, of outputs behind a result's
dot. Figures are drawn at once; the path of the picture is printed. An entry that is not complete goes on in the next line.
Ctrl-C stops a calculation, Ctrl-D leaves. History is kept in the file that REPRISE_HISTORY names, else in
~/.reprise_history. From a pipe there is no prompt, and the exit status is 1 if an entry failed.

  --out DIR     the folder for figures and data (default: out/repl)
  --seed N      the seed of random numbers (default 1)
  --threads N   as for reprise run
  --quiet       no greeting
]]

local welcome = "reprise %s: Lua with rp; help() explains, Ctrl-D leaves\n"

local help_text = [[
rp.model "ID"           a model; m:solve { ... }, m:sweep { ... }, m:try_solve { ... }
help(m), help(m, NAME)  what a model takes and gives, or one parameter or output of it
help(models)            all models
rp.figure "ID" { ... }  a figure, drawn at once
scripts/README.md       the whole language
]]

local models = setmetatable({}, { __name = "models", __tostring = function() return "help(models) lists them" end })

local function list_models()
  local lines = {}
  for i, m in ipairs((require("host.model").models())) do lines[i] = ("%-28s %s"):format(m.id, m.title) end
  table.sort(lines)
  return table.concat(lines, "\n") .. "\n"
end

local function help(what, name)
  if what == nil then return host.stdout(help_text) end
  if what == models then return host.stdout(list_models()) end
  if type(what) == "string" then what = require("reprise.model").public.model(what) end
  local found, description = pcall(function() return what.description end)
  if not found or type(description) ~= "table" then
    host.blame("help(...) takes a model or its id; there is help() and help(models)")
  end
  local doc = require "command.doc"
  if name == nil then return host.stdout(doc.text_of(description)) end
  local text, why = doc.item_of(description, name)
  if not text then host.blame("%s", why) end
  host.stdout(text)
end

local function set_context(asked)
  context.script, context.script_name, context.interactive = "repl", "repl", true
  context.script_directory = host.cwd()
  context.shown_results = asked.out or "out/repl"
  local made, why = host.make_directory(context.shown_results)
  if not made then error({ status = host.exit_status.outside, text = why }, 0) end
  context.results = host.realpath(context.shown_results)
  context.seed, context.quiet = asked.seed or 1, asked.quiet or false
  context.threads = (asked.threads or 0) > 0 and asked.threads or host.processors()
  context.set, context.arguments, context.trust = {}, {}, false
end

local function environment()
  local env = require("reprise.sandbox").environment()
  env.rp, env.help, env.models = require "reprise", help, models
  return env
end

-- An entry as a function: an expression if it is one, else statements. `local` at its beginning would end with the entry,
-- so it is dropped: the name stays. nil, true if more lines are needed; nil, sentence if it is wrong.
local function compile(text, env)
  local kept = text:gsub("^%s*local%s+([%a_][%w_,%s]*=)", "%1")
  local chunk, as_expression = load("return " .. kept, "=repl", "t", env)
  if chunk then return chunk end
  local why
  chunk, why = load(kept, "=repl", "t", env)
  if chunk then return chunk end
  if why:find "near <eof>" or as_expression:find "near <eof>" then return nil, true end
  return nil, why
end

local function show(value)
  if type(value) == "table" and not (getmetatable(value) or {}).__tostring and getmetatable(value) ~= "model" then
    local parts = {}
    for k, v in require("reprise.ordered").pairs(value) do
      if #parts == 20 then
        parts[21] = "..."
        break
      end
      parts[#parts + 1] = type(k) == "number" and tostring(v) or ("%s = %s"):format(tostring(k), tostring(v))
    end
    return "{ " .. table.concat(parts, ", ") .. " }"
  end
  return tostring(value)
end

local function complain(failure)
  host.stderr((failure.message:gsub("^repl:(%d+): ", function(n) return n == "1" and "" or "line " .. n .. ": " end)) .. "\n")
end

-- Draws these figures; true if nothing failed.
local function draw(ids)
  if #ids == 0 then return true end
  local fine, result, why = host.call(require("reprise.render").render, context.results, ids)
  if not fine or not result then
    complain(fine and { message = why } or result)
    return false
  end
  for _, text in ipairs(result.ok and {} or result.lines) do complain { message = text } end
  for _, id in ipairs(result.ok and ids or {}) do
    host.stdout(("%s/figures/%s.png (and .svg)\n"):format(context.shown_results, id))
  end
  return result.ok
end

-- Runs an entry; true if nothing failed.
local function evaluate(chunk, terminal)
  local results = table.pack(host.call(chunk))
  local fine, figure = results[1], package.loaded["reprise.figure"]
  local ids = figure and figure.take_fresh() or {}
  if fine then
    for i = 2, #ids == 0 and results.n or 1 do -- of a figure its picture is shown
      if results[i] ~= nil or results.n > 2 then
        local shown, text = host.call(show, results[i])
        if shown then host.stdout(text .. "\n") else complain(text) end
      end
    end
  else
    complain(results[2])
  end
  if terminal then host.resume() end
  return draw(ids) and fine
end

local function history_file()
  return host.getenv "REPRISE_HISTORY" or (host.getenv "HOME" or ".") .. "/.reprise_history"
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, { ["--out"] = "value", ["--seed"] = "count", ["--threads"] = "count", ["--quiet"] = "flag" })
  if #rest > 0 then options.refuse("reprise repl takes no '%s'; a script is run by reprise run", rest[1]) end
  set_context(asked)
  local env = environment()
  local terminal = host.is_terminal(0)
  if terminal then
    line.load_history(history_file())
    line.complete(require("command.repl_complete").completer(env))
    if not asked.quiet then host.stdout(welcome:format(host.build.version)) end
  end
  local all_fine, text = true, nil
  while true do
    local entry = line.read(text and ">> " or "> ")
    if not entry then break end
    text = text and text .. "\n" .. entry or entry
    local chunk, why
    if text:match "%S" then chunk, why = compile(text, env) end
    if why ~= true then
      if terminal and text:match "%S" then line.remember((text:gsub("%s*\n%s*", " "))) end
      if why then complain { message = why } end
      local fine = not why and (not chunk or evaluate(chunk, terminal))
      all_fine = all_fine and fine
      text = nil
      if not terminal and host.interruption() then break end
    end
  end
  if text then
    complain { message = "the last entry is not complete" }
    all_fine = false
  end
  if terminal then
    line.save_history(history_file())
    host.stdout "\n"
    return host.exit_status.fine
  end
  if host.interruption() then return host.exit_status.interrupted end
  return all_fine and host.exit_status.fine or host.exit_status.wrong
end

return M
