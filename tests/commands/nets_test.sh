#!/bin/bash
# The nets are whole: a planted leak, overflow, overrun and race are each caught by the text that fails a test, although Criterion
# itself passes some of them. tests/CMakeLists.txt has the text; an honest file does not meet it.
set -u
text=$(sed -n 's/^set(sanitizer_text "\(.*\)")$/\1/p' tests/CMakeLists.txt)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0

complain() {
  failed=$((failed + 1))
  echo "FAIL $*"
}

# build NAME FLAGS...; run it with its output in $folder/NAME.text. What is printed here must not contain the text itself, since
# this test is held to it too.
build() {
  local name=$1
  shift
  "${CC:-gcc}" -std=c17 -O1 -g -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Icore/host -Icore -Icore/include -fno-omit-frame-pointer \
    "$@" "tests/nets/$name.c" $(pkg-config --cflags --libs criterion) -lpthread -o "$folder/$name" 2> "$folder/$name.build" ||
    { complain "$name does not build"; head -5 "$folder/$name.build"; return 1; }
  "$folder/$name" > "$folder/$name.text" 2>&1
  echo $? > "$folder/$name.status"
}

caught() {
  if grep -Eq "$text" "$folder/$1.text" && grep -q "$2" "$folder/$1.text"; then
    passed=$((passed + 1))
  else
    complain "$1 slipped through (exit status $(cat "$folder/$1.status"))"
    sed -E "s/$text/.../; s/^/     /" "$folder/$1.text" | head -20
  fi
}

[ -n "$text" ] || complain "tests/CMakeLists.txt states no text that fails a test"
address="-fsanitize=address,undefined -fno-sanitize-recover=all"
build leak $address && caught leak "detected memory leaks"
build undefined $address && caught undefined "signed integer overflow"
build overrun $address && caught overrun "heap-buffer-overflow"
build race -fsanitize=thread core/host/pool.c && caught race "data race"
if build none $address; then
  if grep -Eq "$text" "$folder/none.text" || [ "$(cat "$folder/none.status")" != 0 ]; then
    complain "an honest test is caught"
  else
    passed=$((passed + 1))
  fi
fi
# The flags above are those of the sanitizer builds.
for flag in address,undefined fno-sanitize-recover=all fsanitize=thread; do
  if grep -q -- "$flag" CMakeLists.txt; then passed=$((passed + 1)); else complain "CMakeLists.txt does not build with $flag"; fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
