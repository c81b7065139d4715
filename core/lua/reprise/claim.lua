-- Claims: rp.paper loads a ledger, rp.claim "id" : verb {...} evaluates one of its statements, finish compares the verdicts
-- with what the ledger expects and writes claims.json and junit.xml. The verdict is always computed from the evidence; the
-- expectation is only compared with it. Calls host, the ledger and the verbs.
local host = require "host"
local ledger_format = require "reprise.ledger"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"
local junit = require "reprise.junit"

local M = {}

local verbs = {
  reproduces = require "reprise.verb.reproduces",
  agrees = require "reprise.verb.agrees",
  holds = require("reprise.verb.holds").verb,
  shape = require "reprise.verb.shape",
  converges = require "reprise.verb.converges",
  corrects = require "reprise.verb.corrects",
  cannot = require "reprise.verb.cannot",
}

-- All verdicts, in the order of tables.
M.verdicts = {
  "confirmed", "confirmed-with", "misprint", "refuted", "partly", "not-checkable", "undecided", "unevaluated",
}

-- What this run has seen so far: the ledger, evaluations by claim id, ids in the order of first use.
local run = { evaluations = {}, order = {}, mentioned = {} }

--- rp.paper "id": loads papers/<id>/claims.lua, found upwards from the script's folder or the current one.
function M.paper(id)
  if run.ledger then
    host.blame("this script is already about the paper '%s': a script has one ledger", run.ledger.paper)
  elseif #run.order > 0 then
    host.blame("rp.paper must come before the first rp.claim")
  end
  local context = require "reprise.context"
  local ledger, trouble = ledger_format.load(id, { context.script_directory or ".", "." })
  if not ledger then
    host.blame("%s", trouble)
  end
  run.ledger = ledger
  return { id = ledger.paper, title = ledger.title }
end

-- The qualifier of a confirmation: with = "hypothesis"; without = margins of the bare statement, one of which must be negative,
-- or else the hypothesis was not needed.
local function qualify(record, arguments)
  local with = arguments.with
  if with == nil then
    if arguments.without ~= nil then
      host.blame("without needs with = \"...\": the hypothesis whose absence it looks at")
    end
    return
  elseif type(with) ~= "string" or not with:match("%S") then
    host.blame("with must name the hypothesis or restriction, in words")
  end
  record.with = with
  if record.outcome ~= "confirmed" then
    return
  end
  if arguments.without ~= nil then
    local smallest = math.huge
    for _, margin in ipairs(evidence.numbers(arguments.without, "without")) do
      smallest = math.min(smallest, margin)
    end
    record.without = smallest
    if not (smallest < 0) then
      record.reason = "the statement holds without the hypothesis as well, on the points tried"
      return
    end
  end
  record.outcome = "confirmed-with"
end

-- By how much the record's numbers may differ from one machine to another: twice the solver's stated error.
local function slack_of(record)
  local unit = record.scale == "relative" and record.magnitude or record.scale
  if record.slack or not record.error or type(unit) ~= "number" or not (record.error > 0) then
    return record.slack
  end
  return 2 * record.error * unit
end

local function check_part(id, arguments)
  local earlier, part = run.evaluations[id], arguments.part
  if part ~= nil and (type(part) ~= "string" or not part:match("%S")) then
    host.blame("part must be a name in words")
  end
  for _, each in ipairs(earlier or {}) do
    if not part or not each.part then
      host.blame("claim '%s' was evaluated at %s already: several evaluations of one claim each need part = \"...\"", id,
        each.line or "an unknown place")
    elseif each.part == part then
      host.blame("part '%s' of claim '%s' was evaluated at %s already", part, id, each.line or "an unknown place")
    end
  end
end

-- What the evaluation was fed with, in the script's words: text, or a table of named numbers.
local function describe_inputs(inputs)
  if inputs == nil or type(inputs) == "string" then
    return inputs
  elseif type(inputs) ~= "table" then
    host.blame("inputs must be text or a table of named values")
  end
  local names, parts = {}, {}
  for name in pairs(inputs) do
    names[#names + 1] = tostring(name)
  end
  table.sort(names)
  for index, name in ipairs(names) do
    local value = inputs[name]
    parts[index] = ("%s = %s"):format(name, type(value) == "number" and ("%.9g"):format(value) or tostring(value))
  end
  return table.concat(parts, ", ")
end

-- Keeps what is there if the run is killed; often enough, but not after each of a thousand claims.
local written_at
local function write_early()
  local now = host.now()
  if written_at and now - written_at < 1 then
    return
  end
  written_at = now
  local context = require "reprise.context"
  if context.results then
    host.write_file(context.results .. "/claims.json", M.encode(context, true))
  end
end

local function evaluate(id, verb, arguments)
  if type(arguments) ~= "table" then
    host.blame("%s takes a table of named values; got %s", verb, type(arguments))
  end
  check_part(id, arguments)
  local row = run.ledger and run.ledger.by_id[id]
  local record = verbs[verb](arguments, row)
  record.verb, record.part, record.line = verb, arguments.part, host.where()
  record.slack = slack_of(record)
  record.what, record.inputs = arguments.what, describe_inputs(arguments.inputs)
  qualify(record, arguments)
  if not run.evaluations[id] then
    run.evaluations[id] = {}
    run.order[#run.order + 1] = id
  end
  table.insert(run.evaluations[id], record)
  write_early()
  return record.outcome
end

local Claim = {}
Claim.__index = function(claim, name)
  if verbs[name] then
    return function(self, arguments)
      if self ~= claim then
        host.blame("write rp.claim \"%s\" : %s { ... }, with a colon", claim.id, name)
      end
      return evaluate(claim.id, name, arguments)
    end
  end
  local names = {}
  for each in pairs(verbs) do
    names[#names + 1] = each
  end
  table.sort(names)
  host.blame("a claim has no verb '%s' (nearest: %s; known: %s)", tostring(name),
    ledger_format.nearest(tostring(name), names)[1], table.concat(names, ", "))
end

--- rp.claim "id": a statement to be evaluated by one of the verbs. The verb returns the outcome as a word.
function M.claim(id)
  if type(id) ~= "string" or not id:match("^[a-z0-9.-]+$") then
    host.blame("a claim's id is made of a-z, 0-9, '.' and '-'; got '%s'", tostring(id))
  end
  run.mentioned[id] = run.mentioned[id] or host.where() or "?"
  return setmetatable({ id = id }, Claim)
end

-- The evaluation that a one-line summary shows: the one that decided, else the first.
local function deciding(evaluations, verdict)
  for _, each in ipairs(evaluations) do
    if each.outcome == verdict then
      return each
    end
  end
  for _, each in ipairs(evaluations) do
    if each.outcome == "refuted" then
      return each
    end
  end
  return evaluations[1]
end

local function summarise_computed(decider)
  if decider.computed ~= nil then
    return decider.computed
  end
  local named = {}
  for _, route in ipairs(decider.routes or {}) do
    named[#named + 1] = route.value and { name = route.name, value = route.value } or nil
  end
  return named[1] and host.json_array(named) or nil
end

-- One claim as claims.json shows it.
local function summarise(id, row)
  local evaluations = run.evaluations[id] or {}
  local outcomes = {}
  for index, each in ipairs(evaluations) do
    outcomes[index] = each.outcome
  end
  local verdict = decide.combine(outcomes)
  local claim = { id = id, origin = "ours", verdict = verdict, matches = true }
  for key, value in pairs(row or {}) do
    claim[key] = value
  end
  claim.expect, claim.expected = nil, row and row.expect or nil
  claim.row = row and (row.row or id) or nil
  claim.tags = row and row.tags and host.json_array(row.tags) or nil
  claim.evaluations = host.json_array(evaluations)
  if run.ledger then
    claim.matches = row ~= nil and verdict == row.expect
  end
  local decider = deciding(evaluations, verdict)
  if decider then
    claim.verb, claim.line = decider.verb, decider.line
    claim.computed = summarise_computed(decider)
    claim.deviation, claim.tolerance, claim.magnitude = decider.deviation, decider.tolerance, decider.magnitude
    claim.slack = decider.slack
    claim.printed = claim.printed or (type(decider.printed) ~= "table" and decider.printed) or nil
    claim.hypothesis = claim.hypothesis or decider.with
    claim.note = decider.reason
  end
  return claim
end

-- All claims: those of the ledger in its order, then the unknown ones in the order of their evaluation.
local function all_claims()
  local list, known = {}, {}
  for _, row in ipairs(run.ledger and run.ledger.claims or {}) do
    list[#list + 1], known[row.id] = summarise(row.id, row), true
  end
  for _, id in ipairs(run.order) do
    if not known[id] then
      list[#list + 1] = summarise(id, nil)
    end
  end
  return list
end

local function ledger_ids()
  local ids = {}
  for index, row in ipairs(run.ledger.claims) do
    ids[index] = row.id
  end
  return ids
end

-- What keeps the run from being as the ledger expects. An incomplete run (--only, an error) is not blamed for what it skipped.
local function find_problems(claims, incomplete)
  local problems = {}
  for _, claim in ipairs(claims) do
    local text
    if run.ledger and not run.ledger.by_id[claim.id] then
      text = ("not in the ledger (nearest: %s)"):format(table.concat(ledger_format.nearest(claim.id, ledger_ids(), 3), ", "))
    elseif claim.verdict == "unevaluated" then
      text = not incomplete and "no evaluation in the script" or nil
    elseif not claim.matches then
      text = claim.note or ("deviation %s, tolerance %s"):format(tostring(claim.deviation), tostring(claim.tolerance))
    end
    if text then
      problems[#problems + 1] = { claim = claim.id, expected = claim.expected, verdict = claim.verdict, text = text,
        line = claim.line }
    end
  end
  for id, line in require("reprise.ordered").pairs(run.mentioned) do
    if not run.evaluations[id] and not (run.ledger and run.ledger.by_id[id]) then
      problems[#problems + 1] = { claim = id, verdict = "unevaluated", line = line,
        text = ("no verb follows: write rp.claim \"%s\" : holds { ... }"):format(id) }
    end
  end
  return problems
end

local function count(claims)
  local counts = {}
  for _, verdict in ipairs(M.verdicts) do
    counts[verdict] = 0
  end
  for _, claim in ipairs(claims) do
    counts[claim.verdict] = counts[claim.verdict] + 1
  end
  return counts
end

local function document(context, incomplete)
  local claims = all_claims()
  local problems = find_problems(claims, incomplete)
  return {
    paper = run.ledger and run.ledger.paper or nil, title = run.ledger and run.ledger.title or nil,
    -- Not its path on this machine: claims.json is compared and committed.
    ledger = run.ledger and ("papers/%s/claims.lua"):format(run.ledger.paper) or nil, script = context.script, partial = incomplete or false,
    counts = count(claims), claims = host.json_array(claims), problems = host.json_array(problems),
  }, claims, problems
end

--- The text of claims.json as things stand.
function M.encode(context, incomplete)
  return host.json_encode((document(context, incomplete)), { pretty = true }) .. "\n"
end

-- The closing table: what differs, then the counts.
local function closing_lines(claims, problems, counts)
  local lines = {}
  if #problems > 0 then
    local width = #"claim"
    for _, problem in ipairs(problems) do
      width = math.max(width, #problem.claim)
    end
    local layout = "  %-" .. width .. "s  %-14s  %-14s  %s"
    lines[#lines + 1] = ("%d of %d claims are not as the ledger expects:"):format(#problems, math.max(#claims, #problems))
    lines[#lines + 1] = layout:format("claim", "expected", "found", "why")
    for _, problem in ipairs(problems) do
      local why = problem.line and ("%s (%s)"):format(problem.text, problem.line) or problem.text
      lines[#lines + 1] = layout:format(problem.claim, problem.expected or "-", problem.verdict, why)
    end
  end
  local parts = {}
  for _, verdict in ipairs(M.verdicts) do
    if counts[verdict] > 0 then
      parts[#parts + 1] = ("%d %s"):format(counts[verdict], verdict)
    end
  end
  lines[#lines + 1] = ("%d claim%s: %s"):format(#claims, #claims == 1 and "" or "s", table.concat(parts, ", "))
  return lines
end

--- Called once after the script: writes claims.json and junit.xml. outcome.ok is false when the script ended with an error.
function M.finish(context, outcome)
  if not run.ledger and next(run.mentioned) == nil then
    return nil
  end
  local broken = type(outcome) == "table" and outcome.ok == false
  local incomplete = broken or context.only ~= nil
  local data, claims, problems = document(context, incomplete)
  local lines = closing_lines(claims, problems, data.counts)
  local written, trouble = host.write_file(context.results .. "/claims.json", host.json_encode(data, { pretty = true }) .. "\n")
  if written then
    written, trouble = host.write_file(context.results .. "/junit.xml",
      junit.report(data.paper or context.script_name or "claims", claims, problems))
  end
  if not written then
    table.insert(lines, 1, trouble)
    return { ok = false, lines = lines, status = 7 }
  end
  return { ok = #problems == 0, lines = lines, status = #problems > 0 and 3 or 0 }
end

--- Forgets everything, for tests that run several scripts in one.
function M.reset(ledger)
  run = { evaluations = {}, order = {}, mentioned = {}, ledger = ledger }
  written_at = nil
end

M.public = { paper = M.paper, claim = M.claim, random = require("reprise.random").public.random }

return M
