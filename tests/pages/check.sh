#!/bin/sh
# check.sh - runs check.py with the system's Python, which is the one that Debian's python3-html5lib serves.
#   tests/pages/check.sh [--shots FOLDER] FILE-OR-FOLDER ...
here=$(dirname "$0")
for python in /usr/bin/python3 python3; do
  if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import html5lib' 2>/dev/null; then
    exec "$python" -B "$here/check.py" "$@"
  fi
done
echo "check.sh: Python 3 with html5lib is missing; install python3-html5lib" >&2
exit 77
