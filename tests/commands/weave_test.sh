#!/bin/bash
# weave_test.sh - `reprise weave` and `reprise index` on the smallest paper: every construct of a page works, everything that does
# not exist is refused with its sentence and nothing is written, texts cannot smuggle HTML in. How pages look in a browser is
# tried by tests/pages/check_test.sh.
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/commands/expect.sh"
cp -r "$here/fixtures/paper/." . || exit 1

expect 0 "$reprise" run scripts/tiny.lua --out results/tiny
expect 0 "$reprise" weave papers/tiny --results results/tiny
prints "results/tiny/index.html: 2 figures, 3 claims"
page=results/tiny/index.html

# What must stand on the page. Line ends are ignored.
tr '\n' ' ' <$page >flat
on_page() {
  if grep -qF -- "$1" flat; then passed=$((passed + 1)); else complain "the page lacks: $1"; fi
}
not_on_page() {
  if grep -qF -- "$1" flat; then complain "the page must not hold: $1"; else passed=$((passed + 1)); fi
}
on_page '<h1>The root of two</h1>'
on_page '<span class="section-number">1.1</span>'
on_page 'id="eq:step"'
on_page '<span class="equation-number">(2)</span>'
on_page '<span class="equation-number">(B)</span>'
on_page '<a href="#eq:error" class="ref">(2)</a>'
on_page '<a href="#error" class="ref">Figure 1</a>'
on_page '<a href="#table-errors" class="ref">Table 1</a>'
on_page '<a href="#newton" class="ref">Listing 1</a>'
on_page '<a href="#thm-root" class="ref">Theorem 1</a>'
on_page '<a href="#sec-step" class="ref">Section 1</a>'
on_page '<a href="#sec-end" class="ref">“The end”</a>'
on_page '>1.41421</a>; fewer digits'
on_page '>1.41</a>; decimals'
on_page '>1,234,567.9</a>'
nbsp=$'\xc2\xa0' # no line breaks inside a number
on_page ">0.25${nbsp}cash/share²</a>"
on_page '>1.2%</a>'
on_page ">1.23${nbsp}×${nbsp}10<sup>6</sup></a>; word"
on_page '<td class="text"> cash²/share² </td>'
on_page '<td class="text"> share·cash </td>'
on_page 'printed <span class="printed">1.415</span>'
on_page '<math display="block"'
on_page '<mo accent="true">˙</mo>' # not the combining one
on_page 'root <span class="nb">(<math display="inline"'
on_page 'src="data:image/svg+xml;base64,'
on_page '<figure id="error"><div class="panel"><img'
on_page '<div class="panel moving"><input type="checkbox" class="pause" id="pause-descent"><svg aria-label="Tangents of'
on_page '<svg aria-label="Tangents of &quot;x^2 - 2&quot; &amp; &lt;where&gt; they lead." width="720"'
on_page '<label class="pause-label" for="pause-descent">'
on_page '>&lt;4&gt;</text>'
on_page '@keyframes a-descent-turn'
not_on_page '<?xml'
not_on_page "id='gp"
on_page '<a href="data/error.csv">data</a>'
on_page '<a href="figures/error.gp">gnuplot</a>'
on_page '<a class="code" href="#code-tiny-25">tiny.lua:<wbr>25</a>'
on_page 'id="code-tiny-25"'
on_page 'scripts/tiny.lua, lines 6–13'
on_page 'id="claim-root-value"'
on_page 'href="#claim-root-value"'
on_page '<span class="word">misprint</span>'
on_page 'data-label="Printed"><div>1.415</div>'
on_page 'aria-label="3 claims: 1 confirmed, 1 misprint, 1 not checkable"'
on_page 'Newton, Isaac. 1736.'
not_on_page 'A remark for authors'
not_on_page '\label'
holds "the page is one file" sh -c "! grep -Eq '<(link|script|img)[^>]+(href|src)=\"(https?:|[a-z]+/)' $page"

# No text of a script or a ledger is read as HTML.
not_on_page '<script'
not_on_page '<b>bold'
not_on_page '<i>large'
not_on_page '<others>'
not_on_page '<more>'
on_page '&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; word'
on_page 'alt="Errors &lt;fall&gt; &amp; &quot;vanish&quot;'

# Panels side by side may be scrolled where the page is narrow.
cp -r results/tiny wide && sed -i '0,/"width": *720/s//"width": 900/' wide/figures.json
expect 0 "$reprise" weave papers/tiny --results wide --out wide.html
holds "a wide figure is a broad one" grep -qF '<figure id="error"><div class="panel broad">' wide.html

# The same input gives the same bytes.
cp $page first.html
expect 0 "$reprise" weave papers/tiny --results results/tiny
holds "the page is the same again" cmp -s first.html $page
expect 0 "$reprise" weave papers/tiny --results results/tiny --out elsewhere/deep/page.html
holds "links lead from another folder to the results" grep -qF '<a href="../../results/tiny/data/error.csv">data</a>' elsewhere/deep/page.html

# Refusals. All mistakes of a text are told at once, so that one run is enough: what is added to the text, and its sentence.
cp -r papers/tiny papers/bad
sentences=()
mistake() {
  printf '\n%s\n' "$1" >>papers/bad/paper.md
  sentences+=("$2")
}
mistake '![x](figure:eror)' "papers/bad/paper.md:64: there is no figure 'eror' in results/tiny, did you mean 'error'?"
mistake 'A figure ![x](figure:error) in a line.' "the figure 'error' must stand alone in its paragraph"
mistake '![x](picture.png)' "the picture 'picture.png' is no figure of the results"
mistake '[rot]{.value}' "there is no value 'rot' in results/tiny, did you mean 'root'?"
mistake '[root]{.value digits=0}' "digits=0 is no whole number between 1 and 17"
mistake '[root]{.value as=money}' "as=money is no way to write a number"
mistake '[root]{.value colour=red}' "a value takes digits, decimals, as and unit, not 'colour'"
mistake '[root-valu]{.claim}' "there is no claim 'root-valu' in results/tiny, did you mean 'root-value'?"
mistake '[root-positive]{.printed}' "the ledger gives no printed value for the claim 'root-positive'"
mistake '[eq:stop]{.ref}' "the reference 'eq:stop' names nothing on this page, did you mean 'eq:step'?"
mistake '\eqref{eq:none}' "the reference 'eq:none' names nothing"
mistake '[there](#nowhere)' "the link to '#nowhere' leads nowhere on this page"
mistake '[x](javascript:alert)' "the link 'javascript:alert' is refused"
mistake '$$ x \label{eq:step} $$' "the name 'eq:step' is given twice on this page"
mistake '$$ x \label{eq:a} \label{eq:b} $$' "one displayed equation carries one label"
mistake '$$ x = \eqref{eq:step} $$' "a reference inside a formula gets lost"
mistake 'In $x \label{eq:in}$.' "only a displayed equation, \$\$ ... \$\$, can carry"
mistake '$\frac{1$' "papers/bad/paper.md:98: the formula '\frac{1' cannot be typeset"
mistake $'$$\nx +\n\\sqrt{2\n$$' "paper.md:102: the formula 'x + \sqrt{2' cannot be typeset"
mistake $'::: {.table id="errors"}\n:::' "there is no table 'errors' in results/tiny"
mistake $'::: {.region name="newtn"}\n:::' "there is no region 'newtn' in scripts/tiny.lua, did you mean 'newton'?"
mistake $'::: {.claims kind="valu"}\n:::' "no claim in results/tiny has the kind 'valu'"
mistake $'::: {.claims colour="red"}\n:::' "a table of claims is narrowed by kind, row, verdict, origin or id, not by 'colour'"
mistake '<b>bold</b>' "raw html ('<b>') is not taken"
mistake 'By @nobody.' "the citation '@nobody' is not in references.bib"
mistake '[root]{.vaule}' "'.vaule' is no class of text in brackets, did you mean 'value'?"
mistake '[root-value]{.claim digits=3}' "text in brackets takes no 'digits'"
mistake $'::: {.tabel id="x"}\n:::' "'.tabel' is no class of a block, did you mean 'table'?"
mistake $'::: {.region nmae="newton"}\n:::' "a .region block takes no 'nmae', did you mean 'name'?"
mistake '### Odd {.unnumberd}' "'.unnumberd' is no class of a heading, did you mean 'unnumbered'?"
mistake '![x](figure:error){width=50%}' "a figure takes no 'width'"
mistake '##### Deep' "a heading of level 5 is too deep"
expect 1 "$reprise" weave papers/bad --results results/tiny --out bad.html
for sentence in "${sentences[@]}"; do says "$sentence"; done
holds "nothing is written when a page is refused" test ! -e bad.html
rm papers/bad/references.bib
expect 1 "$reprise" weave papers/bad --results results/tiny --out bad.html
says "the citation '@nobody' needs a file references.bib beside the text"

# What is wrong with the results or the command line.
expect 2 "$reprise" weave papers/tiny
says "needs --results DIR"
expect 2 "$reprise" weave papers/tiny --result results/tiny
says "did you mean '--results'?"
expect 1 "$reprise" weave papers/none --results results/tiny
says "papers/none/paper.md cannot be read"
expect 1 "$reprise" weave papers/tiny --results nothing
says "there is no results folder 'nothing'"
cp -r results/tiny broken && echo '{' >broken/values.json
expect 1 "$reprise" weave papers/tiny --results broken
says "broken/values.json is no JSON"
rm -rf broken && cp -r results/tiny broken && rm broken/figures/error.svg broken/figures/error.png
expect 1 "$reprise" weave papers/tiny --results broken
says "the picture of figure 'error' is missing"
cp scripts/tiny.lua kept.lua && echo '-- another line' >>scripts/tiny.lua
expect 1 "$reprise" weave papers/tiny --results results/tiny
says "scripts/tiny.lua has changed since the results in results/tiny were made; run it again"
mv kept.lua scripts/tiny.lua
expect 7 env PATH=/nonexistent "$reprise" weave papers/tiny --results results/tiny
says "pandoc could not be run"

# A script in parts: all its files stand at the end, each under a name of its own, and regions may stand in any of them.
mkdir parts && cp -r papers scripts parts && cd parts || exit 1
mkdir scripts/tiny
{ echo '-- Newton.'; sed -n '/region: newton/,/end region/p' scripts/tiny.lua; echo 'return newton'; } >scripts/tiny/tiny.lua
sed -i -e '/region: newton/,/end region/d' -e '2a local newton = require "tiny.tiny"' scripts/tiny.lua
expect 0 "$reprise" run scripts/tiny.lua --out results/tiny
expect 0 "$reprise" weave papers/tiny --results results/tiny
tr '\n' ' ' <results/tiny/index.html >flat
on_page 'The scripts</h2>'
on_page 'scripts/tiny/tiny.lua, lines 3–10'
on_page 'id="code-tiny-1"'
on_page 'id="code-tiny-tiny-1"'
cd .. || exit 1

# The index.
expect 0 "$reprise" index results
prints "paper  claims  confirmed  confirmed-with  misprint  partly  refuted  not-checkable  open  unexpected"
prints "tiny        3          1               0         1       0        0              1     0           0"
prints "total       3          1               0         1       0        0              1     0           0"
tr '\n' ' ' <results/index.html >flat
on_page '<a href="tiny/index.html">The root of two</a>'
on_page '<a href="tiny/index.html#claim-root-value"><span class="claim-id">root-value</span></a>'
on_page 'data-label="Printed"><div>1.415</div>'
on_page '<img src="tiny/figures/descent.png" alt="Tangents of'
on_page '<a href="tiny/index.html#error"><div class="panel"><img src="tiny/figures/error.svg" alt="Errors &lt;fall&gt;'
not_on_page '<script'
expect 0 "$reprise" index results --out elsewhere/index.html
holds "the index elsewhere leads back" grep -qF 'href="../results/tiny/index.html"' elsewhere/index.html
cat >several.lua <<'END'
local rp = require "reprise"
rp.claim "several" : corrects { omitted = "$m_t$", truth = { 1, 2, 3 }, reference = { 1, 2, 3 + 1e-12 }, tolerance = 1e-9 }
END
expect 0 "$reprise" run several.lua --out more/several
expect 0 "$reprise" index more
tr '\n' ' ' <more/index.html >flat
on_page 'Printed: not defined: <math'
on_page 'data-label="Computed"><div>deviation <span class="part">printed: '
on_page '<span class="part">corrected: <span class="nb">3.3'
expect 1 "$reprise" index nowhere
says "there is no results folder 'nowhere'"
expect 2 "$reprise" index

conclude
