#!/bin/sh
# What the test of this example runs: run.sh PROGRAM, in an empty folder.
set -e
orders=$(dirname "$0")/orders.json
"$1" "$orders" states
"$1" "$orders" states
"$1" --pay ben states
"$1" "$orders" states
"$1" --diagram ben.txt ben states
grep -q "serve .*\[done\]" ben.txt
