#!/bin/bash
# Documentation from the schemas: text, Markdown, pages, annotations for editors, and the schema of the ledger.
. "$(dirname "$0")/expect.sh"
export REPRISE_PLUGIN_PATH=$build/tests/models/feedthrough.so
page_has() { holds "the page has $1" grep -qF -- "$1" page.html; }

expect 0 "$reprise" doc feedthrough
prints "parameters"
prints "law 'ou'"
expect 0 "$reprise" doc feedthrough fee
prints "fee"
expect 1 "$reprise" doc feedthrough fe
says "reprise: model 'feedthrough' has neither a parameter nor an output 'fe'; did you mean 'fee'?"
expect 0 "$reprise" doc feedthrough --format md
prints "# \`feedthrough\`:"
prints "| \`fee\` |"
prints "Law \`ou\` of"
if command -v pandoc >"$out"; then
  expect 0 "$reprise" doc feedthrough --format html --out page.html
  page_has '<dt id="p-fee">'
  page_has '<dt id="o-fee_seen">'
  page_has '<math'
  page_has '<style>'
  expect 0 "$reprise" doc --all --out models
  prints "models/index.html:"
  for file in feedthrough.html index.html style.css models.json; do holds "models/$file is there" test -s "models/$file"; done
  count=$(grep -c '"id"' models/models.json)
  holds "the index leads to each of $count models" test "$(grep -c '<li><a href' models/index.html)" = "$count"
  for link in $(grep -o 'href="[a-z0-9_]*\.html"' models/index.html | sed 's/href="//; s/"//'); do
    holds "models/$link exists" test -s "models/$link"
  done
else
  skip "pages: pandoc is not installed"
fi

# Annotations are Lua, name every model, parameter and output, and offer choices.
expect 0 "$reprise" doc --all --format lua --out reprise.lua
holds "annotations name the model" grep -q '@overload fun(id: "feedthrough")' reprise.lua
holds "annotations name parameters" grep -q '^---@field fee? number' reprise.lua
holds "annotations name outputs" grep -q '^---@field fee_seen number' reprise.lua
holds "annotations offer choices" grep -q '"plain"|"doubled"|"half-step"' reprise.lua
holds "annotations name functions" grep -q '^function rp.linspace' reprise.lua
cat >check.lua <<'LUA'
local rp = require "reprise"
local annotated = require "annotated"
for name in pairs(rp) do
  if annotated[name] == nil and name ~= "pi" then print("missing " .. tostring(name)) end
end
print "loaded"
LUA
cp reprise.lua annotated.lua
expect 0 "$reprise" run --quiet check.lua
prints "loaded"

# The schema of the ledger agrees with what the program accepts: the fields of its own error text.
expect 0 "$reprise" doc --ledger
prints '"$schema": "https://json-schema.org/draft/2020-12/schema"'
for field in id where kind origin says expect hypothesis corrected reason doubt tags printed row; do prints "\"$field\": {"; done
for verdict in confirmed confirmed-with misprint refuted partly not-checkable; do prints "\"$verdict\""; done

expect 2 "$reprise" doc
says "takes the id of a model, or --all"
expect 2 "$reprise" doc --format pdf feedthrough
says "--format is text, md, html or lua, not 'pdf'"
expect 2 "$reprise" doc --all feedthrough
says "--all is instead of 'feedthrough'"
expect 1 "$reprise" doc nothing
says "nothing"
conclude
