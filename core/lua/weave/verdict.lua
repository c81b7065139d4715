-- verdict.lua - the words, signs and order of verdicts, and the bar that counts them, for pages and for the index.
-- Pure functions; it runs in the program (Lua 5.4) and, copied beside the filter, inside pandoc (Lua 5.3).
local M = {}

-- Each verdict has a sign of its own besides its colour, so that nobody needs the colour.
M.list = {
  { slug = "confirmed", sign = "\u{2713}", word = "confirmed", says = "the running code agrees" },
  { slug = "confirmed-with", sign = "\u{2713}+", word = "confirmed with", says = "true under a hypothesis or restriction that we state" },
  { slug = "misprint", sign = "\u{270E}", word = "misprint", says = "the printed form fails, the corrected form holds" },
  { slug = "partly", sign = "\u{25D0}", word = "partly", says = "one part holds, another does not" },
  { slug = "refuted", sign = "\u{2717}", word = "refuted", says = "the running code contradicts it" },
  { slug = "not-checkable", sign = "\u{2013}", word = "not checkable", says = "it states nothing that can be computed" },
}
-- What is no verdict of a ledger, but may stand in its place when a run was broken off or could not decide.
M.open = { slug = "open", sign = "?", word = "open", says = "not evaluated, or not decided by the accuracy reached" }

M.by_slug = {}
for _, verdict in ipairs(M.list) do M.by_slug[verdict.slug] = verdict end

-- The entry for a verdict's slug; anything that is no verdict is open.
function M.of(slug)
  return M.by_slug[slug] or M.open
end

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

-- Text made safe for HTML, inside and outside attributes. Control characters other than tab and newline are dropped:
-- no HTML document may hold them.
function M.escape(text)
  return (tostring(text):gsub("[&<>\"']", entities):gsub("[%z\1-\8\11-\31\127]", ""))
end

function M.badge(slug)
  local verdict = M.of(slug)
  return ('<span class="verdict %s"><span class="sign" aria-hidden="true">%s</span> <span class="word">%s</span></span>')
    :format(verdict.slug, verdict.sign, verdict.word)
end

-- claims: a list of tables with `verdict`. Returns counts by slug (open ones under "open") and the total.
function M.count(claims)
  local counts, total = {}, 0
  for _, claim in ipairs(claims) do
    local slug = M.of(claim.verdict).slug
    counts[slug] = (counts[slug] or 0) + 1
    total = total + 1
  end
  return counts, total
end

local function all()
  local list = { table.unpack(M.list) }
  list[#list + 1] = M.open
  return list
end

-- The verdicts that occur, in order: { {slug=, word=, count=}, ... }.
function M.present(counts)
  local list = {}
  for _, verdict in ipairs(all()) do
    if (counts[verdict.slug] or 0) > 0 then
      list[#list + 1] = { slug = verdict.slug, sign = verdict.sign, word = verdict.word, says = verdict.says, count = counts[verdict.slug] }
    end
  end
  return list
end

-- A bar whose parts are as wide as their counts, with the same told in words below it.
function M.bar(counts, total)
  local parts, legend, words = {}, {}, {}
  for _, verdict in ipairs(M.present(counts)) do
    parts[#parts + 1] = ('<span class="%s" style="flex-grow:%d"></span>'):format(verdict.slug, verdict.count)
    words[#words + 1] = verdict.count .. " " .. verdict.word
    legend[#legend + 1] = ('<li><span class="verdict %s" title="%s"><span class="sign" aria-hidden="true">%s</span> <b>%d</b> %s</span></li>')
      :format(verdict.slug, M.escape(verdict.says), verdict.sign, verdict.count, verdict.word)
  end
  if total == 0 then return '<p class="verdicts">No claims yet.</p>' end
  return ('<div class="verdicts"><div class="bar" role="img" aria-label="%d claims: %s">%s</div><ul class="legend">%s</ul></div>')
    :format(total, table.concat(words, ", "), table.concat(parts), table.concat(legend))
end

return M
