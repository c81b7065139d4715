# `reprise publish`: what is new, equal, moved, drifted and gone; only files whose bytes change are written.
. "$(dirname "$0")/expect.sh"

mkdir -p build/data build/figures
printf '# figure a of s.lua:3\nt,y\n1,0.5\n2,1000.0\n' >build/data/a.csv
echo '{"claims": [{"id": "c", "verdict": "confirmed", "computed": 1.5}]}' >build/claims.json
echo page >build/index.html
echo picture >build/figures/a.png
echo '{}' >build/manifest.json
expect 0 "$reprise" publish build results/toy
prints "new      claims.json"
prints "new      data/a.csv"
for file in data/a.csv claims.json index.html figures/a.png manifest.json; do
  holds "published" cmp -s build/$file results/toy/$file
done

# Equal: nothing is written, nothing is said.
touch -d 2001-01-01 results/toy/data/a.csv results/toy/index.html
expect 0 "$reprise" publish build results/toy
holds "nothing to say" test ! -s "$out"
holds "untouched" test "$(stat -c %Y results/toy/data/a.csv results/toy/index.html | sort -u)" = "$(date -d 2001-01-01 +%s)"

# Rounding stays away; untracked kinds are refreshed; positions are refreshed without being drift.
sed -i 's/0\.5$/0.50000000000001/' build/data/a.csv
echo page 2 >build/index.html
expect 0 "$reprise" publish build results/toy
holds "rounding" grep -q '^1,0.5$' results/toy/data/a.csv
holds "refreshed" grep -q 'page 2' results/toy/index.html
sed -i 's/s.lua:3/s.lua:9/' build/data/a.csv
expect 0 "$reprise" publish build results/toy
prints "moved    1 file: only lines of the script or versions are other ones"
holds "moved" grep -q 's.lua:9' results/toy/data/a.csv

# Drift is listed and leaves the results alone, except for what is untracked or new.
sed -i 's/1000/1001/' build/data/a.csv
sed -i 's/confirmed/refuted/' build/claims.json
echo page 3 >build/index.html
echo x >build/data/b.csv
cp results/toy/claims.json old.json
expect 4 "$reprise" publish build results/toy
prints "results/toy: drift"
prints "claims[c].verdict: refuted instead of confirmed"
prints "line 4, y: 1001 instead of 1000"
prints "new      data/b.csv"
prints "--accept takes the new ones"
holds "left alone" cmp -s old.json results/toy/claims.json
holds "refreshed" grep -q 'page 3' results/toy/index.html
expect 0 "$reprise" publish --accept build results/toy
prints "accepted claims.json"
prints "accepted data/a.csv"
holds "taken" cmp -s build/claims.json results/toy/claims.json
expect 0 "$reprise" publish build results/toy

# A file that vanished is drift; --accept removes it, untracked companions and empty folders with it.
rm build/data/*.csv build/figures/a.png
expect 4 "$reprise" publish build results/toy
prints "data/b.csv: only in the old results"
holds "still there" test -s results/toy/data/b.csv
expect 0 "$reprise" publish build results/toy --accept
prints "removed  data/b.csv"
holds "removed" test ! -e results/toy/data
holds "removed" test ! -e results/toy/figures

expect 7 "$reprise" publish nothing results/toy
says "'nothing' is not a folder"
expect 2 "$reprise" publish build
if [ "$(id -u)" != 0 ]; then
  chmod a-w results/toy
  echo page 4 >build/index.html
  expect 7 "$reprise" publish build results/toy
  chmod u+w results/toy
fi
echo file >blocked
expect 7 "$reprise" publish build blocked/toy
conclude
