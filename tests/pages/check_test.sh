#!/bin/bash
# check_test.sh - the checker of pages sees nothing on good pages and each fault on pages that have one. Needs a build folder as its
# argument, pandoc, chromium and python3-html5lib; `make pages` runs it. One start of the browser looks at all pages.
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/commands/expect.sh"
check=$here/pages/check.sh
cp -r "$here/fixtures/paper/." . || exit 1
expect 0 "$reprise" run scripts/tiny.lua --out results/tiny
expect 0 "$reprise" weave papers/tiny --results results/tiny
expect 0 "$reprise" index results

"$check" --shots shots results >.stdout 2>.stderr </dev/null
if [ $? = 77 ]; then
  cat .stderr
  exit 77
fi
last=check
prints "2 pages, 0 problems"
for shot in tiny-light.png tiny-dark.png tiny-phone.png tiny-phone-dark.png tiny-print.pdf results-light.png; do
  holds "there is a picture $shot" test -s "shots/$shot"
done

names=()
faults=()
sentences=()
fault() { # what is put before the end of the page, and what the checker has to say
  local name=fault-${#names[@]}.html
  sed "s|</main>|$1</main>|" results/tiny/index.html >"results/tiny/$name"
  names+=("$name")
  faults+=("$1")
  sentences+=("$2")
}
fault '<div style="width:700px">wide</div>' "at 390 px the page is"
fault '<div style="overflow:hidden;width:9em;white-space:nowrap">a line that is much longer than its box</div>' "cuts off what it holds"
fault '<img src="figures/error.svg">' "a picture has no alternative text"
fault '<img src="figures/none.svg" alt="x">' "leads to no file"
fault '<img src="data/error.csv" alt="no picture">' "a picture cannot be shown"
fault '<svg width="9" height="9"></svg>' "an inline svg has neither"
fault '<script>console.log("hello")</script>' "console: hello"
fault '<script>throw Error("oh")</script>' "exception:"
fault '<p onclick="x()">x</p>' "has an event handler"
fault '<p id="newton">x</p>' "the id 'newton' occurs twice"
fault '<p><b>x</p>' "HTML error"
fault '<p><a href="\#none">x</a></p>' "leads to no place of that page"
fault '<p><a href="index.html\#none">x</a></p>' "leads to no place of that page"
fault '<p><a href="javascript:x()">x</a></p>' "has the scheme javascript"
fault '<p>(???)</p>' "an unresolved citation is left in the text"
fault '<p>see [x]{.ref}</p>' "an unread span is left in the text"
fault '<img src="https://example.invalid/x.png" alt="x">' "from elsewhere"
fault '<h5>x</h5>' "a heading of level 5 follows one of level"
fault '<h1>x</h1>' "there are 2 headings of the first level"
fault '<style>.moving svg g { animation: none !important }</style>' "does not move"
fault '<style>.moving svg g { visibility: visible !important }</style>' "frames at once"
fault '<style>.pause:checked + svg * { animation-play-state: running !important }</style>' "after a click on its box the animation"
expect 1 "$check" results/tiny
for index in "${!names[@]}"; do
  holds "the checker sees ${faults[index]} and says: ${sentences[index]}" \
    grep -qF -- "${sentences[index]}" <(grep -F "/${names[index]}: " "$out")
done
holds "nothing is said of the good page" sh -c "! grep -q tiny/index.html: $out"
expect 2 "$check"
expect 1 "$check" no-such-page.html

conclude
