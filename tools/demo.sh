#!/bin/sh
# Builds the coffee example and runs it on real orders, as cron would. Run it again after paying, and the order that
# waited is served: build/bin/coffee --pay ben --store sqlite:build/demo.db
set -e
cd "$(dirname "$0")/.."
tools/install.sh build
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBATON_TESTS=OFF >build.log 2>&1 &&
    cmake --build build --target coffee >>build.log 2>&1 || { cat build.log; exit 1; }
rm -f build.log

store=sqlite:build/demo.db
coffee=build/bin/coffee
echo "== orders"
cat examples/coffee/orders.json
echo "== coffee examples/coffee/orders.json --store $store"
"$coffee" examples/coffee/orders.json --store "$store" | tee build/demo.txt
waits=$(sed -n 's/ waits for payment$//p' build/demo.txt | head -n 1)
[ -n "$waits" ] || waits=ben
for format in svg png txt; do "$coffee" --diagram "build/$waits.$format" "$waits" --store "$store"; done
echo
echo "== how $waits stands (drawn in build/$waits.svg and build/$waits.png)"
cat "build/$waits.txt"
if grep -q 'waits for payment' build/demo.txt; then
    echo "== $waits has not paid. Pay and run this again:"
    echo "   $coffee --pay $waits --store $store && tools/demo.sh"
else
    echo "== every order is served. Begin anew with: rm build/demo.db*"
fi
