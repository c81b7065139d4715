#!/bin/bash
# `reprise new` from an installation, in an empty folder: the model builds by find_package and by hand, passes its own
# tests, and so does the paper; in a tree like ours the files go where they belong.
. "$(dirname "$0")/expect.sh"
source=$OLDPWD
holds "the build tree installs" cmake --install "$build" --prefix "$folder/prefix" >"$out" 2>&1
reprise=$folder/prefix/bin/reprise
unset REPRISE_PLUGIN_PATH

expect 0 "$reprise" new model my_model
prints "wrote my_model/model.c"
expect 0 cmake -S my_model -B my_model/build -G Ninja -DCMAKE_PREFIX_PATH="$folder/prefix"
expect 0 cmake --build my_model/build
expect 0 ctest --test-dir my_model/build --output-on-failure
prints "100% tests passed, 0 tests failed out of 3"
holds "the example draws" test -s my_model/build/example/figures/paths.svg
expect 0 cmake --install my_model/build
expect 0 "$reprise" doc my_model
prints "Price concession per unit of the rate of trade."
PKG_CONFIG_PATH=$(dirname "$(find "$folder/prefix" -name reprise.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
expect 0 gcc -std=c17 -shared -fPIC -fvisibility=hidden $(pkg-config --cflags reprise) -o by_hand.so my_model/model.c my_model/kernel.c -lm
expect 0 "$reprise" conform by_hand.so --reference my_model/reference.lua
prints "pass   reference"

expect 0 "$reprise" new paper doe2020
expect 0 "$reprise" run scripts/doe2020.lua
expect 0 "$reprise" weave papers/doe2020 --results out/doe2020
holds "the page is there" test -s out/doe2020/index.html
expect 2 "$reprise" new paper doe2020
says "'./papers/doe2020/claims.lua' exists; nothing was written"
expect 2 "$reprise" new model my_model
says "exists; nothing was written"
expect 2 "$reprise" new model My-Model
says "'My-Model' is no name"
expect 2 "$reprise" new model test
says "the name 'test' is kept by the build"
expect 0 "$reprise" new model spaced --dir "a folder"
prints "cmake -S 'a folder' -B 'a folder/build'"
expect 2 "$reprise" new modell x
says "'model' or 'paper'"
expect 2 "$reprise" new model
says "takes one name"

mkdir -p tree/core/include tree/plugins
cp -r "$source/core/include/reprise" tree/core/include/
cp "$source/.clang-format" "$source/plugins/CMakeLists.txt" tree/ && cp tree/CMakeLists.txt tree/plugins/
cd tree || exit 1
expect 0 "$reprise" new model toy
for file in plugins/toy/model.c plugins/toy/README.md tests/plugins/toy/kernel_test.c scripts/examples/toy.lua; do
  holds "in a tree like ours there is $file" test -s "$file"
done
expect 0 gcc -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror \
  -shared -fPIC -Icore/include -o toy.so plugins/toy/model.c plugins/toy/kernel.c -lm
expect 0 gcc -std=c17 -Wall -Wextra -Werror -Iplugins -o kernel_test tests/plugins/toy/kernel_test.c plugins/toy/kernel.c -lcriterion -lm
expect 0 ./kernel_test
expect 0 "$reprise" new paper roe2021
holds "the rows of the ledger are listed" test "$(cat tests/ledger/roe2021.txt)" = "eq1
sum100"
conclude
