#!/bin/bash
# Plugins that were built against a released header work on today's program, and released headers do not change.
. "$(dirname "$0")/expect.sh"
here=$OLDPWD/tests/abi
cd "$here" || exit 1
expect 0 sha256sum --check --strict checksums
for header in */reprise/plugin.h; do
  holds "$header has a checksum" grep -q " $header\$" checksums
  version=${header%%/*}
  for name in honest feedthrough lanes services; do
    holds "$name was built against $version" test -f "$build/tests/abi/$version/$name.so"
  done
  for name in honest feedthrough; do
    expect 0 "$reprise" conform "$build/tests/abi/$version/$name.so" --cases 40
  done
  for check in load batch threads; do
    expect 0 "$reprise" conform "$build/tests/abi/$version/lanes.so" --only $check
    expect 0 "$reprise" conform "$build/tests/abi/$version/services.so" --only $check
  done
done
minor=$(sed -n 's/^#define RP_ABI_MINOR //p' ../../core/include/reprise/plugin.h)
holds "the current minor version $minor has its frozen copy" test -d "1.$minor"
conclude
