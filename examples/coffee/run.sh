#!/bin/sh
# What the test of this example runs: run.sh PROGRAM, in an empty folder. On both kinds of stores the same happens.
set -e
orders=$(dirname "$0")/orders.json
for store in sqlite:coffee.db dir:states; do
    echo "$store"
    "$1" "$orders" --store $store
    "$1" "$orders" --store $store
    "$1" --pay ben --store $store
    "$1" "$orders" --store $store
    "$1" --diagram ben.txt ben --store $store
    grep -q "serve .*\[done\]" ben.txt
done
