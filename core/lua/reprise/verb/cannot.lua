-- cannot: no computation can decide the statement, for a stated reason. Only for claims that the ledger expects to be
-- not-checkable, or for a part of one that it expects to hold partly. Field: reason.
local host = require "host"
local evidence = require "reprise.verb.evidence"

return function(arguments, row)
  evidence.check_fields("cannot", arguments, { "reason" })
  if not row then
    host.blame("cannot needs a claim of the ledger: a free claim that cannot be checked says nothing")
  end
  if row.expect ~= "not-checkable" and not (row.expect == "partly" and arguments.part) then
    host.blame("the ledger expects claim '%s' to be %s: cannot is for not-checkable claims, or with part = \"...\" for "
      .. "those that hold partly", row.id, row.expect)
  end
  local reason = arguments.reason or row.reason
  if type(reason) ~= "string" or not reason:match("%S") then
    host.blame("cannot needs reason = \"...\"")
  end
  return { outcome = "not-checkable", reason = reason }
end
