# `reprise diff`: files and folders, worst first, exit statuses.
. "$(dirname "$0")/expect.sh"

mkdir -p new/data old/data
printf '# figure a\nt,y\n1,0.5\n2,1000.0\n' | tee new/data/a.csv >old/data/a.csv
echo '{"claims": [{"id": "c", "verdict": "confirmed", "line": "s.lua:3"}]}' | tee new/claims.json >old/claims.json
echo one >new/index.html
echo two >old/index.html
expect 0 "$reprise" diff new old
prints "2 files, nothing deviates"
expect 0 "$reprise" diff new/data/a.csv old/data/a.csv
prints "1 file, nothing deviates"

# Rounding and positions are nothing.
printf '# figure a\nt,y\n1,0.50000000000001\n2,1000.0\n' >new/data/a.csv
sed -i 's/s.lua:3/s.lua:7/' new/claims.json
expect 0 "$reprise" diff new old

printf '# figure a\nt,y\n1,0.501\n2,1100.0\n' >new/data/a.csv
expect 4 "$reprise" diff new old
prints "data/a.csv: 2 deviations"
prints "line 4, y: 1100 instead of 1000, deviation 0.1, tolerance 1e-09"
prints "1 of 2 files deviates"
holds "worst first" sh -c "grep -n deviation '$out' | sed -n 2p | grep -q 'line 4'"
expect 4 "$reprise" diff --quiet new old
holds "quiet" test ! -s "$out"

sed -i 's/confirmed/refuted/' new/claims.json
echo x >new/data/more.csv
echo x >old/data/less.csv
expect 4 "$reprise" diff new old
prints "claims[c].verdict: refuted instead of confirmed"
prints "data/more.csv: only in the new results"
prints "data/less.csv: only in the old results"

# Many deviations are cut unless all are wanted.
{ echo t; seq 1 30; } >new/many.csv
{ echo t; seq 2 31; } >old/many.csv
expect 4 "$reprise" diff new/many.csv old/many.csv
prints "... and 20 more (--all)"
expect 4 "$reprise" diff --all new/many.csv old/many.csv
prints "line 31, t: 30 instead of 31"

expect 2 "$reprise" diff new
expect 2 "$reprise" diff new old/claims.json
says "'new' is a directory, but 'old/claims.json' is a file"
expect 7 "$reprise" diff new nothing
says "'nothing' does not exist"
expect 2 "$reprise" diff --al new old
says "did you mean '--all'?"
conclude
