#!/bin/bash
# An installation works from wherever it was put: the program finds its plugins, a plugin outside this tree is built
# with nothing but what was installed, by pkg-config and by CMake, and the installed program uses it.
set -euo pipefail
here=$(pwd) build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "install: $*"; exit 1; }

cmake --install "$build" --prefix "$scratch/first" >"$scratch/log" || { cat "$scratch/log"; fail "cmake --install failed"; }
mv "$scratch/first" "$scratch/prefix" # nothing may know where it was put
cd "$scratch"
unset REPRISE_PLUGIN_PATH
reprise=$scratch/prefix/bin/reprise
"$reprise" --version | grep -q '^reprise ' || fail "the installed program does not tell its version"

# Every plugin of the build tree, found in the installed one, with the same models.
"$build/reprise" list >built.txt || fail "reprise list failed in the build tree: $(cat built.txt)"
"$reprise" list >installed.txt || fail "reprise list failed after installation: $(cat installed.txt)"
sed -E "s#[^ ]*/plugins/##" built.txt >built.models
sed -E "s#[^ ]*/plugins/##" installed.txt >installed.models
cmp built.models installed.models || fail "list differs from the build tree's: $(diff built.txt installed.txt)"
if [ -f "$here/plugins/closing_price/model.c" ]; then
  grep -q closing_price installed.txt || fail "closing_price is not listed: $(cat installed.txt)"
fi

# The guides lead to each other and to their picture, and their examples run.
guides=$(dirname "$(find "$scratch/prefix" -path '*/doc/*' -name README.md -path '*/scripts/*')")/..
while read -r guide; do
  while read -r link; do
    [ -e "$(dirname "$guide")/$link" ] || fail "${guide#"$scratch"/prefix/} links to $link, which is not installed"
  done < <(grep -o '](\([^):#]*\))' "$guide" | sed 's/^](//; s/)$//')
done < <(find "$guides" -name '*.md')
"$reprise" run --quiet --out examples "$guides/scripts/examples/arrays.lua" >log || { cat log; fail "an installed example fails"; }

# A plugin of someone else, in someone else's folder.
mkdir other
cp "$here"/tests/models/*.h "$here/tests/models/honest.c" other/
cat >other/CMakeLists.txt <<'TXT'
cmake_minimum_required(VERSION 3.25)
project(other LANGUAGES C)
find_package(Reprise 1.0 REQUIRED)
reprise_add_plugin(honest honest.c)
TXT
export PKG_CONFIG_PATH=$(dirname "$(find "$scratch/prefix" -name reprise.pc)")
plugins=$(pkg-config --variable=plugins reprise)
[ -d "$plugins" ] || fail "reprise.pc names the folder $plugins for plugins, which does not exist"
gcc -shared -fPIC $(pkg-config --cflags reprise) -o other/by_hand.so other/honest.c
mkdir -p path
mv other/by_hand.so path/
REPRISE_PLUGIN_PATH=$scratch/path "$reprise" list >listed.txt || fail "list with a plugin of REPRISE_PLUGIN_PATH: $(cat listed.txt)"
grep -q "^minimal " listed.txt || fail "the plugin in REPRISE_PLUGIN_PATH is not listed: $(cat listed.txt)"
cmake -S other -B other/build -G Ninja -DCMAKE_PREFIX_PATH="$scratch/prefix" >log 2>&1 || { cat log; fail "find_package(Reprise) failed"; }
ninja -C other/build install >log 2>&1 || { cat log; fail "the plugin does not build with find_package(Reprise)"; }
[ -f "$plugins/honest.so" ] || fail "the plugin was not installed where the program looks"
"$reprise" list | grep -q "^minimal " || fail "the installed plugin is not listed"
echo "install: the program, its plugins and a foreign plugin work from a folder of the user's choice"
