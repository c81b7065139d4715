# Pictures: every figure of the gallery is drawn, by one gnuplot; plain gnuplot redraws it; two runs give the same bytes; texts
# that look like commands stay texts; what gnuplot complains about becomes a sentence.
gallery=$(cd "$(dirname "$0")/../.." && pwd)/scripts/examples/figures.lua
. "$(dirname "$0")/expect.sh"

mkdir counted
cat >counted/gnuplot <<END
#!/bin/sh
echo once >>"$folder/count"
exec $(command -v gnuplot) "\$@"
END
chmod +x counted/gnuplot

expect 0 env PATH="$folder/counted:$PATH" "$reprise" run --out one "$gallery"
says "figures drawn"
holds "one gnuplot process draws them all" test "$(wc -l <count)" = 1
expect 0 "$reprise" run --out two "$gallery"
for part in data figures figures.json; do
  expect 0 diff -r one/$part two/$part
done
holds "there are pictures" test "$(ls one/figures/*.svg | wc -l)" -ge 8
for svg in one/figures/*.svg; do
  name=$(basename "$svg" .svg)
  holds "$name.png" test "$(head -c 4 "one/figures/$name.png" | tail -c 3)" = PNG
  holds "$name: alternative text" grep -q '<desc>[A-Z]' "$svg"
  holds "$name: no trace of gnuplot's own description" test -z "$(grep -i 'produced by gnuplot' "$svg")"
  holds "$name: no inlined data" test -z "$(grep -n "<<\|plot '-'" "one/figures/$name.gp")"
done
if command -v xmllint >"$out"; then
  expect 0 xmllint --noout one/figures/*.svg
else
  skip "well-formed svg: xmllint is missing"
fi

# What the host adds to a drawing is undone on one side, gnuplot's own words on the other.
plain() {
  sed -e '/^<title>/d' -e '/^<desc>/d' -e 's/<svg role="img"/<svg /' -e 's/ style="image-rendering:pixelated"//' \
    -e 's/font-family="DejaVu Sans, [^"]*"/font-family="DejaVu Sans"/g' "$1"
}
cp -r one redrawn
for gp in redrawn/figures/*.gp; do
  name=$(basename "$gp" .gp)
  rm -f redrawn/figures/"$name".svg redrawn/figures/"$name".png
  (cd redrawn/figures && gnuplot "$name.gp" && gnuplot -e "target='png'" "$name.gp") || complain "redrawing $name"
  if ! grep -q "target eq 'frames'" "$gp"; then holds "$name redrawn as svg" cmp -s <(plain "one/figures/$name.svg") <(plain "redrawn/figures/$name.svg"); fi
  holds "$name redrawn as png" cmp -s "one/figures/$name.png" "redrawn/figures/$name.png"
done

# An animation: all frames in one svg, each in its turn; redrawn by hand it is the still frame.
svg=one/figures/packet.svg
frames=$(grep -c 'class="a-packet-f' $svg)
holds "every frame is there, with its label" test "$frames" = "$(($(grep -o 'animation-delay:[^"]*' $svg | sort -u | wc -l) * 2))"
holds "one frame stands still" test "$(grep 'class="a-packet-f' $svg | grep -vc 'visibility="hidden"')" = 2
holds "it stands still where motion is unwelcome" grep -q '@media screen and (prefers-reduced-motion:no-preference){.a-packet-f{visibility:hidden;animation:' $svg
holds "no script" test -z "$(grep -i '<script\|onload\|javascript' $svg)"
holds "it is small" test "$(stat -c %s $svg)" -lt 400000
holds "gnuplot alone draws one frame" test "$(grep -o "<title>frame [0-9]*" redrawn/figures/packet.svg | sort -u)" = "<title>frame 17"

cat >large.lua <<'END'
local rp = require "reprise"
local x, frames = rp.linspace(0, 1, 400), {}
for k = 1, 200 do frames[k] = { rp.line { x = x, y = (40 * x * k / 200):sin() } } end
rp.animation "large" { alt = "a", frames = frames }
END
expect 0 "$reprise" run large.lua
says "animation large: its svg has"

expect 0 "$reprise" run --out alone --only resonance "$gallery"
holds "a figure's bytes do not depend on its neighbours" cmp -s one/figures/resonance.svg alone/figures/resonance.svg

cat >injection.lua <<'END'
local rp = require "reprise"
local texts = {
  "`touch pwned1`", "$(touch pwned2)", "'; system('touch pwned3'); '", '"; system("touch pwned4"); "', "a\n!touch pwned5\nb",
  "@target %s %d %%", "\\", "ends with '", "''", "'''", "{/Helvetica=40 x}^{2} ~a{b} @x_y &{x}", "<script>alert(1)</script> & ]]>",
  "\\U+0026 \\101 \\n", "αβγ 漢字 √2 é", "# comment", "=1+1", "target", "'.system('touch pwned6').'", "|touch pwned7", "<touch pwned8",
}
for k, text in ipairs(texts) do
  for _, enhanced in ipairs { false, true } do
    if not (enhanced and text:find "[{}]") or text:find "^{" then
      local x = rp.array { 1, 2, 3 }:named { name = text, unit = text }
      rp.figure(("text-%d%s"):format(k, enhanced and ".e" or "")) {
        title = text, caption = text, alt = text, enhanced = enhanced, width = 900,
        rp.line { x = x, y = rp.array { 1, 3, 2 }:named { name = text, unit = text }, label = text },
        rp.band { x = x, lo = { 0, 0, 0 }, hi = { 1, 2, 1 }, label = text .. " band" },
        rp.hline { at = 1, label = text }, rp.vline { at = 2, label = text }, rp.region { x = { 1, 2 }, label = text },
        rp.note { x = 2, y = 2, text = text, dot = true },
      }
    end
  end
  rp.figure("map-" .. k) { title = text, alt = text, ylabel = text,
    rp.map { x = { 1, 2 }, y = { 1, 2 }, z = { { 1, 2 }, { 3, 4 } }, label = text, contours = { 2.5 } } }
  rp.figure("bars-" .. k) { alt = text, xlabel = text, xticks = nil, rp.bars { x = { text, text .. "2" }, y = { 1, 2 } } }
  rp.figure("ticks-" .. k) { alt = text, rp.line { x = { 0, 1 }, y = { 0, 1 } }, xticks = { { 0, text }, 1 } }
end
rp.figure "alone" { alt = "a", title = "`touch pwned9`", columns = 2,
  rp.panel { title = "'@target", rp.line { y = { 1, 2 } } }, rp.panel { title = "`touch pwned10`", rp.line { y = { 1, 2 } } } }
END
expect 0 "$reprise" run --out texts injection.lua
says "figures drawn"
holds "no command ran" test -z "$(find "$folder" -name 'pwned*')"
holds "the texts are there" grep -q '`touch pwned1`' texts/figures/text-1.svg
holds "markup is text" grep -qF '&lt;script>alert(1)&lt;/script> &amp; ]]&gt;' texts/figures/text-12.svg
holds "no element came in" test -z "$(grep -l '<script' texts/figures/*.svg)"
holds "the description is encoded" grep -q '<desc>&lt;script&gt;alert' texts/figures/text-12.svg
if command -v xmllint >"$out"; then expect 0 xmllint --noout texts/figures/*.svg; fi
for gp in texts/figures/*.gp; do
  (cd texts/figures && gnuplot "$(basename "$gp")" >>"$out" 2>&1) || complain "gnuplot refuses $gp"
done
holds "nor does redrawing run one" test -z "$(find "$folder" -name 'pwned*')"

# On a grid with unequal distances each cell with a value is a polygon of its own, and one without is none.
cat >cells.lua <<'END'
local rp = require "reprise"
rp.figure "cells" { alt = "cells",
  rp.map { x = { 1, 2, 4, 8 }, y = { 1, 3, 4 }, z = { { 1, 2, 3 }, { 4, 0 / 0, 6 }, { 7, 8, 9 }, { 10, 11, 12 } } } }
END
expect 0 "$reprise" run --out cells cells.lua
cells=$(awk '/cells_plot_1/ { on = 1 } /^\t<\/g>/ { on = 0 } on && /<polygon/ { n++ } END { print n + 0 }' cells/figures/cells.svg)
holds "eleven of twelve cells" test "$cells" = 11

# One broken figure does not cost the others; the sentence names file and line.
mkdir broken
cat >broken/gnuplot <<END
#!/bin/sh
grep -q nonsense figures/b.gp 2>/dev/null || sed -i 's/^set yrange.*/nonsense/' b.gp
exec $(command -v gnuplot) "\$@"
END
chmod +x broken/gnuplot
cat >three.lua <<'END'
local rp = require "reprise"
for _, id in ipairs { "a", "b", "c" } do rp.figure(id) { alt = "line", rp.line { y = { 1, 2 } } } end
END
expect 7 env PATH="$folder/broken:$PATH" "$reprise" run --out three three.lua
says "figure b: gnuplot stopped at b.gp:"
holds "the figure before" test -s three/figures/a.svg
holds "the figure behind" test -s three/figures/c.png
holds "no half picture" test ! -e three/figures/b.svg

mkdir empty
expect 7 env PATH="$folder/empty" "$reprise" run --out none three.lua
says "gnuplot"

echo 'local rp = require "reprise"
rp.figure "forgotten"' >forgotten.lua
expect 1 "$reprise" run --out forgotten forgotten.lua
says "forgotten.lua:2: figure forgotten has an id but no content"

expect 0 "$reprise" run --out only --only b three.lua
holds "--only draws one" test "$(ls only/figures | tr '\n' ' ')" = "b.gp b.png b.svg "
conclude
