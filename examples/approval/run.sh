#!/bin/sh
# What the test of this example runs: run.sh PROGRAM, in an empty folder.
set -e
"$1" paper.json
"$1" paper.json revise
"$1" paper.json approve
if "$1" paper.json approve 2> refused.txt; then exit 1; fi
grep -q BTN202 refused.txt
