# The tour of arrays and the section on arrays of scripts/README.md run in the sandbox and print what they say they print:
# each text behind "-->" must be a line of the output, in this order.
. "$(dirname "$0")/expect.sh"
root=$OLDPWD

promised() { sed -n 's/^.*--> //p' "$1"; }
printed_in_order() { # printed_in_order SCRIPT: the promises are a subsequence of the output
  promised "$1" | awk -v output="$out" '
    { found = 0
      while ((getline line < output) > 0) if (line == $0) { found = 1; break }
      if (!found) { print "     not printed in this place: " $0; missing = 1; exit } }
    END { exit missing || NR < 10 }'
}

mkdir -p scripts/examples
cp "$root/scripts/examples/arrays.lua" scripts/examples/
expect 0 "$reprise" run --quiet scripts/examples/arrays.lua
holds "the tour prints what it promises" printed_in_order scripts/examples/arrays.lua
holds "the tour writes its table" grep -qx '1,120,90' out/arrays/data/volumes.csv

awk '/^## /{ inside = /^## Arrays/ } /^```/{ code = inside && /^```lua/; next } code' "$root/scripts/README.md" >readme.lua
expect 0 "$reprise" run --quiet readme.lua
holds "the text prints what it promises" printed_in_order readme.lua
conclude
